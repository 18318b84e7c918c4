"""Web pages."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.ingest.article import Given, page_draft, parse_fetched
from bot.ingest.page import canonical_url, read_page
from bot.ingest.text import author_name
from storage.errors import SourceError
from storage.model.article import Draft, Fetched
from tests.bot.ingest.site import article_page
from tests.conftest import NOON

URL = "https://harbour.example/world/1?utm=x"


def fetched(page: str | bytes, content_type: str = "text/html; charset=utf-8", url: str = URL) -> Fetched:
    content = page.encode() if isinstance(page, str) else page
    return Fetched(url=url, status=200, content=content, content_type=content_type, fetched_at=NOON)


def draft(head: str = "", **words: str) -> Draft:
    return page_draft(fetched(article_page(head=head, **words)))[0]


def test_the_article_is_found_without_menu_and_footer() -> None:
    text = draft().text
    assert text.startswith("Two drones struck a fuel depot")
    assert text.endswith("an inquiry had begun.")
    assert "Home" not in text
    assert "Copyright" not in text


def test_title_source_and_language_are_what_the_page_says() -> None:
    found = draft(title="Drones hit &amp; miss")
    assert (found.title, found.source_name, found.language) == ("Drones hit & miss", "The Harbour Post", "en")


def test_the_operators_word_on_the_source_wins_over_the_pages() -> None:
    page = fetched(article_page())
    assert page_draft(page, given=Given(source_name="Harbour Wire"))[0].source_name == "Harbour Wire"


@pytest.mark.parametrize(
    "head",
    [
        '<meta property="article:published_time" content="2026-06-09T07:15:00+02:00">',
        '<meta itemprop="datePublished" content="2026-06-09T05:15:00Z">',
        '<meta name="DC.date.issued" content="2026-06-09T05:15:00+00:00">',
        '<script type="application/ld+json">{"@type": "NewsArticle", "datePublished": "2026-06-09T05:15:00Z"}</script>',
        '<script type="application/ld+json">{"@graph": [{"@type": "WebSite"}, {"@type": ["ReportageNewsArticle"],'
        ' "datePublished": "2026-06-09T05:15:00Z"}]}</script>',
        '<script type="application/ld+json">{broken</script>'
        '<meta property="article:published_time" content="2026-06-09T05:15:00Z">',
    ],
)
def test_the_stated_date_is_read_to_the_minute(head: str) -> None:
    assert draft(head).published_at == datetime(2026, 6, 9, 5, 15, tzinfo=UTC)


def test_a_page_without_a_date_has_none() -> None:
    """The year in the footer and the "Tuesday" in the text are no dates of publication."""
    assert draft().published_at is None


def test_a_stated_date_in_the_future_is_clamped_and_marked() -> None:
    found = draft('<meta property="article:published_time" content="2026-07-01T00:00:00Z">')
    assert (found.published_at, found.date_clamped) == (NOON, True)


def test_a_charset_that_lies_does_no_harm() -> None:
    page = article_page(last="Le préfet a déclaré que l’été serait calme près de la frontière.")
    found, _ = page_draft(fetched(page, "text/html; charset=iso-8859-1"))
    assert "préfet a déclaré" in found.text


def test_a_page_with_an_xml_declaration_is_read() -> None:
    page = '<?xml version="1.0" encoding="iso-8859-1"?>' + article_page()
    assert "Two drones struck" in page_draft(fetched(page))[0].text


@pytest.mark.parametrize(
    "page", ["", "<html></html>", "not html", "<p>x</p>", "<html><body><nav>Home</nav></body></html>"]
)
def test_a_page_without_an_article_is_a_source_error(page: str) -> None:
    with pytest.raises(SourceError):
        read_page(page, url=URL, fetched_at=NOON)


@pytest.mark.parametrize(
    ("stated", "taken"),
    [
        ("https://harbour.example/world/1", "https://harbour.example/world/1"),
        ("https://www.harbour.example/world/1", "https://www.harbour.example/world/1"),
        ("/world/1", "https://harbour.example/world/1"),
        ("https://other.example/world/1", URL),
        ("https://harbour.example/", URL),
        ("javascript:alert(1)", URL),
        ("http://[broken", URL),
        ("", URL),
    ],
)
def test_a_canonical_address_is_believed_on_its_own_site_only(stated: str, taken: str) -> None:
    assert canonical_url(stated, URL) == taken


def test_the_canonical_address_becomes_the_articles() -> None:
    assert (
        draft('<link rel="canonical" href="https://harbour.example/world/1">').url == "https://harbour.example/world/1"
    )


# --- what else may stand at an address ---------------------------------------------------------------------------


def test_plain_text_at_an_address_is_an_article() -> None:
    (parsed,) = parse_fetched(fetched("Two drones struck.\n", "text/plain"))
    assert parsed.draft is not None
    assert (parsed.draft.text, parsed.draft.url) == ("Two drones struck.\n", URL)


def test_a_feed_at_an_address_is_its_entries_whatever_its_type() -> None:
    feed = b'<?xml version="1.0"?><rss version="2.0"><channel><title>H</title>'
    feed += b"<item><title>A</title></item><item><title>B</title></item></channel></rss>"
    titles = [p.draft and p.draft.title for p in parse_fetched(fetched(feed, "text/html"))]
    assert titles == ["A", "B"]


def test_a_document_that_is_not_read_is_named() -> None:
    (parsed,) = parse_fetched(fetched(b"%PDF-1.7", "application/pdf"))
    assert parsed.draft is None
    assert parsed.problem == "it is application/pdf, which Sitrep does not read"


@pytest.mark.parametrize(
    ("head", "locked"),
    [
        ('<meta property="article:content_tier" content="locked">', True),
        ('<meta property="article:content_tier" content="metered">', False),
        ('<script type="application/ld+json">{"@type": "NewsArticle", "isAccessibleForFree": false}</script>', True),
        ('<script type="application/ld+json">{"@type": "NewsArticle", "isAccessibleForFree": "False"}</script>', True),
        ('<script type="application/ld+json">{"@type": "NewsArticle", "isAccessibleForFree": true}</script>', False),
        ("", False),
    ],
)
def test_a_page_that_says_it_is_not_free_is_known(head: str, locked: bool) -> None:
    assert page_draft(fetched(article_page(head=head)))[1] is locked


def test_the_author_is_whom_the_page_names() -> None:
    assert draft('<meta name="author" content="Mara Lind">').author == "Mara Lind"


@pytest.mark.parametrize(
    ("byline", "name"),
    [
        ("Mara Lind", "Mara Lind"),
        ("desk@harbour.example (Mara Lind)", "Mara Lind"),
        ("desk@harbour.example", None),
        ("<b>Mara</b> &amp; Jo", "Mara & Jo"),
        ("https://harbour.example/mara", None),
        (" , ", None),
        (["Mara"], None),
    ],
)
def test_a_byline_is_words_without_addresses(byline: object, name: str | None) -> None:
    assert author_name(byline) == name
