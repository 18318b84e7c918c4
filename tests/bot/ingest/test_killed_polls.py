"""A poll whose process is killed outright (SIGKILL), at any step: the next one goes on, nothing is lost or doubled."""

from __future__ import annotations

import asyncio
import signal
import sys
from pathlib import Path

import pytest
from aiohttp import web
from sqlalchemy import select

from storage.engine import Database
from storage.sources import list_feeds
from storage.tables import AnalysisRow, ArticleRow
from tests.bot.ingest.dying_poll import poll
from tests.bot.ingest.polled import XML, added
from tests.bot.ingest.site import Site, article_page, rss, rss_item

ROOT = Path(__file__).parents[3]
FEEDS = 2
ENTRIES = 3


async def started(url: str, when: str) -> asyncio.subprocess.Process:
    """A poll in a process of its own."""
    return await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.bot.ingest.dying_poll", url, when, cwd=ROOT, stderr=asyncio.subprocess.PIPE
    )


@pytest.fixture
def feeds(database: Database, site: Site) -> list[str]:
    """Two feeds with three entries each, whose pages have texts of their own; returns the addresses of all entries."""
    links = []
    for feed in range(FEEDS):
        items = []
        for entry in range(ENTRIES):
            link = site.put(f"/{feed}/{entry}", article_page(last=f"It was report {entry} of desk {feed} that day."))
            items.append(rss_item(f"Report {feed}.{entry}", link))
            links.append(link)
        added(database, site.put(f"/{feed}", rss(*items), XML))
    return links


def stored(database: Database) -> list[str | None]:
    """The address of each stored article, also of those that are not current."""
    with database.reading() as session:
        return sorted(session.scalars(select(ArticleRow.url)), key=str)


def read(database: Database) -> int:
    """How many were analysed."""
    with database.reading() as session:
        return len(session.scalars(select(AnalysisRow.article_id)).all())


@pytest.mark.parametrize("when", ["before 1", "after 1", "after 2", "after 4"])
async def test_killed_around_a_write_the_next_poll_ends_it(
    database: Database, database_url: str, feeds: list[str], when: str
) -> None:
    """Storing a feed's entries, writing the feeds' rows, writing what was found in an article."""
    process = await started(database_url, when)
    _, said = await process.communicate()
    assert process.returncode == -signal.SIGKILL, said.decode()
    await poll(database)
    assert stored(database) == sorted(feeds)
    assert read(database) == len(feeds)
    with database.reading() as session:
        assert [feed.health for feed in list_feeds(session)] == ["ok"] * FEEDS


async def test_killed_in_the_middle_of_a_page_the_next_poll_ends_it(
    database: Database, database_url: str, feeds: list[str], site: Site
) -> None:
    whole = site.pages["/1/1"]
    asked = asyncio.Event()

    async def half(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse()
        await response.prepare(request)
        await response.write(b"<html><body><p>Two drones")
        asked.set()
        await asyncio.sleep(3600)  # until the reader is dead
        return response

    site.pages["/1/1"] = half
    process = await started(database_url, "never")
    await asyncio.wait_for(asked.wait(), 60)
    process.kill()
    await process.wait()
    site.pages["/1/1"] = whole
    await poll(database)
    assert stored(database) == sorted(feeds)
    assert read(database) == len(feeds)
