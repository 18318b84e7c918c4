"""Whether an act is told as one that did not happen: by its verb, by who did it ("no soldier"), by what was done.

"No soldier was killed in the attack" takes back the killing and not the attack: what a preposition introduces is
taken for granted, whatever is denied before it.
"""

from __future__ import annotations

from bot.analysis.lexicon.wordlists import words
from bot.analysis.lexicon.words import ADVERBS, DETERMINERS, NEGATIONS, PREPOSITIONS
from bot.analysis.windows.view import View

_NONE = words("no none nobody neither nothing zero nil")
_COUNTED = words("fewer less more longer doubt matter sooner later wonder")
"""After "no" these do not deny: "no fewer than 12", "no doubt"."""
_TAKEN_FOR_GRANTED = PREPOSITIONS - {"of", "for", "without", "like", "as"}
_AIMED = words("at on upon into against")
_INTENT = words("plan plans intention intentions reason reasons need wish desire intent order orders attempt")
_REACH = 14


def nothing_at(view: View, k: int) -> bool:
    """Whether a noun phrase that stands for nothing begins at ``k``: "no shell", "not a single shot", "nobody"."""
    word = view.lower(k)
    if word in _NONE:
        return view.lower(k + 1) not in _COUNTED
    return word == "not" and (view.lower(k + 1) in {"one", "any"} or view.words(k + 1, k + 3) == ["a", "single"])


def no_subject(view: View, i: int) -> bool:
    """Whether nobody or nothing is the subject of the verb at ``i``."""
    begin, _ = view.clause_of(i)
    for k in range(i - 1, max(begin, i - _REACH) - 1, -1):
        word = view.lower(k)
        if word in {",", ";", "and", "but"}:
            return False
        if nothing_at(view, k) and (k == begin or view.lower(k - 1) not in PREPOSITIONS):
            return True
    return False


def no_object(view: View, end: int) -> bool:
    """Whether what follows a verb that ends before ``end`` stands for nothing: "killed nobody", "fired at no one"."""
    k = end
    while view.lower(k) in ADVERBS:
        k += 1
    return nothing_at(view, k) or (view.lower(k) in _AIMED and nothing_at(view, k + 1))


def no_intent(view: View, i: int) -> bool:
    """ "no plans to attack"."""
    if view.lower(i - 1) != "to" or view.lower(i - 2) not in _INTENT:
        return False
    return any(nothing_at(view, k) for k in range(max(view.start, i - 5), i - 2))


def no_noun(view: View, i: int) -> bool:
    """Whether the noun at ``i`` is denied: "no attack", "no sign of an attack", "did not carry out an attack"."""
    begin, _ = view.clause_of(i)
    for k in range(i - 1, max(begin, i - 6) - 1, -1):
        word = view.lower(k)
        if (
            word in {",", ";"}
            or word in _TAKEN_FOR_GRANTED
            or (word == "for" and view.lower(k - 1) == "responsibility")
        ):
            return False
        if word in {"without", "any"} or word in NEGATIONS or nothing_at(view, k):
            return not _merely(view, k, i)
    return False


def no_verb(view: View, i: int) -> bool:
    """Whether the verb at ``i`` is negated in its verb group: "did not attack", "without firing"."""
    begin, _ = view.clause_of(i)
    for k in range(i - 1, max(begin, i - 4) - 1, -1):
        word = view.lower(k)
        if word in {",", ";"}:
            return False
        if word in NEGATIONS or word == "without":
            return not _merely(view, k, i)
    return False


def _merely(view: View, k: int, i: int) -> bool:
    """ "not only", "not just": said, and more than said."""
    between = [w for w in view.words(k + 1, i) if w not in DETERMINERS]
    return "only" in between or "just" in between[:1]
