"""The local Bot API server, against an aiohttp handler that answers without looking at what it got."""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack

import aiohttp
from aiohttp import web

from bot.demo import people
from bot.demo.prepared import demo_world
from bot.demo.server import serve
from tests.benchmarks import Measure, compare

BATCH = 100
TEXT = "<b>Iraq</b> · last 7 days\n" + "Two rockets fell short of the base, the ministry said. " * 10


def run() -> list[Measure]:
    """Messages a second over one loopback connection, one after the other."""
    with asyncio.Runner() as runner:
        stack = AsyncExitStack()
        session = runner.run(_enter(stack))
        ours, chat_id = runner.run(_open_telegram(stack))
        bare = runner.run(_open_bare(stack))
        body = {"chat_id": chat_id, "text": TEXT, "parse_mode": "HTML"}
        try:
            return [
                compare(
                    "sendMessage to the local Telegram",
                    "messages",
                    lambda: runner.run(_post(session, ours, body)),
                    "a bare aiohttp handler",
                    lambda: runner.run(_post(session, bare, body)),
                )
            ]
        finally:
            runner.run(stack.aclose())


async def _enter(stack: AsyncExitStack) -> aiohttp.ClientSession:
    return await stack.enter_async_context(aiohttp.ClientSession())


async def _open_telegram(stack: AsyncExitStack) -> tuple[str, int]:
    world = demo_world()
    server = await serve(world)
    stack.push_async_callback(server.close)
    chat = next(iter(world.chats.values()))
    # A bot may write to a person only after that person has written to it.
    people.say(world, next(user for user in world.users.values() if not user.is_bot), chat, "/start")
    return f"{server.url}/bot{world.token}/sendMessage", chat.id


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


async def _post(session: aiohttp.ClientSession, url: str, body: dict[str, object]) -> int:
    for _ in range(BATCH):
        async with session.post(url, json=body) as response:
            answer = await response.json()
            assert answer["ok"], answer
    return BATCH
