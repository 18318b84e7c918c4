"""Stories: which article tells which happening, and what finds reprints and relatives."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


_JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    """Four new tables."""
    op.create_table(
        "story",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("merged_into", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["merged_into"], ["story.id"], name=op.f("fk_story_merged_into_story"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_story")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "story_article",
        sa.Column("article_id", sa.Integer(), nullable=False),
        sa.Column("story_id", sa.Integer(), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("exercise", sa.Boolean(), nullable=False),
        sa.Column("profile", _JSON, nullable=False),
        sa.Column("origins", _JSON, nullable=False),
        sa.Column("reprint_of", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["article_id"], ["article.id"], name=op.f("fk_story_article_article_id_article"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["story_id"], ["story.id"], name=op.f("fk_story_article_story_id_story")),
        sa.ForeignKeyConstraint(
            ["reprint_of"], ["article.id"], name=op.f("fk_story_article_reprint_of_article"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("article_id", name=op.f("pk_story_article")),
    )
    op.create_index(op.f("ix_story_article_story_id"), "story_article", ["story_id"])
    op.create_index(op.f("ix_story_article_reprint_of"), "story_article", ["reprint_of"])
    op.create_table(
        "story_term",
        sa.Column("article_id", sa.Integer(), nullable=False),
        sa.Column("term", sa.BigInteger(), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["article_id"],
            ["story_article.article_id"],
            name=op.f("fk_story_term_article_id_story_article"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("article_id", "term", name=op.f("pk_story_term")),
    )
    op.create_index("ix_story_term_term_told_at", "story_term", ["term", "told_at"])
    op.create_table(
        "text_print",
        sa.Column("article_id", sa.Integer(), nullable=False),
        sa.Column("print", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["article_id"],
            ["story_article.article_id"],
            name=op.f("fk_text_print_article_id_story_article"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("article_id", "print", name=op.f("pk_text_print")),
    )
    op.create_index(op.f("ix_text_print_print"), "text_print", ["print"])


def downgrade() -> None:
    """Drop them."""
    for table in ("text_print", "story_term", "story_article", "story"):
        op.drop_table(table)
