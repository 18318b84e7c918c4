"""The language of a text. Pure.

Detection is by py3langid (BSD-3-Clause; Lui and Baldwin 2012, "langid.py: An Off-the-shelf Language Identification
Tool"), offline, among the languages of the news. docs/languages.md has the figures.

An English article that is taken for another tongue is lost to its readers, one in another tongue that is taken for
English only finds nothing. So another language needs a clear verdict; whatever is doubtful stays open, and is read.
"""

from __future__ import annotations

import functools
import re
import threading
import unicodedata
from dataclasses import replace
from typing import Any

from storage.languages import primary
from storage.model.article import Draft

_CANDIDATES = "en ar fa he ru uk fr es de pt it nl pl tr zh ja ko id sw am so ha ur ps ku ro el bg sr hi bn sv zxx"
"""The languages looked for (ISO 639); ``zxx`` is "no language at all"."""

SURE = 0.6
"""The probability from which a verdict is believed."""

MOST_READ = 1000
"""Characters that are looked at; more tell no more."""

_ADDRESS = re.compile(r"https?://\S+")
"""Addresses say nothing of a language."""


def with_language(draft: Draft) -> Draft:
    """The draft with its language as the words have it; what feed or page state decides only where they leave it open.

    Templates state "en" over Arabic texts.
    """
    language = detect_language(draft.text, title=draft.title, stated=draft.language)
    return draft if language == draft.language else replace(draft, language=language)


def detect_language(text: str, *, title: str | None = None, stated: str | None = None) -> str | None:
    """The language (ISO 639-1) of a text, ``stated`` (any BCP 47 tag) where it says the same more exactly.

    ``None`` where neither can be said.
    """
    words = f"{title or ''}\n{text}" if len(text) < MOST_READ else text
    words = _ADDRESS.sub(" ", words[: MOST_READ + 300])[:MOST_READ]
    chances = _chances(words)
    best = max(chances, key=lambda language: chances[language])
    named = primary(stated) if stated else None
    sure = best != "zxx" and (chances[best] >= SURE or not _is_latin(words))
    if sure:
        return stated if named == best else best
    # Short, or names only. What is stated stands, unless the words speak for English rather.
    if named is not None and named != "en" and chances.get(named, 1.0) <= chances["en"]:
        return None
    return stated


def _is_latin(words: str) -> bool:
    """Whether at least half of the letters are Latin, as in English."""
    letters = [char for char in words if char.isalpha()]
    latin = sum(char.isascii() or unicodedata.name(char, "").startswith("LATIN") for char in letters)
    return latin * 2 >= len(letters)


_loading = threading.Lock()


@functools.cache
def _identifier() -> Any:
    # Loaded at the first text, not at import: half a second and some 90 MB.
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages(_CANDIDATES.split())
    return identifier


def _chances(words: str) -> dict[str, float]:
    """The probability of each candidate."""
    with _loading:
        identifier = _identifier()
    return {language: float(chance) for language, chance in identifier.rank(words)}
