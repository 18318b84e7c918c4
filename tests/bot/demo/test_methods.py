"""The other Bot API methods, called by python-telegram-bot and read back by independent models."""

from __future__ import annotations

import json
import struct
import zlib

import aiogram.types
import aiohttp
import pytest
from telegram import (
    Bot,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChatMember,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQueryResultArticle,
    InputTextMessageContent,
    MenuButtonCommands,
)
from telegram.constants import ChatAction

from bot.demo import people
from bot.demo.control import ChatHandle, LocalTelegram, Person
from bot.demo.methods.profile import shown_commands
from tests.bot.demo.models import unknown_fields


@pytest.fixture
def anna(telegram: LocalTelegram) -> Person:
    return telegram.person("Anna", language_code="de")


def png(width: int, height: int) -> bytes:
    """A grey picture."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        body = kind + data
        return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))

    rows = zlib.compress((b"\0" + b"\x80" * width) * height)
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


async def test_every_message_reads_as_the_bot_api_describes_it(telegram: LocalTelegram, anna: Person, bot: Bot) -> None:
    forum = telegram.forum("Region", [anna], topics=["Gulf"])
    channel = telegram.channel("News", admins=[anna])
    said = await anna.says(forum, "/start https://example.org #a @b_cde", topic="Gulf")
    keyboard = InlineKeyboardMarkup([[InlineKeyboardButton("B", callback_data="b")]])
    await bot.send_message(forum.id, "<b>x</b>", "HTML", message_thread_id=said.thread_id, reply_markup=keyboard)
    await bot.send_photo(channel.id, png(4, 3), caption="<i>y</i>", parse_mode="HTML")
    await bot.send_document(channel.id, b"data", filename="a.csv")
    await anna.presses(forum.history[-1], "B", timeout_s=0)
    for handle in (forum, channel):
        for message in handle.history:
            assert list(unknown_fields(aiogram.types.Message.model_validate(message.json))) == []
    updates = [aiogram.types.Update.model_validate(u) for u in telegram.world.updates.peek(100)]
    assert {u.event_type for u in updates} == {"message", "callback_query", "my_chat_member"}
    assert list(unknown_fields(updates)) == []


async def test_a_picture_is_stored_with_its_size_and_can_be_fetched(chat: ChatHandle, bot: Bot) -> None:
    picture = png(40, 30)
    sent = await bot.send_photo(chat.id, picture, caption="map")
    assert [(p.width, p.height) for p in sent.photo] == [(40, 30)]
    stored = await bot.get_file(sent.photo[-1].file_id)
    assert bytes(await stored.download_as_bytearray()) == picture


async def test_a_picture_can_be_sent_again_by_its_id(chat: ChatHandle, bot: Bot) -> None:
    first = await bot.send_photo(chat.id, png(4, 3))
    again = await bot.send_photo(chat.id, first.photo[-1].file_id)
    assert again.photo == first.photo


async def test_a_photo_in_a_rich_message_comes_as_an_attachment(
    telegram: LocalTelegram, chat: ChatHandle, bot: Bot
) -> None:
    media = {"type": "photo", "media": "attach://map"}
    rich = {"blocks": [{"type": "photo", "photo": media, "caption": {"text": "Map"}}]}
    form = aiohttp.FormData()
    form.add_field("chat_id", str(chat.id))
    form.add_field("rich_message", json.dumps(rich))
    form.add_field("map", png(4, 3), filename="map.png", content_type="image/png")
    async with (
        aiohttp.ClientSession() as http,
        http.post(f"{telegram.url}/bot{telegram.token}/sendRichMessage", data=form) as response,
    ):
        answer = await response.json()
    assert answer["ok"], answer
    assert list(unknown_fields(aiogram.types.Message.model_validate(answer["result"]))) == []
    assert (await chat.next_message()).plain == "Map"


async def test_the_menu_is_the_one_of_the_narrowest_scope(
    telegram: LocalTelegram, anna: Person, chat: ChatHandle, bot: Bot
) -> None:
    group = telegram.supergroup("Desk", [anna])

    def names(handle: ChatHandle) -> list[str]:
        return [c["command"] for c in shown_commands(telegram.world, handle.chat, anna.user)]

    await bot.set_my_commands([("start", "x")])
    await bot.set_my_commands([("country", "x")], scope=BotCommandScopeAllPrivateChats())
    await bot.set_my_commands([("land", "x")], scope=BotCommandScopeAllPrivateChats(), language_code="de")
    await bot.set_my_commands([("group", "x")], scope=BotCommandScopeAllGroupChats())
    assert (names(chat), names(group)) == (["land"], ["group"])
    await bot.set_my_commands([("mine", "x")], scope=BotCommandScopeChatMember(group.id, anna.id))
    assert names(group) == ["mine"]
    await bot.delete_my_commands(BotCommandScopeAllPrivateChats(), language_code="de")
    assert names(chat) == ["country"]
    assert [c.command for c in await bot.get_my_commands()] == ["start"]


async def test_texts_about_the_bot_fall_back_to_the_default_language(bot: Bot) -> None:
    await bot.set_my_description("About")
    await bot.set_my_description("Über", language_code="de")
    assert (await bot.get_my_description("de")).description == "Über"
    assert (await bot.get_my_description("fr")).description == "About"
    assert (await bot.get_my_short_description()).short_description == ""
    assert (await bot.get_my_name()).name == "Sitrep"


async def test_the_menu_button_is_kept_by_chat(chat: ChatHandle, bot: Bot) -> None:
    await bot.set_chat_menu_button(chat.id, MenuButtonCommands())
    assert (await bot.get_chat_menu_button(chat.id)).type == "commands"
    assert (await bot.get_chat_menu_button()).type == "default"


async def test_members_are_told_apart(telegram: LocalTelegram, anna: Person, bot: Bot) -> None:
    ben, stranger = telegram.person("Ben"), telegram.person("Zoe")
    group = telegram.supergroup("Desk", [ben], admins=[anna])
    statuses = [(await bot.get_chat_member(group.id, p.id)).status for p in (anna, ben, stranger)]
    assert statuses == ["creator", "member", "left"]
    assert [a.user.id for a in await bot.get_chat_administrators(group.id)] == [anna.id]
    assert await bot.get_chat_member_count(group.id) == 3


async def test_a_chat_tells_its_title_and_pinned_message(telegram: LocalTelegram, bot: Bot) -> None:
    group = telegram.supergroup("Desk", bot_rights=frozenset(("can_pin_messages",)))
    sent = await bot.send_message(group.id, "x")
    await sent.pin()
    full = await bot.get_chat(group.id)
    assert full.title == "Desk"
    assert full.pinned_message is not None
    assert full.pinned_message.message_id == sent.message_id
    await sent.unpin()
    assert (await bot.get_chat(group.id)).pinned_message is None


async def test_typing_is_noted(chat: ChatHandle, bot: Bot) -> None:
    await bot.send_chat_action(chat.id, ChatAction.TYPING)
    assert chat.chat.actions == ["typing"]


async def test_private_chats_and_groups_share_message_numbers_but_supergroups_do_not(
    telegram: LocalTelegram, anna: Person, chat: ChatHandle, bot: Bot
) -> None:
    group, large = telegram.group("Desk", [anna]), telegram.supergroup("Large", [anna])
    numbers = [(await bot.send_message(c.id, "x")).message_id for c in (chat, group, large)]
    assert numbers[1] == numbers[0] + 1
    assert numbers[2] < numbers[0]


async def test_several_messages_go_at_once_and_missing_ones_are_skipped(chat: ChatHandle, bot: Bot) -> None:
    ids = [(await bot.send_message(chat.id, str(n))).message_id for n in range(3)]
    assert await bot.delete_messages(chat.id, [*ids[:2], 999])
    assert [m.text for m in chat.history] == ["/start", "2"]


async def test_a_keyboard_can_be_taken_away(chat: ChatHandle, bot: Bot) -> None:
    keyboard = InlineKeyboardMarkup([[InlineKeyboardButton("B", callback_data="b")]])
    sent = await bot.send_message(chat.id, "x", reply_markup=keyboard)
    await sent.edit_reply_markup(None)
    assert (await chat.next_message()).buttons == []


async def test_an_inline_message_is_edited_by_its_inline_id(telegram: LocalTelegram, anna: Person, bot: Bot) -> None:
    query = people.ask_inline(telegram.world, anna.user, "iraq")
    keyboard = InlineKeyboardMarkup([[InlineKeyboardButton("B", callback_data="b")]])
    article = InlineQueryResultArticle("1", "T", InputTextMessageContent("old"), reply_markup=keyboard)
    await bot.answer_inline_query(query.id, [article])
    message = people.choose(telegram.world, query, "1", anna.private_chat().chat)
    await bot.edit_message_text("new", inline_message_id=message.inline_message_id)
    assert message.content["text"] == "new"
