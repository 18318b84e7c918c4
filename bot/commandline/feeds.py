"""``sitrep feeds``: what is polled, and polling it."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

import click

from bot.commandline.context import FAILED, Application, complain, make_fetcher, open_ingestor
from bot.commandline.feeds_lists import add_preset, export, import_, list_presets
from bot.ingest.discovery import discover, likely
from bot.ingest.fetch import check_url
from bot.ingest.intervals import FIRST_INTERVAL_S
from bot.ingest.polling import Polled, Poller, PollRun
from storage.engine import Database
from storage.errors import NotFound, SourceError
from storage.model.article import Feed
from storage.sources import add_feed, list_feeds, remove_feed


@click.group()
def feeds() -> None:
    """The feeds that are read: RSS, Atom and JSON Feed."""


for _command in (import_, export, list_presets):
    feeds.add_command(_command)


@contextmanager
def _database(application: Application) -> Iterator[Database]:
    database = application.open_database()
    try:
        yield database
    finally:
        database.close()


@feeds.command("list")
@click.pass_obj
def list_(application: Application) -> None:
    """Every feed with its state."""
    with _database(application) as database, database.reading() as session:
        stored = list_feeds(session)
    if not stored:
        click.echo("No feeds yet: sitrep feeds add URL")
    now = application.clock()
    for feed in stored:
        click.echo(describe(feed, now))


def describe(feed: Feed, now: datetime) -> str:
    """A feed in one line: number, name, address, group, and how it does."""
    parts = [f"{feed.id}  {feed.source_name or feed.title or '(no name yet)'}  {feed.url}"]
    if feed.folder:
        parts.append(f"in {feed.folder}")
    return "  |  ".join([*parts, feed.health_at(now)])


@feeds.command()
@click.argument("url", required=False)
@click.option("--preset", metavar="PRESET", help="Add a ready list instead: see `sitrep feeds presets`.")
@click.option("--name", metavar="NAME", help="What to call the feed, instead of its own title.")
@click.option("--source", metavar="NAME", help="The outlet its articles are filed under, instead of the feed's title.")
@click.option("--folder", metavar="GROUP", help="The group it belongs to (A/B for a group in a group).")
@click.option("--exercise", is_flag=True, help="Mark its articles as EXERCISE.")
@click.option("--no-poll", is_flag=True, help="Only note the address; the next poll reads it.")
@click.pass_obj
def add(
    application: Application,
    url: str | None,
    preset: str | None,
    name: str | None,
    source: str | None,
    folder: str | None,
    exercise: bool,
    no_poll: bool,
) -> None:
    """Add a feed and read it once. URL may be a site's: the feed behind it is looked for."""
    if (url is None) == (preset is None):
        raise click.UsageError("Give the address of a feed or site, or --preset PRESET.")
    if preset is not None:
        with _database(application) as database:
            add_preset(application, database, preset)
        return
    try:
        address = check_url(url or "")
    except SourceError as error:
        raise click.BadParameter(str(error), param_hint="URL") from error
    if not no_poll:
        address = asyncio.run(_find(application, address))
    with _database(application) as database:
        with database.writing() as session:
            feed, is_new = add_feed(
                session,
                address,
                now=application.clock(),
                interval_s=FIRST_INTERVAL_S,
                title=name,
                source_name=source,
                exercise=exercise,
                folder=folder,
            )
        click.echo(f"feed {feed.id} {'added' if is_new else 'was there already'}: {feed.url}")
        if not no_poll:
            _finish(asyncio.run(_poll(application, database, [feed])))


async def _find(application: Application, address: str) -> str:
    """The address of the feed at or behind ``address``; itself where it does not answer now.

    Ends with exit status 1 where there is none, and 2 where somebody must choose.
    """
    async with make_fetcher(application) as fetcher:
        try:
            found = await discover(fetcher, address)
        except SourceError:
            return address  # it may answer later: kept, and its fault is told
    if not found:
        click.echo(
            f"{address} is no feed, and no feed was found behind it. Look for the address of one there.", err=True
        )
        raise click.exceptions.Exit(FAILED)
    chosen = likely(found)
    if chosen is None:
        click.echo("There are several feeds there. Add the one you want:", err=True)
        for feed in found:
            click.echo(f"  sitrep feeds add {feed.url}" + (f"   ({feed.title})" if feed.title else ""), err=True)
        raise click.exceptions.Exit(2)
    return chosen.url


@feeds.command()
@click.argument("feed_id", metavar="ID", type=int)
@click.pass_obj
def remove(application: Application, feed_id: int) -> None:
    """Forget a feed. Its articles stay."""
    with _database(application) as database:
        try:
            with database.writing() as session:
                remove_feed(session, feed_id)
        except NotFound as error:
            raise click.BadParameter(str(error), param_hint="ID") from error
    click.echo(f"feed {feed_id} removed; its articles stay")


@feeds.command()
@click.option("--all", "everything", is_flag=True, help="Also the feeds that are not due yet.")
@click.pass_obj
def poll(application: Application, everything: bool) -> None:
    """Read the feeds that are due."""
    with _database(application) as database:
        _finish(asyncio.run(_poll(application, database, None, everything=everything)))


async def _poll(
    application: Application, database: Database, chosen: list[Feed] | None, *, everything: bool = False
) -> PollRun:
    with open_ingestor(application, database) as ingestor:
        async with make_fetcher(application) as fetcher:
            poller = Poller(
                ingestor,
                fetcher,
                random=random.random,
                fetch_pages=application.settings.fetch_pages,
            )
            if chosen is not None:
                return await poller.poll_feeds(chosen)
            if everything:
                return await poller.poll_all_feeds()
            return await poller.poll_due_feeds(application.clock())


def _finish(run: PollRun) -> None:
    if not run.feeds:
        click.echo("no feed is due")
    for polled in run.feeds:
        click.echo(summary(polled), err=polled.error is not None)
        for problem in polled.report.problems:
            complain(problem)
    for problem in run.reading.problems:
        complain(problem)
    if not run.ok:
        raise click.exceptions.Exit(FAILED)


def summary(polled: Polled) -> str:
    """What one poll came to, in one line."""
    name = polled.feed.source_name or polled.title or polled.feed.url
    if polled.error is not None:
        return f"feed {polled.feed.id}, {name}: {polled.error}"
    if polled.not_modified:
        return f"feed {polled.feed.id}, {name}: nothing new since the last time"
    entries = f"{polled.entries} {'entry' if polled.entries == 1 else 'entries'}"
    return f"feed {polled.feed.id}, {name}: {entries}, {polled.report}"
