"""The event frames as their TOML files have them, read once for the rooms that ask: the events, and the lemmatiser."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Any


@cache
def frame_tables() -> tuple[tuple[str, Mapping[str, Any]], ...]:
    """Every frame with the name of its file, in the order of the files' names."""
    folder = resources.files("bot.analysis.lexicon").joinpath("frames")
    files = sorted((path for path in folder.iterdir() if path.name.endswith(".toml")), key=lambda path: path.name)
    return tuple(
        (path.name, table) for path in files for table in tomllib.loads(path.read_text("utf-8")).get("frame", ())
    )


@cache
def frame_verbs() -> frozenset[str]:
    """The verbs that the frames ask for, so that the lemmatiser misses none of their forms."""
    found = {verb.split()[0] for _, table in frame_tables() for verb in table.get("verbs", ())}
    return frozenset(verb for verb in found if verb.isalpha() and verb.islower() and len(verb) > 2)
