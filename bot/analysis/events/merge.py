"""One act, one event: tolls go to their attack, a noun goes to the verb that tells the same act."""

from __future__ import annotations

from spacy.tokens import Token

from bot.analysis import tree
from bot.analysis.events.arguments import SPOKEN
from bot.analysis.events.context import Context, elsewhere
from bot.analysis.events.declining import FRIENDLY
from bot.analysis.events.dispersals import RULES
from bot.analysis.events.draft import EventDraft
from bot.analysis.events.slots import DOING, light_verb
from storage.model.findings import EventType, Stance, Status

_LATER = frozenset({"after", "following", "since", "before", "until", "despite", "because of", "over", "for", "about",
                    "against", "amid", "ahead of", "from", "to", "of", "on"})  # fmt: skip
_BORDERS = frozenset({"ccomp", "parataxis", "advcl:relcl"})
_FINITE = frozenset({"after", "when", "as", "while", "before", "since", "because", "if", "although", "though"})
_STEPS = 5


def no_arguments(drafts: list[EventDraft]) -> list[EventDraft]:
    """Without nouns that are themselves who acts or is hit in another event ("ambushed an army patrol")."""
    parts = {t.i for d in drafts if d.type not in SPOKEN and d.rule not in RULES for t in (*d.actors, *d.targets)}
    return [d for d in drafts if not d.noun or d.head not in parts]


_SWEEPS = frozenset({"raid", "sweep", "swoop"})
_OFFERED = frozenset({"host", "mediate", "broker", "facilitate"})
_PUT_FORWARD = frozenset({"propose", "offer", "broker", "draft", "float", "suggest", "table"})
_JUDGING = frozenset({EventType.SANCTION, EventType.ACCUSE, EventType.COERCE, EventType.SUPPORT})
_PROMISED = frozenset({EventType.CONCEDE, EventType.COOPERATE, EventType.SUPPORT, EventType.ACCUSE})
"""Deeds that are one with the word that promises them ("undertook to cooperate")."""


def told_beside(ctx: Context, drafts: list[EventDraft]) -> list[EventDraft]:
    """Without what the word beside it tells: raids that arrests are made in, suspicions that only say who was
    arrested, "insisted" of a fact, the deeds in a promise, what a crowd gathers to oppose, the complaint that an
    envoy is summoned for, the name in "condemned what he called a massacre", the reason why somebody is punished or
    praised, and who put forward what is accepted or turned down."""
    types = {
        (d.head, below): d
        for d in drafts
        for above, below in ((EventType.PROTEST, EventType.REJECT), (EventType.ACCUSE, EventType.ACCUSE))
        if d.type is above
    }
    judged = {d.head for d in drafts if d.type in _JUDGING}
    answered = {d.head for d in drafts if d.type in {EventType.AGREE, EventType.REJECT}}
    promises = {d.head for d in drafts if d.type is EventType.AGREE and not d.noun}
    arrests = {d.head for d in drafts if d.type is EventType.COERCE}
    held = {t.i for d in drafts if d.type is EventType.COERCE for t in d.targets}
    facts = {s.cue for s in ctx.doc._.speeches or () if s.stance is not Stance.DEMANDS}
    out: list[EventDraft] = []
    for draft in drafts:
        head = ctx.tokens[draft.head]
        raid = draft.noun and head.lemma_ in _SWEEPS and head.head.i in arrests and not draft.targets
        suspect = draft.type is EventType.ACCUSE and head.dep_ == "acl" and head.head.i in held and not draft.actors
        fact = draft.type is EventType.DEMAND and head.lemma_ == "insist" and head.i in facts
        below = head.dep_ in {"xcomp", "advcl"}
        willing = draft.type is EventType.CONSULT and head.head.pos_ == "ADJ"
        promised = below and head.head.i in promises and (draft.type in _PROMISED or willing)
        purpose = below and types.get((head.head.i, draft.type)) is not None
        promised = promised or (below and head.lemma_ in _OFFERED and head.head.i in promises)
        reason = draft.type in FRIENDLY and _reason(head) and head.head.i in judged
        offered = head.dep_ == "acl" and head.lemma_ in _PUT_FORWARD and head.head.head.i in answered
        named = draft.type is EventType.ACCUSE and head.dep_ == "acl:relcl" and head.head.lower_ == "what"
        behind = draft.rule == "coerce.held" and head.dep_ == "acl"  # "freed two engineers held since April"
        if not (raid or suspect or fact or promised or purpose or named or reason or offered or behind):
            out.append(draft)
    return out


def _reason(verb: Token) -> bool:
    """ "sanctioned two firms for supplying drones": why, told with what is done about it."""
    return verb.tag_ == "VBG" and any(c.lower_ == "for" and c.dep_ in {"mark", "case"} for c in tree.lefts(verb))


def merge(ctx: Context, drafts: list[EventDraft]) -> list[EventDraft]:
    """The drafts without those that tell an act again; what they knew goes to the one that stays."""
    by_head = {d.head: d for d in drafts}
    for draft in drafts:
        # "carried out strikes, killing 14": the strikes stand for the verb that carries them
        carried = light_verb(ctx.tokens[draft.head]) if draft.noun else None
        if carried is not None and carried[1] == "object" and carried[0].lemma_ in DOING:
            by_head.setdefault(carried[0].i, draft)
    dropped: set[int] = set()
    for draft in drafts:
        if draft.head in dropped:
            continue
        above, linked = _above(ctx, draft, by_head, dropped)
        if above is None or not linked:
            continue
        keep, drop = (draft, above) if above.toll and not draft.toll else (above, draft)
        if not _compatible(ctx, keep, drop):
            continue
        _join(ctx, keep, drop)
        dropped.add(drop.head)
    _sentence_tolls(ctx, drafts, dropped)
    _gatherings(ctx, drafts, dropped)
    return [d for d in drafts if d.head not in dropped]


def _above(
    ctx: Context, draft: EventDraft, by_head: dict[int, EventDraft], dropped: set[int]
) -> tuple[EventDraft | None, bool]:
    """The event that the draft's trigger hangs on, and whether both are one act by the words between them."""
    at = ctx.tokens[draft.head]
    linked = True
    if at.dep_ == "nmod" and at.head.lower_ == "one" and at.tag_ in {"NNS", "NNPS"}:
        at = at.head  # "in one of the largest attacks of the war"
    for _ in range(_STEPS):
        dep, up = at.dep_, at.head
        if up.i == at.i or dep in _BORDERS or elsewhere(ctx, at):
            return None, False
        if (dep.startswith(("obl", "nmod")) and set(tree.case_words(at)) & _LATER) or dep == "nmod:poss":
            linked = False
        if (
            dep == "advcl"
            and at.tag_ != "VBG"
            and any(c.dep_ == "mark" and c.lower_ in _FINITE for c in tree.children(at))
        ):
            linked = False
        if dep == "conj" and not draft.toll and not by_head.get(up.i, draft).toll:
            linked = False
        if dep == "conj" and any(c.dep_ == "nsubj" for c in tree.children(at)) and at is ctx.tokens[draft.head]:
            subject = tree.surface_subject(at)
            linked = (linked and tree.is_passive(at)) or (
                subject is not None and subject.lemma_ in {"person", "people"}
            )
        found = by_head.get(up.i)
        if found is not None and found is not draft and found.head not in dropped:
            return found, linked
        at = up
    return None, False


def _compatible(ctx: Context, keep: EventDraft, drop: EventDraft) -> bool:
    if keep.type is not drop.type and not (drop.toll and keep.type is EventType.PROTEST):
        return False
    if keep.type is EventType.POSTURE or keep.type is EventType.THREATEN:
        return False
    if keep.status is not drop.status and Status.DENIED in {keep.status, drop.status}:
        return False
    if keep.actors and drop.actors and not same(ctx, keep.actors, drop.actors):
        return False
    second = ctx.tokens[keep.head]
    if drop.toll and drop.actors and drop.targets and keep.targets and second.dep_ == "conj" and not keep.noun:
        return second.head.i != drop.head  # "killed 35 militants and captured nine others"
    if keep.toll or drop.toll:
        return True
    if keep.weapon is not None and drop.weapon is not None and keep.weapon.i == drop.weapon.i:
        return True  # "a bomb hidden in a cart went off"
    if keep.subtype == "Non-state actor overtakes territory" and drop.subtype == "Looting/property destruction":
        return False  # "overran the town, torching dozens of houses"
    if ctx.tokens[drop.head].dep_ == "advcl" and ctx.tokens[drop.head].tag_ == "VBG" and keep.type is EventType.ASSAULT:
        return True  # "struck the terminal, setting two tanks ablaze"
    if keep.targets and drop.targets and not same(ctx, keep.targets, drop.targets):
        return keep.noun != drop.noun and keep.type is EventType.ASSAULT
    return keep.noun or drop.noun


def same(ctx: Context, one: list[Token], two: list[Token]) -> bool:
    """Whether two arguments may be the same: one noun, one lemma, one country."""
    if {t.i for t in one} & {t.i for t in two}:
        return True
    if {t.head.i for t in one} & {t.i for t in two} or {t.head.i for t in two} & {t.i for t in one}:
        return True  # "Philippine and U.S. forces": the forces, and whose they are
    if {t.lemma_.lower() for t in one} & {t.lemma_.lower() for t in two}:
        return True
    ours = {c for t in one if (c := ctx.country(t))}
    theirs = {c for t in two if (c := ctx.country(t))}
    return bool(ours & theirs)


def counted(ctx: Context, noun: Token) -> bool:
    """People told only as a number: they are the toll, not a target of their own."""
    if noun.lemma_.lower() in {"people", "person", "other", "number", "civilian"} and noun.pos_ != "PROPN":
        return True
    return noun.pos_ != "PROPN" and any(c.i in ctx.amount_at or c.lower_ == "both" for c in (noun, *tree.lefts(noun)))


def _join(ctx: Context, keep: EventDraft, drop: EventDraft) -> None:
    keep.actors = keep.actors or [a for a in drop.actors if a.i not in {t.i for t in keep.targets}]
    known = {t.i for t in (*keep.targets, *keep.actors)}
    beside = drop.subtype == "Looting/property destruction" and keep.subtype != drop.subtype
    if not (keep.targets and (beside or (drop.toll and all(counted(ctx, t) for t in drop.targets)))):
        keep.targets = [*keep.targets, *(t for t in drop.targets if t.i not in known)]
    keep.places = keep.places or drop.places
    keep.weapon = keep.weapon or drop.weapon
    keep.when = keep.when or drop.when
    keep.lethal = keep.lethal or drop.lethal
    keep.dead, keep.hurt = keep.dead or drop.dead, keep.hurt or drop.hurt
    keep.toll = keep.toll and drop.toll
    if keep.status is Status.PLANNED and keep.noun and drop.lethal and drop.status is Status.OCCURRED:
        keep.status = Status.OCCURRED  # "the attack, which killed 140, was planned abroad"
        keep.path = [*keep.path, "proven-by-toll"]
    from_afar = keep.subtype == "Armed clash" and drop.noun and drop.subtype in _AFAR
    if from_afar or (keep.subtype in {None, "Attack"} and drop.subtype is not None and not (keep.subtype and beside)):
        keep.subtype = drop.subtype
    keep.path = [*keep.path, f"joined:{drop.rule}"]


_AFAR = frozenset({"Air/drone strike", "Shelling/artillery/missile attack"})


def _sentence_tolls(ctx: Context, drafts: list[EventDraft], dropped: set[int]) -> None:
    """A toll without actor beside the one attack of its sentence is that attack's toll."""
    by_sentence: dict[int, list[EventDraft]] = {}
    for draft in drafts:
        if draft.head not in dropped and draft.type is EventType.ASSAULT:
            by_sentence.setdefault(ctx.sentence_of[draft.head], []).append(draft)
    for here in by_sentence.values():
        tolls = [d for d in here if d.toll]
        main = [d for d in here if not d.toll]
        if len(main) != 1:
            first = next((d for d in tolls if d.actors), tolls[0] if tolls else None)
            rest = [d for d in tolls if d is not first] if not main and first is not None else []
            for draft in rest:  # "killed 12 and wounded 30"
                if _compatible(ctx, first, draft) and _close(ctx, first, draft):  # type: ignore[arg-type]
                    _join(ctx, first, draft)  # type: ignore[arg-type]
                    dropped.add(draft.head)
            continue
        if main[0].subtype == "Abduction/forced disappearance":
            continue  # "31 people were killed and dozens abducted"
        for draft in tolls:
            if not draft.actors and _compatible(ctx, main[0], draft) and not _told_after(ctx, draft):
                _join(ctx, main[0], draft)
                dropped.add(draft.head)


def _gatherings(ctx: Context, drafts: list[EventDraft], dropped: set[int]) -> None:
    """One crowd in one sentence is one protest; "flew to Cairo and held talks" is one visit."""
    before: dict[tuple[int, EventType], EventDraft] = {}
    for draft in drafts:
        if draft.head in dropped or draft.type not in {EventType.PROTEST, EventType.CONSULT}:
            continue
        key = (ctx.sentence_of[draft.head], draft.type)
        first = before.setdefault(key, draft)
        if first is draft:
            continue
        again = draft.status is Status.PLANNED and ctx.tokens[draft.head].dep_ in {"advcl", "xcomp"}
        if first.status is not draft.status and not again:  # "rallied to protest", "met to discuss"
            continue
        if first.actors and draft.actors and not same(ctx, first.actors, draft.actors):
            continue
        if draft.type is EventType.CONSULT:
            if not (first.actors and draft.actors):
                continue
            if first.targets and all("place" in ctx.kinds(t) for t in first.targets) and draft.targets:
                first.places = first.places or first.targets
                first.targets = []
            elif not again and first.targets and draft.targets and not same(ctx, first.targets, draft.targets):
                continue
        if not again:
            _join(ctx, first, draft)
        dropped.add(draft.head)


def _close(ctx: Context, one: EventDraft, two: EventDraft) -> bool:
    a, b = ctx.tokens[one.head], ctx.tokens[two.head]
    return a in set(tree.governors(b)) or b in set(tree.governors(a)) or a.head.i == b.head.i


def _told_after(ctx: Context, draft: EventDraft) -> bool:
    head = ctx.tokens[draft.head]
    return head.dep_ == "parataxis"
