"""Time, as everything else is given it: a callable that returns an aware UTC datetime."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

Clock = Callable[[], datetime]


def system_clock() -> datetime:
    """The time, aware UTC."""
    return datetime.now(UTC)


class MovableClock:
    """The time of ``base``, moved forward by what was asked for: the demo's clock. Safe to use from any thread."""

    def __init__(self, base: Clock = system_clock) -> None:
        self._base = base
        self._lock = threading.Lock()
        self._offset = timedelta(0)

    def __call__(self) -> datetime:
        """The moved time, aware UTC."""
        with self._lock:
            return self._base() + self._offset

    @property
    def offset(self) -> timedelta:
        """How far the clock is ahead of its base."""
        with self._lock:
            return self._offset

    def forward(self, by: timedelta) -> datetime:
        """Move forward and return the new time. Raises ``ValueError`` for a negative span: time never goes back."""
        if by < timedelta(0):
            raise ValueError("the clock only moves forward")
        with self._lock:
            self._offset += by
            return self._base() + self._offset
