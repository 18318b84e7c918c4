"""What a feed's document says, whatever format it came in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

MAX_ITEMS = 500


@dataclass(frozen=True, slots=True)
class FeedItem:
    """An entry. ``text`` is what the feed carries of it, as plain text; ``published`` aware UTC, not clamped."""

    url: str | None
    title: str | None
    text: str
    published: datetime | None
    updated: datetime | None
    language: str | None


@dataclass(frozen=True, slots=True)
class ParsedFeed:
    """A feed's document. ``interval_s`` is how often it asks to be read at most, where it does.

    ``left_out`` is how many entries lie beyond the first ``MAX_ITEMS``; ``site_url`` the site it belongs to.
    """

    title: str | None
    items: tuple[FeedItem, ...]
    interval_s: int | None = None
    left_out: int = 0
    site_url: str | None = None
