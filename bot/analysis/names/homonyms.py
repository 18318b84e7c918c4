"""Which of its meanings a known name has in a text, and whether it is a place at all.

"Paris" with Texas behind a comma, "Georgia" beside Atlanta or beside Tbilisi, "Jordan" the man, "Turkey" the
bird, "Nice" the word. The surroundings decide first, then the countries and states that the text names, then
size. A doubtful mention counts for nothing.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict

from bot.analysis.lexicon.wordlists import words
from bot.analysis.names.found import Found, Text
from bot.analysis.names.gazetteer import Match
from bot.analysis.names.places import Place
from bot.analysis.names.surroundings import Surroundings
from bot.analysis.names.words import ALONE, BIRD, FIRST_NAMES, NO_TOWN

_PRIOR = {"country": 6.0, "demonym": 6.0, "government": 5.0, "capital": 4.2, "province": 3.4, "site": 3.3}
_COUNTRY_DEFAULTS = {
    "congo": "CD",
    "congolese": "CD",
    "guinean": "GN",
    "dominican": "DO",
    "korean": "KR",
    "koreans": "KR",
    "guineans": "GN",
}
_WORDS = frozenset({"mend", "fact", "arena", "moro", "basij", "rada"})
"""Acronyms that are words too."""
_MOST_POINTS = 24
_AMBIGUOUS = words("shell mortar tornado stinger reaper javelin grad tank predator grenade") | {"arrow 3"}
"""Weapons whose names are words or brands too."""
_SMALL_TOWN = 100
"""Thousands of people; a smaller town is not believed to lie in a country that nothing else in the text speaks of."""


class Settler(Surroundings):
    """Decides the matches of one text."""

    def __init__(self, text: Text, matches: list[Match]) -> None:
        super().__init__(text, matches)
        self.named: Counter[str] = Counter()  # countries named outright
        self.local: Counter[str] = Counter()  # countries of towns and provinces
        self.states: Counter[str] = Counter()
        self.counted: dict[str, set[str]] = defaultdict(set)
        self.within: dict[str, set[str]] = defaultdict(set)  # large towns by the state they most likely lie in
        self.personal: set[str] = set()
        self.told: set[str] = set()  # names whose state or country stands beside them somewhere
        self.datelines: list[Found] = []
        self.refused: dict[int, str] = {}  # tokens of names that are no places here: "person" or ""
        self.points: dict[str, list[tuple[float, float]]] = {}
        self.low = set(text.low) if any(m.places and m.places[0].unsure for m in matches) else set()

    def settle(self) -> list[Found]:
        """The names that stand, in order."""
        text = self.text
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
                    why = "person" if self.is_person(match) else why
                    self.refused.update(dict.fromkeys(range(match.start, match.end), why))
            if found is not None and text.skip[match.start]:
                self.datelines.append(found)
            elif found is not None:
                out.append(found)
                state = self.state_behind(match) if match.places else ""
                k = match.end + 1
                if state and k not in self.at:
                    out.append(
                        Found(k, k + 1, "GPE", "province", "US", "", "linked", Place("province", "US", "", 3000, state))
                    )
        return sorted(out, key=lambda f: f.start)

    def _support(self) -> None:
        """Which countries and states the text names beyond doubt; which names it gives to persons."""
        for match in self.matches:
            key = self.key(match)
            kinds = {(p.kind, p.code) for p in match.places}
            sure = {p.code for p in match.places if p.kind in {"country", "demonym", "government"} and not p.unsure}
            if len(sure) == 1 and not self.shouted(match):
                self.named[next(iter(sure))] += 1
            elif match.places:
                codes = {code for _, code in kinds}
                biggest = match.places[0]
                if biggest.state and biggest.kind == "town" and biggest.people >= 100:
                    self.within[biggest.code + biggest.state].add(key)
                if (
                    biggest.kind in {"province", "capital"}
                    and len(codes) > 1
                    and (key not in FIRST_NAMES or biggest.kind == "capital")
                ):
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
            state = self.state_behind(match)
            if state:
                self.states["US" + state] += 1
                self._count("US", key)
            if key in FIRST_NAMES and self.is_person(match):
                self.personal.add(key)
            if match.places and key not in NO_TOWN and len(self.points) < _MOST_POINTS:
                here = [
                    (p.lat, p.lon)
                    for p in match.places[:8]
                    if p.lat is not None and p.lon is not None and p.kind != "country"
                ]
                if here:
                    self.points[key] = here

    def _count(self, code: str, key: str) -> None:
        """One more town or province of a country; each name counts once."""
        if key not in self.counted[code]:
            self.counted[code].add(key)
            self.local[code] += 1

    def _known(self, match: Match) -> Found | None:
        """A group, region, weapon or vehicle."""
        text = self.text
        if not match.known:
            return None
        if match.acronym and self.shouted(match):
            return None
        known = match.known[0]
        if known.kind == "outlet" and not text.words[match.start][:1].isalnum():
            return None  # "/Armenpress/" behind a dateline
        if len(match.known) > 1:
            known = max(match.known, key=lambda k: self.named[k.code] + self.local[k.code] if k.code else 0.5)
        if known.kind in {"weapon", "vehicle"}:
            last = match.end - 1
            if text.parsed and text.pos[last] not in {"NOUN", "PROPN", "X", "NUM"}:
                return None
            if known.name.lower() in _AMBIGUOUS:
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
        word = text.low[match.start]
        proper = {"PROPN", "NOUN"} if len(word) > 3 and word not in _WORDS else {"PROPN"}
        if (
            not text.cased
            and known.acronym
            and one
            and (not text.parsed or text.pos[match.start] not in proper or len(text.words[match.start]) < 3)
        ):
            return None
        if match.acronym and known.code and known.kind != "outlet":
            word = text.words[match.start].replace(".", "")
            if word not in ALONE and len(word) <= 4 and not (self.named[known.code] or self.local[known.code]):
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
        if self.is_street(match) or (match.acronym and self.shouted(match)):
            return None
        rows = match.places
        kinds = {p.kind for p in rows}
        if "demonym" in kinds:
            return self._demonym(match, rows)
        linked = self.linked(match)
        if linked is not None:
            rows = linked
        elif key in NO_TOWN and "country" not in kinds and "capital" not in kinds:
            inside = text.ent_at.get(start, (0, 0, ""))[2] == "LOC"
            proper = text.parsed and text.pos[start] == "PROPN" and max(p.people for p in rows) >= 100
            if len(key) < 4 or not self.placed(match) or not (inside or proper):
                return None
        unsure = rows[0].unsure or key in FIRST_NAMES
        if (
            linked is None
            and unsure
            and (
                self.is_person(match)
                or (key in self.personal and not self.placed(match) and text.ent_at.get(start, (0, 0, ""))[2] != "LOC")
            )
        ):
            return None
        if linked is None and key == "turkey" and self.low & BIRD and not self.placed(match) and not self.named["TR"]:
            return None
        if key in {"guinea", "turkey"} and text.word(end) in {"pig", "pigs", "fowl"}:
            return None
        if key == "niger" and text.word(end) in {"delta", "river"}:
            return None
        allowed = {"PROPN", "ADJ", "X", "NOUN"} if self.plain(match) else {"PROPN", "ADJ", "X"}
        if not text.cased and text.parsed and end == start + 1 and text.pos[start] not in allowed:
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
            linked is None
            and key not in self.told
            and place.kind == "town"
            and place.people < _SMALL_TOWN
            and self.named.total() + self.local.total() - self.local[place.code] >= 1
            and not self._supported(place, key)
        ):
            return Found(
                start, end, "GPE", "place", "", "", "gazetteer"
            )  # rather one of the same name where the text plays
        label = "ORG" if place.kind == "government" else "GPE"
        rule = "linked" if linked is not None else "gazetteer"
        return Found(start, end, label, place.kind, place.code, _shown(place, text.words[start:end]), rule, place)

    def _demonym(self, match: Match, rows: tuple[Place, ...]) -> Found | None:
        text, key = self.text, self.key(match)
        people = [p for p in rows if p.kind == "demonym"]
        towns = [p for p in rows if p.kind != "demonym" and p.people >= 300]
        entity = text.ent_at.get(match.start)
        if towns and entity is not None and entity[2] == "LOC" and self.placed(match):
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
        has_capital = any(p.kind == "capital" for p in rows)
        if len(countries) > 1:  # the Congos
            return max(
                countries, key=lambda p: (self.local[p.code] + self.named[p.code], p.code == _COUNTRY_DEFAULTS.get(key))
            )

        def score(place: Place) -> float:
            if place.kind == "country" and not place.unsure:
                return 20.0
            value = _PRIOR.get(place.kind) or 0.6 * math.log10(1000 * place.people + 1000)
            if place.kind == "country":
                value = 4.6
            elif (
                has_capital
                and place.kind == "town"
                and place.people < 200
                and not self.states[place.code + place.state]
            ):
                value -= 2.0  # "Dhaka's cabinet holds India responsible": not the town in Bihar
            elif place.kind == "province" and place.code == "US":
                value = 4.0
            if not has_country or place.kind == "country":
                value += 1.5 * min(1.0, self.named[place.code])
            value += min(1.5, 0.5 * (self.local[place.code] - (key in self.counted[place.code])))
            if place.state and self.states[place.code + place.state]:
                value += 1.0
            if place.kind == "province" and place.state:
                value += min(1.5, 0.6 * len(self.within[place.code + place.state] - {key}))
            return value + 0.7 * min(3, self._near(key, place))

        return max(rows, key=score)

    def _near(self, key: str, place: Place) -> int:
        """How many other names of the text can be places within some 100 km."""
        if place.lat is None or place.lon is None:
            return 0
        lat, lon = place.lat, place.lon
        return sum(
            any(abs(a - lat) < 1.0 and abs(b - lon) < 1.4 for a, b in here)
            for other, here in self.points.items()
            if other != key
        )

    def _supported(self, place: Place, key: str) -> bool:
        """Whether something else in the text speaks for the place's country."""
        return self.named[place.code] > 0 or self.local[place.code] > (key in self.counted[place.code])

    def _believable(self, match: Match, place: Place, key: str) -> bool:
        """Whether a town or province is meant at all where nothing behind a comma says so."""
        text = self.text
        at = match.end - 1 if text.low[match.start] == "the" else match.start  # "The Hague"
        entity = text.ent_at.get(at)
        inside = entity is not None and entity[2] == "LOC"
        placed = self.placed(match)
        support = self._supported(place, key)
        if entity is not None and entity[2] == "PERSON":
            alone = entity[1] - entity[0] <= match.end - match.start
            several = match.end - match.start > 1 and place.people >= 50 and key not in FIRST_NAMES
            known = place.kind == "capital" or place.people >= 300
            told = place.kind == "capital" and self.named[place.code] > 0  # "Paris", where France is named
            sure = placed or told or key not in FIRST_NAMES or key == "washington"
            if not (alone and (several or (known and sure))):
                return False
        if text.parsed and text.pos[at] not in {"PROPN", "X", "NOUN", "ADJ"} and not inside:
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
        if not text.cased and not inside:
            return placed and (support or place.people >= 20)
        return inside or placed or (support and entity is None) or place.people >= 100


def _shown(place: Place, words: list[str]) -> str:
    return place.name if place.name[:1].isupper() and place.name != " ".join(words) else ""
