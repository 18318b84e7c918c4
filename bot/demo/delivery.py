"""Posting updates to the bot's webhook, one at a time and in order (Bot API, setWebhook)."""

from __future__ import annotations

import asyncio

import aiohttp

from bot.demo.world import Event, Webhook, World

RETRY_S = 1.0
TIMEOUT = aiohttp.ClientTimeout(total=30)


class WebhookSender:
    """Posts what waits in the queue while a webhook is set; an update goes once the bot answers 2xx."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._news = asyncio.Event()
        world.updates.on_put(self._news.set)
        self._unsubscribe = world.subscribe(self._on_event)
        self._task: asyncio.Task[None] | None = None

    def _on_event(self, event: Event) -> None:
        if event.kind == "webhook":
            self._news.set()
            if event.subject is not None and self._task is None:
                self._task = asyncio.get_running_loop().create_task(self._run())

    async def _run(self) -> None:
        async with aiohttp.ClientSession(timeout=TIMEOUT) as session:
            while True:
                self._news.clear()
                webhook, waiting = self._world.webhook, self._world.updates.peek(1)
                if webhook is None or not waiting:
                    await self._news.wait()
                elif await _post(session, webhook, waiting[0]):
                    self._world.updates.confirm(waiting[0]["update_id"] + 1)
                else:
                    await asyncio.sleep(RETRY_S)

    async def close(self) -> None:
        """Stop posting."""
        self._unsubscribe()
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)


async def _post(session: aiohttp.ClientSession, webhook: Webhook, update: dict[str, object]) -> bool:
    headers = {}
    if webhook.secret_token:
        headers["X-Telegram-Bot-Api-Secret-Token"] = webhook.secret_token
    try:
        async with session.post(webhook.url, json=update, headers=headers) as response:
            return 200 <= response.status < 300
    except (aiohttp.ClientError, TimeoutError):
        return False
