"""When digests are due: the calendar and the clocks of the world."""

from __future__ import annotations

import zoneinfo
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.delivery.due import date_exists, following_due, next_due, resolve
from storage.model.recurrence import Frequency, Recurrence, parse_recurrence

ZONES = sorted(zoneinfo.available_timezones() - {"localtime", "posixrules"})
days = st.integers(1, 25_500).map(lambda number: datetime(1970, 1, 1, tzinfo=UTC) + timedelta(days=number))
instants = st.builds(lambda day, second: day + timedelta(seconds=second), days, st.integers(0, 86_399))


def walk(words: str, zone: str, after: str, steps: int) -> list[str]:
    """The next ``steps`` instants after the UTC time ``after``, as local times."""
    instant = datetime.fromisoformat(after).replace(tzinfo=UTC)
    shown = []
    for _ in range(steps):
        instant = next_due(parse_recurrence(words), zone, instant)
        shown.append(f"{instant.astimezone(ZoneInfo(zone)):%Y-%m-%d %H:%M %z}")
    return shown


@pytest.mark.parametrize(
    ("clock", "on_the_day"),
    [("00:00", "2026-03-08 00:00 -0500"), ("00:30", "2026-03-08 00:30 -0500"), ("02:30", "2026-03-08 03:00 -0400")],
)
def test_new_york_springs_forward_without_losing_a_day(clock: str, on_the_day: str) -> None:
    """8 March 2026: 02:30 does not exist and comes at 03:00; the day after is as always."""
    assert walk(f"daily {clock}", "America/New_York", "2026-03-07T17:00", 3) == [
        on_the_day,
        f"2026-03-09 {clock} -0400",
        f"2026-03-10 {clock} -0400",
    ]


def test_new_york_falls_back_without_saying_it_twice() -> None:
    """1 November 2026: 01:30 exists twice; only the first counts, and the walk goes on."""
    assert walk("daily 01:30", "America/New_York", "2026-10-31T17:00", 2) == [
        "2026-11-01 01:30 -0400",
        "2026-11-02 01:30 -0500",
    ]


def test_between_the_two_times_the_next_is_tomorrows() -> None:
    """Asked at 01:10 the second time round, 01:30 is behind us."""
    assert walk("daily 01:30", "America/New_York", "2026-11-01T06:10", 1) == ["2026-11-02 01:30 -0500"]


@pytest.mark.parametrize(
    ("zone", "after", "expected"),
    [
        ("Asia/Beirut", "2026-03-28T12:00", "2026-03-29 01:00 +0300"),
        ("Africa/Cairo", "2026-04-23T12:00", "2026-04-24 01:00 +0300"),
        ("America/Havana", "2026-03-07T12:00", "2026-03-08 01:00 -0400"),
        ("America/Asuncion", "2023-09-30T12:00", "2023-10-01 01:00 -0300"),
        ("Asia/Tehran", "2022-03-21T12:00", "2022-03-22 01:00 +0430"),
    ],
)
def test_where_midnight_is_skipped_the_day_begins_at_one(zone: str, after: str, expected: str) -> None:
    """A digest at 00:00 comes at the first instant of that date."""
    assert walk("daily 00:00", zone, after, 1) == [expected]


def test_half_an_hour_is_enough_of_a_gap() -> None:
    """Lord Howe skips 02:00 to 02:30."""
    assert walk("daily 02:15", "Australia/Lord_Howe", "2026-10-03T00:00", 2) == [
        "2026-10-04 02:30 +1100",
        "2026-10-05 02:15 +1100",
    ]


def test_a_date_that_does_not_exist_has_no_daily_digest() -> None:
    """Apia had no 30 December 2011; 31 December has one, not two."""
    assert walk("daily 07:00", "Pacific/Apia", "2011-12-29T12:00", 2) == [
        "2011-12-29 07:00 -1000",
        "2011-12-31 07:00 +1400",
    ]
    assert not date_exists(date(2011, 12, 30), ZoneInfo("Pacific/Apia"))


def test_a_weekly_digest_is_not_lost_with_its_date() -> None:
    """The Friday that Apia skipped: its digest comes when Saturday begins."""
    assert walk("weekly fri 07:00", "Pacific/Apia", "2011-12-29T12:00", 2) == [
        "2011-12-31 00:00 +1400",
        "2012-01-06 07:00 +1400",
    ]


def test_weekdays_leave_out_the_weekend() -> None:
    """Friday is followed by Monday."""
    assert walk("weekdays 18:30", "Europe/Rome", "2026-06-12T00:00", 2) == [
        "2026-06-12 18:30 +0200",
        "2026-06-15 18:30 +0200",
    ]


def test_weekly_comes_on_its_day() -> None:
    """Mondays, in local time, through a change of clocks."""
    assert walk("weekly mon 08:00", "Europe/Rome", "2026-10-19T12:00", 2) == [
        "2026-10-26 08:00 +0100",
        "2026-11-02 08:00 +0100",
    ]


def test_hours_are_elapsed_time() -> None:
    """Six hours stay six hours when the clocks change."""
    assert walk("every 6h", "America/New_York", "2026-03-08T05:07", 2) == [
        "2026-03-08 07:07 -0400",
        "2026-03-08 13:07 -0400",
    ]


def test_a_late_tick_does_not_shift_the_hours() -> None:
    """The grid is the one of the first instant."""
    due = datetime(2026, 6, 10, 6, 7, tzinfo=UTC)
    late = due + timedelta(seconds=9)
    assert following_due(parse_recurrence("every 6h"), "UTC", due, late) == due + timedelta(hours=6)


def test_missed_hours_are_skipped_on_the_same_grid() -> None:
    """After two days off, the next is the grid's next."""
    due = datetime(2026, 6, 10, 6, 7, tzinfo=UTC)
    now = due + timedelta(hours=49)
    assert following_due(parse_recurrence("every 6h"), "UTC", due, now) == due + timedelta(hours=54)


def test_missed_days_are_skipped() -> None:
    """After two days off, the next daily one is the next to come."""
    due = datetime(2026, 6, 10, 7, 0, tzinfo=UTC)
    now = due + timedelta(days=2, hours=1)
    assert following_due(parse_recurrence("daily 07:00"), "UTC", due, now) == due + timedelta(days=3)


@pytest.mark.parametrize("zone", ["Mars/Base", "", "../etc/passwd", "\0"])
def test_an_unknown_zone_is_refused(zone: str) -> None:
    """ValueError, whatever zoneinfo raises."""
    with pytest.raises(ValueError, match="time zone"):
        next_due(parse_recurrence("daily 07:00"), zone, datetime(2026, 1, 1, tzinfo=UTC))


def test_a_naive_time_is_refused() -> None:
    """It would be read as somebody's local time."""
    with pytest.raises(ValueError, match="naive"):
        next_due(parse_recurrence("daily 07:00"), "UTC", datetime(2026, 1, 1))  # noqa: DTZ001


@settings(max_examples=80)
@given(st.sampled_from(ZONES), st.integers(0, 23), st.integers(0, 59), instants)
def test_every_date_has_one_daily_digest_everywhere(zone: str, hour: int, minute: int, start: datetime) -> None:
    """In all zones, at all times: strictly later each time, and each local date that exists exactly once."""
    tz = ZoneInfo(zone)
    recurrence = Recurrence(Frequency.DAILY, hour, minute)
    found = [next_due(recurrence, zone, start)]
    for _ in range(40):
        found.append(next_due(recurrence, zone, found[-1]))
    assert all(earlier < later for earlier, later in pairwise(found))
    quarters = range(int((found[-1] - found[0]) / timedelta(minutes=15)) + 1)
    dates = {(found[0] + timedelta(minutes=15 * number)).astimezone(tz).date() for number in quarters}
    slots = {resolve(datetime.combine(day, time(hour, minute)), tz) for day in dates}
    assert len(slots) == len(dates)
    assert set(found[1:-1]) == {slot for slot in slots if found[0] < slot < found[-1]}


@settings(max_examples=60)
@given(st.sampled_from(ZONES), st.integers(0, 23), st.integers(0, 59), instants)
def test_a_wall_clock_time_becomes_an_instant_that_shows_it(zone: str, hour: int, minute: int, at: datetime) -> None:
    """Or, in a gap, the first instant after it: a second earlier the clock showed less than was asked for."""
    tz = ZoneInfo(zone)
    wall = datetime.combine(at.date(), time(hour, minute))
    instant = resolve(wall, tz)
    shown = instant.astimezone(tz).replace(tzinfo=None)
    before = (instant - timedelta(seconds=1)).astimezone(tz).replace(tzinfo=None)
    assert shown == wall or before < wall < shown


@settings(max_examples=40)
@given(
    st.sampled_from(ZONES),
    st.sampled_from(["weekdays 02:30", "weekly sun 02:30", "weekly fri 00:00", "every 7h"]),
    instants,
)
def test_the_next_is_always_later(zone: str, words: str, after: datetime) -> None:
    """Never stuck on the same instant."""
    assert next_due(parse_recurrence(words), zone, after) > after
