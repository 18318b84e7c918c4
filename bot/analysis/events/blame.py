"""Who is said to be behind an act, where another word than the act's own names them."""

from __future__ import annotations

from spacy.tokens import Token

from bot.analysis import tree
from bot.analysis.events.context import Context
from bot.analysis.events.hits import Hit
from bot.analysis.events.slots import carriers
from storage.model.findings import Status

_BLAMING = frozenset({"accuse", "blame", "suspect", "charge", "convict", "indict", "hold", "implicate", "acquit"})
_RESPONSIBLE = frozenset({"responsibility", "credit", "involvement", "role", "part", "participation", "complicity"})
_AUTHORSHIP = frozenset({"work", "handiwork", "doing", "hallmark", "signature", "trademark", "deed"})


def blamed(hit: Hit, ctx: Context) -> tuple[Token, Status | None] | None:
    """Who is said to be behind an act: accused, blamed, claiming or denying responsibility; and the status it has."""
    token = hit.token
    head, dep = token.head, token.dep_
    cases = set(tree.case_words(token)) if hit.noun else {c.lower_ for c in tree.children(token) if c.dep_ == "mark"}
    lemma = head.lemma_.lower()
    if hit.noun:
        for verb in carriers(token):
            if verb.lemma_ in {"blame", "attribute", "pin", "claim"}:
                noun = tree.oblique(verb, "on", "to") or (tree.agent(verb) if verb.lemma_ == "claim" else None)
                if noun is not None:
                    return noun, Status.CLAIMED
        if "behind" in cases and (subject := tree.surface_subject(token)) is not None:
            return subject, None
        if dep == "nmod" and lemma in _RESPONSIBLE and head.head.pos_ == "VERB":
            verb = head.head
            subject = tree.agent(verb) if tree.is_passive(verb) else tree.surface_subject(verb)
            return (subject, None) if subject is not None else None
        if dep == "obl" and cases & {"for", "in"} and any(o.lemma_ in _RESPONSIBLE for o in tree.objects(head)):
            subject = tree.surface_subject(head)  # "took credit for the bombing", hung on the verb
            return (subject, None) if subject is not None else None
        if (author := _work_of(token)) is not None:
            return author, Status.CLAIMED
        if dep in {"obj", "nsubj:pass"} and lemma in {"attribute", "blame", "pin"}:
            noun = tree.oblique(head, "to", "on") or tree.oblique(token, "to")
            return (noun, Status.CLAIMED) if noun is not None else None
        if dep in {"obj", "nsubj:pass"} and lemma == "claim":
            noun = tree.agent(head) if tree.is_passive(head) else tree.surface_subject(head)
            return (noun, None) if noun is not None else None
        if dep == "obl" and lemma in {"involve", "implicate"} and (subject := tree.surface_subject(head)) is not None:
            return subject, Status.CLAIMED
        if dep.startswith(("obl", "nmod")) and lemma == "responsible":
            subject = head.head if head.dep_ == "amod" else tree.surface_subject(head)
            return (subject, None) if subject is not None else None
    hung = head.dep_ in {"obj", "nsubj:pass"} and head.head.lemma_ in _BLAMING
    if dep == "nmod" and hung and ("for" in cases or ("of" in cases and head.pos_ == "PROPN")):
        return head, Status.CLAIMED  # "blamed the group for the attack", hung on the group
    if lemma in _BLAMING and cases & {"of", "for", "in", "with", "over"}:
        found = tree.objects(head)
        if found:
            proven = lemma == "convict"
            return found[0], None if proven else Status.CLAIMED
    return None


def _work_of(deed: Token) -> Token | None:
    """ "the murder is believed to be the work of X", "the attack bears the hallmarks of X"."""
    if deed.dep_ not in {"nsubj", "nsubj:pass"}:
        return None
    head = deed.head
    for word in (head, *tree.children(head)):
        if word.lemma_ in _AUTHORSHIP and (word is head or word.dep_ in {"xcomp", "obj"}) and not tree.negated(head):
            return next((n for preposition, n in tree.obliques(word) if preposition == "of"), None)
    return None


def nobody(noun: Token) -> bool:
    """Whether a noun names nobody: "no group", "none of the militias"."""
    return noun.lower_ in {"none", "nobody", "neither"} or any(
        c.dep_ == "det" and c.lower_ in {"no", "neither"} for c in tree.lefts(noun)
    )


_CLAIMING = frozenset({"claim", "take", "say", "admit", "accept", "assume"})


def unclaimed(noun: Token) -> bool:
    """Whether an act is only named because nobody says that it was theirs."""
    if noun.dep_ in {"obj", "nsubj:pass"} and noun.head.lemma_ == "claim":
        return False  # "no group has claimed the bombing in Kabul" tells of it
    for governor in (noun, *tree.governors(noun)):
        if governor.lemma_ in _CLAIMING and (subject := tree.surface_subject(governor)) is not None:
            return nobody(subject)
    return False
