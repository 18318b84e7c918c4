"""Who was told of an article or an event, for the day when it is corrected."""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta

import pytest

from storage.deliveries import claim_deliveries, put_delivery, record_part
from storage.engine import Database
from storage.model.chat import Form
from storage.told import Told, told
from tests.builders import Story
from tests.conftest import NOON


def deliver(database: Database, chat_id: int, told: Collection[tuple[int, int | None]], *, parts: int = 1) -> int:
    """Put a delivery in the outbox and send its first ``parts`` parts, a minute each, as messages 100, 101..."""
    with database.writing() as session:
        number = put_delivery(session, key=f"{chat_id}", chat_id=chat_id, thread_id=7, document={}, now=NOON, told=told)
        assert number is not None
        (claimed,) = claim_deliveries(session, NOON)
        for part in range(parts):
            at = NOON + timedelta(minutes=part)
            record_part(session, claimed, part, 100 + part, form=Form.RICH, now=at)
    return number


@pytest.fixture
def article(database: Database) -> int:
    return Story("Gunmen raided a post near Mosul. ").store(database)


def test_a_chat_that_got_it_was_told_with_its_messages(database: Database, article: int) -> None:
    number = deliver(database, 42, [(article, 5), (article, None)], parts=2)
    expected = [Told(chat_id=42, thread_id=7, delivery_id=number, message_ids=(100, 101), first_at=NOON)]
    with database.reading() as session:
        assert told(session, article_id=article) == expected
        assert told(session, event_id=5) == expected


def test_who_was_told_something_else_was_not_told(database: Database, article: int) -> None:
    deliver(database, 42, [(article, 5)])
    with database.reading() as session:
        assert told(session, event_id=6) == []
        assert told(session, article_id=article + 1) == []


def test_what_is_still_in_the_outbox_told_nobody(database: Database, article: int) -> None:
    deliver(database, 42, [(article, 5)], parts=0)
    with database.reading() as session:
        assert told(session, event_id=5) == []


def test_a_delivery_that_is_there_already_tells_nothing_more(database: Database, article: int) -> None:
    """Its first document is the one that is sent."""
    deliver(database, 42, [(article, 5)])
    with database.writing() as session:
        again = put_delivery(session, key="42", chat_id=42, thread_id=7, document={}, now=NOON, told=[(article, 6)])
    with database.reading() as session:
        assert (again, told(session, event_id=6)) == (None, [])


@pytest.mark.parametrize("given", [{}, {"article_id": 1, "event_id": 1}])
def test_one_of_both_is_asked_for(database: Database, given: dict[str, int]) -> None:
    with database.reading() as session, pytest.raises(ValueError, match="either"):
        told(session, **given)
