"""Markdown articles: the lines between ``---`` at their head, and the dates written there.

Used by the seeds and by ingest alike. The head is not YAML: one ``key: value`` a line, values are plain text.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, time, timedelta

_KEY = re.compile(r"([A-Za-z][A-Za-z0-9_-]*)\s*:\s*(.*)")
_OFFSET = re.compile(r"-(\d{1,5})d\s+(\d{1,2}):(\d{2})")


def split_front_matter(text: str) -> tuple[dict[str, str], str]:
    """``(fields, body)``: the fields by lower-case key, the body without the empty lines around it.

    A text that does not begin with a line ``---``, or never closes it, has no fields and is its own body.
    """
    lines = text.removeprefix("\ufeff").splitlines(keepends=True)
    if not lines or lines[0].rstrip() != "---":
        return {}, text
    end = next((i for i, line in enumerate(lines[1:], start=1) if line.rstrip() == "---"), None)
    if end is None:
        return {}, text
    fields = {}
    for line in lines[1:end]:
        found = _KEY.fullmatch(line.strip())
        if found:
            fields[found[1].lower()] = _unquoted(found[2].strip())
    return fields, "".join(lines[end + 1 :]).strip()


def _unquoted(value: str) -> str:
    if len(value) >= 2 and value[0] == value[-1] and value[0] in "\"'":
        return value[1:-1]
    return value


def parse_iso(value: str) -> datetime | None:
    """An ISO 8601 date or time as aware UTC; without a zone it counts as UTC. ``None`` for anything else."""
    try:
        moment = datetime.fromisoformat(value.strip())
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def parse_offset(value: str, start: datetime) -> datetime | None:
    """``-<days>d HH:MM``: that many days before the UTC date of ``start`` (aware), at that time of day in UTC.

    Never later than ``start``: it is then one day earlier. ``None`` for anything else.
    """
    found = _OFFSET.fullmatch(value.strip())
    if found is None:
        return None
    try:
        at = time(int(found[2]), int(found[3]), tzinfo=UTC)
        moment = datetime.combine(start.astimezone(UTC).date() - timedelta(days=int(found[1])), at)
        return moment - timedelta(days=1) if moment > start else moment
    except (ValueError, OverflowError):
        return None
