"""What Telegram's errors mean."""

from __future__ import annotations

from datetime import timedelta

import pytest
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    EndPointNotFound,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from bot.delivery.refusals import delivery_error, is_about_the_message, is_not_editable, is_not_modified, is_too_old
from storage.errors import Blocked, DeliveryError, Migrated, Refused, ThreadGone, Throttled


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (Forbidden("Forbidden: bot was blocked by the user"), Blocked),
        (Forbidden("Forbidden: user is deactivated"), Blocked),
        (Forbidden("Forbidden: bot was kicked from the supergroup chat"), Blocked),
        (BadRequest("Bad Request: chat not found"), Blocked),
        (BadRequest("Bad Request: PEER_ID_INVALID"), Blocked),
        (BadRequest("Bad Request: group chat was deactivated"), Blocked),
        (BadRequest("Bad Request: not enough rights to send text messages to the chat"), Blocked),
        (BadRequest("Bad Request: need administrator rights in the channel chat"), Blocked),
        (BadRequest("Bad Request: message thread not found"), ThreadGone),
        (BadRequest("Bad Request: TOPIC_CLOSED"), ThreadGone),
        (BadRequest("Bad Request: TOPIC_DELETED"), ThreadGone),
        (BadRequest("Bad Request: message is too long"), Refused),
        (NetworkError("Request Entity Too Large"), Refused),
        (ChatMigrated(-1001), Migrated),
        (RetryAfter(timedelta(seconds=7)), Throttled),
        (NetworkError("Bad Gateway"), DeliveryError),
        (NetworkError("httpx.ConnectError: All connection attempts failed"), DeliveryError),
        (TimedOut(), DeliveryError),
        (Conflict("Conflict: terminated by other getUpdates request"), DeliveryError),
        (InvalidToken("Unauthorized"), DeliveryError),
        (EndPointNotFound("not found"), DeliveryError),
        (TelegramError("something new"), DeliveryError),
    ],
)
def test_each_error_says_who_must_act(error: TelegramError, kind: type[DeliveryError]) -> None:
    """The exact kind, with the chat."""
    found = delivery_error(error, chat_id=5, thread_id=9)
    assert type(found) is kind
    assert found.chat_id == 5
    assert str(found)


def test_what_telegram_adds_is_kept() -> None:
    """The delay, and the new chat."""
    throttled = delivery_error(RetryAfter(timedelta(seconds=3600)))
    migrated = delivery_error(ChatMigrated(-1007))
    assert isinstance(throttled, Throttled)
    assert throttled.retry_after_s == 3600
    assert isinstance(migrated, Migrated)
    assert migrated.new_chat_id == -1007


def test_a_closed_general_topic_leaves_nowhere_to_go() -> None:
    """A chat without a topic cannot lose one: or it would be tried for ever."""
    assert type(delivery_error(BadRequest("Bad Request: TOPIC_CLOSED"), thread_id=0)) is Blocked


@pytest.mark.parametrize(
    "error",
    [
        NetworkError("httpx.ReadError: https://api.telegram.org/bot123456:SECRET-TOKEN/sendMessage"),
        NetworkError("Unknown error in HTTP implementation: URL('https://x/bot123456:SECRET-TOKEN/a')"),
        BadRequest('can\'t parse entities: unsupported start tag "SECRET-TOKEN" at byte offset 5'),
        BadRequest("Wrong thing\nSECRET-TOKEN"),
    ],
)
def test_neither_addresses_nor_quotations_are_passed_on(error: TelegramError) -> None:
    """They hold the token, or words of the message."""
    assert "SECRET-TOKEN" not in str(delivery_error(error))


def test_the_message_is_told_from_its_place() -> None:
    """Only a refusal of the message itself says anything about its form."""
    assert is_about_the_message(BadRequest("rich message is not allowed"))
    assert not is_about_the_message(BadRequest("chat not found"))
    assert not is_about_the_message(BadRequest("TOPIC_CLOSED"))


@pytest.mark.parametrize(
    ("said", "judge"),
    [
        ("Query is too old and response timeout expired or query id is invalid", is_too_old),
        ("Message is not modified: specified new message content and reply markup are the same", is_not_modified),
        ("Message can't be edited", is_not_editable),
        ("Message to edit not found", is_not_editable),
    ],
)
def test_harmless_refusals_are_known(said: str, judge: object) -> None:
    """And only as a 400."""
    assert callable(judge)
    assert judge(BadRequest(said))
    assert not judge(BadRequest("something else"))
    assert not judge(NetworkError(said))
