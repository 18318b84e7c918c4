"""Articles: stored once, revised in place of the old, never silently replaced."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit, urlunsplit

from sqlalchemy import func, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from storage.errors import NotFound
from storage.model.article import Article, Draft
from storage.model.findings import SummarySentence
from storage.sources import ensure_source_id, source_noun
from storage.tables import AnalysisRow, ArticleCountryRow, ArticleRow


@dataclass(frozen=True, slots=True)
class Stored:
    """What became of a draft: ``new``, ``revision`` (same address, new text) or ``duplicate`` (the text is known)."""

    outcome: str
    article_id: int


def url_key(url: str) -> str:
    """The form under which an address is known: scheme and host in lower case, no fragment."""
    parts = urlsplit(url.strip())
    return urlunsplit((parts.scheme.lower(), parts.netloc.lower(), parts.path or "/", parts.query, ""))


def article_noun(row: ArticleRow) -> Article:
    """A row as the noun."""
    return Article(
        id=row.id,
        text=row.text,
        fetched_at=row.fetched_at,
        stored_at=row.stored_at,
        effective_at=row.effective_at,
        title=row.title,
        url=row.url,
        source=source_noun(row.source) if row.source is not None else None,
        published_at=row.published_at,
        date_clamped=row.date_clamped,
        language=row.language,
        exercise=row.exercise,
        revision=row.revision,
        superseded_by=row.superseded_by,
    )


def add_article(session: Session, draft: Draft, *, now: datetime) -> Stored:
    """Store a draft. The database refuses a text it has (by content hash), whoever else writes at the same moment.

    The same address with another text becomes a further revision, and the older one points to it.
    Raises ``ValueError`` where the draft has neither text nor title.
    """
    if not draft.text.strip() and not (draft.title or "").strip():
        raise ValueError("an article needs a text or a title")
    source_id = None
    if draft.source_name:
        source_id = ensure_source_id(session, draft.source_name, exercise=draft.exercise)
    while True:
        known = session.scalar(select(ArticleRow.id).where(ArticleRow.content_hash == draft.content_hash))
        if known is not None:
            return Stored("duplicate", known)
        stored = _insert(session, draft, source_id, now)
        # None: another writer was faster with this text or this revision; look again.
        if stored is not None:
            return stored


def _insert(session: Session, draft: Draft, source_id: int | None, now: datetime) -> Stored | None:
    key = url_key(draft.url) if draft.url else None
    revision = 0
    if key is not None:
        revision = session.scalar(select(func.max(ArticleRow.revision)).where(ArticleRow.url_key == key)) or 0
    values = {
        "content_hash": draft.content_hash,
        "url": draft.url,
        "url_key": key,
        "revision": revision + 1,
        "title": None if draft.title is None else _storable(draft.title),
        "text": _storable(draft.text),
        "source_id": source_id,
        "published_at": draft.published_at,
        "date_clamped": draft.date_clamped,
        "effective_at": draft.published_at or draft.fetched_at,
        "fetched_at": draft.fetched_at,
        "stored_at": now,
        "language": draft.language,
        "exercise": draft.exercise,
    }
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    statement = insert(ArticleRow).values(**values).on_conflict_do_nothing().returning(ArticleRow.id)
    new_id = session.execute(statement).scalar_one_or_none()
    if new_id is None:
        return None
    if revision == 0:
        return Stored("new", new_id)
    session.execute(
        update(ArticleRow)
        .where(ArticleRow.url_key == key, ArticleRow.id != new_id, ArticleRow.superseded_by.is_(None))
        .values(superseded_by=new_id)
    )
    return Stored("revision", new_id)


def _storable(text: str) -> str:
    # PostgreSQL stores no NUL and no lone surrogate; a space in their place keeps every offset.
    return "".join(" " if c == "\x00" or "\ud800" <= c <= "\udfff" else c for c in text)


def get_article(session: Session, article_id: int) -> Article:
    """The article with this id. Raises ``NotFound``."""
    row = session.get(ArticleRow, article_id) if 0 < article_id < 2**31 else None
    if row is None:
        raise NotFound(f"there is no article {article_id}")
    return article_noun(row)


def get_summary(session: Session, article_id: int) -> tuple[SummarySentence, ...]:
    """The extracted summary; empty where the article has not been read yet."""
    row = session.get(AnalysisRow, article_id)
    return () if row is None else tuple(SummarySentence(s["start"], s["end"], s["score"]) for s in row.summary)


def article_countries(session: Session, article_id: int) -> list[tuple[str, str]]:
    """``(code, role)`` of every country of an article, the most important first."""
    rows = session.execute(
        select(ArticleCountryRow.code, ArticleCountryRow.role)
        .where(ArticleCountryRow.article_id == article_id)
        .order_by(ArticleCountryRow.score.desc(), ArticleCountryRow.code)
    )
    return [(code, role) for code, role in rows]


def unread_articles(session: Session, *, limit: int, version: str | None = None) -> list[Article]:
    """Articles without an analysis (or, given ``version``, with one of another version), oldest first."""
    missing = AnalysisRow.article_id.is_(None)
    query = (
        select(ArticleRow)
        .outerjoin(AnalysisRow, AnalysisRow.article_id == ArticleRow.id)
        .where(missing if version is None else missing | (AnalysisRow.version != version))
        .order_by(ArticleRow.id)
        .limit(limit)
    )
    return [article_noun(row) for row in session.scalars(query)]


def known_addresses(session: Session, urls: Iterable[str]) -> dict[str, datetime]:
    """Which of these addresses have an article, by ``url_key``, with when its newest revision was fetched."""
    keys = sorted({url_key(url) for url in urls})
    known: dict[str, datetime] = {}
    for first in range(0, len(keys), 500):  # SQLite takes 32,766 parameters at most
        rows = session.execute(
            select(ArticleRow.url_key, func.max(ArticleRow.fetched_at))
            .where(ArticleRow.url_key.in_(keys[first : first + 500]))
            .group_by(ArticleRow.url_key)
        )
        known |= {key: fetched_at for key, fetched_at in rows if key is not None}
    return known


def count_articles(session: Session) -> int:
    """How many current articles are stored."""
    query = select(func.count()).select_from(ArticleRow).where(ArticleRow.superseded_by.is_(None))
    return session.scalar(query) or 0


def latest_fetch(session: Session) -> datetime | None:
    """When the newest article was fetched."""
    return session.scalar(select(func.max(ArticleRow.fetched_at)))
