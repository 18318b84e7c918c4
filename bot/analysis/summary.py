"""The extractive summary: whole sentences of the text, at most three, in text order.

Cluster centrality: the words of a text weigh by how many of its sentences share them, and a sentence is worth the
weight of the words it has and no chosen sentence had yet. So long and central sentences win, and the second never says
the first again. The findings then count as features: what happened and how gravely, tolls and numbers, who said it,
the countries in focus, the place in the text. Time is linear in the text. Without a parse words, places and the
layout's sentences are all there is.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass

import numpy as np
from spacy.attrs import IDX, IS_ALPHA, IS_STOP, LEMMA, LIKE_NUM, LOWER, SENT_START
from spacy.language import Language
from spacy.tokens import Doc

from bot.analysis.extensions import group, mask, text_of
from storage.model.findings import Severity, Status, SummarySentence

MAX_SENTENCES = 3
MIN_WORDS = 6
MAX_WORDS = 70
"""Words beyond these win nothing more: such a "sentence" is mostly a list, or text without full stops."""
_SHARED = 1.0
"""How fast the weight of a word grows with the sentences that have it."""
_LEAD = 1.2
_LEAD_FADE = 2.5
_EVENT = {0: 0.1, 1: 0.15, 2: 0.25, 3: 0.4, 4: 0.5}
_STALE = frozenset({Status.HISTORICAL, Status.HYPOTHETICAL})
_REAL = 0.12
_FOCUS = 0.15
_NUMBER = 0.1
_SAID = 0.1
_TOLD = 0.5
"""What is left of the weight of a word that a chosen sentence has."""
_QUOTED = 0.5
"""What a sentence loses that is nothing but a quotation: it does not stand alone."""

_BOILERPLATE = re.compile(
    r"\W*(?:(?:photo|image|picture|video|credit|source|caption|watch|listen|related|comments?|correction|contact|e-?mail"
    r"|tel(?:ephone)?|by|published|updated|opinion|analysis|live|tags?|topics?)(?: [\w/]+)?:"
    r"|(?:see also|read (?:more|also|next)|follow us|sign up|subscribe|share this|click (?:here|on)|download the"
    r"|advertisement|sponsored|copyright|all rights reserved|additional reporting|reporting by|edited by|editing by"
    r"|written by|compiled by|with (?:files|inputs?) from|the views expressed"
    r"|this (?:article|story|report) (?:was|is|has)"
    r"|editor['’]s note|last updated|for more information|if you (?:have|would like)|newsletter)\b|©|https?://|www\."
    r"|by [A-Z][\w.'’-]+(?: [A-Z][\w.'’-]+){1,3}\W*$)",
    re.IGNORECASE,
)
"""Sentences of a page that are not of its text."""
_NOTICE = re.compile(r"\b(?:EXERCISE EXERCISE|all rights reserved)\b", re.IGNORECASE)
_OPEN, _CLOSE = "“„«", "”»"


@dataclass(frozen=True, slots=True)
class Sentences:
    """The sentences of a text: first token, end token, first character, words, whether each has a number, its words."""

    starts: list[int]
    ends: list[int]
    begins: list[int]
    words: list[int]
    numbers: list[bool]
    content: list[set[int]]


def sentences_of(doc: Doc) -> Sentences:
    """Reads them off the Doc; white space belongs to the sentence before it."""
    columns = doc.to_array([SENT_START, IS_ALPHA, IS_STOP, LIKE_NUM, LEMMA, LOWER, IDX])
    first = columns[:, 0] == 1
    first[0] = True
    starts = np.flatnonzero(first)
    sentence = np.cumsum(first) - 1
    alpha, number = columns[:, 1] == 1, columns[:, 3] == 1
    told = np.flatnonzero((alpha & (columns[:, 2] == 0)) | number)
    content: list[set[int]] = [set() for _ in starts]
    for n, lemma, lower in zip(sentence[told].tolist(), *columns[told][:, 4:6].T.tolist(), strict=True):
        content[n].add(lemma or lower)
    return Sentences(
        starts=starts.tolist(),
        ends=[*starts[1:].tolist(), len(doc)],
        begins=columns[starts, 6].tolist(),
        words=np.bincount(sentence[alpha], minlength=len(starts)).tolist(),
        numbers=(np.bincount(sentence[number], minlength=len(starts)) > 0).tolist(),
        content=content,
    )


def features(doc: Doc, found: Sentences) -> list[float]:
    """What the worth of each sentence is multiplied with: place in the text and findings."""

    def at(char: int) -> int:
        return bisect_right(found.begins, char) - 1

    gravity = [0.0] * len(found.starts)
    events = doc._.events
    for event in events:
        value = _EVENT[int(min(event.severity, Severity.CRITICAL))] + (0.0 if event.status in _STALE else _REAL)
        n = at(event.trigger.start)
        gravity[n] = max(gravity[n], value)
    for n in {at(q.start) for e in events for q in (e.fatalities, e.injured, e.count) if q is not None}:
        gravity[n] += _NUMBER
    said = {at(claim.cue.start) for claim in doc._.claims if claim.speaker is not None and not claim.direct}
    focus = {country.code for country in doc._.countries if country.role == "focus"}
    place = {at(span.start_char) for span in group(doc, "names") if span.kb_id_ in focus} if focus else set()
    return [
        1.0
        + _LEAD / (1.0 + n / _LEAD_FADE)
        + gravity[n]
        + (_SAID if n in said else 0.0)
        + (_FOCUS if n in place else 0.0)
        + (_NUMBER if found.numbers[n] else 0.0)
        for n in range(len(gravity))
    ]


def _quoted(doc: Doc, found: Sentences) -> list[float]:
    """The share of each sentence that stands in quotation marks."""
    if not group(doc, "quotes"):
        return [0.0] * len(found.starts)
    inside = mask(doc, "quotes")
    return [sum(inside[start:end]) / (end - start) for start, end in zip(found.starts, found.ends, strict=True)]


def choose(doc: Doc, most: int = MAX_SENTENCES) -> list[tuple[int, int, float]]:
    """First character, end and worth (0 to 1) of the chosen sentences, in text order; one at least, if it has words."""
    found = sentences_of(doc)
    factor = [
        worth * (1.0 - _QUOTED * min(max(quoted * 2.0 - 1.0, 0.0), 1.0)) * min(1.0, MAX_WORDS / max(words, 1))
        for worth, quoted, words in zip(features(doc, found), _quoted(doc, found), found.words, strict=True)
    ]
    shared = Counter(word for content in found.content for word in content)
    weight = {word: count**_SHARED for word, count in shared.items()}
    worths = _worths(found, weight, factor)
    barred = [words < MIN_WORDS for words in found.words]
    chosen: dict[int, float] = {}
    while len(chosen) < most:
        best = max(range(len(worths)), key=lambda n: 0.0 if barred[n] else worths[n])
        if barred[best] or worths[best] <= 0.0:
            break
        barred[best] = True
        if _whole(doc, found.starts[best], found.ends[best]):
            chosen[best] = worths[best]
            weight |= {word: weight[word] * _TOLD for word in found.content[best]}
            worths = _worths(found, weight, factor)
    if not chosen:
        longest = max(range(len(worths)), key=found.words.__getitem__)
        chosen = {longest: 1.0} if found.words[longest] else {}
    highest = max(chosen.values(), default=1.0)
    return [
        (*_bounds(doc, found.starts[n], found.ends[n]), round(worth / highest, 4))
        for n, worth in sorted(chosen.items())
    ]


def _worths(found: Sentences, weight: dict[int, float], factor: list[float]) -> list[float]:
    return [sum(map(weight.__getitem__, content)) * by for content, by in zip(found.content, factor, strict=True)]


def _bounds(doc: Doc, start: int, end: int) -> tuple[int, int]:
    """Character range of a sentence without its dateline and the white space around it."""
    for span in group(doc, "datelines"):
        if span.start <= start < span.end < end:
            start = span.end
    while start < end - 1 and doc[start].is_space:
        start += 1
    while end > start + 1 and doc[end - 1].is_space:
        end -= 1
    return doc[start].idx, doc[end - 1].idx + len(doc[end - 1])


def _whole(doc: Doc, start: int, end: int) -> bool:
    """Whether a sentence stands alone: no boilerplate, byline or headline, no piece of a longer quotation."""
    first, last = _bounds(doc, start, end)
    text = text_of(doc)[first:last]
    if not any(letter in ".!?…:;" for letter in text[-3:]):
        return False
    if _BOILERPLATE.match(text) or _NOTICE.search(text.partition("\n")[0]):
        return False
    opened = sum(text.count(mark) for mark in _OPEN)
    closed = sum(text.count(mark) for mark in _CLOSE)
    return opened == closed and text.count('"') % 2 == 0


@Language.component("sitrep_summary")
def summary(doc: Doc) -> Doc:
    """Sets ``Doc._.summary``."""
    doc._.summary = tuple(SummarySentence(*found) for found in choose(doc)) if len(doc) else ()
    return doc
