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


# --- the operator's own network ----------------------------------------------------------------------------------


class Names:
    """A resolver of ours: each name gives its answers one after the other, the last one for ever."""

    def __init__(self, **answers: list[list[str]]) -> None:
        self.answers = answers
        self.asked: list[str] = []

    async def __call__(self, host: str, port: int) -> list[str]:
        self.asked.append(host)
        known = self.answers.get(host.split(".")[0])
        if known is None:
            raise OSError("unknown name")
        return known.pop(0) if len(known) > 1 else known[0]


async def test_loopback_is_refused_unless_allowed(site: Site, clock: FrozenClock) -> None:
    url = site.put("/a", "secret")
    async with Fetcher(clock=clock) as fetcher:
        with pytest.raises(SourceError, match="private network"):
            await fetcher.fetch(url)
    assert site.requests == []


@pytest.mark.parametrize("host", ["localhost", "[::1]", "[::ffff:127.0.0.1]", "0.0.0.0", "2130706433", "127.1"])
async def test_no_spelling_of_loopback_gets_through(site: Site, clock: FrozenClock, host: str) -> None:
    site.put("/a", "secret")
    port = site.url.rsplit(":", 1)[1]
    async with Fetcher(clock=clock, timeout_s=5) as fetcher:
        with pytest.raises(SourceError):
            await fetcher.fetch(f"http://{host}:{port}/a")
    assert site.requests == []


async def test_a_name_that_points_inside_is_refused(site: Site, clock: FrozenClock) -> None:
    names = Names(innocent=[["127.0.0.1"]])
    async with Fetcher(clock=clock, resolve=names) as fetcher:
        with pytest.raises(SourceError, match="private network"):
            await fetcher.fetch(site.put("/a", "secret").replace("127.0.0.1", "innocent.example"))
    assert site.requests == []


async def test_the_address_judged_is_the_address_connected_to(site: Site, clock: FrozenClock) -> None:
    """DNS rebinding: public when asked first, loopback a moment later. The name is asked once a connection."""
    names = Names(rebinding=[["192.0.2.77"], ["127.0.0.1"]])
    async with Fetcher(clock=clock, resolve=names, timeout_s=5) as fetcher:
        for _ in range(2):
            with pytest.raises(SourceError):
                await fetcher.fetch(site.put("/a", "secret").replace("127.0.0.1", "rebinding.example"))
    assert names.asked == ["rebinding.example"] * 2
    assert site.requests == []


async def test_a_redirect_to_a_private_number_is_refused(site: Site, clock: FrozenClock) -> None:
    """No name is asked here: the address stands in the redirect itself."""
    site.redirect("/a", "http://169.254.169.254/latest/")
    async with Fetcher(clock=clock, resolve=Names(front=[[FRONT]]), timeout_s=5) as fetcher:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("bot.ingest.guard.is_public", lambda address: address == FRONT)
            with pytest.raises(SourceError, match=r"169\.254\.169\.254 lies in a private network"):
                await fetcher.fetch(site.at("/a").replace("127.0.0.1", "front.example"))


async def test_every_hop_of_a_redirect_passes_the_gate(site: Site, clock: FrozenClock) -> None:
    """The first host is allowed to this test, the second, by redirect, is the cloud's metadata address."""
    site.redirect("/a", "http://metadata.example/latest/")
    names = Names(metadata=[["169.254.169.254"]])

    async def outside(host: str, port: int) -> list[str]:
        if host == "front.example":
            return [FRONT]
        return await names(host, port)

    async with Fetcher(clock=clock, resolve=outside, timeout_s=5) as fetcher:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("bot.ingest.guard.is_public", lambda address: address == FRONT)
            with pytest.raises(SourceError, match=r"metadata\.example lies in a private network"):
                await fetcher.fetch(site.at("/a").replace("127.0.0.1", "front.example"))
    assert site.asked("/a") == 1


FRONT = "127.0.0.1"


async def test_an_unknown_name_is_said_to_be_unknown(clock: FrozenClock) -> None:
    async with Fetcher(clock=clock, resolve=Names()) as fetcher:
        with pytest.raises(SourceError, match=r"the name nowhere\.example is unknown"):
            await fetcher.fetch("http://nowhere.example/")


async def test_a_proxy_in_the_environment_is_not_used(
    site: Site, clock: FrozenClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A proxy would connect in our place, past the gate."""
    monkeypatch.setenv("HTTP_PROXY", site.url)
    monkeypatch.setenv("ALL_PROXY", site.url)
    async with Fetcher(clock=clock, resolve=Names(), timeout_s=5) as fetcher:
        with pytest.raises(SourceError, match="unknown"):
            await fetcher.fetch("http://nowhere.example/")
    assert site.requests == []


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


async def test_an_encoding_that_was_not_asked_for_is_refused(site: Site, fetcher: Fetcher) -> None:
    with pytest.raises(SourceError, match="not asked for"):
        await fetcher.fetch(site.put("/a", b"...", "text/plain", Content_Encoding="gzip, gzip"))


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


# --- manners -----------------------------------------------------------------------------------------------------


async def test_one_host_gets_no_more_than_its_number_of_requests_at_a_time(site: Site, clock: FrozenClock) -> None:
    under_way = most = 0
    full = asyncio.Event()

    async def slow(_request: web.Request) -> web.StreamResponse:
        nonlocal under_way, most
        under_way += 1
        most = max(most, under_way)
        if under_way == 2:
            full.set()
        await asyncio.wait_for(full.wait(), 5)
        under_way -= 1
        return web.Response()

    site.pages["/a"] = slow
    async with Fetcher(clock=clock, allow_private=True, per_host=2) as fetcher:
        await asyncio.gather(*(fetcher.fetch(site.at("/a")) for _ in range(9)))
    assert most == 2


async def test_a_busy_host_does_not_hold_up_another(site: Site, clock: FrozenClock) -> None:
    answered = asyncio.Event()

    async def waits_for_the_other(_request: web.Request) -> web.StreamResponse:
        await asyncio.wait_for(answered.wait(), 5)
        return web.Response()

    site.pages["/busy"] = waits_for_the_other
    other = site.put("/other", "hello").replace("127.0.0.1", "localhost")
    async with Fetcher(clock=clock, allow_private=True, per_host=1) as fetcher:
        busy = [asyncio.create_task(fetcher.fetch(site.at("/busy"))) for _ in range(3)]
        assert (await fetcher.fetch(other)).content == b"hello"
        answered.set()
        await asyncio.gather(*busy)


async def test_waiting_for_a_turn_counts_for_no_time_limit(site: Site, clock: FrozenClock) -> None:
    """The second waits as long as one fetch may take, and then still has all of its own time."""
    never = asyncio.Event()

    async def hangs(_request: web.Request) -> web.StreamResponse:
        await never.wait()
        return web.Response()

    site.pages["/hangs"] = hangs
    async with Fetcher(clock=clock, allow_private=True, per_host=1, timeout_s=0.3) as fetcher:
        first = asyncio.create_task(fetcher.fetch(site.at("/hangs")))
        second = asyncio.create_task(fetcher.fetch(site.put("/a", "hello")))
        with pytest.raises(SourceError, match="no answer"):
            await first
        assert (await second).content == b"hello"
    never.set()


async def test_a_cookie_comes_back_on_the_next_hop_and_never_again(site: Site, fetcher: Fetcher) -> None:
    async def sets(_request: web.Request) -> web.StreamResponse:
        return web.Response(status=302, headers={"Location": "/page", "Set-Cookie": "seen=1"})

    site.pages["/first"] = sets
    site.put("/page", "hello")
    await fetcher.fetch(site.at("/first"))
    await fetcher.fetch(site.at("/page"))
    assert [headers.get("Cookie") for path, headers in site.requests if path == "/page"] == ["seen=1", None]


async def test_a_cookie_does_not_follow_to_another_host(site: Site, fetcher: Fetcher) -> None:
    away = site.put("/page", "hello").replace("127.0.0.1", "localhost")

    async def sets(_request: web.Request) -> web.StreamResponse:
        return web.Response(status=302, headers={"Location": away, "Set-Cookie": "seen=1"})

    site.pages["/first"] = sets
    await fetcher.fetch(site.at("/first"))
    assert "Cookie" not in site.requests[-1][1]
