"""What the steps of the component pass on: the text's words, and names while they are still being decided."""

from __future__ import annotations

from dataclasses import dataclass

from spacy.tokens import Doc

from bot.analysis.columns import Columns
from bot.analysis.dependents import index
from bot.analysis.extensions import mask, text_of
from bot.analysis.names.places import Place

_INVISIBLE = "\u200b\u200e\u200f"


@dataclass(slots=True)
class Found:
    """A name at tokens ``start``-``end`` (exclusive). ``kind``: the gazetteer's kind, or "person", "org", "place"."""

    start: int
    end: int
    label: str
    kind: str
    code: str = ""
    name: str = ""
    rule: str = ""
    place: Place | None = None


class Text:
    """One text's words and annotations as plain lists (spaCy's tokens are slow to ask)."""

    def __init__(self, doc: Doc) -> None:
        self.doc = doc
        self.parsed = doc.has_annotation("DEP")
        columns = index(doc).columns if self.parsed else Columns(doc, parsed=False)
        self.skip = mask(doc, "datelines")
        self.words, self.head = columns.words, columns.heads
        self.first = [False] * len(self.words)
        for start in columns.starts[:-1]:
            self.first[start] = True
        self.pos, self.dep = columns.pos, columns.deps
        self.low = columns.lower
        if not text_of(doc).isascii():
            self.low = [word.strip(_INVISIBLE) for word in self.low]
        self.size = len(self.words)
        self.ents: list[tuple[int, int, str]] = [(e.start, e.end, e.label_) for e in doc.ents]
        self.ent_at: dict[int, tuple[int, int, str]] = {i: e for e in self.ents for i in range(e[0], e[1])}
        letters = [w for w, f in zip(self.words, self.first, strict=True) if not f and w[0].isalpha()]
        large = [w for w in letters if not w[0].islower()]
        capitals = sum(w[0].isupper() for w in large)
        shouted = sum(w.isupper() and len(w) > 1 for w in large)
        self.cased = not letters or len(letters) < 6 or 0.01 * len(letters) < capitals
        self.shouted = len(letters) > 5 and shouted > 0.6 * len(letters)
        if self.shouted:
            self.cased = False

    def word(self, i: int) -> str:
        """The lower-cased word at ``i``, "" outside the text."""
        return self.low[i] if 0 <= i < self.size else ""

    def capital(self, i: int) -> bool:
        """Whether the word begins with a capital letter; in a text without case every noun that is a name does."""
        if not 0 <= i < self.size:
            return False
        if self.cased:
            return self.words[i][:1].isupper()
        return self.pos[i] == "PROPN" if self.parsed else self.words[i][:1].isalpha()
