"""The tables, as SQLAlchemy 2 typed mappings. Rows never leave storage/: functions return the nouns of storage/model.

The schema itself is made by the migrations; a test compares both.
"""

from __future__ import annotations

import datetime as dt
from typing import Any, ClassVar

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    DateTime,
    Dialect,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    SmallInteger,
    String,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship
from sqlalchemy.types import TypeDecorator, TypeEngine

PERMANENT_IDS = {"sqlite_autoincrement": True}
"""Ids shown to users are never used again, also after pruning (sqlite.org/autoinc.html; PostgreSQL never does)."""


class UTCDateTime(TypeDecorator[dt.datetime]):
    """An aware datetime, stored in UTC, returned in UTC on every database. Naive values are refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: dt.datetime | None, dialect: Dialect) -> dt.datetime | None:
        """Aware datetime in, UTC out (naive for SQLite, which has no zones). Raises ``ValueError`` if naive."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("naive datetime given to the database")
        value = value.astimezone(dt.UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: dt.datetime | None, dialect: Dialect) -> dt.datetime | None:
        """What the database gives, as aware UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=dt.UTC) if value.tzinfo is None else value.astimezone(dt.UTC)


class Base(DeclarativeBase):
    """All tables."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map: ClassVar[dict[Any, TypeEngine[Any] | type[TypeEngine[Any]]]] = {
        dt.datetime: UTCDateTime(),
        dict[str, Any]: JSON().with_variant(JSONB(), "postgresql"),
        list[Any]: JSON().with_variant(JSONB(), "postgresql"),
    }


class SourceRow(Base):
    """An outlet, wire, government or organisation."""

    __tablename__ = "source"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(200), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    kind: Mapped[str] = mapped_column(String(20))
    home_country: Mapped[str | None] = mapped_column(String(2))
    language: Mapped[str | None] = mapped_column(String(20))
    family: Mapped[str | None] = mapped_column(String(200))
    reliability: Mapped[str] = mapped_column(String(1))
    reliability_reason: Mapped[str | None] = mapped_column(Text)
    homepage: Mapped[str | None] = mapped_column(Text)
    exercise: Mapped[bool] = mapped_column(Boolean)


class FeedRow(Base):
    """A feed that is polled."""

    __tablename__ = "feed"

    id: Mapped[int] = mapped_column(primary_key=True)
    url: Mapped[str] = mapped_column(Text, unique=True)
    title: Mapped[str | None] = mapped_column(Text)
    source_name: Mapped[str | None] = mapped_column(String(200))
    etag: Mapped[str | None] = mapped_column(Text)
    last_modified: Mapped[str | None] = mapped_column(Text)
    interval_s: Mapped[int] = mapped_column(Integer)
    created_at: Mapped[dt.datetime]
    next_poll_at: Mapped[dt.datetime] = mapped_column(index=True)
    first_polled_at: Mapped[dt.datetime | None]
    last_polled_at: Mapped[dt.datetime | None]
    last_success_at: Mapped[dt.datetime | None]
    failures: Mapped[int] = mapped_column(Integer, default=0)
    last_error: Mapped[str | None] = mapped_column(Text)
    disabled_at: Mapped[dt.datetime | None]
    exercise: Mapped[bool] = mapped_column(Boolean, default=False)
    folder: Mapped[str | None] = mapped_column(String(200))
    site_url: Mapped[str | None] = mapped_column(Text)
    pace_s: Mapped[int | None] = mapped_column(Integer)
    asked_s: Mapped[int | None] = mapped_column(Integer)
    body_hash: Mapped[str | None] = mapped_column(String(64))
    dead_at: Mapped[dt.datetime | None]
    dead_told_at: Mapped[dt.datetime | None]


class ArticleRow(Base):
    """A stored text. The same current text twice, and the same revision of an address twice, are refused."""

    __tablename__ = "article"
    __table_args__ = (
        UniqueConstraint("url_key", "revision"),
        Index(
            "ix_article_current_content_hash",
            "content_hash",
            unique=True,
            sqlite_where=text("superseded_by IS NULL"),
            postgresql_where=text("superseded_by IS NULL"),
        ),
        PERMANENT_IDS,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    content_hash: Mapped[str] = mapped_column(String(64))
    url: Mapped[str | None] = mapped_column(Text)
    url_key: Mapped[str | None] = mapped_column(Text)
    revision: Mapped[int] = mapped_column(Integer, default=1)
    superseded_by: Mapped[int | None] = mapped_column(ForeignKey("article.id", ondelete="SET NULL"))
    title: Mapped[str | None] = mapped_column(Text)
    text: Mapped[str] = mapped_column(Text)
    source_id: Mapped[int | None] = mapped_column(ForeignKey("source.id"), index=True)
    published_at: Mapped[dt.datetime | None]
    date_clamped: Mapped[bool] = mapped_column(Boolean, default=False)
    effective_at: Mapped[dt.datetime] = mapped_column(index=True)
    fetched_at: Mapped[dt.datetime]
    stored_at: Mapped[dt.datetime] = mapped_column(index=True)
    language: Mapped[str | None] = mapped_column(String(20))
    exercise: Mapped[bool] = mapped_column(Boolean, default=False)
    known_since: Mapped[dt.datetime | None]
    author: Mapped[str | None] = mapped_column(String(200))
    feed_only: Mapped[str | None] = mapped_column(String(20))

    source: Mapped[SourceRow | None] = relationship(lazy="joined")


class AnalysisRow(Base):
    """That an article has been read, by which version of the analysis, and what it is worth."""

    __tablename__ = "analysis"

    article_id: Mapped[int] = mapped_column(ForeignKey("article.id", ondelete="CASCADE"), primary_key=True)
    version: Mapped[str] = mapped_column(String(40))
    analysed_at: Mapped[dt.datetime]
    relevance: Mapped[float] = mapped_column(Float)
    summary: Mapped[list[Any]]


class ArticleCountryRow(Base):
    """A country an article is about or names."""

    __tablename__ = "article_country"

    article_id: Mapped[int] = mapped_column(ForeignKey("article.id", ondelete="CASCADE"), primary_key=True)
    code: Mapped[str] = mapped_column(String(2), primary_key=True, index=True)
    role: Mapped[str] = mapped_column(String(10))
    score: Mapped[float] = mapped_column(Float)
    evidence: Mapped[list[Any]]


class EntityRow(Base):
    """A name in an article."""

    __tablename__ = "entity"

    id: Mapped[int] = mapped_column(primary_key=True)
    article_id: Mapped[int] = mapped_column(ForeignKey("article.id", ondelete="CASCADE"), index=True)
    text: Mapped[str] = mapped_column(Text)
    label: Mapped[str] = mapped_column(String(10))
    start: Mapped[int] = mapped_column(Integer)
    end: Mapped[int] = mapped_column(Integer)
    country: Mapped[str | None] = mapped_column(String(2))


class EventRow(Base):
    """An event. ``detail`` is the whole event as the contract writes it; the columns are for queries."""

    __tablename__ = "event"
    __table_args__ = (
        UniqueConstraint("article_id", "ordinal"),
        Index("ix_event_type_effective_at", "type", "effective_at"),
        PERMANENT_IDS,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    article_id: Mapped[int] = mapped_column(ForeignKey("article.id", ondelete="CASCADE"))
    ordinal: Mapped[int] = mapped_column(Integer)
    type: Mapped[str] = mapped_column(String(20))
    subtype: Mapped[str | None] = mapped_column(String(60))
    status: Mapped[str] = mapped_column(String(20))
    severity: Mapped[int] = mapped_column(SmallInteger)
    trigger_start: Mapped[int] = mapped_column(Integer)
    effective_at: Mapped[dt.datetime] = mapped_column(index=True)
    stored_at: Mapped[dt.datetime] = mapped_column(index=True)
    detail: Mapped[dict[str, Any]]


class EventCountryRow(Base):
    """A country that an event touches. ``role``: actor, target, location or (the article's) focus."""

    __tablename__ = "event_country"

    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"), primary_key=True)
    code: Mapped[str] = mapped_column(String(2), primary_key=True, index=True)
    role: Mapped[str] = mapped_column(String(10), primary_key=True)


class ClaimRow(Base):
    """Who said what. ``detail`` is the whole claim as the contract writes it."""

    __tablename__ = "claim"
    __table_args__ = (UniqueConstraint("article_id", "ordinal"), PERMANENT_IDS)

    id: Mapped[int] = mapped_column(primary_key=True)
    article_id: Mapped[int] = mapped_column(ForeignKey("article.id", ondelete="CASCADE"))
    ordinal: Mapped[int] = mapped_column(Integer)
    stance: Mapped[str] = mapped_column(String(10), index=True)
    effective_at: Mapped[dt.datetime] = mapped_column(index=True)
    stored_at: Mapped[dt.datetime]
    detail: Mapped[dict[str, Any]]


class ClaimCountryRow(Base):
    """A country that a claim speaks of (or is spoken by)."""

    __tablename__ = "claim_country"

    claim_id: Mapped[int] = mapped_column(ForeignKey("claim.id", ondelete="CASCADE"), primary_key=True)
    code: Mapped[str] = mapped_column(String(2), primary_key=True, index=True)


class ChatRow(Base):
    """A Telegram chat the bot has met."""

    __tablename__ = "chat"

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    kind: Mapped[str] = mapped_column(String(20))
    title: Mapped[str | None] = mapped_column(Text)
    timezone: Mapped[str | None] = mapped_column(String(64))
    blocked_at: Mapped[dt.datetime | None]
    rich: Mapped[bool | None] = mapped_column(Boolean)
    classic_until: Mapped[dt.datetime | None]
    created_at: Mapped[dt.datetime]


class SubscriptionRow(Base):
    """A standing order for digests; ``thread_id`` 0 is the chat itself."""

    __tablename__ = "subscription"
    __table_args__ = (UniqueConstraint("chat_id", "thread_id", "scope_kind", "scope_key"), PERMANENT_IDS)

    id: Mapped[int] = mapped_column(primary_key=True)
    chat_id: Mapped[int] = mapped_column(ForeignKey("chat.id", onupdate="CASCADE", ondelete="CASCADE"))
    thread_id: Mapped[int] = mapped_column(BigInteger, default=0)
    scope_kind: Mapped[str] = mapped_column(String(10))
    scope_key: Mapped[str] = mapped_column(String(60))
    recurrence: Mapped[str] = mapped_column(String(60))
    timezone: Mapped[str] = mapped_column(String(64))
    min_severity: Mapped[int] = mapped_column(SmallInteger, default=0)
    next_due_at: Mapped[dt.datetime] = mapped_column(index=True)
    created_at: Mapped[dt.datetime]
    last_cutoff_at: Mapped[dt.datetime | None]
    paused_at: Mapped[dt.datetime | None]


class DeliveryRow(Base):
    """The outbox: whatever is pushed is a row here first; ``key`` makes each occurrence unique."""

    __tablename__ = "delivery"
    __table_args__ = (Index("ix_delivery_status_next_attempt_at", "status", "next_attempt_at"), PERMANENT_IDS)

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(120), unique=True)
    subscription_id: Mapped[int | None] = mapped_column(ForeignKey("subscription.id", ondelete="SET NULL"))
    chat_id: Mapped[int] = mapped_column(BigInteger, index=True)
    thread_id: Mapped[int] = mapped_column(BigInteger, default=0)
    document: Mapped[dict[str, Any]]
    status: Mapped[str] = mapped_column(String(10))
    attempts: Mapped[int] = mapped_column(Integer, default=0)
    parts_sent: Mapped[int] = mapped_column(Integer, default=0)
    form: Mapped[str | None] = mapped_column(String(10))
    created_at: Mapped[dt.datetime]
    next_attempt_at: Mapped[dt.datetime]
    claimed_until: Mapped[dt.datetime | None]
    sent_at: Mapped[dt.datetime | None]
    last_error: Mapped[str | None] = mapped_column(Text)


class DeliveryMessageRow(Base):
    """Which message carried which part of a delivery: who was told."""

    __tablename__ = "delivery_message"

    delivery_id: Mapped[int] = mapped_column(ForeignKey("delivery.id", ondelete="CASCADE"), primary_key=True)
    part: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    message_id: Mapped[int] = mapped_column(BigInteger)
    sent_at: Mapped[dt.datetime]


class UpdateRow(Base):
    """Updates that were handled: Telegram may repeat one."""

    __tablename__ = "handled_update"

    update_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    handled_at: Mapped[dt.datetime] = mapped_column(index=True)


class SearchQueryRow(Base):
    """Search words too long for a button's 64 bytes, kept so that a page button can name them by id."""

    __tablename__ = "search_query"

    id: Mapped[int] = mapped_column(primary_key=True)
    words: Mapped[str] = mapped_column(String(400), unique=True)
