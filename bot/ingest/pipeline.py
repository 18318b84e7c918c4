"""The walk of an article: address or file -> Fetched -> Draft -> Article -> Analysis -> rows -> Story.

Every step is a short transaction of its own (many articles are stored a batch at a time); none is held across the
network or an analysis. Killed anywhere, the next run goes on: what is stored is refused as a duplicate, and waits until
it has been read (``storage.reading``).
"""

from __future__ import annotations

import asyncio
import os
import threading
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
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
from storage.articles import Stored, add_article, get_article
from storage.bulk import add_articles
from storage.engine import Database
from storage.errors import AnalysisError, SourceError
from storage.events import save_analysis
from storage.known import known_texts
from storage.languages import is_read
from storage.model.article import Article, Draft
from storage.model.findings import Analysis
from storage.reading import Turn, is_waiting, wait_again, waiting_articles

BATCH = 500
"""How many articles are stored in one transaction at most."""
MOST_CHARACTERS = 4_000_000
"""And of how many characters together, so that memory stays flat."""
SLICE = 20
"""After how many articles it is looked up anew which ones are to be read next."""


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
        """``48 stored (3 revisions), 2 duplicates, 1 failed``."""
        parts = [f"{self.stored:,} stored"]
        if self.revisions:
            parts[0] += f" ({self.revisions:,} {'a revision' if self.revisions == 1 else 'revisions'})"
        if self.duplicates:
            parts.append(f"{self.duplicates:,} {'duplicate' if self.duplicates == 1 else 'duplicates'}")
        failed = sum(o.result == "failed" for o in self.problems)
        if failed:
            parts.append(f"{failed:,} failed")
        if len(self.problems) > failed:
            parts.append(f"{len(self.problems) - failed:,} not analysed")
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
        # Two threads that go through what waits would else read everything twice, each behind the other.
        self._in_hand: set[int] = set()
        self._choosing = threading.Lock()

    def ingest_paths(self, paths: Iterable[Path], *, given: Given | None = None, form: Form | None = None) -> Report:
        """Files, and folders with all in them that can be read, in order of name."""
        return self.ingest(self.read_paths(paths, given=given, form=form), at_once=BATCH)

    def read_paths(
        self, paths: Iterable[Path], *, given: Given | None = None, form: Form | None = None
    ) -> Iterator[Parsed]:
        """The articles of files and folders, one at a time."""
        for path in paths:
            for file in walk(path):
                yield from read_file(file, fetched_at=self.clock(), given=given, form=form)

    def ingest_content(
        self, content: Iterable[bytes], form: Form, *, where: str = "-", given: Given | None = None
    ) -> Report:
        """What stands in a stream of lines (standard input); JSON Lines are taken in as they come."""
        return self.ingest(self.read_content(content, form, where=where, given=given))

    def read_content(
        self, content: Iterable[bytes], form: Form, *, where: str = "-", given: Given | None = None
    ) -> Iterator[Parsed]:
        """The articles of a stream of lines; those of JSON Lines as they come."""
        if form is Form.JSONL:
            return parse_lines(content, where=where, fetched_at=self.clock(), given=given)
        return parse_content(b"".join(content), form, where=where, fetched_at=self.clock(), given=given)

    async def ingest_urls(self, urls: Iterable[str], fetcher: Fetcher, *, given: Given | None = None) -> Report:
        """Addresses of pages, feeds or files, one after the other."""
        report = Report()
        for url in urls:
            try:
                parsed = list(parse_fetched(await fetcher.fetch_page(url), given=given))
            except SourceError as error:
                parsed = [Parsed(url, problem=str(error))]
            await asyncio.to_thread(self.ingest, parsed, report=report)
        return report

    def ingest(self, items: Iterable[Parsed], *, report: Report | None = None, at_once: int = 1) -> Report:
        """Store and read each; whatever fails is reported, and the rest goes on. ``at_once`` are stored together.

        Raises ``AnalysisStopped`` where the worker is closed meanwhile; what is stored by then stays for another run.
        """
        report = report if report is not None else Report()
        for batch in _batches(items, at_once):
            for outcome in self.store_many(batch):
                result = self._read(outcome) if outcome.result in ("new", "revision") else outcome
                self._note(result, report)
        return report

    def load(self, items: Iterable[Parsed]) -> Report:
        """Store each without reading it: an archive, that is read when there is time and is no news."""
        report = Report()
        for batch in _batches(items, BATCH):
            for outcome in self.store_many(batch, turn=Turn.ARCHIVE):
                self._note(outcome, report)
        return report

    def _note(self, outcome: Outcome, report: Report) -> None:
        report.add(outcome)
        if self._progress is not None:
            self._progress(outcome)

    def take(self, parsed: Parsed) -> Outcome:
        """Store and read one article; what became of it. Raises ``AnalysisStopped`` as ``ingest`` does."""
        return self.read(self.store(parsed))

    def read(self, outcome: Outcome) -> Outcome:
        """Read what was just stored, where there is something new to read. Raises ``AnalysisStopped``."""
        return self._read(outcome) if outcome.result in ("new", "revision") else outcome

    def store(self, parsed: Parsed, *, turn: Turn | None = None) -> Outcome:
        """Store one article without reading it. ``turn`` is when it is to be read, unless that of its kind."""
        if parsed.draft is None:
            return Outcome(parsed.where, "failed", reason=parsed.problem)
        try:
            stored = self._add(with_language(parsed.draft), turn)
        except ValueError as error:
            return Outcome(parsed.where, "failed", reason=str(error))
        except DBAPIError as error:
            if not isinstance(error, IntegrityError) and not _refuses_the_text(error):
                raise
            # Without the database's words: they may repeat the text.
            return Outcome(parsed.where, "failed", reason="the database cannot hold this text")
        return Outcome(parsed.where, stored.outcome, stored.article_id)

    def store_many(self, items: Sequence[Parsed], *, turn: Turn | None = None) -> list[Outcome]:
        """Store articles in one transaction without reading them; what became of each, in their order.

        Where the database refuses one, they are stored one by one, so that this one alone is lost. What is known
        already costs little: another run over the same archive is soon where the first one ended.
        """
        if len(items) == 1:
            return [self.store(items[0], turn=turn)]
        outcomes: dict[int, Outcome] = {}
        drafts: dict[int, Draft] = {}
        with self.database.reading() as session:
            known = known_texts(session, [parsed.draft for parsed in items if parsed.draft is not None])
        for place, parsed in enumerate(items):
            if parsed.draft is None:
                outcomes[place] = Outcome(parsed.where, "failed", reason=parsed.problem)
            elif parsed.draft in known:
                outcomes[place] = Outcome(parsed.where, "duplicate", known[parsed.draft])
            else:
                drafts[place] = with_language(parsed.draft)
        try:
            if drafts:
                with self.database.writing() as session:
                    stored = add_articles(session, list(drafts.values()), now=self.clock(), turn=turn)
                for place, one in zip(drafts, stored, strict=True):
                    outcomes[place] = Outcome(items[place].where, one.outcome, one.article_id)
        except (ValueError, DBAPIError) as error:
            if isinstance(error, DBAPIError) and not _concerns_one(error):
                raise
            for place in drafts:
                outcomes[place] = self.store(items[place], turn=turn)
        return [outcomes[place] for place in range(len(items))]

    def _add(self, draft: Draft, turn: Turn | None) -> Stored:
        for last in (False, True):
            try:
                with self.database.writing() as session:
                    return add_article(session, draft, now=self.clock(), turn=turn)
            except IntegrityError:
                # Another process stored the same source at this moment; it is there the second time.
                if last:
                    raise
        raise AssertionError("unreachable")

    def analyse_pending(
        self,
        *,
        stale: bool = False,
        skip: Collection[int] = (),
        limit: int | None = None,
        until: Turn = Turn.AGAIN,
    ) -> Report:
        """Read what is stored but not read (``stale``: also what another version has read), in order of its turn.

        That order is looked up anew every ``SLICE`` articles, so that news which comes in meanwhile is next, however
        much waits. Each is tried once; those in ``skip`` are not, nor those whose turn comes after ``until``, and
        ``limit`` at most. Ends early where the worker is closed meanwhile. In the report, ``stored`` counts all that
        were tried.
        """
        if stale:
            with self.database.writing() as session:
                wait_again(session, self.version)
        report = Report()
        failed = set(skip)
        while limit is None or report.stored < limit:
            number = SLICE if limit is None else min(SLICE, limit - report.stored)
            with self.database.reading() as session:
                todo = waiting_articles(session, limit=number, until=until, skip=failed)
            if not todo:
                break
            for article_id in todo:
                if not self._take_in_hand(article_id):
                    failed.add(article_id)  # another thread reads it
                    continue
                try:
                    outcome = self._read(Outcome(f"article {article_id}", "new", article_id))
                except AnalysisStopped:
                    return report
                finally:
                    self._in_hand.discard(article_id)
                if outcome.result == "unread":
                    failed.add(article_id)
                self._note(outcome, report)
        place_pending(self.database, now=self.clock())
        return report

    def _read(self, outcome: Outcome) -> Outcome:
        """Analyse a stored article and store what was found, unless somebody else just did (or it was pruned)."""
        assert outcome.article_id is not None
        with self.database.reading() as session:
            waits = is_waiting(session, outcome.article_id)
            article = get_article(session, outcome.article_id) if waits else None
        return outcome if article is None else self._read_now(outcome, article)

    def _take_in_hand(self, article_id: int) -> bool:
        with self._choosing:
            free = article_id not in self._in_hand
            self._in_hand.add(article_id)
        return free

    def _read_now(self, outcome: Outcome, article: Article) -> Outcome:
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


def _batches(items: Iterable[Parsed], at_once: int) -> Iterator[list[Parsed]]:
    """The items in batches of ``at_once``, or fewer where their texts are long; each as soon as it is full."""
    batch: list[Parsed] = []
    characters = 0
    for parsed in items:
        batch.append(parsed)
        characters += len(parsed.draft.text) if parsed.draft is not None else 0
        if len(batch) >= at_once or characters >= MOST_CHARACTERS:
            yield batch
            batch, characters = [], 0
    if batch:
        yield batch


def _concerns_one(error: DBAPIError) -> bool:
    """Whether others of the batch may be stored: a text or a row was refused, or two writers crossed (class 40)."""
    state = getattr(error.orig, "sqlstate", None) or ""
    return isinstance(error, IntegrityError) or _refuses_the_text(error) or state[:2] == "40"


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
