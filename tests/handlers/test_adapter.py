"""The Telegram edge by itself: the order of updates, and which messages ask this bot something."""

from __future__ import annotations

import asyncio

from telegram import Chat, Message, Update

from handlers.adapter import InOrder
from tests.conftest import NOON


def update(number: int, chat_id: int) -> Update:
    """A message in this chat."""
    return Update(number, message=Message(number, NOON, Chat(chat_id, "private")))


async def test_updates_that_wait_for_their_chat_take_no_place() -> None:
    """One chat sends more than there are places, and its first command hangs: another chat is handled."""
    processor = InOrder(2)
    gate, handled = asyncio.Event(), asyncio.Event()

    async def hang() -> None:
        await gate.wait()

    async def handle() -> None:
        handled.set()

    busy = [asyncio.create_task(processor.process_update(update(n, 1), hang())) for n in range(5)]
    other = asyncio.create_task(processor.process_update(update(9, 2), handle()))
    async with asyncio.timeout(2):
        await handled.wait()
        gate.set()
        await asyncio.gather(other, *busy)


async def test_no_more_than_so_many_are_handled_at_once() -> None:
    """However many chats write."""
    processor = InOrder(2)
    now, most = 0, 0

    async def handle() -> None:
        nonlocal now, most
        now += 1
        most = max(most, now)
        await asyncio.sleep(0)
        now -= 1

    await asyncio.gather(*(processor.process_update(update(n, n), handle()) for n in range(1, 9)))
    assert most == 2
