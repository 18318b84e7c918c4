"""The analysis in a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.ingest.worker import AnalysisStopped, AnalysisWorker
from storage.errors import AnalysisError

TARGET = "tests.bot.ingest.readers:analyse"


@pytest.fixture(scope="module")
def worker() -> Iterator[AnalysisWorker]:
    with AnalysisWorker(TARGET) as worker:
        yield worker


def process_of(worker: AnalysisWorker, text: str = "hello") -> int:
    return int(worker(text).summary[0].score)


def test_a_text_is_read_in_another_process_always_the_same(worker: AnalysisWorker) -> None:
    first = process_of(worker)
    assert first != os.getpid()
    assert process_of(worker) == first


def test_the_context_goes_along(worker: AnalysisWorker) -> None:
    assert worker("hello", title="Drones").language == "Drones"


def test_an_analysis_error_keeps_its_words(worker: AnalysisWorker) -> None:
    with pytest.raises(AnalysisError, match="this text cannot be read"):
        worker("refuse")


def test_any_other_error_becomes_an_analysis_error(worker: AnalysisWorker) -> None:
    with pytest.raises(AnalysisError, match="Unpicklable: 1 and 2"):
        worker("raise")


def test_a_crash_is_tried_once_more_in_a_new_process(worker: AnalysisWorker, tmp_path: Path) -> None:
    first = process_of(worker)
    assert process_of(worker, f"crash-once {tmp_path / 'crashed'}") != first


def test_a_text_that_always_crashes_costs_itself_alone(worker: AnalysisWorker) -> None:
    with pytest.raises(AnalysisError, match="crashed twice"):
        worker("crash")
    assert process_of(worker) > 0


def test_a_text_that_takes_too_long_is_given_up(tmp_path: Path) -> None:
    with AnalysisWorker(TARGET, time_limit_s=1) as worker:
        first = process_of(worker)
        with pytest.raises(AnalysisError, match=r"longer than 1 s"):
            worker("hang")
        assert process_of(worker) != first


def test_an_analysis_that_is_not_there_is_said_to_be_missing() -> None:
    with AnalysisWorker("tests.bot.ingest.nowhere:analyse") as worker, pytest.raises(AnalysisError, match="started"):
        worker("hello")


def test_a_closed_worker_has_ended_its_process() -> None:
    worker = AnalysisWorker(TARGET)
    process = process_of(worker)
    worker.close()
    with pytest.raises(ProcessLookupError):
        os.kill(process, 0)


def test_a_worker_closed_while_it_reads_lets_go_at_once_and_starts_nothing_new() -> None:
    worker = AnalysisWorker(TARGET)
    process_of(worker)
    raised: list[BaseException] = []

    def read() -> None:
        try:
            worker("hang")
        except AnalysisError as error:
            raised.append(error)

    thread = threading.Thread(target=read)
    thread.start()
    worker.close()
    thread.join(timeout=10)
    assert [type(error) for error in raised] == [AnalysisStopped]
    with pytest.raises(AnalysisStopped):
        worker("hello")


def test_the_process_ends_with_its_parent_however_that_ends() -> None:
    """The parent is killed in the midst of it; the child's end of the pipe closes when the child is gone."""
    program = f"""
import os, signal
from bot.ingest.worker import AnalysisStopped, AnalysisWorker
if __name__ == "__main__":
    AnalysisWorker({TARGET!r})("hello")
    os.kill(os.getpid(), signal.SIGKILL)
"""
    # The child holds the same standard output: run() returns when both have let go of it.
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=Path(__file__).parents[3], stdout=subprocess.PIPE, timeout=30, check=False
    )
    assert done.returncode == -9
