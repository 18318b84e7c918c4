"""What did not happen is never told as if it had, whichever part of the sentence takes it back."""

from __future__ import annotations

import pytest

from bot.analysis.pipeline import analyse
from storage.model.findings import Event, EventType, Status


def assaults(text: str) -> list[Event]:
    return [e for e in analyse(text, gate=False).events if e.type is EventType.ASSAULT]


NARRATED = [
    "The army had fired no shell in the district.",
    "No drone struck the base on Monday.",
    "Neither side fired rockets at the town.",
    "Neither the army nor the rebels shelled the town on Monday.",
    "The rebels fired not a single shot.",
    "Troops walked through the town without firing a shot.",
    "None of the missiles hit the base.",
    "Rebels in the hills have no plans to attack the town.",
]


@pytest.mark.parametrize("text", NARRATED)
def test_what_the_text_itself_takes_back_is_no_event(text: str) -> None:
    assert assaults(text) == []


SPOKEN = [
    "The army said that it had fired no shell in the district.",
    "No drone struck the base, the ministry said.",
    "A spokesman said no rocket was fired at the town.",
    "The commander said that none of its fighters had attacked the village.",
    "“We shelled no town,” said the commander.",
    "Soldiers walked through the village in Nigeria without firing a shot, residents said.",
]


@pytest.mark.parametrize("text", SPOKEN)
def test_what_somebody_says_did_not_happen_is_denied(text: str) -> None:
    assert [e.status for e in assaults(text)] == [Status.DENIED]


@pytest.mark.parametrize(
    "text",
    [
        "No soldier was killed in the attack.",
        "No soldier was killed in the attack, the army said.",
        "Nobody was hurt in the attack on the base.",
        "No one was killed in the attack on the base in Iraq.",
        "There were no casualties when a drone hit the base in Iraq.",
        "Rebels attacked the base in Iraq, but no soldiers were killed.",
        "No group has claimed the bombing in Kabul.",
    ],
)
def test_an_attack_without_victims_is_an_attack(text: str) -> None:
    assert [e.status for e in assaults(text)] == [Status.OCCURRED]


@pytest.mark.parametrize(
    "text",
    ["No soldier was killed in the attack, the army said.", "No one was killed in the attack on the base in Iraq."],
)
def test_an_attack_without_victims_has_no_dead_and_hits_nobody(text: str) -> None:
    (event,) = assaults(text)
    assert event.fatalities is None
    assert event.target is None or event.target.text == "base"


@pytest.mark.parametrize(
    "text",
    [
        "No fewer than 12 soldiers were killed in the attack on the base in Mali.",
        "Not only did rebels attack the base, they also burned the town.",
        "With no warning, drones struck the base.",
        "Gunmen attacked the village no less than three times.",
    ],
)
def test_a_no_that_denies_nothing_leaves_the_attack(text: str) -> None:
    assert [e.status for e in assaults(text)] == [Status.OCCURRED]


def test_troops_that_were_not_sent_are_no_mobilisation() -> None:
    events = analyse("No troops were deployed to the border with Kenya.", gate=False).events
    assert [e for e in events if e.type is EventType.MOBILIZE] == []
