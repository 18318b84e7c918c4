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
    behind the last, ``sentence`` the number of each token's sentence. A text that was not parsed has no parts of
    speech, lemmas nor relations ("").
    """

    __slots__ = ("deps", "heads", "lemmas", "lower", "pos", "sentence", "starts", "tags", "words")

    def __init__(self, doc: Doc) -> None:
        orth, lower, lemma, pos, tag, dep, heads, begins = doc.to_array(
            [ORTH, LOWER, LEMMA, POS, TAG, DEP, HEAD, SENT_START]
        ).T.tolist()
        if len(_strings) > _MOST:
            _strings.clear()
        _strings.store = doc.vocab.strings
        self.words, self.lower, self.lemmas, self.pos, self.tags, self.deps = (
            list(map(_strings.__getitem__, numbers)) for numbers in (orth, lower, lemma, pos, tag, dep)
        )
        # offsets of an unsigned array: heads before the token come as large numbers
        self.heads: list[int] = [i + (by if by < 2**63 else by - 2**64) for i, by in enumerate(heads)]
        self.starts = [i for i, begin in enumerate(begins) if begin == 1 or not i]
        self.starts.append(len(orth))
        self.sentence: list[int] = []
        for number, (start, end) in enumerate(pairwise(self.starts)):
            self.sentence += [number] * (end - start)
