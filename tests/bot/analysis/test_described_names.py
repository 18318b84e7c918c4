"""Names whose kind the words around them tell."""

from __future__ import annotations

import pytest

from bot.analysis.pipeline import analyse


def labels(text: str) -> dict[str, str]:
    return {e.text: e.label for e in analyse(text, gate=False).entities}


DESCRIBED = [
    ("The claim appeared in the newspaper Horizonte on Monday.", "Horizonte", "ORG"),
    ("“We heard it twice,” she told the broadcaster Radiko.", "Radiko", "ORG"),
    ("An official told Dawn that envoys would meet.", "Dawn", "ORG"),
    ("“They invent battalions,” the minister told Jeune Afrique.", "Jeune Afrique", "ORG"),
    ("The general wrote on X that the border was shut.", "X", "ORG"),
    ("The airline Belavia cancelled its flights.", "Belavia", "ORG"),
    ("The rights group Vesta said nine men were held.", "Vesta", "ORG"),
    ("The militia Kataib al-Fajr claimed the attack.", "Kataib al-Fajr", "ORG"),
    ("The uranium company Orano lost its mine.", "Orano", "ORG"),
    ("The army said that COPREFA had been told.", "COPREFA", "ORG"),
    ("A logistics officer in Hezbollah's Nasser unit was killed.", "Nasser unit", "ORG"),
    ("The patrol vessel Raju guarded a cable.", "Raju", "VEHICLE"),
    ("Shells fell on the village of Umm Sayala.", "Umm Sayala", "GPE"),
    ("The minister thanked The Hague for its help.", "The Hague", "GPE"),
    ("Troops exchanged fire across the Line of Control.", "Line of Control", "LOC"),
    ("Taxi drivers blocked the N17 highway.", "N17", "FAC"),
    ("Trucks were burned on the N380 road near Macomia.", "N380", "FAC"),
    ("Workers blocked the Dhaka-Chittagong highway.", "Dhaka-Chittagong highway", "FAC"),
    ("Protesters closed the Pan-American Highway.", "Pan-American Highway", "FAC"),
    ("Paris backed the plan, and France recalled its envoy.", "Paris", "GPE"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "name", "label"), DESCRIBED)
def test_a_name_is_what_is_said_beside_it(text: str, name: str, label: str) -> None:
    """The noun before a name, its form and its place in the sentence tell what it is."""
    assert labels(text).get(name) == label


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("The militia commander Hassan Kabir said the town had fallen.", "Hassan Kabir"),
        ("The envoy told Vladimir Putin that the talks had failed.", "Vladimir Putin"),
        ("The company director Anna Lund resigned.", "Anna Lund"),
        ("Voters lost confidence in Yoon after the raid.", "Yoon"),
        ("Chief Cabinet Secretary Noriko Hayasaka welcomed the decision.", "Noriko Hayasaka"),
    ],
)
def test_a_person_stays_a_person(text: str, name: str) -> None:
    """An office before a name, a listener and one who is trusted are people."""
    assert labels(text).get(name) == "PERSON"


def test_an_office_is_no_organisation() -> None:
    """ "Chief Cabinet Secretary" before a name is a title."""
    assert "ORG" not in labels("Chief Cabinet Secretary Noriko Hayasaka welcomed the decision.").values()


def test_what_stands_in_a_place_is_one() -> None:
    """An unknown name behind "in" is where it happened, whatever the encoder takes it for."""
    assert labels("Reports of a massacre in Senafe were denied.").get("Senafe") == "GPE"
