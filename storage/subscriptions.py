"""Subscriptions: stored with their next due instant, claimed when it comes."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import delete, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from storage.errors import NotFound
from storage.model.chat import Scope, ScopeKind, Subscription
from storage.model.findings import Severity
from storage.tables import SubscriptionRow


def subscription_noun(row: SubscriptionRow) -> Subscription:
    """A row as the noun."""
    return Subscription(
        id=row.id,
        chat_id=row.chat_id,
        thread_id=row.thread_id,
        scope=Scope(ScopeKind(row.scope_kind), row.scope_key),
        recurrence=row.recurrence,
        timezone=row.timezone,
        min_severity=Severity(row.min_severity),
        next_due_at=row.next_due_at,
        created_at=row.created_at,
        last_cutoff_at=row.last_cutoff_at,
        paused_at=row.paused_at,
    )


def put_subscription(
    session: Session,
    *,
    chat_id: int,
    thread_id: int,
    scope: Scope,
    recurrence: str,
    timezone: str,
    min_severity: Severity,
    next_due_at: datetime,
    now: datetime,
) -> tuple[Subscription, bool]:
    """Store a subscription, or change the one this chat (and topic) has for this scope. Returns it and if it is new.

    A changed one keeps what it has told already (``last_cutoff_at``).
    """
    # The database refuses a second order for the same scope: of two that come together, one inserts, one changes.
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    terms = {
        "recurrence": recurrence,
        "timezone": timezone,
        "min_severity": int(min_severity),
        "next_due_at": next_due_at,
    }
    place = {"chat_id": chat_id, "thread_id": thread_id, "scope_kind": scope.kind.value, "scope_key": scope.key}
    statement = insert(SubscriptionRow).values(**place, **terms, created_at=now).on_conflict_do_nothing()
    is_new = session.execute(statement.returning(SubscriptionRow.id)).scalar_one_or_none() is not None
    if not is_new:
        changed = update(SubscriptionRow).filter_by(**place).values(**terms, paused_at=None)
        session.execute(changed.execution_options(synchronize_session=False))
    row = session.scalars(select(SubscriptionRow).filter_by(**place).execution_options(populate_existing=True)).one()
    return subscription_noun(row), is_new


def list_subscriptions(session: Session, chat_id: int, thread_id: int | None = None) -> list[Subscription]:
    """The subscriptions of a chat (of one topic, where ``thread_id`` is given), oldest first."""
    statement = select(SubscriptionRow).where(SubscriptionRow.chat_id == chat_id)
    if thread_id is not None:
        statement = statement.where(SubscriptionRow.thread_id == thread_id)
    return [subscription_noun(row) for row in session.scalars(statement.order_by(SubscriptionRow.id))]


def get_subscription(session: Session, subscription_id: int) -> Subscription:
    """The subscription with this id. Raises ``NotFound``."""
    row = session.get(SubscriptionRow, subscription_id)
    if row is None:
        raise NotFound(f"there is no subscription {subscription_id}")
    return subscription_noun(row)


def remove_subscription(session: Session, subscription_id: int, *, chat_id: int) -> bool:
    """Remove a subscription of this chat. Returns whether there was one."""
    statement = delete(SubscriptionRow).where(SubscriptionRow.id == subscription_id, SubscriptionRow.chat_id == chat_id)
    return session.execute(statement.returning(SubscriptionRow.id)).scalar_one_or_none() is not None


def due_subscriptions(
    session: Session, now: datetime, *, limit: int = 100, skip: Collection[int] = ()
) -> list[Subscription]:
    """Subscriptions whose instant has come, the longest waiting first; paused ones, and ids in ``skip``, wait."""
    statement = (
        select(SubscriptionRow)
        .where(
            SubscriptionRow.next_due_at <= now,
            SubscriptionRow.paused_at.is_(None),
            SubscriptionRow.id.not_in(skip),
        )
        .order_by(SubscriptionRow.next_due_at, SubscriptionRow.id)
        .limit(limit)
    )
    return [subscription_noun(row) for row in session.scalars(statement)]


def advance_subscription(
    session: Session, subscription: Subscription, *, next_due_at: datetime, cutoff_at: datetime
) -> bool:
    """Move a due subscription on, if nobody else did: compare-and-set on ``next_due_at``; not if it was paused.

    To be called in the transaction that puts the digest in the outbox, so that both happen or neither.
    """
    statement = (
        update(SubscriptionRow)
        .where(
            SubscriptionRow.id == subscription.id,
            SubscriptionRow.next_due_at == subscription.next_due_at,
            SubscriptionRow.paused_at.is_(None),
        )
        .values(next_due_at=next_due_at, last_cutoff_at=cutoff_at)
        .returning(SubscriptionRow.id)
    )
    return session.execute(statement).scalar_one_or_none() is not None
