"""The countries a text is about (``focus``) and those it names (``mentioned``), with a score (component
"sitrep_countries").

Who acts and where counts, not how often a name stands there: a place in a phrase of place weighs more than a
nationality, the place of an event more still; who only speaks, hosts, helps or is the cause weighs little. A
dateline, an outlet's name and the article's own source count for nothing, the title is weak evidence. A text
without a parse is weighed by the words before its names.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from spacy.language import Language
from spacy.tokens import Doc, Span, Token

from bot.analysis.dependents import tokens
from bot.analysis.extensions import group
from bot.analysis.lexicon.wordlists import words
from bot.analysis.names import dateline_places, details
from bot.analysis.names.found import Found, Text
from bot.analysis.names.gazetteer import GROUPS, find
from bot.analysis.names.homonyms import Settler
from bot.analysis.names.words import DIRECTIONS, PLACE_NOUNS
from bot.analysis.standing import cases_of, chain_of, head_of, is_aside, is_venue
from storage.model.findings import CountryFinding, EventType, Stance
from storage.model.findings import Span as Chars

FOCUS_SHARE = 0.6
"""A country is in focus from this share of the highest score."""
PARTNER_SHARE = 0.45
"""The same of a country that acts on the foremost one, or on which that acts."""
MOST_IN_FOCUS = 3

_WEIGHTS = dict.fromkeys(("country", "capital", "town", "province", "site", "place"), 1.0) | {
    "area": 0.9, "region": 0.9, "facility": 0.9, "demonym": 0.7, "government": 0.6, "org": 0.5, "person": 0.2
}  # fmt: skip
_GROUP_WEIGHT = 0.6
_PLACES = frozenset({"GPE", "LOC", "FAC"})
_PLACE_PREPOSITIONS = words("in at near inside outside across around throughout within off")
_LEAD = 1.5
_SPEAKER = 0.4
_THIRD_PARTY = 0.4
_OTHER_MATTER = 0.5
_INSTITUTION = 0.5
_LOCATIVE = 2.0
_EVENT_PLACE = 2.0
_EVENT_TARGET = 1.0
_EVENT_ACTOR = 0.5
_EVENT_TALKER = 1.5
_TITLE = 0.8
_WORDS = frozenset({EventType.ACCUSE, EventType.DEMAND, EventType.REJECT})
_TALK = frozenset({EventType.CONSULT, EventType.AGREE, EventType.COOPERATE})
_FROM_AFAR = frozenset({EventType.AID, EventType.SUPPORT, EventType.RETREAT})
"""Who gives, backs or takes its troops home acts on a place that is not its own."""
_PAST = frozenset({"historical", "hypothetical", "denied"})
_HELPS = words(
    """
    host mediate broker facilitate offer pledge donate praise welcome sponsor pay observe congratulate
    """
)
_BROKERS = words("host mediate broker facilitate")
_HELPERS = words("mediator mediation host facilitator observer donor envoy")
_INSTITUTIONS = words(
    """
    embassy consulate mission ambassador diplomat troop force soldier trainer contingent army military navy
    government ministry minister official authority company firm airline aircraft jet plane ship vessel tanker
    national citizen tourist journalist adviser base hospital aid doctor weapon drone mercenary passport police
    """
)


@dataclass(slots=True)
class _Case:
    """What speaks for one country: places add up, of all else each further mention counts for less."""

    places: float = 0.0
    others: list[float] = field(default_factory=list)
    events: float = 0.0
    evidence: list[Chars] = field(default_factory=list)
    told: bool = False
    """Whether the country is named for what is told and not only for its cause or likeness."""

    @property
    def score(self) -> float:
        ranked = sorted(self.others, reverse=True)
        return self.places + self.events + sum(weight / rank for rank, weight in enumerate(ranked, start=1))


@Language.component("sitrep_countries")
def countries(doc: Doc) -> Doc:
    """Sets ``Doc._.countries``, by falling score, then code."""
    helpers: set[int] = set()
    cases = _named(doc, helpers)
    for code, extra in _acts(doc, helpers):
        if code in cases:
            cases[code].events += extra
    for code in _titled(doc):
        if code in cases:
            cases[code].events += _TITLE
    if not cases:
        _datelines(doc, cases)
    scores = {code: case.score for code, case in cases.items()}
    partners = _partners(doc, scores, helpers)
    top = max((score for code, score in scores.items() if cases[code].told), default=max(scores.values(), default=0.0))
    out = [
        CountryFinding(
            code,
            "focus"
            if cases[code].told and score >= (PARTNER_SHARE if code in partners else FOCUS_SHARE) * top
            else "mentioned",
            round(min(score / (top + 1.0), 1.0) if top else 0.0, 4),
            tuple(cases[code].evidence),
        )
        for code, score in scores.items()
    ]
    out.sort(key=lambda c: (c.role != "focus", -c.score, c.code))
    beyond = [c for c in out if c.role == "focus"][MOST_IN_FOCUS:]
    out = [CountryFinding(c.code, "mentioned", c.score, c.evidence) if c in beyond else c for c in out]
    doc._.countries = tuple(sorted(out, key=lambda c: (-c.score, c.code)))
    return doc


def _datelines(doc: Doc, cases: dict[str, _Case]) -> None:
    """Where the text itself names no country, the dateline is the one hint."""
    for found in dateline_places(doc):
        if found.code and found.kind != "outlet":
            last = doc[found.end - 1]
            case = cases[found.code]
            case.others.append(_OTHER_MATTER)
            case.told = True
            case.evidence.append(Chars(doc[found.start].idx, last.idx + len(last)))


def _named(doc: Doc, helpers: set[int]) -> dict[str, _Case]:
    """The mentions of every country, weighed by how each stands in its sentence; ``helpers`` gets where (in characters)
    those begin that only host, lend a room, help or comment."""
    cases: dict[str, _Case] = defaultdict(_Case)
    known = details(doc)
    parsed = doc.has_annotation("DEP")
    # who demands, denies or threatens acts; who merely says something is a source
    speakers = {
        i
        for s in doc._.speeches or ()
        if s.speaker is not None and s.stance is Stance.ASSERTS
        for i in range(s.speaker.start, s.speaker.end)
    }
    voices = {s.speaker.root.i for s in doc._.speeches or () if s.speaker is not None} if parsed else set()
    names = [span for span in group(doc, "names") if span.kb_id_]
    acting = {
        (e.actor.start, e.actor.end)
        for e in doc._.events or ()
        if e.actor is not None and e.actor.country and e.type not in _TALK
    }
    lead_end = _lead_end(doc)
    meetings = _meetings(doc) if parsed else []
    every: list[Token] | Doc = tokens(doc) if parsed else doc
    for span in names:
        found = known.get(span.start)
        kind = found.kind if found is not None else "place"
        if kind == "outlet":
            continue
        case = cases[span.kb_id_]
        first, last = every[span.start], every[span.end - 1]
        case.evidence.append(Chars(first.idx, last.idx + len(last)))
        lead = _LEAD if span.start < lead_end else 1.0
        weight = _GROUP_WEIGHT if kind in GROUPS else _WEIGHTS.get(kind, 0.5)
        head = head_of(span) if parsed else span[-1]
        chain = chain_of(head) if parsed else []
        aside = parsed and is_aside(head, chain)
        case.told = case.told or not aside
        if (
            kind == "demonym"
            and parsed
            and head.dep_ in {"amod", "compound"}
            and head.head.lemma_.lower() in _INSTITUTIONS
        ):
            weight = _INSTITUTION
        elif parsed and head.dep_ == "nmod:poss" and head.head.lemma_.lower() in _INSTITUTIONS:
            weight = min(weight, _WEIGHTS["demonym"])
        if _flagged(doc, span.end):
            weight = _WEIGHTS["person"]
        located = _located(doc, span, head, kind, parsed)
        if located and kind != "demonym":
            located = weight * _LOCATIVE
        if aside:
            case.others.append((located or weight) * _OTHER_MATTER * lead)
        elif (
            located
            and parsed
            and (
                is_venue(head, chain)
                or (len(chain) > 1 and chain[1].i in voices)
                or any(a <= first.idx < b for a, b in meetings)
            )
        ):
            case.others.append(_OTHER_MATTER * lead)
            if is_venue(head, chain):
                helpers.add(first.idx)
        elif located:
            beside = span.start > 0 and doc[span.start - 1].lower_ in {"neighbouring", "neighboring", "nearby"}
            case.places += located * lead * (_OTHER_MATTER if beside else 1.0)
        else:
            if kind == "capital":
                weight = (
                    _WEIGHTS["government"]
                    if parsed and head.dep_ in {"nsubj", "obj", "nmod:poss", "nsubj:pass"}
                    else weight
                )
            if parsed and _helps(head, kind):
                weight *= _THIRD_PARTY
                helpers.add(first.idx)
            elif (span.start in speakers or head.i in speakers) and not any(a <= first.idx < b for a, b in acting):
                weight *= _SPEAKER
            case.others.append(weight * lead)
    return cases


_FLAGS = words("flagged registered owned operated built made born flag managed")


def _flagged(doc: Doc, k: int) -> bool:
    """ "a Liberian-flagged tanker": where a ship is registered says little of what befell it."""
    return k + 1 < len(doc) and doc[k].lower_ in {"-", "‑"} and doc[k + 1].lower_ in _FLAGS


def _lead_end(doc: Doc) -> int:
    """Where the first sentence ends that has a name in it, or at least six words."""
    for sent in doc.sents:
        if sent.end - sent.start >= 6:
            return int(sent.end)
    return len(doc)


def _located(doc: Doc, span: Span, head: Token, kind: str, parsed: bool) -> float:
    """More than 0 for a name that says where something is; for a nationality its weight."""
    if kind == "demonym":
        behind = doc[span.end].lower_ if span.end < len(doc) else ""
        if behind in {"capital", "city", "town", "province", "village", "coast", "side"}:
            return _LOCATIVE
        return 0.0
    if span.label_ not in _PLACES:
        return 0.0
    k = span.start - 1
    while k >= 0 and (
        doc[k].lower_ in DIRECTIONS
        or doc[k].lower_ in {"the", "nearby", "neighboring", "neighbouring", "war", "torn", "-"}
    ):
        k -= 1
    if k >= 0 and doc[k].lower_ in _PLACE_PREPOSITIONS:
        return 1.0
    if k >= 1 and doc[k].lower_ == "of" and doc[k - 1].lower_ in PLACE_NOUNS:
        return 1.0
    if k >= 1 and doc[k].lower_ in {",", "("} and doc[k - 1].ent_type_ in {"LOC", "GPE"}:
        return 1.0  # "Tripoli, Lebanon"
    if not parsed:
        return 0.0
    cases = cases_of(head)
    if cases and cases[0] in _PLACE_PREPOSITIONS:
        return 1.0
    if head.dep_ in {"appos", "conj", "nmod:unmarked", "compound", "nmod:poss"} and head.head.i != head.i:
        cases = cases_of(head.head)
        return 1.0 if cases and cases[0] in _PLACE_PREPOSITIONS and head.head.pos_ in {"PROPN", "NOUN"} else 0.0
    return 0.0


def _meetings(doc: Doc) -> list[tuple[int, int]]:
    """Sentences (in characters) that tell of talks and of nothing that is done on the ground."""
    kinds: dict[tuple[int, int], set[EventType]] = defaultdict(set)
    talks: set[tuple[int, int]] = set()
    for event in doc._.events or ():
        at = (event.sentence.start, event.sentence.end)
        kinds[at].add(event.type)
        if event.type in _TALK and event.trigger.text.lower().split()[-1] in _MEETINGS:
            talks.add(at)
    return [at for at in talks if kinds[at] <= _TALK | _WORDS | {EventType.SUPPORT}]


_MEETINGS = words(
    """
    talks talk negotiations negotiation summit conference met meeting meetings mediation signing signed meet
    negotiated
    """
)


def _helps(head: Token, kind: str) -> bool:
    """ "Norway, which hosted the talks", "Egyptian mediators": a third party."""
    if kind == "demonym" and any(t.lemma_.lower() in _HELPERS for t in tokens(head.doc)[head.i + 1 : head.i + 4]):
        return True
    noun = head.head if head.dep_ in {"nmod:poss", "amod"} and head.head.pos_ == "NOUN" else None
    if noun is not None and noun.dep_ in {"nsubj", "obl:agent"} and noun.head.lemma_ in _BROKERS:
        return True  # "Togo's president brokered the deal", "mediated by Norwegian diplomats"
    if (head.dep_ == "nsubj" or head.dep_ == "obl:agent" or "by" in cases_of(head)) and head.head.lemma_ in _HELPS:
        return True
    return any(c.dep_ == "acl:relcl" and c.lemma_ in _HELPS for c in head.rights)


def _acts(doc: Doc, helpers: set[int]) -> Iterator[tuple[str, float]]:
    """What the events add to the countries of their places and sides, each side once a trigger."""
    seen: set[tuple[int, str, float]] = set()
    for event in doc._.events or ():
        talk = event.type in _TALK
        share = (0.25 if talk else 0.5) if event.status in _PAST else 1.0
        actor = 0.0 if event.type in _FROM_AFAR else _EVENT_TALKER if talk else _EVENT_ACTOR
        for part, extra in (
            (event.location, 0.0 if talk else _EVENT_PLACE),
            (event.target, _EVENT_ACTOR if event.type in _WORDS else _EVENT_TALKER if talk else _EVENT_TARGET),
            (event.actor, actor),
        ):
            if part is None or not part.country or not extra or (part is not event.target and part.start in helpers):
                continue
            if part is event.target and event.actor is not None and event.actor.country == part.country:
                continue  # what one does with one's own is told once
            key = (event.trigger.start, part.country, extra)
            if key not in seen:
                seen.add(key)
                yield part.country, extra * share


def _partners(doc: Doc, scores: dict[str, float], helpers: set[int]) -> set[str]:
    """The other side of what the foremost country does, agrees to or suffers now."""
    if not scores:
        return set()
    first = max(scores, key=lambda code: (scores[code], code))
    out: set[str] = set()
    for event in doc._.events or ():
        if event.status in _PAST or event.type in _FROM_AFAR or event.type is EventType.CONSULT:
            continue
        struck = event.location if event.type in _STRIKING else None
        sides = {p.country for p in (event.actor, event.target, struck) if p and p.country and p.start not in helpers}
        if first in sides:
            out |= sides
    return out


_STRIKING = frozenset({EventType.ASSAULT, EventType.THREATEN, EventType.MOBILIZE})

_WORD = re.compile(r"\w+(?:[.’']\w+)*\.?|[^\w\s]")


def _titled(doc: Doc) -> set[str]:
    """The countries that the title names."""
    title = doc._.title
    if not title:
        return set()
    pieces = _WORD.findall(title[:400].replace("’s ", " ’s ").replace("'s ", " 's "))
    if not pieces:
        return set()
    heading = Doc(doc.vocab, words=pieces)
    text = Text(heading)
    text.cased = True
    found: list[Found] = Settler(text, list(find(text.words, cased=True, skip=text.skip))).settle()
    return {f.code for f in found if f.code and f.kind != "outlet"}
