"""Languages: which of them the analysis reads, what they are called, and the articles kept without being read.

An article in another language is stored, found by ``search_articles`` and shown; it holds no finding but the countries
that its headline names.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from babel import Locale
from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session
from sqlalchemy.sql.elements import ColumnElement

from storage.articles import Statement, analysed_within, article_noun
from storage.model.article import Article
from storage.tables import ArticleRow

READ = frozenset({"en"})
"""The languages that the analysis reads (ISO 639-1)."""


def primary(language: str) -> str:
    """The language of a tag without its country and script: "pt-br" is "pt" (BCP 47, primary language subtag)."""
    return language.replace("_", "-").partition("-")[0].casefold()


def is_read(language: str | None) -> bool:
    """Whether the analysis reads texts in this language; where none is known, it tries."""
    return language is None or primary(language) in READ


def language_name(language: str) -> str:
    """The English name of a language ("pt-br": "Portuguese"), or the tag itself where CLDR has none."""
    names: Any = Locale("en").languages
    return str(names.get(primary(language), language))


def not_read() -> ColumnElement[bool]:
    """The condition that an article is in a language that the analysis does not read."""
    # In LIKE "_" stands for any character: "en-us" and "en_us" alike.
    read = or_(*(ArticleRow.language.like(f"{language}_%") for language in READ), ArticleRow.language.in_(READ))
    return ArticleRow.language.is_not(None) & ~read


def unread_languages(
    session: Session,
    *,
    countries: Collection[str] | None,
    since: datetime | None = None,
    until: datetime | None = None,
    stored_since: datetime | None = None,
    stored_until: datetime | None = None,
    exercises: bool = True,
    limit: int,
) -> tuple[tuple[Article, ...], int]:
    """The newest ``limit`` current articles in other languages whose headline names the countries, and how many.

    ``None`` means any, with or without a country. Times are aware UTC, ``since`` inclusive, ``until`` exclusive; the
    bounds are those of ``storage.events.EventQuery``. Without ``exercises``, EXERCISE articles are left out.
    """

    def limited(statement: Statement) -> Statement:
        statement = analysed_within(
            statement,
            countries=countries,
            since=since,
            until=until,
            stored_since=stored_since,
            stored_until=stored_until,
        ).where(not_read())
        return statement if exercises else statement.where(ArticleRow.exercise.is_(False))

    number = session.scalar(limited(select(func.count(ArticleRow.id)))) or 0
    newest = limited(select(ArticleRow)).order_by(ArticleRow.effective_at.desc(), ArticleRow.id.desc()).limit(limit)
    return tuple(article_noun(row) for row in session.scalars(newest)), number
