"""Findings: stored with an article in one go, found again by place, time, type and severity."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, exists, func, select
from sqlalchemy.orm import Session

from storage.articles import Statement, analysed_within, article_noun, supersede_older
from storage.languages import not_read
from storage.model.article import Article
from storage.model.briefing import ClaimRecord, EventRecord, TypeCount
from storage.model.findings import (
    Analysis,
    Claim,
    Event,
    EventType,
    Severity,
    Span,
    Stance,
    Status,
    claim_from_json,
    claim_to_json,
    event_from_json,
    event_to_json,
)
from storage.reading import done_waiting
from storage.revisions import (
    FormerFindings,
    analysed_text,
    claim_key,
    event_key,
    former_findings,
    mark_withdrawn,
    restore_marks,
    told_at,
)
from storage.tables import (
    AnalysisRow,
    ArticleCountryRow,
    ArticleRow,
    ClaimCountryRow,
    ClaimRow,
    EntityRow,
    EventCountryRow,
    EventRow,
)


@dataclass(frozen=True, slots=True)
class EventQuery:
    """What to look for. ``None`` means no limit; times are aware UTC, ``since`` inclusive, ``until`` exclusive.

    ``stored_since``/``stored_until`` bound when Sitrep stored the event (for "new since your last digest").
    """

    countries: Collection[str] | None = None
    types: Collection[EventType] | None = None
    since: datetime | None = None
    until: datetime | None = None
    stored_since: datetime | None = None
    stored_until: datetime | None = None
    min_severity: Severity = Severity.INFORMATIONAL
    without: Collection[Status] = ()


@dataclass(frozen=True, slots=True)
class Times:
    """When a finding counts as stored: ``now``, unless what it tells was ``told`` before (``told_at``)."""

    now: datetime
    told: Mapping[Hashable, datetime]

    def of(self, key: Hashable) -> datetime:
        """The time of what has this key."""
        return min(self.now, self.told.get(key, self.now))


def save_analysis(session: Session, article_id: int, analysis: Analysis, *, version: str, now: datetime) -> None:
    """Store everything found in an article, in place of what an earlier reading found. ``now`` is aware UTC.

    A second reading (by a newer version) keeps the time of the first, and what a revision tells as the version before
    it did keeps that one's: what was told is not news again. Nor is what a feed held before it was added: it counts as
    known since the article's ``known_since``.
    A finding that tells the same as one of the first keeps its id: people have been shown it. From here on a revision
    stands in place of the older ones of its address, and what they told and it does not is marked as withdrawn.
    """
    article = session.get_one(ArticleRow, article_id)
    earlier = session.scalar(select(AnalysisRow.analysed_at).where(AnalysisRow.article_id == article_id))
    read_at = now
    now = earlier or article.known_since or now
    former = FormerFindings({}, ())
    told = told_at(session, article) if earlier is not None or article.revision > 1 else {}
    if earlier is not None:  # findings come with their analysis only
        former = former_findings(session, article_id)
        for table in (EventRow, ClaimRow, EntityRow, ArticleCountryRow, AnalysisRow):
            session.execute(delete(table).where(table.article_id == article_id))
    summary: list[Any] = [{"start": s.start, "end": s.end, "score": s.score} for s in analysis.summary]
    session.add(
        AnalysisRow(
            article_id=article_id, version=version, analysed_at=now, relevance=analysis.relevance, summary=summary
        )
    )
    for country in analysis.countries:
        evidence: list[Any] = [{"start": s.start, "end": s.end} for s in country.evidence]
        session.add(
            ArticleCountryRow(
                article_id=article_id, code=country.code, role=country.role, score=country.score, evidence=evidence
            )
        )
    for entity in analysis.entities:
        session.add(
            EntityRow(
                article_id=article_id,
                text=entity.text,
                label=entity.label,
                start=entity.start,
                end=entity.end,
                country=entity.country,
            )
        )
    if article.language is None and analysis.language is not None:
        article.language = analysis.language
    _save_events(session, article, analysis, Times(now, told), former)
    _save_claims(session, article, analysis, Times(now, told), former)
    supersede_older(session, article_id)
    restore_marks(session, article_id, former)
    mark_withdrawn(session, article_id, now=read_at)
    done_waiting(session, article_id)


def _save_events(
    session: Session, article: ArticleRow, analysis: Analysis, times: Times, former: FormerFindings
) -> None:
    for ordinal, event in enumerate(analysis.events):
        row = EventRow(
            id=former.take(event_key(event)),
            article_id=article.id,
            ordinal=ordinal,
            type=event.type.value,
            subtype=event.subtype,
            status=event.status.value,
            severity=int(event.severity),
            trigger_start=event.trigger.start,
            effective_at=article.effective_at,
            stored_at=times.of(event_key(event)),
            detail=event_to_json(event),
        )
        session.add(row)
        session.flush()
        for code, role in event_places(event, analysis):
            session.add(EventCountryRow(event_id=row.id, code=code, role=role))


def _save_claims(
    session: Session, article: ArticleRow, analysis: Analysis, times: Times, former: FormerFindings
) -> None:
    text = analysed_text(article)
    for ordinal, claim in enumerate(analysis.claims):
        row = ClaimRow(
            id=former.take(claim_key(claim, text)),
            article_id=article.id,
            ordinal=ordinal,
            stance=claim.stance.value,
            effective_at=article.effective_at,
            stored_at=times.of(claim_key(claim, text)),
            detail=claim_to_json(claim),
        )
        session.add(row)
        session.flush()
        for code in sorted(claim_countries(claim, analysis)):
            session.add(ClaimCountryRow(claim_id=row.id, code=code))


def _focus(analysis: Analysis) -> set[str]:
    return {c.code for c in analysis.countries if c.role == "focus"}


def event_places(event: Event, analysis: Analysis) -> list[tuple[str, str]]:
    """Pure: ``(code, role)`` for every country under which a reader expects this event.

    An event that names no country it befalls ("the Swiss ministry advised against travel") belongs to the countries
    its article is about (role ``focus``). So does every threat: who reads about Iraq must see that its neighbour
    threatens the bases of a third.
    """
    parts = (("location", event.location), ("target", event.target), ("actor", event.actor))
    places = [(part.country, role) for role, part in parts if part is not None and part.country is not None]
    suffered = any(role != "actor" for _, role in places)
    if not suffered or event.type is EventType.THREATEN:
        named = {code for code, _ in places}
        places += [(code, "focus") for code in sorted(_focus(analysis) - named)]
    return places


def claim_countries(claim: Claim, analysis: Analysis) -> set[str]:
    """Pure: the countries a claim speaks of or is spoken by, else those its article is about."""
    spans = [claim.content]
    if claim.speaker is not None:
        spans.append(Span(claim.speaker.start, claim.speaker.end))
    codes = {
        entity.country
        for entity in analysis.entities
        if entity.country is not None and any(s.start <= entity.start and entity.end <= s.end for s in spans)
    }
    for country in analysis.countries:
        if any(s.start <= e.start and e.end <= s.end for s in spans for e in country.evidence):
            codes.add(country.code)
    if claim.speaker is not None and claim.speaker.country is not None:
        codes.add(claim.speaker.country)
    return codes | _focus(analysis)


def _limits(query: EventQuery, statement: Statement) -> Statement:
    statement = statement.join(ArticleRow, EventRow.article_id == ArticleRow.id).where(
        ArticleRow.superseded_by.is_(None)
    )
    if query.countries is not None:
        places = exists().where(EventCountryRow.event_id == EventRow.id, EventCountryRow.code.in_(query.countries))
        statement = statement.where(places)
    if query.types is not None:
        statement = statement.where(EventRow.type.in_([t.value for t in query.types]))
    if query.since is not None:
        statement = statement.where(EventRow.effective_at >= query.since)
    if query.until is not None:
        statement = statement.where(EventRow.effective_at < query.until)
    if query.stored_since is not None:
        statement = statement.where(EventRow.stored_at >= query.stored_since)
    if query.stored_until is not None:
        statement = statement.where(EventRow.stored_at < query.stored_until)
    if query.without:
        statement = statement.where(EventRow.status.not_in([s.value for s in query.without]))
    if query.min_severity > 0:
        statement = statement.where(EventRow.severity >= int(query.min_severity))
    return statement


def find_events(session: Session, query: EventQuery, *, limit: int | None = None, offset: int = 0) -> list[EventRecord]:
    """Matching events of current articles: most severe first, then newest, then lowest id."""
    statement = _limits(query, select(EventRow)).order_by(
        EventRow.severity.desc(), EventRow.effective_at.desc(), EventRow.id
    )
    return _event_records(session, session.scalars(statement.limit(limit).offset(offset)).all())


def _event_records(session: Session, rows: Sequence[EventRow]) -> list[EventRecord]:
    articles = _articles_by_id(session, {row.article_id for row in rows})
    return [EventRecord(row.id, event_from_json(row.detail), articles[row.article_id]) for row in rows]


def _articles_by_id(session: Session, ids: Collection[int]) -> dict[int, Article]:
    """Each article once: joined, its whole text would come again with every finding."""
    ordered = sorted(ids)
    articles: dict[int, Article] = {}
    for first in range(0, len(ordered), 500):  # SQLite takes 32,766 parameters at most
        rows = session.scalars(select(ArticleRow).where(ArticleRow.id.in_(ordered[first : first + 500])))
        articles |= {row.id: article_noun(row) for row in rows}
    return articles


def count_events(session: Session, query: EventQuery) -> list[TypeCount]:
    """Distinct triggers by type (conjoined actors or targets count once), most numerous first."""
    inner = _limits(
        query,
        select(
            EventRow.type.label("type"),
            EventRow.article_id.label("article_id"),
            EventRow.trigger_start.label("trigger_start"),
            func.max(EventRow.severity).label("severity"),
        ),
    )
    grouped = inner.group_by(EventRow.type, EventRow.article_id, EventRow.trigger_start).subquery()
    number = func.count()
    rows = session.execute(
        select(grouped.c.type, number, func.max(grouped.c.severity))
        .group_by(grouped.c.type)
        .order_by(number.desc(), grouped.c.type)
    )
    return [TypeCount(EventType(kind), count, Severity(highest)) for kind, count, highest in rows]


def article_events(session: Session, article_id: int) -> list[EventRecord]:
    """The events of one article, in text order."""
    rows = session.scalars(select(EventRow).where(EventRow.article_id == article_id).order_by(EventRow.ordinal))
    return _event_records(session, rows.all())


def find_claims(
    session: Session,
    *,
    countries: Collection[str] | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
    stored_since: datetime | None = None,
    stored_until: datetime | None = None,
    stances: Collection[Stance] | None = None,
    limit: int | None = None,
    offset: int = 0,
) -> list[ClaimRecord]:
    """Matching claims of current articles, newest article first, then text order. Bounds as in :class:`EventQuery`."""
    statement = (
        select(ClaimRow)
        .join(ArticleRow, ClaimRow.article_id == ArticleRow.id)
        .where(ArticleRow.superseded_by.is_(None))
    )
    if countries is not None:
        places = exists().where(ClaimCountryRow.claim_id == ClaimRow.id, ClaimCountryRow.code.in_(countries))
        statement = statement.where(places)
    if since is not None:
        statement = statement.where(ClaimRow.effective_at >= since)
    if until is not None:
        statement = statement.where(ClaimRow.effective_at < until)
    if stored_since is not None:
        statement = statement.where(ClaimRow.stored_at >= stored_since)
    if stored_until is not None:
        statement = statement.where(ClaimRow.stored_at < stored_until)
    if stances is not None:
        statement = statement.where(ClaimRow.stance.in_([s.value for s in stances]))
    statement = statement.order_by(ClaimRow.effective_at.desc(), ClaimRow.article_id, ClaimRow.ordinal)
    rows = session.scalars(statement.limit(limit).offset(offset)).all()
    articles = _articles_by_id(session, {row.article_id for row in rows})
    return [ClaimRecord(row.id, claim_from_json(row.detail), articles[row.article_id]) for row in rows]


def count_articles_about(
    session: Session,
    *,
    countries: Collection[str] | None,
    since: datetime | None = None,
    until: datetime | None = None,
    stored_since: datetime | None = None,
    stored_until: datetime | None = None,
) -> tuple[int, int]:
    """``(articles, sources)`` that were read and are about or name the countries; bounds as in ``EventQuery``."""
    statement = analysed_within(
        select(func.count(func.distinct(ArticleRow.id)), func.count(func.distinct(ArticleRow.source_id))),
        countries=countries,
        since=since,
        until=until,
        stored_since=stored_since,
        stored_until=stored_until,
    ).where(~not_read())
    articles, sources = session.execute(statement).one()
    return articles, sources


def busiest_countries(
    session: Session, *, since: datetime | None, until: datetime | None, limit: int
) -> list[tuple[str, int]]:
    """``(code, events)`` of the countries with most events in the window, for "what is stored nearby"."""
    number = func.count(func.distinct(EventRow.id))
    statement = _limits(
        EventQuery(since=since, until=until),
        select(EventCountryRow.code, number).join(EventRow, EventRow.id == EventCountryRow.event_id),
    )
    statement = statement.group_by(EventCountryRow.code).order_by(number.desc(), EventCountryRow.code).limit(limit)
    return [(code, count) for code, count in session.execute(statement)]


def latest_event_at(session: Session, countries: Collection[str]) -> datetime | None:
    """When the newest event of these countries happened (its article's effective time)."""
    statement = _limits(EventQuery(countries=countries), select(func.max(EventRow.effective_at)))
    newest: datetime | None = session.scalar(statement)
    return newest
