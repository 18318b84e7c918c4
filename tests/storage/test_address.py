"""One article, one form of its address; two articles, two."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.model.address import canonical_address

PLAIN = "https://harbour.example/world/iraq-shelling-4417"


@pytest.mark.parametrize(
    "shared",
    [
        "http://harbour.example/world/iraq-shelling-4417",
        "HTTPS://Harbour.Example/world/iraq-shelling-4417",
        "https://harbour.example:443/world/iraq-shelling-4417",
        "http://harbour.example:80/world/iraq-shelling-4417",
        "https://www.harbour.example/world/iraq-shelling-4417",
        "https://m.harbour.example/world/iraq-shelling-4417",
        "https://mobile.harbour.example/world/iraq-shelling-4417",
        "https://amp.harbour.example/world/iraq-shelling-4417",
        "https://harbour.example/world/iraq-shelling-4417/",
        "https://harbour.example/world/iraq-shelling-4417/index.html",
        "https://harbour.example/world/iraq-shelling-4417/amp",
        "https://harbour.example/world/iraq-shelling-4417/amp/index.html",
        "https://harbour.example/amp/world/iraq-shelling-4417",
        "https://harbour.example/world/iraq-shelling-4417?amp=1",
        "https://harbour.example/world/iraq-shelling-4417?outputType=amp",
        "https://harbour.example/world/iraq-shelling-4417#comments",
        "https://harbour.example/world/iraq-shelling-4417?utm_source=x&utm_medium=y&fbclid=z",
        "https://harbour.example/world/./x/../iraq-shelling-4417",
        "https://harbour.example/world/%69raq-shelling-4417",
        "https://www.google.com/amp/s/harbour.example/world/iraq-shelling-4417",
        "https://harbour-example.cdn.ampproject.org/c/s/harbour.example/world/iraq-shelling-4417",
        "  https://harbour.example./world/iraq-shelling-4417\n",
    ],
)
def test_however_an_article_is_shared_its_address_is_one(shared: str) -> None:
    assert canonical_address(shared) == PLAIN


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://a.example/?id=1", "https://a.example/?id=2"),
        ("https://a.example/x?p=1&utm_id=7", "https://a.example/x?p=2&utm_id=7"),
        ("https://a.example/News", "https://a.example/news"),
        ("https://a.example:8080/x", "https://a.example/x"),
        ("https://en.m.wiki.example/x", "https://fr.m.wiki.example/x"),
        ("https://a.example/#!/article/1", "https://a.example/#!/article/2"),
        ("https://a.example/x%2Fy", "https://a.example/x/y"),
        ("https://a.example/x?a=1&a=2", "https://a.example/x?a=2&a=1"),
        ("https://a.example/?2026/06/01", "https://a.example/?01/06/2026"),
        ("https://a.example/camp", "https://a.example/"),
    ],
)
def test_what_may_be_two_articles_has_two_addresses(one: str, other: str) -> None:
    assert canonical_address(one) != canonical_address(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://a.example/x?b=2&a=1", "https://a.example/x?a=1&b=2"),
        ("https://a.example/%e2%82%ac", "https://a.example/€"),
        ("https://a.example/a%20b", "https://a.example/a b"),
        ("https://bücher.example/x", "https://xn--bcher-kva.example/x"),
        ("https://en.m.wiki.example/x", "https://en.wiki.example/x"),
        ("https://a.example/x.amp.html", "https://a.example/x.html"),
    ],
)
def test_spellings_of_one_address_are_one(one: str, other: str) -> None:
    assert canonical_address(one) == canonical_address(other)


@pytest.mark.parametrize("words", ["", "no address", "urn:isbn:1", "https://", "https://[x", "https://a.example:port/"])
def test_what_is_no_address_stays_as_it_is(words: str) -> None:
    assert canonical_address(words) == words


_PIECES = st.sampled_from(
    ["/", "//", "amp", ".amp", ".amp.html", "index.html", "?", "&", "=", "%2F", "%41", "%", "..", ".", "#", "#!",
     "www.", "m.", "utm_source=1", "id=1", "google.com/amp/s/", "a.example", ":", "@", ":443", "é", " ", "[", "]"]
)  # fmt: skip


@given(st.lists(_PIECES | st.text(max_size=3), max_size=12))
def test_the_form_of_the_form_is_the_form(pieces: list[str]) -> None:
    once = canonical_address("https://" + "".join(pieces))
    assert canonical_address(once) == once


_IDS = st.integers(0, 10**9)


@given(_IDS, _IDS, st.sampled_from(["/{}", "/news/{}.html", "/?id={}", "/x?p={}&utm_source=a", "/a-{}/amp", "/#!{}"]))
def test_different_ids_are_never_merged(one: int, other: int, shape: str) -> None:
    addresses = {canonical_address("https://m.a.example" + shape.format(number)) for number in (one, other)}
    assert len(addresses) == len({one, other})
