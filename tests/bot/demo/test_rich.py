"""Rich messages: what the Bot API describes is taken and given back, what it limits is refused."""

from __future__ import annotations

from typing import Any

import aiogram.types
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from telegram import Bot
from telegram.error import BadRequest

from bot.demo.check import read_parameters
from bot.demo.control import ChatHandle, LocalTelegram
from bot.demo.errors import ApiError
from bot.demo.rich import list_label, plain_blocks, store_rich
from tests.bot.demo.models import unknown_fields

_words = st.sampled_from(["Iraq", "é", "😀", "3 threats", "<b>"])
_text: st.SearchStrategy[Any] = st.recursive(
    _words,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.fixed_dictionaries(
            {"type": st.sampled_from(["bold", "italic", "code", "marked", "spoiler"]), "text": inner}
        ),
        st.fixed_dictionaries({"type": st.just("url"), "text": inner, "url": st.just("https://example.org/a")}),
        st.fixed_dictionaries(
            {
                "type": st.just("date_time"),
                "text": inner,
                "unix_time": st.integers(1, 2**31 - 1),
                "date_time_format": st.sampled_from(["", "r", "wDT"]),
            }
        ),
        st.fixed_dictionaries({"type": st.just("reference"), "text": inner, "name": _words}),
    ),
    max_leaves=4,
)
_button = st.fixed_dictionaries({"text": _words, "callback_data": st.just("a:1")})
_cell = st.fixed_dictionaries(
    {"align": st.sampled_from(["left", "center", "right"]), "valign": st.just("top")},
    optional={"text": _text, "is_header": st.booleans(), "colspan": st.integers(1, 3)},
)
_leaf = st.one_of(
    st.fixed_dictionaries({"type": st.just("paragraph"), "text": _text}),
    st.fixed_dictionaries({"type": st.just("heading"), "text": _text, "size": st.integers(1, 6)}),
    st.fixed_dictionaries(
        {"type": st.sampled_from(["footer", "pre", "pullquote", "expandable_blockquote"]), "text": _text}
    ),
    st.just({"type": "divider"}),
    st.fixed_dictionaries(
        {"type": st.just("table"), "cells": st.lists(st.lists(_cell, min_size=1, max_size=3), min_size=1, max_size=3)},
        optional={"is_striped": st.booleans(), "caption": _text},
    ),
    st.fixed_dictionaries(
        {"type": st.just("map"), "location": st.just({"latitude": 33.3, "longitude": 44.4})},
        optional={"zoom": st.integers(0, 24)},
    ),
    st.fixed_dictionaries({"type": st.just("buttons"), "buttons": st.lists(_button, min_size=1, max_size=8)}),
)
_block: st.SearchStrategy[Any] = st.recursive(
    _leaf,
    lambda inner: st.one_of(
        st.fixed_dictionaries(
            {"type": st.just("details"), "summary": _text, "blocks": st.lists(inner, min_size=1, max_size=2)}
        ),
        st.fixed_dictionaries({"type": st.just("blockquote"), "blocks": st.lists(inner, min_size=1, max_size=2)}),
        st.fixed_dictionaries(
            {
                "type": st.just("list"),
                "items": st.lists(
                    st.fixed_dictionaries(
                        {"blocks": st.lists(inner, max_size=2)}, optional={"value": st.integers(1, 50)}
                    ),
                    min_size=1,
                    max_size=3,
                ),
            }
        ),
    ),
    max_leaves=5,
)


def _no_media(kind: str, media: Any) -> Any:
    raise AssertionError(f"{kind} {media} was not sent")


def _stored(rich: Any) -> Any:
    values = read_parameters("sendRichMessage", {"chat_id": 1, "rich_message": rich})
    return store_rich(values["rich_message"], _no_media)


@settings(max_examples=80, deadline=None, derandomize=True)
@given(st.lists(_block, min_size=1, max_size=4))
def test_what_the_bot_api_describes_is_accepted_and_given_back_as_it_describes(blocks: list[Any]) -> None:
    sent = aiogram.types.InputRichMessage.model_validate({"blocks": [*blocks, {"type": "paragraph", "text": "x"}]})
    assert list(unknown_fields(sent)) == []
    stored = _stored({"blocks": [*blocks, {"type": "paragraph", "text": "x"}]})
    returned = aiogram.types.RichMessage.model_validate(stored)
    assert list(unknown_fields(returned)) == []
    assert len(returned.blocks) == len(blocks) + 1


def _paragraph(text: Any = "x") -> dict[str, Any]:
    return {"type": "paragraph", "text": text}


def _nested(levels: int) -> dict[str, Any]:
    block = _paragraph()
    for _ in range(levels - 1):
        block = {"type": "details", "summary": "s", "blocks": [block]}
    return block


def _table(columns: int) -> dict[str, Any]:
    return {"type": "table", "cells": [[{"align": "left", "valign": "top", "text": "x"}] * columns]}


def _map(**size: Any) -> dict[str, Any]:
    return {"type": "map", "location": {"latitude": 1, "longitude": 2}, **size}


def _row(count: int, **button: Any) -> dict[str, Any]:
    return {"type": "buttons", "buttons": [{"text": "b", "callback_data": "a", **button}] * count}


@pytest.mark.parametrize(
    ("good", "bad", "why"),
    [
        (_paragraph("a" * 32768), _paragraph("a" * 32769), "longer than 32768 characters"),
        (_paragraph("😀" * 32768), _paragraph("😀" * 32769), "longer than 32768 characters"),
        (_nested(16), _nested(17), "nested deeper than 16 levels"),
        (_table(20), _table(21), "more than 20 columns"),
        (_map(width=5000, height=5000), _map(width=5001, height=5000), "must not exceed 10000 in total"),
        (_map(width=2000, height=100), _map(width=2001, height=100), "ratio must be at most 20"),
        (_map(zoom=24), _map(zoom=25), "zoom must be from 0 to 24"),
        (_row(8), _row(9), "from 1 to 8 buttons"),
        (_row(1), _row(0), "from 1 to 8 buttons"),
        (_row(1, callback_data="a" * 64), _row(1, callback_data="a" * 65), "BUTTON_DATA_INVALID"),
        (_row(1, style="link"), _row(1, style="loud"), "unsupported button style"),
        (_paragraph(), {"type": "paragraf", "text": "x"}, 'unsupported type "paragraf"'),
        (_paragraph(), _paragraph({"type": "bold"}), 'Can\'t find field "text"'),
        (_paragraph(), _paragraph({"type": "bolt", "text": "x"}), 'unsupported type "bolt"'),
        (_paragraph(), _paragraph(None), 'Can\'t find field "text"'),
        (_paragraph(), {**_paragraph(), "colour": 1}, 'unknown field "colour"'),
        (_paragraph(), _paragraph({"type": "url", "text": "x", "url": "nowhere"}), "invalid URL 'nowhere'"),
        (_paragraph(), _paragraph(" "), "must be non-empty"),
        (
            {"type": "heading", "text": "x", "size": 6},
            {"type": "heading", "text": "x", "size": 7},
            "size must be from 1 to 6",
        ),
        (_paragraph(), {"type": "list", "items": []}, "empty list"),
    ],
)
def test_a_limit_is_kept_to_and_not_passed(good: Any, bad: Any, why: str) -> None:
    assert len(_stored({"blocks": [good]})["blocks"]) == 1
    with pytest.raises(ApiError, match=why):
        _stored({"blocks": [bad]})


def test_more_than_500_blocks_are_refused_nested_ones_counted() -> None:
    items = [{"blocks": [_paragraph()]} for _ in range(499)]
    assert len(_stored({"blocks": [{"type": "list", "items": items}]})["blocks"][0]["items"]) == 499
    with pytest.raises(ApiError, match="more than 500 blocks"):
        _stored({"blocks": [{"type": "list", "items": items}, _paragraph()]})


def test_exactly_one_form_of_content_is_needed() -> None:
    for rich in ({}, {"html": "x", "blocks": [_paragraph()]}):
        with pytest.raises(ApiError, match="exactly one of html, markdown and blocks"):
            _stored(rich)


@pytest.mark.parametrize(
    ("number", "kind", "label"),
    [(3, "1", "3."), (1, "a", "a."), (27, "a", "aa."), (28, "A", "AB."), (4, "i", "iv."), (1994, "I", "MCMXCIV.")],
)
def test_ordered_items_get_their_label(number: int, kind: str, label: str) -> None:
    assert list_label(number, kind) == label


def test_all_visible_words_are_found() -> None:
    blocks = [
        {"type": "heading", "text": "Iraq", "size": 1},
        {"type": "details", "summary": "More", "blocks": [_paragraph(["a", {"type": "bold", "text": "b"}])]},
        {"type": "list", "items": [{"blocks": [_paragraph("item")]}]},
        {"type": "pullquote", "text": "quoted", "credit": "Reuters"},
        _table(2),
    ]
    assert plain_blocks(_stored({"blocks": blocks})["blocks"]) == "Iraq\nMore\nab\n• item\nquoted\nReuters\nx | x"


async def test_a_rich_message_comes_back_over_http(telegram: LocalTelegram, bot: Bot) -> None:
    chat = await _started(telegram)
    rich = {"blocks": [{"type": "heading", "text": "Iraq", "size": 1}, _row(1)]}
    answer = await bot.do_api_request("sendRichMessage", api_kwargs={"chat_id": chat.id, "rich_message": rich})
    assert answer["rich_message"]["blocks"][0] == rich["blocks"][0]
    assert list(unknown_fields(aiogram.types.Message.model_validate(answer))) == []
    message = await chat.next_message()
    assert (message.plain, message.button("b").data) == ("Iraq", "a")


@pytest.mark.filterwarnings("ignore:Please use 'Bot.editMessageText'")
async def test_a_classic_message_becomes_rich_and_back(telegram: LocalTelegram, bot: Bot) -> None:
    chat = await _started(telegram)
    sent = await bot.send_message(chat.id, "plain")
    where = {"chat_id": chat.id, "message_id": sent.message_id}
    rich = {"blocks": [_paragraph("rich")]}
    await bot.do_api_request("editMessageText", api_kwargs={**where, "rich_message": rich})
    message = await chat.next_message()
    assert (message.text, message.plain) == ("", "rich")
    with pytest.raises(BadRequest, match="Message is not modified"):
        await bot.do_api_request("editMessageText", api_kwargs={**where, "rich_message": rich})
    await sent.edit_text("plain")
    assert (message.text, message.rich) == ("plain", None)


async def _started(telegram: LocalTelegram) -> ChatHandle:
    anna = telegram.person("Anna")
    await anna.says(anna.private_chat(), "/start")
    return anna.private_chat()
