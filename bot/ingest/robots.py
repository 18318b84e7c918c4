"""robots.txt: which pages a site asks programs not to read (RFC 9309). The rules are read by Protego (BSD-3-Clause)."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from protego import Protego

from storage.errors import NotWelcome, SourceError
from storage.model.article import Fetched

PRODUCT = "Sitrep"
"""The product token that a robots.txt may name (RFC 9309, 2.2.1)."""
MAX_BYTES = 500 * 1024
"""So much of a robots.txt is read (RFC 9309, 2.5)."""
KEPT = timedelta(hours=24)
"""So long rules are believed (RFC 9309, 2.4)."""
FAILURE_KEPT = timedelta(minutes=10)
_MOST_SITES = 2000


@dataclass(frozen=True, slots=True)
class Rules:
    """What a site's robots.txt says, until when that is believed. ``problem``: it could not be had, and why.

    ``passing`` is that of the ``SourceError`` which was the problem.
    """

    until: datetime
    parsed: Protego | None = None
    problem: str | None = None
    passing: bool = False

    def check(self, url: str) -> None:
        """Raise ``NotWelcome`` where the page is closed to Sitrep."""
        if self.problem is not None:
            words = f"its site's robots.txt could not be read, so it counts as closed: {self.problem}"
            raise NotWelcome(words, passing=self.passing)
        if self.parsed is not None and not self.parsed.can_fetch(url, PRODUCT):
            raise NotWelcome("its site asks programs not to read it (robots.txt)")


def parse_robots(content: bytes, *, until: datetime) -> Rules:
    """The rules of a robots.txt: UTF-8, cut at ``MAX_BYTES``. What is no rule in it is passed over."""
    return Rules(until, Protego.parse(content[:MAX_BYTES].decode("utf-8", "replace").removeprefix("\ufeff")))


def rules_after(error: SourceError, now: datetime) -> Rules:
    """The rules of a site whose robots.txt could not be had: none where the answer is 400 to 499, else all is closed.

    RFC 9309, 2.3.1.3 and 2.3.1.4.
    """
    if error.status is not None and 400 <= error.status < 500:
        return Rules(now + KEPT)
    return Rules(now + FAILURE_KEPT, problem=str(error), passing=error.passing)


class Robots:
    """The rules of sites, each asked once a day. ``fetch`` gets a robots.txt, ``clock`` gives aware UTC."""

    def __init__(self, fetch: Callable[[str], Awaitable[Fetched]], *, clock: Callable[[], datetime]) -> None:
        self._fetch = fetch
        self._clock = clock
        self._sites: dict[str, Rules] = {}

    async def check(self, url: str) -> None:
        """Raise ``NotWelcome`` where a site does not want the page at ``url`` (http or https) to be read."""
        parts = urlsplit(url)
        site = f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}"
        rules = self._sites.pop(site, None)
        if rules is None or rules.until <= self._clock():
            rules = await self._ask(site)
        self._sites[site] = rules
        if len(self._sites) > _MOST_SITES:
            self._sites.pop(next(iter(self._sites)))
        rules.check(url)

    async def _ask(self, site: str) -> Rules:
        try:
            fetched = await self._fetch(f"{site}/robots.txt")
        except SourceError as error:
            return rules_after(error, self._clock())
        return parse_robots(fetched.content, until=self._clock() + KEPT)
