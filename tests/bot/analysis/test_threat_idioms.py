"""Threats in set phrases, in implied words and under conditions of what others may do."""

from __future__ import annotations

import pytest

from bot.analysis.pipeline import analyse
from storage.model.findings import Event, EventType

THREATS = [
    ('"Our fingers are on the trigger," the Guards commander said.', "commander"),
    ('"Your days are numbered," the group told the mayor in a video.', "group"),
    ("Any ship that enters the gulf without permission does so at its own risk, the Houthis said.", "Houthis"),
    ("China said Taiwan was playing with fire and would get burned.", "China"),
    ("The Taliban told the BBC that foreign soldiers would leave in coffins.", "Taliban"),
    ('"Stop writing about the disappeared or you will join them," the note said.', "note"),
    ("Unless the tax is lifted, no aid truck will pass Nesitu, militia leader Peter Lokwat said.", "Peter Lokwat"),
    ("Serbia's president said any arrest of Serbs in the north would be met by force.", "president"),
    ("Iran has said it could close the Strait of Hormuz.", "Iran"),
    ("A pamphlet gave shopkeepers until Friday to close or have their shops burned.", "pamphlet"),
    ("The rebels set a deadline of 48 hours for the governor to resign.", "rebels"),
    ('Riyadh reserves the right to answer "at a time of its choosing", the spokesman added.', "Riyadh"),
    (
        "If Israel so much as touches our reactors, Haifa will cease to exist, warned Hossein Daneshvar, an MP.",
        "Hossein",
    ),
]
NONE = [
    "“Separate them at once,” the veterinarian warned. “Otherwise blood will flow.”",
    "“That was a grave mistake,” the minister said.",
    "“We finish the job on Saturday,” the coach said.",
    "Time is running out for the species, scientists said.",
    "The soldiers paid the ultimate price, the president said.",
]


def threats(text: str) -> list[Event]:
    return [e for e in analyse(text, gate=False).events if e.type is EventType.THREATEN]


@pytest.mark.parametrize(("text", "actor"), THREATS)
def test_threats_without_a_word_of_threatening(text: str, actor: str) -> None:
    """One threat, by whoever says it."""
    [event] = threats(text)
    assert event.actor is not None
    assert actor in event.actor.text


@pytest.mark.parametrize("text", NONE)
def test_set_phrases_of_those_who_threaten_nobody(text: str) -> None:
    """Vets, coaches, scientists, and what is over."""
    assert threats(text) == []


@pytest.mark.parametrize(
    ("text", "dead", "injured"),
    [
        ("Gunmen ambushed a convoy, leaving 19 of them dead and another dozen with gunshot wounds.", 19, 12),
        ("A Turkish strike on a vehicle cost the lives of three commanders.", 3, None),
        ("Drones slammed into a block. Six residents did not survive.", 6, None),
        ("Gunmen raided the village. Thirty-four bodies had been buried by Monday morning.", 34, None),
        ("Soldiers opened fire on the village. Eight others suffered bullet wounds.", None, 8),
        ("Not one of the 14 patients was hurt when a bomb hit the hospital.", None, None),
        ("A man shot five co-workers, three of them fatally.", 3, None),
    ],
)
def test_tolls_in_other_words(text: str, dead: int | None, injured: int | None) -> None:
    """How news tells of the dead and injured without saying so."""
    found = [e for e in analyse(text, gate=False).events if e.type is EventType.ASSAULT]
    assert {e.fatalities.low if e.fatalities else None for e in found} == {dead}
    assert {e.injured.low if e.injured else None for e in found} == {injured}
