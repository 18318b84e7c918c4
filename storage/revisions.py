"""What a revision took back: findings of an article's former versions that the one which stands now does not hold.

Findings are compared by what they tell, not by where it stands: a sentence that moved is no correction, ten dead who
became twelve are one. Versions read by different versions of the analysis are not compared, since what differs between
them may be the reader.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from storage.model.findings import Claim, Event, claim_from_json, event_from_json
from storage.revision_tables import WithdrawnClaimRow, WithdrawnEventRow
from storage.tables import AnalysisRow, ArticleRow, ClaimRow, EventRow


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """``revision_id`` is the article that no longer tells it (``None`` once that is pruned); ``at`` is aware UTC."""

    revision_id: int | None
    at: datetime


def event_key(event: Event) -> Hashable:
    """Pure: what an event tells, without where it stands: equal for two events that tell the same."""
    mentions = (event.trigger, event.actor, event.target, event.location, event.condition, event.weapon)
    numbers = (event.count, event.fatalities, event.injured)
    return (
        event.type,
        event.subtype,
        event.status,
        tuple(None if mention is None else _folded(mention.text) for mention in mentions),
        tuple(None if number is None else (number.low, number.high) for number in numbers),
        (event.date, event.date_end),
    )


def claim_key(claim: Claim, text: str) -> Hashable:
    """Pure: who said what in ``text``, without where it stands."""
    speaker = None if claim.speaker is None else _folded(claim.speaker.text)
    return claim.stance, speaker, _folded(claim.content.of(text))


Find = Callable[[Session, list[int]], list[tuple[int, Hashable]]]
"""The findings of articles as ``(id, key)``."""


def _folded(words: str) -> str:
    return " ".join(words.casefold().split())


def mark_withdrawn(session: Session, article_id: int, *, now: datetime) -> None:
    """Mark what the former versions of an article told and the one that stands in their place does not, and nothing
    else. ``article_id`` is any of them that was read, or became current, at ``now`` (aware)."""
    row = session.get_one(ArticleRow, article_id)
    while row.superseded_by is not None:
        row = session.get_one(ArticleRow, row.superseded_by)
    version = session.scalar(select(AnalysisRow.version).where(AnalysisRow.article_id == row.id))
    if version is None:
        return
    former = [number for number in _former(session, row) if _read_by(session, number, version)]
    for table, find in _KINDS:
        stands = find(session, [row.id])
        # What stands is not withdrawn, though it may have been.
        _unmark(session, table, [number for number, _ in stands])
        told = {key for _, key in stands}
        found = find(session, former) if former else []
        _unmark(session, table, [number for number, key in found if key in told])
        _mark(session, table, [number for number, key in found if key not in told], Withdrawal(row.id, now))


def told_at(session: Session, article: ArticleRow) -> dict[Hashable, datetime]:
    """When each thing that an article, or the version which it is about to replace, tells was first stored (aware UTC).

    To be asked before another reading or a revision takes the place of what stands: what was told is not news again.
    """
    alike = ArticleRow.id == article.id
    if article.url_key is not None and article.revision > 1:
        older = (ArticleRow.url_key == article.url_key) & (ArticleRow.revision < article.revision)
        alike |= older & ArticleRow.superseded_by.is_(None)
    articles = list(session.scalars(select(ArticleRow.id).where(alike)))
    told: dict[Hashable, datetime] = {}
    for table, find in ((EventRow, _events), (ClaimRow, _claims)):
        rows = session.execute(select(table.id, table.stored_at).where(table.article_id.in_(articles)))
        times = {row.id: row.stored_at for row in rows}
        for number, key in find(session, articles):
            told[key] = min(times[number], told.get(key, times[number]))
    return told


def _unmark(session: Session, table: WithdrawnTable, numbers: list[int]) -> None:
    if numbers:
        session.execute(delete(table).where(table.finding_id.in_(numbers)))


def _mark(session: Session, table: WithdrawnTable, numbers: list[int], mark: Withdrawal) -> None:
    """What was withdrawn before keeps its time, but is withdrawn by the revision that stands now."""
    if not numbers:
        return
    known = set(session.scalars(select(table.finding_id).where(table.finding_id.in_(numbers))))
    if known:
        session.execute(update(table).where(table.finding_id.in_(known)).values(revision_id=mark.revision_id))
    rows = [
        {"finding_id": number, "revision_id": mark.revision_id, "withdrawn_at": mark.at}
        for number in numbers
        if number not in known
    ]
    if rows:
        session.execute(insert(table), rows)


def _former(session: Session, standing: ArticleRow) -> list[int]:
    """Every other version of the addresses for which the article stands."""
    keys = {standing.url_key} - {None}
    keys |= set(session.scalars(select(ArticleRow.url_key).where(ArticleRow.superseded_by == standing.id)))
    rows = select(ArticleRow.id).where(ArticleRow.url_key.in_(keys), ArticleRow.superseded_by.is_not(None))
    return list(session.scalars(rows.where(ArticleRow.id != standing.id)))


def _read_by(session: Session, article_id: int, version: str) -> bool:
    row = session.get(AnalysisRow, article_id)
    return row is not None and row.version == version


def _events(session: Session, articles: list[int]) -> list[tuple[int, Hashable]]:
    rows = session.execute(select(EventRow.id, EventRow.detail).where(EventRow.article_id.in_(articles)))
    return [(number, event_key(event_from_json(detail))) for number, detail in rows]


def _claims(session: Session, articles: list[int]) -> list[tuple[int, Hashable]]:
    rows = session.execute(
        select(ClaimRow.id, ClaimRow.detail, ArticleRow)
        .join(ArticleRow, ArticleRow.id == ClaimRow.article_id)
        .where(ClaimRow.article_id.in_(articles))
    )
    return [(number, claim_key(claim_from_json(detail), analysed_text(row))) for number, detail, row in rows]


def analysed_text(row: ArticleRow) -> str:
    """Pure: what the offsets of the findings point into (``Article.analysed_text``)."""
    return row.text if row.text.strip() else (row.title or "")


WithdrawnTable = type[WithdrawnEventRow] | type[WithdrawnClaimRow]
_KINDS: tuple[tuple[WithdrawnTable, Find], ...] = ((WithdrawnEventRow, _events), (WithdrawnClaimRow, _claims))


@dataclass(frozen=True, slots=True)
class FormerFindings:
    """The ids of what an earlier reading of an article found, by what it tells, and which of it was withdrawn."""

    ids: dict[Hashable, list[int]]
    marks: tuple[tuple[WithdrawnTable, dict[int, Withdrawal]], ...]

    def take(self, key: Hashable) -> int | None:
        """The id for a finding of now, each once; ``None`` where it is a new one."""
        return self.ids[key].pop(0) if self.ids.get(key) else None


def former_findings(session: Session, article_id: int) -> FormerFindings:
    """Before they are replaced by those of another reading. Empty where there was none."""
    ids: dict[Hashable, list[int]] = defaultdict(list)
    marks: list[tuple[WithdrawnTable, dict[int, Withdrawal]]] = []
    for table, find in _KINDS:
        found = find(session, [article_id])
        for number, key in found:
            ids[key].append(number)
        marks.append((table, _withdrawn(session, table, [number for number, _ in found])))
    return FormerFindings(ids, tuple(marks))


def restore_marks(session: Session, article_id: int, former: FormerFindings) -> None:
    """What was withdrawn before another reading, and was found again, still is."""
    for (table, find), (_, marks) in zip(_KINDS, former.marks, strict=False):  # none where it was not read before
        for number, _ in find(session, [article_id]) if marks else ():
            if number in marks:
                _mark(session, table, [number], marks[number])


def _withdrawn(session: Session, table: WithdrawnTable, numbers: list[int]) -> dict[int, Withdrawal]:
    if not numbers:
        return {}
    rows = session.execute(
        select(table.finding_id, table.revision_id, table.withdrawn_at).where(table.finding_id.in_(numbers))
    )
    return {number: Withdrawal(revision_id, at) for number, revision_id, at in rows}


def withdrawn_events(session: Session, article_id: int) -> dict[int, Withdrawal]:
    """The events of an article that were withdrawn, by their ids."""
    return _withdrawn(session, WithdrawnEventRow, [number for number, _ in _events(session, [article_id])])


def withdrawn_claims(session: Session, article_id: int) -> dict[int, Withdrawal]:
    """The claims of an article that were withdrawn, by their ids."""
    return _withdrawn(session, WithdrawnClaimRow, [number for number, _ in _claims(session, [article_id])])
