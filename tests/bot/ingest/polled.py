"""Feeds in a database, and what polling made of them."""

from __future__ import annotations

from sqlalchemy import select

from storage.articles import article_noun
from storage.engine import Database
from storage.model.article import Article, Feed
from storage.sources import add_feed, get_feed
from storage.tables import ArticleRow
from tests.conftest import NOON

XML = "application/rss+xml; charset=utf-8"


def added(database: Database, url: str, **given: str) -> Feed:
    """A feed, due at noon."""
    with database.writing() as session:
        return add_feed(session, url, now=NOON, interval_s=3600, **given)[0]  # type: ignore[arg-type]


def feed_now(database: Database, feed: Feed) -> Feed:
    """The feed as it stands now."""
    with database.reading() as session:
        return get_feed(session, feed.id)


def articles(database: Database) -> list[Article]:
    """All that is stored, in the order of storing."""
    with database.reading() as session:
        return [article_noun(row) for row in session.scalars(select(ArticleRow).order_by(ArticleRow.id))]
