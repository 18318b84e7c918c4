"""Feeds: what they say."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest

from bot.ingest.entries import FeedItem
from bot.ingest.feeds import parse_feed
from storage.errors import SourceError
from tests.bot.ingest.site import rss, rss_item


def first(content: str | bytes, content_type: str = "application/rss+xml") -> FeedItem:
    raw = content.encode() if isinstance(content, str) else content
    return parse_feed(raw, content_type=content_type, url="https://h.example/feed").items[0]


ATOM = """<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en"><title>Harbour &amp;amp; Coast</title>
<entry><id>tag:h.example,2026:1</id><title type="html">&lt;b&gt;Drones&lt;/b&gt; hit</title>
<link rel="alternate" href="/world/1"/>
<updated>2026-06-09T08:00:00Z</updated><published>2026-06-09T05:15:00Z</published>
<summary>Short.</summary>
<content type="html">&lt;p&gt;Two drones struck.&lt;/p&gt;&lt;p&gt;A fire burned.&lt;/p&gt;</content>
</entry></feed>"""


def test_an_rss_item_is_title_address_date_and_text() -> None:
    assert first(rss(rss_item())) == FeedItem(
        url="https://harbour.example/1",
        title="Drones hit depot",
        text="Two drones struck a fuel depot near the port.",
        published=datetime(2026, 6, 9, 5, 15, tzinfo=UTC),
        updated=None,
        language=None,
    )


def test_an_atom_entry_gives_its_full_content_and_both_dates() -> None:
    item = first(ATOM)
    assert (item.title, item.text) == ("Drones hit", "Two drones struck.\nA fire burned.")
    assert item.url == "https://h.example/world/1"
    assert item.published == datetime(2026, 6, 9, 5, 15, tzinfo=UTC)
    assert item.updated == datetime(2026, 6, 9, 8, 0, tzinfo=UTC)


def test_titles_are_text_never_markup() -> None:
    assert parse_feed(ATOM.encode()).title == "Harbour & Coast"
    assert first(rss(rss_item(title="&lt;script&gt;x&lt;/script&gt;A &amp;amp; B"))).title in ("A & B", "xA & B")


def test_content_encoded_is_preferred_to_its_summary() -> None:
    whole = "<content:encoded><![CDATA[<p>The whole long text of it, all.</p><p>And more.</p>]]></content:encoded>"
    item = rss_item().replace("</item>", whole + "</item>")
    feed = rss(item).replace("<rss ", '<rss xmlns:content="http://purl.org/rss/1.0/modules/content/" ')
    assert first(feed).text == "The whole long text of it, all.\nAnd more."


@pytest.mark.parametrize(
    "date",
    [
        "soon",
        "Wednesday",
        "07:15",
        "--06-09",
        "06-09",
        "0",
        "Tue, 99 Foo 2026",
        None,
        "2026-160",
        "2026-június-9T05:15+00:00",
    ],
)
def test_a_date_that_cannot_be_parsed_stays_unknown(date: str | None) -> None:
    assert first(rss(rss_item(date=date))).published is None


@pytest.mark.parametrize(
    "date",
    [
        "2026-06-09T07:15:00+02:00",
        "Tue, 9 Jun 26 07:15:00 +0200",
        "Tue, 09 Jun 2026 05:15 GMT",
        "2026/06/09 05:15:00",
        "2026-06-09 05:15:00 UTC",
        "Tue Jun 9 05:15:00 2026",
    ],
)
def test_dates_in_many_forms_are_read(date: str) -> None:
    assert first(rss(rss_item(date=date))).published == datetime(2026, 6, 9, 5, 15, tzinfo=UTC)


def test_a_guid_is_the_address_where_no_link_is_given_unless_it_says_otherwise() -> None:
    item = rss_item(link=None)
    link = item.replace("</item>", "<guid>https://h.example/9</guid></item>")
    name = item.replace("</item>", '<guid isPermaLink="false">https://h.example/9</guid></item>')
    assert first(rss(link)).url == "https://h.example/9"
    assert first(rss(name)).url is None


def test_an_address_that_is_no_web_address_is_left_out() -> None:
    assert first(rss(rss_item(link="javascript:alert(1)"))).url is None


@pytest.mark.parametrize(
    ("encoding", "content_type"),
    [
        ("utf-8", "application/rss+xml; charset=iso-8859-1"),
        ("utf-8", "text/xml"),
        ("utf-8", "text/plain; charset=us-ascii"),
        ("windows-1252", "application/rss+xml; charset=windows-1252"),
    ],
)
def test_a_charset_that_lies_does_no_harm(encoding: str, content_type: str) -> None:
    """The document says UTF-8 in its first line each time, the header whatever it likes."""
    content = rss(rss_item(title="Le préfet a parlé")).encode(encoding)
    assert first(content, content_type).title == "Le préfet a parlé"


def test_a_malformed_feed_gives_what_can_be_read() -> None:
    broken = rss(rss_item("A & B <unclosed>"), rss_item("C", link="https://h.example/2")).removesuffix(
        "</channel></rss>"
    )
    titles = [item.title for item in parse_feed(broken.encode()).items]
    assert len(titles) == 2
    assert titles[1] == "C"


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "this is empty, not a feed"),
        (b"<html><body>Not found</body></html>", "this is a web page, not an RSS or Atom feed"),
        (b"<note/>", "this is not an RSS or Atom feed, nor a JSON Feed"),
        (b"plain words", "this is not an RSS or Atom feed, nor a JSON Feed"),
        (b"{}", "this is JSON, but not a JSON Feed"),
        (b"[1, 2]", "this is JSON, but not a JSON Feed"),
        (b"{broken", "this is JSON that cannot be read"),
        (b'{"version": "https://jsonfeed.org/version/1.1"}', "this JSON Feed has no list of items"),
        (b"%PDF-1.7 \x00\x01\xff\xfe", "this is not text"),
    ],
)
def test_what_is_no_feed_is_refused_with_the_reason(content: bytes, reason: str) -> None:
    with pytest.raises(SourceError, match=re.escape(reason)):
        parse_feed(content)


def test_an_empty_feed_is_a_feed() -> None:
    assert parse_feed(rss().encode()).items == ()


def test_no_entity_reaches_a_file() -> None:
    doctype = '<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY f SYSTEM "file:///etc/passwd">]>'
    feed = rss(rss_item(title="A &f; B")).replace('<?xml version="1.0" encoding="UTF-8"?>', doctype)
    parsed = parse_feed(feed.encode())
    assert "root:" not in str(parsed)


@pytest.mark.parametrize("depth", [3, 9])
def test_entities_of_entities_do_not_unfold(depth: int) -> None:
    levels = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, depth + 1))
    doctype = f'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY e0 "ha">{levels}]>'
    feed = rss(rss_item(title=f"&e{depth};")).replace('<?xml version="1.0" encoding="UTF-8"?>', doctype)
    parsed = parse_feed(feed.encode())
    assert "haha" not in str(parsed)
    assert len(parsed.items) == 1


@pytest.mark.parametrize(
    "authors", ['"authors": [{"name": "Mara"}, {"name": "Jo"}]', '"author": {"name": "Mara, Jo"}', '"authors": 7']
)
def test_a_json_feeds_authors_are_read_in_both_versions(authors: str) -> None:
    feed = f'{{"version": "https://jsonfeed.org/version/1.1", "items": [{{"id": "1", "title": "A", {authors}}}]}}'
    (item,) = parse_feed(feed.encode()).items
    assert item.author == (None if "7" in authors else "Mara, Jo")
