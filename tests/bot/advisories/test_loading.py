"""Registers polled as feeds: the first load is silent, a change is told once, what is not listed stays."""

from __future__ import annotations

import pytest

from bot.ingest.fetch import Fetcher
from bot.ingest.pipeline import Ingestor
from bot.ingest.polling import Poller
from storage.advisories import authority_levels, mark_register
from storage.articles import count_articles
from storage.engine import Database
from storage.events import EventQuery, find_events
from storage.model.advisory import Authority, Level
from storage.places import countries
from storage.sources import add_feed
from storage.stories import get_story
from tests.bot.advisories.documents import uk_index, uk_page, us_item, us_rss
from tests.bot.ingest.conftest import Reader
from tests.bot.ingest.site import Site
from tests.conftest import NOON, FrozenClock

NAMES = [country.name for country in list(countries().values())[:219]]


@pytest.fixture
def poller(ingestor: Ingestor, fetcher: Fetcher) -> Poller:
    return Poller(ingestor, fetcher, random=lambda: 0.0)


def register(database: Database, url: str, authority: Authority) -> None:
    with database.writing() as session:
        feed, _ = add_feed(session, url, now=NOON, interval_s=3600)
        mark_register(session, feed.id, authority)


def levels(database: Database, authority: Authority = Authority.US) -> dict[str, Level]:
    with database.reading() as session:
        return authority_levels(session, authority)


def told(database: Database) -> list[tuple[str, str]]:
    with database.reading() as session:
        return [(r.event.trigger.text, r.event.subtype or "") for r in find_events(session, EventQuery())]


async def test_a_first_load_of_219_items_is_stored_and_tells_nothing(
    poller: Poller,
    database: Database,
    site: Site,
) -> None:
    register(database, site.put("/us", us_rss(*(us_item(name, 4) for name in NAMES)), "text/xml"), Authority.US)
    run = await poller.poll_all_feeds()
    assert [(p.error, p.report.stored, p.entries) for p in run.feeds] == [(None, 0, 219)]
    assert len(levels(database)) == 219
    with database.reading() as session:
        assert count_articles(session) == 0


async def test_a_change_is_told_once_as_an_advisory_on_the_words_of_the_level(
    poller: Poller,
    database: Database,
    site: Site,
    clock: FrozenClock,
    reader: Reader,
) -> None:
    register(database, site.put("/us", us_rss(us_item("Iraq", 3), us_item("Mali", 4)), "text/xml"), Authority.US)
    await poller.poll_all_feeds()
    changed = us_item("Iraq", 4, "Tue, 09 Jun 2026")
    site.put("/us", us_rss(changed, us_item("Mali", 4)), "text/xml")
    clock.forward(hours=1)
    await poller.poll_all_feeds()
    site.put("/us", us_rss(changed, us_item("Mali", 4), "<!-- again -->"), "text/xml")
    await poller.poll_all_feeds()
    assert told(database) == [("Level 4: Do Not Travel", "advisory")]
    iraq = levels(database)["IQ"]
    assert (iraq.level, iraq.previous_words, iraq.changed_at) == (4, "Level 3: Reconsider Travel", clock())
    assert reader.texts == []


async def test_a_change_has_its_place_among_the_stories_like_any_article(
    poller: Poller, database: Database, site: Site, clock: FrozenClock
) -> None:
    register(database, site.put("/us", us_rss(us_item("Iraq", 3)), "text/xml"), Authority.US)
    await poller.poll_all_feeds()
    site.put("/us", us_rss(us_item("Iraq", 4, "Tue, 09 Jun 2026")), "text/xml")
    clock.forward(hours=1)
    await poller.poll_all_feeds()
    with database.reading() as session:
        assert [telling.article.title for telling in get_story(session, 1).tellings] == [
            record.article.title for record in find_events(session, EventQuery())
        ]


async def test_what_a_cut_register_leaves_out_keeps_its_level(
    poller: Poller,
    database: Database,
    site: Site,
) -> None:
    register(database, site.put("/us", us_rss(us_item("Iraq", 4), us_item("Mali", 4)), "text/xml"), Authority.US)
    await poller.poll_all_feeds()
    site.put("/us", us_rss(us_item("Mali", 4)), "text/xml")
    await poller.poll_all_feeds()
    assert {code: level.level for code, level in levels(database).items()} == {"IQ": 4, "ML": 4}


async def test_an_old_copy_of_a_register_changes_nothing(
    poller: Poller,
    database: Database,
    site: Site,
) -> None:
    register(database, site.put("/us", us_rss(us_item("Iraq", 4)), "text/xml"), Authority.US)
    await poller.poll_all_feeds()
    site.put("/us", us_rss(us_item("Iraq", 2, "Mon, 05 Jan 2026")), "text/xml")
    await poller.poll_all_feeds()
    assert (levels(database)["IQ"].level, told(database)) == (4, [])


async def test_the_fcdos_pages_are_followed_and_one_that_fails_is_asked_for_again(
    poller: Poller,
    database: Database,
    site: Site,
) -> None:
    old = "2026-03-02T10:00:00Z"
    url = site.put("/api/content/foreign-travel-advice", uk_index(iraq=old, mali=old), "application/json")
    register(database, url, Authority.UK)
    whole = "avoid_all_travel_to_whole_country"
    site.put("/api/content/foreign-travel-advice/iraq", uk_page("iraq", whole, date=old), "application/json")
    site.refuse("/api/content/foreign-travel-advice/mali", 503)
    await poller.poll_all_feeds()
    assert set(levels(database, Authority.UK)) == {"IQ"}
    site.put("/api/content/foreign-travel-advice/mali", uk_page("mali", date=old), "application/json")
    await poller.poll_all_feeds()
    assert {c: level.level for c, level in levels(database, Authority.UK).items()} == {"IQ": 4, "ML": 1}
    assert site.asked("/api/content/foreign-travel-advice/iraq") == 1


async def test_a_register_without_levels_is_a_failed_poll(
    poller: Poller,
    database: Database,
    site: Site,
) -> None:
    register(database, site.put("/us", us_rss(), "text/xml"), Authority.US)
    (polled,) = (await poller.poll_all_feeds()).feeds
    assert polled.error == "the register holds no level that Sitrep can read"
