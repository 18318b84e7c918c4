"""Webhooks: who gets the updates, with which secret, and what Telegram refuses to set."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiohttp import web
from telegram import Bot
from telegram.error import BadRequest, Conflict

from bot.demo.control import LocalTelegram


class Hook:
    """A bot's end of a webhook: what it got, with which secret."""

    def __init__(self) -> None:
        self.url = ""
        self.got: asyncio.Queue[tuple[str | None, str]] = asyncio.Queue()

    async def receive(self, request: web.Request) -> web.Response:
        update = await request.json()
        await self.got.put((request.headers.get("X-Telegram-Bot-Api-Secret-Token"), update["message"]["text"]))
        return web.Response()

    async def next(self) -> tuple[str | None, str]:
        async with asyncio.timeout(5):
            return await self.got.get()


@pytest.fixture
async def hook() -> AsyncIterator[Hook]:
    made = Hook()
    app = web.Application()
    app.router.add_post("/hook", made.receive)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    made.url = f"http://127.0.0.1:{runner.addresses[0][1]}/hook"
    yield made
    await runner.cleanup()


async def _says(telegram: LocalTelegram, *words: str) -> None:
    anna = telegram.person("Anna")
    for word in words:
        await anna.says(anna.private_chat(), word)


async def test_updates_come_in_order_with_the_secret(telegram: LocalTelegram, bot: Bot, hook: Hook) -> None:
    await bot.set_webhook(hook.url, secret_token="s3cret")
    await _says(telegram, "one", "two")
    assert [await hook.next(), await hook.next()] == [("s3cret", "one"), ("s3cret", "two")]


async def test_without_a_secret_none_is_sent(telegram: LocalTelegram, bot: Bot, hook: Hook) -> None:
    await bot.set_webhook(hook.url)
    await _says(telegram, "one")
    assert await hook.next() == (None, "one")


async def test_a_new_secret_takes_the_place_of_the_old_one(telegram: LocalTelegram, bot: Bot, hook: Hook) -> None:
    await bot.set_webhook(hook.url, secret_token="old")
    await bot.set_webhook(hook.url, secret_token="new")
    await _says(telegram, "one")
    assert await hook.next() == ("new", "one")


async def test_what_waited_before_is_posted_first(telegram: LocalTelegram, bot: Bot, hook: Hook) -> None:
    await _says(telegram, "early")
    await bot.set_webhook(hook.url)
    assert (await hook.next())[1] == "early"


async def test_what_waited_before_may_be_dropped(telegram: LocalTelegram, bot: Bot, hook: Hook) -> None:
    await _says(telegram, "early")
    await bot.set_webhook(hook.url, drop_pending_updates=True)
    await _says(telegram, "late")
    assert (await hook.next())[1] == "late"


async def test_polling_is_refused_while_a_webhook_is_set(bot: Bot, hook: Hook) -> None:
    await bot.set_webhook(hook.url)
    with pytest.raises(Conflict, match="can't use getUpdates method while webhook is active"):
        await bot.get_updates(timeout=0)


async def test_setting_a_webhook_ends_the_poll_that_waits(telegram: LocalTelegram, bot: Bot, hook: Hook) -> None:
    poll = asyncio.create_task(bot.get_updates(timeout=30))
    await telegram.until(lambda: poll.done() or telegram.polls_waiting, "waiting poll")
    await bot.set_webhook(hook.url)
    with pytest.raises(Conflict, match="terminated by setWebhook request"):
        await poll


@pytest.mark.parametrize("how", ["deleteWebhook", "empty address"])
async def test_once_the_webhook_is_gone_updates_are_polled_again(
    telegram: LocalTelegram, bot: Bot, hook: Hook, how: str
) -> None:
    await bot.set_webhook(hook.url)
    await (bot.delete_webhook() if how == "deleteWebhook" else bot.set_webhook(""))
    await _says(telegram, "one")
    assert [u.message.text for u in await bot.get_updates(timeout=0) if u.message] == ["one"]
    assert (await bot.get_webhook_info()).url == ""


async def test_the_webhook_is_told_with_what_waits(telegram: LocalTelegram, bot: Bot, hook: Hook) -> None:
    await bot.set_webhook(hook.url, max_connections=7, allowed_updates=["message"])
    info = await bot.get_webhook_info()
    assert (info.url, info.max_connections, info.allowed_updates) == (hook.url, 7, ("message",))
    assert info.pending_update_count == 0


@pytest.mark.parametrize(
    ("settings", "why"),
    [
        ({"url": "https://example.org/hook"}, "loopback"),
        ({"url": "http://192.0.2.1/hook"}, "loopback"),
        ({"secret_token": "not allowed"}, "secret token contains unallowed characters"),
        ({"secret_token": "x" * 257}, "secret token contains unallowed characters"),
        ({"max_connections": 0}, "max_connections must be from 1 to 100"),
        ({"max_connections": 101}, "max_connections must be from 1 to 100"),
    ],
)
async def test_a_bad_webhook_is_refused_and_the_old_one_stays(
    bot: Bot, hook: Hook, settings: dict[str, Any], why: str
) -> None:
    await bot.set_webhook(hook.url)
    with pytest.raises(BadRequest, match=f"(?i){why}"):
        await bot.set_webhook(**{"url": f"{hook.url}/other", **settings})
    assert (await bot.get_webhook_info()).url == hook.url
