"""The custom attributes that the components pass on from one to the next (spaCy ``Doc._``), in one place.

Everything on ``Doc._`` is set by exactly one component.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from spacy.tokens import Doc, Span, SpanGroup

from storage.model.findings import Span as Chars

FINDINGS = (
    "entities",  # tuple[Entity, ...]           names/
    "quantities",  # tuple[Amount, ...]         quantities.py
    "dates",  # tuple[DatedSpan, ...]           dates/
    "countries",  # tuple[CountryFinding, ...]  countries.py
    "speeches",  # tuple[Speech, ...]           claims/ (the claims on tokens)
    "claims",  # tuple[Claim, ...]              claims/
    "events",  # tuple[Event, ...]              events/
    "summary",  # tuple[SummarySentence, ...]   summary.py
)
_TEXT = "sitrep_text"


@dataclass(frozen=True, slots=True)
class Note:
    """Why something was found, for ``--explain``: ``what`` at ``start``-``end`` by ``rule`` (a rule or lexicon id).

    ``arguments`` are what the rule took from the text, as "role: words" or a plain value; ``path`` are the steps that
    led to the status ("governed by: vow", "planned"), in the order in which they were asked.
    """

    what: str
    start: int
    end: int
    rule: str
    arguments: tuple[str, ...] = ()
    path: tuple[str, ...] = ()


def register() -> None:
    """Registers the attributes; may be called again."""
    for name in FINDINGS:
        Doc.set_extension(name, default=(), force=True)
    Doc.set_extension("published", default=None, force=True)
    Doc.set_extension("source", default=None, force=True)
    Doc.set_extension("title", default=None, force=True)
    Doc.set_extension("relevance", default=0.0, force=True)
    Doc.set_extension("unread", default=None, force=True)
    Doc.set_extension("gated", default=False, force=True)
    Doc.set_extension("ungated", default=False, force=True)
    Doc.set_extension("notes", default=None, force=True)


def text_of(doc: Doc) -> str:
    """The text of a Doc, put together once: spaCy does it anew from the tokens each time it is asked."""
    found = doc.user_data.get(_TEXT)
    if found is None:
        found = doc.user_data[_TEXT] = doc.text
    return str(found)


def remember_text(doc: Doc, text: str) -> None:
    """Tells ``text_of`` what the text of a new Doc is."""
    doc.user_data[_TEXT] = text


def published_of(doc: Doc) -> date | None:
    """The day of publication, where known."""
    value = doc._.published
    return value if isinstance(value, date) else None


def note(
    doc: Doc,
    what: str,
    start: int,
    end: int,
    rule: str,
    *,
    arguments: tuple[str, ...] = (),
    path: tuple[str, ...] = (),
) -> None:
    """Adds one line to what ``--explain`` prints, where it is asked for."""
    if explained(doc):
        doc._.notes.append(Note(what, start, end, rule, arguments, path))


def explained(doc: Doc) -> bool:
    """Whether the notes of the rules are asked for; what they say need not be put together otherwise."""
    return doc._.notes is not None


def chars(span: Span) -> Chars:
    """A spaCy span as character offsets, without white space at its ends (spaCy keeps newlines as tokens)."""
    start, end = span.start, span.end
    while start < end and span.doc[start].is_space:
        start += 1
    while end > start and span.doc[end - 1].is_space:
        end -= 1
    if start == end:
        return Chars(span.start_char, span.start_char)
    last = span.doc[end - 1]
    return Chars(span.doc[start].idx, last.idx + len(last))


_made: dict[str, tuple[SpanGroup, list[Span]]] = {}
"""The last group of each name that was asked for: spaCy makes its spans anew each time."""


def group(doc: Doc, name: str) -> list[Span]:
    """The spans of a group, in order; empty where it was never set. Not to be changed by the caller."""
    spans = doc.spans
    if name not in spans:
        return []
    found = spans[name]
    last = _made.get(name)
    if last is None or last[0] is not found:
        last = _made[name] = (found, list(found))
    return last[1]


def mask(doc: Doc, name: str) -> list[bool]:
    """For each token whether it lies in one of the spans of a group."""
    inside = [False] * len(doc)
    for span in group(doc, name):
        inside[span.start : span.end] = [True] * (span.end - span.start)
    return inside
