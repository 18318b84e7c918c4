"""Feeds: what they say, and when to ask again."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.ingest.feeds import (
    MAX_INTERVAL_S,
    MIN_INTERVAL_S,
    FeedItem,
    after_failure,
    after_success,
    back_off,
    next_interval,
    parse_feed,
)
from storage.errors import SourceError
from storage.model.article import Feed, Fetched
from tests.bot.ingest.site import rss, rss_item
from tests.conftest import NOON

HOUR = 3600


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


@pytest.mark.parametrize("content", [b"", b"<html><body>Not found</body></html>", b"{}", b"<note/>", b"plain words"])
def test_what_is_no_feed_is_a_source_error(content: bytes) -> None:
    with pytest.raises(SourceError, match="not an RSS or Atom feed"):
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


@given(st.binary(max_size=120))
def test_any_bytes_in_a_feed_are_read_or_a_source_error(noise: bytes) -> None:
    for content in (noise, b"<rss version='2.0'><channel><item><title>" + noise + b"</title></item></channel></rss>"):
        try:
            parse_feed(content)
        except SourceError:
            continue


# --- when to ask again -------------------------------------------------------------------------------------------


def test_news_halves_the_interval_and_silence_stretches_it() -> None:
    assert next_interval(HOUR, new_items=3) == HOUR / 2
    assert next_interval(HOUR, new_items=0) == HOUR * 1.5


@given(st.integers(0, 10**6), st.integers(0, 50), st.none() | st.integers(0, 10**7))
def test_the_interval_stays_between_five_minutes_and_six_hours(interval: int, new: int, asked: int | None) -> None:
    assert MIN_INTERVAL_S <= next_interval(interval, new_items=new, asked_s=asked) <= MAX_INTERVAL_S


@pytest.mark.parametrize(
    ("extra", "asked"),
    [
        ("<ttl>60</ttl>", HOUR),
        ("<ttl>often</ttl>", None),
        ("<sy:updatePeriod>hourly</sy:updatePeriod><sy:updateFrequency>2</sy:updateFrequency>", HOUR / 2),
        ("<sy:updatePeriod>daily</sy:updatePeriod>", 24 * HOUR),
        ("<sy:updatePeriod>hourly</sy:updatePeriod><sy:updateFrequency>0</sy:updateFrequency>", None),
        ("", None),
    ],
)
def test_a_feed_can_ask_to_be_read_less_often(extra: str, asked: float | None) -> None:
    feed = rss(extra=extra).replace("<rss ", '<rss xmlns:sy="http://purl.org/rss/1.0/modules/syndication/" ')
    assert parse_feed(feed.encode()).interval_s == asked


def test_failures_double_the_wait_up_to_six_hours() -> None:
    waits = [back_off(HOUR, failures=n, random=0.0) for n in (1, 2, 3, 4, 99, 10**6)]
    assert waits == [HOUR, 2 * HOUR, 4 * HOUR, 6 * HOUR, 6 * HOUR, 6 * HOUR]


def test_chance_takes_up_to_half_off_the_wait() -> None:
    assert back_off(HOUR, failures=1, random=0.5) == 0.75 * HOUR


def test_a_server_that_names_a_delay_is_given_it_up_to_a_day() -> None:
    assert back_off(HOUR, failures=1, random=0.9, retry_after_s=3 * HOUR) == 3 * HOUR
    assert back_off(HOUR, failures=1, random=0.0, retry_after_s=5) == HOUR
    assert back_off(HOUR, failures=1, random=0.0, retry_after_s=1e9) == 24 * HOUR


FEED = Feed(id=1, url="https://h.example/feed", created_at=NOON, next_poll_at=NOON, interval_s=HOUR)


def answer(permanent_url: str | None = None, *, not_modified: bool = False) -> Fetched:
    return Fetched(
        url="https://h.example/feed",
        status=304 if not_modified else 200,
        content=b"",
        content_type="",
        fetched_at=NOON,
        etag='"2"',
        permanent_url=permanent_url,
        not_modified=not_modified,
    )


def test_a_success_marks_the_first_poll_and_clears_the_failures() -> None:
    changes = after_success(FEED, answer(), parse_feed(rss().encode()), new_items=1, now=NOON, random=0.0)
    assert changes["first_polled_at"] == changes["last_success_at"] == NOON
    assert (changes["failures"], changes["last_error"], changes["etag"]) == (0, None, '"2"')
    assert changes["next_poll_at"] == NOON + timedelta(minutes=30)
    assert changes["title"] == "The Harbour Post"
    assert "url" not in changes


def test_the_first_poll_is_marked_once() -> None:
    earlier = NOON - timedelta(days=1)
    polled = Feed(**{name: getattr(FEED, name) for name in FEED.__slots__} | {"first_polled_at": earlier})
    assert after_success(polled, answer(), None, new_items=0, now=NOON, random=0)["first_polled_at"] == earlier


def test_a_304_keeps_the_validators() -> None:
    changes = after_success(FEED, answer(not_modified=True), None, new_items=0, now=NOON, random=0.0)
    assert "etag" not in changes


def test_a_permanent_redirect_changes_the_address() -> None:
    moved = after_success(FEED, answer("https://new.example/feed"), None, new_items=0, now=NOON, random=0.0)
    assert moved["url"] == "https://new.example/feed"


def test_a_failure_is_noted_in_words_and_a_410_disables() -> None:
    changes = after_failure(FEED, SourceError("no answer", retry_after_s=2 * HOUR), now=NOON, random=0.0)
    assert (changes["failures"], changes["last_error"]) == (1, "no answer")
    assert changes["next_poll_at"] == NOON + timedelta(hours=2)
    assert "disabled_at" not in changes
    assert after_failure(FEED, SourceError("gone", gone=True), now=NOON, random=0.0)["disabled_at"] == NOON
