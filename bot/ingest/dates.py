"""When something was published. An unknown date stays unknown, a future one is clamped and marked; never "now"."""

from __future__ import annotations

import email.utils
import re
from datetime import UTC, datetime

from storage.frontmatter import parse_iso, parse_offset

_EARLIEST = datetime(1900, 1, 1, tzinfo=UTC)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def parse_moment(value: object) -> datetime | None:
    """A date in ISO 8601 or in the form of e-mail and RSS (RFC 5322), as aware UTC.

    ``None`` where it is no text, cannot be read, or is one of the values programs write for "none" (the epoch, year 1).
    A time without a zone counts as UTC, a date without a time as its first instant in UTC.
    """
    if not isinstance(value, str):
        return None
    moment = parse_iso(value) or parse_iso(_nearly_iso(value)) or _parse_rfc5322(value)
    return None if moment is None or moment < _EARLIEST or moment == _EPOCH else moment


def _nearly_iso(value: str) -> str:
    """``2026/06/09 05:15:00 UTC`` as ISO 8601 has it."""
    value = re.sub(r"^\s*(\d{4})/(\d{2})/(\d{2})", r"\1-\2-\3", value)
    return re.sub(r"\s*(?:UTC|GMT)\s*$", "+00:00", value) if ":" in value else value


def _parse_rfc5322(value: str) -> datetime | None:
    if re.search(r"\s0\d{3}\s", value):
        return None  # The standard library takes the year 0001 for 2001.
    try:
        moment = email.utils.parsedate_to_datetime(value)
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except (ValueError, TypeError, OverflowError, IndexError):
        return None


def parse_written(value: object, fetched_at: datetime) -> datetime | None:
    """``parse_moment``, or an exercise's offset (``-1d 06:30``) counted from ``fetched_at``."""
    if isinstance(value, str) and (moment := parse_offset(value, fetched_at)) is not None:
        return moment
    return parse_moment(value)


def clamp(published: datetime | None, fetched_at: datetime) -> tuple[datetime | None, bool]:
    """``(published_at, date_clamped)``: what lies after the fetch is set to the fetch, and marked."""
    if published is None or published <= fetched_at:
        return published, False
    return fetched_at, True
