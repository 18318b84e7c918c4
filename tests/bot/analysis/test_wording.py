"""The ordinary ways of news to say what states, parties and crowds do to each other, and what is no attack."""

from __future__ import annotations

import pytest

from bot.analysis.pipeline import analyse
from storage.model.findings import Event, EventType


def events(text: str) -> tuple[Event, ...]:
    """All events of a text, whatever the gate thinks of it."""
    return analyse(text, gate=False).events


def types(text: str) -> set[EventType]:
    """The classes that a text tells."""
    return {e.type for e in events(text)}


def sides(text: str, type_: EventType) -> set[tuple[str | None, str | None]]:
    """Who and whom, of one class."""
    return {
        (e.actor.text if e.actor else None, e.target.text if e.target else None)
        for e in events(text)
        if e.type is type_
    }


@pytest.mark.parametrize(
    ("type_", "text"),
    [
        (EventType.COOPERATE, "Kenya and Uganda launched joint patrols on Lake Victoria on Monday."),
        (EventType.COOPERATE, "Ghana and Togo resumed rail traffic between their capitals."),
        (EventType.COOPERATE, "Qatar and Bahrain restored air links on Sunday."),
        (EventType.COOPERATE, "Armenia deepened military cooperation with Georgia."),
        (EventType.COOPERATE, "Vietnam expanded trade with Laos despite the dispute."),
        (EventType.AID, "China pledged 30 million dollars in aid to Fiji."),
        (EventType.AID, "The World Bank extended a loan to Zambia."),
        (EventType.AID, "Poland lent Estonia two batteries of air defence."),
        (EventType.AID, "Saudi Arabia wired $500 million to Pakistan."),
        (EventType.RETREAT, "A Syrian general defected and fled to Turkey."),
        (EventType.RETREAT, "Iran released a seized tanker."),
        (EventType.RETREAT, "Government forces retreated from three villages."),
        (EventType.PROTEST, "Workers staged a sit-in at the ministry of finance."),
        (EventType.AGREE, "Rwanda agreed to withdraw its troops."),
        (EventType.AGREE, "Iran agreed to allow inspectors into the plant."),
        (EventType.CONCEDE, "Parliament scrapped the tax after weeks of unrest."),
        (EventType.SANCTION, "Iran banned British aircraft from its airspace."),
        (EventType.MOBILIZE, "Taiwan called up reservists."),
        (EventType.ASSAULT, "A suicide bomber struck a market in Maiduguri."),
    ],
)
def test_the_class_is_found(type_: EventType, text: str) -> None:
    """A deed in everyday wording is told with its class."""
    assert type_ in types(text)


@pytest.mark.parametrize(
    ("type_", "text", "pair"),
    [
        (EventType.AID, "Poland lent Estonia two batteries of air defence.", ("Poland", "Estonia")),
        (EventType.AID, "The World Bank extended a loan to Zambia.", ("World Bank", "Zambia")),
        (EventType.SUPPORT, "Britain gave its backing to Guyana.", ("Britain", "Guyana")),
        (EventType.COOPERATE, "Niger and Chad set up a joint force to guard the frontier.", ("Niger", "Chad")),
        (EventType.RETREAT, "Azerbaijan and Armenia exchanged prisoners on Thursday.", ("Azerbaijan", "Armenia")),
        (
            EventType.AGREE,
            "Colombia's government and the rebels signed a protocol.",
            ("Colombia's government", "rebels"),
        ),
    ],
)
def test_who_and_whom(type_: EventType, text: str, pair: tuple[str, str]) -> None:
    """The two sides stand in their places, not the thing they exchange."""
    assert pair in sides(text, type_)


@pytest.mark.parametrize(
    ("text", "only"),
    [
        ("The government eased a curfew in the capital.", EventType.CONCEDE),
        ("Colombia suspended talks with the ELN.", EventType.SANCTION),
        ("Japan halted aid to North Korea.", EventType.SANCTION),
        ("Bolivia signed a border treaty with Chile.", EventType.AGREE),
    ],
)
def test_what_a_verb_ends_or_signs_is_no_second_event(text: str, only: EventType) -> None:
    """The object of the verb is part of its act."""
    assert types(text) == {only}


@pytest.mark.parametrize(
    "text",
    [
        "Three people were killed in a car accident near Lyon.",
        "Four workers were killed when a crane collapsed.",
        "Seven were injured in a gas explosion at a restaurant.",
        "A lightning strike killed two hikers.",
        "Two climbers died in an avalanche in the Alps.",
        "A bus crash killed 14 pilgrims in Rajasthan.",
        "Nine residents were killed in a fire at a nursing home.",
        "Brazil battled Argentina for a place in the final.",
    ],
)
def test_accidents_and_matches_are_no_attacks(text: str) -> None:
    """Deaths without a hostile hand, and teams that battle each other, are no assault."""
    assert events(text) == ()


@pytest.mark.parametrize(
    "text",
    [
        "Three people were killed in a gas attack near Douma.",
        "Nine soldiers were killed in artillery fire near Bakhmut.",
        "Five people were killed when a car crashed into a crowd of worshippers.",
        "Twelve people were killed in the bombing of a bus.",
        "Hezbollah battled Israeli troops in the final hours before the truce.",
        "Gunmen attacked a bus after a match in Kano.",
        "Missiles struck a road near Kharkiv.",
    ],
)
def test_hostile_deaths_stay_attacks(text: str) -> None:
    """The words for accidents and matches take no attack away."""
    assert EventType.ASSAULT in types(text)
