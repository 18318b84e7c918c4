"""What a server finds in plain text by itself."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.demo.entities import slice_utf16, with_detected
from bot.demo.markup import utf16_length

# One of everything that makes the server look closer, none of which is an entity.
_SIGNS = " :// .com @ / # "
_pieces = st.sampled_from(
    ["see ", "é", "😀", "https://", "a.b", "a.COM", "/x.", "@abc", "me@x.io", " /cmd", "@a_bot", "#", "tag", "1", "-"]
)  # fmt: skip


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("nothing. At all!", []),
        ("see https://example.org/a, or x.org.", [("url", "https://example.org/a"), ("url", "x.org")]),
        ("write to me@example.org", [("email", "me@example.org")]),
        ("😀 /start@SitrepBot and @anna_b", [("bot_command", "/start@SitrepBot"), ("mention", "@anna_b")]),
        ("#iraq #1 #é", [("hashtag", "#iraq"), ("hashtag", "#é")]),
    ],
)
def test_what_a_server_finds_is_told_with_its_place(text: str, found: list[tuple[str, str]]) -> None:
    entities = with_detected(text, [])
    assert [(e["type"], slice_utf16(text, e["offset"], e["length"])) for e in entities] == found


@given(st.lists(_pieces, max_size=8).map("".join))
def test_looking_only_where_there_is_a_sign_overlooks_nothing(text: str) -> None:
    assert with_detected(text, []) == with_detected(text + _SIGNS, [])


@given(st.text())
def test_length_is_counted_in_utf16_code_units(text: str) -> None:
    assert utf16_length(text) == sum(2 if character > "\uffff" else 1 for character in text)
