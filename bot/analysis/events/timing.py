"""When an event was: the date that belongs to its trigger."""

from __future__ import annotations

from typing import TYPE_CHECKING

from spacy.tokens import Token

from bot.analysis import tree
from bot.analysis.events.context import Context

if TYPE_CHECKING:
    from bot.analysis.dates import DatedSpan


def date_of(ctx: Context, head: Token) -> DatedSpan | None:
    """The date nearest to the trigger by the tree: on it, on its verb, then the only one of its sentence."""
    at = head
    for _ in range(4):
        for child in tree.children(at):
            if child.i in ctx.date_at and child.dep_.startswith(("obl", "nmod", "advmod", "compound", "amod", "advcl")):
                return ctx.date_at[child.i]
            if child.dep_ in {"obj", "nsubj:pass"} and at.pos_ == "VERB":
                for inner in tree.children(child):
                    if inner.i in ctx.date_at and inner.dep_.startswith("nmod"):
                        return ctx.date_at[inner.i]
        if at.head.i == at.i or at.dep_ in {"ccomp", "parataxis", "acl:relcl"}:
            break
        at = at.head
    start, end = ctx.sentences[ctx.sentence_of[head.i]]
    above = {head.i, *(g.i for g in tree.governors(head))}
    found = {
        id(ctx.date_at[i]): ctx.date_at[i]
        for i in range(start, end)
        if i in ctx.date_at and not _in_other_clause(ctx.tokens[i], above)
    }
    return next(iter(found.values())) if len(found) == 1 else None


def _in_other_clause(token: Token, above: set[int]) -> bool:
    """Whether a date stands in a clause below the event, or beside it ("denied that troops had fired in May")."""
    at = token
    for _ in range(12):
        if at.i in above or at.head.i == at.i:
            return False
        if at.dep_ in {"acl", "acl:relcl", "ccomp"} or _own_of_noun(at):
            return True
        if at.dep_ == "advcl" and any(c.dep_ == "mark" and c.lower_ in _ELSEWHEN for c in tree.children(at)):
            return True
        at = at.head
    return False


_ELSEWHEN = frozenset({"since", "before", "until", "because", "although", "though", "if", "unless"})
"""What begins a clause of another time than the main one's."""


def _own_of_noun(part: Token) -> bool:
    """Whether a date is tied to its noun: "the 2024 truce", "the unrest of 2011", "the last one, from 2020 to 2022"."""
    noun = part.head
    if noun.pos_ != "NOUN":
        return False
    if part.dep_ in {"compound", "nmod:unmarked", "nummod"}:
        return part.i < noun.i and part.lower_[-4:].isdigit()
    return part.dep_ == "nmod" and part.lower_.isdigit() and bool({"of", "from"} & set(tree.case_words(part)))
