"""Countries and regions by what people call them; read from the data in ``seeds/``, no database.

A word is matched exactly, but only after folding: case, accents, punctuation, a leading "the", "St." and "&" make
no difference. Where several countries share a word, the stronger kind of word wins (the order of ``_KINDS``, then
names in other languages from Unicode CLDR, through Babel); within one kind nobody wins, and the word is left to
``suggest_countries``. Names in other languages are indexed one script at a time, when first asked for.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from importlib import resources
from types import MappingProxyType
from typing import Any, NamedTuple

from babel import Locale
from rapidfuzz.distance import DamerauLevenshtein

from storage.errors import NotFound
from storage.model.country import Country, Region


class _Word(NamedTuple):
    """One folded word for the country or region ``key``; ``weight`` orders suggestions, 1.0 is strongest."""

    text: str
    key: str
    weight: float


# Kinds of words, strongest first, with their weight in suggestions.
_KINDS = {
    "name": 1.0,
    "code": 1.0,
    "iso3": 1.0,
    "names": 0.98,
    "demonyms": 0.97,
    "capital": 0.94,
    "governments": 0.92,
    "cities": 0.9,
}
_CODES = ("code", "iso3")  # too short to be guessed at
_FOREIGN_WEIGHT = 0.91
_PARENTHESIS_WEIGHT = 0.85

_SCRIPTS = {
    "ARABIC": "ar fa ur ckb ps ug",
    "ARMENIAN": "hy",
    "BENGALI": "bn",
    "CJK": "zh_Hans zh_Hant ja",
    "CYRILLIC": "ru uk be bg sr mk kk ky tg mn",
    "DEVANAGARI": "hi ne mr",
    "ETHIOPIC": "am ti",
    "GEORGIAN": "ka",
    "GREEK": "el",
    "GUJARATI": "gu",
    "GURMUKHI": "pa",
    "HANGUL": "ko",
    "HEBREW": "he",
    "HIRAGANA": "ja",
    "KATAKANA": "ja",
    "KHMER": "km",
    "LAO": "lo",
    "LATIN": "de fr es it pt nl da sv nb fi is et lv lt pl cs sk sl hr bs sr_Latn hu ro sq tr az uz ku tk id ms vi fil"
    " sw so ha yo ig zu af ca eu gl ga",
    "MALAYALAM": "ml",
    "MYANMAR": "my",
    "SINHALA": "si",
    "TAMIL": "ta",
    "TELUGU": "te",
    "THAI": "th",
}

# Letters that Unicode does not decompose but people type without their stroke, and the Persian and Urdu shapes of
# Arabic letters.
_LETTERS = str.maketrans(
    {"ı": "i", "ø": "o", "đ": "d", "ð": "d", "ł": "l", "æ": "ae", "œ": "oe", "þ": "th", "ħ": "h", "ə": "e"}
    | {"ی": "ي", "ى": "ي", "ک": "ك", "ة": "ه", "ہ": "ه", "ھ": "ه", "ە": "ه", "ـ": ""}
)
_APOSTROPHES = re.compile("['’‘ʼʻ`]")
_PARENTHESIS = re.compile("(.+)[(（](.+)[)）]")
_INITIAL = re.compile(r"\b(\w)\.")
_FLAG = re.compile("[\U0001f1e6-\U0001f1ff]{2}")
_SUBDIVISION_FLAG = re.compile("\U0001f3f4([\U000e0061-\U000e007a]{2})[\U000e0061-\U000e007a]+\U000e007f")
# Words of official names that say nothing about which country is meant.
_HOLLOW = frozenset(
    {
        "republic",
        "kingdom",
        "state",
        "states",
        "islands",
        "island",
        "democratic",
        "federal",
        "federation",
        "federative",
        "union",
        "islamic",
        "people",
        "peoples",
        "commonwealth",
        "principality",
        "independent",
        "socialist",
        "arab",
        "territory",
        "territories",
        "city",
        "and",
        "of",
        "the",
        "saint",
    }
)
_LONGEST = 80  # folded characters; longer than every name, so longer input is no name


def fold(words: str) -> str:
    """The form in which names are compared: NFKD, case folded, without accents, punctuation and a leading "the".

    Raises nothing; what holds no letter or digit becomes "".
    """
    text = unicodedata.normalize("NFKD", words).casefold()
    text = unicodedata.normalize("NFKD", text).translate(_LETTERS)
    text = _INITIAL.sub(r"\1", _APOSTROPHES.sub("", text)).replace("&", " and ")
    kept: list[str] = []
    for char in text:
        if char.isalnum() or _is_vowel_sign(char):
            kept.append(char)
        elif unicodedata.category(char) not in ("Mn", "Me", "Cf"):
            kept.append(" ")
    tokens = "".join(kept).split()
    while len(tokens) > 1 and tokens[0] == "the":
        del tokens[0]
    tokens[:-1] = ["saint" if word == "st" else word for word in tokens[:-1]]
    spelled_out = all(len(token) == 1 and token.isascii() for token in tokens)  # "U. S." is "US"
    return ("" if spelled_out else " ").join(tokens)


@cache
def countries() -> Mapping[str, Country]:
    """Every country and territory by its ISO 3166-1 alpha-2 code, XK included, sorted by code."""
    found: dict[str, Country] = {}
    for row in _data("countries.toml")["country"]:
        lists = ("names", "demonyms", "governments", "cities", "ambiguous")
        fields: dict[str, Any] = {field: tuple(value) if field in lists else value for field, value in row.items()}
        country = Country(**fields)
        found[country.code] = country
    return MappingProxyType(dict(sorted(found.items())))


def get_country(code: str) -> Country:
    """The country with this ISO 3166-1 alpha-2 code, in any case. Raises ``NotFound``."""
    try:
        return countries()[code.upper()]
    except KeyError as error:
        raise NotFound(f"There is no country with the code {code!r}.") from error


@cache
def regions() -> Mapping[str, Region]:
    """The regions by slug, in the order of the data."""
    return MappingProxyType(
        {
            row["slug"]: Region(row["slug"], row["name"], tuple(row.get("aliases", ())), frozenset(row["countries"]))
            for row in _data("regions.toml")["region"]
        }
    )


def find_country(words: str) -> Country | None:
    """The one country that ``words`` name, or None.

    Understood are ISO 3166-1 alpha-2 and alpha-3 codes, English names and abbreviations, nationalities, capitals,
    seats of government, main cities, flags, and the names of countries in some seventy languages.
    None for words that mean nothing and for words that several countries share ("Congo"): see
    ``suggest_countries``.
    """
    folded = fold(words)
    if not folded:
        return _find_flag(words)
    if len(folded) > _LONGEST:
        return None
    keys = _english().get(folded) or _foreign(_script(folded)).get(folded, ())
    return countries()[keys[0]] if len(keys) == 1 else None


def suggest_countries(words: str, limit: int = 3) -> list[Country]:
    """At most ``limit`` countries that ``words`` may have meant, the likeliest first; [] when nothing is near.

    Countries that share the words come first, then names that begin with them, hold them or are held by them, and
    near misses in spelling (Damerau-Levenshtein).
    """
    folded = fold(words)
    if not folded:
        flagged = _find_flag(words)
        return [flagged][:limit] if flagged else []
    candidates = [*_english_words(), *_foreign_words(_script(folded))]
    return [countries()[key] for key in _nearest(folded, candidates, limit)]


def find_region(words: str) -> Region | None:
    """The region whose slug, name or alias is ``words`` after folding, or None."""
    folded = fold(words)
    keys = {word.key for word in _region_words() if word.text == folded}
    return regions()[keys.pop()] if len(keys) == 1 else None


def suggest_regions(words: str, limit: int = 3) -> list[Region]:
    """At most ``limit`` regions that ``words`` may have meant, the likeliest first; [] when nothing is near."""
    return [regions()[key] for key in _nearest(fold(words), _region_words(), limit)]


@cache
def everyday_names() -> tuple[tuple[str, str], ...]:
    """``(name, ISO code)`` of names of countries in other languages that CLDR does not have ("États-Unis d'Amérique",
    "USA"): those of the data."""
    rows: Mapping[str, list[str]] = _data("countries.toml")["foreign"]
    return tuple((name, code) for code, names in rows.items() for name in names)


@cache
def _data(file: str) -> dict[str, Any]:
    with resources.files("seeds").joinpath(file).open("rb") as stream:
        return tomllib.load(stream)


def _find_flag(words: str) -> Country | None:
    """The country of the only flag in ``words``; the flags of England, Scotland and Wales are Britain's."""
    codes = {"".join(chr(ord(char) - 0x1F1E6 + ord("A")) for char in pair) for pair in _FLAG.findall(words)}
    tags = _SUBDIVISION_FLAG.findall(words)
    codes |= {"".join(chr(ord(char) - 0xE0000) for char in pair).upper() for pair in tags}
    return countries().get(codes.pop()) if len(codes) == 1 else None


def _script(folded: str) -> str:
    """The key of ``_SCRIPTS`` for the first letter; LATIN where there is none."""
    for char in folded:
        if char.isalpha():
            script = unicodedata.name(char, "").partition(" ")[0]
            return script if script in _SCRIPTS else "LATIN"
    return "LATIN"


def _is_vowel_sign(char: str) -> bool:
    """Marks of Indic and South-East Asian scripts that are letters to their readers, not accents."""
    category = unicodedata.category(char)
    if category != "Mn":
        return category == "Mc"
    return unicodedata.combining(char) in (0, 9) and not "\ufe00" <= char <= "\ufe0f"  # variation selectors


def _words_of(country: Country, kind: str) -> Iterator[str]:
    value: str | tuple[str, ...] | None = getattr(country, kind)
    for word in (value,) if isinstance(value, str) else value or ():
        if folded := fold(word):
            yield folded


@cache
def _english() -> Mapping[str, tuple[str, ...]]:
    """Folded word -> the codes of the countries that the strongest kind of word gives it to."""
    index: dict[str, tuple[str, ...]] = {}
    for kind in _KINDS:
        _add_weaker(
            index, ((word, country.code) for country in countries().values() for word in _words_of(country, kind))
        )
    return index


@cache
def _english_words() -> tuple[_Word, ...]:
    return tuple(
        _Word(word, country.code, 0.0 if kind in _CODES else weight)
        for country in countries().values()
        for kind, weight in _KINDS.items()
        for word in _words_of(country, kind)
    )


@cache
def _foreign(script: str) -> Mapping[str, tuple[str, ...]]:
    """Folded word -> the codes of the countries that have this name in a language of ``script``."""
    index: dict[str, tuple[str, ...]] = {}
    for weight in (_FOREIGN_WEIGHT, _PARENTHESIS_WEIGHT):
        _add_weaker(index, ((word.text, word.key) for word in _foreign_words(script) if word.weight == weight))
    return index


@cache
def _foreign_words(script: str) -> tuple[_Word, ...]:
    """The names of countries in the languages of ``script``, each once; of "Mjanma (Birma)" both halves, too."""
    everyday: Mapping[str, list[str]] = _data("countries.toml")["foreign"]
    names = {(name, code): None for code, row in everyday.items() for name in row if _script(fold(name)) == script}
    for language in _SCRIPTS[script].split():
        territories: Mapping[str, str] = Locale.parse(language).territories
        names.update(((territories[code], code), None) for code in countries() if code in territories)
    found: dict[_Word, None] = {}
    for name, code in names:
        found[_Word(fold(name), code, _FOREIGN_WEIGHT)] = None
        if halves := _PARENTHESIS.fullmatch(name):
            found.update((_Word(half, code, _PARENTHESIS_WEIGHT), None) for half in map(fold, halves.groups()))
    return tuple(found)


@cache
def _region_words() -> tuple[_Word, ...]:
    return tuple(
        _Word(fold(word), region.slug, 1.0)
        for region in regions().values()
        for word in (region.slug, region.name, *region.aliases)
    )


def _add_weaker(index: dict[str, tuple[str, ...]], pairs: Iterable[tuple[str, str]]) -> None:
    """Adds the pairs (word, code) whose word ``index`` does not hold yet; all of one call weigh the same."""
    fresh: dict[str, dict[str, None]] = {}
    for word, code in pairs:
        if word not in index:
            fresh.setdefault(word, {})[code] = None
    index.update((word, tuple(codes)) for word, codes in fresh.items())


def _nearest(folded: str, candidates: Iterable[_Word], limit: int) -> list[str]:
    """The keys of the best candidates, best first; equal ones in the order of the candidates."""
    if len(folded) > _LONGEST:
        return []
    best: dict[str, float] = {}
    for word in candidates:
        score = 2.0 if word.text == folded else _likeness(folded, word) * word.weight
        if score > best.get(word.key, 0.0):
            best[word.key] = score
    return sorted(best, key=lambda key: -best[key])[: max(limit, 0)]


def _likeness(typed: str, word: _Word) -> float:
    """How likely ``typed`` was meant to be ``word``, 0 (not at all) to 1; both folded and different.

    Weak words (cities, foreign names) are many: they must be nearer than strong ones.
    """
    if len(typed) < 3:
        return 0.0
    text, weak = word.text, word.weight < _KINDS["capital"]
    share = len(typed) / len(text)
    if text.startswith(typed) and typed not in _HOLLOW and (len(typed) > 3 or not weak):
        return 0.75 + 0.24 * share
    tokens, wanted = set(typed.split()), set(text.split())
    if len(typed) > 3 and tokens - _HOLLOW and tokens <= wanted:
        return 0.7 + 0.24 * share
    if len(text) > 3 and not weak and wanted - _HOLLOW and wanted <= tokens:  # "iraq war"
        return 0.7 + 0.24 / share
    longer = max(len(typed), len(text))
    steps = (8, 12) if weak else (6, 10)
    allowed = 1 + sum(longer >= step for step in steps)
    if abs(len(typed) - len(text)) > allowed:
        return 0.0
    distance = DamerauLevenshtein.distance(typed, text, score_cutoff=allowed)
    return 1 - distance / longer if distance <= allowed else 0.0
