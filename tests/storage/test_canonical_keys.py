"""Articles of a Sitrep from before addresses were canonical are known again after the upgrade."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic import command
from sqlalchemy import Engine, create_engine, text

from storage.articles import add_article, known_addresses, url_key
from storage.engine import Database, alembic_config, open_database, parse_url
from storage.model.article import Draft
from tests.conftest import NOON, empty_postgresql

INSERT = text(
    "INSERT INTO article (id, content_hash, url, url_key, revision, superseded_by, text, date_clamped, effective_at,"
    " fetched_at, stored_at, exercise) VALUES (:id, :hash, :url, :key, :revision, :by, :text, false, :at, :at, :at,"
    " false)"
)


@pytest.fixture(params=["sqlite", "postgresql"])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Of an empty database without tables."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'old.db'}"
        return
    with empty_postgresql(request.getfixturevalue("postgresql_url")) as url:
        yield url


def old_key(url: str) -> str:
    """The key as it was: no more than lower case, and no scheme."""
    return url.lower().partition("://")[2]


def upgraded(address: str, articles: list[tuple[str | None, int, int | None]]) -> Database:
    """A database that revision 0003 made and filled, as this version opens it. An article: address, revision, newer."""
    engine: Engine = create_engine(parse_url(address))
    config = alembic_config()
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0003")
        # The newest first, since an older revision points to it.
        for number, (url, revision, newer) in reversed(list(enumerate(articles, start=1))):
            connection.execute(
                INSERT,
                {
                    "id": number,
                    "hash": Draft(f"Text {number}.", fetched_at=NOON).content_hash,
                    "url": url,
                    "key": None if url is None else old_key(url),
                    "revision": revision,
                    "by": newer,
                    "text": f"Text {number}.",
                    "at": NOON.replace(tzinfo=None) if engine.dialect.name == "sqlite" else NOON,
                },
            )
    engine.dispose()
    return open_database(address)


def keys(database: Database) -> list[tuple[str | None, int]]:
    with database.reading() as session:
        return [
            (key, number) for key, number in session.execute(text("SELECT url_key, revision FROM article ORDER BY id"))
        ]


def test_an_old_article_is_known_by_every_form_of_its_address(address: str) -> None:
    database = upgraded(address, [("http://www.harbour.example/a?utm_source=x", 1, None)])
    with database.reading() as session:
        assert known_addresses(session, ["https://harbour.example/a"])
    with database.writing() as session:
        draft = Draft("Another text.", fetched_at=NOON, url="https://harbour.example/a?fbclid=9")
        if database.dialect == "postgresql":
            session.execute(text("SELECT setval(pg_get_serial_sequence('article', 'id'), 100)"))
        assert add_article(session, draft, now=NOON).outcome == "revision"
    database.close()


def test_revisions_move_together_and_what_has_no_address_stays(address: str) -> None:
    url = "https://www.harbour.example/a"
    database = upgraded(address, [(url, 1, 2), (url, 2, None), (None, 1, None)])
    assert keys(database) == [(url_key(url), 1), (url_key(url), 2), (None, 1)]
    database.close()


def test_of_two_articles_of_one_address_the_second_keeps_its_key(address: str) -> None:
    """Both are kept: which revision came when is not known, and nothing told may vanish."""
    one, two = "https://harbour.example/a", "https://www.harbour.example/a"
    database = upgraded(address, [(one, 1, None), (two, 1, 3), (two, 2, None)])
    assert keys(database) == [(url_key(one), 1), (old_key(two), 1), (old_key(two), 2)]
    database.close()


def test_many_are_moved_in_pieces(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    database = upgraded(address, [(f"https://m.harbour.example/{n}", 1, None) for n in range(1200)])
    assert {key for key, _ in keys(database)} == {url_key(f"https://harbour.example/{n}") for n in range(1200)}
    database.close()
