"""The pages behind a feed's entries, and what serves where they cannot be read."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.ingest.article import Given
from bot.ingest.entries import FeedItem
from bot.ingest.entry_pages import EntryPage, entry_draft
from bot.ingest.fetch import Fetcher
from bot.ingest.pipeline import Ingestor
from bot.ingest.polling import Poller
from storage.engine import Database
from storage.errors import SourceError
from storage.model.article import Draft, FeedOnly
from tests.bot.ingest.polled import XML, added, articles, feed_now
from tests.bot.ingest.site import Site, article_page, rss, rss_item
from tests.conftest import NOON, FrozenClock


@pytest.fixture
def database_url(tmp_path: Path) -> str:
    """SQLite is enough here: the queries are tried on both in tests/storage."""
    return f"sqlite:///{tmp_path / 'sitrep.db'}"


@pytest.fixture
def page_poller(ingestor: Ingestor, fetcher: Fetcher) -> Poller:
    """A poller that reads the entries' pages."""
    return Poller(ingestor, fetcher, random=lambda: 0.0)


async def test_the_full_text_comes_from_the_entrys_page(page_poller: Poller, database: Database, site: Site) -> None:
    url = site.put("/1", article_page(title="Another headline"))
    added(database, site.put("/feed", rss(rss_item(link=url)), XML))
    await page_poller.poll_due_feeds(NOON)
    (article,) = articles(database)
    assert article.text.startswith("Two drones struck a fuel depot near the port of Selandia")
    assert (article.title, article.url, article.language) == ("Drones hit depot", url, "en")
    assert article.published_at == datetime(2026, 6, 9, 5, 15, tzinfo=UTC)


async def test_a_page_is_fetched_once_and_again_only_when_its_entry_was_updated(
    page_poller: Poller, database: Database, site: Site, clock: FrozenClock
) -> None:
    url = site.put("/1", article_page())
    atom = (
        '<feed xmlns="http://www.w3.org/2005/Atom"><title>H</title><entry><title>Drones</title>'
        '<link href="{}"/><updated>{}</updated></entry></feed>'
    )
    added(database, site.put("/feed", atom.format(url, "2026-06-10T11:00:00Z"), XML))
    await page_poller.poll_due_feeds(NOON)
    await page_poller.poll_due_feeds(clock.forward(hours=7))
    assert site.asked("/1") == 1
    site.put("/1", article_page(last="The ministry corrected the number of drones to three."))
    site.put("/feed", atom.format(url, "2026-06-10T20:00:00Z"), XML)
    (again,) = (await page_poller.poll_due_feeds(clock.forward(hours=7))).feeds
    assert (site.asked("/1"), again.report.revisions) == (2, 1)


async def test_a_text_known_under_another_address_is_not_fetched_again_and_again(
    page_poller: Poller, database: Database, site: Site, clock: FrozenClock
) -> None:
    one, two = site.put("/1", article_page()), site.put("/2", article_page())
    added(database, site.put("/feed", rss(rss_item(link=one), rss_item(link=two)), XML))
    for _ in range(3):
        await page_poller.poll_due_feeds(clock.forward(hours=7))
    assert (site.asked("/1"), site.asked("/2")) == (1, 1)


async def test_the_feeds_own_text_serves_where_the_page_cannot_be_read(
    page_poller: Poller, database: Database, site: Site
) -> None:
    pdf = site.put("/pdf", b"%PDF-1.7", "application/pdf")
    items = [rss_item("A", site.at("/missing"), text="A."), rss_item("B", pdf, text="B.")]
    feed = added(database, site.put("/feed", rss(*items), XML))
    await page_poller.poll_due_feeds(NOON)
    assert {article.text for article in articles(database)} == {"A.", "B."}
    assert feed_now(database, feed).health == "ok"


async def test_behind_a_paywall_the_feeds_summary_serves_and_that_is_known(
    page_poller: Poller, database: Database, site: Site
) -> None:
    url = site.put("/1", article_page(head='<meta property="article:content_tier" content="locked">'))
    added(database, site.put("/feed", rss(rss_item(link=url, text="A depot burned.")), XML))
    await page_poller.poll_due_feeds(NOON)
    assert [(a.text, a.feed_only) for a in articles(database)] == [("A depot burned.", FeedOnly.PAYWALL)]


async def test_a_closed_page_is_not_fetched_and_the_feeds_text_serves(
    page_poller: Poller, database: Database, site: Site
) -> None:
    site.put("/robots.txt", "User-agent: *\nDisallow: /1\n", "text/plain")
    url = site.put("/1", article_page())
    added(database, site.put("/feed", rss(rss_item(link=url, text="A depot burned.")), XML))
    await page_poller.poll_due_feeds(NOON)
    assert site.asked("/1") == 0
    assert [(a.text, a.feed_only) for a in articles(database)] == [("A depot burned.", FeedOnly.ROBOTS)]


async def test_the_author_is_stored_from_the_page_or_the_feed(
    page_poller: Poller, database: Database, site: Site
) -> None:
    byline = '<meta name="author" content="Mara Lind">'
    pages = [site.put(f"/{n}", article_page(head=byline, last=f"Part {n}.")) for n in (1, 2)]
    named = rss_item("B", pages[1]).replace("</item>", "<author>desk@harbour.example (Jo Reed)</author></item>")
    added(database, site.put("/feed", rss(named, rss_item(link=pages[0])), XML))
    await page_poller.poll_due_feeds(NOON)
    assert [article.author for article in articles(database)] == ["Mara Lind", "Jo Reed"]


async def test_a_site_whose_pages_all_fail_is_not_asked_for_every_one(
    page_poller: Poller, database: Database, site: Site
) -> None:
    items = [rss_item(str(n), site.refuse(f"/{n}", 500), text=f"Text {n}.") for n in range(10)]
    added(database, site.put("/feed", rss(*items), XML))
    await page_poller.poll_due_feeds(NOON)
    assert sum(site.asked(f"/{n}") for n in range(10)) == 3
    assert len(articles(database)) == 10


async def test_a_feed_cannot_lead_to_the_operators_own_network(
    ingestor: Ingestor, database: Database, site: Site, clock: FrozenClock
) -> None:
    feed = added(database, site.put("/feed", rss(rss_item()), XML))
    async with Fetcher(clock=clock) as strict:
        await Poller(ingestor, strict, random=lambda: 0.0).poll_due_feeds(NOON)
    assert "private network" in (feed_now(database, feed).last_error or "")
    assert site.requests == []


ITEM = FeedItem(url="https://h.example/1", title=None, text="Short.", published=None, updated=None, language="en")


def page(**given: object) -> Draft:
    return replace(Draft(text="A longer text.", fetched_at=NOON), **given)  # type: ignore[arg-type]


def test_the_longer_text_wins_since_a_page_may_be_a_paywalls_stub() -> None:
    assert entry_draft(ITEM, EntryPage(page()), NOON, Given(), None).text == "A longer text."
    assert entry_draft(ITEM, EntryPage(page(text="Pay.")), NOON, Given(), None).text == "Short."


def test_the_page_fills_what_the_feed_leaves_open_but_not_with_a_clamped_date() -> None:
    earlier = NOON - timedelta(hours=1)
    merged = entry_draft(ITEM, EntryPage(page(title="T", published_at=earlier, language="fr")), NOON, Given(), "Feed")
    assert (merged.title, merged.published_at, merged.language, merged.source_name) == ("T", earlier, "fr", "Feed")
    assert (
        entry_draft(ITEM, EntryPage(page(published_at=NOON, date_clamped=True)), NOON, Given(), None).published_at
        is None
    )


def test_an_entry_with_nothing_in_it_is_a_source_error() -> None:
    with pytest.raises(SourceError):
        entry_draft(FeedItem(None, None, " ", None, None, None), None, NOON, Given(), None)
