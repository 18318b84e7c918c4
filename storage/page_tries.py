"""Pages that could not be reached and are asked for again: kept with the article that has its feed's text meanwhile."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from storage.model.article import FeedOnly, PageTry
from storage.page_try_tables import PageTryRow
from storage.tables import ArticleRow, FeedRow

_AT_ONCE = 500


def put_page_try(session: Session, article_id: int, page_try: PageTry) -> None:
    """Ask for an article's page again, in the transaction that stores it. A feed that is gone is passed over."""
    if session.scalar(select(FeedRow.id).where(FeedRow.id == page_try.feed_id)) is not None:
        session.add(
            PageTryRow(
                article_id=article_id,
                feed_id=page_try.feed_id,
                first_at=page_try.first_at,
                next_at=page_try.next_at,
                tries=page_try.tries,
            )
        )


def page_tries(session: Session, feeds: Collection[int]) -> dict[int, PageTry]:
    """The pages of these feeds that are to be asked for again, by article, the newest article first."""
    ordered = sorted(feeds)
    found: dict[int, PageTry] = {}
    for first in range(0, len(ordered), _AT_ONCE):  # SQLite takes 32,766 parameters at most
        rows = session.scalars(select(PageTryRow).where(PageTryRow.feed_id.in_(ordered[first : first + _AT_ONCE])))
        found |= {row.article_id: PageTry(row.feed_id, row.first_at, row.next_at, row.tries) for row in rows}
    return dict(sorted(found.items(), reverse=True))


def known_since(session: Session, article_id: int) -> datetime | None:
    """Since when an article's findings count as known, where that was before it was stored (aware UTC)."""
    return session.scalar(select(ArticleRow.known_since).where(ArticleRow.id == article_id))


def move_page_tries(session: Session, tries: Mapping[int, PageTry]) -> None:
    """Pages were asked for in vain: when they are next, by article."""
    for article_id, page_try in tries.items():
        values = {"next_at": page_try.next_at, "tries": page_try.tries}
        session.execute(update(PageTryRow).where(PageTryRow.article_id == article_id).values(**values))


def end_page_tries(session: Session, articles: Collection[int]) -> None:
    """Ask for the pages of these articles no more."""
    ordered = sorted(articles)
    for first in range(0, len(ordered), _AT_ONCE):
        session.execute(delete(PageTryRow).where(PageTryRow.article_id.in_(ordered[first : first + _AT_ONCE])))


def set_feed_only(session: Session, article_id: int, why: FeedOnly | None) -> None:
    """The page of an article was read and left its text as it is: why that is the feed's alone, if it is."""
    session.execute(update(ArticleRow).where(ArticleRow.id == article_id).values(feed_only=why))
