"""Which articles make a story. Pure: profiles in, groups out, the same in whatever order they are given.

Agglomerative clustering with average linkage (Sokal and Michener 1958): the two groups for whose being one most speaks,
on average over their articles, become one, until nothing speaks for any two. One article that resembles two attacks can
so not make one of them. Precision weighs more than recall: ``ENOUGH`` is above 0.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from bot.stories.likeness import Compared, comparable, likeness
from storage.model.profile import Profile

ENOUGH = 0.2
"""What must speak for two groups being one, on average over their articles."""


def group(profiles: Mapping[int, Profile], together: Iterable[Iterable[int]] = ()) -> list[list[int]]:
    """The stories among these articles, by their numbers, oldest first in each; ``together`` are kept together."""
    order = sorted(profiles, key=lambda n: (profiles[n].told_at, profiles[n].words, n))
    groups = _begin(order, together)
    totals = _totals(groups, {n: Compared(profiles[n]) for n in order})
    while totals:
        (first, second), (total, number) = max(totals.items(), key=lambda e: (e[1][0] / e[1][1], (-e[0][0], -e[0][1])))
        if total / number < ENOUGH:
            break
        groups[first] += groups.pop(second)
        totals = _merged(totals, first, second)
    rank = {n: at for at, n in enumerate(order)}
    return sorted((sorted(members, key=rank.__getitem__) for members in groups.values()), key=lambda m: rank[m[0]])


def _begin(order: Sequence[int], together: Iterable[Iterable[int]]) -> dict[int, list[int]]:
    """Each article alone, except those that are to stay together; groups are numbered by their oldest article."""
    leader = {n: n for n in order}
    for kept in together:
        members = [n for n in order if n in set(kept)]
        roots = {leader[n] for n in members}
        for n in order:
            if leader[n] in roots:
                leader[n] = leader[members[0]]
    rank = {n: at for at, n in enumerate(order)}
    groups: dict[int, list[int]] = {}
    for n in order:
        groups.setdefault(leader[n], []).append(n)
    return {rank[members[0]]: members for members in groups.values()}


_Totals = dict[tuple[int, int], tuple[float, int]]


def _totals(groups: Mapping[int, list[int]], compared: Mapping[int, Compared]) -> _Totals:
    """For each two groups the sum of their articles' likenesses and how many were compared."""
    totals: _Totals = {}
    names = sorted(groups)
    for at, first in enumerate(names):
        for second in names[at + 1 :]:
            values = [
                likeness(compared[a], compared[b])
                for a in groups[first]
                for b in groups[second]
                if comparable(compared[a].profile, compared[b].profile)
            ]
            if values:
                totals[first, second] = sum(values), len(values)
    return totals


def _merged(totals: _Totals, first: int, second: int) -> _Totals:
    """The sums after ``second`` went into ``first``."""
    merged: _Totals = {}
    for pair, (total, number) in totals.items():
        a, b = (first if n == second else n for n in pair)
        if a != b:
            key = (min(a, b), max(a, b))
            before = merged.get(key, (0.0, 0))
            merged[key] = before[0] + total, before[1] + number
    return merged


def keep_numbers(groups: Sequence[Sequence[int]], former: Mapping[int, int]) -> list[int | None]:
    """The story number that each group keeps: that of most of its articles so far, the lower one among equals.

    ``former`` is the story of each article until now. ``None`` where a group begins a story.
    """
    claims = sorted(
        (-number, story, at)
        for at, members in enumerate(groups)
        for story, number in Counter(former[n] for n in members if n in former).items()
    )
    kept: list[int | None] = [None] * len(groups)
    for _, story, at in claims:
        if kept[at] is None and story not in kept:
            kept[at] = story
    return kept
