"""Trees that are plainly wrong are put right: who did it, and to whom a participle, a number or a charge belongs."""

from __future__ import annotations

import pytest

from storage.model.findings import Event, EventType
from tests.bot.analysis.told import events


def assaults(text: str) -> list[Event]:
    """The acts of violence of a text."""
    return events(text, EventType.ASSAULT)


def test_who_calls_a_shooting_terror_shot_nobody() -> None:
    """A judgement on a shooting has no part in it."""
    text = (
        "Two guards were shot in an ambush on Wednesday. President Donald Trump called the shooting an act of terror."
    )
    assert [e.actor for e in assaults(text) if e.actor] == []


@pytest.mark.parametrize(
    ("text", "actor"),
    [
        (
            "A paraglider dropped bombs on a crowd in Chaung U, killing at least 20, a spokesman told the BBC.",
            "paraglider",
        ),
        ("Gunmen stormed a farm near Jos, killing nine, an official told reporters.", "Gunmen"),
    ],
)
def test_who_tells_of_the_dead_killed_nobody(text: str, actor: str) -> None:
    """The speaker behind a participle is not its subject."""
    assert {e.actor.text for e in assaults(text) if e.actor} == {actor}


def test_who_runs_the_hospital_did_not_attack_it() -> None:
    """A participle belongs to the noun right before it."""
    text = "Rebels killed at least 20 civilians in an attack on a hospital run by a Catholic order in Byambwe."
    assert {e.actor.text for e in assaults(text) if e.actor} == {"Rebels"}


@pytest.mark.parametrize(
    "text",
    [
        "A boat carrying 75 refugees caught fire off Tobruk, killing at least 50, the IOM said.",
        "A ferry capsized on the Congo River, killing 27 people.",
        "The bridge collapsed at rush hour, injuring dozens.",
    ],
)
def test_accidents_kill_without_an_attack(text: str) -> None:
    """The dead of a fire on a boat are no act of violence."""
    assert assaults(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "A driver ploughed into a crowd of shoppers in Magdeburg, killing six people.",
        "A rocket crashed into a market in Sumy, killing six people.",
    ],
)
def test_what_is_driven_or_fired_at_people_attacks_them(text: str) -> None:
    """A crowd hit is an attack until somebody says otherwise."""
    assert [e.fatalities.low for e in assaults(text) if e.fatalities] == [6]
