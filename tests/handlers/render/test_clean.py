"""What comes from elsewhere cannot disturb the screen it is shown on."""

import unicodedata

import pytest
from hypothesis import given, settings

from handlers.render.clean import clean_text, is_blank, safe_url
from tests.handlers.render.documents import texts

_BIDI = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"


@settings(max_examples=150)
@given(texts)
def test_cleaning_twice_changes_nothing_more(text: str) -> None:
    assert clean_text(clean_text(text)) == clean_text(text)


@settings(max_examples=150)
@given(texts)
def test_no_control_character_but_the_line_feed_is_left(text: str) -> None:
    assert {c for c in clean_text(text) if unicodedata.category(c) in ("Cc", "Cs")} <= {"\n"}


@settings(max_examples=150)
@given(texts)
def test_every_direction_control_left_is_closed_on_its_line(text: str) -> None:
    for line in clean_text(text).split("\n"):
        opened: list[str] = []
        for char in line:
            if char in "\u202a\u202b\u2066\u2067\u2068":
                opened.append(char)
            elif char == "\u202c":
                assert opened.pop() in "\u202a\u202b"
            elif char == "\u2069":
                assert opened.pop() in "\u2066\u2067\u2068"
        assert not opened


@pytest.mark.parametrize(
    ("dirty", "clean"),
    [
        ("plain <b>&amp; é", "plain <b>&amp; é"),
        ("a\r\nb\rc\u2028d\x85e", "a\nb\nc\nd\ne"),
        ("a\tb\x0cc", "a b c"),
        ("\x1b[31mred\x1b[0m\x9b1m\x07", "[31mred[0m1m"),
        ("\ufefftext\uffff", "text"),
        ("lone \ud83d surrogate", "lone \ufffd surrogate"),
        ("head\u202egnp.exe", "headgnp.exe"),
        ("a\u202ereversed\u202cb", "areversedb"),
        ("a\u2067unclosed", "aunclosed"),
        ("closed\u2069 too often\u202c", "closed too often"),
        ("an isolated \u2067\u0627\u0644\u0639\u2069 name", "an isolated \u2067\u0627\u0644\u0639\u2069 name"),
        ("an embedded \u202b\u0627\u0644\u0639\u202c name", "an embedded \u202b\u0627\u0644\u0639\u202c name"),
        ("\u2068outer \u202einner\u2069", "\u2068outer inner\u2069"),
        ("\u202a\u2067a\u202cb\u2069c\u202c", "\u202a\u2067ab\u2069c\u202c"),
        ("\u2067over\na line\u2069", "over\na line"),
        ("\u200fmarks\u200e stay", "\u200fmarks\u200e stay"),
    ],
)
def test_each_kind_of_disturbance_is_treated_as_described(dirty: str, clean: str) -> None:
    assert clean_text(dirty) == clean


@pytest.mark.parametrize("text", ["", " \n", "\u200b\u2060", "\u3164", "\u2800", "\ufeff"])
def test_text_without_anything_to_see_is_blank(text: str) -> None:
    assert is_blank(text)


@pytest.mark.parametrize("text", ["a", " .", "\u0301", "\U0001f525", "\u0639"])
def test_text_with_something_to_see_is_not_blank(text: str) -> None:
    assert not is_blank(text)


@pytest.mark.parametrize(
    "url",
    [
        "https://example.org",
        "http://example.org/a?b=1&c=%20#d",
        "HTTPS://[::1]:8080/x",
        "tg://resolve?domain=x",
        "https://bücher.example/ü",
    ],
)
def test_web_and_telegram_addresses_can_be_linked(url: str) -> None:
    assert safe_url(f" {url}\n") == url


@pytest.mark.parametrize(
    "url",
    [
        "",
        "example.org",
        "javascript:alert(1)",
        "file:///etc/passwd",
        "data:text/html,x",
        "https://",
        "http:///path",
        "https://a b",
        'https://a/"onclick',
        "https://a/\x1b]8;;",
        "https://a/\u202etxt",
        "https://a/\u2067b\u2069",
        "https://[::1",
        "tg:",
    ],
)
def test_no_other_address_can_be_linked(url: str) -> None:
    assert safe_url(url) is None
