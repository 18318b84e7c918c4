"""Feeds: what an RSS or Atom document says (feedparser), and when to ask again. Everything here is pure.

Chance is a parameter: ``random`` is a number from 0 up to 1.
"""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import feedparser

from bot.ingest.dates import parse_moment
from bot.ingest.text import clean_title, decode, html_to_text
from storage.errors import SourceError
from storage.model.article import Feed, Fetched

MIN_INTERVAL_S = 5 * 60
MAX_INTERVAL_S = 6 * 60 * 60
FIRST_INTERVAL_S = 30 * 60
MAX_RETRY_AFTER_S = 24 * 60 * 60
MAX_ITEMS = 500
_ENTITY = re.compile(r"<!ENTITY[^>]*>", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class FeedItem:
    """An entry. ``text`` is what the feed carries of it, as plain text; ``published`` aware UTC, not clamped."""

    url: str | None
    title: str | None
    text: str
    published: datetime | None
    updated: datetime | None
    language: str | None


@dataclass(frozen=True, slots=True)
class ParsedFeed:
    """A feed's document. ``interval_s`` is how often it asks to be read at most, where it does."""

    title: str | None
    items: tuple[FeedItem, ...]
    interval_s: int | None = None


def parse_feed(content: bytes, *, content_type: str = "", url: str | None = None) -> ParsedFeed:
    """Read a feed's bytes, forgiving as readers of feeds must be. Raises ``SourceError`` where it is no feed.

    At most ``MAX_ITEMS`` entries, in the feed's order. No entity or document outside of it is ever loaded.
    """
    # Decoded here, by what the bytes are, since feedparser believes a wrong header.
    # Entities of its own are no feed's business: they fetch files and grow tenfold a line.
    markup = _ENTITY.sub("", decode(content, content_type))
    headers = {"content-type": "application/xml; charset=utf-8"}
    if url:
        headers["content-location"] = url
    try:
        found: Any = feedparser.parse(io.BytesIO(markup.encode("utf-8", "replace")), response_headers=headers)
    except Exception as error:  # its parsers raise whatever they meet
        raise SourceError("the feed cannot be read") from error
    if not found.get("version") and not found.entries:
        raise SourceError("this is not an RSS or Atom feed")
    language = found.feed.get("language")
    return ParsedFeed(
        title=clean_title(found.feed.get("title")),
        items=tuple(_item(entry, language) for entry in found.entries[:MAX_ITEMS]),
        interval_s=_asked_interval(found.feed),
    )


def _item(entry: Any, language: str | None) -> FeedItem:
    bodies = [
        str(c.get("value", ""))
        for c in entry.get("content", ())
        if "html" in c.get("type", "") or "text" in c.get("type", "")
    ]
    summary = str(entry.get("summary") or "")
    markup = max([*bodies, summary], key=len)
    return FeedItem(
        url=_link(entry),
        title=clean_title(entry.get("title")),
        text=html_to_text(markup),
        published=_entry_date(entry, "published") or _entry_date(entry, "updated"),
        updated=_entry_date(entry, "updated"),
        language=language if isinstance(language, str) else None,
    )


def _link(entry: Any) -> str | None:
    link = entry.get("link")
    if isinstance(link, str) and link.startswith(("http://", "https://")):
        return link
    # RSS: a guid is an address unless it says otherwise.
    guid = entry.get("id")
    if entry.get("guidislink") and isinstance(guid, str) and guid.startswith(("http://", "https://")):
        return guid
    return None


def _entry_date(entry: Any, key: str) -> datetime | None:
    # As written: feedparser's own reading fills in today's month and day where it does not understand.
    # And dict.get: feedparser would answer with another date where this one is missing.
    return parse_moment(dict.get(entry, key))


def _asked_interval(feed: Any) -> int | None:
    ttl = str(feed.get("ttl") or "").strip()
    if ttl.isascii() and ttl.isdigit() and int(ttl[:6]) > 0:
        return int(ttl[:6]) * 60
    period = {"hourly": 3600, "daily": 86400, "weekly": 604800}.get(str(feed.get("sy_updateperiod") or "").strip())
    times = str(feed.get("sy_updatefrequency") or "1").strip()
    if period is None or not (times.isascii() and times.isdigit()) or int(times[:6]) == 0:
        return None
    return period // int(times[:6])


def next_interval(interval_s: int, *, new_items: int, asked_s: int | None = None) -> int:
    """Seconds until a feed that answered is read again: sooner where news came, later where none did; 5 min to 6 h.

    ``asked_s`` is how often the feed itself asks to be read at most; it is respected within those limits.
    """
    wished = interval_s / 2 if new_items else interval_s * 1.5
    return round(min(max(wished, asked_s or 0, MIN_INTERVAL_S), MAX_INTERVAL_S))


def back_off(interval_s: int, *, failures: int, random: float, retry_after_s: float | None = None) -> float:
    """Seconds to wait after the ``failures``-th failure in a row (from 1).

    Doubles each time up to 6 h, less up to half by chance, so that feeds that failed together do not return together;
    never less than the server asked for (at most a day of that).
    """
    full = min(max(interval_s, MIN_INTERVAL_S) * 2.0 ** min(failures - 1, 30), MAX_INTERVAL_S)
    return max(full * (1 - random / 2), min(retry_after_s or 0.0, MAX_RETRY_AFTER_S))


def after_success(
    feed: Feed, fetched: Fetched, parsed: ParsedFeed | None, *, new_items: int, now: datetime, random: float
) -> dict[str, Any]:
    """What changes in a feed's row after a good answer (``parsed`` is ``None`` on a 304).

    A permanent redirect changes the address. The first poll is marked: what it brought is stored, not announced.
    """
    interval_s = next_interval(feed.interval_s, new_items=new_items, asked_s=parsed.interval_s if parsed else None)
    changes: dict[str, Any] = {
        "interval_s": interval_s,
        # A tenth by chance spreads feeds that were added together.
        "next_poll_at": now + timedelta(seconds=interval_s * (1 + random / 10)),
        "first_polled_at": feed.first_polled_at or now,
        "last_polled_at": now,
        "last_success_at": now,
        "failures": 0,
        "last_error": None,
    }
    if parsed is not None:
        changes |= {"etag": fetched.etag, "last_modified": fetched.last_modified}
        if feed.title is None and parsed.title:
            changes["title"] = parsed.title
    if fetched.permanent_url and fetched.permanent_url != feed.url:
        changes["url"] = fetched.permanent_url
    return changes


def after_failure(feed: Feed, error: SourceError, *, now: datetime, random: float) -> dict[str, Any]:
    """What changes in a feed's row after a failure. A 410 disables the feed (RFC 9110, 15.5.11)."""
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
    return changes
