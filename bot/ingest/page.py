"""Web pages: the article's text and what the page says of itself, by trafilatura (Apache-2.0)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urljoin, urlsplit

from trafilatura import bare_extraction, load_html

from bot.ingest.dates import parse_moment
from bot.ingest.text import author_name, clean_title, storable
from storage.errors import SourceError

_DATE_NAMES = (
    "article:published_time",
    "og:article:published_time",
    "og:published_time",
    "datepublished",
    "parsely-pub-date",
    "sailthru.date",
    "dc.date.issued",
    "dcterms.issued",
    "dcterms.created",
    "dc.date",
    "pubdate",
    "publishdate",
    "publish-date",
    "date",
)

_SHORTEST = 40
"""Characters; what is shorter is a menu or a notice, not an article."""


@dataclass(frozen=True, slots=True)
class Page:
    """What a page holds. ``published`` is aware UTC as the page states it, not clamped; ``url`` its canonical one.

    ``locked``: it says of itself that it stands behind a paywall.
    """

    text: str
    title: str | None = None
    author: str | None = None
    published: datetime | None = None
    url: str | None = None
    site: str | None = None
    language: str | None = None
    locked: bool = False


def read_page(markup: str, *, url: str | None, fetched_at: datetime) -> Page:
    """Extract the article of an HTML page fetched from ``url``. Raises ``SourceError`` where there is none."""
    tree: Any = load_html(markup)
    if tree is None:
        raise SourceError("this is not an HTML page")
    stated, locked = _stated_date(tree), is_locked(tree)
    language = (tree.xpath("string(/html/@lang)") or tree.xpath("string(/html/@xml:lang)")).strip() or None
    canonical = canonical_url(tree.xpath("string(//link[translate(@rel,'CANOIL','canoil')='canonical']/@href)"), url)
    found: Any = bare_extraction(
        tree,
        url=url,
        with_metadata=True,
        include_comments=False,
        include_tables=False,
        # Nothing guessed from the running text: a wrong date is worse than none. The latest date is a parameter.
        date_extraction_params={
            "extensive_search": False,
            "original_date": True,
            "max_date": (fetched_at + timedelta(days=1)).strftime("%Y-%m-%d"),
        },
    )
    text = storable(found.text or "").strip() if found is not None else ""
    if len(text) < _SHORTEST:
        raise SourceError("no article text was found on this page")
    title = clean_title(found.title)
    return Page(
        text=_without_headline(text, title),
        title=title,
        author=author_name(found.author),
        published=stated or parse_moment(found.date),
        url=canonical,
        site=clean_title(found.sitename),
        language=language,
        locked=locked,
    )


def _without_headline(text: str, title: str | None) -> str:
    first, _, rest = text.partition("\n")
    return rest.strip() if rest.strip() and clean_title(first) == title else text


def canonical_url(stated: str, url: str | None) -> str | None:
    """The address a page gives for itself, if it may be believed: http(s), the same site, and not just its front page.

    A page of another site could otherwise pass itself off as a revision of an article here; and sites that name their
    front page on every page would make all of them one article.
    """
    if not stated.strip():
        return url
    try:
        full = urljoin(url or "", stated.strip())
        parts, own = urlsplit(full), urlsplit(url or "")
    except ValueError:
        return url
    if parts.scheme not in ("http", "https") or not parts.hostname or (parts.path in ("", "/") and not parts.query):
        return url
    if url is not None and _site(parts.hostname) != _site(own.hostname or ""):
        return url
    return storable(full)


def _site(host: str) -> str:
    for prefix in ("www.", "m.", "amp.", "mobile."):
        host = host.removeprefix(prefix)
    return host


def _stated_date(tree: Any) -> datetime | None:
    for published in _json_ld_dates(tree):
        if (moment := parse_moment(published)) is not None:
            return moment
    stated: dict[str, str] = {}
    for meta in tree.xpath("//meta[@content]"):
        for attribute in ("property", "name", "itemprop"):
            stated.setdefault((meta.get(attribute) or "").strip().lower(), meta.get("content"))
    for name in _DATE_NAMES:
        if (moment := parse_moment(stated.get(name))) is not None:
            return moment
    for element in tree.xpath("//time[@datetime][@pubdate or @itemprop='datePublished']"):
        if (moment := parse_moment(element.get("datetime"))) is not None:
            return moment
    return None


def is_locked(tree: Any) -> bool:
    """Whether a page says that it is not free: schema.org's ``isAccessibleForFree``, or Facebook's content tier."""
    for node in _json_ld_articles(tree):
        free = str(node.get("isAccessibleForFree", "")).rpartition("/")[2].strip().lower()
        if free in ("false", "no"):
            return True
    tiers = tree.xpath("//meta[@property='article:content_tier' or @name='article:content_tier']/@content")
    return any(str(tier).strip().lower() == "locked" for tier in tiers)


def _json_ld_dates(tree: Any) -> Iterator[object]:
    return (node.get("datePublished") for node in _json_ld_articles(tree))


def _json_ld_articles(tree: Any) -> Iterator[dict[str, Any]]:
    for script in tree.xpath("//script[@type='application/ld+json']"):
        try:
            waiting = [json.loads(script.text or "")]
        except (ValueError, RecursionError):
            continue
        while waiting:
            node = waiting.pop()
            if isinstance(node, list):
                waiting += reversed(node)
            elif isinstance(node, dict):
                if "Article" in str(node.get("@type", "")):
                    yield node
                waiting += [node[key] for key in ("@graph", "mainEntity") if key in node]
