"""Opening the database: SQLite by default, PostgreSQL by URL; migrations at start.

SQLite: WAL, foreign keys on, a busy timeout, and every writing transaction begins IMMEDIATE, so that two writers
wait for each other instead of failing half-way (sqlite.org/lang_transaction.html).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DatabaseError
from sqlalchemy.orm import Session

from storage.errors import ConfigError, StorageError

BUSY_TIMEOUT_S = 10


class Database:
    """An open database. ``reading()`` and ``writing()`` give short sessions; nothing else touches the engine."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self._writing_engine = engine.execution_options(sitrep_writing=True)

    @property
    def dialect(self) -> str:
        """``sqlite`` or ``postgresql``."""
        return self.engine.dialect.name

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session that only reads. Rolled back at its end."""
        with Session(self.engine, expire_on_commit=False) as session:
            yield session

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """A short writing transaction: commits at the end, rolls back on any error. Never held across the network."""
        with Session(self._writing_engine, expire_on_commit=False) as session, session.begin():
            yield session

    def close(self) -> None:
        """Give back every connection."""
        self.engine.dispose()


def open_database(url: str, *, migrate: bool = True) -> Database:
    """Open (and by default migrate) the database at ``url``.

    ``sqlite:///PATH`` or ``postgresql://...`` (driver psycopg 3). Raises ``ConfigError`` where the address is wrong or
    the database was written by a newer Sitrep, ``StorageError`` where it is out of reach.
    """
    parsed = parse_url(url)
    engine = _create(parsed)
    try:
        if migrate:
            upgrade(engine)
    except DatabaseError as error:
        engine.dispose()
        reason = str(error.orig).strip().splitlines()[0] if error.orig else "no answer"
        raise StorageError(f"the database {_safe(parsed)} cannot be opened: {reason}") from error
    except BaseException:
        engine.dispose()
        raise
    return Database(engine)


def parse_url(url: str) -> URL:
    """A checked database address. Raises ``ConfigError`` for anything but SQLite and PostgreSQL."""
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError):  # a port that is no number; not repeated, it may be a password
        raise ConfigError("SITREP_DATABASE_URL is not an address like sqlite:///FILE or postgresql://…") from None
    backend = parsed.get_backend_name()
    if backend in ("postgresql", "postgres"):
        return parsed.set(drivername="postgresql+psycopg")
    if backend == "sqlite":
        if parsed.drivername not in ("sqlite", "sqlite+pysqlite"):
            raise ConfigError(f"SITREP_DATABASE_URL names {parsed.drivername!r}; write sqlite:///FILE")
        if parsed.query and "uri" not in parsed.query:
            raise ConfigError("SITREP_DATABASE_URL has options after '?'; sqlite:///FILE takes none")
        return parsed
    raise ConfigError(f"SITREP_DATABASE_URL names {backend!r}; Sitrep speaks sqlite and postgresql")


def _safe(url: URL) -> str:
    hidden = {name: "***" for name in url.query if "password" in name.lower()}
    return url.update_query_dict(hidden).render_as_string(hide_password=True)


def _create(url: URL) -> Engine:
    if url.get_backend_name() == "sqlite":
        if url.database and url.database != ":memory:":
            try:
                Path(url.database).parent.mkdir(parents=True, exist_ok=True)
            except OSError as error:
                raise ConfigError(f"cannot make the folder for {url.database}: {error.strerror}") from error
        engine = create_engine(url, hide_parameters=True, connect_args={"timeout": BUSY_TIMEOUT_S})
        event.listen(engine, "connect", _sqlite_connect)
        event.listen(engine, "begin", _sqlite_begin)
        return engine
    # hide_parameters: an error that reaches a log must not carry article or message texts.
    return create_engine(
        url, pool_pre_ping=True, hide_parameters=True, connect_args={"connect_timeout": BUSY_TIMEOUT_S}
    )


def _sqlite_connect(connection: Any, _record: object) -> None:
    # The driver must not begin transactions by itself: _sqlite_begin does.
    connection.isolation_level = None
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode=WAL")
    cursor.execute("PRAGMA synchronous=NORMAL")
    cursor.execute("PRAGMA foreign_keys=ON")
    cursor.execute(f"PRAGMA busy_timeout={BUSY_TIMEOUT_S * 1000}")
    cursor.close()


def _sqlite_begin(connection: Connection) -> None:
    writing = connection.get_execution_options().get("sitrep_writing", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")


def alembic_config() -> Config:
    """Alembic's configuration, without a file: the migrations live in the package."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.set_main_option("path_separator", "os")
    return config


def upgrade(engine: Engine) -> None:
    """Bring the schema to this version. Raises ``ConfigError`` if a newer Sitrep has written it."""
    config = alembic_config()
    script = ScriptDirectory.from_config(config)
    known = {revision.revision for revision in script.walk_revisions()}
    with engine.execution_options(sitrep_writing=True).begin() as connection:
        current = MigrationContext.configure(connection).get_current_revision()
        if current is not None and current not in known:
            raise ConfigError(
                f"the database {_safe(engine.url)} was written by a newer Sitrep (schema {current}): "
                "update Sitrep, or point SITREP_DATABASE_URL at another database"
            )
        if current != script.get_current_head():
            if connection.dialect.name == "postgresql":
                # Two processes starting together: the second waits, then finds nothing left to do.
                connection.exec_driver_sql("SELECT pg_advisory_xact_lock(7483647)")
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
