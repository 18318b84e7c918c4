"""The nouns refuse what no renderer could show, and survive the outbox."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings

from handlers.render.document import (
    Bold,
    Button,
    DateTime,
    Details,
    Document,
    Footer,
    Heading,
    Link,
    ListBlock,
    Map,
    Paragraph,
    Picture,
    Quotation,
    Table,
    Text,
    document_from_json,
    document_to_json,
    plain_text,
    walk,
)
from tests.handlers.render.documents import EVERYTHING, documents


@settings(max_examples=40)
@given(documents)
def test_a_document_survives_json(document: Document) -> None:
    assert document_from_json(json.loads(json.dumps(document_to_json(document)))) == document


def test_a_document_with_everything_survives_json_as_utf_8() -> None:
    stored = json.dumps(document_to_json(EVERYTHING), ensure_ascii=False).encode("utf-8")
    assert document_from_json(json.loads(stored)) == EVERYTHING


@pytest.mark.parametrize(
    "obj",
    [
        {},
        {"version": 2, "type": "document", "blocks": []},
        {"version": 1, "type": "text", "text": "x"},
        {"version": 1, "type": "nonsense"},
        {"version": 1, "type": "document", "blocks": [{"type": "paragraph", "words": "x"}]},
        {"version": 1, "type": "document", "blocks": [{"type": "heading", "content": [], "level": 9}]},
        {"version": 1, "type": "document", "blocks": 3},
        {"version": 1, "type": "document", "blocks": [], "buttons": [[{"type": "button", "text": "x"}]]},
    ],
)
def test_what_is_no_document_is_a_value_error(obj: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"\S"):
        document_from_json(obj)


def test_strings_become_clean_text() -> None:
    assert Paragraph("a\x1b[1m\u202eb").content == (Text("a[1mb"),)


def test_strings_and_spans_may_be_mixed() -> None:
    assert Paragraph(["a", Bold("b"), ""]).content == (Text("a"), Bold((Text("b"),)))


def test_spans_of_different_styles_differ() -> None:
    assert len({Paragraph("x"), Footer("x")}) == 2
    assert len({Bold("x"), Text("x"), Link("x", "https://a.b")}) == 3


def test_an_item_of_spans_is_one_paragraph() -> None:
    made = ListBlock([["a ", Bold("b")], "c", [Paragraph("d"), "e"]])
    assert made.items == (
        (Paragraph(["a ", Bold("b")]),),
        (Paragraph("c"),),
        (Paragraph("d"), Paragraph("e")),
    )


def test_a_block_cannot_stand_inside_a_line() -> None:
    with pytest.raises(TypeError, match="inline"):
        Paragraph([Paragraph("x")])  # type: ignore[list-item]


def test_short_rows_are_filled() -> None:
    table = Table(["a", "b", "c"], [["1"]])
    assert [len(row) for row in (table.header, *table.rows)] == [3, 3]


@pytest.mark.parametrize(
    "make",
    [
        lambda: Heading("x", 0),
        lambda: Heading("x", 7),
        lambda: DateTime(datetime(2026, 1, 1), "date", "x"),  # noqa: DTZ001 - the point of the test
        lambda: DateTime(datetime(2026, 1, 1, tzinfo=UTC), "century", "x"),  # type: ignore[arg-type]
        lambda: Table(["c"] * 21, []),
        lambda: Table(["c"], [], ["middle"]),
        lambda: Map(91, 0),
        lambda: Map(0, 181),
        lambda: Map(float("nan"), 0),
        lambda: Map(0, 0, 25),
        lambda: Picture(""),
        lambda: Document([], [[Button("x", data="y")] * 9]),
    ],
)
def test_what_telegram_could_not_show_is_a_value_error(make: Any) -> None:
    with pytest.raises(ValueError, match=r"\S"):
        make()


@pytest.mark.parametrize("data", ["x" * 64, "é" * 32, "\U0001f525" * 16])
def test_callback_data_may_fill_64_bytes(data: str) -> None:
    assert Button("x", data=data).data == data


@pytest.mark.parametrize("data", ["", "x" * 65, "é" * 33, "\U0001f525" * 17])
def test_callback_data_past_64_bytes_is_refused(data: str) -> None:
    with pytest.raises(ValueError, match="64 bytes"):
        Button("x", data=data)


@pytest.mark.parametrize("actions", [{}, {"data": "a", "url": "https://a.b"}, {"url": "https://a.b", "inline": ""}])
def test_a_button_has_exactly_one_action(actions: dict[str, str]) -> None:
    with pytest.raises(ValueError, match="exactly one"):
        Button("x", **actions)  # type: ignore[arg-type]


def test_a_button_opens_web_addresses_only() -> None:
    with pytest.raises(ValueError, match="web address"):
        Button("x", url="javascript:alert(1)")


def test_a_button_needs_a_label() -> None:
    with pytest.raises(ValueError, match="label"):
        Button(" \x00", data="x")


def test_plain_text_holds_the_words_of_every_block() -> None:
    text = plain_text(EVERYTHING)
    words = ["Iraq", "threat", "1. first", "nested <b>", "attacks | 3", "— Spokesperson", "hidden", "Baghdad"]
    assert [word for word in (*words, "Chart", "  c", "14 March 07:10") if word not in text] == []


def test_walking_reaches_nested_blocks_in_reading_order() -> None:
    inner = Quotation("q")
    tree = [Details("d", [ListBlock([[inner]]), Paragraph("p")])]
    assert [type(block).__name__ for block in walk(tree)] == ["Details", "ListBlock", "Quotation", "Paragraph"]
