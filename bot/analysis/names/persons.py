"""What names of one article have to do with each other: later surnames, acronyms in brackets, titles with a country.

One label for one name over the article, by majority; names that the gazetteer or a table knows keep theirs.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from itertools import pairwise

from bot.analysis.names.found import Found, Text
from bot.analysis.names.gazetteer import GROUPS
from bot.analysis.names.keys import key_of
from bot.analysis.names.words import ORG_HEADS, TITLE_HEADS, TITLES

_CLAUSE = frozenset(
    {",", ".", ";", ":", "(", ")", "—", "–", "and", "or", "who", "which", "that", "said", "says", "told"}
)
_SURE = frozenset({"gazetteer", "linked"})


def align(text: Text, names: list[Found]) -> list[Found]:
    """The names with countries, canonical names and one label each over the article."""
    by_start = {f.start: f for f in names}
    by_end = {f.end: f for f in names}
    for found in names:
        if found.label == "PERSON" and not found.code:
            found.code = _title_country(text, found, by_end) or _role_country(text, found, by_start)
    _acronyms(text, names)
    _one_label(text, names)
    return _surnames(text, names)


def _key(text: Text, found: Found) -> str:
    return key_of(" ".join(text.words[found.start : found.end]))


def _title_country(text: Text, found: Found, by_end: dict[int, Found]) -> str:
    """The country of the title before a person: "Iraqi army spokesman Yehia Rasool", "Iran's president X"."""
    title = False
    k = found.start
    for _ in range(10):
        k -= 1
        if k < 0 or text.word(k) in _CLAUSE or text.skip[k]:
            return ""
        other = by_end.get(k + 1)
        if other is not None:
            if other.label in {"GPE", "NORP", "ORG"} and other.code and title:
                return other.code
            if other.label == "PERSON":
                return ""
            k = other.start
            if text.first[k]:
                return ""
            continue
        if text.low[k] in TITLE_HEADS:
            title = True
        elif text.pos[k] == "VERB":
            return ""
        if text.first[k]:
            return ""
    return ""


def _role_country(text: Text, found: Found, by_start: dict[int, Found]) -> str:
    """The country of the role behind a person: "Joseph Votel, commander of U.S. Central Command,"."""
    if text.word(found.end) != ",":
        return ""
    code, role = "", False
    k = found.end + 1
    for _ in range(10):
        if k >= text.size or text.first[k] or text.word(k) in {",", ".", ";", "who", "said", "told"}:
            break
        other = by_start.get(k)
        if other is not None and other.label != "PERSON":
            code = code or other.code
            k = other.end
            continue
        role = role or text.low[k] in TITLE_HEADS
        k += 1
    return code if role else ""


def _acronyms(text: Text, names: list[Found]) -> None:
    """ "Syrian Democratic Forces (SDF)": the acronym means the name before it, here and later."""
    meant: dict[str, Found] = {}
    for one, two in pairwise(names):
        if (
            two.start == one.end + 1
            and text.word(one.end) == "("
            and text.word(two.end) == ")"
            and two.end == two.start + 1
        ):
            word = text.words[two.start]
            if (
                2 <= len(word) <= 8
                and (word.isupper() or sum(c.isupper() for c in word) > 1)
                and one.label in {"ORG", "GPE", "LOC", "FAC", "WEAPON", "VEHICLE"}
            ):
                meant[word] = one
    if not meant:
        return
    for found in names:
        full = meant.get(text.words[found.start]) if found.end == found.start + 1 else None
        if full is not None:
            found.label, found.kind = full.label, full.kind if full.kind != "place" else found.kind
            found.code = full.code or found.code
            found.name = full.name or " ".join(text.words[full.start : full.end])
            found.rule = "linked"


def _one_label(text: Text, names: list[Found]) -> None:
    votes: dict[str, Counter[str]] = defaultdict(Counter)
    fixed: dict[str, Found] = {}
    for found in names:
        key = _key(text, found)
        if found.rule in _SURE:
            fixed.setdefault(key, found)
        else:
            votes[key][found.label] += 2 if found.rule in {"title", "head"} else 1
    for found in names:
        key = _key(text, found)
        if found.rule in _SURE or found.rule == "person" or key not in votes:
            continue
        sure = fixed.get(key)
        if sure is not None:
            found.label, found.kind, found.code = sure.label, sure.kind, found.code or sure.code
            found.name, found.place = sure.name, sure.place
        elif len(votes[key]) > 1:
            label = votes[key].most_common(1)[0][0]
            if label != found.label and {label, found.label} <= {"PERSON", "ORG", "GPE", "LOC", "FAC"}:
                found.label = label
                found.kind = {"PERSON": "person", "ORG": "org"}.get(label, "place")


def _surnames(text: Text, names: list[Found]) -> list[Found]:
    """ "Votel" after "Joseph Votel" is the same person, also where the encoder saw none or something else."""
    people: dict[str, Found] = {}
    for found in names:
        if found.label != "PERSON":
            continue
        last = text.words[found.end - 1]
        if text.low[found.end - 1] in ORG_HEADS and found.end - found.start == 1:
            continue
        before = people.get(last)
        if before is None or (found.end - found.start > before.end - before.start):
            found.code = found.code or (before.code if before else "")
            people[last] = found
        elif found.code and not before.code:
            before.code = found.code
    if not people:
        return names
    taken: dict[int, Found] = {i: f for f in names for i in range(f.start, f.end)}
    added: list[Found] = []
    for i, word in enumerate(text.words):
        full = people.get(word)
        if full is None or text.skip[i] or len(word) < 3:
            continue
        there = taken.get(i)
        if there is None:
            if (text.cased and not word[:1].isupper()) or text.low[i] in TITLES:
                continue
            if text.parsed and text.pos[i] != "PROPN":
                continue
            added.append(Found(i, i + 1, "PERSON", "person", full.code, "", "surname"))
        elif (
            there.end == there.start + 1
            and there.label in {"ORG", "GPE", "LOC"}
            and there.rule not in _SURE
            and there.kind not in GROUPS
            and full.end - full.start > 1
        ):
            there.label, there.kind, there.code, there.rule = "PERSON", "person", full.code, "surname"
    for found in (*names, *added):
        if found.label == "PERSON":
            full = people.get(text.words[found.end - 1])
            if full is not None:
                found.code = found.code or full.code
                longest = full if found.end == found.start + 1 else found
                found.name = " ".join(w for w in text.words[longest.start : longest.end] if w not in "[]").replace(
                    " - ", "-"
                )
    return sorted((*names, *added), key=lambda f: f.start)
