"""The data tables of the analysis, read once: word lists, names, triggers, phrases.

Tables are TOML beside this file (own lists; licences in docs/analysis.md); rules never carry words of their own when
a table can. Everything returned is immutable and shared.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from types import MappingProxyType
from typing import Any

from bot.analysis.lexicon.words import pluralise


@dataclass(frozen=True, slots=True)
class Trigger:
    """One entry of triggers.toml: words, what they mean, and what must be found for them to count."""

    id: str
    type: str
    subtype: str | None
    verbs: tuple[str, ...]
    nouns: tuple[str, ...]
    phrases: tuple[str, ...]
    needs: str
    with_words: frozenset[str]
    preps: frozenset[str]
    alone: bool
    armed_actor: bool


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads(resources.files(__name__).joinpath(name).read_text(encoding="utf-8"))


def _pieces(text: str) -> tuple[str, ...]:
    return tuple(piece.strip() for piece in text.replace("\n", "").split("|") if piece.strip())


@cache
def triggers() -> tuple[Trigger, ...]:
    """Every trigger, in the order of the table."""
    return tuple(
        Trigger(
            id=row["id"],
            type=row["type"],
            subtype=row.get("subtype") or None,
            verbs=tuple(row.get("verbs", ())),
            nouns=tuple(row.get("nouns", ())),
            phrases=tuple(row.get("phrases", ())),
            needs=row.get("needs", ""),
            with_words=frozenset(row.get("with", ())),
            preps=frozenset(row.get("preps", ())),
            alone=row.get("alone", False),
            armed_actor=row.get("armed_actor", False),
        )
        for row in _read("triggers.toml")["trigger"]
    )


@cache
def head_nouns() -> Mapping[str, str]:
    """Noun (singular or plural, lower case) -> kind: armed, force, government, people, thing."""
    table = _read("nouns.toml")
    out: dict[str, str] = {}
    for kind in ("thing", "people", "government", "force", "armed"):
        for noun in table[kind].split():
            word = noun.replace("-", " ") if kind == "never" else noun
            out[word] = kind
            out.setdefault(pluralise(word), kind)
    return MappingProxyType(out)


@cache
def modifiers() -> frozenset[str]:
    """Words that stand before a head and belong to its phrase."""
    return frozenset(_read("nouns.toml")["modifiers"].split())


@cache
def names(table: str) -> Mapping[str, str]:
    """A table of groups.toml (``armed``, ``organs``, ``places``, ``outlets``): name -> country code or ""."""
    return MappingProxyType(dict(_read("groups.toml")[table]))


@cache
def weapons(table: str) -> tuple[str, ...]:
    """``weapon`` or ``vehicle``: singular and plural forms."""
    words = _pieces(_read("weapons.toml")[table])
    return words + tuple(pluralise(word) for word in words)


@cache
def phrases(table: str) -> tuple[str, ...]:
    """``blocked``, ``unrelated`` or ``security`` of phrases.toml, lower case."""
    return _pieces(_read("phrases.toml")[table])


@cache
def plain(type_: str, id_: str) -> Trigger:
    """A trigger of a rule that needs no words of the table (postures)."""
    return Trigger(id_, type_, None, (), (), (), "", frozenset(), frozenset(), False, False)
