"""The feed behind a site's address: what its page links to, else the places where feeds usually lie."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin

from trafilatura import load_html

from bot.ingest.feeds import parse_feed
from bot.ingest.fetch import Fetcher, check_url
from bot.ingest.text import clean_title, decode
from storage.errors import SourceError

WELL_KNOWN = ("/feed", "/rss", "/feed.xml", "/rss.xml", "/atom.xml", "/index.xml", "/feed.json", "/feeds/posts/default")
"""Where common publishing software puts its feeds, tried in this order."""

_TYPES = ("application/rss+xml", "application/atom+xml", "application/rdf+xml", "application/feed+json")
_COMMENTS = re.compile(r"\bcomments?\b", re.IGNORECASE)
MOST_CHOICES = 20


@dataclass(frozen=True, slots=True)
class FoundFeed:
    """A feed's address and what is known of its name."""

    url: str
    title: str | None = None


def feed_links(markup: str, url: str) -> list[FoundFeed]:
    """The feeds that a page names (``link rel=alternate``, HTML Living Standard 4.6.7.1), each once, in its order.

    Those of comments come last. Relative addresses are read against ``url``, or the page's ``base``.
    """
    tree: Any = load_html(markup)
    if tree is None:
        return []
    base = urljoin(url, next(iter(tree.xpath("//base/@href")), ""))
    found: dict[str, FoundFeed] = {}
    for link in tree.xpath("//link[@href]"):
        kind = str(link.get("type") or "").partition(";")[0].strip().lower()
        if "alternate" not in str(link.get("rel") or "").lower().split() or kind not in _TYPES:
            continue
        try:
            address = check_url(urljoin(base, str(link.get("href")).strip()))
        except (SourceError, ValueError):
            continue
        found.setdefault(address, FoundFeed(address, clean_title(link.get("title"))))
    ordered = sorted(found.values(), key=_is_comments)
    return ordered[:MOST_CHOICES]


def _is_comments(feed: FoundFeed) -> bool:
    return bool(_COMMENTS.search(f"{feed.title or ''} {feed.url}"))


def likely(found: list[FoundFeed]) -> FoundFeed | None:
    """The one to take without asking: the only one that is not of comments; ``None`` where there is a choice."""
    news = [feed for feed in found if not _is_comments(feed)] or found
    return news[0] if len(news) == 1 else None


async def discover(fetcher: Fetcher, url: str) -> list[FoundFeed]:
    """The feeds at or behind an address: itself if it is a feed, else what its page names, else the well-known places.

    An empty list where there are none. Raises ``SourceError`` where the address itself cannot be fetched.
    """
    fetched = await fetcher.fetch(url)
    try:
        parsed = parse_feed(fetched.content, content_type=fetched.content_type, url=fetched.url)
        return [FoundFeed(url, parsed.title)]
    except SourceError:
        pass
    try:
        if found := feed_links(decode(fetched.content, fetched.content_type), fetched.url):
            return found
    except SourceError:
        return []  # no text: a picture, say
    for path in WELL_KNOWN:
        address = urljoin(fetched.url, path)
        try:
            there = await fetcher.fetch(address)
            parsed = parse_feed(there.content, content_type=there.content_type, url=there.url)
        except SourceError:
            continue
        return [FoundFeed(address, parsed.title)]
    return []
