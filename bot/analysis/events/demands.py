"""Demands told by a modal verb: "Russia must withdraw, the chancellor said", "said the minister should resign"."""

from __future__ import annotations

from spacy.tokens import Doc, Token

from bot.analysis import tree
from bot.analysis.events import sides
from bot.analysis.events.context import Context
from bot.analysis.events.draft import EventDraft
from bot.analysis.events.hostile import covered
from bot.analysis.events.scan import lowers
from bot.analysis.extensions import note
from bot.analysis.lexicon.wordlists import words
from storage.model.findings import EventType, Status

_DUTY = frozenset({"must", "should", "ought"})
_HAS_TO = frozenset({"has", "have"})
_YIELDS = words(
    "resign quit withdraw release free end stop halt cease lift disarm surrender apologise apologize hand pull return"
    " leave step reopen comply dismantle abandon cede vacate lay rein revoke rescind scrap drop lay renounce restore"
    " condemn disband evacuate relinquish reinstate extradite negotiate accept allow let abide honour honor go"
)
_OFFICES = words(
    "side party government regime junta president minister premier prime-minister leader army militia rebel authority"
    " faction belligerent king governor mayor chief commander cabinet council parliament general ruler occupier"
)


def find(doc: Doc, ctx: Context) -> list[EventDraft]:
    """One DEMAND for each duty that a speaker lays upon another power, in the order of the text."""
    found = []
    for i in lowers(doc, _DUTY | _HAS_TO):
        verb = _verb(ctx.tokens[i])
        draft = _demand(verb, ctx) if verb is not None else None
        if draft is not None:
            first = ctx.tokens[draft.head]
            note(doc, "demand", first.idx, first.idx + len(first), draft.rule, path=tuple(draft.path))
            found.append(draft)
    return found


def _verb(modal: Token) -> Token | None:
    """The verb of "must", "should"; behind "has to" the infinitive."""
    if modal.lower_ in _DUTY:
        return modal.head if modal.dep_ == "aux" else None
    if modal.pos_ != "VERB" or any(c.dep_ == "obj" for c in modal.children):
        return None
    inner = next((c for c in modal.children if c.dep_ == "xcomp" and c.i > modal.i), None)
    return inner if inner is not None and any(c.lower_ == "to" for c in tree.lefts(inner)) else None


def _demand(verb: Token, ctx: Context) -> EventDraft | None:
    word = verb.lemma_.lower()
    if word not in _YIELDS or tree.negated(verb) or ctx.conditions.covering(verb.i) is not None or _not_now(verb):
        return None
    speech = ctx.speech(verb.i)
    subject = tree.surface_subject(verb)
    if speech is None or speech.speaker is None or subject is None:
        return None
    if word == "step" and not any(c.lower_ in {"down", "aside", "back"} for c in verb.children):
        return None
    speaker = speech.speaker.root
    actors = ctx.all_of(speaker)
    if not actors or not ctx.kinds(actors[0]) & {"person", "org", "force", "state", "place", "name"}:
        return None
    spoken_to = subject.lower_ == "you" and speech.direct
    if not spoken_to and not _party(subject, ctx):
        return None
    if sides.own(subject, speaker, sides.side(speaker, ctx), ctx, indirect=not speech.direct):
        return None
    draft = EventDraft(EventType.DEMAND, "demand.duty", verb.i, verb.i, verb.i + 1, status=Status.OCCURRED)
    draft.path.append("duty")
    draft.actors, draft.placed = actors, False
    cue = ctx.tokens[speech.cue]
    told = next((c for c in cue.children if c.dep_ in {"obj", "iobj"}), None) if spoken_to else subject
    draft.targets = [t for t in ctx.all_of(told) if t not in actors]
    draft.covers.extend(covered(verb))
    return draft


def _party(subject: Token, ctx: Context) -> bool:
    """A state, a force, an office: no children, customers, teams."""
    if sides.protected(subject) or ctx.kinds(subject) <= {"abstract", "time", "number"}:
        return False
    return ctx.label(subject) in {"GPE", "NORP"} or sides.power(subject, ctx) or subject.lemma_.lower() in _OFFICES


def _not_now(verb: Token) -> bool:
    """ "Should have left", "must leave or face": what might have been, and what a threat tells."""
    had = any(c.dep_ == "aux" and c.lower_ == "have" for c in verb.children)
    return had or any(c.dep_ == "conj" and any(g.lower_ == "or" for g in tree.lefts(c)) for c in verb.children)
