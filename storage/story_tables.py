"""The tables of stories: which article tells which, and what finds an article's reprints and relatives quickly."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import BigInteger, Boolean, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from storage.tables import PERMANENT_IDS, Base


class StoryRow(Base):
    """A happening. Where all its articles went into another story, ``merged_into`` says into which."""

    __tablename__ = "story"
    __table_args__ = (PERMANENT_IDS,)

    id: Mapped[int] = mapped_column(primary_key=True)
    created_at: Mapped[dt.datetime]
    merged_into: Mapped[int | None] = mapped_column(ForeignKey("story.id", ondelete="SET NULL"))


class StoryArticleRow(Base):
    """The place of an article: its story, whose word it passes on, the article it is a reprint of.

    ``told_at`` and ``exercise`` are the article's; ``profile`` is what it is compared by, ``origins`` a list of
    ``[key, name]``.
    """

    __tablename__ = "story_article"

    article_id: Mapped[int] = mapped_column(ForeignKey("article.id", ondelete="CASCADE"), primary_key=True)
    story_id: Mapped[int] = mapped_column(ForeignKey("story.id"), index=True)
    told_at: Mapped[dt.datetime]
    exercise: Mapped[bool] = mapped_column(Boolean)
    profile: Mapped[dict[str, Any]]
    origins: Mapped[list[Any]]
    reprint_of: Mapped[int | None] = mapped_column(ForeignKey("article.id", ondelete="SET NULL"), index=True)


class StoryTermRow(Base):
    """A hash of a name, country or telling word of an article: what related articles are found by."""

    __tablename__ = "story_term"
    __table_args__ = (Index("ix_story_term_term_told_at", "term", "told_at"),)

    article_id: Mapped[int] = mapped_column(
        ForeignKey("story_article.article_id", ondelete="CASCADE"), primary_key=True
    )
    term: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    told_at: Mapped[dt.datetime]


class TextPrintRow(Base):
    """A hash of a run of words of an article: what its reprints are found by."""

    __tablename__ = "text_print"

    article_id: Mapped[int] = mapped_column(
        ForeignKey("story_article.article_id", ondelete="CASCADE"), primary_key=True
    )
    print: Mapped[int] = mapped_column(BigInteger, primary_key=True, index=True)
