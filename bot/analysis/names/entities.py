"""Known names, the encoder's names and the tree's proper nouns made into one list.

The gazetteer is believed for what it knows, the encoder for the rest; runs of proper nouns that neither covers
are typed by their head, by a title before them and by how they stand in the sentence, and left alone where
nothing tells.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from bot.analysis.lexicon.wordlists import words
from bot.analysis.names.described import acronym, described, networks, of_unit, placed, routes
from bot.analysis.names.found import Found, Text
from bot.analysis.names.gazetteer import GROUPS
from bot.analysis.names.runs import runs
from bot.analysis.names.widening import SHIPS, brackets, in_list_of_places, is_outlet, kunyas, nations, ships, widened
from bot.analysis.names.words import (
    CALENDAR,
    DIRECTIONS,
    FAC_HEADS,
    GENERIC,
    GPE_HEADS,
    LOC_HEADS,
    ORG_HEADS,
    RULERS,
    STREETS,
    TITLE_HEADS,
    TITLES,
)

_DETERMINERS = words("the a an this that these those its his her their our my")
_EDGES = _DETERMINERS | words("of in on at to for from by with and or as 's ’s ' ’ some all both other")
"""Words that begin or end no name, where the encoder includes them."""
_ADDRESS = re.compile(r"@|://|www\.|\w\.(?:com|org|net|edu|gov|doc|pdf|html?|asp|uk|co)\b", re.IGNORECASE)
_PARTICLES = words("al el ul bin ibn bint abu de da van von der dos du del la ben ould ag")
_PRONOUNS = words("i you he she it we they him her them us me who which that this what")
_MATTERS = words("war wars crisis conflict offensive talks deal accord agreement process study summit conference")
_AT_SEA = frozenset({"shoal", "reef", "atoll", "cay", "strait", "sea", "ocean", "channel", "trench"})
_SQUARES = words("plaza piazza rue avenida calle via paseo platz praça praca place square")
_WATERS = words("mount lake river cape")
_TERRITORIES = GPE_HEADS | {"countryside"}


def fuse(text: Text, known: list[Found], refused: Mapping[int, str]) -> list[Found]:
    """All names of a text, not overlapping, in order. ``refused``: tokens that are no places ("person" or why not)."""
    covered: dict[int, Found] = {i: f for f in known for i in range(f.start, f.end)}
    out: list[Found] = []
    taken = bytearray(text.size)

    def take(found: Found) -> bool:
        if found.end == found.start + 1 and _ADDRESS.search(text.words[found.start]):
            return False  # e-mail and web addresses, file names
        if any(taken[found.start : found.end]) or not any(
            c.isalpha() for w in text.words[found.start : found.end] for c in w
        ):
            return False
        for i in range(found.start, found.end):
            taken[i] = 1
        out.append(found)
        return True

    nations(text, covered, taken, out)
    wide = [w for k in known if (w := widened(text, k, covered)) is not None]
    vessels = list(ships(text))
    statistical = [f for e in text.ents if (f := _entity(text, e, covered, refused)) is not None]
    for found in (*vessels, *routes(text, covered), *networks(text), *kunyas(text, covered)):
        take(found)
    longer = {i for f in (*wide, *statistical) if f.label == "ORG" for i in range(f.start, f.end)}
    for found in known:
        if (
            found.kind in GROUPS
            and found.end - found.start > 1
            and not all(i in longer for i in range(found.start, found.end))
        ):
            take(found)
    for found in sorted((*wide, *statistical), key=lambda f: (f.start - f.end, f.start)):
        take(found)
    for found in known:
        take(found)
    if text.parsed:
        for found in runs(text, covered, taken):
            take(found)
        for found in _bodies(text, covered):
            take(found)
    brackets(text, out)
    out.sort(key=lambda f: f.start)
    return out


def _bodies(text: Text, covered: dict[int, Found]) -> Iterator[Found]:
    """ "The Coalition conducted 12 strikes": one that is written as a name and stands for itself."""
    for i in range(text.size):
        if text.words[i] == "Coalition" and i not in covered and not text.skip[i] and text.cased:
            alone = text.dep[i] not in {"compound", "amod", "flat", "nmod:desc"} and not text.first[i]
            if alone and not (i > 0 and text.capital(i - 1) and not text.first[i - 1]):
                yield Found(i, i + 1, "ORG", "org", "", "", "body")


def _entity(
    text: Text, entity: tuple[int, int, str], covered: dict[int, Found], refused: Mapping[int, str]
) -> Found | None:
    """One of the encoder's names, put right: titles off, ends completed along the tree; ``None`` where a known name
    says it better."""
    start, end, label = entity
    while start < end and (text.low[start] in _EDGES or not any(c.isalnum() for c in text.words[start])):
        start += 1
    while end > start and (
        text.low[end - 1] in _EDGES
        or (not any(c.isalnum() for c in text.words[end - 1]) and text.words[end - 1] != ")")
    ):
        end -= 1
    if start >= end or any(text.skip[start:end]):
        return None
    start, end = _complete(text, start, end, label, covered)
    if refused.get(start) == "never":
        return None
    if label == "LOC" and start in refused and text.low[start] not in _WATERS:
        if refused[start] != "person":
            if all(i in refused for i in range(start, end)):
                return None
        else:
            return Found(start, end, "PERSON", "person", "", "", "person")
    if label in {"ORG", "LOC"} and start not in covered and _ruler(text, start, end):
        return Found(start, start + 1, "PERSON", "person", "", "", "regime")
    inside = list({id(covered[i]): covered[i] for i in range(start, end) if i in covered}.values())
    inside.sort(key=lambda f: f.start)
    if not inside and label in {"PERSON", "ORG", "LOC"}:
        if (found := described(text, start, end)) is not None:
            return found
        if label != "LOC" and placed(text, start, end):
            return Found(start, end, "GPE", "place", "", "", "placed")
        if label != "LOC" and (unit := of_unit(text, start, end)) is not None:
            return unit
        if label == "PERSON" and acronym(text, start, end):
            return Found(start, end, "ORG", "org", "", "", "acronym")
    if label == "PERSON" and not inside and end - start == 1 and in_list_of_places(text, start):
        return Found(start, end, "GPE", "place", "", "", "list")
    if end - start == 1 and label in {"LOC", "ORG"} and text.low[start] in RULERS and not inside:
        return Found(start, end, "PERSON", "person", "", "", "ruler")
    if label == "PERSON":
        found = _person_entity(text, start, end, inside)
        if found is not None and refused.get(start) == "person":
            found.rule = "person"
        return found
    if any(f.start <= start and f.end >= end for f in inside):
        return None
    if all(text.low[i] in TITLES or text.low[i] in CALENDAR or text.low[i] in _PRONOUNS for i in range(start, end)):
        return None
    if text.low[end - 1] in CALENDAR and label in {"LOC", "ORG"}:
        return None
    if (
        end - start == 1
        and (text.low[start] in GENERIC or text.low[start].endswith(("-led", "-backed")))
        and label != "NORP"
    ):
        body = label == "ORG" and text.words[start][:1].isupper() and not text.first[start]
        if not (body and text.low[start] in {"coalition", "parliament", "congress", "senate", "cabinet"}):
            return None
    proper = (not text.parsed or text.pos[start] == "PROPN") and len(text.words[start]) > 2
    if end - start == 1 and text.cased and text.words[start].islower() and label in {"ORG", "LOC"} and not proper:
        return None
    if text.low[start] in SHIPS and text.words[start].isupper():
        return None
    if text.low[start] == "operation" and label == "LOC":
        return None
    if any(f.start < start or f.end > end for f in inside):
        return None
    code = next((f.code for f in inside if f.code), "")
    if text.low[start] in _SQUARES or text.low[end - 1] in STREETS:
        code = ""  # "Plaza de Mayo": named after somebody or something elsewhere
        inside = [f for f in inside if f.kind != "town"]
    elif text.low[end - 1] in _AT_SEA and all(f.kind in {"town", "site"} for f in inside):
        code, inside = "", []  # "Scarborough Shoal" lies in none of the towns of that name
    place = next((f.place for f in inside if f.place), None)
    if label == "ORG":
        while end - start > 1 and text.low[end - 1] in TITLES and text.low[end - 1] not in ORG_HEADS:
            end -= 1
        if any(f.start <= start and f.end >= end for f in inside) or (
            end - start == 1 and text.low[start] in GENERIC | TITLES
        ):
            return None
        if text.first[start] and end - start == 1 and text.pos[start] == "NOUN":
            return None  # "Villagers", "Insurgents" as the first word
        if text.low[start] in {"state", "city", "people", "town"} and inside and inside[0].start > start:
            return None
        if inside and inside[0].kind in GROUPS and inside[0].start == start and text.low[end - 1] in TITLES:
            return None
        if not any(text.capital(i) or text.words[i][:1].isdigit() for i in range(start, end)):
            return None
        if end - start > 1 and text.low[end - 1] in TITLE_HEADS:
            return None
        group = next((f for f in inside if f.kind in GROUPS), None)
        if is_outlet(text, start, end):
            return Found(start, end, "ORG", "outlet", "", "", "outlet")
        return Found(start, end, "ORG", "org", code, group.name if group else "", "encoder")
    if label == "LOC":
        last = text.low[end - 1]
        if inside and all(f.label in {"GPE", "LOC"} for f in inside):
            if len(inside) > 1 and (
                "," in text.words[start:end] or (inside[-1].end == end and inside[-1].kind in {"province", "country"})
            ):
                return None  # "Sarmada, Syria" is two names
            if last in {"town", "village"} and text.words[end - 1].islower() and text.cased:
                return None
            if inside[0].start == start and last in _MATTERS and inside[-1].end != end:
                return None  # "Iraq War"
            label = "GPE" if last in _TERRITORIES else "LOC"
            if end - start > 1 and (
                text.low[start] in {"city", "town", "village", "state", "province"}
                or (
                    text.words[start].islower()
                    and text.low[start] in DIRECTIONS
                    and inside[0].kind == "country"
                    and text.cased
                )
            ):
                return None
            kind = "province" if label == "GPE" else "area"
            return Found(start, end, label, kind, code, "", "encoder", place)
        if inside and any(f.kind in GROUPS for f in inside):
            return None
        if last in FAC_HEADS and end - start > 1:
            return Found(start, end, "FAC", "facility", code, "", "encoder", place)
        if end - start > 1 and last in ORG_HEADS and last not in {"center", "centre", "union"}:
            return Found(start, end, "ORG", "org", code, "", "encoder")
        known_loc = last in LOC_HEADS or text.low[start] in _WATERS or text.low[start] in DIRECTIONS
        return Found(start, end, "LOC" if known_loc else "GPE", "place", code, "", "encoder", place)
    if label == "NORP":
        if inside or end - start > 3 or (text.cased and not text.capital(start)):
            return None
        return Found(start, end, "NORP", "nation", "", "", "encoder")
    if label in {"WEAPON", "VEHICLE"}:
        return Found(start, end, label, label.lower(), "", "", "encoder")
    return None


def _ruler(text: Text, start: int, end: int) -> bool:
    """ "the Assad regime", "Assad's regime": a regime is called by its ruler's name where it is no known name."""
    k = start + 1
    if text.word(k) in {"'s", "’s"}:
        k += 1
    return text.word(k) in {"regime", "administration"} and k + 1 >= end and text.words[start].isalpha()


def _person_entity(text: Text, start: int, end: int, inside: list[Found]) -> Found | None:
    while start < end:
        front = next((f for f in inside if f.start == start), None)
        if text.low[start] in TITLES or not text.words[start][0].isalnum() or text.low[start] in {"to", "of", "for"}:
            start += 1
        elif (
            front is not None
            and front.end < end
            and (
                front.label in {"NORP", "ORG", "LOC"}
                or front.kind == "country"
                or text.low[front.end] in TITLES | {"'s", "’s", ","}
            )
        ):
            start = front.end
        elif front is not None and front.end >= end:
            return None
        else:
            break
    while start < end and text.low[start] in {"'s", "’s"}:
        start += 1
    for k in range(start + 1, end):
        if text.low[k] in {"of", ",", "'s", "’s", "(", "and"}:
            end = k
            break
    if start >= end or end - start > 6:
        return None
    if any(f.start < end and f.end > end for f in inside) or any(
        f.kind in GROUPS and f.end - f.start > 1 for f in inside if f.start >= start
    ):
        return None
    if all(
        text.low[i] in CALENDAR or text.low[i] in _PRONOUNS or text.low[i] in ORG_HEADS - {"church", "guard", "bank"}
        for i in range(start, end)
    ):
        return None
    if text.cased and not any(text.words[i][:1].isupper() for i in range(start, end)):
        return None
    if end - start > 1 and (text.low[end - 1] in LOC_HEADS or text.low[start] in {"lake", "mount"}):
        return Found(start, end, "LOC", "area", "", "", "head")
    if text.low[end - 1] in {"party", "ministry", "army", "brigade", "university"} and end - start > 1:
        return Found(start, end, "ORG", "org", "", "", "head")
    return Found(start, end, "PERSON", "person", "", "", "encoder")


def _complete(text: Text, start: int, end: int, label: str, covered: dict[int, Found]) -> tuple[int, int]:
    """The ends moved to whole names: "Ain al-" to "Ain al-Asad", "Aziz" to "Aziz Nasirzadeh"."""
    if not text.parsed:
        return start, end
    size = text.size
    while end < size and not text.first[end] and not text.skip[end]:
        if end in text.ent_at and text.ent_at[end][0] == end and text.ent_at[end][2] != label:
            break
        if (
            text.words[end] in {"-", "‑"}
            and end + 1 < size
            and not text.doc[end].whitespace_
            and not text.doc[end - 1].whitespace_
            and text.pos[end + 1] == "PROPN"
        ):
            end += 2
        elif (text.words[end - 1] in {"-", "‑"} and text.pos[end] == "PROPN") or (
            text.pos[end] == "PROPN"
            and end not in covered
            and text.low[end] not in CALENDAR
            and text.low[end] not in TITLES
            and (
                (text.dep[end] in {"flat", "goeswith"} and start <= text.head[end] < end)
                or (
                    label != "PERSON"
                    and any(text.head[i] == end and text.dep[i] == "compound" for i in range(start, end))
                )
            )
        ):
            end += 1
        elif (
            label == "PERSON"
            and text.low[end] in _PARTICLES
            and end + 1 < size
            and text.pos[end + 1] == "PROPN"
            and text.dep[end + 1] == "flat"
        ):
            end += 2
        else:
            break
    while start > 0 and not text.first[start] and not text.skip[start - 1]:
        k = start - 1
        if (
            label == "ORG"
            and text.dep[k] in {"amod", "nummod", "compound"}
            and start <= text.head[k] < end
            and (
                (text.words[k][:1].isdigit() and k not in covered)
                or (
                    text.words[k][:1].isupper()
                    and text.low[k] not in _EDGES
                    and k not in covered
                    and text.low[k] not in TITLES
                )
            )
        ) or (
            text.pos[k] == "PROPN"
            and k not in covered
            and text.low[k] not in TITLES
            and text.low[k] not in CALENDAR
            and (k not in text.ent_at)
            and text.words[k][:1].isalpha()
            and (
                (text.dep[start] == "flat" and text.head[start] == k)
                or (text.dep[k] in {"compound", "flat"} and start <= text.head[k] < end)
            )
        ):
            start = k
        else:
            break
    return start, end
