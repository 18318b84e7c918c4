"""Demands that are told by what somebody must or should do, and by what one power wants of another."""

from __future__ import annotations

import pytest

from bot.analysis.pipeline import analyse
from storage.model.findings import Event, EventType


def demands(text: str) -> list[Event]:
    return [e for e in analyse(text, gate=False).events if e.type is EventType.DEMAND]


@pytest.mark.parametrize(
    ("text", "actor", "target"),
    [
        ("Russia must withdraw its troops from Georgia, Chancellor Merz said.", "Merz", "Russia"),
        ("Israel should end the war now, Macron told reporters.", "Macron", "Israel"),
        ("Iran has to stop enriching uranium, Rubio said.", "Rubio", "Iran"),
        ("The junta must hand over power by March, ECOWAS said.", "ECOWAS", "junta"),
        ('"You must release our people," the envoy told the junta.', "envoy", "junta"),
        ("Hamas must release all the hostages, the White House said.", "White House", "Hamas"),
        ("The president should step down, opposition leader Anwar said.", "Anwar", "president"),
        ("Cairo wants the RSF to quit the bridge.", "Cairo", "RSF"),
        ("The US wants Ukraine to accept the plan by Thursday.", "US", "Ukraine"),
        ("Prosecutors asked the court to jail the former minister for life.", "Prosecutors", "court"),
    ],
)
def test_what_a_power_must_do_is_demanded_of_it(text: str, actor: str, target: str) -> None:
    """The speaker demands it of the one who is to yield."""
    assert [(e.actor and e.actor.text, e.target and e.target.text) for e in demands(text)] == [(actor, target)]


@pytest.mark.parametrize(
    "text",
    [
        "The minister should be ashamed, the mother said.",
        "Children must wear a helmet, the ministry said.",
        "Drivers must stop at the border, the ministry said.",
        "The referee should have stopped the game, the manager said.",
        "Everyone should leave the building, the mayor said.",
        "We must end this war, the Ukrainian president said.",
        "The company must stop polluting the river, residents said.",
        "The club wants the striker to leave.",
        "The bank wants staff to return to the office.",
        "Cambodia must pull back its guns by noon or Thai jets will do it for them, the army in Bangkok said.",
    ],
)
def test_duties_of_customers_and_of_oneself_are_no_demands(text: str) -> None:
    """Rules, advice, one's own duty, what should have been; with an "or" it is a threat."""
    assert demands(text) == []
