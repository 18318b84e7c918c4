"""The best tree of a sentence."""

from __future__ import annotations

import itertools

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from bot.analysis.parsing.spanning_tree import best_tree


def is_tree(heads: list[int]) -> bool:
    """One root, and every word leads to it."""
    roots = [n for n, head in enumerate(heads) if n == head]
    for n in range(len(heads)):
        for _ in heads:
            n = heads[n]
        if n not in roots:
            return False
    return len(roots) == 1


def total(scores: np.ndarray, heads: list[int]) -> float:
    """The sum of a tree's arcs."""
    n = len(scores)
    return float(sum(scores[d, n if h == d else h] for d, h in enumerate(heads)))


matrices = st.integers(1, 5).flatmap(
    lambda n: st.lists(st.lists(st.integers(-20, 20), min_size=n + 1, max_size=n + 1), min_size=n, max_size=n)
)


@given(matrices)
def test_no_tree_with_one_root_is_better(rows: list[list[int]]) -> None:
    """Compared with all trees there are."""
    scores = np.array(rows, dtype=np.float32)
    heads = best_tree(scores)
    n = len(rows)
    best = max(total(scores, list(h)) for h in itertools.product(range(n), repeat=n) if is_tree(list(h)))
    assert is_tree(heads)
    assert abs(total(scores, heads) - best) < 1e-3


def test_a_cycle_is_broken_where_it_costs_least() -> None:
    """Two words that want each other: one of them hangs on the root's side."""
    scores = np.array([[0, 9, 1, 2], [9, 0, 5, 0], [0, 0, 0, 9]], dtype=np.float32)
    assert best_tree(scores) == [1, 2, 2]


def test_given_scores_are_not_changed() -> None:
    """The caller's array stays as it is."""
    scores = np.ones((3, 4), dtype=np.float32)
    best_tree(scores)
    assert (scores == 1).all()
