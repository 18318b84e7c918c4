"""``sitrep ingest``: articles from files, folders, addresses and standard input."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

import click

from bot.commandline.context import FAILED, Application, complaint, is_terminal, make_fetcher, open_ingestor
from bot.commandline.progress import Progress
from bot.ingest.article import FORMS, Form, Given, Parsed, parse_fetched
from bot.ingest.dates import parse_moment
from bot.ingest.entry_pages import as_backlog
from bot.ingest.pipeline import Ingestor, Outcome, Report, walk
from storage.engine import Database
from storage.errors import SourceError
from storage.reading import Turn, count_waiting


def _moment(_context: click.Context, _option: click.Parameter, value: str | None) -> datetime | None:
    if value is None:
        return None
    moment = parse_moment(value)
    if moment is None:
        raise click.BadParameter(f"{value!r} is no date like 2026-06-09 or 2026-06-09T07:15+02:00")
    return moment


@click.command()
@click.argument("inputs", nargs=-1, metavar="PATH|URL|-...")
@click.option("--source", metavar="NAME", help="The outlet, where an article does not name it itself.")
@click.option("--published", metavar="DATE", callback=_moment, help="When it was published (ISO 8601), where unstated.")
@click.option("--exercise", is_flag=True, help="Mark everything as EXERCISE.")
@click.option(
    "--format",
    "form",
    type=click.Choice([f.value for f in Form]),
    help="How to read standard input (text unless given) and files, whatever they are called.",
)
@click.option("--later", is_flag=True, help="Only store, as an archive that is no news; the bot or --pending reads it.")
@click.option("--pending", is_flag=True, help="Then read everything that waits to be read, newest first.")
@click.pass_obj
def ingest(
    application: Application,
    inputs: tuple[str, ...],
    source: str | None,
    published: datetime | None,
    exercise: bool,
    form: str | None,
    later: bool,
    pending: bool,
) -> None:
    """Store and analyse articles.

    Files (.txt .html .md .json .jsonl .xml), folders with all in them, web addresses, or - for standard input.
    What is bad is reported, and the rest goes on. A run that was broken off goes on where it was when it is started
    again. Exit status: 0 all well, 1 something failed, 2 a wrong command.
    """
    if later and pending:
        raise click.UsageError("--later leaves the reading for another time, --pending does it now: give one of them.")
    if not inputs and not pending:
        raise click.UsageError("Give a PATH, a URL, or - for standard input (or --pending).")
    given = Given(source_name=source, published_at=published, exercise=exercise)
    run = _Run(given, Form(form) if form else None, later)
    report = Report()
    database = application.open_database()
    try:
        with open_ingestor(application, database, progress=run.show) as ingestor:
            if inputs:
                with run.shown("stored" if later else "stored and read", _expected(inputs, run.form)):
                    for part in inputs:
                        report.merge(run.take(application, ingestor, part))
            unread = {o.article_id for o in report.problems if o.article_id is not None}
            # What an earlier run stored and had no time to read; an archive only if asked for.
            until = Turn.AGAIN if pending else Turn.KNOWN
            reading = Report()
            if not later:
                with run.shown("read", _count(database, until=until) - len(unread)):
                    reading = ingestor.analyse_pending(skip=unread, until=until)
        waiting = _count(database, since=Turn.ARCHIVE)
    finally:
        database.close()
    if inputs:
        click.echo(str(report))
    if reading.stored or not inputs:
        which = "from an earlier run" if inputs else "waiting"
        click.echo(f"{which}: {reading.stored - len(reading.problems):,} of {reading.stored:,} read")
    if waiting and not pending:
        noun = "article waits" if waiting == 1 else "articles wait"
        click.echo(f"{waiting:,} {noun} to be read: the running bot reads them, or `sitrep ingest --pending`.")
    if not (report.ok and reading.ok):
        raise click.exceptions.Exit(FAILED)


def _count(database: Database, *, since: Turn = Turn.NEWS, until: Turn = Turn.AGAIN) -> int:
    with database.reading() as session:
        return count_waiting(session, since=since, until=until)


@dataclass(slots=True)
class _Run:
    """What holds for all inputs of a command, and the progress that is shown at the moment."""

    given: Given
    form: Form | None
    later: bool
    progress: Progress | None = None

    @contextmanager
    def shown(self, doing: str, total: int | None) -> Iterator[None]:
        """Show progress meanwhile."""
        with Progress(doing, total, terminal=is_terminal()) as self.progress:
            yield

    def show(self, outcome: Outcome) -> None:
        """Count an article; tell what went wrong with it."""
        assert self.progress is not None
        if outcome.reason is not None:
            self.progress.say(complaint(outcome))
        self.progress.step()

    def take(self, application: Application, ingestor: Ingestor, part: str) -> Report:
        """One input: a path, an address, or standard input."""
        if is_url(part):
            return asyncio.run(self._take_url(application, ingestor, part))
        if self.later:
            return ingestor.load(as_archive(parsed) for parsed in self._read(ingestor, part))
        if part == "-":
            return ingestor.ingest_content(sys.stdin.buffer, self.form or Form.TEXT, given=self.given)
        return ingestor.ingest_paths([Path(part)], given=self.given, form=self.form)

    def _read(self, ingestor: Ingestor, part: str) -> Iterator[Parsed]:
        if part == "-":
            return ingestor.read_content(sys.stdin.buffer, self.form or Form.TEXT, given=self.given)
        return ingestor.read_paths([Path(part)], given=self.given, form=self.form)

    async def _take_url(self, application: Application, ingestor: Ingestor, url: str) -> Report:
        async with make_fetcher(application) as fetcher:
            if not self.later:
                return await ingestor.ingest_urls([url], fetcher, given=self.given)
            try:
                items = list(parse_fetched(await fetcher.fetch_page(url), given=self.given))
            except SourceError as error:
                items = [Parsed(url, problem=str(error))]
            return await asyncio.to_thread(ingestor.load, map(as_archive, items))


def as_archive(parsed: Parsed) -> Parsed:
    """Pure: what is loaded in bulk is no news of this moment, like what a feed held when it was added."""
    return parsed if parsed.draft is None else replace(parsed, draft=as_backlog(parsed.draft))


def is_url(part: str) -> bool:
    """Whether an argument is a web address rather than a path."""
    return "://" in part


def _expected(inputs: tuple[str, ...], form: Form | None) -> int | None:
    """How many articles will come, where that can be told beforehand."""
    total = 0
    for part in inputs:
        if part == "-" or is_url(part):
            return None
        for file in walk(Path(part)):
            number = _articles_in(file, form or FORMS.get(file.suffix.lower()))
            if number is None:
                return None
            total += number
    return total


def _articles_in(file: Path, form: Form | None) -> int | None:
    """One, or one a line; ``None`` for JSON and feeds, of which nobody knows beforehand, and for pipes."""
    if form in (Form.JSON, Form.FEED) or (form is Form.JSONL and not file.is_file()):
        return None
    if form is not Form.JSONL:
        return 1
    try:
        with file.open("rb") as content:
            return sum(part.count(b"\n") for part in iter(lambda: content.read(1 << 20), b""))
    except OSError:
        return None
