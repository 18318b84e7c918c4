"""A small web site on loopback: real HTTP, answers set by the test, requests kept for it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from aiohttp import web
from aiohttp.test_utils import TestServer

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Crowd:
    """A handler that holds its requests until ``size`` of them are there together, and counts how many that were."""

    def __init__(self, size: int, answer: Callable[[], web.StreamResponse] = web.Response) -> None:
        self.most = self._under_way = 0
        self._size, self._answer, self._full = size, answer, asyncio.Event()

    async def __call__(self, _request: web.Request) -> web.StreamResponse:
        self._under_way += 1
        self.most = max(self.most, self._under_way)
        if self._under_way == self._size:
            self._full.set()
        await asyncio.wait_for(self._full.wait(), 5)
        self._under_way -= 1
        return self._answer()


@dataclass
class Site:
    """``pages`` maps a path to its answer or to a handler; anything else is 404."""

    url: str = ""
    pages: dict[str, web.Response | Handler] = field(default_factory=dict)
    requests: list[tuple[str, dict[str, str]]] = field(default_factory=list)

    def at(self, path: str) -> str:
        """The address of a path."""
        return self.url + path

    def put(self, path: str, body: bytes | str, content_type: str = "text/html; charset=utf-8", **headers: str) -> str:
        """Serve a body; returns its address."""
        content = body.encode() if isinstance(body, str) else body
        given = {"Content-Type": content_type} | {k.replace("_", "-"): v for k, v in headers.items()}

        async def answer(_request: web.Request) -> web.StreamResponse:
            return web.Response(body=content, headers=given)

        self.pages[path] = answer
        return self.at(path)

    def redirect(self, path: str, to: str, status: int = 302) -> str:
        """Serve a redirect; returns its address."""

        async def answer(_request: web.Request) -> web.StreamResponse:
            return web.Response(status=status, headers={"Location": to})

        self.pages[path] = answer
        return self.at(path)

    def refuse(self, path: str, status: int, **headers: str) -> str:
        """Serve an error; returns its address."""

        async def answer(_request: web.Request) -> web.StreamResponse:
            return web.Response(status=status, headers={k.replace("_", "-"): v for k, v in headers.items()})

        self.pages[path] = answer
        return self.at(path)

    def asked(self, path: str) -> int:
        """How often a path was asked for."""
        return sum(asked == path for asked, _ in self.requests)


@asynccontextmanager
async def serving() -> AsyncIterator[Site]:
    """A running site."""
    site = Site()

    async def answer(request: web.Request) -> web.StreamResponse:
        site.requests.append((request.path, dict(request.headers)))
        page = site.pages.get(request.path)
        if page is None:
            return web.Response(status=404)
        return await page(request) if callable(page) else page

    app = web.Application()
    app.router.add_route("*", "/{path:.*}", answer)
    server = TestServer(app, host="127.0.0.1")
    await server.start_server()
    try:
        site.url = f"http://127.0.0.1:{server.port}"
        yield site
    finally:
        await server.close()


ARTICLE = """<!DOCTYPE html>
<html lang="en"><head><title>{title}</title>
<meta property="og:site_name" content="The Harbour Post">
{head}
</head><body>
<nav><a href="/">Home</a> <a href="/world">World</a></nav>
<article><h1>{title}</h1>
<p>Two drones struck a fuel depot near the port of Selandia on Tuesday, officials said, and a fire burned for hours.</p>
<p>“Nobody was hurt, and the depot is closed,” the governor told reporters in the city on the same evening.</p>
<p>{last}</p></article>
<footer>Copyright 2031 The Harbour Post</footer></body></html>
"""


def article_page(
    title: str = "Drones hit depot", head: str = "", last: str = "A ministry spokesperson said an inquiry had begun."
) -> str:
    """A page as outlets make them, its article long enough to be found."""
    return ARTICLE.format(title=title, head=head, last=last)


def rss(*items: str, title: str = "The Harbour Post", extra: str = "") -> str:
    """An RSS 2.0 document around ready items."""
    return (
        '<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel>'
        f"<title>{title}</title><link>https://harbour.example</link>{extra}{''.join(items)}</channel></rss>"
    )


def rss_item(
    title: str = "Drones hit depot",
    link: str | None = "https://harbour.example/1",
    date: str | None = "Tue, 09 Jun 2026 07:15:00 +0200",
    text: str = "Two drones struck a fuel depot near the port.",
) -> str:
    """An entry of an RSS feed; ``text`` stands in it as it is."""
    return (
        f"<item><title>{title}</title>"
        + (f"<link>{link}</link>" if link else "")
        + (f"<pubDate>{date}</pubDate>" if date else "")
        + f"<description>{text}</description></item>"
    )
