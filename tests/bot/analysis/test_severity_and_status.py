"""Each rule of docs/analysis.md for severity and status."""

from __future__ import annotations

from datetime import date

import pytest

from bot.analysis.pipeline import analyse
from bot.analysis.severity import severity_of
from storage.model.findings import Event, EventType, Quantity, Severity, Status


def number(low: int) -> Quantity:
    return Quantity(str(low), 0, 1, low, low)


@pytest.mark.parametrize(
    ("text", "severity"),
    [
        ("Gunmen killed 12 villagers in Mali.", Severity.CRITICAL),
        ("A chlorine gas attack on the town of Douma injured 4 people.", Severity.CRITICAL),
        ("Gunmen killed two villagers in Mali.", Severity.HIGH),
        ("Gunmen shot dead a grocer in Mexico.", Severity.HIGH),
        ("Gunmen shot dead a journalist in Mexico.", Severity.CRITICAL),
        ("Israeli air strikes hit a warehouse in Syria.", Severity.HIGH),
        ("Gunmen attacked a police station in Haiti.", Severity.MODERATE),
        ("Rioters torched a bank in Dhaka.", Severity.MODERATE),
        ("Iran threatened to strike Israel.", Severity.HIGH),
        ("Gang members threatened to attack shops in Haiti.", Severity.MODERATE),
        ("China threatened to restrict exports to Japan.", Severity.LOW),
        ("The US ordered the departure of nonessential embassy staff from Iraq.", Severity.HIGH),
        ("The US authorized the departure of nonessential embassy staff from Iraq.", Severity.MODERATE),
        ("Canada updated its travel advisory for Kenya.", Severity.LOW),
        ("Canada urged its citizens to leave Lebanon.", Severity.MODERATE),
        ("Spain reopened its embassy in Damascus.", Severity.INFORMATIONAL),
        ("Thousands of people protested in Tunis.", Severity.LOW),
        ("Russia deployed troops to the border with Finland.", Severity.MODERATE),
        ("The governor imposed a curfew in Guayaquil.", Severity.MODERATE),
        ("Police arrested three journalists in Cairo.", Severity.LOW),
    ],
)
def test_severity_follows_the_act_the_means_and_the_toll(text: str, severity: Severity) -> None:
    events = analyse(text, gate=False).events
    assert [event.severity for event in events] == [severity] * len(events)
    assert events


@pytest.mark.parametrize("status", [Status.HISTORICAL, Status.HYPOTHETICAL, Status.DENIED])
def test_what_is_not_happening_now_is_at_most_low(status: Status) -> None:
    severity, _ = severity_of(EventType.ASSAULT, status, subtype="Air/drone strike", fatalities=number(100))
    assert severity == Severity.LOW


@pytest.mark.parametrize("status", [Status.CLAIMED, Status.PLANNED])
def test_a_claimed_or_planned_assault_is_one_lower(status: Status) -> None:
    severity, _ = severity_of(EventType.ASSAULT, status, subtype="Suicide bomb")
    assert severity == Severity.MODERATE


def test_ten_deaths_are_the_border_of_critical() -> None:
    nine, _ = severity_of(EventType.ASSAULT, Status.OCCURRED, fatalities=number(9))
    ten, _ = severity_of(EventType.ASSAULT, Status.OCCURRED, fatalities=number(10))
    assert (nine, ten) == (Severity.HIGH, Severity.CRITICAL)


def assaults(text: str, published: date | None = None) -> list[Event]:
    return [e for e in analyse(text, published=published, gate=False).events if e.type is EventType.ASSAULT]


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Gunmen attacked a police station in Haiti.", Status.OCCURRED),
        ("Rebels are shelling the town of Goma.", Status.ONGOING),
        ("Rebels were preparing to attack the town of Goma.", Status.PLANNED),
        ("The army will attack the rebel base in Goma.", Status.PLANNED),
        ("Rebels may attack the town of Goma.", Status.HYPOTHETICAL),
        ("If rebels attack the town of Goma, residents will flee.", Status.HYPOTHETICAL),
        ("Officials fear an attack on the airport in Kabul by militants.", Status.HYPOTHETICAL),
        ("Rwanda denied attacking the town of Goma.", Status.DENIED),
        ("Islamic State claimed an attack on a church in Kampala.", Status.CLAIMED),
        ("Militants attacked the airport in 2014.", Status.HISTORICAL),
        ("Kenya marked the anniversary of the attack on the mall by al-Shabaab.", Status.HISTORICAL),
        ("Ukraine accused Russia of shelling a hospital in Kherson.", Status.CLAIMED),
    ],
)
def test_status_is_what_the_text_tells(text: str, status: Status) -> None:
    assert [event.status for event in assaults(text)] == [status]


@pytest.mark.parametrize(
    "text",
    [
        "No attack on the embassy took place.",
        "Rebels have not attacked the town.",
        "The United Nations called on Israel to halt attacks on Gaza.",
        "Iran vowed to strike the base.",
        "Police prevented militants from attacking the parliament.",
    ],
)
def test_what_is_negated_demanded_threatened_or_prevented_is_no_assault_that_occurred(text: str) -> None:
    assert [e for e in assaults(text) if e.status in {Status.OCCURRED, Status.ONGOING}] == []


def test_an_event_of_sixty_days_before_publication_is_still_news_and_later_history() -> None:
    text = "Gunmen attacked a police station in Haiti on 1 March 2025."
    assert [e.status for e in assaults(text, date(2025, 4, 1))] == [Status.OCCURRED]
    assert [e.status for e in assaults(text, date(2025, 6, 1))] == [Status.HISTORICAL]


@pytest.mark.parametrize(
    ("text", "status"),
    [
        (
            "A video had claimed that “unknown persons” had attacked the warehouse with a chemical weapon.",
            Status.CLAIMED,
        ),
        ("A leaflet purported that rebels had attacked the town of Goma.", Status.CLAIMED),
        ("A video had claimed rebels had attacked the town of Goma.", Status.CLAIMED),
        ("There were allegations that soldiers had attacked the town of Goma.", Status.CLAIMED),
        ("A video had claimed that rebels had attacked the town of Goma, but police denied it.", Status.DENIED),
        ("A video claimed that rebels had attacked Goma, but the army dismissed the claim.", Status.DENIED),
        ("The war has claimed many lives since rebels attacked the town of Goma.", Status.OCCURRED),
    ],
)
def test_what_is_inside_a_claim_is_claimed_and_denied_where_somebody_denies_it(text: str, status: Status) -> None:
    assert [e.status for e in analyse(text, gate=False).events if e.type is EventType.ASSAULT] == [status]


@pytest.mark.parametrize(
    ("text", "events"),
    [
        ("No group claimed responsibility in the first hours after the shelling.", 0),
        ("No group has said it was behind the attack on the town of Goma.", 0),
        ("None of the militias has taken responsibility for the bombing in Kano.", 0),
        ("No group has claimed responsibility for the bombing that killed 12 people in Kano.", 1),
        ("Gunmen attacked a village in Mali, and no group has claimed responsibility.", 1),
    ],
)
def test_that_nobody_claims_an_attack_is_no_attack(text: str, events: int) -> None:
    assert len([e for e in analyse(text, gate=False).events if e.type is EventType.ASSAULT]) == events


def test_who_does_not_claim_an_attack_is_not_its_actor() -> None:
    """Nobody is named for it."""
    text = "No group has claimed responsibility for the bombing that killed 12 people in Kano."
    assert [e.actor for e in analyse(text, gate=False).events if e.type is EventType.ASSAULT] == [None]
