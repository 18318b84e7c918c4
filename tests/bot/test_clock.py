"""Time as a parameter."""

from __future__ import annotations

from datetime import UTC

from bot.clock import system_clock


def test_the_systems_time_is_aware_utc() -> None:
    """Never local, never naive."""
    assert system_clock().tzinfo is UTC
