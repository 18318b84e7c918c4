"""Mood, tense and negation of one verb, and what a governing word makes of the act below it (embedding.py)."""

from __future__ import annotations

from spacy.tokens import Token

from bot.analysis import tree
from bot.analysis.events.context import Context
from bot.analysis.events.embedding import CLAIMING_ADVERBS, SAYING
from storage.model.findings import EventType, Status

FUTURE = frozenset({"will", "shall", "'ll", "’ll", "wo"})
MODAL = frozenset({"may", "might", "could", "can", "ca", "should", "must", "ought"})
_BE = frozenset({"is", "are", "was", "were", "'s", "’s", "'re"})
_IS = frozenset({"is", "are", "'s", "’s", "'re", "’re"})
_WOULD = frozenset({"would", "'d", "’d"})
_OWN_TENSE = frozenset({"VBD", "VBZ", "VBP"})
STEPS = 10
NONE = "none"
"""No event to tell."""


def negated(ctx: Context, head: Token, path: list[str], why: str) -> Status | str:
    path.append(why)
    speech = ctx.speech(head.i)
    if speech is not None and speech.speaker is not None:
        path.append("said-by-somebody")
        return Status.DENIED
    return NONE


def modal_of(verb: Token) -> str:
    """The modal auxiliary of a verb, also one shared by conjunction."""
    at = verb
    for _ in range(4):
        for child in tree.children(at):
            if child.dep_ == "aux" and child.lower_ in FUTURE | MODAL | _WOULD:
                return child.lower_
            if child.dep_ in {"aux", "aux:pass"} and child.lower_ not in {"have", "be", "do"}:
                return ""
        if at.dep_ == "conj" and at.head.pos_ == "VERB" and not own_subject(at) and at.tag_ not in _OWN_TENSE:
            at = at.head
            continue
        return ""  # "said it would close the consulate and deployed soldiers": the soldiers are there
    return ""


def own_subject(verb: Token) -> bool:
    return any(c.dep_ in {"nsubj", "nsubj:pass"} for c in tree.children(verb))


def none_acts(verb: Token) -> bool:
    """ "no soldier was killed", "killed no one", "fired not a single shot", "not a single person was killed"."""
    for child in tree.children(verb):
        if child.dep_ in {"nsubj", "nsubj:pass", "obj"} or (child.dep_ == "obl:unmarked" and child.i == verb.i - 1):
            if child.lower_ in {"nobody", "none", "nothing"}:
                return True
            for c in tree.lefts(child):
                if c.lower_ in {"no", "neither", "zero"} and c.dep_ in {"det", "advmod", "nummod", "cc:preconj"}:
                    return True
                if c.lower_ == "not" and child.i - c.i <= 4:
                    return True
    return False


def mark_of(verb: Token) -> str:
    for child in tree.children(verb):
        if child.dep_ == "mark" and child.i < verb.i:
            return child.lower_
    return ""


def _is_to_be(verb: Token) -> bool:
    """ "are to be deported": a passive of what is planned; "were to be" leaves open what became of it."""
    helpers = {
        c.lower_: c.i for c in tree.children(verb) if c.dep_ in {"aux", "aux:pass", "cop", "mark"} and c.i < verb.i
    }
    return "be" in helpers and "to" in helpers and any(helpers.get(word, verb.i) < helpers["to"] for word in _IS)


def tense(
    ctx: Context, verb: Token, type_: EventType, path: list[str], *, own: bool, base: bool = False
) -> Status | None:
    """Modality and aspect of one verb."""
    modal = modal_of(verb)
    if (
        verb.tag_ == "VB"
        and not modal
        and any(c.dep_ in {"aux", "cop"} and c.lower_ in _BE for c in tree.children(verb))
    ):
        path.append("plan:is-to")
        return Status.PLANNED
    if verb.tag_ == "VBN" and not modal and _is_to_be(verb):
        path.append("plan:is-to")
        return Status.PLANNED
    if modal in FUTURE:
        path.append(f"future:{modal}")
        return Status.PLANNED
    if modal in _WOULD and any(c.dep_ == "aux" and c.lower_ == "have" for c in tree.children(verb)):
        path.append("would-have")
        return Status.HYPOTHETICAL
    if modal in _WOULD:
        reported = verb.dep_ == "ccomp" and verb.head.lemma_ in SAYING and ctx.conditions.governing(verb) is None
        path.append(f"would:{'reported' if reported else 'open'}")
        return Status.PLANNED if reported else Status.HYPOTHETICAL
    if modal in MODAL:
        path.append(f"modal:{modal}")
        return Status.HYPOTHETICAL
    if own or base:
        adverbs = {c.lower_ for c in tree.children(verb) if c.dep_ == "advmod"}
        if adverbs & CLAIMING_ADVERBS and "reportedly" not in adverbs:
            path.append("alleged")
            return Status.CLAIMED
        if verb.tag_ == "VBG":
            helpers = {c.lower_ for c in tree.children(verb) if c.dep_ in {"aux", "aux:pass"}}
            if helpers & {"is", "are", "'re", "’re", "am", "'s", "’s"} or (
                "been" in helpers and helpers & {"has", "have", "'ve", "’ve"}
            ):
                path.append("progressive")
                return Status.ONGOING
        elif "being" in {c.lower_ for c in tree.children(verb) if c.dep_ == "aux:pass"} and any(
            c.lower_ in {"is", "are"} for c in tree.children(verb)
        ):
            path.append("progressive")
            return Status.ONGOING
    return None


def by_class(
    ctx: Context, at: Token, head: Token, name: str, decided: bool, gone: bool, path: list[str], *, purpose: bool
) -> Status | str | None:
    lemma = head.lemma_.lower()
    step = f"{name}:{lemma}"
    if name == "":
        if purpose:
            path.append(f"purpose:{lemma}")
            return None if lemma in {"use", "team", "employ", "open", "enter", "join"} else Status.PLANNED
        return None
    if name == "threat":
        path.append(step)
        return NONE
    if name == "continue":
        path.append(step)
        return None if gone else Status.ONGOING
    if name == "decide":
        path.append(step)
        if gone:
            return NONE
        return None if decided and lemma not in {"agree", "undertake"} else Status.PLANNED
    if name == "refuse":
        path.append(step)
        return None if gone else negated(ctx, at, path, "refused")
    if name in {"prevent", "attempt", "fear"}:
        path.append(step)
        return Status.HYPOTHETICAL
    if name == "deny":
        path.append(step)
        return None if gone else Status.DENIED
    if name == "claim":
        path.append(step)
        return Status.CLAIMED
    if name == "history":
        path.append(step)
        return Status.HISTORICAL
    if name == "demand":
        path.append(step)
        return NONE
    if name == "order" and decided:
        path.append(step)
        return None
    path.append(step)
    if gone:
        return negated(ctx, at, path, "no-intent")
    if name == "plan" and modal_of(head) in MODAL:
        path.append("modal")
        return Status.HYPOTHETICAL
    return Status.PLANNED
