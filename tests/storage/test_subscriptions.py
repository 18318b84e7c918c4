"""Standing orders, on both databases."""

from __future__ import annotations

import threading
from datetime import datetime, timedelta
from typing import Any

import pytest

from storage.chats import ensure_chat
from storage.engine import Database
from storage.errors import NotFound
from storage.model.chat import Scope, Subscription
from storage.model.findings import Severity
from storage.subscriptions import (
    advance_subscription,
    due_subscriptions,
    get_subscription,
    list_subscriptions,
    put_subscription,
    remove_subscription,
)
from tests.conftest import FrozenClock

CHAT = 42


@pytest.fixture(autouse=True)
def chat(database: Database, clock: FrozenClock) -> None:
    """The chat is known."""
    with database.writing() as session:
        ensure_chat(session, CHAT, kind="private", title="Anna", now=clock())


def put(database: Database, due: datetime, code: str = "IQ", **changes: Any) -> tuple[Subscription, bool]:
    """An order."""
    values: dict[str, Any] = {
        "chat_id": CHAT,
        "thread_id": 0,
        "scope": Scope.country(code),
        "recurrence": "daily 07:00",
        "timezone": "Europe/Rome",
        "min_severity": Severity.HIGH,
        "next_due_at": due,
        "now": due - timedelta(hours=1),
    }
    with database.writing() as session:
        return put_subscription(session, **(values | changes))


def advance(database: Database, subscription: Subscription, due: datetime, cutoff: datetime) -> bool:
    """Move it on."""
    with database.writing() as session:
        return advance_subscription(session, subscription, next_due_at=due, cutoff_at=cutoff)


def get(database: Database, number: int) -> Subscription:
    """As it is now."""
    with database.reading() as session:
        return get_subscription(session, number)


def test_an_order_is_given_back_as_it_was_put(database: Database, clock: FrozenClock) -> None:
    """All of it."""
    stored, is_new = put(database, clock(), scope=Scope.region("middle-east"), thread_id=7)
    assert is_new
    assert get(database, stored.id) == stored
    assert (stored.scope, stored.thread_id, stored.min_severity) == (Scope.region("middle-east"), 7, Severity.HIGH)
    assert (stored.next_due_at, stored.last_cutoff_at, stored.paused_at) == (clock(), None, None)


def test_the_same_scope_again_changes_the_order(database: Database, clock: FrozenClock) -> None:
    """It keeps its number and what it has told already."""
    first, _ = put(database, clock())
    assert advance(database, first, clock() + timedelta(days=1), clock())
    second, is_new = put(database, clock() + timedelta(hours=5), recurrence="every 6h", min_severity=Severity.LOW)
    assert not is_new
    assert (second.id, second.last_cutoff_at) == (first.id, clock())
    assert (second.recurrence, second.min_severity) == ("every 6h", Severity.LOW)
    assert second.next_due_at == clock() + timedelta(hours=5)


def test_topics_and_scopes_have_orders_of_their_own(database: Database, clock: FrozenClock) -> None:
    """Oldest first."""
    put(database, clock(), "IQ")
    put(database, clock(), "IQ", thread_id=7)
    put(database, clock(), "SD")
    with database.reading() as session:
        assert [(s.thread_id, s.scope.key) for s in list_subscriptions(session, CHAT)] == [
            (0, "IQ"),
            (7, "IQ"),
            (0, "SD"),
        ]
        assert [s.scope.key for s in list_subscriptions(session, CHAT, 7)] == ["IQ"]
        assert list_subscriptions(session, 43) == []


def test_two_orders_for_one_scope_at_once_make_one(database: Database, clock: FrozenClock) -> None:
    """Neither is an error: one is new, the other a change."""
    together = threading.Barrier(2, timeout=10)
    results: list[tuple[Subscription, bool]] = []

    def order() -> None:
        together.wait()
        results.append(put(database, clock()))

    threads = [threading.Thread(target=order) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(is_new for _, is_new in results) == [False, True]
    assert len({stored.id for stored, _ in results}) == 1


def test_what_is_due_comes_longest_waiting_first(database: Database, clock: FrozenClock) -> None:
    """Not what is due later, nor what is skipped."""
    put(database, clock(), "IQ")
    put(database, clock() - timedelta(hours=1), "SD")
    put(database, clock() + timedelta(seconds=1), "YE")
    with database.reading() as session:
        due = due_subscriptions(session, clock())
        assert [s.scope.key for s in due] == ["SD", "IQ"]
        assert [s.scope.key for s in due_subscriptions(session, clock(), limit=1)] == ["SD"]
        assert [s.scope.key for s in due_subscriptions(session, clock(), skip={due[0].id})] == ["IQ"]


def test_an_order_is_moved_on_once(database: Database, clock: FrozenClock) -> None:
    """The second to try finds it moved."""
    stored, _ = put(database, clock())
    tomorrow = clock() + timedelta(days=1)
    assert advance(database, stored, tomorrow, clock())
    assert not advance(database, stored, tomorrow, clock())
    assert get(database, stored.id).next_due_at == tomorrow


def test_a_removed_order_is_gone(database: Database, clock: FrozenClock) -> None:
    """For its chat only; its number is never given again."""
    stored, _ = put(database, clock())
    with database.writing() as session:
        assert not remove_subscription(session, stored.id, chat_id=43)
        assert remove_subscription(session, stored.id, chat_id=CHAT)
        assert not remove_subscription(session, stored.id, chat_id=CHAT)
    with pytest.raises(NotFound):
        get(database, stored.id)
    assert put(database, clock())[0].id > stored.id


def test_instants_come_back_in_utc(database: Database, clock: FrozenClock) -> None:
    """Whatever zone they were given in."""
    rome = datetime.fromisoformat("2026-06-11T07:00:00+02:00")
    stored, _ = put(database, rome)
    assert get(database, stored.id).next_due_at.isoformat() == "2026-06-11T05:00:00+00:00"
