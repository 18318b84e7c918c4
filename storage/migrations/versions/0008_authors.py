"""Who wrote an article, and why some hold the feed's text alone."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Two more columns of articles."""
    op.add_column("article", sa.Column("author", sa.String(200), nullable=True))
    op.add_column("article", sa.Column("feed_only", sa.String(20), nullable=True))


def downgrade() -> None:
    """The names of authors are lost."""
    op.drop_column("article", "feed_only")
    op.drop_column("article", "author")
