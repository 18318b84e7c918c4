"""What was said is the sentence itself: the cue stands behind it ("…, two officials said.") or is put into it."""

from __future__ import annotations

from bot.analysis.claims.content import Content, settle
from bot.analysis.claims.words import Words
from bot.analysis.lexicon.wordlists import words

_NAMING = frozenset({"DET", "ADJ", "NOUN", "PROPN", "PRON", "NUM", "AUX"})


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
    if t.tags[i] not in {"VBD", "VBZ", "VBP", "VBN"} or t.quote[i] >= 0 or i + 2 >= t.n:
        return None
    if t.tags[i] == "VBN" and (t.child(i, "aux", "aux:pass") is not None or t.lower[i - 1] == ","):
        return None
    first, last = t.sentence(i)
    low, high = i, i + 1
    if t.lower[i] == "went" and t.lower[high] == "on":
        high += 1
    while low > first and i - low < 8 and t.pos[low - 1] in _NAMING:
        low -= 1
    if low == i:  # "…, said the envoy, …"
        while high < last and high - i < 9 and t.pos[high] in _NAMING:
            high += 1
    if low - 1 <= first or t.lower[low - 1] != "," or t.quote[low - 1] >= 0 or high + 1 >= last or t.lower[high] != ",":
        return None
    if not any(t.pos[k] in {"NOUN", "PROPN", "PRON"} for k in range(low, high)):
        return None
    finite = [k for k in range(first, low) if t.tags[k] in {"VBD", "VBZ", "VBP", "MD"}]
    relative = _relative_before(t, first, low) if t.pos[high + 1] in {"VERB", "AUX"} else None
    if relative is not None and not any(k > relative for k in finite):
        # "patrols, whose men, he said, fired on a column"
        comma = next((k for k in range(high + 2, last) if t.lower[k] == ","), last)
        return settle(t, high + 1, comma, i, "inserted")
    if finite and _conditional(t, first) and t.pos[high + 1] in _NAMING:
        # "If the launches persist, she said, Lithuania would cut off transit."
        return settle(t, first, last, i, "inserted") if len(finite) < 3 else None
    if any(not _in_relative(t, k, first) for k in finite):
        return None
    if t.pos[high + 1] not in {"VERB", "AUX", "ADV", "PART"} or t.tags[high + 1] == "VBG":
        return None
    return settle(t, first, last, i, "inserted")


def _conditional(t: Words, first: int) -> bool:
    return t.lower[first] in {"if", "unless", "should", "once", "until", "even"}


def _relative_before(t: Words, first: int, low: int) -> int | None:
    """The relative pronoun of the clause into which a cue is put, right behind the comma before it."""
    k = low - 2
    while k > first and low - k < 8 and t.lower[k] != ",":
        k -= 1
    return k + 1 if t.lower[k] == "," and t.lower[k + 1] in {"which", "who", "whose"} else None


def _in_relative(t: Words, k: int, first: int) -> bool:
    """Whether a verb stands in a relative clause: "the gangs, which have raped hundreds, the UN says, hold …"."""
    for _ in range(8):
        if t.deps[k] == "acl:relcl":
            return True
        if t.heads[k] == k or t.heads[k] < first:
            return False
        k = t.heads[k]
    return False


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
