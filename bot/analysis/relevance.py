"""Whether a text is security news at all: a cheap gate before the parser, and the final figure after the events.

``sitrep_gate`` looks at lower-cased words and pairs of words only (so a text without capitals reads the same). Its
logistic model has one weight a word, fitted by ``bot.analysis.train.relevance`` around hand-made beliefs
(lexicon/relevance.toml) and shipped as lexicon/relevance.json::

    logit = bias + sum of the weights of the distinct words and pairs / square root of the number of distinct words

The square root makes a sentence and an article comparable. A long text is read in passages, as one paragraph of
security news makes an article worth reading; the gate keeps the parser out only where no passage comes near.

``sitrep_relevance`` decides, when the events are known: docs/analysis.md, "Relevance".
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

import numpy as np
from numpy.typing import NDArray
from spacy.attrs import IS_ALPHA, LOWER
from spacy.language import Language
from spacy.strings import get_string_id
from spacy.tokens import Doc

from storage.model.findings import Event, EventType, Mention, Severity, Status

PASSAGE = 90
"""Tokens of a passage; passages overlap by half."""
MAX_PASSAGES = 400
"""Passages of a text that are looked at, spread evenly where there are more."""
GATE = -1.0
"""Logit under which no passage is worth the parser's time; set for hardly any loss of security news."""
GATE_SHORT = -1.4
"""For a text of one passage, which costs little to read."""
GATE_SENTENCE = -2.5
GATE_PASSAGE = 2.0
"""How much more one passage must tell than the whole text or its first passage."""
LONGEST_SENTENCE = 80
"""Tokens; what is longer is a text, however it is punctuated."""
THRESHOLD = 0.4
"""Under one half: of security news left out, a threat may be the one that matters (docs/analysis.md has the counts)."""
LENIENT_THRESHOLD = 0.2
"""For a single sentence, which can hold little evidence of what it is about."""
HARD, SOFT, NO_EVENT = 1.0, 0.15, -0.4
"""Logits: of a hard event (two count, the second less), of a softer one (three count), of a text without events."""
DOUBT = 0.3
"""What words alone must exceed in the final figure: a gate that lets pass too much costs time, a false alarm trust."""
BEST = 0.3
"""How much the most telling passage counts in the final figure, beside the whole."""
_FORCE = frozenset({EventType.ASSAULT, EventType.PROTEST, EventType.THREATEN, EventType.MOBILIZE})
_PUBLIC = frozenset(
    {EventType.ASSAULT, EventType.THREATEN, EventType.MOBILIZE, EventType.COERCE, EventType.PROTEST,
     EventType.SANCTION, EventType.RETREAT, EventType.CONSULT, EventType.ACCUSE, EventType.REJECT,
     EventType.COOPERATE, EventType.AID, EventType.AGREE}
)  # fmt: skip
_TELLING = frozenset(
    {
        "Air/drone strike",
        "Suicide bomb",
        "Shelling/artillery/missile attack",
        "Remote explosive/landmine/IED",
        "Abduction/forced disappearance",
    }
)
BETWEEN_STATES = 1.0
"""Logit: a single sentence in which one state does something to another ("expelled two diplomats") is no more than
that, whatever its words; an article of trade or sport has words enough to tell."""
STATES_IN_A_TEXT = 0.4
"""The same in a longer text, for each of two such deeds."""
_LOGITS = "sitrep_logits"
_PASSAGE_KEY = "sitrep_passage"
_UNTOLD = frozenset({EventType.ASSAULT, EventType.PROTEST})
"""What sport has too: "Spain beat Germany"."""
_ANYBODY = frozenset({EventType.AGREE, EventType.CONSULT, EventType.SUPPORT})
"""What states do in trade, sport and science as well."""
_UNREAL = frozenset({Status.HISTORICAL, Status.HYPOTHETICAL})
_MIX = np.uint64(0x9E3779B97F4A7C15)

Keys = NDArray[np.uint64]
Weights = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Model:
    """Weights by key, keys ascending; ``blank`` are the keys of words that never count (function words)."""

    bias: float
    keys: Keys
    weights: Weights
    blank: Keys


def pair_keys(keys: Keys) -> Keys:
    """One key for each two neighbouring words."""
    return _pair(keys[:-1], keys[1:])


def _pair(left: Keys, right: Keys) -> Keys:
    both: Keys = (left * _MIX) ^ right
    return both


def model_of(data: dict[str, Any]) -> Model:
    """The model from what lexicon/relevance.json holds: ``bias``, ``blank`` and ``weights`` by word or pair."""
    parts = [entry.partition(" ") for entry in data["weights"]]
    first = np.array([get_string_id(one) for one, _, _ in parts], dtype=np.uint64)
    second = np.array([get_string_id(two) if two else 0 for _, _, two in parts], dtype=np.uint64)
    keys = np.where(second == 0, first, _pair(first, second))
    order = np.argsort(keys)
    return Model(
        bias=float(data["bias"]),
        keys=keys[order],
        weights=np.array(list(data["weights"].values()), dtype=np.float64)[order],
        blank=np.sort(np.array([get_string_id(word) for word in data["blank"]], dtype=np.uint64)),
    )


@cache
def shipped() -> Model:
    """The model of the package, read once."""
    file = resources.files("bot.analysis.lexicon").joinpath("relevance.json")
    return model_of(json.loads(file.read_text(encoding="utf-8")))


class Scores:
    """The words of one text looked up once, to be summed over any stretch of it."""

    def __init__(self, model: Model, words: Keys, alphabetic: NDArray[np.bool_]) -> None:
        self.bias = model.bias
        self.counted = alphabetic & ~_find(model.blank, words)[1]
        self.word = _weigh(model, words)
        self.pair = np.append(_weigh(model, pair_keys(words)), 0.0) if len(words) > 1 else np.zeros(len(words))
        # a word counts once in a stretch: where it was seen before is told by its place before
        self.word_before, self.pair_before = _before(words), np.append(_before(pair_keys(words)), -1)

    def logit(self, start: int, end: int) -> float:
        """Of the tokens ``start`` to ``end`` (exclusive), at least one."""
        new = self.word_before[start:end] < start
        total = float(self.word[start:end][new].sum())
        last = end - 1
        total += float(self.pair[start:last][self.pair_before[start:last] < start].sum())
        count = int(np.count_nonzero(self.counted[start:end] & new))
        return self.bias + total / math.sqrt(max(count, 1))


def _weigh(model: Model, keys: Keys) -> Weights:
    where, known = _find(model.keys, keys)
    found: Weights = np.where(known, model.weights[where], 0.0)
    return found


def _find(table: Keys, wanted: Keys) -> tuple[NDArray[np.intp], NDArray[np.bool_]]:
    """Where each key stands in the ascending ``table`` (never empty), and whether it does."""
    where = np.minimum(np.searchsorted(table, wanted), len(table) - 1)
    return where, table[where] == wanted


def _before(keys: Keys) -> NDArray[np.intp]:
    """For each place the last place before it with the same key, else -1."""
    out = np.full(len(keys), -1, dtype=np.intp)
    if len(keys) > 1:
        order = np.argsort(keys, kind="stable")
        same = keys[order[1:]] == keys[order[:-1]]
        out[order[1:][same]] = order[:-1][same]
    return out


def passages(length: int) -> list[tuple[int, int]]:
    """Stretches of tokens that cover a text, overlapping by half; at most ``MAX_PASSAGES``, spread evenly."""
    if length <= PASSAGE * 3 // 2:
        return [(0, length)]
    starts = list(range(0, length - PASSAGE // 2, PASSAGE // 2))
    step = max(1, math.ceil(len(starts) / MAX_PASSAGES))
    return [(start, min(start + PASSAGE, length)) for start in starts[::step]]


def probability(logit: float) -> float:
    """The logistic function."""
    return 1.0 / (1.0 + math.exp(-max(min(logit, 30.0), -30.0)))


def scores_of(doc: Doc) -> Scores:
    """The words of a Doc, looked up."""
    columns = doc.to_array([LOWER, IS_ALPHA])
    return Scores(shipped(), np.ascontiguousarray(columns[:, 0]), columns[:, 1] == 1)


def is_sentence(doc: Doc) -> bool:
    """Whether a text is a single sentence (or a headline), which can hold little evidence of what it is about."""
    if len(doc) > LONGEST_SENTENCE:
        return False
    return not any(doc[i].is_sent_start is True for i in range(1, len(doc)))


@Language.component("sitrep_gate")
def gate(doc: Doc) -> Doc:
    """Sets ``Doc._.relevance`` to a first estimate, from the whole, its beginning and its most telling passage, and
    ``Doc._.gated`` where the parser need not run."""
    if not len(doc):
        doc._.relevance, doc._.gated = 0.0, True
        return doc
    scores, length = scores_of(doc), len(doc)
    stretches = passages(length)
    whole = scores.logit(0, length)
    if len(stretches) == 1:
        estimate = best = whole
        least = GATE_SENTENCE if is_sentence(doc) else GATE_SHORT
    else:
        estimate = max(whole, scores.logit(0, PASSAGE))
        best, doc.user_data[_PASSAGE_KEY] = max((scores.logit(*stretch), stretch) for stretch in stretches)
        least = GATE
    doc.user_data[_LOGITS] = (whole, best)
    doc._.relevance = round(probability(max(estimate, best - GATE_PASSAGE)), 4)
    doc._.gated = estimate < least and best < least + GATE_PASSAGE
    return doc


def _is_hard(event: Event) -> bool:
    """A toll, a weapon, bombs, abductions, threats of force, a mission's posture. Attackers and targets alone prove
    nothing: sport has them too."""
    if event.type is EventType.POSTURE or (event.type is EventType.THREATEN and event.severity >= Severity.MODERATE):
        return True
    proven = event.fatalities or event.injured or event.weapon or event.subtype in _TELLING
    return event.type in _FORCE and bool(proven)


def evidence(events: Iterable[Event]) -> float:
    """What the events add to the logit: hard ones raise it, softer ones a little, none at all lowers it."""
    hard: set[int] = set()
    soft: set[int] = set()
    for event in events:
        if event.status in _UNREAL:
            continue
        if _is_hard(event):
            hard.add(event.trigger.start)
        elif event.type in _PUBLIC:
            soft.add(event.trigger.start)
    if not hard and not soft:
        return NO_EVENT
    return min(HARD * len(hard), 1.8 * HARD) + min(SOFT * len(soft - hard), 3.0 * SOFT)


def between_states(doc: Doc) -> float:
    """What a text gains by telling what one state does to another; a single sentence, which has no more, gains most."""
    states = [(e.start, e.end) for e in doc._.entities or () if e.label in {"GPE", "NORP"}]

    def state(mention: Mention | None) -> str | None:
        if mention is None:
            return None
        if mention.country:
            return mention.country
        return next((mention.text for start, end in states if start < mention.end and mention.start < end), None)

    alone, told = is_sentence(doc), set()
    for event in doc._.events:
        if event.type in _UNTOLD or event.status in _UNREAL or (not alone and event.type in _ANYBODY):
            continue
        actor, target = state(event.actor), state(event.target)
        if actor and target and actor != target:
            told.add(event.trigger.start)
    if alone:
        return BETWEEN_STATES if told else 0.0
    return min(len(told), 2) * STATES_IN_A_TEXT


def threshold(doc: Doc) -> float:
    """The relevance from which events and claims of a text are told."""
    return LENIENT_THRESHOLD if is_sentence(doc) else THRESHOLD


def is_told(doc: Doc) -> bool:
    """Whether events and claims of the text are told."""
    return bool(doc._.relevance >= threshold(doc))


def is_doubtful(doc: Doc, under: float) -> bool:
    """Whether the words of a text that the gate let pass, and of its every passage, stay under a logit."""
    whole, best = doc.user_data[_LOGITS]
    return bool(max(whole, best) < under)


def telling_passage(doc: Doc) -> tuple[int, int]:
    """Tokens of the passage whose words speak most for security news, end exclusive; the text where it is one."""
    found: tuple[int, int] = doc.user_data.get(_PASSAGE_KEY, (0, len(doc)))
    return found


def with_events(doc: Doc, read: Doc) -> float:
    """The relevance of a text by its words and by the events of what was read of it."""
    whole, best = doc.user_data[_LOGITS]  # the gate has looked the words up
    logit = (1.0 - BEST) * whole + BEST * max(best, whole)
    return round(probability(logit + evidence(read._.events) + between_states(read) - DOUBT), 4)


@Language.component("sitrep_relevance")
def final(doc: Doc) -> Doc:
    """Sets the final ``Doc._.relevance`` where the text was parsed: the words of the whole, a little those of its most
    telling passage, and the events."""
    if len(doc) and doc.has_annotation("DEP"):
        doc._.relevance = with_events(doc, doc)
    return doc
