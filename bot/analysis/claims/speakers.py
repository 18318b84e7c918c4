"""Who speaks, cut as an analyst would."""

from __future__ import annotations

from spacy.tokens import Span

from bot.analysis.claims.verbs import HUMANS, ORGANISATION_NOUNS, PLURAL_NOUNS
from bot.analysis.claims.words import Words
from bot.analysis.lexicon.wordlists import words
from bot.analysis.tree import surface_subject

_LINKS = frozenset({"of", "for", "at", "in", "from", "with", "to", "on", "by", "within", "near", "inside", "under"})
_LEFT = frozenset(
    {
        "det", "det:predet", "amod", "compound", "nummod", "nmod:poss", "nmod:desc", "nmod:unmarked", "flat", "advmod",
        "goeswith", "cc:preconj", "obl:unmarked",
    }
)  # fmt: skip
_RIGHT = frozenset({"flat", "compound", "fixed", "goeswith", "nmod:desc", "nmod:unmarked"})
_LONGEST = 14
_SENTENCE_ADVERBS = frozenset(
    {"however", "meanwhile", "also", "later", "earlier", "then", "still", "now", "instead", "today", "yesterday"}
)
_CITING = frozenset({"cite", "quote"})


def extent(t: Words, head: int, *, joint: bool = True) -> tuple[int, int]:
    """The noun phrase of a speaker: title, name, owner, number, short complements; joined speakers in one.

    No relative clause, no apposition but the name of an office ("the defence minister, X").
    """
    lo, hi = head, head + 1
    for k in t.kids[head]:
        if k < head:
            if t.deps[k] in _LEFT and t.lower[k] not in _SENTENCE_ADVERBS:
                low = t.reach(k)[0]
                lo = min(lo, low)
        elif t.deps[k] in _RIGHT and (hi >= t.n or t.lower[hi] != ","):
            hi = max(hi, t.reach(k)[1])
        elif t.deps[k] == "nmod" and k - head < 10:
            case = next((c for c in t.kids[k] if t.deps[c] == "case"), None)
            if case is None or t.lower[case] not in _LINKS or t.quote[k] != t.quote[head]:
                continue
            if t.pos[head] == "PROPN" and t.lower[case] not in {"of", "for", "to"}:
                continue
            end = extent(t, k)[1]
            if end - lo <= _LONGEST and case <= hi + 1:
                hi = max(hi, end)
        elif t.deps[k] == "amod" and t.lemmas[head] in _FAMILIAR and k == hi:
            hi = max(hi, t.reach(k)[1])
        elif (
            t.deps[k] == "appos" and t.pos[head] == "NOUN" and t.pos[k] == "PROPN" and k - hi < 8 and not _article(t, k)
        ):
            low, end = extent(t, k, joint=False)
            if low <= hi + 2 and end - lo <= _LONGEST + 4:
                hi = max(hi, end)
        elif t.deps[k] == "conj" and joint and t.pos[k] in {"NOUN", "PROPN", "PRON"}:
            low, end = extent(t, k)
            if end - lo <= 16 and low - hi <= 3:
                hi = max(hi, end)
    hi = _name_after(t, head, hi)
    name = t.names.get(head)
    if name is not None and name.label_ == "ORG" and hi < name.end <= head + 8:
        hi = name.end  # "Doctors Without Borders"
    if joint:
        hi = _joined_subject(t, head, hi)
    while lo > 0 and lo - 1 in t.orphans and t.pos[lo - 1] in {"NOUN", "PROPN", "ADJ", "NUM"} and head - lo < 6:
        lo -= 1
    if lo > 0 and t.pos[lo - 1] == "DET" and t.sent[lo - 1] == t.sent[head] and t.quote[lo - 1] == t.quote[head]:
        lo -= 1
    if t.quote[lo] >= 0 > t.quote[head] and t.quotes[t.quote[lo]][0] == t.sentence(lo)[0]:
        lo = min(t.quotes[t.quote[lo]][1], head)  # what was said, drawn into its speaker
    while lo < head and (t.unread[lo] or t.pos[lo] == "PUNCT" or t.lower[lo] in _SENTENCE_ADVERBS):
        lo += 1
    while hi - 1 > head and (
        t.unread[hi - 1] or t.lower[hi - 1] in {",", "-", "–", "—", ";", ":", "'s", "’s", "(", "’", "'"}
    ):
        hi -= 1
    return lo, hi


_FAMILIAR = frozenset({"person", "people", "source", "official"})


def _article(t: Words, k: int) -> bool:
    return any(t.deps[c] == "det" for c in t.kids[k])


def _joined_subject(t: Words, head: int, hi: int) -> int:
    """ "residents and an army officer", where the tree gives both to the verb."""
    if hi + 1 >= t.n or t.lower[hi] not in {"and", "or"} or not t.deps[head].startswith("nsubj"):
        return hi
    for k in range(hi + 1, min(hi + 7, t.n)):
        if t.deps[k] == t.deps[head] and t.heads[k] == t.heads[head] and t.pos[k] in {"NOUN", "PROPN"}:
            return extent(t, k, joint=False)[1]
    return hi


def _name_after(t: Words, head: int, hi: int) -> int:
    """ "spokeswoman Ligaya Reyes": the name behind a title, where the tree gives both to the verb."""
    if t.pos[head] not in {"NOUN", "PROPN"}:
        return hi
    while (
        hi < t.n
        and (t.pos[hi] == "PROPN" or _hyphen(t, hi))
        and not t.unread[hi]
        and t.sent[hi] == t.sent[head]
        and hi - head < 8
    ):
        hi += 1
    return hi


def _hyphen(t: Words, k: int) -> bool:
    return t.lower[k] == "-" and not t.doc[k].whitespace_ and not t.doc[k - 1].whitespace_


def span(t: Words, head: int, cue: int | None = None) -> Span:
    """As :func:`extent`, as a span; up to ``cue`` where only a complement stands between it and the noun."""
    lo, hi = extent(t, head)
    if cue is not None and hi < cue and t.pos[head] == "NOUN" and t.lower[hi] == ",":
        hi = _named_between(t, hi, cue)
    if cue is not None and head < cue < hi:
        hi = cue
        while hi - 1 > head and t.pos[hi - 1] in {"PUNCT", "ADV", "AUX"}:
            hi -= 1
    elif cue is not None and lo <= cue < head:
        lo = cue + 1
    if cue is not None and hi < cue <= hi + 10 and t.lower[hi] in {"of", "for", "in", "at", "from"}:
        stop = cue
        while stop > hi and (t.pos[stop - 1] in {"ADV", "AUX", "PART"} or t.unread[stop - 1]):
            stop -= 1
        between = range(hi, stop)
        if all(t.pos[k] in _PLAIN or t.lower[k] in {"'s", "’s", "’", "'"} for k in between) and not any(
            t.lower[k] in _DAYS or t.lower[k] in {"on", "after", "during"} for k in between
        ):
            hi = stop
    return t.doc[lo:hi]


def _named_between(t: Words, hi: int, cue: int) -> int:
    """ "the campaign chairman, John Farr, said": the name between the commas belongs to the office."""
    k = hi + 1
    while k < cue and t.pos[k] == "PROPN" and k - hi < 7:
        k += 1
    if k == hi + 1 or t.lower[k] != "," or cue - k > 4:
        return hi
    name = t.names.get(k - 1)
    return k if name is None or name.label_ == "PERSON" else hi


_PLAIN = frozenset({"ADP", "DET", "ADJ", "NOUN", "PROPN", "NUM"})
_DAYS = words(
    "monday tuesday wednesday thursday friday saturday sunday today yesterday january february march"
    " april may june july august september october november december week month year statement interview"
)


def of_verb(t: Words, i: int) -> int | None:
    """The head of whoever speaks by the tree: subject, also of shared, embedded and participial cues."""
    subjects = t.children(i, "nsubj", "nsubj:outer")
    own = max((k for k in subjects if k < i), default=subjects[0] if subjects else None)
    if len(subjects) > 1 and own is not None and own < i and t.lower[subjects[0]] in {"which", "that", "who", "whom"}:
        return own
    if len(subjects) > 1 and own is not None and own < i and "," in t.lower[subjects[0] : own]:
        return own  # "A single bomb, the rebels said, and …"
    if own is None and t.lemmas[t.heads[i]] == "let" and t.lemmas[i] == "know":
        return of_verb(t, t.heads[i])  # "let it be known that"
    if own is None and (it := t.child(i, "expl")) is not None:
        # "It demanded that the group free them": the tree takes it for one of "it seems that"
        return it if t.tags[i] in {"VBD", "VBZ"} and t.child(i, "aux:pass") is None and it < i else None
    if t.deps[i] in {"advcl", "obl"} and own is None and (quoted := _quoted_as(t, i)) is not None:
        return quoted
    if own is not None and own > i and t.lemmas[i] == "tell":
        return before(t, i) or own  # who is told can be no subject
    if (
        own is None
        and t.deps[i] == "advcl"
        and t.heads[i] < i
        and t.tags[i] == "VBD"
        and t.child(i, "mark", "advmod", "aux") is None
    ):
        return t.child(t.heads[i], "nsubj")  # "leaflets dropped over the town told residents to leave"
    token = surface_subject(t.doc[i])
    if token is None:
        return _inverted(t, i) or before(t, i)
    if t.deps[token.i] == "appos" and t.deps[i] == "acl:relcl" and t.pos[t.heads[token.i]] == "PROPN":
        return t.heads[token.i]  # "said Kuo Ya-ling, a spokeswoman, who urged …"
    return None if t.deps[token.i] == "expl" else token.i


def between(t: Words, low: int, high: int) -> int | None:
    """The head of the first noun phrase in a stretch, where a speaker stands between what was said and the cue."""
    for k in range(low, high):
        if (t.pos[k] in {"PROPN", "NOUN", "PRON", "NUM"} or t.lower[k] in {"one", "some", "many", "others"}) and t.deps[
            k
        ] != "nmod:poss":
            head = t.heads[k]
            while k < head < high and t.pos[head] in {"PROPN", "NOUN"}:
                k, head = head, t.heads[head]
            return k
    return None


def before(t: Words, i: int) -> int | None:
    """The noun phrase that ends right before a cue, adverbs and auxiliaries aside: where the tree has no subject."""
    if t.tags[i] not in {"VBD", "VBZ", "VBP", "VBN"}:
        return None
    first = t.sentence(i)[0]
    k = i - 1
    while k >= first and (t.pos[k] in {"ADV", "AUX", "PART"} or t.unread[k]):
        k -= 1
    if k < first or t.pos[k] not in {"NOUN", "PROPN", "PRON"} or t.quote[k] != t.quote[i]:
        return None
    for _ in range(12):
        head = t.heads[k]
        if head >= i or head < first or head == k or t.pos[head] not in {"NOUN", "PROPN", "PRON"}:
            break
        k = head
    return k if t.deps[k] not in {"obj", "obl:unmarked"} else None


def _quoted_as(t: Words, i: int) -> int | None:
    """ "was quoted as saying", "quoted the minister as saying": the minister."""
    head = t.heads[i]
    if t.lemmas[head] not in {"quote", "cite", "record", "report", "hear"} or not any(
        t.lower[k] == "as" and k < i for k in t.kids[i]
    ):
        return None
    return t.child(head, "nsubj:pass", "obj", "iobj") or t.child(head, "nsubj")


def _inverted(t: Words, i: int) -> int | None:
    """ "…," said X: where the tree took X as object."""
    if t.tags[i] not in {"VBD", "VBZ", "VBP"}:
        return None
    for k in t.kids[i]:
        if t.deps[k] not in {"obj", "ccomp", "obl", "dep"} or not i < k <= i + 6 or t.pos[k] not in {"PROPN", "NOUN"}:
            continue
        if t.child(k, "case") is None:
            return k
    return None


def cited(t: Words, i: int) -> int | None:
    """ "Reuters reported, citing two officials": the officials."""
    for k in t.kids[i]:
        if t.deps[k] in {"advcl", "acl", "ccomp", "xcomp"} and t.lemmas[k] in _CITING and t.tags[k] == "VBG":
            source = t.child(k, "obj")
            if source is not None and speaks(t, source):
                return source
    for k in range(i + 1, min(t.sentence(i)[1], i + 40)):  # wherever the tree hangs it
        if t.pos[k] == "VERB" and t.child(k, "nsubj") is not None and t.deps[k] in {"parataxis", "root", "ROOT"}:
            return None  # "X protested that …, Reuters reported, citing …": what Reuters cites
        if t.lemmas[k] in _CITING and t.tags[k] == "VBG" and t.lower[k - 1] == "," and t.quote[k] < 0:
            source = t.child(k, "obj")
            return source if source is not None and speaks(t, source) else None
    return None


_SOURCES = words(
    "official officials source sources spokesman spokeswoman spokesperson minister ministry police"
    " witness witnesses diplomat diplomats officer officers commander authorities people person persons"
    " resident residents adviser advisers aide aides lawyer government army military analyst analysts"
    " expert experts document documents statement report media television agency intelligence doctor"
    " doctors worker workers leader leaders member members data executive executives figures letter memo"
    " records president secretary ambassador administration department activists activist monitor group"
    " groups study survey investigator investigators prosecutor prosecutors"
)


def alive(t: Words, head: int) -> bool:
    """Whether a noun is somebody: a person, a body, a people, or a pronoun."""
    lemma = t.lemmas[head]
    return (
        t.pos[head] in {"PRON", "PROPN"}
        or head in t.names
        or lemma in HUMANS
        or lemma in ORGANISATION_NOUNS
        or t.lower[head] in PLURAL_NOUNS
        or t.lower[head] in _SOURCES
        or lemma.endswith(_PERSONAL)
    )


def human(t: Words, head: int) -> bool:
    """Whether a noun is a person for sure: by a name, a pronoun or a word for one."""
    name = t.names.get(head)
    if name is not None:
        return name.label_ == "PERSON"
    return t.lower[head] in {"he", "she"} or t.lemmas[head] in HUMANS


_PERSONAL = ("er", "or", "ist", "ian", "man", "woman", "person")


def speaks(t: Words, head: int) -> bool:
    """Whether a cited noun is somebody or something that tells, rather than a reason."""
    name = t.names.get(head)
    if name is not None:
        return name.label_ in {"PERSON", "ORG", "GPE", "NORP"}
    return t.pos[head] == "PROPN" or t.lower[head] in _SOURCES
