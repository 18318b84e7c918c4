"""Reads the gold set: ``open.jsonl`` and ``blind.jsonl``.

The first line of a file is a note; each other line is one paragraph with its labels. Labels are words as they stand in
the text, since they were written before anything could give offsets; a list of them stands for any one of them (a null
in the list: it may as well stay empty). ``nth`` picks the nth place where a trigger's words stand. What is
``optional`` is neither missed when absent nor wrong when found; ``also`` are other types that would be right, with
their status.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).resolve().parent
HALVES = ("open", "blind")

Span = tuple[int, int]
"""Character offsets, end exclusive."""


@dataclass(frozen=True)
class Paragraph:
    """One labelled paragraph; ``focus`` are the sets of countries that are right."""

    id: str
    text: str
    title: str | None
    published: date | None
    relevant: bool
    focus: tuple[frozenset[str], ...]
    events: tuple[dict[str, Any], ...]
    claims: tuple[dict[str, Any], ...]
    entities: tuple[tuple[str, str], ...] | None


def read(half: str) -> Iterator[Paragraph]:
    """The paragraphs of a half ("open" or "blind"), in their order."""
    for row in rows(half):
        published = row.get("published")
        entities = row.get("entities")
        yield Paragraph(
            id=row["id"],
            text=row["text"],
            title=row.get("title"),
            published=date.fromisoformat(published) if published else None,
            relevant=row["relevant"],
            focus=tuple(frozenset(countries) for countries in [row["focus"], *row.get("focus_or", [])]),
            events=tuple(row["events"]),
            claims=tuple(row["claims"]),
            entities=None if entities is None else tuple((words, label) for words, label in entities),
        )


def rows(half: str) -> list[dict[str, Any]]:
    """The objects of a half as they stand in the file, without the note."""
    lines = (FOLDER / f"{half}.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines[1:]]


def either(label: str | list[str | None] | None) -> tuple[str | None, ...]:
    """All that a label allows."""
    return tuple(label) if isinstance(label, list) else (label,)


def places(text: str, words: str, nth: int | None = None) -> list[Span]:
    """Where the words stand in the text as whole words: everywhere, or at the nth place only (counted from 1)."""
    found = [match.span() for match in re.finditer(rf"(?<!\w){re.escape(words)}(?!\w)", text)]
    return found if nth is None else found[nth - 1 : nth]


def trigger_places(text: str, event: dict[str, Any]) -> list[list[Span]]:
    """Where the trigger of a labelled event stands: for each of its wordings, the best first."""
    return [places(text, words, event.get("nth")) for words in either(event["trigger"]) if words]
