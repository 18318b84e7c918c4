"""Direct speech that the tree alone does not attribute: quotations of several sentences, with the speaker before,
after or in the middle, and quotations that go on after one."""

from __future__ import annotations

from bot.analysis.claims import outlets, speakers
from bot.analysis.claims.attributions import Found, usable
from bot.analysis.claims.verbs import NOUNS, VERBS, Cue
from bot.analysis.claims.words import Words
from bot.analysis.lexicon.wordlists import words
from storage.model.findings import Stance

_ENDS = frozenset({",", ".", "!", "?", "…", "...", "—", "–", "--", ";", "-"})
_REACH_AFTER = 24
_REACH_BEFORE = 30
_LEAST = 2
_TEXTS = frozenset(NOUNS) & words("statement message tweet post letter comment remark warning announcement")
"""Nouns that introduce a quotation behind a colon."""


def find(t: Words, known: list[Found]) -> list[Found]:
    """Attributions of the quotations that ``known`` (in order of their cues) does not cover, in order."""
    covered: dict[int, Found] = {}
    for found in known:
        k = t.quote[found.start]
        if found.direct and k >= 0:
            covered[k] = found
        for quote in {t.quote[found.start], t.quote[found.end - 1]}:
            if quote >= 0 and quote not in covered:
                covered[quote] = found
    partial = _partial(t, known)
    busy = {found.cue for found in known if found.start > found.cue}
    out: list[Found] = []
    for k, (start, end) in enumerate(t.quotes):
        if k in covered and (covered[k].direct or k in partial):
            continue
        if k in partial:
            continue
        lo, hi = t.inner(k)
        if hi - lo < 1:
            continue
        item = _after(t, k, start, end, busy) or _before(t, k, start, end, covered)
        if item is None and _sentence_like(t, k, start, end):
            item = _carried(t, k, start, end, covered, known)
        item = item or _partly(t, k)
        if item is not None:
            covered[k] = item
            out.append(item)
    return _interrupted(t, known, out)


def _partial(t: Words, known: list[Found]) -> set[int]:
    """Quotations inside the content of indirect speech, or inside what an embedded cue says."""
    out: set[int] = set()
    for found in known:
        if t.quote[found.cue] >= 0 and t.quote[found.cue] == t.quote[found.start]:
            continue
        if not found.direct:
            out.update(k for k in t.quote[found.start : found.end] if k >= 0)
    return out


def _sentence_like(t: Words, k: int, start: int, end: int) -> bool:
    """A quotation that is a sentence of its own, not words within one."""
    lo, hi = t.inner(k)
    before = start - 1
    while before >= 0 and t.unread[before]:
        before -= 1
    opens = start == t.sentence(start)[0] or before < 0 or t.lower[before] in {".", "!", "?", ":", "”", '"'}
    last = end - 2
    while last > lo and t.unread[last]:
        last -= 1
    closes = t.lower[last] in _ENDS or end >= t.sentence(end - 1)[1] or (end < t.n and t.lower[end] in _ENDS)
    return opens and closes and hi - lo >= 3 and any(t.pos[j] in {"VERB", "AUX"} for j in range(lo, hi))


def _after(t: Words, k: int, start: int, end: int, busy: set[int]) -> Found | None:
    """ "…," said X; "…," X said; also where the tree begins a new sentence there."""
    last = end - 2
    while last > start and t.unread[last]:
        last -= 1
    at = end
    while at < t.n and t.unread[at] and "\n" not in t.doc[at].text:
        at += 1
    if at >= t.n or not (t.lower[last] in _ENDS or t.lower[at] in {",", "—", "–", "--"}):
        return None
    full_stop = t.lower[last] == "."
    if (
        t.lower[last] not in _ENDS
        and end - start < 6
        and not any(t.pos[k] in {"VERB", "AUX"} for k in range(start, end))
    ):
        return None
    if full_stop and t.sent[at] != t.sent[end - 1] and not _sentence_like(t, k, start, end):
        return None
    stop = min(t.sentence(at)[1], at + _REACH_AFTER)
    named = t.lower[at] in {"is", "was"} and t.lower[min(at + 1, t.n - 1)] in {"how", "what"}
    for i in range(at, stop):
        if named and (word := VERBS.get(t.lemmas[i])) is not None and t.pos[i] == "VERB":
            speaker = speakers.of_verb(t, i)  # "“Reckless,” is how the embassy described it."
            return _of(t, k, i, word, speaker, "quote-before") if speaker is not None else None
        if t.quote[i] >= 0 or t.lower[i] in {";", ":"} or t.lower[i] == "that":
            return None
        if full_stop and i > at and t.pos[i] == "VERB" and t.lemmas[i] not in VERBS:
            return None
        cue = _quoting(t, i) or (_inverted(t, i) if i == at else None)
        if cue is None:
            continue
        if full_stop and (i in busy or t.child(i, "ccomp") is not None):
            return None  # "…." X said Y: his next saying
        speaker = _speaker(t, i, at)
        if speaker is None or speaker == i:
            return None
        return _of(t, k, i, cue, speaker, "quote-before")
    return None


_READ = Cue("read", Stance.ASSERTS, frozenset("q"))
_WENT_ON = Cue("go on", Stance.ASSERTS, frozenset("q"))


def _inverted(t: Words, i: int) -> Cue | None:
    """A verb of saying right behind a quotation, whatever the tagger took it for: "…," quipped the premier."""
    lower = t.lower[i]
    if lower in {"read", "reads"}:
        return _READ
    if not lower.endswith("ed") or t.quote[i] >= 0:
        return None
    for lemma in (lower[:-2], lower[:-1], lower[:-3]):
        cue = VERBS.get(lemma)
        if cue is not None and "q" in cue.frames:
            return cue
    return None


def _quoting(t: Words, i: int) -> Cue | None:
    if t.pos[i] not in {"VERB", "AUX"}:
        return None
    if t.lower[i] == "went" and i + 1 < t.n and t.lower[i + 1] == "on":
        return _WENT_ON
    if t.lower[i] == "read" and i + 1 < t.n and t.lower[i + 1] in {".", ",", ":"}:
        return _READ if t.quote[i] < 0 else None  # "…," one such note, seen by VOA, read.
    cue = VERBS.get(t.lemmas[i])
    if cue is None or "q" not in cue.frames or not usable(t, i, cue):
        return None
    return None if t.child(i, "aux:pass", "nsubj:pass") is not None else cue


def _speaker(t: Words, i: int, floor: int) -> int | None:
    """By the tree; else the noun next to the cue on the side of the quotation's end."""
    found = speakers.of_verb(t, i) if t.pos[i] == "VERB" else None
    if found is not None and t.quote[found] < 0:
        return found
    if (found := speakers.between(t, floor, i)) is not None:
        return found
    for k in (i + 1, i + 2, i + 3, i + 4):
        if k < t.n and t.pos[k] in {"PROPN", "NOUN", "PRON", "NUM"} and t.sent[k] == t.sent[i]:
            head = t.heads[k]
            return head if head > i and t.pos[head] in {"PROPN", "NOUN"} and head - i < 10 else k
    return None


def _of(t: Words, k: int, i: int, cue: Cue, speaker: int, rule: str) -> Found:
    lo, hi = t.inner(k)
    via = outlets.through(t, i, speaker)
    if i in t.kids[speaker] and t.lemmas[t.heads[i]] == "quote":
        via = None
    return Found(lo, hi, i, cue, True, f"{cue.lemma}/{rule}", speaker, via)


def _before(t: Words, k: int, start: int, end: int, covered: dict[int, Found]) -> Found | None:
    """X said: "…"; X said, "…"; and what follows an interruption ("…," X said, "…")."""
    at = start - 1
    while at >= 0 and (t.unread[at] or t.lower[at] in {"\n"}):
        at -= 1
    if at < 0:
        return None
    mark = t.lower[at]
    colon = mark == ":"
    first = t.sentence(at)[0]
    lo, hi = t.inner(k)
    if not colon and (t.sent[at] != t.sent[start] and mark != ","):
        return None
    if colon and (label := _label(t, at, first)) is not None:
        return Found(lo, hi, at, _LABEL, True, "label", label)
    floor = max(first, at - _REACH_BEFORE)
    for i in range(at, floor - 1, -1):
        if t.quote[i] >= 0 and not colon:
            return None
        cue = _quoting(t, i)
        if cue is None and i == at and t.lemmas[i] == "as" and i > floor:
            continue
        if cue is None:
            if colon and t.pos[i] == "NOUN" and t.lemmas[i] in _TEXTS and (owner := _owner(t, i)) is not None:
                noun = NOUNS[t.lemmas[i]]
                return Found(lo, hi, i, noun, True, f"noun:{noun.lemma}/colon", owner)
            continue
        if not colon and mark != "," and at - i > 6:
            return None
        if mark not in {":", ","} and i != at and hi - lo < _LEAST:
            return None
        previous = next((covered[q] for q in (k - 1,) if q in covered and covered[q].cue == i), None)
        if previous is not None:
            return Found(lo, hi, i, previous.word, True, f"{cue.lemma}/quote-middle", previous.speaker, previous.via)
        speaker = speakers.of_verb(t, i)
        if speaker is None:
            return None
        return _of(t, k, i, cue, speaker, "quote-after")
    return None


_LABEL = Cue(":", Stance.ASSERTS, frozenset("q"))


def _label(t: Words, colon: int, first: int) -> int | None:
    """ "Whitfield: “He lied.”": a name alone before the colon."""
    if not 0 < colon - first <= 6 or t.pos[colon - 1] != "PROPN":
        return None
    if any(t.pos[k] not in {"PROPN", "ADJ", "NOUN", "PUNCT"} for k in range(first, colon)):
        return None
    return speakers.between(t, first, colon)


def _owner(t: Words, i: int) -> int | None:
    owner = t.child(i, "nmod:poss")
    if owner is not None:
        return owner
    return speakers.of_verb(t, t.heads[i]) if t.deps[i] in {"obj", "obl"} else None


def _carried(t: Words, k: int, start: int, end: int, covered: dict[int, Found], known: list[Found]) -> Found | None:
    """A quotation of whole sentences right after one, or after the saying of somebody."""
    lo, hi = t.inner(k)
    if k - 1 in covered and covered[k - 1].direct:
        last = covered[k - 1]
        gap = t.sent[start] - t.sent[max(last.cue, last.end - 1)]
        if gap <= 1:
            return _goes_on(t, lo, hi, last)
    # the sentence before said something indirectly
    first = t.sentence(start)[0]
    number = t.sent[start] - (1 if first >= start - 1 else 0)
    before = _cues_of(t, known, number)
    for found in reversed(before):
        if found.cue < start and t.quote[found.cue] < 0 and found.speaker is not None:
            return _goes_on(t, lo, hi, found)
    return None


_PARTLY = words(
    "denounce condemn criticise criticize praise express voice offer promise pledge vow reject dismiss blame lay warn"
    " speak talk cite call brand hail welcome deplore deride decry slam blast lament mourn complain demand want urge"
    " announce declare threaten claim admit deny proclaim describe characterise characterize dub label term mock"
    " protest regret thank accuse allege predict report acknowledge applaud commend defend justify bill style tout"
    " ridicule lambast lambaste castigate assail bemoan recall conclude concede question dispute invoke"
)
"""Verbs that take a few quoted words into their sentence ("denounced a “sham of a trial”")."""


def _partly(t: Words, k: int) -> Found | None:
    """A few words of somebody's inside the sentence of a verb of speech or judgement."""
    lo, hi = t.inner(k)
    start, end = t.quotes[k]
    head = next((j for j in range(lo, hi) if not start <= t.heads[j] < end and t.pos[j] != "PUNCT"), None)
    if head is None or hi - lo < 2 or t.heads[head] == head:
        return None
    verb = t.heads[head]
    for _ in range(4):
        if t.pos[verb] == "VERB" or t.heads[verb] == verb or t.deps[verb] in {"acl", "acl:relcl"}:
            break
        verb = t.heads[verb]
    if t.tags[verb] == "VBG" and t.lemmas[verb] == "cite":
        return None  # a reason: "citing a “credible” risk, Berne moved its staff"
    if t.lemmas[verb] == "offer" and hi - lo < 3:
        return None
    if verb >= start or t.pos[verb] != "VERB" or t.lemmas[verb] not in _PARTLY or t.quote[verb] >= 0:
        return None
    cue = VERBS.get(t.lemmas[verb]) or Cue(t.lemmas[verb], Stance.ASSERTS, frozenset("q"))
    if not usable(t, verb, cue) or t.child(verb, "aux:pass", "nsubj:pass") is not None:
        return None
    speaker = speakers.of_verb(t, verb)
    if speaker is None or not speakers.alive(t, speaker) or start <= speaker < end:
        return None
    return _of(t, k, verb, cue, speaker, "partly")


def _cues_of(t: Words, known: list[Found], number: int) -> list[Found]:
    """The attributions whose cue stands in a sentence (``known`` is in order)."""
    low, high = 0, len(known)
    while low < high:
        middle = (low + high) // 2
        if t.sent[known[middle].cue] < number:
            low = middle + 1
        else:
            high = middle
    out = []
    while low < len(known) and t.sent[known[low].cue] == number:
        out.append(known[low])
        low += 1
    return out


def _goes_on(t: Words, lo: int, hi: int, last: Found) -> Found:
    origin = last.carried or last
    rule = f"{last.word.lemma}/quote-goes-on"
    return Found(lo, hi, last.cue, last.word, True, rule, last.speaker, last.via, None, origin)


def _interrupted(t: Words, known: list[Found], found: list[Found]) -> list[Found]:
    """ "I have not slept," she said, "because …": one saying around its cue, where the sentence goes on."""
    direct = {t.quote[f.start]: f for f in (*known, *found) if f.direct and t.quote[f.start] >= 0}
    gone: set[int] = set()
    for k, second in sorted(direct.items()):
        first = direct.get(k - 1)
        if (
            first is not None
            and first.cue == second.cue
            and first.end <= second.cue < second.start
            and t.doc[second.start].text[:1].islower()
            and t.lower[t.quotes[k - 1][1] - 2] == ","
        ):
            first.end = second.end
            first.rule = f"{first.word.lemma}/quote-around"
            direct[k] = first
            gone.add(id(second))
    known[:] = [f for f in known if id(f) not in gone]
    return [f for f in found if id(f) not in gone]
