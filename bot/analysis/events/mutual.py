"""Who the sides of a mutual act are: those who meet, agree, cooperate, where no "with" or "between" names them."""

from __future__ import annotations

from spacy.tokens import Token

from bot.analysis import tree
from bot.analysis.events.context import Context
from bot.analysis.events.hits import Hit
from storage.model.findings import EventType

MUTUAL = frozenset({EventType.CONSULT, EventType.AGREE, EventType.COOPERATE})
SIDES = frozenset({"person", "org", "force", "state", "name", "place"})


def bound(verb: Token, ctx: Context) -> list[Token]:
    """ "Under an accord signed in Riyadh the two neighbours will share radar data": who signed it."""
    paper = verb.head
    if verb.dep_ != "acl" or not paper.dep_.startswith("obl") or "under" not in tree.case_words(paper):
        return []
    side = tree.surface_subject(paper.head)
    return ctx.all_of(side) if side is not None and ctx.kinds(side) & SIDES else []


def among_themselves(hit: Hit, ctx: Context) -> bool:
    """ "The government and the rebels signed a protocol", "exchanged prisoners": with each other."""
    objects = tree.objects(hit.token)
    if hit.frame.type in {EventType.COOPERATE, EventType.RETREAT}:
        return not any(ctx.label(o) for o in objects)
    return hit.frame.type in MUTUAL and not any(ctx.kinds(o) & SIDES for o in objects)


def attending(hit: Hit, ctx: Context) -> list[Token]:
    """ "Japan and Chile reaffirmed their ties after talks in Tokyo": who talked."""
    noun = hit.token
    cases = set(tree.case_words(noun))
    verb = noun.head
    if noun.dep_ == "nmod" and cases & {"after", "following"}:
        verb = tree.clause_of(verb)  # the tree may hang "after talks" on the noun before it
    elif noun.dep_ != "obl" or not cases & {"after", "during", "at", "in", "following"}:
        return []
    subject = tree.surface_subject(verb)
    if subject is None or not ctx.kinds(subject) & {"state", "person", "org", "name"}:
        return []
    return ctx.all_of(subject)


def inside(noun: Token, ctx: Context) -> list[Token]:
    """ "the foreign ministers of Chad and Niger": the two sides."""
    if noun.tag_ not in {"NNS", "NNPS"}:
        return []
    for word, inner in tree.obliques(noun):
        if word in {"of", "from"}:
            sides = [m for m in ctx.joined(inner) if m.pos_ == "PROPN"]
            if len(sides) > 1:
                return sides
    return []


def two_adjectives(noun: Token, ctx: Context) -> list[Token]:
    """ "Philippine and U.S. forces": the two sides."""
    before = [c for c in tree.lefts(noun) if c.dep_ in {"amod", "compound"}]
    before += [g for c in before for g in tree.children(c) if g.dep_ == "conj"]
    sides = [c for c in before if ctx.country(c) is not None]
    joined = len(sides) == 2 and any(t.lower_ == "and" for t in noun.doc[sides[0].i + 1 : sides[1].i])
    return sides if joined and ctx.country(sides[0]) != ctx.country(sides[1]) else []
