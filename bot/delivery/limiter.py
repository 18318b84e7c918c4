"""The rate limiter of every call to Telegram: the decisions of pace.py, and the waiting.

python-telegram-bot's own limiter ends the halt after a 429 when any earlier request finishes (its issue #5338); here a
halt is a deadline on a monotonic clock.
"""

from __future__ import annotations

import asyncio
import contextlib
import math
import time
from collections.abc import Awaitable, Callable, Coroutine
from datetime import timedelta
from typing import Any

from telegram.error import RetryAfter
from telegram.ext import BaseRateLimiter

from bot.delivery.pace import ChatKey, Line, Pace, Priority, Waiting

_COUNTED = ("send", "edit", "copy", "forward", "pin")
_FREE = frozenset({"sendChatAction", "sendRichMessageDraft"})
_ROUNDING_S = 0.001

Result = Any


class Limiter(BaseRateLimiter[Priority]):
    """Holds requests back until Telegram takes them. ``rate_limit_args`` is a ``Priority`` (default: an answer).

    A request that would wait longer than its priority allows raises ``RetryAfter`` without being sent. ``monotonic``
    gives seconds, ``sleep`` waits for some.
    """

    def __init__(
        self,
        *,
        monotonic: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._monotonic = monotonic
        self._sleep = sleep
        self._pace = Pace()
        self._line = Line(self._pace)
        self._turns: dict[Waiting, asyncio.Future[None]] = {}
        self._timer: asyncio.Task[None] | None = None

    async def initialize(self) -> None:
        """Nothing to prepare."""

    async def shutdown(self) -> None:
        """Stop waiting: whoever stands in the line is turned away."""
        timer, self._timer = self._timer, None
        if timer is not None:
            timer.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await timer
        for turn in self._turns.values():
            if not turn.done():
                turn.set_exception(RetryAfter(timedelta(seconds=1)))

    async def process_request(
        self,
        callback: Callable[..., Coroutine[Any, Any, Result]],
        args: Any,
        kwargs: dict[str, Any],
        endpoint: str,
        data: dict[str, Any],
        rate_limit_args: Priority | None,
    ) -> Result:
        """Wait for the turn, then send. An answer that met a short 429 is sent once more when its time has come."""
        priority = Priority.ANSWER if rate_limit_args is None else rate_limit_args
        chat = chat_of(data)
        waiting = Waiting(chat, priority, self._monotonic())
        while True:
            if counts(endpoint):
                await self._turn(waiting)
            else:
                self._refuse_if_halted(chat)
            try:
                return await callback(*args, **kwargs)
            except RetryAfter as error:
                delay = delay_s(error)
                now = self._monotonic()
                self._pace.halt(now, chat, delay)
                self._pump()
                if priority is not Priority.ANSWER or not counts(endpoint) or delay > waiting.patience_s(now):
                    raise

    def _refuse_if_halted(self, chat: ChatKey | None) -> None:
        """Calls that send no message never wait, and never go out during a halt."""
        wait = self._pace.wait_s(self._monotonic(), chat, counts=False)
        if wait > 0:
            raise RetryAfter(timedelta(seconds=math.ceil(wait)))

    async def _turn(self, waiting: Waiting) -> None:
        turn: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._turns[waiting] = turn
        self._line.join(waiting)
        self._pump()
        try:
            await turn
        finally:
            self._turns.pop(waiting, None)
            self._line.leave(waiting)

    def _pump(self) -> None:
        """Let go who may go, and come back when the next may."""
        decision = self._line.decide(self._monotonic())
        for each in decision.go:
            if not self._turns[each].done():
                self._turns[each].set_result(None)
        for each, wait in decision.refused:
            if not self._turns[each].done():
                self._turns[each].set_exception(RetryAfter(timedelta(seconds=math.ceil(wait))))
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        if decision.again_s is not None:
            self._timer = asyncio.get_running_loop().create_task(self._come_back(decision.again_s))

    async def _come_back(self, after_s: float) -> None:
        await self._sleep(after_s + _ROUNDING_S)
        self._timer = None
        self._pump()


def counts(endpoint: str) -> bool:
    """Whether a call of this Bot API method counts as a message."""
    return endpoint.startswith(_COUNTED) and endpoint not in _FREE


def chat_of(data: dict[str, Any]) -> ChatKey | None:
    """The chat a request is for."""
    chat = data.get("chat_id")
    if isinstance(chat, str) and chat.lstrip("-").isdigit():
        return int(chat)
    return chat if isinstance(chat, int | str) else None


def delay_s(error: RetryAfter) -> float:
    """The seconds Telegram asked for. The public attribute warns that its type will change."""
    return error._retry_after.total_seconds()
