"""Polling real feeds on loopback into real databases."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from aiohttp import web

from bot.ingest.fetch import Fetcher
from bot.ingest.pipeline import Ingestor
from bot.ingest.polling import Poller, spread
from storage.engine import Database
from storage.model.article import Feed
from storage.reading import waiting_articles
from storage.sources import update_feed
from tests.bot.ingest.conftest import Reader
from tests.bot.ingest.polled import XML, added, articles, feed_now
from tests.bot.ingest.site import Crowd, Site, rss, rss_item
from tests.conftest import NOON, FrozenClock


@pytest.fixture
def database_url(tmp_path: Path) -> str:
    """SQLite is enough here: the queries are tried on both in tests/storage."""
    return f"sqlite:///{tmp_path / 'sitrep.db'}"


@pytest.fixture
def poller(ingestor: Ingestor, fetcher: Fetcher) -> Poller:
    """A poller that takes the text of the feed itself."""
    return Poller(ingestor, fetcher, random=lambda: 0.0, fetch_pages=False)


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
    crowd = Crowd(3, lambda: web.Response(body=rss().encode(), content_type="application/rss+xml"))
    for n in range(9):
        site.pages[f"/{n}"] = crowd
        added(database, site.at(f"/{n}"))
    poller = Poller(ingestor, fetcher, random=lambda: 0.0, concurrency=3)
    run = await poller.poll_due_feeds(NOON)
    assert (len(run.feeds), run.ok, crowd.most) == (9, True, 3)


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


async def test_a_disabled_feed_can_be_polled_by_hand(poller: Poller, database: Database, site: Site) -> None:
    feed = added(database, site.put("/feed", rss(rss_item()), XML))
    with database.writing() as session:
        update_feed(session, feed.id, disabled_at=NOON)
    (polled,) = (await poller.poll_feeds([feed_now(database, feed)])).feeds
    assert polled.report.stored == 1
