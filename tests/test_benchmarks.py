"""The benchmark runner compares like with like; what the rooms measure is for `make bench` to tell."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.benchmarks import Measure, compare
from tests.benchmarks.__main__ import main, rooms, table


class Stopwatch:
    """A clock that work moves on by itself."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now

    def work(self, *, takes_s: float, does: int) -> Callable[[], int]:
        def batch() -> int:
            self.now += takes_s
            return does

        return batch


def test_the_ratio_is_that_of_the_two_rates() -> None:
    watch = Stopwatch()
    ours, baseline = watch.work(takes_s=2, does=10), watch.work(takes_s=1, does=20)
    measured = compare("x", "words", ours, "y", baseline, seconds=30, clock=watch)
    assert (measured.value, measured.baseline_value, measured.ratio) == (5.0, 20.0, 0.25)


def test_the_first_round_is_a_warm_up() -> None:
    watch = Stopwatch()
    delays = iter([1000.0])

    def cold() -> int:
        watch.now += next(delays, 1.0)
        return 1

    assert compare("x", "words", cold, "y", watch.work(takes_s=1, does=1), seconds=5, clock=watch).value == 1.0


def test_even_a_batch_longer_than_its_time_is_measured_once() -> None:
    watch = Stopwatch()
    slow = watch.work(takes_s=100, does=100)
    assert compare("x", "words", slow, "y", slow, seconds=1, clock=watch).ratio == 1.0


def test_the_table_has_a_line_for_each_measure() -> None:
    lines = table([Measure("insert", 1000, "rows", "executemany", 4000), Measure("read", 5, "words", "none", 5)])
    assert [line.split()[0] for line in lines.splitlines()[1:]] == ["insert", "read"]
    assert lines.splitlines()[1].split()[-1] == "0.25"


def test_every_room_is_found() -> None:
    assert {"analysis", "local_telegram", "rendering", "storage"} <= set(rooms())


def test_a_module_without_a_run_is_no_room() -> None:
    assert not {"__init__", "__main__", "analysis_quality"} & set(rooms())


def test_an_unknown_room_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["nowhere"])
    assert "no such room: nowhere" in capsys.readouterr().err
