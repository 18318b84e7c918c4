"""One notice when feeds die and one when they recover, to the admins, through the outbox.

Who is still to be told stands in the feeds' rows, and is changed with the rows of the outbox in one transaction: a
crash loses no notice and doubles none.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import datetime

from handlers.render.document import (
    Block,
    Code,
    Document,
    Heading,
    Inline,
    Link,
    ListBlock,
    Paragraph,
    document_to_json,
)
from storage.deliveries import put_delivery
from storage.engine import Database
from storage.model.article import Feed
from storage.sources import untold_feeds, update_feed

logger = logging.getLogger(__name__)

MOST_SHOWN = 20


def death_document(feeds: Sequence[Feed]) -> Document:
    """Which feeds can no longer be read, why, and what to do."""
    many = len(feeds) > 1
    blocks = _list(f"⚠️ {len(feeds)} feeds are dead" if many else "⚠️ A feed is dead", feeds, reasons=True)
    blocks.append(
        Paragraph(
            [
                "Nothing new comes from ",
                "them" if many else "it",
                ". Look whether the address has changed: ",
                Code("sitrep feeds add NEW-ADDRESS"),
                ", then ",
                Code(f"sitrep feeds remove {feeds[0].id}"),
                ". You will be told if it recovers." if not many else ". You will be told of those that recover.",
            ]
        )
    )
    return Document(blocks, link_preview=False)


def recovery_document(feeds: Sequence[Feed]) -> Document:
    """Which feeds that were reported dead are read again."""
    head = f"✅ {len(feeds)} feeds are read again" if len(feeds) > 1 else "✅ A feed is read again"
    return Document(_list(head, feeds, reasons=False), link_preview=False)


def _list(head: str, feeds: Sequence[Feed], *, reasons: bool) -> list[Block]:
    items: list[tuple[Inline | str, ...]] = []
    for feed in feeds[:MOST_SHOWN]:
        why = f": {feed.last_error}" if reasons and feed.last_error else ""
        items.append((Link(feed.name, feed.url), f" (feed {feed.id}){why}"))
    if len(feeds) > MOST_SHOWN:
        items.append((f"and {len(feeds) - MOST_SHOWN} more: ", Code("sitrep feeds list")))
    return [Heading(head, 3), ListBlock(items)]


def tell_admins(database: Database, admins: Sequence[int], *, now: datetime) -> int:
    """Put a notice for each admin (a chat's id) in the outbox, if there is anything untold. Returns how many.

    Without admins the deaths count as told, and stand in ``sitrep feeds list`` and the log.
    """
    with database.reading() as session:
        if not any(untold_feeds(session)):
            return 0
    put = 0
    with database.writing() as session:
        dead, alive = untold_feeds(session)
        for kind, feeds, document in (("dead", dead, death_document), ("alive", alive, recovery_document)):
            if not feeds:
                continue
            logger.warning("feeds %s: %s", kind, ", ".join(str(feed.id) for feed in feeds))
            values = document_to_json(document(feeds))
            for chat_id in admins:
                key = f"feeds-{kind}:{feeds[0].id}:{now.isoformat()}:{chat_id}"
                row = put_delivery(session, key=key, chat_id=chat_id, thread_id=0, document=values, now=now)
                put += row is not None
            for feed in feeds:
                update_feed(session, feed.id, dead_told_at=now if kind == "dead" else None)
    return put
