"""Every trouble that publishers make is read, or refused with a reason; nothing crashes."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.ingest.entries import MAX_ITEMS, ParsedFeed
from bot.ingest.feeds import parse_feed
from storage.errors import SourceError
from tests.bot.ingest.feed_quirks import ATOM, QUIRKS, Quirk, channel, item

URL = "https://h.example/feed"


def read(quirk: Quirk) -> ParsedFeed:
    return parse_feed(quirk.content, content_type=quirk.content_type, url=URL)


@pytest.mark.parametrize("quirk", [q for q in QUIRKS if q.refused is None], ids=lambda q: q.name)
def test_it_is_read(quirk: Quirk) -> None:
    parsed = read(quirk)
    assert tuple(entry.title for entry in parsed.items) == quirk.titles
    assert {name: getattr(parsed.items[0], name) for name, _ in quirk.first} == dict(quirk.first)


@pytest.mark.parametrize("quirk", [q for q in QUIRKS if q.refused is not None], ids=lambda q: q.name)
def test_it_is_refused_with_the_reason(quirk: Quirk) -> None:
    with pytest.raises(SourceError, match=quirk.refused) as caught:
        read(quirk)
    assert str(caught.value)


@pytest.mark.parametrize("kind", ["rss", "atom", "json"])
def test_of_ten_thousand_entries_the_first_are_read_and_the_rest_is_counted(kind: str) -> None:
    numbers = range(10_000)
    content = {
        "rss": lambda: channel("".join(item(str(n)) for n in numbers)),
        "atom": lambda: ATOM.format(
            attributes="", entries="".join(f"<entry><title>{n}</title></entry>" for n in numbers)
        ),
        "json": lambda: json.dumps(
            {"version": "https://jsonfeed.org/version/1.1", "items": [{"title": str(n)} for n in numbers]}
        ),
    }[kind]()
    parsed = parse_feed(content.encode())
    assert [entry.title for entry in parsed.items] == [str(n) for n in range(MAX_ITEMS)]
    assert parsed.left_out == 10_000 - MAX_ITEMS


def test_the_site_behind_a_feed_is_known() -> None:
    assert (
        parse_feed(channel("", "<title>P</title><link>https://h.example/</link>").encode()).site_url
        == "https://h.example/"
    )


def read_or_refused(content: bytes) -> ParsedFeed:
    """What was read; an empty feed where it was refused, with a reason. Anything else than that fails the test."""
    try:
        return parse_feed(content, url=URL)
    except SourceError as error:
        return ParsedFeed(title=f"refused: {error}", items=())


MARKUP = st.lists(
    st.sampled_from(
        [
            "<rss version='2.0'>",
            "<channel>",
            "<item>",
            "<title>",
            "</title>",
            "</item>",
            "<entry>",
            "<link>",
            "<![CDATA[",
            "]]>",
            "&#x1f;",
            "&amp;amp;",
            "<!DOCTYPE rss [",
            "<!ENTITY a 'b'>",
            "]>",
            "&a;",
            "<feed>",
            "\x00",
            "\ufffe",
            "<pubDate>",
            "0001-01-01",
            "99999",
            "<link href='",
            "http://[",
            "'/>",
            "\udfff",
            "{",
            '"version"',
            "<?xml",
            "?>",
        ]
    )
    | st.text(max_size=8),
    max_size=25,
)


@given(MARKUP)
def test_any_heap_of_markup_is_read_or_refused(parts: list[str]) -> None:
    parsed = read_or_refused("".join(parts).encode("utf-8", "surrogatepass"))
    assert all(entry.url is None or entry.url.lower().startswith("http") for entry in parsed.items)


@given(st.binary(max_size=120))
def test_any_bytes_in_a_feed_are_read_or_refused(noise: bytes) -> None:
    read_or_refused(noise)
    read_or_refused(b"<rss version='2.0'><channel><item><title>" + noise + b"</title></item></channel></rss>")


JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(max_size=10),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["id", "url", "title", "content_html", "content_text", "date_published", "language", "items"]
            ),
            inner,
            max_size=5,
        )
    ),
    max_leaves=15,
)


@given(JSON)
def test_any_json_in_a_json_feed_is_read_or_refused(items: object) -> None:
    content = {"version": "https://jsonfeed.org/version/1.1", "title": items, "items": items}
    parsed = read_or_refused(json.dumps(content).encode())
    assert all(entry.title is None or isinstance(entry.title, str) for entry in parsed.items)
