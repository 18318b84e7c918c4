"""What Telegram's errors mean for a delivery. Pure: python-telegram-bot's errors in, those of storage.errors out."""

from __future__ import annotations

import re
from typing import Final

from telegram.error import (
    BadRequest,
    ChatMigrated,
    Forbidden,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from bot.delivery.limiter import delay_s
from storage.errors import Blocked, DeliveryError, Migrated, Refused, ThreadGone, Throttled

# The Bot API documents no codes for these; the words are the server's (tdlib/telegram-bot-api, Client.cpp, and TDLib).
_THREAD_GONE: Final = ("message thread not found", "topic_closed", "topic_deleted", "topic_id_invalid")
_UNREACHABLE: Final = (
    "chat not found",
    "user not found",
    "group chat was deactivated",
    "peer_id_invalid",
    "chat_write_forbidden",
    "chat_restricted",
    "channel_private",
    "chat_admin_required",
    "not enough rights to send",
    "have no rights to send",
    "need administrator rights",
    "bot is not a member",
    "user_is_blocked",
    "input_user_deactivated",
)
NOT_MODIFIED: Final = "message is not modified"
_TOO_OLD: Final = ("query is too old", "query id is invalid", "query_id_invalid")
_NOT_EDITABLE: Final = (
    "message to edit not found",
    "message can't be edited",
    "message_id_invalid",
    "there is no text in the message to edit",
)
_MEDIA: Final = (
    "wrong file identifier",
    "wrong remote file",
    "failed to get http url content",
    "wrong type of the web page content",
    "webpage_curl_failed",
    "webpage_media_empty",
    "photo_invalid",
    "image_process_failed",
)
_QUOTED = re.compile(r"(\"[^\"]*\"|“[^”]*”|'[^']*')")
_LONGEST_REASON: Final = 160


def delivery_error(error: TelegramError, chat_id: int | None = None, thread_id: int = 0) -> DeliveryError:
    """What to do about ``error``, met while sending to this chat and topic. Its text holds no words of a message."""
    match error:
        case ChatMigrated():
            return Migrated("the group was upgraded", new_chat_id=error.new_chat_id, chat_id=chat_id)
        case RetryAfter():
            return Throttled("too many requests", retry_after_s=delay_s(error), chat_id=chat_id)
        case Forbidden():
            return Blocked(reason(error), chat_id=chat_id)
        case BadRequest() if _says(error, _THREAD_GONE):
            # General cannot be left for anything else: where it is closed the chat takes nothing.
            return (ThreadGone if thread_id else Blocked)(reason(error), chat_id=chat_id)
        case BadRequest() if _says(error, _UNREACHABLE):
            return Blocked(reason(error), chat_id=chat_id)
        case BadRequest():
            return Refused(reason(error), chat_id=chat_id)
        case NetworkError() if "request entity too large" in error.message.casefold():
            return Refused("request entity too large", chat_id=chat_id)
        case TimedOut():
            return DeliveryError("timed out", chat_id=chat_id)
        case _:
            return DeliveryError(reason(error), chat_id=chat_id)


def reason(error: TelegramError) -> str:
    """Telegram's reason, for logs and the outbox: one line, what it quotes from the message left out."""
    if isinstance(error, NetworkError) and not isinstance(error, BadRequest):
        # Behind the colon stands what the HTTP library says, the address (with the token) included.
        words = error.message.partition(":")[0]
    else:
        words = error.message
    line = _QUOTED.sub("…", words.partition("\n")[0]).strip()
    return line[:_LONGEST_REASON] or type(error).__name__


def is_about_the_message(error: BadRequest) -> bool:
    """Whether it is the message that was refused (its form perhaps), not the chat or the topic."""
    return isinstance(delivery_error(error, thread_id=1), Refused)


def is_about_a_picture(error: BadRequest) -> bool:
    """Whether a picture of the message was refused: the next message may be taken."""
    return _says(error, _MEDIA)


def is_too_old(error: TelegramError) -> bool:
    """Whether a query was answered too late, or twice."""
    return isinstance(error, BadRequest) and _says(error, _TOO_OLD)


def is_not_modified(error: TelegramError) -> bool:
    """Whether an edit would have changed nothing: it shows already what it should."""
    return isinstance(error, BadRequest) and NOT_MODIFIED in error.message.casefold()


def is_not_editable(error: TelegramError) -> bool:
    """Whether the message is gone, too old, or of a kind that cannot be changed."""
    return isinstance(error, BadRequest) and _says(error, _NOT_EDITABLE)


def _says(error: TelegramError, words: tuple[str, ...]) -> bool:
    said = error.message.casefold()
    return any(each in said for each in words)
