"""Threats inside an order: "told villagers to pay or be killed", "called on followers to attack embassies"."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Doc, Token

from bot.analysis import tree
from bot.analysis.events import sides
from bot.analysis.events.context import Context
from bot.analysis.events.draft import EventDraft
from bot.analysis.events.hostile import Deed, covered, force_noun, hostile_noun, lemma, lexicon, own_deed, targets
from bot.analysis.events.scan import lemmas
from bot.analysis.events.suffering import suffering
from bot.analysis.lexicon.wordlists import words
from storage.model.findings import EventType, Status

_ORDERS = words("tell order warn instruct command give demand ask force call urge exhort encourage incite appeal")
_INCITES = _ORDERS - {"warn", "give", "force"}
_INNER = frozenset({"xcomp", "advcl", "ccomp", "acl"})


def order_threats(doc: Doc, ctx: Context) -> Iterator[EventDraft]:
    """One THREATEN event for each order with an "or else", and for each call to others to use force."""
    for i in lemmas(doc, _ORDERS):
        cue = ctx.tokens[i]
        if cue.pos_ != "VERB" or cue.dep_ in {"amod", "compound"} or tree.negated(cue):
            continue
        actor = tree.agent(cue) if tree.is_passive(cue) else tree.subject(cue)
        actor = actor and (sides.author(actor, ctx) or actor)
        if actor is None or not sides.can_threaten(actor, ctx) or sides.neutral(actor):
            continue
        draft = _or_else(cue, actor, ctx) or _incitement(cue, actor, ctx)
        if draft is not None:
            yield draft


def _draft(cue: Token, rule: str, actor: Token, hit: list[Token], ctx: Context) -> EventDraft:
    draft = EventDraft(EventType.THREATEN, rule, cue.i, cue.i, cue.i + 1, status=Status.THREATENED)
    draft.path.append("threatened")
    draft.violent, draft.placed = True, False
    draft.actors = ctx.all_of(actor)
    draft.targets = [t for token in hit for t in ctx.all_of(token) if t not in draft.actors]
    return draft


def _inner(cue: Token) -> Token | None:
    return next((c for c in tree.children(cue) if c.dep_ in _INNER and c.i > cue.i and c.pos_ == "VERB"), None)


def _or_else(cue: Token, actor: Token, ctx: Context) -> EventDraft | None:
    """What those will bear who do not do as they are told."""
    inner = _inner(cue)
    if inner is None:
        return None
    other = next(
        (c for c in tree.children(inner) if c.dep_ == "conj" and any(g.lower_ == "or" for g in tree.lefts(c))), None
    )
    if other is None or not (lemma(other) in {"die", "lose"} or _borne(other, ctx)):
        return None
    told = next((c for c in tree.children(cue) if c.dep_ in {"obj", "iobj"}), None)
    told = told or (tree.passive_subject(cue) if tree.is_passive(cue) else None)
    if told is None or (told.pos_ != "PRON" and not _can_suffer(told, ctx)):
        return None
    draft = _draft(cue, "threat.or-else", actor, [told], ctx)
    draft.violent = other.lemma_ != "face" or any(force_noun(o) for o in tree.objects(other))
    draft.covers.extend(covered(inner))
    return draft


def _borne(verb: Token, ctx: Context) -> bool:
    if suffering(verb, True) is not None:
        return True
    deed: Deed | None = own_deed(verb, ctx, True)
    return deed is not None and tree.is_passive(verb) and deed.kind == "force"


def _can_suffer(token: Token, ctx: Context) -> bool:
    return bool(ctx.kinds(token) & {"person", "org", "force", "state"}) or ctx.country(token) is not None


def _incitement(cue: Token, actor: Token, ctx: Context) -> EventDraft | None:
    """A call to one's own people to use force against others; to an ally's army it is a demand."""
    if lemma(cue) not in _INCITES:
        return None
    called = next((c for c in tree.children(cue) if c.dep_ in {"obj", "iobj"}), None)
    called = called or tree.oblique(cue, "on", "upon", "to")
    if called is not None and lemma(called).removesuffix("s") in lexicon()["followers"]:
        inner = _inner(cue)
        deed = own_deed(inner, ctx, True) if inner is not None else None
        hit = targets(deed.verb, ctx) if deed is not None and deed.kind == "force" else []
        if deed is None or not hit:
            return None
        draft = _draft(cue, "threat.incitement", actor, hit, ctx)
        draft.covers.extend(covered(deed.verb))
        return draft
    noun = tree.oblique(cue, "for")
    if lemma(cue) != "call" or noun is None or not hostile_noun(noun, ctx) or not force_noun(noun):
        return None
    against = tree.oblique(noun, "on", "against", "at") or (tree.oblique(noun, "of") if lemma(noun) in _KILLS else None)
    if against is None or not (_armed(actor, ctx) or lemma(noun) in _KILLS):
        return None
    draft = _draft(cue, "threat.incitement", actor, [against], ctx)
    draft.covers.extend(covered(noun))
    return draft


def _armed(actor: Token, ctx: Context) -> bool:
    """A fighter, a group, its leader or spokesman."""
    return sides.commands(actor, ctx) or any(
        "force" in ctx.kinds(t) for t in (actor, *tree.children(actor)) if t is actor or t.dep_.startswith("nmod")
    )


_KILLS = words("killing murder execution assassination death")
