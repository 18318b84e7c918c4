"""What was said: where its words begin and end, whether they are quoted, and what stance they take."""

from __future__ import annotations

import re
from dataclasses import dataclass

from spacy.tokens import Span

from bot.analysis.extensions import group
from bot.analysis.lexicon.cues import BARE_OBJECT, TO_VERB, cues
from bot.analysis.lexicon.wordlists import words
from bot.analysis.lexicon.words import ADVERBS, DETERMINERS, NEGATIONS, PREPOSITIONS, QUOTE_MARKS, TITLES
from bot.analysis.windows.phrases import Phrase
from bot.analysis.windows.view import View
from storage.model.findings import Stance

_DENIED = (
    "has not recorded", "have not recorded", "no evidence", "not true", "baseless", "fabricated", "nothing to do with",
    "had no role", "had no part", "played no role", "was not involved", "were not involved", "is false", "are false",
    "has not received", "have not received", "did not carry out", "did not attack", "did not take part", "no such",
    "there is no threat", "there was no attack", "there are no", "not responsible", "no plans to", "no intention of",
    "does not intend", "do not warrant", "has not seen", "have not seen", "never", "untrue", "unfounded",
)  # fmt: skip
_WE_WILL = words(
    "strike attack target retaliate respond destroy bomb invade punish crush hit avenge hunt close burn kill"
)
_NO_SIGN = re.compile(
    r"\b(?:no|not (?:\w+ ){0,3}any|without any) (?:\w+ )?"
    r"(?:indications?|evidence|signs?|proof|indicators?|information|reason)\b"
)
_FINITE = words("is are was were has have had will would could may might can must did does do should")
_CONTRACTED = words("n't n’t ’s 's ’ve ’re ’ll")
_IRREGULAR_PAST = words(
    "killed hit struck shot fled took began left fell saw went came made fought sent held met broke blew brought"
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


def quote_before(view: View, i: int, quotes: list[Span]) -> Span | None:
    """The quotation that this cue attributes: it ends right before the cue or before the speaker of it."""
    for quote in quotes:
        if quote.end > i or quote.end <= view.start or quote.end - quote.start < 4:
            continue
        between = range(quote.end, i)
        words = [view.lower(k) for k in between]
        last = view.text(quote.end - 2) if quote.end >= 2 else ""
        if (
            (last in {",", "!", "?", "."} or words[:1] == [","])
            and len(words) <= 14
            and not any(
                (w in cues() and w.endswith(("ed", "said", "told")))
                or w in {"that", ";", "and", "but"}
                or view.text(k) in QUOTE_MARKS
                for w, k in zip(words, between, strict=True)
            )
        ):
            opens = view.lower(quote.start - 1) if quote.start > view.start else ""
            if opens in {"", ",", ":", "\n", "but", "and"} or view.starts_sentence(quote.start) or opens.isspace():
                return quote
    return None


def whole_quote(quotes: list[Span], content: tuple[int, int]) -> Span | None:
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


def inner_of(quote: Span) -> tuple[int, int]:
    start, end = quote.start + 1, quote.end - 1
    if quote.doc[quote.end - 1].text not in QUOTE_MARKS | {"’"}:
        end = quote.end
    while end > start + 1 and (quote.doc[end - 1].text == "," or quote.doc[end - 1].is_space):
        end -= 1
    return start, max(end, start + 1)


def content_end(view: View) -> int:
    end = view.end
    while end > view.start and (view.space(end - 1) or view.text(end - 1) in {".", "!", "?"}):
        end -= 1
    return end


def content_after(view: View, i: int, verb: str) -> tuple[int, int] | None:
    """The words that follow a cue, if they are what was said."""
    k = i
    while k < view.end and (
        view.dated[k] or view.lower(k) in ADVERBS or (view.lower(k) == "on" and view.dated[min(k + 1, view.end - 1)])
    ):
        k += 1
    if view.lower(k) in {"in", "during", "at", "after", "through", "via", "to", "from"} and verb not in TO_VERB | {
        "claim"
    }:
        comma = next(
            (
                j
                for j in range(k, min(k + 12, view.end))
                if view.lower(j) in {"that", ":"} or view.text(j) in {"“", '"'}
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
    end = content_end(view)
    while end > k and view.text(end - 1) == ",":
        end -= 1
    if k >= end or end - k < 2:
        return None
    if not has_that and view.text(k) not in QUOTE_MARKS:
        if verb not in BARE_OBJECT and not _clause_like(view, k, end):
            return None
        if view.lower(k) == "to" and verb not in TO_VERB:
            return None
        if view.lower(k) in PREPOSITIONS - {"to", "in", "at", "on", "after", "for"} or view.lower(k) in {"and", "by"}:
            return None
    return k, end


def _clause_like(view: View, k: int, end: int) -> bool:
    """Whether the words hold a verb: an auxiliary, a past tense or a modal within the first dozen."""
    near = view.words(k, min(end, k + 16))
    return any(
        w in _FINITE or w in _CONTRACTED or w in _IRREGULAR_PAST or (len(w) > 3 and w.endswith("ed")) for w in near
    )


def content_before(view: View, i: int, speaker: Phrase) -> tuple[int, int] | None:
    """ "CLAUSE, X said." """
    first = min(speaker.start, i)
    while first - 1 > view.start and (
        view.lower(first - 1) in DETERMINERS
        or view.lower(first - 1) in TITLES
        or (view.shape(first - 1)[:2] == "Xx" and first > speaker.start - 5)
    ):
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


def stance_of(view: View, content: tuple[int, int], stance: Stance, direct: bool) -> Stance:
    """What the words themselves do, where the cue only says that they were said."""
    if stance is not Stance.ASSERTS:
        return stance
    doc = view.doc
    words = [doc[k].lower_ for k in range(*content)]
    text = " ".join(words)
    if any(f" {phrase} " in f" {text} " for phrase in _DENIED) or _NO_SIGN.search(text):
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
