"""Finds known names in a text: places, groups, regions, weapons and vehicles, the longest name at each word.

Words are compared by their keys (keys.py); hyphens and apostrophes that are tokens of their own do not count. A name
must have its capitals where the text has capitals at all; short acronyms must be in capitals ("WHO", "IS").
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib import resources
from typing import Any, NamedTuple

from bot.analysis.lexicon.wordlists import words
from bot.analysis.lexicon.words import pluralise
from bot.analysis.names import places
from bot.analysis.names.keys import key_of
from bot.analysis.names.places import Place

GROUPS = ("armed-group", "state-force", "mission", "igo", "ngo", "party", "ministry", "agency", "outlet")
ARTICLES = frozenset({"al", "el", "ash", "as", "ad", "an", "ar", "az", "at", "the", "de", "la", "los", "las", "le"})
STATES = {
    "ala": "AL",
    "ariz": "AZ",
    "ark": "AR",
    "calif": "CA",
    "colo": "CO",
    "conn": "CT",
    "del": "DE",
    "fla": "FL",
    "ga": "GA",
    "ill": "IL",
    "ind": "IN",
    "kan": "KS",
    "ky": "KY",
    "la": "LA",
    "mass": "MA",
    "md": "MD",
    "mich": "MI",
    "minn": "MN",
    "miss": "MS",
    "mo": "MO",
    "mont": "MT",
    "neb": "NE",
    "nev": "NV",
    "okla": "OK",
    "ore": "OR",
    "pa": "PA",
    "tenn": "TN",
    "tex": "TX",
    "va": "VA",
    "vt": "VT",
    "wash": "WA",
    "wis": "WI",
    "wyo": "WY",
    "nj": "NJ",
    "ny": "NY",
    "nc": "NC",
    "sc": "SC",
    "nd": "ND",
    "sd": "SD",
    "nh": "NH",
    "nm": "NM",
    "wva": "WV",
    "ri": "RI",
    "dc": "DC",
    "al": "AL",
    "az": "AZ",
    "ar": "AR",
    "ca": "CA",
    "co": "CO",
    "ct": "CT",
    "fl": "FL",
    "il": "IL",
    "in": "IN",
    "ia": "IA",
    "ks": "KS",
    "ma": "MA",
    "mi": "MI",
    "mn": "MN",
    "ms": "MS",
    "mt": "MT",
    "ne": "NE",
    "nv": "NV",
    "oh": "OH",
    "ok": "OK",
    "or": "OR",
    "tn": "TN",
    "tx": "TX",
    "ut": "UT",
    "wa": "WA",
    "wv": "WV",
    "wi": "WI",
    "wy": "WY",
    "hi": "HI",
    "id": "ID",
    "ak": "AK",
    "me": "ME",
}
"""Abbreviations of US states as they stand behind a town and a comma ("Springfield, Ill.", "Austin, TX")."""


class Known(NamedTuple):
    """A name of the tables: ``kind`` one of GROUPS, "region", "weapon" or "vehicle"."""

    kind: str
    code: str
    name: str
    acronym: bool = False


class Match(NamedTuple):
    """A known name at tokens ``start``-``end`` (exclusive) with all that it can mean."""

    start: int
    end: int
    known: tuple[Known, ...]
    places: tuple[Place, ...]
    acronym: bool
    small: bool = False
    """Written without a capital in a text that has capitals."""


class _Word(NamedTuple):
    """What is to be known about one form of a word."""

    key: str
    capital: bool
    upper: bool
    glued: bool
    begins: bool
    name: bool
    """Whether a name can begin so in a text that has capitals."""
    tried: bool
    """Whether one does."""
    gaps: int
    """How many gaps between words the longest name has that begins with it."""
    second: frozenset[str]
    """What comes second in these names."""


class Tables:
    """Groups, regions, weapons and vehicles: first word -> further words -> meanings."""

    def __init__(self) -> None:
        self.names: dict[str, dict[str, tuple[Known, ...]]] = {}
        text = (resources.files("bot.analysis.lexicon") / "groups.toml").read_text(encoding="utf-8")
        groups = tomllib.loads(text)
        for kind in GROUPS:
            for name, line in groups[kind].items():
                code, *aliases = (part.strip() for part in line.split("|"))
                self.countries[name] = code
                for alias in (name, *aliases):
                    if alias:
                        self._add(alias, Known(kind, code, name, _acronym(alias)))
        regions = (resources.files("bot.analysis.lexicon") / "regions.toml").read_text(encoding="utf-8")
        for code, line in tomllib.loads(regions)["region"].items():
            for name in line.replace("\n", "").split("|"):
                self._add(name.strip(), Known("region", code, name.strip()))
        weapons = (resources.files("bot.analysis.lexicon") / "weapons.toml").read_text(encoding="utf-8")
        for kind, line in tomllib.loads(weapons).items():
            for name in line.replace("\n", "").split("|"):
                named = Known(kind, "", name, _acronym(name))
                for form in (name, name + "s" if name[-1:].isupper() or name[-1:].isdigit() else pluralise(name)):
                    self._add(form, named)

    countries: dict[str, str] = {}  # noqa: RUF012

    def _add(self, name: str, known: Known) -> None:
        first, _, rest = key_of(name).partition(" ")
        row = self.names.setdefault(first, {})
        if all(k.kind != known.kind or k.code != known.code for k in row.get(rest, ())):
            row[rest] = (*row.get(rest, ()), known)


def _acronym(name: str) -> bool:
    bare = name.replace(".", "").replace("-", "")
    return len(bare) <= 6 and " " not in bare and sum(c.isupper() for c in bare) >= 2


@cache
def tables() -> Tables:
    """The tables of this process."""
    return Tables()


@cache
def organisation_country(name: str) -> str:
    """The country of an organisation's canonical name, "" where it has none or is unknown."""
    return tables().countries.get(name, "")


_WORDS: dict[str, _Word] = {}


def _word(text: str) -> _Word:
    word = _WORDS.get(text)
    if word is None:
        if len(_WORDS) > 50_000:
            _WORDS.clear()
        key = key_of(text)
        first = key.partition(" ")[0]
        row = tables().names.get(first, {})
        listed = places.starting_with(first) if first else {}
        begins = bool(first) and (bool(row) or bool(listed))
        gaps = max((rest.count(" ") + bool(rest) for rest in (*row, *listed)), default=0)
        low = any(k.kind in {"weapon", "vehicle"} for rest in row.values() for k in rest)
        first = next((c for c in text if c.isalpha()), "")
        capital = first.isupper() or text[:1].isdigit()
        name = capital or low or key in ARTICLES or len(key) > 4
        tried = begins and name and (capital or low or key in ARTICLES or any(map(_known_small, listed.values())))
        glued = text[:1] in "'’" and len(text) < 3
        second = frozenset(rest.partition(" ")[0] for rest in (*row, *listed))
        word = _Word(key, capital, text.isupper(), glued, begins, name, tried, gaps, second)
        _WORDS[text] = word
    return word


def _known_small(lines: tuple[str, ...]) -> bool:
    """Whether a place is known even where it is written without a capital."""
    return any(map(_is_large, places.read(lines)))


def _is_large(place: Place) -> bool:
    return not place.common and (place.kind in {"country", "demonym", "capital"} or place.people >= 200)


def find(texts: Sequence[str], *, cased: bool, skip: list[bool]) -> Iterator[Match]:
    """Every known name, the longest at each place, left to right; ``skip`` marks tokens that hold none."""
    words = [_WORDS.get(text) or _word(text) for text in texts]
    tried = [i for i, word in enumerate(words) if (word.tried if cased else word.begins)]
    glued = [i - 1 for i, word in enumerate(words) if word.glued and len(word.key) == 1 and i]
    if glued:
        tried = sorted({*tried, *(i for i in glued if not cased or words[i].name)})
    free = 0
    for i in tried:
        if i < free or skip[i]:
            continue
        match = _longest(words, skip, i, cased)
        if match is not None:
            yield match
            free = match.end


def _longest(words: list[_Word], skip: list[bool], start: int, cased: bool) -> Match | None:
    size = len(words)
    key, capitals, most = words[start].key, words[start].capital, words[start].gaps
    keys: list[tuple[str, int]] = [(key, start + 1)]
    gaps = key.count(" ")
    second: frozenset[str] | None = words[start].second
    k = start + 1
    while k < size and len(keys) < 10 and not skip[k]:
        word = words[k]
        if not word.key:
            k += 1
            if word.glued or (len(words[k - 1].key) == 0 and k < size and k - start < 12):
                continue
            break
        if word.glued:
            if not gaps:
                most, second = 10, None  # another first word
            key += word.key
        elif gaps >= most or (not gaps and second is not None and word.key.partition(" ")[0] not in second):
            break
        else:
            key = f"{key} {word.key}"
            gaps = key.count(" ")
        k += 1
        keys.append((key, k))
    names, held = tables().names, ""
    row: Mapping[str, Any] | None = None
    listed: Mapping[str, tuple[str, ...]] = {}
    for key, end in reversed(keys):
        first, _, rest = key.partition(" ")
        if first != held:  # hardly ever: only where something is glued to the first word
            held, row, listed = first, names.get(first), places.starting_with(first)
        known = row.get(rest, ()) if row else ()
        lines = listed.get(rest, ())
        if not known and not lines:
            continue
        named = words[end - 1]
        if named.glued and end - start > 1:
            continue  # "Queen's" is no "Queens"
        acronym = end == start + 1 and words[start].upper and len(words[start].key) > 1
        if cased:
            capital = capitals or (
                words[start].key in ARTICLES and start + 1 < end and any(w.capital for w in words[start + 1 : end])
            )
            if not capital or not (named.capital or named.glued or _small(named)):
                known = tuple(k for k in known if k.kind in {"weapon", "vehicle"} or (capital and _small(named)))
                lines = lines if not capital and len(key) > 4 and not known else ()
            if not acronym:
                known = tuple(
                    k for k in known if not k.acronym or (k.kind in {"weapon", "vehicle"} and len(k.name) > 2)
                )
        found = places.read(lines) if lines else ()
        if len(first) <= 3 and not rest and cased and not acronym:
            found = tuple(p for p in found if p.kind != "country")  # "us", "Us"
        if known or found:
            small = cased and not known and not capital
            if small:
                found = tuple(filter(_is_large, found))
                if not found:
                    continue
            return Match(start, end, known, found, acronym, small)
    return None


_ENDINGS = words(
    """
    group network state city river movement rebels militia camp countryside region forces army military coalition
    mercenaries agency program cartel gang dissidents guerrillas peninsula mission office ministry
    """
)


def _small(word: _Word) -> bool:
    """Whether the last word of a name is often written small ("Islamic State group")."""
    return word.key in _ENDINGS
