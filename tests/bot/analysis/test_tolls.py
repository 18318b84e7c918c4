"""Dead and injured, each counted by the word that belongs to the number."""

from __future__ import annotations

import pytest

from bot.analysis.pipeline import analyse
from storage.model.findings import EventType, Quantity

Bounds = tuple[int, int | None] | None


def bounds(quantity: Quantity | None) -> Bounds:
    return None if quantity is None else (quantity.low, quantity.high)


@pytest.mark.parametrize(
    ("text", "dead", "hurt"),
    [
        ("Gunmen attacked an army base in Mali, killing seven soldiers and wounding twelve.", (7, 7), (12, 12)),
        ("Rebels ambushed a patrol in Mali; seven soldiers died and twelve were hurt.", (7, 7), (12, 12)),
        ("The attack on the village left four dead and nine wounded.", (4, 4), (9, 9)),
        ("At least 12 people were killed and 30 others injured in the bombing in Baghdad.", (12, None), (30, 30)),
        ("Shells hit the market, leaving eleven people dead and more than forty injured.", (11, 11), (41, None)),
        ("A suicide bomber killed nine and wounded twenty-one at a market in Kano.", (9, 9), (21, 21)),
        ("The army said more than thirty attackers had been killed in the raid on the camp.", (31, None), None),
        ("An attack on a bus in Kenya wounded five, two of them seriously.", None, (5, 5)),
        ("A car bombing in Kano left 12 dead and 30 wounded.", (12, 12), (30, 30)),
        ("Gunmen stormed a market in Zamfara and 12 bodies were recovered.", (12, 12), None),
        ("Two soldiers succumbed to their wounds after militants attacked a post in Mali.", (2, 2), None),
        ("A knife attack in Marseille left three people in critical condition.", None, (3, 3)),
        ("Gunmen attacked a clinic in Goma; four nurses were treated for burns.", None, (4, 4)),
        ("Gunmen attacked a clinic in Goma; four nurses were taken to hospital with injuries.", None, (4, 4)),
        ("Both guards were killed in an attack on a checkpoint near Bamako.", (2, 2), None),
        ("Three officers were shot dead in an ambush in Rivers state.", (3, 3), None),
    ],
)
def test_each_number_goes_to_its_own_word(text: str, dead: Bounds, hurt: Bounds) -> None:
    (event,) = [e for e in analyse(text, gate=False).events if e.type is EventType.ASSAULT]
    assert (bounds(event.fatalities), bounds(event.injured)) == (dead, hurt)


@pytest.mark.parametrize(
    ("text", "dead", "hurt"),
    [
        ("The death toll from the bombing in Kano rose to five after three bodies were found.", (5, 5), None),
        (
            "The number of people killed in the shelling of Goma rose to five after three bodies were found.",
            (5, 5),
            None,
        ),
        ("The toll of the bombing in Kano has risen from nine to at least 12.", (12, None), None),
        ("The number of wounded in the bombing in Kano climbed to 30.", None, (30, 30)),
    ],
)
def test_a_toll_that_rises_is_its_new_total(text: str, dead: Bounds, hurt: Bounds) -> None:
    (event,) = [e for e in analyse(text, gate=False).events if e.type is EventType.ASSAULT]
    assert (bounds(event.fatalities), bounds(event.injured)) == (dead, hurt)


def test_the_dead_of_another_deed_are_not_the_toll_of_the_attack() -> None:
    text = "A suicide bomber blew himself up in Quetta, and two other assailants were shot dead by guards."
    assert [bounds(e.fatalities) for e in analyse(text, gate=False).events if e.subtype == "Suicide bomb"] == [None]


def test_what_was_only_planned_killed_nobody() -> None:
    text = "Three men were convicted of plotting to assassinate a mayor in Spain."
    assert [e for e in analyse(text, gate=False).events if e.fatalities is not None] == []


def test_a_passive_said_once_counts_for_both_clauses() -> None:
    text = "Two nurses were killed and their driver wounded when gunmen attacked a clinic in Tigray."
    found = {(bounds(e.fatalities), bounds(e.injured)) for e in analyse(text, gate=False).events}
    assert found == {((2, 2), (1, 1))}
