"""When a digest recurs, as people write it and as it is stored: "daily 07:00", "weekly mon 08:00", "every 6h"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_WEEKDAY_NAMES = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_CLOCK = re.compile(r"^(?P<hour>\d{1,2})(?:[:.h](?P<minute>\d{2})|h)?\s*(?P<half>am|pm)?$")
_MILITARY = re.compile(r"^(?P<hour>\d{2})(?P<minute>\d{2})h?$")
_EVERY = re.compile(r"^every\s*(?P<number>\d{1,3})\s*(?P<unit>h|hours?|d|days?)$")


class Frequency(StrEnum):
    """The four kinds of recurrence."""

    DAILY = "daily"
    WEEKDAYS = "weekdays"
    WEEKLY = "weekly"
    EVERY = "every"


@dataclass(frozen=True, slots=True)
class Recurrence:
    """``hour``/``minute`` are wall-clock times in the subscription's zone; ``weekday`` 0 is Monday; ``every_h`` hours.

    ``str()`` gives the canonical text that the database stores; :func:`parse_recurrence` reads it back.
    """

    frequency: Frequency
    hour: int = 0
    minute: int = 0
    weekday: int = 0
    every_h: int = 0

    def __str__(self) -> str:
        if self.frequency is Frequency.EVERY:
            return f"every {self.every_h}h"
        clock = f"{self.hour:02d}:{self.minute:02d}"
        if self.frequency is Frequency.WEEKLY:
            return f"weekly {WEEKDAYS[self.weekday]} {clock}"
        return f"{self.frequency.value} {clock}"

    @property
    def words(self) -> str:
        """For readers: "every day at 07:00", "every Monday at 08:00", "every 6 hours"."""
        if self.frequency is Frequency.EVERY:
            return "every hour" if self.every_h == 1 else f"every {self.every_h} hours"
        clock = f"{self.hour:02d}:{self.minute:02d}"
        days = {Frequency.DAILY: "every day", Frequency.WEEKDAYS: "Monday to Friday"}
        day = days.get(self.frequency) or f"every {_WEEKDAY_NAMES[self.weekday].capitalize()}"
        return f"{day} at {clock}"


def parse_weekday(word: str) -> int | None:
    """0 (Monday) to 6 for a weekday's name, its plural, or its first letters (at least three)."""
    folded = word.casefold().rstrip(".")
    for letters in (folded, folded.removesuffix("s")):
        if len(letters) >= 3:
            for number, name in enumerate(_WEEKDAY_NAMES):
                if name.startswith(letters):
                    return number
    return None


def parse_clock(word: str) -> tuple[int, int] | None:
    """``(hour, minute)`` of "07:00", "7", "7.30", "0730", "18h30", "6pm"; ``None`` where it is no time of day."""
    text = word.casefold()
    found = _MILITARY.match(text) or _CLOCK.match(text)
    if found is None:
        return None
    hour, minute = int(found["hour"]), int(found["minute"] or 0)
    if found.groupdict().get("half") is not None:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if found["half"] == "pm" else 0)
    return (hour, minute) if hour < 24 and minute < 60 else None


def parse_recurrence(words: str) -> Recurrence:
    """Read a recurrence; the time of day may be left out (07:00). Raises ``ValueError`` with what was expected."""
    parts = words.casefold().split()
    text = " ".join(parts)
    every = _EVERY.match(text)
    if every is not None:
        hours = int(every["number"]) * (24 if every["unit"].startswith("d") else 1)
        if not 1 <= hours <= 168:
            raise ValueError("an interval is from 1 hour to 7 days")
        return Recurrence(Frequency.EVERY, every_h=hours)
    if parts in (["hourly"], ["every", "hour"]):
        return Recurrence(Frequency.EVERY, every_h=1)
    if len(parts) > 1 and parts[0] == "every":
        # As people say it: every day at 7, every weekday at 18:30, every monday at 8.
        named = {"day": ["daily"], "weekday": ["weekdays"]}.get(parts[1])
        if named is None and parse_weekday(parts[1]) is not None:
            named = ["weekly", parts[1]]
        parts = parts if named is None else named + parts[2:]
    if not parts or parts[0] not in ("daily", "weekdays", "weekly"):
        raise ValueError("expected “daily 07:00”, “weekdays 18:30”, “weekly mon 08:00” or “every 6h”")
    frequency, rest = Frequency(parts[0]), [part for part in parts[1:] if part not in ("at", "on")]
    weekday = 0
    if frequency is Frequency.WEEKLY:
        day = parse_weekday(rest[0]) if rest else None
        if day is None:
            raise ValueError("a weekly digest needs its day: “weekly mon 08:00”")
        weekday, rest = day, rest[1:]
    clock = parse_clock("".join(rest)) if rest else (7, 0)
    if clock is None:
        raise ValueError(f"“{' '.join(rest)}” is not a time of day like 07:00")
    return Recurrence(frequency, hour=clock[0], minute=clock[1], weekday=weekday)
