"""How wide text is on a monospaced screen, and where it may be cut without splitting a visible character.

A compact reading of UAX #29 (grapheme clusters: combining marks, emoji with modifiers, joiners and flags) and
UAX #11 (East Asian width), enough for wrapping; no data beyond `unicodedata`.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence

_ZWJ = "\u200d"
_CLUSTER_MAX = 32  # a longer pile of combining marks is cut: no limit may depend on hostile text


def graphemes(text: str) -> Iterator[str]:
    """Yield the visible characters of `text`; joined they are `text`. A cluster has at most 32 code points."""
    start = 0
    for index in range(1, len(text) + 1):
        if index == len(text) or not _joins(text, start, index) or index - start >= _CLUSTER_MAX:
            yield text[start:index]
            start = index


def _joins(text: str, start: int, index: int) -> bool:
    """Does the code point at `index` belong to the cluster that begins at `start`?"""
    before, char = text[index - 1], text[index]
    if before == "\n" or char == "\n":
        return False
    if _extends(char) or before == _ZWJ:
        return True
    if _is_flag_half(char) and _is_flag_half(before):
        return (index - start) % 2 == 1 and all(_is_flag_half(c) for c in text[start:index])
    # Hangul: vowels and final consonants follow their syllable.
    return "\u1160" <= char <= "\u11ff" and ("\u1100" <= before <= "\u11ff" or "\uac00" <= before <= "\ud7a3")


def _extends(char: str) -> bool:
    return (
        char == _ZWJ
        or "\U0001f3fb" <= char <= "\U0001f3ff"  # skin tones
        or "\U000e0020" <= char <= "\U000e007f"  # tags of the flags of England, Scotland, Wales
        or unicodedata.category(char) in ("Mn", "Me", "Mc")
    )


def _is_flag_half(char: str) -> bool:
    return "\U0001f1e6" <= char <= "\U0001f1ff"


def display_width(text: str) -> int:
    """Columns that `text` (one line) takes on a terminal: 0, 1 or 2 for each grapheme cluster."""
    if text.isascii():
        return len(text)
    return sum(_cluster_width(cluster) for cluster in graphemes(text))


def _cluster_width(cluster: str) -> int:
    first = cluster[0]
    if "\ufe0f" in cluster or _is_flag_half(first):
        return 2
    if unicodedata.category(first) in ("Mn", "Me", "Cf", "Cc"):
        return 0
    return 2 if unicodedata.east_asian_width(first) in "WF" else 1


def pad(text: str, width: int, align: str = "left") -> str:
    """Fill one line with blanks to `width` columns; `align` is left, center or right."""
    missing = max(0, width - display_width(text))
    before = {"left": 0, "center": missing // 2, "right": missing}[align]
    return " " * before + text + " " * (missing - before)


def aligned_table(
    header: Sequence[str], rows: Sequence[Sequence[str]], aligns: Sequence[str], max_width: int
) -> list[str] | None:
    """Return the table as aligned lines, or None where it is wider than `max_width` columns or has line feeds."""
    lines = [row for row in (header, *rows) if row]
    if any("\n" in cell for row in lines for cell in row) or not lines:
        return None
    widths = [max(display_width(row[i]) for row in lines) for i in range(len(lines[0]))]
    if sum(widths) + 2 * (len(widths) - 1) > max_width:
        return None
    drawn = [
        "  ".join(pad(cell, w, a) for cell, w, a in zip(row, widths, aligns, strict=True)).rstrip() for row in lines
    ]
    if header:
        drawn.insert(1, "  ".join("-" * w for w in widths))
    return drawn
