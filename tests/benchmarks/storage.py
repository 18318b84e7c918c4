"""Storing articles, against the least that SQLite can do: the same rows by ``executemany``."""

from __future__ import annotations

import itertools
import sqlite3
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from storage.articles import add_article
from storage.engine import open_database
from storage.model.article import Draft
from storage.search import search_articles
from tests.benchmarks import Measure, compare

NOW = datetime(2026, 6, 10, 12, tzinfo=UTC)
BATCH = 100
WORDS = ("embassy convoy shelling ceasefire militia evacuation border airport talks drone " * 30).split()


def run() -> list[Measure]:
    """Inserts, each article with its own transaction as ingest does; and full-text search."""
    with tempfile.TemporaryDirectory() as folder:
        database = open_database(f"sqlite:///{folder}/sitrep.db")
        bare = sqlite3.connect(Path(folder) / "bare.db")
        bare.execute("PRAGMA journal_mode=WAL")
        bare.execute("PRAGMA synchronous=NORMAL")
        bare.execute("CREATE TABLE article (id INTEGER PRIMARY KEY, hash TEXT UNIQUE, title TEXT, text TEXT, at TEXT)")
        numbers = itertools.count()

        def text(number: int) -> str:
            start = number % len(WORDS)
            return f"Report {number}. " + " ".join(WORDS[start:] + WORDS[:start])

        def ours() -> int:
            for number in itertools.islice(numbers, BATCH):
                with database.writing() as session:
                    draft = Draft(text=text(number), fetched_at=NOW, title=f"Report {number}", source_name="Meridian")
                    add_article(session, draft, now=NOW)
            return BATCH

        def executemany() -> int:
            rows = [(str(n), f"Report {n}", text(n), NOW.isoformat()) for n in itertools.islice(numbers, BATCH)]
            with bare:
                bare.executemany("INSERT INTO article (hash, title, text, at) VALUES (?, ?, ?, ?)", rows)
            return BATCH

        def search() -> int:
            with database.reading() as session:
                search_articles(session, "report 17", limit=5)
            return 1

        def scan() -> int:
            bare.execute("SELECT id FROM article WHERE text LIKE '%report 17%' ORDER BY id DESC LIMIT 5").fetchall()
            return 1

        try:
            return [
                compare("store an article", "articles", ours, "sqlite3 executemany", executemany),
                compare("search", "searches", search, "sqlite3 LIKE", scan, seconds=2),
            ]
        finally:
            bare.close()
            database.close()
