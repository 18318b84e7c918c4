"""Files, pages and lines become drafts. Pure, but for ``read_file``: the fetch time is a parameter.

What an article says of itself wins; the operator's words (``Given``) fill what it leaves open. A bad one becomes a
``Parsed`` with the problem in words, and the others go on.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from urllib.parse import urlsplit

from bot.ingest.dates import clamp, parse_moment, parse_written
from bot.ingest.entries import FeedItem
from bot.ingest.feeds import parse_feed
from bot.ingest.page import Page, read_page
from bot.ingest.text import author_name, clean_title, decode, storable
from storage.errors import SourceError
from storage.frontmatter import split_front_matter
from storage.model.article import Draft, Fetched

MAX_FILE_BYTES = 50 * 1024 * 1024
MAX_LINE_BYTES = 5 * 1024 * 1024
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*")
_HEADING = re.compile(r"#\s+(\S.*?)\s*#*\s*")


class Form(StrEnum):
    """How articles come."""

    TEXT = "text"
    HTML = "html"
    MARKDOWN = "md"
    JSON = "json"
    JSONL = "jsonl"
    FEED = "xml"


FORMS = {
    ".txt": Form.TEXT,
    ".html": Form.HTML,
    ".htm": Form.HTML,
    ".md": Form.MARKDOWN,
    ".json": Form.JSON,
    ".jsonl": Form.JSONL,
    ".ndjson": Form.JSONL,
    ".xml": Form.FEED,
    ".rss": Form.FEED,
    ".atom": Form.FEED,
}
"""File endings that are read, in lower case."""


@dataclass(frozen=True, slots=True)
class Given:
    """What the operator says of what he hands in. ``published_at`` is aware."""

    source_name: str | None = None
    published_at: datetime | None = None
    exercise: bool = False


@dataclass(frozen=True, slots=True)
class Parsed:
    """A draft, or the ``problem`` in its place. ``where`` names it for people: a file, ``file:7``, an address."""

    where: str
    draft: Draft | None = None
    problem: str | None = None


def parse(
    content: bytes,
    form: Form,
    *,
    where: str,
    fetched_at: datetime,
    given: Given | None = None,
    url: str | None = None,
    content_type: str = "",
) -> Iterator[Parsed]:
    """Every article in ``content``. Never raises for what is in it: each problem takes the place of its article."""
    given = given or Given()
    if form is Form.JSONL:
        yield from parse_lines(content.splitlines(), where=where, fetched_at=fetched_at, given=given)
        return
    try:
        if form is Form.FEED:
            yield from _from_feed(content, content_type, where, url, fetched_at, given)
        elif form is Form.JSON:
            yield from _from_json(content, where, fetched_at, given)
        elif form is Form.HTML:
            yield Parsed(where, _from_html(decode(content, content_type), url, fetched_at, given))
        elif form is Form.MARKDOWN:
            yield Parsed(where, _from_markdown(decode(content, content_type), fetched_at, given))
        else:
            yield Parsed(where, _draft(decode(content, content_type), fetched_at, given, url=url))
    except SourceError as error:
        yield Parsed(where, problem=str(error))


def parse_lines(
    lines: Iterable[bytes], *, where: str, fetched_at: datetime, given: Given | None = None
) -> Iterator[Parsed]:
    """JSON Lines: an article a line, taken in as they come. A bad line is reported by its number (``where:7``)."""
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        place = f"{where}:{number}"
        try:
            if len(line) > MAX_LINE_BYTES:
                raise SourceError(f"the line is longer than {MAX_LINE_BYTES // 1024 // 1024} MB")
            yield Parsed(place, _from_object(_load_json(decode(line)), fetched_at, given or Given()))
        except SourceError as error:
            yield Parsed(place, problem=str(error))


def parse_fetched(fetched: Fetched, *, given: Given | None = None) -> Iterator[Parsed]:
    """What came from an address: a page, a feed (each entry), plain text, Markdown or JSON, by type and content."""
    try:
        form = form_of(fetched)
    except SourceError as error:
        return iter((Parsed(fetched.url, problem=str(error)),))
    return parse(
        fetched.content,
        form,
        where=fetched.url,
        fetched_at=fetched.fetched_at,
        given=given,
        url=fetched.url,
        content_type=fetched.content_type,
    )


def form_of(fetched: Fetched) -> Form:
    """The form of what came from an address. Raises ``SourceError`` for what Sitrep cannot read."""
    media = fetched.content_type.split(";")[0].strip().lower()
    head = fetched.content[:2000].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if re.search(rb"<(?:rss|feed|rdf:rdf)[\s>]", head) and b"<html" not in head:
        return Form.FEED
    if head.startswith((b"<!doctype html", b"<html")) or media in ("text/html", "application/xhtml+xml"):
        return Form.HTML
    if media in ("application/json", "application/ld+json", "text/json"):
        return Form.JSON
    if media in ("application/x-ndjson", "application/jsonl", "application/x-jsonlines"):
        return Form.JSONL
    if media == "text/markdown":
        return Form.MARKDOWN
    if media in ("text/plain", "") or media.startswith("text/"):
        return Form.TEXT
    raise SourceError(f"it is {media}, which Sitrep does not read")


def read_file(
    path: Path, *, fetched_at: datetime, given: Given | None = None, form: Form | None = None
) -> Iterator[Parsed]:
    """Every article of a file; its form by its ending unless given. Problems of reading are reported the same way."""
    where = str(path)
    form = form or FORMS.get(path.suffix.lower())
    if form is None and not path.exists():
        yield Parsed(where, problem="no such file or directory")
        return
    if form is None:
        yield Parsed(where, problem=f"{path.suffix or 'no ending'}: read are {' '.join(sorted(FORMS))}")
        return
    try:
        if form is Form.JSONL:
            with path.open("rb") as lines:
                yield from parse_lines(lines, where=where, fetched_at=fetched_at, given=given)
            return
        if path.stat().st_size > MAX_FILE_BYTES:
            raise SourceError(f"it is larger than {MAX_FILE_BYTES // 1024 // 1024} MB")
        content = path.read_bytes()
    except OSError as error:
        yield Parsed(where, problem=(error.strerror or str(error)).lower())
        return
    except SourceError as error:
        yield Parsed(where, problem=str(error))
        return
    yield from parse(content, form, where=where, fetched_at=fetched_at, given=given)


def item_draft(item: FeedItem, *, fetched_at: datetime, given: Given | None = None, name: str | None = None) -> Draft:
    """A feed's entry with the text the feed carries. ``name`` is the feed's title. Raises ``SourceError`` if empty."""
    given = given or Given()
    return _draft(
        item.text,
        fetched_at,
        replace(given, source_name=given.source_name or name),
        title=item.title,
        url=item.url,
        published=item.published,
        language=item.language,
        author=item.author,
    )


def page_draft(fetched: Fetched, *, given: Given | None = None) -> tuple[Draft, bool]:
    """The article of a fetched page, and whether it is locked (a paywall). Raises ``SourceError`` if there is none."""
    page = read_page(decode(fetched.content, fetched.content_type), url=fetched.url, fetched_at=fetched.fetched_at)
    return _of_page(page, fetched.url, fetched.fetched_at, given or Given()), page.locked


def web_url(value: object) -> str | None:
    """An address fit for a link, or ``None``: http(s), with a host, without spaces. A password in it is left out."""
    if not isinstance(value, str):
        return None
    value = value.strip()
    try:
        parts = urlsplit(value)
        fit = parts.scheme.lower() in ("http", "https") and bool(parts.hostname)
    except ValueError:
        return None
    if "@" in parts.netloc:
        value = parts._replace(netloc=parts.netloc.rpartition("@")[2]).geturl()
    value = storable(value)
    # PostgreSQL indexes no key over 2,700 bytes.
    return value if fit and not re.search(r"\s", value) and len(value.encode()) <= 2000 else None


def _draft(
    text: str,
    fetched_at: datetime,
    given: Given,
    *,
    title: str | None = None,
    url: str | None = None,
    source: str | None = None,
    published: datetime | None = None,
    language: str | None = None,
    author: str | None = None,
) -> Draft:
    text = storable(text)
    if not text.strip() and not title:
        raise SourceError("it is empty")
    published_at, clamped = clamp(published or given.published_at, fetched_at)
    return Draft(
        text=text,
        fetched_at=fetched_at,
        title=title,
        url=web_url(url),
        source_name=(clean_title(source) or clean_title(given.source_name) or "")[:200] or None,
        published_at=published_at,
        date_clamped=clamped,
        language=language.lower()[:20] if language and _LANGUAGE.fullmatch(language) else None,
        exercise=given.exercise,
        author=author,
    )


def _from_html(markup: str, url: str | None, fetched_at: datetime, given: Given) -> Draft:
    return _of_page(read_page(markup, url=url, fetched_at=fetched_at), url, fetched_at, given)


def _of_page(page: Page, url: str | None, fetched_at: datetime, given: Given) -> Draft:
    host = urlsplit(url).hostname if url else None
    return _draft(
        page.text,
        fetched_at,
        given,
        title=page.title,
        url=page.url,
        # A page's site name is a guess: the operator knows better.
        source=given.source_name or page.site or (host or "").removeprefix("www."),
        published=page.published,
        language=page.language,
        author=page.author,
    )


def _from_markdown(text: str, fetched_at: datetime, given: Given) -> Draft:
    fields, body = split_front_matter(text)
    title = clean_title(fields.get("title"))
    if title is None:
        first, _, rest = body.lstrip().partition("\n")
        if found := _HEADING.fullmatch(first):
            title, body = clean_title(found[1]), rest.strip()
    marked = fields.get("exercise", "").lower() in ("true", "yes", "1")
    return _draft(
        body,
        fetched_at,
        replace(given, exercise=given.exercise or marked),
        title=title,
        url=fields.get("url"),
        source=fields.get("source"),
        published=parse_written(fields.get("published"), fetched_at),
        language=fields.get("language"),
        author=author_name(fields.get("author")),
    )


def _from_feed(
    content: bytes, content_type: str, where: str, url: str | None, fetched_at: datetime, given: Given
) -> Iterator[Parsed]:
    feed = parse_feed(content, content_type=content_type, url=url)
    for number, item in enumerate(feed.items, start=1):
        place = f"{where}:{number}"
        try:
            yield Parsed(place, item_draft(item, fetched_at=fetched_at, given=given, name=feed.title))
        except SourceError as error:
            yield Parsed(place, problem=str(error))


def _from_json(content: bytes, where: str, fetched_at: datetime, given: Given) -> Iterator[Parsed]:
    loaded = _load_json(decode(content))
    if not isinstance(loaded, list):
        yield Parsed(where, _from_object(loaded, fetched_at, given))
        return
    for number, entry in enumerate(loaded, start=1):
        try:
            yield Parsed(f"{where}:{number}", _from_object(entry, fetched_at, given))
        except SourceError as error:
            yield Parsed(f"{where}:{number}", problem=str(error))


def _load_json(text: str) -> object:
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        raise SourceError(f"not JSON: {error.msg} (line {error.lineno}, column {error.colno})") from error
    except (RecursionError, ValueError) as error:
        raise SourceError("not JSON that can be read") from error


def _from_object(entry: object, fetched_at: datetime, given: Given) -> Draft:
    if not isinstance(entry, dict):
        raise SourceError("not an object with a text")
    for key in ("text", "title", "url", "source", "published"):
        if not isinstance(entry.get(key), str | None):
            raise SourceError(f"{key!r} is not a string")
    return _draft(
        entry.get("text") or "",
        fetched_at,
        given,
        title=clean_title(entry.get("title")),
        url=entry.get("url"),
        source=entry.get("source"),
        published=parse_moment(entry.get("published")),
        language=entry.get("language") if isinstance(entry.get("language"), str) else None,
        author=author_name(entry.get("author")),
    )
