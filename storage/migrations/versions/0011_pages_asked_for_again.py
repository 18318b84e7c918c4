"""Pages that could not be reached are asked for again: which, how often they were, and when next."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """A new table; articles of before keep their feed's text."""
    op.create_table(
        "page_try",
        sa.Column("article_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("feed_id", sa.Integer(), nullable=False),
        sa.Column("first_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("next_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("tries", sa.SmallInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["article_id"], ["article.id"], name=op.f("fk_page_try_article_id_article"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["feed_id"], ["feed.id"], name=op.f("fk_page_try_feed_id_feed"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("article_id", name=op.f("pk_page_try")),
    )
    op.create_index(op.f("ix_page_try_feed_id"), "page_try", ["feed_id"])


def downgrade() -> None:
    """Without the table no page is asked for twice."""
    op.drop_table("page_try")
