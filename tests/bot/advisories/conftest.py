"""The web site on loopback and the reader of the ingest tests."""

from tests.bot.ingest.conftest import fetcher, ingestor, reader, site

__all__ = ["fetcher", "ingestor", "reader", "site"]
