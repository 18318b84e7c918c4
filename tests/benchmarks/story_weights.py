"""Fits the weights of bot/stories/likeness.py to the open half of the stories set, and tries them on what is unseen.

    python -m tests.benchmarks.story_weights

Logistic regression on pairs of related articles, by gradient descent, with a penalty for leaving ``BEGINNING``,
what an analyst would say. The rows: weights fitted to the other parts of the half, then B-cubed on the part named.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import combinations

import numpy as np

from bot.stories.grouping import group
from bot.stories.likeness import WEIGHTS, Compared, comparable, related, signs
from storage.model.profile import Profile
from tests.benchmarks.stories import b_cubed, profiles
from tests.gold.stories import read_stories

BEGINNING = {
    "any": -4.0,
    "names": 2.0,
    "words": 6.0,
    "a rare name": 0.5,
    "the place": 0.5,
    "another place": -1.5,
    "the day": 1.0,
    "its day is named": 0.7,
    "another day": -3.5,
    "perhaps another day": -0.7,
    "the kind": 0.3,
    "another kind": -1.0,
    "a threat and an attack": -3.0,
    "the victim": 2.0,
    "another victim": -0.5,
    "the mission": 1.5,
    "another mission": -4.0,
    "the dead": 1.0,
    "other dead": -0.7,
    "time between": -1.5,
    "only one remembers": -6.0,
    "tells several": -2.0,
}
PENALTY = 3.0
STEPS = 4000
PARTS = {"exercises and first reports": "xo", "second reports": "b", "third reports": "p"}
"""Parts of the open half, by the first letters of their ids."""


def fit(told: dict[int, Profile], stories: dict[int, str]) -> dict[str, float]:
    """The weights that these articles give."""
    names = list(BEGINNING)
    compared = {n: Compared(profile) for n, profile in told.items()}
    pairs = [(a, b) for a, b in combinations(told, 2) if comparable(told[a], told[b]) and related(told[a], told[b])]
    found = [signs(compared[a], compared[b]) for a, b in pairs]
    seen = np.array([[one.get(name, 0.0) for name in names] for one in found])
    same = np.array([stories[a] == stories[b] for a, b in pairs], dtype=float)
    start = np.array(list(BEGINNING.values()))
    weights = start.copy()
    for _ in range(STEPS):
        wrong = 1 / (1 + np.exp(-(seen @ weights))) - same
        weights -= 0.5 * (seen.T @ wrong + PENALTY * (weights - start)) / len(same)
    return {name: round(float(weight), 1) for name, weight in zip(names, weights, strict=True)}


@contextmanager
def weighing(weights: dict[str, float]) -> Iterator[None]:
    """Compare with these weights for a while."""
    before = dict(WEIGHTS)
    WEIGHTS.update(weights)
    try:
        yield
    finally:
        WEIGHTS.update(before)


def main() -> None:
    """Prints B-cubed of weights that have not seen each part, then the weights that all of it gives."""
    told = read_stories("open")
    every, stories = profiles("open"), {at: article.story for at, article in enumerate(told)}
    for name, letters in PARTS.items():
        part = {n for n in every if told[n].id[0] in letters}
        rest = {n: profile for n, profile in every.items() if n not in part}
        with weighing(fit(rest, stories)):
            groups = group({n: every[n] for n in part})
        found = {n: at for at, members in enumerate(groups) for n in members}
        figures = b_cubed(found, {n: stories[n] for n in part})
        print(f"{name}: P {figures[0]:.3f}, R {figures[1]:.3f}, F1 {figures[2]:.3f}")
    for name, weight in fit(every, stories).items():
        print(f"{weight:6.1f}  {name} ({WEIGHTS[name]} in use)")


if __name__ == "__main__":
    main()
