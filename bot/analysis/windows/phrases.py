"""Noun phrases that can act, be hurt or speak: "Iran-backed Iraqi militia groups", "a spokesperson for the ministry".

Without a parser a phrase is found from its head: a name, or a noun of lexicon/nouns.toml, widened to the left over
what may modify it and to the right over "of/for/in" and a name. The article is not part of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from spacy.language import Language
from spacy.tokens import Doc, Span, Token

from bot.analysis import lexicon
from bot.analysis.extensions import group
from bot.analysis.lexicon.wordlists import words
from bot.analysis.lexicon.words import ADVERBS, DETERMINERS, POSSESSIVES, PREPOSITIONS, SUBORDINATORS
from storage.model.findings import Mention

ACTORS = frozenset({"armed", "force", "government", "people", "person", "gpe", "org", "group"})
ARMED = frozenset({"armed", "force", "group", "gpe", "org", "vehicle"})
_ADJECTIVE_ENDINGS = ("al", "ic", "ary", "ive", "ous", "ese", "ian", "ist", "ish", "ern", "less")
_RULED = frozenset({"led", "run", "held", "controlled", "occupied", "administered"})
_PREFIXES = frozenset({"anti", "non", "pro", "counter", "ex"})
_LINKING = words("of for from in at with inside within")
_NEVER_MODIFIER = (
    PREPOSITIONS
    | SUBORDINATORS
    | ADVERBS
    | DETERMINERS
    | words("said told killed wounded injured attacked and or but was were is are has have had been")
)
_KINDS = {
    "country": "gpe",
    "capital": "gpe",
    "city": "gpe",
    "place": "loc",
    "government": "gpe",
    "organ": "org",
    "armed": "group",
    "outlet": "outlet",
    "person": "person",
    "org": "org",
    "facility": "thing",
    "weapon": "weapon",
    "vehicle": "vehicle",
}


@dataclass(frozen=True, slots=True)
class Phrase:
    """Tokens ``start``-``end`` (exclusive) with ``head``; ``codes`` are the countries it stands for, main one first.

    ``joint`` says that the codes are conjoined ("Israeli and American targets"): one event for each.
    """

    start: int
    end: int
    head: int
    kind: str
    codes: tuple[str, ...] = ()
    joint: bool = False
    pronoun: bool = False
    locative: bool = False

    @property
    def code(self) -> str | None:
        """The main country."""
        return self.codes[0] if self.codes else None

    def mention(self, doc: Doc, code: str | None = None) -> Mention:
        """The phrase as a noun of the model."""
        start = doc[self.start].idx
        last = doc[self.end - 1]
        end = last.idx + len(last)
        return Mention(doc[self.start : self.end].text, start, end, code or self.code)


def _may_modify(token: Token) -> bool:
    lower = token.lower_
    if lower in _NEVER_MODIFIER or not (token.is_alpha or "-" in lower):
        return False
    if lower in lexicon.modifiers():
        return True
    kind = lexicon.head_nouns().get(lower)
    if kind is not None and not lower.endswith("s"):
        return True
    if token.shape_[:2] == "Xx" and not token.is_sent_start:
        return True
    return len(lower) > 4 and lower.endswith(_ADJECTIVE_ENDINGS)


def _compound_left(doc: Doc, i: int) -> int | None:
    """Where "Iran-backed", "al-Shabaab-linked" or "pro-Russian" begins, if token ``i`` ends one."""
    if i >= 2 and doc[i - 1].text in {"-", "‑"} and not doc[i - 1].whitespace_ and not doc[i - 2].whitespace_:
        return i - 2
    return None


class Phrases:
    """Sets ``Doc._.phrases``, in text order, never overlapping."""

    def __call__(self, doc: Doc) -> Doc:
        heads = lexicon.head_nouns()
        names = {i: span for span in group(doc, "names") for i in range(span.start, span.end)}
        quantities = {i for a in doc._.quantities for i in range(a.start, a.end)}
        found: list[Phrase] = []
        floor = 0
        i = 0
        while i < len(doc):
            span = names.get(i)
            if span is not None and i != span.start:
                i += 1
                continue
            phrase = self._from_name(doc, span, names, floor, quantities) if span else None
            if phrase is None and span is None and self._is_head(doc, i, heads):
                phrase = self._from_head(doc, i, heads[doc[i].lower_], names, floor, quantities)
            if phrase is None:
                i += 1
                continue
            phrase = self._widen(doc, phrase, names, heads)
            if phrase.kind == "person" and found and found[-1].end == phrase.start and found[-1].kind == "government":
                found.pop()  # "Defence Minister X" is X
            found.append(phrase)
            floor = i = phrase.end
        doc._.phrases = tuple(found)
        return doc

    @staticmethod
    def _is_head(doc: Doc, i: int, heads: object) -> bool:
        token = doc[i]
        if token.lower_ not in lexicon.head_nouns():
            return False
        following = doc[i + 1] if i + 1 < len(doc) else None
        if i >= 2 and doc[i - 1].text == "-" and not doc[i - 1].whitespace_ and doc[i - 2].lower_ in _PREFIXES:
            return False  # "anti-ship"
        if following is None or following.is_sent_start:
            return True
        if following.text in {"-", "‑"} and not following.whitespace_ and not token.whitespace_:
            return False
        # a modifier, not a head: "police station", "militia groups", "army base"
        return not (following.lower_ in lexicon.head_nouns() and not _verb_like(doc, i + 1))

    def _from_name(self, doc: Doc, span: Span, names: dict[int, Span], floor: int, numbers: set[int]) -> Phrase | None:
        end = span.end
        code = (span.kb_id_,) if span.kb_id_ else ()
        if end < len(doc) and doc[end].text in {"-", "‑"} and not doc[end].whitespace_ and not doc[end - 1].whitespace_:
            return None  # "Iran-backed": part of what follows
        owns = end < len(doc) and doc[end].text in {"’s", "'s"}
        if self._head_after(doc, end + 1 if owns else end, names) is not None:
            return None
        kind = _KINDS.get(span.id_)
        if span.id_ == "demonym":
            if not span.text.endswith(("s", "i", "ese", "sh", "ch")) or self._adjectival(doc, end):
                return None
            kind = "people" if span.text.endswith("s") else None
        if kind is None:
            return None
        start = span.start
        if kind in {"weapon", "vehicle"} and start - 1 >= floor and start - 1 in names:
            owner = names[start - 1]  # "Turkish drones"
            if owner.id_ in {"demonym", "armed", "country"}:
                start, code = max(owner.start, floor), (owner.kb_id_,) if owner.kb_id_ else ()
        return Phrase(start, span.end, span.end - 1, kind, code)

    @staticmethod
    def _adjectival(doc: Doc, end: int) -> bool:
        return end < len(doc) and (doc[end].is_alpha and doc[end].lower_ in lexicon.head_nouns())

    @staticmethod
    def _head_after(doc: Doc, i: int, names: dict[int, Span]) -> int | None:
        """The head that a name modifies ("Russian missile troops"): up to four modifiers on, or ``None``."""
        heads = lexicon.head_nouns()
        joined = False
        for k in range(i, min(i + 7, len(doc))):
            token = doc[k]
            if token.is_sent_start:
                return None
            if token.lower_ in heads and (
                k + 1 >= len(doc) or doc[k + 1].lower_ not in heads or _verb_like(doc, k + 1)
            ):
                return None if joined and names.get(i - 1) is None else k
            if token.lower_ in {"and", "or"} and names.get(k + 1) is not None and names[k + 1].id_ == "demonym":
                joined = True
                continue
            span = names.get(k)
            if span is not None and span.id_ in {"demonym", "weapon", "vehicle"}:
                continue
            if not _may_modify(token) or (token.lower_.endswith("ed") and token.lower_ not in lexicon.modifiers()):
                return None
        return None

    def _from_head(
        self, doc: Doc, head: int, kind: str, names: dict[int, Span], floor: int, numbers: set[int]
    ) -> Phrase | None:
        start = head
        codes: list[str] = []
        joint = False
        while start > floor:
            i = start - 1
            token = doc[i]
            if doc[start].is_sent_start or (i in numbers and not token.is_alpha):
                break
            left = _compound_left(doc, i)
            span = names.get(i)
            if left is not None and left >= floor:
                inner = names.get(left)
                start = inner.start if inner is not None else left
                if inner is not None and inner.kb_id_ and doc[i].lower_ in _RULED:
                    codes.append(inner.kb_id_)
                continue
            if span is not None:
                if span.id_ in {"outlet"}:
                    break
                if span.kb_id_ and span.kb_id_ not in codes:
                    codes.append(span.kb_id_)
                start = max(span.start, floor)
                continue
            if (
                token.lower_ in {"and", "or", ","}
                and i > floor
                and names.get(i - 1) is not None
                and names.get(start) is not None
            ):
                if names[i - 1].id_ == "demonym" and names[start].id_ == "demonym":
                    joint, start = True, i
                    continue
                break
            if token.text in {"’s", "'s"} and names.get(i - 1) is not None:
                start = i
                continue
            if not _may_modify(token):
                break
            start = i
        codes.reverse()
        possessive = start > 0 and doc[start - 1].lower_ in POSSESSIVES
        return Phrase(start, head + 1, head, kind, tuple(codes), joint, pronoun=possessive and not codes)

    @staticmethod
    def _widen(doc: Doc, phrase: Phrase, names: dict[int, Span], heads: object) -> Phrase:
        """Takes in "for the State Department", "of the Y Brigade" after one who speaks or belongs to something."""
        if phrase.kind == "org" and not phrase.codes and phrase.end + 1 < len(doc) and doc[phrase.end].lower_ == "in":
            seat = names.get(phrase.end + 1)  # "the Foreign Ministry in Kyiv"
            if seat is not None and seat.id_ == "capital":
                return replace(phrase, end=seat.end, codes=(seat.kb_id_,))
        if phrase.kind not in {"government", "people", "armed", "thing", "force"}:
            return phrase
        i = phrase.end
        limit = 2 if phrase.kind in {"government", "armed"} else 1
        end, codes = phrase.end, list(phrase.codes)
        for _ in range(limit):
            if i >= len(doc) or doc[i].lower_ not in _LINKING or doc[i].is_sent_start:
                break
            if doc[i].lower_ in {"in", "at", "inside", "with", "from", "within"} and phrase.kind != "government":
                break
            if (
                doc[i].lower_ == "in"
                and phrase.head
                and doc[phrase.head].lower_
                not in {"source", "sources", "official", "officials", "ambassador", "embassy", "authorities"}
            ):
                break
            k = i + 1
            while k < len(doc) and (
                doc[k].lower_ in {"the", "a", "an", "its", "their"} or doc[k].lower_ in lexicon.modifiers()
            ):
                k += 1
            span = names.get(k)
            if span is not None and span.start <= k and span.id_ not in {"outlet", "weapon", "vehicle"}:
                stop = span.end
                while (
                    stop < len(doc)
                    and not doc[stop].is_sent_start
                    and doc[stop].lower_ in lexicon.head_nouns()
                    and not _verb_like(doc, stop)
                ):
                    stop += 1
                if span.kb_id_ and span.kb_id_ not in codes:
                    codes.append(span.kb_id_)
            elif k < len(doc) and doc[k].lower_ in lexicon.head_nouns() and phrase.kind in {"government", "armed"}:
                stop = k + 1
                while stop < len(doc) and doc[stop].lower_ in lexicon.head_nouns() and not _verb_like(doc, stop):
                    stop += 1
            else:
                break
            end = i = stop
        return replace(phrase, end=end, codes=tuple(codes))


def _verb_like(doc: Doc, i: int) -> bool:
    """Whether a word that could be a head is more likely a verb here ("militants target the base")."""
    token = doc[i]
    if token.lower_ not in {
        "target",
        "targets",
        "guard",
        "guards",
        "mine",
        "patrol",
        "board",
        "post",
        "site",
        "house",
        "houses",
        "ship",
        "ships",
        "staff",
        "gang",
        "mines",
        "patrols",
        "area",
    }:
        return False
    following = doc[i + 1].lower_ if i + 1 < len(doc) else ""
    return following in DETERMINERS or following in {"us", "them"}


def at(phrases: Sequence[Phrase], i: int) -> Phrase | None:
    """The phrase that covers token ``i``."""
    return next((p for p in phrases if p.start <= i < p.end), None)


@Language.factory("sitrep_phrases")
def create_phrases(nlp: Language, name: str) -> Phrases:
    """The component."""
    return Phrases()
