"""What of each feed's document has been taken in: entries that stand there unchanged are not parsed again."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """A new table."""
    op.create_table(
        "feed_marks",
        sa.Column("feed_id", sa.Integer(), nullable=False),
        sa.Column("marks", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.ForeignKeyConstraint(["feed_id"], ["feed.id"], name=op.f("fk_feed_marks_feed_id_feed"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("feed_id", name=op.f("pk_feed_marks")),
    )


def downgrade() -> None:
    """Without the table every entry of a changed document is parsed again."""
    op.drop_table("feed_marks")
