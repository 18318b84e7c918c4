"""Finding the feed behind a site's address."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.ingest.discovery import WELL_KNOWN, FoundFeed, discover, feed_links, likely
from bot.ingest.fetch import Fetcher
from storage.errors import SourceError
from tests.bot.ingest.site import Site, rss, rss_item

XML = "application/rss+xml"


def page(*links: str) -> str:
    return f"<html><head>{''.join(links)}</head><body><p>Hello</p></body></html>"


def link(href: str, kind: str = XML, title: str = "", rel: str = "alternate") -> str:
    return f'<link rel="{rel}" type="{kind}" title="{title}" href="{href}">'


def test_the_links_of_a_page_are_read_against_its_address() -> None:
    found = feed_links(
        page(link("/feed", title="News &amp; more"), link("a.json", "application/feed+json")), "https://h.example/x/"
    )
    assert found == [FoundFeed("https://h.example/feed", "News & more"), FoundFeed("https://h.example/x/a.json")]


def test_a_base_moves_them() -> None:
    assert (
        feed_links(page("<base href='https://b.example/'>", link("f")), "https://h.example/")[0].url
        == "https://b.example/f"
    )


@pytest.mark.parametrize(
    "other",
    [link("/style", "text/css"), link("/feed", rel="stylesheet"), link("javascript:x"), link("http://[")],
)
def test_other_links_are_none(other: str) -> None:
    assert feed_links(page(other), "https://h.example/") == []


def test_comments_come_last_and_are_not_asked_about() -> None:
    found = feed_links(page(link("/comments/feed", title="Comments"), link("/feed")), "https://h.example/")
    assert [feed.url for feed in found] == ["https://h.example/feed", "https://h.example/comments/feed"]
    assert likely(found) == found[0]


def test_several_are_a_choice() -> None:
    assert likely([FoundFeed("https://h.example/1"), FoundFeed("https://h.example/2")]) is None


async def test_a_feed_is_itself(fetcher: Fetcher, site: Site) -> None:
    url = site.put("/f", rss(rss_item()), XML)
    assert await discover(fetcher, url) == [FoundFeed(url, "The Harbour Post")]


async def test_a_page_leads_to_the_feeds_it_names(fetcher: Fetcher, site: Site) -> None:
    url = site.put("/", page(link("/1"), link("/2")))
    assert [feed.url for feed in await discover(fetcher, url)] == [site.at("/1"), site.at("/2")]


@pytest.mark.parametrize("path", WELL_KNOWN)
async def test_a_page_that_names_none_is_asked_at_the_usual_places(fetcher: Fetcher, site: Site, path: str) -> None:
    url = site.put("/news/", page())
    site.put(path, rss(), XML)
    assert [feed.url for feed in await discover(fetcher, url)] == [site.at(path)]


async def test_a_site_without_a_feed_has_none(fetcher: Fetcher, site: Site) -> None:
    site.put("/feed", page())
    assert await discover(fetcher, site.put("/", page())) == []


async def test_a_site_that_does_not_answer_is_a_source_error(fetcher: Fetcher, site: Site) -> None:
    with pytest.raises(SourceError, match="503"):
        await discover(fetcher, site.refuse("/", 503))


@given(st.text(max_size=80))
def test_any_page_is_searched_without_a_crash(text: str) -> None:
    found = feed_links(f"<link rel=alternate type={XML} href='{text}'>{text}", "https://h.example/")
    assert all(feed.url.startswith("http") for feed in found)
