"""Names that are known beforehand: countries, demonyms, capitals, seats of government, groups, outlets, weapons.

One spaCy ``PhraseMatcher`` on the exact words (so "Mali" is never found in "Somalia"); the longest match wins, so
"Kabul Times" and "Guinea-Bissau" are not "Kabul" and "Guinea". What remains ambiguous is decided in ambiguity.py.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from spacy.language import Language
from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc, Span

from bot.analysis import lexicon
from bot.analysis.extensions import mask
from bot.analysis.windows.ambiguity import Ambiguity
from storage import places

COUNTRY, DEMONYM, CAPITAL, CITY, GOVERNMENT = "country", "demonym", "capital", "city", "government"
ORGAN, ARMED, OUTLET, PLACE, WEAPON, VEHICLE = "organ", "armed", "outlet", "place", "weapon", "vehicle"
LABELS = {
    COUNTRY: "GPE",
    CAPITAL: "GPE",
    CITY: "GPE",
    DEMONYM: "NORP",
    GOVERNMENT: "ORG",
    ORGAN: "ORG",
    ARMED: "ORG",
    OUTLET: "ORG",
    PLACE: "LOC",
    WEAPON: "WEAPON",
    VEHICLE: "VEHICLE",
}
_PRIORITY = {
    kind: number
    for number, kind in enumerate(
        (COUNTRY, DEMONYM, CAPITAL, ORGAN, GOVERNMENT, ARMED, OUTLET, PLACE, CITY, WEAPON, VEHICLE)
    )
}


@dataclass(frozen=True, slots=True)
class Name:
    """One spelling with its kind and the country it stands for ("" for none)."""

    words: str
    kind: str
    code: str


def _variants(words: str, kind: str) -> Iterator[str]:
    yield words
    if "'" in words:
        yield words.replace("'", "’")
    if "’" in words:
        yield words.replace("’", "'")
    if len(words) > 3 and kind in {COUNTRY, DEMONYM, CAPITAL, CITY} and words != words.upper():
        yield words.upper()


def known_names() -> Iterator[Name]:
    """Every name of the gazetteers, countries first."""
    for code, country in places.countries().items():
        for words in (country.name, *country.names):
            yield Name(words, COUNTRY, code)
        for words in country.demonyms:
            yield Name(words, DEMONYM, code)
        if country.capital:
            yield Name(country.capital, CAPITAL, code)
        for words in country.governments:
            yield Name(words, GOVERNMENT, code)
        for words in country.cities:
            yield Name(words, CITY, code)
    for table, kind in (("organs", ORGAN), ("armed", ARMED), ("outlets", OUTLET), ("places", PLACE)):
        for words, code in lexicon.names(table).items():
            yield Name(words, kind, code)
    for table, kind in (("weapon", WEAPON), ("vehicle", VEHICLE)):
        for words in lexicon.weapons(table):
            yield Name(words, kind, "")


class Gazetteer:
    """Sets the span group ``names``: label as in the contract, ``kb_id_`` the country, ``id_`` the kind."""

    def __init__(self, nlp: Language, names: Iterable[Name]) -> None:
        self.exact = PhraseMatcher(nlp.vocab, attr="ORTH")
        self.lower = PhraseMatcher(nlp.vocab, attr="LOWER")
        self.keys: dict[str, tuple[str, str]] = {}
        grouped: dict[tuple[str, str], list[str]] = defaultdict(list)
        for name in names:
            # the Arabic and Cyrillic aliases serve commands; prose here is English
            if name.words.isascii() or not any(ord(letter) > 0x24F for letter in name.words.replace("’", "")):
                grouped[name.kind, name.code].extend(_variants(name.words, name.kind))
        for (kind, code), spellings in grouped.items():
            key = f"{kind}:{code}"
            self.keys[key] = (kind, code)
            low = kind in {WEAPON, VEHICLE}
            docs = [
                nlp.make_doc(s.lower() if low else s)
                for s in dict.fromkeys(spellings)
                if low or s[:1].isupper() or " " in s or "-" in s or kind in {ARMED, OUTLET}
            ]
            docs = [d for d in docs if len(d) and (low or any(t.shape_[0] in "Xx" for t in d))]
            if docs:
                (self.lower if low else self.exact).add(key, docs)
        self.ambiguity = Ambiguity()

    def __call__(self, doc: Doc) -> Doc:
        barred = mask(doc, "datelines")
        found: dict[tuple[int, int], list[tuple[str, str]]] = defaultdict(list)
        strings = doc.vocab.strings
        for matcher in (self.exact, self.lower):
            for key, start, end in matcher(doc):
                if not barred[start] and _upper_enough(doc, start, end, matcher is self.exact):
                    found[start, end].append(self.keys[strings[key]])
        chosen: list[Span] = []
        text = doc.text  # spaCy builds it anew each time
        taken = [False] * len(doc)
        for start, end in sorted(found, key=lambda at: (at[0] - at[1], at[0])):
            if any(taken[start:end]):
                continue
            taken[start:end] = [True] * (end - start)
            readings = sorted(set(found[start, end]), key=lambda r: (_PRIORITY[r[0]], r[1]))
            kind, code = self.ambiguity.first_reading(text, readings, doc[start:end].text)
            if kind:
                chosen.append(Span(doc, start, end, label=LABELS[kind], kb_id=code, span_id=kind))
        chosen.sort(key=lambda span: span.start)
        doc.spans["names"] = self.ambiguity.settle(doc, chosen)
        return doc


def _upper_enough(doc: Doc, start: int, end: int, exact: bool) -> bool:
    """Short all-capital names ("US", "AP") do not count inside a line that is all capitals."""
    if not exact or end - start > 1 or not doc[start].is_upper or len(doc[start]) > 3:
        return True
    around = [t for t in doc[max(0, start - 3) : end + 3] if t.is_alpha and len(t) > 3]
    return not around or not all(t.is_upper for t in around)


@Language.factory("sitrep_gazetteer")
def create_gazetteer(nlp: Language, name: str) -> Gazetteer:
    """The component with every name that ships."""
    return Gazetteer(nlp, known_names())
