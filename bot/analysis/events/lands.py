"""The country of a place that no list knows: where what else the text places lies in one country."""

from __future__ import annotations

from collections import Counter

from spacy.tokens import Token

from bot.analysis import tree
from bot.analysis.events.context import Context
from bot.analysis.lexicon.wordlists import words
from bot.analysis.names.component import kind_of, place_of

_LABELS = frozenset({"GPE", "LOC", "FAC"})
_GROUNDS = frozenset(
    {"in", "at", "near", "outside", "inside", "around", "within", "across", "throughout", "off", "through", "along",
     "to", "towards", "toward", "of", "from", "on"}
)  # fmt: skip
_TELLING = words(
    "say tell report announce speak warn meet declare state arrive write visit fly travel accuse urge call"
)
_SEAS = words("pacific atlantic mediterranean caribbean baltic caspian aegean adriatic arctic")
_NOWHERE = _SEAS | words(
    "sea ocean gulf strait water waters border frontier boundary line shoal reef channel lagoon airspace"
)


def land_of(ctx: Context, place: Token) -> str:
    """The country of a place without one: of what stands beside it, then of all that its sentence or text places.

    "" where the text names places of several countries, or where the place is a sea or a border.
    """
    if place.lemma_.lower() in _NOWHERE or any(c.lemma_.lower() in _NOWHERE for c in tree.lefts(place)):
        return ""
    for child in tree.children(place):
        for noun in (child, *tree.children(child)):
            name = ctx.name_at[noun.i]
            if name is not None and name.kb_id_ and name.label_ in _LABELS and noun.i > place.i:
                return str(name.kb_id_)  # "the highway south of Tyre"
    number = ctx.sentence_of[place.i]
    grounds = _grounds(ctx)
    here = {code for i, code in grounds if ctx.sentence_of[i] == number}
    if here:
        return here.pop() if len(here) == 1 else ""
    names = {(ctx.tokens[i].lower_, code) for i, code in grounds}
    counts = Counter(code for _, code in names).most_common(2)
    if counts and (len(counts) == 1 or (counts[0][1] >= 2 * counts[1][1] and counts[0][1] >= _MANY)):
        return counts[0][0]
    return _only_country(ctx) if _is_town(ctx, place) else ""


_MANY = 2
"""So many places of one country outweigh a single one of another."""


def _grounds(ctx: Context) -> list[tuple[int, str]]:
    """The named places with a country that something is said to happen at, as token and country."""
    key = _grounds
    answers = tree.index(ctx.doc).answers
    if key not in answers:
        out: list[tuple[int, str]] = []
        for name in ctx.names:
            if name.label_ not in _LABELS or not name.kb_id_ or ctx.masked[name.start]:
                continue
            root = ctx.head_of(name)
            at = root
            while at.dep_ in {"conj", "appos", "flat", "compound", "nmod:desc"} and at.head.i != at.i:
                at = at.head
            cases = set(tree.case_words(at))
            owner = root.dep_ == "nmod:poss" and "place" in ctx.kinds(root.head)  # "Mogadishu's Hodan district"
            if not cases & _GROUNDS and not owner:
                continue
            if root.lower_ in _SEAS:
                continue
            if at.head.lemma_ in _TELLING and at.dep_.startswith("obl"):
                continue
            out.append((root.i, str(name.kb_id_)))
        towns = [found for found in out if _within_a_country(ctx, found[0])]
        answers[key] = towns or out
    found: list[tuple[int, str]] = answers[key]
    return found


def _within_a_country(ctx: Context, i: int) -> bool:
    name = ctx.name_at[i]
    place = place_of(ctx.doc, name.start) if name is not None else None
    return place is not None and place.kind not in {"country", "government"}


def _is_town(ctx: Context, token: Token) -> bool:
    """A town or building by name, in the gazetteer or not; no sea, river or region, which may be of several states."""
    name = ctx.name_at[token.i]
    if name is None:
        return token.pos_ == "PROPN" and ctx.label(token) in {"", "GPE"}
    kind = kind_of(ctx.doc, name)
    return name.label_ in {"GPE", "FAC"} or (
        name.label_ == "LOC" and kind in {"place", "area"} and not _water(name.text)
    )


def _water(name: str) -> bool:
    return not _WATERS.isdisjoint(name.lower().split())


_WATERS = _NOWHERE | words("bay river lake coast")


def _only_country(ctx: Context) -> str:
    """The one country that all places of the text lie in, "" where there are several or none.

    A village that no gazetteer has lies where everything else does: where all names of the text are of one country, or
    two places at least of one and none of another. Countries and capitals that act ("Moscow said") are no places.
    """
    found: dict[str, set[str]] = {}
    every: set[str] = set()
    for name in ctx.names:
        if not name.kb_id_ or ctx.masked[name.start]:
            continue
        every.add(name.kb_id_)
        if name.label_ in _LABELS and not _acts(ctx.head_of(name)):
            found.setdefault(name.kb_id_, set()).add(name.text)
    if len(every) == 1:
        return next(iter(every))
    country, named = next(iter(found.items()), ("", set()))
    return country if len(found) == 1 and len(named) > 1 else ""


def _acts(place: Token) -> bool:
    """Whether the name of a place stands for those who govern it: as a subject or owner, or agreeing to something."""
    return place.dep_ in {"nsubj", "nsubj:pass", "nmod:poss", "obl:agent", "compound", "amod"}
