"""Bytes to text, markup to words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.ingest.text import clean_title, decode, html_to_text, storable
from storage.errors import SourceError

CAFE = "Un café près de la gare: « rien à signaler », a déclaré le préfet après l’été."


@pytest.mark.parametrize("declared", ["", "text/html; charset=iso-8859-1", "text/plain; charset=nonsense-9"])
def test_utf8_is_recognised_whatever_is_declared(declared: str) -> None:
    assert decode(CAFE.encode(), declared) == CAFE


def test_a_declared_character_set_is_used_for_what_is_not_utf8() -> None:
    assert decode("Привет из Киева".encode("koi8-r"), "text/plain; charset=KOI8-R") == "Привет из Киева"


def test_a_page_may_declare_its_own_character_set() -> None:
    page = f'<html><head><meta charset="windows-1252"></head><body>{CAFE}</body></html>'
    assert CAFE in decode(page.encode("windows-1252"))


def test_an_undeclared_character_set_is_guessed() -> None:
    text = CAFE.replace("’", "'")
    assert decode((text * 5).encode("latin-1")) == text * 5


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32"])
def test_a_byte_order_mark_decides_and_is_not_text(encoding: str) -> None:
    assert decode(CAFE.encode(encoding), "text/plain; charset=ascii") == CAFE


def test_japanese_in_seven_bits_is_not_taken_for_ascii() -> None:
    text = "東京で爆発"
    assert decode(text.encode("iso-2022-jp"), "text/html; charset=iso-2022-jp") == text


def test_a_picture_is_not_text() -> None:
    with pytest.raises(SourceError, match="not text"):
        decode(b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(range(256)) * 8)


@given(st.binary(max_size=200), st.text(max_size=30))
def test_any_bytes_are_text_or_a_source_error(content: bytes, declared: str) -> None:
    try:
        decode(content, declared)
    except SourceError:
        return


@given(st.text(st.characters(blacklist_categories=["Cs"], blacklist_characters="\x00\ufeff")))
def test_utf8_text_comes_back_unchanged(text: str) -> None:
    assert decode(text.encode()) == text


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Drones hit &amp; miss", "Drones hit & miss"),
        ("<b>Drones</b> hit <i>depot</i>", "Drones hit depot"),
        ("&lt;b&gt;Drones&lt;/b&gt; hit", "Drones hit"),
        ("AT&amp;amp;T hit", "AT&T hit"),
        ("5 < 6 and 7 > 3", "5 < 6 and 7 > 3"),
        ("Two\nlines\tand\u00a0more", "Two lines and more"),
        ("Line<br/>break", "Line break"),
        ("bidi\u202etrick\x00", "bidi trick"),
        ("  ", None),
        ("<p></p>", None),
        (None, None),
        (7, None),
    ],
)
def test_a_title_is_plain_words_on_one_line(written: object, meant: str | None) -> None:
    assert clean_title(written) == meant


@given(st.text(max_size=100))
def test_any_title_is_one_printable_line(text: str) -> None:
    title = clean_title(text)
    assert title is None or (title == title.strip() and title.isprintable())


def test_html_becomes_a_line_for_each_block() -> None:
    markup = "<p>One <b>bold</b> &amp; two.</p><p>Three<br>four</p><ul><li>Five</li></ul>"
    assert html_to_text(markup) == "One bold & two.\nThree\nfour\nFive"


def test_scripts_styles_and_comments_are_not_text() -> None:
    assert html_to_text("<script>alert(1)</script>A<style>b{}</style><!-- c --> d<iframe>e</iframe>") == "A d"


def test_text_without_markup_keeps_its_words() -> None:
    assert html_to_text("Fire &amp; smoke,  5 &lt; 6") == "Fire & smoke, 5 < 6"


@given(st.text(max_size=200))
def test_any_markup_becomes_storable_text(markup: str) -> None:
    text = html_to_text(markup)
    assert text == storable(text)


def test_what_databases_refuse_becomes_a_space() -> None:
    assert storable("a\x00b\ud800c") == "a b c"
