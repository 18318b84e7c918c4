"""Who "he", "they" and "the source" are: an earlier speaker or name where one candidate fits."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, field

from spacy.tokens import Span

from bot.analysis.claims import speakers
from bot.analysis.claims.verbs import (
    DOCUMENTS,
    FEMALE,
    GIVEN_HE,
    GIVEN_SHE,
    HUMANS,
    MALE,
    ORGANISATION_NOUNS,
    PLURAL_NOUNS,
)
from bot.analysis.claims.words import Words

PRONOUNS = frozenset({"he", "she", "they", "it", "him", "her", "his", "their", "its", "them"})
_NEAR = 3
"""Sentences back in which somebody can be meant."""
_ANNOUNCING = frozenset({"say", "announce", "confirm"})
_WHO = frozenset({"PERSON", "ORG", "GPE"})
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
    """(token, sentence) of everybody who acts, ascending."""
    persons: list[int] = field(default_factory=list)
    """Heads of all persons' names, ascending."""
    genders: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        t = self.t
        last: Span | None = None
        for i in sorted(t.names):
            name = t.names[i]
            if name is last:
                continue
            last = name
            if name.label_ not in _WHO:
                continue
            head = self._head_of(name)
            if name.label_ == "PERSON":
                self._learn(head, name)
                self.persons.append(head)
            if t.deps[head] in _ACTS:
                self.actors.append((head, t.sent[head]))
        for i in range(t.n):
            if t.deps[i] not in _ACTS or i in t.names or t.tags[i] not in {"NN", "NNS"}:
                continue
            if t.lemmas[i] in HUMANS or (t.tags[i] == "NN" and t.lemmas[i] in ORGANISATION_NOUNS):
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
        first = t.lower[name.start]
        if name.end - name.start > 1 and key not in self.genders:
            if first in GIVEN_HE:
                self.genders[key] = "he"
            elif first in GIVEN_SHE:
                self.genders[key] = "she"

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
        if name is not None and name.label_ == "ORG" and name.end - name.start > 2:
            return "org"  # "Doctors Without Borders"
        if lower in PLURAL_NOUNS or t.tags[head] in {"NNS", "NNPS"}:
            return "many"
        if t.lemmas[head] in DOCUMENTS:
            return "paper"
        if name is not None or t.lemmas[head] in ORGANISATION_NOUNS:
            return "org"
        if t.pos[head] == "PROPN":
            return "either"
        return "person" if speakers.alive(t, head) else "org"

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
        own = self._subject_over(head, kind)
        if own is not None:
            return own
        recent: list[_Known] = []
        for item in reversed(self.known):
            if item.head >= head:
                continue
            if t.sent[head] - t.sent[item.last] > _NEAR or len(recent) >= 6:
                break
            if _fits(self.sort_of(item.head), kind):
                recent.append(item)
        rival = self._rival(head, recent[0] if recent else None, kind)
        if rival is not None:
            return rival
        if not recent:
            return self._only_person(head, kind) if kind in {"he", "she"} else None
        first = recent[0]
        if (
            kind in {"he", "she"}
            and first.head not in t.names
            and (named := self._named_before(first, kind)) is not None
        ):
            return speakers.span(t, named), named
        others = {item.key for item in recent if t.sent[item.last] == t.sent[first.last]}
        if len(others) > 1 and kind in {"they", "it"} and t.deps[first.head] not in _ACTS:
            return None
        if kind in {"he", "she"} and first.sort in {"person", "either"}:
            name = t.names.get(first.head)
            if name is not None:
                self.genders.setdefault(t.lower[name.end - 1], kind)
        return first.span, first.head

    def _subject_over(self, head: int, kind: str) -> tuple[Span, int] | None:
        """The subject of the clause on which the pronoun's own one hangs: "The army freed what it called hostages",
        "fighters ambushed a column; they say …", "Oxfam is leaving the town, it said"."""
        t = self.t
        verb = t.heads[head]
        if t.pos[verb] != "VERB" or not t.deps[head].startswith("nsubj"):
            return None
        dep = t.deps[verb]
        above: int | None = None
        if dep == "acl:relcl" and t.heads[verb] < head:
            above = t.heads[verb]
            for _ in range(6):
                if t.pos[above] == "VERB" or t.heads[above] == above:
                    break
                above = t.heads[above]
        elif dep == "parataxis" and t.heads[verb] < head and t.lower[head - 1] == ";":
            above = t.heads[verb]
        elif t.lemmas[verb] in _ANNOUNCING and kind == "it":
            above = next((k for k in t.kids[verb] if k < head and t.deps[k] == "ccomp"), None)
            above = t.heads[verb] if above is None and dep == "parataxis" and t.heads[verb] < head else above
        if above is None:
            return None
        subject = t.child(above, "nsubj")
        if subject is None or subject > head or t.pos[subject] == "PRON" or not _fits(self.sort_of(subject), kind):
            return None
        name = t.names.get(subject)
        named = name is not None and name.label_ in ({"ORG"} if kind == "it" and dep != "acl:relcl" else _WHO)
        if named or (t.lemmas[subject] in HUMANS | ORGANISATION_NOUNS and kind != "it") or (
            dep == "acl:relcl" and t.lemmas[subject] in ORGANISATION_NOUNS
        ):  # fmt: skip
            return speakers.span(t, subject), subject
        return None

    def _named_before(self, speaker: _Known, kind: str) -> int | None:
        """Whom the sentence of an unnamed speaker is about: "The envoy X flew to Y for what an aide called talks"."""
        t = self.t
        low = bisect_left(self.persons, t.sentence(speaker.head)[0])
        for token in self.persons[low : bisect_left(self.persons, speaker.head)]:
            acts = t.deps[token] in _ACTS or (t.deps[token] == "appos" and t.deps[t.heads[token]] in _ACTS)
            if acts and t.quote[token] < 0 and _fits(self.sort_of(token), kind):
                return token
        return None

    def _only_person(self, head: int, kind: str) -> tuple[Span, int] | None:
        """The one person named in this sentence and the two before it whom "he" or "she" can mean."""
        t = self.t
        found: dict[str, int] = {}
        for token in self.persons[: bisect_left(self.persons, head)][-8:]:
            if t.sent[head] - t.sent[token] <= _NEAR - 1 and _fits(self.sort_of(token), kind):
                found[t.lower[self._last(token)]] = token
        if len(found) != 1:
            return None
        token = next(iter(found.values()))
        return speakers.span(t, token), token

    def _rival(self, head: int, speaker: _Known | None, kind: str) -> tuple[Span, int] | None:
        """Somebody who acted after the last speaker did, in this sentence or the one before."""
        t = self.t
        found: list[int] = []
        low = bisect_left(self.actors, (head, 0))
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
            if kind in {"he", "she"} or t.deps[token].startswith("nsubj"):
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
