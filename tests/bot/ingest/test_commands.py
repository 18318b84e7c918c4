"""``sitrep ingest`` and ``sitrep feeds``, as typed, on a real database and real HTTP."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot.commandline.feeds import feeds
from bot.commandline.ingest import ingest
from bot.ingest.entry_pages import LONG_KNOWN
from storage.articles import get_article
from storage.engine import Database, open_database
from storage.events import find_claims
from storage.model.article import Article
from storage.reading import waiting_articles
from storage.sources import list_feeds
from storage.tables import AnalysisRow
from tests.bot.ingest.site import Site, article_page, rss, rss_item, serving
from tests.conftest import FrozenClock


@dataclass(frozen=True)
class Choices:
    fetch_allow_private: bool = True
    fetch_pages: bool = False
    contact: str | None = None


@dataclass(frozen=True)
class Program:
    """The program around the commands: its database is a file of the test."""

    url: str
    clock: Callable[[], object]
    settings: Choices = Choices()

    def open_database(self) -> Database:
        return open_database(self.url)


@pytest.fixture
def site() -> Iterator[Site]:
    """A site served from another thread: a command has an event loop of its own."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    serve = serving()
    try:
        yield asyncio.run_coroutine_threadsafe(serve.__aenter__(), loop).result(10)
    finally:
        asyncio.run_coroutine_threadsafe(serve.__aexit__(None, None, None), loop).result(10)
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


@pytest.fixture
def program(tmp_path: Path, clock: FrozenClock, monkeypatch: pytest.MonkeyPatch) -> Program:
    """A program whose analysis starts faster than the real one."""
    monkeypatch.setattr("bot.commandline.context.ANALYSIS", "tests.bot.ingest.readers:analyse")
    return Program(f"sqlite:///{tmp_path / 'sitrep.db'}", clock)


def typed(program: Program, *words: str, stdin: str | bytes | None = None) -> Result:
    command = feeds if words[0] == "feeds" else ingest
    result = CliRunner().invoke(command, list(words[1:]), obj=program, input=stdin)
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def article(program: Program, number: int = 1) -> Article:
    database = program.open_database()
    with database.reading() as session:
        found = get_article(session, number)
    database.close()
    return found


def test_files_are_stored_read_and_counted(program: Program, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Two drones struck.")
    (tmp_path / "b.txt").write_text("Two drones struck.")
    (tmp_path / "c.jsonl").write_text('{"text": "Three."}\n{bad\n')
    result = typed(
        program, "ingest", str(tmp_path), "--source", "Harbour Wire", "--published", "2026-06-09", "--exercise"
    )
    assert result.exit_code == 1
    assert result.stdout == "2 stored, 1 duplicate, 1 failed\n"
    assert f"{tmp_path / 'c.jsonl'}:2: not JSON" in result.stderr
    first = article(program)
    assert (first.source and first.source.name, first.is_dated, first.exercise) == ("Harbour Wire", True, True)
    database = program.open_database()
    with database.reading() as session:
        assert waiting_articles(session, limit=9) == []
    database.close()


def test_all_well_is_status_0_and_again_is_duplicates(program: Program, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Two drones struck.")
    assert typed(program, "ingest", str(tmp_path / "a.txt")).exit_code == 0
    again = typed(program, "ingest", str(tmp_path / "a.txt"))
    assert (again.exit_code, again.stdout) == (0, "0 stored, 1 duplicate\n")


def test_standard_input_is_one_text_or_lines_of_json(program: Program) -> None:
    assert typed(program, "ingest", "-", stdin="Two drones struck.\nAgain.\n").stdout == "1 stored\n"
    lines = json.dumps({"text": "Three."}) + "\n" + json.dumps({"text": "Four."}) + "\n"
    assert typed(program, "ingest", "-", "--format", "jsonl", stdin=lines).stdout == "2 stored\n"
    assert article(program).text == "Two drones struck.\nAgain.\n"


def test_an_empty_standard_input_is_a_failure(program: Program) -> None:
    result = typed(program, "ingest", "-", stdin="")
    assert (result.exit_code, result.stdout) == (1, "0 stored, 1 failed\n")
    assert result.stderr == "standard input: it is empty\n"


def test_an_address_is_fetched(program: Program, site: Site) -> None:
    url = site.put("/1", article_page())
    result = typed(program, "ingest", url, site.at("/2"))
    assert (result.exit_code, result.stdout) == (1, "1 stored, 1 failed\n")
    assert result.stderr == f"{site.at('/2')}: the server answered 404 (Not Found)\n"
    assert article(program).url == url


def test_a_crash_of_the_analysis_is_reported_and_the_rest_goes_on(program: Program, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("crash at this")
    (tmp_path / "b.txt").write_text("Two drones struck.")
    result = typed(program, "ingest", str(tmp_path / "a.txt"), str(tmp_path / "b.txt"))
    assert (result.exit_code, result.stdout) == (1, "2 stored, 1 not analysed\n")
    assert "crashed twice on this text (stored as article 1)" in result.stderr


def test_what_an_earlier_run_left_unread_is_read(program: Program, tmp_path: Path) -> None:
    marker = tmp_path / "crashed"
    (tmp_path / "a.txt").write_text(f"crash-once {marker}")
    (tmp_path / "b.txt").write_text("refuse this")
    typed(program, "ingest", str(tmp_path / "b.txt"))
    result = typed(program, "ingest", str(tmp_path / "a.txt"))
    assert result.stdout == "1 stored\nfrom an earlier run: 0 of 1 read\n"
    assert result.exit_code == 1


def test_an_archive_is_stored_now_and_read_later(program: Program, tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text("".join(f'{{"text": "Report {n}."}}\n' for n in range(30)) + "{bad\n")
    (tmp_path / "b.txt").write_text("Two drones struck.")
    later = typed(program, "ingest", str(tmp_path / "a.jsonl"), "--later")
    wait = "30 articles wait to be read: the running bot reads them, or `sitrep ingest --pending`.\n"
    assert (later.exit_code, later.stdout) == (1, "30 stored, 1 failed\n" + wait)
    assert typed(program, "ingest", str(tmp_path / "b.txt")).stdout == "1 stored\n" + wait
    assert typed(program, "ingest", "--pending").stdout == "waiting: 30 of 30 read\n"
    assert typed(program, "ingest", "--pending").stdout == "waiting: 0 of 0 read\n"


def test_an_archive_is_no_news(program: Program, tmp_path: Path) -> None:
    """An undated article of it would be, in every digest, since it came just now."""
    typed(program, "ingest", "-", "--later", "--format", "jsonl", stdin='{"text": "A general resigned."}\n')
    typed(program, "ingest", "--pending")
    database = program.open_database()
    with database.reading() as session:
        assert session.get_one(AnalysisRow, 1).analysed_at == LONG_KNOWN
    database.close()


def test_an_address_can_be_stored_to_be_read_later(program: Program, site: Site) -> None:
    result = typed(program, "ingest", "--later", site.put("/1", article_page()), site.at("/2"))
    assert result.stdout.splitlines()[0] == "1 stored, 1 failed"
    assert "1 article waits to be read" in result.stdout


@pytest.mark.parametrize(
    "words",
    [
        [],
        ["-", "--later", "--pending"],
        ["-", "--published", "last week"],
        ["-", "--format", "pdf"],
        ["-", "--nonsense"],
    ],
)
def test_a_wrong_command_is_status_2(program: Program, words: list[str]) -> None:
    assert typed(program, "ingest", *words, stdin="x").exit_code == 2


def test_the_real_analysis_reads_what_is_ingested(program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.commandline.context.ANALYSIS", "bot.analysis.pipeline:analyse")
    text = "BAGHDAD – Iraq's foreign minister said on Tuesday that two rockets had struck a base near Basra."
    result = typed(program, "ingest", "-", stdin=text)
    assert (result.exit_code, result.stdout) == (0, "1 stored\n")
    database = program.open_database()
    with database.reading() as session:
        assert find_claims(session, countries={"IQ"}, limit=5)
    database.close()


# --- feeds -------------------------------------------------------------------------------------------------------


def test_an_added_feed_is_read_once_and_says_what_it_found(program: Program, site: Site) -> None:
    url = site.put("/feed", rss(rss_item(), rss_item("B", "https://h.example/2", text="Two.")))
    result = typed(program, "feeds", "add", url)
    assert result.exit_code == 0
    assert result.stdout == f"feed 1 added: {url}\nfeed 1, The Harbour Post: 2 entries, 2 stored\n"


def test_a_feed_can_be_added_without_the_network(program: Program) -> None:
    result = typed(program, "feeds", "add", "https://h.example/feed#top", "--name", "H", "--source", "S", "--no-poll")
    assert (result.exit_code, result.stdout) == (0, "feed 1 added: https://h.example/feed\n")
    assert typed(program, "feeds", "add", "https://h.example/feed", "--no-poll").stdout.startswith("feed 1 was there")
    assert typed(program, "feeds", "list").stdout == "1  S  https://h.example/feed  |  new, never read yet, due now\n"


def test_a_feed_that_does_not_answer_is_kept_and_its_fault_is_told(program: Program, site: Site) -> None:
    result = typed(program, "feeds", "add", site.refuse("/feed", 503))
    assert result.exit_code == 1
    assert "the server answered 503" in result.stderr
    listed = typed(program, "feeds", "list").stdout
    assert "failing (1 in a row)" in listed
    assert "the server answered 503" in listed


@pytest.mark.parametrize("url", ["file:///etc/passwd", "example.org", ""])
def test_what_is_no_web_address_is_a_wrong_command(program: Program, url: str) -> None:
    result = typed(program, "feeds", "add", url)
    assert result.exit_code == 2
    database = program.open_database()
    with database.reading() as session:
        assert list_feeds(session) == []
    database.close()


def test_polling_reads_what_is_due_or_all(program: Program, site: Site, clock: FrozenClock) -> None:
    url = site.put("/feed", rss(rss_item()))
    typed(program, "feeds", "add", url, "--no-poll")
    assert typed(program, "feeds", "poll").stdout == "feed 1, The Harbour Post: 1 entry, 1 stored\n"
    assert typed(program, "feeds", "poll").stdout == "no feed is due\n"
    again = typed(program, "feeds", "poll", "--all").stdout
    assert again == "feed 1, The Harbour Post: nothing new since the last time\n"
    clock.forward(hours=3)
    assert "ok, last read 3 h ago, due now" in typed(program, "feeds", "list").stdout


def test_a_removed_feed_is_gone_and_its_articles_stay(program: Program, site: Site) -> None:
    typed(program, "feeds", "add", site.put("/feed", rss(rss_item())))
    assert typed(program, "feeds", "remove", "1").exit_code == 0
    assert typed(program, "feeds", "list").stdout == "No feeds yet: sitrep feeds add URL\n"
    assert article(program).title == "Drones hit depot"
    missing = typed(program, "feeds", "remove", "1")
    assert missing.exit_code == 2
    assert "there is no feed 1" in missing.stderr
