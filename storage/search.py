"""Full-text search: FTS5 on SQLite, tsvector on PostgreSQL; the same words find the same articles."""

from __future__ import annotations

import re
from dataclasses import dataclass

from sqlalchemy import select, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from storage.articles import article_noun
from storage.model.article import Article, storable
from storage.tables import ArticleRow, SearchQueryRow

_TOKEN = re.compile(r'"([^"]+)"|(\S+)')
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Found:
    """One page of results, newest first, and how many there are in all."""

    articles: tuple[Article, ...]
    total: int


def parse_words(words: str) -> list[list[str]]:
    """Pure: phrases to look for, each a list of words; quotation marks keep words together. May be empty."""
    return [_WORD.findall(phrase) for phrase in _phrases(words)]


def _phrases(words: str) -> list[str]:
    # Whole, not as words: each database parts them as it parted the texts.
    found = _TOKEN.findall(storable(words).replace("“", '"').replace("”", '"'))
    phrases = [(quoted or bare).replace('"', " ") for quoted, bare in found]
    return [phrase for phrase in phrases if _WORD.search(phrase)]


def search_articles(session: Session, words: str, *, limit: int, offset: int = 0) -> Found:
    """Current articles that hold every word (and every quoted phrase) in title or text."""
    phrases = _phrases(words)
    if not phrases:
        return Found((), 0)
    if session.get_bind().dialect.name == "postgresql":
        parts = [f"phraseto_tsquery('sitrep', sitrep_search_text(:phrase_{n}))" for n in range(len(phrases))]
        condition = text(f"search_vector @@ ({' && '.join(parts)}) AND superseded_by IS NULL").bindparams(
            **{f"phrase_{n}": phrase for n, phrase in enumerate(phrases)}
        )
    else:
        condition = text(
            "article.id IN (SELECT rowid FROM article_fts WHERE article_fts MATCH :query) AND superseded_by IS NULL"
        ).bindparams(query=" AND ".join(f'"{phrase}"' for phrase in phrases))
    total = len(session.scalars(select(ArticleRow.id).where(condition)).all())
    rows = session.scalars(
        select(ArticleRow)
        .where(condition)
        .order_by(ArticleRow.effective_at.desc(), ArticleRow.id.desc())
        .limit(limit)
        .offset(offset)
    )
    return Found(tuple(article_noun(row) for row in rows), total)


def remember_words(session: Session, words: str) -> int:
    """The permanent id of these search words, for a page button of at most 64 bytes."""
    words = words[:400]
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    session.execute(insert(SearchQueryRow).values(words=words).on_conflict_do_nothing())
    return session.scalars(select(SearchQueryRow.id).where(SearchQueryRow.words == words)).one()


def recall_words(session: Session, query_id: int) -> str | None:
    """The words behind an id of :func:`remember_words`."""
    row = session.get(SearchQueryRow, query_id)
    return None if row is None else row.words
