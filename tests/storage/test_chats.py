"""Chats, on both databases."""

from __future__ import annotations

from datetime import timedelta

import pytest

from storage.chats import (
    avoid_rich,
    claim_update,
    ensure_chat,
    find_chat,
    forget_updates,
    migrate_chat,
    pause_chat,
    resume_chat,
    set_rich,
    set_timezone,
)
from storage.deliveries import claim_deliveries, find_delivery, postpone, put_delivery
from storage.engine import Database
from storage.model.chat import Chat, Scope
from storage.model.findings import Severity
from storage.subscriptions import list_subscriptions, put_subscription
from tests.conftest import FrozenClock

OLD, NEW = -55, -1_000_000_000_055


def know(database: Database, clock: FrozenClock, chat_id: int, kind: str = "group") -> Chat:
    """A chat the bot has met."""
    with database.writing() as session:
        return ensure_chat(session, chat_id, kind=kind, title="Desk", now=clock())


def order(database: Database, clock: FrozenClock, chat_id: int, code: str, recurrence: str = "every 6h") -> None:
    """A standing order."""
    with database.writing() as session:
        put_subscription(
            session, chat_id=chat_id, thread_id=0, scope=Scope.country(code), recurrence=recurrence, timezone="UTC",
            min_severity=Severity.HIGH, next_due_at=clock(), now=clock(),
        )  # fmt: skip


def put(database: Database, clock: FrozenClock, key: str, chat_id: int) -> None:
    """A row in the outbox."""
    with database.writing() as session:
        put_delivery(session, key=key, chat_id=chat_id, thread_id=0, document={}, now=clock())


def test_a_chat_is_met_once_and_kept_up_to_date(database: Database, clock: FrozenClock) -> None:
    """Its kind and title may change."""
    know(database, clock, OLD)
    with database.writing() as session:
        set_timezone(session, OLD, "Asia/Baghdad")
        ensure_chat(session, OLD, kind="group", title="Newsroom", now=clock())
    with database.reading() as session:
        assert find_chat(session, OLD) == Chat(OLD, "group", "Newsroom", "Asia/Baghdad")
        assert find_chat(session, 1) is None


def test_forms_are_remembered(database: Database, clock: FrozenClock) -> None:
    """What people chose, and what Telegram refused."""
    know(database, clock, OLD)
    with database.writing() as session:
        set_rich(session, OLD, False)
        avoid_rich(session, OLD, until=clock() + timedelta(hours=1))
    with database.reading() as session:
        stored = find_chat(session, OLD)
    assert stored is not None
    assert (stored.rich, stored.classic_until) == (False, clock() + timedelta(hours=1))


def test_pausing_stops_every_order_and_resuming_starts_them(database: Database, clock: FrozenClock) -> None:
    """Nothing is deleted; both may be said twice."""
    know(database, clock, OLD)
    order(database, clock, OLD, "IQ")
    with database.writing() as session:
        pause_chat(session, OLD, now=clock())
        pause_chat(session, OLD, now=clock() + timedelta(days=1))
    with database.reading() as session:
        stored = find_chat(session, OLD)
        assert stored is not None
        assert stored.blocked_at == clock()
        assert list_subscriptions(session, OLD)[0].paused_at == clock()
    with database.writing() as session:
        assert resume_chat(session, OLD)
        assert not resume_chat(session, OLD)
        assert list_subscriptions(session, OLD)[0].paused_at is None
        assert not resume_chat(session, 1)


@pytest.mark.parametrize(("chat_id", "kind"), [(7, "private"), (OLD, "group"), (NEW, "supergroup")])
def test_a_chat_never_met_can_be_paused(database: Database, clock: FrozenClock, chat_id: int, kind: str) -> None:
    """It is known from then on, by what its number tells."""
    with database.writing() as session:
        pause_chat(session, chat_id, now=clock())
    with database.reading() as session:
        assert find_chat(session, chat_id) == Chat(chat_id, kind, blocked_at=clock())


def test_resuming_sends_what_waited_at_once(database: Database, clock: FrozenClock) -> None:
    """However long it had been put off."""
    know(database, clock, OLD)
    put(database, clock, "a", OLD)
    with database.writing() as session:
        (row,) = claim_deliveries(session, clock())
        pause_chat(session, OLD, now=clock())
        postpone(session, row, until=clock() + timedelta(days=1), error="blocked")
    with database.writing() as session:
        assert claim_deliveries(session, clock()) == []
        resume_chat(session, OLD)
        assert [row.key for row in claim_deliveries(session, clock())] == ["a"]


@pytest.mark.parametrize("new_is_known", [False, True])
def test_an_upgraded_group_moves_with_all_it_has(database: Database, clock: FrozenClock, new_is_known: bool) -> None:
    """Zone, orders, outbox; said twice, and in either order of the two notices."""
    know(database, clock, OLD)
    if new_is_known:
        know(database, clock, NEW, "supergroup")
    order(database, clock, OLD, "IQ")
    put(database, clock, "a", OLD)
    with database.writing() as session:
        set_timezone(session, OLD, "Asia/Baghdad")
        set_rich(session, OLD, False)
    for _ in range(2):
        with database.writing() as session:
            migrate_chat(session, OLD, NEW, now=clock())
    with database.reading() as session:
        assert find_chat(session, OLD) is None
        assert find_chat(session, NEW) == Chat(NEW, "supergroup", "Desk", "Asia/Baghdad", rich=False)
        assert [s.scope.key for s in list_subscriptions(session, NEW)] == ["IQ"]
        moved = find_delivery(session, "a")
    assert moved is not None
    assert moved.chat_id == NEW


def test_an_order_both_chats_have_is_kept_once(database: Database, clock: FrozenClock) -> None:
    """The supergroup's: it is the later one."""
    know(database, clock, OLD)
    know(database, clock, NEW, "supergroup")
    order(database, clock, OLD, "IQ", "every 6h")
    order(database, clock, OLD, "SD", "every 6h")
    order(database, clock, NEW, "IQ", "every 1h")
    with database.writing() as session:
        migrate_chat(session, OLD, NEW, now=clock())
        found = {(s.scope.key, s.recurrence) for s in list_subscriptions(session, NEW)}
    assert found == {("IQ", "every 1h"), ("SD", "every 6h")}


def test_a_paused_group_is_reachable_once_upgraded(database: Database, clock: FrozenClock) -> None:
    """The block was the old chat's."""
    know(database, clock, OLD)
    order(database, clock, OLD, "IQ")
    with database.writing() as session:
        pause_chat(session, OLD, now=clock())
        migrate_chat(session, OLD, NEW, now=clock())
        assert list_subscriptions(session, NEW)[0].paused_at is None


def test_the_outbox_of_a_group_never_stored_moves_too(database: Database, clock: FrozenClock) -> None:
    """It only ever asked for one digest now."""
    put(database, clock, "a", OLD)
    with database.writing() as session:
        migrate_chat(session, OLD, NEW, now=clock())
    with database.reading() as session:
        moved = find_delivery(session, "a")
    assert moved is not None
    assert moved.chat_id == NEW


def test_a_chat_that_moves_to_itself_stays(database: Database, clock: FrozenClock) -> None:
    """A notice that names the same chat twice destroys nothing."""
    know(database, clock, OLD)
    order(database, clock, OLD, "IQ")
    with database.writing() as session:
        migrate_chat(session, OLD, OLD, now=clock())
        assert len(list_subscriptions(session, OLD)) == 1


def test_an_update_is_handled_once(database: Database, clock: FrozenClock) -> None:
    """Telegram may deliver it twice."""
    for first in (True, False):
        with database.writing() as session:
            assert claim_update(session, 7, now=clock()) is first


def test_updates_are_forgotten_after_two_days(database: Database, clock: FrozenClock) -> None:
    """Telegram keeps them for one."""
    with database.writing() as session:
        claim_update(session, 1, now=clock() - timedelta(days=2, seconds=1))
        claim_update(session, 2, now=clock() - timedelta(days=1))
        forget_updates(session, now=clock())
        assert claim_update(session, 1, now=clock())
        assert not claim_update(session, 2, now=clock())
