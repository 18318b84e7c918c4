"""Names that mean more than one thing: "Jordan" the man, "Georgia" the US state, "Turkey" the bird, two Congos.

Each rule drops or moves a reading; none invents one. A doubtful mention counts for nothing (precision over recall).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from spacy.tokens import Doc, Span

from bot.analysis import lexicon
from bot.analysis.lexicon.wordlists import words
from bot.analysis.lexicon.words import (
    LOCATIVES,
    MONTHS,
    OUTLET_HEADS,
    PREPOSITIONS,
    SENTENCE_STARTERS,
    TITLES,
    US_STATES,
    WEEKDAYS,
)
from storage import places

PERSONAL = words(
    "Jordan Chad Georgia Israel India Kenya Ireland Brazil China Holland Lebanon Sofia Victoria Paris "
    "London Kingston Hamilton Santiago Lima Washington Asia Valentina Sydney Adelaide Florence Austin "
    "Jackson Lincoln Houston Cuba Monaco Kiev Bern Malta Tyre Guinea Mali Niger Samara Aden Roman"
)
_DEFAULTS = {"Congo": "CD", "Congolese": "CD", "Guinean": "GN", "Dominican": "DO", "Korean": "KR", "Koreans": "KR"}
# Capitals and cities that are also common words or common places; they need their country in the same text.
_DOUBTFUL_CITIES = words(
    "Georgetown Kingston Victoria Hamilton Santiago Male Nice Sofia Reading Bath Split Hit Mobile Valencia Cordoba"
    " Merida Granada Toledo Birmingham Cambridge Man Imperial Point Central Orange Mary Bar Best Sale Troy"
) | frozenset(name for country in places.countries().values() for name in country.ambiguous if name != country.capital)
_NOT_A_SURNAME_BEFORE = (
    words("north south east west northern southern eastern western central upper lower the saudi new")
    | frozenset(WEEKDAYS)
    | frozenset(MONTHS)
    | SENTENCE_STARTERS
    | PREPOSITIONS
)
_NOT_A_SURNAME_AFTER = (
    words(
        "prime foreign defense defence interior national air royal central armed army supreme state "
        "department ministry embassy border parliament police government north south civil first high "
        "election red hashemite valley river lake and gulf"
    )
    | frozenset(WEEKDAYS)
    | frozenset(MONTHS)
    | frozenset(title.lower() for title in TITLES)
    | frozenset(head.lower() for head in OUTLET_HEADS)
)
_HONORIFICS = words("Mr. Mrs. Ms. Dr. Prof. Mr Mrs Ms Dr Miss Sir Dame Judge Father Sister Sergeant Captain")
_STREETS = words("Street St. Road Rd Rd. Avenue Ave Ave. Lane Square Boulevard Blvd Drive Terrace Crescent Alley Row")
_PERSONAL_VERBS = words(
    "scored dunked played starred sang smiled laughed married retired dribbled won lost averaged "
    "coached danced directed produced tweeted joked graduated wore"
)
_STATE = re.compile(
    r"\b(?:Atlanta|Savannah|Augusta|Macon|Fulton County|Cobb County|Bulldogs|Gov\.|state lawmakers?|state trooper"
    r"|state senator|US state|U\.S\. state|Kemp|Sheriff|sheriff|Athens|Alabama|Florida|Tennessee|Carolina|peach"
    r"|Republican|Democrat|Brunswick|Fort Benning|Columbus)\b"
)
_CAUCASUS = re.compile(
    r"\b(?:Tbilisi|Batumi|Georgian|Georgians|Caucasus|Abkhazia|South Ossetia|Ossetian|Kutaisi|Armenia|Azerbaijan"
    r"|Georgian Dream|Russia|Russian|Moscow|Gori|Poti)\b"
)
_BIRD = re.compile(
    r"\b(?:[Tt]hanksgiving|stuffing|roast(?:ed|ing)?|oven|poultry|cranberry|sandwich(?:es)?|gravy|recipes?|turkeys"
    r"|basting|carving|feathers|dinner|leftovers|slices?|breasts?|Christmas)\b"
)
_OTHER_CONGO = re.compile(r"\b(?:Brazzaville|Sassou)\b")
_FIRST_CONGO = re.compile(r"\b(?:Kinshasa|Goma|Kivu|Ituri|M23|Bukavu|DRC|DR Congo|Democratic Republic)\b")
_ABBREVIATED_STATES = words("Texas Tex. Ga. Ala. Pa. Ohio Conn. Calif. Fla. Mich. Minn. Tenn. Ill. Ind.")


class Ambiguity:
    """The decisions; stateless."""

    def first_reading(self, text: str, readings: Sequence[tuple[str, str]], words: str) -> tuple[str, str]:
        """Which of several (kind, country) a spelling has; ("", "") for none."""
        if words in {"Congo", "Congolese", "Republic of Congo"}:
            other = bool(_OTHER_CONGO.search(text)) and not _FIRST_CONGO.search(text)
            wanted = "CG" if other or (words.startswith("Republic") and not _FIRST_CONGO.search(text)) else "CD"
            kind = readings[0][0]
            return kind, wanted
        kind = readings[0][0]
        codes = {code for k, code in readings if k == kind}
        if len(codes) == 1:
            return readings[0]
        return (kind, _DEFAULTS[words]) if words in _DEFAULTS and _DEFAULTS[words] in codes else ("", "")

    def settle(self, doc: Doc, spans: list[Span]) -> list[Span]:
        """The spans that stand, some with another country (``"City, Texas"``)."""
        named = {index for span in spans for index in range(span.start, span.end)}
        personal = {span.text for span in spans if span.text in PERSONAL and self._is_person(doc, span, named)}
        countries = {span.kb_id_ for span in spans if span.id_ in {"country", "demonym", "government"} and span.kb_id_}
        text = doc.text
        state = bool(_STATE.search(text)) and not _CAUCASUS.search(text)
        bird = bool(_BIRD.search(text))
        out: list[Span] = []
        first_names: set[int] = set()
        for span in spans:
            if _is_street(doc, span) or _is_family(doc, span, named):
                continue
            if span.text in PERSONAL and (span.start in first_names or self._is_person(doc, span, named)):
                first_names.add(span.end)  # "Chad Guinea, a farmer"
                continue
            if span.text in personal and not self._placed(doc, span):
                continue
            if span.text in {"Georgia", "GEORGIA"} and (state or self._after_city(doc, span)):
                out.append(Span(doc, span.start, span.end, label="GPE", kb_id="US", span_id="place"))
                continue
            if span.text == "Turkey" and bird and not self._placed(doc, span) and not _cued(doc, span):
                continue
            if span.id_ in {"capital", "city"}:
                if self._before_us_state(doc, span):
                    out.append(Span(doc, span.start, span.end, label="GPE", kb_id="US", span_id="place"))
                    continue
                other = _country_behind(doc, span, spans)
                if other == "GE" and span.kb_id_ != "GE":
                    continue  # "Rome, Georgia" is in the US
                if other and other != span.kb_id_:
                    out.append(Span(doc, span.start, span.end, label="GPE", kb_id=other, span_id="city"))
                    continue
                if span.text in _DOUBTFUL_CITIES and span.kb_id_ not in countries:
                    continue
                if _is_surname(doc, span, named):
                    continue
            if (
                span.text in {"Guinea", "Turkey"}
                and span.end < len(doc)
                and doc[span.end].lower_ in {"pig", "pigs", "fowl"}
            ):
                continue
            if span.text == "Niger" and span.end < len(doc) and doc[span.end].lower_ in {"delta", "river"}:
                continue
            out.append(span)
        return out

    def _is_person(self, doc: Doc, span: Span, named: set[int]) -> bool:
        if _is_surname(doc, span, named):
            return True
        after = doc[span.end] if span.end < len(doc) else None
        if after is None:
            return False
        if after.lower_ in _PERSONAL_VERBS or (after.text in PERSONAL and after.text != span.text):
            return True  # "Chad Guinea, a farmer"
        if after.text == "," and span.end + 1 < len(doc) and doc[span.end + 1].is_digit:
            return True
        return (
            span.text != "Washington"
            and after.shape_[:2] == "Xx"
            and not after.is_sent_start
            and span.end not in named
            and after.lower_ not in _NOT_A_SURNAME_AFTER
            and not self._placed(doc, span)
        )

    @staticmethod
    def _placed(doc: Doc, span: Span) -> bool:
        """Whether the word stands where only a place can ("in Jordan", "Turkey's government")."""
        before = doc[span.start - 1].lower_ if span.start else ""
        return (before in LOCATIVES and not doc[span.start - 1].is_sent_start) or before in {"in", "inside"}

    @staticmethod
    def _after_city(doc: Doc, span: Span) -> bool:
        """ "Rome, Georgia": the state, unless the city is the country's own."""
        if span.start < 2 or doc[span.start - 1].text != ",":
            return False
        city = doc[span.start - 2]
        return city.shape_[:2] == "Xx" and city.text not in {"Tbilisi", "Batumi", "Kutaisi", "Gori", "Poti"}

    @staticmethod
    def _before_us_state(doc: Doc, span: Span) -> bool:
        if span.end + 1 >= len(doc) or doc[span.end].text != ",":
            return False
        one = doc[span.end + 1].text
        two = doc[span.end + 1 : span.end + 3].text
        return one in US_STATES or two in US_STATES or one in _ABBREVIATED_STATES


def _is_surname(doc: Doc, span: Span, named: set[int]) -> bool:
    """A capitalised first name or a title of a person before it ("Michael Jordan", "Mr. Chad")."""
    if span.start == 0 or span.id_ in {"demonym", "government"} or doc[span.start].is_sent_start:
        return False
    before = doc[span.start - 1]
    if before.text in _HONORIFICS:
        return True
    return (
        before.shape_ in {"Xxx", "Xxxx", "Xxxxx"}
        and span.start - 1 not in named
        and before.lower_ not in _NOT_A_SURNAME_BEFORE
        and before.lower_ not in _NOT_A_SURNAME_AFTER
        and before.text[-1] != "."
        and span.text in PERSONAL
    )


def _is_street(doc: Doc, span: Span) -> bool:
    """ "Niger Street", "Washington Square"."""
    return span.end < len(doc) and doc[span.end].text in _STREETS and not doc[span.end].is_sent_start


def _is_family(doc: Doc, span: Span, named: set[int]) -> bool:
    """A country's name behind a first name, where what follows speaks of a person: "Marta Peru, a nurse, said"."""
    if span.id_ != "country" or span.end - span.start > 1 or span.start == 0 or doc[span.start].is_sent_start:
        return False
    first = doc[span.start - 1]
    if first.text in _HONORIFICS:
        return True
    if (
        first.shape_ not in {"Xxx", "Xxxx", "Xxxxx"}
        or span.start - 1 in named
        or first.lower_ in _NOT_A_SURNAME_BEFORE
        or first.lower_ in _NOT_A_SURNAME_AFTER
        or lexicon.head_nouns().get(first.lower_)
        or (first.i and doc[first.i - 1].lower_ in LOCATIVES)
    ):
        return False
    behind = doc[span.end : span.end + 4]
    if len(behind) < 2 or behind[0].is_sent_start:
        return False
    if behind[0].text != ",":
        return behind[0].lower_ in _PERSONAL_VERBS
    roles = [t.lower_ for t in behind[1:] if t.lower_ in TITLES or lexicon.head_nouns().get(t.lower_) == "people"]
    return behind[1].is_digit or (behind[1].lower_ in {"a", "an", "the", "who", "whose"} and bool(roles))


def _country_behind(doc: Doc, span: Span, spans: list[Span]) -> str:
    """ "Tripoli, Lebanon": the country told behind the comma."""
    if span.end + 1 >= len(doc) or doc[span.end].text != ",":
        return ""
    return next((s.kb_id_ for s in spans if s.start == span.end + 1 and s.id_ == "country"), "")


def _cued(doc: Doc, span: Span) -> bool:
    after = doc[span.end].lower_ if span.end < len(doc) else ""
    return after in {"'s", "’s", "and"} or (span.start > 0 and doc[span.start - 1].lower_ in {"with", "against"})
