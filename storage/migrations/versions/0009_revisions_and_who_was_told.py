"""Findings that a revision took back, and who was told what."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Three new tables."""
    for finding in ("event", "claim"):
        table, column = f"withdrawn_{finding}", "finding_id"
        op.create_table(
            table,
            sa.Column(column, sa.Integer(), autoincrement=False, nullable=False),
            sa.Column("revision_id", sa.Integer(), nullable=True),
            sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=False),
            sa.ForeignKeyConstraint(
                [column], [f"{finding}.id"], name=op.f(f"fk_{table}_{column}_{finding}"), ondelete="CASCADE"
            ),
            sa.ForeignKeyConstraint(
                ["revision_id"], ["article.id"], name=op.f(f"fk_{table}_revision_id_article"), ondelete="SET NULL"
            ),
            sa.PrimaryKeyConstraint(column, name=op.f(f"pk_{table}")),
        )
    op.create_table(
        "told",
        sa.Column("delivery_id", sa.Integer(), nullable=False),
        sa.Column("article_id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(
            ["delivery_id"], ["delivery.id"], name=op.f("fk_told_delivery_id_delivery"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["article_id"], ["article.id"], name=op.f("fk_told_article_id_article"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("delivery_id", "article_id", "event_id", name=op.f("pk_told")),
    )
    op.create_index(op.f("ix_told_article_id"), "told", ["article_id"])
    op.create_index(op.f("ix_told_event_id"), "told", ["event_id"])


def downgrade() -> None:
    """Drop them."""
    op.drop_table("told")
    op.drop_table("withdrawn_claim")
    op.drop_table("withdrawn_event")
