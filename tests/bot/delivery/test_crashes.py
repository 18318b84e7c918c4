"""Dying at every step, on both databases: nothing is lost, and at most the message in flight is repeated."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from bot.briefing.compose import SETTLE, DatabaseBriefer
from bot.delivery.outbox import enqueue_due_digests
from bot.demo.control import ChatHandle, LocalTelegram
from handlers.render.document import Document
from storage.chats import ensure_chat
from storage.deliveries import list_deliveries
from storage.engine import Database
from storage.model.chat import DeliveryStatus, Scope
from storage.model.findings import Severity
from storage.subscriptions import list_subscriptions, put_subscription
from tests.bot.delivery.conftest import Outbox, long_document, shown, words
from tests.conftest import FrozenClock


class Died(BaseException):
    """The process is no more."""


class Dying(Database):
    """A database whose process dies at its write number ``at`` (from 1), before or after it is committed."""

    def __init__(self, database: Database, at: int, *, committed: bool) -> None:
        super().__init__(database.engine)
        self.left, self.committed = at, committed

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """As ever, until it is over; then nothing works any more."""
        self.left -= 1
        if self.left < 0 or (self.left == 0 and not self.committed):
            raise Died
        with super().writing() as session:
            yield session
        if self.left == 0:
            raise Died


STEPS = [(at, committed) for at in range(1, 7) for committed in (False, True)]
"""Claim, then for each of two parts renew and record, then sent."""


@pytest.mark.parametrize(("at", "committed"), STEPS)
async def test_a_death_at_any_step_loses_nothing(
    database: Database, outbox: Outbox, chat: ChatHandle, clock: FrozenClock, at: int, committed: bool
) -> None:
    """Begun anew from the database, the reader has each part, in order, and one of them twice at most."""
    outbox.put("a", chat.id, long_document(2))
    dying = Dying(database, at, committed=committed)
    with suppress(Died):
        await Outbox(dying, clock, outbox.sender).deliver()
    assert dying.left <= 0
    clock.forward(minutes=3)
    await outbox.deliver()
    told = shown(chat)
    assert list(dict.fromkeys(told)) == ["part0", "part1"]
    assert len(told) <= 3
    assert outbox.row("a").status is DeliveryStatus.SENT


async def test_only_a_death_between_acceptance_and_record_repeats(
    database: Database, outbox: Outbox, chat: ChatHandle, clock: FrozenClock
) -> None:
    """Of twelve ways to die, two repeat a message."""
    repeats = 0
    for number, (at, committed) in enumerate(STEPS):
        before = len(shown(chat))
        outbox.put(str(number), chat.id, long_document(2))
        with suppress(Died):
            await Outbox(Dying(database, at, committed=committed), clock, outbox.sender).deliver()
        clock.forward(minutes=3)
        await outbox.deliver()
        repeats += len(shown(chat)) - before - 2
    assert repeats == 2


class Failing(Database):
    """A database that refuses every write from number ``at`` (from 1) on, as one does whose disk is full."""

    def __init__(self, database: Database, at: int) -> None:
        super().__init__(database.engine)
        self.left = at

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """As ever, until it is over."""
        self.left -= 1
        if self.left <= 0:
            raise OperationalError("UPDATE delivery", {"document": "Gunmen"}, OSError("disk full"))
        with super().writing() as session:
            yield session


@pytest.mark.parametrize("at", range(1, 7))
async def test_a_database_that_fails_at_any_step_loses_nothing(
    database: Database, outbox: Outbox, chat: ChatHandle, clock: FrozenClock, at: int,
    caplog: pytest.LogCaptureFixture,
) -> None:  # fmt: skip
    """Nothing more is sent than can be recorded; once it works again all goes on; the log holds no text."""
    outbox.put("a", chat.id, long_document(2))
    with suppress(OperationalError):
        await Outbox(Failing(database, at), clock, outbox.sender).deliver()
    clock.forward(minutes=3)
    await outbox.deliver()
    told = shown(chat)
    assert list(dict.fromkeys(told)) == ["part0", "part1"]
    assert len(told) <= 3
    assert outbox.row("a").status is DeliveryStatus.SENT
    assert "Gunmen" not in caplog.text


@pytest.mark.parametrize("cut", ["before", "after"])
@pytest.mark.parametrize("part", [0, 1])
async def test_a_connection_reset_at_any_part_loses_nothing(
    outbox: Outbox, chat: ChatHandle, local_telegram: LocalTelegram, clock: FrozenClock, cut: Any, part: int
) -> None:
    """Before Telegram took the message, or after."""

    class Cutting:
        """Orders the cut when the part is about to go."""

        async def send_parts(self, target: Any, document: Document, **arguments: Any) -> list[int]:
            inner = arguments.pop("before_part")
            left = part

            async def before() -> None:
                nonlocal left
                await inner()
                if left == 0:
                    local_telegram.fail_next("sendRichMessage", cut=cut)
                left -= 1

            sent: list[int] = await outbox.sender.send_parts(target, document, before_part=before, **arguments)
            return sent

    outbox.put("a", chat.id, long_document(2))
    await outbox.deliver(sender=Cutting())
    clock.forward(minutes=1)
    await outbox.deliver()
    expected = ["part0", "part1"]
    if cut == "after":
        expected.insert(part, f"part{part}")
    assert shown(chat) == expected


class Digests:
    """One subscription, and what a tick does about it."""

    def __init__(self, database: Database, clock: FrozenClock) -> None:
        self.database, self.clock = database, clock
        with database.writing() as session:
            ensure_chat(session, 42, kind="private", title=None, now=clock())
            put_subscription(
                session,
                chat_id=42,
                thread_id=0,
                scope=Scope.country("IQ"),
                recurrence="daily 13:00",
                timezone="UTC",
                min_severity=Severity.INFORMATIONAL,
                next_due_at=clock() + timedelta(hours=1),
                now=clock(),
            )

    def enqueue(self, database: Database) -> None:
        """What a tick does."""
        briefer = DatabaseBriefer(self.database)
        enqueue_due_digests(database, briefer, lambda briefing, subscription: words("digest"), self.clock())


@pytest.mark.parametrize("committed", [False, True])
def test_a_death_while_a_digest_enters_the_outbox_leaves_one(
    database: Database, clock: FrozenClock, committed: bool
) -> None:
    """The subscription moves on and the row appears, both or neither."""
    digests = Digests(database, clock)
    clock.forward(hours=1)
    with pytest.raises(Died):
        digests.enqueue(Dying(database, 1, committed=committed))
    digests.enqueue(database)
    digests.enqueue(database)
    with database.reading() as session:
        rows = list_deliveries(session)
        (subscription,) = list_subscriptions(session, 42)
    assert [row.key for row in rows] == ["digest:1:2026-06-10T13:00:00+00:00"]
    assert subscription.next_due_at == clock() + timedelta(days=1)
    assert subscription.last_cutoff_at == clock() - SETTLE
