"""A local Telegram without a bot, in a thread of its own: the test says what the bot would send."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import aiohttp

from bot.demo import people
from bot.demo.prepared import demo_scene
from bot.demo.server import serve

Call = Callable[..., Any]


@contextmanager
def stage() -> Iterator[tuple[str, Call]]:
    """The page's address, and ``call(method, **parameters)``: a Bot API call over HTTP; what is sent goes to the
    reader's private chat."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever)
    thread.start()

    def run(work: Any) -> Any:
        return asyncio.run_coroutine_threadsafe(work, loop).result(30)

    scene = demo_scene()
    server = run(serve(scene.world))

    async def start() -> None:
        people.say(scene.world, scene.you, scene.private, "/start")

    async def post(method: str, parameters: dict[str, Any]) -> Any:
        async with (
            aiohttp.ClientSession() as session,
            session.post(f"{server.url}/bot{scene.world.token}/{method}", json=parameters) as response,
        ):
            answer = await response.json()
        assert answer["ok"], answer
        return answer["result"]

    run(start())
    try:
        here = {"chat_id": scene.private.id}
        yield server.url, lambda method, **more: run(post(method, (here if method.startswith("send") else {}) | more))
    finally:
        run(server.close())
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()
