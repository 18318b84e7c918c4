"""Lists of feeds, in and out."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.ingest.opml import Listed, read_opml, write_opml
from storage.errors import SourceError
from storage.model.article import Feed
from tests.conftest import NOON


def opml(body: str, head: str = "") -> bytes:
    return f'<?xml version="1.0" encoding="UTF-8"?>{head}<opml version="2.0"><body>{body}</body></opml>'.encode()


def outline(url: str, text: str = "N") -> str:
    return f'<outline type="rss" text="{text}" xmlUrl="{url}"/>'


def feed(number: int = 1, **given: object) -> Feed:
    return Feed(number, f"https://h.example/{number}", NOON, NOON, 900, **given)  # type: ignore[arg-type]


def test_folders_become_groups() -> None:
    inner = f'<outline text="Sahel">{outline("https://h.example/2")}</outline>'
    body = outline("https://h.example/1") + f'<outline text="Africa">{inner}{outline("https://h.example/3")}</outline>'
    assert [(f.url[-1], f.folder) for f in read_opml(opml(body))] == [
        ("1", None),
        ("2", "Africa/Sahel"),
        ("3", "Africa"),
    ]


def test_an_address_is_taken_once() -> None:
    body = outline("https://h.example/1", "A") + outline("https://h.example/1#x", "B")
    assert read_opml(opml(body)) == [Listed("https://h.example/1", "A")]


def test_titles_are_text_never_markup() -> None:
    (listed,) = read_opml(opml(outline("https://h.example/1", "&lt;b&gt;A&lt;/b&gt; &amp;amp; B")))
    assert listed.title == "A & B"


def test_an_address_that_cannot_be_read_is_told_and_the_rest_is_taken() -> None:
    bad, good = read_opml(opml(outline("file:///etc/passwd") + outline("https://h.example/1")))
    assert (bad.problem, good.problem) == ("only http and https addresses are fetched, not file", None)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "windows-1252"])
def test_any_encoding_is_read(encoding: str) -> None:
    content = opml(outline("https://h.example/1", "Café")).decode().replace("UTF-8", encoding).encode(encoding)
    assert read_opml(content)[0].title == "Café"


def test_no_entity_reaches_a_file() -> None:
    head = '<!DOCTYPE opml [<!ENTITY f SYSTEM "file:///etc/passwd">]>'
    assert "root:" not in str(read_opml(opml(outline("https://h.example/1", "&f;"), head)))


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "not an OPML file"),
        (b"words", "not an OPML file"),
        (b"<html><body/></html>", "not an OPML file"),
        (opml('<outline text="empty"/>'), "lists no feeds"),
    ],
)
def test_what_is_no_list_is_refused_with_the_reason(content: bytes, reason: str) -> None:
    with pytest.raises(SourceError, match=reason):
        read_opml(content)


def test_what_is_written_is_read_again() -> None:
    stored = [feed(1, title='A & "B" < C'), feed(2, source_name="S", folder="Africa/Sahel"), feed(3, folder="Africa")]
    again = {listed.url: (listed.title, listed.folder) for listed in read_opml(write_opml(stored, now=NOON))}
    assert again == {f.url: (f.name, f.folder) for f in stored}


def test_the_list_says_when_it_was_written() -> None:
    assert b"Wed, 10 Jun 2026 13:00:00 GMT" in write_opml([], now=NOON + timedelta(hours=1))


@given(st.text(max_size=30), st.text(max_size=30))
def test_any_name_and_folder_can_be_written(title: str, folder: str) -> None:
    (listed,) = read_opml(write_opml([feed(1, title=title, folder=folder)], now=NOON))
    assert listed.url == "https://h.example/1"


def read_or_refused(content: bytes) -> list[Listed]:
    """What was read; nothing where it was refused. Any other error fails the test."""
    try:
        return read_opml(content)
    except SourceError:
        return []


PIECES = [
    "<opml>",
    "<body>",
    "<outline xmlUrl='",
    "'/>",
    "<outline text='a'>",
    "</outline>",
    "http://[",
    "&a;",
    "<?xml",
]
PIECES += ["?>", "<!DOCTYPE a [", "]>", "\x00", "https://h.example/", "<![CDATA["]


@given(st.lists(st.sampled_from(PIECES) | st.text(max_size=6), max_size=20))
def test_any_heap_of_markup_is_read_or_refused(parts: list[str]) -> None:
    listed = read_or_refused("".join(parts).encode("utf-8", "surrogatepass"))
    assert all(one.problem or one.url.startswith("http") for one in listed)
