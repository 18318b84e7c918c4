"""A second look before the parser: of a long text whose words leave doubt, the most telling passage is read first, and
the rest only if that passage can make the text worth telling.

The gate (relevance.py) looks at words alone. What it lets pass by a narrow margin costs as much as all that is done for
dozens of texts that it keeps out.
"""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from bot.analysis import relevance
from bot.analysis.relevance import PASSAGE, THRESHOLD

DOUBT = 1.0
"""Logit of words under which a text is looked at twice; security articles are mostly over 2."""
SHORTEST = 2 * PASSAGE
"""Tokens; a shorter text is read at once."""
MARGIN = 0.05
"""How far under the threshold the passage must leave the text."""
MOST = 60
"""Tokens of the passage that are read: its sentences up to there."""
_LAST = "sitrep_events"
_NOT_AGAIN = frozenset({"sitrep_gate", "sitrep_second_look"})


@Language.factory("sitrep_second_look")
def create(nlp: Language, name: str) -> SecondLook:
    """The component for a pipeline; it uses the components behind it."""
    return SecondLook(nlp)


class SecondLook:
    """Sets ``Doc._.gated``, and the relevance with it, where the most telling passage holds too little."""

    def __init__(self, nlp: Language) -> None:
        self._nlp = nlp

    def __call__(self, doc: Doc) -> Doc:
        if doc._.gated or doc._.ungated or len(doc) < SHORTEST or not relevance.is_doubtful(doc, DOUBT):
            return doc
        start, end = _whole_sentences(doc, *relevance.telling_passage(doc))
        found = relevance.with_events(doc, self._read(doc, start, end))
        if found < THRESHOLD - MARGIN:
            doc._.relevance, doc._.gated = found, True
        return doc

    def _read(self, doc: Doc, start: int, end: int) -> Doc:
        """The passage as a text of its own, with its names, claims and events."""
        part = self._nlp.make_doc(doc[start:end].text)
        part._.published, part._.title, part._.source, part._.ungated = doc._.published, doc._.title, doc._.source, True
        for name, component in self._nlp.pipeline:
            if name not in _NOT_AGAIN:
                part = component(part)
            if name == _LAST:
                break
        return part


def _whole_sentences(doc: Doc, start: int, end: int) -> tuple[int, int]:
    """The passage from the start of a sentence to the end of one, as far as the layout knows sentences."""
    while start > 0 and doc[start].is_sent_start is not True:
        start -= 1
    last = min(end, start + MOST)
    while last > start and last < len(doc) and doc[last].is_sent_start is not True:
        last -= 1
    return start, last if last > start else min(end, start + MOST)
