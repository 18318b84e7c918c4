"""Chats: who they are, their zone, whether they can be reached, and moving them when a group is upgraded."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import delete, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from storage.intake import move_intake
from storage.model.chat import Chat, DeliveryStatus
from storage.tables import ChatRow, DeliveryRow, SubscriptionRow, UpdateRow


def chat_noun(row: ChatRow) -> Chat:
    """A row as the noun."""
    return Chat(row.id, row.kind, row.title, row.timezone, row.blocked_at, row.rich, row.classic_until)


def kind_of(chat_id: int) -> str:
    """What kind of chat an id belongs to, as far as it tells (Bot API, Chat.id): people are positive, supergroups
    and channels start at -1000000000000."""
    if chat_id > 0:
        return "private"
    return "supergroup" if chat_id <= -1_000_000_000_000 else "group"


def _row(session: Session, chat_id: int, *, kind: str, title: str | None, now: datetime) -> ChatRow:
    """The row of a chat, made if it is missing."""
    row = session.get(ChatRow, chat_id)
    if row is None:
        insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
        values = {"id": chat_id, "kind": kind, "title": title, "created_at": now}
        session.execute(insert(ChatRow).values(**values).on_conflict_do_nothing())
        row = session.get_one(ChatRow, chat_id)
    return row


def ensure_chat(session: Session, chat_id: int, *, kind: str, title: str | None, now: datetime) -> Chat:
    """The chat with this id, stored if it is new, its kind and title brought up to date."""
    row = _row(session, chat_id, kind=kind, title=title, now=now)
    if row.kind != kind or row.title != title:
        row.kind, row.title = kind, title
        session.flush()
    return chat_noun(row)


def find_chat(session: Session, chat_id: int) -> Chat | None:
    """The chat with this id."""
    row = session.get(ChatRow, chat_id)
    return None if row is None else chat_noun(row)


def set_timezone(session: Session, chat_id: int, timezone: str) -> None:
    """Remember the chat's IANA zone."""
    session.execute(update(ChatRow).where(ChatRow.id == chat_id).values(timezone=timezone))


def set_rich(session: Session, chat_id: int, rich: bool | None) -> None:
    """What the chat's people chose: ``False`` for classic messages only, ``None`` for whatever works."""
    session.execute(update(ChatRow).where(ChatRow.id == chat_id).values(rich=rich))


def avoid_rich(session: Session, chat_id: int, *, until: datetime) -> None:
    """Telegram refused a rich message there: classic ones until then."""
    session.execute(update(ChatRow).where(ChatRow.id == chat_id).values(classic_until=until))


def pause_chat(session: Session, chat_id: int, *, now: datetime) -> None:
    """The bot was blocked or kicked: mark the chat and pause its subscriptions; nothing is deleted.

    What waits in the outbox stays there and is not claimed.
    """
    row = _row(session, chat_id, kind=kind_of(chat_id), title=None, now=now)
    row.blocked_at = row.blocked_at or now
    session.flush()
    session.execute(
        update(SubscriptionRow)
        .where(SubscriptionRow.chat_id == chat_id, SubscriptionRow.paused_at.is_(None))
        .values(paused_at=now)
    )


def resume_chat(session: Session, chat_id: int) -> bool:
    """The chat can be reached again: subscriptions go on, and what waited for it is sent next.

    Returns whether it had been paused.
    """
    row = session.get(ChatRow, chat_id)
    if row is None or row.blocked_at is None:
        return False
    row.blocked_at = None
    session.execute(update(SubscriptionRow).where(SubscriptionRow.chat_id == chat_id).values(paused_at=None))
    session.execute(
        update(DeliveryRow)
        .where(DeliveryRow.chat_id == chat_id, DeliveryRow.status == DeliveryStatus.PENDING.value)
        .values(next_attempt_at=DeliveryRow.created_at)
    )
    return True


def migrate_chat(session: Session, old_id: int, new_id: int, *, now: datetime) -> None:
    """A group became a supergroup: move the chat, its subscriptions, its outbox and its hand-ins. Idempotent, in
    either order.

    A scope that the supergroup is subscribed to already keeps that order, the group's ends.
    """
    if old_id == new_id:
        return
    session.execute(update(DeliveryRow).where(DeliveryRow.chat_id == old_id).values(chat_id=new_id))
    move_intake(session, old_id, new_id)
    old = session.get(ChatRow, old_id)
    if old is None:
        return
    new = _row(session, new_id, kind="supergroup", title=old.title, now=now)
    new.timezone = new.timezone or old.timezone
    new.rich = old.rich if new.rich is None else new.rich
    session.flush()
    taken = {
        (row.thread_id, row.scope_kind, row.scope_key)
        for row in session.scalars(select(SubscriptionRow).where(SubscriptionRow.chat_id == new_id))
    }
    for row in session.scalars(select(SubscriptionRow).where(SubscriptionRow.chat_id == old_id)):
        if (row.thread_id, row.scope_kind, row.scope_key) in taken:
            session.delete(row)
        else:
            row.chat_id = new_id
            row.paused_at = new.blocked_at
    session.flush()
    session.execute(delete(ChatRow).where(ChatRow.id == old_id))


def claim_update(session: Session, update_id: int, *, now: datetime) -> bool:
    """Whether this update is handled for the first time: Telegram may deliver one twice."""
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    statement = insert(UpdateRow).values(update_id=update_id, handled_at=now)
    claimed = statement.on_conflict_do_nothing().returning(UpdateRow.update_id)
    return session.execute(claimed).scalar_one_or_none() is not None


def is_handled(session: Session, update_id: int) -> bool:
    """Whether this update was claimed before."""
    return session.get(UpdateRow, update_id) is not None


def forget_updates(session: Session, *, now: datetime, keep: timedelta = timedelta(days=2)) -> None:
    """Drop the marks of updates handled long ago: Telegram keeps updates for 24 hours (Bot API, Getting updates)."""
    session.execute(delete(UpdateRow).where(UpdateRow.handled_at < now - keep))
