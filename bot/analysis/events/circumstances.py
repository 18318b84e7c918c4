"""What stands around a trigger and makes it another thing: an accident, a match, a blaze that nobody fired."""

from __future__ import annotations

from spacy.tokens import Token

from bot.analysis import tree
from bot.analysis.events.frames import Frame
from bot.analysis.lexicon.wordlists import words

_BEFORE = frozenset({"amod", "compound", "nmod:poss", "nmod:desc", "nummod", "flat"})


def of_arms(fire: Token) -> bool:
    """ "Israeli fire", "sniper fire", not a blaze that sweeps through a camp."""
    before = [c for c in tree.lefts(fire) if c.dep_ in _BEFORE]
    return any(c.ent_type_ or c.pos_ == "PROPN" or c.lemma_.lower() in _SHOOTING for c in before)


_SHOOTING = words(
    "sniper artillery tank mortar machine gun rocket police army rebel military naval gang hostile enemy friendly arm"
    " live small small-arms cross heavy return israeli russian ukrainian indirect counter-battery anti-aircraft shell"
    " militia rifle automatic covering missile troop opposition insurgent"
)
BY_ACCIDENT = frozenset({"accidentally", "inadvertently", "unintentionally"})
WHEN = frozenset({"when", "after", "as", "while"})
_CROWDED = words("crowd pedestrian people checkpoint worshipper protester procession shopper soldier")


def circumstances(verb: Token) -> set[str]:
    """What happened meanwhile: "killed when a crane collapsed", but not "when a car crashed into a crowd"."""
    out: set[str] = set()
    if verb.tag_ == "VBG" and verb.dep_ == "advcl":  # "a boat capsized, killing fifty"
        burning = verb.head.lemma_ == "catch" and any(o.lemma_ == "fire" for o in tree.objects(verb.head))
        into = tree.oblique(verb.head, "into")
        if into is None or into.lemma_.lower() not in _CROWDED:
            out.add("capsize" if burning else verb.head.lemma_.lower())
    for child in tree.children(verb):
        if child.dep_ != "advcl" or not any(c.lower_ in WHEN for c in tree.lefts(child)):
            continue
        if any(t.lower_ in BY_ACCIDENT for t in child.subtree):
            out.add("crash")  # "when confiscated explosives accidentally detonated"
        into = tree.oblique(child, "into")
        if into is None or into.lemma_.lower() not in _CROWDED:
            out.add(child.lemma_.lower())
    return out


def among_teams(verb: Token, frame: Frame) -> bool:
    """ "Brazil battled Argentina for a place in the final": names as subject and object, words of sport around them."""
    subject = tree.surface_subject(verb)
    if tree.is_passive(verb) or subject is None or subject.pos_ != "PROPN":
        return False
    if any(o.pos_ not in {"PROPN", "NUM"} for o in tree.objects(verb)):
        return False
    nouns = {t.lemma_.lower() for t in verb.sent if t.pos_ == "NOUN"}
    return bool(nouns & frame.only_around) and not nouns & frame.not_around
