"""One saying, on tokens."""

from __future__ import annotations

from dataclasses import dataclass

from spacy.tokens import Span

from storage.model.findings import Stance


@dataclass(frozen=True, slots=True)
class Speech:
    """``start``-``end`` (exclusive) is the content, ``cue`` the token that attributes it, ``rule`` says how it was
    found. ``speaker`` is ``None`` where the text names nobody; ``via`` is the outlet that carries the speaker."""

    start: int
    end: int
    cue: int
    direct: bool
    stance: Stance
    speaker: Span | None
    via: Span | None
    rule: str = ""
    depth: int = 0
    """1 where the speaker was taken over from another sentence (a pronoun, a quotation that goes on)."""
