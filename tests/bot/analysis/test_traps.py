"""Words that look like security news and are none, and names that are no countries. One trap a test."""

from __future__ import annotations

from datetime import date

import pytest

from bot.analysis.pipeline import analyse
from storage.model.findings import Event, EventType, Status


def events(text: str, published: date | None = None) -> tuple[Event, ...]:
    """Every event, whatever the relevance: a trap must hold without the gate."""
    return analyse(text, published=published, gate=False).events


def of_type(text: str, type_: EventType) -> list[Event]:
    return [event for event in events(text) if event.type is type_]


def countries(text: str) -> set[str]:
    return {country.code for country in analyse(text, gate=False).countries}


NOT_AN_ASSAULT = [
    "Germany strikes deal with Qatar on liquefied gas.",
    "Strike action by rail staff stopped trains across France on Monday.",
    "The country has been unable to strike a balance between Russia and China.",
    "The new superhero film bombed at the box office in its first weekend.",
    "The shooting guard scored 31 points against Boston.",
    "Trump fires aide after a row over trade.",
    "The retailer closed its mortar and brick stores in Spain.",
    "The minister was taken to hospital after an attack of asthma.",
    "The president of Peru died of a heart attack at his home.",
    "A militant vegan protested alone with a cake outside the bakery.",
    "A killer whale was seen off the coast of Norway.",
    "The firm reported explosive growth in Indonesia.",
    "Shares of the airline were hit by rising fuel prices in India.",
    "The striker shot wide and Spain won the match.",
    "The senator attacked the president's record on housing.",
    "Heavy rain hit the capital of Kenya.",
    "The director shot the film in Jordan in three weeks.",
    "The judge fired a warning at lawyers.",
]


@pytest.mark.parametrize("text", NOT_AN_ASSAULT)
def test_a_word_of_violence_in_another_sense_is_no_assault(text: str) -> None:
    assert of_type(text, EventType.ASSAULT) == []


@pytest.mark.parametrize(
    "text",
    [
        "The new superhero film bombed at the box office in its first weekend. Critics had praised its actors.",
        "The shooting guard scored 31 points as his team won the match. His coach praised the players.",
        "Roast the turkey in a hot oven for three hours. The recipe serves eight people.",
        "The firm reported explosive growth and record revenue. Its shares rose four percent.",
    ],
)
def test_texts_of_other_trades_are_not_relevant(text: str) -> None:
    analysis = analyse(text)
    assert analysis.relevance < 0.5
    assert analysis.events == ()
    assert analysis.claims == ()


@pytest.mark.parametrize(
    ("text", "absent"),
    [
        ("Lawmakers in Atlanta passed the bill, and the governor of Georgia signed it.", "GE"),
        ("Police in Rome, Georgia, arrested a man on Monday.", "GE"),
        ("Michael Jordan bought a share in the team. Jordan said he was happy.", "JO"),
        ("Chad Smith, 34, was arrested after a fight in Ohio.", "TD"),
        ("Turkey was served with cranberry sauce at the Thanksgiving dinner.", "TR"),
        ("Soldiers fought militants in Somalia on Sunday.", "ML"),
        ("A court in Nigeria jailed the kidnappers.", "NE"),
        ("Rebels in Niger attacked an army base.", "NG"),
        ("Soldiers seized power in Guinea-Bissau.", "GN"),
        ("A ferry sank off Papua New Guinea.", "GN"),
        ("A tanker was boarded in the Gulf of Guinea.", "GN"),
        ("A court in Equatorial Guinea jailed two officers.", "GN"),
        ("A man was shot dead in Paris, Texas, police said.", "FR"),
        ("The Kabul Times reported that prices rose.", "AF"),
        ("MILAN, Italy – Two soldiers were killed in Mali on Monday.", "IT"),
        ("BAGHDAD (AP) — Two soldiers were killed in Mali on Monday.", "IQ"),
        ("Fighting broke out in the Republic of Congo near Brazzaville.", "CD"),
        ("Denzel Washington will play the general.", "US"),
    ],
)
def test_a_namesake_is_not_the_country(text: str, absent: str) -> None:
    assert absent not in countries(text)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Police in Tbilisi, the capital of Georgia, dispersed protesters.", "GE"),
        ("Syrian refugees crossed the border into Jordan.", "JO"),
        ("Rebels entered Chad from Sudan on Friday.", "TD"),
        ("Turkey said its jets struck Kurdish fighters.", "TR"),
        ("M23 rebels seized a town in eastern Congo.", "CD"),
        ("Protesters marched through Brazzaville in the Republic of Congo.", "CG"),
        ("Washington imposed sanctions on the company.", "US"),
        ("Tehran rejected the proposal.", "IR"),
        ("The Kremlin denied the report.", "RU"),
        ("Somali troops recaptured the town.", "SO"),
        ("Gunmen killed two people in Paris, Texas.", "US"),
    ],
)
def test_a_country_is_found_by_name_demonym_or_seat(text: str, code: str) -> None:
    assert code in countries(text)


@pytest.mark.parametrize(("text", "words", "code"), [
    ("Washington imposed sanctions on the company.", "Washington", "US"),
    ("Tehran rejected the proposal on Monday.", "Tehran", "IR"),
    ("The Kremlin denied the report on Monday.", "Kremlin", "RU"),
])  # fmt: skip
def test_a_seat_of_government_is_an_entity_with_its_country(text: str, words: str, code: str) -> None:
    found = [e for e in analyse(text, gate=False).entities if words in e.text]
    assert [(e.label in {"ORG", "GPE"}, e.country) for e in found] == [(True, code)]


def test_a_threat_is_not_an_attack() -> None:
    text = "Iran threatened to attack Israel on Friday."
    assert [e.type for e in events(text)] == [EventType.THREATEN]


def test_a_plan_is_not_an_act() -> None:
    text = "Militants were planning to attack the embassy in Nairobi, police said."
    assert {e.status for e in events(text) if e.type is EventType.ASSAULT} <= {Status.PLANNED}


def test_a_denial_is_not_a_report() -> None:
    text = "Ethiopia denied that its army attacked the village."
    assert {e.status for e in events(text) if e.type is EventType.ASSAULT} <= {Status.DENIED}


def test_what_did_not_happen_is_no_event() -> None:
    assert of_type("Rebels did not attack the town on Sunday.", EventType.ASSAULT) == []


def test_an_anniversary_is_not_an_event_of_today() -> None:
    text = "Argentina marked the anniversary of the 1994 bombing of a Jewish centre in Buenos Aires."
    assert {e.status for e in events(text)} <= {Status.HISTORICAL}


def test_if_makes_an_attack_conditional() -> None:
    text = "If militants attack the port, the navy will close the strait."
    assert {e.status for e in events(text) if e.type is EventType.ASSAULT} <= {Status.HYPOTHETICAL}


def test_could_makes_an_attack_hypothetical() -> None:
    text = "Officials said militants could attack hotels in Kampala."
    assert [e.status for e in events(text) if e.type is EventType.ASSAULT] == [Status.HYPOTHETICAL]


def test_authorised_departure_is_not_upgraded_to_ordered() -> None:
    text = "The State Department authorized the departure of nonessential embassy staff from Niamey."
    assert [e.subtype for e in events(text)] == ["authorized-departure"]


def test_the_passive_turns_actor_and_target() -> None:
    (event,) = of_type("An army convoy was attacked by gunmen near Maiduguri on Tuesday.", EventType.ASSAULT)
    assert event.actor is not None
    assert event.target is not None
    assert (event.actor.text, event.target.text) == ("gunmen", "army convoy")


def test_a_nominal_attack_has_actor_target_and_toll() -> None:
    (event,) = of_type("An attack on a police station by Islamist militants killed 3 officers.", EventType.ASSAULT)
    assert event.actor is not None
    assert event.target is not None
    assert event.fatalities is not None
    assert (event.actor.text, event.target.text, event.fatalities.low) == ("Islamist militants", "police station", 3)


def test_a_negotiation_that_is_threatened_by_a_dispute_is_no_threat() -> None:
    assert of_type("The dispute threatened to derail the talks in Geneva.", EventType.THREATEN) == []
