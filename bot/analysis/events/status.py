"""How real an event is, as the text tells it. Rules in the order of docs/analysis.md; each has a name for --explain.

The tree is climbed from the trigger: each verb gives its tense, modality and negation (moods.py), each governing word
its class (embedding.py). ``status`` ``None`` means that there is no event to tell: the narrator negates it, somebody
demands it, or it is the act inside a threat (the THREATEN event has it).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING

from spacy.tokens import Token

from bot.analysis import tree
from bot.analysis.events.aspect import lasting
from bot.analysis.events.assertions import asserted
from bot.analysis.events.circumstances import BY_ACCIDENT
from bot.analysis.events.context import Context
from bot.analysis.events.embedding import HISTORIC, class_of
from bot.analysis.events.moods import NONE, modal_of
from bot.analysis.events.sides import neutral
from bot.analysis.events.status_nouns import noun_reading
from bot.analysis.events.status_verbs import verb_reading
from bot.analysis.extensions import published_of
from bot.analysis.lexicon.wordlists import words
from storage.model.findings import EventType, Stance, Status

if TYPE_CHECKING:
    from bot.analysis.dates import DatedSpan

HISTORICAL_AFTER = timedelta(days=60)
"""An event whose last day is further before publication than this is background, not news."""
_FORECAST = frozenset({EventType.ASSAULT, EventType.MOBILIZE})
"""What analysts, charities and the like say will happen is a forecast, nobody's plan."""
_AGES = frozenset({"year", "decade", "century", "generation"})
_FICTION = words("film movie novel thriller sitcom wargame videogame simulation scenario fairytale screenplay")
"""Where what is told is invented; documentaries, books and plays tell what was as well."""
_TELLS = words(
    "let allow invite tell show depict imagine portray follow describe simulate begin open end assume envisage see have"
)


@dataclass(slots=True)
class Reading:
    """A status and the steps that gave it; ``status`` ``None`` where there is no event to tell."""

    status: Status | None
    path: list[str] = field(default_factory=list)


def read(ctx: Context, head: Token, type_: EventType, when: DatedSpan | None) -> Reading:
    """The status of the event whose trigger's head is ``head``; ``when`` is its date, where told."""
    path: list[str] = []
    if type_ is EventType.ASSAULT and any(c.lower_ in BY_ACCIDENT for c in tree.children(head)):
        return Reading(None, ["by-accident"])
    status = _climb(ctx, head, type_, path)
    if status is None:
        status, told = Status.OCCURRED, True
        if _to_come(ctx, head, when) or (type_ is EventType.PROTEST and _ahead(ctx, when)):
            return Reading(Status.PLANNED, [*path, "date-to-come"])
        if why := lasting(ctx, head, type_):
            path.append(why)
            status, told = Status.ONGOING, False
    elif status == NONE:
        return Reading(None, path)
    else:
        told = False
    if told and (sum_ := _sum_since(ctx, head, when)):
        return Reading(Status.HISTORICAL, [*path, sum_])
    if (told or status in {Status.CLAIMED, Status.ONGOING}) and (past := _past(ctx, head, when)):
        return Reading(Status.HISTORICAL, [*path, past])
    if told:
        path.append("told-as-fact")
    return Reading(Status(status), path)


def _climb(ctx: Context, head: Token, type_: EventType, path: list[str]) -> Status | str | None:
    """The status by everything that governs the trigger; ``NONE`` for no event; ``None``: told as a fact."""
    if ctx.conditions.covering(head.i) is not None:
        path.append("condition")
        return Status.HYPOTHETICAL
    if _invented(ctx, head):
        path.append("invented")
        return Status.HYPOTHETICAL
    if head.pos_ in {"VERB", "AUX"}:
        found = verb_reading(ctx, head, type_, path, trigger=True)
    else:
        found = noun_reading(ctx, head, type_, path)
    if found is Status.PLANNED and type_ in _FORECAST and any(step.startswith("future:") for step in path):
        speech = ctx.speech(head.i)
        if speech is not None and speech.speaker is not None and neutral(speech.speaker.root):
            path.append("forecast")
            return Status.HYPOTHETICAL
    speech = ctx.speech(head.i)
    ordered = found is Status.PLANNED and path[-1].startswith("order:")
    if ordered and speech is not None and class_of(ctx.tokens[speech.cue].lemma_.lower(), "claim"):
        path.append("cue-over-order")  # "alleged that the Kremlin had paid them to burn offices"
        return Status.CLAIMED
    if found is not None:
        return found
    if speech is not None:
        cue = ctx.tokens[speech.cue].lemma_.lower()
        # who denies an allegation shows that it was made
        made = type_ is EventType.ACCUSE and head.pos_ == "NOUN"
        if speech.stance is Stance.DENIES and not made:
            path.append(f"denied-by-speaker:{cue}")
            return Status.DENIED
        if speech.stance is Stance.THREATENS and head.dep_ == "acl:relcl" and head.tag_ in {"VBP", "VBZ", "VB"}:
            path.append("whom-the-threat-meets")  # "would shoot down aircraft that violate its airspace"
            return Status.HYPOTHETICAL
        if class_of(cue, "claim") and cue in {"claim", "allege", "accuse", "purport", "boast"}:
            path.append(f"cue:{cue}")
            return Status.CLAIMED
        if why := asserted(ctx, head, type_, speech):
            path.append(why)
            return Status.CLAIMED
    if ctx.conditions.governing(head) is not None and type_ in {EventType.ASSAULT, EventType.MOBILIZE}:
        verb = tree.clause_of(head)
        if modal_of(verb) or verb.tag_ in {"VB", "VBP", "VBZ"}:
            path.append("under-condition")
            return Status.HYPOTHETICAL
    return None


def _to_come(ctx: Context, head: Token, when: DatedSpan | None) -> bool:
    """ "are cancelled on Friday", "when ministers meet next week": told in the present, its own day is yet to come."""
    published = published_of(ctx.doc)
    if published is None or when is None or when.first is None or when.bound or when.first <= published:
        return False
    verb = tree.clause_of(head)
    helpers = {c.lower_ for c in tree.children(verb) if c.dep_ in {"aux", "aux:pass", "cop"}}
    present = verb.tag_ in {"VBP", "VBZ"} if not helpers else verb.tag_ == "VBN" and helpers <= {"is", "are"}
    return present and any(ctx.date_at.get(c.i) is when for c in tree.children(verb))


_WARS = frozenset({"war", "conflict", "insurgency", "uprising", "rebellion", "genocide", "crackdown", "campaign"})
_COUNTED = frozenset({"kill", "die", "wound", "injure", "displace"})


def _ahead(ctx: Context, when: DatedSpan | None) -> bool:
    """ "called a strike for Dec. 2": its day is yet to come."""
    published = published_of(ctx.doc)
    return published is not None and when is not None and when.first is not None and when.first > published


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
    if published is not None and _own_year(head, published):
        return "year-past"
    if _years_after(head):
        return "years-after"
    start, end = ctx.sentences[ctx.sentence_of[head.i]]
    for i in range(start, end):
        if ctx.tokens[i].lower_ in HISTORIC:
            return "anniversary"
    return ""


def _sum_since(ctx: Context, head: Token, when: DatedSpan | None) -> str:
    """ "Have killed 14 mayors since 2022", "318 have been killed since the truce began": a sum is background."""
    perfect = any(c.dep_ == "aux" and c.lower_ in {"have", "has"} for c in tree.children(head))
    if head.lemma_ not in _COUNTED or not perfect:
        return ""
    for clause in tree.children(head):
        if clause.dep_ == "advcl" and any(m.lower_ == "since" for m in tree.lefts(clause)):
            return "sum-since"
    subject = tree.surface_subject(head)
    wars = [n for w, n in tree.obliques(head) if w in {"in", "during"}] + ([subject] if subject is not None else [])
    if any(n.lemma_.lower() in _WARS for n in wars):
        return "sum-of-war"  # "tens of thousands have been killed in the conflict"
    published = published_of(ctx.doc)
    if when is None or published is None or when.first is None or not when.since:
        return ""
    return "sum-since" if published - when.first > HISTORICAL_AFTER else ""


def _own_year(noun: Token, published: date) -> bool:
    """ "the 2022 shelling": the year before a noun of action is its own."""
    if noun.pos_ != "NOUN" or published is None:
        return False
    for child in tree.lefts(noun):
        text = child.lower_
        if len(text) == 4 and text.isdigit() and text[:2] in {"19", "20"} and child.i < noun.i:
            return published - date(int(text), 12, 31) > HISTORICAL_AFTER
    return False


def _few(months: Token) -> bool:
    """ "two months after": no more than what is still news."""
    return any(
        c.dep_ in {"nummod", "det", "amod"} and c.lower_ in {"two", "2", "few", "couple"} for c in tree.lefts(months)
    )


def _years_after(head: Token) -> bool:
    """ "a decade after gunmen killed …", "two years after the attack": the act is older than what is told of it."""
    at = head
    for _ in range(3):
        for child in tree.lefts(at):
            if child.lower_ in {"after", "since"} and child.dep_ in {"mark", "case"} and child.i > 0:
                unit = child.nbor(-1)
                return unit.lemma_ in _AGES or (unit.lower_ == "months" and not _few(unit))
        if at.dep_ not in {"conj", "appos", "compound"}:
            return False
        at = at.head
    return False


def _invented(ctx: Context, head: Token) -> bool:
    """ "in the war game, China attacked", "the film tells how terrorists attack a train": it happens in no world."""
    for at in (head, *tree.governors(head)):
        if at.pos_ not in {"VERB", "AUX"}:
            continue
        for preposition, noun in tree.obliques(at):
            if preposition == "in" and _fiction(noun):
                return True
        subject = tree.surface_subject(at)
        if at is not head and subject is not None and _fiction(subject) and at.lemma_ in _TELLS:
            return True
    return False


def _fiction(noun: Token) -> bool:
    if noun.lemma_ == "game":
        return any(c.dep_ in {"compound", "amod"} and c.lemma_ in {"war", "video"} for c in tree.lefts(noun))
    return noun.lemma_ in _FICTION
