"""What happens by the clock: digests when they are due, the outbox, the feeds, the broom.

APScheduler only ticks, every ten seconds; when something is due stands in the database, so a restart loses nothing and
a missed tick is made up by the next.
"""

from __future__ import annotations

import asyncio
import logging
import random as random_module
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Protocol

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.delivery.outbox import DocumentSender, ToDocument, deliver_pending, enqueue_due_digests, fault
from handlers.ports import Briefer
from handlers.render.briefing import briefing_document
from handlers.render.document import Document
from storage.chats import forget_updates
from storage.engine import Database
from storage.model.briefing import Briefing
from storage.model.chat import Subscription

logger = logging.getLogger(__name__)

TICK_S = 10
BATCH = 5
FINISH_WITHIN_S = 3.0
SWEEP_EVERY = timedelta(hours=1)

PollFeeds = Callable[[datetime], Awaitable[object]]


class NamedSender(DocumentSender, Protocol):
    """A sender that knows the bot's name, which links to articles need."""

    @property
    def bot_username(self) -> str:
        """The username, without @."""
        ...


class Schedule:
    """Ticks. ``clock`` gives aware UTC, ``random`` numbers from 0 to 1 (jitter).

    ``to_document`` renders digests (default: as the commands do). ``poll_feeds`` is called with the time.
    """

    def __init__(
        self,
        database: Database,
        briefer: Briefer,
        sender: NamedSender,
        *,
        clock: Callable[[], datetime],
        poll_feeds: PollFeeds | None = None,
        to_document: ToDocument | None = None,
        random: Callable[[], float] = random_module.random,
    ) -> None:
        self._database = database
        self._briefer = briefer
        self._sender = sender
        self._clock = clock
        self._poll_feeds = poll_feeds
        self._to_document = to_document or self._digest
        self._random = random
        self._scheduler = AsyncIOScheduler(timezone=UTC)
        self._loop: asyncio.AbstractEventLoop | None = None
        self._running: dict[str, asyncio.Task[None]] = {}
        self._delivering = asyncio.Lock()
        self._wanted = False
        self._stopping = False
        self._swept_at: datetime | None = None

    def _digest(self, briefing: Briefing, subscription: Subscription) -> Document | None:
        return briefing_document(
            briefing, command="digest", timezone=subscription.timezone, bot_username=self._sender.bot_username
        )

    # By the clock

    def start(self) -> None:
        """Begin to tick, in the running event loop; the first tick comes at once."""
        self._loop = asyncio.get_running_loop()
        for name, work in (("digests", self.send_digests), ("feeds", self.poll_feeds), ("broom", self.sweep)):
            # A job only starts its task: ending the scheduler must not cut off a message in flight, and a long poll
            # must not make the scheduler complain about the ticks it skips.
            self._scheduler.add_job(
                self._on_tick,
                "interval",
                args=(name, work),
                id=name,
                seconds=TICK_S,
                coalesce=True,
                max_instances=1,
                misfire_grace_time=None,
                next_run_time=datetime.now(UTC),
            )
        self._scheduler.start()

    async def stop(self) -> None:
        """End: no more ticks, polling is broken off, the messages in flight are finished (for at most 3 s)."""
        self._stopping = True
        if self._scheduler.running:
            self._scheduler.shutdown(wait=False)
        polling = self._running.get("feeds")
        if polling is not None:
            polling.cancel()
        tasks = [task for task in self._running.values() if not task.done()]
        if not tasks:
            return
        _, late = await asyncio.wait(tasks, timeout=FINISH_WITHIN_S)
        for task in late:
            task.cancel()
        await asyncio.gather(*late, return_exceptions=True)

    def wake(self) -> None:
        """Deliver what waits now. Safe from any thread, and before ``start`` (the first tick will do it)."""
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._want)

    def hurry(self) -> None:
        """Do now what the next tick would do: the clock was moved. In the event loop, after ``start``."""
        running = self._running.get("digests")
        if running is None:
            self._begin("digests", self.send_digests)
        else:  # it may have looked at the clock before
            running.add_done_callback(lambda _: self._begin("digests", self.send_digests))

    def _want(self) -> None:
        self._wanted = True
        self._begin("wake", self._deliver_if_wanted)

    async def _on_tick(self, name: str, work: Callable[[], Awaitable[None]]) -> None:
        # A coroutine, since APScheduler runs plain functions in a thread, where there is no event loop.
        self._begin(name, work)

    def _begin(self, name: str, work: Callable[[], Awaitable[None]]) -> None:
        if self._stopping or name in self._running:
            return
        task = asyncio.ensure_future(_guarded(name, work))
        self._running[name] = task
        task.add_done_callback(lambda _: self._running.pop(name, None))

    async def tick(self) -> None:
        """Everything a tick does, one after the other; what fails does not stop the rest."""
        for name, work in (("digests", self.send_digests), ("feeds", self.poll_feeds), ("broom", self.sweep)):
            await _guarded(name, work)

    # What is done

    async def send_digests(self) -> None:
        """Put what is due in the outbox, and deliver what waits there."""
        now, failed = self._clock(), frozenset[int]()
        try:
            while not self._stopping:
                batch = await asyncio.to_thread(
                    enqueue_due_digests,
                    self._database,
                    self._briefer,
                    self._to_document,
                    now,
                    limit=BATCH,
                    skip=failed,
                    stopping=lambda: self._stopping,
                )
                failed |= batch.failed
                if batch.due < BATCH:
                    break
                self._want()  # what is composed is sent while the next are composed
        finally:
            # Also where composing fails altogether: what waits has nothing to do with it.
            await self._deliver()

    async def _deliver_if_wanted(self) -> None:
        while self._wanted and not self._stopping:
            self._wanted = False
            await self._deliver()

    async def _deliver(self) -> None:
        async with self._delivering:
            await deliver_pending(
                self._database,
                self._sender,
                clock=self._clock,
                random=self._random,
                stopping=lambda: self._stopping,
            )

    async def poll_feeds(self) -> None:
        """Poll the feeds that are due."""
        if self._poll_feeds is not None:
            await self._poll_feeds(self._clock())

    async def sweep(self) -> None:
        """Forget, once an hour, which updates were handled long ago."""
        now = self._clock()
        if self._swept_at is None or now - self._swept_at >= SWEEP_EVERY:
            await asyncio.to_thread(self._forget_updates, now)
            self._swept_at = now

    def _forget_updates(self, now: datetime) -> None:
        with self._database.writing() as session:
            forget_updates(session, now=now)


async def _guarded(name: str, work: Callable[[], Awaitable[None]]) -> None:
    try:
        await work()
    except Exception as error:
        logger.error("%s: %s; the next tick tries again", name, fault(error))
