"""A document on a terminal: readable at its width, and no one else's escape sequences."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handlers.render.document import (
    Bold,
    Button,
    Details,
    Document,
    Heading,
    Link,
    ListBlock,
    Paragraph,
    Quotation,
    Table,
)
from handlers.render.terminal import render_terminal
from handlers.render.width import display_width
from tests.handlers.render.documents import EVERYTHING, documents, long_texts

OURS = re.compile(r"\x1b\[[0-9;]+m|\x1b\]8;;[!-~\u00a0-\U0010ffff]*\x1b\\")


@settings(max_examples=50, deadline=None)
@given(documents, st.booleans(), st.booleans())
def test_no_content_can_smuggle_in_a_control_sequence(document: Document, colour: bool, links: bool) -> None:
    shown = render_terminal(document, 60, colour, links)
    if colour:
        shown = OURS.sub("", shown)
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202d\u202e]", shown)


@settings(max_examples=25, deadline=None)
@given(long_texts, st.integers(20, 100))
def test_no_line_of_text_is_wider_than_the_terminal(text: str, width: int) -> None:
    document = Document(
        [Paragraph([text, Bold(text)]), ListBlock([text]), Quotation(text), Details("s", [Paragraph(text)])]
    )
    assert max(map(display_width, render_terminal(document, width, links=False).split("\n"))) <= width


@settings(max_examples=25, deadline=None)
@given(long_texts)
def test_colour_changes_nothing_but_colour(text: str) -> None:
    document = Document([Heading(text, 2), Paragraph([Bold(text), text]), Quotation(text, text)])
    assert OURS.sub("", render_terminal(document, 50, colour=True)) == render_terminal(document, 50)


def test_text_is_wrapped_between_words() -> None:
    assert render_terminal(Document([Paragraph("one two three four five six")]), 20) == "one two three four\nfive six"


def test_a_list_hangs_its_items_under_their_marks() -> None:
    shown = render_terminal(Document([ListBlock(["a " * 12, "b"], ordered=True)]), 20)
    assert shown == "1. a a a a a a a a a\n   a a a\n2. b"


def test_links_become_notes_and_the_same_address_the_same_number() -> None:
    a, b = Link("a", "https://a.example/"), Link("b", "https://b.example/")
    shown = render_terminal(Document([Paragraph([a, ", ", b, ", ", a])]))
    assert shown == "a [1], b [2], a [1]\n\n[1] https://a.example/\n[2] https://b.example/"


def test_with_colour_links_can_be_clicked() -> None:
    shown = render_terminal(Document([Paragraph(Link("a", "https://a.example/"))]), colour=True)
    assert shown == "\x1b]8;;https://a.example/\x1b\\\x1b[4ma\x1b[0m\x1b]8;;\x1b\\"


def test_without_links_no_address_is_shown() -> None:
    assert render_terminal(Document([Paragraph(Link("a", "https://a.example/"))]), links=False) == "a"


def test_a_table_is_aligned_where_it_fits() -> None:
    shown = render_terminal(Document([Table(["Type", "N"], [["attack", "3"]], ["left", "right"])]))
    assert shown == "Type    N\n------  -\nattack  3"


def test_a_table_too_wide_is_written_as_labelled_lines() -> None:
    shown = render_terminal(Document([Table(["Type", "Words"], [["attack", "many words in a cell"]])]), 20)
    assert shown == "attack\n  Words: many words\n  in a cell"


def test_buttons_are_listed_with_what_to_type() -> None:
    buttons = [[Button("More", data="/country iraq"), Button("Next", data="p:2")]]
    shown = render_terminal(Document([Paragraph("x")], buttons))
    assert shown == "x\n\nButtons: More (/country iraq) · Next"


def test_the_caller_may_say_what_to_type_instead_of_a_button() -> None:
    shown = render_terminal(Document([], [[Button("Next", data="p:2")]]), hint=lambda button: "/next")
    assert shown == "Buttons: Next (/next)"


@pytest.mark.parametrize(
    "words", ["Iraq", "1. first", "• nested <b>", "│ “We will", "▾ More", "Baghdad (33.300, 44.400)", "a   b\n  c"]
)
def test_every_block_is_shown(words: str) -> None:
    assert words.lower() in render_terminal(EVERYTHING).lower()
