"""A poll in a process of its own that kills itself: ``python -m tests.bot.ingest.dying_poll DATABASE WHEN``.

``WHEN``: ``before N`` or ``after N``: at its write number N (from 1), before or after the database has it. ``never``:
it lives to the end.
"""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.orm import Session

from bot.ingest.fetch import Fetcher
from bot.ingest.pipeline import Ingestor
from bot.ingest.polling import Poller
from storage.engine import Database, open_database
from tests.bot.ingest.readers import analyse
from tests.conftest import FrozenClock


class Dying(Database):
    """A database whose process is killed around one of its writes."""

    def __init__(self, database: Database, at: int, *, committed: bool) -> None:
        super().__init__(database.engine)
        self._left, self._committed = at, committed

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """As ever, until its hour has come."""
        self._left -= 1
        last = self._left == 0
        with super().writing() as session:
            yield session
            if last and not self._committed:
                session.flush()
                os.kill(os.getpid(), signal.SIGKILL)
        if last:
            os.kill(os.getpid(), signal.SIGKILL)


async def poll(database: Database) -> None:
    """Poll what is due, pages too."""
    clock = FrozenClock()
    ingestor = Ingestor(database, clock=clock, analyse=analyse, version="test")
    async with Fetcher(clock=clock, allow_private=True) as fetcher:
        await Poller(ingestor, fetcher, random=lambda: 0.0, concurrency=1).poll_due_feeds(clock())


if __name__ == "__main__":
    opened = open_database(sys.argv[1])
    when, _, number = sys.argv[2].partition(" ")
    asyncio.run(poll(opened if when == "never" else Dying(opened, int(number), committed=when == "after")))
