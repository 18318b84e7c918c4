"""Stories in briefings: one item a story, and a story by itself. Pure, but for the reading of one story."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TypeVar

from sqlalchemy.orm import Session

from bot.briefing.contradictions import disjoint, find_contradictions
from bot.briefing.select import claims_by_article, event_lines, rank
from storage.model.briefing import ClaimRecord, EventRecord, Line, StoryMark
from storage.model.findings import Status
from storage.model.story import Story, StoryReport
from storage.readings import claims_in, events_in

Marks = Mapping[int, StoryMark]
"""The story of each article, by the article's id."""


def shared(marks: Marks) -> dict[int, StoryMark]:
    """Those of stories that several articles tell: of one that only one tells there is nothing to put together."""
    return {article_id: mark for article_id, mark in marks.items() if mark.articles > 1}


def originals_first(lines: Iterable[Line], marks: Marks) -> list[Line]:
    """Lines of events, most real and gravest first, the newest of those; of equal ones reprints come last."""

    def key(line: Line) -> tuple[int, int, bool, float, int]:
        real, grave, newest, number = rank(line.records[0])
        mark = marks.get(line.article.id)
        return real, grave, mark is not None and mark.reprint, newest, number

    return sorted(lines, key=key)


_Record = TypeVar("_Record", EventRecord, ClaimRecord)


def reprints_last(records: Iterable[_Record], reprints: Collection[int]) -> list[_Record]:
    """The records in their order, but those of reprints (ids of articles) behind all others."""
    return sorted(records, key=lambda record: record.article.id in reprints)


def one_a_story(lines: Iterable[Line], marks: Marks) -> list[Line]:
    """The best line of each story, in the order given (best first), with how much stands behind it.

    A line that is graver than those shown, or that contradicts all of them, is never left out.
    """
    kept: list[Line] = []
    places: dict[int, list[int]] = {}
    for line in lines:
        mark = marks.get(line.article.id)
        told = places.setdefault(mark.id, []) if mark is not None else []
        if told and _adds_nothing(line, [kept[at] for at in told]):
            kept[told[0]] = replace(kept[told[0]], more=kept[told[0]].more + 1)
            continue
        told.append(len(kept))
        kept.append(replace(line, story=mark))
    return kept


def _adds_nothing(line: Line, shown: Sequence[Line]) -> bool:
    """Whether it is no graver than what is shown, and there is a shown line that it does not contradict."""
    if max(_severities(line)) > max(max(_severities(one)) for one in shown):
        return False
    return any(not _contradict_each_other(line, one) for one in shown)


def _contradict_each_other(line: Line, shown: Line) -> bool:
    return any(_contradict(one, other) for one in line.records for other in shown.records)


def _severities(line: Line) -> list[int]:
    return [int(record.event.severity) for record in line.records] or [0]


def _contradict(one: EventRecord, other: EventRecord) -> bool:
    """Whether one is denied and the other not, or their numbers of dead or injured cannot both be so."""
    first, second = one.event, other.event
    if first.type is not second.type:
        return False
    if (first.status is Status.DENIED) != (second.status is Status.DENIED):
        return True
    pairs = ((first.fatalities, second.fatalities), (first.injured, second.injured))
    return any(a is not None and b is not None and disjoint(a, b) for a, b in pairs)


def story_report(session: Session, story: Story) -> StoryReport:
    """The lines of a story, most real and gravest first, and what in it contradicts."""
    articles = [telling.article for telling in story.tellings]
    events, claims = events_in(session, articles), claims_in(session, articles)
    reprints = {telling.article.id for telling in story.tellings if telling.reprint_of is not None}
    # What a reprint tells its original has told: it comes behind, however grave it is.
    lines = sorted(event_lines(events, claims_by_article(claims)), key=lambda line: line.article.id in reprints)
    contradictions = find_contradictions(reprints_last(events, reprints), reprints_last(claims, reprints))
    return StoryReport(story, lines=tuple(lines), contradictions=tuple(contradictions))
