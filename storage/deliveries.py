"""The outbox: a row before anything is sent; claimed, sent part by part, recorded.

A claim is a lease (``claimed_until``): a sender that died is taken over when it has run out.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from storage.model.chat import Delivery, DeliveryStatus
from storage.tables import ChatRow, DeliveryMessageRow, DeliveryRow

CLAIM_LEASE = timedelta(minutes=2)


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
) -> int | None:
    """Put a document in the outbox. Returns its id, or ``None`` where ``key`` is there already."""
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    statement = insert(DeliveryRow).values(
        key=key,
        chat_id=chat_id,
        thread_id=thread_id,
        document=document,
        subscription_id=subscription_id,
        status=DeliveryStatus.PENDING.value,
        attempts=0,
        parts_sent=0,
        created_at=now,
        next_attempt_at=now,
    )
    return session.execute(statement.on_conflict_do_nothing().returning(DeliveryRow.id)).scalar_one_or_none()


def claim_deliveries(session: Session, now: datetime, *, limit: int = 20) -> list[Delivery]:
    """Claim what may be sent now, oldest first; rows of chats that cannot be reached wait.

    On PostgreSQL two senders never claim the same row (``FOR UPDATE SKIP LOCKED``); on SQLite the writing
    transaction excludes the other.
    """
    claimable = or_(
        DeliveryRow.status == DeliveryStatus.PENDING.value,
        (DeliveryRow.status == DeliveryStatus.SENDING.value) & (DeliveryRow.claimed_until <= now),
    )
    blocked = select(ChatRow.id).where(ChatRow.blocked_at.is_not(None))
    statement = (
        select(DeliveryRow)
        .where(claimable, DeliveryRow.next_attempt_at <= now, DeliveryRow.chat_id.not_in(blocked))
        .order_by(DeliveryRow.next_attempt_at, DeliveryRow.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    rows = list(session.scalars(statement))
    for row in rows:
        row.status = DeliveryStatus.SENDING.value
        row.claimed_until = now + CLAIM_LEASE
        row.attempts += 1
    session.flush()
    return [delivery_noun(row) for row in rows]


def record_part(session: Session, delivery_id: int, part: int, message_id: int, *, now: datetime) -> None:
    """Part ``part`` (from 0) was accepted as ``message_id``: it is not sent again."""
    session.merge(DeliveryMessageRow(delivery_id=delivery_id, part=part, message_id=message_id, sent_at=now))
    session.execute(
        update(DeliveryRow)
        .where(DeliveryRow.id == delivery_id)
        .values(parts_sent=part + 1, claimed_until=now + CLAIM_LEASE)
    )


def mark_sent(session: Session, delivery_id: int, *, now: datetime) -> None:
    """Every part was accepted."""
    _set(session, delivery_id, status=DeliveryStatus.SENT, sent_at=now, claimed_until=None, last_error=None)


def mark_failed(session: Session, delivery_id: int, error: str) -> None:
    """Trying again is useless; an operator can (``sitrep deliveries retry``)."""
    _set(session, delivery_id, status=DeliveryStatus.FAILED, claimed_until=None, last_error=error)


def postpone(session: Session, delivery_id: int, *, until: datetime, error: str) -> None:
    """Not now: back to the queue, not before ``until``."""
    _set(
        session,
        delivery_id,
        status=DeliveryStatus.PENDING,
        next_attempt_at=until,
        claimed_until=None,
        last_error=error,
    )


def _set(session: Session, delivery_id: int, *, status: DeliveryStatus, **values: Any) -> None:
    session.execute(update(DeliveryRow).where(DeliveryRow.id == delivery_id).values(status=status.value, **values))


def forget_thread(session: Session, chat_id: int, thread_id: int) -> None:
    """The topic is gone: what waits for it goes to the chat itself."""
    session.execute(
        update(DeliveryRow)
        .where(
            DeliveryRow.chat_id == chat_id,
            DeliveryRow.thread_id == thread_id,
            DeliveryRow.status.in_([DeliveryStatus.PENDING.value, DeliveryStatus.SENDING.value]),
        )
        .values(thread_id=0)
    )


def list_deliveries(session: Session, *, status: DeliveryStatus | None = None, limit: int = 50) -> list[Delivery]:
    """The newest rows first."""
    statement = select(DeliveryRow).order_by(DeliveryRow.id.desc()).limit(limit)
    if status is not None:
        statement = statement.where(DeliveryRow.status == status.value)
    return [delivery_noun(row) for row in session.scalars(statement)]


def retry_deliveries(session: Session, *, now: datetime, delivery_id: int | None = None) -> int:
    """Put failed rows (or one of them) back in the queue. Returns how many."""
    statement = update(DeliveryRow).where(DeliveryRow.status == DeliveryStatus.FAILED.value)
    if delivery_id is not None:
        statement = statement.where(DeliveryRow.id == delivery_id)
    values = {"status": DeliveryStatus.PENDING.value, "next_attempt_at": now, "claimed_until": None}
    return len(session.execute(statement.values(**values).returning(DeliveryRow.id)).all())


def delivery_messages(session: Session, delivery_id: int) -> list[int]:
    """The message ids that carried a delivery, in order of parts."""
    statement = select(DeliveryMessageRow.message_id).where(DeliveryMessageRow.delivery_id == delivery_id)
    return list(session.scalars(statement.order_by(DeliveryMessageRow.part)))


def count_pending(session: Session) -> int:
    """How many rows wait to be sent."""
    waiting = [DeliveryStatus.PENDING.value, DeliveryStatus.SENDING.value]
    return session.scalar(select(func.count()).where(DeliveryRow.status.in_(waiting))) or 0
