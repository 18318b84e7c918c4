"""Dates as the text gives them, resolved only where that is safe.

An absolute date stands for itself; a range of months runs from the first day to the last; what is relative
("yesterday", "on Wednesday", "last month", "5 March") needs the day of publication and stays unresolved without it.
All dates are calendar days of the dateline, no time zone.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from spacy.language import Language
from spacy.tokens import Doc, Span

from bot.analysis.extensions import published_of
from bot.analysis.lexicon.words import MONTHS, NUMBER_WORDS, WEEKDAYS

_MONTH = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December"
    r"|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec)\b\.?)"
)
_YEAR = r"(?:19|20)\d\d"
_DAY = r"(?:[12]\d|3[01]|0?[1-9])(?:st|nd|rd|th)?"
_POINT = (
    rf"(?:{_MONTH}\s{_DAY},?\s{_YEAR}|{_DAY}\s{_MONTH},?\s{_YEAR}|{_MONTH},?\s{_YEAR}"
    rf"|{_MONTH}\s{_DAY}(?!\d)|{_DAY}\s{_MONTH}|{_MONTH}|{_YEAR})"
)
_WEEKDAY = r"(?:Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|Mon|Tues|Tue|Wed|Thurs|Thu|Fri)"
_COUNT = r"(?:\d{1,4}|an?|" + "|".join(sorted(NUMBER_WORDS, key=len, reverse=True)) + r")"

_PATTERNS = re.compile(
    rf"\b(?:"
    rf"(?P<iso>{_YEAR}-\d\d-\d\d)"
    rf"|(?P<range>(?:[Bb]etween|[Ff]rom)\s(?P<r1>{_POINT})\s(?:and|to|until|through|till)\s(?P<r2>{_POINT}))"
    rf"|(?P<dash>(?P<d1>{_MONTH}(?:\s{_YEAR})?|{_YEAR})\s?[–-]\s?(?P<d2>{_MONTH}\s{_YEAR}|{_YEAR}))"
    rf"|(?P<full>{_MONTH}\s{_DAY},?\s{_YEAR}|{_DAY}\s{_MONTH},?\s{_YEAR})"
    rf"|(?P<monthyear>{_MONTH},?\s{_YEAR})"
    rf"|(?P<monthday>{_MONTH}\s{_DAY}(?![\d,]*\d)|{_DAY}\s{_MONTH})"
    rf"|(?P<ago>{_COUNT}\s(?:day|week|month|year|decade)s?\s(?:ago|earlier|before))"
    rf"|(?P<week>(?:last|next|this|past|coming)\s(?:week|month|year|{_WEEKDAY}))"
    rf"|(?P<weekday>{_WEEKDAY})\b"
    rf"|(?P<month>(?:[Ii]n|[Ss]ince|[Ll]ast|[Ll]ate|[Ee]arly|[Bb]y|[Uu]ntil|[Dd]uring)\s(?P<m>{_MONTH}))(?!,?\s\d)\b"
    rf"|(?P<year>(?:[Ii]n|[Ss]ince|[Oo]f|[Ff]rom|[Bb]y|[Uu]ntil|[Dd]uring|[Ll]ate|[Ee]arly|[Tt]he)\s(?P<y>{_YEAR}))"
    rf"|(?P<relative>[Tt]oday|[Yy]esterday|[Tt]onight|[Tt]omorrow|[Ee]arlier in the day)"
    rf")(?!\w)"
)


@dataclass(frozen=True, slots=True)
class DatedSpan:
    """A date expression at ``start``-``end`` (characters): the days it covers, where they are known.

    ``year`` says that the text itself gives the year; ``since`` that only its beginning is told ("since 2015").
    """

    start: int
    end: int
    first: date | None
    last: date | None
    year: bool = False
    since: bool = False
    past: bool = False

    @property
    def range(self) -> bool:
        """More than one day."""
        return self.first is not None and self.last is not None and self.last > self.first


def month_span(year: int, month: int) -> tuple[date, date]:
    """The first and the last day of a month."""
    return date(year, month, 1), date(year, month, monthrange(year, month)[1])


def _weekday_number(word: str) -> int:
    lower = word.lower().rstrip(".")
    return next(n for w, n in WEEKDAYS.items() if w.startswith(lower[:3]))


def read_point(text: str, published: date | None, *, default_year: int | None = None) -> tuple[date, date] | None:
    """The days that a date of the calendar covers ("5 March 2024", "October 2023", "2014"); ``None`` if unknown."""
    month_match = re.search(_MONTH, text)
    year_match = re.search(_YEAR, text)
    rest = text if month_match is None else text[: month_match.start()] + " " + text[month_match.end() :]
    if year_match is not None:
        rest = re.sub(_YEAR, " ", rest)
    day_match = re.search(r"\d{1,2}", rest)
    year = int(year_match.group()) if year_match else default_year
    if month_match is None:
        return (date(year, 1, 1), date(year, 12, 31)) if year is not None else None
    month = MONTHS[month_match.group().lower()]
    day = int(day_match.group()) if day_match else None
    if year is None:
        if published is None:
            return None
        year = published.year
        # a month without a year is the latest one, unless it begins within the next month or so
        begin = date(year, month, min(day or 1, monthrange(year, month)[1]))
        if begin > published + timedelta(days=45):
            year -= 1
    if day is None:
        return month_span(year, month)
    if not 1 <= day <= monthrange(year, month)[1]:
        return None
    return date(year, month, day), date(year, month, day)


def _range(text: str, left: str, right: str, published: date | None) -> tuple[date, date] | None:
    end = read_point(right, published)
    year = re.search(_YEAR, right)
    start = read_point(left, published, default_year=int(year.group()) if year else None)
    if start is None or end is None or end[1] < start[0]:
        return None
    return start[0], end[1]


def _ago(text: str, published: date | None) -> tuple[date, date] | None:
    if published is None:
        return None
    number_word, unit = text.split()[:2]
    lower = number_word.lower()
    number = 1 if lower in {"a", "an"} else NUMBER_WORDS.get(lower, int(lower) if lower.isdigit() else 0)
    unit = unit.rstrip("s")
    if unit == "day" and number <= 3660:
        day = published - timedelta(days=number)
        return day, day
    if unit == "year" and published.year - number >= 1:
        return date(published.year - number, 1, 1), date(published.year - number, 12, 31)
    if unit == "month" and number <= 120:
        months = published.year * 12 + published.month - 1 - number
        return month_span(months // 12, months % 12 + 1)
    return None


def _relative_period(text: str, published: date | None) -> tuple[date, date] | None:
    if published is None:
        return None
    lead, what = text.lower().split()
    back = lead in {"last", "past"}
    ahead = lead in {"next", "coming"}
    step = -1 if back else 1 if ahead else 0
    if what == "week":
        monday = published - timedelta(days=published.weekday()) + timedelta(weeks=step)
        return monday, monday + timedelta(days=6)
    if what == "month":
        months = published.year * 12 + published.month - 1 + step
        return month_span(months // 12, months % 12 + 1)
    if what == "year":
        return date(published.year + step, 1, 1), date(published.year + step, 12, 31)
    number = _weekday_number(what)
    if ahead:
        day = published + timedelta(days=(number - published.weekday() - 1) % 7 + 1)
    elif lead == "this":
        day = published - timedelta(days=published.weekday()) + timedelta(days=number)
    else:
        day = published - timedelta(days=(published.weekday() - number - 1) % 7 + 1)
    return day, day


def _weekday(text: str, published: date | None) -> tuple[date, date] | None:
    """The latest such day, the day of publication included."""
    if published is None:
        return None
    day = published - timedelta(days=(published.weekday() - _weekday_number(text)) % 7)
    return day, day


def _relative(text: str, published: date | None) -> tuple[date, date] | None:
    if published is None:
        return None
    shift = {"yesterday": -1, "tomorrow": 1}.get(text.lower(), 0)
    day = published + timedelta(days=shift)
    return day, day


def find_dates(text: str, published: date | None) -> list[DatedSpan]:
    """Every date expression of a text, in order. Pure; never raises."""
    out: list[DatedSpan] = []
    for match in _PATTERNS.finditer(text):
        kind = match.lastgroup
        whole = match.group()
        days: tuple[date, date] | None = None
        try:
            days = _resolve(match, published)
        except (ValueError, OverflowError):
            days = None  # 30 February, the year 0
        kind = next(name for name in _KINDS if match[name] is not None)
        lead = whole.split()[0].lower()
        out.append(
            DatedSpan(
                match.start(),
                match.end(),
                days[0] if days else None,
                days[1] if days else None,
                year=kind in {"iso", "range", "dash", "full", "monthyear", "year"} and bool(re.search(_YEAR, whole)),
                since=lead in {"since", "until", "by"},
                past=(kind == "ago" and "year" in whole) or whole.lower() == "last year" or "decade" in whole,
            )
        )
    return out


_KINDS = (
    "iso",
    "range",
    "dash",
    "full",
    "monthyear",
    "monthday",
    "ago",
    "week",
    "weekday",
    "month",
    "year",
    "relative",
)


def _resolve(match: re.Match[str], published: date | None) -> tuple[date, date] | None:
    if match["iso"]:
        day = date.fromisoformat(match["iso"])
        return day, day
    if match["range"]:
        return _range(match["range"], match["r1"], match["r2"], published)
    if match["dash"]:
        return _range(match["dash"], match["d1"], match["d2"], published)
    for name in ("full", "monthyear", "monthday"):
        if match[name]:
            return read_point(match[name], published)
    if match["ago"]:
        return _ago(match["ago"], published)
    if match["week"]:
        return _relative_period(match["week"], published)
    if match["weekday"]:
        return _weekday(match["weekday"], published)
    if match["month"]:
        return read_point(match["m"], published)
    if match["year"]:
        return read_point(match["y"], published)
    return _relative(match.group(), published)


@Language.component("sitrep_dates")
def dates(doc: Doc) -> Doc:
    """Sets ``Doc._.dates`` and the span group ``dates``; datelines give no date to events."""
    found = find_dates(doc.text, published_of(doc))
    barred = [(span.start_char, span.end_char) for span in doc.spans.get("datelines", [])]
    kept = [d for d in found if not any(a <= d.start < b for a, b in barred)]
    doc._.dates = tuple(kept)
    spans = [doc.char_span(d.start, d.end, label="DATE", alignment_mode="expand") for d in kept]
    doc.spans["dates"] = [span for span in spans if isinstance(span, Span)]
    return doc
