"""Where words stand in a text, by comparing strings: most tokens need no rule at all."""

from __future__ import annotations

from functools import lru_cache

from spacy.tokens import Doc

from bot.analysis.dependents import index


@lru_cache(maxsize=64)
def _forms(words: frozenset[str]) -> frozenset[str]:
    return frozenset(form for word in words for form in (word, word.capitalize(), word.upper()))


def lemmas(doc: Doc, words: frozenset[str]) -> list[int]:
    """The tokens whose lemma is one of the words, capitals aside, in order."""
    forms = _forms(words)
    return [i for i, lemma in enumerate(index(doc).columns.lemmas) if lemma in forms]


def lowers(doc: Doc, words: frozenset[str]) -> list[int]:
    """The tokens that are one of the words in lower case, in order."""
    return [i for i, word in enumerate(index(doc).columns.lower) if word in words]
