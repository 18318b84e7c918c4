"""Refusals about chats, their members, topics, replies and files."""

from __future__ import annotations

from typing import Any

import aiohttp
import pytest
from telegram import Bot, ReplyParameters
from telegram.error import BadRequest, Forbidden

from bot.demo.control import ChatHandle, LocalTelegram, Person
from tests.bot.demo.test_methods import png


async def test_a_user_telegram_does_not_know_is_no_member(telegram: LocalTelegram, bot: Bot) -> None:
    group = telegram.supergroup("Desk")
    with pytest.raises(BadRequest, match="Participant_id_invalid"):
        await bot.get_chat_member(group.id, 4711)


async def test_nobody_else_is_in_a_private_chat(telegram: LocalTelegram, chat: ChatHandle, bot: Bot) -> None:
    with pytest.raises(BadRequest, match="User not found"):
        await bot.get_chat_member(chat.id, telegram.person("Ben").id)


async def test_a_private_chat_has_no_administrators(chat: ChatHandle, bot: Bot) -> None:
    with pytest.raises(BadRequest, match="There are no administrators in the private chat"):
        await bot.get_chat_administrators(chat.id)


async def test_a_private_chat_cannot_be_left(chat: ChatHandle, bot: Bot) -> None:
    with pytest.raises(BadRequest, match="Chat member status can't be changed in private chats"):
        await bot.leave_chat(chat.id)


async def test_a_group_the_bot_never_saw_is_not_found(telegram: LocalTelegram, bot: Bot) -> None:
    unseen = telegram.world.add_chat("supergroup", "Elsewhere")
    with pytest.raises(BadRequest, match="Chat not found"):
        await bot.get_chat(unseen.id)


async def test_a_public_channel_the_bot_is_not_in_is_forbidden(telegram: LocalTelegram, bot: Bot) -> None:
    telegram.world.add_chat("channel", "News", username="news")
    with pytest.raises(Forbidden, match="bot is not a member of the channel chat"):
        await bot.send_message("@news", "x")


async def test_a_muted_bot_may_not_write(telegram: LocalTelegram, bot: Bot) -> None:
    group = telegram.supergroup("Desk")
    group.chat.members[telegram.world.bot.id].muted = True
    with pytest.raises(BadRequest, match="Not enough rights to send text messages to the supergroup chat"):
        await bot.send_message(group.id, "x")


async def test_general_may_be_closed_too(telegram: LocalTelegram, bot: Bot) -> None:
    forum = telegram.forum("Region", topics=["Gulf"])
    forum.chat.general_closed = True
    with pytest.raises(BadRequest, match="Topic_closed"):
        await bot.send_message(forum.id, "x")


async def test_an_administrator_of_topics_writes_in_a_closed_one(
    telegram: LocalTelegram, anna: Person, bot: Bot
) -> None:
    forum = telegram.forum("Region", admins=[anna], topics=["Gulf"], bot_rights=frozenset(("can_manage_topics",)))
    await forum.closes_topic("Gulf", anna)
    sent = await bot.send_message(forum.id, "x", message_thread_id=forum.topic("Gulf").id)
    assert sent.message_thread_id == forum.topic("Gulf").id


async def test_a_quote_must_be_in_what_it_quotes(chat: ChatHandle, bot: Bot) -> None:
    asked = ReplyParameters(chat.history[0].id, quote="stop")
    with pytest.raises(BadRequest, match="no such quote: quote_text_invalid"):
        await bot.send_message(chat.id, "x", reply_parameters=asked)


async def test_a_reply_stays_in_its_chat(telegram: LocalTelegram, chat: ChatHandle, bot: Bot) -> None:
    group = telegram.group("Desk")
    with pytest.raises(BadRequest, match="Replies to other chats are not supported"):
        await bot.send_message(group.id, "x", reply_parameters=ReplyParameters(chat.history[0].id, chat.id))


async def test_an_unknown_file_is_refused(bot: Bot) -> None:
    with pytest.raises(BadRequest, match="Wrong file_id or the file is temporarily unavailable"):
        await bot.get_file("AgAD")


@pytest.mark.parametrize(("width", "height"), [(9000, 1001), (21, 1)])
async def test_a_picture_has_sides_telegram_takes(chat: ChatHandle, bot: Bot, width: int, height: int) -> None:
    with pytest.raises(BadRequest, match="Photo_invalid_dimensions"):
        await bot.send_photo(chat.id, png(width, height))


async def test_a_caption_is_measured_after_parsing(chat: ChatHandle, bot: Bot) -> None:
    await bot.send_photo(chat.id, png(4, 3), caption=f"<b>{'a' * 1024}</b>", parse_mode="HTML")
    with pytest.raises(BadRequest, match="Message caption is too long"):
        await bot.send_photo(chat.id, png(4, 3), caption="a" * 1025)


async def test_an_unknown_action_is_refused(chat: ChatHandle, bot: Bot) -> None:
    with pytest.raises(BadRequest, match="Wrong parameter action in request"):
        await bot.send_chat_action(chat.id, "thinking")


JSON, FORM, PARTS = "application/json", "application/x-www-form-urlencoded", "multipart/form-data; boundary=B"
NAME = b'--B\r\nContent-Disposition: form-data; name="name"'


@pytest.mark.parametrize(
    ("kind", "body", "why"),
    [
        (JSON, b"{", "can't parse JSON object"),
        (JSON, b"[]", "expected an Object"),
        (JSON, b"[" * 100_000, "can't parse JSON object"),
        (JSON, b'{"name":"\xff"}', "can't parse JSON object"),
        (FORM, b"name=\xff", "strings must be encoded in UTF-8"),
        (f"{FORM}; charset=nonsense", b"name=x", "strings must be encoded in UTF-8"),
        (PARTS, NAME + b"\r\n\r\n\xff\r\n--B--\r\n", "strings must be encoded in UTF-8"),
        (PARTS, b"x", "can't parse the request body"),
        (PARTS, NAME + b"\r\n\r\nx", "can't parse the request body"),
        ("multipart/form-data", b"x", "can't parse the request body"),
    ],
)
async def test_a_body_that_cannot_be_read_is_refused(telegram: LocalTelegram, kind: str, body: bytes, why: str) -> None:
    async with (
        aiohttp.ClientSession() as http,
        http.post(
            f"{telegram.url}/bot{telegram.token}/setMyName", data=body, headers={"Content-Type": kind}
        ) as response,
    ):
        answer: Any = await response.json()
    assert answer == {"ok": False, "error_code": 400, "description": f"Bad Request: {why}"}
