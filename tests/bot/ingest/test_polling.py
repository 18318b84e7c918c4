"""Polling real feeds on loopback into real databases."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from aiohttp import web
from sqlalchemy import select

from bot.ingest.article import Given
from bot.ingest.entries import FeedItem
from bot.ingest.fetch import Fetcher
from bot.ingest.pipeline import Ingestor
from bot.ingest.polling import Poller, entry_draft, spread
from storage.articles import article_noun
from storage.engine import Database
from storage.errors import SourceError
from storage.model.article import Article, Draft, Feed
from storage.reading import waiting_articles
from storage.sources import add_feed, get_feed, update_feed
from storage.tables import ArticleRow
from tests.bot.ingest.conftest import Reader
from tests.bot.ingest.site import Site, article_page, rss, rss_item
from tests.conftest import NOON, FrozenClock

XML = "application/rss+xml; charset=utf-8"


@pytest.fixture
def database_url(tmp_path: Path) -> str:
    """SQLite is enough here: the queries are tried on both in tests/storage."""
    return f"sqlite:///{tmp_path / 'sitrep.db'}"


@pytest.fixture
def poller(ingestor: Ingestor, fetcher: Fetcher) -> Poller:
    """A poller that takes the text of the feed itself."""
    return Poller(ingestor, fetcher, random=lambda: 0.0, fetch_pages=False)


@pytest.fixture
def page_poller(ingestor: Ingestor, fetcher: Fetcher) -> Poller:
    """A poller that reads the entries' pages."""
    return Poller(ingestor, fetcher, random=lambda: 0.0)


def added(database: Database, url: str, **given: str) -> Feed:
    with database.writing() as session:
        return add_feed(session, url, now=NOON, interval_s=3600, **given)[0]  # type: ignore[arg-type]


def feed_now(database: Database, feed: Feed) -> Feed:
    with database.reading() as session:
        return get_feed(session, feed.id)


def articles(database: Database) -> list[Article]:
    with database.reading() as session:
        return [article_noun(row) for row in session.scalars(select(ArticleRow).order_by(ArticleRow.id))]


async def test_the_first_poll_stores_what_is_there_reads_it_and_is_marked(
    poller: Poller, database: Database, site: Site, reader: Reader
) -> None:
    feed = added(database, site.put("/feed", rss(rss_item(), rss_item("B", "https://h.example/2", None, "Two.")), XML))
    run = await poller.poll_due_feeds(NOON)
    assert [(p.report.stored, p.entries, p.first, p.error) for p in run.feeds] == [(2, 2, True, None)]
    state = feed_now(database, feed)
    assert state.first_polled_at == state.last_success_at == NOON
    assert (state.title, state.health, state.next_poll_at) == ("The Harbour Post", "ok", NOON + timedelta(minutes=30))
    assert len(reader.texts) == 2
    assert run.ok


async def test_articles_keep_their_own_date_and_a_missing_one_stays_unknown(
    poller: Poller, database: Database, site: Site
) -> None:
    late = "Thu, 11 Jun 2026 12:00:00 GMT"
    items = [rss_item(text="A."), rss_item("B", "https://h.example/2", "soon", "B."), rss_item("C", None, late, "C.")]
    added(database, site.put("/feed", rss(*items), XML))
    await poller.poll_due_feeds(NOON)
    dates = {a.text: (a.published_at, a.date_clamped) for a in articles(database)}
    published = datetime(2026, 6, 9, 5, 15, tzinfo=UTC)
    assert dates == {"A.": (published, False), "B.": (None, False), "C.": (NOON, True)}


async def test_the_oldest_entry_is_stored_first(poller: Poller, database: Database, site: Site) -> None:
    items = [rss_item(t, f"https://h.example/{t}", text=t) for t in ("newest", "middle", "oldest")]
    added(database, site.put("/feed", rss(*items), XML))
    await poller.poll_due_feeds(NOON)
    assert [article.text for article in articles(database)] == ["oldest", "middle", "newest"]


@pytest.mark.parametrize(
    ("given", "name"), [({}, "The Harbour Post"), ({"source_name": "Harbour Wire"}, "Harbour Wire")]
)
async def test_articles_are_filed_under_the_feeds_title_unless_a_source_is_given(
    poller: Poller, database: Database, site: Site, given: dict[str, str], name: str
) -> None:
    added(database, site.put("/feed", rss(rss_item()), XML), **given)
    await poller.poll_due_feeds(NOON)
    (article,) = articles(database)
    assert article.source is not None
    assert article.source.name == name


async def test_a_feed_is_polled_when_it_is_due_and_not_before(
    poller: Poller, database: Database, site: Site, clock: FrozenClock
) -> None:
    added(database, site.put("/feed", rss(rss_item()), XML))
    await poller.poll_due_feeds(NOON)
    assert (await poller.poll_due_feeds(clock.forward(minutes=29))).feeds == ()
    (again,) = (await poller.poll_due_feeds(clock.forward(minutes=1))).feeds
    assert (again.first, again.report.stored, again.not_modified) == (False, 0, True)
    assert len((await poller.poll_all_feeds()).feeds) == 1


async def test_an_unchanged_feed_is_asked_for_conditionally(
    poller: Poller, database: Database, site: Site, clock: FrozenClock
) -> None:
    async def conditional(request: web.Request) -> web.StreamResponse:
        if request.headers.get("If-None-Match") == '"1"':
            return web.Response(status=304)
        return web.Response(body=rss(rss_item()).encode(), headers={"ETag": '"1"', "Content-Type": XML})

    site.pages["/feed"] = conditional
    feed = added(database, site.at("/feed"))
    await poller.poll_due_feeds(NOON)
    (again,) = (await poller.poll_due_feeds(clock.forward(hours=1))).feeds
    assert (again.not_modified, again.error) == (True, None)
    state = feed_now(database, feed)
    assert (state.etag, state.last_success_at, state.interval_s) == ('"1"', clock.now, 2700)


async def test_an_edited_entry_is_a_revision(
    poller: Poller, database: Database, site: Site, clock: FrozenClock
) -> None:
    added(database, site.put("/feed", rss(rss_item(text="Two died.")), XML))
    await poller.poll_due_feeds(NOON)
    site.put("/feed", rss(rss_item(text="Three died.")), XML)
    (again,) = (await poller.poll_due_feeds(clock.forward(hours=1))).feeds
    assert again.report.revisions == 1
    assert [(a.text, a.superseded_by) for a in articles(database)] == [("Two died.", 2), ("Three died.", None)]


async def test_an_entry_that_stands_unchanged_in_a_changed_feed_is_not_taken_in_again(
    poller: Poller, database: Database, site: Site, clock: FrozenClock
) -> None:
    added(database, site.put("/feed", rss(rss_item()), XML))
    await poller.poll_due_feeds(NOON)
    site.put("/feed", rss(rss_item("B", "https://h.example/2", None, "Two."), rss_item()), XML)
    (again,) = (await poller.poll_due_feeds(clock.forward(hours=1))).feeds
    assert (again.entries, again.report.stored, again.report.duplicates) == (2, 1, 0)


async def test_one_feeds_fault_is_recorded_in_words_and_leaves_the_others_alone(
    poller: Poller, database: Database, site: Site, clock: FrozenClock
) -> None:
    bad = added(database, site.refuse("/bad", 503, Retry_After="7200"))
    page = added(database, site.put("/page", "<html><body>hello</body></html>"))
    good = added(database, site.put("/good", rss(rss_item()), XML))
    run = await poller.poll_due_feeds(NOON)
    assert not run.ok
    assert [p.error for p in run.feeds] == [
        "the server answered 503 (Service Unavailable)",
        "this is a web page, not an RSS or Atom feed",
        None,
    ]
    state = feed_now(database, bad)
    assert (state.failures, state.last_error) == (1, "the server answered 503 (Service Unavailable)")
    assert (state.health, state.next_poll_at) == ("failing (1 in a row)", NOON + timedelta(hours=2))
    assert feed_now(database, page).failures == 1
    assert feed_now(database, good).health == "ok"
    site.put("/bad", rss(), XML)
    await poller.poll_due_feeds(clock.forward(hours=3))
    recovered = feed_now(database, bad)
    assert (recovered.failures, recovered.last_error, recovered.health) == (0, None, "ok")


async def test_a_feed_that_is_gone_is_disabled(
    poller: Poller, database: Database, site: Site, clock: FrozenClock
) -> None:
    feed = added(database, site.refuse("/feed", 410))
    await poller.poll_due_feeds(NOON)
    assert feed_now(database, feed).health == "disabled"
    assert (await poller.poll_due_feeds(clock.forward(days=9))).feeds == ()
    assert (await poller.poll_all_feeds()).feeds == ()


async def test_a_feed_that_moved_for_good_is_asked_at_its_new_address(
    poller: Poller, database: Database, site: Site
) -> None:
    site.put("/new", rss(rss_item()), XML)
    feed = added(database, site.redirect("/old", "/new", 301))
    await poller.poll_due_feeds(NOON)
    assert feed_now(database, feed).url == site.at("/new")


async def test_no_more_feeds_than_allowed_are_fetched_at_once(
    ingestor: Ingestor, database: Database, site: Site, fetcher: Fetcher
) -> None:
    under_way = most = 0
    full = asyncio.Event()

    async def slow(_request: web.Request) -> web.StreamResponse:
        nonlocal under_way, most
        under_way += 1
        most = max(most, under_way)
        if under_way == 3:
            full.set()
        await asyncio.wait_for(full.wait(), 5)
        under_way -= 1
        return web.Response(body=rss().encode(), content_type="application/rss+xml")

    for n in range(9):
        site.pages[f"/{n}"] = slow
        added(database, site.at(f"/{n}"))
    poller = Poller(ingestor, fetcher, random=lambda: 0.0, concurrency=3)
    run = await poller.poll_due_feeds(NOON)
    assert (len(run.feeds), run.ok, most) == (9, True, 3)


async def test_an_article_that_cannot_be_read_is_told_apart_from_its_feed(
    poller: Poller, database: Database, site: Site
) -> None:
    feed = added(database, site.put("/feed", rss(rss_item(text="An unreadable text.")), XML))
    run = await poller.poll_due_feeds(NOON)
    assert [o.reason for o in run.reading.problems] == ["this text cannot be read"]
    assert feed_now(database, feed).health == "ok"
    assert not run.ok


def test_feeds_of_one_host_are_asked_far_apart() -> None:
    urls = ["https://a.example/1", "https://a.example/2", "https://a.example/3", "https://b.example/1"]
    feeds = [Feed(n, url, NOON, NOON, 900) for n, url in enumerate(urls)]
    assert [feed.url for feed in spread(feeds)] == [urls[0], urls[3], urls[1], urls[2]]


class Killed(BaseException):
    """What a kill looks like from inside: nothing after it is done."""


async def test_a_poll_killed_before_its_row_is_written_is_done_again(
    poller: Poller, database: Database, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    feed = added(database, site.put("/feed", rss(rss_item()), XML, ETag='"1"'))

    def killed(*_args: object, **_named: object) -> None:
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr("bot.ingest.polling.update_feeds", killed)
        with pytest.raises(Killed):
            await poller.poll_due_feeds(NOON)
    with database.reading() as session:
        assert len(waiting_articles(session, limit=10)) == 1
    assert feed_now(database, feed).etag is None
    (again,) = (await poller.poll_due_feeds(NOON)).feeds
    assert (again.report.stored, again.report.duplicates) == (0, 1)


# --- pages -------------------------------------------------------------------------------------------------------


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
    assert entry_draft(ITEM, page(), NOON, Given(), None).text == "A longer text."
    assert entry_draft(ITEM, page(text="Pay."), NOON, Given(), None).text == "Short."


def test_the_page_fills_what_the_feed_leaves_open_but_not_with_a_clamped_date() -> None:
    earlier = NOON - timedelta(hours=1)
    merged = entry_draft(ITEM, page(title="T", published_at=earlier, language="fr"), NOON, Given(), "Feed")
    assert (merged.title, merged.published_at, merged.language, merged.source_name) == ("T", earlier, "fr", "Feed")
    assert entry_draft(ITEM, page(published_at=NOON, date_clamped=True), NOON, Given(), None).published_at is None


def test_an_entry_with_nothing_in_it_is_a_source_error() -> None:
    with pytest.raises(SourceError):
        entry_draft(FeedItem(None, None, " ", None, None, None), None, NOON, Given(), None)


async def test_a_disabled_feed_can_be_polled_by_hand(poller: Poller, database: Database, site: Site) -> None:
    feed = added(database, site.put("/feed", rss(rss_item()), XML))
    with database.writing() as session:
        update_feed(session, feed.id, disabled_at=NOON)
    (polled,) = (await poller.poll_feeds([feed_now(database, feed)])).feeds
    assert polled.report.stored == 1
