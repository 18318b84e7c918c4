"""Texts read up to their names and countries, for tests of these rooms."""

from __future__ import annotations

from functools import cache

from spacy.language import Language
from spacy.tokens import Doc

from bot.analysis import countries, names
from tests.bot.analysis import parsed as upstream

ROOMS = (countries, names)
"""Imported, so that spaCy knows their components."""


@cache
def reader(*, trained: bool = True) -> Language:
    """The components up to the names, and the countries by names alone."""
    nlp = upstream.parser.__wrapped__(trained=trained)
    nlp.add_pipe("sitrep_names")
    nlp.add_pipe("sitrep_countries")
    made: Language = nlp
    return made


@cache
def named(text: str, *, title: str | None = None, trained: bool = True) -> Doc:
    """The Doc of a text, its names and countries set."""
    nlp = reader(trained=trained)
    doc = nlp.make_doc(text)
    doc._.title = title
    return nlp(doc)
