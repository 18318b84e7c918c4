"""getUpdates: long polling with one waiting request at a time (Bot API, "Getting updates")."""

from __future__ import annotations

import asyncio
from typing import Any

from bot.demo.errors import bad_request, conflict
from bot.demo.methods.webhook import allow_updates
from bot.demo.world import Event, World

MAX_LIMIT = 100
MAX_TIMEOUT_S = 50


class Poller:
    """Answers getUpdates for one world; a newer request ends the one that waits."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._waiting: asyncio.Future[str] | None = None  # "": look again; else why the request ends
        self._closed = False
        world.updates.on_put(self._wake)
        world.subscribe(self._on_event)

    def _on_event(self, event: Event) -> None:
        if event.kind == "webhook" and event.subject is not None:
            self._wake("terminated by setWebhook request")

    def _wake(self, why: str = "") -> None:
        if self._waiting is not None and not self._waiting.done():
            self._waiting.set_result(why)

    @property
    def is_waiting(self) -> bool:
        """Whether a request is waiting for updates."""
        return self._waiting is not None and not self._waiting.done()

    def close(self) -> None:
        """Let the waiting request answer at once, and every later one too."""
        self._closed = True
        self._wake()

    async def get_updates(self, values: dict[str, Any]) -> list[dict[str, Any]]:
        """Updates after what `offset` confirms; waits up to `timeout` seconds of real time for the first."""
        if self._world.webhook is not None:
            raise conflict(
                "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
            )
        limit = values.get("limit", MAX_LIMIT)
        timeout_s = min(values.get("timeout", 0), MAX_TIMEOUT_S)
        if timeout_s < 0:
            raise bad_request("timeout must be non-negative")
        limit = limit if 1 <= limit <= MAX_LIMIT else MAX_LIMIT
        if "allowed_updates" in values:
            allow_updates(self._world, values["allowed_updates"])
        updates = self._world.updates
        if "offset" in values:
            updates.confirm(values["offset"])
        self._wake("terminated by other getUpdates request; make sure that only one bot instance is running")
        if len(updates) or not timeout_s or self._closed:
            return updates.peek(limit)
        waiting: asyncio.Future[str] = asyncio.get_running_loop().create_future()
        self._waiting = waiting
        self._world.tell("poll", None)
        try:
            ended_by = await asyncio.wait_for(waiting, timeout_s)
        except TimeoutError:
            return []
        finally:
            if self._waiting is waiting:
                self._waiting = None
        if ended_by:
            raise conflict(ended_by)
        return updates.peek(limit)
