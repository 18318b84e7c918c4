"""How far a long run has come, in words."""

from __future__ import annotations

import io

import pytest

from bot.commandline.progress import Progress, progress_line


@pytest.mark.parametrize(
    ("done", "total", "rate", "words"),
    [
        (12_500, 100_000, 3125.0, "12,500 of 100,000 stored, 3,125 a second, 28 s left"),
        (500, 100_000, 9.25, "500 of 100,000 stored, 9.2 a second, 2 h 59 min left"),
        (500, 5_000, 9.0, "500 of 5,000 stored, 9.0 a second, 8 min left"),
        (500, None, 3125.0, "500 stored, 3,125 a second"),
        (500, 1000, 0.0, "500 of 1,000 stored, 0.0 a second"),
        (1001, 1000, 50.0, "1,001 of 1,001 stored, 50 a second, 0 s left"),
    ],
)
def test_it_says_how_many_how_fast_and_how_long(done: int, total: int | None, rate: float, words: str) -> None:
    assert progress_line("stored", done, total, rate) == words


class Stopwatch:
    """Seconds that pass when told to."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


def run(steps: int, each_s: float, *, terminal: bool) -> None:
    watch = Stopwatch()
    with Progress("stored", steps, terminal=terminal, clock=watch) as progress:
        for _ in range(steps):
            watch.now += each_s
            progress.step()


def test_a_log_gets_a_line_every_ten_seconds(capsys: pytest.CaptureFixture[str]) -> None:
    run(400, 0.0625, terminal=False)
    assert capsys.readouterr().err.splitlines() == [
        "160 of 400 stored, 16 a second, 15 s left",
        "320 of 400 stored, 16 a second, 5 s left",
    ]


def test_a_short_run_says_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    run(150, 0.0625, terminal=False)
    assert capsys.readouterr().err == ""


def test_the_rate_is_that_of_late(capsys: pytest.CaptureFixture[str]) -> None:
    """A run that goes on passes what is known in no time, and then has hours to go."""
    watch = Stopwatch()
    with Progress("read", 2000, terminal=False, clock=watch) as progress:
        for number in range(180):
            watch.now += 0.0625 if number < 160 else 0.5
            progress.step()
    assert capsys.readouterr().err.splitlines()[-1] == "180 of 2,000 read, 2.0 a second, 15 min left"


def test_a_terminal_has_one_line_that_renews_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each time from the beginning of the line, and gone at the end."""
    screen = io.StringIO()
    monkeypatch.setattr("sys.stderr", screen)
    run(5, 0.01, terminal=True)
    shown = screen.getvalue()
    assert "0/5" in shown
    assert "\n" not in shown
    assert shown.endswith("\r")
