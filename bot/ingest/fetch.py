"""The network edge of ingest: one address in, ``Fetched`` out, or a ``SourceError`` that says what was wrong.

Limits: http(s) only, no private network (see ``guard``), 5 MB after decompression, 30 s altogether, 5 redirects.
"""

from __future__ import annotations

import asyncio
import email.utils
import functools
import http
import importlib.metadata
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Self
from urllib.parse import urljoin

import aiohttp
import httpx
from yarl import URL

from bot.ingest.guard import Guard, Resolver, system_resolver
from bot.ingest.robots import Robots
from bot.ingest.unpack import Unpacker, too_large
from storage.errors import SourceError
from storage.model.article import Fetched

MAX_BYTES = 5 * 1024 * 1024
TIMEOUT_S = 30.0
MAX_REDIRECTS = 5
PER_HOST = 6
"""Requests that one host gets at a time, as browsers have it."""
MAX_HEADER_BYTES = 64 * 1024
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_PERMANENT = frozenset({301, 308})


def user_agent(contact: str | None) -> str:
    """How Sitrep names itself to publishers: ``Sitrep/<version> (+contact)``."""
    try:
        version = importlib.metadata.version("sitrep")
    except importlib.metadata.PackageNotFoundError:
        version = "0"
    return f"Sitrep/{version} (+{contact})" if contact else f"Sitrep/{version}"


@functools.lru_cache(maxsize=8192)
def check_url(url: str) -> str:
    """The address without surrounding space and fragment. Raises ``SourceError`` if it is not http(s) with a host."""
    try:
        parsed = httpx.URL(url.strip())
    except (httpx.InvalidURL, ValueError) as error:
        raise SourceError("this is not a web address") from error
    if parsed.scheme not in ("http", "https"):
        raise SourceError(f"only http and https addresses are fetched, not {parsed.scheme or 'files'}")
    if not parsed.host:
        raise SourceError("this address names no host")
    return str(parsed.copy_with(fragment=None))


def parse_retry_after(value: str | None, now: datetime) -> float | None:
    """Seconds to wait by a ``Retry-After`` header, in seconds or as an HTTP date (RFC 9110, 10.2.3)."""
    if value is None:
        return None
    value = value.strip()
    if value.isascii() and value.isdigit():
        return float(value[:9])
    try:
        moment = email.utils.parsedate_to_datetime(value)
    except (ValueError, TypeError, OverflowError):
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return max(0.0, (moment - now).total_seconds())


def parse_max_age(cache_control: str) -> int | None:
    """Seconds of ``max-age`` in a ``Cache-Control`` header (RFC 9111, 5.2.2.1); ``None`` if it has none."""
    directives = {part.strip().lower() for part in cache_control.split(",")}
    if directives & {"no-cache", "no-store"}:
        return None
    for directive in directives:
        name, _, value = directive.partition("=")
        value = value.strip().strip('"')
        if name.strip() == "max-age" and value.isascii() and value.isdigit():
            return int(value[:9])
    return None


class Fetcher:
    """A client for the open web. Use as ``async with Fetcher(...) as fetcher``; to be made inside its event loop.

    ``per_host`` is how many requests one host gets at a time; further ones wait, and waiting counts for no time limit.
    """

    def __init__(
        self,
        *,
        clock: Callable[[], datetime],
        contact: str | None = None,
        allow_private: bool = False,
        resolve: Resolver = system_resolver,
        timeout_s: float = TIMEOUT_S,
        max_bytes: int = MAX_BYTES,
        connections: int = 20,
        per_host: int = PER_HOST,
    ) -> None:
        self._clock = clock
        self._timeout_s = timeout_s
        self._max_bytes = max_bytes
        self._guard = Guard(allow_private=allow_private, resolve=resolve)
        self._hosts = HostTurns(per_host)
        self._robots = Robots(self._fetch_in_turn, clock=clock)
        self._client = aiohttp.ClientSession(
            connector=self._guard.connector(context=_tls(), connections=connections),
            # A proxy from the environment would connect in our place, past the guard.
            trust_env=False,
            # Nobody is followed from one fetch to the next.
            cookie_jar=aiohttp.DummyCookieJar(),
            auto_decompress=False,
            timeout=aiohttp.ClientTimeout(total=None),
            max_line_size=MAX_HEADER_BYTES,
            max_field_size=MAX_HEADER_BYTES,
            headers={
                "User-Agent": user_agent(contact),
                "Accept": "text/html, application/xhtml+xml, application/rss+xml, application/atom+xml, "
                "application/xml;q=0.9, application/json;q=0.8, text/plain;q=0.8, */*;q=0.5",
                "Accept-Encoding": "gzip, deflate",
            },
        )

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.aclose()

    async def aclose(self) -> None:
        """Close every connection."""
        await self._client.close()

    async def fetch(self, url: str, *, etag: str | None = None, last_modified: str | None = None) -> Fetched:
        """Fetch an address, following redirects.

        ``etag`` and ``last_modified`` (as served last time) make the request conditional; ``not_modified`` is then set
        on a 304. ``permanent_url`` is where 301 and 308 alone led. Raises ``SourceError`` for everything else than a
        good answer: with ``retry_after_s`` where the server named a delay, ``gone`` on a 410.
        """
        conditions = {}
        if etag:
            conditions["If-None-Match"] = etag
        if last_modified:
            conditions["If-Modified-Since"] = last_modified
        start = check_url(url)
        async with self._hosts.turn(URL(start, encoded=True).authority):
            return await self._within_time(self._follow(start, conditions))

    async def fetch_page(self, url: str) -> Fetched:
        """Fetch a page as ``fetch`` does, if its site and those it redirects to let programs read it.

        Raises ``NotWelcome``, a ``SourceError``, where one of them does not (robots.txt).
        """
        start = check_url(url)
        async with self._hosts.turn(URL(start, encoded=True).authority):
            return await self._within_time(self._follow(start, {}, check=self._robots.check))

    async def _fetch_in_turn(self, url: str) -> Fetched:
        return await self._within_time(self._follow(check_url(url), {}))

    async def _within_time(self, fetching: Coroutine[None, None, Fetched]) -> Fetched:
        try:
            async with asyncio.timeout(self._timeout_s):
                return await fetching
        except TimeoutError as error:
            raise SourceError(f"no answer within {self._timeout_s:g} s", passing=True) from error
        except (aiohttp.ClientResponseError, aiohttp.InvalidURL, UnicodeError, ValueError) as error:
            raise SourceError("the server sent something that is not HTTP as we know it") from error
        except (aiohttp.ClientError, OSError) as error:
            passing = not isinstance(error, aiohttp.ClientConnectorCertificateError)
            raise SourceError(f"the connection failed: {_one_line(error)}", passing=passing) from error

    async def _follow(
        self, url: str, conditions: dict[str, str], *, check: Callable[[str], Awaitable[None]] | None = None
    ) -> Fetched:
        permanent: str | None = None
        only_permanent = True
        cookies: dict[str, str] = {}
        for _ in range(MAX_REDIRECTS + 1):
            address = URL(url, encoded=True)
            self._guard.check_literal(address.host or "")
            if check is not None:
                await check(url)
            given = cookies or None
            async with self._client.get(address, headers=conditions, cookies=given, allow_redirects=False) as response:
                location = response.headers.get("Location")
                if location is None or response.status not in _REDIRECTS:
                    return await self._read(response, url, permanent)
                only_permanent = only_permanent and response.status in _PERMANENT
                url = check_url(urljoin(url, location.strip()))
                # Some sites set a cookie, send the reader back, and look whether it comes.
                same = URL(url, encoded=True).authority == address.authority
                cookies = cookies | {name: set_.value for name, set_ in response.cookies.items()} if same else {}
            if only_permanent:
                permanent = url
        raise SourceError(f"it redirects more than {MAX_REDIRECTS} times")

    async def _read(self, response: aiohttp.ClientResponse, url: str, permanent: str | None) -> Fetched:
        now = self._clock()
        status = response.status
        headers = response.headers
        if status >= 400 or (status != 304 and not 200 <= status < 300):
            raise SourceError(
                f"the server answered {describe_status(status)}",
                retry_after_s=parse_retry_after(headers.get("Retry-After"), now),
                gone=status == 410,
                status=status,
            )
        length = headers.get("Content-Length", "")
        if length.isdigit() and int(length) > self._max_bytes:
            raise too_large(self._max_bytes)
        unpacker = Unpacker(headers.get("Content-Encoding", ""), self._max_bytes)
        if status != 304:
            async for piece in response.content.iter_any():
                unpacker.feed(piece)
        return Fetched(
            url=url,
            status=status,
            content=unpacker.finish(),
            content_type=headers.get("Content-Type", ""),
            fetched_at=now,
            etag=headers.get("ETag"),
            last_modified=headers.get("Last-Modified"),
            permanent_url=permanent,
            not_modified=status == 304,
            fresh_s=parse_max_age(headers.get("Cache-Control", "")),
        )


@functools.cache
def _tls() -> ssl.SSLContext:
    # The authorities take a twentieth of a second to load.
    return httpx.create_ssl_context(trust_env=False)


class HostTurns:
    """How many requests a host gets at a time: at most ``limit``, the others in the order they came."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._hosts: dict[str, tuple[asyncio.Semaphore, int]] = {}

    @asynccontextmanager
    async def turn(self, host: str) -> AsyncIterator[None]:
        """Wait for a turn at ``host``, and hold it for the block."""
        places, users = self._hosts.get(host) or (asyncio.Semaphore(self._limit), 0)
        self._hosts[host] = (places, users + 1)
        try:
            async with places:
                yield
        finally:
            _, users = self._hosts[host]
            if users == 1:
                del self._hosts[host]
            else:
                self._hosts[host] = (places, users - 1)


def describe_status(status: int) -> str:
    """``404 (Not Found)``."""
    try:
        return f"{status} ({http.HTTPStatus(status).phrase})"
    except ValueError:
        return str(status)


def _one_line(error: BaseException) -> str:
    """What failed, without the address: it stands beside, and may carry a password."""
    if isinstance(error, aiohttp.ClientConnectorCertificateError):
        error = error.certificate_error
    elif isinstance(error, aiohttp.ClientConnectorError):
        error = error.os_error
    text = getattr(error, "strerror", None) or str(error) or type(error).__name__
    return " ".join(str(text).split())[:200]
