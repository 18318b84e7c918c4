"""When an event happened: the date nearest to its trigger by the tree, else the only one of its sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from spacy.tokens import Token

from bot.analysis import tree
from bot.analysis.events.context import Context
from bot.analysis.lexicon.wordlists import words

if TYPE_CHECKING:
    from bot.analysis.dates import DatedSpan

_APART = frozenset({"after", "before", "since", "until", "because", "although", "though", "unless", "if", "following"})
"""What opens a clause that is told at another time than the one above it."""
_TELLING = words("say tell report announce add state declare write warn confirm acknowledge explain note reveal")
_OF_DAY = words("evening afternoon morning night nightfall dusk midday noon")


def date_of(ctx: Context, head: Token, *, told: bool = False) -> DatedSpan | None:
    """The date nearest to the trigger by the tree: on it, on its verb, then the only one of its sentence.

    The day on which something is said is not the day of what is said, but where the saying is the act (``told``). "In
    the evening" is that of the day told before.
    """
    at = head
    evening = False
    for _ in range(4):
        for child in tree.children(at):
            date = ctx.date_at.get(child.i)
            if date is not None and child.dep_ in {"mark", "case"} and date.kind == "offset":
                return date  # "a day after soldiers deposed the president"
            if child.dep_.startswith(("obl", "nmod", "advmod", "compound", "amod", "advcl")):
                if date is not None:
                    if _tells(ctx, date, head, told):
                        return date
                elif child.lemma_ in _OF_DAY and set(tree.case_words(child)) & {"in", "by", "at"}:
                    evening = True
            if child.dep_ in {"obj", "nsubj:pass"} and at.pos_ == "VERB":
                for inner in tree.children(child):
                    date = ctx.date_at.get(inner.i) if inner.dep_.startswith("nmod") else None
                    if date is not None and _tells(ctx, date, head, told):
                        return date
        if at.head.i == at.i or at.dep_ in {"ccomp", "parataxis", "acl:relcl"}:
            break
        if at.dep_ == "advcl" and any(c.dep_ == "mark" and c.lower_ in _APART for c in tree.children(at)):
            return None
        at = at.head
    start, end = ctx.sentences[ctx.sentence_of[head.i]]
    above = {head.i, *(g.i for g in tree.governors(head))}
    found = {
        id(date): date
        for i in range(start, end)
        if (date := ctx.date_at.get(i)) is not None
        and _tells(ctx, date, head, told)
        and not _in_other_clause(ctx.tokens[i], above)
    }
    if not found and evening:
        return _told_before(ctx, head.i)
    return next(iter(found.values())) if len(found) == 1 else None


def _tells(ctx: Context, date: DatedSpan, head: Token, told: bool) -> bool:
    """Whether a date can be the event's: not one that only says when somebody told of it, or when another thing was."""
    if date.kind == "offset":
        return False
    said = date.governor
    if told or said < 0 or said == head.i:
        return True
    verb = ctx.tokens[said]
    return verb.pos_ != "VERB" or verb.lemma_ not in _TELLING


def _told_before(ctx: Context, i: int) -> DatedSpan | None:
    """The one day that the text told last before token ``i``."""
    for k in range(i, -1, -1):
        date = ctx.date_at.get(k)
        if date is not None and date.first is not None and date.first == date.last and not date.bound and not date.past:
            return date
    return None


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
