"""Ready lists of feeds: ``seeds/feeds.toml``. Nobody reads them unless their operator adds a preset."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import resources
from typing import Any

from storage.model.article import Source, source_key

KINDS = frozenset({"wire", "outlet", "government", "ngo", "un"})
_FIELDS = {"name", "url", "kind", "home_country", "language", "family", "reliability", "reason", "presets", "note"}


@dataclass(frozen=True, slots=True)
class PresetFeed:
    """A feed of the ready lists: where it is, who publishes it, in which presets it stands, what to know of it."""

    url: str
    source: Source
    presets: tuple[str, ...]
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Presets:
    """Every preset by its name with its description, and every feed, in the order of the file."""

    descriptions: dict[str, str]
    feeds: tuple[PresetFeed, ...]

    def of(self, name: str) -> list[PresetFeed]:
        """The feeds of a preset. Raises ``KeyError`` where there is none of this name."""
        if name not in self.descriptions:
            raise KeyError(name)
        return [feed for feed in self.feeds if name in feed.presets]


def read_presets(document: str | None = None) -> Presets:
    """The presets of a document (default: the one that ships). Raises ``ValueError`` naming the entry that is wrong."""
    if document is None:
        document = resources.files("seeds").joinpath("feeds.toml").read_text("utf-8")
    data: dict[str, Any] = tomllib.loads(document)
    descriptions: dict[str, str] = data["presets"]
    return Presets(descriptions, tuple(_feed(entry, descriptions) for entry in data["feed"]))


def _feed(entry: dict[str, Any], presets: dict[str, str] | Sequence[str]) -> PresetFeed:
    name = entry.get("name", "an entry")
    missing = {"name", "url", "kind", "language", "family", "reliability", "reason", "presets"} - set(entry)
    if missing or not set(entry) <= _FIELDS:
        raise ValueError(f"seeds/feeds.toml: {name}: {sorted(missing or set(entry) - _FIELDS)}")
    if entry["kind"] not in KINDS or entry["reliability"] not in "ABCDEF" or not set(entry["presets"]) <= set(presets):
        raise ValueError(f"seeds/feeds.toml: {name}: its kind, reliability or presets are not among those that exist")
    source = Source(
        key=source_key(name),
        name=name,
        kind=entry["kind"],
        home_country=entry.get("home_country"),
        language=entry["language"],
        family=entry["family"],
        reliability=entry["reliability"],
        reliability_reason=entry["reason"],
    )
    return PresetFeed(entry["url"], source, tuple(entry["presets"]), entry.get("note"))
