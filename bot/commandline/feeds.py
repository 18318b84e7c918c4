"""``sitrep feeds``: what is polled, and polling it."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

import click

from bot.commandline.context import FAILED, Application, complain, make_fetcher, open_ingestor
from bot.ingest.fetch import check_url
from bot.ingest.intervals import FIRST_INTERVAL_S
from bot.ingest.polling import Polled, Poller, PollRun
from storage.engine import Database
from storage.errors import NotFound, SourceError
from storage.model.article import Feed
from storage.sources import add_feed, list_feeds, remove_feed


@click.group()
def feeds() -> None:
    """The RSS and Atom feeds that are read."""


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
    """A feed in one line: number, name, address, state, last success, and what is wrong."""
    name = feed.source_name or feed.title or "(no name yet)"
    read = "never read" if feed.last_success_at is None else f"read {_ago(now, feed.last_success_at)} ago"
    parts = [f"{feed.id}  {name}  {feed.url}", feed.health, read]
    if feed.disabled_at is None:
        parts.append(f"next in {_ago(feed.next_poll_at, now)}" if feed.next_poll_at > now else "due")
    if feed.last_error:
        parts.append(feed.last_error)
    return "  |  ".join(parts)


def _ago(later: datetime, earlier: datetime) -> str:
    minutes = max(0, int((later - earlier).total_seconds() // 60))
    if minutes < 120:
        return f"{minutes} min"
    return f"{minutes // 60} h" if minutes < 48 * 60 else f"{minutes // 1440} d"


@feeds.command()
@click.argument("url")
@click.option("--name", metavar="NAME", help="What to call the feed, instead of its own title.")
@click.option("--source", metavar="NAME", help="The outlet its articles are filed under, instead of the feed's title.")
@click.option("--exercise", is_flag=True, help="Mark its articles as EXERCISE.")
@click.option("--no-poll", is_flag=True, help="Only note the address; the next poll reads it.")
@click.pass_obj
def add(
    application: Application, url: str, name: str | None, source: str | None, exercise: bool, no_poll: bool
) -> None:
    """Add a feed and read it once."""
    try:
        address = check_url(url)
    except SourceError as error:
        raise click.BadParameter(str(error), param_hint="URL") from error
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
            )
        click.echo(f"feed {feed.id} {'added' if is_new else 'was there already'}: {feed.url}")
        if not no_poll:
            _finish(asyncio.run(_poll(application, database, [feed])))


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
