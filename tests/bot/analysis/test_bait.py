"""Names and figures of speech that look like countries and conflict, and plain security news that must pass."""

from __future__ import annotations

import pytest

from bot.analysis.pipeline import analyse
from storage.model.findings import EventType


@pytest.mark.parametrize(
    "text",
    [
        "The boy lives in Niger Street near the school.",
        "The parade went down Jordan Avenue to Lebanon Square.",
        "Chad Guinea, who sells pumpkins, opened the fair.",
        "Marta Guinea, a dentist, opened a practice.",
        "Marta Peru, a nurse, said that the ward was full.",
        "Tom Ireland, 41, was taken to hospital.",
        "Dr. Guinea said the patient was well.",
        "Guinea pigs were shown at the fair.",
    ],
)
def test_streets_families_and_animals_are_no_countries(text: str) -> None:
    assert analyse(text, gate=False).countries == ()


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("In Occupied Ukraine, a teacher was arrested.", "UA"),
        ("Police closed the Kabul road in Afghanistan.", "AF"),
        ("Troops from Chad, who arrived on Monday, were attacked.", "TD"),
    ],
)
def test_a_country_beside_a_capital_or_a_comma_stays_one(text: str, code: str) -> None:
    assert code in {c.code for c in analyse(text, gate=False).countries}


def test_a_protest_lodged_with_a_jury_is_no_demonstration() -> None:
    text = "A protest against the length of the second round was rejected by the jury."
    assert [e for e in analyse(text, gate=False).events if e.type is EventType.PROTEST] == []


@pytest.mark.parametrize(
    "text",
    ["A protest in Tunis over prices turned violent.", "Police dispersed a protest near the parliament."],
)
def test_a_protest_of_people_is_a_demonstration(text: str) -> None:
    assert EventType.PROTEST in {e.type for e in analyse(text, gate=False).events}


@pytest.mark.parametrize(
    "text",
    [
        "Four hundred rabbits took the hall by storm. The judges fired questions at the owners after a battle of three "
        "rounds. “It is war with hay,” one said. The evacuation of the hall was due to a burned tray.",
        "The champion won the bout after a battle of twelve rounds. The attack on his ribs was a bomb of a punch. "
        "A protest against the length of the second round was rejected by the jury. The boxer faces a sanction.",
    ],
)
def test_figures_of_speech_do_not_make_security_news(text: str) -> None:
    assert analyse(text).relevance < 0.5


@pytest.mark.parametrize(
    "text",
    [
        "Engineers cleared the last mines from a road in northern Iraq. Two engineers were injured in the winter when "
        "a device went off under a rake. Some 300 mines are thought to remain.",
        "A ceasefire on the coast of Yemen has held for three weeks. The two commanders exchanged maps "
        "of minefields. A team removed 212 mines, and the sides pulled back their guns.",
        "A mediator walked between two rooms. The sides agreed on four border markers, one delegation said. "
        "Lebanon rejected a proposal to move the talks.",
    ],
)
def test_mines_truces_and_mediators_are_security_news(text: str) -> None:
    assert analyse(text).relevance >= 0.5


def test_shells_that_hit_a_market_are_an_attack_and_a_product_is_none() -> None:
    shells, product = "Shells hit the market, leaving eleven people dead.", "The new phone hit the market in India."
    assert [e.type for e in analyse(shells, gate=False).events] == [EventType.ASSAULT]
    assert analyse(product, gate=False).events == ()
