"""WordPiece as BERT's uncased vocabulary wants it, one spaCy token at a time, so that nothing has to be aligned.

Source: Wu et al. 2016 (arXiv:1609.08144), greedy longest match first; the vocabulary is MiniLM's (Apache-2.0).
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from pathlib import Path

MAX_PIECES = 6
"""A token is represented by its first piece; what a long address has beyond these says nothing more."""

_MAX_LETTERS = 100


class WordPiece:
    """Pieces of words. Remembers the words it has seen, up to ``memory`` of them."""

    def __init__(self, vocabulary: Iterable[str], *, memory: int = 50_000) -> None:
        self.ids = {piece: n for n, piece in enumerate(vocabulary)}
        self.unknown = self.ids["[UNK]"]
        self.cls, self.sep = self.ids["[CLS]"], self.ids["[SEP]"]
        self._memory = memory
        self._seen: dict[str, tuple[int, ...]] = {}

    @classmethod
    def read(cls, path: Path) -> WordPiece:
        """The vocabulary of a file, one piece a line, in order."""
        return cls(path.read_text(encoding="utf-8").splitlines())

    def pieces(self, word: str) -> tuple[int, ...]:
        """Ids of the pieces of one token: at least 1, at most ``MAX_PIECES``."""
        found = self._seen.get(word)
        if found is None:
            found = self._split(word)
            if len(self._seen) >= self._memory:
                self._seen.clear()
            self._seen[word] = found
        return found

    def _split(self, word: str) -> tuple[int, ...]:
        out: list[int] = []
        for part in _parts(word[:_MAX_LETTERS]):
            out += self._greedy(part)
            if len(out) >= MAX_PIECES:
                break
        return tuple(out[:MAX_PIECES]) or (self.unknown,)

    def _greedy(self, part: str) -> list[int]:
        out: list[int] = []
        start = 0
        while start < len(part):
            for end in range(len(part), start, -1):
                piece = part[start:end] if start == 0 else "##" + part[start:end]
                if piece in self.ids:
                    out.append(self.ids[piece])
                    start = end
                    break
            else:
                return [self.unknown]
        return out


def _parts(word: str) -> list[str]:
    """Lower-cased, without accents, cut at punctuation and ideographs."""
    out: list[str] = []
    run = ""
    for char in unicodedata.normalize("NFD", word.lower()):
        kind = unicodedata.category(char)
        if kind == "Mn" or kind.startswith("C"):
            continue
        alone = kind.startswith(("P", "S")) or 0x4E00 <= ord(char) <= 0x9FFF
        if alone or char.isspace():
            if run:
                out.append(run)
                run = ""
            if alone:
                out.append(char)
        else:
            run += char
    return [*out, run] if run else out
