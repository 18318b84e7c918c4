"""Proper nouns that neither gazetteer nor encoder covers, typed by title, head and position where these tell."""

from __future__ import annotations

from bot.analysis.names.described import described
from bot.analysis.names.found import Found, Text
from bot.analysis.names.widening import is_outlet
from bot.analysis.names.words import (
    CALENDAR,
    DIRECTIONS,
    FAC_HEADS,
    GENERIC,
    GPE_HEADS,
    LOC_HEADS,
    ORG_HEADS,
    PLACE_PREPOSITIONS,
    SPEECH_LEMMAS,
    TITLE_HEADS,
    TITLES,
)


def runs(text: Text, covered: dict[int, Found], taken: bytearray) -> list[Found]:
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
        found = typed(text, i, end)
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


def typed(text: Text, start: int, end: int) -> Found | None:
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
    if (found := described(text, start, end)) is not None:
        return found
    last = text.low[end - 1]
    if last in TITLE_HEADS or (text.word(end) in TITLES and text.capital(end)):
        return None  # "Chief Cabinet Secretary", "Interior Cabinet Secretary"
    heads = [k for k in range(start, end) if text.low[k] in ORG_HEADS]
    if end - start > 1 and (heads or is_outlet(text, start, end)):
        return Found(start, end, "ORG", "outlet" if is_outlet(text, start, end) else "org", "", "", "head")
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
        and (
            (before == "(" and text.word(end) == ")")
            or (
                dep in {"nsubj", "nsubj:pass", "obl:agent"}
                and not text.shouted
                and (before == "the" or head.lemma_ in SPEECH_LEMMAS)
            )
        )
    ):
        return Found(start, end, "ORG", "org", "", "", "acronym")
    if end - start == 1 and text.low[start] in GENERIC:
        return None
    if text.cased and not (word[:1].isupper() and word.replace("-", "").replace("'", "").isalpha()):
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
