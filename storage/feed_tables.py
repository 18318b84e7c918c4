"""What of a feed's document has been taken in: a table of its own, as it is asked only where a document changed."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from storage.tables import Base


class FeedMarksRow(Base):
    """The entries of a feed's document as last taken in: ``[mark, seconds since 1970 or null]`` each."""

    __tablename__ = "feed_marks"

    feed_id: Mapped[int] = mapped_column(ForeignKey("feed.id", ondelete="CASCADE"), primary_key=True)
    marks: Mapped[list[Any]]
