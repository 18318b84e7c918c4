"""Numbers of people and things: "hundreds" is 200-999, "at least 12" is 12 and open, "two dozen" is 24."""

from __future__ import annotations

import re
from dataclasses import dataclass

from spacy.language import Language
from spacy.tokens import Doc, Token

from bot.analysis.lexicon.wordlists import words
from bot.analysis.lexicon.words import NUMBER_WORDS, SCALES, VAGUE_NUMBERS
from storage.model.findings import Quantity

_DIGITS = re.compile(r"^\d{1,3}(?:,\d{3})+$|^\d+(?:\.\d+)?$")
_LOWER_BOUND = ("at least", "more than", "over", "no fewer than", "no less than", "upwards of", "a minimum of")
_UPPER_BOUND = ("up to", "at most", "no more than", "fewer than", "less than", "as many as", "under")
_NOT_NUMBERS = frozenset({"one"})
_MAX = 10**12


@dataclass(frozen=True, slots=True)
class Amount:
    """A quantity and the tokens that carry it (``end`` exclusive); ``bare`` is where the number word itself starts."""

    start: int
    end: int
    bare: int
    quantity: Quantity


def value_of(text: str) -> int | None:
    """The whole number that a token stands for, where it stands for one."""
    lower = text.lower()
    if lower in NUMBER_WORDS:
        return NUMBER_WORDS[lower]
    if _DIGITS.match(text) and "." not in text and len(text) <= 15:
        return int(text.replace(",", ""))
    return None


def _read(doc: Doc, i: int) -> tuple[int, int, int | None] | None:
    """The amount starting at token ``i``: (end, low, high)."""
    lower = doc[i].lower_
    if lower in VAGUE_NUMBERS:
        vague = VAGUE_NUMBERS[lower]
        end = i + 1
        if end + 1 < len(doc) and doc[end].lower_ == "of" and doc[end + 1].lower_ in {"thousands", "millions"}:
            factor = SCALES[doc[end + 1].lower_[:-1]]
            tens = 20 if lower in {"tens", "dozens", "scores"} else 200
            return end + 2, tens * factor, tens * 5 * factor - 1
        return end, vague[0], vague[1]
    if lower == "several" and i + 1 < len(doc) and doc[i + 1].lower_ == "dozen":
        return i + 2, 24, 99
    if lower == "a" and i + 1 < len(doc) and doc[i + 1].lower_ in {"dozen", "hundred", "thousand"}:
        number = 12 if doc[i + 1].lower_ == "dozen" else SCALES[doc[i + 1].lower_]
        return i + 2, number, number
    value = value_of(doc[i].text)
    if value is None:
        return None
    number, end = value, i + 1
    # "twenty-one" and "10-15"
    if end + 1 < len(doc) and doc[end].text in {"-", "–"}:
        other = value_of(doc[end + 1].text)
        if other is not None and lower in NUMBER_WORDS and number >= 20 and other < 10:
            number, end = number + other, end + 2
        elif other is not None and other > number and doc[i].text.isdigit():
            return end + 2, number, other
    if end < len(doc) and doc[end].lower_ == "dozen":
        return end + 1, min(number * 12, _MAX), min(number * 12, _MAX)
    while end < len(doc) and doc[end].lower_ in SCALES:
        number, end = min(number * SCALES[doc[end].lower_], _MAX), end + 1
    return end, number, number


def _is_part_of_something_else(doc: Doc, i: int, end: int) -> bool:
    """Percentages, money, ages, times, years and decimals are no counts."""
    before = doc[i - 1].text if i else ""
    after: Token | None = doc[end] if end < len(doc) else None
    if before in {"$", "€", "£", "¥", "#", "No.", "Level", "level", "/", ":", "aged", "age"}:
        return True
    if after is not None and (after.text in {"%", ":", "/", "°", "th", "st", "nd", "rd"} or after.lower_ in _UNITS):
        return True
    if after is not None and after.text in {"-", "–"} and end + 1 < len(doc):
        return True  # "12-year-old", "3-day"
    text = doc[i].text
    return (
        text.isdigit() and len(text) == 4 and end == i + 1 and 1900 <= int(text) <= 2100 and before.lower() in _YEARISH
    )


_UNITS = words(
    "percent per km kilometers kilometres km. miles mile meters metres hours hour minutes minute days "
    "day weeks week months month years year a.m. p.m. am pm gmt utc degrees tons tonnes kg dollars "
    "euros cents barrels"
)
_YEARISH = words(
    "in since of by from to and until between during"
) | {
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december", ",",
}  # fmt: skip


@Language.component("sitrep_quantities")
def quantities(doc: Doc) -> Doc:
    """Sets ``Doc._.quantities``."""
    out: list[Amount] = []
    i = 0
    while i < len(doc):
        read = _read(doc, i)
        if (
            read is None
            or _is_part_of_something_else(doc, i, read[0])
            or (doc[i].lower_ in _NOT_NUMBERS and not _counts(doc, i, read[0]))
        ):
            i = i + 1 if read is None else read[0]
            continue
        end, low, high = read
        start, low, high = _bounds(doc, i, low, high)
        last = doc[end - 1]
        first = doc[start].idx
        stop = last.idx + len(last)
        out.append(Amount(start, end, i, Quantity(doc[start:end].text, first, stop, low, high)))
        i = end
    doc._.quantities = tuple(out)
    return doc


def _counts(doc: Doc, i: int, end: int) -> bool:
    """ "one" is a number before a noun, not in "one of the" or "no one"."""
    return (
        (i == 0 or doc[i - 1].lower_ not in {"no", "not", "every", "any"})
        and end < len(doc)
        and doc[end].is_alpha
        and doc[end].lower_ not in {"of", "another", "day", "that", "who", "and"}
    )


def _bounds(doc: Doc, i: int, low: int, high: int | None) -> tuple[int, int, int | None]:
    for count in (3, 2, 1):
        if i - count < 0:
            continue
        lead = " ".join(doc[k].lower_ for k in range(i - count, i))
        if lead in _LOWER_BOUND:
            exclusive = lead in {"more than", "over"}
            return i - count, low + 1 if exclusive and low == high else low, None
        if lead in _UPPER_BOUND:
            exclusive = lead in {"fewer than", "less than", "under"}
            top = high if high is not None else low
            return i - count, min(1, top), max(top - 1, 0) if exclusive else top
    return i, low, high
