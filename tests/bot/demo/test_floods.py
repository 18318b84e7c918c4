"""Limits on sending: who sends too fast is told how long to wait, by the clock of the world."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from telegram import Bot
from telegram.error import BadRequest, RetryAfter

from bot.demo.clock import MovableClock
from bot.demo.control import ChatHandle, LocalTelegram
from bot.demo.floods import Floods
from tests.bot.demo.conftest import START, client
from tests.bot.demo.test_methods import png


@pytest.fixture
async def telegram(clock: MovableClock) -> AsyncIterator[LocalTelegram]:
    async with LocalTelegram(clock=clock, floods=True) as running:
        yield running


async def _started(telegram: LocalTelegram, name: str = "Anna") -> ChatHandle:
    person = telegram.person(name)
    await person.says(person.private_chat(), "/start")
    return person.private_chat()


async def _sent(bot: Bot, chat: ChatHandle, most: int) -> int:
    """How many of MOST messages pass before the first is refused."""
    for number in range(most):
        try:
            await bot.send_message(chat.id, "x")
        except RetryAfter:
            return number
    return most


def _delay(telegram: LocalTelegram) -> str:
    return telegram.calls[-1].description


async def test_without_being_asked_nothing_is_limited(clock: MovableClock) -> None:
    async with LocalTelegram(clock=clock) as telegram, client(telegram) as bot:
        assert await _sent(bot, await _started(telegram), 40) == 40


async def test_a_burst_passes_in_a_private_chat_and_then_one_message_a_second(
    telegram: LocalTelegram, bot: Bot, clock: MovableClock
) -> None:
    chat = await _started(telegram)
    assert await _sent(bot, chat, 10) == 5
    assert _delay(telegram) == "Too Many Requests: retry after 1"
    clock.advance(timedelta(seconds=1))
    assert await _sent(bot, chat, 10) == 1


async def test_a_refusal_carries_the_seconds_as_a_parameter(telegram: LocalTelegram, bot: Bot) -> None:
    chat = await _started(telegram)
    await _sent(bot, chat, 5)
    with pytest.raises(RetryAfter) as caught:
        await bot.send_message(chat.id, "x")
    assert caught.value.retry_after == 1


async def test_refused_calls_count_nothing(telegram: LocalTelegram, bot: Bot, clock: MovableClock) -> None:
    chat = await _started(telegram)
    await _sent(bot, chat, 5)
    for _ in range(10):
        assert await _sent(bot, chat, 1) == 0
    clock.advance(timedelta(seconds=1))
    assert await _sent(bot, chat, 1) == 1


async def test_what_is_refused_for_other_reasons_counts_nothing(telegram: LocalTelegram, bot: Bot) -> None:
    chat = await _started(telegram)
    for _ in range(10):
        with pytest.raises(BadRequest):
            await bot.send_message(chat.id, "<b>", "HTML")
    assert await _sent(bot, chat, 10) == 5


async def test_a_group_takes_twenty_a_minute(telegram: LocalTelegram, bot: Bot, clock: MovableClock) -> None:
    group = telegram.supergroup("Desk")
    assert await _sent(bot, group, 30) == 20
    assert _delay(telegram) == "Too Many Requests: retry after 60"
    clock.advance(timedelta(seconds=60))
    assert await _sent(bot, group, 30) == 20


async def test_edits_count_in_a_group(telegram: LocalTelegram, bot: Bot) -> None:
    group = telegram.group("Desk")
    sent = await bot.send_message(group.id, "x")
    for number in range(19):
        await sent.edit_text(str(number))
    with pytest.raises(RetryAfter, match="60"):
        await sent.edit_text("one more")


async def test_edits_count_nothing_in_a_private_chat(telegram: LocalTelegram, bot: Bot) -> None:
    chat = await _started(telegram)
    sent = await bot.send_message(chat.id, "x")
    for number in range(20):
        await sent.edit_text(str(number))
    assert await _sent(bot, chat, 10) == 4


async def test_thirty_a_second_pass_over_all_chats(telegram: LocalTelegram, bot: Bot, clock: MovableClock) -> None:
    chats = [await _started(telegram, f"Reader {number}") for number in range(40)]
    assert sum([await _sent(bot, chat, 1) for chat in chats]) == 30
    clock.advance(timedelta(seconds=1))
    assert sum([await _sent(bot, chat, 1) for chat in chats]) == 30


async def test_pictures_count_as_messages(telegram: LocalTelegram, bot: Bot) -> None:
    chat = await _started(telegram)
    for _ in range(5):
        await bot.send_photo(chat.id, png(4, 3))
    assert await _sent(bot, chat, 1) == 0


async def test_what_writes_nothing_is_never_limited(telegram: LocalTelegram, bot: Bot) -> None:
    chat = await _started(telegram)
    await _sent(bot, chat, 5)
    assert (await bot.get_chat(chat.id)).id == chat.id


async def test_the_rates_are_parameters(clock: MovableClock) -> None:
    floods = Floods(private_a_second=0.1, private_burst=1)
    async with LocalTelegram(clock=clock, floods=floods) as telegram, client(telegram) as bot:
        assert await _sent(bot, await _started(telegram), 3) == 1
        assert _delay(telegram) == "Too Many Requests: retry after 10"


def test_the_longest_wait_is_named() -> None:
    telegram = LocalTelegram()
    group = telegram.group("Desk").chat
    floods = Floods(group_a_minute=1, overall_a_second=1)
    floods.count("sendMessage", group, START)
    assert floods.wait_s("sendMessage", group, START + timedelta(seconds=0.5)) == 60


def test_a_rate_is_above_zero() -> None:
    with pytest.raises(ValueError, match="above zero"):
        Floods(overall_a_second=0)
