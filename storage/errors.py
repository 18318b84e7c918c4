"""Every error Sitrep raises on purpose, grouped by who must act. Caught only at the edges.

Each carries ids where it has them and its cause (``raise ... from cause``).
"""

from __future__ import annotations


class SitrepError(Exception):
    """The root of all errors raised on purpose."""


class UserError(SitrepError):
    """The person who typed must act; the text is a reply to show as it is.

    ``usage``: whether it helps to show how the command is written.
    """

    def __init__(self, message: str, *, usage: bool = True) -> None:
        super().__init__(message)
        self.usage = usage


class SourceError(SitrepError):
    """A feed, page or file is at fault; the text becomes a note on that source.

    ``status`` is what a server answered (RFC 9110, 15), where that is what was wrong. ``passing``: it may well be
    gone in an hour (no answer, no connection, 429, 5xx), so that asking again is of use.
    """

    def __init__(
        self,
        message: str,
        *,
        retry_after_s: float | None = None,
        gone: bool = False,
        status: int | None = None,
        passing: bool = False,
    ) -> None:
        super().__init__(message)
        self.retry_after_s = retry_after_s
        self.gone = gone
        self.status = status
        self.passing = passing or (status is not None and (status == 429 or 500 <= status < 600))


class NotWelcome(SourceError):
    """A site asks programs not to read this page."""


class AnalysisError(SitrepError):
    """A text could not be analysed."""

    def __init__(self, message: str, *, article_id: int | None = None) -> None:
        super().__init__(message)
        self.article_id = article_id


class StorageError(SitrepError):
    """The database refused or is out of reach."""


class NotFound(StorageError):
    """A ``get_`` found nothing under this id."""


class DeliveryError(SitrepError):
    """A message was not delivered. ``chat_id`` says to whom."""

    def __init__(self, message: str, *, chat_id: int | None = None) -> None:
        super().__init__(message)
        self.chat_id = chat_id


class Blocked(DeliveryError):
    """The bot was blocked or kicked, or the chat is gone: pause, keep everything."""


class Throttled(DeliveryError):
    """Telegram asks to wait ``retry_after_s`` seconds."""

    def __init__(self, message: str, *, retry_after_s: float, chat_id: int | None = None) -> None:
        super().__init__(message, chat_id=chat_id)
        self.retry_after_s = retry_after_s


class Migrated(DeliveryError):
    """The group became the supergroup ``new_chat_id``."""

    def __init__(self, message: str, *, new_chat_id: int, chat_id: int | None = None) -> None:
        super().__init__(message, chat_id=chat_id)
        self.new_chat_id = new_chat_id


class ThreadGone(DeliveryError):
    """The forum topic was deleted or closed: send to the chat unthreaded, forget the thread."""


class Refused(DeliveryError):
    """Telegram refused the message itself (400): trying the same again is useless."""


class ConfigError(SitrepError):
    """The operator must act: one line with what to do, exit status 2."""
