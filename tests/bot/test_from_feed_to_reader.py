"""From a feed on loopback to messages in the local Telegram: only what is new is told, and admins hear of deaths."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import datetime, timedelta

import pytest
from telegram.ext import ExtBot
from telegram.request import HTTPXRequest

from bot.briefing.compose import DatabaseBriefer
from bot.delivery.limiter import Limiter
from bot.delivery.sender import Sender
from bot.demo.control import ChatHandle, LocalTelegram
from bot.ingest.fetch import Fetcher
from bot.ingest.intervals import DEAD_FAILURES
from bot.ingest.pipeline import Ingestor
from bot.ingest.polling import Poller
from bot.schedule import Schedule
from storage.chats import ensure_chat
from storage.engine import Database
from storage.model.chat import Scope
from storage.model.findings import Analysis, EventType, Severity
from storage.sources import add_feed, update_feed
from storage.subscriptions import put_subscription
from tests.bot.ingest.polled import XML, added
from tests.bot.ingest.site import Site, rss, rss_item, serving
from tests.builders import Story
from tests.conftest import NOON, FrozenClock


def analyse(
    text: str, *, title: str | None = None, published: datetime | None = None, source: str | None = None
) -> Analysis:
    """An attack in Iraq."""
    return Story(text).event(EventType.ASSAULT, "struck", severity=Severity.HIGH, place=("Mosul", "IQ")).analysis


@pytest.fixture
async def site() -> AsyncIterator[Site]:
    """A site on loopback."""
    async with serving() as site:
        yield site


@pytest.fixture
async def chat(local_telegram: LocalTelegram) -> ChatHandle:
    """Anna's, started."""
    anna = local_telegram.person("Anna")
    await anna.says(anna.private_chat(), "/start")
    return anna.private_chat()


@pytest.fixture
async def schedule(
    local_telegram: LocalTelegram, database: Database, clock: FrozenClock, chat: ChatHandle
) -> AsyncIterator[Schedule]:
    """What happens by the clock: polling (Anna is the admin), digests, sending over real HTTP."""
    without = HTTPXRequest(httpx_kwargs={"verify": False})
    updates = HTTPXRequest(httpx_kwargs={"verify": False})
    url = f"{local_telegram.url}/bot"
    made = ExtBot(
        local_telegram.token, base_url=url, request=without, get_updates_request=updates, rate_limiter=Limiter()
    )
    ingestor = Ingestor(database, clock=clock, analyse=analyse, version="test")
    async with made as bot, Fetcher(clock=clock, allow_private=True) as fetcher:
        poller = Poller(ingestor, fetcher, random=lambda: 0.0, fetch_pages=False, admins=[chat.id])
        sender = Sender(bot, database, clock=clock)
        yield Schedule(database, DatabaseBriefer(database), sender, clock=clock, poll_feeds=poller.poll_due_feeds)


def subscribe(database: Database, chat: ChatHandle, now: datetime) -> None:
    """A daily digest on Iraq, due in an hour."""
    with database.writing() as session:
        ensure_chat(session, chat.id, kind="private", title=None, now=now)
        put_subscription(
            session,
            chat_id=chat.id,
            thread_id=0,
            scope=Scope.country("IQ"),
            recurrence="daily 13:00",
            timezone="UTC",
            min_severity=Severity.INFORMATIONAL,
            next_due_at=now + timedelta(hours=1),
            now=now,
        )


async def test_a_digest_tells_what_came_after_the_first_poll_and_nothing_older(
    schedule: Schedule, database: Database, clock: FrozenClock, site: Site, chat: ChatHandle
) -> None:
    """What the feed held when it was added is stored, and told to nobody."""
    subscribe(database, chat, clock())
    old = rss_item("Old", "https://h.example/1", "Fri, 05 Jun 2026 09:00:00 GMT", "Drones struck a depot in Mosul.")
    new = rss_item("New", "https://h.example/2", "Wed, 10 Jun 2026 12:20:00 GMT", "Rockets struck a bridge in Mosul.")
    added(database, site.put("/feed", rss(old), XML))
    await schedule.tick()
    assert chat.unread == []
    site.put("/feed", rss(new, old), XML)
    clock.forward(minutes=45)
    await schedule.tick()
    assert chat.unread == []
    clock.forward(minutes=16)
    await schedule.tick()
    (digest,) = chat.unread
    assert "Rockets struck a bridge" in digest.plain
    assert "Drones struck a depot" not in digest.plain


async def test_the_admin_hears_of_a_feeds_death_and_of_its_recovery(
    schedule: Schedule, database: Database, clock: FrozenClock, site: Site, chat: ChatHandle
) -> None:
    """One message each, however often it is polled in between."""
    with database.writing() as session:
        feed, _ = add_feed(
            session, site.refuse("/feed", 503), now=NOON - timedelta(days=3), interval_s=900, title="Harbour"
        )
        update_feed(session, feed.id, failures=DEAD_FAILURES - 1)
    for _ in range(2):
        await schedule.tick()
        await schedule.tick()
        clock.forward(hours=7)
    site.put("/feed", rss(), XML)
    for _ in range(2):
        await schedule.tick()
        await schedule.tick()
        clock.forward(hours=7)
    assert [message.plain.splitlines()[0] for message in chat.unread] == [
        "⚠️ A feed is dead",
        "✅ A feed is read again",
    ]
