"""What was found in articles, read back whole."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from storage.articles import get_summary
from storage.errors import NotFound
from storage.model.article import Article
from storage.model.briefing import ClaimRecord, EventRecord
from storage.model.findings import Analysis, CountryFinding, Entity, Span, claim_from_json, event_from_json
from storage.tables import AnalysisRow, ArticleCountryRow, ClaimRow, EntityRow, EventRow


def get_analysis(session: Session, article_id: int) -> Analysis:
    """The stored findings of an article, in the order in which they were found. Raises ``NotFound``."""
    row = session.get(AnalysisRow, article_id)
    if row is None:
        raise NotFound(f"article {article_id} has not been read")
    places = select(ArticleCountryRow).where(ArticleCountryRow.article_id == article_id)
    names = select(EntityRow).where(EntityRow.article_id == article_id).order_by(EntityRow.id)
    events = select(EventRow.detail).where(EventRow.article_id == article_id).order_by(EventRow.ordinal)
    claims = select(ClaimRow.detail).where(ClaimRow.article_id == article_id).order_by(ClaimRow.ordinal)
    return Analysis(
        countries=tuple(
            CountryFinding(c.code, c.role, c.score, tuple(Span(s["start"], s["end"]) for s in c.evidence))
            for c in session.scalars(places.order_by(ArticleCountryRow.score.desc(), ArticleCountryRow.code))
        ),
        entities=tuple(Entity(e.text, e.label, e.start, e.end, e.country) for e in session.scalars(names)),
        events=tuple(event_from_json(detail) for detail in session.scalars(events)),
        claims=tuple(claim_from_json(detail) for detail in session.scalars(claims)),
        summary=get_summary(session, article_id),
        relevance=row.relevance,
    )


def events_in(session: Session, articles: Sequence[Article]) -> list[EventRecord]:
    """The events of these articles: most severe first, then newest, then lowest id."""
    by_id = {article.id: article for article in articles}
    rows = session.execute(
        select(EventRow.id, EventRow.article_id, EventRow.detail)
        .where(EventRow.article_id.in_(sorted(by_id)))
        .order_by(EventRow.severity.desc(), EventRow.effective_at.desc(), EventRow.id)
    )
    return [EventRecord(id_, event_from_json(detail), by_id[article_id]) for id_, article_id, detail in rows]


def claims_in(session: Session, articles: Sequence[Article]) -> list[ClaimRecord]:
    """The claims of these articles: newest article first, then text order."""
    by_id = {article.id: article for article in articles}
    rows = session.execute(
        select(ClaimRow.id, ClaimRow.article_id, ClaimRow.detail)
        .where(ClaimRow.article_id.in_(sorted(by_id)))
        .order_by(ClaimRow.effective_at.desc(), ClaimRow.article_id, ClaimRow.ordinal)
    )
    return [ClaimRecord(id_, claim_from_json(detail), by_id[article_id]) for id_, article_id, detail in rows]
