"""What is taken in from Telegram: which groups and channels are switched on, and what people handed in."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from storage.intake_tables import HandInArticleRow, HandInRow, IntakeChatRow
from storage.model.article import storable
from storage.model.intake import HandIn, IntakeChat
from storage.tables import DeliveryMessageRow, DeliveryRow

_CHAT_FIELDS = tuple(field.name for field in dataclasses.fields(IntakeChat))
_HAND_IN_FIELDS = tuple(field.name for field in dataclasses.fields(HandIn))


def _chat(row: IntakeChatRow) -> IntakeChat:
    return IntakeChat(**{name: getattr(row, name) for name in _CHAT_FIELDS})


def _hand_in(row: HandInRow) -> HandIn:
    return HandIn(**{name: getattr(row, name) for name in _HAND_IN_FIELDS})


# Groups and channels


def switch_on(
    session: Session,
    chat_id: int,
    *,
    kind: str,
    title: str,
    username: str | None,
    by: int | None,
    now: datetime,
) -> bool:
    """Take in from this chat from now on. Returns whether it was off before; else only its names change."""
    row = session.get(IntakeChatRow, chat_id)
    if row is None:
        row = IntakeChatRow(chat_id=chat_id, kind=kind, title="", taken=0)
        session.add(row)
    row.kind, row.title, row.username = kind, storable(title), username
    changed = row.switched_on_at is None
    if changed:
        row.switched_on_at, row.switched_by, row.stopped_at, row.stopped_reason = now, by, None, None
    session.flush()
    return changed


def switch_off(session: Session, chat_id: int, *, by: int | None, now: datetime) -> bool:
    """Take in no more from this chat, on somebody's word. Returns whether it was on."""
    return _end(session, chat_id, switched_by=by, stopped_at=now, stopped_reason=None)


def stop_intake(session: Session, chat_id: int, *, reason: str, now: datetime) -> IntakeChat | None:
    """Take in no more since the bot cannot any longer. Returns the chat as it was, or ``None`` where it was off."""
    row = session.get(IntakeChatRow, chat_id)
    before = None if row is None else _chat(row)
    return before if _end(session, chat_id, stopped_at=now, stopped_reason=reason) else None


def _end(session: Session, chat_id: int, **values: Any) -> bool:
    on = (IntakeChatRow.chat_id == chat_id, IntakeChatRow.switched_on_at.is_not(None))
    ended = update(IntakeChatRow).where(*on).values(switched_on_at=None, **values).returning(IntakeChatRow.chat_id)
    return session.execute(ended).scalar_one_or_none() is not None


def find_intake(session: Session, chat_id: int) -> IntakeChat | None:
    """What is known of taking in from this chat."""
    row = session.get(IntakeChatRow, chat_id)
    return None if row is None else _chat(row)


def list_intakes(session: Session) -> list[IntakeChat]:
    """Every group and channel that is, or was, switched on; those that are on first, then by title."""
    chats = [_chat(row) for row in session.scalars(select(IntakeChatRow))]
    return sorted(chats, key=lambda chat: (chat.switched_on_at is None, chat.title.casefold(), chat.chat_id))


def note_taken(session: Session, chat_id: int, number: int, *, now: datetime) -> None:
    """Count what came from this chat."""
    row = IntakeChatRow
    session.execute(update(row).where(row.chat_id == chat_id).values(taken=row.taken + number, last_taken_at=now))


def move_intake(session: Session, old_id: int, new_id: int) -> None:
    """A group became a supergroup: what was switched on, and what was handed in there, moves along. Idempotent."""
    session.execute(update(HandInRow).where(HandInRow.chat_id == old_id).values(chat_id=new_id))
    old = session.get(IntakeChatRow, old_id)
    if old is None or old_id == new_id:
        return
    if session.get(IntakeChatRow, new_id) is None:
        values = {column.name: getattr(old, column.name) for column in IntakeChatRow.__table__.columns}
        session.add(IntakeChatRow(**(values | {"chat_id": new_id, "kind": "supergroup"})))
    session.delete(old)
    session.flush()


# What people handed in


def put_hand_in(
    session: Session,
    *,
    chat_id: int,
    thread_id: int,
    message_id: int,
    reply_to: int,
    user_id: int | None,
    request: dict[str, Any],
    handed: dict[str, Any],
    now: datetime,
) -> int:
    """Keep what was handed in until it is answered. Returns its id."""
    row = HandInRow(
        chat_id=chat_id,
        thread_id=thread_id,
        message_id=message_id,
        reply_to=reply_to,
        user_id=user_id,
        request=request,
        handed=handed,
        attempts=0,
        created_at=now,
    )
    session.add(row)
    session.flush()
    return row.id


def begin_hand_in(session: Session, hand_in_id: int) -> int:
    """It is tried now. Returns how often it has been, this time included."""
    begun = update(HandInRow).where(HandInRow.id == hand_in_id).values(attempts=HandInRow.attempts + 1)
    return session.execute(begun.returning(HandInRow.attempts)).scalar_one_or_none() or 0


def record_articles(session: Session, hand_in_id: int, articles: Iterable[tuple[int, bool]], *, now: datetime) -> None:
    """Which articles came of it: ``(article id, whether it was stored now)``. Repeating it changes nothing."""
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    for article_id, stored in articles:
        values = {"hand_in_id": hand_in_id, "article_id": article_id, "stored_at": now if stored else None}
        session.execute(insert(HandInArticleRow).values(**values).on_conflict_do_nothing())


def answer_hand_in(session: Session, hand_in_id: int, *, now: datetime) -> None:
    """It was answered: its text is not kept any longer."""
    values = {"answered_at": now, "handed": {}, "request": {}}
    session.execute(update(HandInRow).where(HandInRow.id == hand_in_id).values(**values))


def unanswered_hand_ins(session: Session) -> list[HandIn]:
    """What was handed in and not answered, oldest first."""
    query = select(HandInRow).where(HandInRow.answered_at.is_(None)).order_by(HandInRow.id)
    return [_hand_in(row) for row in session.scalars(query)]


def find_hand_in(session: Session, chat_id: int, message_id: int) -> HandIn | None:
    """The last time this message was handed in."""
    of_message = (HandInRow.chat_id == chat_id, HandInRow.message_id == message_id)
    row = session.scalar(select(HandInRow).where(*of_message).order_by(HandInRow.id.desc()).limit(1))
    return None if row is None else _hand_in(row)


def count_handed_in(session: Session, chat_id: int, *, since: datetime) -> int:
    """How many articles were stored for what was handed in in this chat since ``since``."""
    query = (
        select(func.count())
        .select_from(HandInArticleRow)
        .join(HandInRow, HandInRow.id == HandInArticleRow.hand_in_id)
        .where(HandInRow.chat_id == chat_id, HandInArticleRow.stored_at >= since)
    )
    return session.scalar(query) or 0


def handed_in_at(session: Session, article_id: int) -> tuple[int, datetime] | None:
    """The chat in which an article was first handed in and stored, and when."""
    query = (
        select(HandInRow.chat_id, HandInArticleRow.stored_at)
        .join(HandInRow, HandInRow.id == HandInArticleRow.hand_in_id)
        .where(HandInArticleRow.article_id == article_id, HandInArticleRow.stored_at.is_not(None))
        .order_by(HandInArticleRow.stored_at)
        .limit(1)
    )
    row = session.execute(query).first()
    return None if row is None or row[1] is None else (row[0], row[1])


def was_sent_by_us(session: Session, chat_id: int, message_id: int) -> bool:
    """Whether a message is (part of) a digest or notice of the bot's own."""
    query = (
        select(DeliveryMessageRow.delivery_id)
        .join(DeliveryRow, DeliveryRow.id == DeliveryMessageRow.delivery_id)
        .where(DeliveryRow.chat_id == chat_id, DeliveryMessageRow.message_id == message_id)
        .limit(1)
    )
    return session.scalar(query) is not None
