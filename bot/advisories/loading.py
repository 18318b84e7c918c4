"""The edge of advisory registers: a fetched document, the pages it points to, and what of it is stored or told."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from bot.advisories.levels import Comparison, change_analysis, change_draft, compare, to_follow
from bot.advisories.registers import Register, authority_at, parse_register
from bot.stories.placing import place_article
from storage.advisories import authority_levels, marked_registers, put_level, touch_levels
from storage.articles import add_article, get_article
from storage.engine import Database
from storage.errors import SourceError
from storage.events import save_analysis
from storage.model.advisory import Advisory, Authority, Level
from storage.model.article import Feed, Fetched

logger = logging.getLogger(__name__)

MOST_FOLLOWED = 300
"""Pages asked for in one poll: the FCDO has about 226."""
MOST_FAILURES = 3


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a poll of a register came to. Not ``complete``: some pages are missing, ask again without validators."""

    listed: int
    changes: tuple[int, ...]
    complete: bool = True


class RegisterLoader:
    """Loads registers into one database. ``version`` is stored with the findings; ``clock`` gives aware UTC."""

    def __init__(self, database: Database, *, clock: Callable[[], datetime], version: str) -> None:
        self._database = database
        self._clock = clock
        self._version = version

    def find_authorities(self, feeds: Sequence[Feed]) -> dict[int, Authority]:
        """Which of these feeds are registers, by id: by their address, else as they were marked."""
        with self._database.reading() as session:
            found = marked_registers(session)
        for feed in feeds:
            known = authority_at(feed.url)
            if known is not None:
                found[feed.id] = known
        return found

    async def load(
        self, authority: Authority, fetched: Fetched, fetch: Callable[[str], Awaitable[Fetched]], *, exercise: bool
    ) -> Loaded:
        """Read a register's document and, one after the other, the pages it points to; store the levels.

        Raises ``SourceError`` where the document cannot be read, or none of its pages.
        """
        register = await asyncio.to_thread(_parse, authority, fetched)
        if register.unread:
            logger.info("%s: no level read for %s", authority.short_name, ", ".join(register.unread[:20]))
        advisories = list(register.advisories)
        known = await asyncio.to_thread(self._known, authority)
        waiting = to_follow(known, register.pointers)
        failures, complete = 0, len(waiting) <= MOST_FOLLOWED
        for pointer in waiting[:MOST_FOLLOWED]:
            try:
                # A register names pages of its own site, no others.
                if urlsplit(pointer.url).netloc != urlsplit(fetched.url).netloc:
                    raise SourceError("it points to another site")
                page = await fetch(pointer.url)
                advisories += (await asyncio.to_thread(_parse, authority, page)).advisories
            except SourceError as error:
                logger.info("a page of %s was not read: %s", authority.short_name, error)
                failures, complete = failures + 1, False
                if failures >= MOST_FAILURES and not advisories:
                    raise
                if failures >= MOST_FAILURES:
                    break
        changes = await asyncio.to_thread(self._store, authority, advisories, fetched.fetched_at, exercise)
        return Loaded(len(register.advisories) + len(register.pointers), changes, complete)

    def _known(self, authority: Authority) -> dict[str, Level]:
        with self._database.reading() as session:
            return authority_levels(session, authority)

    def _store(
        self, authority: Authority, advisories: Iterable[Advisory], fetched_at: datetime, exercise: bool
    ) -> tuple[int, ...]:
        """One transaction: a level and the article that tells its change are stored together or not at all."""
        now = self._clock()
        told = []
        with self._database.writing() as session:
            found: Comparison = compare(authority_levels(session, authority), advisories)
            for advisory, country in (*found.first, *found.renewed):
                put_level(session, advisory, country, now=now)
            touch_levels(session, authority, found.same, now)
            together: dict[Advisory, list[str]] = {}
            for advisory, country, _ in found.changed:
                together.setdefault(advisory, []).append(country)
            articles = {}
            for advisory, countries in together.items():
                draft = change_draft(advisory, fetched_at=fetched_at, exercise=exercise)
                stored = add_article(session, draft, now=now)
                findings = change_analysis(advisory, countries, draft.text)
                save_analysis(session, stored.article_id, findings, version=self._version, now=now)
                place_article(session, get_article(session, stored.article_id), findings, now=now)
                articles[advisory] = stored.article_id
                told.append(stored.article_id)
            for advisory, country, level in found.changed:
                put_level(session, advisory, country, now=now, previous=level, article_id=articles[advisory])
        return tuple(told)


def _parse(authority: Authority, fetched: Fetched) -> Register:
    return parse_register(authority, fetched.content, content_type=fetched.content_type, url=fetched.url)
