"""Conversations with a bot over the local Telegram, to be used in tests.

    async with LocalTelegram() as telegram:
        anna = telegram.person("Anna")
        chat = anna.private_chat()
        await anna.says(chat, "/start")
        message = await chat.next_message()

The bot under test talks real HTTP to `telegram.url` with `telegram.token`. Waiting is on the world's events,
never by polling; every wait has a timeout in seconds of real time and raises TimeoutError with what was seen.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from random import Random
from types import TracebackType
from typing import Any, Unpack

from bot.clock import system_clock
from bot.demo import people
from bot.demo.chat_handle import WAIT_S, ChatHandle
from bot.demo.clock import Now
from bot.demo.faults import How
from bot.demo.floods import Floods
from bot.demo.methods.request import Upload
from bot.demo.nouns import Chat, ChatType, Json, Member, Topic, User
from bot.demo.people import NotPossible
from bot.demo.received import ReceivedMessage
from bot.demo.server import Server, serve
from bot.demo.world import Call, Event, World

__all__ = ["Answer", "ChatHandle", "InlineAnswer", "LocalTelegram", "NotPossible", "Person", "ReceivedMessage"]


class LocalTelegram:
    """A local Telegram that lives as long as the `async with` block.

    `clock` gives aware UTC datetimes. `privacy` is the bot's privacy mode in groups. `floods`: Telegram's limits
    on sending, True for the usual ones.
    """

    def __init__(
        self,
        *,
        clock: Now = system_clock,
        bot_username: str = "SitrepLocalBot",
        privacy: bool = True,
        inline_feedback: bool = False,
        floods: Floods | bool = False,
        world: World | None = None,
        port: int = 0,
    ) -> None:
        self.world = world or World(clock, bot_username=bot_username, privacy=privacy, inline_feedback=inline_feedback)
        if floods:
            self.world.floods = Floods() if floods is True else floods
        self._port = port
        self._server: Server | None = None
        self._changed: set[asyncio.Future[None]] = set()
        self._handles: dict[int, ChatHandle] = {}
        self.world.subscribe(self._on_event)

    async def __aenter__(self) -> LocalTelegram:
        self._server = await serve(self.world, port=self._port)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    async def close(self) -> None:
        """Stop the server; leaving the `async with` block does it too."""
        if self._server is not None:
            server, self._server = self._server, None
            await server.close()

    @property
    def url(self) -> str:
        """Root address of the server, without a trailing slash (`SITREP_TELEGRAM_API_URL`)."""
        if self._server is None:
            raise RuntimeError("the local Telegram runs inside `async with` only")
        return self._server.url

    @property
    def token(self) -> str:
        return self.world.token

    @property
    def bot_username(self) -> str:
        return self.world.bot.username

    @property
    def calls(self) -> list[Call]:
        """Every request of the bot so far, oldest first, getUpdates included once answered."""
        return list(self.world.calls)

    @property
    def polls_waiting(self) -> bool:
        """Whether a getUpdates request is waiting for news right now."""
        return self._server is not None and self._server.is_polled

    def calls_of(self, *methods: str) -> list[Call]:
        """The requests of these methods, oldest first."""
        return [call for call in self.world.calls if call.method in methods]

    # Building the world

    def person(self, first_name: str, *, username: str = "", language_code: str = "en") -> Person:
        """A new person who has not yet written to the bot."""
        return Person(self, self.world.add_person(first_name, username=username, language_code=language_code))

    def group(
        self,
        title: str,
        members: Sequence[Person] = (),
        *,
        admins: Sequence[Person] = (),
        bot_rights: frozenset[str] | None = None,
        kind: ChatType = "group",
    ) -> ChatHandle:
        """A basic group with the bot in it; the first of ADMINS owns it. `bot_rights` make the bot an admin."""
        return self._populated(self.world.add_chat(kind, title), members, admins, bot_rights)

    def supergroup(self, title: str, members: Sequence[Person] = (), **more: Any) -> ChatHandle:
        """As `group`, but a supergroup."""
        return self.group(title, members, kind="supergroup", **more)

    def forum(
        self,
        title: str,
        members: Sequence[Person] = (),
        *,
        topics: Sequence[str] = (),
        admins: Sequence[Person] = (),
        bot_rights: frozenset[str] | None = None,
    ) -> ChatHandle:
        """A supergroup with topics, one for each name in TOPICS besides General."""
        chat = self.world.add_chat("supergroup", title, is_forum=True)
        handle = self._populated(chat, members, admins, bot_rights)
        owner = next((m.user for m in chat.members.values() if m.user is not self.world.bot), None)
        for name in topics:
            self.world.add_topic(chat, name, owner or self.world.add_person("Owner"))
        return handle

    def channel(
        self,
        title: str,
        *,
        admins: Sequence[Person] = (),
        bot_rights: frozenset[str] | None = frozenset(("can_post_messages", "can_edit_messages")),
        username: str = "",
    ) -> ChatHandle:
        """A channel with the bot as an administrator (`bot_rights=None`: a mere member)."""
        return self._populated(self.world.add_chat("channel", title, username=username), (), admins, bot_rights)

    def _populated(
        self,
        chat: Chat,
        members: Sequence[Person],
        admins: Sequence[Person],
        bot_rights: frozenset[str] | None,
    ) -> ChatHandle:
        for number, person in enumerate(admins):
            owner = Member(person.user, "creator")
            chat.members[person.user.id] = people.admin(person.user) if number else owner
        for person in members:
            chat.members.setdefault(person.user.id, Member(person.user))
        first = next((m.user for m in chat.members.values()), None) or self.world.add_person("Owner")
        people.add_bot(self.world, chat, first, rights=bot_rights)
        return self.chat(chat)

    def load_mode(self, chats: int = 100_000, *, messages: int = 2, calls: int = 100) -> range:
        """CHATS people who have started the bot, and memory bounded: see `World.keep_only`. Ids of the chats."""
        self.world.keep_only(messages=messages, calls=calls)
        return self.world.make_private_chats(chats)

    def chat(self, chat: Chat) -> ChatHandle:
        """The handle of a chat of the world, always the same one for the same chat."""
        if chat.id not in self._handles:
            self._handles[chat.id] = ChatHandle(self, chat)
        return self._handles[chat.id]

    def migrate(self, group: ChatHandle, by: Person) -> ChatHandle:
        """GROUP becomes a supergroup; both sides get their service messages."""
        return self.chat(people.migrate(self.world, group.chat, by.user))

    # Faults

    def fail_next(self, method: str, count: int = 1, **how: Unpack[How]) -> None:
        """Let the next COUNT calls of METHOD ("*": any) fail; see `bot.demo.faults.How`."""
        self.world.faults.fail_next(method, count, **how)

    def fail_sometimes(self, method: str, share: float, *, random: Random | None = None, **how: Unpack[How]) -> None:
        """Let a SHARE (0 to 1) of the calls of METHOD fail, always the same ones for the same RANDOM."""
        self.world.faults.fail_sometimes(method, share, random=random, **how)

    def clear_faults(self) -> None:
        """From now on nothing fails by order."""
        self.world.faults.clear()

    # Waiting

    def _on_event(self, event: Event) -> None:
        if event.kind in ("message", "edited", "deleted"):
            self.chat(event.subject.chat).note(event)
        for waiting in self._changed:
            if not waiting.done():
                waiting.set_result(None)
        self._changed.clear()

    async def until(self, true: Callable[[], bool], what: str, timeout_s: float = WAIT_S) -> None:
        """Wait until TRUE() holds, looking again after every event; TimeoutError names WHAT was awaited."""
        try:
            async with asyncio.timeout(timeout_s):
                while not true():
                    waiting: asyncio.Future[None] = asyncio.get_running_loop().create_future()
                    self._changed.add(waiting)
                    try:
                        await waiting
                    finally:
                        self._changed.discard(waiting)
        except TimeoutError:
            last = "; ".join(f"{c.method} {c.status} {c.description}".strip() for c in self.calls[-5:])
            raise TimeoutError(f"no {what} within {timeout_s} s; last calls: {last or 'none'}") from None

    async def next_call(self, method: str, *, after: int = 0, timeout_s: float = WAIT_S) -> Call:
        """The call number AFTER (from 0) of METHOD, once it was answered."""
        await self.until(lambda: len(self.calls_of(method)) > after, f"call of {method}", timeout_s)
        return self.calls_of(method)[after]

    async def updates_taken(self, timeout_s: float = WAIT_S) -> None:
        """Wait until the bot has confirmed every update (it may still be working on the last ones)."""
        await self.until(lambda: not len(self.world.updates), "confirmation of all updates", timeout_s)


@dataclass(frozen=True, slots=True)
class Answer:
    """What a press on a button brought: `answered` is False when the bot stayed silent."""

    answered: bool
    text: str = ""
    show_alert: bool = False
    url: str = ""


@dataclass(frozen=True, slots=True)
class InlineAnswer:
    """Inline results as the bot gave them, each with `content`, the message it would send."""

    query: Any
    results: list[Json]
    next_offset: str = ""
    button: Json | None = None


class Person:
    """Someone with a Telegram app."""

    def __init__(self, telegram: LocalTelegram, user: User) -> None:
        self.telegram = telegram
        self.user = user

    @property
    def id(self) -> int:
        return self.user.id

    def private_chat(self) -> ChatHandle:
        """The chat with the bot."""
        return self.telegram.chat(self.telegram.world.private_chat(self.user))

    async def says(
        self,
        chat: ChatHandle,
        text: str,
        *,
        topic: str | Topic | None = None,
        reply_to: ReceivedMessage | None = None,
        html: bool = False,
        anonymous: bool = False,
    ) -> ReceivedMessage:
        """Write TEXT in CHAT. Entities (commands, mentions, links) are found as Telegram finds them."""
        return ReceivedMessage(
            people.say(
                self.telegram.world,
                self.user,
                chat.chat,
                text,
                html=html,
                topic=chat.topic(topic) if isinstance(topic, str) else topic,
                reply_to=reply_to.message if reply_to else None,
                anonymous=anonymous,
            )
        )

    async def edits(self, message: ReceivedMessage, text: str) -> None:
        """Change an own message."""
        people.edit(self.telegram.world, message.message, text)

    async def presses(self, message: ReceivedMessage, button: str, *, timeout_s: float = WAIT_S) -> Answer:
        """Press the callback button with these words (or this data); back when answered or timed out."""
        data = message.button(button).data
        if data is None:
            raise NotPossible(f"{button!r} is no callback button")
        query = people.press(self.telegram.world, self.user, message.message, data)
        try:
            await self.telegram.until(lambda: query.answer is not None, "callback answer", timeout_s)
        except TimeoutError:
            return Answer(False)
        given = query.answer or {}
        return Answer(True, given.get("text", ""), given.get("show_alert", False), given.get("url", ""))

    async def asks_inline(
        self, text: str, *, offset: str = "", chat_type: str = "sender", timeout_s: float = WAIT_S
    ) -> InlineAnswer:
        """Type "@bot TEXT" and wait for the results."""
        query = people.ask_inline(self.telegram.world, self.user, text, offset=offset, chat_type=chat_type)
        await self.telegram.until(lambda: query.answer is not None, "inline results", timeout_s)
        given = query.answer or {}
        return InlineAnswer(query, given["results"], given.get("next_offset", ""), given.get("button"))

    async def chooses(self, answer: InlineAnswer, result_id: str, chat: ChatHandle) -> ReceivedMessage:
        """Send one of the inline results into CHAT."""
        return ReceivedMessage(people.choose(self.telegram.world, answer.query, result_id, chat.chat))

    async def blocks_bot(self) -> None:
        self.telegram.world.set_blocked(self.user, True)

    async def unblocks_bot(self) -> None:
        self.telegram.world.set_blocked(self.user, False)

    async def kicks_bot(self, chat: ChatHandle) -> None:
        people.kick_bot(self.telegram.world, chat.chat, self.user)

    async def demotes_bot(self, chat: ChatHandle) -> None:
        people.demote_bot(self.telegram.world, chat.chat, self.user)

    async def forwards(self, message: ReceivedMessage, chat: ChatHandle) -> ReceivedMessage:
        """Forward MESSAGE to CHAT, with its origin."""
        return ReceivedMessage(people.forward(self.telegram.world, self.user, message.message, chat.chat))

    async def sends_file(self, chat: ChatHandle, name: str, data: bytes, *, caption: str = "") -> ReceivedMessage:
        """Send a file: a picture as a photo, anything else as a document."""
        upload = Upload(name, "application/octet-stream", data)
        return ReceivedMessage(people.send_file(self.telegram.world, self.user, chat.chat, upload, caption=caption))

    async def adds_bot(self, chat: ChatHandle, *, rights: frozenset[str] | None = None) -> None:
        people.add_bot(self.telegram.world, chat.chat, self.user, rights=rights)
