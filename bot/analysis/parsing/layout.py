"""Where sentences may start, quotations, datelines, and what is no sentence at all (white space, bullets,
reference marks).

``starts(text)`` is pure and works on characters, as spaCy's sentencizer (punctuation only) breaks at "Gen." and knows
no paragraphs; the component puts its answer on the tokens. The encoder decides within it: only the ends of paragraphs
are certain.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Any

import numpy as np
from spacy.attrs import IDX, IS_SPACE, LENGTH
from spacy.language import Language
from spacy.tokens import Doc, Span

from bot.analysis.extensions import text_of
from bot.analysis.lexicon.words import (
    MID_SENTENCE_ABBREVIATIONS,
    MONTHS,
    SENTENCE_STARTERS,
    SENTENCE_SUBJECTS,
    WEEKDAYS,
)

_END = re.compile(r"(?P<stop>[.!?…]+)(?P<close>[\"”’'»)\]]*)(?:\[\d{1,3}\])*(?P<gap>\s+)|(?P<line>[ \t]*\n\s*)")
_WORD_BEFORE = re.compile(r"[^\s\"“”‘’«»()\[\]—–]+$")
_ATTRIBUTION = re.compile(r"(?:[\w’'.-]+\s+){0,4}(?:said|told|asked|added|wrote|shouted|replied|warned|says)\b")
_ACRONYM = re.compile(r"^(?:[A-Za-z]\.)+[A-Za-z]?$")
_DASH = r"(?:–|—|--|-)"
_DATELINE = re.compile(
    r"(?:EXERCISE[^\n]{0,40}?[:–—-]\s*)?"
    r"(?P<place>[A-Z][A-Z’'.\- ]{2,}(?:[/,]\s?[\w’'. ]{2,25}){0,2}|[A-Z][\w’'.\- ]{2,25}(?=\s*\())"
    r"(?:\s*\([A-Z][\w ./-]{1,20}\))?(?:,?\s*[A-Z][a-z]{2,8}\.?\s\d{1,2}(?:,?\s\d{4})?)?"
    r"(?:\s*\([A-Z][\w ./-]{1,20}\))?\s*" + _DASH + r"\s"
)


_CLOCK = frozenset({*WEEKDAYS, *MONTHS, "eastern", "pacific", "gmt", "utc", "est", "edt", "et", "cet", "sharp"})
"""What follows "3 p.m." within a sentence."""
_TIME_ZONE = re.compile(r"(?:[A-Z][\w’'-]*\s+){1,3}time\b")
MAX_TOKENS = 400
"""A sentence is cut here at the latest, so that no text takes time by the square of its length."""


def starts(text: str) -> list[int]:
    """Character offsets at which sentences start, ascending, the first always 0 (empty text: none)."""
    if not text:
        return []
    wrapped = _hard_wrapped(text)
    blind = text.islower()  # old wire copy without capitals: a full stop is all there is to go by
    out = [0]
    for match in _END.finditer(text):
        where = match.end()
        if where >= len(text):
            break
        if match["line"] is not None:
            broken = _breaks_at_line(text, match.start(), where, match["line"], wrapped)
        else:
            broken = _breaks_at_stop(text, match, wrapped, blind)
        if broken and where > out[-1]:
            out.append(where)
    return out


def _hard_wrapped(text: str) -> bool:
    """Whether single newlines only fold lines: most lines end within a sentence and are about equally long."""
    lines = [line for line in text.split("\n") if line.strip()]
    if len(lines) < 4:
        return False
    open_ends = sum(1 for line in lines[:-1] if line.rstrip()[-1] not in '.!?…”"’:')
    return open_ends > len(lines) / 2 and max(map(len, lines)) <= 120


def _breaks_at_line(text: str, start: int, where: int, gap: str, wrapped: bool) -> bool:
    following = text[where]
    if gap.count("\n") > 1:
        return True
    if following.islower():
        return False
    before = text[:start].rstrip()[-1:]
    if before in {".", "!", "?", "…", ""}:
        return True
    return not wrapped


def _breaks_at_stop(text: str, match: re.Match[str], wrapped: bool, blind: bool) -> bool:
    where = match.end()
    following = text[where]
    if "\n" in match["gap"] and (match["gap"].count("\n") > 1 or not wrapped):
        return not following.islower()
    if (following.islower() and not blind) or following in ",;:)–—":
        return False
    stop = match["stop"]
    if stop[0] in "!?…" and match["close"] and _ATTRIBUTION.match(text, where):
        return False
    if stop != ".":
        return True
    found = _WORD_BEFORE.search(text, max(0, match.start() - 40), match.start())
    word = found.group() if found else ""
    if match["close"].strip("’'"):
        return True
    next_word = re.match(r"[\"“‘']?([\w’'-]+)", text[where:])
    starter = next_word is not None and next_word[1].lower() in SENTENCE_STARTERS
    if word.lower() in {"a.m", "p.m"}:
        return (next_word is None or next_word[1].lower() not in _CLOCK) and not _TIME_ZONE.match(text, where)
    if _ACRONYM.match(word + ".") and len(word) <= 7:
        # "the U.S. The ..." ends a sentence, "U.S. Army" and "J. Smith" do not
        at = match.start() - len(word)
        subject = next_word is not None and next_word[1].lower() in SENTENCE_SUBJECTS
        return starter or (subject and text[max(0, at - 4) : at].lower() == "the ") or following in '“"'
    if word.lower() in MID_SENTENCE_ABBREVIATIONS or (word.lower() in {"no", "nos"} and following.isdigit()):
        return False
    line_start = text.rfind("\n", 0, match.start()) + 1
    return not (word.isdigit() and text[line_start : match.start()].strip() == word)


def quotations(text: str) -> list[tuple[int, int]]:
    """Quotations with their marks, as character ranges in order, never nested; a paragraph ends an open one."""
    out: list[tuple[int, int]] = []
    opened: tuple[int, str] | None = None
    for match in re.finditer(r"[“”\"«»„]|\n\s*|(?<![\w.])‘|(?<=[.,!?…])’", text):
        mark = match.group()
        if mark.isspace():
            if opened is not None and opened[1] != "‘":
                following = text[match.end() : match.end() + 1]
                # a quotation of several paragraphs opens again at each; a single folded line goes on
                if following in {"“", '"', "«"} or mark.count("\n") > 1:
                    out.append((opened[0], match.start()))
                    opened = None
            elif opened is not None:
                opened = None
        elif opened is None:
            if mark in '“"«„‘':
                opened = (match.start(), mark)
        elif mark in {"“": "”", '"': '"', "«": "»", "„": "“”", "‘": "’"}[opened[1]]:
            if match.end() - opened[0] > 2:
                out.append((opened[0], match.end()))
            opened = None
        elif mark in '“"' and opened[1] in "‘“":
            opened = (match.start(), mark)
    return out


def datelines(text: str) -> list[tuple[int, int]]:
    """Datelines ("MILAN, Italy – ", "BAGHDAD (AP) — ") at the start of one of the first lines."""
    out: list[tuple[int, int]] = []
    position = 0
    for line in text.split("\n")[:6]:
        lead = len(line) - len(line.lstrip())
        match = _DATELINE.match(line, lead)
        if match and _is_place(match["place"]):
            out.append((position + match.start("place"), position + match.end()))
        position += len(line) + 1
    return out


def _is_place(words: str) -> bool:
    first = words.split()[0].strip(".,").lower() if words.split() else ""
    return first not in MONTHS and first not in WEEKDAYS and first != "exercise"


_REFERENCE = re.compile(r"(?<=[\w.,;:!?…)\]\"”’'])\[\d{1,3}\]")
_BULLETS = frozenset("•●▪‣◦·*■□–—-►▶➤")


@Language.component("sitrep_layout")
def layout(doc: Doc) -> Doc:
    """Sets sentence starts, the span groups ``quotes`` and ``datelines``, and ``Doc._.unread``: for each token
    whether it belongs to no sentence (white space, bullets, datelines, reference marks) and is kept from the parser."""
    if not len(doc):
        doc.spans["quotes"], doc.spans["datelines"], doc._.unread = [], [], []
        return doc
    text = text_of(doc)
    columns = doc.to_array([IDX, IS_SPACE, LENGTH])
    at = columns[:, 0].astype(np.int64)
    flags = np.full(len(doc), -1, dtype=np.int64)
    begins = np.searchsorted(at, starts(text))
    flags[begins[begins < len(doc)]] = 1
    for start, end in pairwise([*np.flatnonzero(flags == 1).tolist(), len(doc)]):
        flags[start:end:MAX_TOKENS] = 1
    # at once: setting Token.is_sent_start looks through the whole text each time
    values: Any = flags.astype(np.uint64).reshape(-1, 1)
    doc.from_array(["SENT_START"], values)
    for name, ranges in (("quotes", quotations(text)), ("datelines", datelines(text))):
        spans = [doc.char_span(a, b, label=name.upper(), alignment_mode="expand") for a, b in ranges]
        doc.spans[name] = [span for span in spans if isinstance(span, Span)]
    unread: list[bool] = (columns[:, 1] == 1).tolist()
    for span in doc.spans["datelines"]:
        unread[span.start : span.end] = [True] * (span.end - span.start)
    for n in np.flatnonzero((flags == 1) & (columns[:, 2] == 1)).tolist():
        if doc[n].text in _BULLETS and n + 1 < len(doc) and doc[n].whitespace_:
            unread[n] = True
    if "[" in text:  # reference marks of encyclopaedias
        for mark in _REFERENCE.finditer(text):
            first, end = np.searchsorted(at, mark.span()).tolist()
            for n in range(first, end):
                unread[n] = unread[n] or int(at[n]) + int(columns[n, 2]) <= mark.end()
    doc._.unread = unread
    return doc
