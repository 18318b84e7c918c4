"""Composing a briefing: one read of the database, then pure selection."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TypedDict

from sqlalchemy.orm import Session

from bot.briefing.contradictions import find_contradictions
from bot.briefing.delta import changes_between, highest_of
from bot.briefing.select import (
    BACKGROUND_STATUSES,
    claim_lines,
    claims_by_article,
    count_reports,
    countries_of,
    event_lines,
    report_groups,
    section_of,
)
from bot.briefing.stories import one_a_story, originals_first, reprints_last, shared, story_report
from storage.articles import count_articles, latest_fetch
from storage.engine import Database
from storage.errors import NotFound
from storage.events import (
    EventQuery,
    busiest_countries,
    count_articles_about,
    count_events,
    find_claims,
    find_events,
    latest_event_at,
)
from storage.languages import unread_languages
from storage.model.article import Article
from storage.model.briefing import (
    Briefing,
    ClaimRecord,
    Contradiction,
    EventRecord,
    Line,
    Section,
    SectionKind,
    StoryMark,
    Window,
)
from storage.model.chat import Scope, ScopeKind, Subscription
from storage.model.findings import Severity, Stance
from storage.model.recurrence import Frequency, parse_recurrence
from storage.model.story import StoryReport
from storage.places import regions
from storage.sources import feed_coverage
from storage.stories import get_story, stories_of

OVERVIEW = (
    SectionKind.THREATS,
    SectionKind.INCIDENTS,
    SectionKind.POSTURE,
    SectionKind.CONTESTED,
    SectionKind.OTHER,
    SectionKind.BACKGROUND,
)
"""The sections of a whole briefing, in their order."""

OVERVIEW_LINES = {SectionKind.OTHER: 3, SectionKind.BACKGROUND: 2, SectionKind.CONTESTED: 3}
DEFAULT_LINES = 4
LIST_LINES = 6
MOST_HEADLINES = 5
"""Headlines in other languages that a briefing lists."""
MOST_RECORDS = 3000
SETTLE = timedelta(seconds=60)
"""A digest ends so long before it is composed: what is being stored at this moment, with a time that has passed but
in a transaction that has not ended, is in the next one. Without that it would be in none."""
LATE_AFTER = timedelta(days=3)
"""A digest shows a report as new only if it is dated at most this long before the last digest: older ones are late."""


class DatabaseBriefer:
    """Composes briefings from the database (the ``Briefer`` of handlers/ports.py)."""

    def __init__(self, database: Database, *, exercises: bool = False) -> None:
        """``exercises``: whether EXERCISE articles are told; only the demo does, real readers never see one."""
        self._database = database
        self._exercises = exercises

    def compose(
        self,
        scope: Scope,
        window: Window,
        *,
        now: datetime,
        kinds: Collection[SectionKind] | None = None,
        page: int = 0,
        page_size: int | None = None,
        min_severity: Severity = Severity.INFORMATIONAL,
    ) -> Briefing:
        """A briefing on what happened in ``window``: all sections, or only ``kinds``, one page of each."""
        query = EventQuery(
            countries=countries_of(scope),
            since=window.since,
            until=window.until if window.until < now else None,
            min_severity=min_severity,
        )
        wanted = tuple(kind for kind in SectionKind if kind in kinds) if kinds is not None else OVERVIEW
        with self._database.reading() as session:
            found = self._read(session, query, _before(query, window))
            return _compose(session, scope, window, query, found, wanted, now=now, page=page, page_size=page_size)

    def compose_digest(self, subscription: Subscription, *, now: datetime) -> Briefing:
        """What was stored since the subscription's last digest, up to ``now``; a first one looks one period back.

        A report dated more than three days before the last digest is not news: it is counted as late, not shown.
        """
        first = subscription.last_cutoff_at is None
        since = subscription.last_cutoff_at or now - period_of(subscription.recurrence)
        until = max(now - SETTLE, since)
        window = Window(since, until, "since the last digest" if not first else "first digest", "digest")
        countries = countries_of(subscription.scope)
        oldest = since if first else since - LATE_AFTER
        query = EventQuery(
            countries=countries,
            since=oldest,
            stored_since=None if first else since,
            stored_until=until,
            min_severity=subscription.min_severity,
        )
        with self._database.reading() as session:
            # A digest is compared with what was stored in the same time before, a first one with what was dated then.
            before_since, before_until = window.before
            before = replace(query, since=before_since, until=before_until, stored_since=None, stored_until=None)
            if not first:
                before = replace(
                    query, since=before_since - LATE_AFTER, stored_since=before_since, stored_until=before_until
                )
            found = self._read(session, query, before)
            briefing = _compose(
                session, subscription.scope, window, query, found, OVERVIEW, now=now, page=0, page_size=None
            )
            late = 0
            if not first:
                older = replace(query, since=None, until=oldest, without=BACKGROUND_STATUSES)
                late = sum(count.number for count in count_events(session, older))
        return replace(briefing, is_digest=True, first=first, late=late)

    def compose_story(self, number: int) -> StoryReport:
        """A story with its lines and contradictions, or the empty one that it went from. Raises ``NotFound``."""
        with self._database.reading() as session:
            story = get_story(session, number)
            told = tuple(telling for telling in story.tellings if self._tells(telling.article))
            if story.tellings and not told:
                raise NotFound(f"there is no story {number}")
            return story_report(session, replace(story, tellings=told))

    def _read(self, session: Session, query: EventQuery, before: EventQuery) -> _Found:
        claims = find_claims(
            session,
            **_bounds(query),
            limit=MOST_RECORDS,
        )
        return _Found(
            [r for r in find_events(session, query, limit=MOST_RECORDS) if self._tells(r.article)],
            [r for r in find_events(session, before, limit=MOST_RECORDS) if self._tells(r.article)],
            [r for r in claims if self._tells(r.article)],
            *unread_languages(
                session,
                **_bounds(query),
                exercises=self._exercises,
                limit=MOST_HEADLINES,
            ),
        )

    def _tells(self, article: Article) -> bool:
        return self._exercises or not article.exercise


@dataclass(frozen=True, slots=True)
class _Found:
    """What was read: the events and claims of the window, and the events of the one before.

    ``other_languages`` are headlines that the analysis cannot read, ``unread`` how many such articles there are.
    """

    events: list[EventRecord]
    before: list[EventRecord]
    claims: list[ClaimRecord]
    other_languages: tuple[Article, ...]
    unread: int


class _Bounds(TypedDict):
    countries: Collection[str] | None
    since: datetime | None
    until: datetime | None
    stored_since: datetime | None
    stored_until: datetime | None


def _bounds(query: EventQuery) -> _Bounds:
    """Where and when a query looks, for what is read beside the events."""
    return {
        "countries": query.countries,
        "since": query.since,
        "until": query.until,
        "stored_since": query.stored_since,
        "stored_until": query.stored_until,
    }


def _before(query: EventQuery, window: Window) -> EventQuery:
    since, until = window.before
    return replace(query, since=since, until=until)


def period_of(recurrence: str) -> timedelta:
    """How far a first digest looks back: one period of its recurrence, at least a day."""
    parsed = parse_recurrence(recurrence)
    if parsed.frequency is Frequency.WEEKLY:
        return timedelta(days=7)
    return max(timedelta(days=1), timedelta(hours=parsed.every_h))


def _compose(
    session: Session,
    scope: Scope,
    window: Window,
    query: EventQuery,
    found: _Found,
    kinds: tuple[SectionKind, ...],
    *,
    now: datetime,
    page: int,
    page_size: int | None,
) -> Briefing:
    records, claims = found.events, found.claims
    told = {event.article.id for event in (*records, *found.before)} | {claim.article.id for claim in claims}
    stories = shared(stories_of(session, told))
    counts = count_reports(report_groups(records), stories)
    before = count_reports(report_groups(found.before), stories)
    articles, sources = count_articles_about(
        session,
        **_bounds(query),
    )
    # Who wants only grave things is not told of every denial: denials then count only against those.
    weighty = [c for c in claims if c.claim.stance is Stance.DENIES] if query.min_severity else claims
    contested: list[Contradiction] = []
    if SectionKind.CONTESTED in kinds:
        # An original stands against what contradicts it rather than its reprint.
        reprints = {article_id for article_id, mark in stories.items() if mark.reprint}
        contested = find_contradictions(reprints_last(records, reprints), reprints_last(weighty, reprints))
    sections, page, pages = _sections(records, claims, contested, kinds, page, page_size, stories)
    empty = all(section.total == 0 for section in sections)
    shown = [record.article for record in records] + [record.article for record in claims]
    return Briefing(
        scope=scope,
        window=window,
        sections=sections,
        changes=changes_between(counts, before),
        highest=highest_of(counts),
        articles=articles,
        sources=sources,
        coverage=feed_coverage(session, window.since),
        composed_at=now,
        page=page,
        pages=pages,
        undated=len({article.id for article in shown if not article.is_dated}),
        min_severity=query.min_severity,
        nearby=_nearby(session, scope, window) if empty else (),
        last_known_at=latest_event_at(session, query.countries) if empty and query.countries else None,
        stored_articles=count_articles(session),
        exercise=any(article.exercise for article in shown),
        newest_fetch_at=latest_fetch(session),
        other_languages=found.other_languages,
        unread=found.unread,
    )


def _sections(
    records: list[EventRecord],
    claims: list[ClaimRecord],
    contested: list[Contradiction],
    kinds: tuple[SectionKind, ...],
    page: int,
    page_size: int | None,
    stories: Mapping[int, StoryMark],
) -> tuple[tuple[Section, ...], int, int]:
    """The sections at ``page`` (the last one, where there are fewer by now), that page, and how many there are."""
    by_kind: dict[SectionKind, list[EventRecord]] = {}
    for record in records:
        by_kind.setdefault(section_of(record), []).append(record)
    by_article = claims_by_article(claims)
    lines: dict[SectionKind, list[Line]] = {}
    for kind in kinds:
        if kind is SectionKind.CLAIMS:
            lines[kind] = claim_lines(claims)
        elif kind is not SectionKind.CONTESTED:
            lines[kind] = one_a_story(originals_first(event_lines(by_kind.get(kind, ()), by_article), stories), stories)
    sizes = {kind: page_size or OVERVIEW_LINES.get(kind, DEFAULT_LINES) for kind in kinds}
    totals = {kind: len(lines[kind]) if kind in lines else len(contested) for kind in kinds}
    pages = max([1, *(-(-totals[kind] // sizes[kind]) for kind in kinds)])
    page = min(page, pages - 1)
    sections = []
    for kind in kinds:
        shown = slice(page * sizes[kind], (page + 1) * sizes[kind])
        sections.append(
            Section(
                kind,
                lines=tuple(lines.get(kind, ())[shown]),
                contradictions=tuple(contested[shown]) if kind is SectionKind.CONTESTED else (),
                total=totals[kind],
            )
        )
    return tuple(sections), page, pages


def _nearby(session: Session, scope: Scope, window: Window) -> tuple[tuple[str, int], ...]:
    """The countries with most events in the window: neighbours of the region first, else anywhere."""
    found = busiest_countries(session, since=window.since, until=window.until, limit=40)
    if scope.kind is ScopeKind.COUNTRY:
        near = _neighbours(scope.key)
        local = [(code, number) for code, number in found if code in near and code != scope.key]
        found = local or [(code, number) for code, number in found if code != scope.key]
    return tuple(found[:5])


def _neighbours(code: str) -> frozenset[str]:
    groups: Iterable[frozenset[str]] = (r.countries for r in regions().values() if code in r.countries)
    return min(groups, key=len, default=frozenset())
