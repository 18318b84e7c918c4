"""Classic HTML is accepted by Telegram's own parser (TDLib), part by part, and says what the document says."""

import json
from typing import Any

import pytest
import tdjson
from hypothesis import given, settings
from hypothesis import strategies as st

from handlers.render.document import (
    Block,
    Bold,
    Code,
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
    Preformatted,
    Quotation,
    Table,
    Text,
    plain_text,
)
from handlers.render.html import render_classic_parts, render_html_parts
from tests.handlers.render.documents import AT, EVERYTHING, documents, long_texts, texts
from tests.handlers.render.test_rich import _ink


def td(**request: Any) -> dict[str, Any]:
    answer: dict[str, Any] = json.loads(tdjson.td_execute(json.dumps(request).encode()) or b"{}")
    return answer


td(**{"@type": "setLogVerbosityLevel", "new_verbosity_level": 0})


def parse(html: str) -> dict[str, Any]:
    """What Telegram makes of the HTML: its text and entities."""
    answer = td(**{"@type": "parseTextEntities", "text": html, "parse_mode": {"@type": "textParseModeHTML"}})
    assert answer["@type"] == "formattedText", f"{answer} for {html!r}"
    return answer


def kinds(html: str) -> list[str]:
    return [entity["type"]["@type"].removeprefix("textEntityType") for entity in parse(html)["entities"]]


def utf16(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


@settings(max_examples=60, deadline=None)
@given(documents, st.booleans())
def test_telegram_accepts_every_part_and_reads_the_same_text(document: Document, tg_time: bool) -> None:
    for part in render_classic_parts(document, tg_time=tg_time):
        assert parse(part.html)["text"] == part.text


@settings(max_examples=30, deadline=None)
@given(documents, st.sampled_from([256, 300, 1024, 4096]))
def test_every_part_is_within_the_limits(document: Document, limit: int) -> None:
    for part in render_classic_parts(document, limit):
        assert utf16(parse(part.html)["text"]) <= limit
        assert len(parse(part.html)["entities"]) <= 100
        assert len(part.html) <= 9_500


@settings(max_examples=30, deadline=None)
@given(documents, st.sampled_from([256, 1024]))
def test_no_part_is_empty(document: Document, limit: int) -> None:
    assert all(part.text.strip() for part in render_classic_parts(document, limit))


@settings(max_examples=30, deadline=None)
@given(long_texts)
def test_text_cut_into_messages_loses_no_word(text: str) -> None:
    document = Document([Paragraph([text, Bold(text), Link(text, "https://example.org/")])])
    shown = "".join(parse(html)["text"] for html in render_html_parts(document, 256))
    assert _ink(shown) == _ink(plain_text(document))


@settings(max_examples=50, deadline=None)
@given(texts)
def test_text_is_never_taken_for_markup(text: str) -> None:
    for html in render_html_parts(Document([Paragraph(["seen ", text])])):
        assert kinds(html) == []


def large(sentence: str) -> list[Block]:
    return [
        Paragraph(sentence * 160),
        Paragraph(Bold([sentence, Italic(sentence * 160)])),
        Quotation(sentence * 160, "credit " * 900, expandable=True),
        ListBlock([sentence] * 160, ordered=True),
        ListBlock([[Paragraph(sentence * 160), ListBlock([sentence * 160])]]),
        Table(["a", "b"], [[sentence, str(n)] for n in range(160)]),
        Table(["a"], [[sentence * 160]]),
        Details(sentence, [Paragraph(sentence * 100)] * 4),
        Details(sentence * 160, [Details(sentence * 160, [Paragraph(sentence)])]),
        Preformatted((sentence + "\n") * 160),
        Preformatted(sentence * 160),
        Heading(sentence * 160),
        Picture("https://example.org/p.png", sentence * 160),
        Paragraph([Link("w", "https://example.org/" + "p" * 300)] * 200),
        Paragraph([Link("w", "https://example.org/" + "p" * 10_000)] * 3),
        Paragraph([each for n in range(400) for each in (Bold(str(n)), Text(" "))]),
        Paragraph(Code(sentence * 160)),
        Paragraph(DateTime(AT, "date", sentence * 160)),
    ]


SENTENCES = ["A plain sentence of words. ", "&<>" * 30, "\U0001f525" * 50, "東京" * 20 + "。", "e\u0301\u0302" * 40]


@pytest.mark.parametrize("sentence", SENTENCES)
@pytest.mark.parametrize("which", range(18))
def test_every_part_of_a_large_block_is_valid_and_within_the_limits(which: int, sentence: str) -> None:
    document = Document([Heading("first"), large(sentence)[which], Paragraph("last")])
    for part in render_classic_parts(document):
        parsed = parse(part.html)
        assert parsed["text"] == part.text
        assert utf16(part.text) <= 4096
        assert len(parsed["entities"]) <= 100
        assert len(part.html) <= 9_500


def test_a_cut_falls_after_a_sentence() -> None:
    parts = render_html_parts(Document([Paragraph("The U.S. forces left the base. " * 400)]))
    assert len(parts) > 1
    assert all(part.strip().endswith("base.") and part.startswith("The U.S.") for part in parts)


def test_a_sentence_longer_than_a_message_is_cut_between_words_and_marked() -> None:
    first, *_, last = render_html_parts(Document([Paragraph("word " * 2_000 + "end.")]))
    assert first.endswith("word …")
    assert last.startswith("… word")
    assert last.endswith("end.")


def test_a_word_longer_than_a_message_is_cut_between_visible_characters() -> None:
    family = "\U0001f469\u200d\U0001f469\u200d\U0001f467"
    parts = render_html_parts(Document([Paragraph(family * 1_000)]))
    assert len(parts) > 1
    assert all(set(part.strip("…").split(family)) == {""} for part in parts)


def test_parts_are_cut_between_blocks_first() -> None:
    parts = render_html_parts(Document([Paragraph(c * 1_500) for c in "abcd"]))
    assert parts == ["a" * 1_500 + "\n\n" + "b" * 1_500, "c" * 1_500 + "\n\n" + "d" * 1_500]


def test_a_heading_goes_with_what_follows_it() -> None:
    first, second = render_html_parts(Document([Paragraph("a" * 4_000), Heading("News"), Paragraph("b" * 900)]))
    assert first == "a" * 4_000
    assert second == "<b>News</b>\n" + "b" * 900


def test_a_divider_at_a_cut_is_left_out() -> None:
    long = Paragraph("a" * 4_080)
    assert render_html_parts(Document([long, Divider(), long])) == ["a" * 4_080] * 2


def test_a_list_is_cut_between_items_and_goes_on_counting() -> None:
    parts = render_html_parts(Document([ListBlock([f"item {n} {'w' * 80}" for n in range(1, 121)], ordered=True)]))
    lines = [line for part in parts for line in part.split("\n")]
    assert len(parts) > 1
    assert [line.split(" item ")[0] for line in lines] == [f"{n}." for n in range(1, 121)]


@pytest.mark.parametrize(
    ("block", "expected"),
    [
        (Paragraph(Bold("a")), ["Bold"]),
        (Paragraph(Link("a", "https://example.org/?a=1&b=\u00fc")), ["TextUrl"]),
        (Paragraph(Link("a", "javascript:x")), []),
        (Paragraph(DateTime(AT, "datetime", "07:10")), ["DateTime"]),
        (Paragraph(Bold(DateTime(AT, "relative", "now"))), ["DateTime", "Bold"]),
        (Paragraph(Code("/help")), ["Code"]),
        (Paragraph(Bold(Bold(Bold("a")))), ["Bold"]),
        (Preformatted("x"), ["Pre"]),
        (Quotation("q"), ["BlockQuote"]),
        (Quotation("q", expandable=True), ["ExpandableBlockQuote"]),
        (Details("s", [Paragraph("x")]), ["ExpandableBlockQuote", "Bold"]),
        (Details("s", [Paragraph("x")], is_open=True), ["BlockQuote", "Bold"]),
        (Details("s", [Quotation("q"), Preformatted("x")]), ["ExpandableBlockQuote", "Bold", "Italic", "Code"]),
        (Table(["a", "b"], [["1", "2"]]), ["Pre"]),
    ],
)
def test_each_span_and_block_is_the_entity_telegram_has_for_it(block: Block, expected: list[str]) -> None:
    (html,) = render_html_parts(Document([block]))
    assert sorted(kinds(html)) == sorted(expected)


def test_a_table_with_links_is_written_as_lines_that_keep_them() -> None:
    rows: list[list[str | Inline]] = [["attack", Link("source", "https://example.org/")]]
    (html,) = render_html_parts(Document([Table(["Type", "Where"], rows)]))
    assert html == '<b>attack</b>\nWhere: <a href="https://example.org/">source</a>'


def test_a_wide_table_is_written_as_labelled_lines() -> None:
    (html,) = render_html_parts(Document([Table(["Type", "Words"], [["attack", "w" * 60]])]))
    assert html == f"<b>attack</b>\nWords: {'w' * 60}"


def test_servers_older_than_tg_time_get_plain_text() -> None:
    document = Document([Paragraph(DateTime(AT, "time", "07:10"))])
    assert render_html_parts(document, tg_time=False) == ["07:10"]


def test_everything_is_one_message() -> None:
    (part,) = render_classic_parts(EVERYTHING)
    assert parse(part.html)["text"] == part.text


@pytest.mark.parametrize("blocks", [[], [Paragraph("")], [Heading(" \u200b")], [ListBlock([""])], [Table([], [])]])
def test_nothing_to_show_gives_no_message(blocks: list[Block]) -> None:
    assert render_html_parts(Document(blocks)) == []


def test_a_limit_too_small_for_any_message_is_refused() -> None:
    with pytest.raises(ValueError, match="255"):
        render_html_parts(EVERYTHING, 255)
