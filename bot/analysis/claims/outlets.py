"""Through which outlet something was said: told to it, written on it, in an interview with it, in what it carried."""

from __future__ import annotations

from spacy.tokens import Span

from bot.analysis.claims import speakers
from bot.analysis.claims.verbs import HEARERS, OUTLET_NOUNS
from bot.analysis.claims.words import Words
from bot.analysis.lexicon.wordlists import words
from bot.analysis.names.component import details

_TELLING = frozenset({"tell", "inform", "notify", "assure", "warn", "brief", "remind", "email", "text"})
_CARRYING = words(
    "carry publish broadcast air release post run distribute print relay report give quote read circulate share upload"
    " obtain see view review cite leak provide issue make deliver stream televise show send put telephone"
)
_PLATFORMS = words(
    "x twitter telegram facebook instagram whatsapp tiktok weibo wechat youtube signal bluesky vkontakte viber discord"
    " linkedin mastodon threads reddit snapchat zello"
)
"""Networks on which everybody writes by himself: they carry what is said, but say nothing."""
_STATIONS = frozenset({"radio", "tv", "television", "channel", "newspaper", "broadcaster", "daily"})
_MESSAGES = words(
    "interview statement remark comment report broadcast address message post posting video note speech communique"
    " communiqué call letter leaflet recording clip text thread article editorial op-ed column story tweet document"
    " dispatch audio tape footage livestream briefing memo file copy minute transcript cable email podcast appearance"
    " programme program show page account channel feed bulletin press conversation release"
)
_AIRED = words("say declare announce write post claim speak add insist warn appear argue confirm explain state")
_ANSWERS = frozenset({"interview", "statement", "remark", "comment"})
_ON_THE_WAY = frozenset({"with", "to", "by", "on", "in", "for", "from", "through", "via", "over"})
_BEARING = frozenset({"to", "on", "via", "through", "over", "in"})


def known_outlet(t: Words, k: int) -> bool:
    """Whether a token belongs to the name of an outlet."""
    name = t.names.get(k)
    if name is None or t.lower[k].rstrip(".") in _PLATFORMS:
        return False
    found = details(t.doc).get(name.start)
    return found is not None and found.kind == "outlet"


def platform(t: Words, k: int) -> bool:
    """Whether a token is a network to write on: "X", "Telegram"; "Signal" and "Threads" only as names."""
    return t.lower[k].rstrip(".") in _PLATFORMS and t.doc[k].text[:1].isupper() and t.pos[k] in {"PROPN", "NOUN", "X"}


def is_outlet(t: Words, head: int) -> bool:
    """Whether a noun is an outlet: a word for one, or the name of one."""
    if t.lemmas[head] in OUTLET_NOUNS or t.lower[head] in OUTLET_NOUNS or known_outlet(t, head):
        return True
    return t.pos[head] == "PROPN" and any(t.deps[k] == "compound" and t.lower[k] in _STATIONS for k in t.kids[head])


def span(t: Words, k: int) -> Span:
    """An outlet as it is named: alone where it only describes a message ("a Facebook post")."""
    if t.deps[k] == "compound" and t.heads[k] > k:
        name = t.names.get(k)
        return t.doc[name.start : name.end] if name is not None and k < name.end <= t.heads[k] else t.doc[k : k + 1]
    return speakers.span(t, k)


def told(t: Words, i: int, speaker: int | None) -> int | None:
    """The outlet that was told: "told Reuters", "told state media"."""
    if t.lemmas[i] not in _TELLING:
        return None
    for k in (*t.kids[i], *_next_noun(t, i)):
        if (t.deps[k] in {"iobj", "obj", "nsubj"} or t.heads[k] != i) and k > i and k != speaker:
            if (t.lower[k] in HEARERS or t.lemmas[k] in HEARERS) and not known_outlet(t, k):
                return _outlet_of(t, k)
            if is_outlet(t, k):
                return k
            if t.pos[k] == "PROPN" or t.doc[k].text[0].isupper():
                name = t.names.get(k)
                return k if name is None or not _no_outlet(name) else None
    return None


def _next_noun(t: Words, i: int) -> tuple[int, ...]:
    """The head of the name right behind "told", wherever the tree hangs it."""
    if t.lemmas[i] != "tell":
        return ()
    k = i + 1
    while k < t.n and t.pos[k] in {"DET", "ADJ", "PROPN", "NOUN"} and k - i < 7 and t.quote[k] < 0:
        k += 1
    k -= 1
    if k <= i or t.pos[k] not in {"PROPN", "NOUN"}:
        return ()
    head = t.heads[k]
    return (head,) if i < head < k and t.pos[head] in {"PROPN", "NOUN"} else (k,)


def _no_outlet(name: Span) -> bool:
    return name.label_ == "PERSON" or (name.label_ in {"GPE", "LOC", "NORP"} and bool(name.kb_id_))


def _outlet_of(t: Words, hearer: int) -> int | None:
    """ "told a reporter for Reuters", "told a Reuters journalist"."""
    for k in t.kids[hearer]:
        if t.deps[k] == "nmod" and t.pos[k] == "PROPN" and any(t.lower[c] in {"for", "from", "of"} for c in t.kids[k]):
            return k
        if k < hearer and t.deps[k] in {"compound", "nmod:poss"} and known_outlet(t, k):
            return k
    return None


def through(t: Words, i: int, speaker: int | None) -> int | None:
    """The outlet of an attribution: told to it, written on it, said in an interview with it or in what it carried."""
    found = told(t, i, speaker)
    if found is not None:
        return found
    first, last = t.sentence(i)
    for k in t.kids[i]:
        if k == speaker or not first <= k < last:
            continue
        if t.deps[k].startswith("obl"):
            case = _case(t, k)
            if case in _BEARING and (found := _bearer(t, i, k, case)) is not None:
                return found
            if t.lemmas[k] in _MESSAGES and (found := carrier(t, k)) is not None:
                return found
        elif t.deps[k] in {"advcl", "acl"} and t.lemmas[k] in {"speak", "talk", "write"} and t.tags[k] == "VBG":
            for c in t.kids[k]:  # "speaking to CNN, the envoy said"
                if t.deps[c].startswith("obl") and _case(t, c) in _BEARING and (is_outlet(t, c) or platform(t, c)):
                    return c
    for k in t.kids[speaker] if speaker is not None else ():  # "the cell, in a video posted on Telegram, said"
        if t.deps[k] == "nmod" and t.lemmas[k] in _MESSAGES and _case(t, k) in {"in", "through", "via"}:
            return carrier(t, k)
    return None


def _case(t: Words, k: int) -> str:
    return next((t.lower[c] for c in t.kids[k] if t.deps[c] == "case"), "")


def _bearer(t: Words, i: int, k: int, case: str) -> int | None:
    if case == "in":
        return k if known_outlet(t, k) else None
    if is_outlet(t, k) or (platform(t, k) and case != "to"):
        return k
    if t.lemmas[k] in {"app", "platform", "service", "network"}:
        return next((c for c in t.kids[k] if platform(t, c)), None)
    return k if case != "to" and t.lemmas[i] in _AIRED and _org_name(t, k) else None


def carrier(t: Words, noun: int) -> int | None:
    """Who carried a message: "a statement on state television", "a letter seen by Reuters", "a Facebook post"."""
    read = [noun + 1] if noun + 1 < t.n and t.lower[noun + 1] == "read" else []  # whatever the tree has it for
    for c in (*t.kids[noun], *read):
        dep = t.deps[c]
        if c in read:
            dep = "acl"
        if c < noun:
            if dep in {"compound", "nmod:poss", "nmod:desc"} and (platform(t, c) or known_outlet(t, c)):
                return c
        elif dep in {"acl", "acl:relcl"}:
            if t.lemmas[c] in _CARRYING:
                for k in t.kids[c]:
                    if t.deps[k].startswith("obl") and (found := _carrying(t, k)) is not None:
                        return found
        elif dep == "nmod" and (found := _carrying(t, c)) is not None:
            return found
    return None


def _carrying(t: Words, k: int) -> int | None:
    if _case(t, k) not in _ON_THE_WAY:
        return None
    if is_outlet(t, k) or platform(t, k):
        return k
    if t.lemmas[k] in {"app", "platform", "service"} and (
        found := next((c for c in t.kids[k] if platform(t, c)), None)
    ):
        return found
    named = next((c for c in t.kids[k] if t.deps[c] in {"nmod:poss", "compound"} and known_outlet(t, c)), None)
    if named is not None:
        return k  # "Reuters' Kyiv bureau", "the BBC's Newshour"
    case = _case(t, k)
    if case in {"with", "to"} and t.lemmas[t.heads[k]] not in _ANSWERS:
        return None  # "in a call with NATO"
    return k if case in {"with", "to", "by", "on"} and _org_name(t, k) else None


def _org_name(t: Words, k: int) -> bool:
    name = t.names.get(k)
    return t.pos[k] == "PROPN" and name is not None and name.label_ == "ORG"
