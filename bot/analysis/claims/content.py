"""What was said: from a cue's place in the tree to the range of tokens that is its content."""

from __future__ import annotations

from dataclasses import dataclass

from bot.analysis.claims.verbs import Cue
from bot.analysis.claims.words import CLOSING, OPENING, Words

_RELATIVE = frozenset({"which", "who", "that", "whom"})
_CLAUSAL = frozenset({"root", "ROOT", "ccomp", "advcl", "acl:relcl", "parataxis", "csubj", "acl", "conj"})
_SAYABLE = frozenset({"NOUN", "PROPN", "PRON", "NUM", "ADJ", "SYM"})


@dataclass(frozen=True, slots=True)
class Content:
    """A range of tokens, whether it is one whole quotation, and the form it was found in."""

    start: int
    end: int
    direct: bool
    form: str


def of_verb(t: Words, i: int, cue: Cue, *, passive: bool) -> Content | None:
    """The content of an attributing verb by the tree, or ``None``."""
    frames = cue.frames
    if "c" in frames or "q" in frames:
        found = _trailing(t, i) if "c" in frames and not passive else None
        found = found or _clause(t, i, cue)
        if found is None and ("b" not in frames or t.deps[i] == "parataxis" or _as(t, i)):
            found = _around(t, i, cue)
        if "c" in frames and (found is None or found.start > i):
            found = _inserted(t, i) or found
        if found is not None:
            return found if "c" in frames or found.direct else None
    if passive:
        return None
    if ("x" in frames or "a" in frames or "s" in frames or "b" in frames) and (found := _infinitive(t, i, cue)):
        return found
    if "p" in frames and (found := _charge(t, i)):
        return found
    if "s" in frames and (found := _naming(t, i)):
        return found
    if "o" in frames and (found := _object(t, i)):
        return found
    return _idiom(t, i)


def _clause(t: Words, i: int, cue: Cue) -> Content | None:
    clauses = [
        k for k in t.kids[i] if t.deps[k] == "ccomp" and not _inside_other_quote(t, i, k) and not _citing(t, k)
    ]
    if not clauses:
        return None
    lo, hi = t.reach(clauses[0])
    for k in clauses[1:]:
        low, high = t.reach(k)
        if (low > i) == (lo > i):
            lo, hi = min(lo, low), max(hi, high)
    if lo < i < hi:
        # the cue lies inside: "the men, whom police said were armed", or an interruption
        lo, hi = _divided(t, i, clauses[0], lo, hi)
    if lo > i:
        lo, hi = _leftwards(t, i, clauses[0], lo), _semicolon(t, lo, hi)
    if "b" in cue.frames and hi <= lo + 1 and t.lower[lo] in {"so", "it", "that"}:
        return None
    return settle(t, lo, hi, i, "clause")


def _trailing(t: Words, i: int) -> Content | None:
    """ "…, two officials said on Monday.": all of the sentence before the comma, however the tree hangs it."""
    if t.tags[i] not in {"VBD", "VBZ", "VBP", "VBN"} or t.quote[i] >= 0:
        return None
    first, last = t.sentence(i)
    stop = _stop(t, i, last)
    low = i
    for k in t.kids[i]:
        dep = t.deps[k]
        if k < i and dep in {"nsubj", "aux", "advmod", "nsubj:outer"}:
            left = t.reach(k)[0]
            if i - left < 40 and (dep == "nsubj" or t.kids[k] == []):
                low = min(low, left)
        elif i < k < stop and dep in {"ccomp", "xcomp"} and t.pos[k] in {"VERB", "AUX"}:
            return None
        elif k > i and dep in {"obj", "ccomp"} and t.lemmas[i] != "tell" and t.pos[k] in {"NOUN", "PRON"} and k == i + 1:
            return None
    low = _after_comma(t, i, low)
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


def _inserted(t: Words, i: int) -> Content | None:
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


_NAMING = frozenset({"DET", "ADJ", "NOUN", "PROPN", "PRON", "NUM", "AUX"})


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
        if t.lower[k] == "," and k + 1 < last and (
            t.tags[k + 1] in {"VBG", "IN", "WRB", "WP", "WDT", "CC"} or t.lower[k + 1] in {"a", "an", "the"}
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


def _leftwards(t: Words, i: int, clause: int, lo: int) -> int:
    """A clause without a subject takes in the noun phrase before it that the tree gave to another word."""
    if lo - i < 2 or t.tags[clause] not in {"VBD", "VBZ", "VBP", "VBN"} or any(
        t.deps[k] in {"nsubj", "nsubj:pass", "expl", "csubj", "mark"} for k in t.kids[clause]
    ):
        return lo
    own: set[int] = set()
    for k in t.kids[i]:
        if i < k < lo and (t.deps[k] not in {"obj", "nsubj"} or t.lemmas[i] in {"tell", "warn", "inform"}):
            own |= t.under(k)
    left = [k for k in range(i + 1, lo) if k not in own and not t.unread[k] and t.pos[k] != "PUNCT"]
    return left[0] if any(t.pos[k] in _SAYABLE for k in left) else lo


def _citing(t: Words, k: int) -> bool:
    return t.lemmas[k] in {"cite", "quote"} and t.tags[k] == "VBG"


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


def _around(t: Words, i: int, cue: Cue) -> Content | None:
    """The sentence into which the cue is put ("…, police said, …"), "as X said, …", and "X said: …"."""
    dep, head = t.deps[i], t.heads[i]
    if dep == "parataxis" and head != i and not _inside_other_quote(t, i, head):
        return _host(t, i, head, "parenthesis")
    if dep in {"advcl", "parataxis", "acl", "acl:relcl"} and head != i and _as(t, i):
        return None if _inside_other_quote(t, i, head) else _host(t, i, head, "as")
    for k in t.kids[i]:
        if t.deps[k] == "parataxis" and k > i and "b" not in cue.frames:
            lo, hi = t.reach(k)
            before = {t.lower[j] for j in range(i + 1, lo + 1)}
            if ":" in before or before & OPENING:
                return settle(t, lo, hi, i, "colon")
    return None


def _as(t: Words, i: int) -> bool:
    return any(k < i and t.lower[k] == "as" and t.deps[k] in {"mark", "advmod", "case"} for k in t.kids[i])


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


def _infinitive(t: Words, i: int, cue: Cue) -> Content | None:
    frames = cue.frames
    target = t.child(i, "obj", "iobj")
    verb = next((k for k in t.kids[i] if t.deps[k] == "xcomp" and k > i), None)
    if verb is None and "a" in frames:
        verb = next((k for k in t.kids[i] if t.deps[k] == "advcl" and k > i and _to(t, k)), None)
    if verb is None:
        return _call_on(t, i) if cue.lemma in {"call", "appeal", "press", "plead"} else None
    infinitive = _to(t, verb)
    if "s" in frames and not infinitive and (target is not None or t.reach(verb)[0] < verb):
        return settle(t, t.reach(target if target is not None else verb)[0], t.reach(verb)[1], i, "naming")
    if not infinitive and not (t.tags[verb] == "VBG" and "x" in frames):
        return None
    if cue.lemma in {"call", "appeal", "press", "plead"}:
        return _call_on(t, i)
    lo, hi = t.reach(verb)
    if "a" in frames and target is not None and target > i:
        return settle(t, min(lo, t.reach(target)[0]), hi, i, "order")
    if "x" in frames or ("b" in frames and cue.lemma in {"expect", "hope"}):
        if "b" in frames and target is not None and i < target < verb:
            lo = min(lo, t.reach(target)[0])
        return settle(t, lo, _conditions(t, i, verb, hi), i, "infinitive")
    return None


def _conditions(t: Words, i: int, verb: int, hi: int) -> int:
    """What the tree may hang on the cue: "threatened to strike Iran if …"."""
    for k in t.kids[i]:
        if k > verb and t.deps[k] in {"advcl", "obl"} and t.tags[k] != "VBG":
            low, high = t.reach(k)
            if low <= hi + 1 and not _as(t, k):
                hi = max(hi, high)
    return hi


def _to(t: Words, verb: int) -> bool:
    return any(k < verb and t.lower[k] == "to" and t.deps[k] in {"mark", "aux"} for k in t.kids[verb])


def _call_on(t: Words, i: int) -> Content | None:
    """ "called on Iran to stop", "called for a ceasefire", "appealed to both sides to stop"."""
    for k in t.kids[i]:
        if k > i and t.deps[k] in {"obl", "obj"}:
            case = next((c for c in t.kids[k] if t.deps[c] == "case"), None)
            word = t.lower[case] if case is not None else ""
            if word in {"on", "upon", "for", "to", "with"} and case is not None:
                hi = t.reach(k)[1]
                verb = next((c for c in t.kids[i] if c > k and t.deps[c] in {"xcomp", "advcl"} and _to(t, c)), None)
                around = [*t.kids[i], *t.kids[k]]
                plea = next((c for c in around if c > k and t.deps[c] in {"obl", "nmod"} and _case(t, c) == "for"), None)
                if word in {"to", "with"} and verb is None:
                    if plea is None:
                        continue
                    verb = plea
                if verb is not None:
                    hi = max(hi, t.reach(verb)[1])
                return settle(t, case + 1, hi, i, "call")
    return None


def _case(t: Words, k: int) -> str:
    return next((t.lower[c] for c in t.kids[k] if t.deps[c] == "case"), "")


def _charge(t: Words, i: int) -> Content | None:
    """ "accused the army of shelling …", "blamed the delay on …", "blamed X for …"."""
    target = t.child(i, "obj")
    if target is None or target < i:
        return None
    lo, hi = t.reach(target)
    charged = False
    for k in t.kids[i]:
        if k > target and t.deps[k] in {"advcl", "obl", "xcomp", "ccomp", "nmod"}:
            word = next((t.lower[c] for c in t.kids[k] if c < k and t.deps[c] in {"mark", "case"}), "")
            if word in {"of", "for", "on", "to"}:
                hi = max(hi, t.reach(k)[1])
                charged = True
    if not charged and (mark := _distant_of(t, i, target)) is not None:
        hi, charged = max(hi, t.reach(t.heads[mark])[1]), True
    inner = any(t.lower[c] in {"of", "for"} for k in t.kids[target] if k > target for c in t.kids[k])
    if not charged and not inner and (t.lemmas[i] == "accuse" or t.pos[target] == "PRON"):
        return None
    return settle(t, lo, hi, i, "charge")


def _distant_of(t: Words, i: int, target: int) -> int | None:
    """ "accused the column, an armed group that operates there, of having …", wherever the tree hangs it."""
    for k in range(target + 1, t.sentence(i)[1]):
        if t.lower[k] == "of" and t.deps[k] == "mark" and t.tags[t.heads[k]] == "VBG":
            return k
        if t.lower[k] in {";", ":"}:
            return None
    return None


def _naming(t: Words, i: int) -> Content | None:
    """ "described the attack as an act of terror", "labelled the group terrorists"."""
    target = t.child(i, "obj")
    if target is None or target < i:
        return None
    for k in t.kids[i]:
        if k > target and t.deps[k] in {"obl", "xcomp", "advcl", "obj", "ccomp"}:
            marked = t.lemmas[i] != "call" and any(t.lower[c] == "as" and c < k for c in t.kids[k])
            if marked or (t.deps[k] in {"xcomp", "obj"} and not _to(t, k)):
                return settle(t, t.reach(target)[0], t.reach(k)[1], i, "naming")
    for k in t.kids[target] if t.lemmas[i] != "call" else ():  # the tree may hang "as …" on the object
        if k > target and t.deps[k] in {"nmod", "acl", "advcl"} and any(t.lower[c] == "as" for c in t.kids[k]):
            return settle(t, t.reach(target)[0], t.reach(target)[1], i, "naming")
    return None


_NO_WORDS = {
    "claim": frozenset("life asylum seat title throne prize benefit refuge victim toll pension expense crown".split()),
    "concede": frozenset("penalty goal point ground territory corner seat goalkeeper run".split()),
    "deny": frozenset("access entry visa bail chance right request aid permission".split()),
    "report": frozenset("duty profit loss earnings revenue".split()),
    "project": frozenset("power image force".split()),
    "threaten": frozenset("life security stability peace safety livelihood existence".split()),
}
"""Objects with which these verbs say nothing ("the blast claimed lives")."""


def _object(t: Words, i: int) -> Content | None:
    target = t.child(i, "obj")
    lemma = t.lemmas[i]
    if target is None:
        if lemma == "deny" and (verb := t.child(i, "xcomp", "advcl")) is not None and t.tags[verb] == "VBG":
            return settle(t, *t.reach(verb), i, "gerund")
        return None
    if target < i or t.pos[target] not in _SAYABLE or t.pos[target] == "PRON":
        return None
    if t.lemmas[target] in _NO_WORDS.get(lemma, ()):
        return None
    if lemma in {"threaten", "claim", "report"} and t.pos[target] == "PROPN":
        return None
    if lemma == "threaten" and t.names.get(target) is not None:
        return None
    lo, hi = t.reach(target)
    for k in t.kids[i]:  # "rejected the measures as politically motivated"
        if k > target and t.deps[k] in {"obl", "advcl", "xcomp"} and any(
            t.lower[c] in {"as", "for"} and c < k for c in t.kids[k]
        ):
            hi = max(hi, t.reach(k)[1])
    if lemma in {"claim", "threaten", "demand", "predict"}:
        hi = _conditions(t, i, target, hi)
    return settle(t, lo, hi, i, "object")


def _idiom(t: Words, i: int) -> Content | None:
    """ "put the toll at 17", "spoke of 60,000", "ruled out talks", "claimed responsibility for …"."""
    lemma = t.lemmas[i]
    if lemma == "put":
        target = t.child(i, "obj")
        for k in t.kids[i]:
            if target is not None and k > target > i and t.deps[k] == "obl":
                if not any(t.lower[c] == "at" for c in t.kids[k]) or not _number(t, k):
                    return None
                return settle(t, t.reach(target)[0], t.reach(k)[1], i, "figure")
        for k in t.kids[target] if target is not None and target > i else ():
            if t.deps[k] == "nmod" and any(t.lower[c] == "at" for c in t.kids[k]) and _number(t, k):
                return settle(t, *t.reach(target), i, "figure")
    elif lemma in {"speak", "talk", "warn", "complain", "boast"}:
        for k in t.kids[i]:
            if k > i and t.deps[k] in {"obl", "advcl"}:
                case = next((c for c in t.kids[k] if t.deps[c] in {"case", "mark"}), None)
                if case is not None and t.lower[case] in (
                    {"of", "against"} if lemma == "warn" else {"of"}
                ):
                    return settle(t, case + 1, t.reach(k)[1], i, "of")
    elif lemma == "rule" and t.child(i, "compound:prt") is not None:
        target = t.child(i, "obj")
        if target is not None and target > i:
            return settle(t, *t.reach(target), i, "object")
    return None


def _number(t: Words, k: int) -> bool:
    return t.pos[k] == "NUM" or t.child(k, "nummod") is not None


def settle(t: Words, lo: int, hi: int, cue: int, form: str) -> Content | None:
    """Trims a range, and makes it agree with the quotations it touches."""
    inside = t.quote[cue]
    if inside >= 0:
        low, high = t.inner(inside)
        lo, hi = max(lo, low), min(hi, high)
    cut = t.trim(lo, hi)
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
    if first >= 0 and first not in {inside, last} and t.quotes[first][1] <= cue and hi - t.quotes[first][1] < 6:
        if t.lower[t.quotes[first][1] - 2] in {",", "!", "?"}:
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


_BEGINS = frozenset({"DET", "PRON", "PROPN", "NUM", "ADJ", "NOUN"})


def clause_head(t: Words, i: int) -> int:
    """The predicate of the clause in which a token stands."""
    for _ in range(64):
        if t.deps[i] in _CLAUSAL and (t.deps[i] != "conj" or t.pos[i] in {"VERB", "AUX"}):
            return i
        if t.heads[i] == i:
            return i
        i = t.heads[i]
    return i
