"""Gatherings that force met: the force is coercion, what it was used against a protest "with intervention"."""

from __future__ import annotations

from spacy.tokens import Token

from bot.analysis import tree
from bot.analysis.events.context import Context
from bot.analysis.events.draft import EventDraft
from bot.analysis.lexicon.wordlists import words
from storage.model.findings import EventType, Status

RULES = ("coerce.disperse", "coerce.disperse-words")
_DONE = frozenset({Status.OCCURRED, Status.ONGOING})
_PEACEFUL = frozenset({None, "Peaceful protest"})
_CROWD = words("protester protestor demonstrator marcher striker rioter picket")
_GATHERINGS = words("rally march demonstration protest procession gathering sit-in")
_DRIVES = words("disperse scatter drive push clear break chase")
_FAR = 1
"""How many sentences lie at most between a protest and the force used against it."""


def meet(ctx: Context, drafts: list[EventDraft]) -> list[EventDraft]:
    """The drafts, in order; a protest that was dispersed says so, and one known only by who was dispersed is told."""
    out = list(drafts)
    for draft in drafts:
        if draft.rule not in RULES or draft.status not in _DONE:
            continue
        draft.targets = draft.targets or _to_disperse(ctx, ctx.tokens[draft.head])
        here = ctx.sentence_of[draft.head]
        near = [
            d
            for d in drafts
            if d.type is EventType.PROTEST and d.status in _DONE and abs(ctx.sentence_of[d.head] - here) <= _FAR
        ]
        for protest in near:
            if protest.subtype in _PEACEFUL:
                protest.subtype = "Protest with intervention"
        met = draft.targets or tree.objects(ctx.tokens[draft.head])
        crowd = next((n for t in met if (n := tree.light(t)).lemma_.lower() in _CROWD | _GATHERINGS), None)
        if crowd is not None and not near:
            out.append(_known_by(crowd, draft))
    out = [d for d in out if not _again(ctx, d, drafts)]
    return sorted(out, key=lambda d: d.head)


def _to_disperse(ctx: Context, verb: Token) -> list[Token]:
    """ "fired tear gas to disperse them": them."""
    for child in tree.children(verb):
        if child.dep_ in {"advcl", "xcomp"} and child.lemma_ in _DRIVES:
            return [m for o in tree.objects(child) for m in ctx.all_of(o)]
    return []


def _again(ctx: Context, draft: EventDraft, drafts: list[EventDraft]) -> bool:
    """ "used water cannon to disperse thousands": the one that tells whom is enough."""
    if draft.rule not in RULES:
        return False
    above = {g.i for g in tree.governors(ctx.tokens[draft.head])}
    if any(d.rule in RULES and d.head in above and d.targets for d in drafts):
        return True
    here = ctx.sentence_of[draft.head]
    return not draft.targets and any(
        d.rule in RULES and d.targets and ctx.sentence_of[d.head] == here and d is not draft for d in drafts
    )


def _known_by(crowd: Token, force: EventDraft) -> EventDraft:
    """ "Police fired tear gas at demonstrators": that they demonstrated."""
    told = EventDraft(
        EventType.PROTEST, "protest.dispersed", crowd.i, crowd.i, crowd.i + 1, subtype="Protest with intervention",
        status=force.status, places=list(force.places), when=force.when, noun=True,
    )  # fmt: skip
    told.actors = [crowd] if crowd.lemma_.lower() in _CROWD else []
    told.path = ["told-by-its-dispersal"]
    return told
