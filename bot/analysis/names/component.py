"""The component "sitrep_names": sets ``doc.spans["names"]`` and ``Doc._.entities``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from spacy.language import Language
from spacy.tokens import Doc, Span

from bot.analysis.extensions import explained, note, text_of
from bot.analysis.names import entities, persons
from bot.analysis.names.found import Found, Text
from bot.analysis.names.gazetteer import find
from bot.analysis.names.homonyms import Settler
from bot.analysis.names.places import Place
from storage.model.findings import Entity

_DATA = "sitrep_names"
_DATELINES = "sitrep_datelines"


@Language.component("sitrep_names")
def names(doc: Doc) -> Doc:
    """Sets the names of a text, parsed or not: label, ``kb_id_`` the country's code, ``id_`` the canonical name."""
    text = Text(doc)
    settler = Settler(text, list(find(text.words, cased=text.cased, skip=[False] * len(text.skip))))
    known = settler.settle()
    found = persons.align(text, entities.fuse(text, known, settler.refused))
    doc.spans["names"] = [Span(doc, f.start, f.end, label=f.label, kb_id=f.code, span_id=f.name) for f in found]
    doc.user_data[_DATA] = {f.start: f for f in found}
    doc.user_data[_DATELINES] = settler.datelines
    doc._.entities = tuple(entities_of(doc, found))
    if explained(doc):
        for f in found:
            start, end = _bounds(doc, f)
            note(doc, f"name {f.label}", start, end, f"{f.rule}:{f.kind}{':' + f.code if f.code else ''}")
    return doc


def _bounds(doc: Doc, found: Found) -> tuple[int, int]:
    last = doc[found.end - 1]
    return doc[found.start].idx, last.idx + len(last)


def details(doc: Doc) -> Mapping[int, Found]:
    """What is known beyond the spans, by the first token of each name: kind, rule and place."""
    found: Mapping[int, Found] = doc.user_data.get(_DATA, {})
    return found


def dateline_places(doc: Doc) -> Sequence[Found]:
    """The places of the datelines, which are no names of the text."""
    found: Sequence[Found] = doc.user_data.get(_DATELINES, ())
    return found


def place_of(doc: Doc, start: int) -> Place | None:
    """The place that was decided on for the name whose first token is ``start`` ("Paris" of "Paris, Texas")."""
    found = details(doc).get(start)
    return found.place if found is not None else None


def kind_of(doc: Doc, name: Span | None) -> str:
    """What the gazetteer knows a name to be ("armed-group", "town"); "" for no or an unknown name."""
    found = details(doc).get(name.start) if name is not None else None
    return found.kind if found is not None else ""


def entities_of(doc: Doc, found: list[Found]) -> Iterator[Entity]:
    """The names and dates as nouns of the contract, in text order."""
    text = text_of(doc)
    out: list[Entity] = []
    spans: list[tuple[int, int]] = []
    for f in found:
        start, end = _bounds(doc, f)
        spans.append((start, end))
        out.append(Entity(text[start:end], f.label, start, end, f.code or None))
    at = 0
    for date in doc._.dates or ():
        while at < len(spans) and spans[at][1] <= date.start:
            at += 1
        if at >= len(spans) or spans[at][0] >= date.end:
            out.append(Entity(text[date.start : date.end], "DATE", date.start, date.end))
    yield from sorted(out, key=lambda e: (e.start, e.end))
