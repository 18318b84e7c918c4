"""Dates of publication."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.ingest.dates import clamp, parse_moment, parse_written
from storage.frontmatter import parse_offset, split_front_matter
from tests.conftest import NOON


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("2026-06-09", datetime(2026, 6, 9, tzinfo=UTC)),
        ("2026-06-09T07:15:00+02:00", datetime(2026, 6, 9, 5, 15, tzinfo=UTC)),
        ("2026-06-09T07:15:00Z", datetime(2026, 6, 9, 7, 15, tzinfo=UTC)),
        ("2026-06-09 07:15", datetime(2026, 6, 9, 7, 15, tzinfo=UTC)),
        ("Tue, 09 Jun 2026 07:15:00 +0200", datetime(2026, 6, 9, 5, 15, tzinfo=UTC)),
        ("Tue, 09 Jun 2026 07:15:00 GMT", datetime(2026, 6, 9, 7, 15, tzinfo=UTC)),
        ("9 Jun 2026 07:15 EST", datetime(2026, 6, 9, 12, 15, tzinfo=UTC)),
    ],
)
def test_dates_are_read_as_utc(written: str, meant: datetime) -> None:
    assert parse_moment(written) == meant


@pytest.mark.parametrize(
    "written",
    [
        *("", "yesterday", "Wednesday", "soon", "2026-13-45", "31 Feb 2026", "07:15", "2026-06-09T99:00"),
        *("1970-01-01T00:00:00Z", "Thu, 01 Jan 1970 00:00:00 +0000", "0001-01-01", None, 1749456000, ["2026-06-09"]),
    ],
)
def test_a_date_that_cannot_be_read_stays_unknown(written: object) -> None:
    assert parse_moment(written) is None


@given(st.text(max_size=40))
def test_any_text_is_an_aware_date_or_unknown(text: str) -> None:
    moment = parse_moment(text)
    assert moment is None or moment.tzinfo is UTC


_BOUNDS = (datetime(1971, 1, 1), datetime(9990, 1, 1))  # noqa: DTZ001 (Hypothesis wants its bounds so)
_OFFSETS = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))


@given(st.datetimes(*_BOUNDS, timezones=_OFFSETS))
def test_iso_dates_with_a_zone_come_back_as_the_same_instant(moment: datetime) -> None:
    assert parse_moment(moment.isoformat()) == moment


def test_a_date_after_the_fetch_is_clamped_and_marked() -> None:
    assert clamp(NOON + timedelta(seconds=1), NOON) == (NOON, True)


@pytest.mark.parametrize("published", [None, NOON, NOON - timedelta(days=1)])
def test_other_dates_stay_as_they_are(published: datetime | None) -> None:
    assert clamp(published, NOON) == (published, False)


# --- exercise offsets --------------------------------------------------------------------------------------------


def test_an_offset_is_a_time_of_day_some_days_before_the_start() -> None:
    assert parse_offset("-2d 06:30", NOON) == datetime(2026, 6, 8, 6, 30, tzinfo=UTC)


def test_an_offset_of_today_still_to_come_is_yesterday() -> None:
    assert parse_offset("-0d 12:01", NOON) == datetime(2026, 6, 9, 12, 1, tzinfo=UTC)
    assert parse_offset("-0d 12:00", NOON) == NOON


@given(st.integers(0, 99_999), st.integers(0, 99), st.integers(0, 99))
def test_no_offset_leads_past_the_start(days: int, hour: int, minute: int) -> None:
    moment = parse_offset(f"-{days}d {hour:02}:{minute:02}", NOON)
    assert moment is None or moment <= NOON
    assert (moment is not None) or hour > 23 or minute > 59


@pytest.mark.parametrize("written", ["1d 06:30", "-1d", "-1d 25:00", "-d 06:30", "tomorrow", "-99999d 06:30 "])
def test_what_is_no_offset_is_none_or_a_very_old_day(written: str) -> None:
    moment = parse_offset(written, NOON)
    assert moment is None or moment.year < 1800


def test_written_dates_may_be_offsets_or_dates() -> None:
    assert parse_written("-1d 06:30", NOON) == datetime(2026, 6, 9, 6, 30, tzinfo=UTC)
    assert parse_written("2026-06-09", NOON) == datetime(2026, 6, 9, tzinfo=UTC)
    assert parse_written(None, NOON) is None


# --- front matter ------------------------------------------------------------------------------------------------


def test_front_matter_is_fields_and_body() -> None:
    text = '---\nTitle: "A: B"\nurl: https://x.example/a\nodd line\n---\n\nBody.\n\n---\nMore.\n'
    assert split_front_matter(text) == ({"title": "A: B", "url": "https://x.example/a"}, "Body.\n\n---\nMore.")


@pytest.mark.parametrize("text", ["Body.", "---\ntitle: never closed\nBody.", "", "text\n---\ntitle: a\n---\n"])
def test_a_text_without_front_matter_is_its_own_body(text: str) -> None:
    assert split_front_matter(text) == ({}, text)


_VALUES = st.text(st.characters(blacklist_categories=["C", "Z"], blacklist_characters="\"'"), min_size=1, max_size=20)


@given(st.dictionaries(st.from_regex(r"[a-z][a-z0-9_]{0,8}", fullmatch=True), _VALUES), st.text(max_size=80))
def test_what_is_written_as_front_matter_is_read_back(fields: dict[str, str], body: str) -> None:
    head = "".join(f"{key}: {value}\n" for key, value in fields.items())
    assert split_front_matter(f"---\n{head}---\n{body}") == (fields, body.strip())


@given(st.text(max_size=80))
def test_any_text_can_be_split(text: str) -> None:
    fields, body = split_front_matter("---\n" + text)
    assert all(key == key.lower() for key in fields)
    assert len(body) <= len(text) + 4
