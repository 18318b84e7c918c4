"""Findings are stored with their article, and found again."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from storage.engine import Database
from storage.events import EventQuery, count_events, event_places, find_claims, find_events, save_analysis
from storage.model.findings import Analysis, EventType, Severity, Stance, Status, analysis_from_json
from tests.builders import Story
from tests.conftest import NOON


def _raid(**more: object) -> Story:
    story = Story("Gunmen raided a post near Mosul. Iran threatened Iraq. ", **more)  # type: ignore[arg-type]
    story.event(EventType.ASSAULT, "raided", severity=Severity.HIGH, place=("Mosul", "IQ"), actor=("Gunmen", None))
    story.event(EventType.THREATEN, "threatened", status=Status.THREATENED, actor=("Iran", "IR"), target=("Iraq", "IQ"))
    return story.claim("Iran threatened Iraq", speaker="Gunmen", cue="raided", stance=Stance.ASSERTS)


def test_an_event_comes_back_as_it_was_stored(database: Database) -> None:
    """With every part and span."""
    story = _raid()
    story.store(database)
    with database.reading() as session:
        found = {record.event.type: record.event for record in find_events(session, EventQuery())}
    assert [found[event.type] for event in story.events] == story.events


def test_an_analysis_reads_back_from_its_json() -> None:
    """The contract's form loses nothing."""
    analysis = _raid().analysis
    assert analysis_from_json(analysis.to_json()) == analysis


@pytest.mark.parametrize(
    ("query", "types"),
    [
        (EventQuery(countries=["IR"]), {"THREATEN"}),
        (EventQuery(types=[EventType.ASSAULT]), {"ASSAULT"}),
        (EventQuery(min_severity=Severity.HIGH), {"ASSAULT"}),
        (EventQuery(without=[Status.THREATENED]), {"ASSAULT"}),
        (EventQuery(since=NOON), set()),
        (EventQuery(until=NOON - timedelta(hours=2)), set()),
        (EventQuery(stored_since=NOON, stored_until=NOON + timedelta(seconds=1)), {"ASSAULT", "THREATEN"}),
        (EventQuery(stored_until=NOON), set()),
    ],
)
def test_each_bound_of_a_query_holds(database: Database, query: EventQuery, types: set[str]) -> None:
    """Beginnings count, ends do not."""
    _raid().store(database)
    with database.reading() as session:
        assert {record.event.type.value for record in find_events(session, query)} == types
        assert {count.type.value for count in count_events(session, query)} == types


def test_a_second_reading_replaces_the_first(database: Database) -> None:
    """Nothing of the old one stays."""
    number = _raid().store(database)
    with database.writing() as session:
        save_analysis(session, number, Analysis(relevance=0.1), version="2", now=NOON)
    with database.reading() as session:
        assert (find_events(session, EventQuery()), find_claims(session)) == ([], [])


def test_a_second_reading_is_no_news(database: Database) -> None:
    """It keeps the time of the first, or the next digest would tell everything again."""
    story = _raid()
    number = story.store(database)
    with database.writing() as session:
        save_analysis(session, number, story.analysis, version="2", now=NOON + timedelta(days=2))
    with database.reading() as session:
        assert find_events(session, EventQuery(stored_since=NOON + timedelta(days=1))) == []


def test_ids_are_never_used_again(database: Database) -> None:
    """An id in somebody's chat must not come to mean another event."""
    number = _raid().store(database)
    with database.reading() as session:
        first = {record.id for record in find_events(session, EventQuery())}
    with database.writing() as session:
        found = _raid().analysis
        others = tuple(replace(event, status=Status.CLAIMED) for event in found.events)
        save_analysis(session, number, replace(found, events=others), version="2", now=NOON)
    with database.reading() as session:
        second = {record.id for record in find_events(session, EventQuery())}
    assert first.isdisjoint(second)


def test_a_threat_belongs_to_the_country_its_article_is_about() -> None:
    """As well as to its own parties."""
    story = Story("Iran threatened America.", focus=["IQ"])
    story.event(EventType.THREATEN, "threatened", actor=("Iran", "IR"), target=("America", "US"))
    assert event_places(story.events[0], story.analysis) == [("US", "target"), ("IR", "actor"), ("IQ", "focus")]


def test_an_attack_elsewhere_does_not(database: Database) -> None:
    """A wrong country can hurt someone."""
    story = Story("Gunmen raided Goma.", focus=["IQ"])
    story.event(EventType.ASSAULT, "raided", place=("Goma", "CD"))
    assert event_places(story.events[0], story.analysis) == [("CD", "location")]


def test_an_act_from_afar_belongs_to_the_country_it_befalls() -> None:
    """ "Switzerland advised against travel", in an article about Lebanon."""
    story = Story("Switzerland advised against travel.", focus=["LB"])
    story.event(EventType.POSTURE, "advised", subtype="advisory", actor=("Switzerland", "CH"))
    assert event_places(story.events[0], story.analysis) == [("CH", "actor"), ("LB", "focus")]
