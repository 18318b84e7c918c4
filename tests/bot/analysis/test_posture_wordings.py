"""Postures told by aid organisations, notes of safety, flags and parts of a staff; and their harmless twins."""

from __future__ import annotations

import pytest

from bot.analysis.pipeline import analyse
from storage.model.findings import Event, EventType, Status


def postures(text: str) -> list[Event]:
    return [e for e in analyse(text, gate=False).events if e.type is EventType.POSTURE]


@pytest.mark.parametrize(
    ("text", "subtype"),
    [
        ("Medecins Sans Frontieres suspended its mobile clinics in Macomia.", "suspension"),
        ("The Norwegian Refugee Council has suspended its activities in three camps.", "suspension"),
        ("The United Nations has suspended all road missions in northern Yemen.", "suspension"),
        ("UNHCR paused its flights to Wau.", "suspension"),
        ("The U.N. has grounded its humanitarian air service.", "suspension"),
        ("MSF called off its vaccination campaign after the shooting.", "suspension"),
        ("Oxfam discontinued its programme in El Geneina.", "suspension"),
        ("The ICRC has scaled back its work in Goma.", "reduction"),
        ("Action Against Hunger evacuated its staff from Djibo.", "evacuation"),
        ("Save the Children closed its offices in Kandahar.", "closure"),
        ("One partner has already pulled its staff back to Bangui.", "reduction"),
    ],
)
def test_aid_organisations_stop_and_leave(text: str, subtype: str) -> None:
    """What aid organisations do to their work, their sites and their people is a posture."""
    assert [e.subtype for e in postures(text)] == [subtype]


@pytest.mark.parametrize(
    "text",
    [
        "The airline suspended flights to Beirut.",
        "Netflix suspended its service in Russia.",
        "The team called off its training before the match.",
        "The company relocated part of its staff to Seattle.",
        "The bank closed its office in Moscow.",
        "The Nuclear Regulatory Commission suspended its activities at the plant.",
    ],
)
def test_companies_and_teams_are_no_mission(text: str) -> None:
    """Business and sport suspend, close and relocate as well."""
    assert postures(text) == []


@pytest.mark.parametrize(
    ("text", "subtype"),
    [
        ("The Dutch flag was raised over the embassy in Damascus on Wednesday.", "resumption"),
        ("The Spanish flag was hoisted at the embassy in Caracas.", "resumption"),
        ("Norway lowered the flag over its embassy in Bamako on Friday.", "closure"),
    ],
)
def test_a_flag_shows_whether_a_mission_is_open(text: str, subtype: str) -> None:
    """A flag goes up where a mission opens and down where it closes."""
    assert [e.subtype for e in postures(text)] == [subtype]


def test_a_flag_at_half_mast_is_mourning() -> None:
    """A flag lowered to half-mast closes nothing."""
    assert postures("The flag was lowered to half-mast over the embassy in London.") == []


@pytest.mark.parametrize(
    ("text", "subtype"),
    [
        ("Hungary withdrew all but two of its envoys from Damascus.", "reduction"),
        ("The Netherlands has relocated part of its embassy staff from Cotonou to Accra.", "reduction"),
        ("The embassy recalled half of its diplomats.", "reduction"),
        ("Switzerland moved three diplomats from Damascus to Beirut.", "evacuation"),
        ("Indonesia is drawing up plans to fly out 900 workers.", "evacuation"),
        ("The Philippines will repatriate 700 workers from Lebanon.", "evacuation"),
    ],
)
def test_a_part_of_the_staff_is_a_reduction(text: str, subtype: str) -> None:
    """Where only some leave, the mission is reduced; who is flown out is evacuated."""
    assert [e.subtype for e in postures(text)] == [subtype]


@pytest.mark.parametrize(
    "text",
    [
        "Paris counselled its citizens against any trip south of Ghardaia.",
        "The Foreign Office has advised Britons against all but essential travel to Oman.",
        "The embassy recommends that U.S. citizens be prepared to shelter.",
        "Americans in Haiti were advised to make plans to leave.",
        "U.S. citizens should avoid the area and monitor local media.",
        "Organisations are advised to avoid road movement after dark.",
        "Members should refrain from road travel east of Bambari.",
        "Embassy staff should avoid the city centre until further notice.",
        "The embassy asked all personnel to stay indoors.",
    ],
)
def test_advice_to_those_abroad(text: str) -> None:
    """What citizens, staff and aid organisations are told to do or to avoid is one advisory, and given."""
    assert [(e.subtype, e.status) for e in postures(text)] == [("advisory", Status.OCCURRED)]


@pytest.mark.parametrize(
    "text",
    [
        "Investors should avoid the market.",
        "U.S. citizens should avoid sugary drinks, the study says.",
        "UN staff should avoid jargon.",
        "Staff should stay calm during the game.",
        "Patients should avoid travel to the hospital.",
        "The company told its staff to stay home because of snow.",
        "The consulate was told to stay open.",
    ],
)
def test_other_advice_is_none(text: str) -> None:
    """Advice to investors, players and patients is no posture."""
    assert postures(text) == []


def test_the_heading_of_an_alert_is_told_by_what_follows() -> None:
    """A heading is no advisory of its own beside the measures below it."""
    text = (
        "Security Alert: U.S. Embassy Niamey, Niger. The Department of State ordered the departure of"
        " non-emergency U.S. government employees from Niger."
    )
    assert [e.subtype for e in postures(text)] == ["ordered-departure"]


def test_a_flag_over_a_new_embassy_opens_none_again() -> None:
    """A first embassy is good news, no resumption."""
    assert postures("The minister raised the flag over a new embassy in Honiara.") == []


def test_a_warning_is_eased_where_advice_was_told_before() -> None:
    """ "its warning" is advice to travellers where the text speaks of such."""
    text = "Malaysia told its students to come home from Dhaka. Colombo, by contrast, has eased its warning."
    assert [e.subtype for e in postures(text)] == ["advisory", "advisory"]


def test_a_warning_eased_alone_may_be_of_anything() -> None:
    """Without advice to travellers around it "its warning" stays unread."""
    assert postures("Japan has lifted its warning after the wave passed.") == []
