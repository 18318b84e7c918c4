"""What the commands get from the program around them (``click``'s ``ctx.obj``), and how they talk to the terminal."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Protocol

import click

from bot.ingest.fetch import Fetcher
from bot.ingest.pipeline import Ingestor, Outcome, Progress
from bot.ingest.worker import AnalysisWorker
from storage.engine import Database

FAILED = 1
ANALYSIS = "bot.analysis.pipeline:analyse"


class IngestSettings(Protocol):
    """The settings that ingest reads."""

    @property
    def fetch_allow_private(self) -> bool: ...
    @property
    def fetch_pages(self) -> bool: ...
    @property
    def contact(self) -> str | None: ...


class Application(Protocol):
    """What ``sitrep`` hands to its commands."""

    @property
    def settings(self) -> IngestSettings: ...
    @property
    def clock(self) -> Callable[[], datetime]: ...
    def open_database(self) -> Database: ...


def make_fetcher(application: Application) -> Fetcher:
    """A client for the web, as the settings have it. To be made inside the event loop that uses it."""
    return Fetcher(
        clock=application.clock,
        contact=application.settings.contact,
        allow_private=application.settings.fetch_allow_private,
    )


@contextmanager
def open_ingestor(application: Application, database: Database, progress: Progress | None = None) -> Iterator[Ingestor]:
    """An ``Ingestor`` whose analysis runs in a process of its own, ended with the block."""
    from bot.analysis.version import ANALYSIS_VERSION

    with AnalysisWorker(ANALYSIS) as worker:
        yield Ingestor(database, clock=application.clock, analyse=worker, version=ANALYSIS_VERSION, progress=progress)


def complain(outcome: Outcome) -> None:
    """One line on standard error for what went wrong."""
    click.echo(complaint(outcome), err=True)


def complaint(outcome: Outcome) -> str:
    """That line."""
    where = "standard input" if outcome.where == "-" else outcome.where
    stored = f" (stored as article {outcome.article_id})" if outcome.article_id is not None else ""
    return f"{where}: {outcome.reason}{stored}"


def is_terminal() -> bool:
    """Whether somebody watches standard error."""
    return sys.stderr.isatty()
