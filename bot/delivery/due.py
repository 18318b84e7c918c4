"""When a digest is due next. Pure: instants in, instants out.

A daily slot comes exactly once per local date. A wall-clock time that does not exist (the clock goes forward) comes at
the first instant after the gap; one that exists twice comes the first time only. Dates are counted by dateutil.rrule,
wall-clock times are resolved here with zoneinfo (PEP 495): cron triggers of schedulers skip or repeat such days.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from dateutil.rrule import DAILY, FR, MO, TH, TU, WE, WEEKLY, rrule

from storage.model.recurrence import Frequency, Recurrence

_WORKDAYS = (MO, TU, WE, TH, FR)
# The International Date Line: a local date can be two days away from the one in UTC's neighbourhood.
_LOOK_BACK = timedelta(days=3)


def next_due(recurrence: Recurrence, zone: str, after: datetime) -> datetime:
    """The first due instant strictly after ``after`` (aware), in ``zone`` (IANA): aware UTC.

    "every 6h" is elapsed time, counted from ``after`` on whole minutes; see :func:`following_due` for going on from
    an earlier instant without drift. Raises ``ValueError`` for an unknown zone or a naive ``after``.
    """
    if after.tzinfo is None:
        raise ValueError("naive datetime given where an instant is needed")
    after = after.astimezone(UTC)
    if recurrence.frequency is Frequency.EVERY:
        return after.replace(second=0, microsecond=0) + timedelta(hours=recurrence.every_h)
    tz = get_zone(zone)
    first = after.astimezone(tz).date() - _LOOK_BACK
    weekly = recurrence.frequency is Frequency.WEEKLY
    for wall in _slots(recurrence, first):
        if not weekly and not date_exists(wall.date(), tz):
            continue  # Not a date there at all; a week's only digest is not lost with its day, though.
        due = resolve(wall, tz)
        if due > after:
            return due
    raise ValueError("no time is left")  # pragma: no cover  (the year 9999)


def following_due(recurrence: Recurrence, zone: str, due: datetime, now: datetime) -> datetime:
    """The instant after ``due`` that lies strictly after ``now``, however many were missed: aware UTC.

    "every 6h" stays on the grid that ``due`` is on, so that late ticks do not shift it.
    """
    if recurrence.frequency is not Frequency.EVERY:
        return next_due(recurrence, zone, max(due, now))
    step = timedelta(hours=recurrence.every_h)
    missed = max(0, (now - due) // step)
    return due.astimezone(UTC) + (missed + 1) * step


def get_zone(name: str) -> ZoneInfo:
    """The IANA zone of this name. Raises ``ValueError``."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise ValueError(f"{name!r} is no IANA time zone") from error


def _slots(recurrence: Recurrence, first: date) -> Iterator[datetime]:
    """Wall-clock times from the date ``first`` on, ascending, naive."""
    start = datetime.combine(first, time(recurrence.hour, recurrence.minute))
    match recurrence.frequency:
        case Frequency.WEEKLY:
            yield from rrule(WEEKLY, dtstart=start, byweekday=recurrence.weekday)
        case Frequency.WEEKDAYS:
            yield from rrule(DAILY, dtstart=start, byweekday=_WORKDAYS)
        case _:
            yield from rrule(DAILY, dtstart=start)


def resolve(wall: datetime, tz: ZoneInfo) -> datetime:
    """The instant of a naive wall-clock time: the first of two, the end of the gap where there is none. Aware UTC."""
    first = wall.replace(tzinfo=tz, fold=0).astimezone(UTC)
    if first.astimezone(tz).replace(tzinfo=None) == wall:
        return first
    return _gap_end(wall, tz)


def _gap_end(wall: datetime, tz: ZoneInfo) -> datetime:
    """The transition that swallowed ``wall``. PEP 495: in a gap, fold 1 lies before it and fold 0 behind."""
    before = wall.replace(tzinfo=tz, fold=1).astimezone(UTC)
    behind = wall.replace(tzinfo=tz, fold=0).astimezone(UTC)
    offset = before.astimezone(tz).utcoffset()
    while behind - before > timedelta(seconds=1):
        middle = (before + (behind - before) / 2).replace(microsecond=0)
        if middle <= before:
            break
        if middle.astimezone(tz).utcoffset() == offset:
            before = middle
        else:
            behind = middle
    return behind


def date_exists(day: date, tz: ZoneInfo) -> bool:
    """Whether the calendar there has this date (Apia had no 30 December 2011)."""
    midnight = datetime.combine(day, time())
    if resolve(midnight, tz).astimezone(tz).date() == day:
        return True
    # Midnight is in a gap that ends on another day, or the gap began late on the day before.
    last = datetime.combine(day, time(23, 59, 59))
    return resolve(last, tz).astimezone(tz).replace(tzinfo=None) == last
