"""The commands of the command line, run in this process."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot.__main__ import Lazy, main
from bot.app import demo_settings
from bot.commandline.demo import run_demo, seed_demo
from bot.commandline.program import Program
from bot.demo.control import LocalTelegram
from bot.demo.prepared import demo_scene
from bot.settings import Settings, load_settings
from storage.articles import count_articles, get_article
from storage.engine import Database
from storage.events import EventQuery, find_events
from tests.conftest import FrozenClock

Sitrep = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Sitrep:
    """``run("ask", "/help")`` in an empty data folder."""
    monkeypatch.chdir(tmp_path)
    for name in Settings.model_fields:
        monkeypatch.delenv(f"SITREP_{name.upper()}", raising=False)
    monkeypatch.setenv("SITREP_DATA_DIR", str(tmp_path))

    def _run(*arguments: str, stdin: str = "") -> Result:
        return CliRunner().invoke(main, arguments, input=stdin, catch_exceptions=False)

    return _run


def test_every_command_has_its_help(run: Sitrep) -> None:
    """`sitrep COMMAND --help`."""
    for command in Lazy.modules:
        result = run(command, "--help")
        assert (result.exit_code, result.output.startswith("Usage:")) == (0, True)


def test_the_version_is_told(run: Sitrep) -> None:
    """`sitrep --version`."""
    assert run("--version").output.startswith("sitrep, version ")


def test_ask_answers_in_the_terminal(run: Sitrep, tmp_path: Path) -> None:
    """By the same handlers."""
    (tmp_path / "a.txt").write_text("Gunmen attacked an army post near Mosul in Iraq on Monday, killing four soldiers.")
    run("ingest", str(tmp_path / "a.txt"))
    result = run("ask", "/country iraq")
    assert result.output.startswith("🇮🇶 Iraq · last 7 days")
    assert "Gunmen attacked an army post near Mosul in Iraq on Monday" in " ".join(result.output.split())


def test_ask_takes_words_without_a_command_as_a_place(run: Sitrep) -> None:
    """`sitrep ask iraq`."""
    assert "🇮🇶 Iraq" in run("ask", "iraq").output


def test_ask_has_no_chat_to_subscribe(run: Sitrep) -> None:
    """Said plainly, exit status 2."""
    result = run("ask", "/subscribe iraq")
    assert (result.exit_code, "belongs to a Telegram chat" in result.output) == (2, True)


def test_ask_refuses_a_bad_zone_in_one_line(run: Sitrep) -> None:
    """As the bot would."""
    assert run("ask", "--tz", "Europe/Roma", "/timezone").exit_code != 0


def test_analyse_writes_one_object_a_line_in_order(run: Sitrep) -> None:
    """A bad line is answered in its place, exit status 1."""
    lines = ['{"id": "a", "text": "Gunmen attacked a post in Iraq."}', "{bad", '{"id": "b", "text": "Calm."}']
    result = run("analyse", "--format", "jsonl", stdin="\n".join(lines) + "\n")
    answers = [json.loads(line) for line in result.output.splitlines()]
    assert ([a.get("id") for a in answers], "error" in answers[1], result.exit_code) == (["a", None, "b"], True, 1)


def test_analyse_explains_for_people(run: Sitrep) -> None:
    """With the rules that fired."""
    text = "Gunmen attacked an army post near Mosul in Iraq on Monday, killing four soldiers."
    assert "ASSAULT" in run("analyse", "--format", "text", "--explain", stdin=text).output


def test_doctor_says_what_to_do(run: Sitrep) -> None:
    """No token, no feeds: exit status 1."""
    result = run("doctor")
    assert result.exit_code == 1
    assert "ok   database: sqlite" in result.output
    assert "ok   analysis" in result.output
    assert "LOOK telegram: SITREP_BOT_TOKEN is not set" in result.output


@pytest.mark.parametrize(("contact", "asked"), [("", True), ("ops@example.org", False)])
def test_doctor_asks_for_a_contact_where_feeds_are_read(
    run: Sitrep, monkeypatch: pytest.MonkeyPatch, contact: str, asked: bool
) -> None:
    """Publishers must be able to write to whoever reads their feeds."""
    if contact:
        monkeypatch.setenv("SITREP_CONTACT", contact)
    run("feeds", "add", "--preset", "middle-east")
    assert ("LOOK contact: SITREP_CONTACT is not set" in run("doctor").output) is asked


async def test_doctor_knows_a_good_token(local_telegram: LocalTelegram) -> None:
    """And the bot's name and privacy mode."""
    from bot.commandline.doctor import check_telegram

    findings = await check_telegram(load_settings(bot_token=local_telegram.token, telegram_api_url=local_telegram.url))
    lines = [finding.line for finding in findings]
    assert f"telegram: @{local_telegram.bot_username}" in lines
    assert "privacy mode: on, as it should be" in lines


def _program(tmp_path: Path, clock: FrozenClock) -> Program:
    return Program(demo_settings(Settings(data_dir=tmp_path)), clock)


def test_the_demo_is_seeded_with_the_seed_and_the_exercises(
    database: Database, tmp_path: Path, clock: FrozenClock
) -> None:
    """On both databases; a second start adds nothing."""
    for _ in range(2):
        seed_demo(_program(tmp_path, clock), database)
    with database.reading() as session:
        assert count_articles(session) >= 41
        assert any(record.event.type == "POSTURE" for record in find_events(session, EventQuery(countries=["IQ"])))


def test_a_later_demo_is_not_last_weeks_news(tmp_path: Path, clock: FrozenClock) -> None:
    """The dates of the exercises move along."""
    program = _program(tmp_path, clock)
    database = program.open_database()
    try:
        seed_demo(program, database)
        clock.forward(days=40)
        seed_demo(program, database)
        with database.reading() as session:
            recent = find_events(session, EventQuery(since=clock() - timedelta(days=7)))
    finally:
        database.close()
    assert len(recent) > 20


async def test_the_demo_greets_with_a_briefing(tmp_path: Path, clock: FrozenClock) -> None:
    """`sitrep demo`: the page's one person has been told about Iraq before anybody types."""

    program = _program(tmp_path, clock)
    database = program.open_database()
    stopping = asyncio.Event()
    scene = demo_scene(clock)
    try:
        async with LocalTelegram(world=scene.world) as telegram:
            task = asyncio.create_task(run_demo(program, database, 0, scene=scene, stopping=stopping))
            chat = telegram.chat(scene.private)
            messages = [await chat.next_message(timeout_s=30), await chat.next_message(timeout_s=30)]
            stopping.set()
            await task
    finally:
        database.close()
    assert "no emergency service" in messages[0].plain
    assert "🇮🇶 Iraq" in messages[1].plain


async def test_the_demo_takes_in_a_channel(tmp_path: Path, clock: FrozenClock) -> None:
    """Its post and the correction of it are an article and a revision; the admin is shown what is taken in."""
    program = _program(tmp_path, clock)
    database = program.open_database()
    stopping = asyncio.Event()
    scene = demo_scene(clock)
    try:
        async with LocalTelegram(world=scene.world) as telegram:
            task = asyncio.create_task(run_demo(program, database, 0, scene=scene, stopping=stopping))
            listed = await telegram.chat(scene.world.private_chat(scene.admin)).next_message(timeout_s=30)
            await telegram.updates_taken()
            stopping.set()
            await task
        with database.reading() as session:
            taken = [get_article(session, number) for number in (1, 2)]
    finally:
        database.close()
    assert "EXERCISE Harbour Watch (@harbour_watch_demo): every post" in listed.plain
    assert [(article.revision, article.exercise) for article in taken] == [(1, True), (2, True)]
    assert "Four workers were wounded" in taken[1].text
