"""What chats and people on Telegram are called as sources. Pure, without Telegram's types.

The word Telegram always stands behind the name: a channel may call itself after any outlet, and must not pass for it.
"""

from __future__ import annotations

import unicodedata

OWN = "that is a message of mine: it would come back as if somebody else had said it"
"""Why the bot's own messages are not taken in."""


def channel_source(title: str | None, username: str | None) -> str:
    """The source of a channel's posts."""
    return f"{_clean(title)} ({f'Telegram, @{username}' if username else 'Telegram channel'})"


def group_source(title: str | None) -> str:
    """The source of what a group's members write or hand in."""
    return f"{_clean(title)} (Telegram group)"


def user_source(name: str | None) -> str:
    """The source of what a person writes."""
    return f"{_clean(name)} (Telegram user)"


def _clean(name: str | None) -> str:
    """On one line, without characters that turn or hide the words behind them."""
    kept = (c for c in name or "" if unicodedata.category(c) != "Cf" or c in "\u200c\u200d")
    return " ".join("".join(" " if c.isspace() else c for c in kept).split())[:150] or "Somebody"
