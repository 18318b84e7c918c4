"""Advisory levels: the registers of governments, and what each says of each country now."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Two new tables."""
    op.create_table(
        "advisory_register",
        sa.Column("feed_id", sa.Integer(), nullable=False),
        sa.Column("authority", sa.String(10), nullable=False),
        sa.ForeignKeyConstraint(
            ["feed_id"], ["feed.id"], name=op.f("fk_advisory_register_feed_id_feed"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("feed_id", name=op.f("pk_advisory_register")),
    )
    op.create_table(
        "advisory_level",
        sa.Column("authority", sa.String(10), nullable=False),
        sa.Column("country", sa.String(2), nullable=False),
        sa.Column("level", sa.SmallInteger(), nullable=False),
        sa.Column("code", sa.String(200), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=True),
        sa.Column("stated_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("previous_words", sa.Text(), nullable=True),
        sa.Column("article_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["article_id"], ["article.id"], name=op.f("fk_advisory_level_article_id_article"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("authority", "country", name=op.f("pk_advisory_level")),
    )
    op.create_index(op.f("ix_advisory_level_country"), "advisory_level", ["country"])


def downgrade() -> None:
    """Drop them."""
    op.drop_table("advisory_level")
    op.drop_table("advisory_register")
