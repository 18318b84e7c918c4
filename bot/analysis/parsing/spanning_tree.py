"""The best tree over the words of a sentence: maximum spanning arborescence with one root.

Source: Chu and Liu 1965, Edmonds 1967; the single root by a penalty on every arc from it (Stanojević and Cohen 2021,
arXiv:2109.06521, discuss why it must be asked for).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]


def best_tree(scores: Floats) -> list[int]:
    """Heads of ``n`` words from scores (n, n + 1): ``scores[d, h]`` that ``h`` is the head of ``d``, the last column
    that ``d`` is the root. Returns ``n`` indices; the root has itself. Exactly one word is the root."""
    n = len(scores)
    if n == 1:
        return [0]
    scores = scores.copy()
    scores[np.arange(n), np.arange(n)] = -np.inf
    root = int(np.argmax(scores[:, n] - scores[:, :n].max(axis=1)))
    heads = scores[:, :n].argmax(axis=1)
    if _reaches(heads, root):  # nearly always: the greedy choice with the best root is a tree already
        greedy = scores.argmax(axis=1)
        wants = np.flatnonzero(greedy == n)
        if len(wants) == 0 or (len(wants) == 1 and wants[0] == root):
            heads[root] = root
            return [int(h) for h in heads]
    return _edmonds(scores)


def _reaches(heads: NDArray[np.intp], root: int) -> bool:
    """Whether every word leads to ``root``."""
    good = {root}
    for word in range(len(heads)):
        path = []
        at = word
        while at not in good:
            path.append(at)
            good.add(at)
            at = int(heads[at])
            if at in path:
                return False
    return True


def _edmonds(scores: Floats) -> list[int]:
    n = len(scores)
    finite = scores[np.isfinite(scores)]
    penalty = float(finite.max() - finite.min() + 1.0) * n
    matrix = np.full((n + 1, n + 1), -np.inf)  # [dependent, head]; n is the root
    matrix[:n, :] = scores
    matrix[:n, n] -= penalty
    heads = _arborescence(matrix, n)
    return [d if heads[d] == n else heads[d] for d in range(n)]


def _arborescence(matrix: NDArray[np.float64], root: int) -> list[int]:
    """Heads of all nodes but ``root`` (which has itself)."""
    size = len(matrix)
    heads = matrix.argmax(axis=1)
    heads[root] = root
    cycle = np.array(_cycle(heads, root), dtype=np.intp)
    if not len(cycle):
        return [int(h) for h in heads]
    inside = np.zeros(size, dtype=bool)
    inside[cycle] = True
    outside = np.flatnonzero(~inside)
    own = matrix[cycle, heads[cycle]]
    # into the cycle: what it costs to leave the cycle's own arc; out of it: the best of its members
    entering = matrix[np.ix_(cycle, outside)] - own[:, None]
    best_in = entering.argmax(axis=0)
    leaving = matrix[np.ix_(outside, cycle)]
    best_out = leaving.argmax(axis=1)
    k = len(outside)
    smaller = np.full((k + 1, k + 1), -np.inf)
    smaller[:k, :k] = matrix[np.ix_(outside, outside)]
    smaller[k, :k] = entering.max(axis=0)
    smaller[:k, k] = leaving.max(axis=1)
    inner = _arborescence(smaller, int(np.flatnonzero(outside == root)[0]))
    result = [int(h) for h in heads]
    for position, node in enumerate(outside):
        if node != root:
            head = inner[position]
            result[node] = int(cycle[best_out[position]] if head == k else outside[head])
    entered = int(cycle[best_in[inner[k]]])
    result[entered] = int(outside[inner[k]])
    result[root] = root
    return result


def _cycle(heads: NDArray[np.intp], root: int) -> list[int]:
    colour = [0] * len(heads)
    colour[root] = 2
    for start in range(len(heads)):
        path = []
        at = start
        while colour[at] == 0:
            colour[at] = 1
            path.append(at)
            at = int(heads[at])
        if colour[at] == 1:
            return path[path.index(at) :]
        for node in path:
            colour[node] = 2
    return []
