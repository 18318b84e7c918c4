"""How names are compared: without case, accents, apostrophes, full stops and hyphens."""

from __future__ import annotations

import unicodedata

_DROP = str.maketrans(
    dict.fromkeys("'’‘ʼʻ`´ʿʾ.", "")
    | dict.fromkeys("-‐‑–—_/", " ")
    | {"ı": "i", "ø": "o", "đ": "d", "ð": "d", "ł": "l", "æ": "ae", "œ": "oe", "þ": "th", "ħ": "h", "ə": "e", "ß": "ss"}
)


def key_of(words: str) -> str:
    """The form under which a name is stored: "Deir ez-Zor" and "deir ez zor" are one, so are "U.S." and "US"."""
    low = words.lower().translate(_DROP)
    if not low.isascii():
        low = "".join(c for c in unicodedata.normalize("NFKD", low) if not unicodedata.combining(c))
    return " ".join(low.split())
