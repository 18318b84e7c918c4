"""Reads the exercise articles and their labels, on its own: the loader of the program is not trusted here."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

FOLDER = resources.files("seeds")
EXPECTED = Path(__file__).with_name("exercise_expected.json")


@dataclass(frozen=True)
class Exercise:
    """One exercise article: ``stem`` is the file's name without ``.md``, ``fields`` its head, ``body`` its text."""

    stem: str
    fields: dict[str, str]
    body: str


def parse(stem: str, text: str) -> Exercise:
    """The article in ``text``. Raises ``ValueError`` where the head is broken or names a field twice."""
    opening, head, body = text.split("---\n", 2)
    pairs = [line.split(": ", 1) for line in head.splitlines()]
    fields = {pair[0]: pair[1] for pair in pairs}
    if opening or len(fields) != len(pairs):
        raise ValueError(stem)
    return Exercise(stem, fields, body.strip())


@cache
def exercises() -> tuple[Exercise, ...]:
    """Every exercise article, in the order of the files."""
    files = sorted((f for f in (FOLDER / "exercise").iterdir()), key=lambda f: f.name)
    return tuple(parse(f.name.removesuffix(".md"), f.read_text("utf-8")) for f in files)


@cache
def expected() -> dict[str, Any]:
    """The labels, by the article's stem."""
    labels: dict[str, Any] = json.loads(EXPECTED.read_text("utf-8"))
    return labels


def labels(kind: str) -> list[tuple[Exercise, dict[str, Any]]]:
    """Every labelled event ("events") or claim ("claims") with its article."""
    return [(article, found) for article in exercises() for found in expected()[article.stem][kind]]
