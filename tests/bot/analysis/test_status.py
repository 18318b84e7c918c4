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
