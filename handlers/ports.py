"""The doors of this floor: what a request is, what an answer is, and what the floor above must provide.

The composition root (bot/app.py) fills :class:`Services`; handlers see nothing else of the engine.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from handlers.render.document import Document
from storage.engine import Database
from storage.model.briefing import Briefing, SectionKind, Window
from storage.model.chat import Scope, Subscription
from storage.model.findings import Severity
from storage.model.recurrence import Recurrence
from storage.model.story import StoryReport

Clock = Callable[[], datetime]
"""Gives the time, aware UTC."""


class ChatKind(StrEnum):
    """Telegram's chat types (Bot API, Chat.type)."""

    PRIVATE = "private"
    GROUP = "group"
    SUPERGROUP = "supergroup"
    CHANNEL = "channel"


@dataclass(frozen=True, slots=True)
class Target:
    """Where a message goes. ``thread_id`` 0 is the chat itself or a forum's General topic (never sent as 1)."""

    chat_id: int
    thread_id: int = 0


GROUP_ANONYMOUS_BOT = 1087968824
"""The user who stands for admins that write as their group (Bot API, Message.sender_chat)."""


@dataclass(frozen=True, slots=True)
class Handed:
    """What somebody hands in to be stored: a file, else links, else a text. ``file_size`` is bytes.

    ``source_name`` is whom Telegram names as the writer, ``url`` the address of a channel's post, ``known_as`` stands
    for it where there is none; ``published_at`` is aware UTC. ``channel_id`` is the channel a post was forwarded from.
    ``strict``: it comes from people who are not trusted to say where it is from. ``refusal``: why it is not taken.
    """

    text: str = ""
    links: tuple[str, ...] = ()
    file_id: str | None = None
    file_name: str = ""
    file_size: int = 0
    source_name: str | None = None
    url: str | None = None
    known_as: str | None = None
    published_at: datetime | None = None
    channel_id: int | None = None
    strict: bool = False
    refusal: str | None = None


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of one article of what was handed in.

    ``result``: ``new``, ``revision``, ``duplicate``, ``failed`` (not stored) or ``unread`` (stored, not analysed);
    ``reason`` in words for the last two.
    """

    where: str
    result: str
    article_id: int | None = None
    reason: str | None = None

    @property
    def is_stored(self) -> bool:
        """Whether something was stored that was not known before."""
        return self.result in ("new", "revision", "unread")


@dataclass(frozen=True, slots=True)
class Channel:
    """A channel as Telegram knows it. ``is_ours``: the bot is an administrator there."""

    chat_id: int
    title: str
    username: str | None
    is_ours: bool


Progress = Callable[[int, int], None]
"""(done, of how many) while articles are taken in."""


class Intake(Protocol):
    """Stores what is handed in. Synchronous; called in a thread, never on the event loop's."""

    def take(self, handed: Handed, *, progress: Progress | None = None) -> list[Taken]:
        """What became of each article in it, stored and read."""
        ...

    def take_post(self, handed: Handed) -> Taken:
        """Store a text at once; it is read soon, in the background."""
        ...

    def find_channel(self, reference: str | int) -> Channel:
        """The channel of an id or @username. Raises ``UserError`` where there is none that the bot knows."""
        ...


@dataclass(frozen=True, slots=True)
class Request:
    """One command or button press, free of Telegram's types.

    ``words`` is what follows the command. ``page`` counts from 0. ``timezone`` is the chat's IANA zone (UTC where
    none is set), ``timezone_known`` whether it was set. ``now`` is aware UTC. ``handed`` is what ``/ingest`` is to
    store, ``hand_in`` the row that keeps it, ``is_edit`` that it was stored before and changed; ``tell`` hears how far
    it got.
    """

    command: str
    words: str
    target: Target
    chat_kind: ChatKind
    now: datetime
    bot_username: str
    user_id: int | None = None
    timezone: str = "UTC"
    timezone_known: bool = False
    page: int = 0
    is_admin: bool = True
    chat_title: str | None = None
    update_id: int | None = None
    is_button: bool = False
    handed: Handed | None = None
    hand_in: int = 0
    is_edit: bool = False
    tell: Progress | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Answer:
    """What goes back. ``toast`` answers a button press in passing; ``document`` may then be ``None``.

    ``edits`` asks that a button's answer replaces the message it hangs under.
    """

    document: Document | None = None
    toast: str | None = None
    alert: bool = False
    edits: bool = False


class Briefer(Protocol):
    """The engine's briefings. Synchronous; called in a thread."""

    def compose(
        self,
        scope: Scope,
        window: Window,
        *,
        now: datetime,
        kinds: Collection[SectionKind] | None = None,
        page: int = 0,
        page_size: int | None = None,
        min_severity: Severity = Severity.INFORMATIONAL,
    ) -> Briefing:
        """A briefing on what happened in ``window``; ``kinds`` limits it to some sections."""
        ...

    def compose_digest(self, subscription: Subscription, *, now: datetime) -> Briefing:
        """What is new for a subscription since its last digest, up to ``now``."""
        ...

    def compose_story(self, number: int) -> StoryReport:
        """A story with its lines and contradictions. Raises ``NotFound``."""
        ...


NextDue = Callable[[Recurrence, str, datetime], datetime]
"""(recurrence, IANA zone, after) -> the first due instant strictly after ``after``, aware UTC."""


class Messenger(Protocol):
    """Every outgoing call goes through this. Errors are those of storage.errors (DeliveryError and below)."""

    async def send(
        self,
        target: Target,
        document: Document,
        *,
        reply_to: int | None = None,
        silent: bool = False,
    ) -> list[int]:
        """Send a document; the ids of the messages that carry it."""
        ...

    async def edit(self, target: Target, message_id: int, document: Document) -> None:
        """Replace a message in place; the same content again is a success."""
        ...

    async def answer_button(self, callback_query_id: str, text: str | None = None, *, alert: bool = False) -> None:
        """Stop a pressed button from spinning; one that is too old is ignored."""
        ...

    async def answer_inline(self, inline_query_id: str, results: Sequence[InlineResult]) -> None:
        """Answer an inline query."""
        ...

    async def is_admin(self, chat_id: int, user_id: int) -> bool:
        """Whether the user administers the chat (getChatMember)."""
        ...

    async def typing(self, target: Target) -> None:
        """Show "typing…"; failure does not matter."""
        ...


@dataclass(frozen=True, slots=True)
class InlineResult:
    """One result of an inline query: what the list shows, and the document it sends."""

    id: str
    title: str
    description: str
    document: Document


@dataclass(frozen=True, slots=True)
class Services:
    """What handlers may use. Filled by the composition root, by tests, and by ``sitrep ask``."""

    database: Database
    clock: Clock
    briefer: Briefer
    next_due: NextDue
    demo: bool = False
    default_timezone: str = "UTC"
    intake: Intake | None = None
    admins: Collection[int] = ()
    wake_sender: Callable[[], None] = field(default=lambda: None)
