"""Names that the words around them describe: "the newspaper Reforma", "the village of Umm Sayala", "the N7 highway"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from bot.analysis.lexicon.wordlists import words
from bot.analysis.names.found import Found, Text
from bot.analysis.names.words import FIRST_NAMES, RULERS, TITLES

_OUTLETS = words(
    "newspaper daily broadcaster channel weekly magazine website portal tabloid outlet station televison tv"
    " newswire podcast newsletter"
)
_BODIES = words(
    "airline carrier company firm conglomerate ngo charity watchdog federation militia cartel syndicate bank retailer"
    " shipper operator contractor manufacturer startup organisation organization insurer shipbuilder miner refiner"
    " utility nonprofit think-tank telecoms gang faction"
)
_GROUPS = words(
    "rights armed rebel militant monitoring advocacy aid insurgent extremist jihadist guerrilla opposition activist"
    " paramilitary campaign separatist relief civil student women"
)
_SHIPS = words(
    "vessel freighter tanker frigate destroyer corvette trawler ferry cutter icebreaker submarine warship boat yacht"
    " ship barge dhow bulker"
)
_SETTLEMENTS = words(
    "town village hamlet city settlement suburb neighbourhood neighborhood municipality townlet outpost township"
    " district subdistrict department"
)
_TOLD = frozenset({"told", "daily", "newspaper"})
_DOUBTFUL = words("dawn reforma fars yle saba times nation reporter independent telegraph observer standard")
"""Outlets whose names mean other things as well: only where they are told something."""
_WITHIN = frozenset({"in", "near", "outside"})
_TAKEN = words("retake recapture overrun shell bombard besiege liberate occupy pound bomb evacuate")
_ROAD = re.compile(r"[A-Z]{1,3}-?\d{1,4}")
_ROADS = words("road highway motorway freeway expressway route highways roads motorways corridor bypass autoroute")
_LINES = words("highway road motorway railway expressway corridor pipeline freeway rail line")
_UNITS = words("unit brigade battalion front bloc faction column platoon division militia cartel gang regiment network")
_DASHES = frozenset({"-", "‑", "–"})
_TRUST = words("confidence trust faith interest belief believe invest engage involve change difference")


def described(text: Text, start: int, end: int) -> Found | None:
    """What the noun right before a name says that it is; ``None`` where none does."""
    if start == 0 or text.first[start] or not text.cased or not text.words[start][:1].isupper():
        return None
    before, further = text.low[start - 1], text.word(start - 2)
    if text.words[start - 1][:1].isupper() and before not in {"tv", "ngo"}:
        return None
    if before in _OUTLETS or (before in {"agency", "site"} and further in {"news", "press", "wire"}):
        return Found(start, end, "ORG", "outlet", "", "", "described")
    if before in _BODIES or (before == "group" and further in _GROUPS):
        return Found(start, end, "ORG", "org", "", "", "described")
    if before in _SHIPS:
        return Found(start, end, "VEHICLE", "ship", "", "", "described")
    if before == "of" and further in _SETTLEMENTS and not text.words[start - 2][:1].isupper():
        return Found(start, end, "GPE", "place", "", "", "described")
    told = before == "told" or (before == "the" and further in _TOLD)
    if told and text.low[end - 1] in _DOUBTFUL and end - start <= 2:
        return Found(start, end, "ORG", "outlet", "", "", "told")
    return None


def of_unit(text: Text, start: int, end: int) -> Found | None:
    """A unit or following that bears somebody's name: "the Jaime Martinez front", "Hezbollah's Nasser unit"."""
    if text.word(end) not in _UNITS or text.first[start] or not text.parsed or text.capital(end):
        return None
    before = text.word(start - 1)
    if before in TITLES or text.low[start] in RULERS or text.word(end + 1) in {"leader", "member", "commander"}:
        return None
    if before not in {"the", "'s", "’s", "its", "a", "their"} and text.pos[start - 1] not in {"ADJ", "NOUN"}:
        return None
    return Found(start, end + 1, "ORG", "org", "", "", "unit")


def acronym(text: Text, start: int, end: int) -> bool:
    """Whether one word in capitals stands for a body rather than a person ("COPREFA", "RNDDH")."""
    word = text.words[start]
    return (
        end - start == 1
        and not text.shouted
        and text.cased
        and 3 < len(word) < 9
        and word.isalpha()
        and word.isupper()
        and not (text.capital(start - 1) and not text.first[start])
        and not text.capital(end)
    )


def placed(text: Text, start: int, end: int) -> bool:
    """Whether what the encoder took for a person or body stands as a place does: "a massacre in Senafe", "retook X"."""
    if not text.parsed or not text.cased or end - start > 2 or text.low[start] in FIRST_NAMES | RULERS:
        return False
    if text.words[end - 1].isupper() or text.word(end) in {"'s", "’s"} or text.word(start - 1) in TITLES:
        return False
    root = next((k for k in range(start, end) if not start <= text.head[k] < end), start)
    governor = text.doc[text.head[root]].lemma_.lower()
    if text.word(start - 1) in _WITHIN and text.dep[root] in {"obl", "nmod"}:
        return governor not in _TRUST and not text.capital(end)
    return text.dep[root] == "obj" and governor in _TAKEN and text.head[root] < start


def networks(text: Text) -> Iterator[Found]:
    """ "wrote on X": the network, not a letter."""
    if not text.cased or "X" not in text.words:
        return
    for i, word in enumerate(text.words):
        if word != "X" or (text.capital(i + 1) and not text.first[i + 1]):
            continue
        if text.word(i - 1) in {"on", "via"} or text.word(i - 2) == "access":
            yield Found(i, i + 1, "ORG", "outlet", "", "", "network")


def routes(text: Text, covered: Mapping[int, Found]) -> Iterator[Found]:
    """Roads by their number ("the N7", "the RN4 road") and by their ends ("the Dhaka-Chittagong highway")."""
    if not text.cased:
        return
    for i, word in enumerate(text.words):
        if text.skip[i]:
            continue
        if word[-1:].isdigit() and word[:1].isupper() and _ROAD.fullmatch(word) and i not in covered:
            beside = {text.word(i + 1), text.word(i - 1), text.word(i + 3) if text.word(i + 1) == "and" else ""}
            if beside & _ROADS or (text.ent_at.get(i, (0, 0, ""))[2] == "LOC" and text.word(i - 1) == "the"):
                yield Found(i, i + 1, "FAC", "facility", "", "", "road")
        elif word in _DASHES and 0 < i < text.size - 2 and text.capital(i - 1) and text.capital(i + 1):
            end = i + 2
            while end < text.size and text.words[end] in _DASHES | {"–"} and text.capital(end + 1):
                end += 2
            if text.word(end) in _LINES and not text.first[i + 1] and not text.doc[i].whitespace_:
                start = i - 1
                while (
                    start > 0
                    and text.capital(start - 1)
                    and start - 1 in covered
                    and start in covered
                    and (covered[start - 1] is covered[start])
                ):
                    start -= 1
                ends = [covered[k] for k in (i - 1, i + 1) if k in covered and covered[k].label == "GPE"]
                code = ends[0].code if ends and len({f.code for f in ends}) == 1 else ""
                place = next((f.place for f in ends if f.place is not None), None) if code else None
                yield Found(start, end + 1, "FAC", "facility", code, "", "road", place)
