"""When to ask a feed again, and what changes in its row after a poll. Everything here is pure.

Chance is a parameter: ``random`` is a number from 0 up to 1.
"""

from __future__ import annotations

import itertools
import statistics
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from bot.ingest.entries import ParsedFeed
from storage.errors import SourceError
from storage.model.article import Feed, Fetched

MIN_INTERVAL_S = 5 * 60
MAX_INTERVAL_S = 6 * 60 * 60
FIRST_INTERVAL_S = 30 * 60
MAX_RETRY_AFTER_S = 24 * 60 * 60
DEAD_AFTER = timedelta(days=2)
"""A feed without a good answer for so long, and with ``DEAD_FAILURES`` failures in a row, counts as dead."""
DEAD_FAILURES = 5
_PACE_ENTRIES = 20


def pace_of(dates: Iterable[datetime | None]) -> int | None:
    """The usual time between two entries in seconds: the median of the gaps between the newest 20 dated ones.

    ``None`` where fewer than three are dated: two say nothing about a habit.
    """
    newest = sorted((d for d in dates if d is not None), reverse=True)[:_PACE_ENTRIES]
    if len(newest) < 3:
        return None
    gaps = [(later - earlier).total_seconds() for later, earlier in itertools.pairwise(newest)]
    return min(round(statistics.median(gaps)), 2**31 - 1)


def next_interval(interval_s: int, *, new_items: int, asked_s: int | None = None, pace_s: int | None = None) -> int:
    """Seconds until a feed that answered is read again, from 5 min to 6 h.

    Where news came: half of the feed's own pace, or half the last interval where the pace is unknown. Where none came:
    half as long again as the last time. ``asked_s`` is how often the feed itself asks to be read at most; it is
    respected within those limits.
    """
    wished = interval_s * 1.5
    if new_items:
        wished = (interval_s if pace_s is None else pace_s) / 2
    return round(min(max(wished, asked_s or 0, MIN_INTERVAL_S), MAX_INTERVAL_S))


def back_off(interval_s: int, *, failures: int, random: float, retry_after_s: float | None = None) -> float:
    """Seconds to wait after the ``failures``-th failure in a row (from 1).

    Doubles each time up to 6 h, less up to half by chance, so that feeds that failed together do not return together;
    never less than the server asked for (at most a day of that).
    """
    full = min(max(interval_s, MIN_INTERVAL_S) * 2.0 ** min(failures - 1, 30), MAX_INTERVAL_S)
    return max(full * (1 - random / 2), min(retry_after_s or 0.0, MAX_RETRY_AFTER_S))


def after_success(
    feed: Feed,
    fetched: Fetched,
    parsed: ParsedFeed | None,
    *,
    new_items: int,
    now: datetime,
    random: float,
    body_hash: str | None = None,
) -> dict[str, Any]:
    """What changes in a feed's row after a good answer (``parsed`` is ``None`` where the document is the old one).

    A permanent redirect changes the address. The first poll is marked: what it brought is stored, not announced.
    ``dead_told_at`` stays where it was set: the admins are still to be told of the recovery.
    """
    pace_s, asked_s = feed.pace_s, feed.asked_s
    if parsed is not None:
        pace_s, asked_s = pace_of(parsed.dates), parsed.interval_s
    interval_s = next_interval(
        feed.interval_s, new_items=new_items, asked_s=max(asked_s or 0, fetched.fresh_s or 0), pace_s=pace_s
    )
    changes: dict[str, Any] = {
        "interval_s": interval_s,
        # A tenth by chance spreads feeds that were added together.
        "next_poll_at": now + timedelta(seconds=interval_s * (1 + random / 10)),
        "first_polled_at": feed.first_polled_at or now,
        "last_polled_at": now,
        "last_success_at": now,
        "failures": 0,
        "last_error": None,
        "dead_at": None,
    }
    if parsed is not None:
        changes |= {"pace_s": pace_s, "asked_s": asked_s, "body_hash": body_hash}
        if feed.title is None and parsed.title:
            changes["title"] = parsed.title
        if feed.site_url is None and parsed.site_url:
            changes["site_url"] = parsed.site_url
    if not fetched.not_modified:
        changes |= {"etag": fetched.etag, "last_modified": fetched.last_modified}
    if fetched.permanent_url and fetched.permanent_url != feed.url:
        changes["url"] = fetched.permanent_url
    return changes


def after_failure(feed: Feed, error: SourceError, *, now: datetime, random: float) -> dict[str, Any]:
    """What changes in a feed's row after a failure. A 410 disables the feed (RFC 9110, 15.5.11).

    A feed is dead once it is disabled so, or has failed for long and often enough; it is asked on, every six hours.
    """
    failures = feed.failures + 1
    wait_s = back_off(feed.interval_s, failures=failures, random=random, retry_after_s=error.retry_after_s)
    changes: dict[str, Any] = {
        "last_polled_at": now,
        "failures": failures,
        "last_error": str(error)[:500],
        "next_poll_at": now + timedelta(seconds=wait_s),
    }
    if error.gone:
        changes["disabled_at"] = now
    silent = now - (feed.last_success_at or feed.created_at)
    if feed.dead_at is None and (error.gone or (failures >= DEAD_FAILURES and silent >= DEAD_AFTER)):
        changes["dead_at"] = now
    return changes
