"""The table of the pages that are asked for again (see ``storage.page_tries``)."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import ForeignKey, SmallInteger
from sqlalchemy.orm import Mapped, mapped_column

from storage.tables import Base


class PageTryRow(Base):
    """An article with its feed's text alone, whose page could not be reached (``storage.model.article.PageTry``)."""

    __tablename__ = "page_try"

    article_id: Mapped[int] = mapped_column(
        ForeignKey("article.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    feed_id: Mapped[int] = mapped_column(ForeignKey("feed.id", ondelete="CASCADE"), index=True)
    first_at: Mapped[dt.datetime]
    next_at: Mapped[dt.datetime]
    tries: Mapped[int] = mapped_column(SmallInteger)
