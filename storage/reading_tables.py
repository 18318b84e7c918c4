"""The table of the articles that wait to be read (see ``storage.reading``)."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import ForeignKey, Index, SmallInteger
from sqlalchemy.orm import Mapped, mapped_column

from storage.tables import Base


class WaitingRow(Base):
    """An article that waits to be read: ``turn`` is a ``storage.reading.Turn``, ``effective_at`` the article's."""

    __tablename__ = "waiting_article"
    __table_args__ = (Index("ix_waiting_article_turn_effective_at", "turn", "effective_at"),)

    article_id: Mapped[int] = mapped_column(
        ForeignKey("article.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    turn: Mapped[int] = mapped_column(SmallInteger)
    effective_at: Mapped[dt.datetime]
