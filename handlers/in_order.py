"""Updates side by side, those of one chat one after the other."""

from __future__ import annotations

import asyncio
import sys
from collections import Counter
from collections.abc import Awaitable
from typing import Any

from telegram import Update
from telegram.ext import BaseUpdateProcessor


class InOrder(BaseUpdateProcessor):
    """Handles chats side by side, and the updates of one chat one after the other: answers come in order.

    At most ``at_once`` updates are being handled. One that waits for its chat's turn takes no place among them: a busy
    chat holds up nobody else.
    """

    def __init__(self, at_once: int) -> None:
        # The places of the base class are taken before the turn is known: there must always be one.
        super().__init__(sys.maxsize)
        self._places = asyncio.Semaphore(at_once)
        self._turns: dict[int, asyncio.Lock] = {}
        self._waiting: Counter[int] = Counter()

    async def initialize(self) -> None:
        """Nothing to prepare."""

    async def shutdown(self) -> None:
        """Nothing to give back."""

    async def do_process_update(self, update: object, coroutine: Awaitable[Any]) -> None:
        """Run ``coroutine`` when the updates of its chat before it are done."""
        chat = update.effective_chat if isinstance(update, Update) else None
        if chat is None:
            async with self._places:
                await coroutine
            return
        turn = self._turns.setdefault(chat.id, asyncio.Lock())
        self._waiting[chat.id] += 1
        try:
            async with turn, self._places:  # asyncio.Lock is fair: first come, first served
                await coroutine
        finally:
            self._waiting[chat.id] -= 1
            if not self._waiting[chat.id]:
                del self._waiting[chat.id], self._turns[chat.id]
