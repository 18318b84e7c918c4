"""Speed as ratios: each room is measured beside a named baseline in the same run, so that the machine cancels out.

A room is a module here with ``run() -> list[Measure]``; ``make bench`` finds it.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass

ROUND_S = 4.0
"""How long one comparison may take, both sides together."""


@dataclass(frozen=True, slots=True)
class Measure:
    """One comparison. ``value`` and ``baseline_value`` are rates in ``unit`` a second: the higher, the faster."""

    name: str
    value: float
    unit: str
    baseline: str
    baseline_value: float

    @property
    def ratio(self) -> float:
        """How many times as fast as the baseline (usually less than 1: the baseline does less)."""
        return self.value / self.baseline_value


def compare(
    name: str,
    unit: str,
    ours: Callable[[], int],
    baseline_name: str,
    baseline: Callable[[], int],
    *,
    seconds: float = ROUND_S,
    clock: Callable[[], float] = time.perf_counter,
) -> Measure:
    """Run both by turns for ``seconds`` and compare their median rates.

    Each call does one batch and says how many units it did. The first call of each is a warm-up and does not count.
    """
    ours()
    baseline()
    rates: tuple[list[float], list[float]] = ([], [])
    end = clock() + seconds
    while not rates[0] or clock() < end:
        for work, into in zip((ours, baseline), rates, strict=True):
            started = clock()
            done = work()
            into.append(done / max(clock() - started, 1e-9))
    return Measure(name, statistics.median(rates[0]), unit, baseline_name, statistics.median(rates[1]))
