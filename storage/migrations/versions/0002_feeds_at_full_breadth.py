"""Feeds at full breadth."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

COLUMNS = (
    ("feed", "folder", sa.String(200)),
    ("feed", "site_url", sa.Text()),
    ("feed", "pace_s", sa.Integer()),
    ("feed", "asked_s", sa.Integer()),
    ("feed", "body_hash", sa.String(64)),
    ("feed", "dead_at", sa.DateTime(timezone=True)),
    ("feed", "dead_told_at", sa.DateTime(timezone=True)),
    ("article", "known_since", sa.DateTime(timezone=True)),
)


def upgrade() -> None:
    """Groups, pace and death of feeds; since when an article's news counts as known."""
    for table, name, kind in COLUMNS:
        op.add_column(table, sa.Column(name, kind, nullable=True))


def downgrade() -> None:
    """Forget them."""
    for table, name, _ in reversed(COLUMNS):
        op.drop_column(table, name)
