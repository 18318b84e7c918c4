"""Who said what, from the dependency tree: quotations, indirect speech, "according to", nouns that attribute, chains of
outlet and official; each with its speaker, its cue, the outlet where told, and its stance.

The component sets ``Doc._.speeches`` (tokens, for other rooms) and ``Doc._.claims`` (the nouns of the model). Without a
parse there are no claims.
"""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc, Span

from bot.analysis.claims import attributions, nominal, outlets, quotations, speakers
from bot.analysis.claims.attributions import Found
from bot.analysis.claims.referents import PRONOUNS, Referents
from bot.analysis.claims.speech import Speech
from bot.analysis.claims.stances import stance_of
from bot.analysis.claims.words import Words
from bot.analysis.dependents import children, tokens
from bot.analysis.extensions import explained, group, note
from bot.analysis.lexicon.wordlists import words
from storage.model.findings import Claim, Mention
from storage.model.findings import Span as Chars

__all__ = ["Speech", "create_claims", "speeches_of"]


def speeches_of(doc: Doc) -> tuple[Speech, ...]:
    """All sayings of a parsed document, by where their content begins; an unparsed one has none."""
    if not len(doc) or not doc.has_annotation("DEP"):
        return ()
    t = Words(doc)
    found = sorted([*attributions.find(t), *nominal.find(t)], key=lambda f: f.cue)
    found = _end_before_next(t, found)
    found.extend(quotations.find(t, found))
    found.sort(key=lambda f: (f.cue, f.start))
    _go_on(t, found)
    out = _resolved(t, _distinct(found))
    return tuple(sorted(out, key=lambda s: (s.start, s.end, s.cue)))


def _end_before_next(t: Words, found: list[Found]) -> list[Found]:
    """A content ends where its speaker goes on with another cue ("…, adding that …", "… and said …")."""
    for n, item in enumerate(found):
        if item.via is None:
            item.via = _reported_by(t, item, found[n + 1 : n + 4])
        if item.direct:
            continue
        for following in found[n + 1 : n + 6]:
            if t.sent[following.cue] != t.sent[item.cue]:
                break
            if following.cue >= item.end:
                # "said it “will not negotiate” and demanded …": joined to what was said before the mark
                if item.start <= t.heads[following.cue] < item.end and _joined_cue(t, item, following):
                    following.speaker, following.via = item.speaker, following.via or item.via
                break
            if following.start <= item.start and following.end <= following.cue and item.cue < following.end:
                # "X said A, Reuters reported": the second is about the first
                if item.start + 1 < following.end:
                    item.end = min(item.end, following.end)
                break
            if not item.start < following.cue or following.speaker is None:
                continue
            same = following.speaker == item.speaker
            if not same and _same_speaker(t, item, following):
                following.speaker, following.via = item.speaker, following.via or item.via
                same = True
            if not same and (edge := _contrast(t, following)) is not None and edge > item.start:
                cut = t.trim(item.start, edge)
                if cut is not None and cut[1] - cut[0] > 1:
                    item.start, item.end = cut
                break
            if same:
                cut = t.trim(item.start, _edge(t, following.cue))
                if cut is not None and cut[1] - cut[0] > 1:
                    item.start, item.end = cut
                break
    return found


def _same_speaker(t: Words, item: Found, following: Found) -> bool:
    """Whether a cue inside what was said belongs to the one who said it."""
    if t.tags[following.cue] == "VBG" and _apart(t, following) and following.speaker is not None:
        if t.lemmas[following.cue] in _GOING_ON:
            return True
        if t.lower[following.speaker] in PRONOUNS and item.start <= following.speaker < item.end:
            return t.quote[item.cue] < 0
    return _joined_cue(t, item, following)


def _reported_by(t: Words, item: Found, later: list[Found]) -> int | None:
    """The outlet named at the end of the sentence: "X said A, Reuters reported", "…, according to Reuters"."""
    for following in later:
        if t.sent[following.cue] != t.sent[item.cue]:
            return None
        if following.start <= item.start <= item.cue < following.end <= following.cue and following.speaker is not None:
            head = following.speaker
            name = t.names.get(head)
            if outlets.is_outlet(t, head) or (
                name is not None and name.label_ == "ORG" and following.word.lemma in {"report", "according to"}
            ):
                return head
    return None


def _go_on(t: Words, found: list[Found]) -> None:
    """ "“…,” she said, noting that …", "said that they left, adding …": a participle has the speaker of the cue before
    it, not somebody whom the words said are about."""
    before: list[Found] = []
    for item in found:
        if item.speaker is None or t.quote[item.cue] >= 0:
            continue
        if before and t.sent[before[0].cue] != t.sent[item.cue]:
            before = []
        if t.tags[item.cue] == "VBG" and before:
            inside = t.quote[item.speaker] >= 0
            for outer in before:
                if inside or (
                    outer.start <= item.speaker < outer.end
                    and _apart(t, item)
                    and (t.lemmas[item.cue] in _GOING_ON or not speakers.alive(t, item.speaker))
                ):
                    item.speaker, item.via = outer.speaker, item.via or outer.via
                    break
        before.append(item)


_GOING_ON = frozenset({"add", "note", "stress", "insist", "emphasise", "emphasize", "explain", "reiterate", "continue"})


_SAYS_ON = words("say add call put urge stress reiterate insist warn accuse express tell describe")
"""Behind "and" after what was said, these go on with the speaker, not with whom the words are about."""
_DOES_ON = words("deny threaten vow demand claim promise pledge reject")


def _contrast(t: Words, following: Found) -> int | None:
    """ "…, while Y said …", "…, but Y said …": where somebody else begins to speak."""
    cue = following.cue
    if t.quote[cue] >= 0 or t.child(cue, "nsubj") is None:
        return None
    for k in t.kids[cue]:
        if k < cue and t.deps[k] in {"mark", "cc"} and t.lower[k] in {"while", "whereas", "but", "and", "although"}:
            return k - 1 if k > 0 and t.lower[k - 1] in {",", ";"} else None
    return None


def _joined_cue(t: Words, item: Found, following: Found) -> bool:
    """ "said that missions were safe and called on …": the cue is joined to the words said, but has no own subject."""
    cue = following.cue
    if (
        t.deps[cue] != "conj"
        or t.tags[cue] not in {"VBD", "VBN"}
        or t.tags[item.cue] != "VBD"
        or t.quote[item.cue] >= 0
    ):
        return False
    if t.child(cue, "nsubj", "aux") is not None or t.quote[cue] >= 0:
        return False
    head = t.heads[cue]
    if t.tags[head] == "VB" and t.tags[cue] == "VBD" and t.child(head, "aux") is not None:
        return True  # "said it would not negotiate and demanded access"
    if t.lower[cue - 1] == "and" and t.lower[cue - 2] == "," and t.child(head, "aux:pass") is not None:
        return (
            t.child(cue, "obj", "obl", "xcomp", "ccomp") is not None
        )  # "said 41 had been held, and demanded their release"
    if t.lemmas[cue] in _SAYS_ON or (item.rule.endswith("/charge") and t.tags[cue] == "VBD"):
        return True
    if t.tags[head] == "VBG" or any(t.lower[k] == "having" for k in t.kids[head]):
        return t.lemmas[cue] in _DOES_ON
    return t.lemmas[cue] in _DOES_ON and t.child(t.heads[cue], "aux", "cop") is None


def _apart(t: Words, following: Found) -> bool:
    return following.cue > 0 and t.lower[following.cue - 1] in {",", "”", '"', "and", "–", "—"}


def _edge(t: Words, cue: int) -> int:
    low = min([cue, *(k for k in t.kids[cue] if t.deps[k] in {"cc", "advmod", "aux"})])
    while low - 1 > 0 and (t.lower[low - 1] in {",", "and", "but", "also", "later", "then"} or t.unread[low - 1]):
        low -= 1
    return low


def _distinct(found: list[Found]) -> list[Found]:
    """Each content once; of two cues the one with a speaker, then the first."""
    out: dict[tuple[int, int], Found] = {}
    for item in found:
        if item.end <= item.start:
            continue
        key = (item.start, item.end)
        other = out.get(key)
        if other is None or (other.speaker is None and item.speaker is not None):
            out[key] = item
    return sorted(out.values(), key=lambda f: (f.cue, f.start))


def _resolved(t: Words, found: list[Found]) -> list[Speech]:
    referents = Referents(t)
    spoken: dict[int, tuple[Span, int]] = {}
    open_: list[tuple[Found, Span | None, int | None]] = []
    out: list[Speech] = []
    for item in found:
        speaker: Span | None = None
        head = item.speaker
        depth = 0
        while open_ and open_[-1][0].end <= item.cue:
            open_.pop()
        if head is not None and head in spoken:
            speaker, head = spoken[head]
        elif head is not None:
            resolved = _inside(t, item, open_) or referents.resolve(head)
            if resolved is not None:
                speaker, depth = resolved[0], 1
                spoken[head] = resolved
                head = resolved[1]
            else:
                speaker = speakers.span(t, head, item.cue)
                spoken[head] = (speaker, head)
        if head is not None and speaker is not None and t.lower[head] not in PRONOUNS:
            referents.see(head, speaker)
            referents.known[-1].last = max(item.cue, item.end - 1)
        via = outlets.span(t, item.via) if item.via is not None else _outer_outlet(t, item, open_)
        if via is not None and speaker is not None and via.start <= speaker.start and speaker.end <= via.end:
            via = None
        outlet = head is not None and outlets.is_outlet(t, head)
        stance = item.stance or stance_of(
            t, item.word, item.cue, item.start, item.end, direct=item.direct, outlet=outlet
        )
        if item.carried is not None:
            depth = 1
        out.append(Speech(item.start, item.end, item.cue, item.direct, stance, speaker, via, item.rule, depth))
        if item.start <= item.cue + 400:
            open_.append((item, speaker, head))
    return out


def _inside(t: Words, item: Found, open_: list[tuple[Found, Span | None, int | None]]) -> tuple[Span, int] | None:
    """A pronoun inside what somebody says: "Trump said he believed …" is Trump, "we" in a quotation its speaker."""
    head = item.speaker
    if head is None:
        return None
    lower = t.lower[head]
    for outer, speaker, outer_head in reversed(open_):
        if not outer.start <= item.cue < outer.end or speaker is None or outer_head is None:
            continue
        if outer.direct:
            return (speaker, outer_head) if lower in {"i", "we"} else None
        if lower in {"he", "she", "it", "they"}:
            return speaker, outer_head
        return None
    return None


def _outer_outlet(t: Words, item: Found, open_: list[tuple[Found, Span | None, int | None]]) -> Span | None:
    """ "Reuters reported that the minister said …": Reuters."""
    for outer, speaker, head in reversed(open_):
        if outer.start <= item.cue < outer.end and speaker is not None and head is not None:
            name = t.names.get(head)
            if outlets.is_outlet(t, head) or (
                outer.word.lemma == "report" and name is not None and name.label_ == "ORG"
            ):
                return speaker if head != item.speaker else None
            return None
    return None


class Claims:
    """Sets ``Doc._.claims`` and ``Doc._.speeches``."""

    def __call__(self, doc: Doc) -> Doc:
        found = speeches_of(doc)
        doc._.speeches = found
        countries = {span.start: span.kb_id_ for span in group(doc, "names") if span.kb_id_}
        doc._.claims = tuple(_claim(doc, speech, countries) for speech in found)
        if explained(doc):
            for speech, claim in zip(found, doc._.claims, strict=True):
                form = "direct" if speech.direct else "indirect"
                note(doc, "claim", claim.content.start, claim.content.end, f"cue:{speech.rule}/{form}")
        return doc


def _chars(doc: Doc, start: int, end: int) -> Chars:
    last = doc[end - 1]
    return Chars(doc[start].idx, last.idx + len(last))


def _mention(span: Span | None, countries: dict[int, str]) -> Mention | None:
    """A speaker with the country its names stand for, where there is exactly one."""
    if span is None:
        return None
    codes = {countries[i] for i in range(span.start, span.end) if i in countries}
    return Mention(span.text, span.start_char, span.end_char, codes.pop() if len(codes) == 1 else None)


def _claim(doc: Doc, speech: Speech, countries: dict[int, str]) -> Claim:
    end = speech.cue + 1
    for child in children(tokens(doc)[speech.cue]):
        if child.i == end and (child.dep_ in {"compound:prt", "fixed"}):
            end += 1
    chars = _chars(doc, speech.cue, end)
    return Claim(
        speaker=_mention(speech.speaker, countries),
        cue=Mention(doc[speech.cue : end].text, chars.start, chars.end),
        content=_chars(doc, speech.start, speech.end),
        direct=speech.direct,
        stance=speech.stance,
        via=_mention(speech.via, countries),
    )


@Language.factory("sitrep_claims")
def create_claims(nlp: Language, name: str) -> Claims:
    """The component."""
    return Claims()
