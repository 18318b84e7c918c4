"""Starting, running and ending the bot where Telegram fails."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from bot.app import Running, run_bot
from bot.commandline.program import Program
from bot.demo.control import LocalTelegram
from bot.settings import Settings
from storage.engine import Database
from storage.errors import ConfigError
from tests.bot.conftest import settings_for
from tests.conftest import FrozenClock


@pytest.mark.parametrize("method", ["getMe", "deleteWebhook"])
@pytest.mark.parametrize("failure", [{"cut": "before"}, {"status": 502}], ids=str)
async def test_a_hiccup_at_the_start_is_told_and_tried_again(
    local_telegram: LocalTelegram, database: Database, clock: FrozenClock, tmp_path: Path, method: str,
    failure: dict[str, Any],
) -> None:  # fmt: skip
    """And then the bot is up."""
    local_telegram.fail_next(method, **failure)
    stopping, lines, waits = asyncio.Event(), list[str](), list[float]()

    async def sleep(seconds: float) -> None:
        waits.append(seconds)
        local_telegram.world.faults.clear()

    async def on_ready(running: Running) -> None:
        stopping.set()

    program = Program(settings_for(local_telegram, tmp_path), clock)
    async with asyncio.timeout(20):
        await run_bot(program, database, stopping=stopping, on_ready=on_ready, say=lines.append, sleep=sleep)
    assert ["trying again in" in line for line in lines] == [True, False]
    assert waits[0] > 0


@pytest.mark.parametrize("answered", [b"", b"getMe"])
async def test_a_stop_breaks_off_a_start_that_hangs(
    database: Database, clock: FrozenClock, tmp_path: Path, answered: bytes
) -> None:
    """Telegram takes getMe, or the first request behind it, and never answers."""
    hung, stopping = asyncio.Event(), asyncio.Event()
    me = b'{"ok":true,"result":{"id":1,"is_bot":true,"first_name":"S","username":"sbot"}}'

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        if answered and answered in head:
            writer.write(b"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: %d\r\n\r\n%s" % (len(me), me))
            await writer.drain()
        else:
            hung.set()
            await stopping.wait()
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    settings = Settings(bot_token=SecretStr("123456:" + "A" * 35), telegram_api_url=url, data_dir=tmp_path)
    running = asyncio.create_task(run_bot(Program(settings, clock), database, stopping=stopping, say=lambda line: None))
    async with asyncio.timeout(10):
        await hung.wait()
    stopping.set()
    async with asyncio.timeout(4):
        await running
    server.close()


async def test_a_token_revoked_while_it_runs_ends_it(
    local_telegram: LocalTelegram, database: Database, clock: FrozenClock, tmp_path: Path
) -> None:
    """As one that was never known."""
    up = asyncio.Event()

    async def on_ready(running: Running) -> None:
        local_telegram.fail_next("getUpdates", 5, status=401, description="Unauthorized")
        anna = local_telegram.person("Anna")
        await anna.says(anna.private_chat(), "/help")  # ends the long poll that waits
        up.set()

    program = Program(settings_for(local_telegram, tmp_path), clock)
    async with asyncio.timeout(20):
        with pytest.raises(ConfigError, match="@BotFather"):
            await run_bot(program, database, on_ready=on_ready, say=lambda line: None)
    assert up.is_set()
