"""Contradictions: two sources that cannot both be right, side by side. Pure; gives no verdict.

Two kinds: numbers of dead or injured that do not overlap, for what looks like the same incident; and a denial whose
words meet those of a claim or report.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import timedelta
from itertools import combinations

from bot.briefing.select import attribute, claim_line, event_lines, fold
from storage.model.briefing import ClaimRecord, Contradiction, EventRecord, Line
from storage.model.findings import Quantity, Stance

SAME_TIME = timedelta(days=2)
"""Reports of one incident are at most this far apart."""

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


def stems(text: str) -> dict[str, str]:
    """The telling words of a text: a crude stem (first six letters) to the word as it stands."""
    found: dict[str, str] = {}
    for word in _WORD.findall(text):
        folded = word.casefold()
        if folded not in _EMPTY_WORDS:
            found.setdefault(folded[:_PREFIX], word)
    return found


def disjoint(first: Quantity, second: Quantity) -> bool:
    """Whether two numbers cannot mean the same: their ranges do not meet."""
    return (first.high is not None and first.high < second.low) or (second.high is not None and second.high < first.low)


def find_contradictions(events: Sequence[EventRecord], claims: Sequence[ClaimRecord]) -> list[Contradiction]:
    """Every contradiction among findings of one scope and window, in the order of the claims and events given."""
    return [*_denials(events, claims), *_numbers(events, claims)]


def _denials(events: Sequence[EventRecord], claims: Sequence[ClaimRecord]) -> list[Contradiction]:
    found: list[Contradiction] = []
    for denial in claims:
        if denial.claim.stance is not Stance.DENIES:
            continue
        best = max(
            (
                (len(shared), -index, record, shared)
                for index, record in enumerate(claims)
                if record.claim.stance is not Stance.DENIES
                and _near(denial, record)
                and not _same_speaker(denial, record)
                and len(shared := _shared(denial.content, record.content)) >= _SHARED_FOR_DENIAL
            ),
            key=lambda option: option[:2],
            default=None,
        )
        if best is not None:
            found.append(Contradiction(claim_line(best[2]), claim_line(denial), ", ".join(best[3])))
            continue
        said = _denied_event(denial, events, claims)
        if said is not None:
            found.append(Contradiction(said[0], claim_line(denial), ", ".join(said[1])))
    return found


def _denied_event(
    denial: ClaimRecord, events: Sequence[EventRecord], claims: Sequence[ClaimRecord]
) -> tuple[Line, list[str]] | None:
    best: tuple[EventRecord, list[str]] | None = None
    for record in events:
        inside = record.article.id == denial.article.id and (
            denial.claim.content.start <= record.event.trigger.start < denial.claim.content.end
        )
        if inside or not _near(denial, record):
            continue
        shared = _shared(denial.content, record.sentence)
        if len(shared) >= _SHARED_FOR_DENIAL + 1 and (best is None or len(shared) > len(best[1])):
            best = record, shared
    return None if best is None else (event_lines([best[0]], claims)[0], best[1])


def _numbers(events: Sequence[EventRecord], claims: Sequence[ClaimRecord]) -> list[Contradiction]:
    found: list[Contradiction] = []
    seen: set[frozenset[str]] = set()
    for first, second in combinations(events, 2):
        pair = _clash(first, second)
        if pair is None:
            continue
        key = frozenset({fold(first.sentence), fold(second.sentence)})
        if len(key) < 2 or key in seen:
            continue
        seen.add(key)
        # The earlier report stands first: the later one may be its update, which the reader must be able to see.
        ordered = sorted((first, second), key=lambda r: (r.article.effective_at, r.id))
        lines = [event_lines([record], [c for c in claims if attribute(record, [c])])[0] for record in ordered]
        found.append(Contradiction(lines[0], lines[1], pair))
    return found


def _clash(first: EventRecord, second: EventRecord) -> str | None:
    if first.event.type is not second.event.type or first.article.id == second.article.id:
        return None
    if not _near(first, second) or not first.event.countries & second.event.countries:
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


def _same_speaker(first: ClaimRecord, second: ClaimRecord) -> bool:
    if first.claim.speaker is None or second.claim.speaker is None:
        return False
    return fold(first.claim.speaker.text).casefold() == fold(second.claim.speaker.text).casefold()


def _shared(first: str, second: str) -> list[str]:
    one, two = stems(first), stems(second)
    return [word for stem, word in one.items() if stem in two]
