"""Chats, what they subscribed to, and what waits to be delivered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from storage.model.findings import Severity


class ScopeKind(StrEnum):
    """What a briefing or a subscription is about."""

    COUNTRY = "country"
    REGION = "region"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class Scope:
    """A country (``key`` is its code), a region (its slug) or everything (``key`` is ``*``)."""

    kind: ScopeKind
    key: str

    @classmethod
    def country(cls, code: str) -> Scope:
        """The scope of one country."""
        return cls(ScopeKind.COUNTRY, code)

    @classmethod
    def region(cls, slug: str) -> Scope:
        """The scope of one region."""
        return cls(ScopeKind.REGION, slug)

    @classmethod
    def everything(cls) -> Scope:
        """The scope without a limit."""
        return cls(ScopeKind.ALL, "*")


@dataclass(frozen=True, slots=True)
class Chat:
    """A Telegram chat. ``id`` is Telegram's. ``timezone`` is an IANA name or ``None`` (shown as UTC).

    ``rich`` is what its people chose (``None``: nothing; ``False``: classic messages only); ``classic_until`` is set
    while rich messages are not tried there because Telegram refused one.
    """

    id: int
    kind: str
    title: str | None = None
    timezone: str | None = None
    blocked_at: datetime | None = None
    rich: bool | None = None
    classic_until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Subscription:
    """A standing order for digests. ``thread_id`` 0 is the chat itself (or a forum's General topic).

    ``recurrence`` is the canonical text ("daily 07:00", "weekdays 18:30", "weekly mon 08:00", "every 6h");
    ``next_due_at`` and ``last_cutoff_at`` are aware UTC; ``last_cutoff_at`` is ``None`` before the first digest.
    """

    id: int
    chat_id: int
    thread_id: int
    scope: Scope
    recurrence: str
    timezone: str
    min_severity: Severity
    next_due_at: datetime
    created_at: datetime
    last_cutoff_at: datetime | None = None
    paused_at: datetime | None = None


class Form(StrEnum):
    """How a document is sent: as rich messages (Bot API 10.1) or as classic HTML. They are cut into other parts."""

    RICH = "rich"
    CLASSIC = "classic"


class DeliveryStatus(StrEnum):
    """The life of an outbox row: pending, sending, then sent or failed."""

    PENDING = "pending"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Delivery:
    """One outbox row. ``key`` is unique: the database refuses a second row for the same occurrence.

    ``document`` is the JSON of a rendered-later document; ``parts_sent`` counts parts Telegram has accepted in
    ``form``, so that a restart goes on where it stopped, in the same form. ``claimed_until`` bounds a sender's claim;
    ``attempts`` counts the claims and tells them apart. Times are aware UTC.
    """

    id: int
    key: str
    chat_id: int
    thread_id: int
    document: dict[str, Any]
    status: DeliveryStatus
    created_at: datetime
    next_attempt_at: datetime
    attempts: int = 0
    parts_sent: int = 0
    form: Form | None = None
    subscription_id: int | None = None
    claimed_until: datetime | None = None
    sent_at: datetime | None = None
    last_error: str | None = None
