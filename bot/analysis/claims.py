"""Who said what: quotations and reported speech, each with its speaker, its cue and, where told, the outlet.

Forms read: "“…,” X said", "“…,” said X", "X said: “…”", "X said (that) …", "…, X said", "according to X, …",
"…, adding that …", "X denied/claimed …". A pronoun or "the source" is resolved only to the one speaker it can mean.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from spacy.language import Language
from spacy.tokens import Doc, Span

from bot.analysis.extensions import group, note
from bot.analysis.grammar import View, object_of, passive, subject_of, views
from bot.analysis.lexicon.cues import BARE_OBJECT, MEDIA_HEADS, TO_VERB, cues
from bot.analysis.lexicon.wordlists import words
from bot.analysis.lexicon.words import (
    ADVERBS,
    DETERMINERS,
    MODALS,
    NEGATIONS,
    PREPOSITIONS,
    QUOTE_MARKS,
    THIRD_PERSON,
    Form,
)
from bot.analysis.phrases import ACTORS, Phrase
from storage.model.findings import Claim, Mention, Stance
from storage.model.findings import Span as Chars

SPEAKERS = (ACTORS | {"outlet"}) - {"thing"}
_DENIED = (
    "has not recorded", "have not recorded", "no evidence", "not true", "baseless", "fabricated", "nothing to do with",
    "had no role", "had no part", "played no role", "was not involved", "were not involved", "is false", "are false",
    "has not received", "have not received", "did not carry out", "did not attack", "did not take part", "no such",
    "there is no threat", "there was no attack", "there are no", "not responsible", "no plans to", "no intention of",
    "does not intend", "do not warrant", "has not seen", "have not seen", "never", "untrue", "unfounded", "false reports",
)  # fmt: skip
_WE_WILL = words(
    "strike attack target retaliate respond destroy bomb invade punish crush hit avenge hunt close burn kill"
)


@dataclass(frozen=True, slots=True)
class Speech:
    """A claim on tokens: ``start``-``end`` is the content, for pronouns inside it and for the status of events."""

    start: int
    end: int
    cue: int
    verb: str
    direct: bool
    stance: Stance
    speaker: Phrase | None
    via: Phrase | None


class Claims:
    """Sets ``Doc._.claims`` and ``Doc._.speeches``."""

    def __call__(self, doc: Doc) -> Doc:
        speeches: list[Speech] = []
        quotes = group(doc, "quotes")
        for view in views(doc):
            speeches.extend(self._sentence(view, quotes, speeches))
        speeches.sort(key=lambda s: (s.start, s.end))
        doc._.speeches = tuple(speeches)
        doc._.claims = tuple(_claim(doc, s) for s in speeches)
        for speech in speeches:
            content = _chars(doc, speech.start, speech.end)
            note(
                doc,
                "claim",
                content.start,
                content.end,
                f"cue:{speech.verb}/{'direct' if speech.direct else 'indirect'}",
            )
        return doc

    def _sentence(self, view: View, quotes: list[Span], earlier: list[Speech]) -> list[Speech]:
        found: list[Speech] = []
        for i in range(view.start, view.end):
            cue = cues().get(view.lower(i))
            if cue is None:
                if view.lower(i) == "according" and view.lower(i + 1) == "to":
                    found.extend(self._according(view, i))
                continue
            verb, form, stance = cue
            if any(s.start <= i < s.end and s.direct for s in found) or _inside_quote(quotes, i):
                continue
            if not _is_verb(view, i, form) or (passive(view, i, form) and verb != "report"):
                continue
            if (view.lower(i - 1) == "to" and view.lower(i) != "said") or view.lower(i - 1) in MODALS:
                continue
            speech = self._read(view, i, verb, form, stance, quotes, found, earlier)
            if speech is not None:
                found.append(speech)
        return _cut(found)

    def _read(
        self,
        view: View,
        i: int,
        verb: str,
        form: Form,
        stance: Stance,
        quotes: list[Span],
        found: list[Speech],
        earlier: list[Speech],
    ) -> Speech | None:
        quote = _quote_before(view, i, quotes)
        speaker, after = self._speaker(view, i, form, quote, found, earlier)
        via, listener_end = _listener(view, i, after, verb)
        if via is None:
            via = _via_later(view, listener_end)
        if speaker is not None and speaker.kind == "outlet":
            cited = _cited(view, i)
            if cited is not None:
                speaker, via = cited, speaker
        if quote is not None:
            content = _inner(quote)
            return Speech(*content, i, verb, True, _stance(view, content, stance, True), speaker, via)
        if speaker is None:
            return None
        content_range = _content_after(view, listener_end, verb) or _content_before(view, i, speaker)
        if content_range is None:
            return None
        full = _whole_quote(quotes, content_range)
        content = _inner(full) if full is not None else content_range
        return Speech(
            *content, i, verb, full is not None, _stance(view, content, stance, full is not None), speaker, via
        )

    def _speaker(
        self, view: View, i: int, form: Form, quote: Span | None, found: list[Speech], earlier: list[Speech]
    ) -> tuple[Phrase | None, int]:
        """The speaker and the token after the cue and, when inverted, the speaker."""
        if form is Form.GERUND and found:
            return found[-1].speaker, i + 1
        inverted = (quote is not None and quote.end >= i - 1) or view.lower(i - 1) in {",", "”", '"'}
        if inverted and form is not Form.GERUND:
            phrase = object_of(view, i + 1, kinds=SPEAKERS, reach=3)
            if phrase is not None and view.lower(i) != "told":
                return _known(view, phrase, earlier), phrase.end
        phrase = subject_of(view, i)
        if phrase is None and view.lower(i - 1) in {"he", "she"}:
            return _last_speaker(view, earlier), i + 1
        if phrase is not None and phrase.kind not in SPEAKERS:
            phrase = None
        if phrase is None:
            return _bare_name(view, i), i + 1
        return _known(view, phrase, earlier), i + 1

    @staticmethod
    def _according(view: View, i: int) -> list[Speech]:
        speaker = object_of(view, i + 2, kinds=SPEAKERS, reach=3) or _bare_name_after(view, i + 2)
        if speaker is None:
            return []
        stop = _content_end(view)
        if i - view.start <= 1:
            comma = next((k for k in range(speaker.end, view.end) if view.lower(k) == ","), None)
            if comma is None or comma + 1 >= stop:
                return []
            return [Speech(comma + 1, stop, i, "according to", False, Stance.ASSERTS, speaker, None)]
        start = view.start
        dateline = next((s for s in group(view.doc, "datelines") if s.start <= start < s.end), None)
        if dateline is not None:
            start = dateline.end
        end = i - 1 if view.lower(i - 1) == "," else i
        if end <= start:
            return []
        return [Speech(start, end, i, "according to", False, Stance.ASSERTS, speaker, None)]


def _is_verb(view: View, i: int, form: Form) -> bool:
    lower, before = view.lower(i), view.lower(i - 1)
    if form is Form.BASE:
        return view.ending_at(i - 1) is not None and not (
            before.endswith("s") is False
            and lower in {"report", "claim", "state", "note", "post", "recall", "demand", "comment"}
        )
    if form is Form.PRESENT and lower in {
        "claims",
        "reports",
        "states",
        "notes",
        "demands",
        "posts",
        "comments",
        "estimates",
        "threats",
    }:
        phrase = view.ending_at(i - 1)
        return (
            phrase is not None
            and before not in DETERMINERS
            and view.lower(i + 1) not in {"of", "by", "from", "against", "and"}
        )
    if form is Form.GERUND:
        return lower in {
            "adding",
            "noting",
            "saying",
            "warning",
            "claiming",
            "stressing",
            "insisting",
            "stating",
            "denying",
            "threatening",
            "confirming",
            "alleging",
        } and before in {",", "”", '"'}
    return before not in DETERMINERS - {"all", "both"}


def _inside_quote(quotes: list[Span], i: int) -> bool:
    return any(q.start < i < q.end - 1 for q in quotes)


def _quote_before(view: View, i: int, quotes: list[Span]) -> Span | None:
    """The quotation that this cue attributes: it ends right before the cue or before the speaker of it."""
    for quote in quotes:
        if quote.end > i or quote.end <= view.start or quote.end - quote.start < 4:
            continue
        between = range(quote.end, i)
        words = [view.lower(k) for k in between]
        last = view.doc[quote.end - 2].text if quote.end >= 2 else ""
        if (
            (last in {",", "!", "?", "."} or words[:1] == [","])
            and len(words) <= 14
            and not any(
                w in cues() or w in {"that", ";", "and", "but"} or view.doc[k].text in QUOTE_MARKS
                for w, k in zip(words, between, strict=True)
            )
        ):
            opens = view.lower(quote.start - 1) if quote.start > view.start else ""
            if opens in {"", ",", ":", "\n", "but", "and"} or view.doc[quote.start].is_sent_start or opens.isspace():
                return quote
    return None


def _whole_quote(quotes: list[Span], content: tuple[int, int]) -> Span | None:
    """The quotation that makes up the whole content, marks and final stop aside."""
    start, end = content
    for quote in quotes:
        if (
            quote.start <= start + 1
            and quote.start >= start - 1
            and quote.end >= end - 1
            and quote.end - quote.start >= 4
        ):
            return quote
    return None


def _inner(quote: Span) -> tuple[int, int]:
    start, end = quote.start + 1, quote.end - 1
    if quote.doc[quote.end - 1].text not in QUOTE_MARKS | {"’"}:
        end = quote.end
    while end > start + 1 and (quote.doc[end - 1].text == "," or quote.doc[end - 1].is_space):
        end -= 1
    return start, max(end, start + 1)


def _content_end(view: View) -> int:
    end = view.end
    while end > view.start and (view.doc[end - 1].is_space or view.doc[end - 1].text in {".", "!", "?"}):
        end -= 1
    return end


def _content_after(view: View, i: int, verb: str) -> tuple[int, int] | None:
    """The words that follow a cue, if they are what was said."""
    k = i
    while k < view.end and (
        view.skip[k] or view.lower(k) in ADVERBS or (view.lower(k) == "on" and view.skip[min(k + 1, view.end - 1)])
    ):
        k += 1
    if view.lower(k) in {"in", "during", "at", "after", "through", "via", "to", "from"} and verb not in TO_VERB | {
        "claim"
    }:
        comma = next(
            (
                j
                for j in range(k, min(k + 12, view.end))
                if view.lower(j) in {"that", ":"} or view.doc[j].text in {"“", '"'}
            ),
            None,
        )
        if comma is None:
            return None
        k = comma
    if view.lower(k) in {",", ":"}:
        k += 1
    has_that = view.lower(k) == "that"
    if has_that:
        k += 1
    end = _content_end(view)
    while end > k and view.doc[end - 1].text == ",":
        end -= 1
    if k >= end or end - k < 2:
        return None
    if not has_that and view.doc[k].text not in QUOTE_MARKS:
        if verb not in BARE_OBJECT and not _clause_like(view, k, end):
            return None
        if view.lower(k) == "to" and verb not in TO_VERB:
            return None
        if view.lower(k) in PREPOSITIONS - {"to", "in", "at", "on", "after", "for"} or view.lower(k) in {"and", "by"}:
            return None
    return k, end


def _clause_like(view: View, k: int, end: int) -> bool:
    """Whether the words hold a verb: an auxiliary, a past tense or a modal within the first dozen."""
    words = view.words(k, min(end, k + 16))
    finite = {
        "is",
        "are",
        "was",
        "were",
        "has",
        "have",
        "had",
        "will",
        "would",
        "could",
        "may",
        "might",
        "can",
        "must",
        "did",
        "does",
        "do",
        "should",
    }
    return any(
        w in finite or w in {"n't", "n’t", "’s", "'s", "’ve", "’re", "’ll"} or (len(w) > 3 and w.endswith("ed"))
        for w in words
    ) or any(
        w
        in {
            "killed",
            "hit",
            "struck",
            "shot",
            "fled",
            "took",
            "began",
            "left",
            "fell",
            "saw",
            "went",
            "came",
            "made",
            "fought",
            "sent",
            "held",
            "met",
            "broke",
            "blew",
            "brought",
        }
        for w in words
    )


def _content_before(view: View, i: int, speaker: Phrase) -> tuple[int, int] | None:
    """ "CLAUSE, X said." """
    first = min(speaker.start, i)
    while first - 1 > view.start and view.lower(first - 1) in DETERMINERS:
        first -= 1
    if view.lower(first - 1) != "," or first - 1 - view.start < 3 or speaker.start < view.start:
        return None
    start = view.start
    dateline = next((s for s in group(view.doc, "datelines") if s.start <= start < s.end), None)
    if dateline is not None:
        start = dateline.end
    if not _clause_like(view, start, first - 1):
        return None
    return start, first - 1


def _listener(view: View, i: int, after: int, verb: str) -> tuple[Phrase | None, int]:
    """Who was told: an outlet is returned as ``via``; the second value is where the content may start."""
    if verb not in {"tell", "inform", "assure", "warn"}:
        return None, after
    k = i + 1
    while view.lower(k) in DETERMINERS:
        k += 1
    phrase = view.covering(k)
    media = next((j for j in range(k, min(k + 5, view.end)) if view.lower(j) in MEDIA_HEADS), None)
    if media is not None and all(
        view.lower(j) not in {"that", ",", "said", "is", "was", "has"} for j in range(k, media)
    ):
        end = media + 1
        name = view.covering(end)
        if name is not None and name.start == end and name.kind == "outlet":
            return name, name.end
        return Phrase(k, end, media, "outlet"), end
    if phrase is not None and phrase.start <= k:
        return (phrase if phrase.kind == "outlet" else None), phrase.end
    name = _capital_run(view, i + 1)
    if name is not None:
        return name, name.end
    if verb != "tell":
        return None, after
    return None, k + 1 if view.lower(k) in THIRD_PERSON | {
        "reporters",
        "journalists",
        "them",
        "him",
        "her",
    } or (view.doc[k].is_alpha and view.lower(k) != "that") else after


def _via_later(view: View, i: int) -> Phrase | None:
    """ "in an interview with X", "in a statement carried by X", "in remarks to X"."""
    for k in range(i, min(i + 9, view.end)):
        if view.lower(k) in {"interview", "statement", "remarks", "comments", "carried", "quoted"}:
            j = k + 1
            if view.lower(j) in {"carried", "published", "broadcast", "aired"}:
                j += 1
            if view.lower(j) in {"with", "to", "by", "on"}:
                j += 1
                while view.lower(j) in DETERMINERS:
                    j += 1
                phrase = view.covering(j)
                if phrase is not None and phrase.kind == "outlet":
                    return phrase
                return None
    return None


def _cited(view: View, i: int) -> Phrase | None:
    """ "Reuters reported, citing two officials"."""
    for k in range(i + 1, view.end):
        if view.lower(k) in {"citing", "quoting"}:
            return object_of(view, k + 1, kinds=SPEAKERS, reach=4)
    return None


def _capital_run(view: View, i: int) -> Phrase | None:
    """An unknown capitalised name ("told The Northern Ledger")."""
    k = i
    while (
        k < view.end
        and view.doc[k].shape_[:1] == "X"
        and view.doc[k].is_alpha
        and view.covering(k) is None
        and not view.skip[k]
    ):
        k += 1
    if k == i or k - i > 5 or (view.lower(i) in {"the"} and k == i + 1):
        return None
    return Phrase(i, k, k - 1, "outlet")


def _bare_name(view: View, i: int) -> Phrase | None:
    """A capitalised name directly before the cue that no rule could label ("Cindy McGrath said")."""
    k = i
    while (
        k > view.start
        and view.doc[k - 1].shape_[:1] == "X"
        and view.doc[k - 1].is_alpha
        and view.covering(k - 1) is None
        and not view.skip[k - 1]
    ):
        k -= 1
    if i - k < 2 or i - k > 5:
        return None
    return Phrase(k, i, i - 1, "person")


def _bare_name_after(view: View, i: int) -> Phrase | None:
    k = i + 1 if view.lower(i) == "the" else i
    run = _capital_run(view, k)
    return replace(run, kind="person") if run is not None and run.end - run.start >= 2 else None


def _known(view: View, phrase: Phrase, earlier: list[Speech]) -> Phrase:
    """ "the source", "the minister": the earlier speaker with that head, if there is exactly one."""
    if phrase.end - phrase.start > 1 or phrase.start == 0 or view.lower(phrase.start - 1) not in {"the", "same"}:
        return phrase
    head = view.lower(phrase.head)
    seen = {
        (s.speaker.start, s.speaker.end): s.speaker
        for s in earlier
        if s.speaker is not None and view.doc[s.speaker.head].lower_ == head and s.speaker.start != phrase.start
    }
    longer = [p for p in seen.values() if p.end - p.start > 1]
    return longer[0] if len(longer) == 1 else phrase


def _last_speaker(view: View, earlier: list[Speech]) -> Phrase | None:
    """ "he said" at a distance: the only person who spoke in the sentence before."""
    if not earlier:
        return None
    before = [s for s in earlier if s.cue < view.start]
    if not before:
        return None
    last = max(before, key=lambda s: s.cue)
    near = view.doc[view.start - 1].sent if view.start else None
    if (
        near is None
        or last.speaker is None
        or last.cue < near.start
        or last.speaker.kind not in {"person", "government"}
    ):
        return None
    others = {
        s.speaker
        for s in before
        if s.cue >= near.start and s.speaker is not None and s.speaker.kind in {"person", "government"}
    }
    persons = {p for p in view.doc._.phrases if p.start >= near.start and p.end <= near.end and p.kind == "person"}
    return last.speaker if len(others) == 1 and persons <= {last.speaker} else None


def _stance(view: View, content: tuple[int, int], stance: Stance, direct: bool) -> Stance:
    """What the words themselves do, where the cue only says that they were said."""
    if stance is not Stance.ASSERTS:
        return stance
    doc = view.doc
    words = [doc[k].lower_ for k in range(*content)]
    text = " ".join(words)
    if any(f" {phrase} " in f" {text} " for phrase in _DENIED):
        return Stance.DENIES
    for k, word in enumerate(words[:-2]):
        if word in {"we", "they", "it"} and words[k + 1] in {"will", "would", "'ll", "’ll"}:
            rest = words[k + 2 : k + 5]
            if (
                any(w in _WE_WILL for w in rest)
                and not any(w in NEGATIONS for w in rest)
                and (direct or view.lower(k) != "it")
            ):
                return Stance.THREATENS
    return stance


def _cut(found: list[Speech]) -> list[Speech]:
    """Ends an indirect content before the next cue of the same sentence ("…, adding that …") and drops doubles."""
    out: list[Speech] = []
    for n, speech in enumerate(found):
        following = found[n + 1] if n + 1 < len(found) else None
        if (
            following is not None
            and not speech.direct
            and speech.start < following.cue < speech.end
            and following.speaker == speech.speaker
        ):
            end = following.cue
            while end > speech.start + 1 and end > 0 and speech.end > end:
                break
            speech = replace(speech, end=max(end, speech.start + 1))
        if not any(o.start == speech.start and o.end == speech.end for o in out):
            out.append(speech)
    return out


def _chars(doc: Doc, start: int, end: int) -> Chars:
    while end > start + 1 and (doc[end - 1].text in {","} or doc[end - 1].is_space):
        end -= 1
    while start < end - 1 and doc[start].is_space:
        start += 1
    last = doc[end - 1]
    return Chars(doc[start].idx, last.idx + len(last))


def _claim(doc: Doc, speech: Speech) -> Claim:
    token = doc[speech.cue]
    end = token.idx + len(token)
    if speech.verb == "according to":
        end = doc[speech.cue + 1].idx + 2
    return Claim(
        speaker=speech.speaker.mention(doc) if speech.speaker else None,
        cue=Mention(doc.text[token.idx : end], token.idx, end),
        content=_chars(doc, speech.start, speech.end),
        direct=speech.direct,
        stance=speech.stance,
        via=speech.via.mention(doc) if speech.via else None,
    )


@Language.factory("sitrep_claims")
def create_claims(nlp: Language, name: str) -> Claims:
    """The component."""
    return Claims()
