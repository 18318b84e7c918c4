"""What is stored already: asked before the work of storing it is begun."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from storage.articles import url_key
from storage.model.article import Draft
from storage.tables import ArticleRow

_AT_ONCE = 400


def known_texts(session: Session, drafts: Sequence[Draft]) -> set[Draft]:
    """Those of the drafts whose text is the current one of their very address: storing them would change nothing.

    A text that is known from another address is left to ``storage.articles.add_article``.
    """
    keys = {draft: (draft.content_hash, None if draft.url is None else url_key(draft.url)) for draft in drafts}
    known: set[tuple[str, str | None]] = set()
    for hashes in _slices(sorted({content_hash for content_hash, _ in keys.values()})):
        rows = session.execute(
            select(ArticleRow.content_hash, ArticleRow.url_key).where(
                ArticleRow.content_hash.in_(hashes), ArticleRow.superseded_by.is_(None)
            )
        )
        known |= {(content_hash, key) for content_hash, key in rows}
    return {draft for draft, key in keys.items() if key in known}


def _slices(values: Sequence[str]) -> Iterator[Sequence[str]]:
    # Databases take a limited number of parameters (SQLite of old: 999).
    return (values[start : start + _AT_ONCE] for start in range(0, len(values), _AT_ONCE))
