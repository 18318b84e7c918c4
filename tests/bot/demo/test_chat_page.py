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
from bot.demo.nouns import Chat
from bot.demo.prepared import demo_world
from tests.bot.demo.conftest import echo_bot


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
    update = (await bot.get_updates(timeout=0))[-1]
    assert update.message is not None
    await update.message.reply_html("<b>Article</b>")
    async with http.get("/demo/messages") as response:
        page = await response.json()
    assert [m["text"] for m in page["messages"]] == ["/start article_7", "Article"]


async def test_the_page_never_learns_the_token(telegram: LocalTelegram, http: aiohttp.ClientSession) -> None:
    await http.post("/demo/say", json={"text": "/start"})
    for path in ("/demo/state", "/demo/messages"):
        async with http.get(path) as response:
            assert telegram.token not in await response.text()


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
        assert await _event(stream) == ("deleted", {"chat": chat.id, "message_id": sent.message_id})
        await bot.set_my_commands([("start", "Begin")])
        assert (await _event(stream))[0] == "chats"
    async with http.get("/demo/state") as response:
        private = (await response.json())["chats"][0]
    assert private["commands"] == [{"command": "start", "description": "Begin"}]


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


PAGE = sorted(entry.name for entry in (resources.files("bot.demo") / "page").iterdir())


@pytest.mark.parametrize("name", PAGE)
def test_words_never_become_markup(name: str) -> None:
    source = (resources.files("bot.demo") / "page" / name).read_text("utf-8")
    assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(", source)


@pytest.mark.parametrize("name", PAGE)
def test_nothing_is_loaded_from_elsewhere(name: str) -> None:
    source = (resources.files("bot.demo") / "page" / name).read_text("utf-8")
    assert set(re.findall(r"https?://[\w.]+", source)) <= {"http://www.w3.org", "https://t.me"}


# Other people, other chats


async def _post(http: aiohttp.ClientSession, act: str, **body: Any) -> tuple[int, Any]:
    async with http.post(f"/demo/{act}", json=body) as response:
        return response.status, await response.json()


async def _messages(http: aiohttp.ClientSession, **asked: Any) -> Any:
    async with http.get("/demo/messages", params=asked) as response:
        return await response.json()


def _named(telegram: LocalTelegram, title: str) -> Chat:
    return next(chat for chat in telegram.world.chats.values() if chat.title == title)


def _hat(telegram: LocalTelegram, label: str) -> str:
    return next(hat.key for hat in telegram.world.guide.hats if label in hat.label)


async def test_a_reader_sees_a_private_chat_a_group_a_forum_and_two_channels(http: aiohttp.ClientSession) -> None:
    async with http.get("/demo/state") as response:
        chats = (await response.json())["chats"]
    assert [(c["type"], c["is_forum"]) for c in chats] == [
        ("private", False),
        ("group", False),
        ("supergroup", True),
        ("channel", False),
        ("channel", False),
    ]


async def test_everybody_has_a_private_chat_of_their_own(telegram: LocalTelegram, http: aiohttp.ClientSession) -> None:
    await _post(http, "say", text="/start")
    assert (await _messages(http, hat=_hat(telegram, "Amira (admin)")))["messages"] == []


async def test_another_persons_private_chat_is_not_shown(telegram: LocalTelegram, http: aiohttp.ClientSession) -> None:
    status, _ = await _post(http, "say", hat=_hat(telegram, "Amira (admin)"), chat=_chat(telegram).id, text="x")
    assert status == 400


async def test_an_anonymous_admin_writes_as_the_group(telegram: LocalTelegram, http: aiohttp.ClientSession) -> None:
    group = _named(telegram, "Erbil office")
    _, said = await _post(http, "say", hat=_hat(telegram, "anonymous"), chat=group.id, text="Good morning")
    assert said["sender_chat"]["title"] == "Erbil office"


async def test_a_member_cannot_post_in_the_channel(telegram: LocalTelegram, http: aiohttp.ClientSession) -> None:
    _, answer = await _post(http, "say", chat=_named(telegram, "Gulf Watch").id, text="x")
    assert "administrators" in answer["error"]


async def test_a_topic_has_a_history_of_its_own(telegram: LocalTelegram, http: aiohttp.ClientSession) -> None:
    forum = _named(telegram, "Region desk")
    topic = next(t.id for t in forum.topics.values() if t.name == "Sudan")
    await _post(http, "say", chat=forum.id, topic=topic, text="in Sudan")
    page = await _messages(http, chat=forum.id, topic=topic)
    assert [m.get("text") for m in page["messages"]] == [None, "in Sudan"]
    general = await _messages(http, chat=forum.id)
    assert "in Sudan" not in [m.get("text") for m in general["messages"]]


async def test_pages_of_a_history_join_without_gap(http: aiohttp.ClientSession) -> None:
    for number in range(7):
        await _post(http, "say", text=f"n{number}")
    latest = await _messages(http, limit=3)
    before = await _messages(http, limit=10, before=latest["messages"][0]["message_id"])
    assert [m["text"] for m in before["messages"] + latest["messages"]] == [f"n{n}" for n in range(7)]
    assert (latest["more"], before["more"]) == (True, False)


async def test_a_forwarded_message_tells_its_origin(telegram: LocalTelegram, http: aiohttp.ClientSession) -> None:
    _, said = await _post(http, "say", text="read this")
    group = _named(telegram, "Erbil office")
    _, sent = await _post(http, "forward", message_id=said["message_id"], to=group.id)
    assert (sent["text"], sent["forward_origin"]["sender_user"]["first_name"]) == ("read this", "You")


async def test_a_file_reaches_the_bot(http: aiohttp.ClientSession, bot: Bot) -> None:
    headers = {"Content-Type": "application/octet-stream"}
    async with http.post("/demo/upload", params={"name": "notes.txt"}, data=b"words", headers=headers) as response:
        assert response.status == 200
    message = (await bot.get_updates(timeout=0))[-1].message
    assert message is not None
    assert message.document is not None
    assert bytes(await (await message.document.get_file()).download_as_bytearray()) == b"words"


async def test_an_edit_of_own_words_is_marked(http: aiohttp.ClientSession) -> None:
    _, said = await _post(http, "say", text="one")
    _, edited = await _post(http, "edit", message_id=said["message_id"], text="two")
    assert (edited["text"], "edit_date" in edited) == ("two", True)


async def test_words_of_others_cannot_be_changed(
    telegram: LocalTelegram, http: aiohttp.ClientSession, bot: Bot
) -> None:
    await _post(http, "say", text="/start")
    sent = await bot.send_message(_chat(telegram).id, "mine")
    assert (await _post(http, "edit", message_id=sent.message_id, text="yours"))[0] == 400


async def test_only_an_admin_pins(telegram: LocalTelegram, http: aiohttp.ClientSession) -> None:
    group = _named(telegram, "Erbil office")
    _, said = await _post(http, "say", chat=group.id, text="rules")
    assert (await _post(http, "pin", chat=group.id, message_id=said["message_id"]))[0] == 400
    _, chat = await _post(
        http, "pin", hat=_hat(telegram, "Amira (admin)"), chat=group.id, message_id=said["message_id"]
    )
    assert chat["pinned"]["text"] == "rules"


async def test_the_clock_moves_forward_to_a_time_of_day(telegram: LocalTelegram, http: aiohttp.ClientSession) -> None:
    await _post(http, "clock", until="07:00")
    now = telegram.world.now()
    assert (now.hour, now.minute) == (7, 0)


@pytest.mark.parametrize("body", [{"seconds": -5}, {"seconds": 1e8}, {"until": "25:00"}, {"until": "soon"}, {}])
async def test_the_clock_takes_no_nonsense(http: aiohttp.ClientSession, body: Any) -> None:
    assert (await _post(http, "clock", **body))[0] == 400


async def test_a_blocked_bot_cannot_be_written_to(http: aiohttp.ClientSession) -> None:
    _, chat = await _post(http, "block", blocked=True)
    status, _ = await _post(http, "say", text="hello")
    assert (chat["refusal"], status) == ("You have blocked the bot.", 400)


async def test_inline_results_can_be_sent(telegram: LocalTelegram, http: aiohttp.ClientSession) -> None:
    async with echo_bot(telegram):
        _, found = await _post(http, "inline", query="iraq")
        _, sent = await _post(http, "choose", query_id=found["query_id"], result_id=found["results"][0]["id"])
    assert (sent["text"], sent["via_bot"]["username"]) == ("About iraq", telegram.bot_username)
