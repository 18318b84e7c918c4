"""Pages that a site closes to programs are not read, and that is said."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.ingest.article import Given
from bot.ingest.entry_pages import read_entry_page, why_not_fetched
from bot.ingest.fetch import Fetcher
from bot.ingest.pipeline import Ingestor
from bot.ingest.robots import parse_robots, rules_after
from storage.errors import NotWelcome, SourceError
from storage.model.article import FeedOnly
from tests.bot.ingest.site import Site, article_page
from tests.conftest import NOON, FrozenClock

CLOSED = "User-agent: *\nDisallow: /closed/\n"


@pytest.fixture
def page(site: Site) -> str:
    """A page in a closed part of the site."""
    return site.put("/closed/1", article_page())


async def test_a_closed_page_is_not_asked_for(site: Site, fetcher: Fetcher, page: str) -> None:
    site.put("/robots.txt", CLOSED, "text/plain")
    with pytest.raises(NotWelcome, match="asks programs not to read it"):
        await fetcher.fetch_page(page)
    assert site.asked("/closed/1") == 0


async def test_an_open_page_is_read(site: Site, fetcher: Fetcher) -> None:
    site.put("/robots.txt", CLOSED, "text/plain")
    assert (await fetcher.fetch_page(site.put("/open/1", "hello"))).content == b"hello"


async def test_feeds_are_for_programs_and_ask_nobody(site: Site, fetcher: Fetcher, page: str) -> None:
    site.put("/robots.txt", CLOSED, "text/plain")
    assert (await fetcher.fetch(page)).status == 200
    assert site.asked("/robots.txt") == 0


async def test_a_redirect_into_a_closed_part_ends_there(site: Site, fetcher: Fetcher, page: str) -> None:
    site.put("/robots.txt", CLOSED, "text/plain")
    with pytest.raises(NotWelcome):
        await fetcher.fetch_page(site.redirect("/open", "/closed/1"))
    assert site.asked("/closed/1") == 0


async def test_a_site_without_robots_txt_is_open(site: Site, fetcher: Fetcher, page: str) -> None:
    assert (await fetcher.fetch_page(page)).status == 200


async def test_a_site_whose_robots_txt_fails_is_closed(site: Site, fetcher: Fetcher, page: str) -> None:
    """RFC 9309, 2.3.1.4."""
    site.refuse("/robots.txt", 503)
    with pytest.raises(NotWelcome, match=r"could not be read, so it counts as closed: the server answered 503"):
        await fetcher.fetch_page(page)


async def test_a_robots_txt_is_asked_for_once_a_day(
    site: Site, fetcher: Fetcher, page: str, clock: FrozenClock
) -> None:
    for _ in range(3):
        await fetcher.fetch_page(page)
    clock.forward(hours=25)
    await fetcher.fetch_page(page)
    assert site.asked("/robots.txt") == 2


async def test_a_failed_robots_txt_is_soon_asked_for_again(
    site: Site, fetcher: Fetcher, page: str, clock: FrozenClock
) -> None:
    site.refuse("/robots.txt", 503)
    with pytest.raises(NotWelcome):
        await fetcher.fetch_page(page)
    site.put("/robots.txt", "", "text/plain")
    clock.forward(minutes=11)
    assert (await fetcher.fetch_page(page)).status == 200


async def test_an_entry_of_a_closed_page_says_why_only_the_feeds_text_is_held(
    site: Site, fetcher: Fetcher, page: str
) -> None:
    site.put("/robots.txt", CLOSED, "text/plain")
    assert (await read_entry_page(fetcher, page, Given())).feed_only is FeedOnly.ROBOTS


@pytest.mark.parametrize(
    ("path", "allowed"),
    [
        ("/a/b", False),
        ("/a/open/b", True),
        ("/x.pdf", False),
        ("/x.pdf?page=1", True),
        ("/", True),
    ],
)
def test_the_longest_rule_wins_and_patterns_count(path: str, allowed: bool) -> None:
    """RFC 9309, 2.2.2 and 2.2.3."""
    rules = parse_robots(b"User-agent: *\nDisallow: /a/\nAllow: /a/open/\nDisallow: /*.pdf$\n", until=NOON)
    try:
        rules.check(f"https://h.example{path}")
        assert allowed
    except NotWelcome:
        assert not allowed


def test_rules_for_sitrep_by_name_go_before_those_for_all() -> None:
    rules = parse_robots(b"User-agent: *\nAllow: /\n\nUser-agent: sitrep\nDisallow: /\n", until=NOON)
    with pytest.raises(NotWelcome):
        rules.check("https://h.example/a")


@pytest.mark.parametrize(("status", "closed"), [(404, False), (403, False), (500, True), (None, True)])
def test_what_a_failure_means_depends_on_whose_it_is(status: int | None, closed: bool) -> None:
    rules = rules_after(SourceError("no", status=status), NOON)
    assert (rules.problem is not None, rules.until > NOON + timedelta(hours=1)) == (closed, not closed)


@given(st.binary(max_size=300))
def test_no_robots_txt_is_too_broken(content: bytes) -> None:
    rules = parse_robots(content, until=NOON)
    try:
        rules.check("https://h.example/a?b=c")
    except NotWelcome:
        assert b"/" in content or b"*" in content


@pytest.mark.parametrize(
    ("error", "why"),
    [
        (SourceError("pay", status=402), FeedOnly.PAYWALL),
        (SourceError("sign in", status=401), FeedOnly.PAYWALL),
        (SourceError("no", status=403), FeedOnly.UNREACHABLE),
        (SourceError("no answer"), FeedOnly.UNREACHABLE),
        (NotWelcome("no"), FeedOnly.ROBOTS),
    ],
)
def test_why_a_page_was_not_fetched_is_told_apart(error: SourceError, why: FeedOnly) -> None:
    assert why_not_fetched(error) is why


async def test_a_link_to_a_closed_page_is_answered_with_the_reason(
    site: Site, fetcher: Fetcher, page: str, ingestor: Ingestor
) -> None:
    site.put("/robots.txt", CLOSED, "text/plain")
    report = await ingestor.ingest_urls([page], fetcher)
    assert [problem.reason for problem in report.problems] == ["its site asks programs not to read it (robots.txt)"]
