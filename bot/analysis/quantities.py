"""Numbers of people and things: "hundreds" is 200-999, "at least 12" is 12 and open, "two dozen" is 24.

Only what counts something: no dates, money, ages, measures, percentages, times, ordinals or numbers that name
("Resolution 1701", "T-72"). ``number_at`` reads the number itself (numbers.py), this file says what it is a number of.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil

from spacy.language import Language
from spacy.tokens import Doc

from bot.analysis.dependents import index
from bot.analysis.lexicon.wordlists import words
from bot.analysis.numbers import STARTS, is_age, is_hour, is_label, is_measure, number_at
from storage.model.findings import Quantity

_AT_LEAST = {"at least": 0, "no fewer than": 0, "no less than": 0, "not less than": 0, "not fewer than": 0,
             "upwards of": 0, "a minimum of": 0, "minimum of": 0, "as few as": 0, "more than": 1, "over": 1,
             "in excess of": 1, "greater than": 1, "well over": 1, "well more than": 1, "just over": 1,
             "far more than": 1, "above": 1}  # fmt: skip
"""The words before a number that leave its upper end open, and what they add to the lower one."""
_AT_MOST = {"up to": 0, "at most": 0, "no more than": 0, "not more than": 0, "a maximum of": 0, "as many as": 0,
            "maximum of": 0, "at the most": 0, "fewer than": 1, "less than": 1, "under": 1, "below": 1}  # fmt: skip
_PARTED = words("hand hands handed handing turn turns turned turning run runs ran running sign signed signing pulled")
"""Verbs that "over" belongs to: "handed over 52 soldiers" is 52, "killed over 52" is more."""
_NEARLY = words("nearly almost")
_NEARLY_TOO = frozenset({"close to", "just under", "just short of", "not quite"})
_ABOUT = words("about around some roughly approximately approx circa ca an another further additional estimated")
_MOD = frozenset(
    {"another", "further", "additional", "some", "about", "around", "estimated", "an", "a", "other", "the"}
)
_CHANGE = words(
    "rose risen rise rises rising climbed climb jumped increased increase grew grown fell fallen fall dropped drop "
    "declined went gone up down raised cut reduced revised soared doubled passed"
)


@dataclass(frozen=True, slots=True)
class Amount:
    """A quantity and its tokens ``start``-``end`` (exclusive), words like "at least" included.

    ``bare`` is the token where the number itself starts. ``counted`` is the token of the noun that it counts
    ("twelve *soldiers*", "dozens of *people*"), ``None`` without a parse or where the number stands alone ("killing
    five"); ``head`` is the token of the number that hangs on the rest of the sentence.
    """

    start: int
    end: int
    bare: int
    quantity: Quantity
    counted: int | None = None
    head: int = -1


@Language.component("sitrep_quantities")
def quantities(doc: Doc) -> Doc:
    """Sets ``Doc._.quantities``, but of a text that the gate kept from the parser: it has no events to count for."""
    if doc._.gated and not doc._.ungated:
        return doc
    doc._.quantities = tuple(find_amounts(doc))
    return doc


def find_amounts(doc: Doc) -> list[Amount]:
    """Every amount of a Doc, in order and apart."""
    parsed = doc.has_annotation("DEP")
    lowers = index(doc).columns.lower if parsed else [token.lower_ for token in doc]
    dated: set[int] = set()
    for date in doc._.dates or ():
        dated.update(range(date.token_start, date.token_end))
    out: list[Amount] = []
    free = 0
    for i in [i for i, lower in enumerate(lowers) if lower in STARTS or lower[0].isdecimal()]:
        if i < free or i in dated:
            continue
        lower = lowers[i]
        found = number_at(lowers, i)
        if found is None:
            continue
        end, low, high = found
        if (
            is_measure(lowers, i, end)
            or is_hour(lowers, i, end)
            or is_label(doc, lowers, i, end, parsed)
            or is_age(doc, lowers, i, end)
            or (lower == "one" and end == i + 1 and not _is_number(doc, lowers, i, parsed))
        ):
            free = end
            continue
        start, low, high = _bounds(lowers, free, i, low, high)
        start, end, low, high = _joined(lowers, free, start, i, end, low, high)
        head = _head(doc, i, end) if parsed else i
        span = doc[start:end]
        quantity = Quantity(span.text, span.start_char, span.end_char, low, high)
        out.append(Amount(start, end, i, quantity, _counted(doc, i, end, head) if parsed else None, head))
        free = end
    return out


def _bounds(lowers: list[str], free: int, i: int, low: int, high: int | None) -> tuple[int, int, int | None]:
    """The words before the number that say how exact it is: (first token, low, high)."""
    at = i
    while at > free and i - at < 2 and lowers[at - 1] in _MOD:
        at -= 1
    for size in (4, 3, 2, 1):
        if at - size < free:
            continue
        lead = " ".join(lowers[at - size : at])
        if lead == "over" and at - 1 > free and lowers[at - 2] in _PARTED:
            break
        if lead in _AT_LEAST:
            return at - size, low + (_AT_LEAST[lead] if low == high else 0), None
        if lead in _AT_MOST:
            top = (high if high is not None else low) - _AT_MOST[lead]
            return at - size, min(1, max(top, 0)), max(top, 0)
        if lead in _NEARLY or lead in _NEARLY_TOO:
            nearly = (max(ceil(low * 0.9), 1) if low >= 10 else max(low - 1, 1), max(low - 1, 1))
            return (at - size, *nearly) if low == high else (at - size, low, high)
    if i > free and lowers[i - 1] in _ABOUT:
        start = i - 1
        return (start - 1 if start > free and lowers[start - 1] in {"an", "a"} else start), low, high
    return i, low, high


def _joined(
    lowers: list[str], free: int, start: int, i: int, end: int, low: int, high: int | None
) -> tuple[int, int, int, int | None]:
    """Ranges of two numbers and what follows one: "10 to 15", "between 10 and 20", "two or three", "12 or more"."""
    size = len(lowers)
    between = start > free and lowers[start - 1] == "between"
    if end < size and low == high:
        after = lowers[end]
        if after in {"to", "or", "and", "-", "–", "through"}:
            second = number_at(lowers, end + 1) if end + 1 < size else None
            wanted = after != "and" or between
            if after == "to" and start > free and lowers[start - 1] == "from":
                wanted = not any(word in _CHANGE for word in lowers[max(free, start - 5) : start - 1])
            if after == "or" and second is not None:
                wanted = second[1] <= low * 2
            if second is not None and wanted and second[1] == second[2] and second[1] > low:
                top = second[1]
                if top >= 1000 > low and lowers[second[0] - 1] in {"thousand", "million", "billion"}:
                    factor = {"thousand": 1000, "million": 10**6, "billion": 10**9}[lowers[second[0] - 1]]
                    low = low * factor if low * factor < top else low  # "two to three thousand"
                return (start - 1 if between else start), second[0], low, top
            if after == "or" and end + 1 < size and lowers[end + 1] in {"more", "so"}:
                return start, end + 2, low, None if lowers[end + 1] == "more" else high
        if after == "+" or (after == "plus" and end + 1 < size):
            return start, end + 1, low, None
        if after == "-" and end + 1 < size and lowers[end + 1] in {"plus", "odd"}:
            return start, end + 2, low, None if lowers[end + 1] == "plus" else high
    return start, end, low, high


_NO_ONE = words("no not every any some each the this that which another such")


def _is_number(doc: Doc, lowers: list[str], i: int, parsed: bool) -> bool:
    """ "one" as a number: before a noun, "one of the", "killing one"; not "no one", "the one that"."""
    if i and lowers[i - 1] in _NO_ONE:
        return False
    after = lowers[i + 1] if i + 1 < len(lowers) else ""
    if after in {"another", "day", "that", "who", "way", "side", "hand", "'s", "’s"}:
        return False
    token = doc[i]
    if parsed:
        return token.tag_ == "CD" or token.pos_ == "NUM" or token.dep_ == "nummod"
    return after.isalpha() and after not in {"and", "can", "could", "would", "is", "was", "has", "to", "should", "must"}


def _head(doc: Doc, i: int, end: int) -> int:
    for k in range(i, end):
        head = doc[k].head.i
        if head == k or not i <= head < end:
            return k
    return i


def _counted(doc: Doc, i: int, end: int, at: int) -> int | None:
    """The noun that a number counts, by the tree."""
    token = doc[at]
    for child in token.rights:
        if child.dep_ == "nmod" and any(c.lower_ == "of" for c in child.lefts):
            return int(child.i)
    if end < len(doc) and doc[end].lower_ == "of":
        return _noun_after(doc, end + 1)
    head = token.head
    for _ in range(3):
        if head.i != token.i and token.dep_ in {"nummod", "det", "amod", "compound", "nmod", "advmod", "nmod:unmarked"}:
            if head.pos_ in {"NOUN", "PROPN", "PRON"} or head.tag_ in {"NN", "NNS", "JJ"}:
                return int(head.i) if head.i >= end else None
            if head.pos_ == "NUM":
                token, head = head, head.head
                continue
        return None
    return None


def _noun_after(doc: Doc, i: int) -> int | None:
    """The noun of "of the two men", where the tree has it elsewhere."""
    found = None
    for k in range(i, min(i + 6, len(doc))):
        pos = doc[k].pos_
        if pos in {"NOUN", "PROPN"} or (pos == "PRON" and found is None and doc[k].lower_ in {"them", "us", "you"}):
            found = k
        elif found is not None or pos not in {"DET", "ADJ", "NUM", "PRON"}:
            break
    return found
