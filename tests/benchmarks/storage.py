"""Storing articles, against the least that SQLite can do: the same rows by ``executemany``.

The baseline writes into a database of the very same schema (its unique and other indexes, the triggers of the full-text
search), a transaction a batch, with rows that are ready-made tuples: it neither hashes texts, nor canonicalises
addresses, nor looks for duplicates, nor names the source, nor notes that the article waits to be read.
"""

from __future__ import annotations

import itertools
import json
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any, TextIO

from bot.ingest.pipeline import BATCH
from storage.articles import add_article, url_key
from storage.bulk import add_articles
from storage.engine import open_database
from storage.model.article import Draft
from storage.search import search_articles
from tests.benchmarks import Measure, compare

NOW = datetime(2026, 6, 10, 12, tzinfo=UTC)
ROUNDS = 6
COLUMNS = (
    "content_hash, url, url_key, revision, title, text, source_id, published_at, date_clamped, effective_at,"
    " fetched_at, stored_at, language, exercise"
)


def invented() -> Iterator[dict[str, str]]:
    """Articles as long as those of the news, for ever: 150 to 750 of 20,000 invented words.

    They come as often as words do (Zipf's law), so that the index of the full-text search has as much to do as with
    real ones.
    """
    random = Random(7)
    syllables = [a + b for a in "bdfgklmnprstvz" for b in ("a", "e", "i", "o", "u", "an", "er", "is")]
    vocabulary = ["".join(random.choices(syllables, k=random.randint(1, 4))) for _ in range(20_000)]
    chances = list(itertools.accumulate(1 / rank for rank in range(1, len(vocabulary) + 1)))
    for number in itertools.count():
        words = random.choices(vocabulary, cum_weights=chances, k=random.randint(150, 750))
        yield {
            "title": f"Report {number}",
            "text": f"Report {number} said that the " + " ".join(words) + ".",
            "url": f"https://www.outlet{number % 40}.example/world/{number}?utm_source=feed",
            "source": f"Outlet {number % 40}",
            "published": (NOW - timedelta(minutes=5 * number)).isoformat(),
            "language": "en",
        }


def _draft(article: dict[str, str]) -> Draft:
    return Draft(
        text=article["text"],
        fetched_at=NOW,
        title=article["title"],
        url=article["url"],
        source_name=article["source"],
        published_at=datetime.fromisoformat(article["published"]),
        language=article["language"],
    )


def _row(draft: Draft) -> tuple[object, ...]:
    """The article as the columns of its row."""
    assert draft.url is not None
    assert draft.published_at is not None
    published, now = (moment.replace(tzinfo=None).isoformat(" ") for moment in (draft.published_at, NOW))
    start = (draft.content_hash, draft.url, url_key(draft.url), 1, draft.title, draft.text, 1)
    return (*start, published, False, published, now, now, draft.language, False)


def run() -> list[Measure]:
    """Inserts, in batches as an archive is loaded and one by one; and full-text search."""
    with tempfile.TemporaryDirectory() as folder:
        database = open_database(f"sqlite:///{folder}/sitrep.db")
        bare = _bare(Path(folder))
        articles = map(_draft, invented())

        def drafts(count: int) -> list[Draft]:
            return list(itertools.islice(articles, count))

        def together(batch: list[Draft]) -> None:
            with database.writing() as session:
                add_articles(session, batch, now=NOW)

        def one_by_one(batch: list[Draft]) -> None:
            for one in batch:
                with database.writing() as session:
                    add_article(session, one, now=NOW)

        def executemany(rows: list[tuple[object, ...]]) -> None:
            marks = ", ".join("?" * len(rows[0]))
            with bare:
                bare.executemany(f"INSERT INTO article ({COLUMNS}) VALUES ({marks})", rows)

        def search() -> int:
            with database.reading() as session:
                search_articles(session, "report 17", limit=5)
            return 1

        def scan() -> int:
            bare.execute("SELECT id FROM article WHERE text LIKE '%report 17%' ORDER BY id DESC LIMIT 5").fetchall()
            return 1

        try:
            rates = dict[str, list[float]]()
            for _ in range(ROUNDS):
                _time(rates, "executemany", executemany, [_row(one) for one in drafts(BATCH)])
                _time(rates, "together", together, drafts(BATCH))
                _time(rates, "one by one", one_by_one, drafts(BATCH // 5))
            # The first round opens the connections.
            rate = {name: statistics.median(values[1:]) for name, values in rates.items()}
            of = ("articles", "sqlite3 executemany", rate["executemany"])
            return [
                Measure(f"store articles, {BATCH} at once", rate["together"], *of),
                Measure("store articles one by one", rate["one by one"], *of),
                compare("search", "searches", search, "sqlite3 LIKE", scan, seconds=2),
            ]
        finally:
            bare.close()
            database.close()


def _bare(folder: Path) -> sqlite3.Connection:
    """A database of Sitrep's schema, without Sitrep."""
    open_database(f"sqlite:///{folder}/bare.db").close()
    bare = sqlite3.connect(folder / "bare.db")
    for setting in ("journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON"):
        bare.execute(f"PRAGMA {setting}")
    columns = "id, key, name, kind, reliability, exercise"
    bare.execute(f"INSERT INTO source ({columns}) VALUES (1, 'outlet', 'Outlet', 'outlet', 'F', 0)")
    bare.commit()
    return bare


def _time(rates: dict[str, list[float]], name: str, work: Callable[[Any], None], batch: list[Any]) -> None:
    """Do a batch and note its rate, by the time of this process: what else the machine does does not count."""
    started = time.process_time()
    work(batch)
    rates.setdefault(name, []).append(len(batch) / (time.process_time() - started))


def write_archive(count: int, out: TextIO) -> None:
    """An archive to load by hand: ``python -m tests.benchmarks.storage 100000 > archive.jsonl``."""
    for article in itertools.islice(invented(), count):
        out.write(json.dumps(article) + "\n")


if __name__ == "__main__":
    write_archive(int(sys.argv[1]), sys.stdout)
