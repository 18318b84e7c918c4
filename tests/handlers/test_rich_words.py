"""The words of rich messages that others send."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from handlers.render.document import Bold, Document, Heading, ListBlock, Paragraph, Quotation
from handlers.render.rich import render_rich_parts
from handlers.rich_words import rich_words

JSON: Any = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(
        st.sampled_from(["blocks", "items", "text", "cells", "summary", "caption", "credit", "type"]), inner
    ),
)  # fmt: skip


def test_every_word_is_read_in_order() -> None:
    """Headings, spans, lists, quotations and who is quoted."""
    document = Document(
        [
            Heading("Depot hit", 2),
            Paragraph(["Two drones hit ", Bold("a depot"), " near Basra."]),
            ListBlock(["One guard died.", "Two were hurt."]),
            Quotation("We heard it.", "a neighbour"),
        ]
    )
    words = rich_words(render_rich_parts(document)[0]).split("\n\n")
    assert words == [
        "Depot hit", "Two drones hit a depot near Basra.", "One guard died.", "Two were hurt.", "We heard it.",
        "a neighbour",
    ]  # fmt: skip


def test_a_row_of_a_table_is_a_line() -> None:
    """Its cells apart."""
    rows = [[{"text": "Place"}, {"text": ["Dead", {"type": "bold", "text": "?"}]}], [{"text": "Basra"}, {"text": "1"}]]
    assert rich_words({"blocks": [{"type": "table", "cells": rows}]}) == "Place | Dead?\n\nBasra | 1"


@given(JSON)
def test_whatever_comes_is_read_or_left(value: object) -> None:
    """Nothing in it breaks the bot."""
    assert isinstance(rich_words(value), str)
    assert isinstance(rich_words({"blocks": value}), str)
