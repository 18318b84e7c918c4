"""Documents for the tests: one of everything, and Hypothesis strategies for hostile ones."""

from datetime import UTC, datetime

from hypothesis import strategies as st

from handlers.render.document import (
    Block,
    Bold,
    Button,
    Code,
    DateTime,
    Details,
    Divider,
    Document,
    Footer,
    Heading,
    Inline,
    Italic,
    Link,
    ListBlock,
    Map,
    Paragraph,
    Picture,
    Preformatted,
    Quotation,
    Spoiler,
    Strike,
    Table,
    Text,
)

PNG = b"\x89PNG\r\n\x1a\n not much of a picture"
AT = datetime(2026, 3, 14, 6, 10, tzinfo=UTC)

EVERYTHING = Document(
    [
        Heading(["Iraq ", Text("🇮🇶"), " last 24 hours"], 1),
        Paragraph(["One ", Bold("threat"), ", ", Italic("two"), " claims & ", Strike("none"), Spoiler(" more")]),
        ListBlock(
            [
                "first",
                ["second ", Link("source", "https://example.org/a?b=1&c=2")],
                [Paragraph("third"), ListBlock(["nested <b>"])],
            ],
            ordered=True,
        ),
        Table(["Type", "Count"], [["attacks", "3"], ["threats", "12"]], ["left", "right"]),
        Quotation("“We will answer”", ["Spokesperson, ", Italic("The Outlet")]),
        Quotation("a long statement", expandable=True),
        Details("More", [Paragraph("hidden"), Divider(), ListBlock(["a", "b"])]),
        Map(33.3, 44.4, 7, "Baghdad"),
        Picture("https://example.org/chart.png", "Chart"),
        Picture(PNG),
        Preformatted("a\tb\n  c"),
        Divider(),
        Footer(["Read at ", DateTime(AT, "datetime", "14 March 07:10"), Code(" /why 3")]),
    ],
    [
        [Button("More", data="p:iq:2"), Button("Open", url="https://example.org/a")],
        [Button("Search", inline="iraq"), Button("Share", inline="iraq", pick_chat=True)],
    ],
)

# Pieces that have broken renderers before, more often than chance would find them.
_HOSTILE = st.sampled_from(
    [
        *[
            "<",
            ">",
            "&",
            '"',
            "'",
            "</b>",
            "<b>",
            "&lt;",
            "&#x202e;",
            "&amp",
            "<!--",
            "a.",
            " ",
            "  ",
            "\n",
            "\t",
            "\r\n",
        ],
        *["\x00", "\x1b[31m", "\x1b]8;;http://evil/\x07", "\x9b", "\u202a", "\u202e", "\u202c", "\u2067", "\u2069"],
        *["\u2028", "\ufeff", "\u200b", "\ud800", "e\u0301", "\u0301" * 40, "\U0001f1ee\U0001f1f6", "\U0001f1ee"],
        *["\U0001f44d\U0001f3fd", "\U0001f469\u200d\U0001f467", "العراق", "שלום", "東京。", "ﷺ", "\u2800"],
        *[
            "Sentence one. Sentence two! ",
            "word " * 30,
            "x" * 300,
            "\U0001f525" * 150,
            "@name",
            "/help",
            "https://t.me/",
        ],
    ]
)
texts = st.lists(_HOSTILE | st.text(max_size=12), max_size=8).map("".join)
urls = st.sampled_from(
    ["https://example.org/a?b=1&c=%22", "http://x.iq", "javascript:alert(1)", "", "tg://user?id=1", "https://a b"]
) | texts.map(lambda text: "https://example.org/" + text)


def _spans(children: st.SearchStrategy[Inline]) -> st.SearchStrategy[Inline]:
    inner = st.lists(children, max_size=3)
    return st.one_of(
        inner.map(Bold), inner.map(Italic), inner.map(Strike), inner.map(Spoiler), st.builds(Link, inner, urls)
    )


instants = st.integers(0, 2**31 - 1).map(lambda seconds: datetime.fromtimestamp(seconds, UTC))
spans: st.SearchStrategy[Inline] = st.recursive(
    texts.map(Text)
    | texts.map(Code)
    | st.builds(DateTime, instants, st.sampled_from(["date", "time", "datetime", "relative"]), texts),
    _spans,
    max_leaves=5,
)
content = st.lists(spans, max_size=4)
_cells = st.lists(texts | content, max_size=4)
pictures = st.builds(Picture, st.sampled_from(["https://example.org/p.png", PNG]), content)
flat_blocks: st.SearchStrategy[Block] = st.one_of(
    st.builds(Heading, content, st.integers(1, 6)),
    content.map(Paragraph),
    content.map(Footer),
    st.builds(Quotation, content, content, st.booleans()),
    st.builds(Table, _cells, st.lists(_cells, max_size=4), st.just(["right"]), texts),
    st.builds(Map, st.floats(-90, 90), st.floats(-180, 180), st.integers(0, 24), texts),
    pictures,
    texts.map(Preformatted),
    st.just(Divider()),
)
blocks: st.SearchStrategy[Block] = st.recursive(
    flat_blocks,
    lambda inner: st.one_of(
        st.builds(ListBlock, st.lists(st.lists(inner, max_size=2), max_size=4), st.booleans(), st.integers(1, 99)),
        st.builds(Details, content, st.lists(inner, max_size=3), st.booleans()),
    ),
    max_leaves=5,
)
buttons = st.one_of(
    st.builds(Button, st.just("more"), data=st.text("abc:é", min_size=1, max_size=32)),
    st.just(Button("open", url="https://example.org/")),
    st.just(Button("find", inline="iraq")),
)
documents = st.builds(
    Document, st.lists(blocks, max_size=6), st.lists(st.lists(buttons, max_size=3), max_size=2), st.booleans()
)
# Paragraphs and lists long enough to need several messages of a small limit.
long_texts = st.lists(texts, min_size=10, max_size=30).map("".join)
