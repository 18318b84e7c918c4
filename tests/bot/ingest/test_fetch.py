"""Fetching, against a real server on loopback."""

from __future__ import annotations

import asyncio
import gzip
import tracemalloc
import zlib
from datetime import UTC, datetime

import pytest
from aiohttp import web
from hypothesis import given
from hypothesis import strategies as st

from bot.ingest.fetch import Fetcher, check_url, parse_retry_after, user_agent
from storage.errors import SourceError
from tests.bot.ingest.site import Site
from tests.conftest import NOON, FrozenClock


async def test_a_page_comes_with_its_type_time_and_validators(site: Site, fetcher: Fetcher) -> None:
    url = site.put("/a", "hello", "text/plain", ETag='"1"', Last_Modified="Tue, 09 Jun 2026 10:00:00 GMT")
    fetched = await fetcher.fetch(url + "#part")
    assert (fetched.url, fetched.content, fetched.content_type) == (url, b"hello", "text/plain")
    assert (fetched.etag, fetched.last_modified) == ('"1"', "Tue, 09 Jun 2026 10:00:00 GMT")
    assert fetched.fetched_at == NOON
    assert not fetched.not_modified


async def test_the_client_says_who_it_is_and_how_to_reach_its_operator(site: Site, fetcher: Fetcher) -> None:
    await fetcher.fetch(site.put("/a", "hello"))
    agent = site.requests[0][1]["User-Agent"]
    assert agent.startswith("Sitrep/")
    assert agent.endswith(" (+desk@example.org)")
    assert "(" not in user_agent(None)


async def test_validators_make_the_request_conditional_and_304_is_an_answer(site: Site, fetcher: Fetcher) -> None:
    async def conditional(request: web.Request) -> web.StreamResponse:
        same = request.headers.get("If-None-Match") == '"1"' and "If-Modified-Since" in request.headers
        return web.Response(status=304 if same else 200, body=b"new")

    site.pages["/a"] = conditional
    fetched = await fetcher.fetch(site.at("/a"), etag='"1"', last_modified="Tue, 09 Jun 2026 10:00:00 GMT")
    assert (fetched.not_modified, fetched.content) == (True, b"")
    assert not (await fetcher.fetch(site.at("/a"))).not_modified


# --- redirects ---------------------------------------------------------------------------------------------------


async def test_a_permanent_redirect_is_recorded(site: Site, fetcher: Fetcher) -> None:
    site.put("/new", "hello")
    fetched = await fetcher.fetch(site.redirect("/old", "/new", 301))
    assert (fetched.url, fetched.permanent_url) == (site.at("/new"), site.at("/new"))


async def test_a_temporary_redirect_is_followed_but_not_recorded(site: Site, fetcher: Fetcher) -> None:
    site.put("/new", "hello")
    fetched = await fetcher.fetch(site.redirect("/old", "/new", 302))
    assert (fetched.content, fetched.permanent_url) == (b"hello", None)


async def test_only_the_permanent_beginning_of_a_chain_is_recorded(site: Site, fetcher: Fetcher) -> None:
    site.put("/3", "hello")
    site.redirect("/2", "/3", 307)
    fetched = await fetcher.fetch(site.redirect("/1", "/2", 308))
    assert (fetched.url, fetched.permanent_url) == (site.at("/3"), site.at("/2"))


async def test_five_redirects_are_followed_and_six_are_not(site: Site, fetcher: Fetcher) -> None:
    site.put("/0", "hello")
    for n in range(1, 7):
        site.redirect(f"/{n}", f"/{n - 1}")
    assert (await fetcher.fetch(site.at("/5"))).content == b"hello"
    with pytest.raises(SourceError, match="more than 5 times"):
        await fetcher.fetch(site.at("/6"))


@pytest.mark.parametrize("target", ["file:///etc/passwd", "ftp://127.0.0.1/a", "gopher://127.0.0.1/", "data:,x"])
async def test_a_redirect_out_of_the_web_is_refused(site: Site, fetcher: Fetcher, target: str) -> None:
    with pytest.raises(SourceError):
        await fetcher.fetch(site.redirect("/a", target))


@pytest.mark.parametrize(
    "url",
    ["file:///etc/passwd", "ftp://example.org/a", "example.org", "", "http://", "http:///a", "javascript:alert(1)"],
)
def test_only_web_addresses_with_a_host_are_taken(url: str) -> None:
    with pytest.raises(SourceError):
        check_url(url)


@given(st.text(max_size=60))
def test_any_text_is_an_address_or_a_source_error(text: str) -> None:
    for candidate in (text, f"http://{text}"):
        try:
            assert check_url(candidate).startswith(("http://", "https://"))
        except SourceError:
            continue


# --- limits ------------------------------------------------------------------------------------------------------


async def test_an_announced_size_over_the_limit_is_refused(site: Site, clock: FrozenClock) -> None:
    url = site.put("/a", b"x" * 1001, "text/plain")
    async with Fetcher(clock=clock, allow_private=True, max_bytes=1000) as fetcher:
        with pytest.raises(SourceError, match="larger than"):
            await fetcher.fetch(url)


async def test_content_at_the_limit_is_taken(site: Site, clock: FrozenClock) -> None:
    url = site.put("/a", b"x" * 1000, "text/plain")
    async with Fetcher(clock=clock, allow_private=True, max_bytes=1000) as fetcher:
        assert len((await fetcher.fetch(url)).content) == 1000


async def test_an_endless_answer_stops_at_the_limit(site: Site, clock: FrozenClock) -> None:
    async def endless(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse()
        await response.prepare(request)
        try:
            while True:
                await response.write(b"x" * 65536)
        except ConnectionError:
            return response

    site.pages["/a"] = endless
    async with Fetcher(clock=clock, allow_private=True, max_bytes=200_000) as fetcher:
        with pytest.raises(SourceError, match="larger than"):
            await fetcher.fetch(site.at("/a"))


@pytest.mark.parametrize("coding", ["gzip", "deflate"])
async def test_a_decompression_bomb_never_unfolds(site: Site, fetcher: Fetcher, coding: str) -> None:
    """120 MB of zeros in about 120 kB: refused, without ever holding more than a fraction of it."""
    packer = zlib.compressobj(9, zlib.DEFLATED, zlib.MAX_WBITS | (16 if coding == "gzip" else 0))
    bomb = b"".join([*(packer.compress(b"\0" * 1_000_000) for _ in range(120)), packer.flush()])
    url = site.put("/a", bomb, "text/plain", Content_Encoding=coding)
    tracemalloc.start()
    try:
        with pytest.raises(SourceError, match="larger than 5 MB"):
            await fetcher.fetch(url)
        assert tracemalloc.get_traced_memory()[1] < 20_000_000
    finally:
        tracemalloc.stop()


async def test_many_gzip_members_are_one_text(site: Site, fetcher: Fetcher) -> None:
    body = b"".join(gzip.compress(b"part ") for _ in range(5000))
    url = site.put("/a", body, "text/plain", Content_Encoding="gzip")
    assert (await fetcher.fetch(url)).content == b"part " * 5000


async def test_raw_deflate_is_read_as_browsers_do(site: Site, fetcher: Fetcher) -> None:
    packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    body = packer.compress(b"hello") + packer.flush()
    assert (await fetcher.fetch(site.put("/a", body, Content_Encoding="deflate"))).content == b"hello"


@pytest.mark.parametrize(
    "body", [b"not gzip at all", gzip.compress(b"hello" * 1000, mtime=0)[:-20]], ids=["other", "cut"]
)
async def test_damaged_compression_is_a_source_error(site: Site, fetcher: Fetcher, body: bytes) -> None:
    with pytest.raises(SourceError, match=r"damaged|ended early"):
        await fetcher.fetch(site.put("/a", body, "text/plain", Content_Encoding="gzip"))


@pytest.mark.parametrize("coding", ["gzip, gzip", "br", "zstd", "compress"])
async def test_an_encoding_that_was_not_asked_for_is_refused(site: Site, fetcher: Fetcher, coding: str) -> None:
    """Brotli bombs, which swell a million times, never get to a decoder: there is none."""
    with pytest.raises(SourceError, match="not asked for"):
        await fetcher.fetch(site.put("/a", b"...", "text/plain", Content_Encoding=coding))
    assert site.requests[0][1]["Accept-Encoding"] == "gzip, deflate"


async def test_a_server_that_trickles_is_left_after_the_time_limit(site: Site, clock: FrozenClock) -> None:
    """Each piece arrives soon enough; the whole does not."""
    never = asyncio.Event()

    async def trickle(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse()
        await response.prepare(request)
        await response.write(b"x")
        await never.wait()
        return response

    site.pages["/a"] = trickle
    async with Fetcher(clock=clock, allow_private=True, timeout_s=0.2) as fetcher:
        with pytest.raises(SourceError, match=r"no answer within 0\.2 s"):
            await fetcher.fetch(site.at("/a"))
    never.set()


async def test_a_server_that_never_ends_its_headers_is_left_after_the_time_limit(clock: FrozenClock) -> None:
    """A slow loris, from the other side."""
    over = asyncio.Event()

    async def dawdle(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\nX-Slow: 1")
        await over.wait()
        writer.close()

    server = await asyncio.start_server(dawdle, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    async with server, Fetcher(clock=clock, allow_private=True, timeout_s=0.2) as fetcher:
        with pytest.raises(SourceError, match=r"no answer within 0\.2 s"):
            await fetcher.fetch(f"http://127.0.0.1:{port}/")
        over.set()


async def test_headers_without_end_are_a_source_error(clock: FrozenClock) -> None:
    def boast(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\nX-Long: " + b"x" * 1_000_000)

    server = await asyncio.start_server(boast, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    async with server, Fetcher(clock=clock, allow_private=True, timeout_s=5) as fetcher:
        with pytest.raises(SourceError, match="not HTTP as we know it"):
            await fetcher.fetch(f"http://127.0.0.1:{port}/")


async def test_a_broken_connection_is_a_source_error(fetcher: Fetcher) -> None:
    server = await asyncio.start_server(lambda _reader, writer: writer.close(), "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    async with server:
        with pytest.raises(SourceError, match="connection failed"):
            await fetcher.fetch(f"http://127.0.0.1:{port}/")


async def test_what_is_not_http_is_a_source_error(fetcher: Fetcher) -> None:
    def babble(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"220 mail.example ESMTP\r\n")
        writer.close()

    server = await asyncio.start_server(babble, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    async with server:
        with pytest.raises(SourceError):
            await fetcher.fetch(f"http://127.0.0.1:{port}/")


# --- refusals ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("status", "words"), [(404, r"404 \(Not Found\)"), (500, "500"), (599, "599"), (300, "300")])
async def test_a_refusal_is_told_in_words(site: Site, fetcher: Fetcher, status: int, words: str) -> None:
    with pytest.raises(SourceError, match=words) as raised:
        await fetcher.fetch(site.refuse("/a", status))
    assert (raised.value.gone, raised.value.retry_after_s) == (False, None)


async def test_410_says_that_the_source_is_gone(site: Site, fetcher: Fetcher) -> None:
    with pytest.raises(SourceError) as raised:
        await fetcher.fetch(site.refuse("/a", 410))
    assert raised.value.gone


@pytest.mark.parametrize(
    ("header", "seconds"), [("120", 120.0), ("Wed, 10 Jun 2026 12:05:00 GMT", 300.0), ("soon", None), ("-5", None)]
)
async def test_retry_after_is_read_in_both_forms(
    site: Site, fetcher: Fetcher, header: str, seconds: float | None
) -> None:
    with pytest.raises(SourceError) as raised:
        await fetcher.fetch(site.refuse("/a", 429, Retry_After=header))
    assert raised.value.retry_after_s == seconds


def test_a_retry_date_in_the_past_means_now() -> None:
    assert parse_retry_after("Wed, 10 Jun 2026 11:00:00 GMT", NOON) == 0


@given(st.text(max_size=40))
def test_any_retry_after_is_a_delay_or_nothing(text: str) -> None:
    delay = parse_retry_after(text, datetime(2026, 6, 10, tzinfo=UTC))
    assert delay is None or delay >= 0


async def test_an_error_message_does_not_repeat_a_password(site: Site, fetcher: Fetcher) -> None:
    url = site.refuse("/a", 401).replace("http://", "http://reader:hunter2@")
    with pytest.raises(SourceError) as raised:
        await fetcher.fetch(url)
    assert "hunter2" not in str(raised.value)
