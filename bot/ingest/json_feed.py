"""JSON Feed 1.0 and 1.1 (jsonfeed.org/version/1.1). Pure: text in, the entries out."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import urljoin

from bot.ingest.dates import parse_moment
from bot.ingest.entries import MAX_ITEMS, FeedItem, ParsedFeed
from bot.ingest.text import author_name, clean_title, html_to_text
from storage.errors import SourceError

_VERSION = "jsonfeed.org/version/"


def parse_json_feed(markup: str, *, url: str | None = None) -> ParsedFeed:
    """Read a JSON Feed. Raises ``SourceError`` where it is not one, with the reason.

    Forgiving where publishers err: a missing id, numbers for ids, a list of nothing; what is no object is left out.
    """
    try:
        found = json.loads(markup, strict=False)
    except (ValueError, RecursionError) as error:
        raise SourceError("this is JSON that cannot be read") from error
    if not isinstance(found, dict) or _VERSION not in str(found.get("version", "")):
        raise SourceError("this is JSON, but not a JSON Feed (it names no version of jsonfeed.org)")
    items = found.get("items")
    if not isinstance(items, list):
        raise SourceError("this JSON Feed has no list of items")
    language = found.get("language")
    return ParsedFeed(
        title=clean_title(found.get("title")),
        items=tuple(_items(items[:MAX_ITEMS], language if isinstance(language, str) else None, url)),
        left_out=max(0, len(items) - MAX_ITEMS),
        site_url=_address(found.get("home_page_url"), url),
    )


def _items(items: list[Any], language: str | None, base: str | None) -> Iterator[FeedItem]:
    for item in items:
        if not isinstance(item, dict):
            continue
        text = [html_to_text(item[key]) for key in ("content_html",) if isinstance(item.get(key), str)]
        text += [item[key].strip() for key in ("content_text", "summary") if isinstance(item.get(key), str)]
        own = item.get("language")
        # An id is often the address, and is nothing else where it looks like one.
        links = [_address(item.get(key), base) for key in ("url", "external_url")] + [_address(item.get("id"), None)]
        updated = parse_moment(item.get("date_modified"))
        yield FeedItem(
            url=next((link for link in links if link), None),
            title=clean_title(item.get("title")),
            text=max(text, key=len, default=""),
            published=parse_moment(item.get("date_published")) or updated,
            updated=updated,
            language=own if isinstance(own, str) else language,
            author=_author(item),
        )


def _address(value: object, base: str | None) -> str | None:
    if not isinstance(value, str) or not value.strip():
        return None
    try:
        link = urljoin(base or "", value.strip())
    except ValueError:
        return None
    return link if link.startswith(("http://", "https://")) else None


def _author(item: dict[str, Any]) -> str | None:
    # 1.1 has a list of them, 1.0 had one.
    several = item.get("authors")
    people = [*(several if isinstance(several, list) else ()), item.get("author")]
    names = [name for person in people if isinstance(person, dict) and (name := author_name(person.get("name")))]
    return author_name(", ".join(dict.fromkeys(names)))
