"""How fast Telegram may be spoken to, decided without a clock, a network or a wait: seconds in, seconds out.

Bots FAQ, "My bot is hitting limits": about 30 messages a second in all, one a second in a chat (short bursts pass), 20
a minute in a group. A 429 halts its chat until its time is over; 429s from two chats at once, or one without a chat,
halt everything. A halt is a deadline: nothing but time ends it.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from enum import IntEnum

ChatKey = int | str

OVERALL = (30, 1.0)
PRIVATE = (3, 3.0)
GROUP = (20, 60.0)
_MOST_CHATS = 4096


class Priority(IntEnum):
    """Who goes first when both wait. An answer waits at most a minute, a digest hardly: it can be put off instead."""

    ANSWER = 0
    DIGEST = 1

    @property
    def patience_s(self) -> float:
        """How long a request may wait here before it is turned away."""
        return 60.0 if self is Priority.ANSWER else 10.0


class Window:
    """At most ``limit`` in any ``per_s`` seconds."""

    def __init__(self, limit: int, per_s: float) -> None:
        self._per_s = per_s
        self._times: deque[float] = deque(maxlen=limit)

    def wait_s(self, now: float) -> float:
        """How long until the next may go; 0 for at once."""
        if len(self._times) < (self._times.maxlen or 0):
            return 0.0
        return max(0.0, self._times[0] + self._per_s - now)

    def take(self, now: float) -> None:
        """One goes now."""
        self._times.append(now)

    def is_idle(self, now: float) -> bool:
        """Whether nothing that went still counts."""
        return not self._times or self._times[-1] + self._per_s <= now


class Pace:
    """What may go when. All times are seconds of one monotonic clock."""

    def __init__(self) -> None:
        self._overall = Window(*OVERALL)
        self._chats: dict[ChatKey, Window] = {}
        self._halted: dict[ChatKey, float] = {}
        self._all_halted_until = 0.0

    def wait_s(self, now: float, chat: ChatKey | None, *, counts: bool = True) -> float:
        """How long a request to ``chat`` has to wait. ``counts`` is False for calls that send no message."""
        wait = max(0.0, self._all_halted_until - now)
        if chat is not None:
            wait = max(wait, self._halted.get(chat, 0.0) - now)
        if counts:
            wait = max(wait, self._overall.wait_s(now))
            if chat is not None and chat in self._chats:
                wait = max(wait, self._chats[chat].wait_s(now))
        return wait

    def take(self, now: float, chat: ChatKey | None) -> None:
        """A message goes to ``chat`` now."""
        self._overall.take(now)
        if chat is not None:
            if chat not in self._chats:
                self._forget(now)
                self._chats[chat] = Window(*(GROUP if _is_group(chat) else PRIVATE))
            self._chats[chat].take(now)

    def halt(self, now: float, chat: ChatKey | None, retry_after_s: float) -> None:
        """Telegram answered 429: nothing goes to ``chat`` (to anybody) before its time."""
        until = now + retry_after_s
        others = [end for key, end in self._halted.items() if key != chat and end > now]
        if chat is not None:
            self._halted[chat] = max(until, self._halted.get(chat, 0.0))
        if chat is None or others:
            self._all_halted_until = max(self._all_halted_until, until, *others)

    def _forget(self, now: float) -> None:
        if len(self._chats) < _MOST_CHATS:
            return
        self._chats = {key: window for key, window in self._chats.items() if not window.is_idle(now)}
        self._halted = {key: end for key, end in self._halted.items() if end > now}


def _is_group(chat: ChatKey) -> bool:
    return isinstance(chat, str) or chat < 0


@dataclass(eq=False, slots=True)
class Waiting:
    """A request in the line. ``since`` is when it came."""

    chat: ChatKey | None
    priority: Priority
    since: float

    def patience_s(self, now: float) -> float:
        """How much longer it may wait."""
        return self.since + self.priority.patience_s - now


@dataclass(frozen=True, slots=True)
class Decision:
    """Who may go now, who waits too long (and how long it would have been), and when to decide again."""

    go: list[Waiting] = field(default_factory=list)
    refused: list[tuple[Waiting, float]] = field(default_factory=list)
    again_s: float | None = None


class Line:
    """Requests that wait for their turn: answers before digests, else in the order they came."""

    def __init__(self, pace: Pace) -> None:
        self._pace = pace
        self._waiting: list[Waiting] = []

    def __len__(self) -> int:
        return len(self._waiting)

    def join(self, waiting: Waiting) -> None:
        """Stand in the line."""
        self._waiting.append(waiting)
        self._waiting.sort(key=lambda each: each.priority)

    def leave(self, waiting: Waiting) -> None:
        """Leave it, however far one came."""
        if waiting in self._waiting:
            self._waiting.remove(waiting)

    def decide(self, now: float) -> Decision:
        """Let go who may go, in order; what they take counts for those behind them."""
        decision = Decision()
        waits: list[float] = []
        still: list[Waiting] = []
        for each in self._waiting:
            wait = self._pace.wait_s(now, each.chat)
            if wait <= 0:
                self._pace.take(now, each.chat)
                decision.go.append(each)
            elif wait > each.patience_s(now):
                decision.refused.append((each, wait))
            else:
                waits.append(wait)
                still.append(each)
        self._waiting = still
        return Decision(decision.go, decision.refused, min(waits, default=None))
