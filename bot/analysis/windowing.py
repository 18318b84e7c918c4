"""Long texts in windows: where to cut, and how to put the findings of the windows together again. Pure.

A text is cut at the end of a paragraph, else of a line, a sentence or a word, so that no finding is cut with it. The
windows lie next to each other and cover the text exactly.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import exp, log
from typing import TypeVar

from storage.model.findings import (
    Analysis,
    Claim,
    CountryFinding,
    Entity,
    Event,
    Location,
    Mention,
    Quantity,
    Span,
    SummarySentence,
)

WINDOW_CHARS = 20_000
"""How long a window may be: longer than nearly every article, so that articles are read in one piece."""

SUMMARY_SENTENCES = 3
FOCUS_SHARE = 0.6
"""From this share of the highest score on a country is in focus (as in the reading of one window)."""

_CUTS = (
    re.compile(r"\n[^\S\n]*\n\s*"),
    re.compile(r"\n\s*"),
    re.compile(r"[.!?…][\"”’'»)\]]*\s+"),
    re.compile(r"\s+"),
)
_SURROGATE = re.compile(r"[\ud800-\udfff]")
_LEAST = 0.5
"""A cut that leaves a window emptier than this waits for the next kind of cut."""

_Part = TypeVar("_Part", Mention, Location, Quantity)


@dataclass(frozen=True, slots=True)
class Window:
    """A piece of a text: ``text`` is what stands at ``start``."""

    start: int
    text: str

    @property
    def end(self) -> int:
        """The offset behind its last character."""
        return self.start + len(self.text)


def readable(text: str) -> str:
    """The text with lone surrogates, which no encoding can write, as U+FFFD: every offset stays."""
    return _SURROGATE.sub("\ufffd", text)


def windows(text: str, size: int = WINDOW_CHARS) -> list[Window]:
    """The windows of a text, in order, each of at most ``size`` characters; of a shorter text the text itself.

    Time is linear in the text. Raises ``ValueError`` on a size below 2.
    """
    if size < 2:
        raise ValueError("a window needs at least 2 characters")
    if len(text) <= size:
        return [Window(0, text)]
    out: list[Window] = []
    start = 0
    while len(text) - start > size:
        cut = _cut(text, start, start + size)
        out.append(Window(start, text[start:cut]))
        start = cut
    if start < len(text):
        out.append(Window(start, text[start:]))
    return out


def _cut(text: str, start: int, limit: int) -> int:
    """The last good place to cut at or before ``limit``, always behind ``start``."""
    least = start + int((limit - start) * _LEAST)
    for cut in _CUTS:
        found = None
        for match in cut.finditer(text, least, limit):
            found = match
        if found is not None and start < found.end() <= limit:
            return found.end()
    return limit


def merge(parts: Sequence[tuple[int, Analysis]], *, summary_sentences: int = SUMMARY_SENTENCES) -> Analysis:
    """One analysis of the analyses of windows, each with the offset of its window.

    Offsets are moved to the whole text. Countries are weighed by their scores in the windows and by how much a window
    has to say (its relevance); events, claims and entities follow each other; the best sentences of all make the
    summary, the first window's a little ahead, as news begins with what is new. The relevance is that of the most
    relevant windows, as a long report is no less relevant for its appendix.
    """
    if len(parts) == 1 and parts[0][0] == 0:
        return parts[0][1]
    ordered = sorted(parts, key=lambda part: part[0])
    return Analysis(
        countries=_countries(ordered),
        entities=tuple(_entity(e, by) for by, a in ordered for e in a.entities),
        events=tuple(_event(e, by) for by, a in ordered for e in a.events),
        claims=tuple(_claim(c, by) for by, a in ordered for c in a.claims),
        summary=_summary(ordered, summary_sentences),
        relevance=_relevance([a.relevance for _, a in ordered]),
        language=next((a.language for _, a in ordered if a.language is not None), None),
    )


def _countries(parts: Sequence[tuple[int, Analysis]]) -> tuple[CountryFinding, ...]:
    scores: dict[str, float] = {}
    evidence: dict[str, list[Span]] = {}
    focus: set[str] = set()
    for number, (by, analysis) in enumerate(parts):
        weight = (0.25 + 0.75 * analysis.relevance) * (1.5 if number == 0 else 1.0)
        for country in analysis.countries:
            scores[country.code] = scores.get(country.code, 0.0) + weight * country.score
            evidence.setdefault(country.code, []).extend(Span(s.start + by, s.end + by) for s in country.evidence)
            if country.role == "focus":
                focus.add(country.code)
    most = max(scores.values(), default=0.0)
    top = max((c.score for _, a in parts for c in a.countries), default=0.0)
    if most <= 0:
        return ()
    found = [
        CountryFinding(
            code,
            "focus" if code in focus and score >= FOCUS_SHARE * most else "mentioned",
            min(1.0, top * score / most),
            tuple(evidence[code]),
        )
        for code, score in scores.items()
    ]
    return tuple(sorted(found, key=lambda c: (-c.score, c.code)))


def _relevance(values: Sequence[float]) -> float:
    """The mean log-odds of the most relevant third of the windows."""
    best = sorted(values, reverse=True)[: max(1, len(values) // 3)]
    if not best:
        return 0.0
    odds = [log(max(v, 1e-6) / max(1.0 - v, 1e-6)) for v in best]
    return 1.0 / (1.0 + exp(-sum(odds) / len(odds)))


def _summary(parts: Sequence[tuple[int, Analysis]], count: int) -> tuple[SummarySentence, ...]:
    ranked = [
        (sentence.score * (0.5 + 0.5 * analysis.relevance) * (1.0 if number == 0 else 0.9), by, sentence)
        for number, (by, analysis) in enumerate(parts)
        for sentence in analysis.summary
    ]
    best = sorted(ranked, key=lambda r: (-r[0], r[1], r[2].start))[:count]
    return tuple(
        SummarySentence(s.start + by, s.end + by, s.score)
        for _, by, s in sorted(best, key=lambda r: (r[1], r[2].start))
    )


def _moved(part: _Part | None, by: int) -> _Part | None:
    return None if part is None else replace(part, start=part.start + by, end=part.end + by)


def _span(span: Span, by: int) -> Span:
    return Span(span.start + by, span.end + by)


def _entity(entity: Entity, by: int) -> Entity:
    return replace(entity, start=entity.start + by, end=entity.end + by)


def _event(event: Event, by: int) -> Event:
    return replace(
        event,
        trigger=replace(event.trigger, start=event.trigger.start + by, end=event.trigger.end + by),
        sentence=_span(event.sentence, by),
        actor=_moved(event.actor, by),
        target=_moved(event.target, by),
        location=_moved(event.location, by),
        count=_moved(event.count, by),
        fatalities=_moved(event.fatalities, by),
        injured=_moved(event.injured, by),
        condition=_moved(event.condition, by),
        weapon=_moved(event.weapon, by),
    )


def _claim(claim: Claim, by: int) -> Claim:
    return replace(
        claim,
        speaker=_moved(claim.speaker, by),
        cue=replace(claim.cue, start=claim.cue.start + by, end=claim.cue.end + by),
        content=_span(claim.content, by),
        via=_moved(claim.via, by),
    )
