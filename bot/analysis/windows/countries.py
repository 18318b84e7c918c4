"""The countries a text is about (``focus``) and those it names (``mentioned``), with a score.

Where things happen counts more than who speaks: a place weighs more than a nationality, the place of an event more
still. A dateline, an outlet's name and the article's own source count for nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from spacy.language import Language
from spacy.tokens import Doc, Span

from bot.analysis import lexicon
from bot.analysis.extensions import group, mask
from bot.analysis.lexicon.wordlists import words
from bot.analysis.lexicon.words import DETERMINERS
from bot.analysis.windows.grammar import PLACE_NOUNS
from storage.model.findings import CountryFinding, EventType, Stance
from storage.model.findings import Span as Chars

FOCUS_SHARE = 0.6
"""A country is in focus from this share of the highest score."""

_WEIGHTS = {"country": 1.0, "capital": 1.0, "city": 1.0, "demonym": 0.7, "government": 0.6, "organ": 0.6, "place": 0.9}
_PLACE_PREPOSITIONS = words("in at near inside outside across around")
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
_WORDS = frozenset({EventType.ACCUSE, EventType.DEMAND, EventType.REJECT})
_TALK = frozenset({EventType.CONSULT, EventType.AGREE, EventType.COOPERATE})
_FROM_AFAR = frozenset({EventType.AID, EventType.SUPPORT, EventType.RETREAT})
"""Who gives, backs or takes its troops home acts on a place that is not its own."""
_HELPS = words(
    "hosted hosts hosting mediated mediates mediating brokered brokers facilitated offered offers pledged pledges"
    " donated donates praised praises welcomed welcomes sponsored paid pays observed"
)
_HELPERS = words("mediator mediators mediation hosts facilitators observers donors envoy")
_LISTENERS = words("reporters journalists")
_TALKS = words("talks talk negotiations negotiation summit conference met meeting mediator mediators mediation signing")


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
    cases = _named(doc)
    for code, extra in _acts(doc):
        if code in cases:
            cases[code].events += extra
    scores = {code: case.score for code, case in cases.items()}
    top = max(scores.values(), default=0.0)
    out = [
        CountryFinding(
            code,
            "focus" if cases[code].told and score >= FOCUS_SHARE * top else "mentioned",
            round(score / (top + 1.0) if top else 0.0, 4),
            tuple(cases[code].evidence),
        )
        for code, score in scores.items()
    ]
    doc._.countries = tuple(sorted(out, key=lambda c: (-c.score, c.code)))
    return doc


def _named(doc: Doc) -> dict[str, _Case]:
    """The mentions of every country, weighed by how each stands in its sentence."""
    cases: dict[str, _Case] = defaultdict(_Case)
    # who demands, denies or threatens acts; who merely says something is a source
    speakers = {
        i
        for s in doc._.speeches
        if s.speaker is not None and s.stance is Stance.ASSERTS
        for i in range(s.speaker.start, s.speaker.end)
    }
    other_matters = mask(doc, "reasons")
    lead_end = next((sent.end for sent in doc.sents), 0)
    for span in group(doc, "names"):
        if not span.kb_id_ or span.id_ == "outlet":
            continue
        case = cases[span.kb_id_]
        case.evidence.append(Chars(span.start_char, span.end_char))
        lead = _LEAD if span.start < lead_end else 1.0
        weight = _INSTITUTION if _institution(doc, span) else _WEIGHTS.get(span.id_, 0.5)
        place = _place_weight(doc, span, weight)
        case.told = case.told or not other_matters[span.start]
        if other_matters[span.start]:
            case.others.append((place or weight) * _OTHER_MATTER * lead)
        elif place and _venue(doc, span):
            case.others.append(_OTHER_MATTER * lead)
        elif place:
            case.places += place * lead
        else:
            if span.id_ == "capital":
                weight = _WEIGHTS["government"]  # "accused Rome": no place here
            if span.start in speakers:
                weight *= _SPEAKER
            elif _helps(doc, span):
                weight *= _THIRD_PARTY
            case.others.append(weight * lead)
    return cases


def _place_weight(doc: Doc, span: Span, weight: float) -> float:
    """The weight of a name that says where; 0 for one that does not."""
    if span.id_ == "demonym":
        behind = next((t.lower_ for t in doc[span.end : span.end + 2] if t.lower_ in PLACE_NOUNS), "")
        # "the Haitian capital"; "near the Turkish border" may be on either side
        return _LOCATIVE if behind not in {"", "border"} else 0.0
    return weight * _LOCATIVE if _located(doc, span) else 0.0


def _institution(doc: Doc, span: Span) -> bool:
    """ "the Norwegian embassy", "Italian trainers": what belongs to a country may be anywhere."""
    kinds = (lexicon.head_nouns().get(token.lower_) for token in doc[span.end : span.end + 3])
    return span.id_ == "demonym" and next((kind for kind in kinds if kind), "") in {"force", "government", "thing"}


def _venue(doc: Doc, span: Span) -> bool:
    """Whether the place only lends its rooms, to talks or to a statement: these are about those who talk."""
    if span.id_ == "demonym" and doc[span.end : span.end + 1].text != "capital":
        return False
    if any(token.lower_ in _LISTENERS for token in doc[max(span.start - 4, 0) : span.start]):
        return True
    sentence = doc[span.start].sent
    inside = [e for e in doc._.events if e.trigger.start >= sentence.start_char and e.trigger.end <= sentence.end_char]
    if any(e.type not in _TALK | _WORDS | {EventType.SUPPORT} for e in inside):
        return False
    return any(token.lower_ in _TALKS for token in sentence)


def _helps(doc: Doc, span: Span) -> bool:
    """ "Norway, which hosted the talks", "Egyptian mediators": a third party."""
    behind = [token.lower_ for token in doc[span.end : span.end + 4] if token.sent == doc[span.start].sent]
    return bool(_HELPS & set(behind)) or (span.id_ == "demonym" and bool(_HELPERS & set(behind[:2])))


def _acts(doc: Doc) -> Iterator[tuple[str, float]]:
    """What the events add to the countries of their places and sides, each side once a trigger."""
    seen: set[tuple[int, str, float]] = set()
    for event in doc._.events:
        talk = event.type in _TALK
        actor = 0.0 if event.type in _FROM_AFAR else _EVENT_TALKER if talk else _EVENT_ACTOR
        for part, extra in (
            (event.location, 0.0 if talk else _EVENT_PLACE),
            (event.target, _EVENT_ACTOR if event.type in _WORDS else _EVENT_TARGET),
            (event.actor, actor),
        ):
            if part is None or not part.country or not extra:
                continue
            if part is event.target and event.actor is not None and event.actor.country == part.country:
                continue  # what one does with one's own is told once
            key = (event.trigger.start, part.country, extra)
            if key not in seen:
                seen.add(key)
                yield part.country, extra


def _located(doc: Doc, span: Span) -> bool:
    k = span.start - 1
    modifiers = lexicon.modifiers()
    while k >= 0 and (doc[k].lower_ in DETERMINERS or doc[k].lower_ in modifiers):
        k -= 1
    if k >= 1 and doc[k].lower_ == "of" and doc[k - 1].lower_ in PLACE_NOUNS:
        return True  # "the hills of eastern Myanmar"
    return k >= 0 and doc[k].lower_ in _PLACE_PREPOSITIONS
