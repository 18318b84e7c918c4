"""Clauses that were said: behind the cue, before it, or around it; by the tree, and where it errs by the surface."""

from __future__ import annotations

from bot.analysis.claims.content import SAYABLE, Content, as_clause, settle
from bot.analysis.claims.verbs import Cue
from bot.analysis.claims.words import CLOSING, OPENING, Words
from bot.analysis.lexicon.wordlists import words

_RELATIVE = frozenset({"which", "who", "that", "whom"})

_NAMING = frozenset({"DET", "ADJ", "NOUN", "PROPN", "PRON", "NUM", "AUX"})


def clause_of(t: Words, i: int, cue: Cue) -> Content | None:
    clauses = [
        k
        for k in t.kids[i]
        if (t.deps[k] == "ccomp" or _that(t, i, k)) and not _inside_other_quote(t, i, k) and not _citing(t, k)
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
    elif t.lower[t.sentence(i)[0]] in {"asked", "pressed"} and hi <= i:
        lo, hi = i + 1, t.sentence(i)[1]  # "Asked whether …, the general said it would."
    if "b" in cue.frames and hi <= lo + 1 and t.lower[lo] in {"so", "it", "that"}:
        return None
    return settle(t, lo, hi, i, "clause")


def trailing(t: Words, i: int) -> Content | None:
    """ "…, two officials said on Monday.": all of the sentence before the comma, however the tree hangs it."""
    if t.tags[i] not in {"VBD", "VBZ", "VBP", "VBN"} or t.quote[i] >= 0:
        return None
    first, last = t.sentence(i)
    if t.lower[first] in {"asked", "pressed"} or (t.tags[i] == "VBN" and t.deps[i] == "amod"):
        return None
    stop = _stop(t, i, last)
    if "that" in t.lower[i + 1 : min(i + 9, stop)] or any(t.quote[k] >= 0 for k in range(i + 1, stop)):
        return None
    if any(k < i and t.lower[k] in _WHEN and t.deps[k] in {"mark", "advmod", "obl"} for k in t.kids[i]):
        return None
    low = i
    for k in t.kids[i]:
        dep = t.deps[k]
        if k < i and dep in {"nsubj", "aux", "advmod", "nsubj:outer"}:
            left = t.reach(k)[0]
            if i - left < 40 and (dep == "nsubj" or t.kids[k] == []):
                low = min(low, left)
        elif (i < k < stop and dep in {"ccomp", "xcomp"} and t.pos[k] in {"VERB", "AUX"}) or (
            k > i and dep in {"obj", "ccomp"} and t.lemmas[i] != "tell" and t.pos[k] in {"NOUN", "PRON"} and k == i + 1
        ):
            return None
    low = _after_comma(t, i, low) if low < i else _phrase_start(t, i, first)
    while low - 1 > first and t.pos[low - 1] in {"ADV", "DET", "ADJ"} and t.lower[low - 1] not in {",", "that"}:
        low -= 1
    comma = low - 1
    while comma > first and t.unread[comma]:
        comma -= 1
    if comma <= first + 1 or t.lower[comma] not in {",", "—", "–", "--", "”", '"'}:
        return None
    if t.quote[comma] >= 0:
        return None
    verbs = [k for k in range(i + 1, stop) if t.tags[k] in {"VBD", "VBZ", "VBP", "MD"} and t.quote[k] < 0]
    if verbs and not _relative(t, i, verbs[0]):
        return None
    start = first
    for k in range(comma - 1, first, -1):
        if t.lower[k] == ";" and t.quote[k] < 0:
            start = k + 1
            break
    if stop < last and t.lower[stop] == "," and t.lower[stop + 1] in {"whether", "that"}:
        return settle(t, start, last, i, "inserted")
    main = [k for k in range(start, comma) if t.tags[k] in {"VBD", "VBZ", "VBP", "MD"}]
    if not main or all(_subordinate(t, k, i) for k in main):
        return None
    return settle(t, start, comma, i, "trailing")


_WHEN = words("when where while after because since as before whereas although though")


def inserted(t: Words, i: int) -> Content | None:
    """ "Khartoum, it complained, had armed rebels.": the sentence around a cue between commas."""
    if t.tags[i] not in {"VBD", "VBZ", "VBP"} or t.quote[i] >= 0 or i + 2 >= t.n:
        return None
    first, last = t.sentence(i)
    low, high = i, i + 1
    while low > first and i - low < 8 and t.pos[low - 1] in _NAMING:
        low -= 1
    if low == i:  # "…, said the envoy, …"
        while high < last and high - i < 9 and t.pos[high] in _NAMING:
            high += 1
    if low - 1 <= first or t.lower[low - 1] != "," or t.quote[low - 1] >= 0 or high >= last or t.lower[high] != ",":
        return None
    if not any(t.pos[k] in {"NOUN", "PROPN", "PRON"} for k in range(low, high)):
        return None
    if any(t.tags[k] in {"VBD", "VBZ", "VBP", "MD"} for k in range(first, low)):
        return None
    if t.pos[high + 1] not in {"VERB", "AUX", "ADV", "PART"} or t.tags[high + 1] == "VBG":
        return None
    return settle(t, first, last, i, "inserted")


_IN_PHRASE = frozenset({"NOUN", "PROPN", "PRON", "ADJ", "DET", "NUM", "ADP", "PART", "ADV", "AUX", "CCONJ", "SYM"})


def _phrase_start(t: Words, i: int, first: int) -> int:
    """Where the noun phrase before a cue begins that the tree gave to another word: behind a comma."""
    k = i
    nouns = 0
    commas = 1 if t.lower[i - 1] == "," else 0  # "the governor, X, said"
    if commas:
        k -= 1
    while k > first and i - k < 24:
        if t.lower[k - 1] == ",":
            if commas:
                commas = 0
                k -= 1
                continue
            return k if nouns else i
        participle = t.tags[k - 1] in {"VBN", "VBG"} or t.lower[k - 1] in {"'s", "’s"}
        if t.quote[k - 1] >= 0 or t.lower[k - 1] == "according" or (t.pos[k - 1] not in _IN_PHRASE and not participle):
            return i
        nouns += t.pos[k - 1] in {"NOUN", "PROPN", "PRON"}
        k -= 1
    return i


def _after_comma(t: Words, i: int, low: int) -> int:
    """Where the speaker begins: behind the last comma, unless his phrase holds commas itself."""
    while low < i and (t.pos[low] == "PUNCT" or t.unread[low]):
        low += 1
    if t.lower[i - 1] == ",":
        return low
    comma = i - 1
    while comma > low and t.lower[comma] not in {",", "”", '"'}:
        comma -= 1
    if comma > low and any(t.tags[k] in {"VBD", "VBZ", "VBP", "MD"} for k in range(low, comma)):
        return comma + 1
    return low


def _stop(t: Words, i: int, last: int) -> int:
    """Where the attribution itself ends: the end of the sentence, a semicolon, or a comma before what is added."""
    for k in range(i + 1, last):
        if t.lower[k] == ";":
            return k
        if (
            t.lower[k] == ","
            and k + 1 < last
            and (t.tags[k + 1] in {"VBG", "IN", "WRB", "WP", "WDT", "CC"} or t.lower[k + 1] in {"a", "an", "the"})
        ):
            return k
    return last


def _relative(t: Words, i: int, verb: int) -> bool:
    """A verb behind the cue that only describes the speaker or the day."""
    at = verb
    for _ in range(8):
        if t.deps[at] in {"acl:relcl", "advcl", "acl"} and t.heads[at] >= i:
            return True
        if t.heads[at] == at:
            return False
        at = t.heads[at]
    return False


def _subordinate(t: Words, k: int, i: int) -> bool:
    """Whether a verb before the cue stands in an adverbial clause ("When he left, police said …")."""
    at = k
    for _ in range(12):
        if t.deps[at] == "advcl" and t.heads[at] == i:
            return any(t.deps[c] == "mark" and c < at for c in t.kids[at]) or t.tags[at] in {"VBG", "VBN"}
        if t.heads[at] == at or at == i:
            return False
        at = t.heads[at]
    return False


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


_BETWEEN = frozenset({"ADP", "DET", "ADJ", "NOUN", "PROPN", "NUM", "ADV", "PRON"})
_ADDRESSING = words("tell inform warn assure remind notify brief promise advise ask")


def _behind_that(t: Words, i: int) -> Content | None:
    """ "noting that …", where the tree hangs the clause on another word."""
    mark = i + 1
    while mark < min(i + 10, t.n) and t.lower[mark] != "that" and t.pos[mark] in _BETWEEN:
        mark += 1
    if mark + 2 >= t.n or t.lower[mark] != "that" or t.deps[mark] != "mark" or t.heads[mark] <= mark:
        return None
    if t.quote[t.heads[mark]] != t.quote[i] and t.quote[i] >= 0:
        return None
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
