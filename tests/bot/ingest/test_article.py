"""Files become drafts."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.ingest.article import Form, Given, Parsed, parse, parse_lines, read_file, web_url
from storage.model.article import Draft
from tests.bot.ingest.site import article_page, rss, rss_item
from tests.conftest import NOON


def only(content: str | bytes, form: Form, given: Given | None = None) -> Draft:
    raw = content.encode() if isinstance(content, str) else content
    (parsed,) = parse(raw, form, where="x", fetched_at=NOON, given=given)
    assert parsed.draft is not None, parsed.problem
    return parsed.draft


def problem(content: str | bytes, form: Form) -> str:
    raw = content.encode() if isinstance(content, str) else content
    (parsed,) = parse(raw, form, where="x", fetched_at=NOON)
    assert parsed.draft is None
    return parsed.problem or ""


# --- .txt --------------------------------------------------------------------------------------------------------


def test_plain_text_is_kept_as_it_is_and_has_no_title_and_no_date() -> None:
    text = "MILAN, Italy – Two drones.\r\n  “Really,” he said. \n"
    draft = only(text, Form.TEXT)
    assert (draft.text, draft.title, draft.published_at, draft.source_name) == (text, None, None, None)


def test_the_operator_can_say_what_a_text_does_not() -> None:
    when = datetime(2026, 6, 1, tzinfo=UTC)
    draft = only("Two drones.", Form.TEXT, Given(source_name="Harbour Wire", published_at=when, exercise=True))
    assert (draft.source_name, draft.published_at, draft.exercise) == ("Harbour Wire", when, True)


@pytest.mark.parametrize("form", [Form.TEXT, Form.MARKDOWN])
@pytest.mark.parametrize("content", ["", "  \n\t", "\ufeff"])
def test_an_empty_text_is_a_problem(content: str, form: Form) -> None:
    assert problem(content, form) == "it is empty"


def test_bytes_that_are_no_text_are_a_problem() -> None:
    assert problem(b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(range(256)) * 8, Form.TEXT) == "this is not text"


# --- .md ---------------------------------------------------------------------------------------------------------

MARKDOWN = """---
title: EXERCISE: drones hit a depot
source: EXERCISE Harbour Wire
url: https://harbour.example/1
published: -1d 06:30
language: en
---

Two drones struck.
"""


def test_front_matter_fills_the_draft() -> None:
    draft = only(MARKDOWN, Form.MARKDOWN)
    assert draft == Draft(
        text="Two drones struck.",
        fetched_at=NOON,
        title="EXERCISE: drones hit a depot",
        url="https://harbour.example/1",
        source_name="EXERCISE Harbour Wire",
        published_at=datetime(2026, 6, 9, 6, 30, tzinfo=UTC),
        language="en",
    )


def test_front_matter_wins_over_the_operators_words() -> None:
    draft = only(MARKDOWN, Form.MARKDOWN, Given(source_name="Other", published_at=NOON))
    assert draft.source_name == "EXERCISE Harbour Wire"
    assert draft.published_at != NOON


def test_a_first_heading_is_the_title_where_none_is_given() -> None:
    draft = only("# Drones hit depot #\n\nTwo drones struck.", Form.MARKDOWN)
    assert (draft.title, draft.text) == ("Drones hit depot", "Two drones struck.")


def test_an_unreadable_date_in_front_matter_stays_unknown() -> None:
    assert only("---\npublished: last Wednesday\n---\nText.", Form.MARKDOWN).published_at is None


# --- .json and .jsonl --------------------------------------------------------------------------------------------


def test_one_object_is_one_article() -> None:
    entry = {"title": "A &amp; B", "text": "Two drones.", "url": "https://h.example/1", "source": "Harbour Wire"}
    draft = only(json.dumps(entry | {"published": "2026-06-09T07:15:00+02:00", "language": "en"}), Form.JSON)
    assert (draft.title, draft.url, draft.source_name) == ("A & B", "https://h.example/1", "Harbour Wire")
    assert draft.published_at == datetime(2026, 6, 9, 5, 15, tzinfo=UTC)


def test_a_list_is_many_articles_and_a_bad_one_stops_none() -> None:
    content = json.dumps([{"text": "One."}, {"text": 2}, "three", {"title": "Four"}, {}]).encode()
    parsed = list(parse(content, Form.JSON, where="f.json", fetched_at=NOON))
    assert [p.problem for p in parsed] == [
        None,
        "'text' is not a string",
        "not an object with a text",
        None,
        "it is empty",
    ]
    assert [p.where for p in parsed][:2] == ["f.json:1", "f.json:2"]


@pytest.mark.parametrize("content", ["{", "", "[1,", '{"text": "a"} x', "[" * 100_000])
def test_what_is_not_json_is_a_problem(content: str) -> None:
    assert problem(content, Form.JSON).startswith("not JSON")


def test_a_bad_line_is_reported_by_its_number_and_the_rest_goes_on() -> None:
    lines = [b'{"text": "One."}\n', b"\n", b"{broken\n", b"\xff\xfe\x00\n", b'{"text": "Five."}']
    parsed = list(parse_lines(lines, where="f.jsonl", fetched_at=NOON))
    assert [(p.where, p.draft is not None) for p in parsed] == [
        ("f.jsonl:1", True),
        ("f.jsonl:3", False),
        ("f.jsonl:4", False),
        ("f.jsonl:5", True),
    ]


def test_lines_are_taken_in_as_they_come() -> None:
    def endless() -> object:
        while True:
            yield b'{"text": "One."}\n'

    parsed = parse_lines(endless(), where="-", fetched_at=NOON)  # type: ignore[arg-type]
    assert [next(parsed).where for _ in range(3)] == ["-:1", "-:2", "-:3"]


def test_half_a_character_in_json_can_be_stored_and_hashed() -> None:
    draft = only('{"title": "a\\ud800b", "text": "c\\ud83d d\\u0000", "source": "\\udc00 S"}', Form.JSON)
    assert (draft.title, draft.text, draft.source_name) == ("a b", "c  d ", "S")
    assert len(draft.content_hash) == 64


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["text", "title", "url", "source", "published", "language", "id"]), inner)
    ),
    max_leaves=8,
)


@given(_JSON)
def test_any_json_is_drafts_or_problems(value: object) -> None:
    for parsed in parse(json.dumps(value).encode(), Form.JSON, where="x", fetched_at=NOON):
        assert (parsed.draft is None) != (parsed.problem is None)
        if parsed.draft is not None and parsed.draft.published_at is not None:
            assert parsed.draft.published_at <= NOON


@given(st.binary(max_size=300), st.sampled_from(list(Form)))
def test_any_bytes_are_drafts_or_problems(content: bytes, form: Form) -> None:
    for parsed in parse(content, form, where="x", fetched_at=NOON):
        assert (parsed.draft is None) != (parsed.problem is None)


# --- .html and .xml ----------------------------------------------------------------------------------------------


def test_an_html_file_is_an_article_without_an_address() -> None:
    draft = only(article_page(), Form.HTML)
    assert (draft.title, draft.url, draft.source_name) == ("Drones hit depot", None, "The Harbour Post")


def test_the_entries_of_a_feed_file_are_articles_of_that_feed() -> None:
    content = rss(rss_item("A", link="https://h.example/1"), rss_item("B", link="https://h.example/2"))
    drafts = [p.draft for p in parse(content.encode(), Form.FEED, where="f.xml", fetched_at=NOON)]
    assert [(d.title, d.url, d.source_name) for d in drafts if d] == [
        ("A", "https://h.example/1", "The Harbour Post"),
        ("B", "https://h.example/2", "The Harbour Post"),
    ]


def test_an_xml_file_that_is_no_feed_is_a_problem() -> None:
    assert problem("<note><to>you</to></note>", Form.FEED) == "this is not an RSS or Atom feed, nor a JSON Feed"


# --- files -------------------------------------------------------------------------------------------------------


def parsed_file(path: Path) -> Parsed:
    (parsed,) = read_file(path, fetched_at=NOON)
    return parsed


def test_the_ending_says_how_a_file_is_read(tmp_path: Path) -> None:
    path = tmp_path / "A.MD"
    path.write_text(MARKDOWN)
    draft = parsed_file(path).draft
    assert draft is not None
    assert draft.title == "EXERCISE: drones hit a depot"


def test_an_unknown_ending_a_missing_file_and_a_folder_are_problems(tmp_path: Path) -> None:
    picture = tmp_path / "a.png"
    picture.write_bytes(b"\x89PNG")
    folder = tmp_path / "b.txt"
    folder.mkdir()
    assert (parsed_file(picture).problem or "").startswith(".png: read are .atom")
    assert parsed_file(tmp_path / "none.txt").problem == "no such file or directory"
    assert parsed_file(folder).problem == "is a directory"


@pytest.mark.parametrize(
    ("value", "taken"),
    [
        (" https://h.example/a ", "https://h.example/a"),
        ("HTTP://h.example", "HTTP://h.example"),
        ("https://me:hunter2@h.example/a?b=c@d", "https://h.example/a?b=c@d"),
        ("javascript:alert(1)", None),
        ("https://h.example/a b", None),
        ("/relative", None),
        ("http://[broken", None),
        ("https://h.example/" + "a" * 2000, None),
        (7, None),
    ],
)
def test_only_web_addresses_become_links(value: object, taken: str | None) -> None:
    assert web_url(value) == taken


@pytest.mark.parametrize(("given_language", "kept"), [("EN", "en"), ("pt-BR", "pt-br"), ("english please", None)])
def test_a_language_is_a_code_or_unknown(given_language: str, kept: str | None) -> None:
    assert only(json.dumps({"text": "a", "language": given_language}), Form.JSON).language == kept
