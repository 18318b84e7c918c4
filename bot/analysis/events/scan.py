"""Where words stand in a text, by comparing numbers: most tokens need no rule at all."""

from __future__ import annotations

from functools import lru_cache

from spacy.attrs import LEMMA, LOWER
from spacy.strings import get_string_id
from spacy.tokens import Doc

from bot.analysis.dependents import index


@lru_cache(maxsize=64)
def _numbers(words: frozenset[str], cased: bool) -> frozenset[int]:
    forms = {form for word in words for form in ((word, word.capitalize(), word.upper()) if cased else (word,))}
    return frozenset(get_string_id(form) for form in forms)


def lemmas(doc: Doc, words: frozenset[str]) -> list[int]:
    """The tokens whose lemma is one of the words, capitals aside, in order."""
    return _where(doc, LEMMA, _numbers(words, cased=True))


def lowers(doc: Doc, words: frozenset[str]) -> list[int]:
    """The tokens that are one of the words in lower case, in order."""
    return _where(doc, LOWER, _numbers(words, cased=False))


def _where(doc: Doc, attribute: int, numbers: frozenset[int]) -> list[int]:
    table = _table(doc, attribute)
    return sorted(i for number in table.keys() & numbers for i in table[number])


def _table(doc: Doc, attribute: int) -> dict[int, list[int]]:
    """Where every number of an attribute stands, made once a text."""
    answers = index(doc).answers
    key = (attribute, -1)
    if key not in answers:
        table: dict[int, list[int]] = {}
        for i, number in enumerate(doc.to_array(attribute).tolist()):
            table.setdefault(number, []).append(i)
        answers[key] = table
    found: dict[int, list[int]] = answers[key]
    return found
