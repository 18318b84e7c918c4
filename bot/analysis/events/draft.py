"""An event while its text is read: tokens and rule names; the component turns it into the contract's nouns."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from spacy.tokens import Token

from storage.model.findings import EventType, Quantity, Status

if TYPE_CHECKING:
    from bot.analysis.dates import DatedSpan


@dataclass(slots=True)
class EventDraft:
    """One happening: the component makes an event of it for each pair of actor and target (and each place)."""

    type: EventType
    rule: str
    """The frame's or rule's id, for ``--explain``."""
    head: int
    """Index of the trigger's head token, from which status, place and date are read."""
    start: int
    end: int
    """The trigger's tokens, end exclusive."""
    subtype: str | None = None
    status: Status | None = None
    """``None``: the component asks status.py."""
    path: list[str] = field(default_factory=list)
    """The steps that led to the status."""
    actors: list[Token] = field(default_factory=list)
    targets: list[Token] = field(default_factory=list)
    """Head tokens of noun phrases; their conjuncts are listed too."""
    places: list[Token] = field(default_factory=list)
    weapon: Token | None = None
    when: DatedSpan | None = None
    count: Quantity | None = None
    dead: Quantity | None = None
    hurt: Quantity | None = None
    condition: tuple[int, int] | None = None
    """Tokens of the condition, end exclusive."""
    covers: list[tuple[int, int]] = field(default_factory=list)
    """Token ranges in which no other trigger is an event of its own (the act that is threatened)."""
    content: tuple[int, int] | None = None
    """Tokens of the saying that a threat consists in, end exclusive."""
    noun: bool = False
    violent: bool = True
    emergency: bool = False
    lethal: bool = False
    toll: bool = False
    """The trigger only tells a toll ("killed"): it is merged into the attack of its sentence."""
    placed: bool = True
    """Whether a place is looked for (not for words and measures)."""
