"""Which of its meanings a known name has in a text, and whether it is a place at all.

"Paris" with Texas behind a comma, "Georgia" beside Atlanta or beside Tbilisi, "Jordan" the man, "Turkey" the bird, "Nice"
the word. The surroundings decide first, then the countries and states that the text names, then size. A doubtful
mention counts for nothing.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict

from bot.analysis.names.found import Found, Text
from bot.analysis.names.gazetteer import GROUPS, STATES, Known, Match
from bot.analysis.names.keys import key_of
from bot.analysis.names.places import Place
from bot.analysis.names.words import (
    BIRD,
    DIRECTIONS,
    FIRST_NAMES,
    NO_TOWN,
    PERSONAL_VERBS,
    PLACE_NOUNS,
    PLACE_PREPOSITIONS,
    STREETS,
    TITLES,
)

_LABELS = {"country": "GPE", "capital": "GPE", "town": "GPE", "province": "GPE", "site": "GPE", "demonym": "NORP",
           "government": "ORG", "region": "LOC", "weapon": "WEAPON", "vehicle": "VEHICLE"}  # fmt: skip
_PRIOR = {"country": 6.0, "demonym": 6.0, "government": 5.0, "capital": 4.2, "province": 3.4, "site": 3.3}
_ALONE = frozenset(
    "IDF PKK YPG CIA FBI ELN RSF FSB TTP LRA IRA PLO BJP DEA FSA HTS SDF PMF PMU TPLF NYPD IRGC MI5 MI6 GCC KGB RAF SAF YPJ LNA ISF GOP".split()
)
"""Acronyms of one country's groups that are understood without their country in the text."""
_COUNTRY_DEFAULTS = {
    "congo": "CD",
    "congolese": "CD",
    "guinean": "GN",
    "dominican": "DO",
    "korean": "KR",
    "koreans": "KR",
    "guineans": "GN",
}
_MOST_POINTS = 24
_SMALL_TOWN = 80
"""Thousands of people; a smaller town is not believed to lie in a country that nothing else in the text speaks of."""
_LOCALS = frozenset(
    "police council councillors residents officials mayor firefighters court school schools hospital authorities airport suburb suburbs "
    "area district neighborhood neighbourhood county fire city sheriff prosecutors metro region native councilman".split()
)
"""Lower-case nouns behind the name of a town ("Kingston police")."""
_CITY_KINDS = frozenset({"town", "capital", "site", "province"})


class Settler:
    """Decides the matches of one text."""

    def __init__(self, text: Text, matches: list[Match]) -> None:
        self.text, self.matches = text, matches
        self.at = {m.start: m for m in matches}
        self.ends = {m.end: m for m in matches}
        self.named: Counter[str] = Counter()  # countries named outright
        self.local: Counter[str] = Counter()  # countries of towns and provinces
        self.states: Counter[str] = Counter()
        self.keys: dict[tuple[int, int], str] = {}
        self.counted: dict[str, set[str]] = defaultdict(set)
        self.personal: set[str] = set()
        self.told: set[str] = set()  # names whose state or country stands beside them somewhere
        self.refused: dict[int, str] = {}  # tokens of names that are no places here: "person" or ""
        self.points: dict[str, list[tuple[float, float]]] = {}
        self.low = set(text.low) if any(m.places and m.places[0].unsure for m in matches) else set()

    def key(self, match: Match) -> str:
        at = (match.start, match.end)
        if at not in self.keys:
            self.keys[at] = key_of(" ".join(self.text.words[match.start : match.end]))
        return self.keys[at]

    def settle(self) -> list[Found]:
        """The names that stand, in order."""
        text = self.text
        self.matches = [
            m for m in self.matches
            if not m.small or (text.parsed and text.pos[m.end - 1] == "PROPN") or text.ent_at.get(m.start, (0, 0, ""))[2] in {"LOC", "NORP"}
        ]  # fmt: skip
        self.at = {m.start: m for m in self.matches}
        self._support()
        chosen: dict[str, tuple[str, str]] = {}
        out: list[Found] = []
        # datelines tell homonyms apart, and are no names of the text
        for match in sorted(self.matches, key=lambda m: not text.skip[m.start]):
            found = self._known(match)
            if found is None and match.places:
                found = self._place(match, chosen)
                if found is None:
                    why = "never" if self.key(match) in {"turkey", "guinea"} else ""
                    why = "person" if self._is_person(match) else why
                    self.refused.update(dict.fromkeys(range(match.start, match.end), why))
            if found is not None and not text.skip[match.start]:
                out.append(found)
                state = self._state_behind(match) if match.places else ""
                k = match.end + 1
                if state and k not in self.at:
                    out.append(Found(k, k + 1, "GPE", "province", "US", "", "linked", Place("province", "US", "", 3000, state)))
        return sorted(out, key=lambda f: f.start)

    def _support(self) -> None:
        """Which countries and states the text names beyond doubt; which names it gives to persons."""
        for match in self.matches:
            key = self.key(match)
            kinds = {(p.kind, p.code) for p in match.places}
            sure = {p.code for p in match.places if p.kind in {"country", "demonym", "government"} and not p.unsure}
            if len(sure) == 1 and not self._spoken_for(match):
                self.named[next(iter(sure))] += 1
            elif match.places:
                codes = {code for _, code in kinds}
                biggest = match.places[0]
                if biggest.kind in {"province", "capital"} and len(codes) > 1 and (key not in FIRST_NAMES or biggest.kind == "capital"):
                    self._count(biggest.code, key)
                if len(codes) == 1 and key not in FIRST_NAMES and key not in NO_TOWN and not biggest.common:
                    self._count(biggest.code, key)
                if (
                    len({p.state for p in match.places if p.kind == "province"}) == 1
                    and biggest.kind == "province"
                    and biggest.state
                ):
                    self.states[biggest.code + biggest.state] += 1
                    self._count(biggest.code, key)
            for known in match.known:
                if known.code and not match.acronym:
                    self.named[known.code] += 1
            state = self._state_behind(match)
            if state:
                self.states["US" + state] += 1
                self._count("US", key)
            if key in FIRST_NAMES and self._is_person(match):
                self.personal.add(key)
            if match.places and key not in NO_TOWN and len(self.points) < _MOST_POINTS:
                here = [(p.lat, p.lon) for p in match.places[:8] if p.lat is not None and p.lon is not None and p.kind != "country"]
                if here:
                    self.points[key] = here

    def _count(self, code: str, key: str) -> None:
        """One more town or province of a country; each name counts once."""
        if key not in self.counted[code]:
            self.counted[code].add(key)
            self.local[code] += 1

    def _spoken_for(self, match: Match) -> bool:
        """An acronym in a line of capitals ("US", "IS") says nothing."""
        if not match.acronym or match.end - match.start > 1 or len(self.text.words[match.start]) > 3:
            return False
        around = [w for w in self.text.words[max(0, match.start - 3) : match.end + 3] if w.isalpha() and len(w) > 3]
        return bool(around) and all(w.isupper() for w in around) and self.text.cased

    def _known(self, match: Match) -> Found | None:
        """A group, region, weapon or vehicle."""
        text = self.text
        if not match.known:
            return None
        if match.acronym and self._spoken_for(match):
            return None
        known = match.known[0]
        if len(match.known) > 1:
            known = max(match.known, key=lambda k: self.named[k.code] + self.local[k.code] if k.code else 0.5)
        if known.kind in {"weapon", "vehicle"}:
            last = match.end - 1
            if text.parsed and text.pos[last] not in {"NOUN", "PROPN", "X", "NUM"}:
                return None
            if known.name.lower() in {
                "shell",
                "mortar",
                "tornado",
                "stinger",
                "reaper",
                "javelin",
                "grad",
                "tank",
                "arrow 3",
                "predator",
            }:
                if text.word(match.end) in {"and", "plc", "oil", "watch", "warning", "attack", "shock"} and text.word(
                    match.end + 1
                ) in {"brick", "bricks", ""}:
                    return None
                if (
                    text.word(match.start - 1) in {"think", "water", "fish", "fuel", "gas", "septic"}
                    or text.word(match.start - 2) == "brick"
                ):
                    return None
            return Found(match.start, match.end, known.kind.upper(), known.kind, "", known.name, "gazetteer")
        if known.kind == "region":
            if (
                any(p.kind in {"country", "province"} and p.code for p in match.places)
                and not known.code
                and known.name not in {"Kashmir", "Kurdistan"}
            ):
                return None
            return Found(match.start, match.end, "LOC", "region", known.code, known.name, "gazetteer")
        one = match.end == match.start + 1
        if not text.cased and one and text.parsed and text.pos[match.start] not in {"PROPN", "NOUN", "ADJ", "X"}:
            return None
        if (
            not text.cased
            and known.acronym
            and one
            and (not text.parsed or text.pos[match.start] != "PROPN" or len(text.words[match.start]) < 3)
        ):
            return None
        if match.acronym and known.code and known.kind != "outlet":
            word = text.words[match.start].replace(".", "")
            if word not in _ALONE and len(word) <= 4 and not (self.named[known.code] or self.local[known.code]):
                return (
                    None
                    if not text.parsed or text.pos[match.start] != "PROPN"
                    else Found(match.start, match.end, "ORG", "org", "", "", "acronym")
                )
        entity = text.ent_at.get(match.start)
        if (
            one
            and not match.acronym
            and entity is not None
            and entity[2] == "PERSON"
            and known.kind in {"armed-group", "outlet", "party"}
            and entity[1] - entity[0] > 1
        ):
            return None
        if (
            known.kind == "armed-group"
            and match.places
            and one
            and entity is not None
            and entity[2] == "LOC"
            and any(p.people > 20 for p in match.places)
        ):
            return None
        code = "" if known.kind == "outlet" else known.code
        return Found(match.start, match.end, "ORG", known.kind, code, known.name, "gazetteer")

    # -- places -----------------------------------------------------------------------------------------------------

    def _place(self, match: Match, chosen: dict[str, tuple[str, str]]) -> Found | None:
        text, key = self.text, self.key(match)
        start, end = match.start, match.end
        if self._is_street(match) or (match.acronym and self._spoken_for(match)):
            return None
        rows = match.places
        kinds = {p.kind for p in rows}
        if "demonym" in kinds:
            return self._demonym(match, rows)
        linked = self._linked(match)
        if linked is not None:
            rows = linked
        elif key in NO_TOWN and "country" not in kinds and "capital" not in kinds:
            inside = text.ent_at.get(start, (0, 0, ""))[2] == "LOC"
            proper = text.parsed and text.pos[start] == "PROPN" and max(p.people for p in rows) >= 100
            if len(key) < 4 or not self._placed(match) or not (inside or proper):
                return None
        unsure = rows[0].unsure or key in FIRST_NAMES
        if linked is None and unsure and (
            self._is_person(match) or (key in self.personal and not self._placed(match) and text.ent_at.get(start, (0, 0, ""))[2] != "LOC")
        ):
            return None
        if linked is None and key == "turkey" and self.low & BIRD and not self._placed(match) and not self.named["TR"]:
            return None
        if key in {"guinea", "turkey"} and text.word(end) in {"pig", "pigs", "fowl"}:
            return None
        if key == "niger" and text.word(end) in {"delta", "river"}:
            return None
        if text.cased is False and text.parsed and end == start + 1 and text.pos[start] not in {"PROPN", "ADJ", "X"}:
            return None
        place = self._best(key, rows, chosen if linked is None else {})
        if place.kind in {"country", "government"}:
            if place.common and not match.acronym and end == start + 1 and place.kind != "country":
                return None
        elif linked is None and key not in self.told and not self._believable(match, place, key):
            return None
        if linked is not None:
            self.told.add(key)
        chosen[key] = (place.code, place.state)
        if (
            linked is None and key not in self.told and place.kind == "town" and place.people < _SMALL_TOWN and self.named.total() + self.local.total() - self.local[place.code] >= 2
            and not self._supported(place, key)
        ):  # fmt: skip
            return Found(start, end, "GPE", "place", "", "", "gazetteer")  # rather one of the same name where the text plays
        label = "ORG" if place.kind == "government" else "GPE"
        rule = "linked" if linked is not None else "gazetteer"
        return Found(start, end, label, place.kind, place.code, _shown(place, text.words[start:end]), rule, place)

    def _demonym(self, match: Match, rows: tuple[Place, ...]) -> Found | None:
        text, key = self.text, self.key(match)
        people = [p for p in rows if p.kind == "demonym"]
        towns = [p for p in rows if p.kind != "demonym" and p.people >= 300]
        entity = text.ent_at.get(match.start)
        if towns and entity is not None and entity[2] == "LOC" and self._placed(match):
            return Found(
                match.start, match.end, "GPE", towns[0].kind, towns[0].code, towns[0].name, "gazetteer", towns[0]
            )
        if entity is not None and entity[2] == "PERSON" and entity[1] - entity[0] > 1 and entity[0] < match.start:
            return None
        codes = {p.code for p in people}
        code = people[0].code
        if len(codes) > 1:
            code = max(codes, key=lambda c: (self.named[c] + self.local[c], c == _COUNTRY_DEFAULTS.get(key)))
            if not self.named[code] and not self.local[code]:
                code = _COUNTRY_DEFAULTS.get(key, code)
        if not text.cased and text.parsed and text.pos[match.start] not in {"ADJ", "PROPN", "NOUN"}:
            return None
        return Found(match.start, match.end, "NORP", "demonym", code, "", "gazetteer")

    def _best(self, key: str, rows: tuple[Place, ...], chosen: dict[str, tuple[str, str]]) -> Place:
        if key in chosen:
            for place in rows:
                if (place.code, place.state) == chosen[key]:
                    return place
        if len(rows) == 1:
            return rows[0]
        has_country = any(p.kind == "country" for p in rows)
        countries = [p for p in rows if p.kind == "country"]
        if len(countries) > 1:  # the Congos
            best = max(
                countries, key=lambda p: (self.local[p.code] + self.named[p.code], p.code == _COUNTRY_DEFAULTS.get(key))
            )
            return best

        def score(place: Place) -> float:
            if place.kind == "country" and not place.unsure:
                return 20.0
            value = _PRIOR.get(place.kind) or 0.6 * math.log10(1000 * place.people + 1000)
            if place.kind == "country":
                value = 4.6
            elif place.kind == "province" and place.code == "US":
                value = 4.0
            if not has_country or place.kind == "country":
                value += 1.5 * min(1.0, self.named[place.code])
            value += min(1.5, 0.5 * (self.local[place.code] - (key in self.counted[place.code])))
            if place.state and self.states[place.code + place.state]:
                value += 1.0
            return value + 0.7 * min(3, self._near(key, place))

        return max(rows, key=score)

    def _near(self, key: str, place: Place) -> int:
        """How many other names of the text can be places within some 100 km."""
        if place.lat is None or place.lon is None:
            return 0
        lat, lon = place.lat, place.lon
        return sum(
            any(abs(a - lat) < 1.0 and abs(b - lon) < 1.4 for a, b in here) for other, here in self.points.items() if other != key
        )

    def _supported(self, place: Place, key: str) -> bool:
        """Whether something else in the text speaks for the place's country."""
        return self.named[place.code] > 0 or self.local[place.code] > (key in self.counted[place.code])

    def _believable(self, match: Match, place: Place, key: str) -> bool:
        """Whether a town or province is meant at all where nothing behind a comma says so."""
        text = self.text
        entity = text.ent_at.get(match.start)
        inside = entity is not None and entity[2] == "LOC"
        placed = self._placed(match)
        support = self._supported(place, key)
        if entity is not None and entity[2] == "PERSON":
            alone = entity[1] - entity[0] <= match.end - match.start
            several = match.end - match.start > 1 and place.people >= 50 and key not in FIRST_NAMES
            known = place.kind == "capital" or place.people >= 300
            if not (alone and (several or (known and (placed or key not in FIRST_NAMES or key == "washington")))):
                return False
        if text.parsed and text.pos[match.start] not in {"PROPN", "X", "NOUN", "ADJ"} and not inside:
            return False
        if match.end == match.start + 1 and (place.common or key in NO_TOWN):
            proper = not text.parsed or text.pos[match.start] == "PROPN"
            if inside and (support or place.people >= 100):
                return True
            return placed and proper and not text.first[match.start] and (support or place.people >= 100)
        if key in FIRST_NAMES:
            if place.kind == "capital" or place.people >= 1000:
                return True
            return (inside or placed) and (support or place.people >= 100 or place.kind != "town")
        if place.kind in {"capital", "province", "site"} or place.people >= 250:
            return True
        if not text.parsed:
            return placed or support or (place.people >= 100 and match.end - match.start > 1)
        return inside or placed or (support and entity is None) or place.people >= 100

    def _linked(self, match: Match) -> tuple[Place, ...] | None:
        """The meanings that a state, province or country right behind ("Tripoli, Lebanon", "Paris (Texas)") leaves."""
        text = self.text
        state = self._state_behind(match)
        if state:
            found = tuple(p for p in match.places if p.code == "US" and p.state in {state, ""})
            return found or (Place("town", "US", " ".join(text.words[match.start : match.end]), 1, state),)
        behind = self._behind(match)
        if behind is not None and behind.places:
            regions = [p for p in behind.places if p.kind in {"country", "province"}]
            for country in regions:
                found = tuple(
                    p for p in match.places
                    if p.code == country.code and p.kind in _CITY_KINDS and (not country.state or country.kind == "country" or p.state in {country.state, ""})
                )  # fmt: skip
                if found:
                    return found
            if (
                regions
                and match.places[0].kind in {"town", "capital"}
                and self._comma(match)
                and regions[0].kind == "province"
                and regions[0].code == "US"
            ):
                return (Place("town", "US", " ".join(text.words[match.start : match.end]), 1, regions[0].state),)
        before = self._before(match)
        if before is not None and before.places:
            codes = {(p.code, p.state) for p in before.places if p.kind in {"town", "capital", "site"}}
            found = tuple(
                p for p in match.places
                if p.kind in {"country", "province"} and any(c == p.code and s in {p.state, ""} for c, s in codes)
            )  # fmt: skip
            if found and len(match.places) > 1:
                others = tuple(p for p in found if p.kind == "province" and p.code == "US")
                mine = {p.code for p in before.places if p.kind == "capital"}
                return others if others and not mine & {p.code for p in found if p.kind == "country"} else found
        return None

    def _comma(self, match: Match) -> bool:
        return self.text.word(match.end) == ","

    def _behind(self, match: Match) -> Match | None:
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

    def _before(self, match: Match) -> Match | None:
        if self.text.word(match.start - 1) in {",", "("}:
            return self.ends.get(match.start - 1)
        return None

    def _state_behind(self, match: Match) -> str:
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

    def _placed(self, match: Match) -> bool:
        """Whether the word stands where only a place can ("in Jordan", "near northern Gaza", "the city of Nice")."""
        text = self.text
        if text.word(match.end) in _LOCALS and text.cased and not text.capital(match.end):
            return True
        if text.word(match.end) in {"'s", "’s"} and text.word(match.end + 1) in _INSTITUTIONS:
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
        return word in PLACE_PREPOSITIONS and not (word in {"to", "from", "over"} and self._is_person(match))

    def _is_street(self, match: Match) -> bool:
        return self.text.word(match.end) in STREETS and self.text.capital(match.end)

    def _is_person(self, match: Match) -> bool:
        """A first name, a surname or a title's bearer ("Michael Jordan", "Chad Guinea", "Mr. Chad")."""
        text = self.text
        entity = text.ent_at.get(match.start)
        longer = entity is not None and entity[1] - entity[0] > match.end - match.start
        if (
            entity is not None
            and entity[2] == "PERSON"
            and longer
            and text.low[entity[0]] not in TITLES
            and (entity[0] < match.start or text.low[match.end] not in _INSTITUTIONS)
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
                word[:1].isupper() and word[1:].islower() and text.low[after] not in TITLES and not self._placed_plain(match)
                and (not text.parsed or (text.pos[after] == "PROPN" and text.dep[after] in {"flat", "compound", "nsubj"}))
                and text.low[after] not in _INSTITUTIONS
            ):  # fmt: skip
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
                word[:1].isupper() and word[1:].islower() and 2 < len(word) < 12 and text.low[before] not in TITLES
                and text.low[before] not in DIRECTIONS and text.low[before] not in _INSTITUTIONS and text.low[before] not in PLACE_PREPOSITIONS
                and text.low[before] not in {"the", "saudi", "new", "and", "but", "with", "against"}
                and (not text.parsed or text.pos[before] == "PROPN")
            ):  # fmt: skip
                return True
        return text.word(after) == "," and text.word(after + 1).isdigit() and text.word(after + 2) == ","

    def _placed_plain(self, match: Match) -> bool:
        return self.text.word(match.start - 1) in {"in", "inside", "near", "from", "across", "at", "to"}


_INSTITUTIONS = frozenset(
    """department ministry embassy border parliament police government army election river valley lake state county city
    international national supreme central royal air armed prime foreign defense defence university province district
    first high red hashemite north south civil military gulf airport house times post street park""".split()
)


def _shown(place: Place, words: list[str]) -> str:
    return place.name if place.name[:1].isupper() and place.name != " ".join(words) else ""


def known_kind(found: Found) -> bool:
    """Whether the name is one of the tables' groups."""
    return found.kind in GROUPS


__all__ = ["Known", "Settler", "known_kind"]
