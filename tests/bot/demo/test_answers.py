"""Answers to presses and inline queries, and the rules for inline results."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import aiohttp
import pytest

from bot.demo import people
from bot.demo.clock import MovableClock
from bot.demo.control import LocalTelegram, NotPossible

TEXT = {"message_text": "<b>x</b>", "parse_mode": "HTML"}


def _article(**more: Any) -> dict[str, Any]:
    return {"type": "article", "id": "1", "title": "T", "input_message_content": TEXT, **more}


async def _answer(telegram: LocalTelegram, results: list[dict[str, Any]], **more: Any) -> Any:
    anna = telegram.person("Anna")
    query = people.ask_inline(telegram.world, anna.user, "iraq", chat_type="sender")
    body = {"inline_query_id": query.id, "results": results, **more}
    async with (
        aiohttp.ClientSession() as http,
        http.post(f"{telegram.url}/bot{telegram.token}/answerInlineQuery", json=body) as response,
    ):
        return await response.json()


@pytest.mark.parametrize(
    ("results", "more", "why"),
    [
        ([_article(), _article()], {}, "RESULT_ID_DUPLICATE"),
        ([_article(id="")], {}, "RESULT_ID_INVALID"),
        ([_article(id="x" * 65)], {}, "RESULT_ID_INVALID"),
        ([_article(id=str(n)) for n in range(51)], {}, "RESULTS_TOO_MUCH"),
        ([_article()], {"next_offset": "x" * 65}, "NEXT_OFFSET_INVALID"),
        ([_article(title=" ")], {}, "ARTICLE_TITLE_EMPTY"),
        ([_article(input_message_content={"message_text": ""})], {}, "message text is empty"),
        ([_article(input_message_content={"message_text": "a" * 4097})], {}, "message is too long"),
        ([_article(input_message_content={"rich_message": {"blocks": []}})], {}, "rich message must be non-empty"),
        ([_article(input_message_content={"words": "x"})], {}, "message content of an unsupported kind: words"),
        ([_article(reply_markup={"inline_keyboard": [[{"text": "x"}]]})], {}, "Text buttons are unallowed"),
        ([_article(type="poem")], {}, 'unsupported type "poem"'),
        ([{"id": "1"}], {}, 'Can\'t find field "type"'),
    ],
)
async def test_a_bad_inline_answer_is_refused(
    telegram: LocalTelegram, results: list[dict[str, Any]], more: dict[str, Any], why: str
) -> None:
    answer = await _answer(telegram, results, **more)
    assert answer["error_code"] == 400
    assert why in answer["description"]


async def test_a_rich_result_is_sent_as_a_rich_message(telegram: LocalTelegram) -> None:
    anna = telegram.person("Anna")
    query = people.ask_inline(telegram.world, anna.user, "iraq")
    rich = {"rich_message": {"blocks": [{"type": "paragraph", "text": "x"}]}}
    body = {"inline_query_id": query.id, "results": [_article(input_message_content=rich)]}
    async with (
        aiohttp.ClientSession() as http,
        http.post(f"{telegram.url}/bot{telegram.token}/answerInlineQuery", json=body) as response,
    ):
        assert (await response.json())["ok"]
    message = people.choose(telegram.world, query, "1", anna.private_chat().chat)
    assert message.json()["rich_message"]["blocks"] == rich["rich_message"]["blocks"]
    with pytest.raises(NotPossible):
        people.choose(telegram.world, query, "2", anna.private_chat().chat)


async def test_an_inline_query_is_answered_in_time_or_not_at_all(telegram: LocalTelegram, clock: MovableClock) -> None:
    anna = telegram.person("Anna")
    query = people.ask_inline(telegram.world, anna.user, "iraq")
    clock.advance(timedelta(minutes=2))
    async with (
        aiohttp.ClientSession() as http,
        http.post(
            f"{telegram.url}/bot{telegram.token}/answerInlineQuery",
            json={"inline_query_id": query.id, "results": []},
        ) as response,
    ):
        assert "query is too old" in (await response.json())["description"]


@pytest.mark.parametrize(
    ("answer", "why"),
    [({"text": "x" * 201}, "MESSAGE_TOO_LONG"), ({"url": "https://example.org"}, "URL_INVALID")],
)
async def test_a_bad_callback_answer_is_refused(telegram: LocalTelegram, answer: dict[str, str], why: str) -> None:
    anna = telegram.person("Anna")
    chat = anna.private_chat()
    await anna.says(chat, "/start")
    keyboard = {"inline_keyboard": [[{"text": "B", "callback_data": "b"}]]}
    root = f"{telegram.url}/bot{telegram.token}"
    async with aiohttp.ClientSession() as http:
        await http.post(f"{root}/sendMessage", json={"chat_id": chat.id, "text": "x", "reply_markup": keyboard})
        message = await chat.next_message()
        query = people.press(telegram.world, anna.user, message.message, "b")
        async with http.post(f"{root}/answerCallbackQuery", json={"callback_query_id": query.id, **answer}) as response:
            assert why in (await response.json())["description"]


async def test_people_cannot_do_what_no_app_lets_them(telegram: LocalTelegram) -> None:
    anna, ben = telegram.person("Anna"), telegram.person("Ben")
    forum = telegram.forum("Region", [anna], admins=[ben], topics=["Gulf"])
    channel = telegram.channel("News", admins=[ben])
    await forum.closes_topic("Gulf", ben)
    await anna.blocks_bot()
    for attempt in (
        anna.says(anna.private_chat(), "hi"),
        anna.says(forum, "hi", topic="Gulf"),
        anna.says(forum, "hi", anonymous=True),
        anna.says(channel, "hi"),
        ben.says(telegram.group("Desk", [anna]), "hi"),
        ben.says(forum, "  "),
    ):
        with pytest.raises(NotPossible):
            await attempt
