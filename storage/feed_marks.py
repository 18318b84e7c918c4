"""What of each feed's document has been taken in, and the state of many feeds written at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from storage.feed_tables import FeedMarksRow
from storage.sources import update_feed
from storage.tables import FeedRow

Marks = Mapping[str, datetime | None]
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def feed_marks(session: Session, feed_id: int) -> dict[str, datetime | None]:
    """The entries of a feed's document as last taken in, by mark, with their dates (aware UTC, whole seconds)."""
    rows: list[Any] = session.scalar(select(FeedMarksRow.marks).where(FeedMarksRow.feed_id == feed_id)) or []
    return {mark: None if at_s is None else _EPOCH + timedelta(seconds=at_s) for mark, at_s in rows}


def put_feed_marks(session: Session, marks: Mapping[int, Marks]) -> None:
    """Remember the entries of feeds, by feed id, in place of those before. A feed that is gone is passed over."""
    there = set(session.scalars(select(FeedRow.id).where(FeedRow.id.in_(marks))))
    rows = [{"feed_id": feed_id, "marks": _stored(of_feed)} for feed_id, of_feed in marks.items() if feed_id in there]
    if rows:
        dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
        insert = dialect.insert(FeedMarksRow)
        put = insert.on_conflict_do_update(index_elements=["feed_id"], set_={"marks": insert.excluded.marks})
        session.execute(put, rows)


def _stored(marks: Marks) -> list[list[str | int | None]]:
    return [[mark, None if at is None else round((at - _EPOCH).total_seconds())] for mark, at in marks.items()]


def update_feeds(session: Session, rows: Sequence[tuple[int, Mapping[str, Any]]]) -> None:
    """Set columns of many feeds: ``storage.sources.update_feed`` of each, in few statements."""
    alike: dict[tuple[str, ...], list[dict[str, Any]]] = {}
    for feed_id, changes in rows:
        if "url" in changes:  # asks whether another feed has it
            update_feed(session, feed_id, **changes)
        elif changes:
            alike.setdefault(tuple(sorted(changes)), []).append({"the_feed": feed_id} | dict(changes))
    table = FeedRow.__table__
    for names, values in alike.items():
        statement = update(table).where(table.c.id == bindparam("the_feed"))  # type: ignore[arg-type]
        session.connection().execute(statement.values({name: bindparam(name) for name in names}), values)
