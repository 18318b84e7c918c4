"""The composition root: the services, the Telegram application and everything that ticks are made here."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import signal
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from random import Random
from typing import Any

from telegram import (
    BotCommand,
    BotCommandScopeAllChatAdministrators,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
)
from telegram.error import Forbidden, InvalidToken, NetworkError, RetryAfter, TelegramError
from telegram.ext import Application, ApplicationBuilder

from bot.analysis.version import ANALYSIS_VERSION
from bot.briefing.compose import DatabaseBriefer
from bot.commandline.context import make_fetcher
from bot.commandline.program import Program
from bot.delivery.due import next_due
from bot.delivery.limiter import Limiter, delay_s
from bot.delivery.sender import Sender
from bot.ingest.pipeline import Ingestor
from bot.ingest.polling import Poller
from bot.ingest.telegram import TelegramIntake
from bot.ingest.worker import AnalysisWorker
from bot.schedule import Schedule
from bot.settings import Settings
from handlers.adapter import ALLOWED_UPDATES, Adapter
from handlers.in_order import InOrder
from handlers.ports import Clock, Services
from handlers.receiving import Receiving
from handlers.routes import ROUTES
from storage.engine import Database
from storage.errors import ConfigError
from storage.seed import load_sources

logger = logging.getLogger(__name__)

GROUP_COMMANDS = frozenset(
    ("country", "threats", "incidents", "posture", "claims", "search", "article", "story", "subscriptions", "help")
)
STOP_WITHIN_S = 4.0
MOST_AT_ONCE = 256
LONGEST_BACK_OFF_S = 60.0
READ_AT_ONCE = 200
"""Articles read after a poll, in about 20 s: then the feeds that are due meanwhile come first."""


def demo_settings(settings: Settings) -> Settings:
    """The settings of the demo: its own folder and database, whatever else is set."""
    return settings.model_copy(update={"data_dir": settings.data_dir / "demo", "database_url": None})


def make_services(database: Database, clock: Clock, settings: Settings, *, demo: bool = False) -> Services:
    """What handlers may use, on this database and clock."""
    return Services(
        database=database,
        clock=clock,
        briefer=DatabaseBriefer(database, exercises=demo),
        next_due=next_due,
        demo=demo,
        default_timezone=settings.timezone,
    )


def require_token(settings: Settings) -> str:
    """The bot token. Raises ``ConfigError`` where none is set."""
    if settings.bot_token is None:
        raise ConfigError("SITREP_BOT_TOKEN is not set: get a token from @BotFather, or try `sitrep demo` without one")
    return settings.bot_token.get_secret_value().strip()


def make_application(settings: Settings, limiter: Limiter) -> Application[Any, Any, Any, Any, Any, Any]:
    """The python-telegram-bot application. Raises ``ConfigError`` without a token."""
    return (
        ApplicationBuilder()
        .token(require_token(settings))
        .base_url(f"{settings.telegram_api_url}/bot")
        .base_file_url(f"{settings.telegram_api_url}/file/bot")
        .rate_limiter(limiter)
        .job_queue(None)
        .concurrent_updates(InOrder(MOST_AT_ONCE))
        .build()
    )


@dataclass
class Running:
    """A bot that is up. ``stop()`` ends it; ``wait()`` returns once it was asked to end."""

    services: Services
    application: Application[Any, Any, Any, Any, Any, Any]
    schedule: Schedule
    receiving: Receiving
    stopping: asyncio.Event

    async def wait(self) -> None:
        """Until somebody asks for the end."""
        await self.stopping.wait()


async def run_bot(
    program: Program,
    database: Database,
    *,
    demo: bool = False,
    stopping: asyncio.Event | None = None,
    on_ready: Callable[[Running], Awaitable[None]] | None = None,
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    say: Callable[[str], None] = print,
) -> None:
    """Run the bot until ``stopping`` is set (SIGTERM and SIGINT set it).

    ``say`` takes lines for the operator. Raises ``ConfigError`` for a bad token; an unreachable Telegram is retried
    with back-off, for ever.
    """
    settings, clock = program.settings, program.clock
    stopping = stopping or asyncio.Event()
    _stop_on_signals(stopping)
    logging.getLogger("telegram.ext").addFilter(_told_by_us)  # a second time changes nothing
    with database.writing() as session:
        load_sources(session, exercise=demo)
    limiter = Limiter()
    application = make_application(settings, limiter)
    sender = Sender(application.bot, database, clock=clock)
    services = make_services(database, clock, settings, demo=demo)
    with AnalysisWorker() as worker:
        async with make_fetcher(program) as fetcher:
            ingestor = Ingestor(database, clock=clock, analyse=worker, version=ANALYSIS_VERSION)
            poller = Poller(
                ingestor,
                fetcher,
                random=Random().random,  # noqa: S311
                fetch_pages=settings.fetch_pages,
                admins=settings.admins,
                read_at_once=READ_AT_ONCE,
            )
            schedule = Schedule(database, services.briefer, sender, clock=clock, poll_feeds=poller.poll_due_feeds)
            intake = TelegramIntake(ingestor, fetcher, application.bot, asyncio.get_running_loop())
            services = replace(services, wake_sender=schedule.wake, intake=intake, admins=settings.admins)
            adapter = Adapter(services, sender, sleep=sleep)
            adapter.install(application)
            persistence = _Persistence(stopping, sleep, say)
            try:
                if not await persistence.through(application.initialize):
                    return
                if not await persistence.through(lambda: _set_menus(application)):
                    return
                await application.start()
                await adapter.receiving.resume(application.bot.username)  # before anything new can come
                polling = _Polling(application, _polling_error(say, clock))
                if not await persistence.through(polling.start):
                    return
                schedule.start()
                # What a crash left unread, and what an older version has read.
                catching_up = asyncio.create_task(asyncio.to_thread(ingestor.analyse_pending, stale=True))
                catching_up.add_done_callback(_tell_failure)
                me = application.bot.username
                checking = asyncio.create_task(adapter.channels.check(application.bot.id))
                checking.add_done_callback(_tell_failure)
                say(f"sitrep: @{me} is up. Stop it with Ctrl-C.")
                running = Running(services, application, schedule, adapter.receiving, stopping)
                if on_ready is not None:
                    await on_ready(running)
                await polling.watch(running.wait)
            finally:
                intake.stop()
                await _shut_down(application, schedule, adapter.receiving.close)


def _told_by_us(record: logging.LogRecord) -> bool:
    # python-telegram-bot writes a traceback whenever it ends or repeats a call; the operator hears of it in one line.
    return not str(record.msg).startswith(("%s Failed run", "%s Invalid token"))


def _stop_on_signals(stopping: asyncio.Event) -> None:
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        # Only a main thread can listen to signals; tests run the bot elsewhere.
        with contextlib.suppress(NotImplementedError, RuntimeError, ValueError):
            loop.add_signal_handler(number, stopping.set)


@dataclass(frozen=True, slots=True)
class _Persistence:
    """Brings a step of the start through, however long Telegram is out of reach, or until asked to stop."""

    stopping: asyncio.Event
    sleep: Callable[[float], Awaitable[None]]
    say: Callable[[str], None]

    async def through(self, step: Callable[[], Awaitable[object]]) -> bool:
        """Returns ``False`` if asked to stop before the step is done. Raises ``ConfigError`` for a bad token."""
        back_off_s, random = 1.0, Random()  # noqa: S311  (jitter, no secret)
        while not self.stopping.is_set():
            try:
                return await _unless(self.stopping, step)
            except (InvalidToken, Forbidden) as error:
                raise _unknown_token() from error
            except (NetworkError, RetryAfter) as error:
                wait_s = back_off_s * random.uniform(0.8, 1.2)
                if isinstance(error, RetryAfter):
                    wait_s = max(wait_s, delay_s(error))
                self.say(f"sitrep: Telegram cannot be reached ({_reason(error)}); trying again in {wait_s:.0f} s")
                await _unless(self.stopping, partial(self.sleep, wait_s))
                back_off_s = min(LONGEST_BACK_OFF_S, back_off_s * 2)
        return False


async def _unless(stopping: asyncio.Event, step: Callable[[], Awaitable[object]]) -> bool:
    """Take a step, or break it off when asked to stop. Returns whether it was taken; raises what it raises."""
    doing, stop = asyncio.ensure_future(step()), asyncio.ensure_future(stopping.wait())
    try:
        await asyncio.wait({doing, stop}, return_when=asyncio.FIRST_COMPLETED)
        if not doing.done():
            return False
        doing.result()
        return True
    finally:
        for task in (doing, stop):
            task.cancel()
        await asyncio.gather(doing, stop, return_exceptions=True)


class _Polling:
    """The task that asks Telegram for updates. python-telegram-bot lets it end unheard when the token is revoked."""

    def __init__(
        self, application: Application[Any, Any, Any, Any, Any, Any], tell: Callable[[TelegramError], None]
    ) -> None:
        assert application.updater is not None
        self._updater = application.updater
        self._tell = tell
        self._task: asyncio.Task[Any] | None = None

    async def start(self) -> None:
        """Begin. Raises ``TelegramError`` where Telegram cannot be asked to forget a webhook."""
        before = asyncio.all_tasks()
        await self._updater.start_polling(allowed_updates=ALLOWED_UPDATES, error_callback=self._tell)
        begun = asyncio.all_tasks() - before
        # The updater does not hand its task out; the task is known by its name only.
        self._task = next((task for task in begun if task.get_name().endswith(":polling_task")), None)

    async def watch(self, until: Callable[[], Awaitable[None]]) -> None:
        """Wait for ``until``. Raises ``ConfigError`` once Telegram does not know the token any more."""
        waiting: asyncio.Future[Any] = asyncio.ensure_future(until())
        try:
            await asyncio.wait({waiting, self._task or waiting}, return_when=asyncio.FIRST_COMPLETED)
            if self._task is not None and not waiting.done():
                try:
                    self._task.result()
                except InvalidToken as error:
                    raise _unknown_token() from error
        finally:
            waiting.cancel()
            await asyncio.gather(waiting, return_exceptions=True)


def _unknown_token() -> ConfigError:
    return ConfigError("Telegram does not know the token in SITREP_BOT_TOKEN: copy it again from @BotFather")


def _reason(error: TelegramError) -> str:
    return str(error).partition("\n")[0][:120] or type(error).__name__


def _polling_error(say: Callable[[str], None], clock: Clock) -> Callable[[TelegramError], None]:
    """Tells of a broken connection in one line a minute at most; python-telegram-bot itself retries."""
    last: list[datetime] = []

    def tell(error: TelegramError) -> None:
        now = clock()
        if not last or now - last[0] >= timedelta(minutes=1):
            last[:] = [now]
            say(f"sitrep: Telegram cannot be reached ({_reason(error)}); trying again")

    return tell


def _tell_failure(task: asyncio.Task[Any]) -> None:
    if not task.cancelled() and (error := task.exception()) is not None:
        logger.error("a task of the start failed: %s", type(error).__name__)


async def _set_menus(application: Application[Any, Any, Any, Any, Any, Any]) -> None:
    """The command menus, by scope (Bot API, BotCommandScope). Not worth failing the start for."""
    every = [BotCommand(route.command, route.description) for route in ROUTES]
    group = [command for command in every if command.command in GROUP_COMMANDS]
    try:
        await application.bot.set_my_commands(every, BotCommandScopeAllPrivateChats())
        await application.bot.set_my_commands(group, BotCommandScopeAllGroupChats())
        await application.bot.set_my_commands(every, BotCommandScopeAllChatAdministrators())
    except TelegramError as error:
        logger.warning("the command menus were not set: %s", _reason(error))


async def _shut_down(
    application: Application[Any, Any, Any, Any, Any, Any],
    schedule: Schedule,
    close_receiving: Callable[[], Awaitable[None]],
) -> None:
    async def orderly() -> None:
        await close_receiving()
        await schedule.stop()
        if application.updater is not None and application.updater.running:
            with contextlib.suppress(InvalidToken):  # It has ended polling before, and was told.
                await application.updater.stop()
        if application.running:
            await application.stop()
        await application.shutdown()

    try:
        await asyncio.wait_for(orderly(), STOP_WITHIN_S)
    except TimeoutError:
        logger.warning("stopped without waiting for Telegram any longer")
    except TelegramError as error:
        logger.warning("while stopping: %s", _reason(error))
