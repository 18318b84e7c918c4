"""Faults to order: calls of a method fail as networks, proxies and Telegram fail, in order or by chance."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from random import Random
from typing import Literal, TypedDict, Unpack

from bot.demo.errors import ApiError, too_many_requests

ANY = "*"
Cut = Literal["before", "after"]
Garbled = Literal["malformed", "truncated", "html"]
_WORDS = {
    500: "Internal Server Error",
    502: "Bad Gateway",
    503: "Service Unavailable",
    504: "Gateway Timeout",
}
_MALFORMED = "upstream said nothing that could be read"
_PAGE = "<html>\r\n<head><title>{0}</title></head>\r\n<body>\r\n<center><h1>{0}</h1></center>\r\n</body>\r\n</html>\r\n"


class How(TypedDict, total=False):
    """How a call fails: one of these, and `slow_s` beside any of them or alone.

    `status` with `description` (the general words where missing): refused, nothing took effect.
    `retry_after_s`: 429 with `parameters.retry_after` in seconds (Bot API, ResponseParameters).
    `migrate_to_chat_id`: 400 of a group that became this supergroup.
    `cut`: the connection is reset before the call took effect, or after.
    `garbled`: "malformed" took effect and answers 200 with a body that is not JSON, "truncated" took effect
    and answers with half of its JSON, "html" is a proxy's error page (`status`, else 502) and took no effect.
    `slow_s`: the answer leaves so many seconds after the call took effect (or was refused).
    """

    status: int
    description: str
    retry_after_s: int | None
    migrate_to_chat_id: int | None
    cut: Cut | None
    garbled: Garbled | None
    slow_s: float


@dataclass(frozen=True, slots=True)
class Fault:
    """One failure: an answer (`error`), a cut connection, an answer that cannot be read, a late answer."""

    error: ApiError | None = None
    cut: Cut | None = None
    garbled: Garbled | None = None
    slow_s: float = 0.0

    def spoiled(self, body: str) -> str:
        """What leaves in place of BODY, the JSON of an answer."""
        match self.garbled:
            case "malformed":
                return _MALFORMED
            case "truncated":
                return body[: len(body) // 2]
            case "html":
                status = self.error.status if self.error is not None else 502
                return _PAGE.format(f"{status} {_WORDS.get(status, 'Error')}")
            case None:
                return body


NO_FAULT = Fault()


@dataclass(frozen=True, slots=True)
class _Chance:
    """Calls of a method that fail by chance."""

    method: str
    share: float
    fault: Fault
    random: Random


class Faults:
    """Faults waiting for calls: those in order, first ordered first used, then those by chance.

    `sleep` waits for `slow_s` seconds; a test gives one that needs no real time.
    """

    def __init__(self, sleep: Callable[[float], Awaitable[None]] = asyncio.sleep) -> None:
        self.sleep = sleep
        self._waiting: dict[str, deque[Fault]] = {}
        self._chances: list[_Chance] = []

    def fail_next(self, method: str, count: int = 1, **how: Unpack[How]) -> None:
        """Let the next COUNT calls of METHOD ("*": of any, getUpdates excepted) fail as HOW says."""
        self._waiting.setdefault(method.lower(), deque()).extend([_fault(how)] * count)

    def fail_sometimes(self, method: str, share: float, *, random: Random | None = None, **how: Unpack[How]) -> None:
        """Let a SHARE (0 to 1) of the calls of METHOD ("*": as above) fail as HOW says, until `clear`.

        RANDOM (else one with seed 7) is asked once for each call of METHOD that nothing else made fail: the
        same calls in the same order fail again.
        """
        if not 0 <= share <= 1:
            raise ValueError("a share is between 0 and 1")
        # Chance picks which calls fail in a test; nothing secret hangs on it.
        chosen = random if random is not None else Random(7)  # noqa: S311
        self._chances.append(_Chance(method.lower(), share, _fault(how), chosen))

    def take(self, method: str) -> Fault:
        """The fault for this call of METHOD, used up by it where it was ordered once; else NO_FAULT."""
        if not self._waiting and not self._chances:
            return NO_FAULT
        names = (method.lower(),) if method.lower() == "getupdates" else (method.lower(), ANY)
        for name in names:
            if waiting := self._waiting.get(name):
                return waiting.popleft()
        for chance in self._chances:
            if chance.method in names and chance.random.random() < chance.share:
                return chance.fault
        return NO_FAULT

    def clear(self) -> None:
        """Forget the faults that no call has met, and those by chance."""
        self._waiting.clear()
        self._chances.clear()


def _fault(how: How) -> Fault:
    slow_s = how.get("slow_s", 0.0)
    status, description = how.get("status", 0), how.get("description", "")
    retry_after_s, migrate_to_chat_id = how.get("retry_after_s"), how.get("migrate_to_chat_id")
    garbled = how.get("garbled")
    if (cut := how.get("cut")) is not None:
        return Fault(cut=cut, slow_s=slow_s)
    if garbled == "html":
        return Fault(ApiError(status or 502, description or "an HTML error page"), garbled=garbled, slow_s=slow_s)
    if garbled is not None:
        return Fault(garbled=garbled, slow_s=slow_s)
    if retry_after_s is not None:
        return Fault(too_many_requests(retry_after_s), slow_s=slow_s)
    if migrate_to_chat_id is not None:
        words = description or "Bad Request: group chat was upgraded to a supergroup chat"
        return Fault(ApiError(400, words, {"migrate_to_chat_id": migrate_to_chat_id}), slow_s=slow_s)
    if status:
        return Fault(ApiError(status, description or _WORDS.get(status, "Bad Request: made to fail")), slow_s=slow_s)
    if slow_s > 0:
        return Fault(slow_s=slow_s)
    raise ValueError("say how the call fails: status, retry_after_s, migrate_to_chat_id, cut, garbled or slow_s")
