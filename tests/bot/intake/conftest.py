"""A desk: the real bot with its real analysis over the local Telegram, and Amira, an admin of the bot."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

import pytest

from bot.app import Running, run_bot
from bot.commandline.program import Program
from bot.demo.control import LocalTelegram, Person
from bot.demo.nouns import Json
from bot.demo.received import ReceivedMessage
from bot.ingest.telegram import TelegramIntake
from storage.articles import count_articles, get_article
from storage.engine import Database
from storage.model.article import Article
from tests.bot.conftest import settings_for
from tests.conftest import FrozenClock

POST = "Gunmen attacked a checkpoint near Mosul in Iraq on Tuesday and killed three soldiers, the army said."
ANALYSIS_TAKES_S = 60


@dataclass
class Desk:
    """The bot, which can be stopped and started again, and what it has stored."""

    telegram: LocalTelegram
    database: Database
    amira: Person
    program: Program
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    updates: list[Json] = field(default_factory=list)
    running: Running | None = None
    _task: asyncio.Task[None] | None = None
    _stopping: asyncio.Event = field(default_factory=asyncio.Event)

    async def start(self) -> None:
        """Start the bot, and wait until it is up."""
        ready: asyncio.Future[Running] = asyncio.get_running_loop().create_future()
        self._stopping = asyncio.Event()

        async def on_ready(running: Running) -> None:
            ready.set_result(running)

        self._task = asyncio.create_task(
            run_bot(
                self.program,
                self.database,
                stopping=self._stopping,
                on_ready=on_ready,
                sleep=self.sleep,
                say=lambda _: None,
            )
        )
        await asyncio.wait({self._task, ready}, return_when=asyncio.FIRST_COMPLETED)
        if self._task.done():
            self._task.result()
        self.running = ready.result()

    async def stop(self) -> None:
        """Stop it."""
        if self._task is not None:
            self._stopping.set()
            await self._task
            self._task = None

    async def settled(self) -> None:
        """Wait until every update so far was worked on, what was handed in too, and every stored post was read."""
        assert self.running is not None
        await self.telegram.updates_taken()
        await self.running.application.update_queue.join()
        await asyncio.gather(*self.running.receiving._tasks)
        reader = cast(TelegramIntake, self.running.services.intake)._reader
        await asyncio.to_thread(reader.submit(lambda: None).result)

    async def said_to(self, person: Person) -> str:
        """The next message of the bot to somebody, in words."""
        return (await answer_to(person)).plain

    def article(self, number: int) -> Article:
        """A stored article."""
        with self.database.reading() as session:
            return get_article(session, number)

    def source_of(self, number: int) -> str | None:
        """What an article is filed under."""
        source = self.article(number).source
        return source.name if source is not None else None

    @property
    def count(self) -> int:
        """How many current articles are stored."""
        with self.database.reading() as session:
            return count_articles(session)


async def answer_to(person: Person) -> ReceivedMessage:
    """The next message of the bot to somebody, in private; reading an article takes its time."""
    return await person.private_chat().next_message(timeout_s=ANALYSIS_TAKES_S)


@pytest.fixture
async def stopped_desk(
    local_telegram: LocalTelegram, database: Database, clock: FrozenClock, tmp_path: Path
) -> AsyncIterator[Desk]:
    """A desk whose bot is not started yet."""
    amira = local_telegram.person("Amira")
    amira.private_chat().chat.started = True
    changes: dict[str, Any] = {"admins": (amira.id,), "fetch_allow_private": True}
    settings = settings_for(local_telegram, tmp_path).model_copy(update=changes)
    desk = Desk(local_telegram, database, amira, Program(settings, clock))
    put = local_telegram.world.updates.put

    def noting(kind: str, payload: Json) -> int | None:
        number = put(kind, payload)
        desk.updates.append({"update_id": number, kind: payload})
        return number

    local_telegram.world.updates.put = noting  # type: ignore[method-assign]
    yield desk
    await desk.stop()


@pytest.fixture
async def desk(stopped_desk: Desk) -> Desk:
    """A desk at work."""
    await stopped_desk.start()
    return stopped_desk


@pytest.fixture
def amira(desk: Desk) -> Person:
    """An admin of the running bot."""
    return desk.amira
