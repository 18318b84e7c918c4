"""Many articles stored together: what is new goes in with a few statements, whatever is not goes the usual way."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import cast

from sqlalchemy import ColumnElement, Table, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from storage.articles import Stored, add_article, article_values, is_exercise, key_of, refuse_empty
from storage.model.article import Draft
from storage.page_tries import put_page_try
from storage.reading import Turn, turn_of, wait
from storage.sources import ensure_source_id
from storage.tables import ArticleRow

_ARTICLE = cast(Table, ArticleRow.__table__)
_AT_ONCE = 400
"""Databases take a limited number of parameters (SQLite of old: 999)."""


def add_articles(session: Session, drafts: Sequence[Draft], *, now: datetime, turn: Turn | None = None) -> list[Stored]:
    """Store drafts as ``add_article`` does one after the other; what became of each, in their order.

    Raises ``ValueError`` where one has neither text nor title: then nothing of them is stored.
    """
    for draft in drafts:
        refuse_empty(draft)
    hashes = [draft.content_hash for draft in drafts]
    keys = [key_of(draft) for draft in drafts]
    taken_hashes = _taken(session, _ARTICLE.c.content_hash, hashes)
    taken_keys = _taken(session, _ARTICLE.c.url_key, keys)
    sources: dict[tuple[str, bool], int] = {}
    rows = []
    for draft, content_hash, key in zip(drafts, hashes, keys, strict=True):
        if content_hash not in taken_hashes and key not in taken_keys:
            source_id = None
            if draft.source_name:
                named = (draft.source_name, is_exercise(draft))
                if named not in sources:
                    sources[named] = ensure_source_id(session, named[0], exercise=named[1])
                source_id = sources[named]
            rows.append(article_values(draft, content_hash, key, source_id=source_id, now=now))
        # The next one with this text or address is no longer new.
        taken_hashes.add(content_hash)
        if key is not None:
            taken_keys.add(key)
    new = _insert(session, rows)
    results, waiting = [], dict[Turn, list[tuple[int, datetime]]]()
    for draft, content_hash in zip(drafts, hashes, strict=True):
        number = new.pop(content_hash, None)
        if number is None:
            # A duplicate, a revision, or another writer was faster.
            results.append(add_article(session, draft, now=now, turn=turn))
            continue
        results.append(Stored("new", number))
        if draft.page_try is not None:
            put_page_try(session, number, draft.page_try)
        moments = waiting.setdefault(turn_of(draft) if turn is None else turn, [])
        moments.append((number, draft.published_at or draft.fetched_at))
    for its_turn, moments in waiting.items():
        wait(session, moments, its_turn)
    return results


def _taken(session: Session, column: ColumnElement[str | None], values: Sequence[str | None]) -> set[str | None]:
    """Which of the values an article has already."""
    given = sorted({value for value in values if value is not None})
    taken: set[str | None] = set()
    for some in slices(given):
        taken.update(session.execute(select(column).where(column.in_(some))).scalars())
    return taken


def _insert(session: Session, rows: Sequence[dict[str, object]]) -> dict[str, int]:
    """Insert rows; the ids by ``content_hash`` of those that no other writer kept out."""
    if not rows:
        return {}
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    statement = insert(_ARTICLE).on_conflict_do_nothing().returning(_ARTICLE.c.content_hash, _ARTICLE.c.id)
    result = session.connection().execute(statement, rows)
    return {row.content_hash: row.id for row in result}


def slices(values: Sequence[str]) -> Iterator[Sequence[str]]:
    """The values in pieces that fit into one statement."""
    return (values[start : start + _AT_ONCE] for start in range(0, len(values), _AT_ONCE))
