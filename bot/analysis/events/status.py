"""How real an event is, as the text tells it. Rules in the order of docs/analysis.md; each has a name for --explain.

The tree is climbed from the trigger: each verb gives its tense, modality and negation, each governing word its class
(embedding.py). ``status`` ``None`` means that there is no event to tell: the narrator negates it, somebody demands it,
or it is the act inside a threat (the THREATEN event has it).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING

from spacy.tokens import Token

from bot.analysis import tree
from bot.analysis.events.context import Context
from bot.analysis.events.embedding import (
    CLAIMING_ADVERBS,
    HISTORIC,
    RESPONSIBILITY,
    SAYING,
    UNREAL_MODIFIERS,
    class_of,
)
from bot.analysis.extensions import published_of
from bot.analysis.lexicon.wordlists import words
from storage.model.findings import EventType, Stance, Status

if TYPE_CHECKING:
    from bot.analysis.dates import DatedSpan

HISTORICAL_AFTER = timedelta(days=60)
"""An event whose last day is further before publication than this is background, not news."""

DECIDED = frozenset(
    {EventType.SANCTION, EventType.COERCE, EventType.RETREAT, EventType.AGREE, EventType.AID, EventType.POSTURE,
     EventType.CONCEDE, EventType.REJECT, EventType.SUPPORT, EventType.COOPERATE, EventType.MOBILIZE}
)  # fmt: skip
"""Acts that consist in being decided: "decided to reduce" has occurred."""
_FUTURE = frozenset({"will", "shall", "'ll", "’ll", "wo"})
_MODAL = frozenset({"may", "might", "could", "can", "ca", "should", "must", "ought"})
_BE = frozenset({"is", "are", "was", "were", "'s", "’s", "'re"})
_WOULD = frozenset({"would", "'d", "’d"})
_HAPPEN = frozenset(
    {"take", "happen", "occur", "exist", "materialise", "materialize", "be", "come", "record", "report"}
)
_STEPS = 10


@dataclass(slots=True)
class Reading:
    """A status and the steps that gave it; ``status`` ``None`` where there is no event to tell."""

    status: Status | None
    path: list[str] = field(default_factory=list)


def read(ctx: Context, head: Token, type_: EventType, when: DatedSpan | None) -> Reading:
    """The status of the event whose trigger's head is ``head``; ``when`` is its date, where told."""
    path: list[str] = []
    status = _climb(ctx, head, type_, path)
    if status is None:
        status, told = Status.OCCURRED, True
    elif status == _NONE:
        return Reading(None, path)
    else:
        told = False
    if (told or status in {Status.CLAIMED, Status.ONGOING}) and (past := _past(ctx, head, when)):
        return Reading(Status.HISTORICAL, [*path, past])
    if told:
        path.append("told-as-fact")
    return Reading(Status(status), path)


_NONE = "none"


def _climb(ctx: Context, head: Token, type_: EventType, path: list[str]) -> Status | str | None:
    """The status by everything that governs the trigger; ``_NONE`` for no event; ``None``: told as a fact."""
    if ctx.conditions.covering(head.i) is not None:
        path.append("condition")
        return Status.HYPOTHETICAL
    if head.pos_ in {"VERB", "AUX"}:
        found = _verb(ctx, head, type_, path, trigger=True)
    else:
        found = _noun(ctx, head, type_, path)
    if found is not None:
        return found
    speech = ctx.speech(head.i)
    if speech is not None:
        cue = ctx.tokens[speech.cue].lemma_.lower()
        if speech.stance is Stance.DENIES:
            path.append(f"denied-by-speaker:{cue}")
            return Status.DENIED
        if class_of(cue, "claim") and cue in {"claim", "allege", "accuse", "purport", "boast"}:
            path.append(f"cue:{cue}")
            return Status.CLAIMED
    if ctx.conditions.governing(head) is not None and type_ in {EventType.ASSAULT, EventType.MOBILIZE}:
        verb = tree.clause_of(head)
        if _modal_of(verb) or verb.tag_ in {"VB", "VBP", "VBZ"}:
            path.append("under-condition")
            return Status.HYPOTHETICAL
    return None


def _negated(ctx: Context, head: Token, path: list[str], why: str) -> Status | str:
    path.append(why)
    speech = ctx.speech(head.i)
    if speech is not None and speech.speaker is not None:
        path.append("said-by-somebody")
        return Status.DENIED
    return _NONE


def _modal_of(verb: Token) -> str:
    """The modal auxiliary of a verb, also one shared by conjunction."""
    at = verb
    for _ in range(4):
        for child in tree.children(at):
            if child.dep_ == "aux" and child.lower_ in _FUTURE | _MODAL | _WOULD:
                return child.lower_
            if child.dep_ in {"aux", "aux:pass"} and child.lower_ not in {"have", "be", "do"}:
                return ""
        if at.dep_ == "conj" and at.head.pos_ == "VERB" and not _own_subject(at):
            at = at.head
            continue
        return ""
    return ""


def _own_subject(verb: Token) -> bool:
    return any(c.dep_ in {"nsubj", "nsubj:pass"} for c in tree.children(verb))


def _none_acts(verb: Token) -> bool:
    """ "no soldier was killed", "killed no one", "fired not a single shot", "not a single person was killed"."""
    for child in tree.children(verb):
        if child.dep_ in {"nsubj", "nsubj:pass", "obj"}:
            if child.lower_ in {"nobody", "none", "nothing"}:
                return True
            for c in tree.lefts(child):
                if c.lower_ in {"no", "neither", "zero"} and c.dep_ in {"det", "advmod", "nummod", "cc:preconj"}:
                    return True
                if c.lower_ == "not" and child.i - c.i <= 4:
                    return True
    return False


def _verb(ctx: Context, verb: Token, type_: EventType, path: list[str], *, trigger: bool) -> Status | str | None:
    """The reading of a verb and of everything above it."""
    at = verb
    found: Status | str | None = None
    for _ in range(_STEPS):
        if _mark(at) == "without":
            return _negated(ctx, verb, path, "without")
        if (at is verb or at.lemma_ not in SAYING) and (tree.negated(at) or _none_acts(at)):
            if class_of(at.lemma_.lower(), "deny", "prevent", "fear"):
                break
            return _negated(ctx, verb, path, f"negated:{at.lower_}")
        found = _tense(ctx, at, type_, path, own=at is verb)
        if found is not None:
            return found
        dep, head = at.dep_, at.head
        if dep == "acl:relcl" and _mark(at) in {"that", "whether"}:
            dep = "acl"  # "the charge that jets had bombed"
        if head.i == at.i or dep in {"acl:relcl", "parataxis", "advcl:relcl", "appos"}:
            return None
        if dep == "conj":
            if head.pos_ == "VERB" and not _own_subject(at):
                if (shared := _governor_status(ctx, at, head, type_, path)) is not None:
                    return shared
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
        if dep == "advcl" and at.tag_ not in {"VBG", "VB"} and _mark(at) not in {"to", "of", "for", "from"}:
            return None
        if dep == "acl" and at.tag_ in {"VBN", "VBD", "VBG"} and _mark(at) == "":
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


def _governor_status(ctx: Context, at: Token, head: Token, type_: EventType, path: list[str]) -> Status | str | None:
    """A conjunct shares the modal of the first verb where it has the base form ("will attack and destroy")."""
    if at.tag_ == "VB":
        return _tense(ctx, head, type_, path, own=False, base=True)
    return None


def _mark(verb: Token) -> str:
    for child in tree.children(verb):
        if child.dep_ == "mark" and child.i < verb.i:
            return child.lower_
    return ""


def _tense(
    ctx: Context, verb: Token, type_: EventType, path: list[str], *, own: bool, base: bool = False
) -> Status | None:
    """Modality and aspect of one verb."""
    modal = _modal_of(verb)
    if (
        verb.tag_ == "VB"
        and not modal
        and any(c.dep_ in {"aux", "cop"} and c.lower_ in _BE for c in tree.children(verb))
    ):
        path.append("plan:is-to")
        return Status.PLANNED
    if modal in _FUTURE:
        path.append(f"future:{modal}")
        return Status.PLANNED
    if modal in _WOULD and any(c.dep_ == "aux" and c.lower_ == "have" for c in tree.children(verb)):
        path.append("would-have")
        return Status.HYPOTHETICAL
    if modal in _WOULD:
        reported = verb.dep_ == "ccomp" and verb.head.lemma_ in SAYING and ctx.conditions.governing(verb) is None
        path.append(f"would:{'reported' if reported else 'open'}")
        return Status.PLANNED if reported else Status.HYPOTHETICAL
    if modal in _MODAL:
        path.append(f"modal:{modal}")
        return Status.HYPOTHETICAL
    if own or base:
        adverbs = {c.lower_ for c in tree.children(verb) if c.dep_ == "advmod"}
        if adverbs & CLAIMING_ADVERBS and "reportedly" not in adverbs:
            path.append("alleged")
            return Status.CLAIMED
        if verb.tag_ == "VBG" and verb.dep_ not in {"advcl", "acl", "xcomp", "amod"}:
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


def _governed(ctx: Context, at: Token, head: Token, dep: str, type_: EventType, path: list[str]) -> Status | str | None:
    """What the word above does to the clause below it."""
    lemma = head.lemma_.lower()
    decided = type_ in DECIDED
    mark = _mark(at)
    gone = tree.negated(head)
    if gone and head.pos_ == "NOUN" and dep in {"acl", "advcl", "nmod", "ccomp"}:
        return _negated(ctx, at, path, f"no:{lemma}")
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
        return _by_class(ctx, at, head, name, decided, gone, path, purpose=dep == "advcl" and mark == "to")
    if dep in {"ccomp", "csubj", "obl", "nmod", "obj"} or (dep == "acl" and mark in {"that", "whether"}):
        name = class_of(
            lemma, "deny", "claim", "threat", "prevent", "demand", "fear", "plan", "order", "decide", "history"
        )
        if name in {"decide", "order", "plan"} and at.tag_ not in {"VB", "VBG"}:
            name = ""
        if name == "threat" and at.tag_ not in {"VB"}:
            name = ""
        if name == "demand" and at.tag_ != "VB" and lemma in {"insist", "suggest"}:
            name = ""
        if name == "claim" and lemma in {"think", "believe", "assume", "know"} and type_ is not EventType.ASSAULT:
            name = ""
        return _by_class(ctx, at, head, name, decided, gone, path, purpose=False)
    return None


def _by_class(
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
        return _NONE
    if name == "continue":
        path.append(step)
        return None if gone else Status.ONGOING
    if name == "decide":
        path.append(step)
        if gone:
            return _NONE
        return None if decided and lemma not in {"agree", "undertake"} else Status.PLANNED
    if name == "refuse":
        path.append(step)
        return None if gone else _negated(ctx, at, path, "refused")
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
        return _NONE
    if name == "order" and decided:
        path.append(step)
        return None
    path.append(step)
    if gone:
        return _negated(ctx, at, path, "no-intent")
    if name == "plan" and _modal_of(head) in _MODAL:
        path.append("modal")
        return Status.HYPOTHETICAL
    return Status.PLANNED


def _noun(ctx: Context, noun: Token, type_: EventType, path: list[str]) -> Status | str | None:
    """The reading of a noun of action by its modifiers and by what governs it."""
    if "without" in tree.case_words(noun):
        path.append("without")
        return Status.HYPOTHETICAL
    if tree.negated(noun):
        return _negated(ctx, noun, path, f"negated:{noun.lower_}")
    for child in tree.lefts(noun):
        if child.dep_ in {"amod", "compound", "det"} and (name := UNREAL_MODIFIERS.get(child.lower_)):
            path.append(f"{name}:{child.lower_}")
            return {
                "plan": Status.PLANNED, "fear": Status.HYPOTHETICAL, "claim": Status.CLAIMED,
                "continue": Status.ONGOING, "history": Status.HISTORICAL,
            }[name]  # fmt: skip
    for child in tree.children(noun):
        if child.dep_ == "acl" and child.pos_ == "VERB" and child.i > noun.i:
            name = class_of(child.lemma_.lower(), "claim", "plan", "prevent")
            if name and child.tag_ in {"VBN", "VBD"} and child.lemma_ not in {"link", "mean", "charge"}:
                path.append(f"{name}:{child.lower_}")
                return {"claim": Status.CLAIMED, "plan": Status.PLANNED, "prevent": Status.HYPOTHETICAL}[name]
    at = noun
    responsible = False
    for _ in range(_STEPS):
        dep, head = at.dep_, at.head
        if head.i == at.i:
            if at.pos_ == "VERB" or any(c.dep_ == "cop" for c in tree.children(at)):
                return _tense(ctx, at, type_, path, own=True)
            return None
        if dep in {"conj", "appos", "compound", "nmod:desc", "flat"}:
            at = head
            continue
        if head.pos_ in {"NOUN", "PROPN"} and dep.startswith(("nmod", "acl")):
            if tree.negated(head):
                return _negated(ctx, noun, path, f"negated:{head.lower_}")
            lemma = head.lemma_.lower()
            name = class_of(
                lemma, "deny", "claim", "history", "prevent", "attempt", "demand", "fear", "plan", "refuse", "threat"
            )
            if dep == "nmod:poss":
                name = ""
            if name == "threat":
                path.append(f"threat:{lemma}")
                return Status.HYPOTHETICAL
            if lemma in {"end", "halt", "cessation", "stop", "pause"}:
                at = head  # "demanded an end to attacks"
                continue
            if lemma == "attempt" or (name == "plan" and lemma == "mission"):
                name = ""
            if name:
                return _by_class(ctx, at, head, name, False, False, path, purpose=False)
            responsible = responsible or lemma in RESPONSIBILITY
            if not responsible and lemma not in _PARTS and "of" not in tree.case_words(at):
                return None
            at = head
            continue
        if head.pos_ in {"VERB", "AUX", "ADJ"} or tree.is_predicate(head):
            return _noun_under_verb(ctx, noun, at, head, dep, responsible, type_, path)
        return None
    return None


_PARTS = words(
    "series wave string number round campaign act kind form part type lot spate dozens scores hundreds one some many"
    " most intensity level"
)


def _noun_under_verb(
    ctx: Context, noun: Token, at: Token, verb: Token, dep: str, responsible: bool, type_: EventType, path: list[str]
) -> Status | str | None:
    lemma = verb.lemma_.lower()
    gone = tree.negated(verb)
    object_ = dep in {"obj", "nsubj:pass", "iobj", "xcomp"}
    cases = tree.case_words(at) if dep.startswith("obl") else []
    if responsible:
        subject = tree.surface_subject(verb)
        if (subject is not None and (subject.lower_ in {"nobody", "none"} or tree.negated(subject))) or gone:
            path.append("unclaimed")
            return _NONE
        if class_of(lemma, "deny") or lemma == "reject":
            path.append(f"denied:{lemma}")
            return Status.DENIED
        if lemma in {"claim", "take", "accept", "admit", "assume"}:
            path.append(f"claimed:{lemma}")
            return Status.CLAIMED
    if object_:
        name = class_of(
            lemma,
            "deny",
            "threat",
            "prevent",
            "attempt",
            "refuse",
            "fear",
            "demand",
            "plan",
            "order",
            "claim",
            "continue",
        )
        if name in {"plan", "order", "refuse", "demand"} and lemma in _NOT_ON_NOUNS:
            name = ""
        if name == "refuse" and lemma in {"reject", "decline"} and type_ not in {EventType.ASSAULT}:
            name = "demand"
        if name == "order" and type_ in DECIDED:
            name = ""
        if name == "demand" and lemma in {"suggest", "oppose", "require"}:
            name = "fear"
        if name == "claim" and lemma in {"blame", "link", "attribute", "believe", "charge", "think"}:
            name = ""
        if name == "claim":
            subject = tree.surface_subject(verb)
            if (subject is not None and tree.negated(subject)) or gone:
                path.append("unclaimed")
                told = [*tree.obliques(noun), *tree.obliques(verb)]
                return None if any(w in {"in", "at", "near", "on", "of", "outside"} for w, _ in told) else _NONE
        if name:
            found = _by_class(ctx, at, verb, name, type_ in DECIDED, gone, path, purpose=False)
            if found is not None:
                return found
        elif gone or (_none_acts(verb) and lemma in {"carry", "launch", "stage", "conduct", "commit", "make", "mount"}):
            return _negated(ctx, noun, path, f"negated:{verb.lower_}")
    elif dep in {"nsubj", "nsubj:outer", "csubj"}:
        if gone and lemma in _HAPPEN:
            return _negated(ctx, noun, path, f"negated:{verb.lower_}")
        if lemma in {"continue", "persist", "intensify", "rage"}:
            path.append(f"continue:{lemma}")
            return Status.ONGOING if not gone else None
        found = _tense(ctx, verb, type_, path, own=False)
        if (
            found is not None
            and not (found is Status.HYPOTHETICAL and _definite(noun))
            and not (
                found is Status.PLANNED
                and _definite(noun)
                and lemma not in _HAPPEN | {"begin", "start", "last", "end", "hold"}
            )
        ):
            return found
        if found is not None:
            path.append("definite")
        return None
    elif dep.startswith("obl"):
        name = ""
        if "for" in cases:
            name = class_of(lemma, "plan", "demand", "claim", "history")
            if lemma in {"call", "appeal", "press", "push", "ask"}:
                name = "demand"
        elif set(cases) & {"of", "about"}:
            name = class_of(lemma, "threat", "claim", "fear")
            name = "fear" if name == "threat" else name
        elif "against" in cases:
            name = class_of(lemma, "threat", "prevent")
            name = "fear" if name == "threat" else name
        elif set(cases) & {"with"} and lemma == "threaten":
            name = "threat"
        elif set(cases) & {"to"} and lemma in {"lead", "resort"}:
            return _verb(ctx, verb, type_, path, trigger=False)
        elif set(cases) & {"in", "with"} and lemma in {"participate", "take", "engage", "involve", "go", "proceed"}:
            if class_of(lemma, "claim"):
                name = "claim"
            elif gone:
                return _negated(ctx, noun, path, f"negated:{verb.lower_}")
            else:
                return _verb(ctx, verb, type_, path, trigger=False)
        if name:
            return _by_class(ctx, at, verb, name, False, gone, path, purpose=False)
        if set(cases) & {"before", "ahead of", "until", "pending"}:
            path.append(f"before:{cases[0]}")
            return None if _definite(noun) and type_ is EventType.ASSAULT else Status.PLANNED
        return None  # "killed in the attack": taken for granted
    if object_:
        if lemma in SAYING | _KNOWN:
            return None  # "condemned the attack", "reported attacks"
        return _verb(ctx, verb, type_, path, trigger=False)
    return None


_NOT_ON_NOUNS = words(
    "aim need set ready mean go tell pay invite send free offer discuss debate examine suggest decline call hire"
)
# fmt: skip
_KNOWN = words(
    "condemn denounce deplore criticize criticise welcome praise investigate probe witness survive describe "
    "attribute blame protest mourn lament regret recall follow mark honour honor celebrate support back oppose"
)


def _definite(noun: Token) -> bool:
    return any(c.dep_ in {"det", "nmod:poss"} and c.lower_ not in {"a", "an", "any"} for c in tree.lefts(noun))


def _past(ctx: Context, head: Token, when: DatedSpan | None) -> str:
    """Why the event is background, or ""."""
    published = published_of(ctx.doc)
    if when is not None:
        if getattr(when, "past", False):
            return "date-past"
        if when.last is not None and when.first is not None:
            if published is not None:
                if published - when.last > HISTORICAL_AFTER:
                    return "date-past"
            elif when.year:
                return "date-past"
    start, end = ctx.sentences[ctx.sentence_of[head.i]]
    for i in range(start, end):
        if ctx.tokens[i].lower_ in HISTORIC:
            return "anniversary"
    return ""
