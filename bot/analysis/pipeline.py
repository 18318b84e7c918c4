"""The analysis: text in, frozen findings out.

``build_pipeline`` is the one place where components are put together; each reads the span groups and ``Doc._``
attributes of those before it (extensions.py) and sets its own. A long text is read in windows (windowing.py).
"""

from __future__ import annotations

import gc
import re
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cache

from spacy.language import Language
from spacy.tokens import Doc

# Importing a module registers its components with spaCy.
from bot.analysis import claims, countries, dates, extensions, quantities, relevance, second_look, summary
from bot.analysis.events import component as events
from bot.analysis.explain import Word, words_of
from bot.analysis.extensions import Note
from bot.analysis.names import component as names
from bot.analysis.parsing import encoder, layout, lemmas, repairs
from bot.analysis.parsing.tokens import english, tokens_of
from bot.analysis.version import ANALYSIS_VERSION as ANALYSIS_VERSION
from bot.analysis.windowing import merge, readable, windows
from storage.model.findings import Analysis

_LONG_RUN = re.compile(r"\S{2000}")

PARSING = ("sitrep_layout", "sitrep_gate", "sitrep_second_look", "sitrep_encoder", "sitrep_lemmas", "sitrep_repairs")
"""The trained pipeline: everything up to a parsed text."""

COMPONENTS = (
    *PARSING,
    "sitrep_dates",
    "sitrep_quantities",
    "sitrep_names",
    "sitrep_claims",
    "sitrep_events",
    "sitrep_countries",
    "sitrep_relevance",
    "sitrep_summary",
)
_MODULES = (
    claims,
    countries,
    dates,
    encoder,
    events,
    layout,
    lemmas,
    names,
    quantities,
    repairs,
    relevance,
    second_look,
    summary,
)


@dataclass(frozen=True, slots=True)
class Reading:
    """An analysis with the rules that gave it and the parsed words, for ``--explain``."""

    text: str
    analysis: Analysis
    notes: tuple[Note, ...]
    words: tuple[Word, ...] = ()


def build_pipeline() -> Language:
    """A new pipeline, all components in their order. Needs no network; the weights are in the package."""
    extensions.register()
    nlp = english()
    for name in COMPONENTS:
        nlp.add_pipe(name)
    return nlp


@cache
def pipeline() -> Language:
    """The pipeline of this process, built once."""
    nlp = build_pipeline()
    nlp("Gunmen attacked a convoy near Gao.")  # what is loaded at first use is loaded now
    gc.collect()
    gc.freeze()  # lexicons and weights stay: looking through them again with every few texts costs a twentieth
    return nlp


def prepare(
    text: str,
    *,
    title: str | None = None,
    published: date | datetime | None = None,
    source: str | None = None,
    gate: bool = True,
) -> Doc:
    """The tokens of one window with what is known beside the text, ready for ``pipeline()`` or its ``pipe``."""
    nlp = pipeline()
    doc = _tokens(nlp, text)
    extensions.remember_text(doc, text)
    doc._.published = published.date() if isinstance(published, datetime) else published
    doc._.title, doc._.source, doc._.ungated = title, source, not gate
    return doc


def read(
    text: str,
    *,
    title: str | None = None,
    published: date | datetime | None = None,
    source: str | None = None,
    gate: bool = True,
    explain: bool = False,
) -> Reading:
    """As :func:`analyse`; if ``explain`` with the notes of the rules and the parsed words, which cost a little time."""
    if not text.strip() and title:
        text = title
    nlp = pipeline()
    parts: list[tuple[int, Analysis]] = []
    notes: list[Note] = []
    words: list[Word] = []
    sentences = 0
    for window in windows(readable(text)):
        doc = prepare(window.text, title=title, published=published, source=source, gate=gate)
        if explain:
            doc._.notes = []
        doc = nlp(doc)
        parts.append((window.start, findings(doc, gate=gate)))
        notes += [_moved(note, window.start) for note in doc._.notes or ()]
        if explain and doc.has_annotation("DEP"):
            words += words_of(doc, window.start, sentences, len(words))
            sentences += sum(1 for _ in doc.sents)
    return Reading(text, merge(parts), tuple(notes), tuple(words))


def _moved(note: Note, by: int) -> Note:
    return replace(note, start=note.start + by, end=note.end + by) if by else note


def _tokens(nlp: Language, text: str) -> Doc:
    """spaCy's tokens; plain ones for a text with a run without spaces so long that spaCy takes its square in time."""
    if _LONG_RUN.search(text) is None:
        return tokens_of(nlp, text)
    return Doc(nlp.vocab, words=(pieces := re.findall(r"\s+|\w+|[^\w\s]", text)), spaces=[False] * len(pieces))


def analyse(
    text: str,
    *,
    title: str | None = None,
    published: date | datetime | None = None,
    source: str | None = None,
    gate: bool = True,
) -> Analysis:
    """Every finding of one text, as docs/analysis.md says.

    ``title`` is context only; where ``text`` is empty it is analysed as the text. ``published`` (a day, or an instant
    whose own calendar day counts) resolves relative dates, which stay unknown without it. ``source`` is the outlet,
    which stands for no country. With ``gate`` events and claims of a text that is no security news are left out, and
    such a text is not even parsed. Never raises on any text; the same arguments give the same answer.
    """
    return read(text, title=title, published=published, source=source, gate=gate).analysis


def findings(doc: Doc, *, gate: bool = True) -> Analysis:
    """What a processed document holds. With ``gate`` without events and claims where it is no security news."""
    told = not gate or relevance.is_told(doc)
    return Analysis(
        countries=doc._.countries,
        entities=doc._.entities,
        events=doc._.events if told else (),
        claims=doc._.claims if told else (),
        summary=doc._.summary,
        relevance=doc._.relevance,
        language="en",
    )
