"""What a feed's document says, whatever format it came in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

Marks = Mapping[str, datetime | None]
"""Entries by mark, with the date of each (aware UTC) where it has one."""

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
    author: str | None = None


@dataclass(frozen=True, slots=True)
class ParsedFeed:
    """A feed's document. ``interval_s`` is how often it asks to be read at most, where it does.

    ``left_out`` is how many entries lie beyond the first ``MAX_ITEMS``; ``site_url`` the site it belongs to. ``marks``
    are all entries of the document by mark (see ``marks``) with their dates, also those that were known and therefore
    are no ``items``; empty where entries could not be told apart.
    """

    title: str | None
    items: tuple[FeedItem, ...]
    interval_s: int | None = None
    left_out: int = 0
    site_url: str | None = None
    marks: Marks = field(default_factory=dict)

    @property
    def listed(self) -> int:
        """How many entries the document has, those beyond ``MAX_ITEMS`` not counted."""
        return len(self.marks) or len(self.items)

    @property
    def dates(self) -> list[datetime | None]:
        """The dates of its entries."""
        return list(self.marks.values()) or [item.published for item in self.items]
