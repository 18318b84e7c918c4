"""Polling: due feeds are fetched side by side, their new entries stored, their rows brought up to date.

The decisions (when next, what changes) are in ``intervals``; this is the edge that does them.
"""

from __future__ import annotations

import asyncio
import hashlib
import itertools
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from sqlalchemy.exc import DBAPIError

from bot.advisories.loading import RegisterLoader
from bot.ingest.article import Given, Parsed
from bot.ingest.entries import FeedItem, ParsedFeed
from bot.ingest.entry_pages import as_backlog, entry_draft
from bot.ingest.feeds import parse_feed
from bot.ingest.fetch import Fetcher
from bot.ingest.intervals import after_failure, after_success
from bot.ingest.late_pages import Late, LatePages, Pages, first_try, revisions_of
from bot.ingest.notices import tell_admins
from bot.ingest.pipeline import Ingestor, Outcome, Report
from storage.articles import known_addresses, url_key
from storage.errors import SourceError
from storage.feed_marks import Marks, feed_marks, put_feed_marks, update_feeds
from storage.model.advisory import Authority
from storage.model.article import Feed, Fetched
from storage.reading import Turn
from storage.sources import due_feeds, list_feeds

logger = logging.getLogger(__name__)

CONCURRENCY = 20
ROWS_AT_ONCE = 100
"""So many feeds' rows are written in one transaction. What a crash takes of them is only polled again."""
_REMEMBERED = 20_000


@dataclass(frozen=True, slots=True)
class Polled:
    """What one poll of a feed came to. ``error`` in words; ``entries`` is how many the feed listed."""

    feed: Feed
    report: Report = field(default_factory=Report)
    error: str | None = None
    title: str | None = None
    entries: int = 0
    not_modified: bool = False
    first: bool = False


@dataclass(frozen=True, slots=True)
class PollRun:
    """What became of each feed, and of the reading of what they brought."""

    feeds: tuple[Polled, ...]
    reading: Report

    @property
    def ok(self) -> bool:
        """Whether every feed answered and every article was read."""
        return self.reading.ok and all(p.error is None and p.report.ok for p in self.feeds)


class Poller:
    """Polls feeds through one ``Fetcher``; to be used inside that fetcher's event loop.

    ``random`` gives numbers from 0 up to 1. With ``fetch_pages`` an entry's text comes from its page, unless the feed
    itself carries more; without, from the feed. ``admins`` are the chats that hear of dead and recovered feeds; with
    ``None`` that is left to another poller (the running bot). After ``read_at_once`` articles the reading waits for
    the next poll, so that a large archive keeps no feed waiting; with ``None`` all is read but archives.
    """

    def __init__(
        self,
        ingestor: Ingestor,
        fetcher: Fetcher,
        *,
        random: Callable[[], float],
        fetch_pages: bool = True,
        concurrency: int = CONCURRENCY,
        admins: Sequence[int] | None = None,
        read_at_once: int | None = None,
    ) -> None:
        self._ingestor = ingestor
        self._database = ingestor.database
        self._clock = ingestor.clock
        self._fetcher = fetcher
        self._random = random
        self._fetch_pages = fetch_pages
        self._places = asyncio.Semaphore(concurrency)
        self._admins = admins
        self._read_at_once = read_at_once
        self._changes: list[tuple[int, dict[str, Any]]] = []
        self._marks: dict[int, Marks] = {}
        self._waiting: list[tuple[Sequence[Parsed], asyncio.Future[Report]]] = []
        # One writer at a time: writers that meet at the database only wait for each other there, and longer.
        self._writing = asyncio.Lock()
        self._registers = RegisterLoader(self._database, clock=self._clock, version=ingestor.version)
        self._authorities: dict[int, Authority] = {}
        self._late = LatePages(self._database, self._clock)
        # Entries whose text another address has already: refused as duplicates, so the database cannot tell.
        self._seen: dict[str, datetime] = {}
        # Articles whose reading failed: not tried again at every poll.
        self._unreadable: set[int] = set()

    async def poll_due_feeds(self, now: datetime, *, limit: int | None = None) -> PollRun:
        """Poll what is due at ``now`` (aware), then read the new articles."""
        return await self.poll_feeds(await asyncio.to_thread(self._due, now, limit))

    async def poll_all_feeds(self) -> PollRun:
        """Poll every enabled feed, due or not, then read the new articles."""
        feeds = await asyncio.to_thread(self._enabled)
        return await self.poll_feeds(feeds)

    async def poll_feeds(self, feeds: Sequence[Feed]) -> PollRun:
        """Poll these feeds, side by side, in any order; results in theirs. Then read the new articles.

        One feed's fault is recorded on it and leaves the others alone.
        """
        self._authorities |= await asyncio.to_thread(self._registers.find_authorities, feeds)
        if self._fetch_pages:
            await asyncio.to_thread(self._late.look_up, feeds)
        try:
            ordered = spread(feeds)
            answers = await asyncio.gather(*map(self._poll, ordered), return_exceptions=True)
        finally:
            await self._write_rows(at_least=1)
        if self._admins is not None:
            await asyncio.to_thread(tell_admins, self._database, self._admins, now=self._clock())
        results = {feed.id: answer for feed, answer in zip(ordered, answers, strict=True)}
        polled = []
        for result in (results[feed.id] for feed in feeds):
            # Not a feed's fault, but ours or the database's.
            if isinstance(result, BaseException):
                raise result
            polled.append(result)
        # Also where nothing new came: an earlier run may have been cut off between storing and reading.
        reading = await asyncio.to_thread(
            self._ingestor.analyse_pending,
            skip=frozenset(self._unreadable),
            limit=self._read_at_once,
            until=Turn.KNOWN if self._read_at_once is None else Turn.AGAIN,
        )
        self._unreadable |= {o.article_id for o in reading.problems if o.article_id is not None}
        return PollRun(tuple(polled), reading)

    def _due(self, now: datetime, limit: int | None) -> list[Feed]:
        with self._database.reading() as session:
            return due_feeds(session, now, limit=limit)

    def _enabled(self) -> list[Feed]:
        with self._database.reading() as session:
            return [feed for feed in list_feeds(session) if feed.disabled_at is None]

    async def _poll(self, feed: Feed) -> Polled:
        async with self._places:
            try:
                fetched = await self._fetcher.fetch(feed.url, etag=feed.etag, last_modified=feed.last_modified)
                body_hash = feed.body_hash if fetched.not_modified else hashlib.sha256(fetched.content).hexdigest()
                # Many servers send the same document again and again instead of a 304.
                same = fetched.not_modified or (feed.body_hash is not None and body_hash == feed.body_hash)
                if not same and feed.id in self._authorities:
                    return await self._poll_register(feed, fetched, body_hash)
                parsed = None if same else await asyncio.to_thread(self._read, feed, fetched)
                pages = Pages(self._fetcher, Given(source_name=feed.source_name, exercise=feed.exercise))
                drafts = [] if parsed is None else await self._drafts(feed, parsed, fetched.fetched_at, pages)
                late = await self._late.read(feed, pages)
            except SourceError as error:
                return await self._failed(feed, error)
            except Exception as error:  # whatever a stranger's document does to a parser stays with its feed
                logger.exception("feed %d could not be read", feed.id)
                return await self._failed(feed, SourceError(f"it could not be read ({type(error).__name__})"))
        report = await self._stored(drafts) if drafts else Report()
        self._remember(drafts)
        # An article that could not be stored is tried again, so the document counts as unread.
        await self._succeeded(feed, fetched, parsed, report, body_hash if report.ok else None)
        if late:
            report.merge(await self._revised(late))
        return Polled(
            feed,
            report,
            title=parsed.title if parsed else feed.title,
            entries=parsed.listed if parsed else 0,
            not_modified=same,
            first=feed.first_polled_at is None,
        )

    async def _poll_register(self, feed: Feed, fetched: Fetched, body_hash: str | None) -> Polled:
        """A register of advisory levels is state: of its entries only changes become articles."""
        authority = self._authorities[feed.id]
        loaded = await self._registers.load(authority, fetched, self._fetcher.fetch, exercise=feed.exercise)
        report = Report(stored=len(loaded.changes))
        parsed = ParsedFeed(title=authority.source_name, items=())
        if not loaded.complete:  # asked for again as if it were new
            fetched, body_hash = replace(fetched, etag=None, last_modified=None), None
        await self._succeeded(feed, fetched, parsed, report, body_hash)
        first = feed.first_polled_at is None
        return Polled(feed, report, title=parsed.title, entries=loaded.listed, first=first)

    async def _succeeded(
        self, feed: Feed, fetched: Fetched, parsed: ParsedFeed | None, report: Report, body_hash: str | None
    ) -> None:
        now, random = self._clock(), self._random()
        changes = after_success(
            feed, fetched, parsed, new_items=report.stored, now=now, random=random, body_hash=body_hash
        )
        if parsed is not None and parsed.marks and report.ok:
            self._marks[feed.id] = parsed.marks
        await self._change(feed.id, changes)

    async def _failed(self, feed: Feed, error: SourceError) -> Polled:
        await self._change(feed.id, after_failure(feed, error, now=self._clock(), random=self._random()))
        return Polled(feed, error=str(error), first=feed.first_polled_at is None)

    async def _change(self, feed_id: int, changes: dict[str, Any]) -> None:
        self._changes.append((feed_id, changes))
        if not self._writing.locked():
            await self._write_rows(at_least=ROWS_AT_ONCE)

    async def _write_rows(self, *, at_least: int) -> None:
        async with self._writing:
            if len(self._changes) >= at_least:
                rows, self._changes = self._changes, []
                marks, self._marks = self._marks, {}
                await asyncio.to_thread(self._update, rows, marks)

    def _update(self, rows: Sequence[tuple[int, dict[str, Any]]], marks: dict[int, Marks]) -> None:
        with self._database.writing() as session:
            update_feeds(session, rows)
            put_feed_marks(session, marks)

    def _read(self, feed: Feed, fetched: Fetched) -> ParsedFeed:
        with self._database.reading() as session:
            known = feed_marks(session, feed.id)
        return parse_feed(fetched.content, content_type=fetched.content_type, url=fetched.url, known=known)

    async def _stored(self, drafts: Sequence[Parsed]) -> Report:
        """Store a feed's drafts, together with those of other feeds that came while the database was busy."""
        done: asyncio.Future[Report] = asyncio.get_running_loop().create_future()
        self._waiting.append((drafts, done))
        async with self._writing:
            if not done.done():
                waiting, self._waiting = self._waiting, []
                try:
                    reports = await asyncio.to_thread(self._store, [of_feed for of_feed, _ in waiting])
                except BaseException as error:
                    for _, other in waiting:
                        if not other.done():
                            other.set_exception(error)
                    done.exception()  # raised here, so nobody else need ask for it
                    raise
                for (_, other), report in zip(waiting, reports, strict=True):
                    if not other.done():
                        other.set_result(report)
        return await done

    def _store(self, feeds: Sequence[Sequence[Parsed]]) -> list[Report]:
        try:
            outcomes = iter(self._ingestor.store_many([parsed for drafts in feeds for parsed in drafts]))
        except DBAPIError as error:  # what the database refuses does not stop the other feeds
            logger.error("entries could not be stored: %s", type(error.orig).__name__)
            refused = [Outcome(p.where, "failed", reason="the database refused it") for drafts in feeds for p in drafts]
            outcomes = iter(refused)
        reports = []
        for drafts in feeds:
            report = Report()
            for outcome in itertools.islice(outcomes, len(drafts)):
                report.add(outcome)
            reports.append(report)
        return reports

    async def _revised(self, late: Sequence[Late]) -> Report:
        """Store what pages that were asked for again make of their articles."""
        revisions = revisions_of(late)
        report = await self._stored(revisions) if revisions else Report()
        async with self._writing:
            await asyncio.to_thread(self._late.settle, late, report)
        return report

    def _remember(self, drafts: Sequence[Parsed]) -> None:
        for parsed in drafts:
            if parsed.draft is not None and parsed.draft.url is not None:
                self._seen[url_key(parsed.draft.url)] = parsed.draft.fetched_at
        while len(self._seen) > _REMEMBERED:
            self._seen.pop(next(iter(self._seen)))

    def _known(self, items: Sequence[FeedItem]) -> dict[str, datetime]:
        urls = [item.url for item in items if item.url]
        with self._database.reading() as session:
            stored = known_addresses(session, urls)
        return {key: self._seen[key] for key in map(url_key, urls) if key in self._seen} | stored

    async def _drafts(self, feed: Feed, parsed: ParsedFeed, fetched_at: datetime, pages: Pages) -> list[Parsed]:
        """A draft for every entry worth storing, the oldest entry first."""
        given = Given(source_name=feed.source_name, exercise=feed.exercise)
        known = await asyncio.to_thread(self._known, parsed.items) if self._fetch_pages else {}
        drafts = []
        for item in reversed(parsed.items):
            page = None
            if self._fetch_pages and item.url:
                last = known.get(url_key(item.url))
                if last is not None and (item.updated is None or item.updated <= last):
                    continue
                page = await pages.read(item.url)
            where = item.url or item.title or feed.url
            try:
                draft = entry_draft(item, page, fetched_at, given, parsed.title or feed.title)
            except SourceError:
                continue  # neither text nor title: nothing to store
            if page is not None and page.passing:
                draft = replace(draft, page_try=first_try(feed.id, page, self._clock()))
            drafts.append(Parsed(where, as_backlog(draft) if feed.first_polled_at is None else draft))
        return drafts


def spread(feeds: Sequence[Feed]) -> list[Feed]:
    """Pure: the feeds with those of one host as far apart as may be, so that none waits behind a slow host's many."""
    turns: dict[str, int] = {}
    placed: list[tuple[int, Feed]] = []
    for feed in feeds:
        host = feed.url.split("/", 3)[2] if feed.url.count("/") > 1 else feed.url
        turns[host] = turns.get(host, -1) + 1
        placed.append((turns[host], feed))
    return [feed for _, feed in sorted(placed, key=lambda pair: pair[0])]
