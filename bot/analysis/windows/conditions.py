"""Conditions: "if ...", "unless ...", "in the event of ...", as the span group ``conditions``."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc, Span

from bot.analysis.extensions import mask
from bot.analysis.lexicon.wordlists import words
from bot.analysis.lexicon.words import QUOTE_MARKS, SENTENCE_STARTERS

_OPENERS = (
    ("if",),
    ("unless",),
    ("in", "the", "event", "of"),
    ("in", "the", "event", "that"),
    ("in", "case", "of"),
    ("in", "case"),
    ("provided", "that"),
    ("should", "the"),
    ("should", "it"),
    ("should", "they"),
)
_FIRST_WORDS = frozenset(opener[0] for opener in _OPENERS)
_NO_CONDITION_AFTER = words(
    "as asked ask asking even see know knew unclear wonder wondering determine decide clear what sure "
    "whether check checking say"
)
_ATTRIBUTION = words("said says added told warned reported stated noted according wrote")


def _opens(doc: Doc, i: int, end: int) -> int:
    """The number of words of the condition word at ``i``, 0 for none."""
    if doc[i].lower_ not in _FIRST_WORDS:
        return 0
    for opener in _OPENERS:
        if i + len(opener) <= end and all(doc[i + k].lower_ == word for k, word in enumerate(opener)):
            before = doc[i - 1].lower_ if i else ""
            if opener[0] == "if" and (
                before in _NO_CONDITION_AFTER or (i + 1 < end and doc[i + 1].lower_ in {"any", "not", "ever"})
            ):
                return 0
            if opener[0] == "should" and not (doc[i].is_sent_start or before in {",", "“", '"'}):
                return 0
            return len(opener)
    return 0


def _closes(doc: Doc, i: int, start: int, end: int, initial: bool, quoted: list[bool]) -> bool:
    """Whether the condition that began at ``start`` ends before token ``i``."""
    text = doc[i].text
    if quoted[start] and not quoted[i]:
        return True
    if text in QUOTE_MARKS and quoted[start] and (i + 1 >= end or not quoted[i + 1]):
        return True
    if text in {";", "–", "—"}:
        return True
    if text != ",":
        return False
    following = [doc[k].lower_ for k in range(i + 1, min(i + 7, end))]
    if initial:
        return True
    return bool(following) and (
        following[0] in {"but", "while", "although", "according", "adding"} or any(w in _ATTRIBUTION for w in following)
    )


@Language.component("sitrep_conditions")
def conditions(doc: Doc) -> Doc:
    """Sets the span group ``conditions``; never overlapping, marks and final stop left out."""
    quoted = mask(doc, "quotes")
    out: list[Span] = []
    for sent in doc.sents:
        i = sent.start
        while i < sent.end:
            length = _opens(doc, i, sent.end)
            if not length:
                i += 1
                continue
            before = doc[i - 1].text if i > sent.start else ""
            initial = (
                not before
                or before in QUOTE_MARKS
                or before in {",", "–", "—", "that"}
                or before.lower() in SENTENCE_STARTERS
            )
            end = i + length
            while end < sent.end and not _closes(doc, end, i, sent.end, initial, quoted):
                end += 1
            stop = end
            while stop > i + length and (
                doc[stop - 1].is_space
                or doc[stop - 1].text in {".", ",", "!", "?"}
                or (doc[stop - 1].text in QUOTE_MARKS and not _opened_inside(doc, i, stop - 1))
            ):
                stop -= 1
            if stop > i + length:
                out.append(Span(doc, i, stop, label="CONDITION"))
            i = max(end, i + 1)
    doc.spans["conditions"] = out
    return doc


def _opened_inside(doc: Doc, start: int, i: int) -> bool:
    """Whether the closing mark at ``i`` belongs to a quotation that was opened inside the condition."""
    return any(doc[k].text in {"“", '"', "«"} for k in range(start, i))
