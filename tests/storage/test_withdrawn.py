"""Findings that an article's later version no longer holds are marked, say so, and no longer count."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from bot.briefing.compose import DatabaseBriefer
from bot.delivery.due import next_due
from handlers.dispatch import answer
from handlers.ports import Services
from handlers.render.document import plain_text
from storage.articles import add_article
from storage.engine import Database
from storage.events import EventQuery, article_events, count_events, find_claims, save_analysis
from storage.model.article import Draft
from storage.model.findings import Analysis, EventType
from storage.revisions import Withdrawal, withdrawn_claims, withdrawn_events
from storage.tables import ClaimRow
from tests.builders import Story, request
from tests.conftest import NOON, FrozenClock

URL = "https://harbour.example/1"
LATER = NOON + timedelta(hours=1)
MUCH_LATER = NOON + timedelta(hours=5)


def raid(dead: str | None = None, number: int = 0, *, lead: str = "", url: str = URL) -> Story:
    """A raid near Mosul, with so many dead."""
    story = Story(f"{lead}Gunmen raided a post near Mosul. " + (f"It killed {dead}. " if dead else ""), url=url)
    toll = (dead, number, number) if dead else None
    return story.event(EventType.ASSAULT, "raided", place=("Mosul", "IQ"), dead=toll)


def withdrawn(database: Database, article_id: int) -> list[Withdrawal]:
    with database.reading() as session:
        return list(withdrawn_events(session, article_id).values())


def test_a_finding_that_the_revision_no_longer_holds_is_withdrawn_by_it(database: Database) -> None:
    old = raid("ten people", 10).store(database)
    new = raid("twelve people", 12).store(database, stored_at=LATER)
    assert withdrawn(database, old) == [Withdrawal(new, LATER)]
    assert withdrawn(database, new) == []


def test_a_finding_that_only_moved_stands(database: Database) -> None:
    """A new first sentence is no correction of the second."""
    old = raid().store(database)
    raid(lead="The army spoke on Monday. ").store(database, stored_at=LATER)
    assert withdrawn(database, old) == []


def test_nothing_is_withdrawn_before_the_revision_is_read(database: Database) -> None:
    """It may fail for ever."""
    old = raid().store(database)
    with database.writing() as session:
        add_article(session, Draft("Nothing happened.", fetched_at=LATER, url=URL), now=LATER)
    assert withdrawn(database, old) == []


def test_a_claim_is_withdrawn_too(database: Database) -> None:
    story = Story("Colonel Aziz said that the post had fallen. ", url=URL)
    old = story.claim("the post had fallen", speaker="Colonel Aziz", cue="said").store(database)
    same = Story("On Monday Colonel Aziz said that the post had fallen. ", url=URL)
    same.claim("the post had fallen", speaker="Colonel Aziz", cue="said").store(database, stored_at=LATER)
    with database.reading() as session:
        assert withdrawn_claims(session, old) == {}
    new = Story("Nothing was said. ", url=URL).store(database, stored_at=MUCH_LATER)
    with database.reading() as session:
        assert set(withdrawn_claims(session, old).values()) == {Withdrawal(new, MUCH_LATER)}


def test_what_a_third_version_says_again_stands_again(database: Database) -> None:
    first = raid().store(database)
    second = Story("Nothing happened near Mosul. ", url=URL).store(database, stored_at=LATER)
    assert withdrawn(database, first) == [Withdrawal(second, LATER)]
    raid(lead="Now it is sure. ").store(database, stored_at=MUCH_LATER)
    assert withdrawn(database, first) == []


def test_what_stays_withdrawn_is_so_since_it_first_was(database: Database) -> None:
    first = raid().store(database)
    Story("Nothing happened near Mosul. ", url=URL).store(database, stored_at=LATER)
    third = Story("Nothing happened near Mosul at all. ", url=URL).store(database, stored_at=MUCH_LATER)
    assert withdrawn(database, first) == [Withdrawal(third, LATER)]


def test_a_page_that_goes_back_takes_back_what_it_said_meanwhile(database: Database) -> None:
    first, second = raid("ten people", 10), raid("twelve people", 12)
    old, new = first.store(database), second.store(database, stored_at=LATER)
    with database.writing() as session:
        add_article(session, Draft(first.text, fetched_at=MUCH_LATER, url=URL), now=MUCH_LATER)
    assert (withdrawn(database, old), withdrawn(database, new)) == ([], [Withdrawal(old, MUCH_LATER)])


def test_an_article_elsewhere_takes_nothing_back(database: Database) -> None:
    old = raid("ten people", 10).store(database)
    raid("twelve people", 12, url="https://other.example/1").store(database, stored_at=LATER)
    assert withdrawn(database, old) == []


def test_what_another_version_of_the_analysis_does_not_find_is_not_withdrawn(database: Database) -> None:
    """The difference may be the reader, not the article; once both are read alike, it is told."""
    story = raid()
    old = story.store(database)
    draft = Draft("Nothing happened.", fetched_at=LATER, url=URL)
    with database.writing() as session:
        new = add_article(session, draft, now=LATER).article_id
        save_analysis(session, new, Analysis(), version="newer", now=LATER)
    assert withdrawn(database, old) == []
    with database.writing() as session:
        save_analysis(session, old, story.analysis, version="newer", now=MUCH_LATER)
    assert withdrawn(database, old) == [Withdrawal(new, MUCH_LATER)]


def test_a_second_reading_keeps_ids_and_marks(database: Database) -> None:
    """People have been shown the ids, and may have been told of the correction."""
    story = raid("ten people", 10).claim("a post near Mosul", speaker="Gunmen", cue="raided")
    old = story.store(database)
    new = raid("twelve people", 12).store(database, stored_at=LATER)
    with database.reading() as session:
        before = [record.id for record in article_events(session, old)]
        claims = list(session.scalars(select(ClaimRow.id).where(ClaimRow.article_id == old)))
    raid(url="https://other.example/1").store(database)  # ids that come between
    with database.writing() as session:
        save_analysis(session, old, story.analysis, version="newer", now=MUCH_LATER)
    with database.reading() as session:
        assert [record.id for record in article_events(session, old)] == before
        assert list(session.scalars(select(ClaimRow.id).where(ClaimRow.article_id == old))) == claims
    assert withdrawn(database, old) == [Withdrawal(new, LATER)]


def test_it_no_longer_counts(database: Database) -> None:
    raid("ten people", 10).claim("a post near Mosul", speaker="Gunmen", cue="raided").store(database)
    raid("twelve people", 12).store(database, stored_at=LATER)
    with database.reading() as session:
        counted = count_events(session, EventQuery(countries=["IQ"]))
        assert [count.number for count in counted] == [1]
        assert find_claims(session, countries=["IQ"]) == []


def test_the_article_says_it(database: Database, clock: FrozenClock) -> None:
    old = raid("ten people", 10).store(database)
    new = raid("twelve people", 12).store(database, stored_at=LATER)
    services = Services(database, clock, DatabaseBriefer(database), next_due)
    shown = [answer(request("article", str(number)), services).document for number in (old, new)]
    words = [plain_text(document) for document in shown if document is not None]
    assert "withdrawn by the article's revision of today 13:00, " in words[0]
    assert "withdrawn" not in words[1]
