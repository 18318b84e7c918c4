"""Telegram's limits on sending, to be switched on: too much too fast is answered 429.

The rates are those of the Bot FAQ ("My bot is hitting limits, how do I avoid this?"): about one message a second
in a private chat (short bursts pass), 20 a minute in a group, about 30 a second over all. How Telegram counts is
not published; the rules here are plain ones. Pure decisions: time is a parameter.
"""

from __future__ import annotations

import math
from collections import deque
from datetime import datetime

from bot.demo.nouns import Chat

SENDING = frozenset(("sendMessage", "sendRichMessage", "sendPhoto", "sendDocument"))
EDITING = frozenset(("editMessageText", "editMessageCaption", "editMessageReplyMarkup"))


class Floods:
    """How much may be sent, and how much was.

    `private_a_second`: messages a second in one private chat, `private_burst` of them at once after silence.
    `group_a_minute`: messages and edits in any 60 seconds in one group, supergroup or channel.
    `overall_a_second`: messages in any second, all chats together.
    """

    def __init__(
        self,
        *,
        private_a_second: float = 1.0,
        private_burst: int = 5,
        group_a_minute: int = 20,
        overall_a_second: int = 30,
    ) -> None:
        if min(private_a_second, private_burst, group_a_minute, overall_a_second) <= 0:
            raise ValueError("every rate is above zero")
        self._interval_s = 1 / private_a_second
        self._credit_s = (private_burst - 1) * self._interval_s
        self._due: dict[int, float] = {}  # by private chat: when the message after the last one would be due
        self._group_a_minute = group_a_minute
        self._groups: dict[int, _Window] = {}
        self._overall = _Window(overall_a_second, 1.0)

    def wait_s(self, method: str, chat: Chat, now: datetime) -> int | None:
        """Whole seconds (1 or more) after which METHOD may be called again in CHAT; None: it may be now.

        Asking counts nothing. Methods that do not write are always allowed.
        """
        at = now.timestamp()
        waits = [0.0]
        if method in SENDING:
            waits.append(self._overall.wait_s(at))
            if chat.type == "private":
                waits.append(self._due.get(chat.id, at) - self._credit_s - at)
        if method in SENDING | EDITING and chat.id in self._groups:
            waits.append(self._groups[chat.id].wait_s(at))
        longest = max(waits)
        return math.ceil(round(longest, 6)) if longest > 1e-6 else None

    def count(self, method: str, chat: Chat, now: datetime) -> None:
        """METHOD was taken in CHAT at NOW."""
        at = now.timestamp()
        if method in SENDING:
            self._overall.count(at)
            if chat.type == "private":
                self._due[chat.id] = max(self._due.get(chat.id, at), at) + self._interval_s
        if method in SENDING | EDITING and chat.type != "private":
            self._groups.setdefault(chat.id, _Window(self._group_a_minute, 60.0)).count(at)


class _Window:
    """The times of the last calls: at most MOST in any SPAN_S seconds."""

    def __init__(self, most: int, span_s: float) -> None:
        self._times: deque[float] = deque(maxlen=most)
        self._span_s = span_s

    def wait_s(self, at: float) -> float:
        """Seconds until one more fits, 0 or less when it fits at AT."""
        full = len(self._times) == self._times.maxlen
        return self._times[0] + self._span_s - at if full else 0.0

    def count(self, at: float) -> None:
        self._times.append(at)
