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
from collections.abc import Awaitable, Callable

import aiohttp
from aiohappyeyeballs import AddrInfoType
from aiohttp.abc import AbstractResolver, ResolveResult

from storage.errors import SourceError

Resolver = Callable[[str, int], Awaitable[list[str]]]
"""``(host, port)`` in, IP addresses as text out, in order of preference. Raises ``OSError`` for an unknown name."""

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


class Guard:
    """Lets connections out to permitted addresses only. ``allow_private`` permits all."""

    def __init__(self, *, allow_private: bool, resolve: Resolver) -> None:
        self._allow_private = allow_private
        self._resolve = resolve

    def connector(self, *, context: ssl.SSLContext, connections: int) -> aiohttp.TCPConnector:
        """A connection pool for aiohttp whose every connection passes the guard. To be made inside the event loop."""
        return aiohttp.TCPConnector(
            resolver=_GuardedResolver(self),
            socket_factory=self.open_socket,
            use_dns_cache=False,
            ssl=context,
            limit=connections,
            keepalive_timeout=5.0,
        )

    def check_literal(self, host: str) -> None:
        """Raise ``SourceError`` where a host is written as an IP address that is not permitted: no name is asked then.

        A name passes: its addresses are judged when it is resolved.
        """
        try:
            ipaddress.ip_address(host)
        except ValueError:
            return
        if not self.permits(host):
            raise _private(host)

    def permits(self, address: str) -> bool:
        """Whether an IP address may be connected to."""
        return self._allow_private or is_public(address)

    async def addresses(self, host: str, port: int) -> list[str]:
        """The permitted addresses of a name. Raises ``SourceError`` where none is left."""
        try:
            found = await self._resolve(host, port)
        except (OSError, UnicodeError) as error:
            raise SourceError(f"the name {host} is unknown", passing=isinstance(error, OSError)) from error
        permitted = [address for address in found if self.permits(address)]
        if not permitted:
            raise _private(host)
        return permitted

    def open_socket(self, info: AddrInfoType) -> socket.socket:
        """A socket for an address about to be connected to. The last gate, whatever way an address came here."""
        family, kind, protocol, _, address = info
        if not self.permits(str(address[0])):
            raise _private(str(address[0]))
        return socket.socket(family, kind, protocol)


class _GuardedResolver(AbstractResolver):
    def __init__(self, guard: Guard) -> None:
        self._guard = guard

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        """Every permitted address of a name, as aiohttp wants them: numbers, that are not resolved again."""
        return [
            ResolveResult(
                hostname=host,
                host=address,
                port=port,
                family=socket.AF_INET6 if ":" in address else socket.AF_INET,
                proto=socket.IPPROTO_TCP,
                flags=socket.AI_NUMERICHOST,
            )
            for address in await self._guard.addresses(host, port)
        ]

    async def close(self) -> None:
        """Nothing is held open."""


def _private(host: str) -> SourceError:
    return SourceError(
        f"{host} lies in a private network; Sitrep does not fetch from there (SITREP_FETCH_ALLOW_PRIVATE)"
    )
