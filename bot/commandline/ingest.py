"""``sitrep ingest``: articles from files, folders, addresses and standard input."""

from __future__ import annotations

import asyncio
import sys
from datetime import datetime
from pathlib import Path
from typing import NoReturn

import click
from tqdm import tqdm

from bot.commandline.context import FAILED, Application, complain, is_terminal, make_fetcher, open_ingestor
from bot.ingest.article import FORMS, Form, Given
from bot.ingest.dates import parse_moment
from bot.ingest.pipeline import Ingestor, Outcome, Report, walk


def _moment(_context: click.Context, _option: click.Parameter, value: str | None) -> datetime | None:
    if value is None:
        return None
    moment = parse_moment(value)
    if moment is None:
        raise click.BadParameter(f"{value!r} is no date like 2026-06-09 or 2026-06-09T07:15+02:00")
    return moment


@click.command()
@click.argument("inputs", nargs=-1, required=True, metavar="PATH|URL|-...")
@click.option("--source", metavar="NAME", help="The outlet, where an article does not name it itself.")
@click.option("--published", metavar="DATE", callback=_moment, help="When it was published (ISO 8601), where unstated.")
@click.option("--exercise", is_flag=True, help="Mark everything as EXERCISE.")
@click.option(
    "--format",
    "form",
    type=click.Choice([f.value for f in Form]),
    help="How to read standard input (text unless given) and files, whatever they are called.",
)
@click.pass_obj
def ingest(
    application: Application,
    inputs: tuple[str, ...],
    source: str | None,
    published: datetime | None,
    exercise: bool,
    form: str | None,
) -> None:
    """Store and analyse articles.

    Files (.txt .html .md .json .jsonl .xml), folders with all in them, web addresses, or - for standard input.
    What is bad is reported, and the rest goes on. Exit status: 0 all well, 1 something failed, 2 a wrong command.
    """
    given = Given(source_name=source, published_at=published, exercise=exercise)
    report = Report()
    database = application.open_database()
    try:
        with (
            tqdm(total=_expected(inputs), unit=" articles", disable=not is_terminal(), leave=False) as bar,
            open_ingestor(application, database, progress=lambda outcome: _show(bar, outcome)) as ingestor,
        ):
            for part in inputs:
                report.merge(_ingest_one(application, ingestor, part, Form(form) if form else None, given))
            # What an earlier run stored and had no time to read.
            unread = {o.article_id for o in report.problems if o.article_id is not None}
            reading = ingestor.analyse_pending(skip=unread)
    finally:
        database.close()
    click.echo(str(report))
    if reading.stored:
        click.echo(f"from an earlier run: {reading.stored - len(reading.problems)} of {reading.stored} read")
    if not (report.ok and reading.ok):
        raise click.exceptions.Exit(FAILED)


def _ingest_one(application: Application, ingestor: Ingestor, part: str, form: Form | None, given: Given) -> Report:
    if part == "-":
        return ingestor.ingest_content(sys.stdin.buffer, form or Form.TEXT, given=given)
    if is_url(part):
        return asyncio.run(_ingest_url(application, ingestor, part, given))
    return ingestor.ingest_paths([Path(part)], given=given, form=form)


async def _ingest_url(application: Application, ingestor: Ingestor, url: str, given: Given) -> Report:
    async with make_fetcher(application) as fetcher:
        return await ingestor.ingest_urls([url], fetcher, given=given)


def is_url(part: str) -> bool:
    """Whether an argument is a web address rather than a path."""
    return "://" in part


def _expected(inputs: tuple[str, ...]) -> int | None:
    """How many articles will come, where that can be told beforehand."""
    files = [file for part in inputs if part != "-" and not is_url(part) for file in walk(Path(part))]
    many = any(FORMS.get(file.suffix.lower()) in (Form.JSON, Form.JSONL, Form.FEED) for file in files)
    return None if many or "-" in inputs or any(map(is_url, inputs)) else len(files)


def _show(bar: tqdm[NoReturn], outcome: Outcome) -> None:
    if outcome.reason is not None:
        # The bar steps aside for the line.
        with bar.external_write_mode(file=sys.stderr):
            complain(outcome)
    bar.update()
