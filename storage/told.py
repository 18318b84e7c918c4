"""Who was told what: written with a delivery, asked when an article is corrected."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from storage.model.briefing import Briefing, Line
from storage.revision_tables import ToldRow
from storage.tables import DeliveryMessageRow, DeliveryRow


@dataclass(frozen=True, slots=True)
class Told:
    """A chat (and topic) that was told, in the messages ``message_ids`` of a delivery. ``first_at`` is aware UTC."""

    chat_id: int
    thread_id: int
    delivery_id: int
    message_ids: tuple[int, ...]
    first_at: datetime


def told_in(briefing: Briefing) -> set[tuple[int, int | None]]:
    """Pure: what a reader of the briefing is told: each article whose words it shows, with the event that they tell.

    The event is ``None`` for claims, and for headlines in other languages.
    """
    told = {(article.id, None) for article in briefing.other_languages}
    return told.union(*(_told_by(line) for line in _lines(briefing)))


def _lines(briefing: Briefing) -> Iterator[Line]:
    for section in briefing.sections:
        yield from section.lines
        for pair in section.contradictions:
            yield pair.first
            yield pair.second


def _told_by(line: Line) -> set[tuple[int, int | None]]:
    events: set[tuple[int, int | None]] = {(record.article.id, record.id) for record in line.records}
    return events or {(line.article.id, None)}


def note_told(session: Session, delivery_id: int, told: Collection[tuple[int, int | None]]) -> None:
    """Note with a delivery what it tells, as ``(article, event or None)``."""
    for article_id, event_id in sorted(told, key=lambda pair: (pair[0], pair[1] or 0)):
        session.add(ToldRow(delivery_id=delivery_id, article_id=article_id, event_id=event_id or 0))
    session.flush()


def told(session: Session, *, article_id: int | None = None, event_id: int | None = None) -> list[Told]:
    """Who was told of this article, or of this event, earliest first; only what reached its chat counts.

    Raises ``ValueError`` unless one of them is given.
    """
    if (article_id is None) == (event_id is None):
        raise ValueError("either an article or an event")
    of = ToldRow.article_id == article_id if event_id is None else ToldRow.event_id == event_id
    deliveries = select(ToldRow.delivery_id).where(of)
    rows = session.execute(
        select(DeliveryRow, DeliveryMessageRow)
        .join(DeliveryMessageRow, DeliveryMessageRow.delivery_id == DeliveryRow.id)
        .where(DeliveryRow.id.in_(deliveries))
        .order_by(DeliveryMessageRow.sent_at, DeliveryRow.id, DeliveryMessageRow.part)
    )
    messages: dict[int, list[tuple[DeliveryRow, DeliveryMessageRow]]] = defaultdict(list)
    for delivery, message in rows:
        messages[delivery.id].append((delivery, message))
    return [
        Told(
            chat_id=parts[0][0].chat_id,
            thread_id=parts[0][0].thread_id,
            delivery_id=delivery_id,
            message_ids=tuple(message.message_id for _, message in parts),
            first_at=parts[0][1].sent_at,
        )
        for delivery_id, parts in messages.items()
    ]
