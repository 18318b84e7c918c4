"""Pages of entries that could not be reached: asked for again at the next polls of their feed, a few times in a day.

Until then the article has its feed's text; the page's, once it is read, is a revision of it. The decisions
(``first_try``, ``next_try``, ``due_pages``) are pure; ``LatePages`` does them.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from bot.ingest.article import Given, Parsed
from bot.ingest.entries import FeedItem
from bot.ingest.entry_pages import EntryPage, as_backlog, entry_draft, read_entry_page
from bot.ingest.fetch import Fetcher
from bot.ingest.pipeline import Report
from storage.articles import get_article, url_key
from storage.engine import Database
from storage.model.article import Article, Draft, Feed, FeedOnly, PageTry
from storage.page_tries import end_page_tries, known_since, move_page_tries, page_tries, set_feed_only

MOST_TRIES = 4
"""How often a page that cannot be reached is asked for, the first time included."""
WITHIN = timedelta(hours=24)
"""So long after the first time it is given up, however often it was asked for."""
WAITS = (timedelta(minutes=15), timedelta(hours=1), timedelta(hours=4))
"""How long at least between one try and the next. Feeds are polled every six hours at least: all fit in a day."""
MOST_FAILURES = 3
"""After so many pages in a row that could not be read, the others of a feed's poll are not asked for."""


def first_try(feed_id: int, page: EntryPage, now: datetime) -> PageTry:
    """When the page of a new entry, that was not reached at ``now`` (aware UTC), is asked for again.

    A page that was left out, since others of its site could not be reached, has all its tries still.
    """
    return PageTry(feed_id, now, now + max(WAITS[0], _asked_wait(page)), int(page.asked))


def next_try(last: PageTry, page: EntryPage, now: datetime) -> PageTry | None:
    """What follows on another try at ``now`` (aware UTC) that did not reach the page; ``None``: it is given up."""
    tries = last.tries + 1
    if tries >= MOST_TRIES:
        return None
    next_at = now + max(WAITS[tries - 1], _asked_wait(page))
    return None if next_at > last.first_at + WITHIN else replace(last, tries=tries, next_at=next_at)


def _asked_wait(page: EntryPage) -> timedelta:
    """How long the server asked to be left alone; a week stands for what is longer."""
    return timedelta(seconds=min(page.retry_after_s or 0.0, 7 * 86_400.0))


def due_pages(tries: Mapping[int, PageTry], now: datetime) -> tuple[list[int], list[int]]:
    """The articles whose pages are to be asked for at ``now`` (aware UTC), in the order given, and those given up."""
    over = [number for number, page_try in tries.items() if now > page_try.first_at + WITHIN]
    due = [number for number, page_try in tries.items() if page_try.next_at <= now <= page_try.first_at + WITHIN]
    return due, over


class Pages:
    """The pages that one poll of a feed asks for, each once.

    Not asked for are those of a host that asked to wait meanwhile (``Retry-After``), and all once ``MOST_FAILURES`` in
    a row could not be read.
    """

    def __init__(self, fetcher: Fetcher, given: Given) -> None:
        self._fetcher = fetcher
        self._given = given
        self._last = EntryPage()
        self._failures = 0
        self._busy: dict[str, EntryPage] = {}
        self._read: set[str] = set()

    async def read(self, url: str) -> EntryPage:
        """The page at ``url``; one with ``asked`` false where it was left out."""
        self._read.add(url_key(url))
        host = _host(url)
        if host in self._busy:
            return replace(self._busy[host], asked=False)
        if self._failures >= MOST_FAILURES:
            passing = self._last.passing
            return EntryPage(feed_only=FeedOnly.UNREACHABLE, passing=passing, asked=False)
        self._last = page = await read_entry_page(self._fetcher, url, self._given)
        self._failures = self._failures + 1 if page.failed else 0
        if page.passing and page.retry_after_s:
            self._busy[host] = page
        return page

    def has_read(self, url: str) -> bool:
        """Whether the page at ``url``, in any form of its address, was asked for."""
        return url_key(url) in self._read


def _host(url: str) -> str:
    try:
        return urlsplit(url).netloc.casefold()
    except ValueError:
        return url


@dataclass(frozen=True, slots=True)
class Late:
    """A page that was asked for again: what it makes of its article (``None``: not reached), and the next try if any.

    ``changed`` says whether the article gets another text by it.
    """

    article_id: int
    draft: Draft | None = None
    changed: bool = False
    again: PageTry | None = None


class LatePages:
    """Asks again for the pages of articles in ``database``; ``clock`` gives aware UTC."""

    def __init__(self, database: Database, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._clock = clock
        self._tries: dict[int, dict[int, PageTry]] = {}

    def look_up(self, feeds: Sequence[Feed]) -> None:
        """Find out which pages of these feeds are to be asked for again: before they are polled, all at once."""
        with self._database.reading() as session:
            found = page_tries(session, [feed.id for feed in feeds])
        self._tries = {}
        for number, page_try in found.items():
            self._tries.setdefault(page_try.feed_id, {})[number] = page_try

    async def read(self, feed: Feed, pages: Pages) -> list[Late]:
        """Ask for what is due of a feed, after the pages of its new entries. Those left out stay as they are."""
        tries = self._tries.pop(feed.id, {})
        due, over = due_pages(tries, self._clock())
        late = [Late(number) for number in over]
        for number in due:
            article, since = await asyncio.to_thread(self._article, number)
            if article.superseded_by is not None or article.url is None:
                late.append(Late(number))
            elif not pages.has_read(article.url):
                page = await pages.read(article.url)
                if page.asked:
                    late.append(_outcome(article, since, page, tries[number], self._clock()))
        return late

    def _article(self, number: int) -> tuple[Article, datetime | None]:
        with self._database.reading() as session:
            return get_article(session, number), known_since(session, number)

    def settle(self, late: Sequence[Late], stored: Report) -> None:
        """Note what became of pages that were asked for again, once the revisions among them are ``stored``.

        What could not be stored is asked for again.
        """
        failed = {problem.where for problem in stored.problems}
        done = [one for one in late if one.draft is None or one.draft.url not in failed]
        with self._database.writing() as session:
            move_page_tries(session, {one.article_id: one.again for one in done if one.again is not None})
            end_page_tries(session, [one.article_id for one in done if one.again is None])
            for one in done:
                if one.draft is not None and not one.changed:
                    set_feed_only(session, one.article_id, one.draft.feed_only)


def revisions_of(late: Sequence[Late]) -> list[Parsed]:
    """Pure: what is to be stored of pages that were asked for again."""
    return [Parsed(one.draft.url or "", one.draft) for one in late if one.draft is not None and one.changed]


def _outcome(article: Article, since: datetime | None, page: EntryPage, last: PageTry, now: datetime) -> Late:
    if page.passing:
        return Late(article.id, again=next_try(last, page, now))
    item = FeedItem(
        url=article.url,
        title=article.title,
        text=article.text,
        published=article.published_at,
        updated=None,
        language=article.language,
        author=article.author,
    )
    given = Given(source_name=article.source.name if article.source else None, exercise=article.exercise)
    draft = entry_draft(item, page, now, given, None)
    draft = replace(draft, date_clamped=draft.date_clamped or article.date_clamped)
    if since is not None:
        draft = as_backlog(draft)
    return Late(article.id, draft, changed=draft.content_hash != replace(draft, text=article.text).content_hash)
