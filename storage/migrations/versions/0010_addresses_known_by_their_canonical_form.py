"""Articles stored before addresses were canonical are known by the canonical form of theirs."""

from itertools import groupby

import sqlalchemy as sa
from alembic import op

from storage.articles import url_key

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

AT_ONCE = 500
ARTICLE = sa.table(
    "article",
    sa.column("id", sa.Integer),
    sa.column("url", sa.Text),
    sa.column("url_key", sa.Text),
    sa.column("revision", sa.Integer),
)


def upgrade() -> None:
    """Give every article the key that its address has now.

    The revisions of an address move together. Where the new key has one of their numbers already (two forms of one
    address had been stored as two articles), they stay under the old one: both articles are kept, as they were.
    """
    connection = op.get_bind()
    key = ARTICLE.c.url_key
    last = ""
    while True:
        some = sa.select(key).where(ARTICLE.c.url.is_not(None), key > last).distinct().order_by(key).limit(AT_ONCE)
        keys = list(connection.scalars(some))
        if not keys:
            return
        last = keys[-1]
        rows = connection.execute(
            sa.select(ARTICLE).where(key.in_(keys), ARTICLE.c.url.is_not(None)).order_by(key, ARTICLE.c.revision)
        ).all()
        for (old, new), group in groupby(rows, lambda row: (row.url_key, url_key(row.url))):
            if new != old:
                _move(connection, new, list(group))


def _move(connection: sa.Connection, new: str, rows: list[sa.Row[tuple[int, str, str, int]]]) -> None:
    revisions = [row.revision for row in rows]
    taken = sa.select(sa.func.count()).where(ARTICLE.c.url_key == new, ARTICLE.c.revision.in_(revisions))
    if not connection.scalar(taken):
        connection.execute(sa.update(ARTICLE).where(ARTICLE.c.id.in_([row.id for row in rows])).values(url_key=new))


def downgrade() -> None:
    """Nothing to do: an older Sitrep does not mind the keys."""
