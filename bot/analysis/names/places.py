"""The gazetteer of places: countries, their nationalities and capitals, towns and provinces, as one sorted text.

``places.tsv`` (made by bot/analysis/train/places.py) is mapped into memory and searched by halving, so that
nothing is loaded at start; what is found stays in a cache. Its towns are GeoNames' (geonames.org, CC BY 4.0).
"""

from __future__ import annotations

import mmap
from collections.abc import Iterator
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

from bot.analysis.names.keys import key_of

FILE = Path(__file__).resolve().parent / "places.tsv"
KINDS = {"c": "country", "d": "demonym", "g": "government", "k": "capital", "t": "town", "p": "province", "s": "site"}


class Place(NamedTuple):
    """One meaning of a name. ``people`` in thousands; ``unsure`` where the name as often means something else;
    ``common`` where it is an English word too; coordinates are WGS 84, ``None`` where only the country is known."""

    kind: str
    code: str
    name: str
    people: int = 0
    state: str = ""
    lat: float | None = None
    lon: float | None = None
    unsure: bool = False
    common: bool = False


@cache
def _data() -> mmap.mmap:
    with FILE.open("rb") as stream:
        return mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ)


def _lower_bound(key: bytes) -> int:
    """Where the first line not below ``key`` begins."""
    data = _data()
    low, high = 0, len(data)
    while low < high:
        middle = data.rfind(b"\n", 0, (low + high) // 2 + 1) + 1
        if middle < low:
            middle = low
        end = data.find(b"\n", middle)
        if data[middle : data.find(b"\t", middle, end)] + b"\t" < key:
            low = end + 1
        else:
            high = middle
    return low


def _read(line: str) -> Place:
    fields = line.split("\t")
    fields += [""] * (8 - len(fields))
    key, kind, code, state, people, lat, lon, shown = fields[:8]
    unsure = kind[0].isupper()
    return Place(
        KINDS[kind[0].lower()],
        code,
        shown or key,
        int(people or 0),
        state,
        float(lat) if lat else None,
        float(lon) if lon else None,
        unsure,
        kind.endswith("w"),
    )


@lru_cache(maxsize=20_000)
def starting_with(word: str) -> dict[str, tuple[str, ...]]:
    """The names whose first word is ``word`` (by its key): the further words -> lines for ``read``."""
    data = _data()
    start = _lower_bound(word.encode() + b"\t")
    if data[start : start + len(word) + 1] not in {word.encode() + b"\t", word.encode() + b" "}:
        return {}
    skip = len(word) + 1
    out: dict[str, tuple[str, ...]] = {}
    for line in data[start : _lower_bound(word.encode() + b"!")].decode().splitlines():
        rest = line[skip : line.index("\t", skip - 1)]
        out[rest] = (*out.get(rest, ()), line)
    return out


@lru_cache(maxsize=20_000)
def read(lines: tuple[str, ...]) -> tuple[Place, ...]:
    """The meanings that lines of the file give."""
    return tuple(map(_read, lines))


def meanings(name: str) -> tuple[Place, ...]:
    """All that a name can mean, countries first, then the larger ones first; () for an unknown name."""
    first, _, rest = key_of(name).partition(" ")
    return read(starting_with(first).get(rest, ()))


_GENERIC = ("province", "governorate", "region", "district", "state", "oblast", "department", "prefecture", "county")


def locate(name: str, country: str = "", state: str = "") -> Place | None:
    """The likeliest place of a name, with country and (of towns and countries) coordinates.

    ``country`` is a code that the place must have, ``state`` one of a US state. "Helmand province" is found as
    "Helmand". ``None`` where nothing fits.
    """
    for words in _spellings(name):
        found = [p for p in meanings(words) if p.kind not in {"demonym", "government"} and country in {"", p.code}]
        if state and any(p.state == state for p in found):
            found = [p for p in found if p.state == state]
        if found:
            best = max(found, key=lambda p: (p.kind == "country", p.people))
            if best.lat is None:
                town = next(
                    (p for p in found if p.lat is not None and p.code == best.code and p.kind != "country"), None
                )
                return town or best
            return best
    return None


def _spellings(name: str) -> Iterator[str]:
    yield name
    key = key_of(name)
    first, _, rest = key.partition(" ")
    if first in {"the", "al", "el"} and rest:
        yield rest
    if first in {"northern", "southern", "eastern", "western", "central"} and rest:
        yield rest
    words = key.split()
    if len(words) > 1 and words[-1] in _GENERIC:
        yield " ".join(words[:-1])
    if len(words) > 2 and words[0] in {*_GENERIC, "city", "town", "village", "port"} and words[1] == "of":
        yield " ".join(words[2:])
