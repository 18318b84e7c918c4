"""What people type, read kindly: countries, windows, recurrences, zones, severities.

Pure: words and ``now`` in, nouns out. Whatever cannot be read raises ``UserError`` with a text to show as it is.
"""

from __future__ import annotations

import functools
import re
import zoneinfo
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from rapidfuzz import fuzz, process, utils

from storage.errors import UserError
from storage.model.briefing import Window
from storage.model.chat import Scope, ScopeKind
from storage.model.country import Country
from storage.model.findings import Severity
from storage.model.recurrence import Recurrence, parse_recurrence, parse_weekday
from storage.places import countries, find_country, find_region, regions, suggest_countries, suggest_regions

DEFAULT_WINDOW = "7d"
MOST_DAYS = 365
_SPAN = re.compile(r"^(\d{1,4})(h|hours?|d|days?|w|weeks?|m|months?)$")
_RECURRENCE_WORDS = frozenset({"daily", "weekdays", "weekly", "every", "hourly", "now"})
_EVERYTHING = frozenset({"all", "world", "everything", "everywhere", "global", "worldwide", "*"})
_SEVERITIES = {severity.label: severity for severity in Severity} | {"medium": Severity.MODERATE}


def scope_name(scope: Scope) -> str:
    """The name readers know a scope by."""
    if scope.kind is ScopeKind.COUNTRY:
        return countries()[scope.key].name
    if scope.kind is ScopeKind.REGION:
        return regions()[scope.key].name
    return "All countries"


def scope_heading(scope: Scope) -> str:
    """Flag (or globe) and name."""
    flag = countries()[scope.key].flag if scope.kind is ScopeKind.COUNTRY else "🌍"
    return f"{flag} {scope_name(scope)}"


def scope_words(scope: Scope) -> str:
    """The shortest words that :func:`parse_scope` reads back, for button data."""
    return "all" if scope.kind is ScopeKind.ALL else scope.key


def parse_scope(words: str) -> Scope:
    """A country (any name people use), a region, or "all". Raises ``UserError`` with the nearest names."""
    text = " ".join(words.split())
    if text.casefold() in _EVERYTHING:
        return Scope.everything()
    country = find_country(text)
    if country is not None:
        return Scope.country(country.code)
    region = find_region(text)
    if region is not None:
        return Scope.region(region.slug)
    raise UserError(_unknown_place(text))


def _unknown_place(text: str) -> str:
    near: list[str] = [country.name for country in suggest_countries(text)]
    near += [region.name for region in suggest_regions(text)]
    shown = text if len(text) <= 40 else text[:40] + "…"
    if near:
        return f"I know no country or region “{shown}”. Did you mean {_either(near[:4])}?"
    return f"I know no country or region “{shown}”. Try a name or code, like Iraq, IQ or Sahel."


def suggestions(words: str) -> list[Country]:
    """Countries near what was typed, for buttons under a :class:`UserError`."""
    text = " ".join(words.split())
    found = suggest_countries(text)
    if not found:
        scope_part, _ = _split_window(text.split())
        found = suggest_countries(" ".join(scope_part))
    return found


def _either(names: list[str]) -> str:
    return names[0] if len(names) == 1 else ", ".join(names[:-1]) + " or " + names[-1]


def parse_window(words: str, *, now: datetime, timezone: str) -> Window:
    """A window that ends at ``now``: "24h", "7d", "2w", "today", "since yesterday", "since mon", "since 2026-06-01".

    Days begin at midnight in ``timezone``. Raises ``UserError`` where it cannot be read.
    """
    text = " ".join(words.casefold().split())
    found = _SPAN.match(text.replace(" ", "").removeprefix("last").removeprefix("past"))
    if found is not None:
        return _span_window(int(found[1]), found[2][0], now)
    day = _day_named(text.removeprefix("since "), now.astimezone(zoneinfo.ZoneInfo(timezone)).date())
    if day is None:
        raise UserError(f"I cannot read the time “{text}”. Use 24h, 7d, 2w, today or since yesterday.")
    try:
        since = datetime.combine(day, time(), zoneinfo.ZoneInfo(timezone)).astimezone(now.tzinfo)
    except OverflowError:  # the first days of the calendar, east of Greenwich
        raise UserError("That is too far back: at most a year.") from None
    if since >= now:
        raise UserError("That time lies ahead. Use 24h, 7d, 2w, today or since yesterday.")
    if now - since > timedelta(days=MOST_DAYS):
        raise UserError("That is too far back: at most a year.")
    named = {"today": "today", "yesterday": "since yesterday"}
    label = named.get(text.removeprefix("since "), f"since {day:%a} {day.day} {day:%b}")
    return Window(since, now, label, f"since {day.isoformat()}" if label.startswith("since ") else "today")


def _span_window(number: int, unit: str, now: datetime) -> Window:
    hours = number * {"h": 1, "d": 24, "w": 168, "m": 720}[unit]
    if not 1 <= hours <= MOST_DAYS * 24:
        raise UserError("A time span is from 1 hour to a year: 24h, 7d, 30d.")
    if hours % 24 or hours == 24:
        label, code = f"last {hours} hours" if hours > 1 else "last hour", f"{hours}h"
    else:
        label, code = f"last {hours // 24} days", f"{hours // 24}d"
    return Window(now - timedelta(hours=hours), now, label, code)


def _day_named(text: str, today: date) -> date | None:
    if text == "today":
        return today
    if text == "yesterday":
        return today - timedelta(days=1)
    weekday = parse_weekday(text)
    if weekday is not None:
        return today - timedelta(days=(today.weekday() - weekday) % 7 or 7)
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _split_window(parts: list[str]) -> tuple[list[str], str | None]:
    """Words before, and the window at the end if there is one."""
    folded = [part.casefold() for part in parts]
    for index, part in enumerate(folded):
        if part == "since" and index + 1 < len(parts):
            return parts[:index], " ".join(parts[index:])
    if folded and folded[-1] in ("today", "yesterday"):
        return parts[:-1], folded[-1]
    if folded and _SPAN.match(folded[-1]):
        cut = -2 if len(parts) > 1 and folded[-2] in ("last", "past") else -1
        return parts[:cut], parts[-1]
    if len(folded) > 1 and _SPAN.match(folded[-2] + folded[-1]):
        cut = -3 if len(parts) > 2 and folded[-3] in ("last", "past") else -2
        return parts[:cut], folded[-2] + folded[-1]
    return parts, None


def parse_scope_and_window(words: str, *, now: datetime, timezone: str, scope_needed: bool) -> tuple[Scope, Window]:
    """ "iraq 7d", "since yesterday", "middle east last 24h". Without a scope: everything, unless one is needed.

    Raises ``UserError``.
    """
    parts, window_words = _split_window(words.split())
    window = parse_window(window_words or DEFAULT_WINDOW, now=now, timezone=timezone)
    if parts:
        return parse_scope(" ".join(parts)), window
    if scope_needed:
        raise UserError("Which country?")
    return Scope.everything(), window


@functools.cache
def _zones() -> dict[str, str]:
    return {name.casefold(): name for name in sorted(zoneinfo.available_timezones()) if name != "localtime"}


def parse_timezone(words: str) -> str:
    """An IANA zone: its name in any case, or a city that ends one ("rome"). Raises ``UserError`` with near names."""
    folded = "_".join(words.casefold().split())
    zones = _zones()
    if folded in zones:
        return zones[folded]
    tails = sorted({name for key, name in zones.items() if key.rsplit("/", 1)[-1] == folded and "/" in key}, key=len)
    if tails:
        return tails[0]
    names = [name for name in zones.values() if "/" in name and not name.startswith(("Etc/", "posix", "right"))]
    near = [
        name
        for name, _, _ in process.extract(
            words, names, scorer=fuzz.WRatio, limit=3, score_cutoff=75, processor=utils.default_process
        )
    ]
    hint = f" Did you mean {_either(near)}?" if near else " Write it like Europe/Rome, Asia/Baghdad or UTC."
    raise UserError(f"I know no time zone “{words[:40]}”.{hint}")


def parse_severity(word: str) -> Severity:
    """A severity by its name. Raises ``UserError``."""
    found = _SEVERITIES.get(word.casefold())
    if found is None:
        raise UserError(f"“{word[:20]}” is no severity. Use low, moderate, high or critical.")
    return found


@dataclass(frozen=True, slots=True)
class Order:
    """What a ``/subscribe`` asks for. ``recurrence`` is ``None`` for ``now``: one digest, nothing subscribed.

    ``says_when`` tells whether the recurrence was typed or is the default.
    """

    scope: Scope
    recurrence: Recurrence | None
    timezone: str | None
    min_severity: Severity
    says_when: bool = True


def parse_order(words: str) -> Order:
    """``<country|region|all> [daily 07:00|…|now] [tz Europe/Rome] [min high]``. Raises ``UserError``."""
    parts = words.split()
    folded = [part.casefold() for part in parts]
    timezone: str | None = None
    severity = Severity.INFORMATIONAL
    for keyword in ("tz", "timezone", "min"):
        if keyword not in folded:
            continue
        at = folded.index(keyword)
        value = parts[at + 1] if at + 1 < len(parts) else ""
        if not value:
            raise UserError(f"“{keyword}” needs a value: tz Europe/Rome, min high.")
        if keyword == "min":
            severity = parse_severity(value)
        else:
            timezone = parse_timezone(value)
        del parts[at : at + 2], folded[at : at + 2]
    start = next((i for i, part in enumerate(folded) if part in _RECURRENCE_WORDS), len(parts))
    if not parts[:start]:
        raise UserError("What shall I tell you about? A country, a region or all.")
    scope = parse_scope(" ".join(parts[:start]))
    rest = folded[start:]
    if rest == ["now"]:
        return Order(scope, None, timezone, severity)
    try:
        recurrence = parse_recurrence(" ".join(rest) or "daily 07:00")
    except ValueError as error:
        raise UserError(f"I cannot read “{' '.join(rest)}”: {error}.") from error
    return Order(scope, recurrence, timezone, severity, says_when=bool(rest))


def parse_number(words: str, what: str) -> int:
    """A positive whole number, with or without "#". Raises ``UserError``."""
    text = words.strip().removeprefix("#")
    if not re.fullmatch(r"[0-9]{1,9}", text) or int(text) == 0:
        raise UserError(f"Which {what}? Give its number.")
    return int(text)
