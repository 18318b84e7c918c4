"""How a known name stands in its sentence: behind a preposition of place, beside its state or country, as a person's
name."""

from __future__ import annotations

from bot.analysis.names.found import Text
from bot.analysis.names.gazetteer import STATES, Match
from bot.analysis.names.keys import key_of
from bot.analysis.names.places import Place
from bot.analysis.names.words import (
    DIRECTIONS,
    FAC_HEADS,
    FIRST_NAMES,
    GPE_HEADS,
    INSTITUTIONS,
    LOC_HEADS,
    LOCALS,
    NO_TOWN,
    PERSONAL_VERBS,
    PLACE_NOUNS,
    PLACE_PREPOSITIONS,
    STREETS,
    TITLES,
)

_CITY_KINDS = frozenset({"town", "capital", "site", "province"})


_GENERIC = FAC_HEADS | LOC_HEADS | GPE_HEADS


class Surroundings:
    """The known names of one text, and what stands around each."""

    def __init__(self, text: Text, matches: list[Match]) -> None:
        self.text = text
        self.keys: dict[tuple[int, int], str] = {}
        self.matches = [m for m in matches if (not m.small or self._name(m)) and not self._kind_of_place(m)]
        self.at = {m.start: m for m in self.matches}
        self.ends = {m.end: m for m in self.matches}

    def _kind_of_place(self, match: Match) -> bool:
        """ "Airport" and "Beach" are towns somewhere, but in a text they are the airport and the beach."""
        if match.end - match.start > 1 or match.known or any(p.kind != "town" for p in match.places):
            return False
        return self.text.low[match.start] in _GENERIC

    def plain(self, match: Match) -> bool:
        """Whether the words hardly mean anything else: a country, province or large town, and no common word."""
        first = match.places[0] if match.places else None
        if first is None or first.unsure or first.common:
            return False
        key = self.key(match)
        return (
            key not in FIRST_NAMES
            and key not in NO_TOWN
            and (first.kind in {"country", "demonym", "capital", "province"} or first.people >= 500)
        )

    def _name(self, match: Match) -> bool:
        """Whether a word without its capital is a name after all."""
        proper = self.text.parsed and self.text.pos[match.end - 1] in (
            {"PROPN", "NOUN", "ADJ"} if self.plain(match) else {"PROPN"}
        )
        return proper or self.text.ent_at.get(match.start, (0, 0, ""))[2] in {"LOC", "NORP"}

    def key(self, match: Match) -> str:
        at = (match.start, match.end)
        if at not in self.keys:
            self.keys[at] = key_of(" ".join(self.text.words[match.start : match.end]))
        return self.keys[at]

    def shouted(self, match: Match) -> bool:
        """An acronym in a line of capitals ("US", "IS") says nothing."""
        if not match.acronym or match.end - match.start > 1 or len(self.text.words[match.start]) > 3:
            return False
        around = [w for w in self.text.words[max(0, match.start - 3) : match.end + 3] if w.isalpha() and len(w) > 3]
        return bool(around) and all(w.isupper() for w in around) and self.text.cased

    def linked(self, match: Match) -> tuple[Place, ...] | None:
        """The meanings that a state, province or country right behind ("Tripoli, Lebanon", "Paris (Texas)") leaves."""
        text = self.text
        state = self.state_behind(match)
        if state:
            found = tuple(p for p in match.places if p.code == "US" and p.state in {state, ""})
            return found or (Place("town", "US", " ".join(text.words[match.start : match.end]), 1, state),)
        behind = self.behind(match)
        if behind is not None and behind.places:
            regions = [p for p in behind.places if p.kind in {"country", "province"}]
            for country in regions:
                found = tuple(
                    p
                    for p in match.places
                    if p.code == country.code
                    and p.kind in _CITY_KINDS
                    and (not country.state or country.kind == "country" or p.state in {country.state, ""})
                )
                if found:
                    return found
            if regions and text.word(match.end) == "in" and match.places[0].kind == "town":
                # "Palma in Mozambique": another one than those of the gazetteer
                return (Place("town", regions[0].code, " ".join(text.words[match.start : match.end]), 1, ""),)
            if (
                regions
                and match.places[0].kind in {"town", "capital"}
                and self.comma(match)
                and regions[0].kind == "province"
                and regions[0].code == "US"
            ):
                return (Place("town", "US", " ".join(text.words[match.start : match.end]), 1, regions[0].state),)
        before = self.before(match)
        if before is not None and before.places:
            codes = {(p.code, p.state) for p in before.places if p.kind in {"town", "capital", "site"}}
            found = tuple(
                p
                for p in match.places
                if p.kind in {"country", "province"} and any(c == p.code and s in {p.state, ""} for c, s in codes)
            )
            if found and len(match.places) > 1:
                others = tuple(p for p in found if p.kind == "province" and p.code == "US")
                mine = {p.code for p in before.places if p.kind == "capital"}
                return others if others and not mine & {p.code for p in found if p.kind == "country"} else found
        return None

    def comma(self, match: Match) -> bool:
        return self.text.word(match.end) == ","

    def behind(self, match: Match) -> Match | None:
        text = self.text
        k = match.end
        if text.word(k) in {",", "("}:
            k += 1
            while text.word(k) in DIRECTIONS or text.word(k) == "the":
                k += 1
            return self.at.get(k)
        if text.word(k) == "in" and text.word(k + 1) in DIRECTIONS | {"the"}:
            return self.at.get(k + 2)
        return self.at.get(k + 1) if text.word(k) == "in" else None

    def before(self, match: Match) -> Match | None:
        if self.text.word(match.start - 1) in {",", "("}:
            return self.ends.get(match.start - 1)
        return None

    def state_behind(self, match: Match) -> str:
        """The US state of "Springfield, Ill." and "Austin, TX" ("" where there is none)."""
        text = self.text
        k = match.end
        if text.word(k) != "," or k + 1 >= text.size or not match.places:
            return ""
        word = text.words[k + 1]
        key = key_of(word)
        if key not in STATES or not (text.cased and word[:1].isupper()):
            return ""
        if word.isupper() and len(key) == 2:
            return STATES[key] if text.word(k + 2) != "'s" else ""
        return STATES[key] if word.endswith(".") or text.word(k + 2) == "." else ""

    def placed(self, match: Match) -> bool:
        """Whether the word stands where only a place can ("in Jordan", "near northern Gaza", "the city of Nice")."""
        text = self.text
        if text.word(match.end) in LOCALS and not (text.cased and text.capital(match.end)):
            return True
        if (
            not text.cased
            and text.parsed
            and text.dep[match.start] == "compound"
            and text.word(match.end) in {"military", "garrison", "barracks"}
        ):
            return True
        if text.word(match.end) in {"'s", "’s"} and text.word(match.end + 1) in INSTITUTIONS:
            return True
        k = match.start - 1
        while k > 0 and (
            text.low[k] in DIRECTIONS
            or text.low[k] in {"the", "nearby", "neighboring", "neighbouring", "-", "war", "torn"}
        ):
            k -= 1
        word = text.word(k)
        if word == "of":
            return text.word(k - 1) in PLACE_NOUNS
        return word in PLACE_PREPOSITIONS and not (word in {"to", "from", "over"} and self.is_person(match))

    def is_street(self, match: Match) -> bool:
        return self.text.word(match.end) in STREETS and self.text.capital(match.end)

    def is_person(self, match: Match) -> bool:
        """A first name, a surname or a title's bearer ("Michael Jordan", "Chad Guinea", "Mr. Chad")."""
        text = self.text
        entity = text.ent_at.get(match.start)
        longer = entity is not None and entity[1] - entity[0] > match.end - match.start
        if (
            entity is not None
            and entity[2] == "PERSON"
            and longer
            and text.low[entity[0]] not in TITLES
            and (entity[0] < match.start or text.low[match.end] not in INSTITUTIONS)
        ):
            return True
        before, after = match.start - 1, match.end
        if text.word(before) in TITLES and text.word(before).endswith(".") and before >= 0:
            return True
        if text.word(before) in {"mr", "mrs", "ms", "dr", "miss", "sir"}:
            return True
        if text.parsed:
            if (
                text.dep[match.start] == "flat"
                and text.pos[text.head[match.start]] == "PROPN"
                and text.head[match.start] not in self.at
            ):
                return True
            if after < text.size and text.dep[after] == "flat" and text.head[after] == match.start:
                return True
        key = self.key(match)
        if key not in FIRST_NAMES:
            return False
        if text.word(after) in PERSONAL_VERBS:
            return True
        if text.cased and after < text.size and after not in self.at and not text.first[after]:
            word = text.words[after]
            if (
                word[:1].isupper()
                and word[1:].islower()
                and text.low[after] not in TITLES
                and not self.placed_plain(match)
                and (
                    not text.parsed or (text.pos[after] == "PROPN" and text.dep[after] in {"flat", "compound", "nsubj"})
                )
                and text.low[after] not in INSTITUTIONS
            ):
                return True
        elif after in self.at and text.cased and self.key(self.at[after]) in FIRST_NAMES and not text.first[after]:
            return True
        if (
            before >= 0
            and text.cased
            and not text.first[match.start]
            and before not in self.at
            and not text.first[before]
        ):
            word = text.words[before]
            if (
                word[:1].isupper()
                and word[1:].islower()
                and 2 < len(word) < 12
                and text.low[before] not in TITLES
                and text.low[before] not in DIRECTIONS
                and text.low[before] not in INSTITUTIONS
                and text.low[before] not in PLACE_PREPOSITIONS
                and text.low[before] not in {"the", "saudi", "new", "and", "but", "with", "against"}
                and (not text.parsed or text.pos[before] == "PROPN")
            ):
                return True
        return text.word(after) == "," and text.word(after + 1).isdigit() and text.word(after + 2) == ","

    def placed_plain(self, match: Match) -> bool:
        return self.text.word(match.start - 1) in {"in", "inside", "near", "from", "across", "at", "to"}
