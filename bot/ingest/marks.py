"""Which entries of a feed's document are new, by their bytes: the others need not be parsed. Pure.

A feed that changed has mostly the same entries as before, and parsing them is most of the work of a poll. Each entry
gets a mark, a digest of what stands in the document. Where entries cannot be told apart with certainty (one in another,
marks of CDATA or comments that do not match), nothing is marked and the document is parsed whole.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

_EDGE = re.compile(r"<(/?)(?:\w+:)?(item|entry)(?=[\s>/])[^<>]*>", re.IGNORECASE)
_PAIRS = (("<![CDATA[", "]]>"), ("<!--", "-->"))


@dataclass(frozen=True, slots=True)
class Unread:
    """A document without the entries whose marks are known; the marks of all its entries, and of those left in it.

    Both are in the document's order, and empty where entries could not be told apart (the document is then whole).
    """

    markup: str
    marks: tuple[str, ...] = ()
    left: tuple[str, ...] = ()


def mark_of(entry: str) -> str:
    """The mark of an entry as it stands in its document: 16 hexadecimal digits."""
    return hashlib.blake2b(entry.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()


def without_known(markup: str, known: Collection[str]) -> Unread:
    """Leave out of an RSS or Atom document the entries whose marks are ``known``."""
    spans = _spans(markup)
    if spans is None:
        return Unread(markup)
    marks = tuple(mark_of(markup[start:end]) for start, end in spans)
    kept: list[str] = []
    left: list[str] = []
    place = 0
    for (start, end), mark in zip(spans, marks, strict=True):
        if mark in known:
            kept.append(markup[place:start])
            place = end
        else:
            left.append(mark)
    kept.append(markup[place:])
    return Unread("".join(kept), marks, tuple(left))


def _spans(markup: str) -> list[tuple[int, int]] | None:
    """Where each entry begins and ends; ``None`` where that is not certain."""
    spans: list[tuple[int, int]] = []
    start: int | None = None
    for edge in _EDGE.finditer(markup):
        closing = edge[1] == "/"
        if closing != (start is not None) or edge[0].endswith("/>"):
            return None
        if start is None:
            start = edge.start()
        else:
            spans.append((start, edge.end()))
            start = None
    if start is not None or not all(map(_is_whole, _parts(markup, spans))):
        return None
    return spans


def _parts(markup: str, spans: list[tuple[int, int]]) -> Iterator[str]:
    """Every entry, and what lies between them."""
    place = 0
    for start, end in spans:
        yield markup[place:start]
        yield markup[start:end]
        place = end
    yield markup[place:]


def _is_whole(part: str) -> bool:
    return all(part.count(begin) == part.count(end) for begin, end in _PAIRS)
