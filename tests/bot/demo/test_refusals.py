"""What Telegram refuses, the local Telegram refuses, with Telegram's words and codes."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import aiohttp
import pytest
from telegram import Bot, CallbackQuery, ReplyParameters
from telegram.error import BadRequest, ChatMigrated, Forbidden, NetworkError, RetryAfter

from bot.demo.clock import MovableClock
from bot.demo.control import ChatHandle, LocalTelegram, Person

NOTHING = frozenset[str]()
TOO_OLD = "Query is too old and response timeout expired or query id is invalid"


@pytest.fixture
async def http() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as session:
        yield session


async def _call(http: aiohttp.ClientSession, telegram: LocalTelegram, method: str, **params: Any) -> Any:
    async with http.post(f"{telegram.url}/bot{telegram.token}/{method}", json=params) as response:
        answer = await response.json()
    assert answer.get("error_code", 200) == response.status
    return answer


def _keyboard(**button: Any) -> dict[str, Any]:
    return {"inline_keyboard": [[{"text": "B", **button}]]}


async def test_a_wrong_token_is_unauthorized(telegram: LocalTelegram, http: aiohttp.ClientSession) -> None:
    async with http.get(f"{telegram.url}/bot1:wrong/getMe") as response:
        assert await response.json() == {"ok": False, "error_code": 401, "description": "Unauthorized"}


async def test_an_unknown_method_is_not_found(telegram: LocalTelegram, http: aiohttp.ClientSession) -> None:
    assert await _call(http, telegram, "sendNothing") == {"ok": False, "error_code": 404, "description": "Not Found"}


async def test_method_names_are_read_in_any_case(telegram: LocalTelegram, http: aiohttp.ClientSession) -> None:
    assert (await _call(http, telegram, "GETME"))["result"]["username"] == telegram.bot_username


@pytest.mark.parametrize(
    ("params", "description"),
    [
        ({}, "chat_id is empty"),
        ({"text": "", "chat_id": 0}, "message text is empty"),
        ({"text": "  "}, "message text is empty"),
        ({"text": "<b></b>", "parse_mode": "HTML"}, "text must be non-empty"),
        ({"text": "a" * 4097}, "message is too long"),
        ({"text": "<x>", "parse_mode": "HTML"}, 'can\'t parse entities: Unsupported start tag "x" at byte offset 0'),
        ({"text": "x", "parse_mode": "Fancy"}, "unsupported parse_mode"),
        ({"text": "x", "colour": "red"}, 'unknown parameter "colour" for sendMessage'),
        ({"text": 5}, 'parameter "text" must be of type String'),
        ({"text": "x", "disable_notification": "maybe"}, 'parameter "disable_notification" of sendMessage must be a'),
        ({"text": "x", "reply_markup": "{"}, "can't parse reply keyboard markup JSON object"),
        ({"text": "x", "reply_markup": "[]"}, "object expected as reply markup"),
        ({"text": "x", "reply_markup": {}}, "reply markup of an unsupported kind: it is empty"),
        ({"text": "x", "reply_markup": _keyboard(callback_data="é" * 33)}, "BUTTON_DATA_INVALID"),
        (
            {"text": "x", "reply_markup": _keyboard()},
            "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
        ),
        (
            {"text": "x", "reply_markup": _keyboard(callback_data="a", url="a.b")},
            "can't parse inline keyboard button: exactly one action must be used",
        ),
        (
            {"text": "x", "reply_markup": _keyboard(url="ftp://a.b")},
            "inline keyboard button URL 'ftp://a.b' is invalid: Unsupported URL protocol",
        ),
        (
            {"text": "x", "reply_markup": _keyboard(url="https://localhost")},
            "inline keyboard button URL 'https://localhost' is invalid: Wrong HTTP URL",
        ),
        (
            {"text": "x", "reply_markup": _keyboard(callback="a")},
            'can\'t parse inline keyboard button: unknown field "callback"',
        ),
        (
            {"text": "x", "reply_markup": {"inline_keyboard": [[{"callback_data": "a"}]]}},
            "can't parse inline keyboard button: Can't find field \"text\"",
        ),
        (
            {"text": "x", "reply_markup": {"inline_keyboard": [[{"text": 1}]]}},
            'can\'t parse inline keyboard button: Field "text" must be of type String',
        ),
        (
            {"text": "x", "reply_markup": {"inline_keyboard": [[{"text": "a", "callback_data": "a"}] * 9]}},
            "REPLY_MARKUP_TOO_LONG",
        ),
        ({"text": "x", "entities": [{"type": "bold", "offset": 0}]}, 'Can\'t find field "length"'),
        ({"text": "x", "message_thread_id": 7}, "message thread not found"),
        ({"text": "x", "reply_parameters": {"message_id": 999}}, "message to be replied not found"),
    ],
)
async def test_a_bad_message_is_refused(
    telegram: LocalTelegram,
    chat: ChatHandle,
    http: aiohttp.ClientSession,
    params: dict[str, Any],
    description: str,
) -> None:
    whole = {"chat_id": chat.id} | params if params else {}
    answer = await _call(http, telegram, "sendMessage", **whole)
    assert answer["error_code"] == 400
    assert answer["description"].startswith("Bad Request: ")
    assert description in answer["description"]


async def test_a_reply_may_outlive_what_it_answers(chat: ChatHandle, bot: Bot) -> None:
    lenient = ReplyParameters(999, allow_sending_without_reply=True)
    sent = await bot.send_message(chat.id, "still here", reply_parameters=lenient)
    assert sent.reply_to_message is None


async def test_an_unknown_chat_is_not_found(bot: Bot) -> None:
    with pytest.raises(BadRequest, match="Chat not found"):
        await bot.send_message(12345, "x")


async def test_a_person_who_never_wrote_cannot_be_written_to(anna: Person, bot: Bot) -> None:
    chat_id = anna.private_chat().id
    with pytest.raises(Forbidden, match="bot can't initiate conversation with a user"):
        await bot.send_message(chat_id, "x")


async def test_a_person_who_blocked_the_bot_cannot_be_written_to(anna: Person, chat: ChatHandle, bot: Bot) -> None:
    await anna.blocks_bot()
    with pytest.raises(Forbidden, match="bot was blocked by the user"):
        await bot.send_message(chat.id, "x")


async def test_a_deleted_account_cannot_be_written_to(anna: Person, chat: ChatHandle, bot: Bot) -> None:
    anna.user.deactivated = True
    with pytest.raises(Forbidden, match="user is deactivated"):
        await bot.send_message(chat.id, "x")


async def test_a_kicked_bot_cannot_write(telegram: LocalTelegram, anna: Person, bot: Bot) -> None:
    group = telegram.group("Desk", admins=[anna])
    await anna.kicks_bot(group)
    with pytest.raises(Forbidden, match="bot was kicked from the group chat"):
        await bot.send_message(group.id, "x")


async def test_a_bot_that_left_cannot_write(telegram: LocalTelegram, bot: Bot) -> None:
    group = telegram.supergroup("Desk")
    await bot.leave_chat(group.id)
    with pytest.raises(Forbidden, match="bot is not a member of the supergroup chat"):
        await bot.send_message(group.id, "x")


async def test_a_migrated_group_names_its_successor(telegram: LocalTelegram, anna: Person, bot: Bot) -> None:
    group = telegram.group("Desk", admins=[anna])
    new = telegram.migrate(group, anna)
    with pytest.raises(ChatMigrated) as caught:
        await bot.send_message(group.id, "x")
    assert caught.value.new_chat_id == new.id


async def test_a_channel_needs_the_right_to_post(telegram: LocalTelegram, bot: Bot) -> None:
    channel = telegram.channel("News", bot_rights=NOTHING)
    with pytest.raises(BadRequest, match="Need administrator rights in the channel chat"):
        await bot.send_message(channel.id, "x")


async def test_a_closed_topic_refuses_the_bot(telegram: LocalTelegram, anna: Person, bot: Bot) -> None:
    forum = telegram.forum("Region", admins=[anna], topics=["Gulf"])
    topic = forum.topic("Gulf").id
    await forum.closes_topic("Gulf", anna)
    with pytest.raises(BadRequest, match="Topic_closed"):
        await bot.send_message(forum.id, "x", message_thread_id=topic)


@pytest.mark.parametrize("thread_id", [1, 4711])
async def test_a_thread_that_is_no_topic_is_not_found(telegram: LocalTelegram, bot: Bot, thread_id: int) -> None:
    forum = telegram.forum("Region", topics=[])
    with pytest.raises(BadRequest, match="Message thread not found"):
        await bot.send_message(forum.id, "x", message_thread_id=thread_id)


async def test_a_deleted_topic_is_not_found(telegram: LocalTelegram, bot: Bot) -> None:
    forum = telegram.forum("Region", topics=["Gulf"])
    topic = forum.topic("Gulf").id
    await forum.deletes_topic("Gulf")
    with pytest.raises(BadRequest, match="Message thread not found"):
        await bot.send_message(forum.id, "x", message_thread_id=topic)


async def test_an_edit_without_change_is_refused(chat: ChatHandle, bot: Bot) -> None:
    sent = await bot.send_message(chat.id, "x")
    with pytest.raises(BadRequest, match="Message is not modified: specified new message content and reply markup"):
        await sent.edit_text("x")


async def test_a_message_that_is_gone_cannot_be_edited(chat: ChatHandle, bot: Bot) -> None:
    sent = await bot.send_message(chat.id, "x")
    await sent.delete()
    with pytest.raises(BadRequest, match="Message to edit not found"):
        await sent.edit_text("y")


async def test_a_persons_message_cannot_be_edited(chat: ChatHandle, bot: Bot) -> None:
    with pytest.raises(BadRequest, match="Message can't be edited"):
        await bot.edit_message_text("y", chat.id, chat.history[0].id)


async def test_a_message_is_deleted_once(chat: ChatHandle, bot: Bot) -> None:
    sent = await bot.send_message(chat.id, "x")
    await bot.delete_message(chat.id, sent.message_id)
    with pytest.raises(BadRequest, match="Message to delete not found"):
        await bot.delete_message(chat.id, sent.message_id)


async def test_an_old_message_cannot_be_deleted(chat: ChatHandle, bot: Bot, clock: MovableClock) -> None:
    sent = await bot.send_message(chat.id, "x")
    clock.advance(timedelta(hours=49))
    with pytest.raises(BadRequest, match="Message can't be deleted for everyone"):
        await sent.delete()


async def test_pinning_needs_the_right(telegram: LocalTelegram, bot: Bot) -> None:
    group = telegram.supergroup("Desk")
    sent = await bot.send_message(group.id, "x")
    with pytest.raises(BadRequest, match="Not enough rights to manage pinned messages in the chat"):
        await sent.pin()


async def _press(
    telegram: LocalTelegram, anna: Person, chat: ChatHandle, bot: Bot, http: aiohttp.ClientSession
) -> CallbackQuery:
    await _call(http, telegram, "sendMessage", chat_id=chat.id, text="x", reply_markup=_keyboard(callback_data="a"))
    await anna.presses(await chat.next_message(), "B", timeout_s=0)
    query = (await bot.get_updates(timeout=0))[-1].callback_query
    assert query is not None
    return query


async def test_a_callback_may_be_answered_for_a_quarter_of_an_hour(
    telegram: LocalTelegram, anna: Person, chat: ChatHandle, bot: Bot, http: aiohttp.ClientSession, clock: MovableClock
) -> None:
    query = await _press(telegram, anna, chat, bot, http)
    clock.advance(timedelta(minutes=15))
    assert await query.answer("late but in time")


async def test_a_callback_answered_later_is_too_old(
    telegram: LocalTelegram, anna: Person, chat: ChatHandle, bot: Bot, http: aiohttp.ClientSession, clock: MovableClock
) -> None:
    query = await _press(telegram, anna, chat, bot, http)
    clock.advance(timedelta(minutes=15, seconds=1))
    with pytest.raises(BadRequest, match=TOO_OLD):
        await query.answer()


async def test_a_callback_answered_before_is_too_old(
    telegram: LocalTelegram, anna: Person, chat: ChatHandle, bot: Bot, http: aiohttp.ClientSession
) -> None:
    query = await _press(telegram, anna, chat, bot, http)
    await query.answer()
    with pytest.raises(BadRequest, match=TOO_OLD):
        await query.answer()


async def test_a_callback_nobody_made_is_too_old(bot: Bot) -> None:
    with pytest.raises(BadRequest, match=TOO_OLD):
        await bot.answer_callback_query("4711")


@pytest.mark.parametrize("command", ["Start", "a b", "x" * 33, ""])
async def test_a_command_name_must_be_sound(bot: Bot, command: str) -> None:
    with pytest.raises(BadRequest, match="Bot_command_invalid"):
        await bot.set_my_commands([(command, "about")])


async def test_a_picture_must_be_one(chat: ChatHandle, bot: Bot) -> None:
    with pytest.raises(BadRequest, match="Image_process_failed"):
        await bot.send_photo(chat.id, b"no picture")


async def test_an_ordered_flood_limit_names_its_delay(telegram: LocalTelegram, chat: ChatHandle, bot: Bot) -> None:
    telegram.fail_next("sendMessage", retry_after_s=17)
    with pytest.raises(RetryAfter, match=re.escape("17")):
        await bot.send_message(chat.id, "x")
    assert (await bot.send_message(chat.id, "x")).text == "x"


async def test_an_ordered_fault_counts_down_and_leaves_other_methods_alone(
    telegram: LocalTelegram, chat: ChatHandle, bot: Bot
) -> None:
    telegram.fail_next("sendMessage", 2, status=502)
    await bot.get_me()
    for _ in range(2):
        with pytest.raises(NetworkError, match="Bad Gateway"):
            await bot.send_message(chat.id, "x")
    await bot.send_message(chat.id, "x")
    assert [call.status for call in telegram.calls_of("sendMessage")] == [502, 502, 200]


@pytest.mark.parametrize(("cut", "arrived"), [("before", 0), ("after", 1)])
async def test_a_cut_connection_loses_the_answer_before_or_after_the_call_took_effect(
    telegram: LocalTelegram, chat: ChatHandle, bot: Bot, cut: Any, arrived: int
) -> None:
    telegram.fail_next("sendMessage", cut=cut)
    with pytest.raises(NetworkError):
        await bot.send_message(chat.id, "x")
    assert len(chat.unread) == arrived


async def test_a_foreign_host_or_origin_is_kept_out(telegram: LocalTelegram, http: aiohttp.ClientSession) -> None:
    for headers in ({"Host": "evil.example"}, {"Origin": "https://evil.example"}, {"Origin": "null"}):
        for path in ("/", "/demo/state", f"/bot{telegram.token}/getMe"):
            async with http.get(telegram.url + path, headers=headers) as response:
                assert response.status == 403
