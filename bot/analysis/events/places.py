"""Where an event happened: by the tree first, then by the one place that its sentence names, else unknown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from spacy.tokens import Token

from bot.analysis import tree
from bot.analysis.events.context import Context, somebody
from bot.analysis.events.draft import EventDraft
from bot.analysis.events.lands import land_of
from bot.analysis.lexicon.wordlists import words
from bot.analysis.names import places
from storage.model.findings import EventType, Location

LOCATIVES = words(
    "in at near outside inside around within across throughout on off along over into between above to from "
    "through toward towards through outside beside opposite beyond northeast northwest southeast southwest "
    "north south east west"
)
_SURE = frozenset(
    {"in", "at", "near", "outside", "inside", "around", "within", "across", "throughout", "off", "through", "along"}
)
_CAUSES = words(
    "response retaliation revenge reaction reply protest solidarity connection support wake aftermath light view answer"
    " anniversary memory honour honor exchange accordance keeping addition contrast favour favor spite"
)
_OTHER = frozenset({"after", "over", "amid", "following", "because of", "since", "before", "like", "unlike", "similar",
                    "about", "against", "ahead", "due to", "despite", "as", "than", "from", "to"})  # fmt: skip
_MISSIONS = frozenset({"embassy", "consulate", "mission", "office", "headquarters"})
_PLACES = frozenset({"GPE", "LOC", "FAC"})
_UP = frozenset({"conj", "xcomp", "advcl", "acl", "acl:relcl", "obj", "appos", "csubj", "nsubj", "nsubj:pass", "iobj"})
_STEPS = 6


def place_of(
    ctx: Context, head: Token, prepositions: Iterable[str], targets: list[Token], used: set[int], *, near: bool = False
) -> Token | None:
    """The noun that names the place of the event whose trigger is ``head``; ``None`` where the text does not say.

    ``near``: only what hangs on the trigger itself counts (words and measures have no place but the one told).
    """
    own = frozenset(prepositions) & LOCATIVES | _SURE
    common: Token | None = None
    at = head
    for step in range(_STEPS):
        for place in _beside(ctx, at, own if step == 0 else _SURE, used):
            return place
        if (step == 0 or (step == 1 and head.pos_ != "VERB")) and common is None:
            common = _common(ctx, at, own, used)
        up = at.head
        if near:
            return None
        if up.i == at.i or not (at.dep_ in _UP or at.dep_.startswith(("obl", "nmod"))):
            break
        if at.dep_ == "nmod:poss" or (at.dep_ == "acl:relcl" and not _told_on(ctx, up)):
            break
        at = up
    for target in targets:
        if ctx.label(target) in {"GPE", "LOC", "FAC"} and (
            (target.pos_ == "PROPN" and not ctx.kinds(target) >= {"person"}) or ctx.label(target) == "FAC"
        ):
            return target
        named = tree.oblique(target, "of") if "place" in ctx.kinds(target) else None
        if named is not None and named.pos_ == "PROPN" and not ctx.masked[named.i]:
            return named  # "the village of Nikozi", in the gazetteer or not
        for holder in (target, *(n for w, n in tree.obliques(target) if w == "of")):
            for place in _beside(ctx, holder, own, used):
                return place
        if target.lemma_.lower() in _STANDING:
            for child in tree.lefts(target):  # "raided the Hrodna homes of three activists"
                if child.dep_ in {"compound", "nmod:poss"} and ctx.label(child) in _PLACES:
                    return child
    if head.lemma_ in _FIRING:
        for word, noun in _obliques(head):
            if word == "from" and (start := name_in(ctx, noun)) is not None and start.i not in used:
                return start
    if (shared := _of_joined(ctx, head, used)) is not None:
        return shared
    return _only_one(ctx, head, used) or common


_FIRING = frozenset({"fire", "launch", "test"})
_STANDING = words(
    "home house office airport airfield airbase prison market port station plant refinery bridge hospital school mosque"
    " church camp depot barracks district suburb neighbourhood neighborhood village oilfield university college temple"
    " headquarters garrison checkpoint harbour harbor terminal stadium hotel courthouse palace warehouse"
)
"""What stands where the place before it says: "the Kherson market"; a ship of Iran may be anywhere."""


def _of_joined(ctx: Context, head: Token, used: set[int]) -> Token | None:
    """ "torched two barns and beat a farmer in Turmus Ayya": the place behind another verb of the same subject."""
    if head.pos_ != "VERB":
        return None
    for verb in tree.children(head):
        if (
            verb.dep_ != "conj"
            or verb.pos_ != "VERB"
            or verb.lemma_ in _TELLING
            or any(c.dep_.startswith("nsubj") for c in tree.children(verb))
        ):
            continue
        for place in _beside(ctx, verb, _SURE, used):
            return place
    return None


_WAYS = words(
    "road highway street bridge square crossing junction avenue boulevard motorway border frontier railway roundabout"
    " plaza route expressway causeway pass"
)
_WHERE_IT_STANDS = frozenset({EventType.PROTEST, EventType.MOBILIZE})


def blocked_place(ctx: Context, draft: EventDraft) -> Token | None:
    """The road that is blocked, the border that troops are massed on: what an act is done to is where it is."""
    if draft.type not in _WHERE_IT_STANDS:
        return None
    return next((t for t in draft.targets if t.lemma_.lower() in _WAYS and not ctx.masked[t.i]), None)


def _common(ctx: Context, at: Token, prepositions: frozenset[str], used: set[int]) -> Token | None:
    """A place without a name that hangs on the trigger: "along the disputed frontier"."""
    for word, noun in _obliques(at):
        if (word not in prepositions and word not in {"along", "on"}) or noun.i in used or noun.pos_ != "NOUN":
            continue
        if "place" in ctx.kinds(noun) and not ctx.is_time(noun) and not ctx.masked[noun.i]:
            return noun
    return None


def _beside(ctx: Context, at: Token, prepositions: frozenset[str], used: set[int]) -> Iterator[Token]:
    """Places that hang on a verb or noun, and on what the verb is done to."""
    for word, noun in _obliques(at):
        fronted = word == "on" and at.pos_ == "VERB" and noun.i < at.i and ctx.label(noun) in _PLACES
        if (word in prepositions or fronted) and not _after_cause(ctx, noun):
            place = name_in(ctx, noun)
            if place is not None and place.i not in used:
                yield place
    if at.pos_ == "VERB":
        for child in tree.children(at):
            if child.dep_ in {"obj", "nsubj:pass"}:
                for word, noun in _obliques(child):
                    if (
                        word in _SURE
                        and not _after_cause(ctx, noun)
                        and (place := name_in(ctx, noun)) is not None
                        and place.i not in used
                    ):
                        yield place
        for child in tree.children(at):
            if child.dep_ == "advmod" and child.pos_ in {"ADV", "ADJ", "NOUN"}:
                for _, noun in _obliques(child):  # "north of Baghdad"
                    if (place := name_in(ctx, noun)) is not None and place.i not in used:
                        yield place


def _after_cause(ctx: Context, noun: Token) -> bool:
    """ "a protest against the raid in Jenin": what stands right behind a noun of cause belongs to that noun."""
    first = min((c.i for c in tree.lefts(noun)), default=noun.i)
    before = ctx.tokens[first - 1] if first else noun
    if before.i == noun.head.i:
        return False  # the tree says so itself
    if before.pos_ != "NOUN" or before.dep_ != "nmod":
        return False
    cases = set(tree.case_words(before)) & _OTHER
    if cases == {"against"} and ctx.kinds(before) & {"force", "person"}:
        return False  # "strikes against militants in Mali"
    return bool(cases)


def _obliques(head: Token) -> list[tuple[str, Token]]:
    """Dependents with a preposition, each once, by the preposition that stands first."""
    out: list[tuple[str, Token]] = []
    for child in tree.children(head):
        if child.dep_.startswith(("obl", "nmod")) and child.dep_ not in {"nmod:poss", "obl:agent"}:
            words = tree.case_words(child)
            if words:
                out.append((words[0], tree.antecedent(child)))
    return out


def name_in(ctx: Context, noun: Token, depth: int = 3) -> Token | None:
    """The name of a place in a phrase of place: itself, in apposition, or inside it ("a market in Basra")."""
    if ctx.masked[noun.i] or ctx.is_time(noun) or noun.pos_ in {"PRON", "NUM", "VERB"}:
        return None
    name = ctx.name_at[noun.i]
    if name is not None:
        if name.label_ in _PLACES:
            if noun.pos_ == "NOUN" and (inner := tree.oblique(noun, "of")) is not None and inner.pos_ == "PROPN":
                return name_in(ctx, inner, depth - 1) or noun  # "the Iraqi town of Tel Sarwan"
            if noun.lemma_.lower() in _MISSIONS and (town := tree.oblique(noun, "in", "at")) is not None:
                return name_in(ctx, town, depth - 1) or noun
            return noun
        if name.label_ != "ORG":
            return None
    elif noun.lower_ == "time" or noun.lemma_.lower() in _CAUSES or _in_line(noun):
        return None  # "in response to the war in Gaza"
    elif noun.pos_ == "PROPN" and "person" in ctx.kinds(noun) and noun.ent_type_ in {"", "LOC", "GPE", "FAC"}:
        return noun
    if depth <= 0:
        return None
    for child in tree.children(noun):
        dep = child.dep_
        if (
            dep == "appos"
            or (dep == "nmod" and (w := tree.case_words(child)) and w[0] in _SURE | {"of"})
            or dep == "nmod:unmarked"
        ):
            found = name_in(ctx, child, depth - 1) if child.pos_ in {"PROPN", "NOUN"} else None
            if found is not None and (ctx.name_at[found.i] is not None or dep != "nmod:unmarked"):
                return found
        elif dep in {"compound", "nmod:poss"} and child.pos_ == "PROPN" and ctx.label(child) in _PLACES:
            return child
    return None


def _in_line(noun: Token) -> bool:
    """ "in line with": no line of control."""
    return noun.lemma_ == "line" and "in" in tree.case_words(noun)


def _only_one(ctx: Context, head: Token, used: set[int]) -> Token | None:
    """The one place that the sentence names behind a preposition of place, where it names no other."""
    start, end = ctx.sentences[ctx.sentence_of[head.i]]
    found: Token | None = None
    seen: set[int] = set()
    for i in range(start, end):
        name = ctx.name_at[i]
        if name is None or name.start in seen or name.label_ not in _PLACES or ctx.masked[i]:
            continue
        seen.add(name.start)
        root = ctx.head_of(name)
        if root.i in used or root.dep_ in {"amod", "compound", "nmod:poss", "nmod:desc"}:
            continue
        words = set(tree.case_words(root))
        if not words & _SURE or (root.head.lemma_ in _TELLING and root.dep_.startswith("obl")):
            continue
        if _aside(ctx, root, head) or _after_cause(ctx, root):
            continue
        if found is not None:
            return None
        found = root
    return found


def _told_on(ctx: Context, noun: Token) -> bool:
    """Whether a relative clause tells on of an act or a weapon, where the main clause tells of it ("the bomb, which
    killed five, went off in Kano"), and not of somebody who did something else."""
    return not somebody(ctx, noun)


def _around(ctx: Context, head: Token) -> Iterator[Token]:
    """What governs the trigger, but nothing beyond a relative clause on somebody."""
    at = head
    for governor in tree.governors(head):
        if at.dep_ == "acl:relcl" and not _told_on(ctx, governor):
            return
        yield governor
        at = governor


def _aside(ctx: Context, root: Token, head: Token) -> bool:
    """Whether a place stands in a phrase of cause, time or likeness, or in a clause that the event is no part of."""
    above = {head.i, *(g.i for g in _around(ctx, head))}
    at = root
    for _ in range(_STEPS + 2):
        if at.i in above:
            return False
        if at.lemma_.lower() in _CAUSES or (at is not root and set(tree.case_words(at)) & _OTHER):
            return True
        if at.dep_ in {"acl:relcl", "ccomp", "parataxis"}:
            return True
        if at.dep_ == "advcl" and head.pos_ == "NOUN" and any(c.lower_ in _EARLIER for c in tree.lefts(at)):
            return True  # "the attack came a day after bombers hit a post in Peshawar"
        if at.head.i != head.i and at.head.i in above and (at.dep_ == "nsubj" or at.head.lemma_ in _TELLING):
            return True  # "the ministry in Moscow claimed that troops had captured the station"
        if at.head.i == at.i:
            return False
        at = at.head
    return False


_EARLIER = frozenset({"after", "before", "since", "because", "until", "although"})
_TELLING = frozenset({"say", "tell", "report", "announce", "add", "speak", "warn", "meet", "declare", "state"})


def location(ctx: Context, token: Token) -> Location:
    """The place that a noun names, with its country and coordinates where the text leaves no doubt about them."""
    name = ctx.name_at[token.i]
    start, end = (name.start, name.end) if name is not None else ctx.bounds(token)
    last = ctx.tokens[end - 1]
    first = ctx.tokens[start].idx
    text = ctx.text[first : last.idx + len(last)]
    country, lat, lon = _locate(ctx, token, start, end)
    return Location(text, first, first + len(text), country, lat, lon)


def _locate(ctx: Context, token: Token, start: int, end: int) -> tuple[str | None, float | None, float | None]:
    name = ctx.name_at[token.i]
    country = (name.kb_id_ if name is not None else "") or ctx.country(token) or _country_behind(ctx, token)
    if not country:
        country = land_of(ctx, token)
    if not country or (name is None and token.pos_ != "PROPN"):
        return country or None, None, None  # a name of several countries that the text leaves open
    place = places.locate(ctx.doc[start:end].text if name is None else name.text, country)
    if place is None:
        return country or None, None, None
    if place.kind == "country":
        return place.code, None, None
    return place.code, place.lat, place.lon


def _country_behind(ctx: Context, token: Token) -> str:
    """The country of what a place is said to lie in: "Bara in North Kordofan"."""
    for word, noun in tree.obliques(token):
        if word in {"in", "of"} and (name := ctx.name_at[noun.i]) is not None and name.kb_id_:
            return name.kb_id_
    return ""
