"""Visible characters are never split, and their width is what a terminal gives them."""

import pytest
from hypothesis import given, settings

from handlers.render.width import aligned_table, display_width, graphemes, pad
from tests.handlers.render.documents import texts


@settings(max_examples=150)
@given(texts)
def test_graphemes_joined_are_the_text(text: str) -> None:
    assert "".join(graphemes(text)) == text


@pytest.mark.parametrize(
    "cluster",
    [
        "e\u0301",
        "\U0001f1ee\U0001f1f6",
        "\U0001f44d\U0001f3fd",
        "\U0001f469\u200d\U0001f469\u200d\U0001f467",
        "\u2764\ufe0f",
        "\u1112\u1161\u11ab",
        "\u0915\u093e",
        "\U0001f3f4\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f",
    ],
)
def test_what_is_seen_as_one_character_stays_one(cluster: str) -> None:
    assert list(graphemes(f"a{cluster}b")) == ["a", cluster, "b"]


def test_flags_go_in_pairs() -> None:
    iq, ir = "\U0001f1ee\U0001f1f6", "\U0001f1ee\U0001f1f7"
    assert list(graphemes(iq + ir)) == [iq, ir]


def test_a_pile_of_combining_marks_is_cut() -> None:
    assert max(map(len, graphemes("a" + "\u0301" * 100))) == 32


@pytest.mark.parametrize(
    ("text", "width"),
    [
        ("abc", 3),
        ("e\u0301", 1),
        ("東京", 4),
        ("\U0001f1ee\U0001f1f6", 2),
        ("\U0001f525", 2),
        ("\u2764\ufe0f", 2),
        ("العراق", 6),
        ("a\u200bb", 2),
    ],
)
def test_width_counts_columns(text: str, width: int) -> None:
    assert display_width(text) == width


@pytest.mark.parametrize(("align", "line"), [("left", "ab   "), ("right", "   ab"), ("center", " ab  ")])
def test_padding_aligns(align: str, line: str) -> None:
    assert pad("ab", 5, align) == line


def test_a_table_is_aligned_by_columns_not_characters() -> None:
    lines = aligned_table(["Place", "N"], [["東京", "7"], ["Rome", "12"]], ["left", "right"], 40)
    assert lines == ["Place   N", "-----  --", "東京    7", "Rome   12"]


def test_a_table_wider_than_the_screen_is_not_drawn() -> None:
    assert aligned_table(["a" * 30], [["b"]], ["left"], 29) is None


def test_a_cell_with_a_line_feed_is_not_drawn() -> None:
    assert aligned_table([], [["a\nb"]], ["left"], 29) is None
