"""``sitrep feeds import``, ``export``, ``presets``, and adding a preset."""

from __future__ import annotations

from typing import BinaryIO

import click

from bot.commandline.context import FAILED, Application
from bot.ingest.intervals import FIRST_INTERVAL_S
from bot.ingest.opml import read_opml, write_opml
from bot.ingest.presets import Presets, read_presets
from storage.engine import Database
from storage.errors import SourceError
from storage.sources import add_feed, list_feeds, put_source

LATER = "They are read by `sitrep run`, or now by `sitrep feeds poll`."


@click.command("import")
@click.argument("file", type=click.File("rb"))
@click.pass_obj
def import_(application: Application, file: BinaryIO) -> None:
    """Add the feeds of an OPML FILE (- is standard input); its folders become groups."""
    try:
        listed = read_opml(file.read())
    except SourceError as error:
        raise click.BadParameter(str(error), param_hint="FILE") from error
    added = 0
    good = [feed for feed in listed if feed.problem is None]
    database = application.open_database()
    try:
        with database.writing() as session:
            for feed in good:
                _, is_new = add_feed(
                    session,
                    feed.url,
                    now=application.clock(),
                    interval_s=FIRST_INTERVAL_S,
                    title=feed.title,
                    folder=feed.folder,
                )
                added += is_new
    finally:
        database.close()
    bad = [feed for feed in listed if feed.problem is not None]
    for feed in bad:
        click.echo(f"{feed.title or feed.url or 'a feed without an address'}: {feed.problem}", err=True)
    refused = f", {len(bad)} refused" if bad else ""
    click.echo(f"{added} added, {len(good) - added} already there{refused}. {LATER if added else ''}".rstrip())
    if bad:
        raise click.exceptions.Exit(FAILED)


@click.command()
@click.argument("file", type=click.File("wb"), default="-")
@click.pass_obj
def export(application: Application, file: BinaryIO) -> None:
    """Write every feed to FILE (default: standard output) as OPML, groups as folders."""
    database = application.open_database()
    try:
        with database.reading() as session:
            stored = list_feeds(session)
    finally:
        database.close()
    file.write(write_opml(stored, now=application.clock()))


@click.command("presets")
@click.argument("name", required=False)
def list_presets(name: str | None) -> None:
    """The ready lists of feeds; with NAME what is in that one, and how far each source is trusted."""
    presets = read_presets()
    if name is None:
        for preset, description in presets.descriptions.items():
            click.echo(f"{preset}  ({len(presets.of(preset))} feeds): {description}")
        click.echo("Add one with: sitrep feeds add --preset NAME")
        return
    check_preset(presets, name)
    for feed in presets.of(name):
        source = feed.source
        click.echo(
            f"{source.name}  |  {source.kind}, {source.home_country or 'no country'}, {source.language}  |  {feed.url}"
        )
        click.echo(f"    reliability {source.reliability}: {source.reliability_reason}")
        if feed.note:
            click.echo(f"    {feed.note}")


def check_preset(presets: Presets, name: str) -> None:
    """Raises ``click.BadParameter`` naming those that exist."""
    if name not in presets.descriptions:
        raise click.BadParameter(f"there is no preset {name!r}, only {', '.join(presets.descriptions)}")


def add_preset(application: Application, database: Database, name: str) -> None:
    """Add the feeds of a preset, their sources with their reliability, and say so. They are polled later."""
    presets = read_presets()
    check_preset(presets, name)
    added = 0
    chosen = presets.of(name)
    with database.writing() as session:
        for feed in chosen:
            put_source(session, feed.source)
            _, is_new = add_feed(
                session,
                feed.url,
                now=application.clock(),
                interval_s=FIRST_INTERVAL_S,
                source_name=feed.source.name,
                folder=name,
            )
            added += is_new
    click.echo(f"{name}: {added} feeds added, {len(chosen) - added} already there. {LATER}")
