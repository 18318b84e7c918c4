"""The tables of advisory registers: which feeds are registers, and the current levels."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import ForeignKey, SmallInteger, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from storage.tables import Base


class AdvisoryRegisterRow(Base):
    """A feed that is an authority's register, not news. Feeds at the authority's own address need no row."""

    __tablename__ = "advisory_register"

    feed_id: Mapped[int] = mapped_column(ForeignKey("feed.id", ondelete="CASCADE"), primary_key=True)
    authority: Mapped[str] = mapped_column(String(10))


class AdvisoryLevelRow(Base):
    """The current level of a country at an authority."""

    __tablename__ = "advisory_level"

    authority: Mapped[str] = mapped_column(String(10), primary_key=True)
    country: Mapped[str] = mapped_column(String(2), primary_key=True, index=True)
    level: Mapped[int] = mapped_column(SmallInteger)
    code: Mapped[str] = mapped_column(String(200))
    words: Mapped[str] = mapped_column(Text)
    url: Mapped[str | None] = mapped_column(Text)
    stated_at: Mapped[dt.datetime | None]
    seen_at: Mapped[dt.datetime]
    changed_at: Mapped[dt.datetime | None]
    previous_words: Mapped[str | None] = mapped_column(Text)
    article_id: Mapped[int | None] = mapped_column(ForeignKey("article.id", ondelete="SET NULL"))
