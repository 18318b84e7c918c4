"""Pages that are asked for again are kept with their article, and go with it and with their feed."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from alembic import command
from sqlalchemy import create_engine, inspect

from storage.articles import add_article
from storage.bulk import add_articles
from storage.engine import Database, alembic_config, parse_url
from storage.model.article import Draft, PageTry
from storage.page_tries import end_page_tries, move_page_tries, page_tries
from storage.sources import add_feed, remove_feed
from tests.conftest import NOON, empty_postgresql


def added(database: Database) -> int:
    with database.writing() as session:
        return add_feed(session, "https://h.example/feed", now=NOON, interval_s=900)[0].id


def draft(number: int, feed: int) -> Draft:
    page_try = PageTry(feed, NOON, NOON + timedelta(minutes=15), 1)
    return Draft(f"Text {number}.", fetched_at=NOON, url=f"https://h.example/{number}", page_try=page_try)


def waiting(database: Database, *feeds: int) -> dict[int, PageTry]:
    with database.reading() as session:
        return page_tries(session, feeds)


def test_a_page_waits_from_the_transaction_that_stores_its_article(database: Database) -> None:
    feed = added(database)
    with database.writing() as session:
        one = add_article(session, draft(1, feed), now=NOON).article_id
        two, three = (stored.article_id for stored in add_articles(session, [draft(2, feed), draft(3, feed)], now=NOON))
    page_try = draft(1, feed).page_try
    assert list(waiting(database, feed).items()) == [(three, page_try), (two, page_try), (one, page_try)]


def test_a_text_that_is_known_already_waits_for_no_page(database: Database) -> None:
    feed = added(database)
    with database.writing() as session:
        add_article(session, Draft("Text 1.", fetched_at=NOON), now=NOON)
        assert add_article(session, draft(1, feed), now=NOON).outcome == "duplicate"
    assert waiting(database, feed) == {}


def test_pages_of_a_feed_removed_meanwhile_are_passed_over(database: Database) -> None:
    with database.writing() as session:
        assert add_article(session, draft(1, 99), now=NOON).outcome == "new"
    assert waiting(database, 99) == {}


def test_pages_go_with_their_feed(database: Database) -> None:
    feed = added(database)
    with database.writing() as session:
        add_article(session, draft(1, feed), now=NOON)
    with database.writing() as session:
        remove_feed(session, feed)
    assert waiting(database, feed) == {}


def test_a_try_in_vain_moves_its_page_alone_and_an_end_ends_it(database: Database) -> None:
    feed = added(database)
    with database.writing() as session:
        one, two = (stored.article_id for stored in add_articles(session, [draft(1, feed), draft(2, feed)], now=NOON))
    first = waiting(database, feed)[one]
    later = replace(first, tries=2, next_at=NOON + timedelta(hours=2))
    with database.writing() as session:
        move_page_tries(session, {one: later})
    assert waiting(database, feed) == {one: later, two: first}
    with database.writing() as session:
        end_page_tries(session, [one])
    assert waiting(database, feed) == {two: first}


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_the_revision_comes_and_goes(kind: str, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    def walk(address: str) -> list[bool]:
        engine = create_engine(parse_url(address))
        config = alembic_config()
        there = []
        for step in ("0010", "0011", "0010", "0011"):
            with engine.begin() as connection:
                config.attributes["connection"] = connection
                (command.downgrade if there and there[-1] else command.upgrade)(config, step)
                there.append(inspect(connection).has_table("page_try"))
        engine.dispose()
        return there

    if kind == "sqlite":
        assert walk(f"sqlite:///{tmp_path / 'old.db'}") == [False, True, False, True]
    else:
        with empty_postgresql(request.getfixturevalue("postgresql_url")) as url:
            assert walk(url) == [False, True, False, True]
