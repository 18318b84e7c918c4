"""`sitrep` as the operator runs it: a process of its own, real signals, real exit statuses."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from asyncio.subprocess import PIPE, Process
from pathlib import Path

import pytest
from sqlalchemy import text

from bot.demo.control import LocalTelegram
from storage.engine import open_database

ROOT = Path(__file__).parents[3]
UP_WITHIN_S = 60
STOP_WITHIN_S = 5
UNKNOWN_TOKEN = "123456:" + "A" * 35


async def _start(folder: Path, *arguments: str, **settings: str) -> Process:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("SITREP_")}
    environment |= {"SITREP_DATA_DIR": str(folder), "PYTHONUNBUFFERED": "1", "PYTHONPATH": str(ROOT)}
    environment |= {f"SITREP_{name.upper()}": value for name, value in settings.items()}
    return await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", *arguments, stdout=PIPE, stderr=PIPE, env=environment, cwd=folder
    )


async def _line_with(process: Process, words: str) -> str:
    """The first line on standard error that holds the words. Fails where the process ends before."""
    assert process.stderr is not None
    seen = []
    async with asyncio.timeout(UP_WITHIN_S):
        while line := (await process.stderr.readline()).decode():
            seen.append(line)
            if words in line:
                return line
    raise AssertionError(f"never said {words!r}: {seen}")


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
async def test_a_signal_ends_it_cleanly_within_five_seconds(
    local_telegram: LocalTelegram, tmp_path: Path, number: signal.Signals
) -> None:
    """Exit status 0, while a long poll is waiting."""
    process = await _start(tmp_path, "run", bot_token=local_telegram.token, telegram_api_url=local_telegram.url)
    await _line_with(process, "is up")
    process.send_signal(number)
    async with asyncio.timeout(STOP_WITHIN_S):
        _, errors = await process.communicate()
    assert (process.returncode, b"Traceback" in errors) == (0, False)


async def test_a_restart_answers_what_came_meanwhile(local_telegram: LocalTelegram, tmp_path: Path) -> None:
    """Killed hard; the command waits at Telegram."""
    settings = {"bot_token": local_telegram.token, "telegram_api_url": local_telegram.url}
    anna = local_telegram.person("Anna")
    chat = anna.private_chat()
    first = await _start(tmp_path, "run", **settings)
    await _line_with(first, "is up")
    first.kill()
    await first.wait()
    await anna.says(chat, "/help")
    second = await _start(tmp_path, "run", **settings)
    message = await chat.next_message(timeout_s=UP_WITHIN_S)
    second.terminate()
    await second.wait()
    assert "/country iraq" in message.plain


async def test_an_unreachable_telegram_is_one_line_and_retried(tmp_path: Path) -> None:
    """And SIGTERM still ends it."""
    process = await _start(tmp_path, "run", bot_token=UNKNOWN_TOKEN, telegram_api_url="http://127.0.0.1:9")
    assert "trying again in" in await _line_with(process, "cannot be reached")
    await _line_with(process, "cannot be reached")
    process.terminate()
    async with asyncio.timeout(STOP_WITHIN_S):
        await process.communicate()
    assert process.returncode == 0


async def _ended(process: Process) -> tuple[int | None, str]:
    async with asyncio.timeout(UP_WITHIN_S):
        _, errors = await process.communicate()
    return process.returncode, errors.decode()


async def test_a_token_that_telegram_does_not_know_ends_it(local_telegram: LocalTelegram, tmp_path: Path) -> None:
    """One line with what to do, exit status 2, and no token in it."""
    process = await _start(tmp_path, "run", bot_token=UNKNOWN_TOKEN, telegram_api_url=local_telegram.url)
    status, errors = await _ended(process)
    assert (status, errors.count("\n"), UNKNOWN_TOKEN in errors) == (2, 1, False)
    assert "@BotFather" in errors


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({}, "SITREP_BOT_TOKEN is not set"),
        ({"bot_token": "nonsense"}, "SITREP_BOT_TOKEN"),
        ({"bot_token": UNKNOWN_TOKEN, "timezone": "Mars/Olympus"}, "SITREP_TIMEZONE"),
        ({"bot_token": UNKNOWN_TOKEN, "database_url": "mysql://u@h/d"}, "SITREP_DATABASE_URL"),
        ({"bot_token": UNKNOWN_TOKEN, "database_url": "postgresql://u:p@127.0.0.1:9/d"}, "cannot be opened"),
    ],
)
async def test_a_bad_setting_ends_it(tmp_path: Path, settings: dict[str, str], words: str) -> None:
    """One line that names it, exit status 2."""
    status, errors = await _ended(await _start(tmp_path, "run", **settings))
    assert (status, errors.count("\n")) == (2, 1), errors
    assert words in errors


async def test_a_database_of_a_newer_version_ends_it(tmp_path: Path) -> None:
    """One line, exit status 2, and the database is left as it is."""
    database = open_database(f"sqlite:///{tmp_path / 'sitrep.db'}")
    with database.writing() as session:
        session.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    database.close()
    status, errors = await _ended(await _start(tmp_path, "run", bot_token=UNKNOWN_TOKEN))
    assert (status, errors.count("\n"), "newer Sitrep" in errors) == (2, 1, True)


async def test_nothing_secret_is_logged_at_the_chattiest_level(local_telegram: LocalTelegram, tmp_path: Path) -> None:
    """Neither the token nor what people write."""
    process = await _start(
        tmp_path, "run", bot_token=local_telegram.token, telegram_api_url=local_telegram.url, log_level="DEBUG"
    )
    await _line_with(process, "is up")
    anna = local_telegram.person("Anna")
    chat = anna.private_chat()
    await anna.says(chat, "/search xylophonequartet")
    await chat.next_message(timeout_s=UP_WITHIN_S)
    process.terminate()
    output, errors = await process.communicate()
    told = (output + errors).decode()
    assert local_telegram.token.partition(":")[2] not in told
    assert "xylophonequartet" not in told
