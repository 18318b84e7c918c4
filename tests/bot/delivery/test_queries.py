"""Button presses, inline queries, admins and typing, over real HTTP."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from bot.delivery.sender import Sender
from bot.demo import people
from bot.demo.control import ChatHandle, LocalTelegram
from handlers.ports import InlineResult, Target
from handlers.render.document import Document, Heading, Paragraph, Picture
from storage.engine import Database, open_database
from storage.errors import DeliveryError
from tests.bot.delivery.conftest import long_document
from tests.bot.delivery.test_sender import KEYS, PNG
from tests.conftest import FrozenClock


@pytest.fixture
def database(tmp_path: Path) -> Database:
    """One kind is enough: nothing here is stored."""
    return open_database(f"sqlite:///{tmp_path / 'sender.db'}")


async def test_a_button_press_is_answered_once_and_late_ones_are_ignored(
    sender: Sender, chat: ChatHandle, local_telegram: LocalTelegram
) -> None:
    """The second answer is refused by Telegram, and no error here."""
    await sender.send(Target(chat.id), Document([Paragraph("one")], KEYS))
    anna = local_telegram.world.users[chat.id]
    query = people.press(local_telegram.world, anna, (await chat.next_message()).message, "m:1")
    await sender.answer_button(query.id, "On its way " * 30, alert=True)
    await sender.answer_button(query.id)
    assert query.answer is not None
    assert query.answer["show_alert"] is True
    assert [call.status for call in local_telegram.calls_of("answerCallbackQuery")] == [200, 400]


async def test_a_button_that_cannot_be_answered_stops_nothing(sender: Sender, local_telegram: LocalTelegram) -> None:
    """The answer itself still goes out."""
    local_telegram.fail_next("answerCallbackQuery", status=502)
    await sender.answer_button("1")
    assert len(local_telegram.calls_of("answerCallbackQuery")) == 1


RESULT = InlineResult("iraq", "Iraq", "last 7 days", Document([Heading("Iraq", 2), Paragraph("Quiet.")], KEYS))


@pytest.fixture
async def inline_query(local_telegram: LocalTelegram) -> Any:
    """Somebody typed @bot iraq."""
    anna = local_telegram.person("Anna")
    return people.ask_inline(local_telegram.world, anna.user, "iraq", offset="", chat_type="sender")


async def test_an_inline_query_is_answered_richly(sender: Sender, inline_query: Any) -> None:
    """With its buttons."""
    await sender.answer_inline(inline_query.id, [RESULT])
    (result,) = inline_query.answer["results"]
    assert result["title"] == "Iraq"
    assert "rich_message" in result["input_message_content"]
    assert result["reply_markup"]["inline_keyboard"][0][0]["text"] == "More"


async def test_an_inline_query_is_answered_in_html_where_rich_is_refused(
    sender: Sender, inline_query: Any, local_telegram: LocalTelegram
) -> None:
    """The same words."""
    local_telegram.fail_next("answerInlineQuery", status=400)
    await sender.answer_inline(inline_query.id, [RESULT])
    (result,) = inline_query.answer["results"]
    assert result["input_message_content"]["message_text"].startswith("<b>Iraq</b>")


async def test_a_long_inline_result_fits_a_message(
    sender: Sender, inline_query: Any, local_telegram: LocalTelegram
) -> None:
    """One message is all there is room for."""
    local_telegram.fail_next("answerInlineQuery", status=400)
    await sender.answer_inline(inline_query.id, [InlineResult("long", "Long", "", long_document())])
    (result,) = inline_query.answer["results"]
    assert len(result["input_message_content"]["message_text"]) <= 4096


async def test_a_picture_is_not_uploaded_into_an_inline_result(sender: Sender, inline_query: Any) -> None:
    """Telegram has no way to."""
    document = Document([Paragraph("A map"), Picture(PNG, "The border")])
    await sender.answer_inline(inline_query.id, [InlineResult("map", "Map", "", document)])
    (result,) = inline_query.answer["results"]
    assert "The border" in result["input_message_content"]["message_text"]


async def test_a_late_inline_answer_is_ignored(sender: Sender, inline_query: Any) -> None:
    """Nobody waits for it any more."""
    await sender.answer_inline(inline_query.id, [RESULT])
    first = inline_query.answer
    await sender.answer_inline(inline_query.id, [RESULT])
    assert inline_query.answer is first


async def test_an_inline_answer_that_fails_says_so(
    sender: Sender, inline_query: Any, local_telegram: LocalTelegram
) -> None:
    """DeliveryError."""
    local_telegram.fail_next("answerInlineQuery", status=502)
    with pytest.raises(DeliveryError):
        await sender.answer_inline(inline_query.id, [RESULT])


async def test_admins_are_known_and_asked_for_once_a_minute(
    sender: Sender, local_telegram: LocalTelegram, clock: FrozenClock
) -> None:
    """Owner and administrators are, members are not."""
    anna, omar, zoe = (local_telegram.person(name) for name in ("Anna", "Omar", "Zoe"))
    group = local_telegram.supergroup("Desk", [zoe], admins=[anna, omar])
    assert [await sender.is_admin(group.id, person.id) for person in (anna, omar, zoe)] == [True, True, False]
    clock.forward(seconds=59)
    await sender.is_admin(group.id, anna.id)
    assert len(local_telegram.calls_of("getChatMember")) == 3
    clock.forward(seconds=1)
    await sender.is_admin(group.id, anna.id)
    assert len(local_telegram.calls_of("getChatMember")) == 4


async def test_somebody_unknown_is_no_admin_but_an_error(sender: Sender, local_telegram: LocalTelegram) -> None:
    """The caller decides."""
    group = local_telegram.supergroup("Desk", admins=[local_telegram.person("Anna")])
    with pytest.raises(DeliveryError):
        await sender.is_admin(group.id, 1)


async def test_typing_is_shown(sender: Sender, chat: ChatHandle) -> None:
    """While the answer is made."""
    await sender.typing(Target(chat.id))
    assert chat.chat.actions == ["typing"]


async def test_typing_that_fails_is_no_error(sender: Sender, local_telegram: LocalTelegram) -> None:
    """Nobody misses it."""
    await sender.typing(Target(123456))
    assert [call.status for call in local_telegram.calls_of("sendChatAction")] == [400]
