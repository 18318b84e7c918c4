"""Where events happened in wordings that name the place aside, and the country of places that no list knows."""

from __future__ import annotations

import pytest

from bot.analysis.pipeline import analyse
from storage.model.findings import Event


def first(text: str, trigger: str) -> Event:
    """The event with a trigger."""
    return next(e for e in analyse(text, gate=False).events if trigger in e.trigger.text)


@pytest.mark.parametrize(
    ("text", "trigger", "place"),
    [
        ("On Mindanao, troops killed a rebel.", "killed", "Mindanao"),
        ("Settlers torched two barns and beat a farmer in Hebron.", "torched", "Hebron"),
        ("Police raided the Hrodna homes of three activists.", "raided", "Hrodna"),
        ("A drone hit Kherson's harbour on Monday.", "hit", "Kherson"),
        ("Troops traded fire across the Line of Control in Kashmir.", "traded", "Line of Control in Kashmir"),
        ("Garment workers blocked the Dhaka-Chittagong highway for six hours.", "blocked", "Dhaka-Chittagong highway"),
        ("Rebels massed near the border with Colombia.", "massed", "border with Colombia"),
    ],
)
def test_the_place_stands_aside(text: str, trigger: str, place: str) -> None:
    """Before the subject, behind the second verb, before the noun, or as what is blocked."""
    location = first(text, trigger).location
    assert location is not None
    assert location.text in place


@pytest.mark.parametrize(
    "text",
    [
        "A drone hit Iran's tanker on Monday.",
        "Militants attacked a convoy and warned airlines away from Gao.",
        "Rebels attacked a convoy in response to the war in Gaza.",
    ],
)
def test_no_place_from_an_owner_a_warning_or_a_cause(text: str) -> None:
    """A ship may be anywhere; what is said elsewhere and what is answered are elsewhere."""
    assert [e.location for e in analyse(text, gate=False).events if e.location] == []


@pytest.mark.parametrize(
    ("text", "country"),
    [
        ("Gunmen killed two brothers in Latrobeh, a hamlet near Tartus.", "SY"),
        ("Fighting broke out in Maiduguri on Monday. Gunmen killed a farmer in Zunguleru on Tuesday.", "NG"),
        ("A drone hit a car on the coastal highway south of Tyre.", "LB"),
        ("Militants attacked a clinic in Chaiwa after raids in Macomia and Muidumbe.", "MZ"),
    ],
)
def test_an_unknown_place_lies_where_the_others_lie(text: str, country: str) -> None:
    """All places of the sentence, or else of the text, are in one country."""
    assert country in {e.location.country for e in analyse(text, gate=False).events if e.location}


@pytest.mark.parametrize(
    "text",
    [
        "Gunmen killed a farmer in Zunguleru after talks in Abuja and in Niamey.",
        "NAIROBI, Kenya - Gunmen killed a farmer in Zunguleru.",
        "Pirates seized a tanker in the Gulf of Bashoro off Bosaso.",
        "Russian troops stormed the village of Zunguleru.",
    ],
)
def test_an_unknown_place_stays_open_where_the_text_leaves_it_open(text: str) -> None:
    """Two countries, a dateline, a sea, or only who acts: nobody can say."""
    found = [e.location.country for e in analyse(text, gate=False).events if e.location and "o" in e.location.text]
    assert set(found) <= {None, "SO"} if "Gulf" in text else set(found) <= {None}


@pytest.mark.parametrize(
    ("text", "type_"),
    [
        ("Gunmen took away seven employees in Saada.", "ASSAULT"),
        ("Masked men took away a judge in Cali.", "ASSAULT"),
        ("Police took away 11 unionists in San Salvador.", "COERCE"),
    ],
)
def test_gunmen_have_no_power_to_arrest(text: str, type_: str) -> None:
    """Who takes people away without being an authority abducts them."""
    assert {e.type.value for e in analyse(text, gate=False).events} == {type_}
