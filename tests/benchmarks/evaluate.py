"""How good the analysis is on the gold set, and how well stories are told apart: tables in Markdown.

The open half stands beside the blind one.

    python -m tests.benchmarks.evaluate [--half open] [--totals] [--errors open] [--write]

``--errors open`` adds what was missed and what was wrong in the open half. The blind half has no such list: nobody is
to tune on it. ``--write`` puts the tables into docs/figures.md and docs/stories.md, between their markers. The same
code gives the same tables.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable
from pathlib import Path

from bot.analysis.pipeline import findings, pipeline, prepare
from bot.analysis.relevance import is_told
from storage.model.findings import EventType, Status
from tests.benchmarks import near_duplicates, stories
from tests.benchmarks.matching import NUMBERS, PHRASES, WORDS, Tally, compare
from tests.gold.reader import HALVES, read

DOCS = Path(__file__).resolve().parents[2] / "docs"
FIGURES, STORIES = DOCS / "figures.md", DOCS / "stories.md"
START, END = "<!-- figures: written by make evaluate -->", "<!-- end of figures -->"
CLAIMS = ("content", "speaker and content")
NAMES = ("names PERSON", "names ORG", "names NORP", "names place")


def measure(half: str) -> Tally:
    """Analyses every paragraph of a half and counts."""
    tally = Tally()
    for paragraph in read(half):
        doc = pipeline()(prepare(paragraph.text, title=paragraph.title, published=paragraph.published))
        compare(tally, paragraph, findings(doc), is_told(doc))
    return tally


def scores(hit: int, missed: int, wrong: int) -> tuple[float, float, float]:
    """Precision, recall and F1; 0 where there is nothing to divide by."""
    precision = hit / (hit + wrong) if hit + wrong else 0.0
    recall = hit / (hit + missed) if hit + missed else 0.0
    return precision, recall, 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def kind_scores(tally: Tally, kinds: Iterable[str]) -> tuple[float, float, float]:
    """Precision, recall and F1 of kinds of findings taken together."""
    chosen = tuple(kinds)
    return scores(*(sum(counter[kind] for kind in chosen) for counter in (tally.hit, tally.missed, tally.wrong)))


def document_scores(tally: Tally, types: Iterable[str]) -> tuple[float, float, float]:
    """The same for event types counted once a paragraph."""
    chosen = tuple(types)
    return scores(*(sum(tally.document[type_][kind] for type_ in chosen) for kind in ("hit", "missed", "wrong")))


def tables(tallies: dict[str, Tally], *, totals: bool = False) -> str:
    """All tables; with ``totals`` only the sums, not the single types and statuses."""
    sizes = "; ".join(f"{half} half: {tally.paragraphs} paragraphs" for half, tally in tallies.items())
    parts = [sizes, _events(tallies, totals), _judged(tallies, totals), _slots(tallies), _found(tallies)]
    return "\n\n".join(parts)


def _header(first: str, tallies: dict[str, Tally], columns: tuple[str, ...]) -> list[str]:
    names = [f"{half}: {column}" if len(tallies) > 1 else column for half in tallies for column in columns]
    return [f"| {' | '.join([first, *names])} |", f"|{'---|' * (len(names) + 1)}"]


def _row(name: str, cells: Iterable[str]) -> str:
    return f"| {' | '.join([name, *cells])} |"


def _three(figures: tuple[float, float, float]) -> list[str]:
    return [f"{figure:.2f}" for figure in figures]


def _events(tallies: dict[str, Tally], totals: bool) -> str:
    types = [type_.value for type_ in EventType]
    lines = _header("event type", tallies, ("labelled", "P", "R", "F1", "F1 a paragraph"))
    for name, chosen in [*([] if totals else ((type_, [type_]) for type_ in types)), ("all", types)]:
        cells = []
        for tally in tallies.values():
            labelled = sum(tally.hit[type_] + tally.missed[type_] for type_ in chosen)
            once = document_scores(tally, chosen)[2]
            cells += [str(labelled), *_three(kind_scores(tally, chosen)), f"{once:.2f}"]
        lines.append(_row(name, cells))
    return "\n".join(lines)


def _judged(tallies: dict[str, Tally], totals: bool) -> str:
    statuses = [] if totals else [f"status {status.value}" for status in Status]
    measures = (
        "status",
        *statuses,
        "posture subtype",
        "other subtype",
        "country of the location",
        "stance",
        "direct or not",
        "outlet (via)",
        "relevance",
        "first country is in focus",
        "countries in focus are exactly these",
        "attacks told as severity 2 or more",
        "no false alarm (severity 2 or more) on other news",
    )
    lines = _header("decision (on what was found)", tallies, ("right", "of", "share"))
    for name in measures:
        cells = []
        for tally in tallies.values():
            right, of = tally.right[name], tally.of[name]
            cells += [str(right), str(of), f"{right / of:.2f}" if of else "-"]
        lines.append(_row(name, cells))
    return "\n".join(lines)


def _slots(tallies: dict[str, Tally]) -> str:
    lines = _header("part of an event found", tallies, ("labelled", "P", "R", "F1", "exact"))
    for name in (*PHRASES, "date", *NUMBERS, *WORDS):
        cells = []
        for tally in tallies.values():
            slot = tally.slots[name]
            precision = slot.right_found / slot.found if slot.found else 0.0
            recall = slot.right / slot.labelled if slot.labelled else 0.0
            f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
            exact = slot.exact / slot.labelled if slot.labelled else 0.0
            whole = (
                [f"{precision:.2f}", f"{recall:.2f}", f"{f1:.2f}"]
                if name not in ("count", *WORDS)
                else ["-", f"{recall:.2f}", "-"]
            )
            cells += [str(slot.labelled), *whole, f"{exact:.2f}"]
        lines.append(_row(name, cells))
    return "\n".join(lines)


def _found(tallies: dict[str, Tally]) -> str:
    lines = _header("claims and names", tallies, ("labelled", "P", "R", "F1"))
    kinds = [(f"claims: {kind}", (kind,)) for kind in CLAIMS]
    kinds += [(name, (name,)) for name in NAMES] + [("names, all", NAMES)]
    for name, chosen in kinds:
        cells = []
        for tally in tallies.values():
            labelled = sum(tally.hit[kind] + tally.missed[kind] for kind in chosen)
            cells += [str(labelled), *_three(kind_scores(tally, chosen))]
        lines.append(_row(name, cells))
    return "\n".join(lines)


def written(page: str, figures: str) -> str:
    """The page with new figures between its markers. Raises ``ValueError`` where a marker is missing."""
    head, start, rest = page.partition(START)
    _, end, tail = rest.partition(END)
    if not start or not end:
        raise ValueError("the page has no markers for the figures")
    return f"{head}{START}\n\n{figures}\n\n{END}{tail}"


def main(arguments: list[str] | None = None) -> int:
    """Prints the tables; 2 where somebody asks for the errors of the blind half."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--half", choices=HALVES, help="one half only")
    parser.add_argument("--totals", action="store_true", help="sums only")
    parser.add_argument("--errors", choices=HALVES, help="what was missed and wrong: of the open half only")
    parser.add_argument("--write", action="store_true", help="put the tables into docs/figures.md and docs/stories.md")
    options = parser.parse_args(arguments)
    if options.errors == "blind":
        print("the blind half has no list of errors: whoever reads it would tune on it", file=sys.stderr)
        return 2
    halves = (options.half,) if options.half else HALVES
    tallies = {half: measure(half) for half in halves}
    grouped = f"{stories.table(halves)}\n\n{near_duplicates.table()}"
    print(tables(tallies, totals=options.totals), grouped, sep="\n\n")
    if options.errors and options.errors in tallies:
        print("\n".join(["", *tallies[options.errors].errors]))
    if options.write:
        for page, figures in ((FIGURES, tables(tallies)), (STORIES, grouped)):
            page.write_text(written(page.read_text(encoding="utf-8"), figures), encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
