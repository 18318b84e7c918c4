"""What a message asks of the bot."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from telegram import Chat, Message, MessageEntity, MessageOriginHiddenUser

from handlers.adapter import parse_command

AT = datetime(2026, 6, 10, 12, tzinfo=UTC)


def _message(text: str, **more: Any) -> Message:
    length = len(text.split(" ", 1)[0])
    entities = [MessageEntity(MessageEntity.BOT_COMMAND, 0, length)] if text.startswith("/") else []
    return Message(1, AT, Chat(-5, Chat.SUPERGROUP), text=text, entities=entities, **more)


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("/country@SitrepBot iraq", ("country", "iraq")),
        ("/country@OtherBot iraq", None),
        ("/xyzzy", None),
        ("/xyzzy@SitrepBot", ("xyzzy", "")),
        ("@SitrepBot iraq", ("country", "iraq")),
        ("@SitrepBotTest iraq", None),
        ("iraq", None),
        ("/article_12", ("article", "12")),
    ],
)
def test_a_group_asks_only_what_is_meant_for_the_bot(text: str, asked: tuple[str, str] | None) -> None:
    """Commands, and mentions of its whole name."""
    assert parse_command(_message(text), "SitrepBot", private=False) == asked


def test_a_forwarded_command_is_no_order() -> None:
    """An admin who passes somebody's "/unsubscribe all" on has not asked for it."""
    origin = MessageOriginHiddenUser(AT, "Somebody")
    assert parse_command(_message("/unsubscribe all", forward_origin=origin), "SitrepBot", private=False) is None


def test_a_post_of_the_linked_channel_is_no_order() -> None:
    """Telegram forwards it by itself."""
    assert parse_command(_message("/help", is_automatic_forward=True), "SitrepBot", private=False) is None
