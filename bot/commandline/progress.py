"""How far a long run has come: on a terminal one line that renews itself, else a line every so often."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from types import TracebackType
from typing import NoReturn, Self

import click
from tqdm import tqdm

EVERY_S = 10.0


class Progress:
    """Counts articles on standard error. ``total`` is ``None`` where nobody knows; ``doing`` is "stored" or "read".

    ``clock`` gives seconds.
    """

    def __init__(
        self, doing: str, total: int | None, *, terminal: bool, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._doing = doing
        self._total = total
        self._clock = clock
        self._terminal = terminal
        self._bar: tqdm[NoReturn] = tqdm(
            total=total, desc=doing, unit=" articles", disable=not terminal, leave=False, file=sys.stderr
        )
        self._done = 0
        self._last = (0, clock())

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        self._bar.close()

    def step(self) -> None:
        """One more."""
        self._done += 1
        self._bar.update()
        if self._terminal:
            return
        before, then = self._last
        span_s = self._clock() - then
        if span_s >= EVERY_S:
            self._last = (self._done, then + span_s)
            self.say(progress_line(self._doing, self._done, self._total, (self._done - before) / span_s))

    def say(self, line: str) -> None:
        """A line of its own; on a terminal the renewed line steps aside for it."""
        with self._bar.external_write_mode(file=sys.stderr):
            click.echo(line, err=True)


def progress_line(doing: str, done: int, total: int | None, rate: float) -> str:
    """Pure: ``12,500 of 100,000 stored, 3,100 a second, 28 s left``. ``rate`` is articles a second of late."""
    of = "" if total is None else f" of {max(total, done):,}"
    speed = f"{rate:,.0f}" if rate >= 10 else f"{rate:.1f}"
    words = f"{done:,}{of} {doing}, {speed} a second"
    if total is None or rate <= 0:
        return words
    return f"{words}, {_span(max(0, total - done) / rate)} left"


def _span(seconds: float) -> str:
    if seconds < 90:
        return f"{seconds:.0f} s"
    minutes = round(seconds / 60)
    return f"{minutes} min" if minutes < 120 else f"{minutes // 60} h {minutes % 60:02d} min"
