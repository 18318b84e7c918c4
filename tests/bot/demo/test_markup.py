"""HTML parse mode: the local Telegram accepts, refuses and reads what TDLib does."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.demo.entities import clean, read_text, with_detected
from bot.demo.errors import ApiError
from bot.demo.links import checked_link
from bot.demo.markup import parse_html, utf16_length
from bot.demo.shown import to_html
from tests.bot.demo import tdlib

_TAGS = [
    "b",
    "strong",
    "i",
    "em",
    "u",
    "ins",
    "s",
    "strike",
    "del",
    "span",
    "tg-spoiler",
    "a",
    "tg-emoji",
    "tg-time",
    "code",
    "pre",
    "blockquote",
    "B",
    "A",
    "PRE",
    "x",
    "br",
    "p",
    "b/",
]
_ATTRIBUTES = (
    "",
    "",
    " href='https://example.org/a?b=1&amp;c'",
    ' href="example.org"',
    " href=example.org",
    " href='tg://user?id=77'",
    " href",
    " class='tg-spoiler'",
    ' class="language-py"',
    " class=x",
    " expandable",
    " emoji-id='5368324170671202286'",
    " emoji-id='x'",
    " unix='1700000000' format='wDT'",
    " unix=0 format=r",
    " format='zz'",
    " =x",
    " a=b=c",
    " 'x'",
    " a = 'b' ",
    "/",
)
_WORDS = (
    "word",
    " ",
    "\n",
    "é",
    "😀",
    "&",
    "&amp;",
    "&lt;b&gt;",
    "&nbsp;",
    "&#65;",
    "&#x1F600;",
    "&#xd800;",
    "&#0;",
    "<",
    ">",
    "</",
    "'",
    '"',
    "example.com",
)
_piece = st.one_of(
    st.sampled_from(_WORDS),
    st.builds("<{}{}>".format, st.sampled_from(_TAGS), st.sampled_from(_ATTRIBUTES)),
    st.builds("</{}>".format, st.sampled_from((*_TAGS, "", "b "))),
)
_nested = st.recursive(
    st.sampled_from(_WORDS[:11]),
    lambda inner: st.builds(
        lambda tag, attribute, parts: f"<{tag}{attribute}>{''.join(parts)}</{tag}>",
        st.sampled_from(_TAGS[:17]),
        st.sampled_from(_ATTRIBUTES[:14]),
        st.lists(inner, max_size=3),
    ),
    max_leaves=8,
)
_sources = st.one_of(
    st.lists(_piece, max_size=8).map("".join), st.lists(_nested, max_size=4).map("".join), st.text(max_size=20)
)


def _own(source: str) -> tuple[str, list[tdlib.Entity]] | str:
    try:
        text, entities = parse_html(source)
    except ApiError as error:
        return error.description
    return text, [(e["offset"], e["length"], e["type"], _detail(e)) for e in entities]


def _detail(entity: dict[str, Any]) -> Any:
    if "user" in entity:
        return entity["user"]["id"]
    return next((entity[k] for k in ("url", "language", "unix_time", "custom_emoji_id") if k in entity), None)


@settings(max_examples=400, deadline=None, derandomize=True)
@given(_sources)
@example("<a href='https://a.b/x'y'>z</a>")
@example("<pre><code class='language-py'>x</code></pre>")
@example("<code class='language-py'><pre>x</pre></code>")
@example("<b>a</i>")
@example("<tg-time unix='99999999999'>x</tg-time>")
def test_html_is_read_as_tdlib_reads_it(source: str) -> None:
    assert _own(source) == tdlib.parse_html(source)


_hosts = st.text("abc.-_~%41é:@[]1 \\", max_size=12)
_urls = st.one_of(
    st.builds(
        "{}{}{}".format,
        st.sampled_from(["", "http://", "HTTPS://", "ftp://", "tg://", "x:"]),
        _hosts,
        st.sampled_from(["", "/", "/a b", "?q=1", "#f", ":80/x", ":0", "/é?a=&b\n"]),
    ),
    st.text(max_size=12),
)


@settings(max_examples=300, deadline=None, derandomize=True)
@given(_urls)
def test_links_are_kept_dropped_and_written_as_tdlib_does(url: str) -> None:
    quoted = url.replace("&", "&amp;").replace('"', "&quot;").replace("\0", "")
    source = f'<a href="{quoted}">z</a>' if quoted else "<a>z</a>"
    assert _own(source) == tdlib.parse_html(source)


@settings(max_examples=150, deadline=None, derandomize=True)
@given(_nested)
def test_stored_html_written_out_again_is_read_the_same(source: str) -> None:
    try:
        text, entities = clean(*parse_html(source))
    except ApiError:
        return
    assert clean(*parse_html(to_html(text, entities))) == (text, entities)


@pytest.mark.parametrize(
    ("text", "refused"),
    [
        ("a" * 4096, False),
        ("a" * 4097, True),
        ("😀" * 2048, False),
        ("😀" * 2049, True),
        (f"<b>{'a' * 4096}</b>", False),
    ],
)
def test_text_is_measured_after_parsing_in_utf16_code_units(text: str, refused: bool) -> None:
    if refused:
        with pytest.raises(ApiError, match="Bad Request: message is too long"):
            read_text({"text": text, "parse_mode": "HTML"}, "text", "entities", 4096)
    else:
        stored, _ = read_text({"text": text, "parse_mode": "HTML"}, "text", "entities", 4096)
        assert utf16_length(stored) == 4096


def test_white_space_around_a_text_goes_and_entities_move_along() -> None:
    text, entities = clean(*parse_html("  <b> hello </b>  "))
    assert (text, entities) == ("hello", [{"type": "bold", "offset": 0, "length": 5}])


def test_nothing_nests_in_code() -> None:
    text, entities = clean(*parse_html("<code>a<b>b</b></code>"))
    assert (text, [e["type"] for e in entities]) == ("ab", ["code"])


_NAMES = {"BotCommand": "bot_command", "EmailAddress": "email"}


@pytest.mark.parametrize(
    "text",
    [
        "/country iraq",
        "/country@SitrepBot iraq",
        "see /threats and /claims@OtherBot.",
        "a/b http://x.org/a/b",
        "//x /a/b",
        "@anna_b and @SitrepBot!",
        "mail a@example.org",
        "#Iraq and #1 #a1",
        "😀 /start",
        "(https://example.org/a?b=c#d), done",
        "www.example.com.",
        "/start/ /x-y /é",
        "see t.me/x and example.news",
    ],
)
def test_commands_mentions_and_addresses_are_found_where_tdlib_finds_them(text: str) -> None:
    found = tdlib.execute({"@type": "getTextEntities", "text": text})["entities"]
    kinds = [e["type"]["@type"].removeprefix("textEntityType") for e in found]
    expected = [
        (e["offset"], e["length"], _NAMES.get(kind, kind.lower())) for e, kind in zip(found, kinds, strict=True)
    ]
    assert [(e["offset"], e["length"], e["type"]) for e in with_detected(text, [])] == expected


def test_a_parse_mode_other_than_html_is_refused_in_words() -> None:
    with pytest.raises(ApiError, match="MarkdownV2 is not supported by the local Telegram, use HTML"):
        read_text({"text": "*a*", "parse_mode": "MarkdownV2"}, "text", "entities", 4096)


def test_an_address_without_a_dot_is_no_link() -> None:
    assert checked_link("https://localhost/x") == ""


@pytest.mark.parametrize(
    "url",
    [
        "foo.com",
        "HTTPS://FOO.com/A",
        "https://a.b/?x=1&y",
        "https://localhost",
        "http://127.0.0.1:80/x",
        "ftp://a.b",
        "mailto:a@b.c",
        "tg://user?id=5&x=1",
        "tg:user?id=7",
        "tg://user?id=0",
        "tg://user?id=1099511627776",
        "TG://resolve?domain=a",
        "ton://abc",
        "tonsite://a.b",
        "https://a.b/a b",
        "https://a b.c/",
        "https://a.b?x#y",
        "javascript:alert(1)",
        "https://u:p@a.b/",
        "http://[::1]/",
        "http://[1]/",
        "https://a.b:0/",
        "https://a.b:65536/",
        "https://ü.de/ü",
        "//a.b",
        "",
    ],
)
def test_a_link_of_this_kind_is_treated_as_tdlib_treats_it(url: str) -> None:
    source = f'<a href="{url}">example.org</a>'
    assert _own(source) == tdlib.parse_html(source)


def test_explicit_entities_are_kept_and_unknown_ones_refused() -> None:
    bold = {"type": "bold", "offset": 0, "length": 1}
    assert read_text({"text": "ab", "entities": [bold]}, "text", "entities", 4096) == ("ab", [bold])
    with pytest.raises(ApiError, match="unsupported type"):
        read_text({"text": "ab", "entities": [{**bold, "type": "loud"}]}, "text", "entities", 4096)
    with pytest.raises(ApiError, match='find field "url"'):
        read_text({"text": "ab", "entities": [{**bold, "type": "text_link"}]}, "text", "entities", 4096)
    with pytest.raises(ApiError, match="must not be negative"):
        read_text({"text": "ab", "entities": [{**bold, "offset": -1}]}, "text", "entities", 4096)
