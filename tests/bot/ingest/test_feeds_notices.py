"""Deaths and recoveries of feeds reach the admins, once; a first poll is no news."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.ingest.entry_pages import LONG_KNOWN, as_backlog
from bot.ingest.fetch import Fetcher
from bot.ingest.intervals import DEAD_FAILURES
from bot.ingest.notices import MOST_SHOWN, death_document, tell_admins
from bot.ingest.pipeline import Ingestor
from bot.ingest.polling import Poller
from handlers.render.document import document_from_json
from handlers.render.terminal import render_terminal
from storage.engine import Database
from storage.model.article import Draft, Feed
from storage.sources import add_feed, get_feed, update_feed
from storage.tables import DeliveryRow
from tests.bot.ingest.site import Site, rss
from tests.conftest import NOON, FrozenClock

XML = "application/rss+xml"
ADMINS = (7, 8)


@pytest.fixture
def poller(ingestor: Ingestor, fetcher: Fetcher) -> Poller:
    """A poller that tells two admins."""
    return Poller(ingestor, fetcher, random=lambda: 0.0, fetch_pages=False, admins=ADMINS)


def outbox(database: Database) -> list[tuple[int, str]]:
    with database.reading() as session:
        rows = session.execute(select(DeliveryRow.chat_id, DeliveryRow.document).order_by(DeliveryRow.id)).all()
    return [(chat, render_terminal(document_from_json(document))) for chat, document in rows]


def almost_dead(database: Database, url: str) -> Feed:
    with database.writing() as session:
        feed, _ = add_feed(session, url, now=NOON - timedelta(days=3), interval_s=900, title="Harbour")
        update_feed(session, feed.id, failures=DEAD_FAILURES - 1)
        return get_feed(session, feed.id)


async def test_a_death_is_told_once_to_each_admin(
    poller: Poller, database: Database, site: Site, clock: FrozenClock
) -> None:
    feed = almost_dead(database, site.refuse("/feed", 503))
    for _ in range(3):
        await poller.poll_due_feeds(clock.forward(hours=7))
    told = outbox(database)
    assert [chat for chat, _ in told] == [7, 8]
    assert "A feed is dead" in told[0][1]
    assert "the server answered 503" in told[0][1]
    assert f"sitrep feeds remove {feed.id}" in told[0][1]


async def test_a_recovery_is_told_once(poller: Poller, database: Database, site: Site, clock: FrozenClock) -> None:
    almost_dead(database, site.refuse("/feed", 503))
    await poller.poll_due_feeds(clock.now)
    site.put("/feed", rss(), XML)
    for _ in range(3):
        await poller.poll_due_feeds(clock.forward(hours=7))
    assert ["read again" in text for _, text in outbox(database)] == [False, False, True, True]


async def test_feeds_that_die_together_are_told_together(poller: Poller, database: Database, site: Site) -> None:
    for number in range(3):
        almost_dead(database, site.refuse(f"/{number}", 503))
    await poller.poll_due_feeds(NOON)
    assert [("3 feeds are dead" in text) for _, text in outbox(database)] == [True, True]


async def test_a_death_that_a_command_found_is_told_by_the_bot(
    ingestor: Ingestor, fetcher: Fetcher, poller: Poller, database: Database, site: Site
) -> None:
    almost_dead(database, site.refuse("/feed", 503))
    await Poller(ingestor, fetcher, random=lambda: 0.0).poll_due_feeds(NOON)
    assert outbox(database) == []
    await poller.poll_due_feeds(NOON)
    assert len(outbox(database)) == 2


async def test_a_feed_that_fails_once_is_nobodys_business(poller: Poller, database: Database, site: Site) -> None:
    with database.writing() as session:
        add_feed(session, site.refuse("/feed", 503), now=NOON, interval_s=900)
    await poller.poll_due_feeds(NOON)
    assert outbox(database) == []


def test_without_admins_a_death_counts_as_told(database: Database) -> None:
    feed = almost_dead(database, "https://h.example/feed")
    with database.writing() as session:
        update_feed(session, feed.id, dead_at=NOON)
    assert tell_admins(database, (), now=NOON) == 0
    assert tell_admins(database, ADMINS, now=NOON) == 0


def test_a_long_list_is_cut_and_says_where_the_rest_is() -> None:
    feeds = [Feed(n, f"https://h.example/{n}", NOON, NOON, 900) for n in range(MOST_SHOWN + 5)]
    assert "and 5 more: sitrep feeds list" in render_terminal(death_document(feeds))


def test_what_a_feed_held_before_counts_as_known_since_its_own_date() -> None:
    dated = Draft(text="A", fetched_at=NOON, published_at=NOON - timedelta(days=1))
    assert as_backlog(dated).known_since == NOON - timedelta(days=1)


@pytest.mark.parametrize("given", [{}, {"published_at": NOON, "date_clamped": True}], ids=["undated", "of the future"])
def test_what_has_no_date_of_its_own_is_no_news_of_a_first_poll(given: dict[str, object]) -> None:
    assert as_backlog(Draft(text="A", fetched_at=NOON, **given)).known_since == LONG_KNOWN  # type: ignore[arg-type]
