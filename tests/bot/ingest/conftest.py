"""A web site on loopback, and a reader of texts simple enough to reason about."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import datetime

import pytest

from bot.ingest.fetch import Fetcher
from bot.ingest.pipeline import Ingestor
from storage.engine import Database
from storage.errors import AnalysisError
from storage.model.findings import Analysis, SummarySentence
from tests.bot.ingest.site import Site, serving
from tests.conftest import FrozenClock


class Reader:
    """An analysis whose summary is the text itself. Texts with "unreadable" in them fail; ``texts`` are those read."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self.context: list[tuple[str | None, datetime | None, str | None]] = []

    def __call__(
        self, text: str, *, title: str | None = None, published: datetime | None = None, source: str | None = None
    ) -> Analysis:
        if "unreadable" in text:
            raise AnalysisError("this text cannot be read")
        self.texts.append(text)
        self.context.append((title, published, source))
        return Analysis(summary=(SummarySentence(0, len(text), 1.0),), relevance=0.5)


@pytest.fixture
async def site() -> AsyncIterator[Site]:
    """A site on loopback."""
    async with serving() as site:
        yield site


@pytest.fixture
async def fetcher(clock: FrozenClock) -> AsyncIterator[Fetcher]:
    """A client that may fetch from loopback."""
    async with Fetcher(clock=clock, contact="desk@example.org", allow_private=True) as fetcher:
        yield fetcher


@pytest.fixture
def reader() -> Reader:
    """The analysis in these tests."""
    return Reader()


@pytest.fixture
def ingestor(database: Database, clock: FrozenClock, reader: Reader) -> Ingestor:
    """An ingestor on a real database."""
    return Ingestor(database, clock=clock, analyse=reader, version="test")
