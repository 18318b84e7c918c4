"""What stands for an address when its text changes, changes back, or is reprinted elsewhere."""

from __future__ import annotations

from datetime import timedelta

import pytest

from storage.articles import add_article, get_article, is_exercise, url_key
from storage.engine import Database
from storage.events import EventQuery, find_claims, find_events, save_analysis
from storage.model.article import Draft
from storage.model.findings import Analysis, EventType
from tests.builders import Story
from tests.conftest import NOON

URL = "https://harbour.example/1"
ELSEWHERE = "https://reprint.example/9"


def put(database: Database, text: str, url: str | None = URL, *, read: bool = True) -> tuple[str, int]:
    """Store (and read) a text; what became of it, and its id."""
    with database.writing() as session:
        stored = add_article(session, Draft(text, fetched_at=NOON, url=url), now=NOON)
        if read and stored.outcome != "duplicate":
            save_analysis(session, stored.article_id, Analysis(), version="1", now=NOON)
    return stored.outcome, stored.article_id


def pointer(database: Database, article_id: int) -> int | None:
    with database.reading() as session:
        return get_article(session, article_id).superseded_by


def test_a_read_revision_takes_the_place_of_the_older(database: Database) -> None:
    old, new = put(database, "Ten died."), put(database, "Twelve died.")
    assert (old[0], new[0]) == ("new", "revision")
    assert (pointer(database, old[1]), pointer(database, new[1])) == (new[1], None)


def test_a_page_that_goes_back_is_current_again(database: Database) -> None:
    first, second = put(database, "Ten died."), put(database, "Twelve died.")
    assert put(database, "Ten died.") == ("duplicate", first[1])
    assert (pointer(database, first[1]), pointer(database, second[1])) == (None, first[1])


def test_a_page_that_goes_back_and_forth_is_what_it_said_last(database: Database) -> None:
    first, second = put(database, "Ten died."), put(database, "Twelve died.")
    put(database, "Ten died.")
    put(database, "Twelve died.")
    assert (pointer(database, first[1]), pointer(database, second[1])) == (second[1], None)


def test_a_revision_withdrawn_before_it_was_read_stays_withdrawn(database: Database) -> None:
    first, second = put(database, "Ten died."), put(database, "Twelve died.", read=False)
    put(database, "Ten died.")
    with database.writing() as session:
        save_analysis(session, second[1], Analysis(), version="1", now=NOON)
    assert (pointer(database, first[1]), pointer(database, second[1])) == (None, first[1])


def test_an_older_revision_read_late_does_not_come_back(database: Database) -> None:
    first, second = put(database, "Ten died.", read=False), put(database, "Twelve died.")
    with database.writing() as session:
        save_analysis(session, first[1], Analysis(), version="1", now=NOON)
    assert (pointer(database, first[1]), pointer(database, second[1])) == (second[1], None)


def test_a_revision_not_yet_read_hides_nothing(database: Database) -> None:
    """Its analysis may take a while, or fail for ever."""
    story = Story("Gunmen raided a post near Mosul. ", url=URL)
    number = story.event(EventType.ASSAULT, "raided", place=("Mosul", "IQ")).store(database)
    put(database, "Gunmen raided two posts near Mosul.", read=False)
    with database.reading() as session:
        assert [record.article.id for record in find_events(session, EventQuery(countries=["IQ"]))] == [number]
    assert pointer(database, number) is None


def test_a_reprint_of_a_text_no_longer_current_is_an_article(database: Database) -> None:
    put(database, "Ten died.")
    put(database, "Twelve died.")
    assert put(database, "Ten died.", ELSEWHERE)[0] == "new"


def test_a_reprint_of_a_current_text_is_a_duplicate(database: Database) -> None:
    first = put(database, "Ten died.")
    assert put(database, "Ten died.", ELSEWHERE) == ("duplicate", first[1])


def test_a_page_that_goes_back_to_what_is_current_elsewhere_points_there(database: Database) -> None:
    put(database, "Ten died.")
    second = put(database, "Twelve died.")
    reprint = put(database, "Ten died.", ELSEWHERE)
    assert put(database, "Ten died.") == ("duplicate", reprint[1])
    assert (pointer(database, second[1]), pointer(database, reprint[1])) == (reprint[1], None)


def test_a_very_long_address_is_known_again(database: Database) -> None:
    """Longer than a PostgreSQL index takes."""
    long = URL + "?" + "".join(f"{n:x}" for n in range(4000))
    assert put(database, "Ten died.", long)[0] == "new"
    assert put(database, "Twelve died.", long)[0] == "revision"
    assert url_key(long) != url_key(long + "1")


def test_what_no_database_stores_is_stored_as_blanks(database: Database) -> None:
    """NUL and lone surrogates, in every text of an article."""
    draft = Draft("a \ud800 text", fetched_at=NOON, title="b\x00c", url=URL + "\x00", source_name="d\x00e")
    with database.writing() as session:
        number = add_article(session, draft, now=NOON).article_id
    with database.reading() as session:
        article = get_article(session, number)
    assert (article.text, article.title) == ("a   text", "b c")
    assert article.source is not None
    assert article.source.name == "d e"


@pytest.mark.parametrize(
    ("title", "source", "invented"),
    [
        ("EXERCISE: Tanker seized", None, True),
        ("EXERCISE Tanker seized", None, True),
        ("Exercise: tanker seized", None, True),
        (None, "EXERCISE Meridian Wire", True),
        ("Exercise Northern Wind begins", None, False),
        ("EXERCISES begin", None, False),
        ("Navy ends exercise: tanker seized", "Meridian Wire", False),
    ],
)
def test_an_exercise_is_known_by_its_title_or_source(title: str | None, source: str | None, invented: bool) -> None:
    assert is_exercise(Draft("Text.", fetched_at=NOON, title=title, source_name=source)) is invented


def test_findings_of_one_article_share_it(database: Database) -> None:
    """The text of a long article is in memory once, not once a finding."""
    story = Story("Gunmen raided one post. Gunmen shelled another near Mosul. ", ago=timedelta(hours=1))
    story.event(EventType.ASSAULT, "raided").event(EventType.ASSAULT, "shelled")
    story.claim("raided one post", speaker="Gunmen", cue="raided").claim("another", speaker=None, cue="shelled")
    story.store(database)
    with database.reading() as session:
        one, two = find_events(session, EventQuery())
        three, four = find_claims(session)
    assert one.article is two.article
    assert three.article is four.article


def test_what_a_revision_tells_as_its_older_version_did_is_no_news(database: Database) -> None:
    """The rest of it is; and a second reading of it changes neither."""
    later = NOON + timedelta(hours=1)
    raid = Story("Gunmen raided a post.", url=URL).event(EventType.ASSAULT, "raided")
    raid.store(database, stored_at=NOON)
    both = Story("At dawn gunmen raided a post. Others shelled a camp.", url=URL).event(EventType.ASSAULT, "raided")
    both.event(EventType.ASSAULT, "shelled").claim("shelled a camp", speaker=None, cue="Others")
    number = both.store(database, stored_at=later)

    def news() -> tuple[list[str], int]:
        with database.reading() as session:
            events = find_events(session, EventQuery(stored_since=later))
            return [record.event.trigger.text for record in events], len(find_claims(session, stored_since=later))

    assert news() == (["shelled"], 1)
    with database.writing() as session:
        save_analysis(session, number, both.analysis, version="2", now=later + timedelta(hours=1))
    assert news() == (["shelled"], 1)


def test_what_was_withdrawn_and_is_told_again_is_news(database: Database) -> None:
    later = NOON + timedelta(hours=2)
    for hours, text in enumerate(["Gunmen raided a post.", "All is calm.", "It is said: gunmen raided a post."]):
        story = Story(text, url=URL)
        if "raided" in text:
            story.event(EventType.ASSAULT, "raided")
        story.store(database, stored_at=NOON + timedelta(hours=hours))
    with database.reading() as session:
        assert len(find_events(session, EventQuery(stored_since=later))) == 1
