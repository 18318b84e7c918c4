"""Whether a text is security news at all: 0.0 to 1.0, from events, words of security and words of other trades."""

from __future__ import annotations

import math

from spacy.language import Language
from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc

from bot.analysis import lexicon
from bot.analysis.lexicon.wordlists import words
from storage.model.findings import EventType, Status

THRESHOLD = 0.5
LENIENT_THRESHOLD = 0.25
"""For a single sentence, which can hold little evidence of what it is about."""

_FIGURES = words(
    "attack attacks attacked battle war fired bomb raid raids strikes truce clash clashed offensive retreat threat"
    " threats protest protests evacuation sanction sanctions invasion combat riot conflict rocket rockets"
)
"""Words of security that are figures of speech elsewhere: they count only beside an event."""

_EVENT_WEIGHT = {
    EventType.ASSAULT: 2.0,
    EventType.THREATEN: 1.5,
    EventType.POSTURE: 2.0,
    EventType.MOBILIZE: 1.5,
    EventType.COERCE: 1.0,
    EventType.PROTEST: 1.2,
    EventType.SANCTION: 1.2,
    EventType.RETREAT: 1.2,
}


class Relevance:
    """Sets ``Doc._.relevance``."""

    def __init__(self, nlp: Language) -> None:
        self.matcher = PhraseMatcher(nlp.vocab, attr="LOWER")
        for table in ("security", "unrelated", "blocked"):
            self.matcher.add(table, [nlp.make_doc(words) for words in lexicon.phrases(table)])

    def __call__(self, doc: Doc) -> Doc:
        kinds: dict[str, set[str]] = {"security": set(), "unrelated": set(), "blocked": set()}
        counts = {"security": 0, "unrelated": 0, "blocked": 0}
        figures = 0
        for key, start, end in self.matcher(doc):
            table = doc.vocab.strings[key]
            phrase = doc[start:end].text.lower()
            kinds[table].add(phrase)
            figures += table == "security" and phrase in _FIGURES
            counts[table] += 1
        length = max(sum(1 for token in doc if token.is_alpha), 1)
        triggers = {event.trigger.start: event for event in doc._.events}
        act = sum(
            _EVENT_WEIGHT.get(event.type, 0.5)
            * (0.5 if event.status in {Status.HISTORICAL, Status.HYPOTHETICAL} else 1.0)
            for event in triggers.values()
        )
        if not act:
            kinds["security"] -= _FIGURES
            counts["security"] -= figures
        density = 100.0 * counts["security"] / length
        other = 100.0 * counts["unrelated"] / length
        score = (
            -2.0
            + min(act, 4.0)
            + 0.5 * min(len(kinds["security"]), 6)
            + 0.15 * min(density, 10.0)
            - 0.6 * min(len(kinds["unrelated"]), 6)
            - 0.2 * min(other, 10.0)
            - 1.0 * min(len(kinds["blocked"]), 3)
        )
        doc._.relevance = round(1.0 / (1.0 + math.exp(-score)), 4) if len(doc) else 0.0
        return doc


def threshold(sentences: int) -> float:
    """The relevance from which events and claims are told."""
    return LENIENT_THRESHOLD if sentences <= 1 else THRESHOLD


@Language.factory("sitrep_relevance")
def create_relevance(nlp: Language, name: str) -> Relevance:
    """The component."""
    return Relevance(nlp)
