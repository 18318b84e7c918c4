"""The rate limiter, as python-telegram-bot calls it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import pytest
from telegram.error import RetryAfter

from bot.delivery.limiter import Limiter, chat_of, counts, delay_s
from bot.delivery.pace import Priority
from tests.bot.delivery.fake_time import Seconds, settle


class Telegram:
    """Takes requests, remembers when; answers 429 as often as it is told."""

    def __init__(self, seconds: Seconds) -> None:
        self.seconds = seconds
        self.taken: list[tuple[str, float]] = []
        self.refusals: list[int] = []

    def request(self, name: str) -> Callable[..., Any]:
        """What the limiter calls."""

        async def call() -> bool:
            self.taken.append((name, self.seconds.now))
            if self.refusals:
                raise RetryAfter(self.refusals.pop(0))
            return True

        return call


@pytest.fixture
def seconds() -> Seconds:
    return Seconds()


@pytest.fixture
def telegram(seconds: Seconds) -> Telegram:
    return Telegram(seconds)


@pytest.fixture
def limiter(seconds: Seconds) -> Limiter:
    return Limiter(monotonic=seconds, sleep=seconds.sleep)


def start(
    limiter: Limiter,
    telegram: Telegram,
    name: str,
    chat: int | None,
    priority: Priority | None = None,
    endpoint: str = "sendMessage",
) -> asyncio.Task[Any]:
    """One request, on its way."""
    data = {} if chat is None else {"chat_id": chat}
    return asyncio.create_task(limiter.process_request(telegram.request(name), (), {}, endpoint, data, priority))


async def test_requests_within_the_limits_go_at_once(limiter: Limiter, telegram: Telegram, seconds: Seconds) -> None:
    """Nobody sleeps."""
    assert await start(limiter, telegram, "a", 1) is True
    assert seconds.slept == []


async def test_a_full_chat_waits_for_its_turn(limiter: Limiter, telegram: Telegram, seconds: Seconds) -> None:
    """The fourth message to a person goes when the first is three seconds old."""
    tasks = [start(limiter, telegram, str(n), 1) for n in range(4)]
    await settle()
    assert len(telegram.taken) == 3
    await seconds.forward(3.1)
    assert telegram.taken[3][1] == pytest.approx(1003.0, abs=0.01)
    await asyncio.gather(*tasks)


async def test_an_answer_overtakes_waiting_digests(limiter: Limiter, telegram: Telegram, seconds: Seconds) -> None:
    """Forty digests wait; the answer that comes last goes first."""
    tasks = [start(limiter, telegram, f"digest {n}", n + 1, Priority.DIGEST) for n in range(40)]
    await settle()
    tasks.append(start(limiter, telegram, "answer", 99))
    await seconds.forward(1.1)
    assert [name for name, _ in telegram.taken[30:32]] == ["answer", "digest 30"]
    await asyncio.gather(*tasks)


async def test_an_answer_that_met_a_429_is_sent_again_in_time(
    limiter: Limiter, telegram: Telegram, seconds: Seconds
) -> None:
    """Not a moment before."""
    telegram.refusals = [5]
    task = start(limiter, telegram, "answer", 1)
    await seconds.forward(4.9)
    assert len(telegram.taken) == 1
    await seconds.forward(0.2)
    assert telegram.taken[1][1] == pytest.approx(1005.0, abs=0.01)
    assert await task is True


async def test_a_digest_that_met_a_429_is_given_back(limiter: Limiter, telegram: Telegram) -> None:
    """The outbox puts it off."""
    telegram.refusals = [5]
    with pytest.raises(RetryAfter) as caught:
        await start(limiter, telegram, "digest", 1, Priority.DIGEST)
    assert delay_s(caught.value) == 5


async def test_during_a_halt_nothing_reaches_that_chat(limiter: Limiter, telegram: Telegram, seconds: Seconds) -> None:
    """A request that finished meanwhile does not end it (python-telegram-bot #5338)."""
    telegram.refusals = [300]
    with pytest.raises(RetryAfter):
        await start(limiter, telegram, "first", 1)
    await start(limiter, telegram, "elsewhere", 2)
    await seconds.forward(100)
    with pytest.raises(RetryAfter) as caught:
        await start(limiter, telegram, "second", 1)
    assert delay_s(caught.value) == 200
    assert [name for name, _ in telegram.taken] == ["first", "elsewhere"]


async def test_buttons_are_answered_however_full_the_chats_are(limiter: Limiter, telegram: Telegram) -> None:
    """They count for nothing."""
    tasks = [start(limiter, telegram, str(n), n + 1) for n in range(35)]
    await settle()
    await start(limiter, telegram, "button", None, endpoint="answerCallbackQuery")
    assert telegram.taken[-1][0] == "button"
    for task in tasks:
        task.cancel()


async def test_typing_never_waits(limiter: Limiter, telegram: Telegram) -> None:
    """In a chat that is halted it is left out."""
    telegram.refusals = [300]
    with pytest.raises(RetryAfter):
        await start(limiter, telegram, "first", 1)
    with pytest.raises(RetryAfter):
        await start(limiter, telegram, "typing", 1, endpoint="sendChatAction")


async def test_who_gives_up_waiting_leaves_the_line(limiter: Limiter, telegram: Telegram, seconds: Seconds) -> None:
    """A cancelled request is not sent, and takes nobody's place."""
    tasks = [start(limiter, telegram, str(n), 1) for n in range(5)]
    await settle()
    tasks[3].cancel()
    await seconds.forward(3.1)
    assert [name for name, _ in telegram.taken] == ["0", "1", "2", "4"]


async def test_other_errors_pass_through(limiter: Limiter) -> None:
    """They are nothing to the limiter."""

    async def broken() -> bool:
        raise OSError("broken")

    with pytest.raises(OSError, match="broken"):
        await limiter.process_request(broken, (), {}, "sendMessage", {"chat_id": 1}, None)


async def test_shutting_down_turns_away_who_waits(limiter: Limiter, telegram: Telegram) -> None:
    """Nobody hangs, and no task is left that would come back."""
    await limiter.initialize()
    tasks = [start(limiter, telegram, str(n), 1) for n in range(4)]
    await settle()
    await limiter.shutdown()
    with pytest.raises(RetryAfter):
        await tasks[3]
    assert asyncio.all_tasks() == {asyncio.current_task()}


@pytest.mark.parametrize(
    ("endpoint", "counted"),
    [
        ("sendMessage", True),
        ("sendRichMessage", True),
        ("editMessageText", True),
        ("sendChatAction", False),
        ("answerCallbackQuery", False),
        ("answerInlineQuery", False),
        ("getChatMember", False),
    ],
)
def test_messages_count_and_nothing_else(endpoint: str, counted: bool) -> None:
    """What Telegram limits is what people see."""
    assert counts(endpoint) is counted


@pytest.mark.parametrize(
    ("data", "chat"), [({"chat_id": 5}, 5), ({"chat_id": "-5"}, -5), ({"chat_id": "@news"}, "@news"), ({}, None)]
)
def test_a_chat_is_known_by_its_id_or_name(data: dict[str, Any], chat: int | str | None) -> None:
    """As methods take it."""
    assert chat_of(data) == chat
