"""Feeds: what an RSS or Atom document (feedparser) or a JSON Feed says. Everything here is pure."""

from __future__ import annotations

import io
import itertools
import re
from datetime import datetime
from typing import Any

import feedparser

from bot.ingest.dates import parse_moment
from bot.ingest.entries import MAX_ITEMS, FeedItem, Marks, ParsedFeed
from bot.ingest.json_feed import parse_json_feed
from bot.ingest.marks import Unread, without_known
from bot.ingest.text import author_name, clean_title, decode, html_to_text
from storage.errors import SourceError

# The periods of RSS 1.0's syndication module (web.resource.org/rss/1.0/modules/syndication), in seconds.
_PERIODS = {"hourly": 3600, "daily": 86_400, "weekly": 604_800, "monthly": 2_592_000, "yearly": 31_536_000}
_DECLARATION = re.compile(r"<!(?:ENTITY|ELEMENT|ATTLIST|NOTATION)[^>]*>", re.IGNORECASE)
# XML 1.0, 2.2: these may not stand in a document, not even as references, and parsers stop at them.
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_CONTROL_REFERENCES = re.compile(r"&#(?:0*(?:[0-8]|1[124-9]|2[0-9]|3[01])|[xX]0*(?:[0-8bBcCeEfF]|1[0-9a-fA-F]));")
# A guid that is plainly no address, though it does not say so: feedparser would make a page of it that does not exist.
_PLAIN_GUID = re.compile(r"<guid>(?!\s*(?:<!\[CDATA\[)?\s*(?:https?:|/))", re.IGNORECASE)
_ENTRY_END = re.compile(r"</(?:\w+:)?(?:item|entry)\s*>", re.IGNORECASE)
_ENTRY = re.compile(r"<(?:\w+:)?(?:item|entry)[\s>]", re.IGNORECASE)


def parse_feed(
    content: bytes, *, content_type: str = "", url: str | None = None, known: Marks | None = None
) -> ParsedFeed:
    """Read a feed's bytes (RSS, Atom, JSON Feed), forgiving as readers of feeds must be.

    At most ``MAX_ITEMS`` entries, in the feed's order, without those that stand unchanged in it since they were marked
    as ``known``. No entity or document outside of it is ever loaded. Raises ``SourceError`` with the reason where it is
    no feed.
    """
    # Decoded here, by what the bytes are, since feedparser believes a wrong header.
    markup = decode(content, content_type).lstrip("\ufeff \t\r\n")
    if markup.startswith(("{", "[")):
        return parse_json_feed(markup, url=url)
    # Entities of its own are no feed's business: they fetch files and grow tenfold a line.
    markup = _CONTROL_REFERENCES.sub(" ", _CONTROLS.sub(" ", _DECLARATION.sub("", markup)))
    markup, left_out = _cut(_PLAIN_GUID.sub('<guid isPermaLink="false">', markup))
    known = known or {}
    unread = without_known(markup, known)
    headers = {"content-type": "application/xml; charset=utf-8"}
    if url:
        headers["content-location"] = url
    try:
        found: Any = feedparser.parse(io.BytesIO(unread.markup.encode("utf-8", "replace")), response_headers=headers)
    except Exception as error:  # its parsers raise whatever they meet
        raise SourceError("the feed cannot be read") from error
    if not found.get("version") and not found.entries:
        raise SourceError(_what_it_is(markup))
    language = found.feed.get("language")
    items = tuple(_item(entry, language) for entry in found.entries[:MAX_ITEMS])
    return ParsedFeed(
        title=clean_title(found.feed.get("title")),
        items=items,
        interval_s=_asked_interval(found.feed),
        left_out=left_out + max(0, len(found.entries) - MAX_ITEMS),
        site_url=_web(found.feed.get("link")),
        marks=_marks(unread, items, known),
    )


def _marks(unread: Unread, items: tuple[FeedItem, ...], known: Marks) -> Marks:
    if len(items) != len(unread.left):
        return {}  # the parser sees other entries than we do: better parsed whole each time
    dates = dict(known) | {mark: item.published for mark, item in zip(unread.left, items, strict=True)}
    return {mark: dates[mark] for mark in unread.marks}


def _cut(markup: str) -> tuple[str, int]:
    """The document up to its first ``MAX_ITEMS`` entries, and how many come after: parsing them all takes minutes."""
    starts = [match.start() for match in itertools.islice(_ENTRY.finditer(markup), MAX_ITEMS * 20)]
    if len(starts) <= MAX_ITEMS:
        return markup, 0
    end = max((match.end() for match in _ENTRY_END.finditer(markup, starts[-1])), default=len(markup))
    return markup[: starts[MAX_ITEMS]] + markup[end:], len(starts) - MAX_ITEMS


def _what_it_is(markup: str) -> str:
    """Why a document without entries is no feed, in words for the operator."""
    if not markup.strip():
        return "this is empty, not a feed"
    if re.search(r"<(?:!doctype\s+html|html|body)\b", markup[:5000], re.IGNORECASE):
        return "this is a web page, not an RSS or Atom feed"
    return "this is not an RSS or Atom feed, nor a JSON Feed"


def _item(entry: Any, language: str | None) -> FeedItem:
    bodies = [
        str(c.get("value", ""))
        for c in entry.get("content", ())
        if "html" in c.get("type", "") or "text" in c.get("type", "")
    ]
    summary = str(entry.get("summary") or "")
    markup = max([*bodies, summary], key=len)
    return FeedItem(
        url=_link(entry),
        title=_title(entry.get("title")),
        text=html_to_text(markup),
        published=_entry_date(entry, "published") or _entry_date(entry, "updated"),
        updated=_entry_date(entry, "updated"),
        language=language if isinstance(language, str) else None,
        author=author_name(entry.get("author")),
    )


def _link(entry: Any) -> str | None:
    if link := _web(entry.get("link")):
        return link
    # RSS: a guid is an address unless it says otherwise.
    return _web(entry.get("id")) if entry.get("guidislink") else None


def _title(value: object) -> str | None:
    # CDATA marks that were escaped along with the title stand in it as words.
    title = clean_title(value)
    return None if title is None else title.removeprefix("<![CDATA[").removesuffix("]]>").strip() or None


def _web(link: object) -> str | None:
    """A web address as it stands, without the blanks around it that some publishers write."""
    if not isinstance(link, str):
        return None
    link = "".join(link.split()) if "\n" in link else link.strip()
    return link if link.lower().startswith(("http://", "https://")) else None


def _entry_date(entry: Any, key: str) -> datetime | None:
    # As written: feedparser's own reading fills in today's month and day where it does not understand.
    # And dict.get: feedparser would answer with another date where this one is missing.
    return parse_moment(dict.get(entry, key))


def _asked_interval(feed: Any) -> int | None:
    ttl = str(feed.get("ttl") or "").strip()
    if ttl.isascii() and ttl.isdigit() and int(ttl[:6]) > 0:
        return int(ttl[:6]) * 60
    period = _PERIODS.get(str(feed.get("sy_updateperiod") or "").strip().lower())
    times = str(feed.get("sy_updatefrequency") or "1").strip()
    if period is None or not (times.isascii() and times.isdigit()) or int(times[:6]) == 0:
        return None
    return period // int(times[:6])
