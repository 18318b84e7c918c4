"""Time that tests move: seconds for the limiter, without waiting."""

from __future__ import annotations

import asyncio


class Seconds:
    """A monotonic clock. ``sleep`` ends when ``forward`` has moved past its end, or at once if ``hurried``."""

    def __init__(self, *, hurried: bool = False) -> None:
        self.now = 1000.0
        self.hurried = hurried
        self.slept: list[float] = []
        self._waiting: list[tuple[float, asyncio.Future[None]]] = []

    def __call__(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        """Wait until the time has come."""
        self.slept.append(seconds)
        if self.hurried:
            self.now += seconds
            return
        done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append((self.now + seconds, done))
        await done

    async def forward(self, seconds: float) -> None:
        """Let time pass, and whoever was waiting for it do what they can."""
        end = self.now + seconds
        while True:
            await settle()
            ready = [wait for wait in self._waiting if wait[0] <= end and not wait[1].done()]
            if not ready:
                break
            first = min(ready, key=lambda wait: wait[0])
            self.now = max(self.now, first[0])
            self._waiting.remove(first)
            first[1].set_result(None)
        self.now = end
        await settle()


async def settle() -> None:
    """Let every task that can run do so."""
    for _ in range(20):
        await asyncio.sleep(0)
