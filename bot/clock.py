"""Time, as everything else is given it: a callable that returns an aware UTC datetime."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

Clock = Callable[[], datetime]


def system_clock() -> datetime:
    """The time, aware UTC."""
    return datetime.now(UTC)
