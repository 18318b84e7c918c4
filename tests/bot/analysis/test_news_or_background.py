"""What is news of today, what a sum, a plan or what has been: as whole articles tell it."""

from __future__ import annotations

from datetime import date

import pytest

from bot.analysis.pipeline import read
from storage.model.findings import EventType, Status
from tests.bot.analysis.told import events


def test_a_time_in_a_since_clause_is_not_the_events() -> None:
    """ "Has struck almost daily since a truce took effect a year ago" is no event of last year."""
    (strikes,) = events(
        "Israel has struck southern Lebanon almost daily since a ceasefire took effect a year ago.", EventType.ASSAULT
    )
    assert strikes.date is None


def test_a_past_tense_does_not_share_the_modal_before_it() -> None:
    """ "Would close the consulate and deployed soldiers": the soldiers are there."""
    (deployed,) = events(
        "Poland said it would close the last consulate and deployed 10,000 soldiers to guard railways.",
        EventType.MOBILIZE,
    )
    assert deployed.status is Status.OCCURRED


@pytest.mark.parametrize(
    "text",
    [
        "Troops would stay until the last tunnel is destroyed, the minister said.",
        "The siege will last until the rebels are killed, the general said.",
    ],
)
def test_until_something_is_done_it_is_not(text: str) -> None:
    """A clause with "until" in the present is not yet so."""
    assert [e.status for e in events(text, EventType.ASSAULT)] == [Status.HYPOTHETICAL]


@pytest.mark.parametrize(
    ("text", "types"),
    [
        ("Thailand suspended a truce with Cambodia on Monday.", ["REJECT"]),
        ("The company had lost contact with the crew.", []),
    ],
)
def test_what_is_undone_is_not_done(text: str, types: list[str]) -> None:
    """A truce suspended is none, contact lost no meeting."""
    assert [e.type.value for e in read(text, gate=False).analysis.events] == types


def test_the_attackers_death_is_another_deed() -> None:
    """Who was shot is not the one who shot."""
    text = "The mayor of Uruapan was gunned down on Saturday. The attacker, a boy of 17, was killed at the scene."
    assert [e.target.text for e in events(text, EventType.ASSAULT) if e.target] == ["mayor of Uruapan", "attacker"]


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Drug cartels have killed at least 14 mayors since 2022.", Status.HISTORICAL),
        ("Drug cartels have killed at least 14 mayors since Nov. 2.", Status.OCCURRED),
        ("Dozens of people have been shot since the fall of Assad.", Status.OCCURRED),
    ],
)
def test_a_sum_over_years_is_background(text: str, status: Status) -> None:
    """How many were killed in years is no news of a killing."""
    first = read(text, gate=False, published=date(2026, 11, 23)).analysis.events[0]
    assert first.status is status


def test_a_strike_called_for_a_day_is_planned() -> None:
    """The day it is called for is the next one, and it has not been yet."""
    (strike,) = read("Unions called a strike for Dec. 2.", published=date(2026, 11, 23)).analysis.events
    assert (strike.status, strike.date) == (Status.PLANNED, date(2026, 12, 2))


def test_sabotage_called_likely_is_not_done() -> None:
    """A judgement on what may come."""
    (sabotage,) = events('The intelligence chief called Russian sabotage "likely".', EventType.ASSAULT)
    assert sabotage.status is Status.HYPOTHETICAL


@pytest.mark.parametrize(
    "text",
    [
        "Tens of thousands of civilians have been killed in the conflict.",
        "The war has killed tens of thousands of people.",
        "Since the truce began, 318 Palestinians have been killed, the ministry said.",
    ],
)
def test_the_dead_of_a_war_are_background(text: str) -> None:
    """A sum of deaths is no attack of today."""
    assert [e.status for e in events(text, EventType.ASSAULT)] == [Status.HISTORICAL]


def test_aircraft_that_a_threat_would_meet_have_done_nothing() -> None:
    """Whom a threat is against is told in the present, and has not come."""
    text = "Russia has warned that it would shoot down NATO aircraft that violate its airspace."
    assert [e.status for e in events(text, EventType.MOBILIZE)] == [Status.HYPOTHETICAL]
