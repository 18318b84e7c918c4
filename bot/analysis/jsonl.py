"""The stream behind ``sitrep analyse --format jsonl``: one JSON object a line in, one a line out, in order.

A bad line is answered in its place with ``{"id"?, "error"}`` and the others go on; nothing here raises on any input.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from bot.analysis.pipeline import Reading, read

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
    ``"explain": [{"what", "start", "end", "rule"}]``.
    """
    for line in lines:
        if not line.strip():
            continue
        try:
            request = parse_line(line)
            out: dict[str, Any] = {} if request.id is None else {"id": request.id}
            reading = read(
                request.text, title=request.title, published=request.published, source=request.source, gate=gate
            )
            out |= reading.analysis.to_json()
            if explain:
                out["explain"] = [
                    {"what": n.what, "start": n.start, "end": n.end, "rule": n.rule} for n in reading.notes
                ]
            yield json.dumps(out, ensure_ascii=False), True
        except BadLine as error:
            answer = {} if error.id is None else {"id": error.id}
            yield json.dumps(answer | {"error": str(error)}, ensure_ascii=False), False


def explain(reading: Reading, *, rules: bool = True) -> str:
    """The findings for people, each with its evidence, and with ``rules`` what gave it (``--format text``)."""
    text, analysis = reading.text, reading.analysis
    rule_of: dict[tuple[str, int, int], list[str]] = {}
    for note in reading.notes:
        rule_of.setdefault((note.what, note.start, note.end), []).append(note.rule)

    def why(what: str, start: int, end: int) -> str:
        found = rule_of.get((what, start, end), [])
        return f"\n      [{' / '.join(dict.fromkeys(found))}]" if rules and found else ""

    lines = [f"relevance {analysis.relevance:.2f}", "countries"]
    lines += [
        f"  {c.code} {c.role} {c.score:.2f}: " + ", ".join(dict.fromkeys(s.of(text) for s in c.evidence))
        for c in analysis.countries
    ]
    lines.append("events")
    for event in analysis.events:
        parts = [event.type.value, event.subtype or "", event.status.value, event.severity.label]
        lines.append("  " + " ".join(part for part in parts if part) + f": “{event.trigger.text}”")
        roles = ("actor", "target", "location", "weapon", "count", "fatalities", "injured", "condition")
        for role in roles:
            part = getattr(event, role)
            if part is not None:
                country = f" ({part.country})" if getattr(part, "country", None) else ""
                lines.append(f"      {role}: {part.text}{country}")
        if event.date is not None:
            lines.append(f"      date: {event.date}" + (f" to {event.date_end}" if event.date_end else ""))
        lines.append(
            f"      in: {_one_line(event.sentence.of(text))}" + why("event", event.trigger.start, event.trigger.end)
        )
    lines.append("claims")
    for claim in analysis.claims:
        who = claim.speaker.text if claim.speaker else "(speaker not known)"
        via = f" via {claim.via.text}" if claim.via else ""
        how = "quoted" if claim.direct else "paraphrased"
        lines.append(
            f"  {who}{via} {claim.stance.value} ({how}, “{claim.cue.text}”): {_one_line(claim.content.of(text))}"
            + why("claim", claim.content.start, claim.content.end)
        )
    lines.append("summary")
    lines += [f"  {s.score:.2f} {_one_line(text[s.start : s.end])}" for s in analysis.summary]
    return "\n".join(lines) + "\n"


def _one_line(words: str) -> str:
    return " ".join(words.split())
