"""Where articles are taken in from on Telegram, and what was handed in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class IntakeChat:
    """A group whose members may hand in articles, or a channel whose posts are taken in. Times are aware UTC.

    ``switched_on_at`` is ``None`` while it is off; ``switched_by`` is the user who did it last. ``stopped_reason``
    says in words why the bot itself ended it. ``taken`` counts the articles so far, revisions not.
    """

    chat_id: int
    kind: str
    title: str
    username: str | None = None
    switched_on_at: datetime | None = None
    switched_by: int | None = None
    stopped_at: datetime | None = None
    stopped_reason: str | None = None
    taken: int = 0
    last_taken_at: datetime | None = None

    @property
    def is_channel(self) -> bool:
        """Whether it is a channel; else a group."""
        return self.kind == "channel"

    @property
    def name(self) -> str:
        """What to call it: the title, with the username where it is public."""
        return f"{self.title} (@{self.username})" if self.username else self.title


@dataclass(frozen=True, slots=True)
class HandIn:
    """Something a person handed in: kept until it is answered, so that a restart goes on with it.

    ``message_id`` is the message that holds it, ``reply_to`` the one that is answered; ``request`` and ``handed`` are
    JSON values of the handlers. ``attempts`` counts how often it was begun.
    """

    id: int
    chat_id: int
    thread_id: int
    message_id: int
    reply_to: int
    user_id: int | None
    request: dict[str, Any]
    handed: dict[str, Any]
    attempts: int = 0
    answered_at: datetime | None = None
