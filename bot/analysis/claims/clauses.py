"""Clauses that were said: behind the cue, before it, or around it; by the tree, and where it errs by the surface."""

from __future__ import annotations

from bot.analysis.claims.content import SAYABLE, Content, as_clause, infinitive_of, settle
from bot.analysis.claims.verbs import NOUNS, Cue
from bot.analysis.claims.words import CLOSING, OPENING, Words
from bot.analysis.lexicon.wordlists import words

_RELATIVE = frozenset({"which", "who", "that", "whom"})


def clause_of(t: Words, i: int, cue: Cue) -> Content | None:
    clauses = [
        k
        for k in t.kids[i]
        if (t.deps[k] == "ccomp" or _that(t, i, k))
        and not _inside_other_quote(t, i, k)
        and not _citing(t, k)
        and not _describing(t, i, k)
    ]
    thing = t.child(i, "obj")
    if thing is not None and t.lemmas[i] not in _ADDRESSING:
        # "ordered the departure …, noting that …": the clause is not the cue's
        clauses = [k for k in clauses if not i < thing < k or "," not in t.lower[thing:k]]
    if not clauses:
        return _behind_that(t, i)
    lo, hi = t.reach(clauses[0])
    for k in clauses[1:]:
        low, high = t.reach(k)
        if (low > i) == (lo > i):
            lo, hi = min(lo, low), max(hi, high)
    if lo < i < hi:
        # the cue lies inside: "the men, whom police said were armed", or an interruption
        lo, hi = _divided(t, i, clauses[0], lo, hi)
    mark = next((k for k in t.kids[clauses[0]] if t.lower[k] == "that" and t.deps[k] == "mark"), None)
    if mark is not None and max(i, lo) < mark:
        lo = mark
    if lo > i:
        hi = _without_deeds(t, clauses[0], hi)
        lo, hi = _leftwards(t, i, clauses[0], lo), _before_context(t, lo, _semicolon(t, lo, hi))
    elif hi <= i and ";" in t.lower[lo:i] and any(t.lower[k] == ";" and t.quote[k] < 0 for k in range(hi - 1, i)):
        return _behind_that(t, i)  # "A put the toll at ten; police confirmed eight."
    elif t.lower[t.sentence(i)[0]] in {"asked", "pressed"} and hi <= i:
        lo, hi = i + 1, t.sentence(i)[1]  # "Asked whether …, the general said it would."
    if "b" in cue.frames and hi <= lo + 1 and t.lower[lo] in {"so", "it", "that"}:
        return None
    return settle(t, lo, hi, i, "clause")


def with_that(t: Words, i: int) -> Content | None:
    """ "charged that …", "protested to the Council that …": of verbs that have other senses without it."""
    for k in t.kids[i]:
        if _that(t, i, k) or (
            k > i and t.deps[k] == "ccomp" and any(t.lower[c] == "that" and c < k for c in t.kids[k])
        ):
            lo, hi = t.reach(k)
            return settle(t, max(lo, i + 1), _semicolon(t, max(lo, i + 1), hi), i, "clause")
    return _behind_that(t, i)


def with_how(t: Words, i: int) -> Content | None:
    """ "described how attackers had …"."""
    for k in t.kids[i]:
        if k > i and t.deps[k] in {"ccomp", "advcl", "xcomp"} and not infinitive_of(t, k):
            lo, hi = t.reach(k)
            if t.lower[lo] == "how" and lo <= i + 8:
                return settle(t, lo, _semicolon(t, lo, hi), i, "clause")
    return None


def taken_for_object(t: Words, i: int) -> Content | None:
    """ "says two battalions of troops crossed at X": a verb that the tree has as describing its subject."""
    thing = t.child(i, "obj")
    if thing is None or thing < i:
        return None
    lo, hi = t.reach(thing)
    verbs = [k for k in range(thing + 1, hi) if t.tags[k] in {"VBN", "VBD"} and t.deps[k] in {"acl", "xcomp"}]
    if lo != i + 1 or not verbs or t.child(verbs[0], "obl:agent") is not None:
        return None
    return settle(t, lo, _semicolon(t, lo, hi), i, "clause")


def _inside_other_quote(t: Words, i: int, k: int) -> bool:
    """A cue inside a quotation has no content outside it."""
    return t.quote[i] >= 0 and t.quote[k] != t.quote[i]


def _without_deeds(t: Words, clause: int, hi: int) -> int:
    """ "demanded that they leave and cancelled the accord": what the speaker did next is not what was said."""
    modal = t.tags[clause] == "VB"
    for k in t.kids[clause]:
        if (
            modal
            and k > clause
            and t.deps[k] == "conj"
            and t.tags[k] == "VBD"
            and t.pos[k] == "VERB"
            and t.quote[k] < 0
            and t.child(k, "nsubj", "nsubj:pass", "aux") is None
        ):
            joint = t.child(k, "cc")
            return min(hi, joint if joint is not None else k)
    return hi


def _that(t: Words, i: int, k: int) -> bool:
    """A clause with "that" behind the cue is what was said, whatever the tree calls it."""
    return (
        k > i
        and t.deps[k] in {"advcl", "acl", "csubj", "xcomp"}
        and any(t.lower[c] == "that" and t.deps[c] == "mark" for c in t.kids[k])
        and t.lower[t.reach(k)[0]] == "that"
    )


_BETWEEN = frozenset({"ADP", "DET", "ADJ", "NOUN", "PROPN", "NUM", "ADV", "PRON", "PART"})
_ADDRESSING = words("tell inform warn assure remind notify brief promise advise ask")


def _behind_that(t: Words, i: int) -> Content | None:
    """ "noting that …", where the tree hangs the clause on another word."""
    mark = i + 1
    while mark < min(i + 10, t.n) and t.lower[mark] != "that" and t.pos[mark] in _BETWEEN:
        mark += 1
    if mark + 2 >= t.n or t.lower[mark] != "that" or t.heads[mark] <= mark:
        return None
    clause = t.heads[mark]
    if t.deps[mark] != "mark" and (t.deps[mark] != "obj" or t.child(clause, "nsubj:pass") is None):
        return None  # a passive has no object: "protested to the governor that they were beaten"
    if t.quote[clause] != t.quote[i] and t.quote[i] >= 0:
        return None
    if i < t.heads[clause] < mark and t.lemmas[t.heads[clause]] in NOUNS:
        return None  # "dismissed the militia's claim that …": the militia's words
    return settle(t, mark + 1, t.reach(t.heads[mark])[1], i, "clause")


def _leftwards(t: Words, i: int, clause: int, lo: int) -> int:
    """A clause without a subject takes in the noun phrase before it that the tree gave to another word."""
    if (
        lo - i < 2
        or t.tags[clause] not in {"VBD", "VBZ", "VBP", "VBN"}
        or any(t.deps[k] in {"nsubj", "nsubj:pass", "expl", "csubj", "mark"} for k in t.kids[clause])
    ):
        return lo
    own: set[int] = set()
    for k in t.kids[i]:
        if i < k < lo and (t.deps[k] not in {"obj", "nsubj"} or t.lemmas[i] in {"tell", "warn", "inform"}):
            own |= t.under(k)
    left = [k for k in range(i + 1, lo) if k not in own and not t.unread[k] and t.pos[k] != "PUNCT"]
    return left[0] if any(t.pos[k] in SAYABLE for k in left) else lo


def _describing(t: Words, i: int, k: int) -> bool:
    """ "told The Reporter, whose account …", "Fishermen reached by phone told …": clauses that only describe a noun."""
    lo, hi = t.reach(k)
    if k > i:
        return t.lower[lo] in {",", "whose"} and "whose" in t.lower[lo : lo + 2]
    if hi != i or t.tags[k] not in {"VBN", "VBD"} or t.pos[i - 1] == "PUNCT":
        return False
    return t.child(k, "aux", "aux:pass", "nsubj", "nsubj:pass") is None


def _citing(t: Words, k: int) -> bool:
    return t.lemmas[k] in {"cite", "quote"} and t.tags[k] == "VBG"


_UNITS = words("minutes hours days weeks months years")
_COUNTS = words(
    "a one two three four five six seven eight nine ten several few hours days weeks months years minutes just"
)


def _before_context(t: Words, lo: int, hi: int) -> int:
    """ "…, days after Vilnius did the same": the narrator's addition is not what was said."""
    for k in range(lo + 2, hi - 3):
        if t.lower[k] == "," and t.lower[k + 1] in _COUNTS and t.quote[k] < 0:
            for j in range(k + 1, min(k + 4, hi - 1)):
                if t.lower[j] in _UNITS and t.lower[j + 1] in {"after", "before", "since"}:
                    return k
    return hi


def _semicolon(t: Words, lo: int, hi: int) -> int:
    """A semicolon outside quotation marks ends what was said."""
    for k in range(lo, hi):
        if t.lower[k] == ";" and t.quote[k] < 0:
            return k
    return hi


def _divided(t: Words, i: int, clause: int, lo: int, hi: int) -> tuple[int, int]:
    """A clause that the tree puts on both sides of its cue: around it only where it runs up to the interruption."""
    if clause > i and (t.tags[i] == "VBG" or (t.lower[lo] in _RELATIVE and t.deps[lo] != "mark")):
        return i + 1, hi
    members = t.under(clause)
    at = i - 1
    own = {i, *(k for k in t.kids[i] if k != clause)}
    while at > lo and (at not in members) and (t.unread[at] or t.heads[at] in own or at in own or t.pos[at] == "PUNCT"):
        own.add(at)
        at -= 1
    if at in members and any(t.pos[k] == "PUNCT" for k in range(at, i)):
        return (lo, at + 1) if hi - i <= 2 else (lo, hi)
    return (i + 1, hi) if clause > i else (lo, i)


def around(t: Words, i: int, cue: Cue) -> Content | None:
    """The sentence into which the cue is put ("…, police said, …"), "as X said, …", and "X said: …"."""
    dep, head = t.deps[i], t.heads[i]
    if dep == "parataxis" and head < i < t.heads[head] and t.deps[head] in {"nsubj", "nsubj:pass"}:
        head = t.heads[head]  # put between subject and verb, it interrupts the clause
    if ";" in t.lower[min(i, head) : max(i, head)]:
        return None
    if dep == "parataxis" and head != i and not _inside_other_quote(t, i, head):
        return _host(t, i, head, "parenthesis")
    if dep in {"advcl", "parataxis", "acl", "acl:relcl"} and head != i and as_clause(t, i):
        if any(t.deps[k] in {"obj", "iobj"} and k > i for k in t.kids[i]) and t.lower[t.reach(i)[0] - 1] != ",":
            return None  # "came as images showed tanks"
        return None if _inside_other_quote(t, i, head) else _host(t, i, head, "as")
    for k in t.kids[i]:
        if t.deps[k] == "parataxis" and k > i and "b" not in cue.frames:
            lo, hi = t.reach(k)
            before = {t.lower[j] for j in range(i + 1, lo + 1)}
            if ":" in before or before & OPENING:
                return settle(t, lo, hi, i, "colon")
    return None


def _host(t: Words, i: int, head: int, form: str) -> Content | None:
    """The clause around a parenthetical cue, without the parenthesis where it stands at the edge."""
    low, high = t.reach(i)
    lo, hi = t.reach(head, [i])
    if high >= hi - 1 or all(t.lower[k] in CLOSING | {".", "!", "?", ","} or t.unread[k] for k in range(high, hi)):
        hi = min(low, hi)
    elif lo >= low or all(t.unread[k] or t.pos[k] in {"PUNCT", "CCONJ"} for k in range(lo, low)):
        lo = max(high, lo)
    elif _follows(t, high) in {"and", "but", "while", "although", ";"}:
        hi = low  # "…, police said, but the army denied it"
    if hi - lo < 2:
        return None
    return settle(t, lo, hi, i, form)


def _follows(t: Words, k: int) -> str:
    while k < t.n - 1 and (t.unread[k] or t.lower[k] == ","):
        k += 1
    return t.lower[k] if k < t.n else ""
