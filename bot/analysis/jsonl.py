"""The stream behind ``sitrep analyse --format jsonl``: one JSON object a line in, one a line out, in order.

A bad line is answered in its place with ``{"id"?, "error"}`` and the others go on; nothing here raises on any input.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from bot.analysis.extensions import Note
from bot.analysis.pipeline import read

FIELDS = ("title", "url", "source")


class BadLine(ValueError):
    """A line that cannot be analysed; the message says why, ``id`` is the line's own where it has one."""

    def __init__(self, message: str, id_: str | int | None = None) -> None:
        super().__init__(message)
        self.id = id_


@dataclass(frozen=True, slots=True)
class Request:
    """One line, checked."""

    id: str | int | None
    text: str
    title: str | None
    source: str | None
    published: date | None


def parse_line(line: str | bytes) -> Request:
    """Reads and checks one line of JSON (RFC 8259). Raises :class:`BadLine`."""
    try:
        data = json.loads(line.decode("utf-8-sig") if isinstance(line, bytes) else line.lstrip("\ufeff"))
    except UnicodeDecodeError:
        raise BadLine("not UTF-8") from None
    except (ValueError, RecursionError) as error:
        reason = error.msg if isinstance(error, json.JSONDecodeError) else "cannot be read"
        raise BadLine(f"not JSON: {reason}") from None
    if not isinstance(data, dict):
        raise BadLine("not a JSON object")
    raw_id = data.get("id")
    id_ = raw_id if isinstance(raw_id, str) or (isinstance(raw_id, int) and not isinstance(raw_id, bool)) else None
    if raw_id is not None and id_ is None:
        raise BadLine("id is neither text nor a whole number")
    for name in ("text", *FIELDS):
        if data.get(name) is not None and not isinstance(data[name], str):
            raise BadLine(f"{name} is not text", id_)
    text, title = data.get("text") or "", data.get("title")
    if not text.strip() and not (title or "").strip():
        raise BadLine("no text and no title", id_)
    for value in (text, title or ""):
        if any("\ud800" <= letter <= "\udfff" for letter in value):
            raise BadLine("text holds a lone surrogate", id_)
    return Request(id_, text, title, data.get("source"), _published(data.get("published"), id_))


def _published(value: Any, id_: str | int | None) -> date | None:
    """The day of an ISO 8601 date or date-time, in its own time zone."""
    if value is None or value == "":
        return None
    if not isinstance(value, str):
        raise BadLine("published is not text", id_)
    try:
        return datetime.fromisoformat(value).date()
    except ValueError:
        raise BadLine("published is not ISO 8601", id_) from None


def analyse_lines(
    lines: Iterable[str | bytes], *, gate: bool = True, explain: bool = False
) -> Iterator[tuple[str, bool]]:
    """Yields ``(line, ok)`` for every input line that is not blank: JSON without newline, and whether it was good.

    The caller writes and flushes each, and exits with 1 if any was bad. With ``explain`` an object carries
    ``"explain": [{"what", "start", "end", "rule", "arguments"?, "path"?}]``.
    """
    for line in lines:
        if not line.strip():
            continue
        try:
            request = parse_line(line)
            out: dict[str, Any] = {} if request.id is None else {"id": request.id}
            reading = read(
                request.text,
                title=request.title,
                published=request.published,
                source=request.source,
                gate=gate,
                explain=explain,
            )
            out |= reading.analysis.to_json()
            if explain:
                out["explain"] = [note_to_json(note) for note in reading.notes]
            yield json.dumps(out, ensure_ascii=False), True
        except BadLine as error:
            answer = {} if error.id is None else {"id": error.id}
            yield json.dumps(answer | {"error": str(error)}, ensure_ascii=False), False


def note_to_json(note: Note) -> dict[str, Any]:
    """``{"what", "start", "end", "rule", "arguments"?, "path"?}``."""
    out: dict[str, Any] = {"what": note.what, "start": note.start, "end": note.end, "rule": note.rule}
    if note.arguments:
        out["arguments"] = list(note.arguments)
    if note.path:
        out["path"] = list(note.path)
    return out
