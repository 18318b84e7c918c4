"""Time as a parameter."""

from __future__ import annotations

from datetime import UTC, timedelta

import pytest

from bot.clock import MovableClock, system_clock
from tests.conftest import NOON, FrozenClock


def test_the_systems_time_is_aware_utc() -> None:
    """Never local, never naive."""
    assert system_clock().tzinfo is UTC


def test_a_movable_clock_runs_with_its_base(clock: FrozenClock) -> None:
    """Ahead by what it was moved."""
    movable = MovableClock(clock)
    assert movable() == NOON
    assert movable.forward(timedelta(hours=5)) == NOON + timedelta(hours=5)
    clock.forward(minutes=1)
    assert movable() == NOON + timedelta(hours=5, minutes=1)
    assert movable.offset == timedelta(hours=5)


def test_time_never_goes_back(clock: FrozenClock) -> None:
    """What was due has been sent."""
    movable = MovableClock(clock)
    with pytest.raises(ValueError, match="forward"):
        movable.forward(timedelta(seconds=-1))
    assert movable() == NOON
