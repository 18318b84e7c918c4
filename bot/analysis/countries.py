"""The countries a text is about (``focus``) and those it names (``mentioned``), with a score.

Where things happen counts more than who speaks: a place weighs more than a nationality, the place of an event more
still. A dateline, an outlet's name and the article's own source count for nothing.
"""

from __future__ import annotations

from collections import defaultdict

from spacy.language import Language
from spacy.tokens import Doc, Span

from bot.analysis import lexicon
from bot.analysis.extensions import group
from bot.analysis.grammar import PLACE_NOUNS
from bot.analysis.lexicon.wordlists import words
from bot.analysis.lexicon.words import DETERMINERS
from storage.model.findings import CountryFinding, EventType
from storage.model.findings import Span as Chars

FOCUS_SHARE = 0.6
"""A country is in focus from this share of the highest score."""

_WEIGHTS = {"country": 1.0, "capital": 1.0, "city": 1.0, "demonym": 0.7, "government": 0.6, "organ": 0.6, "place": 0.9}
_PLACE_PREPOSITIONS = words("in at near inside outside across around")
_LEAD = 1.5
_SPEAKER = 0.4
_LOCATIVE = 2.0
_EVENT_PLACE = 2.0
_EVENT_TARGET = 1.0
_EVENT_ACTOR = 0.5
_EVENT_TALKER = 1.5
_WORDS = frozenset({EventType.ACCUSE, EventType.DEMAND, EventType.REJECT})
_TALK = frozenset({EventType.CONSULT, EventType.AGREE, EventType.COOPERATE, EventType.SUPPORT})


@Language.component("sitrep_countries")
def countries(doc: Doc) -> Doc:
    """Sets ``Doc._.countries``, by falling score, then code."""
    scores: dict[str, float] = defaultdict(float)
    evidence: dict[str, list[Chars]] = defaultdict(list)
    speakers = {i for s in doc._.speeches if s.speaker is not None for i in range(s.speaker.start, s.speaker.end)}
    lead_end = next((sent.end for sent in doc.sents), 0)
    for span in group(doc, "names"):
        if not span.kb_id_ or span.id_ == "outlet":
            continue
        weight = _WEIGHTS.get(span.id_, 0.5)
        if span.start in speakers:
            weight *= _SPEAKER
        if span.id_ == "demonym" and any(token.lower_ in PLACE_NOUNS for token in doc[span.end : span.end + 2]):
            weight = _LOCATIVE  # "the Haitian capital"
        elif _located(doc, span):
            weight *= _LOCATIVE
        if span.start < lead_end:
            weight *= _LEAD
        scores[span.kb_id_] += weight
        evidence[span.kb_id_].append(Chars(span.start_char, span.end_char))
    seen: set[tuple[int, str, str]] = set()
    for event in doc._.events:
        # talks are about those who talk, not about where they sit
        talk = event.type in _TALK
        for part, extra in (
            (event.location, 0.0 if talk else _EVENT_PLACE),
            (event.target, _EVENT_ACTOR if event.type in _WORDS else _EVENT_TARGET),
            (event.actor, _EVENT_TALKER if talk else _EVENT_ACTOR),
        ):
            key = (event.trigger.start, part.country, str(extra)) if part and part.country and extra else None
            if key is not None and key not in seen and key[1] in scores:
                seen.add(key)
                scores[key[1]] += extra
    top = max(scores.values(), default=0.0)
    out = [
        CountryFinding(
            code,
            "focus" if score >= FOCUS_SHARE * top else "mentioned",
            round(score / (top + 1.0) if top else 0.0, 4),
            tuple(evidence[code]),
        )
        for code, score in scores.items()
    ]
    doc._.countries = tuple(sorted(out, key=lambda c: (-c.score, c.code)))
    return doc


def _located(doc: Doc, span: Span) -> bool:
    if span.id_ == "demonym":
        return False
    k = span.start - 1
    modifiers = lexicon.modifiers()
    while k >= 0 and (doc[k].lower_ in DETERMINERS or doc[k].lower_ in modifiers):
        k -= 1
    if k >= 1 and doc[k].lower_ == "of" and doc[k - 1].lower_ in PLACE_NOUNS:
        return True  # "the hills of eastern Myanmar"
    return k >= 0 and doc[k].lower_ in _PLACE_PREPOSITIONS
