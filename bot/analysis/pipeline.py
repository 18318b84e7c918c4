"""The analysis: text in, frozen findings out.

``build_pipeline`` is the one place where components are put together, so that a trained one can take the place of a
rule: each component reads the span groups and ``Doc._`` attributes of those before it (extensions.py) and sets its own.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache

import spacy
from spacy.language import Language
from spacy.tokens import Doc

# Importing a module registers its components with spaCy.
from bot.analysis import extensions
from bot.analysis.parsing import layout
from bot.analysis.extensions import Note
from bot.analysis.version import ANALYSIS_VERSION as ANALYSIS_VERSION
from bot.analysis.windows import (
    claims,
    conditions,
    countries,
    dates,
    entities,
    events,
    gazetteer,
    phrases,
    quantities,
    reasons,
    relevance,
    summary,
)
from storage.model.findings import Analysis

_LONG_RUN = re.compile(r"\S{2000}")

MAX_CHARS = 200_000
"""Longer texts are read up to here (the longest real articles have some 60,000 characters)."""

COMPONENTS = (
    "sitrep_layout",
    "sitrep_dates",
    "sitrep_quantities",
    "sitrep_gazetteer",
    "sitrep_entities",
    "sitrep_phrases",
    "sitrep_conditions",
    "sitrep_reasons",
    "sitrep_claims",
    "sitrep_events",
    "sitrep_countries",
    "sitrep_relevance",
    "sitrep_summary",
)
_MODULES = (
    layout,
    claims,
    conditions,
    countries,
    dates,
    entities,
    events,
    gazetteer,
    phrases,
    quantities,
    reasons,
    relevance,
    summary,
)


@dataclass(frozen=True, slots=True)
class Reading:
    """An analysis with the rules that gave it, for ``--explain``."""

    text: str
    analysis: Analysis
    notes: tuple[Note, ...]


def build_pipeline() -> Language:
    """A new pipeline, all components in their order. Needs no model and no network."""
    extensions.register()
    nlp = spacy.blank("en")
    for name in COMPONENTS:
        nlp.add_pipe(name)
    return nlp


@cache
def pipeline() -> Language:
    """The pipeline of this process, built once."""
    return build_pipeline()


def read(
    text: str,
    *,
    title: str | None = None,
    published: date | datetime | None = None,
    source: str | None = None,
    gate: bool = True,
) -> Reading:
    """As :func:`analyse`, with the notes of the rules."""
    if not text.strip() and title:
        text = title
    nlp = pipeline()
    doc = _tokens(nlp, text[:MAX_CHARS])
    doc._.published = published.date() if isinstance(published, datetime) else published
    doc._.title, doc._.source = title, source
    doc = nlp(doc)
    return Reading(text, _findings(doc, gate), tuple(doc._.notes or ()))


def _tokens(nlp: Language, text: str) -> Doc:
    """spaCy's tokens; plain ones for a text with a run without spaces so long that spaCy takes its square in time."""
    if _LONG_RUN.search(text) is None:
        return nlp.make_doc(text)
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
    which stands for no country. With ``gate`` events and claims of a text that is no security news are left out.
    Never raises on any text; the same arguments give the same answer.
    """
    return read(text, title=title, published=published, source=source, gate=gate).analysis


def _findings(doc: Doc, gate: bool) -> Analysis:
    told = not gate or doc._.relevance >= relevance.threshold(sum(1 for _ in doc.sents) if len(doc) else 0)
    return Analysis(
        countries=doc._.countries,
        entities=doc._.entities,
        events=doc._.events if told else (),
        claims=doc._.claims if told else (),
        summary=doc._.summary,
        relevance=doc._.relevance,
        language="en",
    )
