"""How good the analysis is, measured against the gold labels of the exercise articles.

    python -m tests.benchmarks.analysis_quality [--errors]

Reads ``tests/seeds/exercise_expected.json``: for each file of ``seeds/exercise/`` whether it is security news
(``security``), the countries in focus (``focus``) and the events (``events``, objects with ``type``). Event types are
counted once an article. Prints a table; with ``--errors`` also what was missed.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from importlib import resources
from pathlib import Path
from typing import Any

from bot.analysis.pipeline import analyse
from bot.analysis.relevance import THRESHOLD
from storage.frontmatter import parse_iso, parse_offset, split_front_matter

LABELS = Path(__file__).resolve().parents[1] / "seeds" / "exercise_expected.json"
START = datetime(2026, 1, 15, 12, tzinfo=UTC)


@dataclass(frozen=True)
class Gold:
    """What an article is expected to give."""

    relevant: bool
    focus: frozenset[str]
    events: frozenset[str]


@dataclass
class Score:
    """Counts over all articles."""

    articles: int = 0
    relevant_right: int = 0
    focus_right: int = 0
    focus_first: int = 0
    focus_total: int = 0
    hits: Counter[str] = field(default_factory=Counter)
    missed: Counter[str] = field(default_factory=Counter)
    false: Counter[str] = field(default_factory=Counter)
    errors: list[str] = field(default_factory=list)

    def f1(self, types: tuple[str, ...] = ()) -> tuple[float, float, float]:
        """Precision, recall and F1 of event types: of all, or of those named."""
        chosen = types or tuple(self.hits | self.missed | self.false)
        hit, miss, wrong = (sum(c[t] for t in chosen) for c in (self.hits, self.missed, self.false))
        precision = hit / (hit + wrong) if hit + wrong else 0.0
        recall = hit / (hit + miss) if hit + miss else 0.0
        return precision, recall, 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def gold_of(entry: Mapping[str, Any]) -> Gold:
    """One entry of the labels."""
    events = entry.get("events", [])
    focus = entry.get("focus", [])
    return Gold(
        relevant=bool(entry.get("security", events)),
        focus=frozenset(focus),
        events=frozenset(event["type"] for event in events),
    )


def labelled() -> Iterator[tuple[str, Gold]]:
    """File name and labels, in the order of the file. Raises ``FileNotFoundError`` without labels."""
    data = json.loads(LABELS.read_text(encoding="utf-8"))
    for name, entry in data.items():
        yield name, gold_of(entry)


def measure() -> Score:
    """Analyses every labelled article and counts."""
    score = Score()
    folder = resources.files("seeds") / "exercise"
    for name, gold in labelled():
        file = folder / (name if name.endswith(".md") else f"{name}.md")
        fields, text = split_front_matter(file.read_text(encoding="utf-8"))
        written = fields.get("published")
        published = (parse_offset(written, START) or parse_iso(written)) if written else None
        analysis = analyse(text, title=fields.get("title"), published=published, source=fields.get("source"))
        score.articles += 1
        relevant = analysis.relevance >= THRESHOLD
        score.relevant_right += relevant == gold.relevant
        if relevant != gold.relevant:
            score.errors.append(f"{name}: relevance {analysis.relevance:.2f}, expected relevant={gold.relevant}")
        found = {event.type.value for event in analysis.events}
        score.hits.update(found & gold.events)
        score.missed.update(gold.events - found)
        score.false.update(found - gold.events)
        if found != gold.events:
            wrong = sorted(found - gold.events)
            score.errors.append(f"{name}: missed {sorted(gold.events - found)}, too much {wrong}")
        if gold.focus:
            focus = [c.code for c in analysis.countries if c.role == "focus"]
            score.focus_total += 1
            score.focus_right += frozenset(focus) == gold.focus
            score.focus_first += bool(focus) and focus[0] in gold.focus
            if not focus or focus[0] not in gold.focus:
                score.errors.append(f"{name}: focus {focus}, expected {sorted(gold.focus)}")
    return score


def table(score: Score) -> str:
    """The figures as a Markdown table."""
    lines = [
        f"articles {score.articles}; relevance right {score.relevant_right}/{score.articles};"
        f" first focus country right {score.focus_first}/{score.focus_total};"
        f" focus set equal {score.focus_right}/{score.focus_total}",
        "",
        "| type | found | missed | too much | P | R | F1 |",
        "|---|---|---|---|---|---|---|",
    ]
    for type_ in sorted(score.hits | score.missed | score.false):
        precision, recall, f1 = score.f1((type_,))
        counts = f"{score.hits[type_]} | {score.missed[type_]} | {score.false[type_]}"
        lines.append(f"| {type_} | {counts} | {precision:.2f} | {recall:.2f} | {f1:.2f} |")
    precision, recall, f1 = score.f1()
    counts = f"{score.hits.total()} | {score.missed.total()} | {score.false.total()}"
    return "\n".join([*lines, f"| all | {counts} | {precision:.2f} | {recall:.2f} | {f1:.2f} |"])


def main() -> int:
    """Prints the table; 2 where there are no labels."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--errors", action="store_true")
    options = parser.parse_args()
    try:
        score = measure()
    except FileNotFoundError as error:
        print(f"no labels: {error.filename}", file=sys.stderr)
        return 2
    print(table(score))
    if options.errors:
        print("\n".join(["", *score.errors]))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
