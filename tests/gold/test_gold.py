"""The gold set keeps its own promises: every label stands in its text, and everything is covered in both halves."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from storage.model.findings import POSTURE_SUBTYPES, EventType, Stance, Status
from tests.gold.reader import HALVES, either, places, rows

LABELS = {"PERSON", "ORG", "GPE", "LOC", "NORP", "FAC", "WEAPON", "VEHICLE", "DATE"}
SUBTYPES = {
    EventType.ASSAULT: {
        "Armed clash",
        "Government regains territory",
        "Non-state actor overtakes territory",
        "Chemical weapon",
        "Air/drone strike",
        "Suicide bomb",
        "Shelling/artillery/missile attack",
        "Remote explosive/landmine/IED",
        "Grenade",
        "Sexual violence",
        "Attack",
        "Abduction/forced disappearance",
        "Disrupted weapons use",
        "Looting/property destruction",
        "Mob violence",
    },
    EventType.PROTEST: {
        "Peaceful protest",
        "Protest with intervention",
        "Excessive force against protesters",
        "Violent demonstration",
        "Mob violence",
    },
    EventType.COERCE: {"Arrests", "Looting/property destruction", "Other"},
    EventType.POSTURE: set(POSTURE_SUBTYPES),
}
LEAST = 3
"""Every type, status, stance and posture occurs so often in each half."""


def labels(row: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Every label of a paragraph that must stand in its text, with the field it stands in."""
    for event in row["events"]:
        for field in ("trigger", "actor", "target", "location", "weapon", "condition"):
            yield from ((field, words) for words in either(event.get(field)) if words is not None)
    for claim in row["claims"]:
        for field in ("speaker", "via", "cue"):
            yield from ((field, words) for words in either(claim.get(field)) if words is not None)
    yield from (("entity", words) for words, _ in row.get("entities", ()))


def required(half: str, kind: str) -> list[dict[str, Any]]:
    """The labelled events or claims that count; an event of several pairs counts once."""
    chosen = {}
    for row in rows(half):
        for number, label in enumerate(row[kind]):
            if not label.get("optional"):
                key = (row["id"], label["type"], str(label["trigger"])) if kind == "events" else (row["id"], number)
                chosen.setdefault(key, label)
    return list(chosen.values())


@pytest.mark.parametrize("half", HALVES)
def test_every_label_stands_in_its_text(half: str) -> None:
    """Words that are labelled are words of the text, and what was said is an exact slice of it."""
    missing = [
        (row["id"], field, words)
        for row in rows(half)
        for field, words in labels(row)
        if not places(row["text"], words) and words not in row["text"]
    ]
    missing += [
        (r["id"], "content", c["content"]) for r in rows(half) for c in r["claims"] if c["content"] not in r["text"]
    ]
    assert missing == []


@pytest.mark.parametrize("half", HALVES)
def test_every_label_is_one_of_the_contract(half: str) -> None:
    """Types, statuses, stances, subtypes, names' labels, dates and ranges are those of the analysis contract."""
    for row in rows(half):
        assert row["relevant"] or not (row["events"] or row["claims"]), row["id"]
        for event in row["events"]:
            type_ = EventType(event["type"])
            assert Status(event["status"])
            assert all(EventType(other) and Status(status) for other, status in event.get("also", {}).items())
            assert (type_ is EventType.THREATEN) == (event["status"] == "threatened"), (row["id"], event)
            assert event.get("subtype") is None or event["subtype"] in SUBTYPES[type_], (row["id"], event)
            assert type_ is not EventType.POSTURE or event.get("optional") or event["subtype"], (row["id"], event)
            for day in (event.get("date"), event.get("date_end")):
                assert day is None or date.fromisoformat(day) <= date(2026, 12, 31)
            for low, high in (event[f] for f in ("count", "fatalities", "injured") if f in event):
                assert high is None or low <= high
        assert all(Stance(claim["stance"]) and isinstance(claim["direct"], bool) for claim in row["claims"])
        assert {label for _, label in row.get("entities", ())} <= LABELS


@pytest.mark.parametrize("half", HALVES)
def test_everything_is_covered(half: str) -> None:
    """Each half has at least 75 paragraphs, and three of every type, status, stance and posture."""
    events, claims = required(half, "events"), required(half, "claims")
    assert len(rows(half)) >= 75
    assert sum("entities" in row for row in rows(half)) >= 30
    assert sum(not row["relevant"] for row in rows(half)) >= 10
    counted: Counter[str] = Counter(event["type"] for event in events)
    counted.update(event["status"] for event in events)
    counted.update(claim["stance"] for claim in claims)
    counted.update(event["subtype"] for event in events if event["type"] == "POSTURE")
    wanted = [*EventType, *Status, *Stance, *POSTURE_SUBTYPES]
    assert {name: counted[name] for name in wanted if counted[name] < LEAST} == {}


def test_no_paragraph_is_in_both_halves() -> None:
    """The blind half shares neither an id nor a text with the open one."""
    opened, blind = (rows(half) for half in HALVES)
    assert not {row["id"] for row in opened} & {row["id"] for row in blind}
    assert not {row["text"] for row in opened} & {row["text"] for row in blind}
