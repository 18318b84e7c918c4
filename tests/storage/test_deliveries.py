"""The outbox, on both databases."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from storage.chats import ensure_chat, pause_chat
from storage.deliveries import (
    CLAIM_LEASE,
    claim_deliveries,
    count_pending,
    delivery_messages,
    find_delivery,
    forget_thread,
    list_deliveries,
    mark_failed,
    mark_sent,
    postpone,
    put_delivery,
    record_part,
    renew_claim,
    retry_deliveries,
)
from storage.engine import Database
from storage.model.chat import Delivery, DeliveryStatus, Form, Scope
from storage.model.findings import Severity
from storage.subscriptions import list_subscriptions, put_subscription
from tests.conftest import FrozenClock

CHAT = -1001
DOCUMENT = {"version": 1, "words": "Ruhe – هدوء 🔔"}


class Outbox:
    """Each call a transaction of its own."""

    def __init__(self, database: Database, clock: FrozenClock) -> None:
        self.database, self.clock = database, clock

    def put(self, key: str, chat_id: int = CHAT, thread_id: int = 0) -> int | None:
        """A row."""
        with self.database.writing() as session:
            return put_delivery(
                session, key=key, chat_id=chat_id, thread_id=thread_id, document=DOCUMENT, now=self.clock()
            )

    def claim(self, limit: int = 20) -> list[Delivery]:
        """By some sender."""
        with self.database.writing() as session:
            return claim_deliveries(session, self.clock(), limit=limit)

    def keys(self, rows: list[Delivery]) -> str:
        """Their keys, in order."""
        return "".join(row.key for row in rows)

    def do(self, step: Any, *arguments: Any, **more: Any) -> Any:
        """One step."""
        with self.database.writing() as session:
            return step(session, *arguments, **more)

    def row(self, key: str) -> Delivery:
        """As it is now."""
        with self.database.reading() as session:
            found = find_delivery(session, key)
        assert found is not None
        return found


@pytest.fixture
def outbox(database: Database, clock: FrozenClock) -> Outbox:
    return Outbox(database, clock)


def test_a_row_is_given_back_as_it_was_put(outbox: Outbox, clock: FrozenClock) -> None:
    """With its document, in any script."""
    number = outbox.put("a", thread_id=7)
    row = outbox.row("a")
    assert (row.id, row.chat_id, row.thread_id, row.document) == (number, CHAT, 7, DOCUMENT)
    assert (row.status, row.created_at, row.next_attempt_at) == (DeliveryStatus.PENDING, clock(), clock())


def test_the_database_refuses_an_occurrence_twice(outbox: Outbox) -> None:
    """By its key."""
    assert outbox.put("a") is not None
    assert outbox.put("a") is None
    with outbox.database.reading() as session:
        assert count_pending(session) == 1


def test_a_row_is_claimed_once(outbox: Outbox) -> None:
    """Until the claim runs out."""
    outbox.put("a")
    assert outbox.keys(outbox.claim()) == "a"
    assert outbox.claim() == []


def test_the_oldest_are_claimed_first(outbox: Outbox, clock: FrozenClock) -> None:
    """As many as asked for."""
    for number, key in enumerate("abc"):
        outbox.put(key, CHAT - number)
        clock.forward(seconds=1)
    assert outbox.keys(outbox.claim(2)) == "ab"


def test_a_dead_senders_row_is_taken_over(outbox: Outbox, clock: FrozenClock) -> None:
    """When its lease has run out, not before."""
    outbox.put("a")
    outbox.claim()
    clock.forward(seconds=CLAIM_LEASE.total_seconds() - 1)
    assert outbox.claim() == []
    clock.forward(seconds=1)
    (again,) = outbox.claim()
    assert again.attempts == 2


def test_a_renewed_claim_lasts_longer(outbox: Outbox, clock: FrozenClock) -> None:
    """From the time it was renewed."""
    outbox.put("a")
    (row,) = outbox.claim()
    clock.forward(seconds=100)
    assert outbox.do(renew_claim, row, now=clock()) is not None
    clock.forward(seconds=100)
    assert outbox.claim() == []


@pytest.mark.parametrize("step", ["renew", "record", "sent", "failed", "postpone"])
def test_who_was_taken_over_changes_nothing(outbox: Outbox, clock: FrozenClock, step: str) -> None:
    """The row is another's."""
    outbox.put("a")
    (old,) = outbox.claim()
    clock.forward(minutes=3)
    (new,) = outbox.claim()
    now = clock()
    steps: dict[str, Any] = {
        "renew": lambda: outbox.do(renew_claim, old, now=now),
        "record": lambda: outbox.do(record_part, old, 0, 5, form=Form.RICH, now=now),
        "sent": lambda: outbox.do(mark_sent, old, now=now),
        "failed": lambda: outbox.do(mark_failed, old, "why"),
        "postpone": lambda: outbox.do(postpone, old, until=now, error="why"),
    }
    assert not steps[step]()
    assert outbox.row("a") == new


def test_each_part_is_recorded_with_its_message(outbox: Outbox, clock: FrozenClock) -> None:
    """And the form it was sent in."""
    outbox.put("a")
    (row,) = outbox.claim()
    for part, message in enumerate((11, 12)):
        assert outbox.do(record_part, row, part, message, form=Form.CLASSIC, now=clock())
    outbox.do(mark_sent, row, now=clock())
    stored = outbox.row("a")
    assert (stored.parts_sent, stored.form, stored.status) == (2, Form.CLASSIC, DeliveryStatus.SENT)
    assert (stored.sent_at, stored.claimed_until) == (clock(), None)
    with outbox.database.reading() as session:
        assert delivery_messages(session, row.id) == [11, 12]


def test_a_part_sent_again_replaces_its_record(outbox: Outbox, clock: FrozenClock) -> None:
    """Somebody died between acceptance and record."""
    outbox.put("a")
    (row,) = outbox.claim()
    for message in (11, 12):
        outbox.do(record_part, row, 0, message, form=Form.RICH, now=clock())
    with outbox.database.reading() as session:
        assert delivery_messages(session, row.id) == [12]


def test_what_was_put_off_waits_for_its_time(outbox: Outbox, clock: FrozenClock) -> None:
    """With the reason."""
    outbox.put("a")
    (row,) = outbox.claim()
    outbox.do(postpone, row, until=clock() + timedelta(minutes=5), error="timed out")
    clock.forward(minutes=4)
    assert outbox.claim() == []
    assert outbox.row("a").last_error == "timed out"
    clock.forward(minutes=1)
    assert outbox.keys(outbox.claim()) == "a"


def test_a_blocked_chats_rows_wait(outbox: Outbox, clock: FrozenClock) -> None:
    """Others do not."""
    outbox.put("a", 1)
    outbox.put("b", 2)
    outbox.do(pause_chat, 1, now=clock())
    assert outbox.keys(outbox.claim()) == "b"


def test_nothing_comes_between_two_parts(outbox: Outbox, clock: FrozenClock) -> None:
    """A row waits behind an older one of its chat that was sent in part; other chats and topics do not."""
    outbox.put("a")
    (row,) = outbox.claim()
    outbox.do(record_part, row, 0, 11, form=Form.RICH, now=clock())
    outbox.do(postpone, row, until=clock() + timedelta(minutes=5), error="timed out")
    for key, chat, thread in (("b", CHAT, 0), ("c", 5, 0), ("d", CHAT, 9)):
        outbox.put(key, chat, thread)
    assert outbox.keys(outbox.claim()) == "cd"
    clock.forward(minutes=5)
    assert outbox.keys(outbox.claim()) == "cda"


def test_a_chat_is_sent_to_by_one_sender_at_a_time(outbox: Outbox, clock: FrozenClock) -> None:
    """Another does not overtake it."""
    outbox.put("a")
    (row,) = outbox.claim()
    outbox.put("b")
    assert outbox.claim() == []
    outbox.do(mark_sent, row, now=clock())
    assert outbox.keys(outbox.claim()) == "b"


def test_a_row_put_off_unsent_lets_others_pass(outbox: Outbox, clock: FrozenClock) -> None:
    """Nothing of it was seen yet."""
    outbox.put("a")
    (row,) = outbox.claim()
    outbox.do(postpone, row, until=clock() + timedelta(minutes=5), error="timed out")
    outbox.put("b")
    assert outbox.keys(outbox.claim()) == "b"


def test_two_senders_at_once_claim_different_rows(outbox: Outbox, clock: FrozenClock) -> None:
    """On PostgreSQL neither waits for the other; SQLite lets one write at a time."""
    for number in range(4):
        outbox.put(str(number), number + 1)
    if outbox.database.dialect == "sqlite":
        assert outbox.keys(outbox.claim(2)) + outbox.keys(outbox.claim(2)) == "0123"
        return
    with outbox.database.writing() as first, outbox.database.writing() as second:
        one = outbox.keys(claim_deliveries(first, clock(), limit=2))
        two = outbox.keys(claim_deliveries(second, clock(), limit=2))
    assert (one, two) == ("01", "23")


def test_a_lost_topics_rows_and_orders_go_to_the_chat(outbox: Outbox, clock: FrozenClock) -> None:
    """What was sent stays as it was; an order the chat has already is kept, the topic's ends."""
    with outbox.database.writing() as session:
        ensure_chat(session, CHAT, kind="supergroup", title=None, now=clock())
        for thread, code in ((0, "IQ"), (7, "IQ"), (7, "SD"), (8, "YE")):
            put_subscription(
                session, chat_id=CHAT, thread_id=thread, scope=Scope.country(code), recurrence=f"every {thread + 1}h",
                timezone="UTC", min_severity=Severity.HIGH, next_due_at=clock(), now=clock(),
            )  # fmt: skip
    outbox.put("sent", thread_id=7)
    (row,) = outbox.claim()
    outbox.do(mark_sent, row, now=clock())
    outbox.put("waiting", thread_id=7)
    for _ in range(2):
        outbox.do(forget_thread, CHAT, 7)
    assert (outbox.row("sent").thread_id, outbox.row("waiting").thread_id) == (7, 0)
    with outbox.database.reading() as session:
        found = {(s.thread_id, s.scope.key, s.recurrence) for s in list_subscriptions(session, CHAT)}
    assert found == {(0, "IQ", "every 1h"), (0, "SD", "every 8h"), (8, "YE", "every 9h")}


def test_the_chat_itself_cannot_be_lost_as_a_topic(outbox: Outbox, clock: FrozenClock) -> None:
    """Its orders stay."""
    with outbox.database.writing() as session:
        ensure_chat(session, CHAT, kind="supergroup", title=None, now=clock())
        put_subscription(
            session, chat_id=CHAT, thread_id=0, scope=Scope.everything(), recurrence="every 1h", timezone="UTC",
            min_severity=Severity.HIGH, next_due_at=clock(), now=clock(),
        )  # fmt: skip
        forget_thread(session, CHAT, 0)
        assert len(list_subscriptions(session, CHAT)) == 1


def test_retry_takes_up_what_failed(outbox: Outbox, clock: FrozenClock) -> None:
    """All of it, or one; where it stopped, not from the start."""
    for key in "ab":
        outbox.put(key, ord(key))
    first, second = outbox.claim()
    outbox.do(record_part, first, 0, 11, form=Form.RICH, now=clock())
    outbox.do(mark_failed, first, "refused")
    outbox.do(mark_failed, second, "refused")
    assert outbox.do(retry_deliveries, now=clock(), delivery_id=first.id) == 1
    (again,) = outbox.claim()
    assert (again.key, again.parts_sent) == ("a", 1)
    assert outbox.do(retry_deliveries, now=clock()) == 1


def test_rows_are_listed_by_state_newest_first(outbox: Outbox) -> None:
    """And counted while they wait."""
    for key in "abc":
        outbox.put(key, ord(key))
    first, *_ = outbox.claim(1)
    outbox.do(mark_failed, first, "refused")
    with outbox.database.reading() as session:
        assert outbox.keys(list_deliveries(session)) == "cba"
        assert outbox.keys(list_deliveries(session, status=DeliveryStatus.FAILED)) == "a"
        assert outbox.keys(list_deliveries(session, limit=1)) == "c"
        assert count_pending(session) == 2
        assert find_delivery(session, "zz") is None
