"""Date expressions that are counted from the day of publication ("last week", "three days ago", "on Wednesday")."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, datetime, timedelta
from functools import lru_cache

from bot.analysis.dates.grammar import PIECES
from bot.analysis.lexicon.words import MONTHS, NUMBER_WORDS, WEEKDAYS

Days = tuple[date, date]
"""The first and the last day."""

_WEEKDAY = re.compile(r"\b" + PIECES["WEEKDAY"] + r"\b")
_NUMBER = re.compile(r"\b" + PIECES["NUMBER"] + r"\b")
_UNIT = re.compile(r"\b(minute|hour|day|week|fortnight|month|year|decade|centur)")


def month_days(year: int, month: int) -> Days:
    """The first and the last day of a month."""
    return date(year, month, 1), date(year, month, monthrange(year, month)[1])


def year_days(year: int, last: int | None = None) -> Days:
    """The first and the last day of a year, or of several."""
    return date(year, 1, 1), date(last or year, 12, 31)


def one_day(day: date) -> Days:
    return day, day


def shifted(days: Days, by: int) -> Days:
    return days[0] + timedelta(days=by), days[1] + timedelta(days=by)


def part_of(days: Days | None, text: str) -> Days | None:
    """ "early", "mid", "late" of a period: about a third of it, on whole months where it is a year."""
    if days is None:
        return None
    first, last = days
    length = (last - first).days + 1
    if re.match(r"(?:the\s)?(?:early|beginning|start)", text):
        which = 0
    elif re.match(r"(?:the\s)?(?:mid|middle)", text):
        which = 1
    elif re.match(r"(?:the\s)?(?:late\b|end)", text):
        which = 2
    elif half := re.match(r"(?:the\s)?(first|second|latter)\shalf\sof", text):
        middle = first + timedelta(days=length // 2)
        return (first, middle - timedelta(days=1)) if half[1] == "first" else (middle, last)
    else:
        return days
    if 365 <= length <= 366:
        return date(first.year, which * 4 + 1, 1), month_days(first.year, which * 4 + 4)[1]
    if length > 366:
        years = last.year - first.year + 1
        cuts = [first.year + round(years * k / 3) for k in range(4)]
        return year_days(cuts[which], cuts[which + 1] - 1)
    cuts = [length * k // 3 for k in range(4)]
    begin = min(cuts[which], length - 1)  # "early" of a weekend is its first day
    return first + timedelta(days=begin), first + timedelta(days=max(cuts[which + 1] - 1, begin))


def weekday_of(text: str) -> int | None:
    found = _WEEKDAY.search(text)
    if found is not None:
        return WEEKDAYS[found.group()]
    short = re.match(r"(mon|tue|wed|thu|fri|sat|sun)[a-z]{0,2}\b", text)
    return ("mon", "tue", "wed", "thu", "fri", "sat", "sun").index(short[1]) if short else None


def _amount(text: str) -> int | None:
    found = [NUMBER_WORDS.get(w, int(w) if w.isdigit() else 1 if w in {"a", "an"} else None) for w in
             _NUMBER.findall(text)]  # fmt: skip
    if "dozen" in text:
        return 12 * (found[0] or 0) if found else None
    if "couple" in text:
        return 2
    if "few" in text or not found or None in found:
        return None
    return found[0] if len(found) == 1 else None


def _months_before(base: date, number: int) -> Days:
    months = base.year * 12 + base.month - 1 - number
    return month_days(months // 12, months % 12 + 1)


def ago(text: str, base: date | None, ahead: bool | None) -> Days | None:
    found = _UNIT.findall(text)
    if base is None or not found:
        return None
    if len(found) > 1 or "yesterday" in text or "today" in text:
        return _by_dateparser(text, base)
    unit, number = found[0], _amount(re.sub(r"\s+and\s+a\s+half", "", text))
    if unit in {"minute", "hour"}:
        return one_day(base) if number is None or number < 12 else (base - timedelta(hours=number), base)
    if number is None or number > 5000:
        return None
    if unit == "day":
        return one_day(base - timedelta(days=number))
    if unit in {"week", "fortnight"}:
        day = base - timedelta(days=7 * number * (2 if unit == "fortnight" else 1))
        if number == 1:
            return one_day(day)
        return day - timedelta(days=day.weekday()), day + timedelta(days=6 - day.weekday())
    half = 1 if "half" in text else 0
    if unit == "month":
        return _months_before(base, number + half)[0], _months_before(base, number)[1]
    year = base.year - number * {"year": 1, "decade": 10}.get(unit, 100)
    return year_days(year - half, year)


@lru_cache(maxsize=4096)
def _by_dateparser(text: str, base: date) -> Days | None:
    """What dateparser makes of it; loaded only when it is first asked, as that takes a fifth of a second."""
    import dateparser

    found = dateparser.parse(
        text,
        languages=["en"],
        settings={"RELATIVE_BASE": datetime(base.year, base.month, base.day, 12), "PREFER_DATES_FROM": "past"},  # noqa: DTZ001
    )
    return one_day(found.date()) if found is not None else None


def window(text: str, base: date | None, ahead: bool | None) -> Days | None:
    """ "the past 24 hours", "the next two weeks": from or to the day of publication."""
    number, unit = _amount(re.sub(r"-?\s?plus", "", text)), _UNIT.search(text)
    if base is None or unit is None or number is None or number > 5000:
        return None
    coming = re.search(r"\b(?:next|coming)\b", text) is not None
    sign = 1 if coming else -1
    kind = unit[1]
    if kind in {"minute", "hour", "day", "week", "fortnight"}:
        days = {"minute": 0, "hour": -(-number // 24), "day": number, "week": 7 * number}.get(kind, 14 * number)
        other = base + timedelta(days=sign * days)
    elif kind == "month":
        months = base.year * 12 + base.month - 1 + sign * number
        other = date(months // 12, months % 12 + 1, min(base.day, monthrange(months // 12, months % 12 + 1)[1]))
    else:
        year = base.year + sign * number * {"year": 1, "decade": 10}.get(kind, 100)
        other = date(year, base.month, min(base.day, monthrange(year, base.month)[1]))
    return (base, other) if coming else (other, base)


def within(text: str, base: date | None, ahead: bool | None) -> Days | None:
    return window("next " + text, base, True) if ahead is True else None


def day_of_week(text: str, base: date | None, ahead: bool | None) -> Days | None:
    """The latest such day, the day of publication included; the next one where the sentence tells what is to come."""
    number = weekday_of(text)
    if base is None or number is None:
        return None
    if ahead:
        return one_day(base + timedelta(days=(number - base.weekday()) % 7))
    return one_day(base - timedelta(days=(base.weekday() - number) % 7))


def of_week(text: str, base: date | None, ahead: bool | None) -> Days | None:
    number = weekday_of(text)
    if number is None:
        found = _WEEKDAY.search(text)
        number = WEEKDAYS[found.group()] if found else None
    if base is None or number is None:
        return None
    step = -1 if "last" in text else 1 if "next" in text else 0
    return one_day(base - timedelta(days=base.weekday()) + timedelta(weeks=step, days=number))


_PERIOD = re.compile(
    r"\b(last|next|this|past|coming|the)\s+(weekend|week|month|year|decade|century|night|morning|afternoon|evening|"
    + "|".join(PIECES[name] for name in ("SEASON", "WEEKDAY", "MONTH"))
    + ")"
)


def period(text: str, base: date | None, ahead: bool | None) -> Days | None:
    """ "last week", "early next year", "later this month", "last October", "the weekend"."""
    found = _PERIOD.search(text)
    if base is None or found is None:
        return None
    lead, what = found[1], found[2]
    step = {"last": -1, "past": -1, "this": 0, "the": 0}.get(lead, 1)
    if what in {"night", "morning", "afternoon", "evening"}:
        return one_day(base + timedelta(days=step))
    if what in WEEKDAYS:
        number = WEEKDAYS[what]
        if step == 1:
            return one_day(base + timedelta(days=(number - base.weekday() - 1) % 7 + 1))
        if step == 0:
            return day_of_week(what, base, ahead)
        return one_day(base - timedelta(days=(base.weekday() - number - 1) % 7 + 1))
    if what in MONTHS:
        return part_of(_month_near(MONTHS[what], base, step), text)
    if what in {"week", "weekend"}:
        monday = base - timedelta(days=base.weekday()) + timedelta(weeks=step)
        days = (monday + timedelta(days=5 if what == "weekend" else 0), monday + timedelta(days=6))
        if what == "weekend" and step == 0 and base.weekday() < 5 and ahead is not True and lead == "the":
            days = shifted(days, -7)
    elif what == "month":
        days = _months_before(base, -step)
    elif what == "year":
        days = year_days(base.year + step)
    elif what in {"decade", "century"}:
        size = 10 if what == "decade" else 100
        begin = (base.year // size + step) * size
        days = year_days(begin, begin + size - 1)
        if lead in {"past", "last"}:
            days = date(base.year - size, base.month, 1), base
    else:
        return year_days(base.year + step) if step else None
    return _cut(days, text, base)


def _cut(days: Days, text: str, base: date) -> Days | None:
    """ "earlier this month" ends with the day of publication, "later this week" begins with it."""
    if text.startswith("earlier"):
        return (days[0], min(days[1], base)) if days[0] <= base else None
    if text.startswith("later"):
        return (max(days[0], base), days[1]) if days[1] >= base else None
    return part_of(days, text)


def _month_near(month: int, base: date, step: int) -> Days:
    """ "last October" is the latest that has ended, "next October" the first that is still to begin."""
    year = base.year
    if step < 0 and month >= base.month:
        year -= 1
    if step > 0 and month <= base.month:
        year += 1
    return month_days(year, month)


def deictic(text: str, base: date | None, ahead: bool | None) -> Days | None:
    if base is None:
        return None
    if "overnight" in text:
        return base - timedelta(days=1), base
    shift = -1 if "yesterday" in text else 1 if "tomorrow" in text else 0
    if "before" in text or "after tomorrow" in text:
        shift *= 2
    return one_day(base + timedelta(days=shift))
