"""What is stored already: asked before the work of storing it is begun."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from storage.articles import key_of
from storage.bulk import slices
from storage.model.article import Draft
from storage.tables import ArticleRow


def known_texts(session: Session, drafts: Sequence[Draft]) -> dict[Draft, int]:
    """Those of the drafts whose text is the current one of their very address, with the id of the article that has it.

    Storing them would change nothing, unless another of the drafts has the same address: then none of these is named,
    since what the address says last depends on their order. A text that is known from another address is left to
    ``storage.articles.add_article``.
    """
    keys = {draft: (draft.content_hash, key_of(draft)) for draft in drafts}
    often = {key for key, number in Counter(key for _, key in keys.values()).items() if key is not None and number > 1}
    known: dict[tuple[str, str | None], int] = {}
    for hashes in slices(sorted({content_hash for content_hash, _ in keys.values()})):
        rows = session.execute(
            select(ArticleRow.content_hash, ArticleRow.url_key, ArticleRow.id).where(
                ArticleRow.content_hash.in_(hashes), ArticleRow.superseded_by.is_(None)
            )
        )
        known |= {(content_hash, key): number for content_hash, key, number in rows}
    return {draft: known[of] for draft, of in keys.items() if of in known and of[1] not in often}
