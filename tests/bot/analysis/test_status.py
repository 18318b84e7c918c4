"""How real an event is, as the text tells it."""

from __future__ import annotations

from datetime import date

import pytest

from bot.analysis.pipeline import analyse
from storage.model.findings import EventType, Status

TODAY = date(2026, 3, 10)


def statuses(text: str, type_: EventType = EventType.ASSAULT) -> list[Status]:
    """The statuses of the events of a class, each trigger once."""
    events = analyse(text, published=TODAY, gate=False).events
    return list({e.trigger.start: e.status for e in events if e.type is type_}.values())


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Rebels attacked the base.", Status.OCCURRED),
        ("Police said rebels attacked the base.", Status.OCCURRED),
        ("Rebels are attacking the base.", Status.ONGOING),
        ("Rebels continued to attack the base.", Status.ONGOING),
        ("Rebels will attack the base.", Status.PLANNED),
        ("Rebels plan to attack the base.", Status.PLANNED),
        ("Rebels are preparing to attack the base.", Status.PLANNED),
        ("The general ordered his troops to attack the base.", Status.PLANNED),
        ("The army said it would attack the base.", Status.PLANNED),
        ("Rebels could attack the base.", Status.HYPOTHETICAL),
        ("Rebels may be planning attacks on the base.", Status.HYPOTHETICAL),
        ("Police foiled an attack on the base.", Status.HYPOTHETICAL),
        ("Rebels tried to attack the base.", Status.HYPOTHETICAL),
        ("The rebels would have attacked the base.", Status.HYPOTHETICAL),
        ("Officials fear an attack on the base.", Status.HYPOTHETICAL),
        ("The army denied that it had attacked the village.", Status.DENIED),
        ("The army denied attacking the village.", Status.DENIED),
        ("The army denied involvement in the attack on the village.", Status.DENIED),
        ("The ministry accused the rebels of attacking the village.", Status.CLAIMED),
        ("The ministry blamed the rebels for the attack on the village.", Status.CLAIMED),
        ("The rebels claimed responsibility for the attack on the village.", Status.CLAIMED),
        ("The rebels claimed to have attacked the village.", Status.CLAIMED),
        ("Rebels allegedly attacked the village.", Status.CLAIMED),
        ("Kabul repeated the charge that rebels had attacked the village.", Status.CLAIMED),
        ("Rebels attacked the village in 2019.", Status.HISTORICAL),
        ("Rebels attacked the village last year.", Status.HISTORICAL),
        ("A ceremony marked the anniversary of the attack on the village.", Status.HISTORICAL),
    ],
)
def test_status_of_an_assault(text: str, status: Status) -> None:
    """Tense, modality, embedding and dates give the status."""
    assert statuses(text) == [status]


@pytest.mark.parametrize(
    "text",
    [
        "No group claimed responsibility for the attack.",
        "The village was not attacked.",
        "There was no attack on the village.",
        "Residents demanded an end to attacks on the village.",
        "Rebels refused to attack the village.",
    ],
)
def test_what_the_text_takes_back_is_no_event(text: str) -> None:
    """Negated, demanded and refused acts are no events that happened."""
    assert Status.OCCURRED not in statuses(text)
    assert Status.ONGOING not in statuses(text)


def test_a_negation_that_somebody_says_is_a_denial() -> None:
    """Not the narrator but a speaker takes it back."""
    assert statuses('"Our troops did not attack the village," the general, Omar Bashir, said.') == [Status.DENIED]


def test_a_condition_makes_it_hypothetical() -> None:
    """What stands in an if-clause has not happened."""
    assert statuses("Schools will close if rebels attack the town.") == [Status.HYPOTHETICAL]


@pytest.mark.parametrize(
    ("text", "type_", "status"),
    [
        ("Zandia decided to withdraw its troops from Quorvia.", EventType.RETREAT, Status.OCCURRED),
        ("Zandia agreed to withdraw its troops from Quorvia.", EventType.RETREAT, Status.PLANNED),
        ("Zandia will impose sanctions on Quorvia.", EventType.SANCTION, Status.PLANNED),
        ("France is to send 400 gendarmes to New Caledonia.", EventType.MOBILIZE, Status.PLANNED),
    ],
)
def test_measures_that_are_decided_have_occurred(text: str, type_: EventType, status: Status) -> None:
    """Deciding is enough for measures, agreeing and announcing are plans."""
    assert statuses(text, type_) == [status]


def test_a_year_without_known_publication_is_history() -> None:
    """Without a publication date an explicit year makes it background."""
    events = analyse("Rebels attacked the village in 2019.", gate=False).events
    assert {e.status for e in events} == {Status.HISTORICAL}


@pytest.mark.parametrize(
    "text",
    [
        "The attack in Moscow, which killed 140, was planned abroad.",
        "The bombing, in which 22 people died, was planned for months, prosecutors said.",
        "The raid, in which three soldiers were killed, was planned by a local cell.",
        "During the exercise, gunmen attacked the base and killed two soldiers.",
        "Hours after gunmen killed nine people in Kano, police closed the roads.",
    ],
)
def test_deaths_that_are_told_prove_that_it_happened(text: str) -> None:
    """Whoever planned an attack that killed, it has occurred."""
    assert set(statuses(text)) == {Status.OCCURRED}


def test_deaths_inside_a_plan_prove_nothing() -> None:
    """A planned attack "that would have killed hundreds" stays unreal."""
    found = statuses("The group planned an attack that would have killed hundreds in Vienna.")
    assert found
    assert Status.OCCURRED not in found


@pytest.mark.parametrize(
    "text",
    [
        "A decade after gunmen killed 132 children at a school in Peshawar, survivors still need treatment.",
        "Two decades after the attack on the Beslan school, the families still wait for answers.",
    ],
)
def test_what_is_years_before_the_news_is_historical(text: str) -> None:
    """Years and decades "after" an attack make it background."""
    assert set(statuses(text)) == {Status.HISTORICAL}


@pytest.mark.parametrize(
    "text",
    [
        "In the war game, China attacked Taiwan and sank two American carriers.",
        "The film tells how terrorists attack a train and kill the prime minister.",
        "In the novel, rebels bomb the palace and kill the queen.",
    ],
)
def test_what_is_invented_is_hypothetical(text: str) -> None:
    """Attacks in war games, films and novels have not occurred."""
    assert set(statuses(text)) == {Status.HYPOTHETICAL}


@pytest.mark.parametrize(
    "text",
    [
        "Israel will attack Iran if talks fail, an analyst said.",
        "Turkey will invade northern Syria if the talks collapse, analysts said.",
    ],
)
def test_forecasts_of_outsiders_are_hypothetical(text: str) -> None:
    """What an analyst says that others will do is nobody's plan and no threat; the condition stays."""
    found = analyse(text, gate=False).events
    assert {(e.type, e.status) for e in found} == {(EventType.ASSAULT, Status.HYPOTHETICAL)}
    assert all(e.condition is not None and e.condition.text.startswith("if ") for e in found)


def test_a_planned_attack_keeps_its_condition() -> None:
    """What is planned under a condition is told with it."""
    found = analyse("The army will storm Goma if the rebels do not leave.", gate=False).events
    assert [(e.status, e.condition.text) for e in found if e.type is EventType.ASSAULT and e.condition] == [
        (Status.PLANNED, "if the rebels do not leave")
    ]


def test_an_attack_that_nobody_claims_is_not_claimed() -> None:
    """ "Nobody claimed responsibility" is no claim."""
    assert statuses("Nobody claimed responsibility for the attack.") == []
