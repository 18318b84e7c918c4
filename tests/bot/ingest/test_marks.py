"""Entries that were taken in are told by their bytes; whatever is uncertain is parsed whole."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.ingest.feeds import parse_feed
from bot.ingest.marks import mark_of, without_known
from tests.bot.ingest.site import rss, rss_item

DATES = [datetime(2026, 6, day, 8, tzinfo=UTC) for day in range(1, 10)]


def entry(number: int, text: str = "A fire burned.") -> str:
    date = DATES[number].strftime("%a, %d %b %Y %H:%M:%S GMT")
    return rss_item(f"Report {number}", f"https://h.example/{number}", date, text)


@given(st.lists(st.integers(0, 8), unique=True), st.sets(st.integers(0, 8)))
def test_what_is_left_is_parsed_as_in_the_whole_document(listed: list[int], known: set[int]) -> None:
    document = rss(*map(entry, listed)).encode()
    whole = parse_feed(document)
    rest = parse_feed(document, known={mark_of(entry(number)): DATES[number] for number in known})
    assert list(rest.items) == [item for item, n in zip(whole.items, listed, strict=True) if n not in known]
    assert (rest.title, rest.listed, rest.dates, rest.marks) == (whole.title, len(listed), whole.dates, whole.marks)


def test_an_entry_with_another_byte_is_another_entry() -> None:
    assert len(parse_feed(rss(entry(1, "Three died.")).encode(), known={mark_of(entry(1)): None}).items) == 1


def test_entries_of_atom_are_told_apart_too() -> None:
    first, second = (f'<entry><title>{n}</title><link href="https://h.example/{n}"/></entry>' for n in "12")
    document = f'<feed xmlns="http://www.w3.org/2005/Atom"><title>H</title>{first}{second}</feed>'
    parsed = parse_feed(document.encode(), known={mark_of(first): None})
    assert [item.title for item in parsed.items] == ["2"]


@pytest.mark.parametrize(
    "inside",
    [
        "<item>one in another</item>",
        "<![CDATA[</item><item>]]>",
        "<!-- </item><item> -->",
        "<item/>",
        "<![CDATA[ <item> ]]>",
    ],
)
def test_what_cannot_be_told_apart_is_left_whole(inside: str) -> None:
    document = rss(entry(1), f"<item><title>A</title><description>{inside}</description></item>")
    assert without_known(document, {mark_of(entry(1))}) == without_known(document, ())
    assert without_known(document, ()).marks == ()


@given(st.text(alphabet='<>/item entry![]CDATA-" ', max_size=80))
def test_any_text_comes_back_whole_where_nothing_is_known(text: str) -> None:
    assert without_known(text, ()).markup == text
