"""Sources and feeds: who publishes, and what is polled."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from storage.errors import NotFound
from storage.model.article import Feed, Source, source_key, storable
from storage.model.briefing import Coverage
from storage.tables import ArticleRow, FeedRow, SourceRow

_FEED_FIELDS = tuple(field.name for field in dataclasses.fields(Feed))


def source_noun(row: SourceRow) -> Source:
    """A row as the noun."""
    return Source(**{f.name: getattr(row, f.name) for f in dataclasses.fields(Source)})


def put_source(session: Session, source: Source) -> Source:
    """Insert the source, or bring the stored one with its key up to date.

    A reliability that was judged is never replaced by F, "not judged yet".
    """
    row = session.scalar(select(SourceRow).where(SourceRow.key == source.key))
    if row is None:
        row = SourceRow(key=source.key)
        session.add(row)
    kept = {"id", "key"}
    if source.reliability == "F" and row.reliability not in (None, "F"):
        kept |= {"reliability", "reliability_reason"}
    for field in dataclasses.fields(Source):
        if field.name not in kept:
            setattr(row, field.name, getattr(source, field.name))
    session.flush()
    return source_noun(row)


def ensure_source_id(session: Session, name: str, *, exercise: bool = False) -> int:
    """The id of the source called ``name``; an unknown one is stored with reliability F."""
    name = storable(name)
    key = source_key(name)[:200]
    known = select(SourceRow.id).where(SourceRow.key == key)
    found = session.scalar(known)
    if found is not None:
        return found
    new = Source(key=key, name=name.strip()[:200], exercise=exercise, reliability_reason="not judged yet")
    values = dataclasses.asdict(new)
    del values["id"]
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    # Another writer may store the same source at this moment: then his is taken.
    session.execute(insert(SourceRow).values(**values).on_conflict_do_nothing())
    return session.scalars(known).one()


def find_source(session: Session, name: str) -> Source | None:
    """The source called ``name``."""
    row = session.scalar(select(SourceRow).where(SourceRow.key == source_key(storable(name))[:200]))
    return None if row is None else source_noun(row)


def list_sources(session: Session) -> list[tuple[Source, int, datetime | None]]:
    """Every source with how many current articles it has and when the newest was fetched, most articles first."""
    count = func.count(ArticleRow.id)
    rows = session.execute(
        select(SourceRow, count, func.max(ArticleRow.fetched_at))
        .outerjoin(ArticleRow, (ArticleRow.source_id == SourceRow.id) & ArticleRow.superseded_by.is_(None))
        .group_by(SourceRow.id)
        .order_by(count.desc(), SourceRow.name)
    )
    return [(source_noun(row), number, newest) for row, number, newest in rows]


def feed_noun(row: FeedRow) -> Feed:
    """A row as the noun."""
    return Feed(**{name: getattr(row, name) for name in _FEED_FIELDS})


def add_feed(
    session: Session,
    url: str,
    *,
    now: datetime,
    interval_s: int,
    title: str | None = None,
    source_name: str | None = None,
    exercise: bool = False,
    folder: str | None = None,
    site_url: str | None = None,
) -> tuple[Feed, bool]:
    """Store a feed, due at once. Returns it and whether it is new (an address is stored once).

    ``folder`` is the group it is shown and exported in, ``site_url`` the site it belongs to.
    """
    row = session.scalar(select(FeedRow).where(FeedRow.url == url))
    if row is not None:
        return feed_noun(row), False
    row = FeedRow(
        url=url,
        title=title,
        source_name=source_name,
        interval_s=interval_s,
        created_at=now,
        next_poll_at=now,
        failures=0,
        exercise=exercise,
        folder=folder,
        site_url=site_url,
    )
    session.add(row)
    session.flush()
    return feed_noun(row), True


def get_feed(session: Session, feed_id: int) -> Feed:
    """The feed with this id. Raises ``NotFound``."""
    row = session.get(FeedRow, feed_id)
    if row is None:
        raise NotFound(f"there is no feed {feed_id}")
    return feed_noun(row)


def find_feed(session: Session, url: str) -> Feed | None:
    """The feed at this address."""
    row = session.scalar(select(FeedRow).where(FeedRow.url == url))
    return None if row is None else feed_noun(row)


def list_feeds(session: Session) -> list[Feed]:
    """Every feed, in order of id."""
    return [feed_noun(row) for row in session.scalars(select(FeedRow).order_by(FeedRow.id))]


def due_feeds(session: Session, now: datetime, *, limit: int | None = None) -> list[Feed]:
    """The enabled feeds whose next poll is due, the longest waiting first."""
    query = (
        select(FeedRow)
        .where(FeedRow.disabled_at.is_(None), FeedRow.next_poll_at <= now)
        .order_by(FeedRow.next_poll_at, FeedRow.id)
        .limit(limit)
    )
    return [feed_noun(row) for row in session.scalars(query)]


def update_feed(session: Session, feed_id: int, **changes: Any) -> None:
    """Set the given columns of a feed. A changed ``url`` that another feed has already is left as it was."""
    if "url" in changes:
        other = session.scalar(select(FeedRow.id).where(FeedRow.url == changes["url"], FeedRow.id != feed_id))
        if other is not None:
            changes.pop("url")
    if changes:
        session.execute(update(FeedRow).where(FeedRow.id == feed_id).values(**changes))


def untold_feeds(session: Session) -> tuple[list[Feed], list[Feed]]:
    """The feeds that died and those that recovered without anybody having been told, each in order of id."""
    died = select(FeedRow).where(FeedRow.dead_at.is_not(None), FeedRow.dead_told_at.is_(None))
    recovered = select(FeedRow).where(FeedRow.dead_at.is_(None), FeedRow.dead_told_at.is_not(None))
    dead, alive = (session.scalars(query.order_by(FeedRow.id)) for query in (died, recovered))
    return [feed_noun(row) for row in dead], [feed_noun(row) for row in alive]


def remove_feed(session: Session, feed_id: int) -> None:
    """Forget a feed; its articles stay. Raises ``NotFound``."""
    row = session.get(FeedRow, feed_id)
    if row is None:
        raise NotFound(f"there is no feed {feed_id}")
    session.delete(row)


def coverage_of(feeds: Sequence[Feed], since: datetime) -> Coverage:
    """Pure: what the states of the enabled feeds say about the time since ``since``."""
    enabled = [f for f in feeds if f.disabled_at is None]
    moments = [f.last_success_at for f in enabled if f.last_success_at is not None and f.last_success_at >= since]
    return Coverage(read=len(moments), total=len(enabled), oldest_at=min(moments, default=None))


def feed_coverage(session: Session, since: datetime) -> Coverage:
    """How many enabled feeds were read since ``since``, and when the one longest unread of them was."""
    return coverage_of(list_feeds(session), since)
