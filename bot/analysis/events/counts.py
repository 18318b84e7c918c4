"""How many: such events ("hundreds of attacks"), people held, released or taken, troops, protesters."""

from __future__ import annotations

from spacy.tokens import Token

from bot.analysis import tree
from bot.analysis.events.context import Context
from bot.analysis.events.dispersals import RULES
from bot.analysis.events.draft import EventDraft
from bot.analysis.events.patients import number_of, patients
from storage.model.findings import EventType, Quantity

_ASSAULTS = frozenset({"Abduction/forced disappearance", "Disrupted weapons use"})
_BY_TARGET = frozenset(
    {
        EventType.COERCE, EventType.MOBILIZE, EventType.RETREAT, EventType.ASSAULT, EventType.SANCTION,
        EventType.CONCEDE, EventType.COOPERATE, EventType.POSTURE,
    }
)  # fmt: skip
_BY_ACTOR = frozenset({EventType.PROTEST, EventType.MOBILIZE, EventType.RETREAT, EventType.COOPERATE})
_OF_PEOPLE = ("retreat.release", "concede.pardon", "coerce.question")
_HELD = frozenset({"Arrests", "Abduction/forced disappearance"})


def count_of(ctx: Context, draft: EventDraft) -> Quantity | None:
    """How many: of the events, else of those it is done to, else of those who do it; ``None`` where no number is told.

    A single person held or released is one ("a man was taken into custody"), those that are joined are summed.
    """
    if draft.rule in RULES or (draft.type is EventType.ASSAULT and draft.subtype not in _ASSAULTS and not draft.noun):
        return None
    head = ctx.tokens[draft.head]
    if draft.noun and (found := number_of(ctx, head)) is not None:
        return found
    people = draft.subtype in _HELD or draft.rule.startswith(_OF_PEOPLE)
    if people and draft.targets and not _counted_by_words(ctx, draft.targets):
        named = all(t.pos_ == "PROPN" for t in draft.targets)
        return None if named else patients(ctx, head, noun=draft.noun)
    if draft.noun and not people and draft.type is not EventType.MOBILIZE:
        return None
    if draft.type in _BY_TARGET and (found := _first(ctx, draft.targets)) is not None:
        return found
    if draft.type in _BY_ACTOR and (found := _first(ctx, draft.actors)) is not None:
        return found
    return number_of(ctx, draft.weapon) if draft.type is EventType.MOBILIZE and draft.weapon is not None else None


def _counted_by_words(ctx: Context, targets: list[Token]) -> bool:
    """Whether one number tells it all: a single noun with its number."""
    return len(targets) == 1 and number_of(ctx, targets[0]) is not None


def _first(ctx: Context, nouns: list[Token]) -> Quantity | None:
    for noun in nouns:
        if (found := number_of(ctx, noun) or number_of(ctx, tree.light(noun))) is not None:
            return found
    return None


def of_people(ctx: Context, draft: EventDraft) -> Quantity | None:
    """The count where it is one of people ("93 rifles seized" are no people held)."""
    return draft.count if any(ctx.kinds(t) & {"person", "force", "name"} for t in draft.targets) else None
