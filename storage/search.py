"""Full-text search: FTS5 on SQLite, tsvector on PostgreSQL; the same words find the same articles."""

from __future__ import annotations

import re
from dataclasses import dataclass

from sqlalchemy import select, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from storage.articles import article_noun
from storage.model.article import Article
from storage.tables import ArticleRow, SearchQueryRow

_TOKEN = re.compile(r'"([^"]+)"|(\S+)')
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Found:
    """One page of results, newest first, and how many there are in all."""

    articles: tuple[Article, ...]
    total: int


def parse_words(words: str) -> list[list[str]]:
    """Pure: phrases to look for, each a list of words; quotation marks keep words together. May be empty."""
    phrases = []
    for quoted, bare in _TOKEN.findall(words.replace("“", '"').replace("”", '"')):
        phrase = _WORD.findall(quoted or bare)
        if phrase:
            phrases.append(phrase)
    return phrases


def search_articles(session: Session, words: str, *, limit: int, offset: int = 0) -> Found:
    """Current articles that hold every word (and every quoted phrase) in title or text."""
    phrases = parse_words(words)
    if not phrases:
        return Found((), 0)
    if session.get_bind().dialect.name == "postgresql":
        condition = text(
            "search_vector @@ websearch_to_tsquery('english', :query) AND superseded_by IS NULL"
        ).bindparams(query=" ".join('"' + " ".join(phrase) + '"' for phrase in phrases))
    else:
        condition = text(
            "article.id IN (SELECT rowid FROM article_fts WHERE article_fts MATCH :query) AND superseded_by IS NULL"
        ).bindparams(query=" AND ".join('"' + " ".join(phrase) + '"' for phrase in phrases))
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
