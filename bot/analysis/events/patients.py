"""How many: those that a deed is done to, and what an event counts."""

from __future__ import annotations

from spacy.tokens import Token

from bot.analysis import tree
from bot.analysis.events.context import Context
from bot.analysis.events.draft import EventDraft
from bot.analysis.lexicon.wordlists import words
from storage.model.findings import EventType, Quantity, Status


def patients(ctx: Context, head: Token, *, noun: bool) -> Quantity | None:
    """Those a toll word is done to, counted: "a judge", "Six clerks and a judge" (the numbers summed)."""
    nouns = [n for w, n in tree.obliques(head) if w == "of"] if noun else tree.objects(head)
    if not noun and (own := _own_number(ctx, head)) is not None:
        return own
    if not noun and nouns and nouns[0].lemma_ in {"throat", "head"}:  # "cut the throats of six loggers"
        nouns = [n for w, n in tree.obliques(nouns[0]) if w == "of"]
    if head.lemma_ in {"die", "perish", "drown"}:
        subject = tree.surface_subject(head)
        nouns = [subject] if subject is not None else []
    return summed(ctx, nouns[0]) if nouns else None


def summed(ctx: Context, noun: Token) -> Quantity | None:
    """The people of a noun and those joined to it: "a photographer and two paramedics" are three."""
    low = high = 0
    open_end = False
    only: Quantity | None = None
    first = last = -1
    for member in (m for m in ctx.joined(noun) if m is noun or not _part(m)):
        amount = number_of(ctx, member)
        start, end = ctx.bounds(member)
        if amount is not None:
            only = amount if first < 0 else None
            low += amount.low
            high += amount.high or 0
            open_end = open_end or amount.high is None
        elif any(c.lower_ == "both" for c in tree.lefts(member)):
            only = None
            low, high = low + 2, high + 2
        elif _one(ctx, member):
            only = None
            low, high = low + 1, high + 1
            start -= start > 0 and ctx.tokens[start - 1].lower_ in {"a", "an", "the"}
        else:
            return None
        first, last = (start if first < 0 else first), end
    if first < 0 or last <= first:
        return None
    if only is not None:
        return only
    tail = ctx.tokens[last - 1]
    begin, stop = ctx.tokens[first].idx, tail.idx + len(tail)
    return Quantity(ctx.text[begin:stop], begin, stop, low, None if open_end else high)


def _part(noun: Token) -> bool:
    """ "five, two of them seriously": some of those counted before."""
    of = tree.oblique(noun, "of") if noun.pos_ == "NUM" else None
    return of is not None and of.pos_ == "PRON"


def _own_number(ctx: Context, verb: Token) -> Quantity | None:
    """ "Four people were killed and nine wounded": a number that stands by its own word."""
    for child in tree.lefts(verb):
        amount = ctx.amount_at.get(child.i)
        if (
            amount is not None
            and child.dep_ in {"nummod", "nsubj", "nsubj:pass", "obl", "dep"}
            and verb.i - child.i <= 2
        ):
            return amount.quantity
    before = ctx.amount_at.get(verb.i - 1)
    return before.quantity if before is not None else None


_COLLECTIVE = words(
    "crowd public family population opposition clan tribe crew staff personnel minority majority couple enemy army"
    " military force police troop patrol unit battalion brigade navy militia gang group toll number rest"
)


def _one(ctx: Context, noun: Token) -> bool:
    """A single person: by name, or "a judge"."""
    if noun.lower_ in {"he", "she"} and noun.head.lemma_ == "die":
        return True
    if tree.negated(noun) or noun.pos_ == "PRON" or noun.lemma_.lower() in _COLLECTIVE:
        return False
    kinds = ctx.kinds(noun)
    if noun.pos_ == "PROPN":
        return ctx.label(noun) == "PERSON" or (kinds == {"person"} and noun.tag_ == "NNP")
    if noun.tag_ != "NN" or "org" in kinds or not kinds & {"person", "force", "unknown"} or noun.lower_ == "people":
        return False
    if "unknown" in kinds and not any(c.lower_ in {"a", "an"} for c in tree.lefts(noun)):
        return False
    return any(
        (c.dep_ == "det" and c.lower_ in {"a", "an", "another", "the"}) or c.dep_ == "nmod:poss"
        for c in tree.lefts(noun)
    ) or any(c.dep_ == "appos" and c.pos_ == "PROPN" for c in tree.rights(noun))


_EACH = words("killing murder beheading execution assassination slaying lynching homicide decapitation hanging")
"""Nouns of which each is one death: "six beheadings"."""
_SURVIVED = words("poison maim mutilate strangle suffocate decimate crucify dismember burn torture")
"""Verbs of frames of death that may leave people alive."""


def count_patients(ctx: Context, draft: EventDraft) -> None:
    """The toll of a word that itself means death: "the murder of a judge", "six beheadings", "gunned down two men"."""
    if not draft.lethal or draft.type is not EventType.ASSAULT or draft.status in _NOT_DONE or draft.dead is not None:
        return
    head = ctx.tokens[draft.head]
    if not draft.noun and (draft.toll or head.lemma_.lower() in _SURVIVED):
        return
    draft.dead = patients(ctx, head, noun=draft.noun)
    if draft.dead is None and draft.noun and head.lemma_.lower() in _EACH and head.tag_ == "NNS":
        draft.dead = number_of(ctx, head)


_NOT_DONE = frozenset({Status.PLANNED, Status.THREATENED, Status.HYPOTHETICAL, Status.DENIED})


def number_of(ctx: Context, noun: Token) -> Quantity | None:
    """The number that stands by a noun ("some 9,000 troops", "dozens of men"), else ``None``."""
    amount = ctx.amount_at.get(noun.i)
    if amount is not None:
        return amount.quantity
    for child in tree.lefts(noun):
        if child.dep_ in {"nummod", "amod", "compound", "det"} and (amount := ctx.amount_at.get(child.i)) is not None:
            return amount.quantity
    head = noun.head
    if noun.dep_ == "nmod" and (amount := ctx.amount_at.get(head.i)) is not None and "of" in tree.case_words(noun):
        return amount.quantity
    return None
