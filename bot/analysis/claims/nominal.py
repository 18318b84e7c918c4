"""Attribution without a verb: "according to X", "in the words of X", "X's claim that …", "accusations by X of …"."""

from __future__ import annotations

from bot.analysis.claims import content as contents
from bot.analysis.claims import outlets, speakers
from bot.analysis.claims.attributions import Found, usable
from bot.analysis.claims.verbs import LIGHT_VERBS, NOUNS, PLURAL_NOUNS, VERBS, Cue
from bot.analysis.claims.words import Words
from bot.analysis.lexicon.wordlists import words
from storage.model.findings import Stance

_ACCORDING = Cue("according to", Stance.ASSERTS, frozenset("c"))
_WORDS = Cue("in the words of", Stance.ASSERTS, frozenset("c"))
_VIEWS = frozenset(
    {"view", "opinion", "word", "telling", "account", "judgment", "estimate", "assessment", "estimation"}
)
_STIRRING = frozenset({"raise", "fuel", "spark", "stoke", "prompt", "heighten", "ease", "trigger", "renew"})
_IN_VIEW = frozenset({"in", "by"})
_ABOUT = frozenset({"concern", "doubt", "fear", "worry", "alarm", "confidence", "warning", "complaint"})
_OPEN = frozenset({",", "(", "–", "—", "-"})


def find(t: Words) -> list[Found]:
    """All of a document, in order of their cues."""
    out: list[Found] = []
    for i in range(t.n):
        lower = t.lower[i]
        if lower == "according":
            found = _according(t, i)
        elif t.pos[i] == "NOUN" and not t.unread[i]:
            cue = NOUNS.get(t.lemmas[i])
            found = _noun(t, i, cue) if cue is not None else None
            if found is None and t.lemmas[i] in _VIEWS:
                found = _in_view(t, i)
        else:
            continue
        if found is not None:
            out.append(found)
    return out


def _according(t: Words, i: int) -> Found | None:
    source = t.heads[i]
    if t.deps[i] != "case" or source <= i:
        # the tree may take "according" as a verb: "according" -> obl X
        source = next((k for k in t.kids[i] if k > i and t.deps[k].startswith(("obl", "nmod"))), i)
        if source == i:
            return None
        branch = i
    else:
        branch = source
        if t.deps[source].startswith("nsubj") and source < t.heads[source] < source + 3:
            branch = t.heads[source]  # "a communiqué read out on state television", taken for a clause
    first = speakers.between(t, i + 2, min(i + 16, _comma(t, i + 2)))
    if first is not None and source >= _comma(t, i + 2):
        source = branch = first
    cut = _surrounding(t, i, branch)
    if cut is None:
        return None
    found = _settled(t, *cut, i, _ACCORDING, source, "according")
    if found is not None and outlets.is_outlet(t, source):
        cited = _cited_by(t, source)
        if cited is not None:
            found.speaker, found.via = cited, source
    elif found is not None:
        found.via = outlets.carrier(t, source)
    return found


def _comma(t: Words, k: int) -> int:
    last = t.sentence(min(k, t.n - 1))[1]
    while k < last and t.lower[k] not in {",", ";"}:
        k += 1
    return k


def _cited_by(t: Words, source: int) -> int | None:
    """ "according to Reuters, citing officials"."""
    for k in t.kids[source]:
        if t.lemmas[k] in {"cite", "quote"} and t.tags[k] == "VBG":
            return t.child(k, "obj")
    return None


def _surrounding(t: Words, i: int, branch: int) -> tuple[int, int] | None:
    """The clause that an attribution of this kind belongs to: before it, after it, or around it."""
    high = t.reach(branch)[1]
    low = i
    for k in t.kids[i]:
        low = min(low, k)
    first, last = t.sentence(i)
    while last > high and (t.unread[last - 1] or t.pos[last - 1] == "PUNCT"):
        last -= 1
    if high < last and t.lower[high] in {"and", "or"} and not {"VERB", "AUX"} & set(t.pos[high:last]):
        high = last  # "according to a statement and to residents"
    at_end = high >= last
    at_start = all(t.unread[k] or t.pos[k] in {"PUNCT", "CCONJ", "ADV"} for k in range(first, low))
    head = t.heads[branch]
    if head == branch or at_start:
        # the tree has the source as root, or it leads the sentence
        root = next((k for k in range(first, last) if t.heads[k] == k and not t.unread[k]), head)
        top = root if at_start and root != branch else contents.clause_head(t, head)
    else:
        top = contents.clause_head(t, head)
        if low > first and t.lower[low - 1] in _OPEN and at_end:
            begin = max((k + 1 for k in range(first, low) if t.lower[k] == ";" and t.quote[k] < 0), default=first)
            if any(t.pos[k] in {"VERB", "AUX"} for k in range(begin, low)):
                return begin, low
    if head == branch and top == branch:
        return (high, last) if at_start else (first, low)
    if at_start and t.heads[top] == top:
        return high, last
    lo, hi = t.reach(top, [branch])
    if at_start or (hi <= high and lo >= high):
        return max(lo, high), hi
    if at_end or hi <= high:
        return lo, min(hi, low)
    if lo >= low:
        return max(lo, high), hi
    return lo, hi


def _settled(
    t: Words, lo: int, hi: int, i: int, cue: Cue, source: int | None, rule: str, stance: Stance | None = None
) -> Found | None:
    content = contents.settle(t, lo, hi, i, rule)
    if content is None or content.end - content.start < 2:
        return None
    return Found(content.start, content.end, i, cue, content.direct, rule, source, None, stance)


def _in_view(t: Words, i: int) -> Found | None:
    """ "in the words of X", "in X's view", "by his own account"."""
    case = next((t.lower[k] for k in t.kids[i] if t.deps[k] == "case"), "")
    if case not in _IN_VIEW or not t.deps[i].startswith("obl"):
        return None
    source = t.child(i, "nmod:poss")
    if source is None:
        source = next(
            (k for k in t.kids[i] if t.deps[k] == "nmod" and any(t.lower[c] == "of" for c in t.kids[k])), None
        )
    if source is None or t.lower[source] in {"i", "my", "our", "your"}:
        return None
    cut = _surrounding(t, i, i)
    return _settled(t, *cut, i, _WORDS, source, "words-of") if cut is not None else None


def _noun(t: Words, i: int, cue: Cue) -> Found | None:
    clause, form = _complement(t, i, cue)
    if clause is None:
        return None
    if cue.lemma in _ABOUT and t.lemmas[t.heads[i]] in _STIRRING and t.pos[_owner(t, i, cue) or i] == "NOUN":
        return None  # "raising fears of a return to war": what happened raises them
    speaker = _owner(t, i, cue)
    if speaker is None and cue.lemma in _UNOWNED and _there_is(t, i) and form == "that":
        lo, hi = t.reach(clause)
        return _settled(t, max(lo, i + 1), hi, i, cue, None, f"noun:{cue.lemma}/there")
    if speaker is None or t.lower[speaker] in {"my", "our", "your", "i", "we", "you"}:
        return None
    lo, hi = t.reach(clause)
    if lo <= i < hi:
        lo = i + 1
    if form == "of":
        case = next((k for k in t.kids[clause] if t.deps[k] in {"case", "mark"}), None)
        lo = case + 1 if case is not None else lo
    if lo <= speaker < hi:
        return None
    if form == "is":
        mark = next((k for k in t.kids[clause] if t.deps[k] == "mark" and k > i), None)
        lo = mark + 1 if mark is not None else lo
    return _settled(t, lo, hi, i, cue, speaker, f"noun:{cue.lemma}/{form}")


_UNOWNED = frozenset({"rumor", "rumour", "report", "claim", "allegation", "speculation", "suggestion", "fear"})


def _there_is(t: Words, i: int) -> bool:
    """ "There were rumours that": nobody's words."""
    head = t.heads[i]
    return t.deps[i].startswith("nsubj") and any(t.lower[k] == "there" for k in t.kids[head] if k < head)


def _complement(t: Words, i: int, cue: Cue) -> tuple[int | None, str]:
    of: int | None = None
    wanted = {"of"} if "o" in cue.frames else set()
    if cue.stance is Stance.DEMANDS:
        wanted = {"for"}
    elif cue.lemma in _ABOUT:
        wanted = wanted | {"about", "over"}
    for k in t.kids[i]:
        if k < i:
            continue
        dep = t.deps[k]
        if dep in {"acl", "ccomp", "appos", "acl:relcl", "advcl"}:
            marks = {t.lower[c] for c in t.kids[k] if t.deps[c] == "mark"}
            if "that" in marks and dep != "acl:relcl":
                return k, "that"
            if "to" in marks and "x" in cue.frames and dep == "acl":
                return k, "to"
            if marks & wanted:
                return k, "of"
        elif dep == "nmod" and of is None and any(t.lower[c] in wanted and t.deps[c] == "case" for c in t.kids[k]):
            of = k
    if of is not None:
        return of, "of"
    head = t.heads[i]
    if t.deps[i].startswith("nsubj") and head > i:
        # "the minister's view is that …"
        for k in (head, *t.kids[head]):
            if (
                any(t.lower[c] == "that" and t.deps[c] == "mark" for c in t.kids[k])
                and t.child(head, "cop") is not None
            ):
                return head, "is"
            if k != head and t.deps[k] == "ccomp" and t.lemmas[head] == "be":
                return k, "that"
    return None, ""


_BODIES = words("army government rebel militia police military opposition union junta ministry security prosecution")


def _owner(t: Words, i: int, cue: Cue) -> int | None:
    """Whose words they are: "X's claim", "a warning from X", "the Russian claim", "X issued a warning"."""
    for k in t.kids[i]:
        if t.deps[k] == "nmod:poss":
            return k
    for k in t.kids[i]:
        if t.deps[k] == "nmod" and k > i and any(t.lower[c] in {"by", "from"} for c in t.kids[k]):
            return k
    head = t.heads[i]
    if t.deps[i] in {"obj", "nsubj:pass"} and t.pos[head] == "VERB" and t.lemmas[head] in LIGHT_VERBS:
        if not usable(t, head, VERBS["say"]):
            return None
        if t.deps[i] == "nsubj:pass":
            return t.child(head, "obl:agent")
        return speakers.of_verb(t, head)
    if "o" not in cue.frames:
        for k in t.kids[i]:
            if t.deps[k] == "nmod" and k > i and any(t.lower[c] == "of" for c in t.kids[k]) and speakers.speaks(t, k):
                return k
    for k in t.kids[i]:
        if k < i and t.deps[k] in {"amod", "compound"}:
            name = t.names.get(k)
            if name is not None and name.label_ in {"NORP", "GPE", "ORG"}:
                return k
            if t.deps[k] == "compound" and (t.lemmas[k] in _BODIES or t.lower[k] in PLURAL_NOUNS):
                return k  # "army allegations that"
    return None
