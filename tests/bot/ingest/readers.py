"""Analyses to run in a child process: one that works, and the ways one can fail."""

from __future__ import annotations

import os
import time
from datetime import datetime
from pathlib import Path

from storage.errors import AnalysisError
from storage.model.findings import Analysis, SummarySentence


def analyse(
    text: str, *, title: str | None = None, published: datetime | None = None, source: str | None = None
) -> Analysis:
    """The process id is the relevance; some words are orders."""
    words = text.split()
    if words[0] == "crash":
        os._exit(3)
    if words[0] == "crash-once" and not Path(words[1]).exists():
        Path(words[1]).touch()
        os._exit(3)
    if words[0] == "hang":
        time.sleep(60)
    if words[0] == "refuse":
        raise AnalysisError("this text cannot be read")
    if words[0] == "raise":
        raise Unpicklable(1, 2)
    return Analysis(summary=(SummarySentence(0, len(text), float(os.getpid())),), language=title)


class Unpicklable(Exception):
    """An exception that does not survive the way between processes."""

    def __init__(self, a: int, b: int) -> None:
        super().__init__(f"{a} and {b}")
