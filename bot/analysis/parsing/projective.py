"""Trees without crossing arcs: where the best tree has some, its parts are hung anew.

English seldom crosses arcs; the trained scores do in one sentence of twelve, and then mostly wrongly.
Source: Eisner 1996, "Three new probabilistic models for dependency parsing". Few sentences pay for it, and in those
only the words above a crossing and what hangs on them directly are moved; what these dominate moves along as it is.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from bot.analysis.parsing.spanning_tree import best_tree

Floats = NDArray[np.float32]


def projective_tree(scores: Floats) -> list[int]:
    """Heads as ``best_tree`` has them of the same scores, where no arcs cross; otherwise those of the best tree without
    crossing arcs that leaves untouched what takes no part in a crossing."""
    heads = best_tree(scores)
    if not crosses(heads):
        return heads
    units = _units(heads)
    anew = _eisner(scores[np.ix_(units, [*units, len(heads)])])
    for word, head in zip(units, anew, strict=True):
        heads[word] = units[head]
    return heads


def crosses(heads: list[int]) -> bool:
    """Whether two arcs cross, drawn above the words, the root's from the left of them all."""
    ends: list[list[int]] = [[] for _ in range(len(heads) + 1)]
    for word, head in enumerate(heads):
        if word == head:
            ends[0].append(word + 1)
        elif word < head:
            ends[word + 1].append(head + 1)
        else:
            ends[head + 1].append(word + 1)
    around: list[int] = []  # where the arcs end that stand above this word, the innermost last
    for left, rights in enumerate(ends):
        while around and around[-1] <= left:
            around.pop()
        if rights:
            rights.sort(reverse=True)
            if around and rights[0] > around[-1]:
                return True
            around += rights
    return False


def _units(heads: list[int]) -> list[int]:
    """The words to be hung anew, ascending: those on a crossing arc, what is above them, and their dependents. All
    others hang below one of the last, without a crossing and without a gap."""
    words = np.arange(len(heads))
    above = np.where(np.array(heads) == words, -1, heads)
    low, high = np.minimum(above, words), np.maximum(above, words)
    crossed = (low[:, None] < low) & (low < high[:, None]) & (high[:, None] < high)
    moved = [False] * len(heads)
    for word in np.flatnonzero(crossed.any(axis=0) | crossed.any(axis=1)).tolist():
        while not moved[word]:
            moved[word] = True
            word = heads[word]
    return [word for word, head in enumerate(heads) if moved[word] or moved[head]]


def _eisner(scores: Floats) -> list[int]:
    """Heads of the best tree without crossing arcs and with one root. Everything is kept twice, the second time for the
    words in reverse order, so that heads on the right are read as heads on the left are."""
    n = len(scores)
    last = n - 1
    arcs = np.zeros((2, n, n), dtype=np.float32)  # [side, head, distance of the dependent]
    half = np.full((2, n, n), -np.inf, dtype=np.float32)  # [side, head, distance]: between a head and its dependent
    whole = np.zeros((2, n, n), dtype=np.float32)  # [side, head, length]: a head and all it has on one side
    ending = np.zeros((2, n, n), dtype=np.float32)  # the same by the word at the far end
    for k in range(1, n):
        m = n - k
        arcs[0, :m, k] = scores.diagonal(-k)
        arcs[1, :m, k] = scores[:, :n].diagonal(k)[::-1]
        both = (whole[0, :m, :k] + whole[1, m - 1 :: -1, k - 1 :: -1]).max(axis=1)
        half[0, :m, k] = both
        half[1, :m, k] = both[::-1]
        half[:, :m, k] += arcs[:, :m, k]
        best = (half[:, :m, 1 : k + 1] + ending[:, k:, k - 1 :: -1]).max(axis=2)
        whole[:, :m, k] = best
        ending[:, k:, k] = best
    every = np.arange(n)
    root = int(np.argmax(whole[0, every, last - every] + whole[1, last - every, every] + scores[:, n]))
    heads = [root] * n
    todo = [(0, root, last - root), (1, last - root, root)]
    while todo:  # the way back: side, head, length of what is to be taken apart
        side, head, length = todo.pop()
        if length == 0:
            continue
        far = head + length
        k = 1 + int((half[side, head, 1 : length + 1] + ending[side, far, length - 1 :: -1]).argmax())
        todo.append((side, head + k, length - k))
        left, right = (head, head + k) if side == 0 else (last - head - k, last - head)
        if side == 0:
            heads[right] = left
        else:
            heads[left] = right
        j = int((whole[0, left, :k] + whole[1, last - right, k - 1 :: -1]).argmax())
        todo += [(0, left, j), (1, last - right, k - 1 - j)]
    return heads
