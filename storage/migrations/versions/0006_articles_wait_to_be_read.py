"""Articles that wait to be read."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """A table of them, with those that wait now: first what is news, then what a feed held when it was added."""
    op.create_table(
        "waiting_article",
        sa.Column("article_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("turn", sa.SmallInteger(), nullable=False),
        sa.Column("effective_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["article_id"], ["article.id"], name=op.f("fk_waiting_article_article_id_article"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("article_id", name=op.f("pk_waiting_article")),
    )
    op.create_index("ix_waiting_article_turn_effective_at", "waiting_article", ["turn", "effective_at"])
    op.execute(
        "INSERT INTO waiting_article (article_id, turn, effective_at)"
        " SELECT id, CASE WHEN known_since IS NULL THEN 0 ELSE 1 END, effective_at FROM article"
        " WHERE NOT EXISTS (SELECT 1 FROM analysis WHERE analysis.article_id = article.id)"
    )


def downgrade() -> None:
    """Forget them: what waits is what has no analysis."""
    op.drop_table("waiting_article")
