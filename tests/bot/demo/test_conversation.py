"""An unmodified python-telegram-bot application holds a conversation with the local Telegram."""

from __future__ import annotations

import pytest

from bot.demo.control import LocalTelegram, NotPossible

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


async def test_a_button_that_is_gone_cannot_be_pressed(telegram: LocalTelegram) -> None:
    anna = telegram.person("Anna")
    chat = anna.private_chat()
    await anna.says(chat, "/start")
    message = await chat.next_message()
    await anna.presses(message, "Threats")
    await chat.next_edit()
    with pytest.raises(NotPossible):
        await anna.presses(message, "Threats")


async def test_a_command_with_the_bots_name_reaches_it_in_a_group(telegram: LocalTelegram) -> None:
    anna = telegram.person("Anna")
    group = telegram.group("Desk", [anna])
    await anna.says(group, f"/country@{telegram.bot_username} iraq")
    assert (await group.next_message()).text == "country iraq"


async def test_an_answer_in_a_topic_stays_in_the_topic(telegram: LocalTelegram) -> None:
    anna = telegram.person("Anna")
    forum = telegram.forum("Region", [anna], topics=["Gulf", "Levant"])
    await anna.says(forum, "/country oman", topic="Levant")
    message = await forum.next_message()
    assert message.thread_id == forum.topic("Levant").id


async def test_an_inline_query_brings_results_that_can_be_sent(telegram: LocalTelegram) -> None:
    anna = telegram.person("Anna")
    answer = await anna.asks_inline("iraq")
    assert [result["title"] for result in answer.results] == ["Iraq"]
    sent = await anna.chooses(answer, "r1", anna.private_chat())
    assert sent.html == "About <b>iraq</b>"
    assert sent.json["via_bot"]["username"] == telegram.bot_username


async def test_waiting_for_a_silent_bot_ends_with_what_was_called(telegram: LocalTelegram) -> None:
    anna = telegram.person("Anna")
    await telegram.next_call("getMe")
    with pytest.raises(TimeoutError, match=r"no message in chat .*last calls: .*getMe 200"):
        await anna.private_chat().next_message(timeout_s=0.01)


async def test_a_reset_connection_does_not_lose_an_update(telegram: LocalTelegram) -> None:
    telegram.fail_next("getUpdates", status=502)
    anna = telegram.person("Anna")
    chat = anna.private_chat()
    await anna.says(chat, "/country iraq")
    assert (await chat.next_message(timeout_s=20)).text == "country iraq"
