"""The database opens, migrates, and says clearly what is wrong where it cannot."""

from __future__ import annotations

from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import text

from storage.engine import Database, open_database, parse_url, upgrade
from storage.errors import ConfigError, StorageError
from storage.tables import Base
from tests.conftest import FrozenClock


def test_the_migrations_make_the_mapped_tables(database: Database) -> None:
    """After the migrations nothing differs from the mappings."""
    with database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"include_object": _only_ours})
        assert compare_metadata(context, Base.metadata) == []


def _only_ours(obj: object, name: str | None, kind: str, reflected: bool, compare_to: object) -> bool:
    # Full-text search is made by hand in the migration and has no mapping.
    return not (reflected and name is not None and (name.startswith("article_fts") or "search_vector" in name))


def test_opening_twice_changes_nothing(database: Database) -> None:
    """A second start finds the schema as it should be."""
    upgrade(database.engine)
    with database.engine.connect() as connection:
        assert MigrationContext.configure(connection).get_current_revision() is not None


def test_a_database_of_a_newer_version_is_refused(database: Database, database_url: str) -> None:
    """A revision that this version does not know: one line with what to do."""
    with database.writing() as session:
        known = session.execute(text("SELECT version_num FROM alembic_version")).scalar_one()
        session.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    try:
        with pytest.raises(ConfigError, match="newer Sitrep"):
            open_database(database_url)
    finally:
        with database.writing() as session:
            session.execute(text("UPDATE alembic_version SET version_num = :known"), {"known": known})


def test_sqlite_uses_wal(tmp_path: Path) -> None:
    """Readers do not wait for the writer."""
    database = open_database(f"sqlite:///{tmp_path / 'a.db'}")
    with database.reading() as session:
        assert session.execute(text("PRAGMA journal_mode")).scalar_one() == "wal"
        assert session.execute(text("PRAGMA foreign_keys")).scalar_one() == 1
    database.close()


@pytest.mark.parametrize("url", ["mysql://u@h/d", "not an address", "oracle://x"])
def test_other_databases_are_refused(url: str) -> None:
    """Only SQLite and PostgreSQL."""
    with pytest.raises(ConfigError, match="SITREP_DATABASE_URL"):
        parse_url(url)


def test_postgres_is_postgresql() -> None:
    """The short scheme that hosting services hand out is understood."""
    assert parse_url("postgres://u:p@h/d").drivername == "postgresql+psycopg"


def test_a_file_that_is_no_database_is_reported(tmp_path: Path) -> None:
    """Not a traceback."""
    (tmp_path / "a.db").write_bytes(b"this is not a database at all, not even a little" * 50)
    with pytest.raises(StorageError, match="cannot be opened"):
        open_database(f"sqlite:///{tmp_path / 'a.db'}")


@pytest.mark.parametrize(
    "url",
    ["postgresql://sitrep:topsecret@127.0.0.1:1/sitrep", "postgresql://127.0.0.1:1/sitrep?user=u&password=topsecret"],
)
def test_an_unreachable_server_is_reported_without_the_password(url: str) -> None:
    """The password never shows."""
    with pytest.raises(StorageError) as caught:
        open_database(url)
    assert "topsecret" not in str(caught.value)


def test_a_failed_write_leaves_nothing(database: Database, clock: FrozenClock) -> None:
    """Everything in a writing session happens, or nothing."""
    from storage.chats import ensure_chat, find_chat

    def fail() -> None:
        with database.writing() as session:
            ensure_chat(session, 5, kind="private", title=None, now=clock())
            raise RuntimeError("power cut")

    with pytest.raises(RuntimeError, match="power cut"):
        fail()
    with database.reading() as session:
        assert find_chat(session, 5) is None
