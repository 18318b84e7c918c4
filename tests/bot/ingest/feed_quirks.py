"""What publishers do to feeds, restated: a name, the bytes, the Content-Type, and what must come of it.

The kinds of trouble are those that readers of feeds (feedparser, miniflux, FreshRSS, reader) have had to learn; the
documents are our own. ``WANTED`` gives the entries' titles, or the reason of the refusal as a string.
"""

from __future__ import annotations

import codecs
from dataclasses import dataclass
from datetime import UTC, datetime

XML = "application/rss+xml"
SEVEN = datetime(2026, 6, 9, 5, 15, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Quirk:
    """One document. ``first`` holds fields of the first entry that must be just so."""

    name: str
    content: bytes
    titles: tuple[str | None, ...] = ()
    refused: str | None = None
    content_type: str = XML
    first: tuple[tuple[str, object], ...] = ()


def quirk(
    name: str,
    content: str | bytes,
    *titles: str | None,
    refused: str | None = None,
    content_type: str = XML,
    **first: object,
) -> Quirk:
    """A quirk from text."""
    raw = content.encode() if isinstance(content, str) else content
    return Quirk(name, raw, titles, refused, content_type, tuple(first.items()))


def channel(items: str, head: str = "<title>Post</title>", attributes: str = "") -> str:
    """An RSS 2.0 document."""
    return f'<rss version="2.0" {attributes}><channel>{head}{items}</channel></rss>'


def item(title: str, rest: str = "") -> str:
    """An entry, its title as it stands."""
    return f"<item><title>{title}</title><link>https://h.example/1</link>{rest}</item>"


RSS_090 = (
    '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://my.netscape.com/rdf/simple/0.9/">'
    "<channel><title>P</title></channel><item><title>A</title><link>https://h.example/1</link></item></rdf:RDF>"
)
RSS_10 = (
    '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="https://h.example/"><title>P</title><items><rdf:Seq>'
    '<rdf:li rdf:resource="https://h.example/1"/></rdf:Seq></items></channel><item rdf:about="https://h.example/1">'
    "<title>A</title><link>https://h.example/1</link><dc:date>2026-06-09T07:15:00+02:00</dc:date></item></rdf:RDF>"
)
ATOM = '<feed xmlns="http://www.w3.org/2005/Atom" {attributes}><title>P</title>{entries}</feed>'
ATOM_03 = (
    '<feed version="0.3" xmlns="http://purl.org/atom/ns#"><title>P</title><entry><title>A</title>'
    '<link rel="alternate" type="text/html" href="https://h.example/1"/><issued>2026-06-09T05:15:00Z</issued>'
    "<modified>2026-06-09T06:15:00Z</modified></entry></feed>"
)
DECLARED = '<?xml version="1.0" encoding="{}"?>'

QUIRKS = [
    # Formats
    quirk("RSS 0.90", RSS_090, "A", url="https://h.example/1"),
    quirk("RSS 0.91", channel(item("A")).replace("2.0", "0.91"), "A"),
    quirk("RSS 0.92", channel(item("A")).replace("2.0", "0.92"), "A"),
    quirk("RSS 1.0 with Dublin Core", RSS_10, "A", published=SEVEN),
    quirk("RSS without a version", channel(item("A")).replace('version="2.0"', ""), "A"),
    quirk("RSS of a version to come", channel(item("A")).replace("2.0", "9.7"), "A"),
    quirk("Atom 0.3", ATOM_03, "A", published=SEVEN),
    quirk("Atom 1.0", ATOM.format(attributes="", entries="<entry><title>A</title></entry>"), "A", url=None),
    quirk("only a channel", channel(""), refused=None),
    quirk("items outside of the channel", "<rss version='2.0'><channel/>" + item("A") + "</rss>", "A"),
    # Character sets
    quirk("UTF-8 with a mark", codecs.BOM_UTF8 + channel(item("Café")).encode(), "Café"),
    quirk("UTF-16 with a mark", channel(item("Café")).encode("utf-16"), "Café"),
    quirk("blank lines before the declaration", "\n\n " + DECLARED.format("utf-8") + channel(item("A")), "A"),
    quirk("UTF-8 called Latin 1", DECLARED.format("iso-8859-1") + channel(item("Café")), "Café"),
    quirk("Latin 1 called UTF-8", (DECLARED.format("utf-8") + channel(item("Café"))).encode("latin-1"), "Café"),
    quirk(
        "header and declaration differ",
        DECLARED.format("windows-1251").encode() + channel(item("Мир")).encode("cp1251"),
        "Мир",
        content_type="text/xml; charset=utf-8",
    ),
    quirk("an unknown character set", DECLARED.format("x-our-own") + channel(item("Café")), "Café"),
    quirk("Arabic in windows-1256", (DECLARED.format("windows-1256") + channel(item("سلام"))).encode("cp1256"), "سلام"),
    quirk(
        "Japanese in ISO-2022-JP",
        (DECLARED.format("iso-2022-jp") + channel(item("日本"))).encode("iso-2022-jp"),
        "日本",
    ),
    quirk("text/plain as the type", channel(item("A")), "A", content_type="text/plain"),
    quirk("text/html as the type", channel(item("A")), "A", content_type="text/html; charset=utf-8"),
    # Markup
    quirk("control characters", channel(item("A\x0b \x1fB\x00")), "A B"),
    quirk("references to control characters", channel(item("A&#x1f; B&#0;")), "A B"),
    quirk(
        "an undeclared namespace",
        channel(item("A", "<media:content url='x'/><dc:date>2026-06-09T05:15:00Z</dc:date>")),
        "A",
    ),
    quirk("an undeclared entity", channel(item("Caf&eacute; &unknown; B")), "Café &unknown; B"),
    quirk("a bare ampersand", channel(item("A & B")), "A & B"),
    quirk(
        "an ampersand in an address",
        channel("<item><title>A</title><link>https://h.example/?a=1&b=2</link></item>"),
        "A",
        url="https://h.example/?a=1&b=2",
    ),
    quirk("a title in CDATA", channel(item("<![CDATA[A & <b>B</b>]]>")), "A & B"),
    quirk("CDATA in CDATA's clothes", channel(item("&lt;![CDATA[A]]&gt;")), "A"),
    quirk("a title escaped twice", channel(item("A &amp;amp; B &amp;lt;i&amp;gt;C&amp;lt;/i&amp;gt;")), "A & B C"),
    quirk("a script in the title", channel(item("&lt;script&gt;alert(1)&lt;/script&gt;A")), "alert(1)A"),
    quirk("less than in a title", channel(item("1 &lt; 2")), "1 < 2"),
    quirk("a title over lines", channel(item("A\n\t B")), "A B"),
    quirk("no title", channel("<item><description>Words.</description></item>"), None, text="Words."),
    quirk("an unclosed item", "<rss version='2.0'><channel><item><title>A</title>", "A"),
    quirk("cut off in a tag", "<rss version='2.0'><channel>" + item("A") + "<item><title>B</tit", "A", None),
    quirk("a word behind the end", channel(item("A")) + "<!-- served in 3 ms --> bye", "A"),
    quirk("a warning before the document", "<br/><b>Warning</b>: mysql\n" + channel(item("A")), "A"),
    quirk(
        "a doctype of old",
        '<!DOCTYPE rss PUBLIC "-//Netscape//DTD RSS 0.91//EN" "http://my.netscape.com/r.dtd">' + channel(item("A")),
        "A",
    ),
    quirk("tags in capitals", "<RSS version='2.0'><CHANNEL><ITEM><TITLE>A</TITLE></ITEM></CHANNEL></RSS>", "A"),
    # Addresses and names
    quirk("no guid", channel(item("A")), "A", url="https://h.example/1"),
    quirk("an empty guid", channel(item("A", "<guid/>")), "A", url="https://h.example/1"),
    quirk("a guid that is no address", channel("<item><title>A</title><guid>1234</guid></item>"), "A", url=None),
    quirk("the same guid twice", channel(item("A", "<guid>1</guid>") + item("B", "<guid>1</guid>")), "A", "B"),
    quirk(
        "blanks around an address",
        channel("<item><title>A</title><link>\n https://h.example/1 \n</link></item>"),
        "A",
        url="https://h.example/1",
    ),
    quirk(
        "a relative address", channel("<item><title>A</title><link>/1</link></item>"), "A", url="https://h.example/1"
    ),
    quirk(
        "xml:base",
        ATOM.format(
            attributes='xml:base="https://base.example/news/"',
            entries="<entry><title>A</title><link href='1.html'/></entry>",
        ),
        "A",
        url="https://base.example/news/1.html",
    ),
    quirk(
        "several links",
        ATOM.format(
            attributes="",
            entries="<entry><title>A</title><link rel='self' href='/self'/>"
            "<link rel='enclosure' href='/a.mp3'/><link rel='alternate' href='/1'/></entry>",
        ),
        "A",
        url="https://h.example/1",
    ),
    quirk(
        "an address with a scheme of scripts",
        channel("<item><title>A</title><link>javascript:x</link></item>"),
        "A",
        url=None,
    ),
    # Text
    quirk(
        "xhtml content",
        ATOM.format(
            attributes="",
            entries="<entry><title>A</title><content type='xhtml'>"
            "<div xmlns='http://www.w3.org/1999/xhtml'><p>One.</p><p>Two.</p></div></content></entry>",
        ),
        "A",
        text="One.\nTwo.",
    ),
    quirk(
        "an unclosed tag in the text",
        channel(item("A", "<description>&lt;p&gt;One.&lt;b&gt; Two.</description>")),
        "A",
        text="One. Two.",
    ),
    # Dates
    quirk(
        "a zone by its name",
        channel(item("A", "<pubDate>Tue, 09 Jun 2026 01:15:00 EDT</pubDate>")),
        "A",
        published=SEVEN,
    ),
    quirk(
        "the wrong day of the week",
        channel(item("A", "<pubDate>Mon, 09 Jun 2026 05:15:00 GMT</pubDate>")),
        "A",
        published=SEVEN,
    ),
    quirk("no seconds", channel(item("A", "<pubDate>9 Jun 2026 05:15 +0000</pubDate>")), "A", published=SEVEN),
    quirk("words for a date", channel(item("A", "<pubDate>yesterday</pubDate>")), "A", published=None),
    quirk("an empty date", channel(item("A", "<pubDate></pubDate>")), "A", published=None),
    quirk("the epoch", channel(item("A", "<pubDate>Thu, 01 Jan 1970 00:00:00 GMT</pubDate>")), "A", published=None),
    quirk("the year one", channel(item("A", "<pubDate>Mon, 01 Jan 0001 00:00:00 GMT</pubDate>")), "A", published=None),
    quirk(
        "the 31st of June", channel(item("A", "<pubDate>Wed, 31 Jun 2026 05:15:00 GMT</pubDate>")), "A", published=None
    ),
    quirk(
        "a date without a time",
        channel(item("A", "<pubDate>2026-06-09</pubDate>")),
        "A",
        published=datetime(2026, 6, 9, tzinfo=UTC),
    ),
    # JSON Feed
    quirk(
        "JSON Feed 1.1",
        '{"version": "https://jsonfeed.org/version/1.1", "title": "P", "language": "fr", "items": [{"id": '
        '"1", "url": "https://h.example/1", "title": "A", "content_html": "<p>One.</p><p>Two.</p>", '
        '"date_published": "2026-06-09T07:15:00+02:00"}]}',
        "A",
        content_type="application/feed+json",
        url="https://h.example/1",
        text="One.\nTwo.",
        published=SEVEN,
        language="fr",
    ),
    quirk(
        "JSON Feed 1.0",
        '{"version": "https://jsonfeed.org/version/1", "items": [{"id": "1", "content_text": "a < b"}]}',
        None,
        text="a < b",
        url=None,
    ),
    quirk(
        "a JSON Feed's id as the address",
        '{"version": "https://jsonfeed.org/version/1.1", "items": [{"id": "https://h.example/7", "title": "A"}]}',
        "A",
        url="https://h.example/7",
    ),
    quirk(
        "a JSON Feed with relative addresses",
        '{"version": "https://jsonfeed.org/version/1.1", "items": [{"url": "/7", "title": "A"}]}',
        "A",
        url="https://h.example/7",
    ),
    quirk(
        "a JSON Feed of odd things",
        '{"version": "https://jsonfeed.org/version/1.1", "items": [1, null, {"id": 4, "title": '
        '["x"], "url": 5, "content_text": {}, "date_published": 12}, {"title": "B"}]}',
        None,
        "B",
    ),
    quirk("a JSON Feed with a mark", codecs.BOM_UTF8 + b'{"version": "https://jsonfeed.org/version/1.1", "items": []}'),
    # What is none
    quirk(
        "a web page",
        "<!DOCTYPE html><html><head><title>Home</title></head><body>Hello</body></html>",
        refused="this is a web page",
        content_type="text/html",
    ),
    quirk(
        "a page of a firewall", "<html><body><h1>Checking your browser</h1></body></html>", refused="this is a web page"
    ),
    quirk("OPML", "<opml version='2.0'><body><outline text='A'/></body></opml>", refused="not an RSS or Atom feed"),
    quirk(
        "a sitemap",
        "<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'><url/></urlset>",
        refused="not an RSS or Atom feed",
    ),
    quirk("JSON of an interface", '{"error": "not found"}', refused="not a JSON Feed"),
    quirk("nothing", "", refused="this is empty"),
    quirk("blanks", " \n ", refused="this is empty"),
    quirk("words", "Service temporarily unavailable", refused="not an RSS or Atom feed"),
    quirk("a picture", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 4, refused="this is not text"),
]
