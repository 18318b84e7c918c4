"""Selection: from stored findings to lines. Pure: records in, lines out, nothing added."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta

from storage.model.briefing import ClaimRecord, EventRecord, Line, SectionKind, StoryMark, TypeCount
from storage.model.chat import Scope, ScopeKind
from storage.model.findings import INCIDENT_TYPES, Event, EventType, Severity, Stance, Status
from storage.places import regions

SAME_TIME = timedelta(days=2)
"""Reports of one incident are at most this far apart."""

TELLING_LENGTH = 60
"""Characters from which a sentence is no phrase that two reports share by chance."""

BACKGROUND_STATUSES = frozenset({Status.HISTORICAL, Status.HYPOTHETICAL})
"""What did not happen in the window: shown apart, never counted as news."""

_REAL_FIRST = {
    Status.ONGOING: 0,
    Status.OCCURRED: 0,
    Status.THREATENED: 0,
    Status.PLANNED: 0,
    Status.CLAIMED: 0,
    Status.DENIED: 1,
    Status.HYPOTHETICAL: 2,
    Status.HISTORICAL: 2,
}


def countries_of(scope: Scope) -> frozenset[str] | None:
    """The codes a scope stands for; ``None`` for everything. Raises ``KeyError`` on an unknown region."""
    if scope.kind is ScopeKind.COUNTRY:
        return frozenset({scope.key})
    if scope.kind is ScopeKind.REGION:
        return regions()[scope.key].countries
    return None


def section_of(record: EventRecord) -> SectionKind:
    """The section an event belongs to."""
    event = record.event
    if event.status in BACKGROUND_STATUSES:
        return SectionKind.BACKGROUND
    if event.type is EventType.POSTURE:
        return SectionKind.POSTURE
    if event.type is EventType.THREATEN or event.status is Status.THREATENED:
        return SectionKind.THREATS
    if event.type in INCIDENT_TYPES:
        return SectionKind.INCIDENTS
    return SectionKind.OTHER


def fold(text: str) -> str:
    """The slice with its white space folded to single blanks, so that it can be shown on one line."""
    return " ".join(text.split())


ClaimsOf = Mapping[int, Sequence[ClaimRecord]]
"""The claims of each article, by its id."""


def claims_by_article(claims: Iterable[ClaimRecord]) -> ClaimsOf:
    """Claims in the order given, by the id of their article."""
    found: dict[int, list[ClaimRecord]] = {}
    for record in claims:
        found.setdefault(record.article.id, []).append(record)
    return found


def attribute(record: EventRecord, claims: ClaimsOf) -> ClaimRecord | None:
    """The claim whose content holds the event's trigger: whose words the event is. The innermost one wins."""
    at = record.event.trigger.start
    holding = [c for c in claims.get(record.article.id, ()) if c.claim.content.start <= at < c.claim.content.end]
    return min(holding, key=lambda c: c.claim.content.end - c.claim.content.start, default=None)


def report_groups(records: Iterable[EventRecord]) -> list[list[EventRecord]]:
    """Records that tell the same: one sentence word for word, at about the same time, of no other place.

    A reprint is no second report. Short sentences ("Four soldiers were killed.") are the same report only if they
    share a country; a long one speaks for itself.
    """
    groups: dict[str, list[list[EventRecord]]] = {}
    for record in sorted(records, key=lambda r: (r.article.effective_at, r.article.id, r.id)):
        known = groups.setdefault(fold(record.sentence).casefold(), [])
        home = next((group for group in known if _same_report(group[0], record)), None)
        if home is None:
            known.append([record])
        else:
            home.append(record)
    return [group for known in groups.values() for group in known]


def _same_report(first: EventRecord, other: EventRecord) -> bool:
    if first.article.id == other.article.id:
        return True
    if abs(first.article.effective_at - other.article.effective_at) > SAME_TIME:
        return False
    places, others = first.event.countries, other.event.countries
    if places and others and not places & others:
        return False
    return bool(places & others) or len(first.sentence) >= TELLING_LENGTH


def count_reports(
    groups: Iterable[Sequence[EventRecord]], stories: Mapping[int, StoryMark] | None = None
) -> list[TypeCount]:
    """Distinct triggers by type, most numerous first: what happened, was threatened or ordered.

    What is past, hypothetical or denied is not counted, nor violence that is only planned or threatened. Of articles
    of one story (``stories`` by article) only the one that tells most counts: three reports of a bomb are one bomb.
    """
    stories = stories or {}
    seen: dict[EventType, int] = {}
    told: dict[tuple[EventType, int], dict[int, int]] = {}
    highest: dict[EventType, Severity] = {}
    for group in groups:
        triggers = set()
        for record in group:
            event = record.event
            if not _counts(event):
                continue
            triggers.add((event.type, event.trigger.start - event.sentence.start))
            highest[event.type] = max(highest.get(event.type, event.severity), event.severity)
        story = stories.get(group[0].article.id)
        for kind, _ in triggers:
            if story is None:
                seen[kind] = seen.get(kind, 0) + 1
            else:
                by_article = told.setdefault((kind, story.id), {})
                by_article[group[0].article.id] = by_article.get(group[0].article.id, 0) + 1
    for (kind, _), by_article in told.items():
        seen[kind] = seen.get(kind, 0) + max(by_article.values())
    counts = [TypeCount(kind, number, highest[kind]) for kind, number in seen.items()]
    return sorted(counts, key=lambda count: (-count.number, count.type.value))


def _counts(event: Event) -> bool:
    if event.status in BACKGROUND_STATUSES or event.status is Status.DENIED:
        return False
    words_matter = event.type in (EventType.THREATEN, EventType.POSTURE)
    return words_matter or event.status not in (Status.PLANNED, Status.THREATENED)


def event_lines(records: Iterable[EventRecord], claims: ClaimsOf) -> list[Line]:
    """One line a report, gravest and most real first, then newest; its reprints are named, not shown."""
    lines = []
    for group in report_groups(records):
        first = group[0].article  # the oldest is the origin
        own = sorted((r for r in group if r.article.id == first.id), key=rank)
        others = {r.article.source.name for r in group if r.article.source is not None and r.article.id != first.id}
        if first.source is not None:
            others.discard(first.source.name)
        said = attribute(own[0], claims)
        lines.append(
            Line(
                text=fold(own[0].sentence),
                records=tuple(own),
                speaker=_speaker(said),
                via=said.claim.via.text if said is not None and said.claim.via is not None else None,
                quoted=said is not None and said.claim.direct,
                also_in=tuple(sorted(others)),
            )
        )
    return sorted(lines, key=lambda line: rank(line.records[0]))


def rank(record: EventRecord) -> tuple[int, int, float, int]:
    """Sorts records: what is most real first, then what is gravest, newest, stored first."""
    event = record.event
    newest_first = -record.article.effective_at.timestamp()
    return _REAL_FIRST[event.status], -int(event.severity), newest_first, record.id


def _speaker(said: ClaimRecord | None) -> str | None:
    return fold(said.claim.speaker.text) if said is not None and said.claim.speaker is not None else None


def claim_line(record: ClaimRecord) -> Line:
    """A claim as a line: its content, and who said it."""
    return Line(
        text=fold(record.content),
        claim=record,
        speaker=_speaker(record),
        via=fold(record.claim.via.text) if record.claim.via is not None else None,
        quoted=record.claim.direct,
    )


_STANCE_ORDER = {Stance.DENIES: 0, Stance.THREATENS: 1, Stance.DEMANDS: 2, Stance.ASSERTS: 3}


def claim_lines(records: Iterable[ClaimRecord]) -> list[Line]:
    """Claims with a known speaker: denials and threats before assertions within a day, newer days first.

    The same words of the same speaker are shown once.
    """
    seen: set[tuple[str, str]] = set()
    lines = []
    for record in sorted(records, key=_claim_rank):
        line = claim_line(record)
        key = ((line.speaker or "").casefold(), line.text.casefold())
        if line.speaker is not None and key not in seen:
            seen.add(key)
            lines.append(line)
    return lines


def _claim_rank(record: ClaimRecord) -> tuple[int, int, int, int]:
    day = record.article.effective_at.date().toordinal()
    return -day, _STANCE_ORDER[record.claim.stance], record.article.id, record.id
