"""Analysis in a process of its own: it holds the interpreter's lock, and a command must not wait for it.

A crash in there costs one article at most: the process is started anew, the article is tried once more, then given up.
"""

from __future__ import annotations

import importlib
import multiprocessing
import os
import signal
import threading
from concurrent.futures import CancelledError, Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from datetime import datetime
from typing import Protocol, Self

from storage.errors import AnalysisError
from storage.model.findings import Analysis

TIME_LIMIT_S = 120.0


class AnalysisStopped(AnalysisError):
    """The worker was closed: not the text's fault, it is read another time."""


class Analyse(Protocol):
    """Text in, findings out; the rest is context. ``published`` is aware UTC. Raises ``AnalysisError``."""

    def __call__(
        self, text: str, *, title: str | None = None, published: datetime | None = None, source: str | None = None
    ) -> Analysis: ...


class AnalysisWorker:
    """An ``Analyse`` that does its work in a child process; for use from any thread, one text at a time.

    ``target`` is ``module:function``, imported in the child only. The child ends with its parent, however that ends.
    """

    def __init__(self, target: str = "bot.analysis.pipeline:analyse", *, time_limit_s: float = TIME_LIMIT_S) -> None:
        self._target = target
        self._time_limit_s = time_limit_s
        self._lock = threading.Lock()
        self._pool: ProcessPoolExecutor | None = None
        self._pid: int | None = None
        self._closed = False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __call__(
        self, text: str, *, title: str | None = None, published: datetime | None = None, source: str | None = None
    ) -> Analysis:
        """Analyse a text.

        Raises ``AnalysisError`` if that fails, takes longer than the time limit, or crashes twice; ``AnalysisStopped``
        where the worker is closed, also while it reads.
        """
        with self._lock:
            for attempt in (1, 2):
                try:
                    return self._once(text, title, published, source)
                except (RuntimeError, CancelledError) as error:
                    # Broken, or shut down by close() at this very moment.
                    self._discard()
                    if attempt == 2:
                        raise AnalysisError("the analysis crashed twice on this text") from error
        raise AssertionError("unreachable")

    def warm_up(self) -> None:
        """Start the child and let it load its model, so that the first text need not wait for that."""
        with self._lock:
            self._started()

    def close(self) -> None:
        """End the child for good, at once. A text that is being read at this moment is given up."""
        self._closed = True
        self._discard()

    def _discard(self) -> None:
        pool, pid = self._pool, self._pid
        self._pool = self._pid = None
        if pool is not None:
            _kill(pid)
            pool.shutdown(wait=True, cancel_futures=True)

    def _once(self, text: str, title: str | None, published: datetime | None, source: str | None) -> Analysis:
        future: Future[Analysis | str] = self._started().submit(_analyse, text, title, published, source)
        try:
            answer = future.result(timeout=self._time_limit_s)
        except TimeoutError as error:
            self._discard()
            raise AnalysisError(f"the analysis took longer than {self._time_limit_s:g} s") from error
        if isinstance(answer, str):
            raise AnalysisError(answer)
        return answer

    def _started(self) -> ProcessPoolExecutor:
        if self._closed:
            raise AnalysisStopped("the analysis has been stopped")
        if self._pool is None:
            # Spawned, not forked: this process has threads and open database connections.
            context = multiprocessing.get_context("spawn")
            self._pool = ProcessPoolExecutor(1, mp_context=context, initializer=_prepare, initargs=(self._target,))
            try:
                self._pid = self._pool.submit(os.getpid).result()
            except BrokenProcessPool as error:
                self._discard()
                raise AnalysisError(f"the analysis ({self._target}) could not be started") from error
        return self._pool


def _kill(pid: int | None) -> None:
    if pid is not None:
        try:
            os.kill(pid, signal.SIGTERM if os.name == "nt" else signal.SIGKILL)
        except (ProcessLookupError, PermissionError):
            return


_analyse_here: Analyse | None = None


def _prepare(target: str) -> None:
    """In the child: import the analysis; leave Ctrl-C to the parent; end when the parent is gone."""
    global _analyse_here
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    module, _, name = target.partition(":")
    _analyse_here = getattr(importlib.import_module(module), name)


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _analyse(text: str, title: str | None, published: datetime | None, source: str | None) -> Analysis | str:
    """In the child. An error comes back as its words: not every exception survives the way between processes."""
    assert _analyse_here is not None
    try:
        return _analyse_here(text, title=title, published=published, source=source)
    except AnalysisError as error:
        return str(error)
    except Exception as error:
        return f"the analysis failed: {type(error).__name__}: {' '.join(str(error).split())[:200]}"
