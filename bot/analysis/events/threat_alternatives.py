"""What is said to follow where somebody does not obey: "pay or we come for you", "one more step and we shoot"."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass

from spacy.tokens import Token

from bot.analysis import tree

JOINS = frozenset({"or", "and", "otherwise"})
_MUST = frozenset({"must", "should", "shall"})
_ONCE_MORE = frozenset({"another", "any", "single"})
_SUBJECTS = frozenset({"nsubj", "nsubj:pass", "expl"})
_NO_ORDER = frozenset({"aux", "mark", "cop", "aux:pass"}) | _SUBJECTS


@dataclass(frozen=True, slots=True)
class Alternative:
    """``verb`` tells what follows; ``bare``: after an order or a bare noun, so that "you" are spoken to; ``condition``
    are the tokens of a bare noun ("one more step"), end exclusive."""

    verb: Token
    bare: bool
    condition: tuple[int, int] | None = None


def alternatives(tokens: list[Token], joins: list[int], start: int, end: int) -> list[Alternative]:
    """What is joined by "or" to an order or a duty, by "and" to an order or to "one more …", in tokens of a speech.

    ``joins`` are the places of the words of ``JOINS`` in the text, in order.
    """
    found = (_at(tokens[joins[k]], start) for k in range(bisect_left(joins, start), bisect_left(joins, end)))
    return [other for other in found if other is not None]


def _at(join: Token, start: int) -> Alternative | None:
    verb = join.head
    if verb.i <= join.i or verb.dep_ not in {"conj", "parataxis"} or verb.pos_ not in {"VERB", "AUX", "ADJ"}:
        return None
    first = verb.head
    if first.i >= join.i or first.i < start:
        return None
    either = join.lower_ in {"or", "otherwise"}
    if ordered(first):
        told = any(c.dep_ in _SUBJECTS for c in verb.children) or verb.tag_ in {"VBP", "VBZ"}
        return Alternative(verb, True) if either or told else None
    if either and first.pos_ == "VERB":
        duty = any(c.dep_ == "aux" and c.lower_ in _MUST for c in first.children)
        above = first.head if first.dep_ == "xcomp" else None
        has_to = above is not None and above.lemma_ in {"have", "need"}
        return Alternative(verb, False) if duty or has_to else None
    if not either and first.pos_ in {"NOUN", "PROPN"} and _once_more(first):
        return Alternative(verb, True, (first.left_edge.i, join.i))
    return None


def ordered(verb: Token) -> bool:
    """An imperative: a bare verb without subject, auxiliary or conjunction."""
    if verb.tag_ not in {"VB", "VBP"} or verb.pos_ != "VERB":
        return False
    if verb.dep_ in {"xcomp", "advcl", "acl", "csubj"}:
        return False
    return not any(c.dep_ in _NO_ORDER and c.lower_ not in {"do", "please"} for c in verb.children)


def _once_more(noun: Token) -> bool:
    """ "One more step", "a single bomb", "another raid"."""
    near = {c.lower_ for c in tree.lefts(noun)}
    return bool(near & _ONCE_MORE) or ({"one", "more"} <= near) or "more" in near
