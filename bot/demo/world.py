"""The world behind the local Telegram: one bot, people, chats, histories. Pure state; time is a parameter."""

from __future__ import annotations

import secrets
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from bot.clock import system_clock
from bot.demo.clock import Now
from bot.demo.faults import Faults
from bot.demo.floods import Floods
from bot.demo.guide import Guide
from bot.demo.nouns import Chat, ChatType, Json, Member, Message, Topic, User
from bot.demo.queue import UpdateQueue

BOT_ID = 7_000_000_001
_FIRST_PERSON_ID = 5_000_001
_FIRST_GROUP_ID = 4_000_001
_SUPERGROUP_BASE = -1_000_000_000_000
MAX_CALLS = 10_000


@dataclass(slots=True)
class CallbackQuery:
    """A pressed button; `answer` holds the parameters of answerCallbackQuery once it came."""

    id: str
    person: User
    data: str
    message: Message
    asked_at: datetime
    answer: Json | None = None


@dataclass(slots=True)
class InlineQuery:
    """What someone typed after @bot; `answer` holds the parameters of answerInlineQuery once it came."""

    id: str
    person: User
    query: str
    offset: str
    asked_at: datetime
    answer: Json | None = None


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file the bot sent or may fetch by `getFile`."""

    file_id: str
    unique_id: str
    path: str
    data: bytes
    name: str = ""
    mime_type: str = ""


@dataclass(frozen=True, slots=True)
class Webhook:
    """Where updates are posted."""

    url: str
    secret_token: str = ""
    max_connections: int = 40


@dataclass(frozen=True, slots=True)
class Call:
    """One request of the bot as it was answered. `status` is the HTTP status, 0 for a cut connection."""

    method: str
    params: Json
    status: int
    description: str = ""


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened: kind is message, edited, deleted, callback, inline, webhook, poll,
    call or action."""

    kind: str
    subject: Any


@dataclass
class BotSettings:
    """What the bot has told Telegram about itself."""

    commands: dict[tuple[str, str], list[Json]] = field(default_factory=dict)  # by (scope, language)
    texts: dict[tuple[str, str], str] = field(default_factory=dict)  # by (name|description|…, language)
    menu_button: Json = field(default_factory=lambda: {"type": "default"})


class World:
    """State of one local Telegram.

    `now` gives aware UTC datetimes. `privacy` is the bot's privacy mode in groups, `inline_feedback` sends
    chosen_inline_result updates. `token` is made up where none is given.
    """

    def __init__(
        self,
        now: Now = system_clock,
        *,
        bot_name: str = "Sitrep",
        bot_username: str = "SitrepLocalBot",
        token: str | None = None,
        privacy: bool = True,
        inline_feedback: bool = False,
    ) -> None:
        self.now = now
        self.token = token or f"{BOT_ID}:{secrets.token_urlsafe(26)}"
        self.bot = User(int(self.token.split(":")[0]), bot_name, is_bot=True, username=bot_username)
        self.privacy = privacy
        self.inline_feedback = inline_feedback
        self.users: dict[int, User] = {self.bot.id: self.bot}
        self.chats: dict[int, Chat] = {}
        self.updates = UpdateQueue()
        self.faults = Faults()
        self.floods: Floods | None = None  # limits on sending, off unless given
        self.settings = BotSettings()
        self.guide = Guide()
        self.files: dict[str, StoredFile] = {}
        self.callbacks: dict[str, CallbackQuery] = {}
        self.inline_queries: dict[str, InlineQuery] = {}
        self.inline_messages: dict[str, Message] = {}
        self.webhook: Webhook | None = None
        self.calls: deque[Call] = deque(maxlen=MAX_CALLS)
        self.kept_messages: int | None = None  # in each chat; None: all
        self._listeners: list[Callable[[Event], None]] = []
        self._next_person = _FIRST_PERSON_ID
        self._next_group = _FIRST_GROUP_ID
        self._box = 0  # last message id of private chats and basic groups, which share one count
        self._serial = 0

    # Watching

    def subscribe(self, listener: Callable[[Event], None]) -> Callable[[], None]:
        """Call LISTENER with every event; the returned function ends that."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def tell(self, kind: str, subject: Any) -> None:
        """Tell every listener that something happened."""
        for listener in tuple(self._listeners):
            listener(Event(kind, subject))

    def serial(self) -> int:
        """A number never given before (ids of queries and files)."""
        self._serial += 1
        return self._serial

    # People and chats

    def add_person(self, first_name: str, *, username: str = "", language_code: str = "en") -> User:
        """A new person, who has not yet written to the bot."""
        person = User(self._next_person, first_name, username=username, language_code=language_code)
        self._next_person += 1
        self.users[person.id] = person
        return person

    def private_chat(self, person: User) -> Chat:
        """The chat of PERSON with the bot, made on first use; its id is the person's."""
        chat = self.chats.get(person.id)
        if chat is None:
            chat = Chat(person.id, "private", user=person)
            self.chats[chat.id] = chat
        return chat

    def add_chat(self, kind: ChatType, title: str, *, username: str = "", is_forum: bool = False) -> Chat:
        """An empty group, supergroup or channel without the bot."""
        number = self._next_group
        self._next_group += 1
        chat_id = -number if kind == "group" else _SUPERGROUP_BASE - number
        chat = Chat(chat_id, kind, title=title, username=username, is_forum=is_forum)
        self.chats[chat_id] = chat
        return chat

    def make_private_chats(self, count: int) -> range:
        """COUNT people who have each written to the bot, quietly: no messages, no updates. The ids of their chats."""
        first = self._next_person
        for number in range(first, first + count):
            person = User(number, "Reader", language_code="en")
            self.users[number] = person
            self.chats[number] = Chat(number, "private", user=person, started=True)
        self._next_person += count
        return range(first, first + count)

    def keep_only(self, *, messages: int, calls: int) -> None:
        """Keep memory bounded under load: the last MESSAGES of a chat and the last CALLS, each 1 or more.

        Older messages are forgotten, to the bot they are "not found"; files, presses and inline queries stay.
        """
        if min(messages, calls) < 1:
            raise ValueError("at least one message and one call are kept")
        self.kept_messages = messages
        self.calls = deque(self.calls, maxlen=calls)

    def find_chat(self, chat_id: int | str) -> Chat | None:
        """The chat of an id or @username, else None."""
        if isinstance(chat_id, int):
            return self.chats.get(chat_id)
        name = chat_id.removeprefix("@").lower()
        return next((c for c in self.chats.values() if c.username and c.username.lower() == name), None)

    def add_topic(self, chat: Chat, name: str, creator: User) -> Topic:
        """A new topic of the forum CHAT, opened by its service message."""
        service = self.new_message(chat, {"forum_topic_created": {"name": name, "icon_color": 7322096}}, sender=creator)
        service.thread_id = service.message_id
        topic = Topic(service.message_id, name)
        chat.topics[topic.id] = topic
        self.publish(service)
        return topic

    # Messages

    def new_message(self, chat: Chat, content: Json, **more: Any) -> Message:
        """A message stored in CHAT under its next id; nobody is told yet."""
        if chat.type in ("private", "group"):
            self._box += 1
            message_id = self._box
        else:
            chat.last_id += 1
            message_id = chat.last_id
        message = Message(message_id, chat, self.now(), content, **more)
        chat.messages[message_id] = message
        if self.kept_messages is not None and len(chat.messages) > self.kept_messages:
            del chat.messages[next(iter(chat.messages))]
        return message

    def publish(self, message: Message) -> None:
        """Tell the watchers of MESSAGE, and the bot if it may see it."""
        self._update(message, "channel_post" if message.chat.type == "channel" else "message")
        self.tell("message", message)

    def publish_edit(self, message: Message) -> None:
        """Tell the watchers that MESSAGE changed, and the bot if it may see it and did not write it."""
        self._update(message, "edited_channel_post" if message.chat.type == "channel" else "edited_message")
        self.tell("edited", message)

    def delete(self, message: Message) -> None:
        """Take MESSAGE away; Telegram tells bots nothing."""
        message.deleted = True
        message.chat.messages.pop(message.message_id, None)
        if message.message_id in message.chat.pinned:
            message.chat.pinned.remove(message.message_id)
        self.tell("deleted", message)

    def _update(self, message: Message, kind: str) -> None:
        if self.bot_sees(message):
            self.updates.put(kind, message.json())

    def bot_sees(self, message: Message) -> bool:
        """Whether the bot gets MESSAGE as an update (Bot API, privacy mode)."""
        chat = message.chat
        if message.author is self.bot:
            return False
        if chat.type == "private":
            return not chat.blocked
        standing = chat.member(self.bot)
        if not standing.present:
            return False
        if chat.type == "channel" or standing.is_admin or not self.privacy:
            return True
        return message.sender is None or self._is_service(message) or self._is_for_bot(message)

    @staticmethod
    def _is_service(message: Message) -> bool:
        return not message.content.keys() & {"text", "photo", "document", "rich_message"}

    def _is_for_bot(self, message: Message) -> bool:
        if message.via_bot is self.bot:
            return True
        if message.reply_to is not None and message.reply_to.author is self.bot:
            return True
        own = f"@{self.bot.username}".lower()
        for kind, offset, words in text_entities(message.content):
            if kind == "mention" and words.lower() == own:
                return True
            if kind == "bot_command":
                _, at, addressed = words.partition("@")
                if f"{at}{addressed}".lower() == own or (not at and offset == 0):
                    return True
        return False

    # Standing in chats

    def set_member(self, chat: Chat, member: Member, by: User, *, service: Callable[[], None] | None = None) -> None:
        """Give MEMBER its standing in CHAT; the bot hears of its own (and, when asked for, of others')."""
        in_channel = chat.type == "channel"
        old = chat.member(member.user)
        chat.members[member.user.id] = member
        change = {
            "chat": chat.json(),
            "from": by.json(),
            "date": int(self.now().timestamp()),
            "old_chat_member": old.json(in_channel),
            "new_chat_member": member.json(in_channel),
        }
        if member.user is self.bot:
            self.updates.put("my_chat_member", change)
        elif chat.member(self.bot).is_admin:
            self.updates.put("chat_member", change)
        if service is not None:
            service()

    def set_blocked(self, person: User, blocked: bool) -> None:
        """PERSON blocks or unblocks the bot; the bot hears of it as my_chat_member."""
        chat = self.private_chat(person)
        if chat.blocked == blocked:
            return
        chat.blocked = blocked
        standings = (Member(self.bot, "member"), Member(self.bot, "kicked"))
        old, new = standings if blocked else standings[::-1]
        self.updates.put(
            "my_chat_member",
            {
                "chat": chat.json(),
                "from": person.json(),
                "date": int(self.now().timestamp()),
                "old_chat_member": old.json(False),
                "new_chat_member": new.json(False),
            },
        )

    # Files

    def store_file(self, data: bytes, folder: str, name: str, mime_type: str = "") -> StoredFile:
        """Keep DATA under a new file id."""
        number = self.serial()
        suffix = name.rpartition(".")[2] if "." in name else "bin"
        file_id = f"LOCAL{number:08d}"
        kept = StoredFile(file_id, f"U{number:08d}", f"{folder}/file_{number}.{suffix}", data, name, mime_type)
        self.files[file_id] = kept
        return kept


def text_entities(content: Json) -> Iterator[tuple[str, int, str]]:
    """(type, offset, words) of each entity in a message's text or caption."""
    text = content.get("text") or content.get("caption") or ""
    raw = text.encode("utf-16-le")
    for entity in content.get("entities") or content.get("caption_entities") or ():
        start, end = entity["offset"] * 2, (entity["offset"] + entity["length"]) * 2
        yield entity["type"], entity["offset"], raw[start:end].decode("utf-16-le", "replace")
