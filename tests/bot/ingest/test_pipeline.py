"""The walk of an article, on real databases."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import text as sql

from bot.ingest.article import Form, Given, Parsed
from bot.ingest.fetch import Fetcher
from bot.ingest.pipeline import Ingestor, Outcome, Report, walk
from bot.ingest.worker import AnalysisStopped
from storage.articles import count_articles, get_article, get_summary
from storage.engine import Database, open_database
from storage.model.article import Article, Draft
from storage.model.findings import Analysis
from storage.reading import waiting_articles
from tests.bot.ingest.conftest import Reader
from tests.bot.ingest.site import Site, article_page
from tests.conftest import NOON, FrozenClock


def draft(text: str = "Two drones struck.", **given: object) -> Draft:
    return replace(Draft(text=text, fetched_at=NOON), **given)  # type: ignore[arg-type]


def item(text: str = "Two drones struck.", **given: object) -> Parsed:
    return Parsed(text, draft(text, **given))


def waiting(database: Database) -> list[int]:
    with database.reading() as session:
        return waiting_articles(session, limit=100)


def stored(database: Database, article_id: int | None) -> Article:
    assert article_id is not None
    with database.reading() as session:
        return get_article(session, article_id)


def results(report: Report) -> tuple[int, int, list[str]]:
    return report.stored, report.duplicates, [problem.result for problem in report.problems]


def test_an_article_is_stored_read_and_its_findings_kept(ingestor: Ingestor, database: Database) -> None:
    seen: list[Outcome] = []
    ingestor = Ingestor(database, clock=ingestor.clock, analyse=Reader(), version="v7", progress=seen.append)
    report = ingestor.ingest([item("Two drones struck.", title="Drones")])
    assert (results(report), report.ok, [o.result for o in seen]) == ((1, 0, []), True, ["new"])
    article = stored(database, seen[0].article_id)
    assert (article.text, article.title) == ("Two drones struck.", "Drones")
    with database.reading() as session:
        assert [(s.start, s.end) for s in get_summary(session, article.id)] == [(0, 18)]


def test_the_analysis_is_told_title_date_and_source(ingestor: Ingestor, reader: Reader) -> None:
    ingestor.ingest([item(title="Drones", published_at=NOON, source_name="Harbour Wire")])
    assert reader.context == [("Drones", NOON, "Harbour Wire")]


def test_the_same_text_twice_is_a_duplicate_and_is_read_once(ingestor: Ingestor, reader: Reader) -> None:
    report = ingestor.ingest([item(), item(url="https://h.example/1"), item("Two  drones\nstruck.")])
    assert results(report) == (1, 2, [])
    assert len(reader.texts) == 1


def test_another_text_at_the_same_address_is_a_revision_and_is_read(
    ingestor: Ingestor, database: Database, reader: Reader
) -> None:
    url = "https://h.example/1"
    report = ingestor.ingest([item("Two died.", url=url), item("Three died.", url=url)])
    assert (report.stored, report.revisions) == (2, 1)
    assert reader.texts == ["Two died.", "Three died."]
    with database.reading() as session:
        assert count_articles(session) == 1


def test_a_problem_is_reported_and_the_rest_goes_on(ingestor: Ingestor) -> None:
    report = ingestor.ingest([item("One."), Parsed("bad.txt", problem="it is empty"), item("Three.")])
    assert results(report) == (2, 0, ["failed"])
    assert report.problems == [Outcome("bad.txt", "failed", reason="it is empty")]


def test_a_text_that_cannot_be_read_is_stored_reported_and_stops_nothing(
    ingestor: Ingestor, database: Database
) -> None:
    report = ingestor.ingest([item("One unreadable."), item("Two.")])
    assert results(report) == (2, 0, ["unread"])
    assert report.problems[0].reason == "this text cannot be read"
    assert waiting(database) == [report.problems[0].article_id]


def test_an_analysis_that_trips_over_a_text_stops_nothing(database: Database, clock: FrozenClock) -> None:
    def trip(text: str, **_context: object) -> Analysis:
        raise RecursionError("too deep")

    report = Ingestor(database, clock=clock, analyse=trip, version="1").ingest([item()])
    assert report.problems[0].reason == "RecursionError: too deep"


@pytest.mark.parametrize(
    ("report", "words"),
    [
        (Report(), "0 stored"),
        (Report(stored=48, duplicates=2, problems=[Outcome("x", "failed")]), "48 stored, 2 duplicates, 1 failed"),
        (Report(stored=97_500, duplicates=2_500), "97,500 stored, 2,500 duplicates"),
        (Report(stored=3, revisions=1, duplicates=1), "3 stored (1 a revision), 1 duplicate"),
        (Report(stored=3, revisions=2, problems=[Outcome("x", "unread", 1)]), "3 stored (2 revisions), 1 not analysed"),
    ],
)
def test_a_report_is_one_line(report: Report, words: str) -> None:
    assert str(report) == words


# --- killed, and going on ----------------------------------------------------------------------------------------


class Killed(BaseException):
    """What a kill looks like from inside: nothing after it is done."""


def killed_at(call: int) -> Callable[..., Analysis]:
    reader, count = Reader(), iter(range(1, 1000))

    def analyse(text: str, **context: object) -> Analysis:
        if next(count) == call:
            raise Killed
        return reader(text)

    return analyse


@pytest.mark.parametrize("call", [1, 2, 3])
def test_a_run_killed_between_storing_and_reading_is_finished_by_the_next(
    database: Database, clock: FrozenClock, reader: Reader, call: int
) -> None:
    items = [item("One."), item("Two."), item("Three.")]
    with pytest.raises(Killed):
        Ingestor(database, clock=clock, analyse=killed_at(call), version="1").ingest(items)
    assert len(waiting(database)) == 1
    ingestor = Ingestor(database, clock=clock, analyse=reader, version="1")
    again, pending = ingestor.ingest(items), ingestor.analyse_pending()
    assert (again.stored, again.duplicates, pending.stored) == (3 - call, call, 1)
    assert reader.texts[-1] == items[call - 1].where
    assert waiting(database) == []


def test_pending_articles_are_each_tried_once_and_the_bad_ones_do_not_hide_the_good(
    ingestor: Ingestor, database: Database, reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.ingest.pipeline.SLICE", 2)
    for n in range(7):
        ingestor.store(item(f"{'unreadable' if n % 2 else 'good'} {n}"))
    report = ingestor.analyse_pending()
    assert (report.stored, len(report.problems)) == (7, 3)
    assert reader.texts == ["good 0", "good 2", "good 4", "good 6"]
    assert len(waiting(database)) == 3


def test_reading_ends_where_the_worker_is_closed_and_another_run_goes_on(
    database: Database, clock: FrozenClock, reader: Reader
) -> None:
    def closed(text: str, **_context: object) -> Analysis:
        raise AnalysisStopped("stopped")

    stopped = Ingestor(database, clock=clock, analyse=closed, version="1")
    for text in ("One.", "Two."):
        stopped.store(item(text))
    assert results(stopped.analyse_pending()) == (0, 0, [])
    assert Ingestor(database, clock=clock, analyse=reader, version="1").analyse_pending().stored == 2


def test_articles_can_be_left_out_of_the_pending(ingestor: Ingestor, reader: Reader) -> None:
    first = ingestor.store(item("One."))
    ingestor.store(item("Two."))
    assert first.article_id is not None
    ingestor.analyse_pending(skip={first.article_id})
    assert reader.texts == ["Two."]


def test_a_new_version_of_the_analysis_reads_again_when_asked(
    ingestor: Ingestor, database: Database, reader: Reader, clock: FrozenClock
) -> None:
    ingestor.ingest([item()])
    newer = Ingestor(database, clock=clock, analyse=reader, version="newer")
    assert newer.analyse_pending().stored == 0
    assert newer.analyse_pending(stale=True).stored == 1
    assert newer.analyse_pending(stale=True).stored == 0


def test_the_title_is_read_where_there_is_no_text(ingestor: Ingestor, reader: Reader) -> None:
    ingestor.ingest([Parsed("x", draft("", title="Drones hit depot"))])
    assert reader.context[0][0] == "Drones hit depot"


def test_two_writers_at_once_store_each_text_once(database_url: str, clock: FrozenClock) -> None:
    """Two processes' worth of connections, the same fifteen texts and sources, at the same moment."""
    start = threading.Barrier(2)
    reports: list[Report] = []
    errors: list[BaseException] = []

    def write() -> None:
        own = open_database(database_url)
        try:
            ingestor = Ingestor(own, clock=clock, analyse=Reader(), version="1")
            items = [item(f"Text {n}.", source_name=f"Outlet {n % 3}", url=f"https://h.example/{n}") for n in range(15)]
            start.wait(timeout=10)
            reports.append(ingestor.ingest(items))
        except BaseException as error:
            errors.append(error)
        finally:
            own.close()

    open_database(database_url).close()
    threads = [threading.Thread(target=write) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert errors == []
    assert sum(report.stored for report in reports) == 15
    assert sum(report.duplicates for report in reports) == 15


# --- files, streams, addresses -----------------------------------------------------------------------------------


def test_a_folder_is_read_with_all_in_it_in_order_of_name(ingestor: Ingestor, reader: Reader, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    (folder / "b").mkdir(parents=True)
    (folder / ".hidden").mkdir()
    (folder / "b" / "2.txt").write_text("Two.")
    (folder / "a.txt").write_text("One.")
    (folder / "c.jsonl").write_text('{"text": "Three."}\n{bad\n{"text": "Four."}\n')
    (folder / "picture.png").write_bytes(b"\x89PNG")
    (folder / ".hidden" / "x.txt").write_text("Hidden.")
    report = ingestor.ingest_paths([folder, tmp_path / "missing.txt"])
    assert reader.texts == ["One.", "Three.", "Four.", "Two."]
    assert [problem.where for problem in report.problems] == [f"{folder / 'c.jsonl'}:2", str(tmp_path / "missing.txt")]


def test_a_file_named_itself_is_tried_whatever_its_ending(tmp_path: Path) -> None:
    assert list(walk(tmp_path / "a.png")) == [tmp_path / "a.png"]


def test_standard_input_is_a_text_or_lines_of_json(ingestor: Ingestor, reader: Reader) -> None:
    ingestor.ingest_content([b"Two drones\n", b"struck.\n"], Form.TEXT, given=Given(source_name="Harbour Wire"))
    ingestor.ingest_content([b'{"text": "Three."}\n', b'{"text": "Four."}\n'], Form.JSONL)
    assert reader.texts == ["Two drones\nstruck.\n", "Three.", "Four."]
    assert reader.context[0][2] == "Harbour Wire"


def test_a_line_is_stored_before_the_next_one_comes(ingestor: Ingestor, database: Database) -> None:
    counted: list[int] = []

    def lines() -> object:
        for n in range(3):
            with database.reading() as session:
                counted.append(count_articles(session))
            yield f'{{"text": "Text {n}."}}\n'.encode()

    ingestor.ingest_content(lines(), Form.JSONL)  # type: ignore[arg-type]
    assert counted == [0, 1, 2]


async def test_an_address_becomes_an_article(
    ingestor: Ingestor, database: Database, fetcher: Fetcher, site: Site
) -> None:
    head = '<meta property="article:published_time" content="2026-06-09T05:15:00Z">'
    good, bad = site.put("/1", article_page(head=head)), site.refuse("/2", 404)
    report = await ingestor.ingest_urls([good, bad, "ftp://x"], fetcher)
    assert results(report) == (1, 0, ["failed", "failed"])
    assert report.problems[0] == Outcome(bad, "failed", reason="the server answered 404 (Not Found)")
    with database.reading() as session:
        article = get_article(session, 1)
    assert (article.url, article.title) == (good, "Drones hit depot")
    assert article.published_at == datetime.fromisoformat("2026-06-09T05:15:00+00:00")


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_a_text_the_database_refuses_stops_no_other(database: Database, clock: FrozenClock) -> None:
    """It is reported without its words, and the next one is stored. SQLite refuses no text of this size."""
    limit = "CHECK (text <> 'Poison.' OR 1 / (length(text) - 7) > 0)"  # an error of class 22 for that text
    with database.writing() as session:
        session.execute(sql(f"ALTER TABLE article ADD CONSTRAINT probe {limit}"))
    try:
        ingestor = Ingestor(database, clock=clock, analyse=Reader(), version="v1")
        report = ingestor.ingest([item("Poison."), item("Two drones struck.")])
    finally:
        with database.writing() as session:
            session.execute(sql("ALTER TABLE article DROP CONSTRAINT probe"))
    assert results(report) == (1, 0, ["failed"])
    assert "Poison" not in str(report.problems[0].reason)
