"""From a due subscription to a row in the outbox, and from there to Telegram.

Nothing is sent that is not first a row. A row is claimed, sent part by part, each accepted part recorded before the
next: whatever dies, and at whichever line, loses nothing and repeats at most the one message that was in flight.
"""

from __future__ import annotations

import asyncio
import logging
import traceback
from collections.abc import Awaitable, Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from bot.delivery.due import following_due
from bot.delivery.pace import Priority
from bot.delivery.sender import SentPart
from handlers.ports import Briefer, Target
from handlers.render.document import Document, document_from_json, document_to_json
from storage.chats import migrate_chat, pause_chat
from storage.deliveries import (
    claim_deliveries,
    forget_thread,
    mark_failed,
    mark_sent,
    postpone,
    put_delivery,
    record_part,
    renew_claim,
)
from storage.engine import Database
from storage.errors import Blocked, DeliveryError, Migrated, Refused, ThreadGone, Throttled
from storage.model.briefing import Briefing
from storage.model.chat import Delivery, Form, Subscription
from storage.model.recurrence import parse_recurrence
from storage.subscriptions import advance_subscription, due_subscriptions
from storage.told import told_in

logger = logging.getLogger(__name__)

AT_ONCE = 10
MOST_ATTEMPTS = 12
FIRST_BACK_OFF = timedelta(seconds=5)
LONGEST_BACK_OFF = timedelta(minutes=5)

ToDocument = Callable[[Briefing, Subscription], Document | None]
"""Renders a digest; ``None`` sends nothing this time."""


class DocumentSender(Protocol):
    """What the outbox needs of a sender (``bot.delivery.sender.Sender``)."""

    async def send_parts(
        self,
        target: Target,
        document: Document,
        *,
        form: Form | None = None,
        first_part: int = 0,
        priority: Priority = Priority.ANSWER,
        before_part: Callable[[], Awaitable[None]] | None = None,
        on_part: Callable[[SentPart], Awaitable[None]] | None = None,
    ) -> list[int]:
        """Send a document from ``first_part`` on. Raises ``DeliveryError``."""
        ...


# Into the outbox


@dataclass(frozen=True, slots=True)
class Enqueued:
    """``due`` subscriptions were looked at, ``put`` digests went to the outbox, the ids in ``failed`` stay due."""

    due: int
    put: int
    failed: frozenset[int]


def enqueue_due_digests(
    database: Database,
    briefer: Briefer,
    to_document: ToDocument,
    now: datetime,
    *,
    limit: int = 100,
    skip: Collection[int] = (),
    stopping: Callable[[], bool] = lambda: False,
) -> Enqueued:
    """Put the digests of at most ``limit`` due subscriptions (but those in ``skip``) in the outbox.

    However many occurrences were missed, one digest is sent and the next is due after ``now`` (aware). A subscription
    whose digest cannot be composed stays due and does not stop the others. Once ``stopping`` is true no other digest is
    begun; what is left stays due.
    """
    with database.reading() as session:
        due = due_subscriptions(session, now, limit=limit, skip=skip)
    put, failed = 0, set[int]()
    for subscription in due:
        if stopping():
            break
        try:
            put += _enqueue(database, briefer, to_document, subscription, now)
        except Exception as error:
            failed.add(subscription.id)
            logger.error("subscription %s: its digest failed: %s", subscription.id, fault(error))
    return Enqueued(len(due), put, frozenset(failed))


def _enqueue(
    database: Database, briefer: Briefer, to_document: ToDocument, subscription: Subscription, now: datetime
) -> bool:
    occurrence = subscription.next_due_at
    recurrence = parse_recurrence(subscription.recurrence)
    next_due_at = following_due(recurrence, subscription.timezone, occurrence, now)
    # Composing takes its time: no transaction is held meanwhile.
    briefing = briefer.compose_digest(subscription, now=now)
    document = to_document(briefing, subscription)
    cutoff_at = briefing.window.until  # the next digest begins where this one ends
    values = None if document is None else document_to_json(document)
    with database.writing() as session:
        if not advance_subscription(session, subscription, next_due_at=next_due_at, cutoff_at=cutoff_at):
            return False  # Somebody else did, or the order was changed meanwhile.
        if values is None:
            return False
        put = put_delivery(
            session,
            key=f"digest:{subscription.id}:{occurrence.isoformat()}",
            chat_id=subscription.chat_id,
            thread_id=subscription.thread_id,
            document=values,
            now=now,
            subscription_id=subscription.id,
            told=told_in(briefing),
        )
    return put is not None


# Out of the outbox


@dataclass(slots=True)
class Delivered:
    """How many rows were sent, put off, and given up."""

    sent: int = 0
    postponed: int = 0
    failed: int = 0


class _NotOurs(Exception):
    """Another sender has taken over the row."""


class _Stopping(Exception):
    """Sitrep ends: nothing new is begun."""


def back_off(attempts: int, random: Callable[[], float]) -> timedelta:
    """How long to wait after so many attempts: doubled each time, up to five minutes, the half of it by chance."""
    doubled: int = 2 ** min(max(0, attempts - 1), 20)
    return min(LONGEST_BACK_OFF, FIRST_BACK_OFF * doubled) * (0.5 + 0.5 * random())


async def deliver_pending(
    database: Database,
    sender: DocumentSender,
    *,
    clock: Callable[[], datetime],
    random: Callable[[], float],
    stopping: Callable[[], bool] = lambda: False,
    at_once: int = AT_ONCE,
) -> Delivered:
    """Send what waits, oldest first, chats side by side and each in its order, until nothing may be sent now.

    ``random`` gives numbers from 0 to 1. Once ``stopping`` is true the message in flight is finished and the rest
    given back.
    """
    courier = _Courier(database, sender, clock, random, stopping)
    running: set[asyncio.Task[None]] = set()
    try:
        while True:
            if not stopping() and at_once - len(running) >= (at_once + 1) // 2:
                for rows in _by_chat(await asyncio.to_thread(courier.claim, at_once - len(running))):
                    running.add(asyncio.create_task(courier.deliver_all(rows)))
            if not running:
                return courier.report
            _, running = await asyncio.wait(running, return_when=asyncio.FIRST_COMPLETED)
    except asyncio.CancelledError:
        for task in running:
            task.cancel()
        raise
    finally:
        # A fault in claiming is no reason to break off what is being sent.
        await asyncio.gather(*running, return_exceptions=True)


def _by_chat(rows: Sequence[Delivery]) -> list[list[Delivery]]:
    chats: dict[int, list[Delivery]] = {}
    for row in rows:
        chats.setdefault(row.chat_id, []).append(row)
    return list(chats.values())


class _Courier:
    """Carries claimed rows. Each step that changes one is a short transaction in a thread."""

    def __init__(
        self,
        database: Database,
        sender: DocumentSender,
        clock: Callable[[], datetime],
        random: Callable[[], float],
        stopping: Callable[[], bool],
    ) -> None:
        self._database = database
        self._sender = sender
        self._clock = clock
        self._random = random
        self._stopping = stopping
        self.report = Delivered()

    def claim(self, limit: int) -> list[Delivery]:
        """Claim rows."""
        with self._database.writing() as session:
            return claim_deliveries(session, self._clock(), limit=limit)

    async def deliver_all(self, rows: Sequence[Delivery]) -> None:
        """Deliver the rows of one chat, in order."""
        for number, row in enumerate(rows):
            try:
                # What happened to those before may have moved this one to another chat or topic.
                await self._deliver(row if number == 0 else await asyncio.to_thread(self._renew, row))
            except _NotOurs:
                logger.info("delivery %s was taken over by another sender", row.id)
            except _Stopping:
                await asyncio.to_thread(self._postpone, row, timedelta(0), None)
            except Exception as error:
                # The database itself fails: nothing more is begun, the claims run out, the rows are taken up again.
                logger.error("delivery %s was not recorded: %s", row.id, fault(error))
                return

    async def _deliver(self, row: Delivery) -> None:
        try:
            document = document_from_json(row.document)
        except ValueError as error:
            await self._fail(row, f"the document cannot be read: {type(error).__name__}")
            return
        trip = _Trip(Target(row.chat_id, row.thread_id), row.form, row.parts_sent)
        try:
            await self._send(row, document, trip)
        except Blocked as error:
            logger.info("delivery %s: chat %s cannot be reached: %s", row.id, trip.target.chat_id, error)
            await asyncio.to_thread(self._pause, row, trip.target.chat_id, str(error))
        except Throttled as error:
            await self._put_off(row, timedelta(seconds=error.retry_after_s), "too many requests")
        except Refused as error:
            logger.error("delivery %s was refused: %s", row.id, error)
            await self._fail(row, f"refused: {error}")
        except DeliveryError as error:
            logger.warning("delivery %s waits: %s", row.id, error)
            await self._put_off(row, back_off(row.attempts, self._random), str(error) or type(error).__name__)
        except (_NotOurs, _Stopping):
            raise
        except Exception as error:
            # A fault of Sitrep's own: it is tried again a while, then left to the operator.
            logger.error("delivery %s failed: %s", row.id, fault(error))
            if row.attempts >= MOST_ATTEMPTS:
                await self._fail(row, fault(error))
            else:
                await self._put_off(row, back_off(row.attempts, self._random), fault(error))
        else:
            await asyncio.to_thread(self._finish, row)
            self.report.sent += 1

    async def _send(self, row: Delivery, document: Document, trip: _Trip) -> None:
        """Send what is left of a document, following a chat that moves and leaving a topic that is gone."""

        async def before() -> None:
            if self._stopping():
                raise _Stopping
            await asyncio.to_thread(self._renew, row)

        async def record(sent: SentPart) -> None:
            trip.form, trip.parts_sent = sent.form, sent.part + 1
            await asyncio.to_thread(self._record, row, sent)

        for _ in range(4):
            try:
                await self._sender.send_parts(
                    trip.target,
                    document,
                    form=trip.form,
                    first_part=trip.parts_sent,
                    # A row without a subscription is somebody's wish of a moment ago.
                    priority=Priority.ANSWER if row.subscription_id is None else Priority.DIGEST,
                    before_part=before,
                    on_part=record,
                )
            except Migrated as error:
                await asyncio.to_thread(self._migrate, trip.target.chat_id, error.new_chat_id)
                trip.target = Target(error.new_chat_id)
            except ThreadGone:
                gone = trip.target
                logger.info("topic %s of chat %s is gone", gone.thread_id, gone.chat_id)
                await asyncio.to_thread(self._forget, gone)
                trip.target = Target(gone.chat_id)
            else:
                return
        raise DeliveryError("the chat moved again and again", chat_id=trip.target.chat_id)

    # Steps

    async def _put_off(self, row: Delivery, wait: timedelta, error: str) -> None:
        await asyncio.to_thread(self._postpone, row, wait, error)
        self.report.postponed += 1

    async def _fail(self, row: Delivery, error: str) -> None:
        await asyncio.to_thread(self._give_up, row, error)
        self.report.failed += 1

    def _give_up(self, row: Delivery, error: str) -> None:
        with self._database.writing() as session:
            mark_failed(session, row, error)

    def _renew(self, row: Delivery) -> Delivery:
        with self._database.writing() as session:
            renewed = renew_claim(session, row, now=self._clock())
        if renewed is None:
            raise _NotOurs
        return renewed

    def _record(self, row: Delivery, sent: SentPart) -> None:
        with self._database.writing() as session:
            ours = record_part(session, row, sent.part, sent.message_id, form=sent.form, now=self._clock())
        if not ours:
            raise _NotOurs

    def _finish(self, row: Delivery) -> None:
        with self._database.writing() as session:
            mark_sent(session, row, now=self._clock())

    def _postpone(self, row: Delivery, wait: timedelta, error: str | None) -> None:
        with self._database.writing() as session:
            postpone(session, row, until=self._clock() + wait, error=error)

    def _pause(self, row: Delivery, chat_id: int, error: str) -> None:
        now = self._clock()
        with self._database.writing() as session:
            pause_chat(session, chat_id, now=now)
            postpone(session, row, until=now + back_off(row.attempts, self._random), error=error)
        self.report.postponed += 1

    def _migrate(self, old_id: int, new_id: int) -> None:
        with self._database.writing() as session:
            migrate_chat(session, old_id, new_id, now=self._clock())

    def _forget(self, gone: Target) -> None:
        with self._database.writing() as session:
            forget_thread(session, gone.chat_id, gone.thread_id)


@dataclass(slots=True)
class _Trip:
    """Where a document is on its way: it may change its address, and it has parts behind it."""

    target: Target
    form: Form | None
    parts_sent: int


def fault(error: BaseException) -> str:
    """The kind of an unexpected error and where it was raised; its words could be a message's."""
    frames = traceback.extract_tb(error.__traceback__)
    place = f" at {frames[-1].filename.rpartition('/')[2]}:{frames[-1].lineno}" if frames else ""
    return type(error).__name__ + place
