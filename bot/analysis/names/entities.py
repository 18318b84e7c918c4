"""Known names, the encoder's names and the tree's proper nouns made into one list.

The gazetteer is believed for what it knows, the encoder for the rest; runs of proper nouns that neither covers are typed
by their head, by a title before them and by how they stand in the sentence, and left alone where nothing tells.
"""

from __future__ import annotations

from collections.abc import Mapping

from bot.analysis.lexicon.words import OUTLET_HEADS
from bot.analysis.names.found import Found, Text
from bot.analysis.names.gazetteer import GROUPS
from bot.analysis.names.words import (
    CALENDAR,
    DIRECTIONS,
    FAC_HEADS,
    GPE_HEADS,
    LOC_HEADS,
    NATIONS,
    ORG_HEADS,
    PLACE_PREPOSITIONS,
    SPEECH_LEMMAS,
    TITLE_HEADS,
    TITLES,
)

_DETERMINERS = frozenset(
    {"the", "a", "an", "this", "that", "these", "those", "its", "his", "her", "their", "our", "my"}
)
_EDGES = _DETERMINERS | frozenset("of in on at to for from by with and or as 's ’s ' ’ some all both other".split())
"""Words that begin or end no name, where the encoder includes them."""
_SHIPS = frozenset({"hms", "uss", "ins", "rfa", "usns", "hmas", "hmcs", "roks", "fs", "mv", "m/v", "mt", "bns", "pns"})
_GENERIC = (
    ORG_HEADS
    | FAC_HEADS
    | GPE_HEADS
    | LOC_HEADS
    | DIRECTIONS
    | TITLES
    | frozenset(
        "room resolution summit airmen airman soldier soldiers marines marine troops offensive operations air ground special joint national "
        "local international levant airstrike report statement internet web god english resolve petty officer member".split()
    )
)
"""Words that alone are no name, capitals or not."""
_PARTICLES = frozenset(
    {
        "al",
        "el",
        "ul",
        "bin",
        "ibn",
        "bint",
        "abu",
        "de",
        "da",
        "van",
        "von",
        "der",
        "dos",
        "du",
        "del",
        "la",
        "ben",
        "ould",
        "ag",
    }
)
_CHAIN = frozenset({"flat", "compound", "nmod:desc", "amod", "nmod", "appos", "goeswith"})
_PRONOUNS = frozenset("i you he she it we they him her them us me who which that this what".split())
_TERRITORIES = GPE_HEADS | {"countryside"}


def fuse(text: Text, known: list[Found], refused: Mapping[int, str]) -> list[Found]:
    """All names of a text, not overlapping, in order. ``refused``: tokens that are no places ("person" or why not)."""
    covered: dict[int, Found] = {i: f for f in known for i in range(f.start, f.end)}
    out: list[Found] = []
    taken = bytearray(text.size)

    def take(found: Found) -> bool:
        if any(taken[found.start : found.end]) or not any(c.isalpha() for w in text.words[found.start : found.end] for c in w):
            return False
        for i in range(found.start, found.end):
            taken[i] = 1
        out.append(found)
        return True

    nations(text, taken, out)
    wide = [w for k in known if (w := _widened(text, k, covered)) is not None]
    ships = list(_ships(text))
    statistical = [f for e in text.ents if (f := _entity(text, e, covered, refused)) is not None]
    for found in ships:
        take(found)
    for found in sorted((*wide, *statistical), key=lambda f: (f.start - f.end, f.start)):
        take(found)
    for found in known:
        take(found)
    if text.parsed:
        for found in _runs(text, covered, taken):
            take(found)
    _brackets(text, out)
    out.sort(key=lambda f: f.start)
    return out


def _ships(text: Text) -> list[Found]:
    """ "HMS Daring", "USS Gerald R. Ford"."""
    out: list[Found] = []
    for i, word in enumerate(text.words):
        if (
            text.low[i] in _SHIPS
            and (word.isupper() or word == "M/V")
            and text.cased
            and text.parsed
            and i + 1 < text.size
        ):
            end = i + 1
            while (
                end < text.size
                and end < i + 5
                and text.pos[end] == "PROPN"
                and text.words[end][:1].isupper()
                and not text.first[end]
            ):
                end += 1
            if end > i + 1 and text.words[i + 1][1:2].islower():
                out.append(Found(i, end, "VEHICLE", "ship", "", "", "ship"))
    return out


def _brackets(text: Text, out: list[Found]) -> None:
    """ "[Donald] Trump" is one name."""
    ends = {f.end: f for f in out if f.label == "PERSON"}
    for found in [f for f in out if f.label == "PERSON" and text.word(f.start - 1) == "]"]:
        first = ends.get(found.start - 1)
        if first is not None and text.word(first.start - 1) == "[":
            found.start = first.start - 1
            out.remove(first)


def nations(text: Text, taken: bytearray, out: list[Found]) -> None:
    """Religions, peoples and followings that the gazetteer of countries does not have."""
    for i, word in enumerate(text.low):
        if word in NATIONS and not taken[i] and not _inside_longer(text, i) and not text.skip[i] and text.capital(i):
            out.append(Found(i, i + 1, "NORP", "nation", rule="nation"))
            taken[i] = 1


def _inside_longer(text: Text, i: int) -> bool:
    entity = text.ent_at.get(i)
    return entity is not None and entity[1] - entity[0] > 1 and entity[2] in {"ORG", "PERSON", "LOC"}


def _widened(text: Text, known: Found, covered: dict[int, Found]) -> Found | None:
    """A place with the word that says of what kind it is ("Idlib province", "Lancaster County", "Mount Ararat"), a
    nationality or place that begins an organisation's or building's name ("Syrian Arab Army", "Basra airport")."""
    if known.label in {"WEAPON", "VEHICLE", "PERSON"}:
        return None
    end = known.end
    nxt = text.word(end)
    if (
        known.label == "GPE"
        and nxt in _TERRITORIES
        and known.kind != "country"
        and not text.first[min(end, text.size - 1)]
    ):
        if nxt in {"city", "state", "town", "village", "borough"} and not text.capital(end):
            return None
        return Found(known.start, end + 1, "GPE", "province", known.code, known.name, "territory", known.place)
    if not (text.capital(end) and text.cased) or end in covered and covered[end].label not in {"GPE", "NORP"}:
        k = end
        if known.label in {"GPE", "LOC"} and k < text.size:
            if text.low[k] in {"international", "air", "military", "naval", "refugee", "central"} and k + 1 < text.size:
                k += 1
            if (
                text.low[k] in {"airport", "airbase", "airfield", "base", "prison", "dam", "refinery", "camp", "bridge"}
                and (k > end or text.low[k] != "base" or known.kind == "site")
                and not text.capital(k)
            ):
                return Found(known.start, k + 1, "FAC", "facility", known.code, "", "facility", known.place)
        return None
    k = end
    while k < text.size and not text.first[k] and not text.skip[k] and (
        (text.words[k][:1].isupper() and text.low[k] not in CALENDAR and not (k in covered and covered[k].kind in GROUPS))
        or (text.low[k] in {"of", "and", "for"} and k + 1 < text.size and text.words[k + 1][:1].isupper() and text.low[k - 1] in ORG_HEADS
            and text.low[k] != "and")
    ):  # fmt: skip
        k += 1
    heads = [i for i in range(end, k) if text.low[i] in ORG_HEADS or text.low[i] in FAC_HEADS]
    if not heads or any(text.low[i] in TITLE_HEADS for i in range(end, k)):
        return None
    last = heads[-1] + 1
    if text.low[heads[-1]] in {"service", "office", "force"} and last < k:
        last = k
    if "of" in text.low[end:k]:
        last = k
    if text.low[last - 1] in FAC_HEADS and text.low[last - 1] not in ORG_HEADS:
        return Found(known.start, last, "FAC", "facility", known.code, "", "facility", known.place)
    if last - known.start < 2 or (known.label == "ORG" and last == known.end):
        return None
    if _is_outlet(text, known.start, last):
        return Found(known.start, last, "ORG", "outlet", "", "", "outlet")
    return Found(known.start, last, "ORG", "org", known.code, "", "head", None)


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
    if label == "LOC" and start in refused:
        if refused[start] != "person":
            if all(i in refused for i in range(start, end)):
                return None
        else:
            return Found(start, end, "PERSON", "person", "", "", "person")
    inside = list({id(covered[i]): covered[i] for i in range(start, end) if i in covered}.values())
    inside.sort(key=lambda f: f.start)
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
        and (text.low[start] in _GENERIC or text.low[start].endswith(("-led", "-backed")))
        and label != "NORP"
    ):
        body = label == "ORG" and text.words[start][:1].isupper() and not text.first[start]
        if not (body and text.low[start] in {"coalition", "parliament", "congress", "senate", "cabinet"}):
            return None
    if text.low[start] in _SHIPS and text.words[start].isupper():
        return None
    if text.low[start] == "operation" and label == "LOC":
        return None
    if any(f.start < start or f.end > end for f in inside):
        return None
    code = next((f.code for f in inside if f.code), "")
    place = next((f.place for f in inside if f.place), None)
    if label == "ORG":
        if inside and inside[0].kind in GROUPS and inside[0].start == start and text.low[end - 1] in TITLES:
            return None
        if not any(text.capital(i) or text.words[i][:1].isdigit() for i in range(start, end)):
            return None
        if end - start > 1 and text.low[end - 1] in TITLE_HEADS:
            return None
        group = next((f for f in inside if f.kind in GROUPS), None)
        if _is_outlet(text, start, end):
            return Found(start, end, "ORG", "outlet", "", "", "outlet")
        return Found(start, end, "ORG", "org", code, group.name if group else "", "encoder")
    if label == "LOC":
        last = text.low[end - 1]
        if inside and all(f.label in {"GPE", "LOC"} for f in inside):
            if len(inside) > 1 and "," in text.words[start:end]:
                return None  # "Sarmada, Syria" is two names
            label = "GPE" if last in _TERRITORIES else "LOC"
            if end - start > 1 and text.low[start] in {"city", "town", "village"}:
                return None
            kind = "province" if label == "GPE" else "area"
            return Found(start, end, label, kind, code, "", "encoder", place)
        if inside and any(f.kind in GROUPS for f in inside):
            return None
        if last in FAC_HEADS and end - start > 1:
            return Found(start, end, "FAC", "facility", code, "", "encoder", place)
        if end - start > 1 and last in ORG_HEADS and last not in {"center", "centre", "union"}:
            return Found(start, end, "ORG", "org", code, "", "encoder")
        known_loc = (
            last in LOC_HEADS or text.low[start] in {"mount", "lake", "river", "cape"} or text.low[start] in DIRECTIONS
        )
        return Found(start, end, "LOC" if known_loc else "GPE", "place", code, "", "encoder", place)
    if label == "NORP":
        if inside or end - start > 3 or (text.cased and not text.capital(start)):
            return None
        return Found(start, end, "NORP", "nation", "", "", "encoder")
    if label in {"WEAPON", "VEHICLE"}:
        return Found(start, end, label, label.lower(), "", "", "encoder")
    return None


def _is_outlet(text: Text, start: int, end: int) -> bool:
    """ "Kabul Times", "Hamburg Courier"; words that name other things too need one who is told or who reports."""
    last = text.words[end - 1]
    if (
        end - start < 2
        or last not in OUTLET_HEADS
        or (last == "Agency" and not {"news", "press"} & set(text.low[start:end]))
    ):
        return False
    if last not in _DOUBTFUL_OUTLETS:
        return True
    before = text.word(start - 1)
    before = text.word(start - 2) if before == "the" else before
    return before in {"told", "newspaper", "daily"} or text.word(end) in {"reported", "said", "reports", "newspaper"}


_DOUBTFUL_OUTLETS = frozenset(
    "Sun Star Report Press Region Independent Today Online Signal Desk Register Review Standard Post Mail Globe Echo Monitor Beacon "
    "Guardian Mirror Examiner Sentinel Wire Radio Television TV Dispatch Outlook Observer".split()
)


def _person_entity(text: Text, start: int, end: int, inside: list[Found]) -> Found | None:
    while start < end:
        front = next((f for f in inside if f.start == start), None)
        if (
            text.low[start] in TITLES
            or not text.words[start][0].isalnum()
            or text.low[start] in {"to", "of", "for"}
        ):
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
        elif text.words[end - 1] in {"-", "‑"} and text.pos[end] == "PROPN":
            end += 1
        elif (
            text.pos[end] == "PROPN" and end not in covered and text.low[end] not in CALENDAR and text.low[end] not in TITLES
            and ((text.dep[end] in {"flat", "goeswith"} and start <= text.head[end] < end)
                 or (label != "PERSON" and any(text.head[i] == end and text.dep[i] == "compound" for i in range(start, end))))
        ):  # fmt: skip
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
                text.words[k][:1].isdigit()
                and k not in covered
                or text.words[k][:1].isupper()
                and text.low[k] not in _EDGES
                and k not in covered
                and text.low[k] not in TITLES
            )
        ):
            start = k
        elif (
            text.pos[k] == "PROPN" and k not in covered and text.low[k] not in TITLES and text.low[k] not in CALENDAR
            and (k not in text.ent_at) and text.words[k][:1].isalpha()
            and ((text.dep[start] == "flat" and text.head[start] == k) or (text.dep[k] in {"compound", "flat"} and start <= text.head[k] < end))
        ):  # fmt: skip
            start = k
        else:
            break
    return start, end


def _runs(text: Text, covered: dict[int, Found], taken: bytearray) -> list[Found]:
    """Proper nouns that nothing covers, typed by title, head and position where these tell."""
    out: list[Found] = []
    i, size = 0, text.size
    while i < size:
        if (
            text.pos[i] != "PROPN"
            or taken[i]
            or i in covered
            or text.skip[i]
            or text.low[i] in CALENDAR
            or not text.words[i][:1].isalnum()
        ):
            i += 1
            continue
        end = i + 1
        while end < size and not taken[end] and not text.skip[end] and not text.first[end] and end not in covered:
            if text.pos[end] == "PROPN" and text.low[end] not in CALENDAR and _joined(text, i, end):
                end += 1
            elif (
                text.words[end] in {"-", "‑"}
                and end + 1 < size
                and text.pos[end + 1] == "PROPN"
                and not taken[end + 1]
                and not text.doc[end].whitespace_
            ):
                end += 2
            else:
                break
        found = _typed(text, i, end)
        if found is not None:
            out.append(found)
        i = end
    return out


def _joined(text: Text, start: int, k: int) -> bool:
    head = text.head[k]
    return (
        start <= head < k
        or any(text.head[j] == k for j in range(start, k))
        or text.words[k - 1] == "-"
        or any(text.head[j] == head for j in range(start, k) if head != k)
    )


def _typed(text: Text, start: int, end: int) -> Found | None:
    first = start
    while first < end and (text.low[first] in TITLES or not text.words[first][0].isalnum()):
        first += 1
    titled = first > start and text.low[first - 1] in TITLES
    before = text.word(start - 1)
    if not titled and before in TITLE_HEADS and not text.first[start]:
        titled = True
    if titled and first < end and text.low[first] not in ORG_HEADS:
        return Found(first, end, "PERSON", "person", "", "", "title")
    if first >= end:
        return None
    last = text.low[end - 1]
    heads = [k for k in range(start, end) if text.low[k] in ORG_HEADS]
    if end - start > 1 and (heads or _is_outlet(text, start, end)):
        return Found(start, end, "ORG", "outlet" if _is_outlet(text, start, end) else "org", "", "", "head")
    if end - start > 1 and last in FAC_HEADS:
        return Found(start, end, "FAC", "facility", "", "", "head")
    if end - start > 1 and last in GPE_HEADS:
        return Found(start, end, "GPE", "province", "", "", "head")
    if end - start > 1 and (last in LOC_HEADS or text.low[start] in {"mount", "lake", "cape"}):
        return Found(start, end, "LOC", "area", "", "", "head")
    root = next((k for k in range(start, end) if not start <= text.head[k] < end), start)
    dep, head = text.dep[root], text.doc[text.head[root]]
    word = text.words[start]
    if (
        end - start == 1
        and word.isupper()
        and 2 <= len(word) <= 6
        and word.isalpha()
        and text.cased
        and not text.shouted
    ):
        return Found(start, end, "ORG", "org", "", "", "acronym")
    if end - start == 1 and text.low[start] in _GENERIC:
        return None
    if dep == "nsubj" and head.lemma_ in SPEECH_LEMMAS and before != "the":
        return Found(start, end, "PERSON", "person", "", "", "speaker")
    if end - start == 1 and text.low[start] in ORG_HEADS | FAC_HEADS | GPE_HEADS | LOC_HEADS | DIRECTIONS:
        return None
    case = text.word(start - 1)
    if (
        dep in {"obl", "nmod"}
        and case in PLACE_PREPOSITIONS - {"to", "from", "over", "above", "between", "via", "within"}
        and text.cased
    ):
        return Found(start, end, "GPE", "place", "", "", "placed")
    return None
