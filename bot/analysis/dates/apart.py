"""Days that a text counts from a day it told before: "the same day", "two days earlier", "a day after the raid".

``settle`` is pure. What is told in the clause behind "a day after" lies that far from the sentence's own day, and is of
the kind "offset": its day is that of what follows, not of the sentence. Hours, months and years leave the day open.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from bot.analysis.lexicon.words import NUMBER_WORDS

if TYPE_CHECKING:
    from bot.analysis.dates import DatedSpan

_EXACT = frozenset({"weekday", "full", "deictic", "ofweek", "ago", "iso", "numeric", "dayyear", "apart"})
"""Kinds that a later sentence may count from, where they are one day."""
_STEP = re.compile(
    r"(?:(?P<number>[a-z]+|\d{1,2})\s)?(?P<unit>day|week)s?\s(?P<way>earlier|later|before|after|afterwards|prior)$"
)
_THAT = re.compile(
    r"(?:the|that)\s(?:very\s)?(?P<which>following|next|previous|same|preceding)\s(?:day|morning|afternoon|evening|night)$"
)
_THE = re.compile(r"the\sday\s(?P<way>before|after)$")
_BACK = frozenset({"earlier", "before", "prior"})
_WIDEST = 31
"""Days that are counted at most: beyond that the text hardly means a day."""


def settle(text: str, found: Sequence[DatedSpan], sentences: Sequence[tuple[int, int]]) -> list[DatedSpan]:
    """The dates with those of the kind "apart" resolved where the text told a day to count from.

    ``sentences`` are their bounds in characters, in order.
    """
    out: list[DatedSpan] = []
    for k, span in enumerate(found):
        if span.kind != "apart":
            out.append(span)
            continue
        words = " ".join(text[span.start : span.end].lower().split())
        step = _step(words)
        clause = words.endswith(("after", "before")) and text[span.end : span.end + 2].strip()[:1].isalnum()
        kind = "offset" if clause else "apart"
        if step is None:
            out.append(replace(span, kind=kind))
            continue
        bounds = next((s for s in sentences if s[0] <= span.start < s[1]), (0, len(text)))
        here = [d for d in out if d.start >= bounds[0]]
        behind = [d for d in found[k + 1 :] if d.start < bounds[1]]
        base = _last(here) or (_last(behind[:1]) if clause else None) or _last(out)
        if base is None:
            out.append(replace(span, kind=kind))
            continue
        day = _day(base) + timedelta(days=-step if clause else step)
        out.append(replace(span, first=day, last=day, year=base.year, kind=kind))
    return out


def _step(words: str) -> int | None:
    """Days from the day told before: negative where earlier; ``None`` where nobody can say."""
    that = _THAT.match(words)
    if that is not None:
        return {"following": 1, "next": 1, "same": 0}.get(that["which"], -1)
    the = _THE.match(words)
    if the is not None:
        return -1 if the["way"] == "before" else 1
    step = _STEP.match(words)
    if step is None or step["number"] is None:
        return None
    number = step["number"]
    amount = 1 if number in {"a", "an"} else int(number) if number.isdigit() else NUMBER_WORDS.get(number)
    if amount is None or (step["unit"] == "week" and amount > 1):
        return None
    days = amount * (7 if step["unit"] == "week" else 1)
    if days > _WIDEST:
        return None
    return -days if step["way"] in _BACK else days


def _day(span: DatedSpan) -> date:
    assert span.first is not None
    return span.first


def _last(spans: Sequence[DatedSpan]) -> DatedSpan | None:
    """The day that was told last, where it is one day and no beginning or end."""
    for span in reversed(spans):
        if (
            span.kind in _EXACT
            and span.first is not None
            and span.first == span.last
            and not span.bound
            and not span.past
        ):
            return span
    return None
