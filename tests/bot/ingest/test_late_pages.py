"""Pages that could not be reached are asked for again, seldom enough, and give their articles the full text."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta

import pytest
from aiohttp import web
from sqlalchemy import func, select

from bot.briefing.compose import DatabaseBriefer
from bot.ingest.fetch import Fetcher
from bot.ingest.pipeline import Ingestor
from bot.ingest.polling import Poller
from storage.engine import Database
from storage.model.article import Article, FeedOnly
from storage.model.briefing import Briefing, Window
from storage.model.chat import Scope, Subscription
from storage.model.findings import Analysis, EventType, Severity
from storage.page_try_tables import PageTryRow
from storage.revisions import withdrawn_events
from storage.stories import stories_of
from storage.tables import EventRow
from tests.bot.ingest.polled import XML, added, articles
from tests.bot.ingest.site import Site, article_page, rss, rss_item
from tests.builders import Story
from tests.conftest import NOON, FrozenClock

FULL = article_page(last="Officials spoke. A ministry spokesperson said an inquiry had begun.")
TEASER = "Two drones struck a fuel depot near the port of Selandia on Tuesday, officials said."


def analyse(
    text: str, *, title: str | None = None, published: datetime | None = None, source: str | None = None
) -> Analysis:
    """The attack, of which teaser and page tell, and one more event in each."""
    story = Story(text, focus=["IQ"]).event(EventType.ASSAULT, "struck", severity=Severity.HIGH)
    if "inquiry" in text:
        story.event(EventType.ACCUSE, "inquiry")
    if "officials said." in text:
        story.event(EventType.COOPERATE, "said")
    return story.analysis


@pytest.fixture
def ingestor(database: Database, clock: FrozenClock) -> Ingestor:
    """An ingestor that finds events."""
    return Ingestor(database, clock=clock, analyse=analyse, version="test")


@pytest.fixture
async def poller(ingestor: Ingestor, fetcher: Fetcher, site: Site) -> Poller:
    """A poller that has polled its feed before, when it was empty."""
    poller = Poller(ingestor, fetcher, random=lambda: 0.0)
    added(ingestor.database, site.put("/feed", rss(), XML))
    await poller.poll_all_feeds()
    return poller


def list_entry(site: Site, link: str, text: str = TEASER) -> None:
    """The feed has one entry now."""
    site.put("/feed", rss(rss_item(link=link, text=text)), XML)


async def read_late(poller: Poller, site: Site, clock: FrozenClock) -> None:
    """An entry whose page is refused at the first poll and read at one half an hour later."""
    list_entry(site, site.refuse("/1", 503))
    await poller.poll_all_feeds()
    site.put("/1", FULL)
    clock.forward(minutes=30)
    await poller.poll_all_feeds()


def current(database: Database) -> list[Article]:
    return [article for article in articles(database) if article.superseded_by is None]


def waiting(database: Database) -> int:
    with database.reading() as session:
        return session.scalar(select(func.count()).select_from(PageTryRow)) or 0


def subscription(last: datetime) -> Subscription:
    return Subscription(
        id=1,
        chat_id=1,
        thread_id=0,
        scope=Scope.country("IQ"),
        recurrence="daily 13:00",
        timezone="UTC",
        min_severity=Severity.INFORMATIONAL,
        next_due_at=NOON,
        created_at=NOON,
        last_cutoff_at=last,
    )


def lines(briefing: Briefing) -> list[tuple[int, str]]:
    """The article and the beginning of each line of a briefing."""
    shown = [line for section in briefing.sections for line in section.lines]
    return [(line.records[0].article.id, line.text.split(",")[0]) for line in shown]


async def failing(_request: web.Request) -> web.StreamResponse:
    """An answer that breaks off before it begins."""
    assert _request.transport is not None
    _request.transport.abort()
    return web.Response()


@pytest.mark.parametrize("fault", ["500", "503", "429", "broken connection"])
async def test_a_page_that_answers_later_gives_its_article_the_full_text(
    poller: Poller, database: Database, site: Site, clock: FrozenClock, fault: str
) -> None:
    link = site.at("/1")
    if fault.isdigit():
        site.refuse("/1", int(fault))
    else:
        site.pages["/1"] = failing
    list_entry(site, link)
    await poller.poll_all_feeds()
    assert [(a.text, a.feed_only) for a in current(database)] == [(TEASER, FeedOnly.UNREACHABLE)]
    site.put("/1", FULL)
    clock.forward(minutes=30)
    (polled,) = (await poller.poll_all_feeds()).feeds
    assert (polled.report.stored, polled.report.revisions) == (1, 1)
    (article,) = current(database)
    assert (article.revision, article.url, article.feed_only) == (2, link, None)
    assert "an inquiry had begun" in article.text
    assert waiting(database) == 0


async def test_a_page_without_an_answer_in_time_is_asked_for_again(
    ingestor: Ingestor, database: Database, site: Site, clock: FrozenClock
) -> None:
    async def silent(_request: web.Request) -> web.StreamResponse:
        await asyncio.Event().wait()
        return web.Response()

    site.pages["/1"] = silent
    added(database, site.put("/feed", rss(rss_item(link=site.at("/1"), text=TEASER)), XML))
    async with Fetcher(clock=clock, allow_private=True, timeout_s=0.5) as fetcher:
        poller = Poller(ingestor, fetcher, random=lambda: 0.0)
        await poller.poll_all_feeds()
        site.put("/1", FULL)
        clock.forward(minutes=30)
        await poller.poll_all_feeds()
    assert [a.feed_only for a in current(database)] == [None]


async def test_a_page_that_never_answers_is_asked_for_four_times(
    poller: Poller, database: Database, site: Site, clock: FrozenClock
) -> None:
    list_entry(site, site.refuse("/1", 503))
    for _ in range(50):
        await poller.poll_all_feeds()
        clock.forward(hours=1)
    assert site.asked("/1") == 4
    assert [(a.text, a.feed_only) for a in articles(database)] == [(TEASER, FeedOnly.UNREACHABLE)]
    assert waiting(database) == 0


async def test_of_a_seldom_polled_feed_all_tries_fit_into_a_day(
    poller: Poller, database: Database, site: Site, clock: FrozenClock
) -> None:
    list_entry(site, site.refuse("/1", 503))
    for _ in range(9):
        await poller.poll_all_feeds()
        clock.forward(hours=6.6)
    assert (site.asked("/1"), waiting(database)) == (4, 0)


async def test_a_page_is_not_asked_for_again_at_once(poller: Poller, site: Site, clock: FrozenClock) -> None:
    list_entry(site, site.refuse("/1", 503))
    for _ in range(3):
        await poller.poll_all_feeds()
        clock.forward(minutes=4)
    assert site.asked("/1") == 1


async def test_a_server_that_asks_to_wait_is_left_alone_so_long(poller: Poller, site: Site, clock: FrozenClock) -> None:
    list_entry(site, site.refuse("/1", 429, Retry_After="7200"))
    await poller.poll_all_feeds()
    clock.forward(minutes=119)
    await poller.poll_all_feeds()
    assert site.asked("/1") == 1
    clock.forward(minutes=1)
    await poller.poll_all_feeds()
    assert site.asked("/1") == 2


async def test_a_host_that_asks_to_wait_is_asked_for_no_other_page_of_that_poll(
    poller: Poller, database: Database, site: Site, clock: FrozenClock
) -> None:
    items = [rss_item(str(n), site.refuse(f"/{n}", 429, Retry_After="600"), text=f"Drones struck {n}.") for n in "12"]
    site.put("/feed", rss(*items), XML)
    await poller.poll_all_feeds()
    assert site.asked("/1") + site.asked("/2") == 1
    for n in "12":
        site.put(f"/{n}", article_page(last=f"An inquiry into {n} had begun, a spokesperson of the ministry said."))
    clock.forward(minutes=30)
    await poller.poll_all_feeds()
    assert [a.feed_only for a in current(database)] == [None, None]


@pytest.mark.parametrize("status", [401, 402, 403, 404, 410, 451])
async def test_a_page_that_was_refused_is_not_asked_for_again(
    poller: Poller, database: Database, site: Site, clock: FrozenClock, status: int
) -> None:
    list_entry(site, site.refuse("/1", status))
    for _ in range(3):
        await poller.poll_all_feeds()
        clock.forward(hours=7)
    assert (site.asked("/1"), waiting(database)) == (1, 0)


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"%PDF-1.7", "application/pdf"),
        (b"<html><body></body></html>", "text/html"),
        (b"x" * 6_000_000, "text/html"),
        (article_page(head='<meta property="article:content_tier" content="locked">').encode(), "text/html"),
    ],
    ids=["no web page", "empty", "too large", "paywall"],
)
async def test_a_page_that_gave_no_article_is_not_asked_for_again(
    poller: Poller, database: Database, site: Site, clock: FrozenClock, body: bytes, kind: str
) -> None:
    list_entry(site, site.put("/1", body, kind))
    for _ in range(3):
        await poller.poll_all_feeds()
        clock.forward(hours=7)
    assert (site.asked("/1"), waiting(database)) == (1, 0)


async def test_a_page_that_robots_txt_closes_meanwhile_is_not_asked_for(
    poller: Poller, database: Database, site: Site, clock: FrozenClock
) -> None:
    site.put("/robots.txt", "", "text/plain")
    list_entry(site, site.refuse("/1", 503, Retry_After=str(23 * 3600)))
    clock.forward(hours=-2)
    await poller.poll_all_feeds()  # robots.txt is kept for a day from here on
    site.put("/robots.txt", "User-agent: *\nDisallow: /1\n", "text/plain")
    clock.forward(hours=24)
    await poller.poll_all_feeds()
    assert site.asked("/1") == 1
    assert [(a.text, a.feed_only) for a in articles(database)] == [(TEASER, FeedOnly.ROBOTS)]


async def test_a_robots_txt_that_could_not_be_had_once_costs_no_full_text(
    poller: Poller, database: Database, site: Site, clock: FrozenClock
) -> None:
    """Where a whole host is out of order its robots.txt is what fails."""
    site.refuse("/robots.txt", 503)
    list_entry(site, site.put("/1", FULL))
    await poller.poll_all_feeds()
    assert [(site.asked("/1"), a.feed_only) for a in current(database)] == [(0, FeedOnly.UNREACHABLE)]
    site.put("/robots.txt", "", "text/plain")
    clock.forward(minutes=30)
    await poller.poll_all_feeds()
    assert [(site.asked("/1"), a.feed_only) for a in current(database)] == [(1, None)]


async def test_pages_left_out_since_others_failed_are_asked_for_later(
    poller: Poller, database: Database, site: Site, clock: FrozenClock
) -> None:
    paths = [f"/{n}" for n in range(5)]
    items = [rss_item(path, site.refuse(path, 500), text=f"Drones struck {path}.") for path in paths]
    site.put("/feed", rss(*items), XML)
    await poller.poll_all_feeds()
    assert sum(map(site.asked, paths)) == 3
    for path in paths:
        site.put(path, article_page(last=f"An inquiry into {path} had begun, a spokesperson of the ministry said."))
    clock.forward(minutes=30)
    await poller.poll_all_feeds()
    assert [a.feed_only for a in current(database)] == [None] * 5


async def test_a_page_with_less_than_the_feed_leaves_the_text_and_is_no_reason_any_longer(
    poller: Poller, database: Database, site: Site, clock: FrozenClock
) -> None:
    long = TEASER + " The fire was seen from afar." * 40
    list_entry(site, site.refuse("/1", 503), text=long)
    await poller.poll_all_feeds()
    site.put("/1", FULL)
    clock.forward(minutes=30)
    (polled,) = (await poller.poll_all_feeds()).feeds
    assert polled.report.stored == 0
    assert [(a.text, a.feed_only) for a in articles(database)] == [(long, None)]


async def test_an_article_that_was_revised_meanwhile_needs_no_other_try(
    poller: Poller, database: Database, site: Site, clock: FrozenClock
) -> None:
    atom = (
        '<feed xmlns="http://www.w3.org/2005/Atom"><title>H</title><entry><title>Drones</title>'
        '<link href="{}"/><updated>{}</updated><summary>Drones struck.</summary></entry></feed>'
    )
    link = site.refuse("/1", 503)
    site.put("/feed", atom.format(link, "2026-06-10T11:00:00Z"), XML)
    await poller.poll_all_feeds()
    site.put("/1", FULL)
    site.put("/feed", atom.format(link, "2026-06-10T12:30:00Z"), XML)
    clock.forward(hours=1)
    await poller.poll_all_feeds()
    clock.forward(hours=1)
    await poller.poll_all_feeds()
    assert (site.asked("/1"), waiting(database)) == (2, 0)
    assert [a.revision for a in current(database)] == [2]


async def test_a_briefing_shows_one_article_with_the_full_text(
    poller: Poller, database: Database, site: Site, clock: FrozenClock
) -> None:
    await read_late(poller, site, clock)
    window = Window(clock() - timedelta(days=3), clock(), "3 days", "country")
    briefing = DatabaseBriefer(database).compose(Scope.country("IQ"), window, now=clock())
    (article,) = current(database)
    assert {number for number, _ in lines(briefing)} == {article.id}
    assert any("inquiry" in text for _, text in lines(briefing))
    assert briefing.coverage.total == 1


async def test_what_the_page_no_longer_tells_is_withdrawn_and_the_story_is_regrouped(
    poller: Poller, database: Database, site: Site, clock: FrozenClock
) -> None:
    await read_late(poller, site, clock)
    old, new = articles(database)
    with database.reading() as session:
        kinds = {number: session.get_one(EventRow, number).type for number in withdrawn_events(session, old.id)}
        stories = stories_of(session, [old.id, new.id])
    assert list(kinds.values()) == ["COOPERATE"]
    assert list(stories) == [new.id]


async def test_a_digest_that_told_of_it_is_followed_by_what_is_new_in_the_full_text_alone(
    poller: Poller, database: Database, site: Site, clock: FrozenClock
) -> None:
    started = clock()
    list_entry(site, site.refuse("/1", 503))
    clock.forward(minutes=5)
    await poller.poll_all_feeds()
    first_at = clock.forward(minutes=10)
    briefer = DatabaseBriefer(database)
    first = briefer.compose_digest(subscription(started), now=first_at)
    assert any("struck" in text for _, text in lines(first))
    site.put("/1", FULL)
    clock.forward(minutes=30)
    await poller.poll_all_feeds()
    second = briefer.compose_digest(subscription(first.window.until), now=clock.forward(minutes=10))
    assert [text for _, text in lines(second)] == ["A ministry spokesperson said an inquiry had begun."]


async def test_what_a_feed_held_when_it_was_added_is_no_news_with_its_full_text_either(
    ingestor: Ingestor, fetcher: Fetcher, database: Database, site: Site, clock: FrozenClock
) -> None:
    added(database, site.put("/feed", rss(rss_item(link=site.refuse("/1", 503), text=TEASER)), XML))
    poller = Poller(ingestor, fetcher, random=lambda: 0.0)
    await poller.poll_all_feeds()
    site.put("/1", FULL)
    clock.forward(minutes=30)
    await poller.poll_all_feeds()
    digest = DatabaseBriefer(database).compose_digest(subscription(NOON), now=clock.forward(minutes=10))
    assert [a.revision for a in current(database)] == [2]
    assert lines(digest) == []


async def test_a_poller_that_reads_no_pages_asks_for_none_again(
    poller: Poller, ingestor: Ingestor, fetcher: Fetcher, site: Site, clock: FrozenClock
) -> None:
    list_entry(site, site.refuse("/1", 503))
    await poller.poll_all_feeds()
    clock.forward(hours=1)
    await Poller(ingestor, fetcher, random=lambda: 0.0, fetch_pages=False).poll_all_feeds()
    assert site.asked("/1") == 1
