"""Logging: one line an event, never the token, never a message's text."""

from __future__ import annotations

import logging
import re
import sys

_TOKEN = re.compile(r"(?<!\d)\d{5,}(?::|%3[Aa])[A-Za-z0-9_-]{20,}")
_PASSWORD = re.compile(r"(://[^:/@\s]*):[^@/\s]+@")
_PASSWORD_OPTION = re.compile(r"([?&\s](?:ssl)?password=)[^&\s'\"]+", re.IGNORECASE)
# These write addresses with the token, or whole updates, at their chattier levels.
_QUIET = {
    "httpx": logging.WARNING,
    "httpcore": logging.WARNING,
    "telegram": logging.INFO,
    "aiohttp.access": logging.WARNING,
    "apscheduler": logging.WARNING,
    "asyncio": logging.WARNING,
    "sqlalchemy": logging.WARNING,
    "alembic": logging.WARNING,
    "trafilatura": logging.CRITICAL,
    "htmldate": logging.CRITICAL,
    "charset_normalizer": logging.WARNING,
    "courlan": logging.CRITICAL,
    "tzlocal": logging.WARNING,
}


class RedactingFormatter(logging.Formatter):
    """Formats as usual, then takes out whatever looks like a bot token or a password in an address."""

    def format(self, record: logging.LogRecord) -> str:
        """The line (with its traceback) without secrets."""
        return redact(super().format(record))


def redact(text: str) -> str:
    """Pure: ``text`` with bot tokens and address passwords replaced."""
    return _PASSWORD_OPTION.sub(r"\1***", _PASSWORD.sub(r"\1:***@", _TOKEN.sub("<token>", text)))


def configure_logging(level: str) -> None:
    """Log to standard error at ``level`` ("INFO"); libraries that would tell secrets are kept quieter."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(RedactingFormatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    logging.basicConfig(level=level, handlers=[handler], force=True)
    for name, least in _QUIET.items():
        logging.getLogger(name).setLevel(max(least, logging.getLevelName(level)))
