"""Faults by chance and in order: what networks, proxies and a busy Telegram do to calls, met by a real client."""

from __future__ import annotations

import asyncio
from random import Random
from typing import Any

import aiohttp
import pytest
from telegram import Bot
from telegram.error import NetworkError, RetryAfter, TelegramError

from bot.demo.control import ChatHandle, LocalTelegram
from bot.demo.faults import NO_FAULT, Faults


@pytest.fixture
async def chat(telegram: LocalTelegram) -> ChatHandle:
    """Anna's chat with the bot, which she has started."""
    anna = telegram.person("Anna")
    await anna.says(anna.private_chat(), "/start")
    return anna.private_chat()


class Sleep:
    """Waits until it is woken, however many seconds were asked for."""

    def __init__(self) -> None:
        self.asked: list[float] = []
        self.began = asyncio.Event()
        self.woken = asyncio.Event()

    async def __call__(self, seconds: float) -> None:
        self.asked.append(seconds)
        self.began.set()
        await self.woken.wait()


async def _statuses(telegram: LocalTelegram, chat: ChatHandle, bot: Bot, count: int) -> list[int]:
    for _ in range(count):
        try:
            await bot.send_message(chat.id, "x")
        except TelegramError:
            continue
    return [call.status for call in telegram.calls_of("sendMessage")]


async def test_the_same_random_lets_the_same_calls_fail(telegram: LocalTelegram, chat: ChatHandle, bot: Bot) -> None:
    telegram.fail_sometimes("sendMessage", 0.3, status=502, random=Random(7))
    drawn = Random(7)
    expected = [502 if drawn.random() < 0.3 else 200 for _ in range(20)]
    assert await _statuses(telegram, chat, bot, 20) == expected
    assert {200, 502} == set(expected)


async def test_a_share_of_one_fails_every_call_and_none_after_the_faults_are_cleared(
    telegram: LocalTelegram, chat: ChatHandle, bot: Bot
) -> None:
    telegram.fail_sometimes("sendMessage", 1, status=503)
    assert await _statuses(telegram, chat, bot, 3) == [503, 503, 503]
    telegram.clear_faults()
    assert (await bot.send_message(chat.id, "x")).text == "x"


async def test_clearing_forgets_what_was_ordered_in_order(telegram: LocalTelegram, chat: ChatHandle, bot: Bot) -> None:
    telegram.fail_next("sendMessage", 5, status=500)
    telegram.clear_faults()
    assert await _statuses(telegram, chat, bot, 1) == [200]


def test_what_is_ordered_in_order_comes_before_chance() -> None:
    faults = Faults()
    faults.fail_sometimes("sendMessage", 1, status=502)
    faults.fail_next("sendMessage", status=500)
    found = [faults.take("sendMessage").error for _ in range(2)]
    assert [error.status for error in found if error] == [500, 502]


def test_chance_for_any_method_spares_get_updates_and_counts_only_its_own_calls() -> None:
    faults = Faults()
    faults.fail_sometimes("*", 1, status=502)
    assert faults.take("getUpdates") is NO_FAULT
    assert faults.take("getMe") is not NO_FAULT


@pytest.mark.parametrize("share", [-0.1, 1.1])
def test_a_share_is_a_share(share: float) -> None:
    with pytest.raises(ValueError, match="between 0 and 1"):
        Faults().fail_sometimes("sendMessage", share, status=502)


def test_a_fault_says_how_it_fails() -> None:
    with pytest.raises(ValueError, match="say how the call fails"):
        Faults().fail_sometimes("sendMessage", 0.5)


async def test_a_flood_limit_by_chance_names_its_delay(telegram: LocalTelegram, chat: ChatHandle, bot: Bot) -> None:
    telegram.fail_sometimes("sendMessage", 1, retry_after_s=3000)
    with pytest.raises(RetryAfter, match="3000"):
        await bot.send_message(chat.id, "x")


@pytest.mark.parametrize(("cut", "arrived"), [("before", 0), ("after", 1)])
async def test_a_reset_by_chance_comes_before_or_after_acceptance(
    telegram: LocalTelegram, chat: ChatHandle, bot: Bot, cut: Any, arrived: int
) -> None:
    telegram.fail_sometimes("sendMessage", 1, cut=cut)
    with pytest.raises(NetworkError):
        await bot.send_message(chat.id, "x")
    assert len(chat.unread) == arrived


@pytest.mark.parametrize("garbled", ["malformed", "truncated"])
async def test_an_answer_that_cannot_be_read_says_nothing_of_a_message_that_was_sent(
    telegram: LocalTelegram, chat: ChatHandle, bot: Bot, garbled: Any
) -> None:
    telegram.fail_next("sendMessage", garbled=garbled)
    with pytest.raises(TelegramError, match="Invalid server response"):
        await bot.send_message(chat.id, "x")
    assert [m.text for m in chat.unread] == ["x"]


async def test_the_log_of_calls_says_what_was_spoiled(telegram: LocalTelegram, chat: ChatHandle, bot: Bot) -> None:
    for garbled in ("malformed", "html"):
        telegram.fail_next("sendMessage", garbled=garbled)
        with pytest.raises(TelegramError):
            await bot.send_message(chat.id, "x")
    logged = [(call.status, call.description) for call in telegram.calls_of("sendMessage")]
    assert logged == [(200, "malformed answer"), (502, "an HTML error page")]


async def test_a_truncated_answer_is_the_start_of_the_real_one(telegram: LocalTelegram) -> None:
    telegram.fail_next("getMe", garbled="truncated")
    async with (
        aiohttp.ClientSession() as http,
        http.get(f"{telegram.url}/bot{telegram.token}/getMe") as cut,
        http.get(f"{telegram.url}/bot{telegram.token}/getMe") as whole,
    ):
        start, full = await cut.text(), await whole.text()
    assert cut.status == 200
    assert full.startswith(start)
    assert 0 < len(start) < len(full)


async def test_a_proxys_error_page_comes_in_place_of_the_answer(telegram: LocalTelegram, chat: ChatHandle) -> None:
    telegram.fail_next("sendMessage", garbled="html")
    async with (
        aiohttp.ClientSession() as http,
        http.post(f"{telegram.url}/bot{telegram.token}/sendMessage", json={"chat_id": chat.id, "text": "x"}) as got,
    ):
        assert (got.status, got.content_type) == (502, "text/html")
        assert "<h1>502 Bad Gateway</h1>" in await got.text()
    assert chat.unread == []


async def test_a_client_takes_an_error_page_for_a_network_error(
    telegram: LocalTelegram, chat: ChatHandle, bot: Bot
) -> None:
    telegram.fail_next("sendMessage", garbled="html", status=504)
    with pytest.raises(NetworkError, match="Gateway Timeout"):
        await bot.send_message(chat.id, "x")


async def test_a_slow_answer_leaves_after_its_seconds_though_the_message_is_there(
    telegram: LocalTelegram, chat: ChatHandle, bot: Bot
) -> None:
    sleep = Sleep()
    telegram.world.faults.sleep = sleep
    telegram.fail_next("sendMessage", slow_s=90)
    sending = asyncio.create_task(bot.send_message(chat.id, "x"))
    await sleep.began.wait()
    assert ([m.text for m in chat.unread], sending.done(), sleep.asked) == (["x"], False, [90])
    sleep.woken.set()
    assert (await sending).text == "x"


async def test_a_refusal_may_be_slow_too(telegram: LocalTelegram, chat: ChatHandle, bot: Bot) -> None:
    sleep = Sleep()
    sleep.woken.set()
    telegram.world.faults.sleep = sleep
    telegram.fail_next("sendMessage", status=502, slow_s=5)
    with pytest.raises(NetworkError, match="Bad Gateway"):
        await bot.send_message(chat.id, "x")
    assert sleep.asked == [5]
