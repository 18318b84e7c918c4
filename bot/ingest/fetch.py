"""The network edge of ingest: one address in, ``Fetched`` out, or a ``SourceError`` that says what was wrong.

Limits: http(s) only, no private network (see ``guard``), 5 MB after decompression, 30 s altogether, 5 redirects.
"""

from __future__ import annotations

import asyncio
import email.utils
import http
import importlib.metadata
import zlib
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Self

import httpcore
import httpx

from bot.ingest.guard import GuardedTransport, Resolver, system_resolver
from storage.errors import SourceError
from storage.model.article import Fetched

MAX_BYTES = 5 * 1024 * 1024
TIMEOUT_S = 30.0
MAX_REDIRECTS = 5
_CHUNK = 64 * 1024
_PERMANENT = frozenset({301, 308})


def user_agent(contact: str | None) -> str:
    """How Sitrep names itself to publishers: ``Sitrep/<version> (+contact)``."""
    try:
        version = importlib.metadata.version("sitrep")
    except importlib.metadata.PackageNotFoundError:
        version = "0"
    return f"Sitrep/{version} (+{contact})" if contact else f"Sitrep/{version}"


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


class _Unpacker:
    """Undoes one content coding piece by piece and stops at ``limit`` bytes, however much a piece would swell to."""

    def __init__(self, coding: str, limit: int) -> None:
        coding = coding.strip().lower()
        if coding not in ("", "identity", "gzip", "x-gzip", "deflate"):
            raise SourceError(f"it came in the encoding {coding[:40]!r}, which was not asked for")
        self._coding = coding
        self._limit = limit
        self._out = bytearray()
        self._begun = False
        self._zlib = None if coding in ("", "identity") else self._decompressor()

    def _decompressor(self) -> zlib._Decompress:
        return zlib.decompressobj(zlib.MAX_WBITS | (16 if "gzip" in self._coding else 0))

    def feed(self, piece: bytes) -> None:
        """Take in a piece. Raises ``SourceError`` beyond the limit or for damaged data."""
        if self._zlib is None:
            self._keep(piece)
            return
        while piece:
            self._begun = True
            if self._zlib.eof:
                if "gzip" not in self._coding:
                    return
                # RFC 1952: a gzip file may have several members, one after the other.
                self._zlib = self._decompressor()
            piece = self._inflate(piece)

    def _inflate(self, piece: bytes) -> bytes:
        """Undo a piece up to the end of its member; returns what lies behind that."""
        assert self._zlib is not None
        room = self._limit - len(self._out) + 1
        try:
            data = self._zlib.decompress(piece, room)
        except zlib.error as error:
            # "deflate" is zlib by RFC 9110, but raw from some servers, as browsers accept.
            if self._coding != "deflate" or self._out:
                raise SourceError("its compressed content is damaged") from error
            self._zlib = zlib.decompressobj(-zlib.MAX_WBITS)
            try:
                data = self._zlib.decompress(piece, room)
            except zlib.error:
                raise SourceError("its compressed content is damaged") from error
        self._keep(data)
        return self._zlib.unused_data

    def _keep(self, data: bytes) -> None:
        self._out += data
        if len(self._out) > self._limit:
            raise too_large(self._limit)

    def finish(self) -> bytes:
        """Everything taken in."""
        if self._zlib is not None and self._begun and not self._zlib.eof:
            raise SourceError("its content ended early")
        return bytes(self._out)


def too_large(limit: int) -> SourceError:
    """The error for content over ``limit`` bytes."""
    return SourceError(f"it is larger than {limit / 1024 / 1024:.3g} MB")


class Fetcher:
    """A client for the open web. Use as ``async with Fetcher(...) as fetcher``, inside one event loop."""

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
    ) -> None:
        self._clock = clock
        self._timeout_s = timeout_s
        self._max_bytes = max_bytes
        self._client = httpx.AsyncClient(
            transport=GuardedTransport(
                allow_private=allow_private,
                resolve=resolve,
                context=httpx.create_ssl_context(trust_env=False),
                connections=connections,
            ),
            # A proxy from the environment would connect in our place, past the guard.
            trust_env=False,
            follow_redirects=False,
            timeout=timeout_s,
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
        await self._client.aclose()

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
        try:
            async with asyncio.timeout(self._timeout_s):
                return await self._follow(start, conditions)
        except (TimeoutError, httpx.TimeoutException, httpcore.TimeoutException) as error:
            raise SourceError(f"no answer within {self._timeout_s:g} s") from error
        except (httpx.HTTPError, httpcore.NetworkError, httpcore.ProtocolError, httpcore.UnsupportedProtocol) as error:
            raise SourceError(f"the connection failed: {_one_line(error)}") from error
        except (httpx.InvalidURL, UnicodeError, ValueError) as error:
            raise SourceError("the server sent something that is not HTTP as we know it") from error

    async def _follow(self, url: str, conditions: dict[str, str]) -> Fetched:
        request = self._client.build_request("GET", url, headers=conditions)
        permanent: str | None = None
        only_permanent = True
        for _ in range(MAX_REDIRECTS + 1):
            response = await self._client.send(request, stream=True)
            try:
                if response.next_request is None:
                    return await self._read(response, permanent)
                only_permanent = only_permanent and response.status_code in _PERMANENT
                request = response.next_request
                target = check_url(str(request.url))
                if only_permanent:
                    permanent = target
            finally:
                await response.aclose()
        raise SourceError(f"it redirects more than {MAX_REDIRECTS} times")

    async def _read(self, response: httpx.Response, permanent: str | None) -> Fetched:
        now = self._clock()
        status = response.status_code
        if status >= 400 or (status != 304 and not 200 <= status < 300):
            raise SourceError(
                f"the server answered {describe_status(status)}",
                retry_after_s=parse_retry_after(response.headers.get("retry-after"), now),
                gone=status == 410,
            )
        length = response.headers.get("content-length", "")
        if length.isdigit() and int(length) > self._max_bytes:
            raise too_large(self._max_bytes)
        unpacker = _Unpacker(response.headers.get("content-encoding", ""), self._max_bytes)
        if status != 304:
            async for piece in response.aiter_raw(_CHUNK):
                unpacker.feed(piece)
        return Fetched(
            url=str(response.url),
            status=status,
            content=unpacker.finish(),
            content_type=response.headers.get("content-type", ""),
            fetched_at=now,
            etag=response.headers.get("etag"),
            last_modified=response.headers.get("last-modified"),
            permanent_url=permanent,
            not_modified=status == 304,
            fresh_s=parse_max_age(response.headers.get("cache-control", "")),
        )


def describe_status(status: int) -> str:
    """``404 (Not Found)``."""
    try:
        return f"{status} ({http.HTTPStatus(status).phrase})"
    except ValueError:
        return str(status)


def _one_line(error: BaseException) -> str:
    text = " ".join(str(error).split()) or type(error).__name__
    return text[:200]
