"""What later sentences tell on an act told before: "the attack", who claimed it, who is blamed for it, who died."""

from __future__ import annotations

from spacy.tokens import Token

from bot.analysis import tree
from bot.analysis.events.context import Context
from bot.analysis.events.draft import EventDraft
from bot.analysis.events.merge import counted, same
from storage.model.findings import EventType, Status


def refer_back(ctx: Context, drafts: list[EventDraft]) -> list[EventDraft]:
    """ "The attack", "the raid" with nothing new, and a bare toll, speak of the attack told shortly before."""
    out: list[EventDraft] = []
    last: EventDraft | None = None
    suspects = _suspects(ctx) if any(d.type is EventType.ASSAULT for d in drafts) else []
    for draft in drafts:
        while suspects and suspects[0][0] < draft.head:
            _suspected(ctx, last, *suspects.pop(0))
        if draft.type is not EventType.ASSAULT:
            out.append(draft)
            continue
        if draft.noun and ctx.tokens[draft.head].lemma_ in _BLASTS and (last is None or last.subtype not in _BOMBS):
            last = next((d for d in reversed(out) if d.subtype in _BOMBS and d.type is draft.type), last)
        if last is not None and _claims(ctx, last, draft):
            known = {t.i for t in (*last.actors, *last.targets)}
            last.actors = [*last.actors, *(a for a in draft.actors if a.i not in known)]
            last.dead, last.hurt = last.dead or draft.dead, last.hurt or draft.hurt
            last.path = [*last.path, f"claimed-by:{draft.rule}"]
            continue
        if last is not None and _same_act(ctx, last, draft):
            _tell(ctx, last, draft)
            continue
        out.append(draft)
        real = draft.status is not Status.HYPOTHETICAL and draft.subtype != "Disrupted weapons use"
        if real and (draft.targets or draft.places):
            last = draft
    for suspect in suspects:
        _suspected(ctx, last, *suspect)
    return out


_BLASTS = frozenset({"bombing", "blast", "explosion", "detonation"})
_BOMBS = frozenset({"Suicide bomb", "Remote explosive/landmine/IED", "Grenade"})
_ATTRIBUTING = frozenset({"blame", "suspect", "claim", "take", "admit", "accept"})


_ACCUSING = frozenset({"accuse", "blame", "charge", "responsible"})
_DEED = frozenset({"crime", "deed", "act", "action", "outrage", "incident", "tragedy", "operation"})
"""Words for what was told before."""


def _suspects(ctx: Context) -> list[tuple[int, Token]]:
    """Who is blamed or suspected without the act being named: "Investigators suspect the group", "blamed it on"."""
    out: list[tuple[int, Token]] = []
    for token in ctx.tokens:
        if token.lemma_ in _ACCUSING and (found := _of_the_deed(token)) is not None:
            out.append((token.i, found))
            continue
        if token.pos_ != "VERB" or token.lemma_ not in _ATTRIBUTING or tree.negated(token):
            continue
        objects = tree.objects(token)
        if token.lemma_ in {"claim", "take", "admit", "accept"}:
            claimant = tree.surface_subject(token)
            if (
                claimant is not None
                and objects
                and objects[0].lemma_ in {"responsibility", "credit"}
                and not tree.negated(claimant)
                and claimant.lower_ not in {"nobody", "none"}
            ):
                out.append((token.i, claimant))
            continue
        if not objects or any(c.dep_ in {"ccomp", "xcomp", "advcl"} and c.i > token.i for c in tree.children(token)):
            continue
        suspect: Token | None = objects[0]
        if suspect is not None and suspect.lower_ in {"it", "this", "them", "that"}:
            suspect = tree.oblique(token, "on")
        elif tree.oblique(token, "for", "of", "in") is not None:
            continue
        if suspect is not None and ctx.kinds(suspect) & {"force", "org", "person", "name"}:
            out.append((token.i, suspect))
    return out


def _of_the_deed(word: Token) -> Token | None:
    """Who is accused of "the crime", responsible for "the action", where the text told before what that was."""
    if tree.negated(word):
        return None
    for preposition, noun in tree.obliques(word):
        pointed = any(c.dep_ == "det" and c.lower_ in {"the", "this", "that"} for c in tree.lefts(noun))
        if preposition in {"of", "for", "with"} and noun.lemma_ in _DEED and noun.tag_ == "NN" and pointed:
            if word.pos_ == "ADJ":
                return tree.surface_subject(word)
            return next(iter(tree.objects(word)), None)
    return None


def _suspected(ctx: Context, last: EventDraft | None, at: int, suspect: Token) -> None:
    if last is None or last.actors or last.status not in {Status.OCCURRED, Status.ONGOING, Status.CLAIMED}:
        return
    if 0 <= ctx.sentence_of[at] - ctx.sentence_of[last.head] <= _NEAR - 1 and suspect.i != last.head:
        last.actors = [m for m in ctx.all_of(suspect) if m.i not in {t.i for t in last.targets}]
        last.path = [*last.path, f"suspected:{ctx.tokens[at].lower_}"]


_NEAR = 3
"""Sentences within which "the attack" refers back."""


def _same_act(ctx: Context, last: EventDraft, draft: EventDraft) -> bool:
    apart = ctx.sentence_of[draft.head] - ctx.sentence_of[last.head]
    if not 0 < apart <= _NEAR or draft.status in {Status.HYPOTHETICAL, Status.PLANNED, Status.DENIED}:
        return False
    if last.status in {Status.HYPOTHETICAL, Status.PLANNED, Status.DENIED}:
        return False
    head = ctx.tokens[draft.head]
    if draft.toll and any(c.dep_ in {"advcl", "obl"} and _since(c) for c in tree.children(head)):
        return False  # "since the truce began, 318 have been killed": a sum
    people = all(ctx.kinds(t) & {"person", "force"} for t in draft.targets)
    if draft.toll:
        known = last.hurt if head.lemma_ in {"wound", "injure", "hurt"} else last.dead
        avenged = any(t.lemma_.lower() in _DOERS for t in draft.targets)  # "the attacker was killed": another deed
        alone = not draft.actors and not draft.places and not draft.noun and not avenged
        return apart <= 2 and people and alone and known is None
    if not draft.noun or not people or any(c.lower_ in {"another", "second"} for c in tree.lefts(head)):
        return False
    definite = any(c.dep_ == "det" and c.lower_ in {"the", "this", "that", "these", "those"} for c in tree.lefts(head))
    if not definite or (draft.places and last.places and draft.places[0].lower_ != last.places[0].lower_):
        return False
    return not draft.actors or not last.actors or same(ctx, draft.actors, last.actors) or _nameless(ctx, last, draft)


def _nameless(ctx: Context, last: EventDraft, draft: EventDraft) -> bool:
    """ "A suicide bomber … The group said it had carried out the bombing": who sent those told of without a name."""
    named = all(ctx.label(a) == "ORG" for a in draft.actors) and not draft.targets and not draft.places
    return named and all(
        ctx.label(a) in {"", "VEHICLE"} and a.pos_ == "NOUN" and ctx.country(a) is None for a in last.actors
    )


def _since(dependent: Token) -> bool:
    return any(c.lower_ == "since" and c.dep_ in {"mark", "case"} for c in tree.lefts(dependent))


_DOERS = frozenset(
    {
        "attacker",
        "assailant",
        "gunman",
        "shooter",
        "bomber",
        "suspect",
        "perpetrator",
        "hijacker",
        "kidnapper",
        "knifeman",
    }
)


def _claims(ctx: Context, last: EventDraft, draft: EventDraft) -> bool:
    """ "The group claimed the bombing": who was behind the attack told before."""
    if draft.status is not Status.CLAIMED or not draft.noun or draft.targets or draft.places or not draft.actors:
        return False
    if not any(step.startswith("claim") for step in draft.path) or last.status in _UNREAL:
        return False
    definite = any(c.dep_ == "det" and c.lower_ in {"the", "this", "that"} for c in tree.lefts(ctx.tokens[draft.head]))
    return definite and 0 <= ctx.sentence_of[draft.head] - ctx.sentence_of[last.head] <= _NEAR


_UNREAL = frozenset({Status.HYPOTHETICAL, Status.PLANNED, Status.DENIED})


def _tell(ctx: Context, last: EventDraft, draft: EventDraft) -> None:
    known = {t.i for t in (*last.targets, *last.actors)}
    if last.actors and draft.actors and _nameless(ctx, last, draft):
        last.actors = [*last.actors, *draft.actors]
    last.actors = last.actors or draft.actors
    if (draft.toll and not all(counted(ctx, t) for t in draft.targets)) or not last.targets:
        last.targets = [*last.targets, *(t for t in draft.targets if t.i not in known)]
    last.dead, last.hurt = last.dead or draft.dead, last.hurt or draft.hurt
    last.weapon = last.weapon or draft.weapon
    last.lethal = last.lethal or draft.lethal
    last.places = last.places or draft.places
    last.path = [*last.path, f"told-on:{draft.rule}"]
