"""The best tree of a sentence."""

from __future__ import annotations

import itertools

import numpy as np
from hypothesis import assume, given
from hypothesis import strategies as st

from bot.analysis.parsing.projective import crosses, projective_tree
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


def cross(heads: list[int]) -> bool:
    """Every pair of arcs compared, the root's from the left."""
    arcs = [sorted((n, -1 if head == n else head)) for n, head in enumerate(heads)]
    return any(a < c < b < d for a, b in arcs for c, d in arcs)


@given(matrices)
def test_crossing_arcs_are_seen(rows: list[list[int]]) -> None:
    """As by comparing every pair of arcs."""
    heads = best_tree(np.array(rows, dtype=np.float32))
    assert crosses(heads) == cross(heads)


@given(matrices)
def test_a_tree_without_crossings_stays(rows: list[list[int]]) -> None:
    """The best tree is taken as it is."""
    scores = np.array(rows, dtype=np.float32)
    assume(not cross(best_tree(scores)))
    assert projective_tree(scores) == best_tree(scores)


@given(matrices)
def test_no_tree_without_crossings_is_better(rows: list[list[int]]) -> None:
    """Compared with all trees of the words on crossing arcs, those above them and the dependents of both."""
    scores = np.array(rows, dtype=np.float32)
    first = best_tree(scores)
    arcs = [sorted((n, -1 if head == n else head)) for n, head in enumerate(first)]
    moved = {n for n, (a, b) in enumerate(arcs) for c, d in arcs if a < c < b < d or c < a < d < b}
    for _ in first:
        moved |= {first[n] for n in moved}
    free = sorted(n for n, head in enumerate(first) if n in moved or head in moved)
    ways = [free if n in free else [head] for n, head in enumerate(first)]
    best = max(total(scores, list(h)) for h in itertools.product(*ways) if is_tree(list(h)) and not cross(list(h)))
    heads = projective_tree(scores)
    assert is_tree(heads)
    assert not cross(heads)
    assert abs(total(scores, heads) - best) < 1e-3


@given(st.integers(0, 2**32 - 1), st.integers(2, 60))
def test_long_sentences_are_trees_without_crossings(seed: int, n: int) -> None:
    """Whatever the scores are."""
    heads = projective_tree(np.random.default_rng(seed).normal(size=(n, n + 1)).astype(np.float32))
    assert is_tree(heads)
    assert not crosses(heads)


def test_a_crossing_is_taken_back_where_it_costs_least() -> None:
    """“A hearing is scheduled on the issue today”: the phrase goes to the verb between, nothing else moves."""
    #          A  hearing  is  scheduled  on  the  issue  today  root
    scores = np.array(
        [
            [0, 9, 0, 0, 0, 0, 0, 0, 0],
            [0, 0, 0, 9, 0, 0, 0, 0, 0],
            [0, 0, 0, 9, 0, 0, 0, 0, 0],
            [0, 0, 0, 0, 0, 0, 0, 0, 9],
            [0, 0, 0, 0, 0, 0, 9, 0, 0],
            [0, 0, 0, 0, 0, 0, 9, 0, 0],
            [0, 9, 0, 8, 0, 0, 0, 0, 0],
            [0, 0, 0, 9, 0, 0, 0, 0, 0],
        ],
        dtype=np.float32,
    )
    assert best_tree(scores) == [1, 3, 3, 3, 6, 6, 1, 3]
    assert projective_tree(scores) == [1, 3, 3, 3, 6, 6, 3, 3]
