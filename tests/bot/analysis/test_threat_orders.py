"""Threats inside orders, promises and rights that are reserved; what others are called upon to do."""

from __future__ import annotations

import pytest

from bot.analysis import relevance
from bot.analysis.pipeline import analyse
from storage.model.findings import Event, EventType, Status

TOLD = [
    ("Gunmen told villagers to pay a tax or be killed.", "Gunmen", "villagers"),
    ("The jihadists ordered Christians to convert or die.", "jihadists", "Christians"),
    ("Rebels gave police until Friday to surrender or be attacked.", "Rebels", "police"),
    ("In a video, the group's leader called on followers to attack Western embassies.", "leader", "Western embassies"),
    ("Islamic State urged Muslims in Europe to kill disbelievers.", "Islamic State", "disbelievers"),
    ("The cleric called for the killing of soldiers.", "cleric", "soldiers"),
    ("A spokesman for al-Qaida called for attacks on oil facilities in Saudi Arabia.", "spokesman", "oil facilities"),
    ("The rebels said they would march on Kinshasa.", "rebels", "Kinshasa"),
    ("The Revolutionary Guards reserve the right to retaliate, a commander said.", "Guards", ""),
    ("President Nicolas Maduro promised armed struggle should the United States invade.", "Maduro", ""),
    ("Dmitry Medvedev said any NATO troops in Ukraine would be legitimate targets.", "Medvedev", "NATO troops"),
    ("The separatists said those who disobey would be punished.", "separatists", "those"),
]
NOT_TOLD = [
    "The minister told people to stay at home or face a fine.",
    "The government urged people to fight corruption.",
    "The president called on citizens to defend the country.",
    "Washington urged Israel to strike Hamas leaders.",
    "The mayor asked members to vote or resign.",
    "Elbonia recalled its ambassador in protest over the airstrike.",
]


def events(text: str) -> list[Event]:
    return list(analyse(text, gate=False).events)


@pytest.mark.parametrize(("text", "actor", "target"), TOLD)
def test_orders_with_an_or_else_and_calls_to_use_force_are_threats(text: str, actor: str, target: str) -> None:
    """One THREATEN event with who threatens whom."""
    [event] = [e for e in events(text) if e.type is EventType.THREATEN]
    assert event.status is Status.THREATENED
    assert event.actor is not None
    assert actor in event.actor.text
    assert (target in event.target.text) if event.target is not None else not target


@pytest.mark.parametrize("text", NOT_TOLD)
def test_orders_without_force_and_demands_on_allies_are_no_threats(text: str) -> None:
    """An order, an appeal or a demand alone."""
    assert not [e for e in events(text) if e.type is EventType.THREATEN]


def test_the_attacks_that_are_announced_are_no_event_beside_the_threat() -> None:
    """ "More attacks would follow unless" is what is threatened."""
    found = events("Al-Shabab warned Kenyans that more attacks would follow unless their troops withdraw from Somalia.")
    assert [e.type for e in found] == [EventType.THREATEN]


def test_what_is_avenged_has_happened() -> None:
    """ "Vowed revenge for the killing of his brother": the killing is told as a fact."""
    found = events("The warlord vowed revenge for the killing of his brother.")
    assert {e.type: e.status for e in found} == {
        EventType.THREATEN: Status.THREATENED,
        EventType.ASSAULT: Status.OCCURRED,
    }


def test_in_protest_is_a_manner() -> None:
    """ "Recalled its ambassador in protest" tells of no protest."""
    found = events("Elbonia has recalled its ambassador from Latveria in protest over the airstrike.")
    assert [e.type for e in found] == [EventType.SANCTION]


def test_who_is_asked_for_something_is_the_target() -> None:
    """ "Asked the United Nations for peacekeepers": the United Nations."""
    [event] = events("Sangala asked the United Nations for peacekeepers.")
    assert event.target is not None
    assert event.target.text == "United Nations"


def test_a_sentence_of_two_states_counts_as_told() -> None:
    """One state's deed towards another in a single sentence needs no words of war."""
    text = "Anchuria offered to mediate between Ishmaelia and Honduras."
    with_states, without = analyse(text), analyse("Anna offered to mediate between Ishmael and Honoria.")
    assert with_states.relevance > without.relevance
    assert with_states.relevance >= relevance.LENIENT_THRESHOLD
