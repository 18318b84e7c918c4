"""Time for the local Telegram: a callable that returns an aware UTC datetime."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

Now = Callable[[], datetime]


class MovableClock:
    """A clock that stands still until it is moved; starts at START (aware)."""

    def __init__(self, start: datetime) -> None:
        if start.tzinfo is None:
            raise ValueError("the clock needs an aware datetime")
        self._now = start.astimezone(UTC)

    def __call__(self) -> datetime:
        return self._now

    def advance(self, by: timedelta) -> datetime:
        """Move forward by BY (never back) and return the new time."""
        if by < timedelta(0):
            raise ValueError("the clock only moves forward")
        self._now += by
        return self._now


class ShiftedClock:
    """A running clock that can be moved forward: BASE (aware UTC) and what was added so far."""

    def __init__(self, base: Now) -> None:
        self._base = base
        self.shift = timedelta(0)

    def __call__(self) -> datetime:
        return self._base() + self.shift

    def advance(self, by: timedelta) -> datetime:
        """Move forward by BY (never back) and return the new time."""
        if by < timedelta(0):
            raise ValueError("the clock only moves forward")
        self.shift += by
        return self()


def next_time_of_day(now: datetime, hour: int, minute: int) -> timedelta:
    """How long it is from NOW (aware) to the next HOUR:MINUTE of its own zone, never nothing."""
    then = now.replace(hour=hour, minute=minute, second=0, microsecond=0)
    return then - now if then > now else then + timedelta(days=1) - now
