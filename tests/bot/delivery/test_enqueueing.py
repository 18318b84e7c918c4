"""From a due subscription to a row in the outbox, on both databases, with real briefings."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from bot.briefing.compose import SETTLE, DatabaseBriefer
from bot.delivery.outbox import Enqueued, enqueue_due_digests
from handlers.render.briefing import briefing_document
from handlers.render.document import Document, document_from_json, plain_text
from storage.chats import ensure_chat, pause_chat
from storage.deliveries import list_deliveries
from storage.engine import Database
from storage.events import article_events
from storage.model.briefing import Briefing
from storage.model.chat import Delivery, Scope, Subscription
from storage.model.findings import EventType, Severity
from storage.revision_tables import ToldRow
from storage.subscriptions import get_subscription, put_subscription, remove_subscription
from tests.builders import Story
from tests.conftest import FrozenClock

CHAT = 42


def digest(briefing: Briefing, subscription: Subscription) -> Document | None:
    """As the bot renders it."""
    return briefing_document(briefing, command="digest", timezone=subscription.timezone, bot_username="SitrepBot")


@pytest.fixture
def subscribe(database: Database, clock: FrozenClock) -> Callable[..., Subscription]:
    """``subscribe("IQ", "daily 13:00", due)``."""

    def _subscribe(code: str, recurrence: str, due: datetime, *, zone: str = "UTC") -> Subscription:
        with database.writing() as session:
            ensure_chat(session, CHAT, kind="private", title=None, now=clock())
            stored, _ = put_subscription(
                session,
                chat_id=CHAT,
                thread_id=0,
                scope=Scope.country(code),
                recurrence=recurrence,
                timezone=zone,
                min_severity=Severity.INFORMATIONAL,
                next_due_at=due,
                now=clock(),
            )
        return stored

    return _subscribe


@pytest.fixture
def enqueue(database: Database, clock: FrozenClock) -> Callable[..., Enqueued]:
    """What a tick does."""

    def _enqueue(to_document: Callable[..., Document | None] = digest, **changes: object) -> Enqueued:
        return enqueue_due_digests(database, DatabaseBriefer(database), to_document, clock(), **changes)  # type: ignore[arg-type]

    return _enqueue


def rows(database: Database) -> list[Delivery]:
    """The outbox, oldest first."""
    with database.reading() as session:
        return list_deliveries(session)[::-1]


def subscription(database: Database, number: int) -> Subscription:
    """As it is now."""
    with database.reading() as session:
        return get_subscription(session, number)


def raid(database: Database, place: str, clock: FrozenClock) -> None:
    """News on Iraq."""
    story = Story(f"Gunmen raided {place} at dawn.", title=f"{place}", now=clock())
    story.event(EventType.ASSAULT, "raided", place=(place, "IQ")).store(database)


def test_what_is_due_is_put_in_the_outbox_once(
    database: Database, clock: FrozenClock, subscribe: Callable[..., Subscription], enqueue: Callable[..., Enqueued]
) -> None:
    """With a key for its occurrence, and the next instant set."""
    raid(database, "Mosul", clock)
    order = subscribe("IQ", "daily 13:00", clock() + timedelta(hours=1))
    assert enqueue() == Enqueued(0, 0, frozenset())
    clock.forward(hours=1, seconds=8)
    assert enqueue() == Enqueued(1, 1, frozenset())
    assert enqueue() == Enqueued(0, 0, frozenset())
    (row,) = rows(database)
    assert row.key == f"digest:{order.id}:2026-06-10T13:00:00+00:00"
    assert (row.chat_id, row.subscription_id) == (CHAT, order.id)
    assert "Gunmen raided Mosul at dawn." in plain_text(document_from_json(row.document))
    moved = subscription(database, order.id)
    assert moved.next_due_at == datetime.fromisoformat("2026-06-11T13:00:00+00:00")
    assert moved.last_cutoff_at == clock() - SETTLE


def test_with_a_digest_stands_what_it_tells(
    database: Database, clock: FrozenClock, subscribe: Callable[..., Subscription], enqueue: Callable[..., Enqueued]
) -> None:
    """Each article, with the event that its words tell: no more than the digest shows."""
    raid(database, "Mosul", clock)
    Story("Police in Lima opened a road.", focus=["PE"], now=clock()).store(database)
    subscribe("IQ", "daily 13:00", clock() + timedelta(hours=1))
    clock.forward(hours=1)
    enqueue()
    (row,) = rows(database)
    with database.reading() as session:
        (event,) = article_events(session, 1)
        told = session.execute(select(ToldRow.delivery_id, ToldRow.article_id, ToldRow.event_id)).all()
    assert [tuple(one) for one in told] == [(row.id, 1, event.id)]


def test_each_digest_tells_what_is_new_since_the_last(
    database: Database, clock: FrozenClock, subscribe: Callable[..., Subscription], enqueue: Callable[..., Enqueued]
) -> None:
    """Nothing twice, nothing left out."""
    subscribe("IQ", "daily 13:00", clock() + timedelta(hours=1))
    for place, hours in (("Mosul", 1), ("Kirkuk", 24)):
        raid(database, place, clock)
        clock.forward(hours=hours)
        enqueue()
    first, second = (plain_text(document_from_json(row.document)) for row in rows(database))
    assert ("Mosul" in first, "Kirkuk" in first) == (True, False)
    assert ("Mosul" in second, "Kirkuk" in second) == (False, True)


def test_after_days_off_there_is_one_digest(
    database: Database, clock: FrozenClock, subscribe: Callable[..., Subscription], enqueue: Callable[..., Enqueued]
) -> None:
    """It catches up, and the next is the next to come."""
    order = subscribe("IQ", "every 6h", clock() + timedelta(hours=6))
    clock.forward(days=3, minutes=1)
    enqueue()
    enqueue()
    assert len(rows(database)) == 1
    assert subscription(database, order.id).next_due_at == clock() + timedelta(hours=6, minutes=-1)


def test_a_paused_subscription_waits(
    database: Database, clock: FrozenClock, subscribe: Callable[..., Subscription], enqueue: Callable[..., Enqueued]
) -> None:
    """Its chat cannot be reached."""
    subscribe("IQ", "daily 13:00", clock() + timedelta(hours=1))
    with database.writing() as session:
        pause_chat(session, CHAT, now=clock())
    clock.forward(days=1)
    assert enqueue() == Enqueued(0, 0, frozenset())


def test_one_digest_that_fails_does_not_stop_the_others(
    database: Database, clock: FrozenClock, subscribe: Callable[..., Subscription], enqueue: Callable[..., Enqueued],
    caplog: pytest.LogCaptureFixture,
) -> None:  # fmt: skip
    """It stays due, is tried again, and its words stay out of the log."""
    bad = subscribe("IQ", "daily 13:00", clock() + timedelta(hours=1))
    good = subscribe("SD", "daily 13:00", clock() + timedelta(hours=1))
    clock.forward(hours=1)

    def broken(briefing: Briefing, order: Subscription) -> Document | None:
        if order.id == bad.id:
            raise RuntimeError("Gunmen raided Mosul")
        return digest(briefing, order)

    assert enqueue(broken) == Enqueued(2, 1, frozenset({bad.id}))
    assert [row.subscription_id for row in rows(database)] == [good.id]
    assert f"subscription {bad.id}" in caplog.text
    assert "Gunmen" not in caplog.text
    assert enqueue().put == 1


def test_a_zone_that_is_no_more_fails_alone(
    database: Database, clock: FrozenClock, subscribe: Callable[..., Subscription], enqueue: Callable[..., Enqueued]
) -> None:
    """Zones are removed from the database of zones now and then."""
    bad = subscribe("IQ", "daily 13:00", clock() + timedelta(hours=1), zone="Atlantis/Capital")
    subscribe("SD", "daily 13:00", clock() + timedelta(hours=1))
    clock.forward(hours=1)
    assert enqueue() == Enqueued(2, 1, frozenset({bad.id}))


def test_failed_ones_can_be_skipped(
    clock: FrozenClock, subscribe: Callable[..., Subscription], enqueue: Callable[..., Enqueued]
) -> None:
    """So that a batch of them does not hide those behind."""
    first = subscribe("IQ", "daily 13:00", clock() + timedelta(hours=1))
    subscribe("SD", "daily 13:00", clock() + timedelta(hours=1))
    clock.forward(hours=1)
    assert enqueue(limit=1, skip={first.id}) == Enqueued(1, 1, frozenset())


def test_a_digest_that_is_not_wanted_moves_on(
    database: Database, clock: FrozenClock, subscribe: Callable[..., Subscription], enqueue: Callable[..., Enqueued]
) -> None:
    """Nothing is sent, and nothing is due any more."""
    order = subscribe("IQ", "daily 13:00", clock() + timedelta(hours=1))
    clock.forward(hours=1)
    enqueue(lambda briefing, order: None)
    assert rows(database) == []
    assert subscription(database, order.id).next_due_at == clock() + timedelta(days=1)


@pytest.mark.parametrize("change", ["removed", "changed", "paused"])
def test_an_order_that_changes_meanwhile_is_left_alone(
    database: Database, clock: FrozenClock, subscribe: Callable[..., Subscription], enqueue: Callable[..., Enqueued],
    change: str,
) -> None:  # fmt: skip
    """While its digest was composed."""
    order = subscribe("IQ", "daily 13:00", clock() + timedelta(hours=1))
    clock.forward(hours=1)

    def slow(briefing: Briefing, due: Subscription) -> Document | None:
        if change == "changed":
            subscribe("IQ", "daily 20:00", clock() + timedelta(hours=7))
        else:
            with database.writing() as session:
                if change == "removed":
                    remove_subscription(session, order.id, chat_id=CHAT)
                else:
                    pause_chat(session, CHAT, now=clock())
        return digest(briefing, due)

    assert enqueue(slow) == Enqueued(1, 0, frozenset())
    assert rows(database) == []


def test_two_at_once_put_one(
    database: Database, clock: FrozenClock, subscribe: Callable[..., Subscription], enqueue: Callable[..., Enqueued]
) -> None:
    """Two schedulers on one database, both composing before either writes."""
    subscribe("IQ", "daily 13:00", clock() + timedelta(hours=1))
    clock.forward(hours=1)
    together = threading.Barrier(2, timeout=10)
    put: list[int] = []

    def meet(briefing: Briefing, due: Subscription) -> Document | None:
        together.wait()
        return digest(briefing, due)

    threads = [threading.Thread(target=lambda: put.append(enqueue(meet).put)) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(put) == [0, 1]
    assert len(rows(database)) == 1


def test_once_stopping_no_other_digest_is_begun(
    database: Database, clock: FrozenClock, subscribe: Callable[..., Subscription], enqueue: Callable[..., Enqueued]
) -> None:
    """What is left stays due, for the next start."""
    for code in ("IQ", "IR", "SY"):
        subscribe(code, "daily 12:00", clock())
    assert enqueue(stopping=lambda: len(rows(database)) == 1) == Enqueued(3, 1, frozenset())
    assert enqueue() == Enqueued(2, 2, frozenset())
