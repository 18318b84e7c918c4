"""Archives loaded in batches: the same as one by one, only faster; killed hard at any point, and going on."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import String, cast, delete, func, select, update
from sqlalchemy import text as sql

from bot.ingest.article import Parsed
from bot.ingest.fetch import Fetcher
from bot.ingest.pipeline import BATCH, Ingestor
from bot.ingest.polling import Poller
from storage.articles import add_article
from storage.bulk import add_articles
from storage.engine import Database
from storage.events import save_analysis
from storage.model.article import Draft
from storage.model.findings import Analysis
from storage.reading import Turn, count_waiting, waiting_articles
from storage.tables import ArticleRow, SourceRow
from tests.bot.ingest.conftest import Reader
from tests.conftest import NOON, FrozenClock

ROOT = Path(__file__).parents[3]


def draft(text: str, number: int | None = None, source: str | None = None) -> Draft:
    url = None if number is None else f"https://h.example/{number}"
    return Draft(text, fetched_at=NOON, url=url, source_name=source)


def state(database: Database) -> list[tuple[object, ...]]:
    """Every row without its id: what its text is, which revision, and the text that took its place."""
    with database.reading() as session:
        rows = session.scalars(select(ArticleRow)).all()
        texts = {row.id: (row.text, row.url_key) for row in rows}
        newer = {row.id: None if row.superseded_by is None else texts[row.superseded_by] for row in rows}
        return sorted(
            ((row.text, row.url_key, row.revision, newer[row.id], row.source and row.source.name) for row in rows),
            key=repr,
        )


drafts = st.builds(
    draft,
    st.sampled_from(["Ten died.", "Twelve died.", "Twenty died."]),
    st.sampled_from([None, 1, 2]),
    st.sampled_from([None, "Harbour Wire"]),
)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])  # emptied in here
@given(before=st.lists(drafts, max_size=4), batch=st.lists(drafts, min_size=1, max_size=6))
def test_a_batch_leaves_what_one_by_one_leaves(database: Database, before: list[Draft], batch: list[Draft]) -> None:
    """Whatever is there already, and whatever is twice in it; read or not."""
    found = []
    for together in (False, True):
        with database.writing() as session:
            # Deleted, a newer revision leaves the older one current: no text may be current twice meanwhile.
            session.execute(update(ArticleRow).values(content_hash=cast(ArticleRow.id, String)))
            session.execute(delete(ArticleRow))
            session.execute(delete(SourceRow))
        with database.writing() as session:
            for place, one in enumerate(before):
                known = add_article(session, one, now=NOON)
                if place % 2 and known.outcome != "duplicate":
                    save_analysis(session, known.article_id, Analysis(), version="1", now=NOON)
        with database.writing() as session:
            if together:
                outcomes = [stored.outcome for stored in add_articles(session, batch, now=NOON)]
            else:
                outcomes = [add_article(session, one, now=NOON).outcome for one in batch]
        with database.reading() as session:
            found.append((outcomes, state(database), count_waiting(session)))
    assert found[0] == found[1]


def test_a_batch_says_which_article_is_which(ingestor: Ingestor, database: Database) -> None:
    items = [Parsed(f"line {n}", draft(f"Text {n}.", n)) for n in range(1200)]
    outcomes = ingestor.store_many(items)
    with database.reading() as session:
        texts = {row.id: row.text for row in session.scalars(select(ArticleRow))}
    assert [texts[outcome.article_id or 0] for outcome in outcomes] == [f"Text {n}." for n in range(1200)]


def test_an_archive_loaded_again_changes_nothing(ingestor: Ingestor, database: Database) -> None:
    """Nor where it holds two versions of an article: the later one stays what the address says."""
    items = [Parsed(f"line {n}", draft(f"Text {n}.", min(n, 8))) for n in range(10)]
    first = ingestor.load(items)
    ingestor.analyse_pending()
    before = state(database)
    again = ingestor.load(items)
    assert (first.stored, first.revisions, again.stored, again.duplicates) == (10, 1, 0, 10)
    assert state(database) == before


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_a_text_the_database_refuses_costs_the_batch_no_other(database: Database, clock: FrozenClock) -> None:
    limit = "CHECK (text <> 'Poison.' OR 1 / (length(text) - 7) > 0)"  # an error of class 22 for that text
    with database.writing() as session:
        session.execute(sql(f"ALTER TABLE article ADD CONSTRAINT probe {limit}"))
    items = [Parsed(f"line {n}", draft(f"Text {n}." if n != 5 else "Poison.")) for n in range(20)]
    try:
        report = Ingestor(database, clock=clock, analyse=Reader(), version="v1").load(items)
    finally:
        with database.writing() as session:
            session.execute(sql("ALTER TABLE article DROP CONSTRAINT probe"))
    assert (report.stored, [problem.where for problem in report.problems]) == (19, ["line 5"])


def test_an_article_without_a_word_costs_the_batch_no_other(ingestor: Ingestor) -> None:
    report = ingestor.load([Parsed("a", draft("One.")), Parsed("b", draft(" ")), Parsed("c", draft("Three."))])
    assert (report.stored, [problem.where for problem in report.problems]) == (2, ["b"])


def test_no_more_than_a_batch_is_in_memory(ingestor: Ingestor, database: Database) -> None:
    """By number, and by length: a line may have 5 MB."""
    stored: list[int] = []

    def items() -> Iterator[Parsed]:
        for n in range(2 * BATCH + 4):
            with database.reading() as session:
                stored.append(session.scalar(select(func.count()).select_from(ArticleRow)) or 0)
            yield Parsed(str(n), draft(f"{n} " + "x" * (2_500_000 if n >= 2 * BATCH else 1)))

    ingestor.load(items())
    assert stored[BATCH - 1 : BATCH + 1] == [0, BATCH]
    assert stored[-2:] == [2 * BATCH + 2, 2 * BATCH + 2]
    assert stored[2 * BATCH] == 2 * BATCH


# --- whose turn it is --------------------------------------------------------------------------------------------


def dated(text: str, hours_ago: float) -> Draft:
    return Draft(text, fetched_at=NOON, published_at=NOON - timedelta(hours=hours_ago))


def test_news_is_read_before_an_archive_and_the_newest_first(
    ingestor: Ingestor, database: Database, reader: Reader
) -> None:
    ingestor.load([Parsed("x", dated("Archive, new.", 1)), Parsed("x", dated("Archive, old.", 900))])
    for text, hours_ago in (("News, old.", 30), ("News, new.", 2)):
        ingestor.store(Parsed("x", dated(text, hours_ago)))
    ingestor.analyse_pending()
    assert reader.texts == ["News, new.", "News, old.", "Archive, new.", "Archive, old."]


def test_news_that_comes_in_meanwhile_is_next(database: Database, clock: FrozenClock) -> None:
    """However much waits."""
    reader = Reader()

    def analyse(text: str, **context: object) -> Analysis:
        if not reader.texts:
            ingestor.store(Parsed("x", draft("News.")))
        return reader(text)

    ingestor = Ingestor(database, clock=clock, analyse=analyse, version="1")
    ingestor.load(Parsed("x", draft(f"Archive {n}.")) for n in range(60))
    ingestor.analyse_pending()
    assert (reader.texts.index("News."), len(reader.texts)) == (20, 61)


def test_a_share_is_read_and_the_rest_waits(ingestor: Ingestor, database: Database, reader: Reader) -> None:
    """Those that cannot be read count too: else a hundred of them would be tried for ever."""
    ingestor.load(Parsed("x", draft(f"{'unreadable ' if n % 2 else ''}{n}.")) for n in range(60))
    assert ingestor.analyse_pending(limit=50).stored == 50
    assert len(reader.texts) == 25


def test_an_archive_can_be_left_waiting(ingestor: Ingestor, database: Database, reader: Reader) -> None:
    ingestor.load([Parsed("x", draft("Archive."))])
    ingestor.store(Parsed("x", draft("News.")))
    ingestor.analyse_pending(until=Turn.KNOWN)
    assert reader.texts == ["News."]
    with database.reading() as session:
        assert len(waiting_articles(session, limit=9)) == 1


def test_what_another_process_has_read_meanwhile_is_not_read_again(database: Database, clock: FrozenClock) -> None:
    reader = Reader()

    def analyse(text: str, **context: object) -> Analysis:
        if not reader.texts:
            Ingestor(database, clock=clock, analyse=Reader(), version="1").analyse_pending()
        return reader(text)

    ingestor = Ingestor(database, clock=clock, analyse=analyse, version="1")
    ingestor.load(Parsed("x", draft(f"Archive {n}.")) for n in range(5))
    ingestor.analyse_pending()
    assert len(reader.texts) == 1


@pytest.mark.parametrize(("read_at_once", "left"), [(4, 6), (None, 9)])
async def test_a_poll_does_not_wait_until_an_archive_is_read(
    ingestor: Ingestor, database: Database, fetcher: Fetcher, read_at_once: int | None, left: int
) -> None:
    """The running bot reads a share of it after each poll; a poll by hand reads news only."""
    ingestor.load(Parsed("x", draft(f"Archive {n}.")) for n in range(9))
    ingestor.store(Parsed("x", draft("News.")))
    poller = Poller(ingestor, fetcher, random=lambda: 0.0, read_at_once=read_at_once)
    await poller.poll_due_feeds(NOON)
    with database.reading() as session:
        assert count_waiting(session) == left


def test_two_threads_that_read_what_waits_share_it(database: Database, clock: FrozenClock) -> None:
    """As the running bot does after a start: what was left, and what the polls bring."""
    reader, together = Reader(), threading.Barrier(2)
    ingestor = Ingestor(database, clock=clock, analyse=reader, version="1")
    ingestor.load(Parsed("x", draft(f"Archive {n}.")) for n in range(40))

    def read() -> None:
        together.wait(timeout=10)
        ingestor.analyse_pending()

    threads = [threading.Thread(target=read) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert sorted(reader.texts) == sorted(f"Archive {n}." for n in range(40))


# --- killed ------------------------------------------------------------------------------------------------------


def sitrep(tmp_path: Path, database_url: str, *words: str, lines: list[str] | None = None) -> subprocess.Popen[str]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("SITREP_")}
    environment |= {"SITREP_DATA_DIR": str(tmp_path), "SITREP_DATABASE_URL": database_url, "PYTHONPATH": str(ROOT)}
    process = subprocess.Popen(
        [sys.executable, "-m", "bot", "ingest", *words],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=environment,
        cwd=tmp_path,
    )
    assert process.stdin is not None
    if lines is not None:
        process.stdin.writelines(lines)
        process.stdin.flush()
    return process


@pytest.mark.parametrize("sent", [900, 2300])
def test_a_load_killed_hard_goes_on_and_loses_and_doubles_nothing(
    database: Database, database_url: str, tmp_path: Path, sent: int
) -> None:
    """SIGKILL while the lines still come; then the whole archive, by another run of the real command."""
    articles = [
        {
            "text": f"Text {n}. " + "It was said in the capital. " * 5,
            "url": f"https://h.example/{n}",
            "source": "Harbour",
        }
        for n in range(3000)
    ]
    lines = [json.dumps(article) + "\n" for article in articles]
    archive = tmp_path / "archive.jsonl"
    archive.write_text("".join(lines))
    # What the pipe holds (64 KiB, some 350 lines) may be unread yet: the rest was taken in, and nothing more follows.
    killed = sitrep(tmp_path, database_url, "--later", "--format", "jsonl", "-", lines=lines[:sent])
    killed.kill()
    killed.communicate()
    with database.reading() as session:
        before = session.scalar(select(func.count()).select_from(ArticleRow)) or 0
    assert 0 < before < 3000
    assert before % BATCH == 0
    output, errors = sitrep(tmp_path, database_url, "--later", str(archive)).communicate()
    assert errors == ""
    assert output.splitlines()[0] == f"{3000 - before:,} stored, {before:,} duplicates"
    with database.reading() as session:
        rows = session.execute(select(ArticleRow.url, ArticleRow.revision).order_by(ArticleRow.id)).all()
        assert count_waiting(session) == 3000
    assert rows == [(article["url"], 1) for article in articles]
