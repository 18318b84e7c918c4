"""What a register's entry means beside what is stored: pure comparison, and the article that tells a change."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.advisories.registers import Pointer
from bot.ingest.dates import clamp
from storage.model.advisory import Advisory, Level
from storage.model.article import Draft
from storage.model.findings import (
    Analysis,
    CountryFinding,
    Event,
    EventType,
    Mention,
    Severity,
    Span,
    Status,
    SummarySentence,
)


@dataclass(frozen=True, slots=True)
class Comparison:
    """What to do with a register's document, country by country.

    ``first``: not known before, stored in silence. ``same``: as it was. ``renewed``: the same level with a new date or
    address, stored in silence. ``changed``: news, with what stood before.
    """

    first: tuple[tuple[Advisory, str], ...] = ()
    same: tuple[str, ...] = ()
    renewed: tuple[tuple[Advisory, str], ...] = ()
    changed: tuple[tuple[Advisory, str, Level], ...] = ()


def compare(known: Mapping[str, Level], said: Iterable[Advisory]) -> Comparison:
    """Set what a register says beside what is known of the same authority.

    A country that the register does not list keeps its level: the document may have been cut. An entry with an older
    date than the known one comes from an old copy and changes nothing. Of two entries on one country the later dated
    counts, and of two with one date the graver.
    """
    newest: dict[str, Advisory] = {}
    for advisory in said:
        for country in advisory.countries:
            other = newest.get(country)
            if other is None or _order(advisory) > _order(other):
                newest[country] = advisory
    first, same, renewed, changed = [], [], [], []
    for country, advisory in newest.items():
        level = known.get(country)
        if level is None:
            first.append((advisory, country))
        elif _is_older(advisory, level):
            continue
        elif advisory.code != level.code:
            changed.append((advisory, country, level))
        elif (advisory.stated_at or level.stated_at, advisory.url, advisory.words) != (
            level.stated_at,
            level.url,
            level.words,
        ):
            renewed.append((advisory, country))
        else:
            same.append(country)
    return Comparison(tuple(first), tuple(same), tuple(renewed), tuple(changed))


def _order(advisory: Advisory) -> tuple[float, int]:
    return (advisory.stated_at.timestamp() if advisory.stated_at else 0.0, advisory.level)


def _is_older(advisory: Advisory, level: Level) -> bool:
    return advisory.stated_at is not None and level.stated_at is not None and advisory.stated_at < level.stated_at


def to_follow(known: Mapping[str, Level], pointers: Iterable[Pointer]) -> list[Pointer]:
    """The pages worth asking for: of countries not known yet, and of those dated later than what is known.

    The latest dated come first, so that what cannot be read this time is the oldest.
    """

    def is_news(pointer: Pointer) -> bool:
        for country in pointer.countries:
            level = known.get(country)
            if level is None or level.stated_at is None or pointer.stated_at is None:
                return True
            if pointer.stated_at > level.stated_at:
                return True
        return False

    waiting = [pointer for pointer in pointers if is_news(pointer)]
    return sorted(waiting, key=lambda p: p.stated_at.timestamp() if p.stated_at else 0.0, reverse=True)


def change_draft(advisory: Advisory, *, fetched_at: datetime, exercise: bool = False) -> Draft:
    """The article of a change: what the entry says, as it stands there."""
    published_at, clamped = clamp(advisory.stated_at, fetched_at)
    return Draft(
        text="\n".join(advisory.lines) or advisory.name,
        title=advisory.lines[0] if advisory.lines else advisory.name,
        url=advisory.url,
        source_name=advisory.authority.source_name,
        published_at=published_at,
        date_clamped=clamped,
        language="en",
        fetched_at=fetched_at,
        exercise=exercise,
    )


_ADVISES = re.compile(
    r"(?:level \d[^\n]*|advises? against [^\n.]*|no longer advises? [^\n.]*"
    r"|avoid (?:all|non-essential) travel[^\n]*|do not travel|reconsider [^\n]*travel[^\n]*|exercise [^\n]*)",
    re.IGNORECASE,
)


def change_analysis(advisory: Advisory, countries: Iterable[str], text: str) -> Analysis:
    """The finding of a change: a POSTURE event, sub-type advisory, on the words in ``text`` that state the level.

    ``text`` is that of ``change_draft``. Severity as docs/analysis.md has it: moderate where the advice is not to go.
    """
    words = advisory.words.removeprefix("Level ").partition(": ")[2] or advisory.words
    at = text.find(advisory.words)
    trigger = Span(at, at + len(advisory.words))
    if at < 0 and (at := text.find(words)) >= 0:
        trigger = Span(at, at + len(words))
    if at < 0:
        found = _ADVISES.search(text)
        trigger = Span(*found.span()) if found else Span(0, len(text.partition("\n")[0]))
    start = text.rfind("\n", 0, trigger.start) + 1
    end = text.find("\n", trigger.start)
    sentence = Span(start, max(len(text) if end < 0 else end, trigger.end))
    name = text.find(advisory.name)
    evidence = (Span(name, name + len(advisory.name)),) if name >= 0 else (Span(0, len(text.partition("\n")[0])),)
    event = Event(
        type=EventType.POSTURE,
        subtype="advisory",
        status=Status.OCCURRED,
        severity=Severity.MODERATE if advisory.level >= 4 else Severity.LOW,
        trigger=Mention(text[trigger.start : trigger.end], trigger.start, trigger.end),
        sentence=sentence,
    )
    return Analysis(
        countries=tuple(CountryFinding(code, "focus", 1.0, evidence) for code in sorted(set(countries))),
        events=(event,),
        summary=(SummarySentence(sentence.start, sentence.end, 1.0),),
        relevance=1.0,
        language="en",
    )
