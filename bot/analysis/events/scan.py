"""Where words stand in a text, by comparing numbers: most tokens need no rule at all."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from spacy.attrs import LEMMA, LOWER
from spacy.strings import get_string_id
from spacy.tokens import Doc


@lru_cache(maxsize=64)
def _numbers(words: frozenset[str], cased: bool) -> NDArray[np.uint64]:
    forms = {form for word in words for form in ((word, word.capitalize(), word.upper()) if cased else (word,))}
    return np.array(sorted(get_string_id(form) for form in forms), dtype=np.uint64)


def lemmas(doc: Doc, words: frozenset[str]) -> list[int]:
    """The tokens whose lemma is one of the words, capitals aside, in order."""
    return _where(doc, LEMMA, _numbers(words, cased=True))


def lowers(doc: Doc, words: frozenset[str]) -> list[int]:
    """The tokens that are one of the words in lower case, in order."""
    return _where(doc, LOWER, _numbers(words, cased=False))


def _where(doc: Doc, attribute: int, numbers: NDArray[np.uint64]) -> list[int]:
    if not len(doc):
        return []
    found: list[int] = np.flatnonzero(np.isin(doc.to_array(attribute), numbers)).tolist()
    return found
