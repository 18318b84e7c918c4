"""``sitrep deliveries``: what waits in the outbox, what failed, and trying again."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Protocol

import click

from storage.deliveries import list_deliveries, retry_deliveries
from storage.engine import Database
from storage.model.chat import Delivery, DeliveryStatus


class Outbox(Protocol):
    """What these commands need of the program."""

    @property
    def clock(self) -> Callable[[], datetime]: ...
    def open_database(self) -> Database: ...


@contextmanager
def _database(program: Outbox) -> Iterator[Database]:
    database = program.open_database()
    try:
        yield database
    finally:
        database.close()


@click.group()
def deliveries() -> None:
    """The outbox: digests on their way to Telegram."""


@deliveries.command("list")
@click.option(
    "--status",
    type=click.Choice([status.value for status in DeliveryStatus]),
    help="Only rows in this state.",
)
@click.option("--limit", type=click.IntRange(min=1), default=50, show_default=True, help="How many, newest first.")
@click.pass_obj
def list_(program: Outbox, status: str | None, limit: int) -> None:
    """The newest rows, one a line. The texts themselves are not shown."""
    with _database(program) as database, database.reading() as session:
        rows = list_deliveries(session, status=DeliveryStatus(status) if status else None, limit=limit)
    if not rows:
        click.echo("Nothing there.")
    for row in rows:
        click.echo(describe(row))


@deliveries.command()
@click.argument("delivery_id", type=click.IntRange(min=1), required=False, metavar="[ID]")
@click.pass_obj
def retry(program: Outbox, delivery_id: int | None) -> None:
    """Try again: every row that failed, or the one row ID, be it failed or put off."""
    with _database(program) as database, database.writing() as session:
        number = retry_deliveries(session, now=program.clock(), delivery_id=delivery_id)
    if delivery_id is not None and not number:
        raise click.ClickException(f"there is no delivery {delivery_id} that failed or waits")
    click.echo(f"{number} {'delivery goes' if number == 1 else 'deliveries go'} out at the next tick")


def describe(row: Delivery) -> str:
    """A row in one line: number, state, chat, what for, how often tried, when next, and what went wrong."""
    place = f"chat {row.chat_id}" + (f" topic {row.thread_id}" if row.thread_id else "")
    parts = [f"{row.id}  {row.status}", place, row.key, f"tried {row.attempts}x"]
    if row.parts_sent:
        parts.append(f"{row.parts_sent} {'part' if row.parts_sent == 1 else 'parts'} sent")
    if row.sent_at is not None:
        parts.append(f"sent {row.sent_at:%Y-%m-%d %H:%M:%S} UTC")
    elif row.status is not DeliveryStatus.FAILED:
        parts.append(f"next {row.next_attempt_at:%Y-%m-%d %H:%M:%S} UTC")
    if row.last_error:
        parts.append(row.last_error)
    return "  |  ".join(parts)
