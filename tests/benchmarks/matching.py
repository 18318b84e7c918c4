"""Findings of one paragraph against its labels: what was found, missed, wrong, and how right the parts are.

An event is found where one of the same type has a trigger that overlaps a labelled one (conjoined actors and targets
share a trigger and count once). A claim is found where half of the words of its content are the labelled ones.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from storage.model.findings import Analysis, Claim, Event, Location, Mention, Quantity
from tests.benchmarks.wordings import alike, dice, overlap, plain, same_head, tokens_of
from tests.gold.reader import Paragraph, Span, either, trigger_places

ENOUGH = 0.5
"""Share of words in common (Dice) from which two contents or names are the same."""
PHRASES = ("actor", "target", "location")
NUMBERS = ("fatalities", "injured", "count")
WORDS = ("weapon", "condition")
MUTUAL = frozenset({"AGREE", "CONSULT", "COOPERATE"})
"""Types whose two sides do the same: who stands as actor and who as target does not matter. So with clashes."""
TOLL_WORDS = re.compile(r"(?:kill|wound|injur|slain|slay|hurt|die|dead|perish)", re.IGNORECASE)
PLACES = frozenset({"GPE", "LOC", "FAC"})
"""Labels that count as one: where a town ends and a region begins is no matter of security."""
JUDGED = frozenset({"PERSON", "ORG", "NORP"}) | PLACES


@dataclass
class Slot:
    """Counts of one argument on the events that were found."""

    labelled: int = 0
    found: int = 0
    right: int = 0
    exact: int = 0
    right_found: int = 0


@dataclass
class Tally:
    """Counts over paragraphs; a ``Counter`` has one figure for each type, "all" is added when shown."""

    paragraphs: int = 0
    hit: Counter[str] = field(default_factory=Counter)
    missed: Counter[str] = field(default_factory=Counter)
    wrong: Counter[str] = field(default_factory=Counter)
    document: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    right: Counter[str] = field(default_factory=Counter)
    of: Counter[str] = field(default_factory=Counter)
    slots: dict[str, Slot] = field(default_factory=lambda: defaultdict(Slot))
    errors: list[str] = field(default_factory=list)

    def judge(self, measure: str, ok: bool, error: str = "") -> None:
        """One decision that is right or wrong."""
        self.of[measure] += 1
        self.right[measure] += ok
        if not ok and error:
            self.errors.append(error)

    def count(self, kind: str, hits: int, missed: int, wrong: int) -> None:
        """Findings of a kind."""
        self.hit[kind] += hits
        self.missed[kind] += missed
        self.wrong[kind] += wrong


def compare(tally: Tally, paragraph: Paragraph, analysis: Analysis, told: bool) -> None:
    """Adds one paragraph to the tally; ``told`` says whether the analysis held it to be security news."""
    name = paragraph.id
    tally.paragraphs += 1
    tally.judge("relevance", told == paragraph.relevant, f"{name} RELEVANCE {analysis.relevance:.2f}")
    if not paragraph.relevant:
        grave = [f"{event.type} '{event.trigger.text}'" for event in analysis.events if event.severity >= 2]
        tally.judge("no false alarm (severity 2 or more) on other news", not grave, f"{name} FALSE-ALARM {grave}")
    elif any(e["type"] == "ASSAULT" and e["status"] == "occurred" and not e.get("optional") for e in paragraph.events):
        alarm = any(event.severity >= 2 for event in analysis.events)
        tally.judge("attacks told as severity 2 or more", alarm, f"{name} NO-ALARM")
    if paragraph.focus != (frozenset(),):
        focus = [c.code for c in analysis.countries if c.role == "focus"]
        wanted = " or ".join("+".join(sorted(countries)) for countries in paragraph.focus)
        first = bool(focus) and any(focus[0] in countries for countries in paragraph.focus)
        tally.judge("first country is in focus", first)
        same = frozenset(focus) in paragraph.focus
        tally.judge("countries in focus are exactly these", same, f"{name} FOCUS {'+'.join(focus)} not {wanted}")
    _compare_events(tally, paragraph, analysis.events)
    _compare_claims(tally, paragraph, analysis.claims)
    if paragraph.entities is not None:
        _compare_names(tally, paragraph, analysis)


# Events


@dataclass
class _Label:
    """A labelled event with all its pairs."""

    pairs: list[dict[str, Any]]
    triggers: list[list[Span]]
    found: list[tuple[int, list[Event]]] = field(default_factory=list)

    def rank(self, event: Event) -> int | None:
        """Which wording of the trigger the event has; None where none."""
        here = (event.trigger.start, event.trigger.end)
        ranks = (n for n, spans in enumerate(self.triggers) if any(overlap(here, span) for span in spans))
        return next(ranks, None) if self.status(event) is not None else None

    def status(self, event: Event) -> str | None:
        """The status that is right for an event of this type; None where the type is wrong."""
        pair = self.pairs[0]
        right: dict[str, str] = {pair["type"]: pair["status"], **pair.get("also", {})}
        return right.get(event.type.value)


def _compare_events(tally: Tally, paragraph: Paragraph, events: Sequence[Event]) -> None:
    labels: dict[tuple[str, str, bool], _Label] = {}
    for pair in paragraph.events:
        key = (pair["type"], str(pair["trigger"]), bool(pair.get("optional")))
        labels.setdefault(key, _Label([], trigger_places(paragraph.text, pair))).pairs.append(pair)
    groups: dict[tuple[str, int], list[Event]] = defaultdict(list)
    for event in events:
        groups[event.type.value, event.trigger.start].append(event)
    required = [label for (_, _, optional), label in labels.items() if not optional]
    extra = [label for (_, _, optional), label in labels.items() if optional]
    for (type_, _), group in groups.items():
        ranked = [
            (bool(label.found), rank, n)
            for n, label in enumerate(required)
            if (rank := label.rank(group[0])) is not None
        ]
        if ranked:
            _, rank, number = min(ranked)
            required[number].found.append((rank, group))
        elif not any(label.rank(group[0]) is not None for label in extra) and not _toll_apart(group[0], required):
            tally.count(type_, 0, 0, 1)
            where = f"{paragraph.id} EXTRA {type_} '{group[0].trigger.text}' {group[0].status}"
            tally.errors.append(f"{where} <{_context(paragraph.text, group[0])}>")
    for label in required:
        pair = label.pairs[0]
        tally.count(pair["type"], bool(label.found), not label.found, 0)
        if label.found:
            _compare_parts(tally, paragraph, label, min(label.found, key=lambda found: found[0])[1])
        else:
            tally.errors.append(f"{paragraph.id} MISSED {pair['type']} {pair['status']} {pair['trigger']}")
    wanted = {label.pairs[0]["type"] for label in required}
    allowed = {label.pairs[0]["type"] for label in extra}
    other = {e.type.value: label.pairs[0]["type"] for label in required for _, group in label.found for e in group}
    found = {other.get(event.type.value, event.type.value) for event in events}
    for type_ in sorted(wanted | found):
        kind = "hit" if type_ in wanted & found else "missed" if type_ in wanted else "wrong"
        if kind != "wrong" or type_ not in allowed:
            tally.document[type_][kind] += 1


def _toll_apart(event: Event, labels: list[_Label]) -> bool:
    """The toll of a labelled attack, told in a sentence of its own ("Five guards were killed")."""
    if event.type != "ASSAULT" or not TOLL_WORDS.match(event.trigger.text):
        return False
    attacks = [
        span for label in labels if label.pairs[0]["type"] == "ASSAULT" for spans in label.triggers for span in spans
    ]
    here = (event.sentence.start, event.sentence.end)
    return bool(attacks) and not any(overlap(here, span) for span in attacks)


def _compare_parts(tally: Tally, paragraph: Paragraph, label: _Label, events: list[Event]) -> None:
    """Status, subtype and arguments of an event that was found."""
    pairs = label.pairs
    where = f"{paragraph.id} {pairs[0]['type']} '{events[0].trigger.text}'"
    status = label.status(events[0])
    tally.judge("status", events[0].status == status, f"{where} STATUS {events[0].status} not {status}")
    tally.judge(f"status {status}", events[0].status == status)
    subtype = pairs[0].get("subtype")
    if subtype is not None:
        kind = "posture subtype" if pairs[0]["type"] == "POSTURE" else "other subtype"
        tally.judge(kind, events[0].subtype == subtype, f"{where} SUBTYPE {events[0].subtype} not {subtype}")
    mutual = pairs[0]["type"] in MUTUAL or subtype == "Armed clash"
    for name in PHRASES + WORDS:
        wanted = list(dict.fromkeys(either(pair.get(name)) for pair in pairs if pair.get(name) is not None))
        found = list(dict.fromkeys(part.text for event in events if (part := _part(event, name)) is not None))
        if mutual and name in ("actor", "target"):
            found = _same_side(name, pairs, events, wanted, found)
        _phrases(tally, name, wanted, found, where)
    _country(tally, pairs, events, where)
    _dates(tally, paragraph, pairs[0], events[0], where)
    for name in NUMBERS:
        _number(tally, name, pairs[0].get(name), getattr(events[0], name), where)


def _same_side(
    name: str, pairs: list[dict[str, Any]], events: list[Event], wanted: list[tuple[str | None, ...]], found: list[str]
) -> list[str]:
    """What was found on a side of a mutual event: also what stands on the other side but was labelled on this one."""
    other = "target" if name == "actor" else "actor"
    across = list(dict.fromkeys(part.text for event in events if (part := _part(event, other)) is not None))
    theirs = [words for pair in pairs for words in either(pair.get(other)) if words]
    ours = [words for allowed in wanted for words in allowed if words]
    kept = [t for t in found if any(same_head(w, t) for w in ours) or not any(same_head(w, t) for w in theirs)]
    return kept + [text for text in across if any(same_head(words, text) for words in ours) and text not in kept]


def _part(event: Event, name: str) -> Mention | Location | None:
    """An argument; but those whom the toll counts ("killing four soldiers") are no wrong target."""
    part: Mention | Location | None = getattr(event, name)
    tolls = [(toll.start, toll.end) for toll in (event.fatalities, event.injured) if toll is not None]
    if name == "target" and part is not None and any(overlap((part.start, part.end), toll) for toll in tolls):
        return None
    return part


def _phrases(tally: Tally, name: str, wanted: list[tuple[str | None, ...]], found: list[str], where: str) -> None:
    slot = tally.slots[name]
    missed = []
    for allowed in wanted:
        if None in allowed and not found:
            continue
        slot.labelled += 1
        right = any(same_head(words, text) for words in allowed if words for text in found)
        slot.right += right
        slot.exact += any(plain(words) == plain(text) for words in allowed if words for text in found)
        if not right:
            missed.append(next(words for words in allowed if words))
    every = [words for allowed in wanted for words in allowed if words]
    wrong = [text for text in found if not any(same_head(words, text) for words in every)]
    slot.found += len(found)
    slot.right_found += len(found) - len(wrong)
    # Weapons and conditions are labelled only where they matter: what is found beside them is not judged.
    if missed or (wrong and name in PHRASES):
        tally.errors.append(f"{where} {name.upper()} {wrong or found or None} not {missed or None}")


def _country(tally: Tally, pairs: list[dict[str, Any]], events: list[Event], where: str) -> None:
    wanted = pairs[0].get("country")
    if wanted and pairs[0].get("location") and events[0].location is not None:
        country = events[0].location.country
        tally.judge("country of the location", country == wanted, f"{where} COUNTRY {country} not {wanted}")


def _dates(tally: Tally, paragraph: Paragraph, pair: dict[str, Any], event: Event, where: str) -> None:
    slot = tally.slots["date"]
    wanted = (pair.get("date"), pair.get("date_end"))
    found = (_iso(event.date), _iso(event.date_end))
    if not wanted[0] and (paragraph.published is None or found[1]):
        return  # old wire copy may be dated by its dateline, and "last week" by a range
    slot.labelled += wanted[0] is not None
    slot.found += found[0] is not None
    same = wanted == found and wanted[0] is not None
    slot.right += same
    slot.exact += same
    slot.right_found += same
    if wanted != found:
        tally.errors.append(f"{where} DATE {found} not {wanted}")


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _number(tally: Tally, name: str, wanted: list[int | None] | None, found: Quantity | None, where: str) -> None:
    if wanted is None and name == "count":
        return  # labelled only where it matters
    slot = tally.slots[name]
    slot.labelled += wanted is not None
    slot.found += found is not None
    same = wanted is not None and found is not None and wanted == [found.low, found.high]
    slot.right += same
    slot.exact += same
    slot.right_found += same
    if not same and (wanted or found):
        told = [found.low, found.high] if found else None
        tally.errors.append(f"{where} {name.upper()} {told} not {wanted}")


# Claims


def _compare_claims(tally: Tally, paragraph: Paragraph, claims: Sequence[Claim]) -> None:
    text = paragraph.text
    said = [tokens_of(text, (claim.content.start, claim.content.end)) for claim in claims]
    wanted = []
    for label in paragraph.claims:
        start = text.index(label["content"])
        wanted.append(tokens_of(text, (start, start + len(label["content"]))))
    scored = sorted(
        (
            (bool(label.get("optional")), -share, g, f)
            for g, label in enumerate(paragraph.claims)
            for f, words in enumerate(said)
            if (share := dice(wanted[g], words)) >= ENOUGH
        ),
    )
    matched: dict[int, int] = {}
    for _, _, g, f in scored:
        if g not in matched and f not in matched.values():
            matched[g] = f
    for g, label in enumerate(paragraph.claims):
        if label.get("optional"):
            continue
        if g not in matched:
            tally.count("content", 0, 1, 0)
            tally.count("speaker and content", 0, 1, 0)
            tally.errors.append(
                f"{paragraph.id} CLAIM MISSED {label['speaker']} {label['cue']}: {label['content'][:60]}"
            )
            continue
        claim = claims[matched[g]]
        tally.count("content", 1, 0, 0)
        speaker = claim.speaker.text if claim.speaker else None
        right = any(
            words == speaker or (words and speaker and same_head(words, speaker)) for words in either(label["speaker"])
        )
        tally.count("speaker and content", right, not right, not right)
        where = f"{paragraph.id} CLAIM '{claim.cue.text}'"
        if not right:
            tally.errors.append(f"{where} SPEAKER {speaker} not {label['speaker']}")
        stance = label["stance"]
        tally.judge("stance", claim.stance == stance, f"{where} STANCE {claim.stance} not {stance}")
        tally.judge("direct or not", claim.direct == label["direct"], f"{where} DIRECT {claim.direct}")
        if label.get("via"):
            via = claim.via.text if claim.via else None
            tally.judge(
                "outlet (via)", bool(via and same_head(label["via"], via)), f"{where} VIA {via} not {label['via']}"
            )
    for f, claim in enumerate(claims):
        # A further piece of a labelled content ("...", said X, "...") is no claim too many, nor is an act of speech
        # that was labelled as an event ("dismissed the ultimatum").
        piece = any(len(words & said[f]) >= 0.8 * len(said[f]) for words in wanted)
        if f not in matched.values() and not piece and not _act_of_speech(paragraph, claim):
            tally.count("content", 0, 0, 1)
            tally.count("speaker and content", 0, 0, 1)
            speaker = claim.speaker.text if claim.speaker else None
            tally.errors.append(
                f"{paragraph.id} CLAIM EXTRA {speaker} '{claim.cue.text}': {claim.content.of(text)[:60]}"
            )


def _act_of_speech(paragraph: Paragraph, claim: Claim) -> bool:
    cue = (claim.cue.start, claim.cue.end)
    triggers = (spans for event in paragraph.events for spans in trigger_places(paragraph.text, event))
    return any(overlap(cue, span) for spans in triggers for span in spans)


# Names


def _compare_names(tally: Tally, paragraph: Paragraph, analysis: Analysis) -> None:
    found: dict[tuple[str, str], None] = {}
    for entity in analysis.entities:
        if entity.label in JUDGED and not entity.text.islower():
            found.setdefault((entity.text, entity.label), None)
    right = set()
    for words, label in paragraph.entities or ():
        if label not in JUDGED:
            continue
        same = [name for name in found if alike(words, name[0]) and _same_kind(name[1], label)]
        right.update(same)
        tally.count(f"names {group(label)}", bool(same), not same, 0)
        if not same:
            close = [f"{label} {text}" for text, label in found if alike(words, text)]
            tally.errors.append(f"{paragraph.id} NAME MISSED {label} {words} {close or ''}")
    for text, label in found:
        if (text, label) not in right:
            tally.count(f"names {group(label)}", 0, 0, 1)
            tally.errors.append(f"{paragraph.id} NAME EXTRA {label} {text}")


def _same_kind(one: str, other: str) -> bool:
    """Labels that count as the same; an embassy is as well a building as an organisation."""
    return group(one) == group(other) or {one, other} == {"FAC", "ORG"}


def group(label: str) -> str:
    """The label under which a name is counted."""
    return "place" if label in PLACES else label


def _context(text: str, event: Event) -> str:
    return " ".join(text[max(0, event.trigger.start - 25) : event.trigger.end + 25].split())
