"""Known names with the words that belong to them, ships, followings and outlets: names by their form alone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from bot.analysis.lexicon.wordlists import words
from bot.analysis.lexicon.words import OUTLET_HEADS
from bot.analysis.names.found import Found, Text
from bot.analysis.names.gazetteer import GROUPS
from bot.analysis.names.words import (
    CALENDAR,
    DOUBTFUL_OUTLETS,
    FAC_HEADS,
    GPE_HEADS,
    NATIONS,
    ORG_HEADS,
    TITLE_HEADS,
)

SHIPS = frozenset({"hms", "uss", "ins", "rfa", "usns", "hmas", "hmcs", "roks", "fs", "mv", "m/v", "mt", "bns", "pns"})
_TERRITORIES = GPE_HEADS | {"countryside"}


def ships(text: Text) -> list[Found]:
    """ "HMS Daring", "USS Gerald R. Ford"."""
    out: list[Found] = []
    if not (text.cased and text.parsed):
        return out
    for i in [i for i, word in enumerate(text.low) if word in SHIPS]:
        word = text.words[i]
        if (word.isupper() or word == "M/V") and i + 1 < text.size:
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


def brackets(text: Text, out: list[Found]) -> None:
    """ "[Donald] Trump" is one name."""
    ends = {f.end: f for f in out if f.label == "PERSON"}
    for found in [f for f in out if f.label == "PERSON" and text.word(f.start - 1) == "]"]:
        first = ends.get(found.start - 1)
        if first is not None and text.word(first.start - 1) == "[":
            found.start = first.start - 1
            out.remove(first)


def nations(text: Text, covered: dict[int, Found], taken: bytearray, out: list[Found]) -> None:
    """Religions, peoples and followings that the gazetteer of countries does not have."""
    for i in [i for i, word in enumerate(text.low) if word in NATIONS]:
        if not taken[i] and i not in covered and not _inside_longer(text, i) and not text.skip[i] and text.capital(i):
            out.append(Found(i, i + 1, "NORP", "nation", rule="nation"))
            taken[i] = 1


def _inside_longer(text: Text, i: int) -> bool:
    entity = text.ent_at.get(i)
    return (
        entity is not None
        and entity[2] in {"ORG", "PERSON", "LOC"}
        and any(text.capital(k) for k in range(entity[0], entity[1]) if k != i)
    )


def widened(text: Text, known: Found, covered: dict[int, Found]) -> Found | None:
    """A place with the word that says of what kind it is ("Idlib province", "Lancaster County", "Mount Ararat"), a
    nationality or place that begins an organisation's or building's name ("Syrian Arab Army", "Basra airport")."""
    if known.label in {"WEAPON", "VEHICLE", "PERSON"}:
        return None
    end = known.end
    body = covered.get(end)
    if known.kind == "country" and body is not None and body.start == end and body.code == known.code:
        if body.kind in {"ministry", "agency", "state-force"}:  # "United States Department of the Treasury"
            return Found(known.start, body.end, "ORG", body.kind, body.code, body.name, "gazetteer")
        return None
    nxt = text.word(end) if text.capital(end) or not text.cased else ""
    if (
        known.label == "GPE"
        and nxt in _TERRITORIES
        and known.kind != "country"
        and not text.first[min(end, text.size - 1)]
    ):
        if nxt in {"city", "state", "town", "village", "borough"} and not text.capital(end):
            return None
        return Found(known.start, end + 1, "GPE", "province", known.code, known.name, "territory", known.place)
    if not (text.capital(end) and text.cased) or (end in covered and covered[end].label not in {"GPE", "NORP"}):
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
    while (
        k < text.size
        and not text.first[k]
        and not text.skip[k]
        and (
            (
                text.words[k][:1].isupper()
                and text.low[k] not in CALENDAR
                and not (k in covered and covered[k].kind in GROUPS)
            )
            or (
                text.low[k] in {"of", "and", "for"}
                and k + 1 < text.size
                and text.words[k + 1][:1].isupper()
                and text.low[k - 1] in ORG_HEADS
                and text.low[k] != "and"
            )
        )
    ):
        k += 1
    heads = [
        i
        for i in range(end, k)
        if text.low[i] in ORG_HEADS or text.low[i] in FAC_HEADS or text.words[i] in OUTLET_HEADS
    ]
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
    if is_outlet(text, known.start, last):
        return Found(known.start, last, "ORG", "outlet", "", "", "outlet")
    return Found(known.start, last, "ORG", "org", known.code, "", "head", None)


def is_outlet(text: Text, start: int, end: int) -> bool:
    """ "Kabul Times", "Hamburg Courier"; words that name other things too need one who is told or who reports."""
    last = text.words[end - 1]
    if (
        end - start < 2
        or last not in OUTLET_HEADS
        or (last == "Agency" and not {"news", "press"} & set(text.low[start:end]))
    ):
        return False
    if last not in DOUBTFUL_OUTLETS:
        return True
    before = text.word(start - 1)
    before = text.word(start - 2) if before == "the" else before
    return before in {"told", "newspaper", "daily"} or text.word(end) in {"reported", "said", "reports", "newspaper"}


_KUNYA = frozenset({"abu", "abou", "umm", "oum"})
_ARTICLES = frozenset({"al", "el", "ad", "as", "ash", "an", "ar", "at", "az"})
_DASHES = frozenset({"-", "‑", "–"})


def kunyas(text: Text, covered: Mapping[int, Found]) -> Iterator[Found]:
    """ "Abu Jandal al-Kuwaiti": a name of one's child with that of one's home behind it is one person."""
    if _KUNYA.isdisjoint(text.low):
        return
    i = 0
    while i < text.size - 1:
        settled = text.word(i - 1) in {"of", "in", "near"} and text.low[i] in {"umm", "oum"}
        if (
            text.low[i] in _KUNYA
            and not settled
            and text.capital(i)
            and text.capital(i + 1)
            and not {i, i + 1} & covered.keys()
        ):
            end = i + 2
            while True:
                article = text.word(end) in _ARTICLES and text.word(end + 1) in _DASHES
                if article and text.capital(end + 2) and end + 2 < text.size:
                    end += 3
                elif text.word(end) in _DASHES and text.capital(end + 1) and text.low[end - 1] in _ARTICLES:
                    end += 2
                else:
                    break
            if text.cased and not any(text.skip[i:end]):
                yield Found(i, end, "PERSON", "person", "", "", "kunya")
            i = end
        else:
            i += 1


_WHERE = frozenset({"in", "near", "outside", "around"})
_TRUST = words("confidence trust faith interest belief believe invest engage involve change difference")


def in_list_of_places(text: Text, at: int) -> bool:
    """ "Attacks in Qamenas, Sarmin and Talamenes": joined to a name behind "in", no part of a longer name."""
    if not text.parsed or text.dep[at] != "conj":
        return False
    first = text.head[at]
    if not text.dep[first].startswith(("nmod", "obl")) or text.pos[first] != "PROPN" or first > at:
        return False
    case = next((k for k in range(first - 1, max(first - 3, -1), -1) if text.low[k] in _WHERE), None)
    governor = text.doc[text.head[first]].lemma_.lower()
    return case is not None and text.head[case] == first and governor not in _TRUST
