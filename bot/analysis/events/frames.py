"""The event lexicon: frames by verb and noun lemma, read once from lexicon/frames/*.toml.

A frame says which words tell an event of which class, and in which argument slots of the tree its actor, target, place
and instrument stand. The format is described in docs/analysis.md.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from typing import Any

from bot.analysis.lexicon.frame_tables import frame_tables
from bot.analysis.lexicon.wordlists import words
from storage.model.findings import EventType, Status

PREPOSITIONS = words(
    "in on at to for with from of by against into onto upon over under near about after toward towards through "
    "between among off out up down away back around along across outside inside within behind beyond alongside "
    "amid during"
)
_LISTS = frozenset({"not_objects", "only_objects", "not_subjects", "only_subjects", "only_clauses", "not_clauses",
                    "not_modifiers", "only_modifiers", "only_circumstances", "only_cargo", "only_loads", "only_around",
                    "not_around"})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Frame:
    """One way of telling one class of events."""

    id: str
    type: EventType
    subtype: str | None = None
    verbs: tuple[str, ...] = ()
    nouns: tuple[str, ...] = ()
    actor: tuple[str, ...] = ("subject",)
    target: tuple[str, ...] = ("object", "on", "against", "at")
    place: tuple[str, ...] = ("in", "at", "near")
    instrument: tuple[str, ...] = ("with", "using")
    needs: tuple[str, ...] = ()
    target_kinds: frozenset[str] = frozenset()
    actor_kinds: frozenset[str] = frozenset()
    not_objects: frozenset[str] = frozenset()
    only_objects: frozenset[str] = frozenset()
    not_subjects: frozenset[str] = frozenset()
    only_subjects: frozenset[str] = frozenset()
    only_clauses: frozenset[str] = frozenset()
    not_clauses: frozenset[str] = frozenset()
    not_modifiers: frozenset[str] = frozenset()
    only_modifiers: frozenset[str] = frozenset()
    only_circumstances: frozenset[str] = frozenset()
    only_cargo: frozenset[str] = frozenset()
    only_loads: frozenset[str] = frozenset()
    only_around: frozenset[str] = frozenset()
    not_around: frozenset[str] = frozenset()
    with_preposition: frozenset[str] = frozenset()
    with_clause: bool = False
    with_object: bool = False
    passive: bool = False
    symmetric: bool = False
    status: Status | None = None
    lethal: bool = False
    toll: bool = False
    emergency: bool = False
    spoken: bool = False
    no_event: bool = False
    violent: bool = True

    @property
    def weight(self) -> int:
        """How narrow the frame's conditions are: the narrowest that holds wins."""
        return (
            8 * self.no_event
            + 4 * bool(self.only_clauses)
            + 4 * bool(self.only_objects)
            + 4 * bool(self.only_modifiers)
            + 4 * bool(self.only_cargo)
            + 2 * bool(self.only_subjects)
            + 4 * bool(self.only_loads)
            + 2 * bool(self.with_preposition)
            + self.with_clause
            + 3 * self.passive
        )


@dataclass(frozen=True, slots=True)
class Entry:
    """One word or group of words of a frame; ``head`` is the lemma that finds it, ``rest`` what must stand by it."""

    frame: Frame
    head: str
    rest: tuple[str, ...]
    order: int

    @property
    def rank(self) -> tuple[int, int, int, int]:
        """Sorts entries of one lemma: the longest and narrowest first, then the order of the files."""
        return (-self.frame.no_event, -len(self.rest), -self.frame.weight, self.order)


@dataclass(frozen=True, slots=True)
class Frames:
    """The whole lexicon by head lemma."""

    verbs: Mapping[str, tuple[Entry, ...]] = field(default_factory=dict)
    nouns: Mapping[str, tuple[Entry, ...]] = field(default_factory=dict)
    adjectives: Mapping[str, tuple[Entry, ...]] = field(default_factory=dict)
    """Predicates: "be ready" by "ready"."""


def _expand(words: Sequence[str], sets: Mapping[str, Sequence[str]], where: str, depth: int = 8) -> frozenset[str]:
    out: set[str] = set()
    for word in words:
        if not word.startswith("@"):
            out.add(word)
            continue
        if word[1:] not in sets or depth <= 0:
            raise ValueError(f"{where}: no set {word!r}")
        out |= _expand(sets[word[1:]], sets, where, depth - 1)
    return frozenset(out)


def _frame(table: Mapping[str, Any], sets: Mapping[str, Sequence[str]], file: str) -> Frame:
    where = f"{file}: {table.get('id', '?')}"
    known = Frame.__dataclass_fields__
    values: dict[str, Any] = {}
    for key, value in table.items():
        if key not in known:
            raise ValueError(f"{where}: no such key {key!r}")
        if key in _LISTS:
            values[key] = _expand(value, sets, where)
        elif key in {"target_kinds", "actor_kinds", "with_preposition"}:
            values[key] = frozenset(value)
        elif isinstance(value, list):
            values[key] = tuple(value)
        else:
            values[key] = value
    values["type"] = EventType(values.get("type", "ASSAULT"))
    if "status" in values:
        values["status"] = Status(values["status"])
    return Frame(**values)


def _toml(path: Any) -> dict[str, Any]:
    return tomllib.loads(path.read_text("utf-8"))


@cache
def load() -> Frames:
    """All frames that ship. Raises ``ValueError`` on an unknown key, set, type or status."""
    folder = resources.files("bot.analysis.lexicon")
    sets_file = folder.joinpath("sets.toml")
    sets = _toml(sets_file) if sets_file.is_file() else {}
    return index([_frame(table, sets, file) for file, table in frame_tables()])


def index(frames: Sequence[Frame]) -> Frames:
    """The frames by the lemma that finds them."""
    verbs: dict[str, list[Entry]] = {}
    nouns: dict[str, list[Entry]] = {}
    adjectives: dict[str, list[Entry]] = {}
    for order, frame in enumerate(frames):
        for entry in frame.verbs:
            first, *rest = entry.split()
            if first == "be":
                adjectives.setdefault(rest[0], []).append(Entry(frame, rest[0], tuple(rest[1:]), order))
                continue
            verbs.setdefault(first, []).append(Entry(frame, first, tuple(rest), order))
            if "-" in first:  # the tokeniser cuts at hyphens: "machine - gunned"
                *before, last = first.split("-")
                verbs.setdefault(last, []).append(Entry(frame, last, (*before, *rest), order))
        for entry in frame.nouns:
            pieces = entry.replace("-", " ").split()
            at = next((i for i, w in enumerate(pieces) if i and w in PREPOSITIONS), len(pieces))
            head = pieces[at - 1]
            nouns.setdefault(head, []).append(Entry(frame, head, (*pieces[: at - 1], *pieces[at:]), order))
            if at == len(pieces) - 1 and entry.endswith("-" + pieces[at]):  # "sit-in": headed by "in"
                nouns.setdefault(pieces[at], []).append(Entry(frame, pieces[at], tuple(pieces[:at]), order))
    return Frames(
        {lemma: tuple(sorted(found, key=lambda e: e.rank)) for lemma, found in verbs.items()},
        {lemma: tuple(sorted(found, key=lambda e: e.rank)) for lemma, found in nouns.items()},
        {lemma: tuple(sorted(found, key=lambda e: e.rank)) for lemma, found in adjectives.items()},
    )
