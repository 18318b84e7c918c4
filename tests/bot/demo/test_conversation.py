"""An unmodified python-telegram-bot application holds a conversation with the local Telegram."""

from __future__ import annotations

import pytest

from bot.demo.control import LocalTelegram

pytestmark = pytest.mark.usefixtures("running_bot")


async def test_a_command_in_private_is_answered(telegram: LocalTelegram) -> None:
    anna = telegram.person("Anna")
    chat = anna.private_chat()
    await anna.says(chat, "/start")
    message = await chat.next_message()
    assert message.text == "Hello & welcome"
    assert message.html == "<b>Hello</b> &amp; welcome"
    assert [[b.text for b in row] for row in message.buttons] == [["Threats"]]


async def test_a_press_is_answered_and_the_message_edited(telegram: LocalTelegram) -> None:
    anna = telegram.person("Anna")
    chat = anna.private_chat()
    await anna.says(chat, "/start")
    message = await chat.next_message()
    answer = await anna.presses(message, "Threats")
    assert answer.answered
    assert answer.text == "Loading"
    edited = await chat.next_edit()
    assert edited.id == message.id
    assert message.text == "Threats: none"
    assert message.buttons == []
