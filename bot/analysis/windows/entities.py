"""Names that no gazetteer knows (people, ministries, brigades, airports, newspapers) by their shape and surroundings,
and the entities of the contract.

A person is only called one on evidence: a title before, a role after, or a verb of saying beside.
"""

from __future__ import annotations

from collections.abc import Iterator

from spacy.language import Language
from spacy.tokens import Doc, Span

from bot.analysis import lexicon
from bot.analysis.extensions import group, mask
from bot.analysis.lexicon.wordlists import words
from bot.analysis.lexicon.words import (
    CONJUNCTIONS,
    DETERMINERS,
    MONTHS,
    OUTLET_HEADS,
    PREPOSITIONS,
    SENTENCE_STARTERS,
    SUBORDINATORS,
    TITLES,
    WEEKDAYS,
)
from storage.model.findings import Entity

_ORG_HEADS = words(
    "Ministry Department Army Forces Force Brigade Brigades Front Movement Party Council Union "
    "Organization Organisation Committee Police Command Corps Bank University Court Parliament "
    "Authority Commission Office Service Services Alliance Coalition Guard Guards Battalion Battalions "
    "Resistance Observatory Institute Centre Center Congress Assembly Senate Foundation Association "
    "Federation Administration Agency Militia Militias Navy Bureau Directorate Secretariat Network"
)
_ARMED_HEADS = words("Front Brigade Brigades Resistance Militia Militias Battalion Battalions")
_PLACE_HEADS = words(
    "Province District County Governorate Oblast State Region Valley Peninsula Desert Lake River Sea "
    "Strait Gulf Island Islands Mountains Mountain Delta Plateau Coast"
)
_FACILITY_HEADS = words(
    "Airport Embassy Consulate Base Port Hospital Bridge Mosque Prison Palace Square Airbase Airfield "
    "Dam Stadium Cathedral Church Market Refinery Mall Hotel School Camp Terminal"
)
_LOWER_FACILITY = words("airport base airbase port hospital prison refinery dam district province camp")
SPEECH = words("said says told added warned wrote announced stated claimed threatened vowed denied insisted")
_STOP = (
    SENTENCE_STARTERS
    | PREPOSITIONS
    | DETERMINERS
    | CONJUNCTIONS
    | SUBORDINATORS
    | frozenset(MONTHS)
    | frozenset(WEEKDAYS)
) - {"may"}


def _capital(doc: Doc, i: int) -> bool:
    token = doc[i]
    return (
        (token.shape_[:1] == "X" and token.is_alpha) or token.shape_[:3] in {"X.", "X.X"} or token.text.startswith("d’")
    )


def _hyphenated(doc: Doc, i: int, known: frozenset[int]) -> bool:
    """ "Son-hui", "Jong-un": the second half of a given name, not "Iran-backed"."""
    if i + 1 >= len(doc) or i - 1 in known or doc[i].text != "-" or doc[i].whitespace_ or doc[i - 1].whitespace_:
        return False
    second = doc[i + 1]
    return second.shape_[:1] == "x" and second.is_alpha and len(second) <= 5 and second.lower_ not in _SUFFIXES


_SUFFIXES = frozenset({"led", "based", "era", "wide", "style", "made", "run", "owned", "held", "born", "old", "like"})


def runs(doc: Doc, barred: list[bool], known: frozenset[int] = frozenset()) -> Iterator[tuple[int, int]]:
    """Runs of capitalised tokens ("Ministry of Defence", "Ain al-Asad", "Aziz Nasirzadeh"), end exclusive."""
    i = 0
    while i < len(doc):
        if (
            barred[i]
            or not _capital(doc, i)
            or (
                doc[i].lower_ in _STOP
                and (doc[i].is_sent_start or doc[i].lower_ in MONTHS or doc[i].lower_ in WEEKDAYS)
            )
        ):
            i += 1
            continue
        end = i + 1
        while end < len(doc) and not doc[end].is_sent_start and not barred[end]:
            token = doc[end]
            if (_capital(doc, end) and token.lower_ not in MONTHS and token.lower_ not in WEEKDAYS) or (
                token.text in {"[", "]"} and end + 1 < len(doc) and (_capital(doc, end + 1) or _capital(doc, end - 1))
            ):
                end += 1
            elif (
                token.text in {"-", "‑"}
                and not doc[end - 1].whitespace_
                and not token.whitespace_
                and end + 1 < len(doc)
                and _capital(doc, end + 1)
            ) or _hyphenated(doc, end, known):
                end += 2
            elif (
                token.lower_ in {"al", "el", "ul"}
                and end + 2 < len(doc)
                and doc[end + 1].text == "-"
                and _capital(doc, end + 2)
            ):
                end += 3
            elif (
                token.lower_ in {"bin", "ibn", "de", "da", "van", "von", "der", "abu", "dos"}
                and end + 1 < len(doc)
                and _capital(doc, end + 1)
            ) or (
                token.lower_ in {"of", "for"}
                and doc[end - 1].text in _ORG_HEADS
                and end + 1 < len(doc)
                and _capital(doc, end + 1)
            ):
                end += 2
            else:
                break
        yield i, end
        i = end


class NamedEntities:
    """Adds people, organisations and facilities to the span group ``names``."""

    def __call__(self, doc: Doc) -> Doc:
        barred = mask(doc, "datelines")
        names = group(doc, "names")
        by_token = {i: span for span in names for i in range(span.start, span.end)}
        added: list[Span] = []
        for start, end in runs(doc, barred, frozenset(by_token)):
            added.extend(self._read(doc, start, end, by_token))
        for span in added:
            names = [n for n in names if n.end <= span.start or n.start >= span.end]
            names.append(span)
        names.sort(key=lambda span: span.start)
        doc.spans["names"] = self._later_mentions(doc, names, barred)
        doc._.entities = tuple(entities_of(doc))
        return doc

    def _read(self, doc: Doc, start: int, end: int, known: dict[int, Span]) -> list[Span]:
        while end > start and doc[end - 1].text in {"[", "]", "-"}:
            end -= 1
        last = doc[end - 1]
        covered = {known[i] for i in range(start, end) if i in known}
        code = next((s.kb_id_ for s in sorted(covered, key=lambda s: s.start) if s.kb_id_), "")
        if any(s.start <= start and s.end >= end for s in covered):
            return self._lower_facility(doc, start, end, code, covered)
        if end - start >= 2 and _outlet(doc, start, end):
            return [Span(doc, start, end, label="ORG", span_id="outlet")]
        title = self._title_end(doc, start, end)
        if title is not None and title < end:
            first = self._first_after_titles(doc, title, end)
            if first < end and not any(
                i in known and known[i].id_ not in {"city", "capital"} for i in range(first, end)
            ):
                return [
                    Span(
                        doc,
                        first,
                        end,
                        label="PERSON",
                        kb_id=code or self._code_before(doc, start, known),
                        span_id="person",
                    )
                ]
            return []
        head = next((i for i in range(start, end) if doc[i].text in _ORG_HEADS), None)
        if head is not None and end - start >= 2 and not any(s.id_ == "armed" for s in covered):
            armed = doc[head].text in _ARMED_HEADS
            return [Span(doc, start, end, label="ORG", kb_id=code, span_id="armed" if armed else "org")]
        if last.text in _FACILITY_HEADS and end - start >= 2:
            return [Span(doc, start, end, label="FAC", kb_id=code, span_id="facility")]
        if last.text in _PLACE_HEADS and end - start >= 2:
            return [Span(doc, start, end, label="LOC", kb_id=code, span_id="place")]
        if covered:
            return []
        lower = self._lower_facility(doc, start, end, code, covered)
        if lower:
            return lower
        if doc[start].is_sent_start and (
            doc[start].lower_ in lexicon.head_nouns() or doc[start].lower_ in lexicon.modifiers()
        ):
            return []
        return self._person(doc, start, end, known) or self._named_body(doc, start, end)

    @staticmethod
    def _title_end(doc: Doc, start: int, end: int) -> int | None:
        """The token after the last title of a run, or after lower-case titles right before it."""
        inside = [i for i in range(start, end) if doc[i].lower_ in TITLES]
        if inside:
            return inside[-1] + 1
        if start and not doc[start].is_sent_start and doc[start - 1].lower_ in TITLES:
            return start
        return None

    @staticmethod
    def _first_after_titles(doc: Doc, i: int, end: int) -> int:
        while i < end and doc[i].text in {"]", "[", "-"} and doc[i].text != "[":
            i += 1
        return i

    @staticmethod
    def _code_before(doc: Doc, start: int, known: dict[int, Span]) -> str:
        """The country of a lower-case title: "Iraqi army spokesman Yehia Rasool", "Iran's president X"."""
        for i in range(start - 1, max(start - 8, -1), -1):
            if (
                (doc[i].is_sent_start and i not in known)
                or doc[i].text in {",", ".", ";"}
                or doc[i].lower_ in PREPOSITIONS - {"of", "for"}
            ):
                return ""
            if i in known and known[i].kb_id_:
                return str(known[i].kb_id_)
        return ""

    @staticmethod
    def _lower_facility(doc: Doc, start: int, end: int, code: str, covered: set[Span]) -> list[Span]:
        """ "Ain al-Asad air base", "Basra airport": a run and a lower-case head."""
        if any(s.id_ not in {"city", "capital", "place"} for s in covered):
            return []
        stop = end
        if stop < len(doc) and doc[stop].lower_ in {"air", "international", "military", "naval", "refugee", "oil"}:
            stop += 1
        if stop < len(doc) and doc[stop].lower_ in _LOWER_FACILITY and not doc[stop].is_sent_start:
            if doc[stop].lower_ in {"district", "province"}:
                return [Span(doc, start, stop + 1, label="LOC", kb_id=code, span_id="place")]
            return [Span(doc, start, stop + 1, label="FAC", kb_id=code, span_id="facility")]
        return []

    @staticmethod
    def _named_body(doc: Doc, start: int, end: int) -> list[Span]:
        """ "the Northern Column": two or more capitals behind an article are a body, armed if what follows says so."""
        article = (start and doc[start - 1].lower_ == "the") or doc[start].text == "The"
        first = start + 1 if doc[start].text == "The" else start
        if not article or end - first < 2 or not all(token.is_alpha for token in doc[first:end]):
            return []
        if end < len(doc) and doc[end].lower_ in lexicon.head_nouns():
            return []
        role = {token.lower_ for token in doc[end : end + 7]}
        armed = doc[end : end + 1].text == "," and bool(role & {"militia", "armed", "rebel", "insurgent", "militant"})
        return [Span(doc, first, end, label="ORG", span_id="armed" if armed else "org")]

    def _person(self, doc: Doc, start: int, end: int, known: dict[int, Span]) -> list[Span]:
        if end - start > 4:
            return []
        before = doc[start - 1].lower_ if start and not doc[start].is_sent_start else ""
        after = doc[end] if end < len(doc) and not doc[end].is_sent_start else None
        spoken = (after is not None and after.lower_ in SPEECH and end - start >= 2) or (
            before in SPEECH - {"told", "wrote"}
        )
        code = ""
        role = False
        if after is not None and after.text == "," and end - start >= 2:
            for i in range(end + 1, min(end + 9, len(doc))):
                if doc[i].text in {",", "."} or doc[i].is_sent_start:
                    break
                if i in known and known[i].kb_id_ and not code:
                    code = known[i].kb_id_
                role = role or doc[i].lower_ in TITLES or (i == end + 1 and doc[i].is_digit)
        if not (role or spoken) or any(
            not t.is_alpha and t.text not in {"-", "[", "]"} and not t.shape_.startswith("X.") for t in doc[start:end]
        ):
            return []
        if doc[start].is_upper and len(doc[start]) > 1 and end - start == 1:
            return []
        return [Span(doc, start, end, label="PERSON", kb_id=code if role else "", span_id="person")]

    @staticmethod
    def _later_mentions(doc: Doc, names: list[Span], barred: list[bool]) -> list[Span]:
        """ "Nasirzadeh" after "Aziz Nasirzadeh": the same person, and of the same country."""
        persons: dict[str, str] = {}
        for span in names:
            if span.id_ == "person":
                surname = span[-1].text
                persons[surname] = persons.get(surname) or span.kb_id_
        taken = {i for span in names for i in range(span.start, span.end)}
        out = []
        for span in names:
            if span.id_ == "person" and not span.kb_id_ and persons.get(span[-1].text):
                span = Span(doc, span.start, span.end, label="PERSON", kb_id=persons[span[-1].text], span_id="person")
            out.append(span)
        if persons:
            for token in doc:
                if token.text in persons and token.i not in taken and not barred[token.i]:
                    start = token.i
                    while (
                        start
                        and doc[start - 1].shape_[:2] == "Xx"
                        and start - 1 not in taken
                        and not doc[start].is_sent_start
                        and doc[start - 1].lower_ not in _STOP
                        and doc[start - 1].lower_ not in TITLES
                    ):
                        start -= 1
                    out.append(
                        Span(doc, start, token.i + 1, label="PERSON", kb_id=persons[token.text], span_id="person")
                    )
        return sorted(out, key=lambda span: span.start)


def _outlet(doc: Doc, start: int, end: int) -> bool:
    """ "Kabul Times", "Hamburg Courier"; words that name other things too need one who is told or who reports."""
    last = doc[end - 1].text
    if last not in OUTLET_HEADS or (last == "Agency" and not _news(doc, start, end)):
        return False
    return last not in _DOUBTFUL_OUTLETS or _says(doc, start, end)


_DOUBTFUL_OUTLETS = words(
    "Sun Star Report Press Region Independent Today Online Signal Desk Register Review Standard Post Mail Globe Echo"
)


def _news(doc: Doc, start: int, end: int) -> bool:
    return any(token.lower_ in {"news", "press"} for token in doc[start:end])


def _says(doc: Doc, start: int, end: int) -> bool:
    before = doc[start - 1].lower_ if start else ""
    before2 = doc[start - 2].lower_ if start > 1 else ""
    after = doc[end].lower_ if end < len(doc) else ""
    return (
        before == "told"
        or (before == "the" and before2 == "told")
        or after in {"reported", "said", "reports", "newspaper", "that", "it"}
    )


def entities_of(doc: Doc) -> Iterator[Entity]:
    """The names and dates as nouns of the contract, in text order."""
    found: list[Entity] = []
    for span in group(doc, "names"):
        found.append(Entity(span.text, span.label_, span.start_char, span.end_char, span.kb_id_ or None))
    covered = {i for span in group(doc, "names") for i in range(span.start, span.end)}
    for span in group(doc, "dates"):
        if not any(i in covered for i in range(span.start, span.end)):
            found.append(Entity(span.text, "DATE", span.start_char, span.end_char))
    yield from sorted(found, key=lambda e: (e.start, e.end))


@Language.factory("sitrep_entities")
def create_entities(nlp: Language, name: str) -> NamedEntities:
    """The component."""
    return NamedEntities()
