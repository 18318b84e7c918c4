"""The chat page: its JSON, its event stream, and what it keeps out."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import AsyncIterator
from importlib import resources
from typing import Any

import aiohttp
import pytest
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup

from bot.demo.control import ChatHandle, LocalTelegram
from bot.demo.prepared import demo_world


@pytest.fixture
async def telegram() -> AsyncIterator[LocalTelegram]:
    async with LocalTelegram(world=demo_world()) as running:
        yield running


@pytest.fixture
async def http(telegram: LocalTelegram) -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession(telegram.url) as session:
        yield session


def _chat(telegram: LocalTelegram) -> ChatHandle:
    return telegram.chat(next(iter(telegram.world.chats.values())))


async def _event(response: aiohttp.ClientResponse) -> tuple[str, Any]:
    kind = ""
    async with asyncio.timeout(5):
        async for raw in response.content:
            line = raw.decode().rstrip()
            if line.startswith("event: "):
                kind = line[7:]
            elif line.startswith("data: "):
                return kind, json.loads(line[6:])
    raise AssertionError("the stream ended")


async def test_the_page_and_its_parts_are_served_with_a_strict_policy(http: aiohttp.ClientSession) -> None:
    async with http.get("/") as response:
        html = await response.text()
        assert "default-src 'none'" in response.headers["Content-Security-Policy"]
    for path in re.findall(r'(?:src|href)="(/[^"]+)"', html):
        async with http.get(path) as response:
            assert response.status == 200
    async with http.get("/demo/static/..%2F..%2Fserver.py") as response:
        assert response.status == 404


async def test_what_is_written_reaches_the_bot_and_survives_a_reload(
    telegram: LocalTelegram, http: aiohttp.ClientSession, bot: Bot
) -> None:
    async with http.post("/demo/say", json={"text": "/start article_7"}) as response:
        assert response.status == 200
    (update,) = await bot.get_updates(timeout=0)
    assert update.message is not None
    await update.message.reply_html("<b>Article</b>")
    async with http.get("/demo/state") as response:
        state = await response.json()
    assert [m["text"] for m in state["messages"]] == ["/start article_7", "Article"]
    assert telegram.token not in json.dumps(state)


async def test_messages_edits_and_deletions_are_streamed(
    telegram: LocalTelegram, http: aiohttp.ClientSession, bot: Bot
) -> None:
    chat = _chat(telegram)
    await http.post("/demo/say", json={"text": "/start"})
    async with http.get("/demo/events") as stream:
        sent = await bot.send_message(chat.id, "one")
        kind, message = await _event(stream)
        assert (kind, message["text"]) == ("message", "one")
        await sent.edit_text("two")
        kind, message = await _event(stream)
        assert (kind, message["text"]) == ("edited", "two")
        await sent.delete()
        assert await _event(stream) == ("deleted", {"message_id": sent.message_id})
        await bot.set_my_commands([("start", "Begin")])
        assert await _event(stream) == ("commands", [{"command": "start", "description": "Begin"}])


async def test_a_press_brings_the_bots_answer(telegram: LocalTelegram, http: aiohttp.ClientSession, bot: Bot) -> None:
    chat = _chat(telegram)
    await http.post("/demo/say", json={"text": "/start"})
    keyboard = InlineKeyboardMarkup([[InlineKeyboardButton("B", callback_data="b")]])
    sent = await bot.send_message(chat.id, "x", reply_markup=keyboard)
    await bot.get_updates(timeout=0, offset=-1)
    press = asyncio.create_task(http.post("/demo/press", json={"message_id": sent.message_id, "data": "b"}))
    query = None
    while query is None:
        updates = await bot.get_updates(timeout=5)
        query = updates[-1].callback_query
        await bot.get_updates(timeout=0, offset=updates[-1].update_id if query else updates[-1].update_id + 1)
    await query.answer("Done", show_alert=True)
    async with await press as response:
        assert await response.json() == {"answered": True, "text": "Done", "show_alert": True}


@pytest.mark.parametrize("body", [{"message_id": 99, "data": "b"}, {"data": "b"}, {"message_id": 1, "data": "no"}])
async def test_a_press_on_nothing_is_refused(http: aiohttp.ClientSession, body: Any) -> None:
    await http.post("/demo/say", json={"text": "/start"})
    async with http.post("/demo/press", json=body) as response:
        assert response.status == 400


async def test_an_empty_message_is_refused(http: aiohttp.ClientSession) -> None:
    async with http.post("/demo/say", json={"text": "  "}) as response:
        assert response.status == 400


async def test_a_form_of_a_foreign_page_cannot_write(telegram: LocalTelegram, http: aiohttp.ClientSession) -> None:
    async with http.post("/demo/say", data='{"text": "x"}', headers={"Content-Type": "text/plain"}) as response:
        assert response.status == 415
    origin = {"Origin": "http://evil.example"}
    async with http.post("/demo/say", json={"text": "x"}, headers=origin) as response:
        assert response.status == 403
    assert _chat(telegram).history == []


async def test_closing_the_server_ends_the_stream(telegram: LocalTelegram, http: aiohttp.ClientSession) -> None:
    async with http.get("/demo/events") as stream:
        await stream.content.readline()
        async with asyncio.timeout(5):
            await telegram.close()
            await stream.content.read()


@pytest.mark.parametrize("name", ["page.js", "render.js", "index.html"])
def test_words_never_become_markup(name: str) -> None:
    source = (resources.files("bot.demo") / "page" / name).read_text("utf-8")
    assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|https?://(?!\$)", source)
