"""The dependents of every token of one text, found once: asking spaCy each time costs more than all rules together."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from spacy.attrs import HEAD
from spacy.tokens import Doc, Token

_Found = TypeVar("_Found")


class Index:
    """The dependents of every token of one text: asking spaCy each time costs more than all rules together."""

    __slots__ = ("answers", "dependents", "doc", "parsed", "tokens")

    def __init__(self, doc: Doc) -> None:
        self.doc = doc
        self.answers: dict[tuple[int, int], Any] = {}
        self.parsed = doc.has_annotation("DEP")
        self.tokens = list(doc)
        self.dependents: list[list[Token]] = [[] for _ in self.tokens]
        for token, offset in zip(self.tokens, doc.to_array([HEAD]).tolist(), strict=True):
            # offsets of an unsigned array: heads before the token come as large numbers
            if offset:
                self.dependents[token.i + (offset - 2**64 if offset >= 2**63 else offset)].append(token)


_index: Index | None = None
"""The last text asked about. One slot: a text is read from beginning to end before the next."""


def index(doc: Doc, *, fresh: bool = False) -> Index:
    """The index of a text; ``fresh`` where its tree may have changed."""
    global _index
    found = _index
    if found is None or found.doc is not doc or fresh:
        found = _index = Index(doc)
    return found


def remembered(ask: Callable[[Token], _Found]) -> Callable[[Token], _Found]:
    """A question about one token whose answer stays the same while its text is read; callers do not change it."""
    number = id(ask)

    @wraps(ask)
    def answer(token: Token) -> _Found:
        answers = index(token.doc).answers
        key = (number, token.i)
        if key not in answers:
            answers[key] = ask(token)
        found: _Found = answers[key]
        return found

    return answer


def tokens(doc: Doc) -> list[Token]:
    """The tokens of a text as a list, made once."""
    return index(doc).tokens


def children(token: Token) -> list[Token]:
    """The dependents of a token in the order of the text. Not to be changed by the caller."""
    found = _index
    if found is None or found.doc is not token.doc:
        found = index(token.doc)
    return found.dependents[token.i]


def lefts(token: Token) -> list[Token]:
    """The dependents before a token."""
    at = token.i
    return [c for c in index(token.doc).dependents[at] if c.i < at]


def rights(token: Token) -> list[Token]:
    """The dependents behind a token."""
    at = token.i
    return [c for c in index(token.doc).dependents[at] if c.i > at]
