"""Briefings show one item a story, and never leave out what is graver or contradicts."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.briefing.compose import DatabaseBriefer
from bot.briefing.stories import one_a_story
from bot.stories.placing import place_stored
from handlers.args import parse_window
from storage.engine import Database
from storage.errors import NotFound
from storage.model.briefing import Line, SectionKind, StoryMark
from storage.model.chat import Scope
from storage.model.findings import EventType, Severity, Status
from tests.builders import Story
from tests.conftest import NOON

IRAQ = Scope.country("IQ")
RAID = "Gunmen raided the cement works near Mosul. "
DEAD = ("Four guards", 4, 4)


def raid(
    text: str = RAID, *, hours: float = 2, severity: Severity = Severity.HIGH, status: Status = Status.OCCURRED,
    dead: tuple[str, int, int | None] | None = None, **more: object,
) -> Story:  # fmt: skip
    story = Story(text, ago=timedelta(hours=hours), **more)  # type: ignore[arg-type]
    return story.event(
        EventType.ASSAULT, "raided", severity=severity, status=status, place=("Mosul", "IQ"), dead=dead
    )  # fmt: skip


def place(database: Database, *stories: Story) -> list[int]:
    """Store and place articles, as the pipeline does; their ids."""
    ids = []
    for story in stories:
        ids.append(story.store(database))
        place_stored(database, ids[-1], story.analysis, now=NOON)
    return ids


def incidents(database: Database, kinds: tuple[SectionKind, ...] = (SectionKind.INCIDENTS,)) -> list[Line]:
    window = parse_window("7d", now=NOON, timezone="UTC")
    briefing = DatabaseBriefer(database).compose(IRAQ, window, now=NOON, kinds=kinds, page_size=9)
    assert briefing.sections[0].total == len(briefing.sections[0].lines)
    return list(briefing.sections[0].lines)


def count(database: Database) -> int:
    window = parse_window("7d", now=NOON, timezone="UTC")
    changes = DatabaseBriefer(database).compose(IRAQ, window, now=NOON).changes
    return sum(change.now.number for change in changes if change.now.type is EventType.ASSAULT)


def test_three_reports_of_one_raid_are_one_item(database: Database) -> None:
    """With how much stands behind it."""
    texts = (
        RAID,
        "At dawn gunmen raided the cement works near Mosul. ",
        "Gunmen raided cement works near Mosul. ",
    )
    outlets = ("Meridian Wire", "Harbour Agency", "Herald")
    place(database, *(raid(text, source=outlet) for text, outlet in zip(texts, outlets, strict=True)))
    (line,) = incidents(database)
    assert (line.story, line.more) == (StoryMark(1, 3, 3), 2)


def test_the_count_is_of_happenings_not_of_reports(database: Database) -> None:
    """Two reports of one raid are one attack."""
    place(database, raid(), raid("At dawn gunmen raided the cement works near Mosul. ", source="Herald"))
    assert count(database) == 1


def test_an_article_alone_is_shown_as_ever(database: Database) -> None:
    """With all its lines, and without a word on stories."""
    story = raid("Gunmen raided the cement works near Mosul. Thieves robbed a bank in Mosul. ")
    place(database, story.event(EventType.ASSAULT, "robbed", severity=Severity.LOW, place=("Mosul", "IQ")))
    assert [(line.story, line.more) for line in incidents(database)] == [(None, 0), (None, 0)]


def test_another_number_of_dead_is_not_left_out(database: Database) -> None:
    """Both are shown; a third report that agrees with one of them is not."""
    four = raid("Four guards died as gunmen raided the cement works near Mosul. ", dead=DEAD, hours=4)
    nine = raid("Nine guards died as gunmen raided the cement works near Mosul. ", dead=("Nine guards", 9, 9), hours=3)
    again = raid("Police: Four guards died as gunmen raided the cement works near Mosul. ", dead=DEAD)
    place(database, four, nine, again)
    shown = incidents(database)
    assert {line.records[0].event.fatalities and line.records[0].event.fatalities.low for line in shown} == {4, 9}
    assert [line.more for line in shown] == [1, 0]


def test_a_denial_is_not_left_out(database: Database) -> None:
    """Beside what it denies."""
    denial = raid(
        "A brigade denied that its men had raided the cement works near Mosul. ",
        status=Status.DENIED,
        source="Herald",
    )
    place(database, raid(), denial)
    assert [line.records[0].event.status for line in incidents(database)] == [Status.OCCURRED, Status.DENIED]


def test_what_is_graver_is_shown_first_or_beside(database: Database) -> None:
    """A denied raid of the highest severity comes behind a real one, and is shown."""
    grave = raid("Gunmen raided cement works near Mosul, killing all. ", severity=Severity.CRITICAL, source="Herald")
    place(database, raid(), grave)
    (line,) = incidents(database)
    assert line.records[0].event.severity is Severity.CRITICAL


def test_graver_lines_are_kept_whatever_their_order() -> None:
    """Pure: severity alone decides."""
    mark = StoryMark(1, 2, 2)
    records = [replace(_record(n), event=replace(_record(n).event, severity=s)) for n, s in ((1, 2), (2, 3), (3, 1))]
    lines = [Line("x", (record,)) for record in records]
    kept = one_a_story(lines, dict.fromkeys((1, 2, 3), mark))
    assert [line.article.id for line in kept] == [1, 2]
    assert [line.more for line in kept] == [1, 0]


def _record(number: int):  # type: ignore[no-untyped-def]
    from storage.model.article import Article
    from storage.model.briefing import EventRecord

    article = Article(number, RAID, NOON, NOON, NOON)
    return EventRecord(number, raid().events[0], article)


def test_an_original_is_shown_rather_than_its_reprint(database: Database) -> None:
    """Though the reprint is newer."""
    wire = RAID + "They came before dawn in three lorries and left with explosives that are used in the quarry. " * 2
    original, reprint = raid(wire, hours=5), raid(f"Breaking. {wire}", source="Herald", hours=1)
    ids = place(database, original, reprint)
    (line,) = incidents(database)
    assert (line.article.id, line.story) == (ids[0], StoryMark(1, 2, 1))


def test_a_story_has_its_lines_and_contradictions(database: Database) -> None:
    """The gravest first; both numbers of dead."""
    four = raid("Four guards died as gunmen raided the cement works near Mosul. ", dead=DEAD)
    nine = raid(
        "Nine guards died as gunmen raided the cement works near Mosul. ",
        dead=("Nine guards", 9, 9), severity=Severity.CRITICAL, source="Herald",
    )  # fmt: skip
    place(database, four, nine)
    report = DatabaseBriefer(database).compose_story(1)
    assert [line.text[:4] for line in report.lines] == ["Nine", "Four"]
    assert [pair.about for pair in report.contradictions] == ["fatalities: Four guards / Nine guards"]
    assert [origin.name for origin in report.story.origins] == ["Meridian Wire", "Herald"]


def test_exercises_are_no_story_to_real_readers(database: Database) -> None:
    """Nor is a number that was never given."""
    place(database, raid(exercise=True))
    assert DatabaseBriefer(database, exercises=True).compose_story(1).story.tellings
    for number in (1, 7):
        with pytest.raises(NotFound):
            DatabaseBriefer(database).compose_story(number)
