"""How a word is written: what an uncased encoder cannot see, as one small number."""

from __future__ import annotations

from collections.abc import Sequence

NAMES = ("other", "lower", "title", "upper", "initial", "mixed", "digits", "alphanumeric", "punctuation", "caseless")
SHAPES = 2 * len(NAMES) + 1
"""Each with and without white space before the word; the last stands for pieces that begin no word."""

NO_WORD = SHAPES - 1
_CASELESS = NAMES.index("caseless")
_MIN_LETTERS = 20


def caseless(words: Sequence[str]) -> bool:
    """Whether capitals tell nothing here: words without any, or with nothing else (old wire copy)."""
    upper = lower = 0
    for word in words:
        if word.isalpha() and (len(word) > 1 or word.islower()):
            if word.isupper():
                upper += 1
            elif word.islower():
                lower += 1
            else:
                return False
    if upper + lower < _MIN_LETTERS // 4:
        return False
    return lower == 0 or upper == 0


def shape(word: str, spaced: bool, blind: bool) -> int:
    """The number of a word's shape, 0 to ``SHAPES`` - 2; ``blind`` where capitals tell nothing."""
    return 2 * _kind(word, blind) + spaced


def _kind(word: str, blind: bool) -> int:
    if word.isalpha():
        if blind:
            return _CASELESS
        if word.islower():
            return 1
        if word.istitle():
            return 4 if len(word) == 1 else 2
        return 3 if word.isupper() else 5
    if word.isdigit():
        return 6
    if any(char.isalpha() for char in word):
        if blind:
            return _CASELESS
        if any(char.isdigit() for char in word):
            return 7
        return 3 if word.isupper() else 2 if word[:1].isupper() else 1
    if any(char.isdigit() for char in word):
        return 6
    return 8 if word and not word.isalnum() else 0
