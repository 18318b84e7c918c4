"""Articles in languages that the analysis does not read: kept, found, listed, and said to be unread."""

from __future__ import annotations

from dataclasses import replace

from bot.briefing.compose import DatabaseBriefer
from bot.delivery.due import next_due
from bot.ingest.article import Parsed
from bot.ingest.pipeline import Ingestor, Outcome
from handlers.dispatch import answer
from handlers.ports import Services
from handlers.render.document import plain_text
from storage.articles import article_countries, get_article
from storage.engine import Database
from storage.model.article import Draft
from storage.reading import waiting_articles
from storage.search import search_articles
from tests.bot.ingest.conftest import Reader
from tests.builders import request
from tests.conftest import NOON, FrozenClock

DRAFT = Draft(
    "Deux soldats ont été tués dimanche dans une embuscade près de la ville, selon un responsable de la région.",
    NOON,
    title="Tchad : une embuscade fait deux morts",
    source_name="Le Phare",
)


def _store(ingestor: Ingestor, draft: Draft = DRAFT) -> int:
    outcome: list[Outcome] = []
    ingestor._progress = outcome.append
    ingestor.ingest([Parsed("here", draft)])
    assert outcome[0].article_id is not None
    return outcome[0].article_id


def _asked(database: Database, clock: FrozenClock, command: str, words: str) -> str:
    services = Services(database, clock, DatabaseBriefer(database), next_due)
    document = answer(request(command, words), services).document
    assert document is not None
    return plain_text(document)


def test_its_language_is_stored(ingestor: Ingestor, database: Database) -> None:
    """Though nobody stated it."""
    number = _store(ingestor)
    with database.reading() as session:
        assert get_article(session, number).language == "fr"


def test_it_is_not_given_to_the_analysis(ingestor: Ingestor, reader: Reader) -> None:
    """Which would find things that do not stand there."""
    _store(ingestor)
    assert reader.texts == []


def test_it_does_not_wait_to_be_read_for_ever(ingestor: Ingestor, database: Database) -> None:
    """It is done with."""
    _store(ingestor)
    with database.reading() as session:
        assert waiting_articles(session, limit=9) == []


def test_its_headline_gives_its_country(ingestor: Ingestor, database: Database) -> None:
    """As mentioned, no more."""
    number = _store(ingestor)
    with database.reading() as session:
        assert article_countries(session, number) == [("TD", "mentioned")]


def test_it_is_found_by_its_words(ingestor: Ingestor, database: Database) -> None:
    """Like every other article."""
    number = _store(ingestor)
    with database.reading() as session:
        assert [article.id for article in search_articles(session, "embuscade", limit=5).articles] == [number]


def test_its_page_says_that_and_why_it_was_not_read(ingestor: Ingestor, database: Database, clock: FrozenClock) -> None:
    """In one line."""
    number = _store(ingestor)
    shown = _asked(database, clock, "article", str(number))
    assert "Not read: it is in French, and Sitrep finds events in English only." in shown


def test_a_briefing_lists_its_headline(ingestor: Ingestor, database: Database, clock: FrozenClock) -> None:
    """Under a heading of its own."""
    _store(ingestor)
    shown = _asked(database, clock, "country", "chad")
    assert "In other languages, not read" in shown
    assert "Tchad : une embuscade fait deux morts · French · Le Phare" in shown


def test_a_briefing_counts_it_in_its_last_line(ingestor: Ingestor, database: Database, clock: FrozenClock) -> None:
    """Not among those read."""
    _store(ingestor)
    _store(ingestor, replace(DRAFT, text="Trois civils ont été blessés par des tirs à la frontière, dit la police."))
    shown = _asked(database, clock, "country", "chad")
    assert "0 articles of 0 sources read for this." in shown
    assert "2 articles in other languages not read." in shown


def test_a_briefing_on_another_country_does_not_list_it(
    ingestor: Ingestor, database: Database, clock: FrozenClock
) -> None:
    """The headline names one country only."""
    _store(ingestor)
    assert "not read" not in _asked(database, clock, "country", "iraq")


def test_real_readers_see_no_exercise_in_any_language(
    ingestor: Ingestor, database: Database, clock: FrozenClock
) -> None:
    """Invented articles stay in the demo."""
    _store(ingestor, replace(DRAFT, exercise=True))
    assert "not read" not in _asked(database, clock, "country", "chad")
