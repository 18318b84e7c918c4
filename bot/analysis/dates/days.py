"""Which days a date expression means, counted from the day of publication where it needs one.

``resolve`` is pure. Nothing is ever counted from today's clock; what a text leaves open stays ``None``: "three days
earlier", "in recent weeks", a weekday without publication, 5/6/2024. dateparser is asked only for what has no exact
arithmetic of its own here ("two and a half months ago"), its answers are kept.
"""

from __future__ import annotations

import re
from datetime import date, timedelta

from bot.analysis.dates.grammar import PIECES
from bot.analysis.dates.patterns import Expression
from bot.analysis.dates.relative import (
    Days,
    ago,
    day_of_week,
    deictic,
    month_days,
    of_week,
    one_day,
    part_of,
    period,
    shifted,
    weekday_of,
    window,
    within,
    year_days,
)
from bot.analysis.lexicon.words import MONTHS

Point = tuple[int | None, int | None, int | None]
"""Year, month, day: what a text gives of a date."""

_MONTH = re.compile(PIECES["MONTH"])
_YEAR = re.compile(r"(?<!\d)(?:1[6-9]|20)\d\d(?!\d)")
_DAY = re.compile(r"(?<!\d)\d{1,2}(?!\d)")
_TO = re.compile(PIECES["TO"] + "|/")
_ERAS = {"twenties": 20, "thirties": 30, "forties": 40, "fifties": 50, "sixties": 60, "seventies": 70, "eighties": 80,
         "nineties": 90}  # fmt: skip
_QUARTERS = {"first": (1, 3), "second": (4, 6), "third": (7, 9), "fourth": (10, 12), "last": (10, 12)}
_HALVES = {"first": (1, 6), "second": (7, 12), "last": (7, 12)}
_NAMED = {"9/11": (2001, 9, 11), "7/7": (2005, 7, 7)}
_AHEAD_DAYS = 45
"""A date of the calendar without a year and without a tense may lie so far ahead, else it is last year's."""


def resolve(expression: Expression, base: date | None, ahead: bool | None = None) -> Days | None:
    """The first and the last day that an expression covers; ``None`` where that is not known.

    ``base`` is the day of publication. ``ahead``: the sentence tells what is to come (``True``), what has been
    (``False``); it decides which Wednesday is meant.
    """
    rule = _RULES.get(expression.kind)
    try:
        return rule(expression.text, base, ahead) if rule is not None else None
    except (ValueError, OverflowError):
        return None  # 30 February, the year 0


def _point(text: str) -> Point:
    month = _MONTH.search(text)
    year = _YEAR.search(text)
    rest = _YEAR.sub(" ", text)
    if month is not None:
        rest = _MONTH.sub(" ", rest, count=1)
    day = _DAY.search(re.sub(r"(\d)(?:st|nd|rd|th)\b", r"\1", rest))
    return (
        int(year.group()) if year else None,
        MONTHS[month.group()] if month else None,
        int(day.group()) if day else None,
    )


def _year_for(month: int, day: int | None, base: date, ahead: bool | None, weekday: int | None = None) -> int:
    """The year of a calendar date that gives none: the latest one, or the next one where the tense says so."""

    def begin(year: int) -> date:
        return date(year, month, min(day or 1, month_days(year, month)[1].day))

    if weekday is not None and day is not None:
        years = sorted(range(base.year - 6, base.year + 2), key=lambda y: abs((begin(y) - base).days))
        return next((y for y in years if begin(y).weekday() == weekday), years[0])
    if ahead is True:
        last = begin(base.year) if day else month_days(base.year, month)[1]
        return base.year if last >= base else base.year + 1
    slack = 1 if ahead is False and day else 0 if ahead is False else _AHEAD_DAYS
    return base.year if begin(base.year) <= base + timedelta(days=slack) else base.year - 1


def _calendar(point: Point, base: date | None, ahead: bool | None, weekday: int | None = None) -> Days | None:
    year, month, day = point
    if month is None:
        return year_days(year) if year is not None and day is None else None
    if year is None:
        if base is None:
            return None
        year = _year_for(month, day, base, ahead, weekday)
    return month_days(year, month) if day is None else one_day(date(year, month, day))


def _full(text: str, base: date | None, ahead: bool | None) -> Days | None:
    return _calendar(_point(text), base, ahead, weekday_of(text))


def _pair(text: str, base: date | None, ahead: bool | None) -> Days | None:
    """A range: what one side leaves out is taken from the other ("11-13 Dec.", "between May and July 2023")."""
    text = re.sub(r"^(?:between|from)\s+", "", text)
    sides = _TO.split(text, maxsplit=1)
    if len(sides) != 2:
        return None
    left, right = sides
    one, two = _point(left), _point(right)
    if two == (None, None, None) or one == (None, None, None):
        first, last = _near(left, base, ahead), _near(right, base, ahead)
        if first is None or last is None:
            return None
        if last[1] < first[0] and weekday_of(right) is not None:
            last = (last[0] + timedelta(days=7), last[1] + timedelta(days=7))
            if ahead is not True and base is not None and last[1] > base:  # it is last week's pair
                first, last = shifted(first, -7), shifted(last, -7)
        return (first[0], last[1]) if first[0] <= last[1] else None
    year, month = two[0] or one[0], two[1] or one[1]
    end = _calendar((year, month, two[2]), base, ahead)
    if end is None:
        return None
    month = one[1] or (month if one[2] is not None else None)
    start_year = one[0] or (end[1].year if one[0] is None else None)
    start = _calendar((start_year, month, one[2]), base, ahead)
    if start is not None and start[0] > end[1] and one[0] is None:
        start = _calendar((end[1].year - 1, month, one[2]), base, ahead)
    return (start[0], end[1]) if start is not None and start[0] <= end[1] else None


def _near(text: str, base: date | None, ahead: bool | None) -> Days | None:
    if weekday_of(text) is not None:
        return day_of_week(text, base, ahead)
    if "today" in text or "yesterday" in text:
        return deictic(text, base, ahead)
    return _full(text, base, ahead)


def _years(text: str, base: date | None, ahead: bool | None) -> Days | None:
    first, last = re.findall(r"\d+", text)
    end = int(last) if len(last) == 4 else int(first[:2] + last)
    return year_days(int(first), end) if int(first) < end <= int(first) + 120 else None


def _iso(text: str, base: date | None, ahead: bool | None) -> Days | None:
    return one_day(date.fromisoformat(text))


def _numeric(text: str, base: date | None, ahead: bool | None) -> Days | None:
    """5/6/2024 may be May or June: known only where one of both is no month, or both are equal."""
    a, b, year = (int(part) for part in re.split(r"[/.]", text))
    if year < 100:
        year += 2000 if year < 70 else 1900
    if a == b or b > 12:
        return one_day(date(year, a, b))
    if a > 12 or "." in text:
        return one_day(date(year, b, a))
    return None


def _short_year(text: str, base: date | None, ahead: bool | None) -> Days | None:
    found = re.search(r"(\d\d)$", text)
    if found is None:
        return None
    year = int(found[1]) + (2000 if int(found[1]) < 50 else 1900)
    _, month, day = _point(text[: found.start()])
    return _calendar((year, month, day), base, ahead)


def _relative_year(text: str, base: date | None) -> int | None:
    found = re.search(r"(last|this|next)\s+year$", text)
    if found is None or base is None:
        return None
    return base.year + {"last": -1, "this": 0, "next": 1}[found[1]]


def _month_year(text: str, base: date | None, ahead: bool | None) -> Days | None:
    year, month, _ = _point(text)
    year = year or _relative_year(text, base)
    return part_of(_calendar((year, month, None), base, ahead), text) if year is not None else None


def _day_year(text: str, base: date | None, ahead: bool | None) -> Days | None:
    year = _relative_year(text, base)
    _, month, day = _point(text)
    return _calendar((year, month, day), base, ahead) if year is not None else None


def _decade(text: str, base: date | None, ahead: bool | None) -> Days | None:
    digits = re.search(r"(\d{2,4})['’]?s$", text)
    if digits is not None:
        year = int(digits[1]) if len(digits[1]) == 4 else 1900 + int(digits[1])
    else:
        year = 1900 + _ERAS[text.split()[-1].split("-")[-1]]
    return part_of(year_days(year, year + 9), text)


def _century(text: str, base: date | None, ahead: bool | None) -> Days | None:
    found = re.search(r"\d\d", text)
    if found is None:
        return None
    number = int(found.group())
    return part_of(year_days(number * 100 - 99, number * 100), text)


def _season(text: str, base: date | None, ahead: bool | None) -> Days | None:
    """A quarter or half of a year; a season means its whole year, as north and south do not share it."""
    year = _point(text)[0] or _relative_year(text, base)
    if year is None:
        return None
    found = re.search(r"(first|second|third|fourth|last)\s+(quarter|half)", text)
    if found is None:
        return year_days(year)
    months = (_QUARTERS if found[2] == "quarter" else _HALVES).get(found[1])
    return (date(year, months[0], 1), month_days(year, months[1])[1]) if months else None


def _named(text: str, base: date | None, ahead: bool | None) -> Days | None:
    if text in _NAMED:
        return one_day(date(*_NAMED[text]))
    if text.startswith("new"):
        month, day = (1, 1) if "day" in text else (12, 31)
    else:
        month, day = 12, 24 if "eve" in text else 25
    return _calendar((_point(text)[0], month, day), base, ahead)


def _month(text: str, base: date | None, ahead: bool | None) -> Days | None:
    return part_of(_calendar((None, _point(text)[1], None), base, ahead), text)


def _year(text: str, base: date | None, ahead: bool | None) -> Days | None:
    year = _point(text)[0]
    return part_of(year_days(year), text) if year is not None else None


_RULES = {
    "iso": _iso, "numeric": _numeric, "between": _pair, "monthdays": _pair, "daysmonth": _pair, "points": _pair,
    "months": _pair, "years": _years, "weekdays": _pair, "shortyear": _short_year, "full": _full,
    "monthyear": _month_year, "decade": _decade, "century": _century, "season": _season, "ago": ago,
    "window": window, "within": within, "ofweek": of_week, "dayyear": _day_year, "period": period,
    "deictic": deictic, "weekday": day_of_week, "named": _named, "month": _month, "year": _year,
}  # fmt: skip
"""The kinds without a rule ("apart", "recurring", "anniversary") have no day of their own."""
