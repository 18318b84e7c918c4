"""What the chat page tells a newcomer, and whom it lets the reader be."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from bot.demo.nouns import Chat, Json, User


@dataclass(frozen=True, slots=True)
class Hat:
    """Somebody the reader of the page can be; ``anonymous`` writes as the group (Bot API, Message.sender_chat)."""

    person: User
    label: str
    anonymous: bool = False

    @property
    def key(self) -> str:
        """How the page names it."""
        return f"{self.person.id}{':anonymous' if self.anonymous else ''}"

    def json(self) -> Json:
        """For the page: key, person's id, label, whether anonymous."""
        return {"key": self.key, "id": self.person.id, "label": self.label, "anonymous": self.anonymous}


@dataclass(frozen=True, slots=True)
class Chip:
    """Something to try, as a button: send VALUE here, move the clock to the next VALUE ("07:00", UTC) after sending
    ``first``, or open the chat whose id is VALUE with ``first`` typed in."""

    label: str
    act: Literal["say", "clock", "open"]
    value: str
    first: str = ""

    def json(self) -> Json:
        """For the page."""
        return {"label": self.label, "act": self.act, "value": self.value, "first": self.first}


@dataclass(slots=True)
class Guide:
    """The page's newcomer's guide. ``home`` is the chat that opens first; note and chips stand in it."""

    home: Chat | None = None
    note: str = ""
    chips: tuple[Chip, ...] = ()
    hats: list[Hat] = field(default_factory=list)
