"""Stories: articles that tell the same happening, and whose word they pass on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from storage.model.article import Article
from storage.model.briefing import Contradiction, Line


@dataclass(frozen=True, slots=True)
class Origin:
    """An independent voice: a publisher or a wire. ``key`` is one for all outlets of a publisher, ``name`` is shown."""

    key: str
    name: str


@dataclass(frozen=True, slots=True)
class Telling:
    """An article of a story: whose word it passes on (its own outlet's, or that of the wires that it names).

    ``reprint_of`` is the id of the article that it copies.
    """

    article: Article
    origins: tuple[Origin, ...] = ()
    reprint_of: int | None = None


@dataclass(frozen=True, slots=True)
class Story:
    """One happening as its current articles tell it, oldest first (by effective time, then id).

    ``merged_into`` is the story that took its articles over, where it has none left.
    """

    id: int
    tellings: tuple[Telling, ...] = ()
    merged_into: int | None = None

    @property
    def origins(self) -> tuple[Origin, ...]:
        """The independent origins, in the order in which they told it."""
        return independent((telling.reprint_of, telling.origins) for telling in self.tellings)

    @property
    def headline(self) -> str:
        """That of the oldest article that is no reprint. Raises ``IndexError`` where there is no article."""
        own = [telling for telling in self.tellings if telling.reprint_of is None]
        return (own or self.tellings)[0].article.headline

    @property
    def first_seen_at(self) -> dt.datetime:
        """The effective time of its oldest article, aware UTC. Raises ``ValueError`` where there is none."""
        return min(telling.article.effective_at for telling in self.tellings)

    @property
    def last_seen_at(self) -> dt.datetime:
        """The effective time of its newest article, aware UTC. Raises ``ValueError`` where there is none."""
        return max(telling.article.effective_at for telling in self.tellings)


@dataclass(frozen=True, slots=True)
class StoryReport:
    """A story with its lines, most real and gravest first, and what in it contradicts."""

    story: Story
    lines: tuple[Line, ...] = ()
    contradictions: tuple[Contradiction, ...] = ()


def independent(told: Iterable[tuple[int | None, Iterable[Origin]]]) -> tuple[Origin, ...]:
    """The independent origins of articles, each given as what it is a reprint of and its origins.

    Reprints add none, nor do several outlets of one publisher or papers that pass on one wire.
    """
    found: dict[str, Origin] = {}
    for reprint_of, origins in told:
        if reprint_of is None:
            for origin in origins:
                found.setdefault(origin.key, origin)
    return tuple(found.values())
