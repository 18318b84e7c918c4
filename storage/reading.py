"""Which articles wait to be read, and in which order: what is news comes before what is not, however much that is.

An article waits from the transaction that stores it until the one that saves its findings, so that a crash between
the two loses nothing.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from enum import IntEnum
from typing import Any

from sqlalchemy import delete, func, literal, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from storage.model.article import Draft
from storage.reading_tables import WaitingRow
from storage.tables import AnalysisRow, ArticleRow


class Turn(IntEnum):
    """Whose turn it is first. Among those of one turn the newest article comes first (by ``effective_at``)."""

    NEWS = 0
    KNOWN = 1
    """What a feed held before it was added."""
    ARCHIVE = 2
    """What was loaded in bulk, to be read when there is time."""
    AGAIN = 3
    """What an older version of the analysis has read."""


def turn_of(draft: Draft) -> Turn:
    """Pure: the turn of an article that is stored to be read at once."""
    return Turn.NEWS if draft.known_since is None else Turn.KNOWN


def wait(session: Session, articles: Collection[tuple[int, datetime]], turn: Turn) -> None:
    """Let stored articles, as ``(id, effective_at)``, wait; those that wait already keep their turn."""
    if not articles:
        return
    rows = [{"article_id": number, "turn": int(turn), "effective_at": moment} for number, moment in articles]
    session.execute(_upsert(session).on_conflict_do_nothing(), rows)


def wait_again(session: Session, version: str) -> None:
    """Let every article wait that another version of the analysis has read."""
    older = (
        select(ArticleRow.id, literal(int(Turn.AGAIN)), ArticleRow.effective_at)
        .join(AnalysisRow, AnalysisRow.article_id == ArticleRow.id)
        .where(AnalysisRow.version != version)
    )
    columns = ["article_id", "turn", "effective_at"]
    session.execute(_upsert(session).from_select(columns, older).on_conflict_do_nothing())


def _upsert(session: Session) -> Any:
    return (postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert)(WaitingRow)


def done_waiting(session: Session, article_id: int) -> None:
    """The article has been read."""
    session.execute(delete(WaitingRow).where(WaitingRow.article_id == article_id))


def waiting_articles(
    session: Session, *, limit: int, until: Turn = Turn.AGAIN, skip: Collection[int] = ()
) -> list[int]:
    """The ids of at most ``limit`` articles that wait, in the order in which they are to be read.

    Those whose turn comes after ``until`` are left out, as are those in ``skip``.
    """
    found: list[int] = []
    for turn in Turn:  # each by itself: then the index has their order
        if turn > until or len(found) >= limit:
            break
        # A little more is asked for, rather than naming all of ``skip``: databases take a limited number of parameters.
        rows = session.scalars(
            select(WaitingRow.article_id)
            .where(WaitingRow.turn == int(turn))
            .order_by(WaitingRow.effective_at.desc(), WaitingRow.article_id)
            .limit(limit + len(skip))
        )
        found += [number for number in rows if number not in skip]
    return found[:limit]


def count_waiting(session: Session, *, since: Turn = Turn.NEWS, until: Turn = Turn.AGAIN) -> int:
    """How many articles wait with a turn from ``since`` to ``until``, both included."""
    query = select(func.count()).where(WaitingRow.turn >= int(since), WaitingRow.turn <= int(until))
    return session.scalar(query) or 0


def is_waiting(session: Session, article_id: int) -> bool:
    """Whether this article waits to be read."""
    return session.get(WaitingRow, article_id) is not None
