"""How real the act of a verb is: its own mood, and everything that it hangs on."""

from __future__ import annotations

from spacy.tokens import Token

from bot.analysis import tree
from bot.analysis.events.context import Context
from bot.analysis.events.embedding import SAYING, class_of
from bot.analysis.events.moods import STEPS, by_class, mark_of, negated, none_acts, own_subject, tense
from bot.analysis.lexicon.wordlists import words
from storage.model.findings import EventType, Status

DECIDED = frozenset(
    {EventType.SANCTION, EventType.COERCE, EventType.RETREAT, EventType.AGREE, EventType.AID, EventType.POSTURE,
     EventType.CONCEDE, EventType.REJECT, EventType.SUPPORT, EventType.COOPERATE, EventType.MOBILIZE}
)  # fmt: skip
"""Acts that consist in being decided: "decided to reduce" has occurred."""


_UTTERED = frozenset({EventType.ACCUSE, EventType.DEMAND, EventType.REJECT, EventType.SUPPORT, EventType.CONSULT})
_MEETING = words(
    "telephone phone call ring write tweet summon meet visit gather assemble rally march parade demonstrate strike"
    " protest issue release publish post address speak appear convene interrupt pause break sign walk return kneel"
    " line converge flock pour turn chant hold stage deliver circulate"
)
"""What is done "to condemn", "to demand" by these is said by doing it."""


def _chance(verb: Token) -> bool:
    return any(c.dep_ == "obj" and c.lemma_ in {"advantage", "opportunity", "chance"} for c in tree.children(verb))


def verb_reading(ctx: Context, verb: Token, type_: EventType, path: list[str], *, trigger: bool) -> Status | str | None:
    """The reading of a verb and of everything above it."""
    at = verb
    found: Status | str | None = None
    for _ in range(STEPS):
        if mark_of(at) == "without":
            return negated(ctx, verb, path, "without")
        if (at is verb or at.lemma_ not in SAYING) and (tree.negated(at) or none_acts(at)):
            if at is not verb and class_of(at.lemma_.lower(), "deny", "prevent", "fear"):
                break
            return negated(ctx, verb, path, f"negated:{at.lower_}")
        found = tense(ctx, at, type_, path, own=at is verb)
        if found is not None:
            if (denying := _denied_above(at)) is not None:
                path.append(f"denied:{denying.lower_}")
                return Status.DENIED
            return found
        dep, head = at.dep_, at.head
        if dep == "acl:relcl" and mark_of(at) in {"that", "whether"}:
            dep = "acl"  # "the charge that jets had bombed"
        if head.i == at.i or dep in {"acl:relcl", "parataxis", "advcl:relcl", "appos"}:
            return None
        if dep == "conj":
            if head.pos_ == "VERB" and not own_subject(at):
                if (shared := _governor_status(ctx, at, head, type_, path)) is not None:
                    return shared
                if head.tag_ == "VBG" and at.tag_ in {"VBD", "VBN"} and head.dep_ == "xcomp":
                    head = head.head  # "has stopped issuing visas and closed its doors"
                at = head
                # the first verb's own mood does not bind a verb with its own tense
                dep, head = at.dep_, at.head
                if head.i == at.i or dep not in {"xcomp", "ccomp", "advcl", "acl"}:
                    return None
            elif head.pos_ != "VERB":
                return None
            else:
                at = head
                dep, head = at.dep_, at.head
                if head.i == at.i or dep != "ccomp":
                    return None
        if dep == "advcl" and mark_of(at) == "until" and _present(at):
            path.append("until")
            return Status.HYPOTHETICAL
        if dep == "advcl" and at.tag_ not in {"VBG", "VB"} and mark_of(at) not in {"to", "of", "for", "from"}:
            return None
        if dep == "acl" and at.tag_ in {"VBN", "VBD", "VBG"} and mark_of(at) == "":
            return None
        found = _governed(ctx, at, head, dep, type_, path)
        if found is not None:
            return found
        if dep in {"ccomp", "csubj"} and head.lemma_ not in SAYING and not trigger:
            return None
        at = head
        if at.pos_ in {"NOUN", "PROPN"}:
            return None
    return None


def _present(verb: Token) -> bool:
    """ "until the last tunnel is destroyed": not yet."""
    helpers = {c.lower_ for c in tree.children(verb) if c.dep_ in {"aux", "aux:pass", "cop"}}
    return not helpers & {"was", "were", "had"} and (bool(helpers) or verb.tag_ in {"VBZ", "VBP"})


def _denied_above(clause: Token) -> Token | None:
    """The verb that denies what is to come ("denied that it would attack", "denied reports that it would")."""
    head = clause.head
    if clause.dep_ in {"acl", "acl:relcl", "ccomp"} and head.pos_ == "NOUN" and head.dep_ == "obj":
        head = head.head
    elif clause.dep_ != "ccomp":
        return None
    return head if class_of(head.lemma_.lower(), "deny") and head.pos_ == "VERB" and not tree.negated(head) else None


def _governor_status(ctx: Context, at: Token, head: Token, type_: EventType, path: list[str]) -> Status | str | None:
    """A conjunct shares the modal of the first verb where it has the base form ("will attack and destroy")."""
    if at.tag_ == "VB":
        return tense(ctx, head, type_, path, own=False, base=True)
    return None


def _governed(ctx: Context, at: Token, head: Token, dep: str, type_: EventType, path: list[str]) -> Status | str | None:
    """What the word above does to the clause below it."""
    lemma = head.lemma_.lower()
    decided = type_ in DECIDED
    mark = mark_of(at)
    gone = tree.negated(head)
    if dep == "acl" and head.dep_ == "obj" and class_of(head.head.lemma_.lower(), "deny"):
        path.append(f"denied:{head.head.lower_}")  # "denied plans to bomb the camp"
        return None if tree.negated(head.head) else Status.DENIED
    if gone and head.pos_ == "NOUN" and dep in {"acl", "advcl", "nmod", "ccomp"}:
        return negated(ctx, at, path, f"no:{lemma}")
    if dep == "xcomp" or (dep in {"advcl", "acl"} and mark in {"to", "of", "for", "from", "against"}):
        if lemma == "be" and mark == "to":
            path.append("plan:is-to")
            return Status.PLANNED
        if lemma == "go" and head.tag_ == "VBG":
            path.append("plan:going")
            return Status.PLANNED
        if lemma == "use" and mark == "to" and dep == "xcomp":
            path.append("history:used-to")
            return Status.HISTORICAL
        name = class_of(
            lemma, "threat", "continue", "decide", "refuse", "prevent", "attempt", "order", "deny", "claim", "plan",
            "demand", "fear",
        )  # fmt: skip
        if name == "" and lemma in {"take", "use", "seize"} and mark == "to" and _chance(head):
            path.append(f"used:{lemma}")
            return None  # "took advantage of this to fire at the car"
        if name == "" and type_ in _UTTERED and lemma in _MEETING:
            path.append(f"uttered:{lemma}")
            return None  # "telephoned the ambassador to condemn the attack", "marched to demand his release"
        return by_class(ctx, at, head, name, decided, gone, path, purpose=dep == "advcl" and mark == "to")
    if dep in {"ccomp", "csubj", "obl", "nmod", "obj"} or (dep == "acl" and mark in {"that", "whether"}):
        name = class_of(lemma, "deny", "claim", "threat", "prevent", "demand", "fear", "plan", "order", "decide")
        if name == "claim" and head.pos_ == "NOUN" and head.dep_ == "obj":
            # "denied allegations that its soldiers killed"
            name = class_of(head.head.lemma_.lower(), "deny") or name
        if name in {"decide", "order", "plan"} and at.tag_ not in {"VB", "VBG"}:
            name = ""
        if name == "threat" and at.tag_ not in {"VB"}:
            name = ""
        if name == "demand" and at.tag_ != "VB" and lemma in {"insist", "suggest"}:
            name = ""
        if name == "claim" and lemma in {"think", "believe", "assume", "know"} and type_ is not EventType.ASSAULT:
            name = ""
        return by_class(ctx, at, head, name, decided, gone, path, purpose=False)
    return None
