"""A reading for people: the text with its names and triggers marked, under each sentence what was found there and why.

Pure: a reading in, a string out. ``render`` colours with ANSI sequences where asked to; without colour names stand in
brackets ("[Mali GPE]") and triggers in braces ("{killed ASSAULT}"). Control characters of the text never reach the
terminal.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

import click
from spacy.tokens import Doc

from bot.analysis.extensions import Note
from bot.analysis.parsing.layout import starts
from storage.model.findings import Analysis, Claim, Event

WIDTH = 100
_UNSAFE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_ROLES = ("actor", "target", "location", "weapon", "count", "fatalities", "injured", "condition")
_COLOURS = {
    "PERSON": "bright_magenta", "ORG": "bright_cyan", "GPE": "bright_yellow", "LOC": "bright_yellow",
    "FAC": "bright_yellow", "NORP": "bright_green", "WEAPON": "bright_red", "VEHICLE": "bright_red",
    "DATE": "bright_blue",
}  # fmt: skip
_SEVERITY = ("white", "white", "yellow", "bright_red", "red")
_DEEPEST = 8


@dataclass(frozen=True, slots=True)
class Word:
    """A token of the tree at ``start``-``end``: ``head`` is its head's place in the list, ``sentence`` counts up."""

    start: int
    end: int
    pos: str
    tag: str
    dep: str
    head: int
    sentence: int


def words_of(doc: Doc, offset: int = 0, sentence: int = 0, first: int = 0) -> tuple[Word, ...]:
    """The tree of a Doc as plain words, moved by ``offset`` (a window's start); empty where it was not parsed.

    ``sentence`` and ``first`` are how many sentences and words other windows have given before.
    """
    if not doc.has_annotation("DEP"):
        return ()
    out: list[Word] = []
    sentence -= 1
    for token in doc:
        if token.is_sent_start or not out:
            sentence += 1
        at = token.idx + offset
        out.append(
            Word(at, at + len(token), token.pos_, token.tag_, token.dep_, token.head.i + first, sentence)
        )  # fmt: skip
    return tuple(out)


@dataclass(frozen=True, slots=True)
class _Mark:
    start: int
    end: int
    label: str
    trigger: bool


class _Page:
    """One rendering: the text, its findings by sentence and how to colour them."""

    def __init__(
        self, text: str, analysis: Analysis, notes: Sequence[Note], words: Sequence[Word], *, rules: bool, colour: bool,
        width: int,
    ) -> None:  # fmt: skip
        self.text = text
        self.analysis = analysis
        self.notes = notes
        self.words = words
        self.rules = rules
        self.colour = colour
        self.width = max(width, 40)
        self.told: set[int] = set()
        self.notes_at: dict[tuple[int, int], list[int]] = {}
        for number, note in enumerate(notes):
            self.notes_at.setdefault((note.start, note.end), []).append(number)
        self.notes_by_start = sorted(range(len(notes)), key=lambda number: notes[number].start)
        self.note_starts = [notes[number].start for number in self.notes_by_start]
        self.word_starts = [word.start for word in words]

    def paint(self, words: str, **style: str | bool) -> str:
        return click.style(words, **style) if self.colour and words else words  # type: ignore[arg-type]

    def line(self, words: str) -> str:
        """Words of the text on one line, safe for a terminal."""
        return _UNSAFE.sub("�", " ".join(words.split()))

    # the text

    def sentences(self) -> list[tuple[int, int]]:
        if self.words:
            groups = [list(group) for _, group in groupby(self.words, key=lambda word: word.sentence)]
            begins = [group[0].start for group in groups]
        else:
            begins = starts(self.text)
        if not begins:
            return [(0, len(self.text))] if self.text else []
        begins[0] = 0
        return list(zip(begins, [*begins[1:], len(self.text)], strict=True))

    def marks(self) -> list[_Mark]:
        """Triggers first, names where they leave room: in order and apart."""
        triggers = {(e.trigger.start, e.trigger.end): e.type.value for e in self.analysis.events}
        found = [_Mark(a, b, label, True) for (a, b), label in sorted(triggers.items())]
        found += [
            _Mark(e.start, e.end, e.label + (f" {e.country}" if e.country else ""), False)
            for e in self.analysis.entities
        ]
        kept: list[_Mark] = []
        last = 0
        for mark in sorted(found, key=lambda m: (m.start, not m.trigger, -m.end)):
            if mark.start >= last and mark.end > mark.start:
                kept.append(mark)
                last = mark.end
        return kept

    def marked(self, mark: _Mark) -> str:
        words = self.line(self.text[mark.start : mark.end])
        if not self.colour:
            return f"{{{words} {mark.label}}}" if mark.trigger else f"[{words} {mark.label}]"
        background = "red" if mark.trigger else _COLOURS.get(mark.label.split()[0], "white")
        ink = "bright_white" if mark.trigger else "black"
        return self.paint(f" {words} ", fg=ink, bg=background) + self.paint(
            f"{mark.label} ", fg=ink, bg=background, bold=True
        )

    def pieces(self, start: int, end: int, marks: Sequence[_Mark]) -> Iterator[tuple[str, int, bool]]:
        """Words and marks of a stretch of text, with their visible lengths and whether they stick to the one before."""
        at = start
        for mark in marks:
            yield from self.words_between(at, mark.start, at > start)
            shown = self.marked(mark)
            yield shown, len(click.unstyle(shown)), mark.start > start and not self.text[mark.start - 1].isspace()
            at = mark.end
        yield from self.words_between(at, end, at > start)

    def words_between(self, start: int, end: int, sticks: bool) -> Iterator[tuple[str, int, bool]]:
        sticks = sticks and not self.text[start : start + 1].isspace()
        for word in self.text[start:end].split():
            yield self.line(word), len(word), sticks
            sticks = False

    def paragraph(self, start: int, end: int, marks: Sequence[_Mark]) -> list[str]:
        lines: list[str] = []
        line, used = "", 0
        for shown, length, sticks in self.pieces(start, end, marks):
            gap = 0 if sticks or not line else 1
            if line and not sticks and used + gap + length > self.width:
                lines.append(line)
                line, used, gap = "", 0, 0
            line, used = line + " " * gap + shown, used + gap + length
        return [*lines, line] if line else lines

    # what was found

    def why(self, start: int, end: int, kinds: tuple[str, ...], indent: str) -> list[str]:
        """The notes on exactly this span: rule, what it took, the way to the status."""
        out: list[str] = []
        for number in self.notes_at.get((start, end), ()):
            note = self.notes[number]
            if note.what.split()[0].lower() in kinds:
                self.told.add(number)
                if self.rules:
                    out += self.because(note, indent)
        return list(dict.fromkeys(out))

    def because(self, note: Note, indent: str) -> list[str]:
        out = [f"{indent}rule: {self.paint(note.rule, fg='green')}"]
        if note.arguments:
            out.append(f"{indent}took: {self.line('; '.join(note.arguments))}")
        if note.path:
            out.append(f"{indent}path: {self.line(' > '.join(note.path))}")
        return out

    def event(self, event: Event) -> list[str]:
        kind = " ".join(part for part in (event.type.value, event.subtype) if part)
        severity = self.paint(event.severity.label, fg=_SEVERITY[event.severity], bold=True)
        trigger = f"“{self.line(event.trigger.text)}”"
        out = [f"  ▸ {self.paint(kind, bold=True)} · {event.status.value} · {severity} · {trigger}"]
        for role in _ROLES:
            part = getattr(event, role)
            if part is None:
                continue
            more = f" ({part.country})" if getattr(part, "country", None) else ""
            if hasattr(part, "low"):
                more = f" ({part.low}-{part.high if part.high is not None else ''})"
            out.append(f"      {role}: {self.line(part.text)}{more}")
        if event.date is not None or event.date_end is not None:
            until = f" to {event.date_end}" if event.date_end else ""
            out.append(f"      date: {event.date or '?'}{until}")
        return out + self.why(event.trigger.start, event.trigger.end, ("event", "threat", "posture"), "      ")

    def claim(self, claim: Claim) -> list[str]:
        who = self.line(claim.speaker.text) if claim.speaker else "(speaker not known)"
        via = f" via {self.line(claim.via.text)}" if claim.via else ""
        how = "quoted" if claim.direct else "paraphrased"
        content = self.line(claim.content.of(self.text))
        cue = f"({how}, “{self.line(claim.cue.text)}”)"
        out = [f"  ❝ {self.paint(who, bold=True)}{via} {claim.stance.value} {cue}: {content}"]
        return out + self.why(claim.content.start, claim.content.end, ("claim",), "      ")

    def rest(self, start: int, end: int) -> list[str]:
        """The notes of a sentence that belong to no finding shown: dates, and what rules left out."""
        out = []
        a, b = bisect_left(self.note_starts, start), bisect_left(self.note_starts, end)
        for number in self.notes_by_start[a:b]:
            note = self.notes[number]
            if number in self.told:
                continue
            self.told.add(number)
            more = " ".join(f"({part})" for part in (" > ".join(note.path), "; ".join(note.arguments)) if part)
            words = self.line(self.text[note.start : note.end])
            out.append(f"    · {note.what} “{words}” {self.paint(note.rule, fg='green')} {self.line(more)}".rstrip())
        return out

    def tree(self, start: int, end: int) -> list[str]:
        """Word, part of speech, relation and head, each word as far to the right as it lies deep."""
        rows: list[tuple[str, str, str, str]] = []
        a, b = bisect_left(self.word_starts, start), bisect_left(self.word_starts, end)
        for word in self.words[a:b]:
            if word.pos == "SPACE":
                continue
            depth, at = 0, word
            while depth < _DEEPEST and self.words[at.head] is not at:
                depth, at = depth + 1, self.words[at.head]
            head = self.words[word.head]
            named = "" if head is word else self.line(self.text[head.start : head.end])
            words = self.line(self.text[word.start : word.end])[:40]
            rows.append(("· " * depth + words, f"{word.pos}/{word.tag}", word.dep, named[:40]))
        if not rows:
            return []
        wide = [max(len(row[k]) for row in rows) for k in range(3)]
        out = []
        for word_shown, pos, dep, head_shown in rows:
            line = f"    {word_shown:<{wide[0]}}  {pos:<{wide[1]}}  {dep:<{wide[2]}}"
            out.append(self.paint(f"{line} < {head_shown}" if head_shown else line.rstrip(), dim=True))
        return out

    def render(self, trees: bool) -> str:
        analysis = self.analysis
        out = [f"relevance {analysis.relevance:.2f}", "countries"]
        for country in analysis.countries:
            evidence = ", ".join(dict.fromkeys(self.line(span.of(self.text)) for span in country.evidence))
            out.append(f"  {country.code} {country.role} {country.score:.2f}: {evidence}")
        marks = self.marks()
        events = sorted(analysis.events, key=lambda event: event.trigger.start)
        claims = sorted(analysis.claims, key=lambda claim: claim.content.start)
        mark_starts = [mark.start for mark in marks]
        event_starts = [event.trigger.start for event in events]
        claim_starts = [claim.content.start for claim in claims]
        shown = 0  # a name may reach over the end of its sentence: the next one goes on behind it
        for start, end in self.sentences():
            inside = marks[bisect_left(mark_starts, start) : bisect_left(mark_starts, end)]
            until = max([end, *(mark.end for mark in inside)])
            out += ["", *self.paragraph(max(start, shown), until, inside)]
            shown = until
            found: list[str] = []
            for event in events[bisect_left(event_starts, start) : bisect_left(event_starts, end)]:
                found += self.event(event)
            for claim in claims[bisect_left(claim_starts, start) : bisect_left(claim_starts, end)]:
                found += self.claim(claim)
            out += found
            if self.rules:
                out += self.rest(start, end)
                if trees and found:
                    out += self.tree(start, end)
        out += ["", "summary"]
        out += [f"  {s.score:.2f} {self.line(self.text[s.start : s.end])}" for s in analysis.summary]
        return "\n".join(out) + "\n"


def render(
    text: str,
    analysis: Analysis,
    notes: Sequence[Note] = (),
    words: Sequence[Word] = (),
    *,
    rules: bool = True,
    trees: bool = True,
    colour: bool = False,
    width: int = WIDTH,
) -> str:
    """The findings of one text for people, ending in a newline.

    ``rules`` adds for each finding the rule that gave it, what it took and the way to its status; ``trees`` the parse
    of every sentence in which something was found, where ``words`` has it. ``width`` is where lines of the text end.
    """
    return _Page(text, analysis, notes, words, rules=rules, colour=colour, width=width).render(trees)
