"""One sentence as the rules look at it: its words, phrases, clauses, dates, numbers and claims."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from spacy.tokens import Doc, Span, Token

from bot.analysis.extensions import group, mask
from bot.analysis.lexicon.wordlists import words
from bot.analysis.lexicon.words import (
    AUXILIARIES,
    DETERMINERS,
    QUOTE_MARKS,
    SUBORDINATORS,
)
from bot.analysis.windows.phrases import Phrase

_CLAUSE_CUES = words(
    "said says say saying told tells telling adding added adds warned warns warning claimed claims "
    "claiming stated announced confirmed denied denies denying insisted insists noting noted stressed "
    "reported reports believe believes believed alleged alleging vowed threatened reiterated "
    "acknowledged argued suggested reporting explained declared revealed"
)


@dataclass(slots=True)
class View:
    """One sentence with its phrases; token indices are the document's."""

    doc: Doc
    start: int
    end: int
    phrases: list[Phrase]
    skip: list[bool]
    quoted: list[bool]
    dated: list[bool]
    lowers: list[str]
    names: list[Span]
    clauses: list[int] = field(default_factory=list)
    _speeches: list[Any] | None = None
    _amounts: list[Any] | None = None
    speaker_at: Callable[[int], Phrase | None] = lambda _: None

    def __post_init__(self) -> None:
        self.clauses = list(_clauses(self))

    def clause_of(self, i: int) -> tuple[int, int]:
        """The clause around token ``i``: (start, end)."""
        begin = max((c for c in self.clauses if c <= i), default=self.start)
        return begin, min((c for c in self.clauses if c > i), default=self.end)

    def lower(self, i: int) -> str:
        """The word at ``i``, "" outside the sentence."""
        return self.lowers[i] if self.start <= i < self.end else ""

    def _token(self, i: int) -> Token | None:
        return self.doc[i] if 0 <= i < len(self.doc) else None

    def text(self, i: int) -> str:
        """The word at ``i`` as written, "" outside the document."""
        token = self._token(i)
        return token.text if token is not None else ""

    def shape(self, i: int) -> str:
        """spaCy's shape of the word at ``i`` ("Xxxx"), "" outside the document."""
        token = self._token(i)
        return token.shape_ if token is not None else ""

    def alpha(self, i: int) -> bool:
        """Whether the word at ``i`` is all letters."""
        token = self._token(i)
        return token is not None and token.is_alpha

    def space(self, i: int) -> bool:
        """Whether token ``i`` is white space."""
        token = self._token(i)
        return token is not None and token.is_space

    def starts_sentence(self, i: int) -> bool:
        """Whether a sentence begins with token ``i``."""
        token = self._token(i)
        return token is not None and bool(token.is_sent_start)

    def speeches(self) -> list[Any]:
        """The claims whose content reaches into this sentence (``Speech`` of speech.py)."""
        if self._speeches is None:
            self._speeches = [s for s in self.doc._.speeches if s.start < self.end and s.end > self.start]
        return self._speeches

    def amounts(self) -> list[Any]:
        """The quantities of this sentence (``Amount`` of quantities.py)."""
        if self._amounts is None:
            self._amounts = [a for a in self.doc._.quantities if self.start <= a.start < self.end]
        return self._amounts

    def ending_at(self, i: int) -> Phrase | None:
        """The phrase whose last token is ``i``."""
        return next((p for p in self.phrases if p.end - 1 == i), None)

    def covering(self, i: int) -> Phrase | None:
        """The phrase that token ``i`` is part of."""
        return next((p for p in self.phrases if p.start <= i < p.end), None)

    def words(self, start: int, end: int) -> list[str]:
        """Lower-case words of a range, kept to the sentence."""
        return self.lowers[max(start, self.start) : max(min(end, self.end), 0)]


def views(doc: Doc) -> Iterator[View]:
    """A view of every sentence."""
    quoted = mask(doc, "quotes")
    dated = mask(doc, "dates")
    lowers = [token.lower_ for token in doc]
    skip = list(dated)
    for amount in doc._.quantities:
        skip[amount.start : amount.end] = [True] * (amount.end - amount.start)
    phrases: tuple[Phrase, ...] = doc._.phrases
    at = 0
    names = group(doc, "names")
    name_at = 0
    for sent in doc.sents:
        named = []
        while name_at < len(names) and names[name_at].start < sent.end:
            if names[name_at].start >= sent.start:
                named.append(names[name_at])
            name_at += 1
        while at < len(phrases) and phrases[at].start < sent.start:
            at += 1
        inside = []
        k = at
        while k < len(phrases) and phrases[k].end <= sent.end:
            inside.append(phrases[k])
            k += 1
        yield View(doc, sent.start, sent.end, inside, skip, quoted, dated, lowers, named)


def _clauses(view: View) -> Iterator[int]:
    yield view.start
    for i in range(view.start + 1, view.end):
        lower = view.lower(i)
        before = view.lower(i - 1)
        if lower in SUBORDINATORS and not (
            lower == "as" and (before in {"such", "well", "same"} or view.lower(i + 1) in {"well", "part", "many"})
        ):
            if lower in {"since", "before", "after", "until"} and view.skip[i]:
                continue
            yield i
        elif (
            before in {";", ":", "–", "—"}
            or (before in _CLAUSE_CUES and lower != "that" and lower not in {"to", "by"})
            or (view.text(i - 1) in QUOTE_MARKS and view.quoted[i - 1] and not view.quoted[i])
        ):
            yield i
        elif before in {"and", "but"} and _opens_clause(view, i):
            yield i - 1


def _opens_clause(view: View, i: int) -> bool:
    """Whether a subject and a verb of its own follow "and": "..., and the army fired ...". Kept simple."""
    phrase = next((p for p in view.phrases if p.start >= i), None)
    if phrase is None or any(view.lower(k) not in DETERMINERS for k in range(i, phrase.start)):
        return False
    after = view.lower(phrase.end)
    return after in AUXILIARIES - {"to"} or (after.endswith("ed") and view.lower(phrase.end + 1) != "by")


def in_group(doc: Doc, name: str, i: int) -> Span | None:
    """The span of a group that covers token ``i``."""
    return next((span for span in group(doc, name) if span.start <= i < span.end), None)
