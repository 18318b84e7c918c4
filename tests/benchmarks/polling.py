"""Polling many feeds on loopback, against a plain loop: fetch with httpx, parse with feedparser, one after the other.

The feeds are served by a process of their own. In each round a tenth of them has a new entry, a twentieth is broken
(half answer 500, half a web page). Half of the others know ETags; the rest send the same document again, as many
servers do. Our side stores what is new, and how each feed does; the loop stores nothing.

``python -m tests.benchmarks.polling 2000`` polls that many feeds once by each side and tells the peak memory.
"""

from __future__ import annotations

import asyncio
import multiprocessing
import resource
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

from bot.ingest.fetch import Fetcher
from bot.ingest.intervals import MAX_INTERVAL_S
from bot.ingest.pipeline import Ingestor
from bot.ingest.polling import Poller
from storage.engine import Database, open_database
from storage.model.findings import Analysis
from storage.sources import add_feed
from tests.benchmarks import Measure, compare

QUICK_FEEDS = 100
ENTRIES = 20
WORDS = "Two drones struck a fuel depot near the port of Selandia on Tuesday, officials said, and a fire burned. " * 3
STARTED = datetime(2026, 6, 10, 12, tzinfo=UTC)


def document(feed: int, changes: int) -> bytes:
    """A feed's RSS after so many changes: 20 entries, the newest first, two hours between them."""
    entries = []
    for number in range(changes + ENTRIES, changes, -1):
        date = (STARTED - timedelta(days=30) + timedelta(hours=2 * number)).strftime("%a, %d %b %Y %H:%M:%S GMT")
        entries.append(
            f"<item><title>Report {number} of feed {feed}</title><link>https://f{feed}.example/{number}</link>"
            f"<guid>https://f{feed}.example/{number}</guid><pubDate>{date}</pubDate>"
            f"<description>&lt;p&gt;Number {number} of {feed}. {WORDS}&lt;/p&gt;</description></item>"
        )
    head = f'<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel><title>Feed {feed}</title>'
    return f"{head}{''.join(entries)}</channel></rss>".encode()


def _serve(pipe: Connection) -> None:
    rounds = 0

    async def answer(request: web.Request) -> web.Response:
        feed = int(request.match_info["feed"])
        if feed % 20 == 1:
            return web.Response(status=500) if feed % 40 == 1 else web.Response(text="<html><body>Sorry</body></html>")
        changes = rounds if feed % 10 == 0 else 0
        tag = f'"{changes}"'
        if feed % 4 < 2 and request.headers.get("If-None-Match") == tag:
            return web.Response(status=304)
        headers = {"ETag": tag} if feed % 4 < 2 else {}
        return web.Response(body=document(feed, changes), content_type="application/rss+xml", headers=headers)

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
    return Analysis()


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
    """One round of each side, and the peak memory of this process after ours."""
    with rounds(feeds) as both:
        started = time.perf_counter()
        both.ours()
        ours_s = time.perf_counter() - started
        # Kilobytes on Linux (getrusage(2)); of our side alone, since the loop has not begun.
        peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        started = time.perf_counter()
        both.plain_loop()
        plain_s = time.perf_counter() - started
    print(f"{feeds} feeds: {ours_s:.1f} s ({feeds / ours_s:.0f} a second), peak memory {peak_mb:.0f} MB")
    print(f"httpx and feedparser in a loop: {plain_s:.1f} s ({feeds / plain_s:.0f} a second)")
    print(f"ratio {plain_s / ours_s:.1f}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 2000)
