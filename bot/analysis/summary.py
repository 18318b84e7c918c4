"""The extractive summary: whole sentences of the text, at most three, in text order.

Cluster centrality: the words of a text weigh by how many of its sentences share them, and a sentence is worth the
weight of the words it has and no chosen sentence had yet. So long and central sentences win, and the second never says
the first again. The findings then count as features: what happened and how gravely, tolls and numbers, who said it,
the countries in focus, the place in the text. All sums are arrays over the tokens: linear in the text, without a parse
(then words, places and the layout's sentences are all there is).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from spacy.attrs import IS_ALPHA, IS_STOP, LEMMA, LIKE_NUM, LOWER, SENT_START
from spacy.language import Language
from spacy.tokens import Doc

from bot.analysis.extensions import group, text_of
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
    r"|by [A-Z][\w.'’-]+(?: [A-Z][\w.'’-]+){1,3}\W*$)|.*\b(?:EXERCISE EXERCISE|all rights reserved)\b",
    re.IGNORECASE,
)
"""Sentences of a page that are not of its text."""
_OPEN, _CLOSE = "“„«", "”»"

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Sentences:
    """The sentences of a text as arrays: first token and end token, words, and each distinct word of each sentence."""

    starts: Ints
    ends: Ints
    words: Ints
    numbers: Ints
    pair_sentence: Ints
    pair_word: Ints
    weight: Floats


def sentences_of(doc: Doc) -> Sentences:
    """Reads the arrays off the Doc; white space belongs to the sentence before it."""
    columns = doc.to_array([SENT_START, IS_ALPHA, IS_STOP, LIKE_NUM, LEMMA, LOWER])
    begins = columns[:, 0] == 1
    begins[0] = True
    starts = np.flatnonzero(begins)
    ends = np.append(starts[1:], len(doc))
    sentence = np.cumsum(begins) - 1
    alpha, number = columns[:, 1] == 1, columns[:, 3] == 1
    content = (alpha & (columns[:, 2] == 0)) | number
    key = np.where(columns[:, 4] != 0, columns[:, 4], columns[:, 5])[content]
    _, word = np.unique(key, return_inverse=True)
    kinds = int(word.max()) + 1 if len(word) else 1
    pairs = np.unique(sentence[content] * kinds + word)
    pair_sentence, pair_word = pairs // kinds, pairs % kinds
    shared = np.bincount(pair_word, minlength=kinds).astype(np.float64)
    return Sentences(
        starts=starts,
        ends=ends,
        words=np.bincount(sentence[alpha], minlength=len(starts)),
        numbers=np.bincount(sentence[number], minlength=len(starts)),
        pair_sentence=pair_sentence,
        pair_word=pair_word,
        weight=shared**_SHARED,
    )


def features(doc: Doc, found: Sentences) -> Floats:
    """What the worth of each sentence is multiplied with: place in the text and findings."""
    count = len(found.starts)
    factor = 1.0 + _LEAD / (1.0 + np.arange(count) / _LEAD_FADE)
    begins = np.array([doc[int(i)].idx for i in found.starts], dtype=np.int64)

    def at(chars: list[int]) -> NDArray[np.intp]:
        return np.searchsorted(begins, np.array(chars, dtype=np.int64), side="right") - 1

    gravity = np.zeros(count)
    events = doc._.events
    if events:
        value = [
            _EVENT[int(min(event.severity, Severity.CRITICAL))] + (0.0 if event.status in _STALE else _REAL)
            for event in events
        ]
        np.maximum.at(gravity, at([event.trigger.start for event in events]), value)
        tolls = [q.start for e in events for q in (e.fatalities, e.injured, e.count) if q is not None]
        gravity[at(tolls)] += _NUMBER
    said = np.zeros(count)
    claims = [claim for claim in doc._.claims if claim.speaker is not None and not claim.direct]
    said[at([claim.cue.start for claim in claims])] = _SAID
    place = np.zeros(count)
    focus = {country.code for country in doc._.countries if country.role == "focus"}
    if focus:
        place[at([span.start_char for span in group(doc, "names") if span.kb_id_ in focus])] = _FOCUS
    return factor + gravity + said + place + np.where(found.numbers > 0, _NUMBER, 0.0)


def _quoted(doc: Doc, found: Sentences) -> Floats:
    """The share of each sentence that stands in quotation marks."""
    inside = np.zeros(len(doc) + 1)
    for span in group(doc, "quotes"):
        inside[span.start] += 1
        inside[span.end] -= 1
    total = np.append(0.0, np.cumsum(np.cumsum(inside[:-1]) > 0))
    share: Floats = (total[found.ends] - total[found.starts]) / np.maximum(found.ends - found.starts, 1)
    return share


def choose(doc: Doc, most: int = MAX_SENTENCES) -> list[tuple[int, int, float]]:
    """First character, end and worth (0 to 1) of the chosen sentences, in text order; one at least, if it has words."""
    found = sentences_of(doc)
    quoted = _quoted(doc, found)
    factor = features(doc, found) * (1.0 - _QUOTED * np.clip(quoted * 2.0 - 1.0, 0.0, 1.0))
    factor *= np.minimum(1.0, MAX_WORDS / np.maximum(found.words, 1))
    barred = found.words < MIN_WORDS
    weight = found.weight.copy()
    chosen: dict[int, float] = {}
    while len(chosen) < most:
        worth = np.bincount(found.pair_sentence, weights=weight[found.pair_word], minlength=len(factor)) * factor
        worth[barred] = 0.0
        best = int(np.argmax(worth))
        if worth[best] <= 0.0:
            break
        barred[best] = True
        if not _whole(doc, int(found.starts[best]), int(found.ends[best])):
            continue
        chosen[best] = float(worth[best])
        weight[found.pair_word[found.pair_sentence == best]] *= _TOLD
    if not chosen:
        longest = int(np.argmax(found.words))
        chosen = {longest: 1.0} if found.words[longest] else {}
    highest = max(chosen.values(), default=1.0)
    return [
        (*_bounds(doc, int(found.starts[n]), int(found.ends[n])), round(worth / highest, 4))
        for n, worth in sorted(chosen.items())
    ]


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
    if _BOILERPLATE.match(text) or not any(letter in ".!?…:;" for letter in text[-3:]):
        return False
    opened = sum(text.count(mark) for mark in _OPEN)
    closed = sum(text.count(mark) for mark in _CLOSE)
    return opened == closed and text.count('"') % 2 == 0


@Language.component("sitrep_summary")
def summary(doc: Doc) -> Doc:
    """Sets ``Doc._.summary``."""
    doc._.summary = tuple(SummarySentence(*found) for found in choose(doc)) if len(doc) else ()
    return doc
