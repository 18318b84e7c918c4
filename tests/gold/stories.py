"""Reads the stories set: articles with the story that each tells.

``stories.jsonl`` holds one article a line: ``id``, ``half`` (``open`` may be looked at and tuned on, ``blind`` not),
``story``, and either ``exercise`` (the name of an exercise article that ships) or ``source``, ``published``, ``title``
and ``text``. All are invented, in towns invented and real, with the cases that are hard: two attacks in one town on one
day or on following days, follow-ups, reprints under other headlines, one group in two towns, anniversaries, round-ups.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from storage.frontmatter import parse_iso, parse_offset
from tests.seeds.exercise import exercises

FILE = Path(__file__).with_name("stories.jsonl")
HALVES = ("open", "blind")
EXERCISE_DAY = datetime(2026, 5, 20, 23, 59, tzinfo=UTC)
"""The exercise articles' dates are counted back from here: no other article of the set is of those days."""


@dataclass(frozen=True)
class Told:
    """An article of the set: ``published`` is aware UTC, ``None`` where it has no date."""

    id: str
    story: str
    source: str | None
    published: datetime | None
    title: str
    text: str

    @property
    def effective_at(self) -> datetime:
        """What stands for its time: the date, else a day after all others of its part."""
        return self.published or EXERCISE_DAY + timedelta(minutes=1)


def read_stories(half: str) -> list[Told]:
    """The articles of a half, in the order of the file."""
    shipped = {article.stem: article for article in exercises()}
    found = []
    for line in FILE.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        if row["half"] != half:
            continue
        if "exercise" in row:
            article = shipped[row["exercise"]]
            row |= {"source": article.fields.get("source"), "title": article.fields["title"], "text": article.body}
            row["published"] = article.fields.get("published")
        written = row["published"]
        published = None if written is None else parse_offset(written, EXERCISE_DAY) or parse_iso(written)
        found.append(Told(row["id"], row["story"], row["source"], published, row["title"], row["text"]))
    return found
