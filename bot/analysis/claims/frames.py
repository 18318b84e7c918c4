"""The frames of an attributing verb, in the order in which they are tried."""

from __future__ import annotations

from bot.analysis.claims import clauses, objects
from bot.analysis.claims.content import Content, as_clause
from bot.analysis.claims.verbs import Cue
from bot.analysis.claims.words import Words


def of_verb(t: Words, i: int, cue: Cue, *, passive: bool) -> Content | None:
    """The content of an attributing verb by the tree, or ``None``."""
    frames = cue.frames
    if "c" in frames or "q" in frames:
        found = clauses.trailing(t, i) if "c" in frames and not passive else None
        found = found or clauses.clause_of(t, i, cue)
        if found is None and ("b" not in frames or t.deps[i] == "parataxis" or as_clause(t, i)):
            found = clauses.around(t, i, cue)
        if "c" in frames and (found is None or found.start > i):
            found = clauses.inserted(t, i) or found
        if found is not None:
            return found if "c" in frames or found.direct else None
    if passive:
        return None
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
