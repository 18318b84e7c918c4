"""The tables of findings that a revision took back, and of who was told what (``storage.revisions``, ``.told``)."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import ForeignKey, Integer
from sqlalchemy.orm import Mapped, mapped_column

from storage.tables import Base


class WithdrawnEventRow(Base):
    """An event that the article's later revision no longer tells."""

    __tablename__ = "withdrawn_event"

    finding_id: Mapped[int] = mapped_column(
        ForeignKey("event.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    revision_id: Mapped[int | None] = mapped_column(ForeignKey("article.id", ondelete="SET NULL"))
    withdrawn_at: Mapped[dt.datetime]


class WithdrawnClaimRow(Base):
    """A claim that the article's later revision no longer holds."""

    __tablename__ = "withdrawn_claim"

    finding_id: Mapped[int] = mapped_column(
        ForeignKey("claim.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    revision_id: Mapped[int | None] = mapped_column(ForeignKey("article.id", ondelete="SET NULL"))
    withdrawn_at: Mapped[dt.datetime]


class ToldRow(Base):
    """That a delivery holds words of an article; ``event_id`` is the event they tell, 0 where they tell none.

    No foreign key on the event: that somebody was told of it stays true, whatever becomes of it.
    """

    __tablename__ = "told"

    delivery_id: Mapped[int] = mapped_column(ForeignKey("delivery.id", ondelete="CASCADE"), primary_key=True)
    article_id: Mapped[int] = mapped_column(ForeignKey("article.id", ondelete="CASCADE"), primary_key=True, index=True)
    event_id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False, index=True)
