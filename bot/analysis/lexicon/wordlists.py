"""How word lists are written in the code: as one text, split at spaces."""

from __future__ import annotations


def listed(text: str) -> tuple[str, ...]:
    """The words in their order."""
    return tuple(text.split())


def words(text: str) -> frozenset[str]:
    """The words as a set."""
    return frozenset(text.split())
