"""Who said what: quotations and reported speech, each with its speaker, its cue and, where told, the outlet.

Forms read: "“…,” X said", "“…,” said X", "X said: “…”", "X said (that) …", "…, X said", "according to X, …",
"…, adding that …", "X denied/claimed …". A pronoun or "the source" is resolved only to the one speaker it can mean.
"""

from __future__ import annotations

from dataclasses import replace

from spacy.language import Language
from spacy.tokens import Doc, Span

from bot.analysis.extensions import group, note
from bot.analysis.lexicon.cues import cues
from bot.analysis.lexicon.words import ADVERBS, DETERMINERS, MODALS, Form
from bot.analysis.windows.grammar import object_of, passive, subject_of
from bot.analysis.windows.phrases import Phrase
from bot.analysis.windows.speakers import (
    SPEAKERS,
    bare_name,
    bare_name_after,
    cited,
    known_speaker,
    last_speaker,
    listener,
    via_later,
)
from bot.analysis.windows.speech import (
    Speech,
    content_after,
    content_before,
    content_end,
    inner_of,
    quote_before,
    stance_of,
    whole_quote,
)
from bot.analysis.windows.view import View, views
from storage.model.findings import Claim, Mention, Stance
from storage.model.findings import Span as Chars


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
            if speech is not None and not _nobody(view, speech.speaker):
                found.append(speech)
        # stances last: only then is it known where each content ends
        return [replace(s, stance=stance_of(view, (s.start, s.end), s.stance, s.direct)) for s in _cut(view.doc, found)]

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
        quote = quote_before(view, i, quotes)
        speaker, after = self._speaker(view, i, form, quote, found, earlier)
        via, listener_end = listener(view, i, after, verb)
        if via is None:
            via = via_later(view, listener_end)
        if speaker is not None and speaker.kind == "outlet":
            origin = cited(view, i)
            if origin is not None:
                speaker, via = origin, speaker
        if quote is not None:
            content = inner_of(quote)
            return Speech(*content, i, verb, True, stance, speaker, via)
        if speaker is None:
            return None
        content_range = content_after(view, listener_end, verb) or content_before(view, i, speaker)
        if content_range is None:
            return None
        full = whole_quote(quotes, content_range)
        content = inner_of(full) if full is not None else content_range
        return Speech(*content, i, verb, full is not None, stance, speaker, via)

    def _speaker(
        self, view: View, i: int, form: Form, quote: Span | None, found: list[Speech], earlier: list[Speech]
    ) -> tuple[Phrase | None, int]:
        """The speaker and the token after the cue and, when inverted, the speaker."""
        if form is Form.GERUND and found:
            return found[-1].speaker, i + 1
        inverted = (quote is not None and quote.end >= i - 1) or view.lower(i - 1) in {",", "”", '"'}
        if inverted and form is not Form.GERUND and view.lower(i + 1) != "that":
            phrase = object_of(view, i + 1, kinds=SPEAKERS, reach=3)
            if phrase is not None and view.lower(i) != "told":
                return known_speaker(view, phrase, earlier), phrase.end
        if (joined := _joined(view, i, found)) is not None:
            return joined, i + 1
        phrase = subject_of(view, i)
        if phrase is None and view.lower(i - 1) in {"he", "she"}:
            return last_speaker(view, earlier), i + 1
        if phrase is not None and phrase.kind not in SPEAKERS:
            phrase = None
        if phrase is None:
            return bare_name(view, i), i + 1
        return known_speaker(view, phrase, earlier), i + 1

    @staticmethod
    def _according(view: View, i: int) -> list[Speech]:
        speaker = object_of(view, i + 2, kinds=SPEAKERS, reach=3) or bare_name_after(view, i + 2)
        if speaker is None:
            return []
        stop = content_end(view)
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


def _joined(view: View, i: int, found: list[Speech]) -> Phrase | None:
    """ "X denied that its men had shelled A and said …": whoever spoke last goes on, not whom those words are about."""
    k = i - 1
    while view.lower(k) in ADVERBS:
        k -= 1
    if view.lower(k) not in {"and", "but"} or not found or found[-1].cue >= k:
        return None
    return found[-1].speaker if found[-1].start <= k < found[-1].end else None


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


def _nobody(view: View, speaker: Phrase | None) -> bool:
    """ "No group has claimed": nobody spoke."""
    return speaker is not None and view.lower(speaker.start - 1) in {"no", "neither"}


def _inside_quote(quotes: list[Span], i: int) -> bool:
    return any(q.start < i < q.end - 1 for q in quotes)


_BETWEEN = frozenset({"and", "but", ","}) | ADVERBS


def _cut(doc: Doc, found: list[Speech]) -> list[Speech]:
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
            while end - 1 > speech.start and doc[end - 1].lower_ in _BETWEEN:
                end -= 1
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
    last = speech.cue + 1 if speech.verb == "according to" else speech.cue
    end = doc[last].idx + len(doc[last])
    return Claim(
        speaker=speech.speaker.mention(doc) if speech.speaker else None,
        cue=Mention(doc[speech.cue : last + 1].text, token.idx, end),
        content=_chars(doc, speech.start, speech.end),
        direct=speech.direct,
        stance=speech.stance,
        via=speech.via.mention(doc) if speech.via else None,
    )


@Language.factory("sitrep_claims")
def create_claims(nlp: Language, name: str) -> Claims:
    """The component."""
    return Claims()
