"""Polling many feeds on loopback, against a plain loop: fetch with httpx, parse with feedparser, one after the other.

The feeds are served by a process of their own. In each round a tenth of them has a new entry, a twentieth is broken
(half answer 500, half a web page). Half of the others know ETags; the rest send the same document again, as many
servers do. Our side stores what is new, and how each feed does, and leaves the articles to be read; the loop stores
nothing.

``python -m tests.benchmarks.polling 2000`` polls that many feeds three times by each side and tells the peak memory.
The loop sends no conditional requests, keeps one client and its connections open, and parses each good answer: what
somebody would write first. Neither side reads the entries' pages.
"""

from __future__ import annotations

import asyncio
import functools
import multiprocessing
import random
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from multiprocessing.connection import Connection

import feedparser
import httpx
from aiohttp import web
from sqlalchemy import JSON, insert, literal, select

from bot.ingest.article import item_draft
from bot.ingest.entry_pages import as_backlog
from bot.ingest.feeds import parse_feed
from bot.ingest.fetch import Fetcher
from bot.ingest.intervals import MAX_INTERVAL_S
from bot.ingest.pipeline import Ingestor
from bot.ingest.polling import Poller
from bot.ingest.worker import AnalysisStopped
from storage.articles import url_key
from storage.engine import Database, open_database
from storage.model.findings import Analysis
from storage.sources import add_feed
from storage.tables import AnalysisRow, ArticleRow, UTCDateTime
from tests.benchmarks import Measure, compare

QUICK_FEEDS = 200
ENTRIES = 20
NEWS = """
a accord after again agency airport all along also and army at attack before border bridge brigade by camp
capital chief city claimed coast commander convoy council crossing damage dawn day deal defence denied depot
district dozens drones east embassy evening factory few fighters fire five flights force four from front fuel
government group guard harbour held hill home hospital hours hundreds in injured island killed land late
leader left market meeting military minister missile morning moved near neighbours night no north of officer
officials oil old on opened over parliament patrol people plane police port power president prison protest
raid railway rebels residents river road said school sea security seized seven ship since soldiers south
spokesman station storm streets strikes struck talks tanks that the three through to told tower town trade
troops truce two under union until valley village voters wall warned was water week were west which with
wounded year
"""
WORDS = NEWS.split()
"""No two entries are reprints of each other, as hardly any are among news."""
STARTED = datetime(2026, 6, 10, 12, tzinfo=UTC)


def document(feed: int, changes: int) -> bytes:
    """A feed's RSS after so many changes: 20 entries, the newest first, two hours between them."""
    entries = []
    for number in range(changes + ENTRIES, changes, -1):
        words = " ".join(random.Random(feed * 1000 + number).choices(WORDS, k=54))
        date = (STARTED - timedelta(days=30) + timedelta(hours=2 * number)).strftime("%a, %d %b %Y %H:%M:%S GMT")
        entries.append(
            f"<item><title>Report {number} of feed {feed}</title><link>https://f{feed}.example/{number}</link>"
            f"<guid>https://f{feed}.example/{number}</guid><pubDate>{date}</pubDate>"
            f"<description>&lt;p&gt;Number {number} of {feed}: {words}.&lt;/p&gt;</description></item>"
        )
    head = f'<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel><title>Feed {feed}</title>'
    return f"{head}{''.join(entries)}</channel></rss>".encode()


def is_broken(feed: int) -> bool:
    """A twentieth of the feeds."""
    return feed % 20 == 1


def _serve(pipe: Connection) -> None:
    rounds = 0
    ready = functools.cache(document)

    async def answer(request: web.Request) -> web.Response:
        feed = int(request.match_info["feed"])
        if is_broken(feed):
            return web.Response(status=500) if feed % 40 == 1 else web.Response(text="<html><body>Sorry</body></html>")
        changes = rounds if feed % 10 == 0 else 0
        tag = f'"{changes}"'
        if feed % 4 < 2 and request.headers.get("If-None-Match") == tag:
            return web.Response(status=304)
        headers = {"ETag": tag} if feed % 4 < 2 else {}
        return web.Response(body=ready(feed, changes), content_type="application/rss+xml", headers=headers)

    async def change(_request: web.Request) -> web.Response:
        nonlocal rounds
        rounds += 1
        return web.Response()

    async def run() -> None:
        app = web.Application()
        app.add_routes([web.get("/change", change), web.get("/{feed:[0-9]+}", answer)])
        runner = web.AppRunner(app, access_log=None)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0, backlog=512)
        await site.start()
        pipe.send(runner.addresses[0][1])
        await asyncio.Event().wait()

    asyncio.run(run())


@contextmanager
def served() -> Iterator[str]:
    """The address of the feeds' server."""
    here, there = multiprocessing.Pipe()
    process = multiprocessing.get_context("spawn").Process(target=_serve, args=(there,), daemon=True)
    process.start()
    try:
        yield f"http://127.0.0.1:{here.recv()}"
    finally:
        process.terminate()
        process.join()


def _analyse(text: str, **_: object) -> Analysis:
    """Reading what was stored is another stage, with rooms of its own in this bench: it waits."""
    raise AnalysisStopped("not in this room")


class Rounds:
    """Both sides, round by round."""

    def __init__(self, database: Database, root: str, feeds: int) -> None:
        self.now = STARTED
        self._root = root
        self._feeds = feeds
        self._ingestor = Ingestor(database, clock=lambda: self.now, analyse=_analyse, version="bench")
        with database.writing() as session:
            for feed in range(feeds):
                add_feed(session, f"{root}/{feed}", now=self.now, interval_s=900)
                if not is_broken(feed):
                    session.execute(insert(ArticleRow), list(self._held(feed)))
            empty = literal(0.0), literal([], JSON)
            read = select(ArticleRow.id, literal("bench"), literal(self.now, UTCDateTime()), *empty)
            names = ["article_id", "version", "analysed_at", "relevance", "summary"]
            session.execute(insert(AnalysisRow).from_select(names, read))

    def _held(self, feed: int) -> Iterator[dict[str, object]]:
        """The rows of what a feed holds at first: storing them one by one takes longer than all that is measured."""
        for item in parse_feed(document(feed, 0)).items:
            draft = as_backlog(item_draft(item, fetched_at=self.now))
            assert draft.url is not None
            yield {
                name: getattr(draft, name)
                for name in ("content_hash", "url", "title", "text", "published_at", "date_clamped", "known_since")
            } | {"url_key": url_key(draft.url), "fetched_at": self.now, "stored_at": self.now, "effective_at": self.now}

    def change(self) -> None:
        """A tenth of the feeds gets a new entry."""
        httpx.get(f"{self._root}/change")

    def ours(self) -> int:
        """Poll every feed."""
        self.change()
        self.now += timedelta(seconds=MAX_INTERVAL_S * 2)
        return asyncio.run(self._poll())

    async def _poll(self) -> int:
        async with Fetcher(clock=lambda: self.now, allow_private=True) as fetcher:
            poller = Poller(self._ingestor, fetcher, random=lambda: 0.0, fetch_pages=False)
            run = await poller.poll_due_feeds(self.now)
        assert len(run.feeds) == self._feeds
        return self._feeds

    def plain_loop(self) -> int:
        """Fetch and parse one after the other, over one client."""
        self.change()
        with httpx.Client(timeout=30) as client:
            for feed in range(self._feeds):
                response = client.get(f"{self._root}/{feed}")
                if response.status_code == 200:
                    feedparser.parse(response.content)
        return self._feeds


@contextmanager
def rounds(feeds: int) -> Iterator[Rounds]:
    """A server, an empty database with so many feeds in it, and their first poll done."""
    with served() as root, tempfile.TemporaryDirectory() as folder:
        database = open_database(f"sqlite:///{folder}/sitrep.db")
        try:
            both = Rounds(database, root, feeds)
            both.ours()
            yield both
        finally:
            database.close()


def run() -> list[Measure]:
    """A few feeds, so that the whole bench stays quick; the ratio hardly depends on their number."""
    with rounds(QUICK_FEEDS) as both:
        name = "poll feeds (10% changed, 5% broken)"
        return [compare(name, "feeds", both.ours, "httpx and feedparser in a loop", both.plain_loop, seconds=8)]


def main(feeds: int) -> None:
    """Three rounds of each side by turns, and the peak memory of this process after our first one."""
    sides: dict[str, list[tuple[float, float]]] = {"sitrep": [], "httpx and feedparser in a loop": []}
    peak_mb = 0.0
    with rounds(feeds) as both:
        for _ in range(3):
            for side, work in zip(sides, (both.ours, both.plain_loop), strict=True):
                started_s, cpu_s = time.perf_counter(), time.process_time()
                work()
                sides[side].append((time.perf_counter() - started_s, time.process_time() - cpu_s))
                # Kilobytes on Linux (getrusage(2)); before the loop has begun.
                peak_mb = peak_mb or resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    spans = {side: [statistics.median(column) for column in zip(*taken, strict=True)] for side, taken in sides.items()}
    for side, (wall_s, cpu_s) in spans.items():
        print(f"{side}: {feeds / wall_s:.0f} feeds a second; {cpu_s / feeds * 1e6:.0f} µs of processor time a feed")
    (wall_s, cpu_s), (plain_s, plain_cpu_s) = spans.values()
    print(f"ratio {plain_s / wall_s:.1f} (processor time {plain_cpu_s / cpu_s:.1f}); peak memory {peak_mb:.0f} MB")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 2000)
