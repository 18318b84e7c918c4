"""What still goes on: "for a third night", "has blocked the road since Monday", "is still falling", "are suspended"."""

from __future__ import annotations

from spacy.tokens import Token

from bot.analysis import tree
from bot.analysis.events.context import Context
from bot.analysis.lexicon.wordlists import words
from storage.model.findings import EventType

_UNITS = words("day night week month evening morning weekend afternoon")
_ORDINALS = words(
    "second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth another straight consecutive"
    " successive running umpteenth"
)
_ENTERS = words("enter reach mark go stretch drag run move extend last rage continue")
_OVER = words("before until till")
_COUNTED = frozenset({EventType.ASSAULT, EventType.PROTEST, EventType.COERCE, EventType.MOBILIZE})
"""Of these a count of days tells that they go on; talks "for a third day" are held day by day."""
_LASTING_VERBS = words(
    "block blockade camp occupy besiege enforce refuse fight shell pound bombard pummel batter demonstrate picket"
    " boycott patrol surround encircle rally hold jam maintain barricade fast strike protest"
)
"""What goes on where it is told in the perfect with "since"; "has killed forty since Monday" is a sum of deeds."""
_PUNCTUAL = words("strike hold")
_ACTS = frozenset(
    {EventType.ASSAULT, EventType.PROTEST, EventType.COERCE, EventType.MOBILIZE, EventType.POSTURE, EventType.AID,
     EventType.RETREAT, EventType.COOPERATE}
)  # fmt: skip
_STATES = words("close shut suspend bar block seal besiege surround blockade encircle cut paralyse paralyze halt")
"""Participles that tell a state with "is": "the crossing is shut"."""
_STATED = frozenset({EventType.COERCE, EventType.POSTURE, EventType.PROTEST})
_FORCE = words("force effect place")
_UPHOLD = words("enforce maintain impose keep stage hold")
_BEGIN = words("begin start commence")
_DRILLS = words("exercise drill maneuver manoeuvre wargame exercises drills maneuvers manoeuvres")
_OPEN = words("begin start open launch commence kick")
_OFTEN = words("daily nightly hourly routinely regularly constantly relentlessly weekly")
_SHARED = words("share exchange swap pool patrol train cooperate collaborate")
_IS = frozenset({"is", "are", "'s", "’s", "'re", "’re", "remain", "remains", "stay", "stays"})
_HAVE = frozenset({"has", "have", "'ve", "’ve", "'s", "’s"})
_WAS = frozenset({"was", "were"})


def lasting(ctx: Context, head: Token, type_: EventType) -> str:
    """Why an event that is told as a fact goes on, or ""."""
    if type_ not in _ACTS:
        return ""
    noun = head.pos_ not in {"VERB", "AUX"}
    if type_ in _COUNTED and (noun and (why := _counted_noun(head))):
        return why
    verb = _verb_of(head) if noun else head
    if verb is None or verb.pos_ not in {"VERB", "AUX", "ADJ"}:
        return _in_force(head) if noun else ""
    if type_ in _COUNTED and _counted(ctx, verb):
        return "nth-day"
    if noun:
        return _of_noun(head, verb)
    helpers = {c.lower_ for c in tree.children(verb) if c.dep_ in {"aux", "aux:pass", "cop"}}
    lasts = verb.lemma_ in _LASTING_VERBS and (verb.lemma_ not in _PUNCTUAL or type_ is EventType.PROTEST)
    if lasts and helpers & _HAVE and _since(ctx, verb):
        return "since"
    if verb.tag_ == "VBG" and helpers & _WAS and _still_told(verb):
        return "was-doing"
    if type_ in _STATED and verb.lemma_ in _STATES and _state(ctx, verb, helpers):
        return "state"
    if (why := _begun(verb)) != "":
        return why
    if _in_present(verb) and not helpers:
        adverbs = {c.lower_ for c in tree.children(verb) if c.dep_ in {"advmod", "obl:unmarked"}}
        if adverbs & _OFTEN:
            return "often"
        if type_ is EventType.COOPERATE and verb.lemma_ in _SHARED:
            return "habit"
    return ""


def _in_present(verb: Token) -> bool:
    """A finite present; the tagger may take "they already exchange" for a bare form."""
    return verb.tag_ in {"VBP", "VBZ"} or (
        verb.tag_ == "VB" and verb.dep_ == "root" and any(c.dep_ == "nsubj" for c in tree.lefts(verb))
    )


def _verb_of(noun: Token) -> Token | None:
    """The verb whose subject or object the noun is."""
    return noun.head if noun.dep_ in {"obj", "nsubj", "nsubj:pass"} and noun.head.i != noun.i else None


def _ordinal(unit: Token) -> bool:
    return any(
        c.lower_ in _ORDINALS or (c.lower_[:1].isdigit() and c.lower_[-2:] in {"st", "nd", "rd", "th"})
        for c in tree.lefts(unit)
        if c.dep_ in {"amod", "det", "nummod", "compound"}
    )


def _counted(ctx: Context, verb: Token) -> bool:
    """ "pounded the town for a fourth night", and nothing that tells the end of it."""
    found = False
    for child in tree.children(verb):
        if child.lemma_.lower() in _UNITS and _ordinal(child) and "for" in tree.case_words(child):
            found = True
        elif child.dep_ == "advcl" and any(
            c.dep_ in {"mark", "advmod"} and c.lower_ in _OVER for c in tree.lefts(child)
        ):
            return False
    return found


def _counted_noun(noun: Token) -> str:
    """ "a fourth night of bombardment", "the protests entered their third week", "clashes, now in their fifth day"."""
    over = noun.head
    if noun.dep_ == "nmod" and over.lemma_.lower() in _UNITS and _ordinal(over) and "of" in tree.case_words(noun):
        if "after" in tree.case_words(over):
            return ""
        return "nth-day"
    places = [noun, over] if noun.dep_ in {"nsubj", "nsubj:pass"} and over.lemma_.lower() in _ENTERS else [noun]
    for at in places:
        for child in tree.children(at):
            if child.lemma_.lower() in _UNITS and _ordinal(child) and child.i > noun.i:
                cases = tree.case_words(child)
                if (
                    at is over and (child.dep_ in {"obj", "obl:unmarked"} or set(cases) & {"into", "to", "in", "for"})
                ) or set(cases) & {
                    "in",
                    "into",
                }:
                    return "nth-day"
    return ""


def _since(ctx: Context, verb: Token) -> bool:
    return any(
        "since" in tree.case_words(c) or (c.dep_ == "advmod" and c.lower_ == "since") for c in tree.children(verb)
    ) or any(
        c.i in ctx.date_at and ctx.date_at[c.i].since
        for c in tree.children(verb)
        if c.dep_.startswith(("obl", "advmod"))
    )


def _still_told(verb: Token) -> bool:
    """ "was raging near the temple", as a report tells it; not "was driving home when …", nor a side clause."""
    adverbs = {c.lower_ for c in tree.children(verb) if c.dep_ == "advmod"}
    if any(
        c.dep_ == "advcl" and any(m.lower_ in {"when", "as", "until"} for m in tree.lefts(c))
        for c in tree.children(verb)
    ):
        return False
    if "still" in adverbs:
        return verb.dep_ not in {"advcl", "acl:relcl"}
    return (
        verb.dep_ in {"root", "ROOT"}
        and not adverbs & {"already", "then", "once"}
        and verb.lemma_ in _LASTING_VERBS | {"rage", "advance", "burn"}
    )


def _state(ctx: Context, verb: Token, helpers: set[str]) -> bool:
    """ "is shut", "are suspended": no agent, no day on which it came."""
    if not helpers & _IS or helpers & {"been", "being", "be"} or tree.agent(verb) is not None:
        return False
    return not any(c.i in ctx.date_at and not ctx.date_at[c.i].bound for c in tree.children(verb))


def _in_force(noun: Token) -> str:
    """ "a curfew is in force", "a ban remains in place": the tree may make the phrase the predicate."""
    over = noun.head
    if noun.dep_ in {"nsubj", "nsubj:outer"} and over.lemma_.lower() in _FORCE and "in" in tree.case_words(over):
        told = {c.lower_ for c in tree.children(over)}
        if told & _IS or (told & _WAS and "still" in told):
            return "in-force"
    return ""


def _of_noun(noun: Token, verb: Token) -> str:
    """What the verb of a noun of action says: "is in force", "has enforced a blockade since", "began the drills"."""
    helpers = {c.lower_ for c in tree.children(verb) if c.dep_ in {"aux", "aux:pass", "cop"}}
    if found := _in_force(noun):
        return found
    if verb.lemma_ in {"remain", "stay", "be"} and any(
        c.lemma_.lower() in _FORCE and "in" in tree.case_words(c) for c in tree.children(verb)
    ):
        return "in-force"
    if verb.lemma_ in _UPHOLD and noun.dep_ == "obj" and helpers & _HAVE:
        return "since" if any("since" in tree.case_words(c) for c in tree.children(verb)) else ""
    if verb.lemma_ in _OPEN and noun.lemma_.lower() in _DRILLS and not helpers & {"had"}:
        return "drills-begun"
    return ""


def _begun(verb: Token) -> str:
    """ "has begun flying its nationals out": begun by now, not "began shelling on Monday"."""
    head = verb.head
    if verb.dep_ not in {"xcomp", "ccomp"} or head.lemma_ not in _BEGIN:
        return ""
    helpers = {c.lower_ for c in tree.children(head) if c.dep_ == "aux"}
    return f"begun:{head.lower_}" if helpers & _HAVE and "had" not in helpers else ""
