"""Where a fetch may go, how often a host is asked, and what a fetch remembers: nothing."""

from __future__ import annotations

import asyncio

import pytest
from aiohttp import web

from bot.ingest.fetch import Fetcher
from storage.errors import SourceError
from tests.bot.ingest.site import Crowd, Site
from tests.conftest import FrozenClock

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


# --- manners -----------------------------------------------------------------------------------------------------


async def test_one_host_gets_no_more_than_its_number_of_requests_at_a_time(site: Site, clock: FrozenClock) -> None:
    site.pages["/a"] = crowd = Crowd(2)
    async with Fetcher(clock=clock, allow_private=True, per_host=2) as fetcher:
        await asyncio.gather(*(fetcher.fetch(site.at("/a")) for _ in range(9)))
    assert crowd.most == 2


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
