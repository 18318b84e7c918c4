"""Rich messages are what Bot API 10.3 takes; aiogram's typed models of it are the judge."""

from typing import Any

import pytest
from aiogram.enums import RichTextType
from aiogram.types import InlineKeyboardMarkup, InputRichMessage
from aiogram.types.rich_text_union import RichTextUnion
from hypothesis import given, settings
from pydantic import BaseModel, TypeAdapter

from handlers.render.clean import is_blank
from handlers.render.document import (
    Block,
    Bold,
    Button,
    DateTime,
    Details,
    Divider,
    Document,
    Heading,
    Inline,
    Italic,
    Link,
    ListBlock,
    Paragraph,
    Picture,
    Quotation,
    Table,
    Text,
    plain_text,
)
from handlers.render.rich import render_files, render_keyboard, render_rich, render_rich_parts
from tests.handlers.render.documents import AT, EVERYTHING, PNG, documents, long_texts

BLOCK_KEYS = ("blocks", "items", "cells")


def unknown_fields(value: Any) -> list[str]:
    """Names in the message that the models of Bot API 10.3 do not know."""
    if isinstance(value, BaseModel):
        found = list(value.model_extra or {})
        return found + [name for each in vars(value).values() for name in unknown_fields(each)]
    if isinstance(value, list):
        return [name for each in value for name in unknown_fields(each)]
    return []


SPAN: TypeAdapter[Any] = TypeAdapter(RichTextUnion)


def check(obj: dict[str, Any]) -> None:
    """The message is an `InputRichMessage` as Bot API 10.3 knows it: no more, no less, no other types.

    Spans are judged one by one, since pydantic's time for nested unions grows with a power of the depth.
    """
    spans: list[Any] = []
    same(InputRichMessage.model_validate(obj := unnested(obj, spans)), obj)
    for span in spans:
        same(SPAN.validate_python(span), span)


def unnested(value: Any, spans: list[Any]) -> Any:
    """The value with a plain text in the place of each typed span; the spans, unnested too, go to `spans`."""
    if isinstance(value, list):
        return [unnested(each, spans) for each in value]
    if not isinstance(value, dict):
        return value
    flat = {key: unnested(each, spans) for key, each in value.items()}
    if value.get("type") in [kind.value for kind in RichTextType]:
        spans.append(flat)
        return "span"
    return flat


def same(parsed: Any, obj: dict[str, Any]) -> None:
    assert unknown_fields(parsed) == []
    assert parsed.model_dump(mode="json", exclude_unset=True) == obj


def depth(value: Any) -> int:
    """Levels of nested blocks and styles, list items counted as a level."""
    if isinstance(value, list):
        return max(map(depth, value), default=0)
    if isinstance(value, dict):
        inner = max((depth(each) for key, each in value.items() if key != "photo"), default=0)
        return inner + (1 if "type" in value or "blocks" in value else 0)
    return 0


def count(value: Any, key: str = "blocks") -> int:
    if isinstance(value, list):
        return (len(value) if key in BLOCK_KEYS else 0) + sum(count(each, "") for each in value)
    if isinstance(value, dict):
        return sum(count(each, name) for name, each in value.items())
    return 0


def characters(value: Any, key: str = "text") -> int:
    if isinstance(value, str):
        return len(value) if key in ("text", "summary", "credit", "caption") else 0
    if isinstance(value, list):
        return sum(characters(each, key) for each in value)
    if isinstance(value, dict):
        return sum(characters(each, name) for name, each in value.items())
    return 0


@settings(max_examples=60, deadline=None)
@given(documents)
def test_bot_api_knows_every_field_and_type_of_every_message(document: Document) -> None:
    for part in render_rich_parts(document):
        check(part)


def test_a_document_with_everything_is_one_message_of_all_block_types() -> None:
    message = render_rich(EVERYTHING)
    check(message)
    types = ["heading", "paragraph", "list", "table", "blockquote", "expandable_blockquote", "details", "map"]
    types += ["photo", "photo", "pre", "divider", "footer"]
    assert [block["type"] for block in message["blocks"]] == types


@settings(max_examples=40, deadline=None)
@given(documents)
def test_no_block_is_sent_empty(document: Document) -> None:
    for part in render_rich_parts(document):
        for block in part["blocks"]:
            assert block.get("text", "x") not in ("", [])
            assert block.get("items", "x")
            assert block.get("blocks", "x")


@settings(max_examples=20, deadline=None)
@given(documents)
def test_the_keyboard_is_what_bot_api_takes(document: Document) -> None:
    rows = render_keyboard(document)
    if rows is not None:
        same(InlineKeyboardMarkup.model_validate({"inline_keyboard": rows}), {"inline_keyboard": rows})


def test_each_button_carries_its_action() -> None:
    keys = [set(button) - {"text"} for row in render_keyboard(EVERYTHING) or [] for button in row]
    assert keys == [{"callback_data"}, {"url"}, {"switch_inline_query_current_chat"}, {"switch_inline_query"}]


def test_a_document_without_buttons_has_no_keyboard() -> None:
    assert render_keyboard(Document([Paragraph("x")])) is None


def test_an_instant_lets_the_client_show_its_own_zone() -> None:
    message = render_rich(Document([Paragraph(DateTime(AT, "time", "07:10"))]))
    span = {"type": "date_time", "text": "07:10", "unix_time": 1773468600, "date_time_format": "t"}
    assert message["blocks"] == [{"type": "paragraph", "text": span}]


def test_an_address_that_is_none_leaves_its_words() -> None:
    message = render_rich(Document([Paragraph(["see ", Link("here", "javascript:alert(1)")])]))
    assert message["blocks"] == [{"type": "paragraph", "text": "see here"}]


def test_bytes_of_a_picture_are_uploaded_under_the_name_the_message_refers_to() -> None:
    document = Document([Details("d", [Picture(PNG)])])
    photo = render_rich(document)["blocks"][0]["blocks"][0]["photo"]
    assert render_files(document) == {photo["media"].removeprefix("attach://"): PNG}


@pytest.mark.parametrize(
    "document", [Document([]), Document([Paragraph(" \u200b")]), Document([Divider(), ListBlock([""])])]
)
def test_nothing_to_show_gives_no_message(document: Document) -> None:
    assert render_rich_parts(document) == []


def test_one_message_cannot_hold_a_document_of_several() -> None:
    with pytest.raises(ValueError, match="2 rich messages"):
        render_rich(Document([Paragraph("x" * 20_000), Paragraph("y" * 20_000)]))


def nest(wrap: Any, inner: Any, times: int) -> Any:
    for _ in range(times):
        inner = wrap(inner)
    return inner


DEEP_BLOCKS: list[Block] = [
    nest(lambda block: ListBlock([[block]]), Paragraph("deep inside"), 30),
    nest(lambda block: Details("d", [block]), Quotation(Bold(Italic("deep inside"))), 30),
    Paragraph(nest(lambda span: Bold(Italic(span)), Text("deep inside"), 20)),
    nest(lambda b: Details("d", [b]), Table(["h"], [[nest(Bold, Text("deep inside"), 20)]]), 7),
]


@pytest.mark.parametrize("block", DEEP_BLOCKS)
def test_deep_nesting_is_flattened_to_16_levels_without_losing_words(block: Block) -> None:
    (message,) = render_rich_parts(Document([block]))
    assert depth(message["blocks"]) <= 16
    assert "deep inside" in str(message)


LARGE: list[Block] = [
    Paragraph("A sentence of some words. " * 4_000),
    Paragraph("x" * 70_000),
    ListBlock([f"item {n} " + "w " * 40 for n in range(1, 1_200)], ordered=True),
    Table(["n", "words"], [[str(n), "w " * 20] for n in range(1_200)]),
    Details("summary", [Paragraph(f"block {n}") for n in range(1_200)]),
    Details("summary", [Picture(f"https://example.org/{n}.png") for n in range(120)]),
    ListBlock([[Paragraph("one item " * 8_000), Paragraph("its end")]]),
    Quotation("A statement. " * 6_000, "someone"),
    Quotation("x", "c " * 40_000),
    Details("s " * 40_000, [Paragraph("x")]),
    Table(["h " * 40_000], [["c " * 40_000]]),
    Table(["h " * 40_000], []),
    Heading("h " * 40_000, 2),
]


@pytest.mark.parametrize("block", LARGE, ids=lambda block: type(block).__name__)
def test_every_part_of_a_large_block_is_within_the_limits(block: Block) -> None:
    parts = render_rich_parts(Document([Heading("first"), block, Paragraph("last")]))
    assert len(parts) > 1
    for part in parts:
        check(part)
        assert characters(part) <= 32_768
        assert count(part["blocks"]) <= 500
        assert str(part).count("'photo': {") <= 50


def test_a_cut_list_goes_on_counting() -> None:
    parts = render_rich_parts(Document([ListBlock([f"item {n}" for n in range(1, 700)], ordered=True)]))
    numbers = [item["value"] for part in parts for block in part["blocks"] for item in block["items"]]
    assert numbers == list(range(1, 700))


def test_a_cut_table_repeats_its_header() -> None:
    parts = render_rich_parts(Document([Table(["n"], [[str(n)] for n in range(900)])]))
    firsts = [block["cells"][0][0] for part in parts for block in part["blocks"]]
    assert len(firsts) > 1
    assert all(cell["text"] == "n" and cell["is_header"] for cell in firsts)


@settings(max_examples=15, deadline=None)
@given(long_texts)
def test_text_cut_into_messages_loses_no_word(text: str) -> None:
    document = Document([Paragraph(text * 12)])
    shown = "".join(block["text"] for part in render_rich_parts(document) for block in part["blocks"])
    assert _ink(shown) == _ink(plain_text(document))


def _ink(text: str) -> str:
    """The characters that can be seen, without the marks of a cut."""
    return "".join(char for char in text if not is_blank(char) and char != "…")


def test_spans_inside_a_block_are_shown_in_their_order() -> None:
    content: list[str | Inline] = ["a", "b", Bold("c"), "d"]
    message = render_rich(Document([Paragraph(content)]))
    assert message["blocks"][0]["text"] == ["ab", {"type": "bold", "text": "c"}, "d"]


def test_buttons_are_no_part_of_the_text() -> None:
    assert render_rich(Document([Paragraph("x")], [[Button("y", data="z")]])) == {
        "blocks": [{"type": "paragraph", "text": "x"}]
    }
