"""When two wordings mean the same phrase: by their heads, by most of their words, by where they stand."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from tests.gold.reader import Span

_WORD = re.compile(r"\w+(?:['’.-]\w+)*")
_FUNCTION_WORDS = "a an the this that these those its his her their of in on at to for from by with and or near outside"
_STOP = frozenset(_FUNCTION_WORDS.split())
_CUT = re.compile(r"\s*(?:,|\b(?:of|in|on|at|for|from|near|who|which|that|known|held|with|to|between)\b)")


def alike(one: str, other: str) -> bool:
    """Two names that share most of their words."""
    left, right = set(plain(one).split()), set(plain(other).split())
    return dice(left, right) >= 0.6 or (len(left) == 1 and left == right)


def plain(words: str) -> str:
    """Lower case, without articles, quotation marks and possessive endings."""
    tokens = (token.group().lower() for token in _WORD.finditer(words))
    tokens = (re.sub(r"['’]s?$", "", token) for token in tokens)
    return " ".join(token for token in tokens if token not in ("the", "a", "an"))


def same_head(words: str, text: str) -> bool:
    """The head word of one phrase is a word of the other."""
    return _head(words) in plain(text).split() or _head(text) in plain(words).split()


def _head(words: str) -> str:
    """The last word before what qualifies it: "gunmen on motorbikes" is gunmen, "a bus stop" is stop."""
    tokens = [token for token in plain(_CUT.split(words.lower())[0]).split() if token not in _STOP]
    tokens = tokens or plain(words).split()
    return tokens[-1] if tokens else ""


def dice(left: Iterable[Any], right: Iterable[Any]) -> float:
    """Share of what two sets have in common."""
    one, other = set(left), set(right)
    return 2 * len(one & other) / (len(one) + len(other)) if one or other else 0.0


def overlap(one: Span, other: Span) -> bool:
    """Two spans share a character."""
    return one[0] < other[1] and other[0] < one[1]


def tokens_of(text: str, span: Span) -> set[int]:
    """The words of a span by where they begin, function words left out."""
    starts = {span[0] + m.start() for m in _WORD.finditer(text[slice(*span)]) if m.group().lower() not in _STOP}
    return starts or {span[0] + m.start() for m in _WORD.finditer(text[slice(*span)])}
