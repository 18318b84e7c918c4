"""Contradictions: two sources that cannot both be right, side by side. Pure; gives no verdict.

Two kinds: numbers of dead or injured that do not overlap, for what looks like the same incident; and a denial whose
words meet those of a claim or report.
"""

from __future__ import annotations

import functools
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import combinations
from typing import TypeVar

from bot.briefing.select import SAME_TIME, claim_line, claims_by_article, event_lines, fold
from storage.model.briefing import ClaimRecord, Contradiction, EventRecord
from storage.model.findings import Quantity, Stance
from storage.places import countries

MOST_COMPARED = 400
"""At most so many denials, numbers and holders of one word are compared: a briefing must not take seconds."""

_Record = TypeVar("_Record", ClaimRecord, EventRecord)
_WORD = re.compile(r"[^\W\d_]{5,}")
_PREFIX = 6
_SHARED_FOR_DENIAL = 2
_SHARED_FOR_NUMBERS = 4
_EMPTY_WORDS = frozenset(
    word
    for line in (
        "about above according added after again against along already although among another around because",
        "before being below between could during earlier either every following further having house however",
        "including their there these those though three through today under until using monday tuesday",
        "wednesday thursday friday saturday sunday where which while would other spokesman spokesperson",
        "spokeswoman statement official officials government minister ministry reported reports country people",
        "exercise source sources",
    )
    for word in line.split()
)


@functools.lru_cache(maxsize=4096)
def stems(text: str) -> dict[str, str]:
    """The telling words of a text: a crude stem (first six letters) to the word as it stands."""
    found: dict[str, str] = {}
    for word in _WORD.findall(text):
        folded = word.casefold()
        if folded not in _EMPTY_WORDS and folded not in _place_words():
            found.setdefault(folded[:_PREFIX], word)
    return found


@functools.cache
def _place_words() -> frozenset[str]:
    """Names of countries, peoples and cities: two claims on Baghdad need not be about the same thing."""
    names = (
        name
        for country in countries().values()
        for name in (country.name, *country.names, *country.demonyms, *country.cities, country.capital or "")
    )
    return frozenset(word.casefold() for name in names for word in _WORD.findall(name))


def disjoint(first: Quantity, second: Quantity) -> bool:
    """Whether two numbers cannot mean the same: their ranges do not meet."""
    return (first.high is not None and first.high < second.low) or (second.high is not None and second.high < first.low)


def find_contradictions(events: Sequence[EventRecord], claims: Sequence[ClaimRecord]) -> list[Contradiction]:
    """Every contradiction among findings of one scope and window, in the order of the claims and events given."""
    return [*_denials(events, claims), *_numbers(events, claims)]


def _denials(events: Sequence[EventRecord], claims: Sequence[ClaimRecord]) -> list[Contradiction]:
    denials = [record for record in claims if _denies(record)][:MOST_COMPARED]
    if not denials:
        return []
    others = [record for record in claims if record.claim.stance is not Stance.DENIES]
    by_claim, by_event = _index(record.content for record in others), _index(record.sentence for record in events)
    found: list[Contradiction] = []
    for denial in denials:
        said = _best(denial, others, by_claim, _SHARED_FOR_DENIAL)
        if said is not None:
            found.append(Contradiction(claim_line(said), claim_line(denial)))
            continue
        event = _best(denial, events, by_event, _SHARED_FOR_DENIAL + 1)
        if event is not None:
            line = event_lines([event], claims_by_article(claims))[0]
            found.append(Contradiction(line, claim_line(denial)))
    return found


def _denies(record: ClaimRecord) -> bool:
    """Whether a fact is denied. A demand or an offer that is rejected is no dispute about facts."""
    refused = record.claim.cue.text.casefold().startswith(("reject", "refus", "declin"))
    return record.claim.stance is Stance.DENIES and not refused


def _index(texts: Iterable[str]) -> dict[str, list[int]]:
    """Stem to the positions of the texts that hold it."""
    index: dict[str, list[int]] = {}
    for position, text in enumerate(texts):
        for stem in stems(text):
            index.setdefault(stem, []).append(position)
    return index


def _best(denial: ClaimRecord, records: Sequence[_Record], index: dict[str, list[int]], least: int) -> _Record | None:
    """The record that shares most telling words with the denial (at least ``least``), the first among equals."""
    shared: Counter[int] = Counter()
    for stem in stems(denial.content):
        positions = index.get(stem, ())
        # A word that half of everything holds tells nothing.
        if len(positions) <= MOST_COMPARED:
            shared.update(positions)
    for position, number in sorted(shared.items(), key=lambda entry: (-entry[1], entry[0])):
        record = records[position]
        if number < least:
            return None
        if _near(denial, record) and not _same_mouth(denial, record):
            return record
    return None


def _numbers(events: Sequence[EventRecord], claims: Sequence[ClaimRecord]) -> list[Contradiction]:
    counted = [r for r in events if r.event.fatalities is not None or r.event.injured is not None][:MOST_COMPARED]
    by_article = claims_by_article(claims)
    found: list[Contradiction] = []
    told: set[str] = set()
    for first, second in combinations(counted, 2):
        sentences = {fold(first.sentence), fold(second.sentence)}
        # Each report stands in one pair only: ten numbers for one attack are no forty-five contradictions.
        if len(sentences) < 2 or sentences & told:
            continue
        # The earlier report stands first: the later one may be its update, which the reader must be able to see.
        ordered = sorted((first, second), key=lambda r: (r.article.effective_at, r.id))
        pair = _clash(*ordered)
        if pair is None:
            continue
        told |= sentences
        lines = [event_lines([record], by_article)[0] for record in ordered]
        found.append(Contradiction(lines[0], lines[1], pair))
    return found


def _clash(first: EventRecord, second: EventRecord) -> str | None:
    if first.event.type is not second.event.type or first.article.id == second.article.id:
        return None
    places, others = first.event.countries, second.event.countries
    # A village of no known country may lie in either.
    if not _near(first, second) or (places and others and not places & others):
        return None
    for label in ("fatalities", "injured"):
        a: Quantity | None = getattr(first.event, label)
        b: Quantity | None = getattr(second.event, label)
        if a is None or b is None or not disjoint(a, b):
            continue
        same_place = (
            first.event.location is not None
            and second.event.location is not None
            and first.event.location.text.casefold() == second.event.location.text.casefold()
            and len(_shared(first.sentence, second.sentence)) >= _SHARED_FOR_DENIAL
        )
        if same_place or len(_shared(first.sentence, second.sentence)) >= _SHARED_FOR_NUMBERS:
            return f"{label}: {fold(a.text)} / {fold(b.text)}"
    return None


def _near(first: ClaimRecord | EventRecord, second: ClaimRecord | EventRecord) -> bool:
    return abs(first.article.effective_at - second.article.effective_at) <= SAME_TIME


def _same_mouth(denial: ClaimRecord, record: ClaimRecord | EventRecord) -> bool:
    """Whether the record is the denial's own speaker, or a part of the very words of the denial."""
    content = denial.claim.content
    if isinstance(record, EventRecord):
        sentence = record.event.sentence
        return record.article.id == denial.article.id and content.start < sentence.end and sentence.start < content.end
    other = record.claim.content
    if record.article.id == denial.article.id and content.start < other.end and other.start < content.end:
        return True
    if denial.claim.speaker is None or record.claim.speaker is None:
        return False
    return fold(denial.claim.speaker.text).casefold() == fold(record.claim.speaker.text).casefold()


def _shared(first: str, second: str) -> list[str]:
    one, two = stems(first), stems(second)
    return [word for stem, word in one.items() if stem in two]
