"""``sitrep deliveries``, as typed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from bot.commandline.deliveries import deliveries
from storage.deliveries import claim_deliveries, list_deliveries, mark_failed, mark_sent, postpone, put_delivery
from storage.engine import Database, open_database
from storage.model.chat import DeliveryStatus
from tests.conftest import FrozenClock


class Program:
    """What the command line hands over."""

    def __init__(self, folder: Path, clock: Callable[[], datetime]) -> None:
        self.url = f"sqlite:///{folder / 'sitrep.db'}"
        self.clock = clock

    def open_database(self) -> Database:
        """Anew each time; the command closes it."""
        return open_database(self.url)


@pytest.fixture
def program(tmp_path: Path, clock: FrozenClock) -> Program:
    """One row of each kind: 1 sent, 2 failed, 3 put off, 4 waiting."""
    program = Program(tmp_path, clock)
    database = program.open_database()
    with database.writing() as session:
        for number in range(1, 5):
            put_delivery(
                session, key=f"digest:{number}:x", chat_id=40 + number, thread_id=0,
                document={"secret": "Gunmen raided a post"}, now=clock(),
            )  # fmt: skip
        rows = claim_deliveries(session, clock(), limit=3)
        mark_sent(session, rows[0], now=clock())
        mark_failed(session, rows[1], "refused: too long")
        postpone(session, rows[2], until=clock().replace(hour=14), error="timed out")
    database.close()
    return program


def run(program: Program, *words: str) -> Result:
    """``sitrep deliveries WORDS``."""
    return CliRunner().invoke(deliveries, words, obj=program)


def states(program: Program) -> dict[int, str]:
    """What became of each."""
    database = program.open_database()
    with database.reading() as session:
        found = {row.id: row.status.value for row in list_deliveries(session)}
    database.close()
    return found


def test_the_list_shows_states_and_reasons_but_no_texts(program: Program) -> None:
    """Newest first."""
    lines = run(program, "list").output.splitlines()
    assert [line.split()[:2] for line in lines] == [["4", "pending"], ["3", "pending"], ["2", "failed"], ["1", "sent"]]
    assert "next 2026-06-10 14:00:00 UTC  |  timed out" in lines[1]
    assert "refused: too long" in lines[2]
    assert "sent 2026-06-10 12:00:00 UTC" in lines[3]
    assert "Gunmen" not in "".join(lines)


@pytest.mark.parametrize(("words", "ids"), [(("--status", "failed"), ["2"]), (("--limit", "1"), ["4"])])
def test_the_list_can_be_narrowed(program: Program, words: tuple[str, ...], ids: list[str]) -> None:
    """By state and length."""
    assert [line.split()[0] for line in run(program, "list", *words).output.splitlines()] == ids


def test_an_empty_outbox_says_so(tmp_path: Path, clock: FrozenClock) -> None:
    """Not nothing at all."""
    assert run(Program(tmp_path, clock), "list").output == "Nothing there.\n"


def test_retry_puts_what_failed_back(program: Program) -> None:
    """And touches nothing else."""
    assert run(program, "retry").output == "1 delivery goes out at the next tick\n"
    assert states(program) == {1: "sent", 2: "pending", 3: "pending", 4: "pending"}


def test_retry_of_one_sends_it_sooner(program: Program, clock: FrozenClock) -> None:
    """Also one that was only put off."""
    assert run(program, "retry", "3").exit_code == 0
    database = program.open_database()
    with database.writing() as session:
        assert [row.id for row in claim_deliveries(session, clock())] == [3, 4]
    database.close()


@pytest.mark.parametrize("number", ["1", "99"])
def test_retry_of_what_was_sent_or_never_was_is_an_error(program: Program, number: str) -> None:
    """A second copy would be no help."""
    result: Any = run(program, "retry", number)
    assert result.exit_code == 1
    assert f"no delivery {number}" in result.output
    assert states(program)[1] == DeliveryStatus.SENT.value
