"""The pages behind a feed's entries: read where that is possible and welcome, else the feed's own text serves."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from bot.ingest.article import Form, Given, form_of, item_draft, page_draft
from bot.ingest.entries import FeedItem
from bot.ingest.fetch import Fetcher
from storage.errors import NotWelcome, SourceError
from storage.model.article import Draft, FeedOnly

logger = logging.getLogger(__name__)

LONG_KNOWN = datetime(1970, 1, 1, tzinfo=UTC)
"""Since when an undated entry of a first poll counts as known: it may be of any age."""
_UNPAID = frozenset({401, 402})


@dataclass(frozen=True, slots=True)
class EntryPage:
    """What came of an entry's page: its article, or why only the feed's text is to be had; both behind a paywall.

    ``passing``: it was not reached, and may be another time, after ``retry_after_s`` where the server named a delay.
    ``asked`` is false where it was not asked for at all.
    """

    draft: Draft | None = None
    feed_only: FeedOnly | None = None
    passing: bool = False
    retry_after_s: float | None = None
    asked: bool = True

    @property
    def failed(self) -> bool:
        """Whether asking for further pages of that site seems of no use."""
        return self.feed_only in (FeedOnly.EMPTY, FeedOnly.UNREADABLE, FeedOnly.UNREACHABLE)


async def read_entry_page(fetcher: Fetcher, url: str, given: Given) -> EntryPage:
    """Fetch and read the page of an entry. Never raises for what is wrong with it."""
    try:
        fetched = await fetcher.fetch_page(url)
    except SourceError as error:
        logger.info("an entry's page was not fetched: %s", error)
        why = why_not_fetched(error)
        return EntryPage(feed_only=why, passing=error.passing, retry_after_s=error.retry_after_s)
    try:
        if form_of(fetched) is not Form.HTML:
            return EntryPage(feed_only=FeedOnly.UNREADABLE)
    except SourceError:
        return EntryPage(feed_only=FeedOnly.UNREADABLE)
    try:
        draft, locked = await asyncio.to_thread(page_draft, fetched, given=given)
    except SourceError as error:
        logger.info("an entry's page was not read: %s", error)
        return EntryPage(feed_only=FeedOnly.EMPTY)
    return EntryPage(draft, FeedOnly.PAYWALL if locked else None)


def why_not_fetched(error: SourceError) -> FeedOnly:
    """Pure: what an error of fetching means to a reader. A robots.txt that could not be had closes nothing for good."""
    if isinstance(error, NotWelcome):
        return FeedOnly.UNREACHABLE if error.passing else FeedOnly.ROBOTS
    return FeedOnly.PAYWALL if error.status in _UNPAID else FeedOnly.UNREACHABLE


def entry_draft(item: FeedItem, page: EntryPage | None, fetched_at: datetime, given: Given, title: str | None) -> Draft:
    """Pure: an entry and, where it was asked for, its page, as one draft. ``title`` is the feed's.

    The longer text wins; behind a paywall the feed's, since the page shows a beginning and an offer. What the feed says
    of the entry stays: its address, by which it is known again, its title and its date; the page fills what is missing.
    Raises ``SourceError`` if all is empty.
    """
    found = None if page is None else page.draft
    if found is None:
        draft = item_draft(item, fetched_at=fetched_at, given=given, name=title)
        return draft if page is None else replace(draft, feed_only=page.feed_only)
    assert page is not None
    feed_only = page.feed_only if item.text.strip() else None
    merged = replace(
        item,
        text=found.text if feed_only is None and len(found.text) > len(item.text) else item.text,
        title=item.title or found.title,
        published=item.published or (None if found.date_clamped else found.published_at),
        language=found.language or item.language,
        author=item.author or found.author,
    )
    draft = item_draft(merged, fetched_at=found.fetched_at, given=given, name=title)
    return replace(draft, feed_only=feed_only)


def as_backlog(draft: Draft) -> Draft:
    """Pure: what a feed held when it was added counts as known since its own date, not as news of this moment.

    So a digest shows of it what is dated since the reader's last one, and nothing older. Undated entries, and those
    that claim a date to come, may be of any age: they are no news at all.
    """
    dated = draft.published_at is not None and not draft.date_clamped
    return replace(draft, known_since=draft.published_at if dated else LONG_KNOWN)
