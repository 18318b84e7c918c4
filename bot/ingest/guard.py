"""Keeps fetches away from the operator's own network.

The rule is applied where the connection is made: a name is resolved once, here, and the connection goes to the very
address that was judged. A name that answers differently a moment later (DNS rebinding) therefore gains nothing, and
every hop of a redirect passes through the same gate. TLS still checks the name, as only the TCP connection is pinned.
"""

from __future__ import annotations

import asyncio
import ipaddress
import socket
import ssl
from collections.abc import AsyncIterable, AsyncIterator, Awaitable, Callable, Iterable

import httpcore
import httpx

from storage.errors import SourceError

Resolver = Callable[[str, int], Awaitable[list[str]]]
"""``(host, port)`` in, IP addresses as text out, in order of preference. Raises ``OSError`` for an unknown name."""

_PATIENCE_S = 4.0
_NAT64 = ipaddress.ip_network("64:ff9b::/96")  # RFC 6052: the last 32 bits are the IPv4 address


async def system_resolver(host: str, port: int) -> list[str]:
    """Ask the operating system (``getaddrinfo``)."""
    found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(address[0]) for *_, address in found))


def is_public(address: str) -> bool:
    """Whether an IP address is an ordinary one on the public internet.

    False for private, loopback, link-local, shared (RFC 6598), multicast, reserved and unspecified addresses, for the
    IPv6 forms that carry such an IPv4 address inside (mapped, 6to4, Teredo, NAT64), and for what is no address.
    """
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return False
    if isinstance(ip, ipaddress.IPv6Address):
        if ip.scope_id is not None or ip.is_site_local:
            return False
        if ip in _NAT64:
            return is_public(str(ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)))
        inner = ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)
        if inner is not None:
            return is_public(str(inner))
    return ip.is_global and not (ip.is_multicast or ip.is_reserved or ip.is_unspecified)


class GuardedBackend(httpcore.AsyncNetworkBackend):
    """Opens TCP connections, to permitted addresses only."""

    def __init__(self, *, allow_private: bool, resolve: Resolver) -> None:
        self._allow_private = allow_private
        self._resolve = resolve
        self._backend = httpcore.AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109 (httpcore's signature)
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """Resolve, judge, connect. Raises ``SourceError`` where no permitted address is left."""
        try:
            addresses = await self._resolve(host, port)
        except (OSError, UnicodeError) as error:
            raise SourceError(f"the name {host} is unknown") from error
        permitted = [a for a in addresses if self._allow_private or is_public(a)]
        if not permitted:
            raise SourceError(
                f"{host} lies in a private network; Sitrep does not fetch from there (SITREP_FETCH_ALLOW_PRIVATE)"
            )
        for address in permitted[:-1]:
            try:
                # One dead address (an IPv6 that leads nowhere, often) must not use up the time of the others.
                soon = min(_PATIENCE_S, timeout or _PATIENCE_S)
                return await self._backend.connect_tcp(address, port, soon, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout):
                continue
        return await self._backend.connect_tcp(permitted[-1], port, timeout, local_address, socket_options)

    async def connect_unix_socket(
        self,
        path: str,
        timeout: float | None = None,  # noqa: ASYNC109 (httpcore's signature)
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """Never: a socket of this machine is as private as it gets."""
        raise SourceError("Sitrep does not fetch from sockets")

    async def sleep(self, seconds: float) -> None:
        """Wait, for the connection pool's own retries."""
        await self._backend.sleep(seconds)


class _Body(httpx.AsyncByteStream):
    def __init__(self, stream: AsyncIterable[bytes]) -> None:
        self._stream = stream

    async def __aiter__(self) -> AsyncIterator[bytes]:
        async for part in self._stream:
            yield part

    async def aclose(self) -> None:
        close: Callable[[], Awaitable[None]] | None = getattr(self._stream, "aclose", None)
        if close is not None:
            await close()


class GuardedTransport(httpx.AsyncBaseTransport):
    """An httpx transport over a connection pool whose every connection passes the guard. No proxies."""

    def __init__(self, *, allow_private: bool, resolve: Resolver, context: ssl.SSLContext, connections: int) -> None:
        self._pool = httpcore.AsyncConnectionPool(
            ssl_context=context,
            max_connections=connections,
            max_keepalive_connections=connections,
            keepalive_expiry=5.0,
            network_backend=GuardedBackend(allow_private=allow_private, resolve=resolve),
        )

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """One request, one response; ``httpcore`` errors pass through."""
        assert isinstance(request.stream, httpx.AsyncByteStream)
        answer = await self._pool.handle_async_request(
            httpcore.Request(
                method=request.method,
                url=httpcore.URL(
                    scheme=request.url.raw_scheme,
                    host=request.url.raw_host,
                    port=request.url.port,
                    target=request.url.raw_path,
                ),
                headers=request.headers.raw,
                content=request.stream,
                extensions=request.extensions,
            )
        )
        assert isinstance(answer.stream, AsyncIterable)
        return httpx.Response(
            answer.status, headers=answer.headers, stream=_Body(answer.stream), extensions=answer.extensions
        )

    async def aclose(self) -> None:
        """Close every connection."""
        await self._pool.aclose()
