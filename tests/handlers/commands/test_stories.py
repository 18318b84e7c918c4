"""/story, and the ways to it, as their reader sees them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import text as sql

from bot.stories.placing import place_stored
from storage.engine import Database
from storage.model.findings import EventType, Severity
from tests.builders import Story
from tests.conftest import NOON
from tests.handlers.commands.conftest import Ask, buttons_of, text_of

WORKS = "Gunmen raided the cement works near Mosul and left in three lorries before the army came. "
DETAIL = "The explosives that they took are used in the quarry, its director said, and are enough for a year of work. "
HEADLINES = ("Raid on cement works", "Cement works robbed", "Wire: raid near Mosul")


@pytest.fixture
def raid(database: Database) -> list[int]:
    """Three articles on one raid: a wire, a paper that prints it, and one that passes on what it reported."""
    texts = (
        WORKS + DETAIL,
        f"Early today. {WORKS}{DETAIL}",
        "Gunmen raided the cement works near Mosul, Meridian Wire reported; four guards died in the raid. ",
    )
    ids = []
    for number, (text, outlet) in enumerate(zip(texts, ("Meridian Wire", "Herald", "Gulf Morning"), strict=True)):
        story = Story(
            text,
            title=HEADLINES[number],
            source=outlet,
            url=f"https://{number}.example/raid",
            ago=timedelta(hours=6 - number),
        )
        story.event(EventType.ASSAULT, "raided", severity=Severity.HIGH, place=("Mosul", "IQ"))
        ids.append(story.store(database))
        place_stored(database, ids[-1], story.analysis, now=NOON)
    return ids


def test_a_story_has_headline_origins_and_times(ask: Ask, raid: list[int]) -> None:
    """Reprints and what is passed on add no origin."""
    text = text_of(ask("story", "1"))
    assert text.startswith("Raid on cement works\n")
    assert "3 articles, 1 origin: Meridian Wire. First seen today 06:00, last today 08:00." in text


def test_its_articles_come_in_order_with_outlet_and_time(ask: Ask, raid: list[int]) -> None:
    """And say what is a reprint, and whose word is passed on."""
    told = [line for line in text_of(ask("story", "1")).splitlines() if any(f": {h}" in line for h in HEADLINES)]
    assert told[0].endswith(f"today 06:00 · Meridian Wire: Raid on cement works · article {raid[0]}")
    assert told[1].endswith(f"article {raid[1]} · reprint of article {raid[0]}")
    assert told[2].endswith(f"article {raid[2]} · passes on Meridian Wire")


def test_its_lines_are_verbatim(ask: Ask, raid: list[int]) -> None:
    """The words of an article, and who told them."""
    text = text_of(ask("story", "1"))
    assert "Gunmen raided the cement works near Mosul and left in three lorries before the army came." in text


def test_a_briefing_names_the_story_of_a_line(ask: Ask, raid: list[int]) -> None:
    """With how much stands behind it, and a link to it."""
    answer = ask("incidents", "iraq")
    assert "story 1: 3 articles, 1 origin, 1 more line there" in text_of(answer)
    assert "https://t.me/SitrepBot?start=story_1" in str(answer.document)


def test_an_article_names_its_story(ask: Ask, raid: list[int]) -> None:
    """In words and as a button."""
    answer = ask("article", str(raid[1]))
    assert f"A reprint of article {raid[0]}." in text_of(answer)
    assert "2 other articles on the same, see story 1: 3 articles, 1 origin." in text_of(answer)
    assert "🧵 Story 1" in buttons_of(answer)


def test_a_deep_link_opens_a_story(ask: Ask, raid: list[int]) -> None:
    """As the links in briefings do."""
    assert text_of(ask("start", "story_1")) == text_of(ask("story", "1"))


def test_a_story_opens_its_articles(ask: Ask, raid: list[int]) -> None:
    """Those that are no reprints."""
    assert set(buttons_of(ask("story", "1"))) == {f"📄 Article {raid[0]}", f"📄 Article {raid[2]}"}


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        ("", "Which story? Give its number."),
        ("abc", "Which story? Give its number."),
        ("99", "There is no story 99."),
        ("999999999", "There is no story 999999999."),
    ],
)
def test_what_is_no_story_gets_a_line(ask: Ask, words: str, answer: str) -> None:
    """That says what was expected."""
    assert text_of(ask("story", words)).startswith(answer)


def test_a_story_that_went_into_another_says_so(ask: Ask, database: Database, raid: list[int]) -> None:
    """With a button to it."""
    with database.writing() as session:
        session.execute(sql("INSERT INTO story (id, created_at, merged_into) VALUES (7, '2026-06-10', 1)"))
    answer = ask("story", "7")
    assert text_of(answer) == "Story 7 is part of story 1 now."
    assert list(buttons_of(answer)) == ["🧵 Story 1"]


def test_a_story_whose_articles_are_gone_says_so(ask: Ask, database: Database, raid: list[int]) -> None:
    """Its number is not given to another."""
    with database.writing() as session:
        session.execute(sql("DELETE FROM article"))
    assert text_of(ask("story", "1")).startswith("The articles of story 1 are no longer stored.")


def test_a_long_story_has_pages(ask: Ask, database: Database) -> None:
    """Ten articles each; the lines stand on the first."""
    for number in range(12):
        story = Story(f"Report {number}: gunmen raided the cement works near Mosul. ", source=f"Outlet {number}")
        story.event(EventType.ASSAULT, "raided", place=("Mosul", "IQ"))
        place_stored(database, story.store(database), story.analysis, now=NOON)
    first, second = ask("story", "1"), ask("story", "1", page=1)
    assert "Articles, oldest first (1–10 of 12)" in text_of(first)
    assert "Articles, oldest first (11–12 of 12)" in text_of(second)
    assert ("More ▸" in buttons_of(first), "◂ Back" in buttons_of(second)) == (True, True)
    assert ("Attack" in text_of(first), "Attack" in text_of(second)) == (True, False)
