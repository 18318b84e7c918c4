"""Numbers on tokens: what a number is worth, and what it is when it counts nothing (a measure, a label, an age)."""

from __future__ import annotations

import re

from spacy.tokens import Doc

from bot.analysis.lexicon.wordlists import words
from bot.analysis.lexicon.words import NUMBER_WORDS, SCALES, VAGUE_NUMBERS

Number = tuple[int, int, int | None]
"""End (token, exclusive), lowest and highest value."""

MAX = 10**12
_DIGITS = re.compile(r"\d{1,3}(?:,\d{3})+|\d{1,15}")
_DECIMAL = re.compile(r"\d{1,6}\.\d{1,3}")
_RANGE = re.compile(r"(\d{1,3}(?:,\d{3})+|\d{1,9})[-–—](\d{1,3}(?:,\d{3})+|\d{1,9})")
_PLUS = re.compile(r"(\d{1,3}(?:,\d{3})+|\d{1,9})(\+|-plus|-odd)")
_BIG = {"dozens": 20, "tens": 20, "scores": 40, "hundreds": 200}
_PLURALS = {"thousands": 1000, "millions": 1_000_000}
STARTS = frozenset(NUMBER_WORDS) | frozenset(VAGUE_NUMBERS) | words("several a half dozen hundred thousand million")
"""The words that may begin a number; the others begin with a digit."""

_MONEY_BEFORE = frozenset(
    {"$", "€", "£", "¥", "₪", "₹", "us$", "a$", "c$", "usd", "eur", "gbp", "rs", "rs.", "rupees", "tk"}
)
_NO_COUNT_BEFORE = frozenset({"#", "/", ":", "aged", "age", "ages", "×", "*", "±", "+", "="})
_UNITS = words(
    "percent per percentage km kms kilometers kilometres kilometer kilometre km. mile miles mi meters metres "
    "meter metre m cm mm centimeters centimetres millimeters millimetres millimeter millimetre inch inches foot "
    "feet ft yard yards acres acre hectares hectare ha square cubic hours hour hr hrs minutes minute seconds "
    "second sec days day week weeks month months years year yrs decade decades nights noon midnight a.m. p.m. am "
    "pm gmt utc o'clock degrees degree tons tonnes ton tonne kg kgs kilos kilograms kilogrammes kilogram gram "
    "grams g lb lbs liters litres gallons barrels bpd mph kph knots mw megawatts kilowatts gigawatts volts watts "
    "gb mb hz mhz ghz times fold % ° points point dollar dollars euro euros cent cents pounds pound rupees rupee "
    "rial rials riyals dinars dinar shekels rubles roubles pesos yen yuan francs liras lira usd eur gbp caliber "
    "calibre gauge th st nd rd z local kt hp ppm"
)  # fmt: skip
_LABELS = words(
    "resolution flight route unit brigade battalion regiment division corps company channel article chapter phase "
    "level highway no no. nos number day type model class section version room gate hall page line zone sector "
    "grade block rule law decree protocol appendix annex camp road interstate track part step stage tier category "
    "group paragraph clause title episode season week year verse apollo boeing airbus su mig f ak m t sa rpg b "
    "c-130 un psalm locator age"
)


def value_of(lower: str) -> int | None:
    """The whole number that a lower-cased token stands for, where it stands for one."""
    if lower in NUMBER_WORDS:
        return NUMBER_WORDS[lower]
    return int(lower.replace(",", "")) if _DIGITS.fullmatch(lower) else None


def number_at(lowers: list[str], i: int) -> Number | None:
    """The number that starts at token ``i``."""
    lower = lowers[i]
    after = lowers[i + 1] if i + 1 < len(lowers) else ""
    if lower in VAGUE_NUMBERS:
        return _vague(lowers, i, lower, after)
    if lower == "several" and after in {"tens", "dozens", "hundreds"}:
        found = number_at(lowers, i + 1)
        return found if found is not None and found[0] > i + 2 else None
    if lower == "several":
        return _several(lowers, i + 1, 3) or (i + 1, 3, None)
    if lower == "half":
        return _half(lowers, i, after)
    if lower == "a":
        if after == "dozen" or after in SCALES:
            return i + 2, 12 if after == "dozen" else SCALES[after], 12 if after == "dozen" else SCALES[after]
        if after == "half" and i + 2 < len(lowers):
            return _half(lowers, i + 1, lowers[i + 2])
        if after in {"few", "couple", "handful", "pair"}:
            if after in {"few", "couple"} and (big := _several(lowers, i + 2, 2)):
                return big
            if after != "few" and (i + 2 >= len(lowers) or lowers[i + 2] != "of"):
                return None
            return i + 2, 2, 2 if after in {"couple", "pair"} else None
        return None
    if lower in {"dozen", "hundred", "thousand", "million"}:
        return (i + 1, 12, 12) if lower == "dozen" and after.isalpha() else None
    both = _RANGE.fullmatch(lower)
    if both is not None:
        low, high = (int(part.replace(",", "")) for part in both.groups())
        return (i + 1, low, high) if low < high else None
    plus = _PLUS.fullmatch(lower)
    if plus is not None:
        low = int(plus[1].replace(",", ""))
        return i + 1, low, low if plus[2] == "-odd" else None
    if _DECIMAL.fullmatch(lower):
        return (i + 2, *([round(float(lower) * SCALES[after])] * 2)) if after in SCALES else None  # type: ignore[return-value]
    return _plain(lowers, i)


def _vague(lowers: list[str], i: int, lower: str, after: str) -> Number | None:
    if after == "of" and i + 2 < len(lowers) and lowers[i + 2] in _PLURALS and lower in _BIG:
        low = _BIG[lower] * _PLURALS[lowers[i + 2]]
        return i + 3, low, low * 5 - 1
    if lower == "tens" or (lower == "scores" and after not in _AFTER_SCORES):
        return None
    return i + 1, *VAGUE_NUMBERS[lower]


_AFTER_SCORES = words("of were are have had more killed dead wounded injured died others arrested detained")


def _several(lowers: list[str], i: int, least: int) -> Number | None:
    """ "several hundred", "a few dozen", "a couple hundred"."""
    scale = lowers[i] if i < len(lowers) else ""
    if scale == "dozen":
        return i + 1, 24, 99
    if scale in SCALES:
        return i + 1, 2 * SCALES[scale], 10 * SCALES[scale] - 1
    return None


def _half(lowers: list[str], i: int, after: str) -> Number | None:
    """ "half a dozen", "half-dozen", "half a million"."""
    at = i + 2 if after in {"a", "-"} else i + 1
    what = lowers[at] if at < len(lowers) else ""
    if what == "dozen":
        return at + 1, 6, 6
    if what in SCALES and after == "a":
        return at + 1, SCALES[what] // 2, SCALES[what] // 2
    return None


def _plain(lowers: list[str], i: int) -> Number | None:
    """Digits or words, with scales: "twenty-one", "two hundred and fifty", "3 million"."""
    size = len(lowers)
    value = value_of(lowers[i])
    if value is None:
        return None
    end = i + 1
    worded = lowers[i] in NUMBER_WORDS
    if worded and value >= 20 and end < size:
        at = end + 1 if lowers[end] in {"-", "–"} else end
        unit = NUMBER_WORDS.get(lowers[at]) if at < size else None
        if unit is not None and 0 < unit < 10:
            value, end = value + unit, at + 1
    if end < size and lowers[end] == "dozen":
        return end + 1, min(value * 12, MAX), min(value * 12, MAX)
    scaled = False
    while end < size and lowers[end] in SCALES:
        value, end, scaled = min(value * SCALES[lowers[end]], MAX), end + 1, True
    if scaled and worded and end < size:
        at = end + 1 if lowers[end] == "and" else end
        rest = _plain(lowers, at) if at < size and lowers[at] in NUMBER_WORDS else None
        if rest is not None and rest[1] < 100 <= value:
            value, end = value + rest[1], rest[0]
    return end, value, value


def is_measure(lowers: list[str], i: int, end: int) -> bool:
    """Percentages, money, lengths, weights, times, decimals, scores: numbers that count no people and no things."""
    before = lowers[i - 1] if i else ""
    if before in {"-", "–"} and i > 1 and lowers[i - 2][-1].isdecimal():
        return True
    if before in _MONEY_BEFORE or before in _NO_COUNT_BEFORE or before.endswith("$"):
        return True
    if end >= len(lowers):
        return False
    after = lowers[end]
    following = lowers[end + 1] if end + 1 < len(lowers) else ""
    if after in {"-", "–"}:
        # "12-year-old", "five-member", "2-1"; "3,000-strong" and "10-15 gunmen" count
        low, high = value_of(lowers[i]), value_of(following)
        return following not in {"strong", "odd", "plus"} and not (low and high and low < high)
    if after in _UNITS:
        return True
    if after in {":", "/"} and following[:1].isdecimal():
        return True
    if after in {"to", "or", "and"} and following:
        second = number_at(lowers, end + 1)
        return second is not None and second[0] < len(lowers) and lowers[second[0]] in _UNITS and after != "and"
    if after in {"more", "further", "full", "consecutive", "straight", "whole", "long"}:
        return following in _UNITS
    return before == "at" and lowers[i].isdecimal() and after in _AFTER_HOURS and len(lowers[i]) <= 2


_AFTER_HOURS = words("on this last yesterday today tonight tomorrow sharp monday tuesday wednesday thursday friday")
_HOUR = re.compile(r"(?:[01]\d|2[0-3])[0-5]\d")
_HOUR_LEADS = words("at since by until till from around about approximately before after and to between")


def is_hour(lowers: list[str], i: int, end: int) -> bool:
    """Hours of the day as wires and armies write them ("at 0530", "since 1330"), and other digits after a zero."""
    lower = lowers[i]
    if not lower.isdecimal() or end != i + 1 or len(lower) == 1:
        return False
    if lower[0] == "0":
        return True
    if _HOUR.fullmatch(lower) is None or not i or lowers[i - 1] not in _HOUR_LEADS:
        return False
    after = lowers[end] if end < len(lowers) else "."
    return not (after.isalpha() and after.endswith("s") and after not in {"yesterday's", "is", "was", "hours"})


def is_label(doc: Doc, lowers: list[str], i: int, end: int, parsed: bool) -> bool:
    """Numbers that name: "Resolution 1701", "Flight 103", "the Group of 7"."""
    if not lowers[i][0].isdecimal() and lowers[i] not in NUMBER_WORDS:
        return False
    if (
        end == i + 1 < len(lowers)
        and lowers[end] in {".", ")"}
        and (doc[i].is_sent_start or not i or doc[i - 1].is_space)
    ):
        return True  # the items of a list
    before = lowers[i - 1] if i else ""
    if before in _LABELS and before not in {"no", "m", "t", "f", "b"}:
        return True
    if parsed:
        token = doc[i]
        if token.pos_ == "PROPN" and end == i + 1:
            return True
        head = token.head
        return (
            token.dep_ in {"nummod", "flat", "compound", "nmod:unmarked", "nmod:desc"}
            and head.i == i - 1
            and head.pos_ in {"NOUN", "PROPN"}
        )
    if not i or doc[i - 1].is_sent_start or before.isdecimal():
        return False
    shape = doc[i - 1].text
    return shape[:1].isupper() and shape.isupper() and len(shape) <= 3 and shape.isalpha() and end == i + 1


def is_age(doc: Doc, lowers: list[str], i: int, end: int) -> bool:
    """ "John Smith, 34, said": a number between commas behind a name; "34 years old" is a measure."""
    if i < 2 or end != i + 1 or lowers[i - 1] != "," or not lowers[i].isdecimal() or len(lowers[i]) > 3:
        return False
    after = lowers[end] if end < len(lowers) else "."
    name = doc[i - 2]
    if name.pos_ == "PROPN" or name.is_title:
        return after in {",", ".", ")", ";", "and", "who", "from", "of"}
    return after == "," and name.is_alpha and name.pos_ in {"", "PROPN", "NOUN"} and name.tag_ not in {"NNS", "CD"}
