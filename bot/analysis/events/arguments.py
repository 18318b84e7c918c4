"""Fills the frame of a trigger: who, whom, with what; the tree says where each stands."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass, field

from spacy.tokens import Token

from bot.analysis import tree
from bot.analysis.events.blame import blamed, nobody
from bot.analysis.events.context import Context
from bot.analysis.events.hits import Hit
from bot.analysis.events.kinds import can_act, can_suffer
from bot.analysis.events.means import instrument, weapons
from bot.analysis.events.mutual import MUTUAL, SIDES, among_themselves, attending, bound, inside, two_adjectives
from bot.analysis.events.slots import possessors, slot
from storage.model.findings import EventType, Status

SPOKEN = frozenset(
    {
        EventType.ACCUSE, EventType.DEMAND, EventType.REJECT, EventType.SUPPORT, EventType.CONCEDE, EventType.SANCTION,
        EventType.CONSULT, EventType.AGREE, EventType.COOPERATE, EventType.THREATEN, EventType.AID,
    }
)  # fmt: skip
"""Classes whose target is a side, not a thing: "rejected the proposal of Iran" has Iran."""


_PARTIES = frozenset({"person", "org", "force", "state", "name", "unknown"})
_PLAIN = frozenset({"object", "clause", "on", "against", "for"})
_ABSTRACT = frozenset({EventType.ACCUSE, EventType.REJECT, EventType.SUPPORT, EventType.CONCEDE})
"""Classes that may be about a thing said or done which belongs to nobody ("turned down an invitation")."""
_HINDERS = frozenset({EventType.COERCE, EventType.PROTEST})
"""Classes that may be done to a thing done ("outlawed gatherings", "boycotted hearings")."""


@dataclass(slots=True)
class Arguments:
    """The nouns in the places of a frame. ``acting`` and ``suffering`` say that the place is filled, if only by a
    pronoun that stays unknown."""

    actors: list[Token] = field(default_factory=list)
    targets: list[Token] = field(default_factory=list)
    weapon: Token | None = None
    acting: bool = False
    suffering: bool = False
    weak: bool = False
    """The target is a thing or matter, no side."""
    claimed: Status | None = None
    """Set where the actor stands in an accusation or a claim of responsibility."""
    cause: Token | None = None
    """A noun of action as subject: "the attack killed"."""


def fill(hit: Hit, ctx: Context) -> Arguments | None:
    """The arguments; ``None`` where something that the frame needs is not there."""
    args = Arguments()
    frame = hit.frame
    args.weapon = instrument(hit, ctx)
    if not frame.symmetric or hit.noun:
        _targets(hit, ctx, args)
    _actors(hit, ctx, args)
    if frame.symmetric or (frame.type in MUTUAL and (not args.targets or args.weak)):
        if args.weak and len(args.actors) > 1:
            args.targets = []
        _sides(hit, ctx, args)
        if frame.symmetric and not hit.noun and not args.targets:
            _targets(hit, ctx, args, {t.i for t in args.actors})
    if frame.subtype == "Armed clash" and not args.targets and len(args.actors) > 1:
        args.actors, args.targets, args.suffering = (
            args.actors[:1],
            args.actors[1:],
            True,
        )  # "soldiers and rebels fought"
    if frame.subtype == "Armed clash" and not args.suffering and args.actors and not hit.noun:
        # "Pakistani and Afghan guards fought": who fights one another is hit as well
        plural = any(a.tag_ in {"NNS", "NNPS"} and "force" in ctx.kinds(a) for a in args.actors)
        args.suffering = plural and not tree.objects(hit.token)
    args.targets, args.weapon = weapons(hit, ctx, args.targets, args.weapon, spoken=frame.type in SPOKEN)
    if "target" in frame.needs and not args.suffering:
        return None
    if "actor" in frame.needs and not args.acting:
        return None
    if "instrument" in frame.needs and args.weapon is None:
        return None
    if (frame.actor_kinds and not args.acting and "actor" in frame.needs) or (
        frame.target_kinds and not args.suffering and "target" in frame.needs
    ):
        return None
    return args


def _usable(noun: Token, hit: Hit, ctx: Context, *, part: bool = False) -> bool:
    """Whether a noun may be an argument: no time, no dateline, no part of the trigger (but for ``part``)."""
    if noun.pos_ == "NUM" and noun.dep_.startswith(("obl", "nmod")) and tree.light(noun) is noun:
        return False
    return not (
        (noun.i in hit.used and not part)
        or ctx.masked[noun.i]
        or ctx.is_time(noun)
        or noun.pos_ in {"VERB", "PUNCT", "SYM", "ADV"}
    )


def _allowed(noun: Token, ctx: Context, kinds: frozenset[str]) -> bool:
    found = ctx.kinds(noun)
    if not kinds or found & kinds:
        return True
    return "unknown" in found or ("state" in found and bool(kinds & {"org", "force", "place"}))


def _targets(hit: Hit, ctx: Context, args: Arguments, taken: Set[int] = frozenset()) -> None:
    frame = hit.frame
    names = list(frame.target)
    if hit.noun and "compound" not in names:
        names.append("compound")
    if "object" in names and "object.possessor" in names:
        first = slot(hit, "object", ctx, acting=False)
        if not (first and ctx.kinds(first[0]) & SIDES and "place" not in ctx.kinds(first[0]) - {"state"}):
            names.remove("object.possessor")
            names.insert(names.index("object"), "object.possessor")
    weak: Token | None = None
    matter: Token | None = None
    subject = tree.surface_subject(hit.token) if not hit.noun and not tree.is_passive(hit.token) else None
    for name in names:
        for noun in slot(hit, name, ctx, acting=False):
            if noun.i in taken or not _usable(noun, hit, ctx):
                continue
            if name == "by" and noun.dep_ == "obl:agent" and noun.head.i == hit.token.i:
                continue  # "rejected by the rebels": they did it
            if frame.type is EventType.ASSAULT and ctx.label(noun) in {"GPE", "LOC"}:
                driven = name in {"into", "at"} and frame.target_kinds and "place" not in frame.target_kinds
                if name == "in" or driven or (noun is hit.via and tree.case_words(noun)[:1] == ["in"]):
                    continue  # where it happened, not whom it hit
            if not _allowed(noun, ctx, frame.target_kinds):
                continue
            kinds = ctx.kinds(noun)
            if not can_suffer(kinds):
                if frame.type in SPOKEN:
                    owner = _owner(noun, hit, ctx)
                    weak = weak or (owner if owner != subject else None)
                    if name == "object" and frame.type in _ABSTRACT:
                        matter = matter or noun
                elif name == "object" and frame.type in _HINDERS and tree.noun_lemma(noun) in frame.only_objects:
                    matter = matter or noun  # "outlawed gatherings"
                continue
            if frame.type in SPOKEN and not kinds & _PARTIES and not ctx.label(noun):
                if name in _PLAIN:
                    matter = matter or noun
                continue
            if frame.type is EventType.AGREE and _own_or_matter(noun):
                args.targets, args.suffering, args.weak = [noun], True, True
                return
            if frame.type in SPOKEN and kinds <= {"unknown"} and noun.pos_ != "PROPN":
                matter = matter or noun
                continue
            if name == "object.possessor" and subject is not None and ctx.resolve(noun) == subject:
                continue  # "Britain gave its backing to Guyana"
            args.suffering = True
            members = [
                m
                for m in ctx.all_of(noun)
                if _usable(m, hit, ctx)
                and can_suffer(ctx.kinds(m))
                and (subject is None or m.i != subject.i or name == "subject")
            ]
            if members:
                args.targets = members
                return
        if args.suffering:
            return
    if _helps_to_do(hit):
        return
    if weak is None and frame.type in SPOKEN and not (frame.symmetric and hit.noun):
        weak = _nearby_side(hit, ctx)
    if weak is None and matter is None and frame.type is EventType.CONCEDE:
        matter = next((w for w in hit.words if w.dep_ == "obj" and w.lemma_ in _SCRAPPED), None)  # "scrapped a bill"
    args.weak = weak is None and matter is not None
    weak = weak or matter
    if weak is not None:
        args.targets, args.suffering = [weak], True


def _own_or_matter(noun: Token) -> bool:
    """ "agreed to withdraw its troops", "to share intelligence": nobody that one agrees with."""
    owned = any(c.dep_ == "nmod:poss" and c.lower_ in {"its", "their", "his", "her"} for c in tree.lefts(noun))
    return owned or (noun.lower_ == "intelligence" and not noun.n_lefts)


def _helps_to_do(hit: Hit) -> bool:
    """ "helped broker the exchange": a share in a deed, no aid to those that the deed concerns."""
    verb = hit.token
    return verb.lemma_ == "help" and not tree.objects(verb) and any(c.dep_ == "xcomp" for c in tree.children(verb))


def _nearby_side(hit: Hit, ctx: Context) -> Token | None:
    """A state or name below the trigger: "called for a truce in Chad", "eased restrictions on trade with Niger"."""
    subject = tree.surface_subject(hit.token) if not hit.noun else None
    level = [t for t in (hit.token, *hit.words) if t is not None]
    acting = {"from"} & set(hit.frame.actor) if hit.noun else set()
    named = hit.noun and hit.frame.type in _ANSWERS  # "a Russian veto": who, not whom
    seen = {t.i for t in level} | ({subject.i} if subject is not None else set())
    for _ in range(4):
        below: list[Token] = []
        for token in level:
            for child in tree.children(token):
                if child.i in seen or not (child.dep_ in _BELOW or child.dep_.startswith(("obl", "nmod"))):
                    continue
                seen.add(child.i)
                cases = set(tree.case_words(child))
                does = cases & acting or (named and token.i == hit.token.i and child.dep_ in {"amod", "compound"})
                if (
                    does
                    or child.dep_ == "obl:agent"
                    or "by" in cases
                    or (token.i == hit.token.i and cases & {"in", "at", "near"})
                ):
                    continue
                if _is_state(child, ctx) and _usable(child, hit, ctx) and (subject is None or child.i > subject.i):
                    return child
                below.append(child)
        level = below
    return None


_SCRAPPED = frozenset({"bill", "tax", "plan", "levy", "reform", "law", "case", "claim", "lawsuit", "demand"})
_ANSWERS = frozenset({EventType.REJECT, EventType.ACCUSE})
_BELOW = frozenset({"obj", "iobj", "amod", "compound", "xcomp", "acl"})


def _is_state(noun: Token, ctx: Context) -> bool:
    name = ctx.name_at[noun.i]
    if name is not None:
        return name.label_ in {"GPE", "NORP"} or (name.label_ in {"LOC", "ORG", "PERSON"} and noun.pos_ == "PROPN")
    return noun.pos_ == "PROPN" and noun.dep_ not in {"compound", "flat", "nmod:desc"} and "name" in ctx.kinds(noun)


def _owner(noun: Token, hit: Hit, ctx: Context) -> Token | None:
    """The side behind a thing said or done: "condemned the Israeli attack"."""
    for owner in possessors(noun, ctx):
        if _usable(owner, hit, ctx) and ctx.kinds(owner) & SIDES:
            return ctx.resolve(owner)
    return None


def _actors(hit: Hit, ctx: Context, args: Arguments) -> None:
    frame = hit.frame
    taken = {t.i for t in args.targets}
    if frame.type is EventType.ASSAULT and (accused := blamed(hit, ctx)) is not None:
        noun, args.claimed = accused
        members = [m for m in ctx.all_of(noun) if m.i not in taken and can_act(ctx.kinds(m))]
        args.acting = True
        if members and not nobody(noun):
            args.actors = members
            return
    names = list(frame.actor)
    if hit.noun:
        first = [n for n in names if n not in {"subject", "compound", "from", "of"}]
        names = [*first, "subject", "compound", *(n for n in ("of", "from") if n in names)]
    for name in names:
        for noun in slot(hit, name, ctx, acting=True):
            if noun.i in taken or not _usable(noun, hit, ctx, part=name == "compound"):
                continue
            kinds = ctx.kinds(noun)
            if name == "from" and not kinds & {"force", "person", "org"}:
                continue  # "came under fire from a rooftop"
            means = args.weapon is not None and noun.i == args.weapon.i
            if (
                means
                or kinds == {"weapon"}
                or ("weapon" in kinds and not kinds & {"person", "org"} and not _manned(noun, ctx))
            ):
                args.weapon = args.weapon or noun
                owner = next((o for o in possessors(noun, ctx) if o.i not in taken and can_act(ctx.kinds(o))), None)
                if owner is None:
                    continue
                noun, kinds = owner, ctx.kinds(owner)
            elif "weapon" in kinds and noun.lemma_.lower() == "drone":
                args.weapon = args.weapon or noun  # "Israeli drones" are who acts, and with what
            if kinds <= {"abstract"}:
                args.cause = args.cause or noun
                args.acting = args.acting or "actor" not in frame.needs
                continue
            if not can_act(kinds) or not _allowed(noun, ctx, frame.actor_kinds) or nobody(noun):
                continue
            args.acting = True
            members = [m for m in ctx.all_of(noun) if m.i not in taken and can_act(ctx.kinds(m))]
            if members:
                args.actors = members
                return
        if args.acting and args.actors:
            return


def _manned(noun: Token, ctx: Context) -> bool:
    """ "Israeli drones" act; "a drone" is a means."""
    return noun.lemma_.lower() in {"drone", "artillery", "agent"} and any(True for _ in possessors(noun, ctx))


def _sides(hit: Hit, ctx: Context, args: Arguments) -> None:
    """Those who meet or clash: the subjects among themselves, or the subject and who follows "with"."""
    others: list[Token] = []
    for name in ("with", "and", "between", "among", "against"):
        for noun in slot(hit, name, ctx, acting=False):
            if _usable(noun, hit, ctx) and can_act(ctx.kinds(noun)):
                others.extend(m for m in ctx.all_of(noun) if can_act(ctx.kinds(m)) and m not in others)
    if hit.noun and not args.actors and len(others) == 1:
        side = tree.surface_subject(tree.clause_of(hit.token.head))
        if side is not None and ctx.kinds(side) & {"force", "org", "state"} and side.i != others[0].i:
            args.actors = ctx.all_of(side)  # "the army retook the town after clashes with the rebels"
    if hit.noun and not args.actors and not others and not args.targets and hit.frame.type is EventType.CONSULT:
        args.actors = attending(hit, ctx)
    known = {t.i for t in args.actors}
    others = [o for o in others if o.i not in known]
    if not args.actors:
        if args.targets:
            return
        args.actors, args.targets = others[:1], others[1:]
    elif others:
        args.targets = others
    elif not args.targets or args.targets[0].i in known:
        alone = hit.noun or (len(args.actors) > 1 and among_themselves(hit, ctx))
        if hit.frame.type in MUTUAL and not alone and len(args.actors) == 1:
            args.actors = two_adjectives(args.actors[0], ctx) or args.actors
            alone = len(args.actors) > 1
        if not alone and (objects := [o for o in slot(hit, "object", ctx, acting=False) if o.i not in known]):
            args.targets = [
                m for o in objects if _usable(o, hit, ctx) for m in ctx.all_of(o) if can_suffer(ctx.kinds(m))
            ]
        if not args.targets and len(args.actors) == 1:
            args.actors = inside(args.actors[0], ctx) or args.actors
        if not args.targets and len(args.actors) > 1:
            args.actors, args.targets = args.actors[:1], args.actors[1:]
    if hit.frame.type is EventType.AGREE and not args.actors and not args.targets and not hit.noun:
        args.actors = bound(hit.token, ctx)
    args.acting = args.acting or bool(args.actors)
    args.suffering = args.suffering or bool(args.targets)
