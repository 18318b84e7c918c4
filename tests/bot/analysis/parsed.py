"""Texts parsed by the shipped model, with dates and quantities and nothing further: for tests of single rooms."""

from __future__ import annotations

from datetime import date
from functools import cache

from spacy.language import Language
from spacy.tokens import Doc

from bot.analysis import dates, extensions, quantities
from bot.analysis.parsing import encoder, layout, lemmas
from bot.analysis.parsing.tokens import english

ROOMS = (layout, encoder, lemmas, dates, quantities)
"""Imported, so that spaCy knows their components."""

COMPONENTS = ("sitrep_layout", "sitrep_encoder", "sitrep_lemmas", "sitrep_dates", "sitrep_quantities")


@cache
def parser(*, trained: bool = True) -> Language:
    """The components up to the quantities; without ``trained`` as where the gate keeps the parser out."""
    extensions.register()
    nlp = english()
    for name in COMPONENTS:
        if trained or name not in {"sitrep_encoder", "sitrep_lemmas"}:
            nlp.add_pipe(name)
    return nlp


def parsed(text: str, published: date | None = None, *, trained: bool = True) -> Doc:
    """The Doc of a text."""
    nlp = parser(trained=trained)
    doc = nlp.make_doc(text)
    doc._.published = published
    return nlp(doc)
