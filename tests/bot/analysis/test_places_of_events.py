"""Where it was: the place that is told, its country only where the text leaves no doubt."""

from __future__ import annotations

import pytest

from bot.analysis.pipeline import read
from storage.model.findings import EventType
from tests.bot.analysis.told import events


@pytest.mark.parametrize(
    ("text", "country"),
    [
        ("Sudan's army said it had recaptured the strategic town of Bara in North Kordofan.", "SD"),
        ("A Chinese ship fired at a vessel near Scarborough Shoal, the United States said.", None),
    ],
)
def test_a_name_of_several_places_is_put_in_none_but_the_one_told(text: str, country: str | None) -> None:
    """The largest town of a name in the world is no guess to make."""
    assert [e.location.country for e in events(text, EventType.ASSAULT) if e.location] == [country]


@pytest.mark.parametrize(
    ("text", "type_"),
    [
        ("The Philippine navy will hold joint patrols with Japan next week.", EventType.COOPERATE),
        ("Talks were brokered by the United States, Saudi Arabia and Egypt.", EventType.CONSULT),
        ("Britain imposed sanctions on Belarus after police stormed a newsroom in Minsk.", EventType.SANCTION),
    ],
)
def test_the_other_side_is_not_the_place(text: str, type_: EventType) -> None:
    """A partner or the one punished is a side, wherever the act was done."""
    assert [e.location for e in events(text, type_) if e.location] == []


@pytest.mark.parametrize(
    "text",
    [
        "The Defense Ministry in Moscow claimed its forces had captured the railway station.",
        "A spokesman in Nairobi said gunmen had burned the clinic.",
        "At approximately 4 p.m. Sanaa time on Nov. 21, forces destroyed two drones.",
    ],
)
def test_where_it_is_said_or_what_time_it_is_there_is_not_where_it_was(text: str) -> None:
    """The place of the speaker or of a clock is no place of the deed."""
    assert [e.location for e in events(text, EventType.ASSAULT) if e.location] == []


def test_a_relative_clause_on_somebody_is_not_where_he_acts_now() -> None:
    """ "Israel, which has carried out airstrikes on Syria, bombed a base in Daraa": two places."""
    text = "Israel, which has carried out hundreds of airstrikes on Syria, bombed a base in Daraa on Sunday."
    assert [e.location.text for e in events(text, EventType.ASSAULT) if e.location] == ["Syria", "Daraa"]


def test_a_weapons_relative_clause_tells_on_of_it() -> None:
    """ "The bomb, which wounded five, went off in Kano" is one blast."""
    (blast,) = events("The bomb, which wounded five people, went off in Kano on Sunday.", EventType.ASSAULT)
    assert blast.location is not None
    assert blast.location.text == "Kano"


@pytest.mark.parametrize(
    ("text", "country"),
    [
        ("Gunmen attacked a checkpoint outside the village of Tel Harun, two Iraqi officials said.", "IQ"),
        ("Rebels shelled Kumbara. The nearby towns of Kadugli and Dilling in Sudan were quiet.", "SD"),
        ("Indian shells killed a farmer in the Leepa valley, Pakistan's army said. Trucks left Kupwara.", None),
        ("Insurgents attacked a farm near Palma in Mozambique's Cabo Delgado province.", "MZ"),
        ("Pirates attacked a ship in the Gulf of Guinea, Nigerian officials said.", None),
    ],
)
def test_a_village_lies_where_everything_else_does(text: str, country: str | None) -> None:
    """Where all names are of one country a place without one is in it; where they are not, it is in none."""
    assert {e.location.country for e in events(text, EventType.ASSAULT) if e.location} == {country}


def test_an_airport_is_no_town_of_that_name() -> None:
    """A town called Airport in Hawaii gives no airport its country."""
    text = "U.S. citizens should avoid the area around Rafic Hariri International Airport and the Bekaa Valley."
    (airport,) = (e for e in read(text, gate=False).analysis.entities if e.text.endswith("Airport"))
    assert airport.country is None
