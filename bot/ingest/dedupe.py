"""Near-duplicates: which article is a reprint of which. Pure.

Exact duplicates never get here: the database refuses them. A paper that prints what a wire sent changes the headline,
touches up the first line, and cuts from the end; so what is asked is how much of an article stands word for word in
another (containment, Broder 1997), not how alike the two are as wholes: a third of a report is a reprint too.

To find candidates among all that is stored, each article keeps the ``PRINTS`` lowest of the hashes of its runs of words
(a bottom-k sketch, Broder 1997); two texts of which one holds much of the other share some. docs/stories.md compares
this with MinHash and its bands.
"""

from __future__ import annotations

import hashlib
import heapq
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

RUN = 5
"""Words in a run."""
PRINTS = 32
"""Hashes that an article keeps."""
SHARED_PRINTS = 2
"""Shared hashes that make a candidate."""
COPIED = 0.6
"""The part of a reprint's runs that stands in its original."""
LEAST_RUNS = 20
"""Under so many runs a text is a phrase, not a report."""
MOST_TEXT = 20_000
"""Characters that are looked at."""
_WORD = re.compile(r"\w+")


def runs(text: str) -> frozenset[int]:
    """The hash (63 bits) of each run of ``RUN`` words; case and punctuation count for nothing."""
    words = _WORD.findall(unicodedata.normalize("NFKC", text[:MOST_TEXT]).casefold())
    return frozenset(_hash(" ".join(words[at : at + RUN])) for at in range(len(words) - RUN + 1))


def _hash(words: str) -> int:
    digest = hashlib.blake2b(words.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "big") >> 1  # databases hold signed numbers


def prints(found: frozenset[int]) -> list[int]:
    """What is stored of an article's runs to find it by, ascending; nothing of a text that is only a phrase."""
    return heapq.nsmallest(PRINTS, found) if len(found) >= LEAST_RUNS else []


def copied(reprint: frozenset[int], original: frozenset[int]) -> float:
    """The part of ``reprint`` that stands in ``original``, 0.0 to 1.0."""
    return len(reprint & original) / len(reprint) if len(reprint) >= LEAST_RUNS else 0.0


@dataclass(frozen=True, slots=True)
class Copy:
    """An article that may be a reprint or an original. ``names`` are the keys of the outlets that its text credits.

    ``outlet`` is the key of its own source, ``wire`` whether that is a news agency; ``at`` its effective
    time, aware UTC.
    """

    id: int
    at: datetime
    runs: frozenset[int]
    outlet: str | None = None
    names: frozenset[str] = frozenset()
    wire: bool = False


def are_copies(one: Copy, other: Copy) -> bool:
    """Whether one of the two is a reprint of the other."""
    return max(copied(one.runs, other.runs), copied(other.runs, one.runs)) >= COPIED


def originals(copies: Iterable[Copy]) -> dict[int, int | None]:
    """For each article the one that it is a reprint of; ``None`` where it is none.

    The original is the one that the others credit, else a wire, else the one that holds most, else the earliest, else
    the lowest number.
    """
    found: dict[int, int | None] = {}
    every = list(copies)
    credited = frozenset(name for copy in every for name in copy.names - {copy.outlet})
    likely_first = sorted(
        every, key=lambda c: (c.outlet not in credited, not c.wire, not _holds_most(c, every), c.at, c.id)
    )
    firsts: list[Copy] = []
    for copy in likely_first:
        first = next((first for first in firsts if copied(copy.runs, first.runs) >= COPIED), None)
        if first is None:
            firsts.append(copy)
        found[copy.id] = None if first is None else first.id
    return found


def _holds_most(one: Copy, copies: list[Copy]) -> bool:
    """Whether no other holds this one without being held by it."""
    return not any(
        copied(one.runs, other.runs) >= COPIED > copied(other.runs, one.runs) for other in copies if other is not one
    )
