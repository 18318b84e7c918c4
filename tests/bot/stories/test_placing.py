"""Articles get their place as they are read, on real databases."""

from __future__ import annotations

import random
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from threading import Barrier

import pytest

from bot.stories.placing import place_pending, place_stored
from storage.articles import add_article
from storage.errors import NotFound
from storage.events import save_analysis
from storage.model.article import Draft
from storage.model.findings import Analysis
from storage.stories import find_reprint
from tests.bot.stories.conftest import Shelf, findings, told
from tests.conftest import NOON

MARKET = ("o001", "o002", "o003")
"""Three reports of a bomb in the market of Sarkand; o004 and o005 tell of a shooting there on the day after."""
CHECKPOINT = ("o004", "o005")


def reprint(shelf: Shelf, article_id: int) -> int | None:
    with shelf.database.reading() as session:
        return find_reprint(session, article_id)


def test_reports_of_one_happening_are_one_story(shelf: Shelf) -> None:
    """And the next attack on the town is another."""
    market, checkpoint = [shelf.put(name) for name in MARKET], [shelf.put(name) for name in CHECKPOINT]
    assert shelf.partition([*market, *checkpoint]) == {frozenset(market), frozenset(checkpoint)}


def test_a_story_tells_when_it_was_seen_by_whom_and_under_which_headline(shelf: Shelf) -> None:
    """Oldest first; the Khyber Daily passes on what the Indus Wire reported."""
    ids = [shelf.put(name) for name in reversed(MARKET)]
    story = shelf.story(shelf.story_of(ids[0]) or 0)
    assert [telling.article.id for telling in story.tellings] == ids[::-1]
    assert story.headline == "Bomb in Sarkand market kills six"
    assert (story.first_seen_at, story.last_seen_at) == (told()["o001"].published, told()["o003"].published)
    assert [origin.name for origin in story.origins] == ["Indus Wire", "Gulf Morning"]


@pytest.mark.parametrize("seed", range(3))
def test_the_order_in_which_articles_come_changes_nothing(shelf: Shelf, seed: int) -> None:
    """The same stories, however they are shuffled."""
    names = [name for name in told() if name.startswith("o") and name <= "o019"]
    random.Random(seed).shuffle(names)
    ids = {name: shelf.put(name) for name in names}
    stories = {frozenset(name for name in names if ids[name] in part) for part in shelf.partition(ids.values())}
    kept = [{"o001", "o002", "o003"}, {"o004", "o005"}, {"o008", "o009", "o010"}, {"o011", "o012"}]
    assert {frozenset(story) for story in kept} <= stories
    assert len(stories) == 12


def test_a_second_reading_leaves_everything_where_it_is(shelf: Shelf) -> None:
    """Numbers are permanent."""
    ids = [shelf.put(name) for name in (*MARKET, *CHECKPOINT)]
    before = {article_id: shelf.story_of(article_id) for article_id in ids}
    assert [shelf.put(name) for name in (*MARKET, *CHECKPOINT)] == ids
    assert {article_id: shelf.story_of(article_id) for article_id in ids} == before


def test_a_revision_takes_the_place_of_the_older_one(shelf: Shelf) -> None:
    """The story keeps its number and counts the article once."""
    first = shelf.store(told()["o001"], url="https://indus.example/1")
    story = shelf.story_of(first)
    article = replace(told()["o001"], text=told()["o001"].text.replace("killing six people", "killing seven people"))
    second = shelf.store(article, url="https://indus.example/1")
    assert (shelf.story_of(second), second != first) == (story, True)
    assert [telling.article.id for telling in shelf.story(story or 0).tellings] == [second]


def test_a_revision_that_tells_something_else_moves(shelf: Shelf) -> None:
    """To the story that it tells now; the number that it leaves says where it went."""
    other = shelf.put("o008")
    first = shelf.store(told()["o001"], url="https://indus.example/1")
    left = shelf.story_of(first) or 0
    second = shelf.store(replace(told()["o009"], source="Indus Wire"), url="https://indus.example/1")
    assert shelf.story_of(second) == shelf.story_of(other)
    assert (shelf.story(left).tellings, shelf.story(left).merged_into) == ((), shelf.story_of(other))


def test_a_reprint_points_to_its_original(shelf: Shelf) -> None:
    """Under another headline, cut, and whichever came first."""
    late, early = shelf.put("p044"), shelf.put("p045")
    assert (reprint(shelf, early), reprint(shelf, late)) == (late, None)


def test_the_original_is_the_one_that_is_credited_whenever_it_comes(shelf: Shelf) -> None:
    """A paper's feed is often read before the wire's."""
    paper, wire = shelf.put("p045"), shelf.put("p044")
    assert (reprint(shelf, paper), reprint(shelf, wire)) == (wire, None)
    assert [origin.name for origin in shelf.story(shelf.story_of(wire) or 0).origins] == ["Nile Bulletin"]


def test_reprints_of_one_wire_point_to_the_wire_not_to_each_other(shelf: Shelf) -> None:
    """The third finds the root."""
    wire = shelf.put("p044")
    papers = [shelf.put("p045", source=name, published=told()["p045"].published) for name in ("Lagoon News",)]
    text = told()["p045"].text.replace("(Nile Bulletin) - ", "Smoke was seen. ")
    papers.append(shelf.store(replace(told()["p045"], text=text, source="Khyber Daily"), url=None))
    assert [reprint(shelf, paper) for paper in papers] == [wire, wire]


def test_what_tells_nothing_is_in_no_story(shelf: Shelf) -> None:
    """Sport, for example."""
    assert shelf.story_of(shelf.put("x060")) is None


def test_an_exercise_is_never_in_a_story_with_news(shelf: Shelf) -> None:
    """However alike."""
    real = shelf.put("o001")
    exercise = shelf.store(told()["o002"], url=None, exercise=True)
    assert shelf.story_of(real) != shelf.story_of(exercise)


def test_articles_far_apart_are_different_stories(shelf: Shelf) -> None:
    """The same words of a year later."""
    first = shelf.put("o004")
    later = (told()["o005"].published or NOON) + timedelta(days=365)
    assert shelf.story_of(shelf.put("o005", published=later)) != shelf.story_of(first)


def test_what_was_read_but_not_placed_is_placed_later(shelf: Shelf) -> None:
    """After a crash between the two, or by an older Sitrep; what tells nothing is left alone."""
    shelf.put("o001")
    article = told()["o002"]
    for text, analysis in ((article.text, findings(article)), ("A dull day.", Analysis())):
        draft = Draft(text=text, title=article.title, published_at=article.published, fetched_at=NOON)
        with shelf.database.writing() as session:
            stored = add_article(session, draft, now=NOON)
            save_analysis(session, stored.article_id, analysis, version="v1", now=NOON)
    assert place_pending(shelf.database, now=NOON) == 1
    assert [len(shelf.story(1).tellings), place_pending(shelf.database, now=NOON)] == [2, 0]


def test_a_large_story_keeps_its_articles(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    """A new one joins it; nobody leaves."""
    monkeypatch.setattr("bot.stories.placing.LARGE", 2)
    ids = [shelf.put(name) for name in (*MARKET, "o006")]
    assert shelf.partition(ids) == {frozenset(ids[:3]), frozenset(ids[3:])}


def test_there_is_no_story_of_a_number_that_was_never_given(shelf: Shelf) -> None:
    """Nor of one that no database holds."""
    for number in (0, 99, 2**40):
        with pytest.raises(NotFound):
            shelf.story(number)


def test_two_that_are_placed_at_the_same_moment_are_one_story(shelf: Shelf) -> None:
    """By two processes, as workers on PostgreSQL are: one waits for the other."""
    ids = []
    for name in MARKET[:2]:
        article = told()[name]
        draft = Draft(article.text, title=article.title, published_at=article.published, fetched_at=NOON)
        with shelf.database.writing() as session:
            stored = add_article(session, draft, now=NOON)
            save_analysis(session, stored.article_id, findings(article), version="v1", now=NOON)
        ids.append(stored.article_id)
    together = Barrier(2)

    def place(number: int) -> None:
        together.wait()
        place_stored(shelf.database, ids[number], findings(told()[MARKET[number]]), now=NOON)

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(place, range(2)))
    assert shelf.partition(ids) == {frozenset(ids)}
