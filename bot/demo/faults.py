"""Faults to order: the next calls of a method fail as networks and Telegram fail."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from typing import Literal

from bot.demo.errors import ApiError, too_many_requests

ANY = "*"
Cut = Literal["before", "after"]
_WORDS = {
    500: "Internal Server Error",
    502: "Bad Gateway",
    503: "Service Unavailable",
    504: "Gateway Timeout",
}


@dataclass(frozen=True, slots=True)
class Fault:
    """One failure: an answer (`error`), or a connection cut before or after the call took effect."""

    error: ApiError | None = None
    cut: Cut | None = None


class Faults:
    """Faults waiting for calls, first ordered first used."""

    def __init__(self) -> None:
        self._waiting: dict[str, deque[Fault]] = {}

    def fail_next(
        self,
        method: str,
        count: int = 1,
        *,
        status: int = 0,
        description: str = "",
        retry_after_s: int | None = None,
        migrate_to_chat_id: int | None = None,
        cut: Cut | None = None,
    ) -> None:
        """Let the next COUNT calls of METHOD ("*": of any, getUpdates excepted) fail.

        With `retry_after_s`: 429. With `cut`: the connection is reset before the call takes effect or after.
        Else `status` with `description` (Telegram's general words where empty), `migrate_to_chat_id` going
        into the parameters.
        """
        if cut is not None:
            fault = Fault(cut=cut)
        elif retry_after_s is not None:
            fault = Fault(too_many_requests(retry_after_s))
        elif migrate_to_chat_id is not None:
            words = description or "Bad Request: group chat was upgraded to a supergroup chat"
            fault = Fault(ApiError(400, words, {"migrate_to_chat_id": migrate_to_chat_id}))
        elif status:
            fault = Fault(ApiError(status, description or _WORDS.get(status, "Bad Request: made to fail")))
        else:
            raise ValueError("say how the call fails: status, retry_after_s, migrate_to_chat_id or cut")
        self._waiting.setdefault(method.lower(), deque()).extend([fault] * count)

    def take(self, method: str) -> Fault | None:
        """The fault for this call of METHOD, used up by it, or None."""
        names = (method.lower(),) if method.lower() == "getupdates" else (method.lower(), ANY)
        for name in names:
            if waiting := self._waiting.get(name):
                return waiting.popleft()
        return None

    def clear(self) -> None:
        """Forget the faults that no call has met."""
        self._waiting.clear()
