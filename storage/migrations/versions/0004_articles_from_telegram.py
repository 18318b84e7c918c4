"""Articles from Telegram: the groups and channels they are taken in from, and what people handed in."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_JSON = sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql")


def upgrade() -> None:
    """Three new tables."""
    op.create_table(
        "intake_chat",
        sa.Column("chat_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("username", sa.String(64), nullable=True),
        sa.Column("switched_on_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("switched_by", sa.BigInteger(), nullable=True),
        sa.Column("stopped_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("stopped_reason", sa.Text(), nullable=True),
        sa.Column("taken", sa.Integer(), nullable=False),
        sa.Column("last_taken_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("chat_id", name=op.f("pk_intake_chat")),
    )
    op.create_table(
        "hand_in",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("thread_id", sa.BigInteger(), nullable=False),
        sa.Column("message_id", sa.BigInteger(), nullable=False),
        sa.Column("reply_to", sa.BigInteger(), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=True),
        sa.Column("request", _JSON, nullable=False),
        sa.Column("handed", _JSON, nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hand_in")),
    )
    op.create_index("ix_hand_in_chat_id_message_id", "hand_in", ["chat_id", "message_id"])
    op.create_table(
        "hand_in_article",
        sa.Column("hand_in_id", sa.Integer(), nullable=False),
        sa.Column("article_id", sa.Integer(), nullable=False),
        sa.Column("stored_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["hand_in_id"], ["hand_in.id"], name=op.f("fk_hand_in_article_hand_in_id_hand_in"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["article_id"], ["article.id"], name=op.f("fk_hand_in_article_article_id_article"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("hand_in_id", "article_id", name=op.f("pk_hand_in_article")),
    )
    op.create_index(op.f("ix_hand_in_article_article_id"), "hand_in_article", ["article_id"])


def downgrade() -> None:
    """Drop them."""
    op.drop_table("hand_in_article")
    op.drop_table("hand_in")
    op.drop_table("intake_chat")
