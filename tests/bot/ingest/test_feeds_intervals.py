"""When to ask a feed again, and what a poll changes in its row."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.ingest.feeds import parse_feed
from bot.ingest.fetch import parse_max_age
from bot.ingest.intervals import (
    DEAD_AFTER,
    DEAD_FAILURES,
    MAX_INTERVAL_S,
    MIN_INTERVAL_S,
    after_failure,
    after_success,
    back_off,
    next_interval,
    pace_of,
)
from storage.errors import SourceError
from storage.model.article import Feed, Fetched
from tests.bot.ingest.site import rss, rss_item
from tests.conftest import NOON

HOUR = 3600


def test_news_halves_the_interval_and_silence_stretches_it() -> None:
    assert next_interval(HOUR, new_items=3) == HOUR / 2
    assert next_interval(HOUR, new_items=0) == HOUR * 1.5


@given(st.integers(0, 10**6), st.integers(0, 50), st.none() | st.integers(0, 10**7))
def test_the_interval_stays_between_five_minutes_and_six_hours(interval: int, new: int, asked: int | None) -> None:
    assert MIN_INTERVAL_S <= next_interval(interval, new_items=new, asked_s=asked) <= MAX_INTERVAL_S


@pytest.mark.parametrize(
    ("extra", "asked"),
    [
        ("<ttl>60</ttl>", HOUR),
        ("<ttl>often</ttl>", None),
        ("<sy:updatePeriod>hourly</sy:updatePeriod><sy:updateFrequency>2</sy:updateFrequency>", HOUR / 2),
        ("<sy:updatePeriod>daily</sy:updatePeriod>", 24 * HOUR),
        ("<sy:updatePeriod>hourly</sy:updatePeriod><sy:updateFrequency>0</sy:updateFrequency>", None),
        ("", None),
    ],
)
def test_a_feed_can_ask_to_be_read_less_often(extra: str, asked: float | None) -> None:
    feed = rss(extra=extra).replace("<rss ", '<rss xmlns:sy="http://purl.org/rss/1.0/modules/syndication/" ')
    assert parse_feed(feed.encode()).interval_s == asked


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("max-age=3600", 3600),
        ("public, Max-Age = 600", 600),
        ('max-age="60"', 60),
        ("max-age=60, no-cache", None),
        ("max-age=-5", None),
        ("max-age=soon", None),
        ("private", None),
        ("", None),
    ],
)
def test_cache_control_says_how_long_a_feed_stays_fresh(header: str, seconds: int | None) -> None:
    assert parse_max_age(header) == seconds


def test_the_pace_is_the_usual_time_between_two_entries() -> None:
    dates = [NOON - timedelta(hours=h) for h in (0, 1, 2, 3, 50)]
    assert pace_of([*dates, None]) == HOUR


def test_too_few_dates_are_no_pace() -> None:
    assert pace_of([NOON, None, NOON - timedelta(hours=1)]) is None


@given(st.lists(st.none() | st.datetimes(timezones=st.just(UTC)), max_size=40))
def test_a_pace_is_never_negative_whatever_the_order(dates: list[datetime | None]) -> None:
    assert (pace_of(dates) or 0) >= 0
    assert pace_of(dates) == pace_of(reversed(dates))


def test_a_feed_is_read_twice_in_its_own_pace() -> None:
    items = [rss_item(str(n), date=f"Tue, 09 Jun 2026 {10 + 2 * n}:00:00 GMT") for n in range(4)]
    changes = after_success(FEED, answer(), parse_feed(rss(*items).encode()), new_items=4, now=NOON, random=0.0)
    assert (changes["pace_s"], changes["interval_s"]) == (2 * HOUR, HOUR)


def test_what_a_feed_asked_for_holds_while_its_document_is_the_old_one() -> None:
    patient = replace(FEED, asked_s=3 * HOUR)
    changes = after_success(patient, answer(not_modified=True), None, new_items=0, now=NOON, random=0.0)
    assert changes["interval_s"] == 3 * HOUR


def test_the_servers_own_freshness_is_respected() -> None:
    fresh = replace(answer(), fresh_s=2 * HOUR)
    assert after_success(FEED, fresh, None, new_items=1, now=NOON, random=0.0)["interval_s"] == 2 * HOUR


def test_failures_double_the_wait_up_to_six_hours() -> None:
    waits = [back_off(HOUR, failures=n, random=0.0) for n in (1, 2, 3, 4, 99, 10**6)]
    assert waits == [HOUR, 2 * HOUR, 4 * HOUR, 6 * HOUR, 6 * HOUR, 6 * HOUR]


def test_chance_takes_up_to_half_off_the_wait() -> None:
    assert back_off(HOUR, failures=1, random=0.5) == 0.75 * HOUR


def test_a_server_that_names_a_delay_is_given_it_up_to_a_day() -> None:
    assert back_off(HOUR, failures=1, random=0.9, retry_after_s=3 * HOUR) == 3 * HOUR
    assert back_off(HOUR, failures=1, random=0.0, retry_after_s=5) == HOUR
    assert back_off(HOUR, failures=1, random=0.0, retry_after_s=1e9) == 24 * HOUR


FEED = Feed(id=1, url="https://h.example/feed", created_at=NOON, next_poll_at=NOON, interval_s=HOUR)


def answer(permanent_url: str | None = None, *, not_modified: bool = False) -> Fetched:
    return Fetched(
        url="https://h.example/feed",
        status=304 if not_modified else 200,
        content=b"",
        content_type="",
        fetched_at=NOON,
        etag='"2"',
        permanent_url=permanent_url,
        not_modified=not_modified,
    )


def test_a_success_marks_the_first_poll_and_clears_the_failures() -> None:
    changes = after_success(FEED, answer(), parse_feed(rss().encode()), new_items=1, now=NOON, random=0.0)
    assert changes["first_polled_at"] == changes["last_success_at"] == NOON
    assert (changes["failures"], changes["last_error"], changes["etag"]) == (0, None, '"2"')
    assert changes["next_poll_at"] == NOON + timedelta(minutes=30)
    assert changes["title"] == "The Harbour Post"
    assert "url" not in changes


def test_the_first_poll_is_marked_once() -> None:
    earlier = NOON - timedelta(days=1)
    polled = replace(FEED, first_polled_at=earlier)
    assert after_success(polled, answer(), None, new_items=0, now=NOON, random=0)["first_polled_at"] == earlier


def test_a_304_keeps_the_validators() -> None:
    changes = after_success(FEED, answer(not_modified=True), None, new_items=0, now=NOON, random=0.0)
    assert "etag" not in changes


def test_a_permanent_redirect_changes_the_address() -> None:
    moved = after_success(FEED, answer("https://new.example/feed"), None, new_items=0, now=NOON, random=0.0)
    assert moved["url"] == "https://new.example/feed"


def test_a_failure_is_noted_in_words_and_a_410_disables() -> None:
    changes = after_failure(FEED, SourceError("no answer", retry_after_s=2 * HOUR), now=NOON, random=0.0)
    assert (changes["failures"], changes["last_error"]) == (1, "no answer")
    assert changes["next_poll_at"] == NOON + timedelta(hours=2)
    assert "disabled_at" not in changes
    assert after_failure(FEED, SourceError("gone", gone=True), now=NOON, random=0.0)["disabled_at"] == NOON


def failing(failures: int, silent: timedelta) -> Feed:
    return replace(FEED, failures=failures, last_success_at=NOON - silent)


def test_a_feed_that_failed_for_long_and_often_enough_is_dead() -> None:
    changes = after_failure(failing(DEAD_FAILURES - 1, DEAD_AFTER), SourceError("no answer"), now=NOON, random=0.0)
    assert changes["dead_at"] == NOON


@pytest.mark.parametrize(
    "feed",
    [
        failing(DEAD_FAILURES - 2, DEAD_AFTER),
        failing(99, DEAD_AFTER - timedelta(minutes=1)),
        replace(failing(99, DEAD_AFTER), dead_at=NOON - timedelta(days=1)),
    ],
    ids=["too few failures", "too short a time", "dead already"],
)
def test_no_other_feed_dies(feed: Feed) -> None:
    assert "dead_at" not in after_failure(feed, SourceError("no answer"), now=NOON, random=0.0)


def test_a_410_is_death_at_once_and_success_is_life() -> None:
    assert after_failure(FEED, SourceError("gone", gone=True), now=NOON, random=0.0)["dead_at"] == NOON
    dead = replace(FEED, dead_at=NOON)
    assert after_success(dead, answer(), None, new_items=0, now=NOON, random=0.0)["dead_at"] is None


@pytest.mark.parametrize(
    ("state", "words"),
    [
        ({}, "new, never read yet, due now"),
        (
            {"last_success_at": NOON - timedelta(minutes=9), "next_poll_at": NOON + timedelta(hours=3)},
            "ok, last read 9 min ago, next in 3 h",
        ),
        (
            {"failures": 3, "last_error": "no answer within 30 s", "next_poll_at": NOON + timedelta(minutes=20)},
            "failing (3 in a row), never read yet, next try in 20 min: no answer within 30 s",
        ),
        (
            {"failures": 1, "disabled_at": NOON, "dead_at": NOON, "last_error": "the server answered 410 (Gone)"},
            "disabled, never read yet: the server answered 410 (Gone)",
        ),
        (
            {"failures": 9, "dead_at": NOON, "last_success_at": NOON - timedelta(days=4)},
            "dead (9 failures in a row), last read 4 d ago, due now",
        ),
    ],
)
def test_health_is_told_in_words(state: dict[str, Any], words: str) -> None:
    assert replace(FEED, **state).health_at(NOON) == words
