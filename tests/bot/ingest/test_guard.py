"""Which addresses may be fetched from."""

from __future__ import annotations

import ipaddress
import socket

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.ingest.guard import Guard, is_public, system_resolver
from storage.errors import SourceError


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "127.8.9.1",
        "0.0.0.0",
        "10.1.2.3",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "192.0.2.1",
        "198.18.0.1",
        "224.0.0.1",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "::127.0.0.1",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "64:ff9b::a00:1",
        "2002:7f00:1::",
        "2001:0:4136:e378:8000:63bf:80ff:fffe",
        "fc00::1",
        "fd12::1",
        "fe80::1",
        "fe80::1%eth0",
        "fec0::1",
        "ff02::1",
        "2001:db8::1",
        "100::1",
        "localhost",
        "",
    ],
)
def test_an_address_inside_is_not_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ["8.8.8.8", "93.184.216.34", "2606:2800:220:1::1", "64:ff9b::808:808"])
def test_an_ordinary_address_is_public(address: str) -> None:
    assert is_public(address)


@given(st.ip_addresses(v=4))
def test_an_ipv4_address_counts_the_same_in_every_ipv6_dress(address: ipaddress.IPv4Address) -> None:
    number = int(address)
    mapped = ipaddress.IPv6Address((0xFFFF << 32) | number)
    nat64 = ipaddress.IPv6Address((0x64FF9B << 96) | number)
    sixtofour = ipaddress.IPv6Address((0x2002 << 112) | (number << 80))
    public = is_public(str(address))
    assert [is_public(str(a)) for a in (mapped, nat64, sixtofour)] == [public] * 3


async def test_the_system_knows_loopback_by_number() -> None:
    assert await system_resolver("127.0.0.1", 80) == ["127.0.0.1"]


async def test_a_private_address_among_public_ones_is_left_out() -> None:
    async def mixed(_host: str, _port: int) -> list[str]:
        return ["10.0.0.1", "93.184.216.34", "::1", "93.184.216.35"]

    guard = Guard(allow_private=False, resolve=mixed)
    assert await guard.addresses("mixed.example", 80) == ["93.184.216.34", "93.184.216.35"]


def test_no_socket_is_opened_to_a_private_address_whatever_way_it_came() -> None:
    guard = Guard(allow_private=False, resolve=system_resolver)
    with pytest.raises(SourceError, match="private network"):
        guard.open_socket((socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP, "", ("10.0.0.1", 80)))
