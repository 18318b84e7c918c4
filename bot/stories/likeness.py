"""How much speaks for two articles telling the same happening. Pure.

A sum of weighed signs, as in logistic regression: above 0 more speaks for it than against. The weights began as what an
analyst would say (another day speaks against, another victim too) and were fitted to the open half of the stories set
with a penalty for moving away from that (a Gaussian prior; Chen and Rosenfeld 2000): tests/benchmarks/story_weights.py.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from math import sqrt

from storage.model.findings import EventType
from storage.model.profile import Deed, Profile

LONGEST_GAP = timedelta(hours=72)
"""Articles further apart are not compared: a story of weeks is held together by the articles between."""
UNLIKE = -3.0
"""What two articles are worth that share no name, no city and no country."""
WEIGHTS = {
    "any": -3.8,
    "names": 2.2,
    "words": 6.3,
    "a rare name": 0.6,
    "the place": 0.7,
    "another place": -1.5,
    "the day": 1.1,
    "its day is named": 1.0,
    "another day": -3.5,
    "perhaps another day": -0.7,
    "the kind": 0.6,
    "another kind": -0.9,
    "a threat and an attack": -3.0,
    "the victim": 2.1,
    "another victim": -1.0,
    "the mission": 1.7,
    "another mission": -4.0,
    "the dead": 0.8,
    "other dead": -0.7,
    "time between": -1.7,
    "only one remembers": -6.0,
    "tells several": -2.0,
}
_ANY_KIND = frozenset({"Attack", "Looting/property destruction"})
"""Sub-types that an article falls back on: they contradict none."""


@dataclass(frozen=True)
class Compared:
    """A profile, ready to be compared many times."""

    profile: Profile

    @cached_property
    def names(self) -> dict[str, float]:
        """Weights of the names."""
        named = self.profile.names | self.profile.towns
        return {stem: weight for stem, weight in self.profile.words if stem in named}

    @cached_property
    def others(self) -> dict[str, float]:
        """Weights of the other words."""
        named = self.profile.names | self.profile.towns
        return {stem: weight for stem, weight in self.profile.words if stem not in named}

    @cached_property
    def lengths(self) -> tuple[float, float]:
        """Euclidean length of both."""
        return _length(self.names), _length(self.others)


def _length(weights: Mapping[str, float]) -> float:
    return sqrt(sum(weight * weight for weight in weights.values()))


def _cosine(one: Mapping[str, float], other: Mapping[str, float], lengths: float) -> float:
    if len(other) < len(one):
        one, other = other, one
    shared = sum(weight * other[stem] for stem, weight in one.items() if stem in other)
    return shared / lengths if lengths else 0.0


def comparable(one: Profile, other: Profile) -> bool:
    """Whether they were written so near each other that a comparison tells anything."""
    return abs(one.told_at - other.told_at) <= LONGEST_GAP


def related(one: Profile, other: Profile) -> bool:
    """Whether they share a name, a city or the country in focus."""
    return bool(one.names & other.names or one.towns & other.towns or one.countries & other.countries)


def likeness(one: Compared, other: Compared) -> float:
    """The sum of the signs; ``UNLIKE`` where nothing relates them."""
    if not related(one.profile, other.profile):
        return UNLIKE
    return sum(WEIGHTS[sign] * value for sign, value in signs(one, other).items())


def signs(one: Compared, other: Compared) -> dict[str, float]:
    """Every sign that is there, by its name in ``WEIGHTS``, with its measure (mostly 1)."""
    first, second = one.profile, other.profile
    found = {
        "any": 1.0,
        "names": _cosine(one.names, other.names, one.lengths[0] * other.lengths[0]),
        "words": _cosine(one.others, other.others, one.lengths[1] * other.lengths[1]),
        "a rare name": float(bool(first.names & second.names)),
        "time between": abs(first.told_at - second.told_at) / LONGEST_GAP,
        "only one remembers": float(first.remembers != second.remembers),
        "tells several": float(first.several or second.several),
    }
    for sign in (_day(first, second), *(_deed(first.deed, second.deed) if first.deed and second.deed else ())):
        if sign:
            found[sign] = 1.0
    return {sign: value for sign, value in found.items() if value}


def _day(first: Profile, second: Profile) -> str | None:
    one, other = first.deed and first.deed.day, second.deed and second.deed.day
    if one and one == other:
        return "the day"
    if one and other and first.deed and second.deed and first.deed.fresh and second.deed.fresh:
        return "another day"
    if (one and one in second.days) or (other and other in first.days):
        return "its day is named"
    return "perhaps another day" if one and other else None


def _deed(one: Deed, other: Deed) -> list[str | None]:
    posture = one.type == other.type == EventType.POSTURE
    return [
        _either(one.where, other.where, "the place", "another place"),
        _kind(one, other),
        None if posture else _either(one.what, other.what, "the victim", "another victim"),
        _either(one.who, other.who, "the mission", "another mission") if posture else None,
        _dead(one, other),
    ]


def _either(one: frozenset[str], other: frozenset[str], shared: str, apart: str) -> str | None:
    if not one or not other:
        return None
    return shared if one & other else apart


def _kind(one: Deed, other: Deed) -> str | None:
    if one.kind == other.kind:
        return "the kind"
    if one.type == other.type:
        return None if {one.kind, other.kind} & _ANY_KIND else "another kind"
    return "a threat and an attack" if {one.type, other.type} == {EventType.THREATEN, EventType.ASSAULT} else None


def _dead(one: Deed, other: Deed) -> str | None:
    if one.dead is None or other.dead is None:
        return None
    if one.dead == other.dead:
        return "the dead"
    return "other dead" if one.fresh and other.fresh else None  # a follow-up often has a higher toll
