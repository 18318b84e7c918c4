"""Lists of feeds as OPML 2.0 (opml.org/spec2.opml): in by listparser, out by the standard library. Pure.

A folder of outlines is a group; a folder in a folder is written ``A/B``.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime

import listparser

from bot.ingest.fetch import check_url
from bot.ingest.text import clean_title, decode
from storage.errors import SourceError
from storage.model.article import Feed

MOST_FEEDS = 10_000
_MOST_BYTES = 20 * 1024 * 1024
_DECLARATION = re.compile(r"<!(?:ENTITY|ELEMENT|ATTLIST|NOTATION)[^>]*>", re.IGNORECASE)
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Listed:
    """A feed in a list: its address, checked, and what the list calls it. ``problem`` says why it cannot be used."""

    url: str
    title: str | None = None
    folder: str | None = None
    problem: str | None = None


def read_opml(content: bytes) -> list[Listed]:
    """The feeds of a list (OPML; listparser also reads FOAF and iGoogle's), each address once, in order.

    Raises ``SourceError`` where it is no list of feeds, or holds none. No entity or file outside of it is loaded.
    """
    if len(content) > _MOST_BYTES:
        raise SourceError("this list is larger than 20 MB")
    markup = _UNWRITABLE.sub(" ", _DECLARATION.sub("", decode(content))).strip()
    if not markup.startswith("<"):
        raise SourceError("this is not an OPML file")
    try:
        # What the file declared no longer holds.
        body = re.sub(r"^<\?xml[^>]*\?>", "", markup)
        found = listparser.parse(b'<?xml version="1.0" encoding="UTF-8"?>' + body.encode())
    except Exception as error:  # its parser raises whatever it meets
        raise SourceError("this OPML file cannot be read") from error
    listed: dict[str, Listed] = {}
    for feed in found["feeds"][:MOST_FEEDS]:
        one = _listed(str(feed.get("url") or ""), feed.get("title"), feed.get("categories"))
        listed.setdefault(one.url, one)
    if not listed:
        raise SourceError("this file lists no feeds" if found.get("version") else "this is not an OPML file")
    return list(listed.values())


def _listed(url: str, title: object, categories: object) -> Listed:
    folder = None
    if isinstance(categories, list) and categories and isinstance(categories[0], list):
        names = (clean_title(str(part)) for part in categories[0])
        folder = "/".join(name for name in names if name)[:200] or None
    try:
        return Listed(check_url(url), clean_title(title), folder)
    except SourceError as error:
        return Listed(url.strip()[:500], clean_title(title), folder, problem=str(error))


def write_opml(feeds: Sequence[Feed], *, now: datetime) -> bytes:
    """The feeds as OPML 2.0 in UTF-8, folders first by name, in the order given within each. ``now`` is aware UTC."""
    root = ET.Element("opml", version="2.0")
    head = ET.SubElement(root, "head")
    ET.SubElement(head, "title").text = "Feeds read by Sitrep"
    ET.SubElement(head, "dateCreated").text = format_datetime(now, usegmt=True)
    body = ET.SubElement(root, "body")
    folders: dict[tuple[str, ...], ET.Element] = {(): body}
    for feed in sorted(feeds, key=lambda feed: feed.folder or ""):
        place: tuple[str, ...] = ()
        for name in filter(None, (feed.folder or "").split("/")):
            inner = (*place, name)
            if inner not in folders:
                folders[inner] = ET.SubElement(folders[place], "outline", text=_writable(name), title=_writable(name))
            place = inner
        name = _writable(feed.name)
        given = {"type": "rss", "text": name, "title": name, "xmlUrl": _writable(feed.url)}
        if feed.site_url:
            given["htmlUrl"] = _writable(feed.site_url)
        ET.SubElement(folders[place], "outline", given)
    ET.indent(root)
    written = f'<?xml version="1.0" encoding="UTF-8"?>\n{ET.tostring(root, encoding="unicode")}\n'
    return written.encode()


def _writable(text: str) -> str:
    """Without the characters that XML cannot hold (XML 1.0, 2.2)."""
    return _UNWRITABLE.sub(" ", text)
