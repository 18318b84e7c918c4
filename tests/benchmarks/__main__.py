"""``make bench``: every room's measures in one table. ``python -m tests.benchmarks storage`` runs some rooms only."""

from __future__ import annotations

import argparse
import importlib
import re
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from tests import benchmarks
from tests.benchmarks import Measure

WHOLE_RUN_S = 90.0


def rooms() -> list[str]:
    """The names of the rooms: the modules here that define ``run()`` (told without importing them)."""
    files = (file for folder in benchmarks.__path__ for file in Path(folder).glob("*.py"))
    return sorted(file.stem for file in files if re.search(r"^def run\(", file.read_text("utf-8"), re.MULTILINE))


def table(measures: Sequence[Measure]) -> str:
    """The measures as lines for people."""
    head = ("", "a second", "", "baseline", "a second", "ratio")
    rows = [
        (m.name, f"{m.value:,.0f}", m.unit, m.baseline, f"{m.baseline_value:,.0f}", f"{m.ratio:.3g}") for m in measures
    ]
    widths = [max(len(row[column]) for row in [head, *rows]) for column in range(len(head))]
    right = (1, 4, 5)
    return "\n".join(
        "  ".join(
            cell.rjust(width) if column in right else cell.ljust(width)
            for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in [head, *rows]
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure; exit status 1 if the whole took longer than it may."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("rooms", nargs="*", metavar="ROOM", help=f"one of {', '.join(rooms())}; all unless given")
    chosen = parser.parse_args(arguments).rooms or rooms()
    if unknown := set(chosen) - set(rooms()):
        parser.error(f"no such room: {', '.join(sorted(unknown))}")
    started = time.perf_counter()
    measures: list[Measure] = []
    for room in chosen:
        print(f"{room}...", file=sys.stderr)
        measures += importlib.import_module(f"tests.benchmarks.{room}").run()
    took_s = time.perf_counter() - started
    print(table(measures))
    print(f"\nRates are medians; both sides ran by turns in this process. {took_s:.0f} s in all.")
    return 0 if took_s <= WHOLE_RUN_S else 1


if __name__ == "__main__":
    sys.exit(main())
