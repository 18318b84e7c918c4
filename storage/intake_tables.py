"""The tables of what is taken in from Telegram: where from, and what people handed in."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Index, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from storage.tables import Base


class IntakeChatRow(Base):
    """A group or channel that articles are, or were, taken in from."""

    __tablename__ = "intake_chat"

    chat_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    kind: Mapped[str] = mapped_column(String(20))
    title: Mapped[str] = mapped_column(Text)
    username: Mapped[str | None] = mapped_column(String(64))
    switched_on_at: Mapped[dt.datetime | None]
    switched_by: Mapped[int | None] = mapped_column(BigInteger)
    stopped_at: Mapped[dt.datetime | None]
    stopped_reason: Mapped[str | None] = mapped_column(Text)
    taken: Mapped[int] = mapped_column(Integer, default=0)
    last_taken_at: Mapped[dt.datetime | None]


class HandInRow(Base):
    """What a person handed in. ``handed`` is emptied once it is answered: the texts are in the articles then."""

    __tablename__ = "hand_in"
    __table_args__ = (Index("ix_hand_in_chat_id_message_id", "chat_id", "message_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    chat_id: Mapped[int] = mapped_column(BigInteger)
    thread_id: Mapped[int] = mapped_column(BigInteger, default=0)
    message_id: Mapped[int] = mapped_column(BigInteger)
    reply_to: Mapped[int] = mapped_column(BigInteger)
    user_id: Mapped[int | None] = mapped_column(BigInteger)
    request: Mapped[dict[str, Any]]
    handed: Mapped[dict[str, Any]]
    attempts: Mapped[int] = mapped_column(Integer, default=0)
    created_at: Mapped[dt.datetime]
    answered_at: Mapped[dt.datetime | None]


class HandInArticleRow(Base):
    """An article that came of it. ``stored`` tells what is new (or a revision) from what was known already."""

    __tablename__ = "hand_in_article"

    hand_in_id: Mapped[int] = mapped_column(ForeignKey("hand_in.id", ondelete="CASCADE"), primary_key=True)
    article_id: Mapped[int] = mapped_column(ForeignKey("article.id", ondelete="CASCADE"), primary_key=True, index=True)
    stored_at: Mapped[dt.datetime | None]
