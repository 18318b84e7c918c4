"""The walk of an article: address or file -> Fetched -> Draft -> Article -> Analysis -> rows -> Story.

Every step is a short transaction of its own; none is held across the network or an analysis. Killed anywhere, the next
run goes on: what is stored but not read is found by ``analyse_pending``, what is stored is refused as a duplicate.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from sqlalchemy.exc import DataError, DBAPIError, IntegrityError

from bot.ingest.article import FORMS, Form, Given, Parsed, parse_fetched, parse_lines, read_file
from bot.ingest.article import parse as parse_content
from bot.ingest.fetch import Fetcher
from bot.ingest.headlines import headline_analysis
from bot.ingest.languages import with_language
from bot.ingest.worker import Analyse, AnalysisStopped
from bot.stories.placing import place_pending, place_stored
from storage.articles import Stored, add_article, get_article, unread_articles
from storage.engine import Database
from storage.errors import AnalysisError, SourceError
from storage.events import save_analysis
from storage.languages import is_read
from storage.model.article import Article, Draft
from storage.model.findings import Analysis

_BATCH = 50


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one article.

    ``result``: ``new``, ``revision``, ``duplicate``, ``failed`` (not stored) or ``unread`` (stored, but the analysis
    failed); ``reason`` in words for the last two.
    """

    where: str
    result: str
    article_id: int | None = None
    reason: str | None = None


Progress = Callable[[Outcome], None]


@dataclass(slots=True)
class Report:
    """The sum of a run, filled as it goes."""

    stored: int = 0
    revisions: int = 0
    duplicates: int = 0
    problems: list[Outcome] = field(default_factory=list)

    def add(self, outcome: Outcome) -> None:
        """Count one outcome."""
        if outcome.result in ("new", "revision", "unread"):
            self.stored += 1
        if outcome.result == "revision":
            self.revisions += 1
        if outcome.result == "duplicate":
            self.duplicates += 1
        if outcome.result in ("failed", "unread"):
            self.problems.append(outcome)

    def merge(self, other: Report) -> None:
        """Add another run to this one."""
        self.stored += other.stored
        self.revisions += other.revisions
        self.duplicates += other.duplicates
        self.problems += other.problems

    @property
    def ok(self) -> bool:
        """Whether nothing failed."""
        return not self.problems

    def __str__(self) -> str:
        """``48 stored (3 of them revisions), 2 duplicates, 1 failed``."""
        parts = [f"{self.stored} stored"]
        if self.revisions:
            parts[0] += f" ({self.revisions} {'a revision' if self.revisions == 1 else 'revisions'})"
        if self.duplicates:
            parts.append(f"{self.duplicates} {'duplicate' if self.duplicates == 1 else 'duplicates'}")
        failed = sum(o.result == "failed" for o in self.problems)
        if failed:
            parts.append(f"{failed} failed")
        if len(self.problems) > failed:
            parts.append(f"{len(self.problems) - failed} not analysed")
        return ", ".join(parts)


class Ingestor:
    """Stores and reads articles. Synchronous, for any thread; only ``ingest_urls`` touches the network.

    ``version`` names the analysis (stored with its findings); ``clock`` gives aware UTC; ``progress`` hears of every
    outcome as it happens.
    """

    def __init__(
        self,
        database: Database,
        *,
        clock: Callable[[], datetime],
        analyse: Analyse,
        version: str,
        progress: Progress | None = None,
    ) -> None:
        self.database = database
        self.clock = clock
        self._analyse = analyse
        self.version = version
        self._progress = progress

    def ingest_paths(self, paths: Iterable[Path], *, given: Given | None = None, form: Form | None = None) -> Report:
        """Files, and folders with all in them that can be read, in order of name."""
        return self.ingest(
            parsed
            for path in paths
            for file in walk(path)
            for parsed in read_file(file, fetched_at=self.clock(), given=given, form=form)
        )

    def ingest_content(
        self, content: Iterable[bytes], form: Form, *, where: str = "-", given: Given | None = None
    ) -> Report:
        """What stands in a stream of lines (standard input); JSON Lines are taken in as they come."""
        if form is Form.JSONL:
            return self.ingest(parse_lines(content, where=where, fetched_at=self.clock(), given=given))
        whole = b"".join(content)
        return self.ingest(parse_content(whole, form, where=where, fetched_at=self.clock(), given=given))

    async def ingest_urls(self, urls: Iterable[str], fetcher: Fetcher, *, given: Given | None = None) -> Report:
        """Addresses of pages, feeds or files, one after the other."""
        report = Report()
        for url in urls:
            try:
                parsed = list(parse_fetched(await fetcher.fetch(url), given=given))
            except SourceError as error:
                parsed = [Parsed(url, problem=str(error))]
            await asyncio.to_thread(self.ingest, parsed, report=report)
        return report

    def ingest(self, items: Iterable[Parsed], *, report: Report | None = None) -> Report:
        """Store and read each; whatever fails is reported, and the rest goes on.

        Raises ``AnalysisStopped`` where the worker is closed meanwhile; what is stored by then stays for another run.
        """
        report = report if report is not None else Report()
        for parsed in items:
            outcome = self.store(parsed)
            if outcome.article_id is not None and outcome.result in ("new", "revision"):
                outcome = self._read(outcome)
            report.add(outcome)
            if self._progress is not None:
                self._progress(outcome)
        return report

    def take(self, parsed: Parsed) -> Outcome:
        """Store and read one article; what became of it. Raises ``AnalysisStopped`` as ``ingest`` does."""
        return self.read(self.store(parsed))

    def read(self, outcome: Outcome) -> Outcome:
        """Read what was just stored, where there is something new to read. Raises ``AnalysisStopped``."""
        return self._read(outcome) if outcome.result in ("new", "revision") else outcome

    def store(self, parsed: Parsed) -> Outcome:
        """Store one article without reading it."""
        if parsed.draft is None:
            return Outcome(parsed.where, "failed", reason=parsed.problem)
        try:
            stored = self._add(with_language(parsed.draft))
        except ValueError as error:
            return Outcome(parsed.where, "failed", reason=str(error))
        except DBAPIError as error:
            if not _refuses_the_text(error):
                raise
            # Without the database's words: they may repeat the text.
            return Outcome(parsed.where, "failed", reason="the database cannot hold this text")
        return Outcome(parsed.where, stored.outcome, stored.article_id)

    def _add(self, draft: Draft) -> Stored:
        for last in (False, True):
            try:
                with self.database.writing() as session:
                    return add_article(session, draft, now=self.clock())
            except IntegrityError:
                # Another process stored the same source at this moment; it is there the second time.
                if last:
                    raise
        raise AssertionError("unreachable")

    def analyse_pending(self, *, stale: bool = False, skip: Collection[int] = ()) -> Report:
        """Read every article that is stored but not read (``stale``: also those read by another version).

        Each is tried once; those in ``skip`` are not. Ends early where the worker is closed meanwhile. In the report,
        ``stored`` counts all that were tried.
        """
        report = Report()
        failed = set(skip)
        while True:
            with self.database.reading() as session:
                waiting = unread_articles(session, limit=_BATCH + len(failed), version=self.version if stale else None)
            todo = [article for article in waiting if article.id not in failed]
            if not todo:
                place_pending(self.database, now=self.clock())
                return report
            for article in todo:
                try:
                    outcome = self._read(Outcome(f"article {article.id}", "new", article.id), article)
                except AnalysisStopped:
                    return report
                if outcome.result == "unread":
                    failed.add(article.id)
                report.add(outcome)
                if self._progress is not None:
                    self._progress(outcome)

    def _read(self, outcome: Outcome, article: Article | None = None) -> Outcome:
        """Analyse a stored article and store what was found."""
        assert outcome.article_id is not None
        if article is None:
            with self.database.reading() as session:
                article = get_article(session, outcome.article_id)
        try:
            analysis = self._findings(article)
        except AnalysisStopped:
            raise
        except AnalysisError as error:
            return Outcome(outcome.where, "unread", article.id, str(error))
        except Exception as error:  # one text that trips the analysis must not stop the others
            return Outcome(outcome.where, "unread", article.id, f"{type(error).__name__}: {error}"[:300])
        for last in (False, True):
            try:
                with self.database.writing() as session:
                    save_analysis(session, article.id, analysis, version=self.version, now=self.clock())
                break
            except IntegrityError:
                # Another process saved its reading of the same article at this moment: ours takes its place.
                if last:
                    raise
        place_stored(self.database, article.id, analysis, now=self.clock())
        return outcome

    def _findings(self, article: Article) -> Analysis:
        """What the analysis finds; in a language that it does not read, the countries of the headline alone."""
        if article.language is not None and not is_read(article.language):
            return headline_analysis(article.text, article.title, article.language)
        return self._analyse(
            article.text,
            title=article.title,
            published=article.published_at,
            source=article.source.name if article.source else None,
        )


def _refuses_the_text(error: DBAPIError) -> bool:
    """Whether the database refused the text itself, not the connection, the lock or the disk.

    SQLSTATE class 22: data that cannot be; 54: over a limit, as of a tsvector
    (postgresql.org/docs/current/errcodes-appendix.html).
    """
    state = getattr(error.orig, "sqlstate", None) or ""
    return isinstance(error, DataError) or state[:2] in ("22", "54")


def walk(path: Path) -> Iterator[Path]:
    """A file itself (whatever its ending), or the readable files of a folder and its folders, in order of name.

    Hidden files and folders are left out, as are links to folders.
    """
    if not path.is_dir():
        yield path
        return
    for folder, folders, files in os.walk(path):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(files):
            if not name.startswith(".") and Path(name).suffix.lower() in FORMS:
                yield Path(folder) / name
