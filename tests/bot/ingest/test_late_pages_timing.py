"""When pages that could not be reached are asked for again, and when they are given up."""

from __future__ import annotations

from datetime import timedelta

from bot.ingest.entry_pages import EntryPage
from bot.ingest.late_pages import MOST_TRIES, WAITS, WITHIN, due_pages, first_try, next_try
from storage.model.article import FeedOnly, PageTry
from tests.conftest import NOON

FAILED = EntryPage(feed_only=FeedOnly.UNREACHABLE, passing=True)


def test_tries_are_spaced_more_and_more_and_end() -> None:
    page_try: PageTry | None = first_try(7, FAILED, NOON)
    now, waits = NOON, []
    while page_try is not None:
        waits.append(page_try.next_at - now)
        now = page_try.next_at
        page_try = next_try(page_try, FAILED, now)
    assert tuple(waits) == WAITS
    assert len(waits) + 1 == MOST_TRIES


def test_a_delay_beyond_the_day_ends_it() -> None:
    page = EntryPage(feed_only=FeedOnly.UNREACHABLE, passing=True, retry_after_s=999_999_999.0)
    assert next_try(first_try(7, FAILED, NOON), page, NOON + timedelta(hours=1)) is None


def test_due_is_what_has_waited_and_over_what_is_older_than_a_day() -> None:
    tries = {
        3: PageTry(7, NOON - WITHIN, NOON, 1),
        2: PageTry(7, NOON, NOON + timedelta(seconds=1), 1),
        1: PageTry(7, NOON - WITHIN - timedelta(seconds=1), NOON, 1),
    }
    assert due_pages(tries, NOON) == ([3], [1])
