"""Dates as the text gives them, resolved against the day of publication where that is safe (component "sitrep_dates").

An absolute date stands for itself; what is relative ("yesterday", "on Wednesday", "last month", "5 March") needs the
day of publication, or a dated dateline, and stays unresolved without it. "On Wednesday" is the latest one, or the next
one where the tree says that the sentence tells what is to come. All days are days of the dateline, no time zone.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

from spacy.language import Language
from spacy.tokens import Doc, Span

from bot.analysis.dates.apart import settle
from bot.analysis.dates.days import resolve
from bot.analysis.dates.patterns import Expression, scan
from bot.analysis.dates.tense import ahead, governor
from bot.analysis.dependents import tokens
from bot.analysis.extensions import explained, group, note, published_of, text_of

__all__ = ["DatedSpan", "dates", "find_dates", "reference_day"]

_ABSOLUTE = frozenset({"iso", "numeric", "shortyear", "decade", "century", "years", "year"})
_DATELINE_DAYS = 14


@dataclass(frozen=True, slots=True)
class DatedSpan:
    """A date expression at ``start``-``end`` (characters): the days it covers, where they are known.

    ``first`` and ``last`` are both ``None`` where nobody can say ("hours earlier", a weekday without publication). Of
    "since 2015" only ``first`` is known, of "until Friday" only ``last``; ``bound`` is then "since" or
    "until", and ``since`` is true for the former. ``year``: the text itself gives the year. ``past``: the words alone
    say that it is long past ("last year", "a decade ago", "in the 1980s", an anniversary). ``anniversary``: something
    of an earlier year is remembered. ``kind`` is the rule (grammar.py). In a Doc the tokens are
    ``token_start``-``token_end`` (exclusive), ``head`` is the one that hangs on what is outside, and
    ``governor`` what the date belongs to (the head's head, or the verb of saying before the date); else they are -1.
    """

    start: int
    end: int
    first: date | None
    last: date | None
    year: bool = False
    since: bool = False
    past: bool = False
    bound: str = ""
    anniversary: bool = False
    kind: str = ""
    token_start: int = -1
    token_end: int = -1
    head: int = -1
    governor: int = -1

    @property
    def range(self) -> bool:
        """More than one day."""
        return self.first is not None and self.last is not None and self.last > self.first

    @property
    def known(self) -> bool:
        """Whether any day is known."""
        return self.first is not None or self.last is not None


def find_dates(text: str, published: date | None, *, future: bool | None = None) -> list[DatedSpan]:
    """Every date expression of a text, in order. Pure; never raises. ``future``: the tense of all, where known."""
    return [_dated(expression, published, future) for expression in scan(text)]


def _dated(expression: Expression, base: date | None, future: bool | None) -> DatedSpan:
    words = expression.text
    days = resolve(expression, base, future)
    first, last = days if days is not None else (None, None)
    if expression.bound == "since":
        last = None
    elif expression.bound:
        if expression.bound == "before" and first is not None:
            last = first - timedelta(days=1)
        first = None
    anniversary = expression.kind == "anniversary"
    return DatedSpan(
        expression.start,
        expression.end,
        first,
        last,
        year=_has_year(expression),
        since=expression.bound == "since",
        past=anniversary
        or expression.kind in {"decade", "century"}
        or words.endswith("last year")
        or (expression.kind == "ago" and any(unit in words for unit in ("year", "decade", "centur", "long"))),
        bound="until" if expression.bound == "before" else expression.bound,
        anniversary=anniversary,
        kind=expression.kind,
    )


def _has_year(expression: Expression) -> bool:
    if expression.kind in _ABSOLUTE:
        return True
    digits = "".join(c if c.isdigit() else " " for c in expression.text).split()
    return any(len(part) == 4 for part in digits)


def reference_day(doc: Doc) -> date | None:
    """The day that relative dates of a text are counted from: its dateline's where that is dated, else publication's.

    A dateline's day without a year is taken only within two weeks of the publication.
    """
    published = published_of(doc)
    for span in group(doc, "datelines"):
        for found in find_dates(span.text, published, future=False):
            day = found.first
            if day is None or day != found.last:
                continue
            if published is None or abs((day - published).days) <= _DATELINE_DAYS:
                return day
    return published


@Language.component("sitrep_dates")
def dates(doc: Doc) -> Doc:
    """Sets ``Doc._.dates`` and the span group ``dates``; datelines give no date to events."""
    base = reference_day(doc)
    parsed = doc.has_annotation("DEP")
    barred = [(span.start_char, span.end_char) for span in group(doc, "datelines")]
    kept: list[DatedSpan] = []
    spans: list[Span] = []
    for expression in scan(text_of(doc)):
        if any(a <= expression.start < b for a, b in barred):
            continue
        span = doc.char_span(expression.start, expression.end, label="DATE", alignment_mode="expand")
        if span is None:
            continue
        head = _head(span) if parsed else span.start
        if parsed and _is_verb(doc, span, expression):
            continue
        belongs = int(governor(tokens(doc)[head]).i) if parsed else -1
        future = None if not parsed or expression.kind in _ABSOLUTE else ahead(tokens(doc)[head])
        found = _dated(expression, base, future)
        kept.append(replace(found, token_start=span.start, token_end=span.end, head=head, governor=belongs))
        spans.append(span)
        if explained(doc):
            note(
                doc, "date", found.start, found.end, f"date.{found.kind}",
                arguments=(f"{found.first or '?'} to {found.last or '?'}",) if found.known else (),
                path=("ahead",) if future else (),
            )  # fmt: skip
    if any(d.kind == "apart" for d in kept):
        ends = [(s.start_char, s.end_char) for s in doc.sents] if parsed else []
        kept = settle(text_of(doc), kept, ends)
    doc._.dates = tuple(kept)
    doc.spans["dates"] = spans
    return doc


def _head(span: Span) -> int:
    """The token of the span whose governor lies outside it."""
    for token in span:
        if not span.start <= token.head.i < span.end or token.head.i == token.i:
            return int(token.i)
    return int(span.start)


def _is_verb(doc: Doc, span: Span, expression: Expression) -> bool:
    """ "may" and "march" that the parser holds for verbs, "2,000 troops" written as 2000."""
    if expression.kind == "month":
        return doc[span.end - 1].pos_ in {"AUX", "VERB"}
    if expression.kind == "year" and span.end - span.start == 1:
        token = doc[span.start]
        return token.dep_ == "nummod" and token.head.i > token.i and token.head.tag_ in {"NNS", "NNPS"}
    return False
