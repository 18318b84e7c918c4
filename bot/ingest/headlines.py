"""The countries that a headline names in languages that the analysis cannot read. Pure."""

from __future__ import annotations

import functools
import re
import unicodedata
from dataclasses import dataclass
from typing import Any

from babel import Locale

from storage.languages import primary
from storage.model.findings import Analysis, CountryFinding, Span
from storage.places import countries, everyday_names, fold

HEADLINE_LANGUAGES = ("ar", "fa", "he", "ru", "uk", "fr", "es")


@dataclass(frozen=True, slots=True)
class _Token:
    folded: str
    start: int
    end: int
    capital: bool


_WORD = re.compile(r"[^\W\d_]+(?:\"[^\W\d_]+)?")
_UPPER = frozenset({"fr", "es", "ru", "uk"})
"""Languages that write names with a capital: "irán" is "they will go" in Spanish, "того" is "of that" in Russian."""

_ENDINGS = "а я у ю е и і ї й о ы ь ой ей ою ею ом ем єм ям ах ях ам ами ями ів ов ию ии ией ією ії ию"
_SOFT = "аяйьоеєыіїиую"
_ARABIC_PREFIXES = ("وبال", "وال", "بال", "فال", "كال", "و", "ف", "ب", "ل", "ك")
_HEBREW_PREFIXES = frozenset("בלמהושכ")

# Names that are common words, too: counted only behind one of these words, or not at all.
_DIRECTIONS_AR = "في شمال جنوب شرق غرب وسط إلى من على دولة حكومة بجنوب بشمال"
_DIRECTIONS_FA = "در شمال جنوب شرق غرب مرکز به از کشور دولت"
_ONLY_BEHIND: dict[tuple[str, str], frozenset[str]] = {
    ("ar", fold("مالي")): frozenset(map(fold, _DIRECTIONS_AR.split())),  # "financial"
    ("fa", fold("مالی")): frozenset(map(fold, _DIRECTIONS_FA.split())),
    ("ar", fold("عمان")): frozenset({fold("سلطنة")}),  # Amman, more often
    ("ru", fold("Того")): frozenset({"в", "из"}),
    ("fr", "maurice"): frozenset({"ile"}),  # a first name
    ("fr", "saint martin"): frozenset(),
    ("fr", "guam"): frozenset(),
    ("es", "granada"): frozenset(),  # the city in Spain
    ("es", "san martin"): frozenset(),
    ("es", "dominica"): frozenset(),
}


def headline_countries(title: str, language: str) -> dict[str, tuple[int, int]]:
    """The countries that a headline names: ISO 3166-1 alpha-2 code -> where in it, the longest name first.

    Names are those of Unicode CLDR (through Babel) and the everyday ones of seeds/countries.toml; Slavic case endings
    and the particles that Arabic and Hebrew write together with a word are seen through. {} for other languages.
    """
    language = primary(language)
    if language not in HEADLINE_LANGUAGES:
        return {}
    tokens = _tokens(title)
    names = _names(language)
    found: dict[str, tuple[int, int]] = {}
    at = 0
    while at < len(tokens):
        length, code = _longest(tokens, at, names, language)
        if code is not None:
            found.setdefault(code, (tokens[at].start, tokens[at + length - 1].end))
        at += length
    return found


def headline_analysis(text: str, title: str | None, language: str) -> Analysis:
    """What is said of an article that cannot be read: the countries of its headline, as mentioned, and nothing else.

    Findings point into the text; a headline that stands apart from it gives no spans.
    """
    headline = title or text.strip().partition("\n")[0][:200]
    places = headline_countries(headline, language)
    shift = 0 if title and not text.strip() else (len(text) - len(text.lstrip()) if not title else None)
    return Analysis(
        language=language,
        countries=tuple(
            CountryFinding(code, "mentioned", 0.5, () if shift is None else (Span(start + shift, end + shift),))
            for code, (start, end) in places.items()
        ),
        relevance=0.0,
    )


def _tokens(title: str) -> list[_Token]:
    composed = unicodedata.normalize("NFC", title)
    # Offsets are those of the title as it is stored; NFC that changes its length keeps none.
    words = composed if len(composed) == len(title) else title
    return [
        _Token(fold(word[0].replace('"', "")), word.start(), word.end(), word[0][:1].isupper())
        for word in _WORD.finditer(words.replace("״", '"').replace("׳", "ʼ"))
        if fold(word[0])
    ]


@functools.cache
def _names(language: str) -> dict[str, list[tuple[tuple[str, ...], str]]]:
    """Names as folded words with their country, by the first letter of the first word."""
    territories: Any = Locale.parse(language).territories
    pairs = [(territories[code], code) for code in countries() if code in territories]
    pairs += [(name, code) for name, code in everyday_names() if _same_script(name, language)]
    names: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for name, code in pairs:
        plain = re.sub(r"\s*[(（].*", "", name)
        words = tuple(token.folded for token in _tokens(plain))
        if words and sum(map(len, words)) > 2:
            names.setdefault(words[0][0], []).append((words, code))
    for known in names.values():
        known.sort(key=lambda entry: -len(entry[0]))
    return names


def _same_script(name: str, language: str) -> bool:
    scripts = {"ar": "ARABIC", "fa": "ARABIC", "he": "HEBREW", "ru": "CYRILLIC", "uk": "CYRILLIC"}
    return unicodedata.name(name[0], "").startswith(scripts.get(language, "LATIN"))


def _longest(
    tokens: list[_Token], at: int, names: dict[str, list[tuple[tuple[str, ...], str]]], language: str
) -> tuple[int, str | None]:
    """How many tokens the longest name that begins at ``at`` takes, and its country; 1 and ``None`` for no name."""
    if language in _UPPER and not tokens[at].capital:
        return 1, None
    best: tuple[int, str | None] = (1, None)
    for form in _forms(tokens[at].folded, language):
        for words, code in names.get(form[0], ()):
            length = len(words)
            if best[1] is not None and length <= best[0]:
                break
            if at + length > len(tokens) or not _is_word(form, words[0], language):
                continue
            rest = zip(tokens[at + 1 : at + length], words[1:], strict=True)
            if not all(_is_word(token.folded, word, language) for token, word in rest):
                continue
            allowed = _ONLY_BEHIND.get((language, " ".join(words)))
            before = tokens[at - 1].folded if at else ""
            if allowed is None or before in allowed:
                best = (length, code)
    return best


def _forms(word: str, language: str) -> list[str]:
    """The word, and what is left of it without the particles written together with it."""
    forms = [word]
    if language == "ar":
        if word.startswith("لل"):
            forms.append("ال" + word[2:])
        for prefix in _ARABIC_PREFIXES:
            rest = word.removeprefix(prefix)
            if rest != word and len(rest) > 2:
                forms += [rest, "ال" + rest] if prefix.endswith("ال") else [rest]
    elif language == "he":
        rest = word
        for _ in range(2):
            if len(rest) > 4 and rest[0] in _HEBREW_PREFIXES:
                rest = rest[1:]
                forms.append(rest)
    return forms


@functools.cache
def _endings() -> frozenset[str]:
    return frozenset(_ENDINGS.split())


def _is_word(word: str, name: str, language: str) -> bool:
    """Whether a word is a name, in Russian and Ukrainian in any case: Ирак, Ираке; Сирия, Сирию."""
    if word == name:
        return True
    if language not in ("ru", "uk") or len(name) < 3:
        return False
    stem = name.rstrip(_SOFT) if name[-1] in "аяйьы" else name
    if name[-1] in "оеєіїиую" or len(stem) < 3:
        return False
    if name.endswith(("ия", "ія")):
        stem = name[:-2]
    ending = word.removeprefix(stem)
    return ending != word and (ending in _endings() or (stem == name and not ending))
