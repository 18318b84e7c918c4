"""Alembic's environment: always on a connection that storage.engine.upgrade has opened."""

from alembic import context

from storage import (  # noqa: F401 (registers their tables)
    advisory_tables,
    feed_tables,
    intake_tables,
    page_try_tables,
    reading_tables,
    revision_tables,
    story_tables,
)
from storage.tables import Base

connection = context.config.attributes.get("connection")
if connection is None:
    raise SystemExit("migrations run at start, or through storage.engine.upgrade")
context.configure(connection=connection, target_metadata=Base.metadata, render_as_batch=True)
with context.begin_transaction():
    context.run_migrations()
