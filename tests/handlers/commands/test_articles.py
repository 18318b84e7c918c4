"""/article, /search, /sources."""

from __future__ import annotations

from datetime import timedelta

import pytest

from handlers.callbacks import decode
from handlers.ports import Target
from storage.articles import add_article
from storage.engine import Database
from storage.model.article import Draft, FeedOnly
from storage.sources import add_feed, update_feed
from tests.builders import Story
from tests.conftest import NOON
from tests.handlers.commands.conftest import Ask, buttons_of, text_of


def test_an_article_shows_origin_findings_and_text(ask: Ask, iraq: int) -> None:
    """All that is stored of it."""
    text = text_of(ask("article", str(iraq)))
    assert text.startswith("EXERCISE: A raid near Mosul")
    assert "EXERCISE Meridian Wire (reliability not judged) · today 09:00" in text
    assert "🟠 Threat · Iran → Iraq" in text
    assert "A government source denied that any security threats" in text


def test_an_article_opens_at_its_source(ask: Ask, iraq: int) -> None:
    """One tap."""
    assert buttons_of(ask("article", f"#{iraq}"))["🔗 Open the source"] == "https://exercise.example/mosul"


def test_an_article_without_title_and_date_is_a_normal_case(ask: Ask, database: Database) -> None:
    """Its first words stand in; the date is unknown."""
    number = Story("All is calm in Basra today.", title=None, source=None, ago=None).store(database)
    text = text_of(ask("article", str(number)))
    assert text.startswith("All is calm in Basra today.")
    assert "Source unknown · date unknown, fetched today 12:00" in text


def test_an_article_that_was_not_read_yet_says_so(ask: Ask, database: Database) -> None:
    """Silence would look like nothing found."""
    with database.writing() as session:
        number = add_article(session, Draft("Gunmen raided a post.", NOON), now=NOON).article_id
    assert "Not read yet: what it tells shows here soon." in text_of(ask("article", str(number)))


def test_an_article_without_events_says_so(ask: Ask, database: Database) -> None:
    """It was read."""
    number = Story("All is calm in Basra today.").store(database)
    assert "No event was found in it." in text_of(ask("article", str(number)))


def test_an_article_names_its_author(ask: Ask, database: Database) -> None:
    """As the page or the feed has it."""
    number = Story("All is calm.", author="Mara Lind <b>").store(database)
    assert "By Mara Lind <b>." in text_of(ask("article", str(number)))


@pytest.mark.parametrize(
    ("why", "words"),
    [
        (FeedOnly.PAYWALL, "Only the feed's text: the page is behind a paywall."),
        (FeedOnly.ROBOTS, "Only the feed's text: the site asks programs not to read the page."),
        (FeedOnly.EMPTY, "Only the feed's text: no article was found on the page."),
        (FeedOnly.UNREADABLE, "Only the feed's text: the link leads to no web page."),
        (FeedOnly.UNREACHABLE, "Only the feed's text: the page could not be fetched."),
    ],
)
def test_an_article_says_why_it_has_the_feeds_text_alone(
    ask: Ask, database: Database, why: FeedOnly, words: str
) -> None:
    """So that nobody takes a summary for the whole."""
    number = Story("All is calm.", feed_only=why).store(database)
    assert words in text_of(ask("article", str(number)))


def test_an_old_revision_points_to_the_newer(ask: Ask, database: Database) -> None:
    """Ids stay valid."""
    old = Story("First version.", url="https://a.example/1").store(database)
    new = Story("Second version.", url="https://a.example/1").store(database)
    assert f"A newer version is stored: article {new}" in text_of(ask("article", str(old)))


@pytest.mark.parametrize("words", ["999", "", "abc", "-1", "99999999999999"])
def test_a_bad_article_number_is_answered_kindly(ask: Ask, words: str) -> None:
    """With the usage."""
    assert "/article 12" in text_of(ask("article", words))


def test_search_finds_words_in_any_form(ask: Ask, iraq: int) -> None:
    """ "evacuation" finds "evacuated", on both databases."""
    assert f"article {iraq}" in text_of(ask("search", "embassy evacuation"))


def test_search_keeps_quoted_words_together(ask: Ask, iraq: int) -> None:
    """A phrase."""
    assert f"article {iraq}" in text_of(ask("search", '"raided a post"'))
    assert "No stored article" in text_of(ask("search", '"post raided"'))


@pytest.mark.parametrize("words", ['"', "''", "* OR *", "a:b AND (", "%", "NEAR(", "-", "🙂", "\\"])
def test_search_survives_any_syntax(ask: Ask, iraq: int, words: str) -> None:
    """What a person types is words, never a query language."""
    assert text_of(ask("search", words)).startswith(("No stored article", "What shall I look for?", "🔎"))


def test_search_pages_with_long_words_within_64_bytes(ask: Ask, database: Database) -> None:
    """Words that fit into no button are kept in the database."""
    words = " ".join(["wichtigesWort", "صاروخ", "безопасность", "evakuierung", "ministerium"])
    for number in range(7):
        Story(f"{words} Nummer {number}.", title=f"T{number}").store(database)
    press = decode(buttons_of(ask("search", words))["More ▸"])
    second = text_of(ask("search", press.words, page=press.page, is_button=True))
    assert "7 articles" in second
    assert sum(f"T{n}" in second for n in range(7)) == 2


def test_sources_show_reliability_articles_and_feeds(ask: Ask, iraq: int, database: Database) -> None:
    """And how each feed does."""
    with database.writing() as session:
        feed, _ = add_feed(session, "https://a.example/feed", now=NOON, interval_s=900, title="A feed")
        update_feed(session, feed.id, failures=3, last_success_at=NOON - timedelta(days=1))
    text = text_of(ask("sources"))
    assert "EXERCISE Meridian Wire · outlet, reliability F · 1 article, newest today 12:00" in text
    assert "A feed: failing (3 in a row)" in text


def test_no_source_yet_says_how_to_add_one(ask: Ask) -> None:
    """An empty start."""
    assert "sitrep feeds add" in text_of(ask("sources"))


def test_nobody_reads_the_search_words_of_another_chat(ask: Ask, database: Database) -> None:
    """Button data can be forged."""
    words = " ".join(["geheimeWoerter", "безопасность", "безопасности", "evakuierung"])
    for number in range(7):
        Story(f"{words} Nummer {number}.").store(database)
    press = decode(buttons_of(ask("search", words))["More ▸"])
    assert "geheimeWoerter" not in text_of(ask("search", press.words, is_button=True, target=Target(43)))


def test_a_title_without_end_is_cut(ask: Ask, database: Database) -> None:
    """A headline is a line."""
    number = Story("All is calm.", title="long title " * 20_000).store(database)
    assert len(text_of(ask("article", str(number))).splitlines()[0]) < 220
