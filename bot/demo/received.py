"""A message as its reader sees it."""

from __future__ import annotations

from bot.demo.nouns import Json, Message
from bot.demo.people import NotPossible
from bot.demo.shown import Button, shown_buttons, shown_html, shown_text


class ReceivedMessage:
    """A message as a reader sees it; follows later edits."""

    def __init__(self, message: Message) -> None:
        self.message = message

    def __repr__(self) -> str:
        return f"<message {self.id} in {self.message.chat.id}: {self.plain[:80]!r}>"

    @property
    def id(self) -> int:
        return self.message.message_id

    @property
    def text(self) -> str:
        """The text of a classic message, "" for others."""
        return str(self.message.content.get("text", ""))

    @property
    def caption(self) -> str:
        return str(self.message.content.get("caption", ""))

    @property
    def html(self) -> str:
        """Text or caption as Telegram HTML."""
        return shown_html(self.message)

    @property
    def rich(self) -> list[Json] | None:
        """The blocks of a rich message, None for others."""
        rich = self.message.content.get("rich_message")
        return None if rich is None else rich["blocks"]

    @property
    def plain(self) -> str:
        """All visible words, whatever the kind of message."""
        return shown_text(self.message)

    @property
    def buttons(self) -> list[list[Button]]:
        """Rows of buttons, those inside a rich message first."""
        return shown_buttons(self.message)

    def button(self, words: str) -> Button:
        """The button with these words, or this callback data; NotPossible where there is none."""
        every = [button for row in self.buttons for button in row]
        for button in every:
            if words in (button.text, button.data):
                return button
        raise NotPossible(f"no button {words!r}, there are {[button.text for button in every]}")

    @property
    def thread_id(self) -> int | None:
        return self.message.thread_id

    @property
    def reply_to(self) -> ReceivedMessage | None:
        return ReceivedMessage(self.message.reply_to) if self.message.reply_to else None

    @property
    def silent(self) -> bool:
        """Sent without a sound (`disable_notification`)."""
        return self.message.silent

    @property
    def json(self) -> Json:
        """The message as the Bot API returns it."""
        return self.message.json()
