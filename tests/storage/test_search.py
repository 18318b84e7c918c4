"""Search finds the same on both databases."""

from __future__ import annotations

import random

import pytest

from storage.engine import Database
from storage.search import parse_words, search_articles
from tests.builders import Story


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Iran showed the Shahed-136 drone.", "Shahed-136"),
        ("Two F-16 jets crashed.", "F-16"),
        ("The U.S. embassy closed.", "U.S. embassy"),
        ("They walked 3.5 miles.", "3.5"),
        ("The Who played.", "the who"),
        ("Officials in al-Qaim said so.", "al-Qaim"),
        ("AC/DC power failed.", "AC/DC"),
        ("Zaporizhzhia’s plant was hit.", "Zaporizhzhia's"),
        ("Attack on site.example.com today.", "example"),
        ("Café bombed in Córdoba.", "cordoba cafe"),
        ("Cafe bombed in Cordoba.", "Córdoba"),
        ("On 2026-06-09 it began.", "2026-06-09"),
        ("On 7/10 it began.", "7/10"),
        ("The attackers fled.", "attack"),
        ("Two drones struck.", "DRONE struck"),
        ("В Киеве раздались взрывы.", "киеве"),
        ("دوى انفجار في بغداد", "بغداد"),
        ("बगदाद में विस्फोट हुआ।", "विस्फोट"),
        ("He said “ceasefire now” twice.", "“ceasefire now”"),
        ("Kill_list found.", "kill list"),
    ],
)
def test_words_find_their_text(database: Database, text: str, words: str) -> None:
    Story("Nothing happened elsewhere.").store(database)
    number = Story(text).store(database)
    with database.reading() as session:
        assert [article.id for article in search_articles(session, words, limit=5).articles] == [number]


@pytest.mark.parametrize("words", ["F-17", '"jets two"', "jets tanks", "16-F", "_", "***", '"'])
def test_other_words_do_not(database: Database, words: str) -> None:
    Story("Two F-16 jets crashed.").store(database)
    with database.reading() as session:
        assert search_articles(session, words, limit=5).total == 0


@pytest.mark.parametrize("words", ["a \x00 b", "' OR 1=1 --", "jets AND", "NEAR(jets)", "jets*", ":* & | !", "\ud800"])
def test_no_words_break_the_search(database: Database, words: str) -> None:
    with database.reading() as session:
        assert search_articles(session, words, limit=5).total == 0


def test_the_title_is_searched(database: Database) -> None:
    number = Story("Two were hurt.", title="Córdoba bombed").store(database)
    with database.reading() as session:
        assert [a.id for a in search_articles(session, "cordoba hurt", limit=5).articles] == [number]


def test_a_long_text_of_many_words_is_stored_and_found(database: Database) -> None:
    """Letters of three bytes: a PostgreSQL search vector holds 1 MB."""
    chance = random.Random(1)
    words = ["".join(chr(chance.randrange(0x0915, 0x0939)) for _ in range(7)) for _ in range(50_000)]
    number = Story(" ".join(words)).store(database)
    with database.reading() as session:
        assert [a.id for a in search_articles(session, words[7], limit=5).articles] == [number]


def test_words_are_parted_at_every_mark() -> None:
    assert parse_words('F-16 "U.S. embassy" _') == [["F", "16"], ["U", "S", "embassy"]]
