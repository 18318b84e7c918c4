"""Articles, where they come from, and how they arrive.

The walk of an article: ``Fetched`` (bytes) -> ``Draft`` (text, not yet stored) -> ``Article`` (stored).
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

TELEGRAM = "telegram"
"""The kind of a source that is a channel, group or person on Telegram."""


@dataclass(frozen=True, slots=True)
class Source:
    """An outlet, wire, government or organisation that publishes.

    ``key`` is the folded name and unique. ``family`` names the publisher behind several outlets. ``reliability`` is
    an Admiralty letter A-F (F: cannot be judged).
    """

    key: str
    name: str
    id: int | None = None
    kind: str = "outlet"
    home_country: str | None = None
    language: str | None = None
    family: str | None = None
    reliability: str = "F"
    reliability_reason: str | None = None
    homepage: str | None = None
    exercise: bool = False


_NOT_STORABLE = re.compile("[\x00\ud800-\udfff]")


def storable(text: str) -> str:
    """What PostgreSQL can store: a space in place of each NUL and lone surrogate, so that every offset stays."""
    if text.isascii():  # the usual text, at a tenth of the time
        return text.replace("\x00", " ")
    return _NOT_STORABLE.sub(" ", text)


def source_key(name: str) -> str:
    """The folded form under which a source is known: NFKC, case-folded, single spaces."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


@dataclass(frozen=True, slots=True)
class Fetched:
    """What came over the wire. ``url`` is the address after redirects; ``fetched_at`` aware UTC.

    ``fresh_s`` is for how many seconds the server says it stays fresh (Cache-Control: max-age, RFC 9111, 5.2.2.1).
    """

    url: str
    status: int
    content: bytes
    content_type: str
    fetched_at: datetime
    etag: str | None = None
    last_modified: str | None = None
    permanent_url: str | None = None
    not_modified: bool = False
    fresh_s: int | None = None


class FeedOnly(StrEnum):
    """Why an article has only the text that its feed carries, not its page's."""

    PAYWALL = "paywall"
    ROBOTS = "robots"
    EMPTY = "empty"
    UNREADABLE = "unreadable"
    UNREACHABLE = "unreachable"


@dataclass(frozen=True, slots=True)
class PageTry:
    """That an entry's page could not be reached and is to be asked for again at a poll of its feed from ``next_at`` on.

    ``first_at`` is when it was to be read first, ``tries`` how often it was asked for. Times are aware UTC.
    """

    feed_id: int
    first_at: datetime
    next_at: datetime
    tries: int


@dataclass(frozen=True, slots=True)
class Draft:
    """An article that is not stored yet.

    ``published_at`` is aware UTC or ``None`` where no date is known: an unknown date stays unknown. ``date_clamped``
    says that the date lay in the future and was set to the fetch time. ``known_since`` is set on what a feed held
    before it was added: its findings count as known from then on, not as news. ``known_as`` stands for the address
    where there is none (a message in a group): another text under it is a revision. It is never shown. ``author`` is as
    page or feed name them; ``feed_only`` is why its text is the feed's alone, ``page_try`` when its page is asked for
    again, where that is of use.

    Raises ``ValueError`` on naive datetimes.
    """

    text: str
    fetched_at: datetime
    title: str | None = None
    url: str | None = None
    source_name: str | None = None
    published_at: datetime | None = None
    date_clamped: bool = False
    language: str | None = None
    exercise: bool = False
    known_since: datetime | None = None
    known_as: str | None = None
    author: str | None = None
    feed_only: FeedOnly | None = None
    page_try: PageTry | None = None

    def __post_init__(self) -> None:
        for moment in (self.fetched_at, self.published_at, self.known_since):
            if moment is not None and moment.tzinfo is None:
                raise ValueError("article times must be aware")

    @property
    def content_hash(self) -> str:
        """SHA-256 (hex) of the text, NFC and white space collapsed; the title counts only where there is no text."""
        body = storable(self.text if self.text.strip() else (self.title or ""))
        folded = " ".join(unicodedata.normalize("NFC", body).split())
        return hashlib.sha256(folded.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Article:
    """A stored article. Times are aware UTC.

    ``effective_at`` is ``published_at`` where known, else ``fetched_at``: windows use it, and an undated article is
    shown as "date unknown". ``superseded_by`` is the id of a later revision of the same address.
    """

    id: int
    text: str
    fetched_at: datetime
    stored_at: datetime
    effective_at: datetime
    title: str | None = None
    url: str | None = None
    source: Source | None = None
    published_at: datetime | None = None
    date_clamped: bool = False
    language: str | None = None
    exercise: bool = False
    revision: int = 1
    superseded_by: int | None = None
    author: str | None = None
    feed_only: FeedOnly | None = None

    @property
    def is_dated(self) -> bool:
        """Whether the publication date is known."""
        return self.published_at is not None

    @property
    def analysed_text(self) -> str:
        """What the offsets of its findings point into: the text, or the title where there is no text."""
        return self.text if self.text.strip() else (self.title or "")

    @property
    def headline(self) -> str:
        """The title, else the beginning of the text, on one line of a length that lists can show."""
        title = " ".join((self.title or "").split())
        first, longest = (title, 200) if title else (" ".join(self.text.split()), 100)
        return first if len(first) <= longest else first[:longest].rsplit(" ", 1)[0] + " …"


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed and how it has been doing. Times are aware UTC, names in ``_s`` seconds.

    ``folder`` is its group (``A/B`` for a group in a group). ``pace_s`` is the usual time between two of its entries,
    ``asked_s`` how often it asks to be read at most, ``body_hash`` a digest of its document as last read. ``dead_at``
    is since when it counts as dead; ``dead_told_at`` when the admins were told so, until they are told of its recovery.
    """

    id: int
    url: str
    created_at: datetime
    next_poll_at: datetime
    interval_s: int
    title: str | None = None
    source_name: str | None = None
    etag: str | None = None
    last_modified: str | None = None
    first_polled_at: datetime | None = None
    last_polled_at: datetime | None = None
    last_success_at: datetime | None = None
    failures: int = 0
    last_error: str | None = None
    disabled_at: datetime | None = None
    exercise: bool = False
    folder: str | None = None
    site_url: str | None = None
    pace_s: int | None = None
    asked_s: int | None = None
    body_hash: str | None = None
    dead_at: datetime | None = None
    dead_told_at: datetime | None = None

    @property
    def name(self) -> str:
        """What to call it: the outlet it is filed under, its title, or its address."""
        return self.source_name or self.title or self.url

    @property
    def health(self) -> str:
        """The feed's state in words: ``new``, ``ok``, ``failing`` (with how often), ``dead`` or ``disabled``."""
        if self.disabled_at is not None:
            return "disabled"
        if self.dead_at is not None:
            return f"dead ({self.failures} failures in a row)"
        if self.failures:
            return f"failing ({self.failures} in a row)"
        return "ok" if self.last_success_at is not None else "new"

    def health_at(self, now: datetime) -> str:
        """Its health at ``now`` (aware) in words for people: state, when it was last read, what is wrong, what is next.

        ``failing (3 in a row), last read 5 h ago, next try in 20 min: the server answered 503 (Service Unavailable)``
        """
        read = (
            "never read yet"
            if self.last_success_at is None
            else f"last read {span_words(now - self.last_success_at)} ago"
        )
        if self.disabled_at is not None:
            parts = ["disabled", read]
        elif self.next_poll_at > now:
            wait = span_words(self.next_poll_at - now)
            parts = [self.health, read, f"next try in {wait}" if self.failures else f"next in {wait}"]
        else:
            parts = [self.health, read, "due now"]
        return ", ".join(parts) + (f": {self.last_error}" if self.last_error else "")


def span_words(span: timedelta) -> str:
    """A span of time roughly: ``5 min``, ``7 h`` (from two hours), ``3 d`` (from two days); never below 0 min."""
    minutes = max(0, int(span.total_seconds() // 60))
    if minutes < 120:
        return f"{minutes} min"
    return f"{minutes // 60} h" if minutes < 48 * 60 else f"{minutes // 1440} d"
