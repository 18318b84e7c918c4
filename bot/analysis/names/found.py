"""What the steps of the component pass on: the text's words, and names while they are still being decided."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from spacy.attrs import DEP, HEAD, ORTH, POS, SENT_START
from spacy.tokens import Doc

from bot.analysis.extensions import mask
from bot.analysis.names.places import Place


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
        columns, strings = doc.to_array([ORTH, SENT_START, POS, DEP, HEAD]), doc.vocab.strings

        def texts(k: int) -> list[str]:
            values = columns[:, k].tolist()
            known = {value: strings[value] for value in set(values)}
            return [known[value] for value in values]

        self.first: list[bool] = (columns[:, 1] == 1).tolist()
        self.skip = mask(doc, "datelines")
        if self.parsed:
            self.words, self.pos, self.dep = texts(0), texts(2), texts(3)
            self.head = (columns[:, 4].astype(np.int64) + np.arange(len(columns))).tolist()
        else:
            self.words = texts(0)
            self.first[:1] = [True] * len(self.first[:1])
            self.pos = self.dep = [""] * len(self.words)
            self.head = list(range(len(self.words)))
        self.low = [word.lower().strip("\u200b\u200e\u200f") for word in self.words]
        self.size = len(self.words)
        self.ents: list[tuple[int, int, str]] = [(e.start, e.end, e.label_) for e in doc.ents]
        self.ent_at: dict[int, tuple[int, int, str]] = {i: e for e in self.ents for i in range(e[0], e[1])}
        letters = [w for w, f in zip(self.words, self.first, strict=True) if not f and w[:1].isalpha()]
        capitals = sum(w[0].isupper() for w in letters)
        shouted = sum(w.isupper() and len(w) > 1 for w in letters)
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
