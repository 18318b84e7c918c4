"""What of feeds was taken in, and many feeds' states at once."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import func, select

from storage.engine import Database
from storage.feed_marks import feed_marks, put_feed_marks, update_feeds
from storage.feed_tables import FeedMarksRow
from storage.sources import add_feed, get_feed, remove_feed
from tests.conftest import NOON


def added(database: Database, name: str) -> int:
    with database.writing() as session:
        return add_feed(session, f"https://h.example/{name}", now=NOON, interval_s=900)[0].id


def test_the_marks_put_last_are_the_marks_of_a_feed(database: Database) -> None:
    feed = added(database, "a")
    for marks in ({"00": None}, {"01": NOON, "02": None}):
        with database.writing() as session:
            put_feed_marks(session, {feed: marks})
    with database.reading() as session:
        assert feed_marks(session, feed) == {"01": NOON, "02": None}


def test_a_feed_that_was_never_read_has_no_marks(database: Database) -> None:
    with database.reading() as session:
        assert feed_marks(session, added(database, "a")) == {}


def test_marks_of_a_feed_removed_meanwhile_are_passed_over(database: Database) -> None:
    feed = added(database, "a")
    with database.writing() as session:
        put_feed_marks(session, {feed: {"00": NOON}, feed + 1: {"00": NOON}})
        assert feed_marks(session, feed + 1) == {}


def test_marks_go_with_their_feed(database: Database) -> None:
    feed = added(database, "a")
    with database.writing() as session:
        put_feed_marks(session, {feed: {"00": NOON}})
    with database.writing() as session:
        remove_feed(session, feed)
    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(FeedMarksRow)) == 0


def test_each_of_many_feeds_gets_its_own_changes(database: Database) -> None:
    one, two, three = (added(database, name) for name in "abc")
    later = NOON + timedelta(hours=1)
    rows = [(one, {"failures": 3}), (two, {"failures": 4}), (three, {"next_poll_at": later, "last_error": None})]
    with database.writing() as session:
        update_feeds(session, rows)
    with database.reading() as session:
        feeds = [get_feed(session, feed) for feed in (one, two, three)]
    assert [(f.failures, f.next_poll_at) for f in feeds] == [(3, NOON), (4, NOON), (0, later)]


def test_an_address_that_another_feed_has_is_not_taken_over(database: Database) -> None:
    one, two = added(database, "a"), added(database, "b")
    with database.writing() as session:
        update_feeds(session, [(one, {"url": "https://h.example/b"}), (two, {"url": "https://h.example/c"})])
    with database.reading() as session:
        assert [get_feed(session, feed).url[-1] for feed in (one, two)] == ["a", "c"]
