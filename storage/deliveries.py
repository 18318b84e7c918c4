"""The outbox: a row before anything is sent; claimed, sent part by part, recorded.

A claim is a lease (``claimed_until``): a sender that died is taken over when it has run out. Each claim has its own
number (``attempts``), so that a sender that was taken over, but lives, can no longer change the row.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session, aliased

from storage.model.chat import Delivery, DeliveryStatus, Form
from storage.tables import ChatRow, DeliveryMessageRow, DeliveryRow, SubscriptionRow
from storage.told import note_told

CLAIM_LEASE = timedelta(minutes=2)
_PENDING, _SENDING = DeliveryStatus.PENDING.value, DeliveryStatus.SENDING.value


def delivery_noun(row: DeliveryRow) -> Delivery:
    """A row as the noun."""
    return Delivery(
        id=row.id,
        key=row.key,
        chat_id=row.chat_id,
        thread_id=row.thread_id,
        document=row.document,
        status=DeliveryStatus(row.status),
        created_at=row.created_at,
        next_attempt_at=row.next_attempt_at,
        attempts=row.attempts,
        parts_sent=row.parts_sent,
        form=None if row.form is None else Form(row.form),
        subscription_id=row.subscription_id,
        claimed_until=row.claimed_until,
        sent_at=row.sent_at,
        last_error=row.last_error,
    )


def put_delivery(
    session: Session,
    *,
    key: str,
    chat_id: int,
    thread_id: int,
    document: dict[str, Any],
    now: datetime,
    subscription_id: int | None = None,
    told: Collection[tuple[int, int | None]] = (),
) -> int | None:
    """Put a document in the outbox. Returns its id, or ``None`` where ``key`` is there already.

    ``told`` is what it tells, as ``(article, event or None)`` (see ``storage.told``).
    """
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    statement = insert(DeliveryRow).values(
        key=key,
        chat_id=chat_id,
        thread_id=thread_id,
        document=document,
        subscription_id=subscription_id,
        status=_PENDING,
        attempts=0,
        parts_sent=0,
        created_at=now,
        next_attempt_at=now,
    )
    number = session.execute(statement.on_conflict_do_nothing().returning(DeliveryRow.id)).scalar_one_or_none()
    if number is not None:
        note_told(session, number, told)
    return number


def claim_deliveries(session: Session, now: datetime, *, limit: int = 20) -> list[Delivery]:
    """Claim what may be sent now, oldest first; rows of chats that cannot be reached wait.

    A row waits while an older one of its chat (and topic) is being sent by somebody, or was sent in part, so that
    nothing comes between two parts. On PostgreSQL two senders never claim the same row (``FOR UPDATE SKIP LOCKED``);
    on SQLite the writing transaction excludes the other.
    """
    older = aliased(DeliveryRow)
    before = select(older.id).where(
        older.chat_id == DeliveryRow.chat_id,
        older.thread_id == DeliveryRow.thread_id,
        older.id < DeliveryRow.id,
        or_(
            and_(older.status == _SENDING, older.claimed_until > now),
            and_(older.status.in_([_PENDING, _SENDING]), older.parts_sent > 0),
        ),
    )
    blocked = select(ChatRow.id).where(ChatRow.id == DeliveryRow.chat_id, ChatRow.blocked_at.is_not(None))
    statement = (
        select(DeliveryRow)
        .where(
            or_(
                DeliveryRow.status == _PENDING,
                and_(DeliveryRow.status == _SENDING, DeliveryRow.claimed_until <= now),
            ),
            DeliveryRow.next_attempt_at <= now,
            ~blocked.exists(),
            ~before.exists(),
        )
        .order_by(DeliveryRow.next_attempt_at, DeliveryRow.id)
        .limit(limit)
        .with_for_update(skip_locked=True, of=DeliveryRow)
    )
    rows = list(session.scalars(statement))
    for row in rows:
        row.status = _SENDING
        row.claimed_until = now + CLAIM_LEASE
        row.attempts += 1
    session.flush()
    return [delivery_noun(row) for row in rows]


def _held(delivery: Delivery) -> ColumnElement[bool]:
    """That the row is still in the hands of the sender that claimed ``delivery``."""
    return and_(
        DeliveryRow.id == delivery.id,
        DeliveryRow.attempts == delivery.attempts,
        DeliveryRow.status == _SENDING,
    )


def _set(session: Session, delivery: Delivery, **values: Any) -> bool:
    statement = update(DeliveryRow).where(_held(delivery)).values(**values).returning(DeliveryRow.id)
    return session.execute(statement).scalar_one_or_none() is not None


def renew_claim(session: Session, delivery: Delivery, *, now: datetime) -> Delivery | None:
    """Hold the claim for another lease. Returns the row as it is now (its chat may have moved meanwhile), or ``None``
    where another sender has taken over: send nothing more."""
    values = {"claimed_until": now + CLAIM_LEASE}
    statement = update(DeliveryRow).where(_held(delivery)).values(**values).returning(DeliveryRow)
    row = session.scalars(statement, execution_options={"populate_existing": True}).one_or_none()
    return None if row is None else delivery_noun(row)


def record_part(session: Session, delivery: Delivery, part: int, message_id: int, *, form: Form, now: datetime) -> bool:
    """Part ``part`` (from 0) was accepted as ``message_id``: it is not sent again, and what follows has its form.

    Returns ``False`` where another sender has taken over.
    """
    session.merge(DeliveryMessageRow(delivery_id=delivery.id, part=part, message_id=message_id, sent_at=now))
    return _set(session, delivery, parts_sent=part + 1, form=form.value, claimed_until=now + CLAIM_LEASE)


def mark_sent(session: Session, delivery: Delivery, *, now: datetime) -> bool:
    """Every part was accepted."""
    return _set(session, delivery, status=DeliveryStatus.SENT.value, sent_at=now, claimed_until=None, last_error=None)


def mark_failed(session: Session, delivery: Delivery, error: str) -> bool:
    """Trying again is useless; an operator can (``sitrep deliveries retry``)."""
    return _set(session, delivery, status=DeliveryStatus.FAILED.value, claimed_until=None, last_error=error)


def postpone(session: Session, delivery: Delivery, *, until: datetime, error: str | None) -> bool:
    """Not now: back to the queue, not before ``until``. ``error`` is ``None`` where nothing went wrong."""
    return _set(session, delivery, status=_PENDING, next_attempt_at=until, claimed_until=None, last_error=error)


def forget_thread(session: Session, chat_id: int, thread_id: int) -> None:
    """The topic is gone: what waits for it, and what was subscribed in it, goes to the chat itself.

    A scope that the chat itself is subscribed to already keeps that order, the topic's ends. Idempotent.
    """
    if thread_id == 0:
        return
    session.execute(
        update(DeliveryRow)
        .where(
            DeliveryRow.chat_id == chat_id,
            DeliveryRow.thread_id == thread_id,
            DeliveryRow.status.in_([_PENDING, _SENDING]),
        )
        .values(thread_id=0)
    )
    rows = list(session.scalars(select(SubscriptionRow).where(SubscriptionRow.chat_id == chat_id)))
    taken = {(row.scope_kind, row.scope_key) for row in rows if row.thread_id == 0}
    for row in rows:
        if row.thread_id != thread_id:
            continue
        if (row.scope_kind, row.scope_key) in taken:
            session.delete(row)
        else:
            row.thread_id = 0
    session.flush()


def list_deliveries(session: Session, *, status: DeliveryStatus | None = None, limit: int = 50) -> list[Delivery]:
    """The newest rows first."""
    statement = select(DeliveryRow).order_by(DeliveryRow.id.desc()).limit(limit)
    if status is not None:
        statement = statement.where(DeliveryRow.status == status.value)
    return [delivery_noun(row) for row in session.scalars(statement)]


def find_delivery(session: Session, key: str) -> Delivery | None:
    """The row with this key."""
    row = session.scalar(select(DeliveryRow).where(DeliveryRow.key == key))
    return None if row is None else delivery_noun(row)


def retry_deliveries(session: Session, *, now: datetime, delivery_id: int | None = None) -> int:
    """Put every failed row back in the queue, or one row that failed or waits. Returns how many."""
    statement = update(DeliveryRow).where(DeliveryRow.status == DeliveryStatus.FAILED.value)
    if delivery_id is not None:
        again = [DeliveryStatus.FAILED.value, _PENDING]
        statement = update(DeliveryRow).where(DeliveryRow.id == delivery_id, DeliveryRow.status.in_(again))
    values = {"status": _PENDING, "next_attempt_at": now, "claimed_until": None}
    return len(session.execute(statement.values(**values).returning(DeliveryRow.id)).all())


def delivery_messages(session: Session, delivery_id: int) -> list[int]:
    """The message ids that carried a delivery, in order of parts."""
    statement = select(DeliveryMessageRow.message_id).where(DeliveryMessageRow.delivery_id == delivery_id)
    return list(session.scalars(statement.order_by(DeliveryMessageRow.part)))


def count_pending(session: Session) -> int:
    """How many rows wait to be sent."""
    return session.scalar(select(func.count()).where(DeliveryRow.status.in_([_PENDING, _SENDING]))) or 0
