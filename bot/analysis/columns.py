"""The annotations of one text as plain lists: spaCy makes a new object each time one of its tokens is asked."""

from __future__ import annotations

from itertools import pairwise

from spacy.attrs import DEP, HEAD, LEMMA, LOWER, ORTH, POS, SENT_START, TAG
from spacy.strings import StringStore
from spacy.tokens import Doc

_MOST = 200_000
"""Strings that are remembered before all are forgotten."""


class _Strings(dict[int, str]):
    """The strings behind spaCy's numbers, each made once a process."""

    store: StringStore

    def __missing__(self, number: int) -> str:
        found = self[number] = self.store[number]
        return found


_strings = _Strings()


class Columns:
    """What each token of a text is, one list an attribute.

    ``heads`` are places in the text (a root is its own head), ``starts`` where sentences begin with the end of the text
    behind the last, ``sentence`` the number of each token's sentence. With ``parsed`` false there are no parts of
    speech, lemmas nor relations ("").
    """

    __slots__ = ("deps", "heads", "lemmas", "lower", "pos", "sentence", "starts", "tags", "words")

    def __init__(self, doc: Doc, *, parsed: bool = True) -> None:
        if len(_strings) > _MOST:
            _strings.clear()
        _strings.store = doc.vocab.strings
        begins, *numbers = doc.to_array([SENT_START, ORTH, LOWER]).T.tolist()
        self.words, self.lower = (list(map(_strings.__getitem__, column)) for column in numbers)
        size = len(begins)
        if parsed:
            heads, *numbers = doc.to_array([HEAD, LEMMA, POS, TAG, DEP]).T.tolist()
            self.lemmas, self.pos, self.tags, self.deps = (
                list(map(_strings.__getitem__, column)) for column in numbers
            )
            # offsets of an unsigned array: heads before the token come as large numbers
            self.heads: list[int] = [i + (by if by < 2**63 else by - 2**64) for i, by in enumerate(heads)]
        else:
            self.lemmas = self.pos = self.tags = self.deps = [""] * size
            self.heads = list(range(size))
        self.starts = [i for i, begin in enumerate(begins) if begin == 1 or not i]
        self.starts.append(size)
        self.sentence: list[int] = []
        for number, (start, end) in enumerate(pairwise(self.starts)):
            self.sentence += [number] * (end - start)
