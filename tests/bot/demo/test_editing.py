"""What Telegram refuses of edits, deletions and pins, and what it lets pass."""

from __future__ import annotations

from datetime import timedelta

import pytest
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup
from telegram.error import BadRequest

from bot.demo.clock import MovableClock
from bot.demo.control import ChatHandle, LocalTelegram, Person
from tests.bot.demo.test_methods import png

KEYBOARD = InlineKeyboardMarkup([[InlineKeyboardButton("B", callback_data="b")]])
UNCHANGED = "Message is not modified: specified new message content and reply markup are exactly the same"


async def test_a_message_of_the_bot_is_never_too_old_to_be_edited(
    chat: ChatHandle, bot: Bot, clock: MovableClock
) -> None:
    sent = await bot.send_message(chat.id, "x")
    clock.advance(timedelta(days=400))
    edited = await sent.edit_text("y")
    assert isinstance(edited, type(sent))
    assert (edited.text, edited.edit_date) == ("y", clock())


async def test_the_same_words_under_another_keyboard_are_a_change(chat: ChatHandle, bot: Bot) -> None:
    sent = await bot.send_message(chat.id, "x")
    await sent.edit_text("x", reply_markup=KEYBOARD)
    assert (await chat.next_edit()).button("B").data == "b"


async def test_the_same_words_with_markup_of_no_effect_are_no_change(chat: ChatHandle, bot: Bot) -> None:
    sent = await bot.send_message(chat.id, "a & b")
    with pytest.raises(BadRequest, match=UNCHANGED):
        await sent.edit_text(" a &amp; <b></b>b ", "HTML")


async def test_the_same_keyboard_is_no_change(chat: ChatHandle, bot: Bot) -> None:
    sent = await bot.send_message(chat.id, "x", reply_markup=KEYBOARD)
    with pytest.raises(BadRequest, match=UNCHANGED):
        await sent.edit_reply_markup(KEYBOARD)


async def test_the_same_caption_is_no_change(chat: ChatHandle, bot: Bot) -> None:
    sent = await bot.send_photo(chat.id, png(4, 3), caption="x")
    with pytest.raises(BadRequest, match=UNCHANGED):
        await sent.edit_caption("x")


async def test_a_picture_has_no_text_to_edit(chat: ChatHandle, bot: Bot) -> None:
    sent = await bot.send_photo(chat.id, png(4, 3))
    with pytest.raises(BadRequest, match="There is no text in the message to edit"):
        await bot.edit_message_text("x", chat.id, sent.message_id)


async def test_a_text_has_no_caption_to_edit(chat: ChatHandle, bot: Bot) -> None:
    sent = await bot.send_message(chat.id, "x")
    with pytest.raises(BadRequest, match="There is no caption in the message to edit"):
        await sent.edit_caption("y")


async def test_a_refused_edit_changes_nothing(chat: ChatHandle, bot: Bot) -> None:
    sent = await bot.send_message(chat.id, "x", reply_markup=KEYBOARD)
    with pytest.raises(BadRequest, match="Can't parse entities"):
        await sent.edit_text("<b>y", "HTML")
    assert (chat.history[-1].text, chat.history[-1].button("B").data) == ("x", "b")


async def test_an_inline_message_nobody_sent_cannot_be_edited(bot: Bot) -> None:
    with pytest.raises(BadRequest, match="Message_id_invalid"):
        await bot.edit_message_text("x", inline_message_id="INLINE99")


@pytest.mark.parametrize(
    ("where", "why"),
    [({}, "Chat_id is empty"), ({"chat_id": 5_000_001}, "Message identifier is not specified")],
)
async def test_an_edit_names_its_message(bot: Bot, where: dict[str, int], why: str) -> None:
    with pytest.raises(BadRequest, match=why):
        await bot.edit_message_text("x", **where)


async def test_another_persons_message_in_a_group_cannot_be_edited(
    telegram: LocalTelegram, anna: Person, bot: Bot
) -> None:
    group = telegram.supergroup("Desk", [anna])
    said = await anna.says(group, "/start")
    with pytest.raises(BadRequest, match="Message can't be edited"):
        await bot.edit_message_reply_markup(group.id, said.id, reply_markup=KEYBOARD)


async def test_a_post_of_a_channel_is_edited_with_the_right_to(telegram: LocalTelegram, anna: Person, bot: Bot) -> None:
    channel = telegram.channel("News", admins=[anna])
    post = await anna.says(channel, "old")
    await bot.edit_message_text("new", channel.id, post.id)
    assert post.text == "new"


async def test_a_post_of_a_channel_is_not_edited_without_it(telegram: LocalTelegram, anna: Person, bot: Bot) -> None:
    channel = telegram.channel("News", admins=[anna], bot_rights=frozenset(("can_post_messages",)))
    post = await anna.says(channel, "old")
    with pytest.raises(BadRequest, match="Message can't be edited"):
        await bot.edit_message_text("new", channel.id, post.id)


async def test_another_persons_message_in_a_group_is_deleted_with_the_right_to(
    telegram: LocalTelegram, anna: Person, bot: Bot
) -> None:
    group = telegram.supergroup("Desk", [anna], bot_rights=frozenset(("can_delete_messages",)))
    said = await anna.says(group, "lunch?")
    assert await bot.delete_message(group.id, said.id)


async def test_another_persons_message_in_a_group_is_not_deleted_without_it(
    telegram: LocalTelegram, anna: Person, bot: Bot
) -> None:
    group = telegram.supergroup("Desk", [anna])
    said = await anna.says(group, "/start")
    with pytest.raises(BadRequest, match="Message can't be deleted for everyone"):
        await bot.delete_message(group.id, said.id)


@pytest.mark.parametrize("count", [0, 101])
async def test_one_to_a_hundred_messages_are_deleted_at_once(chat: ChatHandle, bot: Bot, count: int) -> None:
    with pytest.raises(BadRequest, match="Message identifiers must be from 1 to 100"):
        await bot.delete_messages(chat.id, range(1, count + 1))


async def test_a_message_that_is_not_there_cannot_be_pinned(chat: ChatHandle, bot: Bot) -> None:
    with pytest.raises(BadRequest, match="Message to pin not found"):
        await bot.pin_chat_message(chat.id, 999)


async def test_a_message_that_is_not_pinned_cannot_be_unpinned(chat: ChatHandle, bot: Bot) -> None:
    sent = await bot.send_message(chat.id, "x")
    with pytest.raises(BadRequest, match="Message to unpin not found"):
        await sent.unpin()
