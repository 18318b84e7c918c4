"""Animals, accidents, markets and critics in warlike words are no assault; violence in the same words is."""

from __future__ import annotations

import pytest

from bot.analysis.pipeline import analyse
from storage.model.findings import EventType


def assaults(text: str) -> list[str]:
    """The triggers of the assaults of a text, read without the gate."""
    return [e.trigger.text for e in analyse(text, gate=False).events if e.type is EventType.ASSAULT]


@pytest.mark.parametrize(
    "text",
    [
        "Sharks attacked two surfers off Perth.",
        "A shark attack off Perth injured a surfer, and officials closed four beaches.",
        "Locusts have invaded six provinces of Ethiopia, destroying crops.",
        "Killer whales attacked three yachts off Gibraltar.",
        "A gas cylinder exploded in a restaurant in Hanoi, injuring six diners.",
        "The mayor was ambushed by reporters outside the town hall.",
        "Activist investors ambushed the chairman at the annual meeting.",
        "Critics slaughtered the musical.",
        "The start-up was executed by its creditors in a Delaware court.",
        "Police were fighting a losing battle to keep fans off the pitch.",
        "The drug attacked cancer cells in mice.",
    ],
)
def test_warlike_words_for_harmless_things_are_no_assault(text: str) -> None:
    """Nobody is attacked by anybody."""
    assert assaults(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "The Tigers ambushed a convoy near Jaffna, killing six soldiers.",
        "Drug cartel gunmen killed four policemen in Culiacan.",
        "An Islamic State cell attacked a checkpoint in Kirkuk.",
        "A sleeper cell attacked the embassy.",
        "A gas cylinder bomb exploded at a market in Kabul.",
        "Hornet jets struck a militant camp in Yemen.",
        "Bear bombers struck Kharkiv overnight.",
        "Reporters were ambushed by gunmen near Gao.",
        "The army shelled a fireworks factory.",
        "Rebels detonated an explosive charge under the bridge.",
    ],
)
def test_violence_in_the_same_words_stays_an_assault(text: str) -> None:
    """Groups, aircraft and bombs that share a name with animals and things."""
    assert assaults(text)


def test_a_wildfire_coerces_nobody() -> None:
    """ "forced thousands to flee" is what fires and floods do as well."""
    events = analyse("A wildfire near Athens forced thousands to flee.", gate=False).events
    assert [e for e in events if e.type is EventType.COERCE] == []
