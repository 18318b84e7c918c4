"""The whole bot, running against the local Telegram over real HTTP."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from pydantic import SecretStr

from bot.app import Running, run_bot
from bot.commandline.program import Program
from bot.demo.control import LocalTelegram
from bot.settings import Settings
from storage.engine import Database
from tests.conftest import FrozenClock


@pytest.fixture
async def local_telegram(clock: FrozenClock) -> AsyncIterator[LocalTelegram]:
    """A local Telegram on the test's clock."""
    async with LocalTelegram(clock=clock) as telegram:
        yield telegram


@dataclass
class Bot:
    """A running bot: its parts, and what it told the operator."""

    running: Running
    lines: list[str] = field(default_factory=list)

    async def tick(self) -> None:
        """What the scheduler does every ten seconds, now."""
        await self.running.schedule.tick()


def settings_for(telegram: LocalTelegram, folder: Path) -> Settings:
    """Settings that point at this local Telegram."""
    return Settings(bot_token=SecretStr(telegram.token), telegram_api_url=telegram.url, data_dir=folder)


@pytest.fixture
async def sitrep(
    local_telegram: LocalTelegram, database: Database, clock: FrozenClock, tmp_path: Path
) -> AsyncIterator[Bot]:
    """Sitrep, connected and listening; stopped at the end."""
    program = Program(settings_for(local_telegram, tmp_path), clock)
    lines: list[str] = []
    ready: asyncio.Future[Running] = asyncio.get_running_loop().create_future()
    stopping = asyncio.Event()

    async def on_ready(running: Running) -> None:
        ready.set_result(running)

    task = asyncio.create_task(run_bot(program, database, stopping=stopping, on_ready=on_ready, say=lines.append))
    await asyncio.wait({task, ready}, return_when=asyncio.FIRST_COMPLETED)
    if task.done():
        task.result()
    yield Bot(ready.result(), lines)
    stopping.set()
    await task
