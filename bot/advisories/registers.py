"""The registers of four governments, a parser each. Pure: bytes in, levels out.

The State Department publishes one RSS document (and the same as JSON), Canada one JSON document, Australia one RSS
document; each of them lists every country. The FCDO publishes an index, and a page of data for every country; its Atom
feed lists the latest changes only. Of index and feed one gets ``Pointer``s to the pages that hold the levels.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urljoin, urlsplit

from lxml import etree

from bot.ingest.dates import parse_moment
from bot.ingest.text import clean_title, decode, html_to_text
from storage.errors import SourceError
from storage.model.advisory import Advisory, Authority
from storage.places import countries as all_countries
from storage.places import find_country

ADDRESSES = {
    "https://travel.state.gov/_res/rss/TAsTWs.xml": Authority.US,
    "https://cadataapi.state.gov/api/TravelAdvisories": Authority.US,
    "https://www.gov.uk/api/content/foreign-travel-advice": Authority.UK,
    "https://www.gov.uk/foreign-travel-advice.atom": Authority.UK,
    "https://data.international.gc.ca/travel-voyage/index-alpha-eng.json": Authority.CANADA,
    "https://www.smartraveller.gov.au/countries/documents/index.rss": Authority.AUSTRALIA,
}
"""Where the authorities publish. A feed at one of these is a register, whatever else is known of it."""

_US_LEVEL = re.compile(r"\bLevel\s*([1-4])\b(?:\s*[:–—-]\s*([^–—|]*))?", re.IGNORECASE)
_US_NAME = re.compile(r"\s*(?:[:–—-]\s*)?(?:Travel Advisory\s*)?(?:[:–—-]\s*)?$", re.IGNORECASE)
_PARTS = re.compile(r"\s*(?:,\s*and\b|,|&|\band\b)\s*", re.IGNORECASE)
_UK_RANKS = (
    ("avoid_all_travel_to_whole_country", 4),
    ("avoid_all_but_essential_travel_to_whole_country", 3),
    ("avoid_all_travel_to_parts", 2),
    ("avoid_all_but_essential_travel_to_parts", 2),
)
_UK_NONE = "no warning for the country or parts of it"
_AU_WORDS = {
    1: "Exercise normal safety precautions",
    2: "Exercise a high degree of caution",
    3: "Reconsider your need to travel",
    4: "Do not travel",
}


@dataclass(frozen=True, slots=True)
class Pointer:
    """A country whose level stands at another address. ``stated_at`` is aware UTC, ``None`` where it is not said."""

    countries: tuple[str, ...]
    url: str
    stated_at: datetime | None


@dataclass(frozen=True, slots=True)
class Register:
    """A document of a register. ``unread`` names the entries that hold no level Sitrep can read."""

    advisories: tuple[Advisory, ...] = ()
    pointers: tuple[Pointer, ...] = ()
    unread: tuple[str, ...] = ()


def authority_at(url: str) -> Authority | None:
    """Whose register is published at this address."""
    parts = urlsplit(url)
    plain = f"https://{(parts.hostname or '').lower()}{parts.path.rstrip('/')}"
    return ADDRESSES.get(plain)


def countries_named(name: str) -> tuple[str, ...]:
    """The codes of the countries that an entry's name speaks of; empty where a part of it is unknown.

    "Trinidad and Tobago" is one country, "Israel, the West Bank and Gaza" two.
    """
    outer, _, inner = name.partition("(")  # "Burma (Myanmar)"
    for whole in map(find_country, (name, outer, inner.rstrip(") "))):
        if whole is not None:
            return (whole.code,)
    found = [find_country(re.sub(r"(?i)^mainland\s+", "", part)) for part in _PARTS.split(name) if part]
    codes = [country.code for country in found if country is not None]
    return tuple(dict.fromkeys(codes)) if len(codes) == len(found) else ()


def parse_register(authority: Authority, content: bytes, *, content_type: str = "", url: str) -> Register:
    """Read a register's document. Raises ``SourceError`` where it holds nothing of what the register should hold."""
    text = decode(content, content_type)
    is_json = text.lstrip()[:1] in ("{", "[")
    entries = _PARSERS[authority, is_json](text, url) if (authority, is_json) in _PARSERS else iter(())
    advisories: list[Advisory] = []
    pointers: list[Pointer] = []
    unread: list[str] = []
    try:
        for entry in entries:
            if isinstance(entry, Advisory):
                advisories.append(entry)
            elif isinstance(entry, Pointer):
                pointers.append(entry)
            else:
                unread.append(entry[:200])
    except _ODD as error:
        raise SourceError("the register has a form that Sitrep does not know") from error
    if not advisories and not pointers:
        raise SourceError("the register holds no level that Sitrep can read")
    return Register(tuple(advisories), tuple(pointers), tuple(unread))


Entry = Advisory | Pointer | str
"""A level, the address of one, or the name of an entry that cannot be read."""


def _advisory(
    authority: Authority,
    name: str,
    codes: tuple[str, ...],
    level: int,
    words: str,
    *,
    code: str | None = None,
    url: str | None,
    stated_at: datetime | None,
    lines: list[str | None],
) -> Entry:
    if not codes:
        return name or "an entry without a name"
    web = url if url and urlsplit(url).scheme in ("http", "https") and len(url) <= 2000 else None
    kept = tuple(line.strip() for line in lines if line and line.strip())
    return Advisory(authority, codes, name, level, code or str(level), words, web, stated_at, kept)


def _elements(text: str, name: str) -> Iterator[Any]:
    # Entities and documents from elsewhere are never loaded; a broken document is read as far as it goes.
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, recover=True, huge_tree=False)
    try:
        root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise SourceError("the register is not XML that can be read") from error
    if root is not None:
        yield from root.iter(f"{{*}}{name}")


def _words(element: Any, name: str) -> str:
    """The text of the first child or grandchild called ``name``, in whatever namespace."""
    for found in element.iter(f"{{*}}{name}"):
        if found is not element and (text := "".join(found.itertext()).strip()):
            return str(text)
    return ""


def _stated(date: str) -> datetime | None:
    """A date as the registers write it, also without a time ("Mon, 02 Mar 2026"): the first instant of that day."""
    return parse_moment(date) or parse_moment(f"{date.strip()} 00:00:00 GMT")


def _us(name: str, label: str, url: str, date: str, body: str) -> Entry:
    found = _US_LEVEL.search(name) or _US_LEVEL.search(label)
    title = clean_title(name) or ""
    if found is None:
        return title
    country = _US_NAME.sub("", title[: title.lower().find("level")] if _US_LEVEL.search(title) else title).strip()
    words = f"Level {found[1]}" + (f": {found[2].strip()}" if found[2] and found[2].strip() else "")
    return _advisory(
        Authority.US,
        country,
        countries_named(country),
        int(found[1]),
        words,
        url=url,
        stated_at=_stated(date),
        lines=[title, words if words not in title else None, date, html_to_text(body)],
    )


def _us_rss(text: str, _url: str) -> Iterator[Entry]:
    for item in _elements(text, "item"):
        labels = [str(c.text or "") for c in item.iter("{*}category")]
        level = next((label for label in labels if _US_LEVEL.search(label)), "")
        yield _us(
            _words(item, "title"), level, _words(item, "link"), _words(item, "pubDate"), _words(item, "description")
        )


def _us_json(text: str, _url: str) -> Iterator[Entry]:
    loaded = json.loads(text)
    yield from _each(_us_entry, ((entry,) for entry in (loaded if isinstance(loaded, list) else [])))


def _us_entry(entry: dict[str, Any]) -> Entry:
    values = {key: str(entry.get(key) or "") for key in ("Title", "Link", "Updated", "Published", "Summary")}
    return _us(values["Title"], "", values["Link"], values["Updated"] or values["Published"], values["Summary"])


_ODD = (TypeError, ValueError, AttributeError, KeyError, RecursionError, OverflowError)
"""What a document of another form than expected makes its parser raise."""


def _each(read: Callable[..., Entry], entries: Iterable[tuple[object, ...]]) -> Iterator[Entry]:
    """Every entry; one of an odd form does not hide the others."""
    for entry in entries:
        try:
            yield read(*entry)
        except _ODD:
            yield f"an entry of an odd form ({str(entry[0])[:60]})"


def _canada(text: str, _url: str) -> Iterator[Entry]:
    yield from _each(_canada_entry, json.loads(text).get("data", {}).items())


def _canada_entry(key: str, entry: dict[str, Any]) -> Entry:
    english = entry.get("eng") or {}
    name = clean_title(english.get("name") or entry.get("country-eng")) or str(key)
    state = entry.get("advisory-state")
    code = str(entry.get("country-iso") or key).upper()
    codes = (code,) if code in all_countries() else countries_named(name)
    words = clean_title(english.get("advisory-text"))
    if not isinstance(state, int) or not 0 <= state <= 3 or words is None:
        return name
    published = entry.get("date-published") or {}
    stamp = published.get("timestamp")
    stated = (
        datetime.fromtimestamp(stamp, UTC)
        if isinstance(stamp, int) and 0 < stamp < 2**33
        else parse_moment(published.get("date"))
    )
    slug = str(english.get("url-slug") or "")
    return _advisory(
        Authority.CANADA,
        name,
        codes,
        state + 1,
        words,
        # "With regional advisories" is part of the level: it comes and goes without the number.
        code=f"{state + 1}{'r' if entry.get('has-regional-advisory') else ''}",
        url=f"https://travel.gc.ca/destinations/{slug}" if re.fullmatch(r"[a-z0-9-]+", slug) else None,
        stated_at=stated,
        lines=[
            name,
            words,
            clean_title(english.get("recent-updates")),
            clean_title(english.get("friendly-date")) or str(published.get("date") or ""),
        ],
    )


def _australia(text: str, _url: str) -> Iterator[Entry]:
    for item in _elements(text, "item"):
        name = clean_title(_words(item, "title")) or ""
        # "4", or "4/5" as in earlier years, when the scale had a step for parts of a country.
        found = re.match(r"\s*([1-4])(?:\s*/\s*\d)?\s*$", _words(item, "level"))
        if found is None:
            yield name
            continue
        level = int(found[1])
        date = _words(item, "pubDate")
        warnings = next(item.iter("{*}warnings"), None)
        said = clean_title(_words(warnings, "description")) if warnings is not None else None
        words = said or _AU_WORDS[level]
        own = [d for d in item.iter("{*}description") if d.getparent() is item]
        yield _advisory(
            Authority.AUSTRALIA,
            name,
            countries_named(name),
            level,
            f"Level {level}: {words}",
            url=_words(item, "link"),
            stated_at=_stated(date),
            lines=[name, words, date, html_to_text("".join(own[0].itertext())) if own else None],
        )


def _uk_json(text: str, url: str) -> Iterator[Entry]:
    loaded = json.loads(text)
    details = loaded.get("details") or {}
    if "alert_status" in details:
        yield _uk_page(loaded, details)
        return
    yield from _each(_uk_child, ((child, url) for child in (loaded.get("links") or {}).get("children") or []))


def _uk_child(child: dict[str, Any], url: str) -> Entry:
    name = clean_title(((child.get("details") or {}).get("country") or {}).get("name") or child.get("title")) or ""
    path = child.get("api_path") or f"/api/content{child['base_path']}"
    codes = countries_named(name)
    return Pointer(codes, urljoin(url, str(path)), parse_moment(child.get("public_updated_at"))) if codes else name


def _uk_page(loaded: dict[str, Any], details: dict[str, Any]) -> Entry:
    name = clean_title((details.get("country") or {}).get("name") or loaded.get("title")) or ""
    status = sorted(str(code) for code in details.get("alert_status") or ())
    known = [(code, rank) for code, rank in _UK_RANKS if code in status]
    if len(known) < len(status):
        return name
    parts = [part.get("body") or "" for part in details.get("parts") or () if "warning" in str(part.get("slug"))]
    words = "; ".join(code.replace("_", " ") for code, _ in known) or _UK_NONE
    return _advisory(
        Authority.UK,
        name,
        countries_named(name),
        max((rank for _, rank in known), default=1),
        words,
        code=",".join(status) or "none",
        url=urljoin("https://www.gov.uk", str(loaded.get("base_path") or "/foreign-travel-advice")),
        stated_at=parse_moment(loaded.get("public_updated_at")),
        lines=[
            name,
            clean_title(details.get("change_description")),
            str(loaded.get("public_updated_at") or ""),
            *(_uk_body(body) for body in parts[:1]),
        ],
    )


def _uk_body(body: object) -> str | None:
    """A part's text: HTML, or a list of the same in several types."""
    if isinstance(body, list):
        body = next((b.get("content") for b in body if b.get("content_type") == "text/html"), "")
    return html_to_text(body)[:4000] if isinstance(body, str) else None


def _uk_atom(text: str, url: str) -> Iterator[Entry]:
    for entry in _elements(text, "entry"):
        name = clean_title(_words(entry, "title")) or ""
        link = next((str(found.get("href") or "") for found in entry.iter("{*}link")), "")
        path = urlsplit(link).path
        codes = countries_named(name)
        if not codes or not path.startswith("/foreign-travel-advice/"):
            yield name
            continue
        yield Pointer(codes, urljoin(url, f"/api/content{path}"), parse_moment(_words(entry, "updated")))


_PARSERS: dict[tuple[Authority, bool], Callable[[str, str], Iterator[Entry]]] = {
    (Authority.US, False): _us_rss,
    (Authority.US, True): _us_json,
    (Authority.UK, False): _uk_atom,
    (Authority.UK, True): _uk_json,
    (Authority.CANADA, True): _canada,
    (Authority.AUSTRALIA, False): _australia,
}
