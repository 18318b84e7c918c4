"""Missions, their staff and the citizens abroad of a state: which nouns mean them, who sends them, where they are."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from importlib import resources
from typing import Any

from spacy.tokens import Token

from bot.analysis import tree
from bot.analysis.events.context import Context

_MODIFIERS = frozenset({"amod", "compound", "nmod:poss", "nmod:desc", "nmod", "nmod:unmarked", "flat"})
_OF_MISSION = ("from", "of", "at", "in", "for", "to", "with", "inside")
_OWNERS = frozenset({"its", "their", "his", "her", "our", "your"})
_ABROAD = frozenset({"foreign", "fellow", "eu", "european", "western", "dual"})
_PARTS = frozenset({"nmod:poss", "compound", "conj", "obj", "nsubj:pass"})
_HELPING = frozenset({"refugee", "relief", "humanitarian", "hunger", "crescent", "rescue", "mercy"})
_BARE = frozenset({"staff", "personnel", "employee", "staffer"})
_SERVES = frozenset(
    {"clinic", "center", "centre", "hospital", "office", "kitchen", "shelter", "facility", "bakery", "warehouse"}
)
_PLACES = frozenset({"GPE", "LOC", "FAC"})


@cache
def lexicon() -> Mapping[str, Any]:
    """posture.toml with its word lists as sets; ``verbs`` and ``nouns`` as (subtype, kinds of object)."""
    table = tomllib.loads(resources.files("bot.analysis.lexicon").joinpath("posture.toml").read_text("utf-8"))
    out: dict[str, Any] = {}
    for key, value in table.items():
        if key == "aid_organisations":
            out[key] = frozenset(name.strip() for name in value["names"].split("|"))
        elif key in {"verbs", "nouns"}:
            out[key] = {word: tuple(entry.split()) for word, entry in value.items()}
        elif isinstance(value, str):
            out[key] = frozenset(value.split())
        else:
            out[key] = {name: frozenset(text.split()) for name, text in value.items()}
    return out


def lemma(token: Token) -> str:
    """The lemma, lower case; a noun in capitals in its singular ("Citizens")."""
    word = token.lemma_.lower()
    return word.removesuffix("s") if token.tag_ == "NNPS" and word.endswith("s") else word


def modifiers(noun: Token) -> Iterator[Token]:
    """Adjectives, compounds and owners of a noun, theirs too ("US embassy staff": "embassy", "US")."""
    for child in noun.children:
        if child.dep_ in _MODIFIERS and not (child.dep_ == "nmod" and child.i > noun.i):
            yield child
            yield from modifiers(child)


def _words(noun: Token) -> set[str]:
    """The words before a noun, hyphens closed ("non-essential")."""
    out: set[str] = set()
    if noun.i > 0 and tree.tokens(noun.doc)[noun.i - 1].pos_ == "ADJ":
        out.add(tree.tokens(noun.doc)[noun.i - 1].lower_)  # also where the parse hung it elsewhere
    for token in modifiers(noun):
        out.add(lemma(token))
        out.add(token.lower_)
        doc, i = tree.tokens(token.doc), token.i
        if i > 1 and doc[i - 1].text in {"-", "‐", "–"} and doc[i - 2].lower_ == "non":
            out.add("non-" + token.lower_)
        if i > 0 and doc[i - 1].lower_ == "non":
            out.add("non-" + token.lower_)
    return out


def is_mission(noun: Token, ctx: Context) -> bool:
    """An embassy, consulate, diplomatic office; a "mission" that is not of soldiers, traders or astronauts."""
    table, word = lexicon(), lemma(noun)
    if word in table["missions"]:
        return True
    if word == "general" and not table["missions"].isdisjoint(_words(noun)):
        return True  # "the consulate general"
    needed = table["guarded"].get(word)
    if needed is None:
        return False
    words = _words(noun)
    if words & needed:
        return not (word == "mission" and words & (table["other_missions"]["words"] - {"humanitarian"}))
    if word != "mission" or words & table["other_missions"]["words"]:
        return False
    if any(ctx.country(m) is not None for m in modifiers(noun)):
        return True
    owned = any(c.dep_ == "nmod:poss" for c in noun.children)
    return owned and (_abroad(noun, ctx) or lemma(noun.head) in table["people"]["staff"])


def is_own_mission(noun: Token, ctx: Context, sender: Token | None) -> bool:
    """ "its own mission" of a state, wherever it is."""
    if lemma(noun) != "mission" or sender is None or not serves_abroad(sender, ctx):
        return False
    own = any(c.dep_ == "nmod:poss" and c.lower_ in _OWNERS for c in noun.children)
    return own and not _words(noun) & lexicon()["other_missions"]["words"]


def is_aid_site(noun: Token, ctx: Context, sender: Token | None) -> bool:
    """ "its clinics", "its offices" of the United Nations or an aid organisation."""
    if lemma(noun) not in _SERVES or sender is None or not aids(sender, ctx):
        return False
    return any(c.dep_ == "nmod:poss" and c.lower_ in _OWNERS for c in noun.children)


def _abroad(noun: Token, ctx: Context) -> bool:
    """ "its mission in Yemen": a place behind it, or behind its verb."""
    if any(True for _ in places_of(noun, ctx)):
        return True
    return noun.dep_ in {"obj", "nsubj:pass", "nsubj"} and any(
        preposition in {"in", "at"} and ctx.label(place) in _PLACES for preposition, place in tree.obliques(noun.head)
    )


def is_staff(noun: Token, ctx: Context, sender: Token | None = None, depth: int = 4) -> bool:
    """Diplomats, dependants, embassy staff; plain "staff" where a mission or foreign service (``sender``) has them."""
    people, word = lexicon()["people"], lemma(noun)
    if word in people["diplomats"]:
        return True
    if word not in people["staff"] or depth <= 0:
        return False
    if _words(noun) & people["signs"]:
        return True
    for child in noun.children:
        owned = child.dep_ in {"nmod", "nmod:poss"}
        if owned and (is_mission(child, ctx) or is_staff(child, ctx, sender, depth - 1)):
            return True
        if child.dep_ == "conj" and is_staff(child, ctx, None, depth - 1):
            return True
    if noun.dep_ == "conj" and noun.head.i < noun.i and noun.head.pos_ in {"NOUN", "PROPN"}:
        return is_staff(noun.head, ctx, None, depth - 1) if depth > 2 else False
    if noun.dep_.startswith(("obl", "nmod")) and noun.head.dep_ == "obj" and is_mission(noun.head, ctx):
        return True
    theirs = any(c.dep_ == "nmod:poss" and c.lower_ in _OWNERS for c in noun.children) or bool(
        _words(noun) & {"foreign", "family", "american", "british"}
    )
    bare = noun.n_lefts == 0 or all(c.lower_ in {"all", "most", "some", "remaining"} for c in noun.lefts)
    if not theirs and bare and sender is not None and is_mission(sender, ctx):
        return word in _BARE  # "the embassy will evacuate staff"
    return theirs and sender is not None and serves_abroad(sender, ctx)


def is_own_staff(noun: Token) -> bool:
    """ "its workers", "their employees", of whomever."""
    owned = any(c.dep_ == "nmod:poss" and c.lower_ in _OWNERS for c in noun.children)
    return owned and lemma(noun) in _BARE | {"worker", "contractor", "crew", "expert", "team", "colleague"}


def is_national(noun: Token, ctx: Context) -> bool:
    """Citizens of a state told by it: "its citizens", "British nationals", "foreign nationals", "Americans"."""
    name = ctx.name_at[noun.i]
    if name is not None and name.label_ == "NORP" and noun.tag_ in {"NNS", "NNPS"}:
        return True
    if noun.lower_ in {"americans", "britons", "canadians", "australians"}:
        return True
    light, noun = noun, tree.light(noun)
    if lemma(noun) in lexicon()["people"]["abroad"]:
        return any(c.dep_ == "nmod:poss" and c.lower_ in _OWNERS for c in (*noun.children, *light.children))
    if lemma(noun) not in lexicon()["people"]["nationals"]:
        return False
    if lemma(noun) == "foreigner":
        return True
    if any(c.dep_ == "nmod:poss" and c.lower_ in _OWNERS for c in (*noun.children, *light.children)):
        return True
    if any(p == "of" and ctx.country(n) is not None for p, n in tree.obliques(noun)):
        return True
    return any(lemma(m) in _ABROAD or ctx.country(m) is not None or ctx.label(m) == "NORP" for m in modifiers(noun))


def is_work(noun: Token, ctx: Context, sender: Token | None) -> bool:
    """Services and operations of a mission or of an aid organisation."""
    if lemma(noun) not in lexicon()["words"]["work"]:
        return False
    words = _words(noun)
    if words & {"consular", "visa", "embassy", "diplomatic", "passport"}:
        return True
    around = tree.obliques(noun)
    if noun.dep_ in {"obj", "nsubj:pass", "nsubj"}:
        around = around + tree.obliques(noun.head)
    for preposition, place in around:
        if preposition in {"at", "of", "in", "from"} and (
            is_mission(place, ctx) or (lemma(place) == "post" and sender is not None and serves_abroad(sender, ctx))
        ):
            return True
    if words & {"military", "combat", "oil", "gas", "mining", "flight", "train", "rail", "rescue", "search", "trade"}:
        return False
    if any(c.dep_ == "nmod:poss" and is_mission(c, ctx) for c in noun.children):
        return True
    return sender is not None and (is_mission(sender, ctx) or aids(sender, ctx))


def serves_abroad(token: Token, ctx: Context) -> bool:
    """A state, its foreign service, a mission, an international organisation: what "its staff" abroad belong to."""
    if is_mission(token, ctx) or aids(token, ctx):
        return True
    words = _words(token) | {token.lower_}
    if lemma(token) in {"ministry", "department", "office", "minister", "secretary"}:
        return bool(words & {"foreign", "state", "external"})
    label = ctx.label(token)
    return label == "GPE" or (lemma(token) == "government" and ctx.country(token) is not None)


def aids(token: Token, ctx: Context) -> bool:
    """The United Nations and aid organisations."""
    words = _words(token) | {token.lower_, lemma(token)}
    if words & lexicon()["people"]["aid_names"]:
        return True
    if lemma(token) in {"agency", "charity", "organisation", "organization", "ngo", "group"}:
        return bool(words & {"aid", "relief", "humanitarian", "un", "u.n.", "charity", "ngo", "international"})
    name = ctx.name_at[token.i]
    if name is not None and name.label_ == "ORG" and words & _HELPING:
        return True
    return name is not None and name.text.lower().removeprefix("the ") in lexicon()["aid_organisations"]


def owner(noun: Token, ctx: Context) -> Token | None:
    """The state that a mission or its staff belongs to, as named inside its phrase ("the US embassy", "France's")."""
    for token in modifiers(noun):
        if (
            token.pos_ in {"PROPN", "ADJ", "NOUN"}
            and ctx.name_at[token.i] is not None
            and ctx.country(token) is not None
        ):
            name = ctx.name_at[token.i]
            return name.root if name is not None and not name.start <= noun.i < name.end else token
    for preposition, inner in tree.obliques(noun):
        if preposition in _OF_MISSION and (is_mission(inner, ctx) or lemma(inner) in lexicon()["people"]["staff"]):
            found = owner(inner, ctx)
            if found is not None:
                return found
        if preposition == "of" and is_mission(noun, ctx) and ctx.label(inner) == "GPE":
            return inner
    for child in noun.children:
        if child.dep_ in {"nmod:poss", "compound"} and is_mission(child, ctx):
            return owner(child, ctx)
    return None


def places_of(head: Token, ctx: Context, *prepositions: str, depth: int = 3) -> Iterator[Token]:
    """The named places of a phrase ("in Baghdad", "from Bahrain and Kuwait"), those of missions inside it too."""
    wanted = prepositions or ("in", "at", "from", "near", "for", "out")
    for preposition, noun in tree.obliques(head):
        if ctx.is_time(noun):
            continue
        if ctx.label(noun) in _PLACES and preposition in wanted:
            for member in ctx.joined(noun):
                if ctx.label(member) in _PLACES:
                    yield member
        elif depth > 0 and (noun.pos_ in {"NOUN", "PROPN"}):
            yield from places_of(noun, ctx, *prepositions, depth=depth - 1)
    if depth > 0:
        for child in head.children:
            if child.dep_ in _PARTS and child.pos_ in {"NOUN", "PROPN"} and ctx.label(child) not in _PLACES:
                yield from places_of(child, ctx, *prepositions, depth=depth - 1)
