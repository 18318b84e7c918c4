"""Load mode: very many chats, little kept of each."""

from __future__ import annotations

import pytest
from telegram import Bot
from telegram.error import BadRequest

from bot.demo.control import LocalTelegram


async def test_a_hundred_thousand_people_can_be_written_to(telegram: LocalTelegram, bot: Bot) -> None:
    ids = telegram.load_mode()
    assert len(ids) == 100_000
    for chat_id in (ids[0], ids[-1]):
        assert (await bot.send_message(chat_id, "x")).chat.id == chat_id


async def test_the_people_of_load_mode_have_said_nothing_yet(telegram: LocalTelegram, bot: Bot) -> None:
    telegram.load_mode(10)
    assert await bot.get_updates(timeout=0) == ()


async def test_people_met_before_and_after_keep_their_own_ids(telegram: LocalTelegram) -> None:
    before = telegram.person("Anna")
    ids = telegram.load_mode(10)
    after = telegram.person("Ben")
    assert not {before.id, after.id} & set(ids)
    assert before.id != after.id


async def test_only_the_last_messages_of_a_chat_are_kept(telegram: LocalTelegram, bot: Bot) -> None:
    (chat_id,) = telegram.load_mode(1, messages=2)
    sent = [await bot.send_message(chat_id, str(number)) for number in range(4)]
    chat = telegram.chat(telegram.world.chats[chat_id])
    assert [m.text for m in chat.history] == ["2", "3"]
    assert [m.text for m in chat.unread] == ["2", "3"]
    with pytest.raises(BadRequest, match="Message to edit not found"):
        await sent[0].edit_text("late")


async def test_only_the_last_calls_are_kept(telegram: LocalTelegram, bot: Bot) -> None:
    telegram.load_mode(1, calls=3)
    for _ in range(5):
        await bot.get_me()
    assert len(telegram.calls) == 3


async def test_numbers_in_a_supergroup_are_never_given_twice(telegram: LocalTelegram, bot: Bot) -> None:
    group = telegram.supergroup("Desk")
    first = await bot.send_message(group.id, "x")
    await first.delete()
    assert (await bot.send_message(group.id, "y")).message_id == first.message_id + 1


@pytest.mark.parametrize(("messages", "calls"), [(0, 1), (1, 0)])
async def test_something_is_kept(telegram: LocalTelegram, messages: int, calls: int) -> None:
    with pytest.raises(ValueError, match="at least one"):
        telegram.load_mode(1, messages=messages, calls=calls)
