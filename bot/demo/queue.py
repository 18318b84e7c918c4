"""Updates waiting for the bot: numbering, confirmation, what the bot asked for."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable
from typing import Any

UPDATE_KINDS = (
    "message",
    "edited_message",
    "channel_post",
    "edited_channel_post",
    "inline_query",
    "chosen_inline_result",
    "callback_query",
    "my_chat_member",
    "chat_member",
)
# Sent only to bots that name them (Bot API, getUpdates).
_ON_REQUEST = ("chat_member",)
DEFAULT_KINDS = frozenset(kind for kind in UPDATE_KINDS if kind not in _ON_REQUEST)
FIRST_UPDATE_ID = 100_001


class UpdateQueue:
    """Updates in order of their ids; one is gone once the bot asks for a later one."""

    def __init__(self) -> None:
        self._waiting: deque[dict[str, Any]] = deque()
        self._next_id = FIRST_UPDATE_ID
        self._listeners: list[Callable[[], None]] = []
        self.allowed: frozenset[str] = DEFAULT_KINDS

    def __len__(self) -> int:
        return len(self._waiting)

    def on_put(self, listener: Callable[[], None]) -> None:
        """Call LISTENER after each new update."""
        self._listeners.append(listener)

    def allow(self, kinds: Iterable[str]) -> None:
        """Deliver only KINDS from now on; none at all means the default ones."""
        self.allowed = frozenset(kinds) or DEFAULT_KINDS

    def put(self, kind: str, payload: dict[str, Any]) -> int | None:
        """Queue an update and return its id, or None when the bot did not ask for KIND."""
        if kind not in self.allowed:
            return None
        update_id = self._next_id
        self._next_id += 1
        self._waiting.append({"update_id": update_id, kind: payload})
        for listener in self._listeners:
            listener()
        return update_id

    def repeat(self, update: dict[str, Any]) -> None:
        """Put an update that was delivered before in front again, as Telegram may after a fault."""
        self._waiting.appendleft(update)
        for listener in self._listeners:
            listener()

    def confirm(self, offset: int) -> None:
        """Forget updates before OFFSET; a negative OFFSET keeps only that many from the end."""
        if offset < 0:
            while len(self._waiting) > -offset:
                self._waiting.popleft()
            return
        while self._waiting and self._waiting[0]["update_id"] < offset:
            self._waiting.popleft()

    def peek(self, limit: int) -> list[dict[str, Any]]:
        """Up to LIMIT updates, oldest first; they stay until confirmed."""
        return [update for _, update in zip(range(limit), self._waiting, strict=False)]

    def clear(self) -> None:
        """Drop everything that waits."""
        self._waiting.clear()
