"""Clocks that are moved: by tests, and by the reader of the chat page."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.demo.clock import MovableClock, ShiftedClock, next_time_of_day

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def test_a_shifted_clock_runs_on_with_its_base() -> None:
    base = MovableClock(NOW)
    clock = ShiftedClock(base)
    clock.advance(timedelta(days=1))
    base.advance(timedelta(minutes=5))
    assert clock() == NOW + timedelta(days=1, minutes=5)


def test_a_shifted_clock_never_goes_back() -> None:
    with pytest.raises(ValueError, match="forward"):
        ShiftedClock(MovableClock(NOW)).advance(timedelta(seconds=-1))


@pytest.mark.parametrize(
    ("hour", "minute", "hours"),
    [(10, 30, 1.5), (7, 0, 22.0), (9, 0, 24.0)],
)
def test_the_next_time_of_day_is_always_ahead(hour: int, minute: int, hours: float) -> None:
    assert next_time_of_day(NOW, hour, minute) == timedelta(hours=hours)
