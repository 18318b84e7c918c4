"""What was said, as a range of tokens: trimmed, and in agreement with the quotations it touches."""

from __future__ import annotations

from dataclasses import dataclass

from bot.analysis.claims.words import Words

_BEGINS = frozenset({"DET", "PRON", "PROPN", "NUM", "ADJ", "NOUN"})

_CLAUSAL = frozenset({"root", "ROOT", "ccomp", "advcl", "acl:relcl", "parataxis", "csubj", "acl", "conj"})

SAYABLE = frozenset({"NOUN", "PROPN", "PRON", "NUM", "ADJ", "SYM"})


@dataclass(frozen=True, slots=True)
class Content:
    """A range of tokens, whether it is one whole quotation, and the form it was found in."""

    start: int
    end: int
    direct: bool
    form: str


def settle(t: Words, lo: int, hi: int, cue: int, form: str) -> Content | None:
    """Trims a range, and makes it agree with the quotations it touches."""
    inside = t.quote[cue]
    if inside >= 0:
        low, high = t.inner(inside)
        lo, hi = max(lo, low), min(hi, high)
    cut = t.trim(lo, _before_comment(t, lo, hi, cue))
    if cut is None:
        return None
    lo, hi = cut
    if t.lower[lo] == "that" and lo == cue + 1 and hi - lo > 3 and t.pos[lo + 1] in _BEGINS:
        lo += 1  # the tree takes it for a pronoun
    first, last = t.quote[lo], t.quote[hi - 1]
    if first == last and first >= 0 and first != inside:
        start, end = t.quotes[first]
        if cue < start or cue >= end:
            low, high = t.inner(first)
            return Content(low, high, True, form)
    if first >= 0 and first not in {inside, last} and t.quotes[first][1] <= cue:
        closes = t.quotes[first][1]
        if hi - closes < (16 if t.lower[closes - 2] == "," else 6) and t.lower[closes - 2] in {",", "!", "?"}:
            return Content(*t.inner(first), True, form)  # the tree drew the speaker into what was said
    if last >= 0 and last != inside and first != last:
        start, end = t.quotes[last]
        if end <= cue and start > lo and (t.lower[start - 1] in {":", ".", "?", "!"} or t.sentence(start)[0] == start):
            return Content(*t.inner(last), True, form)  # …: "…," X said
        if not start <= cue < end:
            hi = end
            cut = t.trim(lo, hi)
            if cut is not None:
                lo, hi = cut
    if first >= 0 and first != inside and first != last and t.quotes[first][0] >= t.sentence(lo)[0]:
        lo = t.quotes[first][0]
    return Content(lo, hi, False, form) if hi > lo else None


def _before_comment(t: Words, lo: int, hi: int, cue: int) -> int:
    """Where the reporter goes on with what others say: "…, a charge that Beijing dismissed", "…, which it denies"."""
    for k in range(lo + 3, hi - 2):
        if t.lower[k] != "," or lo <= cue < hi or t.quote[k] >= 0:
            continue
        head = next((j for j in range(k + 1, min(k + 4, hi)) if t.lower[j] == "which" or t.lemmas[j] in _SAID), None)
        if head is not None and any(t.lemmas[j] in _ANSWERED for j in range(head + 1, min(head + 9, hi))):
            return k
    return hi


_SAID = frozenset(
    {"charge", "allegation", "accusation", "claim", "assertion", "figure", "word", "remark", "statement", "comment"}
)
_ANSWERED = frozenset(
    {"deny", "reject", "dismiss", "dispute", "refute", "call", "describe", "condemn", "criticise", "criticize",
     "denounce", "rebut", "contest"}
)  # fmt: skip


def clause_head(t: Words, i: int) -> int:
    """The predicate of the clause in which a token stands."""
    for _ in range(64):
        if t.deps[i] in _CLAUSAL and (t.deps[i] != "conj" or t.pos[i] in {"VERB", "AUX"}):
            return i
        if t.heads[i] == i:
            return i
        i = t.heads[i]
    return i


def infinitive_of(t: Words, verb: int) -> bool:
    return any(k < verb and t.lower[k] == "to" and t.deps[k] in {"mark", "aux"} for k in t.kids[verb])


def as_clause(t: Words, i: int) -> bool:
    return any(k < i and t.lower[k] == "as" and t.deps[k] in {"mark", "advmod", "case"} for k in t.kids[i])


def with_conditions(t: Words, i: int, verb: int, hi: int) -> int:
    """What the tree may hang on the cue: "threatened to strike Iran if …"."""
    for k in t.kids[i]:
        if k > verb and t.deps[k] in {"advcl", "obl"} and t.tags[k] != "VBG":
            low, high = t.reach(k)
            if low <= hi + 1 and not as_clause(t, k):
                hi = max(hi, high)
    return hi
