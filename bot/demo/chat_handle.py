"""A chat of the local Telegram as a test reads it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.demo import people
from bot.demo.nouns import Chat, Message, Topic
from bot.demo.received import ReceivedMessage
from bot.demo.world import Event

if TYPE_CHECKING:
    from bot.demo.control import LocalTelegram, Person

WAIT_S = 5.0


class ChatHandle:
    """A chat as its people see it; remembers what was read."""

    def __init__(self, telegram: LocalTelegram, chat: Chat) -> None:
        self.telegram = telegram
        self.chat = chat
        self._new: list[Message] = []
        self._edited: list[Message] = []

    @property
    def id(self) -> int:
        return self.chat.id

    def note(self, event: Event) -> None:
        """Called with every event of this chat."""
        message: Message = event.subject
        if event.kind == "deleted":
            self._new = [m for m in self._new if m is not message]
        elif self._by_bot(message):
            noted = self._new if event.kind == "message" else self._edited
            noted.append(message)
            if (kept := self.telegram.world.kept_messages) is not None:
                del noted[:-kept]

    def _by_bot(self, message: Message) -> bool:
        return message.author is self.telegram.world.bot

    async def next_message(self, *, timeout_s: float = WAIT_S) -> ReceivedMessage:
        """The oldest message of the bot in this chat that was not handed out yet."""
        await self.telegram.until(lambda: bool(self._new), f"message in chat {self.id}", timeout_s)
        return ReceivedMessage(self._new.pop(0))

    async def next_edit(self, *, timeout_s: float = WAIT_S) -> ReceivedMessage:
        """The oldest edit by the bot in this chat that was not handed out yet (the message as it is now)."""
        await self.telegram.until(lambda: bool(self._edited), f"edit in chat {self.id}", timeout_s)
        return ReceivedMessage(self._edited.pop(0))

    @property
    def unread(self) -> list[ReceivedMessage]:
        """Messages of the bot that `next_message` would still hand out."""
        return [ReceivedMessage(message) for message in self._new]

    @property
    def history(self) -> list[ReceivedMessage]:
        """All messages of the chat, oldest first, the people's too."""
        return [ReceivedMessage(message) for message in self.chat.messages.values()]

    def topic(self, name: str) -> Topic:
        """The topic called NAME; KeyError where there is none."""
        for topic in self.chat.topics.values():
            if topic.name == name:
                return topic
        raise KeyError(name)

    async def closes_topic(self, name: str, by: Person, *, closed: bool = True) -> None:
        people.close_topic(self.telegram.world, self.chat, self.topic(name), by.user, closed=closed)

    async def deletes_topic(self, name: str) -> None:
        people.delete_topic(self.telegram.world, self.chat, self.topic(name))
