"""Who "he", "they" and "the source" are: an earlier speaker or name where one candidate fits."""

from __future__ import annotations

from dataclasses import dataclass, field

from spacy.tokens import Span

from bot.analysis.claims import speakers
from bot.analysis.claims.verbs import DOCUMENTS, FEMALE, HUMANS, MALE, ORGANISATION_NOUNS, PLURAL_NOUNS
from bot.analysis.claims.words import Words

PRONOUNS = frozenset({"he", "she", "they", "it", "him", "her", "his", "their", "its", "them"})
_NEAR = 3
"""Sentences back in which somebody can be meant."""
_ACTS = frozenset({"nsubj", "nsubj:pass", "nsubj:outer", "obl:agent"})


@dataclass(slots=True)
class _Known:
    head: int
    span: Span
    sort: str
    """"he", "she", "person" (either), "org", "many" or "paper"."""
    key: str
    last: int
    """Where it was last spoken of."""


@dataclass(slots=True)
class Referents:
    """Speakers so far, in the order of the text, and the persons who act in each sentence."""

    t: Words
    known: list[_Known] = field(default_factory=list)
    by_head: dict[str, list[_Known]] = field(default_factory=dict)
    actors: list[tuple[int, int]] = field(default_factory=list)
    """(token, sentence) of every person's name that acts, ascending."""
    genders: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        t = self.t
        last: Span | None = None
        for i in sorted(t.names):
            name = t.names[i]
            if name is last:
                continue
            last = name
            if name.label_ != "PERSON":
                continue
            head = self._head_of(name)
            self._learn(head, name)
            if t.deps[head] in _ACTS:
                self.actors.append((head, t.sent[head]))
        for i in range(t.n):
            if t.deps[i] in _ACTS and t.tags[i] == "NN" and t.lemmas[i] in HUMANS and i not in t.names:
                self.actors.append((i, t.sent[i]))
        self.actors.sort()

    def _head_of(self, name: Span) -> int:
        for i in range(name.start, name.end):
            if not name.start <= self.t.heads[i] < name.end:
                return i
        return name.end - 1

    def _learn(self, head: int, name: Span) -> None:
        t = self.t
        key = t.lower[name.end - 1]
        for i in (*t.kids[head], name.start - 1):
            if i >= 0 and t.lower[i] in FEMALE:
                self.genders[key] = "she"
            elif i >= 0 and t.lower[i] in MALE:
                self.genders[key] = "he"

    def sort_of(self, head: int) -> str:
        """What can stand for a noun: he, she, either ("person"), it ("org") or they ("many")."""
        t = self.t
        lower = t.lower[head]
        if t.child(head, "conj") is not None:
            return "many"
        name = t.names.get(head)
        if name is not None and name.label_ == "PERSON":
            return self.genders.get(t.lower[name.end - 1], "person")
        if lower in FEMALE:
            return "she"
        if lower in MALE:
            return "he"
        if lower in PLURAL_NOUNS or t.tags[head] in {"NNS", "NNPS"}:
            return "many"
        if t.lemmas[head] in DOCUMENTS:
            return "paper"
        if name is not None or t.lemmas[head] in ORGANISATION_NOUNS:
            return "org"
        if t.pos[head] == "PROPN":
            return "either"
        return "person"

    def see(self, head: int, span: Span) -> None:
        """Remembers somebody who spoke."""
        sort = self.sort_of(head)
        lower = self.t.lower[head]
        item = _Known(head, span, sort, lower, head)
        self.known.append(item)
        self.by_head.setdefault(lower, []).append(item)

    def resolve(self, head: int) -> tuple[Span, int] | None:
        """The earlier speaker or name a pronoun or a short description stands for, with its head."""
        lower = self.t.lower[head]
        if lower in PRONOUNS:
            return self._pronoun(head, lower)
        return self._description(head, lower)

    def _pronoun(self, head: int, lower: str) -> tuple[Span, int] | None:
        t = self.t
        kind = {"him": "he", "his": "he", "her": "she", "their": "they", "them": "they", "its": "it"}.get(lower, lower)
        recent: list[_Known] = []
        for item in reversed(self.known):
            if item.head >= head:
                continue
            if t.sent[head] - t.sent[item.last] > _NEAR or len(recent) >= 6:
                break
            if _fits(item.sort, kind):
                recent.append(item)
        if kind in {"he", "she"}:
            rival = self._rival(head, recent[0] if recent else None, kind)
            if rival is not None:
                return rival
        if not recent:
            return None
        first = recent[0]
        others = {item.key for item in recent if t.sent[item.last] == t.sent[first.last]}
        if len(others) > 1 and kind in {"they", "it"} and t.deps[first.head] not in _ACTS:
            return None
        if kind in {"he", "she"} and first.sort in {"person", "either"}:
            name = t.names.get(first.head)
            if name is not None:
                self.genders.setdefault(t.lower[name.end - 1], kind)
        return first.span, first.head

    def _rival(self, head: int, speaker: _Known | None, kind: str) -> tuple[Span, int] | None:
        """A person who acted after the last speaker did, in this sentence or the one before."""
        t = self.t
        found: list[int] = []
        low, high = 0, len(self.actors)
        while low < high:
            middle = (low + high) // 2
            if self.actors[middle][0] < head:
                low = middle + 1
            else:
                high = middle
        for token, number in reversed(self.actors[max(0, low - 4) : low]):
            if t.sent[head] - number > 1 or (speaker is not None and token <= speaker.last):
                break
            if t.quote[token] < 0 and _fits(self.sort_of(token), kind):
                found.append(token)
        keys = {t.lower[self._last(token)] for token in found}
        if speaker is not None and (name := t.names.get(speaker.head)) is not None:
            keys.discard(t.lower[name.end - 1])
        if len(keys) == 1 and found:
            # somebody else acts: with a speaker near, two fit, and the nearer subject is the likelier one
            token = next(k for k in found if t.lower[self._last(k)] in keys)
            if speaker is None or t.sent[token] == t.sent[head] or t.deps[token].startswith("nsubj"):
                return speakers.span(t, token), token
        return None

    def _last(self, token: int) -> int:
        return self.t.names[token].end - 1 if token in self.t.names else token

    def _description(self, head: int, lower: str) -> tuple[Span, int] | None:
        """ "the source", "the official": the one longer description with that noun before it."""
        t = self.t
        if t.pos[head] != "NOUN":
            return None
        kids = t.kids[head]
        if len(kids) != 1 or t.lower[kids[0]] not in {"the", "that", "this", "same"}:
            return None
        seen: dict[str, _Known] = {}
        for item in self.by_head.get(lower, ())[-6:]:
            if item.head < head and len(item.span) > 2:
                seen[item.span.text.lower()] = item
        if len(seen) != 1:
            return None
        item = next(iter(seen.values()))
        if t.child(item.head, "conj") is not None:
            lo, hi = speakers.extent(t, item.head, joint=False)
            return t.doc[lo:hi], item.head
        return item.span, item.head


def _fits(sort: str, kind: str) -> bool:
    if kind in {"he", "she"}:
        return sort in {kind, "person", "either"}
    if kind == "it":
        return sort in {"org", "paper", "either"}
    return sort in {"many", "org"}
