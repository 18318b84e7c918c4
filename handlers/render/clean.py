"""Text that came from elsewhere, made safe to show: no control characters, no reversed screens.

Every string that enters a `Document` passes `clean_text` once, in the constructors of
`handlers.render.document`, so that the renderers need not think of it again.

Sources: Unicode Standard Annex #9 (bidirectional controls and their matching, BD9 and BD11),
Unicode chapter 23 (control codes, line separators).
"""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import urlsplit

_EMBEDDINGS = "\u202a\u202b"  # LRE RLE
_OVERRIDES = "\u202d\u202e"  # LRO RLO
_ISOLATES = "\u2066\u2067\u2068"  # LRI RLI FSI
_PDF, _PDI = "\u202c", "\u2069"

_LINE_ENDS = re.compile("\r\n?|[\x85\u2028\u2029]")
_BLANKS = re.compile("[\t\x0b\x0c]")
# C0 but the line feed, DEL, C1, the byte order mark, interlinear annotation marks and non-characters.
_CONTROLS = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\ufeff\ufff9-\ufffb\ufffe\uffff]")
_SURROGATES = re.compile("[\ud800-\udfff]")
_BIDI = re.compile("[\u202a-\u202e\u2066-\u2069]")

# Fillers that take room but show nothing (Hangul fillers, the empty Braille cell, the grapheme joiner).
_INVISIBLE = frozenset("\u115f\u1160\u3164\uffa0\u2800\u034f")
_UNSEEN = frozenset({"Zs", "Zl", "Zp", "Cc", "Cf"})

_WEB_SCHEMES = frozenset({"http", "https"})
_URL_REFUSED = re.compile(r"[\x00-\x20\x7f-\x9f<>\"'`\\^{|}]")


def clean_text(text: str) -> str:
    """Return `text` without what could disturb the screen it is shown on; idempotent.

    - every kind of line end becomes a line feed, tab and form feed become one space;
    - the other control characters (escape among them), the byte order mark and non-characters go;
    - a lone surrogate, which UTF-8 cannot carry, becomes U+FFFD;
    - bidirectional controls: overrides (U+202D, U+202E) always go, with the U+202C that ends them; embeddings
      and isolates (U+202A, U+202B, U+2066..U+2068) stay only where they are closed on the same line by
      their own terminator; whatever is unbalanced goes. So no text changes the direction of its neighbours,
      while a properly isolated Arabic name keeps its isolates.
    """
    if text.isascii() and text.isprintable():
        return text
    text = _LINE_ENDS.sub("\n", text)
    text = _BLANKS.sub(" ", text)
    text = _CONTROLS.sub("", text)
    text = _SURROGATES.sub("\ufffd", text)
    if _BIDI.search(text):
        text = "\n".join(_balance(line) for line in text.split("\n"))
    return text


def _balance(line: str) -> str:
    """Drop overrides and every unpaired bidirectional control of one line."""
    opened: list[int] = []
    keep: set[int] = set()
    for index, char in enumerate(line):
        if char in _EMBEDDINGS or char in _OVERRIDES or char in _ISOLATES:
            opened.append(index)
        elif char == _PDF:
            # A PDF ends the last embedding or override, but never reaches out of an isolate.
            if opened and line[opened[-1]] not in _ISOLATES:
                start = opened.pop()
                if line[start] in _EMBEDDINGS:
                    keep |= {start, index}
        elif char == _PDI and any(line[start] in _ISOLATES for start in opened):
            # A PDI ends the last isolate and whatever was left open inside it.
            while line[opened[-1]] not in _ISOLATES:
                opened.pop()
            keep |= {opened.pop(), index}
    return "".join(char for i, char in enumerate(line) if i in keep or not _BIDI.match(char))


def is_blank(text: str) -> bool:
    """True where nothing of `text` can be seen: blanks, invisible characters and stray joiners only."""
    return all(char in _INVISIBLE or unicodedata.category(char) in _UNSEEN for char in text)


def safe_url(url: str) -> str | None:
    """Return an address fit for a link (http, https with a host, or tg:), or None.

    Addresses come from feeds: `javascript:`, `file:` and the like are refused, and so is anything with
    blanks, quotes or control characters, which could leave an attribute or a terminal sequence.
    """
    url = url.strip()
    if not url or _URL_REFUSED.search(url) or clean_text(url) != url or _BIDI.search(url):
        return None
    try:
        parts = urlsplit(url)
        host = parts.hostname
    except ValueError:
        return None
    scheme = parts.scheme.lower()
    if scheme in _WEB_SCHEMES:
        return url if host else None
    return url if scheme == "tg" and (host or parts.path) else None
