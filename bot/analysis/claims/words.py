"""The tree of one document as lists of numbers and words, so that each rule costs a look-up and no spaCy object."""

from __future__ import annotations

from collections.abc import Iterable

from spacy.tokens import Doc, Span

from bot.analysis.dependents import index
from bot.analysis.extensions import group

OPENING = frozenset({"“", '"', "«", "„", "‘", "``"})
CLOSING = frozenset({"”", '"', "»", "’", "''"})
_STRIP = frozenset({",", ";", ":", "–", "—", "-", "--", "…", "...", "(", "[", "•"})
_STOPS = frozenset({".", ",", ";", ":", "–", "—", "-", "--"})
_OPENERS = frozenset({"that", "but", "and", "so", "yet", "then", "however"})


class Words:
    """Columns of a parsed document. ``quote[i]`` is the number of the quotation a token lies in, -1 outside;
    ``orphans`` are tokens whose arc is not believed, so that they are nobody's ``kids``."""

    __slots__ = (
        "deps", "doc", "heads", "kids", "lemmas", "lower", "n", "names", "orphans", "pos", "quote", "quotes", "sent",
        "starts", "tags", "unread",
    )  # fmt: skip

    def __init__(self, doc: Doc) -> None:
        self.doc = doc
        self.n = n = len(doc)
        columns = index(doc).columns
        self.heads, self.deps, self.pos, self.tags = columns.heads, columns.deps, columns.pos, columns.tags
        self.lemmas, self.lower = columns.lemmas, columns.lower
        self.starts, self.sent = columns.starts, columns.sentence
        unread = doc._.unread
        self.unread: list[bool] = list(unread) if unread is not None else [pos == "SPACE" for pos in self.pos]
        self.kids: list[list[int]] = [[] for _ in range(n)]
        heads, unread, pos, sent = self.heads, self.unread, self.pos, self.sent
        self.orphans: set[int] = set()
        roots = [-1] * len(self.starts)
        for i, head in enumerate(heads):
            if head == i and not unread[i] and pos[i] != "PUNCT":
                roots[sent[i]] = i
        for i, head in enumerate(heads):
            if head != i and not unread[i] and (-2 < head - i < 2 or not _crosses(heads, pos, i, head, roots[sent[i]])):
                self.kids[head].append(i)
            elif head != i and not unread[i]:
                self.orphans.add(i)
        self.quotes = _joined(doc, self.unread)
        self.quote = [-1] * n
        for k, (start, end) in enumerate(self.quotes):
            self.quote[start:end] = [k] * (end - start)
        self.names: dict[int, Span] = {}
        for span in group(doc, "names") or doc.ents:
            for i in range(span.start, span.end):
                self.names[i] = span

    def sentence(self, i: int) -> tuple[int, int]:
        """Where the sentence of a token begins and ends."""
        number = self.sent[i]
        return self.starts[number], self.starts[number + 1]

    def child(self, i: int, *deps: str) -> int | None:
        """The first child with one of the relations."""
        for k in self.kids[i]:
            if self.deps[k] in deps:
                return k
        return None

    def children(self, i: int, *deps: str) -> list[int]:
        """All children with one of the relations, in order."""
        return [k for k in self.kids[i] if self.deps[k] in deps]

    def reach(self, i: int, without: Iterable[int] = ()) -> tuple[int, int]:
        """First and last (exclusive) token under ``i``, the branches ``without`` left out."""
        kids, skip = self.kids, set(without)
        lo = hi = i
        stack = [i]
        while stack:
            k = stack.pop()
            if k in skip:
                continue
            if k < lo:
                lo = k
            elif k > hi:
                hi = k
            stack.extend(kids[k])
        return lo, hi + 1

    def under(self, i: int) -> set[int]:
        """All tokens under ``i``, itself included."""
        out = {i}
        stack = [i]
        while stack:
            for k in self.kids[stack.pop()]:
                if k not in out:
                    out.add(k)
                    stack.append(k)
        return out

    def trim(self, lo: int, hi: int) -> tuple[int, int] | None:
        """A content without what only joins it to its cue: white space, "that", commas, the final stop."""
        lower, unread = self.lower, self.unread
        while lo < hi and (unread[lo] or lower[lo] in _STRIP or lower[lo] == "."):
            lo += 1
        while lo + 1 < hi and lower[lo] in _OPENERS and self.deps[lo] in {"mark", "cc"}:
            lo += 1
            while lo < hi and (unread[lo] or lower[lo] in _STRIP):
                lo += 1
        while hi > lo and (unread[hi - 1] or lower[hi - 1] in _STOPS):
            hi -= 1
        # a bracket that closes nothing within
        while hi > lo and (
            (lower[hi - 1] == ")" and "(" not in lower[lo:hi]) or (lower[hi - 1] in _STOPS and hi - 1 > lo)
        ):
            hi -= 1
        return (lo, hi) if hi > lo else None

    def inner(self, k: int) -> tuple[int, int]:
        """A quotation without its marks and the comma or stop before the last of them."""
        lo, hi = self.quotes[k]
        if self.lower[lo] in OPENING:
            lo += 1
        if hi - 1 > lo and self.lower[hi - 1] in CLOSING:
            hi -= 1
        while hi - 1 > lo and (self.unread[hi - 1] or self.lower[hi - 1] in {",", "."}):
            hi -= 1
        while lo < hi - 1 and self.unread[lo]:
            lo += 1
        return lo, hi


def _crosses(heads: list[int], pos: list[str], i: int, head: int, root: int) -> bool:
    """Whether an arc spans the root or crosses a shorter one: most likely it is wrong, and would stretch a phrase."""
    low, high = (i, head) if i < head else (head, i)
    if low < root < high:
        return True
    size = high - low
    for j in range(low + 1, high):
        other = heads[j]
        if (
            (other < low or other > high)
            and pos[j] not in {"PUNCT", "SPACE"}
            and abs(other - j) < size
            and not (j < root < other or other < root < j)
        ):
            return True
    return False


def _joined(doc: Doc, unread: list[bool]) -> list[tuple[int, int]]:
    """Quotations as token ranges; one that opens again at each paragraph and closes only at the last is one."""
    out: list[tuple[int, int]] = []
    open_end = False
    for span in group(doc, "quotes"):
        start, end = span.start, span.end
        while end - 1 > start and unread[end - 1]:
            end -= 1
        if open_end and all(doc[k].is_space for k in range(out[-1][1], start)):
            out[-1] = (out[-1][0], end)
        else:
            out.append((start, end))
        open_end = doc[end - 1].text not in CLOSING or end - start < 2
    return out
