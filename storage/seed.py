"""The data that ships: sources, the seed article, the exercise articles. Read from the package, wherever it lies."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from importlib import resources
from importlib.resources.abc import Traversable
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from storage.frontmatter import parse_iso, parse_offset, split_front_matter
from storage.intake_tables import HandInRow, IntakeChatRow
from storage.model.article import Draft, Source, source_key
from storage.reading import Turn, wait
from storage.sources import put_source
from storage.tables import AnalysisRow, ArticleCountryRow, ArticleRow, ClaimRow, EntityRow, EventRow

_SOURCE_FIELDS = ("kind", "home_country", "language", "family", "reliability", "reliability_reason", "homepage")


def _folder() -> Traversable:
    return resources.files("seeds")


def _files(folder: str, suffix: str) -> Iterator[Traversable]:
    found = (f for f in _folder().joinpath(folder).iterdir() if f.is_file() and f.name.endswith(suffix))
    return iter(sorted(found, key=lambda f: f.name))


def read_sources(*, exercise: bool = False) -> list[Source]:
    """The sources of ``seeds/sources.toml``, in its order; those of exercises only with ``exercise``.

    Raises ``ValueError`` where an entry has no name or a field that a source does not have.
    """
    data: dict[str, Any] = tomllib.loads(_folder().joinpath("sources.toml").read_text("utf-8"))
    sources = [_source(entry) for entry in data.get("source", [])]
    return [source for source in sources if exercise or not source.exercise]


def _source(entry: dict[str, Any]) -> Source:
    known = {"name", "exercise", *_SOURCE_FIELDS}
    if not entry.get("name") or not set(entry) <= known:
        raise ValueError(f"seeds/sources.toml: {entry.get('name', 'an entry')!r} has {sorted(set(entry) - known)}")
    given = {name: entry[name] for name in _SOURCE_FIELDS if name in entry}
    return Source(
        key=source_key(entry["name"]), name=entry["name"], exercise=bool(entry.get("exercise", False)), **given
    )


def load_sources(session: Session, *, exercise: bool = False) -> int:
    """Store the sources, or bring them up to date; returns how many. Exercise ones only with ``exercise``."""
    sources = read_sources(exercise=exercise)
    for source in sources:
        put_source(session, source)
    return len(sources)


def read_exercise(start: datetime) -> list[Draft]:
    """The exercise articles, oldest first, their dates counted back from ``start`` (aware) and never after it.

    Raises ``ValueError`` where an article has no title, no text, or a date that cannot be read.
    """
    # Read as of the end of the day, then moved back together: a denial must not come before what it denies.
    day_end = start.astimezone(UTC).replace(hour=23, minute=59)
    drafts = [_exercise(f, start, day_end) for f in _files("exercise", ".md")]
    ahead = max((d.published_at - start for d in drafts if d.published_at is not None), default=timedelta(0))
    if ahead > timedelta(0):
        drafts = [replace(d, published_at=d.published_at and d.published_at - ahead) for d in drafts]
    return sorted(drafts, key=lambda draft: draft.published_at or start)


def _exercise(file: Traversable, start: datetime, day_end: datetime) -> Draft:
    fields, text = split_front_matter(file.read_text("utf-8"))
    written = fields.get("published")
    published = None if written is None else parse_offset(written, day_end) or parse_iso(written)
    if not fields.get("title") or not text or (written is not None and published is None):
        raise ValueError(f"seeds/exercise/{file.name} lacks a title, a text or a readable date")
    return Draft(
        text=text,
        fetched_at=start,
        title=fields["title"],
        url=fields.get("url"),
        source_name=fields.get("source"),
        published_at=published,
        language=fields.get("language"),
        exercise=True,
    )


def read_seed_article(fetched_at: datetime) -> Draft:
    """The real article that ships, its text unchanged: it has no title and no date."""
    (file, *_) = _files("articles", ".txt")
    return Draft(text=file.read_bytes().decode("utf-8"), fetched_at=fetched_at)


def forget_telegram(session: Session) -> int:
    """Drop what an earlier demo's people wrote: the local Telegram gives the same numbers to other messages then.

    Returns how many articles went.
    """
    session.execute(delete(HandInRow))
    session.execute(update(IntakeChatRow).values(taken=0, last_taken_at=None))
    written = ArticleRow.url_key.startswith("https://t.me/") | ArticleRow.url_key.startswith("telegram:")
    return len(session.execute(delete(ArticleRow).where(written).returning(ArticleRow.id)).all())


def redate(session: Session, drafts: Sequence[Draft]) -> int:
    """Give stored seed articles the dates of these drafts, so that a later demo is not last week's news.

    Those that moved lose their reading and are read again. Returns how many moved.
    """
    moved = 0
    for draft in drafts:
        row = session.scalar(select(ArticleRow).where(ArticleRow.content_hash == draft.content_hash))
        effective_at = draft.published_at or draft.fetched_at
        if row is None or row.effective_at.date() == effective_at.date():
            continue
        row.published_at, row.fetched_at = draft.published_at, draft.fetched_at
        row.effective_at, row.stored_at = effective_at, draft.fetched_at
        for table in (EventRow, ClaimRow, EntityRow, ArticleCountryRow, AnalysisRow):
            session.execute(delete(table).where(table.article_id == row.id))
        wait(session, [(row.id, effective_at)], Turn.NEWS)
        moved += 1
    return moved
