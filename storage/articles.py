"""Articles: stored once, revised in place of the old, never silently replaced.

An article is current while ``superseded_by`` is empty. A revision takes the place of the older ones when it has been
read (``storage.events.save_analysis``), so that nothing known is hidden meanwhile.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import Select, exists, func, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from storage.errors import NotFound
from storage.model.address import canonical_address
from storage.model.article import Article, Draft, FeedOnly, storable
from storage.model.findings import SummarySentence
from storage.page_tries import put_page_try
from storage.reading import Turn, turn_of, wait
from storage.revisions import mark_withdrawn
from storage.sources import ensure_source_id, source_noun
from storage.tables import AnalysisRow, ArticleCountryRow, ArticleRow

Statement = TypeVar("Statement", bound=Select[*tuple[Any, ...]])


@dataclass(frozen=True, slots=True)
class Stored:
    """What became of a draft: ``new``, ``revision`` (same address, new text) or ``duplicate`` (the text is known)."""

    outcome: str
    article_id: int


def url_key(url: str) -> str:
    """The form under which an address is known (``storage.model.address``).

    Of a very long one the beginning and a digest: PostgreSQL indexes no more than 2,700 bytes.
    """
    key = canonical_address(storable(url))
    data = key.encode()
    return key if len(data) <= 2000 else f"{key[:400]}#{hashlib.sha256(data).hexdigest()}"


def key_of(draft: Draft) -> str | None:
    """Pure: the ``url_key`` under which a draft is known again; ``None`` where it has none."""
    return url_key(draft.url) if draft.url else draft.known_as


_EXERCISE = re.compile(r"\s*(EXERCISE\b|(?i:exercise)\s*[:–—|])")


def is_exercise(draft: Draft) -> bool:
    """Pure: whether a draft is invented: it says so itself, or its title or source begins with the word.

    "EXERCISE", or "Exercise:" in any case; a headline like "Exercise Northern Wind begins" is news.
    """
    return draft.exercise or any(_EXERCISE.match(words or "") for words in (draft.title, draft.source_name))


def refuse_empty(draft: Draft) -> None:
    """Raises ``ValueError`` where a draft has neither text nor title."""
    if not draft.text.strip() and not (draft.title or "").strip():
        raise ValueError("an article needs a text or a title")


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
        author=row.author,
        feed_only=None if row.feed_only is None else FeedOnly(row.feed_only),
    )


def analysed_within(
    statement: Statement,
    *,
    countries: Collection[str] | None,
    since: datetime | None,
    until: datetime | None,
    stored_since: datetime | None,
    stored_until: datetime | None,
) -> Statement:
    """A selection of articles, limited to current ones that were analysed and are about or name the countries.

    ``None`` means any, with or without a country; the bounds are those of ``storage.events.EventQuery``.
    """
    statement = statement.join(AnalysisRow, AnalysisRow.article_id == ArticleRow.id)
    statement = statement.where(ArticleRow.superseded_by.is_(None))
    if countries is not None:
        named = exists().where(ArticleCountryRow.article_id == ArticleRow.id, ArticleCountryRow.code.in_(countries))
        statement = statement.where(named)
    bounds = (
        (since, ArticleRow.effective_at.__ge__),
        (until, ArticleRow.effective_at.__lt__),
        (stored_since, AnalysisRow.analysed_at.__ge__),
        (stored_until, AnalysisRow.analysed_at.__lt__),
    )
    return statement.where(*(condition(moment) for moment, condition in bounds if moment is not None))


def add_article(session: Session, draft: Draft, *, now: datetime, turn: Turn | None = None) -> Stored:
    """Store a draft. The database refuses a text that is current, whoever else writes at the same moment.

    What is stored waits to be read, in its ``turn`` (unless given, that of ``storage.reading.turn_of``).

    The same address with another text becomes a further revision. An address that goes back to an earlier text makes
    that one current again; another address may bring a text that is no longer current elsewhere.
    Raises ``ValueError`` where the draft has neither text nor title.
    """
    refuse_empty(draft)
    source_id = None
    if draft.source_name:
        source_id = ensure_source_id(session, draft.source_name, exercise=is_exercise(draft))
    key = key_of(draft)
    while True:
        known = _find_known(session, draft.content_hash, key, now)
        if known is not None:
            return Stored("duplicate", known)
        stored = _insert(session, draft, key, source_id, now)
        # None: another writer was faster with this text or this revision; look again.
        if stored is not None:
            moment = draft.published_at or draft.fetched_at
            wait(session, [(stored.article_id, moment)], turn_of(draft) if turn is None else turn)
            return stored


def _find_known(session: Session, content_hash: str, key: str | None, now: datetime) -> int | None:
    """The article that has this text: the current one, else an earlier revision of the address (current again)."""
    same_text = select(ArticleRow.id).where(ArticleRow.content_hash == content_hash)
    current = session.scalar(same_text.where(ArticleRow.superseded_by.is_(None)))
    if key is None:
        return current
    earlier = session.scalar(same_text.where(ArticleRow.url_key == key).order_by(ArticleRow.id.desc()).limit(1))
    if earlier is None:
        return current
    of_address = (ArticleRow.url_key == key, ArticleRow.superseded_by.is_(None))
    newest = session.scalar(select(ArticleRow.id).where(*of_address).order_by(ArticleRow.revision.desc()).limit(1))
    # The text may be current under another address by now: then that article stands for this one.
    known = earlier if current is None else current
    if newest != known:
        session.execute(update(ArticleRow).where(*of_address, ArticleRow.id != known).values(superseded_by=known))
        session.execute(update(ArticleRow).where(ArticleRow.id == known).values(superseded_by=None))
        mark_withdrawn(session, known, now=now)
    return known


def _insert(session: Session, draft: Draft, key: str | None, source_id: int | None, now: datetime) -> Stored | None:
    revision = 0
    if key is not None:
        revision = session.scalar(select(func.max(ArticleRow.revision)).where(ArticleRow.url_key == key)) or 0
    values = article_values(draft, draft.content_hash, key, source_id=source_id, now=now)
    values["revision"] = revision + 1
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    statement = insert(ArticleRow).values(**values).on_conflict_do_nothing().returning(ArticleRow.id)
    new_id = session.execute(statement).scalar_one_or_none()
    if new_id is None:
        return None
    if draft.page_try is not None:
        put_page_try(session, new_id, draft.page_try)
    return Stored("revision" if revision else "new", new_id)


def article_values(
    draft: Draft, content_hash: str, key: str | None, *, source_id: int | None, now: datetime
) -> dict[str, Any]:
    """Pure: the columns of a draft's row, as the first revision of its address. ``key`` is its ``url_key``."""
    return {
        "content_hash": content_hash,
        "url": None if draft.url is None else storable(draft.url),
        "url_key": key,
        "revision": 1,
        "title": None if draft.title is None else storable(draft.title),
        "text": storable(draft.text),
        "source_id": source_id,
        "published_at": draft.published_at,
        "date_clamped": draft.date_clamped,
        "effective_at": draft.published_at or draft.fetched_at,
        "fetched_at": draft.fetched_at,
        "stored_at": now,
        "language": draft.language,
        "exercise": is_exercise(draft),
        "known_since": draft.known_since,
        "author": None if draft.author is None else storable(draft.author)[:200],
        "feed_only": draft.feed_only,
    }


def supersede_older(session: Session, article_id: int) -> None:
    """Where the article is current, point the older current revisions of its address to it."""
    row = session.get_one(ArticleRow, article_id)
    if row.superseded_by is None and row.url_key is not None:
        session.execute(
            update(ArticleRow)
            .where(
                ArticleRow.url_key == row.url_key,
                ArticleRow.revision < row.revision,
                ArticleRow.superseded_by.is_(None),
            )
            .values(superseded_by=article_id)
        )


def get_article(session: Session, article_id: int) -> Article:
    """The article with this id. Raises ``NotFound``."""
    row = session.get(ArticleRow, article_id) if 0 < article_id < 2**31 else None
    if row is None:
        raise NotFound(f"there is no article {article_id}")
    return article_noun(row)


def is_analysed(session: Session, article_id: int) -> bool:
    """Whether an article has been read: an unread one tells nothing yet."""
    return session.get(AnalysisRow, article_id) is not None


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
