"""Attributing verbs, nouns and adjectives, each with its content and the head of its speaker."""

from __future__ import annotations

from dataclasses import dataclass

from bot.analysis.claims import content as contents
from bot.analysis.claims import frames, outlets, speakers
from bot.analysis.claims.content import Content
from bot.analysis.claims.verbs import (
    ADJECTIVES,
    DOCUMENTS,
    EVIDENCE,
    FIGURES,
    HUMANS,
    ORGANISATION_NOUNS,
    PLURAL_NOUNS,
    REPORTING_PASSIVES,
    VERBS,
    Cue,
)
from bot.analysis.claims.words import Words
from storage.model.findings import Stance

_UNREAL = frozenset({"would", "could", "might", "may", "should", "can", "must", "shall", "ca", "wo"})
_NOT = frozenset({"not", "n't", "n’t", "never", "hardly", "nor", "neither"})
_IF = frozenset({"if", "unless", "whether", "until", "without", "lest", "before"})
_SHORT = frozenset({"short", "without", "instead"})
_NOBODY = frozenset({"nobody", "none", "you", "one", "anyone", "anybody", "whoever", "everyone", "nothing", "what"})
_QUESTIONS = frozenset({"what", "how", "why", "who", "where", "when", "which", "whom", "whose"})
_GOES_ON = frozenset({"go", "continue", "appear", "seem", "come", "begin", "rush", "hasten", "proceed", "use"})
_FIRST = frozenset({"i", "we"})
_ADDRESSED = frozenset({"tell", "inform", "notify", "assure", "warn", "remind", "advise"})
_POINTERS = frozenset({"this", "that", "these", "those", "which", "whatever"})
_ORDERING = frozenset({"call", "order"})


@dataclass(slots=True)
class Found:
    """An attribution before its speaker is resolved; ``speaker`` and ``via`` are heads of noun phrases."""

    start: int
    end: int
    cue: int
    word: Cue
    direct: bool
    rule: str
    speaker: int | None = None
    via: int | None = None
    stance: Stance | None = None
    carried: Found | None = None
    """The attribution whose speaker goes on here."""


def find(t: Words) -> list[Found]:
    """All attributing verbs and adjectives of a document that have a content by the tree, in order of their cues."""
    out: list[Found] = []
    lemmas, pos = t.lemmas, t.pos
    for i in range(t.n):
        kind = pos[i]
        if t.lower[i] == "read" and (found := _text_reads(t, i)) is not None:
            out.append(found)
        elif kind == "VERB":
            cue = VERBS.get(lemmas[i])
            if cue is not None and not t.unread[i] and not (t.quote[i] >= 0 and "b" in cue.frames and _whole(t, i)):
                found = _verb(t, i, cue)
                if found is not None:
                    out.append(found)
            elif lemmas[i] == "go" and t.lower[i + 1 : i + 3] in _ON:
                found = _verb(t, i, _WENT_ON)
                if found is not None and found.speaker is not None and speakers.human(t, found.speaker):
                    out.append(found)
        elif kind == "ADJ" and lemmas[i] in ADJECTIVES and not t.unread[i]:
            found = _adjective(t, i, ADJECTIVES[lemmas[i]])
            if found is not None:
                out.append(found)
    return out


_ON = (["on", ","], ["on", ":"], ["on", "."])
_WENT_ON = Cue("go on", Stance.ASSERTS, frozenset("cq"))
_READS = Cue("read", Stance.ASSERTS, frozenset("c"))


def _text_reads(t: Words, i: int) -> Found | None:
    """ "…, a communiqué issued in Dakar read.": the text of a paper."""
    first, last = t.sentence(i)
    if t.quote[i] >= 0 or i + 2 < last or t.tags[i] == "VBN":
        return None
    comma = i
    while comma > first and t.lower[comma] != ",":
        comma -= 1
    speaker = speakers.between(t, comma + 1, i)
    if comma <= first + 2 or speaker is None or t.lemmas[speaker] not in DOCUMENTS or t.quote[comma] >= 0:
        return None
    content = contents.settle(t, first, comma, i, "trailing")
    return _found(t, i, _READS, content, speaker) if content is not None else None


def _whole(t: Words, i: int) -> bool:
    """Inside a quotation of more than a few words: what is thought there belongs to its speaker."""
    start, end = t.quotes[t.quote[i]]
    return end - start > 8


def usable(t: Words, i: int, cue: Cue) -> bool:
    """Whether a verb tells that something was said: no wish, condition, order or denial of saying it."""
    tag, dep = t.tags[i], t.deps[i]
    if dep in {"amod", "compound", "case", "mark"}:
        return False
    subject = to = False
    for k in t.kids[i]:
        lower, relation = t.lower[k], t.deps[k]
        if relation == "aux" and lower in _UNREAL:
            if lower == "would" and "only" in {t.lower[i - 1], *t.lower[i + 1 : i + 2]}:
                continue  # "would say only that"
            return False
        if relation == "advmod" and lower in _NOT and k < i and "b" not in cue.frames:
            return False
        if relation == "mark":
            if (lower in _IF and k < i) or (lower == "of" and t.lower[k - 1] in _SHORT):
                return False  # "stopped short of admitting"
            to = to or lower == "to"
        if relation.startswith("nsubj"):
            subject = True
            if (lower in _NOBODY and not (lower == "one" and t.kids[k])) or (
                lower in {"who", "what"} and dep in {"root", "ROOT"}
            ):
                return False
            if lower in _FIRST and ("b" in cue.frames or t.quote[i] >= 0):
                return False
            if any(t.lower[c] in {"no", "neither"} and t.deps[c] == "det" for c in t.kids[k]):
                return False
    if to:
        if dep == "xcomp":
            return t.lemmas[t.heads[i]] in _GOES_ON
        return dep == "advcl" and "b" not in cue.frames
    return tag != "VB" or subject or any(t.deps[k] == "aux" for k in t.kids[i])


def _has_to(t: Words, i: int) -> bool:
    return any(t.lower[k] == "to" and t.deps[k] == "mark" for k in t.kids[i])


def _passive(t: Words, i: int) -> bool:
    for k in t.kids[i]:
        if t.deps[k] == "aux:pass" or (
            t.deps[k] in {"nsubj:pass", "csubj:pass"}
            and (t.lower[i - 1] != t.lower[k] or t.child(i, "aux:pass", "aux") is not None)
        ):
            return True
        if t.deps[k] == "nsubj" or (t.deps[k] == "nsubj:pass" and k == i - 1):
            return False
    return t.tags[i] == "VBN" and t.deps[i] in {"acl", "advcl"} and not any(t.deps[k] == "aux" for k in t.kids[i])


def _verb(t: Words, i: int, cue: Cue) -> Found | None:
    if not usable(t, i, cue):
        return None
    if _passive(t, i):
        return _passive_verb(t, i, cue)
    content = frames.of_verb(t, i, cue, passive=False)
    if content is None or _hollow(t, i, cue, content):
        return None
    if cue.lemma == "hold" and "that" not in t.lower[i + 1 : i + 6]:
        return None  # "hold the roads"
    if t.deps[i] == "advcl" and content.form not in {"clause", "trailing"} and _has_to(t, i):
        return None  # "marched to demand higher pay"
    speaker = speakers.of_verb(t, i)
    if speaker is not None and t.lower[speaker] in {"who", "which", "that"} and content.form == "inserted":
        speaker = None
    if content.form == "inserted" and (beside := _right_before(t, i)) is not None:
        speaker = beside
    around = content.start < i < content.end
    if around:
        speaker = _between_commas(t, i, content) or speaker
    elif content.end <= i and content.form != "as":
        speaker = _beside(t, i, content.end, speaker)
    if speaker is None:
        speaker = _outer(t, i)
    if speaker is None or (content.start <= speaker < content.end and not around):
        return None
    if (t.lower[speaker] in _NOBODY and not t.kids[speaker]) or (t.lower[speaker] in _FIRST and "b" in cue.frames):
        return None
    if not content.direct and not _can_say(t, cue, speaker):
        return None
    return _found(t, i, cue, content, speaker)


def _can_say(t: Words, cue: Cue, speaker: int) -> bool:
    """What shows something is no speaker ("the attack shows that"), papers and figures excepted."""
    if t.lower[speaker] in _POINTERS:
        return False
    if cue.lemma not in EVIDENCE:
        return True
    if t.pos[speaker] == "PRON":
        return t.lower[speaker] not in {"it", "they"} or cue.lemma not in {"show", "prove", "indicate", "demonstrate"}
    lemma = t.lemmas[speaker]
    return (
        lemma in FIGURES or lemma in DOCUMENTS or lemma in HUMANS or lemma in ORGANISATION_NOUNS
        or t.lower[speaker] in PLURAL_NOUNS or speakers.speaks(t, speaker)
    )  # fmt: skip


def _beside(t: Words, i: int, end: int, speaker: int | None) -> int | None:
    """The speaker stands between what was said and the cue, or behind an inverted cue."""
    if speaker is not None and (end <= speaker < i or (i < speaker and t.lemmas[i] != "tell")):
        return speaker
    return speakers.between(t, end, i) or speaker


def _right_before(t: Words, i: int) -> int | None:
    """Who is named between the last comma and the cue."""
    low = i
    while low > 0 and t.lower[low - 1] != "," and i - low < 8:
        low -= 1
    return speakers.between(t, low, i)


def _between_commas(t: Words, i: int, content: Content) -> int | None:
    """Whoever is named beside a cue put into a sentence: "…, police said, …", "…, said the envoy, …"."""
    low = i
    while low > content.start and t.lower[low - 1] not in {",", "—", "–", "(", "”", '"'}:
        low -= 1
    if low > content.start and (found := speakers.between(t, low, i)) is not None:
        return found
    high = i + 1
    while high < content.end and t.lower[high] not in {",", "—", "–", ")", "“", '"'}:
        high += 1
    return speakers.between(t, i + 1, high)


def _outer(t: Words, i: int) -> int | None:
    """ "…, adding that": the subject of the clause it is put after."""
    if t.tags[i] != "VBG":
        return None
    head = t.heads[i]
    for _ in range(4):
        if head == t.heads[head]:
            break
        if t.pos[head] == "VERB":
            return speakers.of_verb(t, head)
        head = t.heads[head]
    return None


def _hollow(t: Words, i: int, cue: Cue, content: Content) -> bool:
    """Contents that say nothing: "knows what happened", "said so"."""
    size = content.end - content.start
    if content.direct:
        return False
    if "b" in cue.frames and t.lower[content.start] in _QUESTIONS:
        return True
    if size == 1 and t.pos[content.start] in {"PRON", "ADV", "DET", "ADP", "PUNCT"}:
        return True
    return content.form == "clause" and size < 2 and "q" not in cue.frames


def _found(t: Words, i: int, cue: Cue, content: Content, speaker: int | None) -> Found:
    via = outlets.through(t, i, speaker)
    rule = f"{cue.lemma}/{content.form}"
    source = speakers.cited(t, i)
    if source is None and t.lemmas[i] in {"quote", "cite"} and _as_saying(t, i):
        source = t.child(i, "obj")  # "…, Yonhap quoted an official as saying"
    if source is not None and speaker is not None:
        via, speaker = speaker, source
        low, high = content.start, content.end
        if low < source < high:
            high = min(high, t.reach(t.heads[source])[0])
            cut = t.trim(low, high)
            content = Content(*cut, content.direct, content.form) if cut is not None else content
    elif source is None and t.deps[i] in {"advcl", "obl"} and (head := t.heads[i]) != i:
        via = _quoting_outlet(t, i, head, speaker) or via
    stance = Stance.DEMANDS if content.form in _ORDERING else None
    return Found(content.start, content.end, i, cue, content.direct, rule, speaker, via, stance)


def _as_saying(t: Words, i: int) -> bool:
    return any(
        k > i and t.tags[k] == "VBG" and t.lemmas[k] in VERBS and any(t.lower[c] == "as" for c in t.kids[k])
        for k in t.kids[i]
    )


def _quoting_outlet(t: Words, i: int, head: int, speaker: int | None) -> int | None:
    """ "state media quoted the minister as saying", "was quoted by state media as saying": the outlet."""
    if t.lemmas[head] not in {"quote", "cite"} or speaker is None:
        return None
    by = t.child(head, "obl:agent")
    if by is None:  # "was quoted as saying by the agency that": the tree hangs the agency on "saying"
        by = next(
            (k for k in t.kids[i] if t.deps[k].startswith("obl") and any(t.lower[c] == "by" for c in t.kids[k])), None
        )
    if by is not None:
        return by
    subject = t.child(head, "nsubj")
    return subject if subject is not None and subject != speaker else None


def _passive_verb(t: Words, i: int, cue: Cue) -> Found | None:
    agent = t.child(i, "obl:agent")
    if agent is None:
        agent = next((k for k in t.kids[i] if t.deps[k] == "obl" and any(t.lower[c] == "by" for c in t.kids[k])), None)
    patient = t.child(i, "nsubj:pass")
    lemma = cue.lemma
    if agent is None and lemma == "know" and t.lemmas[t.heads[i]] == "let":
        agent = speakers.of_verb(t, t.heads[i])
    content: Content | None = None
    if "c" in cue.frames and (
        lemma in _ADDRESSED or lemma in REPORTING_PASSIVES or agent is not None or patient is None
    ):
        content = frames.of_verb(t, i, cue, passive=True)
        if content is not None and content.form == "as" and agent is None:
            return None
        if content is None and (clause := t.child(i, "csubj:pass", "csubj")) is not None:
            content = contents.settle(t, *t.reach(clause), i, "clause")
    if content is None and patient is not None and t.deps[i] not in {"acl", "acl:relcl"}:
        verb = next((k for k in t.kids[i] if k > i and t.deps[k] in {"xcomp", "advcl"} and _has_to(t, k)), None)
        if verb is not None and (
            lemma in REPORTING_PASSIVES - {"quote"} or (agent is not None and cue.frames & set("as"))
        ):
            if "a" in cue.frames and lemma not in REPORTING_PASSIVES:
                content = contents.settle(t, *t.reach(verb), i, "order")
            else:
                content = contents.settle(t, t.reach(patient)[0], t.reach(verb)[1], i, "said-to")
        elif agent is not None and "p" in cue.frames:
            charge = next((k for k in t.kids[i] if k > i and t.deps[k] in {"advcl", "obl"} and k != agent), None)
            if charge is not None:
                lo, hi = t.reach(charge)
                content = contents.settle(t, lo + 1 if t.lower[lo] in {"of", "for"} else lo, hi, i, "charge")
        elif agent is not None and "o" in cue.frames and lemma in {"deny", "reject", "confirm", "dismiss", "announce"}:
            content = contents.settle(t, *t.reach(patient), i, "object")
    if content is None or content.end - content.start < 2:
        return None
    return _found(t, i, cue, content, agent)


def _adjective(t: Words, i: int, cue: Cue) -> Found | None:
    """ "was confident that", "made clear that"."""
    clause = t.child(i, "ccomp")
    if clause is None:
        return None
    if any(t.deps[k] == "aux" and t.lower[k] in _UNREAL for k in t.kids[i]) or t.child(i, "expl") is not None:
        return None
    content = contents.settle(t, *t.reach(clause), i, "clause")
    if content is None or content.start < i or t.lower[content.start] in _QUESTIONS:
        return None
    head = t.heads[i]
    make = t.deps[i] == "xcomp" and t.lemmas[head] == "make"
    if make and not usable(t, head, VERBS["say"]):
        return None
    speaker = speakers.of_verb(t, head if make else i)
    if (
        speaker is None
        or content.start <= speaker < content.end
        or t.lower[speaker] in _NOBODY | _FIRST | {"it", "that"}
    ):
        return None
    return _found(t, i, cue, content, speaker)
