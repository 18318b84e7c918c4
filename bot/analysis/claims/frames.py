"""The frames of an attributing verb, in the order in which they are tried."""

from __future__ import annotations

from bot.analysis.claims import clauses, insertions, objects
from bot.analysis.claims.content import Content, as_clause
from bot.analysis.claims.verbs import Cue
from bot.analysis.claims.words import Words


def of_verb(t: Words, i: int, cue: Cue, *, passive: bool) -> Content | None:
    """The content of an attributing verb by the tree, or ``None``."""
    frames = cue.frames
    if "c" in frames or "q" in frames:
        found = insertions.trailing(t, i) if "c" in frames and not passive else None
        found = found or clauses.clause_of(t, i, cue)
        if found is None and ("b" not in frames or t.deps[i] == "parataxis" or as_clause(t, i)):
            found = clauses.around(t, i, cue)
        if "c" in frames and (found is None or found.start > i or found.form == "parenthesis"):
            found = insertions.inserted(t, i) or found
        if found is None and cue.lemma == "say":
            found = clauses.taken_for_object(t, i)
        if found is not None:
            if "c" in frames or found.direct:
                return found
            if "t" not in frames and "h" not in frames:
                return None
    if passive:
        return None
    if "t" in frames and (found := clauses.with_that(t, i)):
        return found
    if "h" in frames and (found := clauses.with_how(t, i)):
        return found
    if "n" in frames and (found := objects.toll(t, i, cue)):
        return found
    if "s" in frames and "what" in t.lower[max(i - 4, 0) : i]:
        return objects.naming(t, i)
    if ("x" in frames or "a" in frames or "s" in frames or "b" in frames) and (found := objects.infinitive(t, i, cue)):
        return found
    if "p" in frames and (found := objects.charge(t, i)):
        return found
    if "s" in frames and (found := objects.naming(t, i)):
        return found
    if "f" in frames and (found := objects.reason(t, i)):
        return found
    if "o" in frames and (found := objects.thing(t, i)):
        return found
    if found := objects.finding(t, i):
        return found
    if cue.lemma in objects.GERUNDS and (found := objects.gerund(t, i)):
        return found
    return objects.idiom(t, i)
