"""The local Bot API server, against an aiohttp handler that answers without looking at what it got.

Once as bots meet it in tests, server and client in one process; once in load mode, the servers in a process of
their own on a core of their own, so that the rate is what one core accepts.
"""

from __future__ import annotations

import asyncio
import itertools
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import AsyncExitStack, contextmanager
from typing import Any

import aiohttp
from aiohttp import web

from bot.demo import people
from bot.demo.prepared import demo_world
from bot.demo.server import serve
from bot.demo.world import World
from tests.benchmarks import Measure, compare

BATCH = 100
TEXT = "<b>Iraq</b> · last 7 days\n" + "Two rockets fell short of the base, the ministry said. " * 10
MESSAGE: dict[str, Any] = {"text": TEXT, "parse_mode": "HTML"}
# A briefing of a dozen lines, each with its source and its date.
_LINE = [
    "Two rockets fell short of the base, the ministry said. ",
    {"type": "url", "text": "Source", "url": "https://example.org/news/2026/two-rockets"},
    {"type": "date_time", "text": "1 March", "unix_time": 1772323200, "date_time_format": "wDT"},
]
BRIEFING: dict[str, Any] = {
    "rich_message": {
        "blocks": [
            {"type": "heading", "text": "Iraq", "size": 1},
            *({"type": "paragraph", "text": _LINE} for _ in range(12)),
        ]
    },
    "reply_markup": {"inline_keyboard": [[{"text": "Threats", "callback_data": "t:1"}]]},
}
CHATS = 100_000
CONNECTIONS = 16


def run() -> list[Measure]:
    """Messages a second: over one loopback connection, one after the other; in load mode over several."""
    with asyncio.Runner() as runner:
        stack = AsyncExitStack()
        session = runner.run(_enter(stack))
        ours, chat_id = runner.run(_open_telegram(stack))
        bare = runner.run(_open_bare(stack))
        one = itertools.repeat(chat_id)
        try:
            measures = [
                compare(
                    "sendMessage to the local Telegram",
                    "messages",
                    lambda: runner.run(_post(session, f"{ours}/sendMessage", one, MESSAGE)),
                    "a bare aiohttp handler",
                    lambda: runner.run(_post(session, bare, one, MESSAGE)),
                )
            ]
            with _server_process() as (ours, bare, chats):
                every = itertools.cycle(chats)
                measures += [
                    compare(
                        f"{method} in load mode, own core",
                        "messages",
                        lambda m=method, b=body: runner.run(_post_together(session, f"{ours}/{m}", every, b)),
                        "a bare handler, own core",
                        lambda b=body: runner.run(_post_together(session, bare, every, b)),
                    )
                    for method, body in (("sendMessage", MESSAGE), ("sendRichMessage", BRIEFING))
                ]
        finally:
            runner.run(stack.aclose())
    return measures


async def _enter(stack: AsyncExitStack) -> aiohttp.ClientSession:
    return await stack.enter_async_context(aiohttp.ClientSession())


async def _open_telegram(stack: AsyncExitStack) -> tuple[str, int]:
    world = demo_world()
    server = await serve(world)
    stack.push_async_callback(server.close)
    chat = next(iter(world.chats.values()))
    # A bot may write to a person only after that person has written to it.
    people.say(world, next(user for user in world.users.values() if not user.is_bot), chat, "/start")
    return f"{server.url}/bot{world.token}", chat.id


async def _open_bare(stack: AsyncExitStack) -> str:
    async def answer(request: web.Request) -> web.Response:
        await request.read()
        return web.json_response({"ok": True, "result": {"message_id": 1}})

    app = web.Application()
    app.router.add_post("/", answer)
    served = web.AppRunner(app)
    stack.push_async_callback(served.cleanup)
    await served.setup()
    await web.TCPSite(served, "127.0.0.1", 0).start()
    host, port = served.addresses[0][:2]
    return f"http://{host}:{port}/"


async def _post(session: aiohttp.ClientSession, url: str, chats: Iterator[int], body: dict[str, Any]) -> int:
    for chat_id in itertools.islice(chats, BATCH):
        async with session.post(url, json={"chat_id": chat_id, **body}) as response:
            answer = await response.json()
            assert answer["ok"], answer
    return BATCH


async def _post_together(session: aiohttp.ClientSession, url: str, chats: Iterator[int], body: dict[str, Any]) -> int:
    """A batch from each of several connections at once."""
    return sum(await asyncio.gather(*(_post(session, url, chats, body) for _ in range(CONNECTIONS))))


@contextmanager
def _server_process() -> Iterator[tuple[str, str, range]]:
    """Both servers in a process of their own: their addresses and the ids of the chats.

    With two cores or more that process has one of them and this process the others, as long as it runs.
    """
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.benchmarks.local_telegram"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    cores = _cores()
    try:
        if len(cores) > 1:
            os.sched_setaffinity(process.pid, {min(cores)})
            os.sched_setaffinity(0, cores - {min(cores)})
        assert process.stdout is not None
        ours, bare, first = json.loads(process.stdout.readline())
        yield ours, bare, range(first, first + CHATS)
    finally:
        if len(cores) > 1:
            os.sched_setaffinity(0, cores)
        process.communicate("")


def _cores() -> set[int]:
    """The cores this process may use; none where the system does not say (anywhere but on Linux)."""
    return os.sched_getaffinity(0) if hasattr(os, "sched_getaffinity") else set()


async def _serve_until_told() -> None:
    """Serve a world in load mode and the bare handler until standard input ends."""
    async with AsyncExitStack() as stack:
        world = World()
        world.keep_only(messages=2, calls=100)
        chats = world.make_private_chats(CHATS)
        server = await serve(world)
        stack.push_async_callback(server.close)
        bare = await _open_bare(stack)
        print(json.dumps([f"{server.url}/bot{world.token}", bare, chats[0]]), flush=True)
        await asyncio.to_thread(sys.stdin.read)


if __name__ == "__main__":
    asyncio.run(_serve_until_told())
