"""The posture of missions: what is done, whose mission, where, in the wording of the text."""

from __future__ import annotations

from functools import cache

import pytest

from bot.analysis.pipeline import analyse
from storage.model.findings import Event, EventType, Status

POSTURES = [
    (
        "The US ordered the departure of nonessential embassy staff from Iraq.",
        "ordered-departure",
        "US",
        "staff",
        "Iraq",
    ),
    (
        "The State Department authorized the departure of nonessential embassy staff from Niamey.",
        "authorized-departure",
        "State Department",
        "staff",
        "Niamey",
    ),
    ("Canada updated its travel advisory for Kenya.", "advisory", "Canada", "", "Kenya"),
    ("Canada urged its citizens to leave Lebanon.", "advisory", "Canada", "citizens", "Lebanon"),
    ("Spain reopened its embassy in Damascus.", "resumption", "Spain", "embassy", "Damascus"),
    (
        "The UK Foreign Office told The Northern Ledger on Monday that it has decided to cut back its mission"
        " in Yemen because of concerns over the safety of its staff.",
        "reduction",
        "Foreign Office",
        "mission",
        "Yemen",
    ),
    (
        "“We looked again at the risks last week. On that basis, we decided to scale back our embassy in "
        "Libya,” a spokeswoman for the Italian Foreign Ministry told Il Quotidiano.",
        "reduction",
        "Italian Foreign Ministry",
        "embassy",
        "Libya",
    ),
    (
        "France is getting ready to evacuate its consulate in Erbil, Agence France-Presse reported on Sunday,"
        " citing two diplomats.",
        "evacuation",
        "France",
        "consulate",
        "Erbil",
    ),
    (
        "All non-essential diplomats have been ordered by the German Foreign Ministry to leave the embassy in"
        " Kabul, the Hamburg Courier reported.",
        "ordered-departure",
        "German Foreign Ministry",
        "diplomats",
        "Kabul",
    ),
    (
        "Voluntary departure was also authorised for the families of Canadian embassy staff in Oman and "
        "Qatar, and the order does not cover the ambassadors.",
        "authorized-departure",
        "Canadian",
        "families",
        "Oman",
    ),
    (
        "Associated Press earlier in the day reported that the State Department has ordered “the departure of"
        " all nonessential personnel” from the US embassy in Baghdad.",
        "ordered-departure",
        "State Department",
        "personnel",
        "Baghdad",
    ),
    (
        "AP added that similar authorizations were issued for nonessential personnel and family members from "
        "Bahrain and Kuwait.",
        "authorized-departure",
        "",
        "personnel",
        "Bahrain",
    ),
    (
        "Reuters earlier in the day reported that the US was preparing to evacuate its embassy in Baghdad due"
        " to “heightened security risks in the region.”",
        "evacuation",
        "US",
        "embassy",
        "Baghdad",
    ),
    (
        "The US Department of State on Wednesday told The New Region that they have decided to reduce their "
        "mission in Iraq.",
        "reduction",
        "Department of State",
        "mission",
        "Iraq",
    ),
    (
        "The State Department on Tuesday ordered the departure of non-emergency personnel and their families "
        "from the U.S. Embassy in Bamako, citing the fuel blockade.",
        "ordered-departure",
        "State Department",
        "personnel",
        "Bamako",
    ),
    ("The embassy suspended routine consular services until further notice.", "suspension", "embassy", "services", ""),
    (
        "In neighbouring Niger, the department authorized the voluntary departure of family members of staff "
        "in Niamey.",
        "authorized-departure",
        "department",
        "family members",
        "Niamey",
    ),
    (
        "Sweden's foreign minister said the embassy in Kabul would reopen in April.",
        "resumption",
        "Sweden",
        "embassy",
        "Kabul",
    ),
    (
        "Britain updated its travel advice on Thursday and now warns against all travel to Burkina Faso.",
        "advisory",
        "Britain",
        "travel",
        "Burkina Faso",
    ),
    (
        "The Foreign Office said British nationals should leave while commercial flights operated.",
        "advisory",
        "Foreign Office",
        "British nationals",
        "",
    ),
    (
        "The Canadian foreign ministry has ordered the departure of non-essential staff and all family "
        "members from its embassy in Baghdad.",
        "ordered-departure",
        "Canadian foreign ministry",
        "staff",
        "Baghdad",
    ),
    ("Consular services at the embassy are suspended until further notice.", "suspension", "", "services", ""),
    (
        "Its foreign ministry authorised the voluntary departure of family members from Iraq, but said that "
        "its diplomats were staying.",
        "authorized-departure",
        "foreign ministry",
        "family members",
        "Iraq",
    ),
    (
        "The Canadian ministry also raised its travel advisory for Iraq to the highest level.",
        "advisory",
        "Canadian ministry",
        "",
        "Iraq",
    ),
    (
        "Denmark evacuated the last nine members of its mission in Port Sudan by air.",
        "evacuation",
        "Denmark",
        "members",
        "Port Sudan",
    ),
    (
        "The Swiss foreign ministry urged its citizens to leave the area.",
        "advisory",
        "Swiss foreign ministry",
        "citizens",
        "",
    ),
    ("Chile suspended operations at its embassy.", "suspension", "Chile", "operations", ""),
    (
        "The Chilean embassy resumed operations in the Haitian capital.",
        "resumption",
        "Chilean embassy",
        "operations",
        "",
    ),
    (
        "Our embassy in Ouagadougou has authorised the voluntary departure of family members of its staff.",
        "authorized-departure",
        "embassy",
        "family members",
        "Ouagadougou",
    ),
    ("The Italian embassy in Niamey reduced its staff to six.", "reduction", "Italian embassy", "staff", "Niamey"),
    ("Washington drew down its embassy staff in Beirut.", "reduction", "Washington", "staff", "Beirut"),
    ("Japan pulled out its diplomats from Khartoum.", "reduction", "Japan", "diplomats", "Khartoum"),
    ("Norway withdrew all its diplomats from Kabul.", "evacuation", "Norway", "diplomats", "Kabul"),
    ("Germany temporarily closed its consulate in Karachi.", "closure", "Germany", "consulate", "Karachi"),
    ("The U.S. embassy in Kyiv has been closed to the public.", "closure", "U.S.", "embassy", "Kyiv"),
    ("Australia shuttered its embassy in Tehran.", "closure", "Australia", "embassy", "Tehran"),
    ("The embassy is operating with a skeleton staff.", "reduction", "", "embassy", ""),
    ("The UN relocated its international staff from Port-au-Prince.", "evacuation", "UN", "staff", "Port-au-Prince"),
    ("The evacuation of the French embassy in Niamey began at dawn.", "evacuation", "French", "embassy", "Niamey"),
    (
        "The closure of the British embassy in Tehran was announced on Friday.",
        "closure",
        "British",
        "embassy",
        "Tehran",
    ),
    ("India airlifted its nationals from Kabul.", "evacuation", "India", "nationals", "Kabul"),
    (
        "The State Department raised the travel advisory for Lebanon to Level 4: Do Not Travel.",
        "advisory",
        "State Department",
        "",
        "Lebanon",
    ),
    (
        "The US embassy urged Americans to leave Ukraine while commercial flights are available.",
        "advisory",
        "US embassy",
        "Americans",
        "Ukraine",
    ),
    ("Poland advised against all travel to Belarus.", "advisory", "Poland", "travel", "Belarus"),
    ("The embassy told its staff to shelter in place.", "advisory", "embassy", "staff", ""),
    (
        "Turkey's foreign ministry ordered its embassy in Tripoli closed.",
        "closure",
        "foreign ministry",
        "embassy",
        "Tripoli",
    ),
    (
        "The World Food Programme suspended its operations in Sudan.",
        "suspension",
        "World Food Programme",
        "operations",
        "Sudan",
    ),
    ("The ministry reduced embassy staff in Tehran to a minimum.", "reduction", "ministry", "staff", "Tehran"),
    ("British nationals were told to leave Haiti immediately.", "advisory", "British", "British nationals", "Haiti"),
    ("Russia has begun withdrawing diplomatic personnel from Kyiv.", "reduction", "Russia", "personnel", "Kyiv"),
    ("South Korea lowered its travel warning for Israel.", "advisory", "South Korea", "", "Israel"),
    ("The Dutch embassy in Bamako will close next year.", "closure", "Dutch", "embassy", "Bamako"),
    (
        "the u.s. embassy in san salvador ordered the departure of dependents.",
        "ordered-departure",
        "embassy",
        "dependents",
        "san salvador",
    ),
    ("Foreign nationals were evacuated from Khartoum by air.", "evacuation", "", "Foreign nationals", "Khartoum"),
    (
        "The United States pulled non-essential diplomats out of Haiti on Monday.",
        "reduction",
        "United States",
        "diplomats",
        "Haiti",
    ),
    ("Turkey moved its embassy staff from Khartoum to Port Sudan.", "evacuation", "Turkey", "staff", "Khartoum"),
    ("The Philippines raised the alert level for Lebanon to 4.", "advisory", "Philippines", "", "Lebanon"),
    (
        "The State Department approved the ordered departure of U.S. government employees from Beirut.",
        "ordered-departure",
        "State Department",
        "employees",
        "Beirut",
    ),
    (
        "The International Committee of the Red Cross suspended its work in Kandahar.",
        "suspension",
        "Red Cross",
        "work",
        "Kandahar",
    ),
    ("The consulate general in Peshawar will be permanently closed.", "closure", "", "consulate general", "Peshawar"),
    ("South Korea ordered its citizens out of Myanmar.", "advisory", "South Korea", "citizens", "Myanmar"),
    ("The last Dutch diplomats left Kabul on Thursday.", "evacuation", "Dutch", "diplomats", "Kabul"),
    ("Canada is cutting the size of its embassy in Port-au-Prince.", "reduction", "Canada", "embassy", ""),
]
"""Text, sub-type, actor, target, place ("" for none)."""

NONE = [
    "The US embassy said it was following the case.",
    "The French embassy hosted talks between the two sides.",
    "Gunmen attacked the US embassy in Baghdad.",
    "Thousands of residents were evacuated from flooded villages.",
    "Authorities ordered the evacuation of 20,000 people from the coast.",
    "The retailer closed two shops in Spain.",
    "Schools were closed on Monday.",
    "The space mission was postponed.",
    "The company reduced its staff by a fifth.",
    "Hotel staff were evacuated after a fire.",
    "A trade mission from Japan arrived in Lagos.",
    "The army withdrew its troops from the border.",
    "Diplomats left the meeting without comment.",
    "Police urged residents to stay indoors.",
    "The mayor urged citizens to leave their cars at home.",
    "The embassy was not evacuated.",
    "The UN peacekeeping mission lost two soldiers.",
    "Officials reduced the mission's mandate.",
    "The ambassador left the hall during the speech.",
    "The train operator suspended services to Leeds.",
    "The hospital suspended operations after a power cut.",
    "The moon mission will resume in May.",
    "Protesters gathered outside the closed factory.",
    "The prime minister cut his visit short and left the embassy dinner.",
    "The bank closed its office in Nairobi.",
    "Residents evacuated their homes as the river rose.",
    "Ukraine's embassy in Budapest said it had received a bloody package.",
    "Norway has no plans to evacuate its embassy in Moscow.",
]


@cache
def postures(text: str) -> tuple[Event, ...]:
    return tuple(e for e in analyse(text, gate=False).events if e.type is EventType.POSTURE)


def texts(found: tuple[Event, ...], part: str) -> list[str]:
    return [getattr(e, part).text.lower() for e in found if getattr(e, part) is not None]


def fits(wanted: str, found: list[str]) -> bool:
    return any(wanted.lower() in text for text in found) if wanted else not found


@pytest.mark.parametrize(("text", "subtype", "actor", "target", "place"), POSTURES)
def test_a_posture_has_its_sub_type_once(text: str, subtype: str, actor: str, target: str, place: str) -> None:
    """One trigger, one sub-type."""
    assert {e.subtype for e in postures(text)} == {subtype}
    assert len({e.trigger.start for e in postures(text)}) == 1


@pytest.mark.parametrize(("text", "subtype", "actor", "target", "place"), POSTURES)
def test_a_posture_has_the_state_or_office_that_sends(
    text: str, subtype: str, actor: str, target: str, place: str
) -> None:
    """The actor is who orders, else whose mission it is."""
    assert fits(actor, texts(postures(text), "actor"))


@pytest.mark.parametrize(("text", "subtype", "actor", "target", "place"), POSTURES)
def test_a_posture_has_mission_or_people(text: str, subtype: str, actor: str, target: str, place: str) -> None:
    """The target is the mission, its staff or the citizens."""
    assert fits(target, texts(postures(text), "target"))


@pytest.mark.parametrize(("text", "subtype", "actor", "target", "place"), [row for row in POSTURES if row[4]])
def test_a_posture_has_its_place(text: str, subtype: str, actor: str, target: str, place: str) -> None:
    """The place is where the mission is, or where the citizens shall not be."""
    assert fits(place, texts(postures(text), "location"))


@pytest.mark.parametrize("text", NONE)
def test_other_doings_of_embassies_and_other_evacuations_are_no_postures(text: str) -> None:
    """Comments, talks, attacks, floods, shops, trains and spacecraft."""
    assert [(e.subtype, e.trigger.text) for e in postures(text)] == []


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("France is preparing to evacuate its embassy in Niamey.", Status.PLANNED),
        ("France evacuated its embassy in Niamey.", Status.OCCURRED),
        ("France ordered the evacuation of its embassy in Niamey.", Status.PLANNED),
        ("France is withdrawing its diplomats from Niamey.", Status.ONGOING),
        ("Washington will suspend operations at the embassy if rocket fire resumes.", Status.HYPOTHETICAL),
        ("Sweden's embassy in Kabul will reopen in April.", Status.PLANNED),
        ("New Zealand's foreign ministry denied that it was closing its embassy in Baghdad.", Status.DENIED),
        ("Italy decided to reduce its embassy staff in Tehran.", Status.OCCURRED),
        ("The evacuation of British nationals from Khartoum is under way.", Status.ONGOING),
    ],
)
def test_what_is_planned_ordered_or_denied_is_not_done(text: str, status: Status) -> None:
    """The status is what the text tells, never more."""
    assert {e.status for e in postures(text)} == {status}


@pytest.mark.parametrize("word", ["authorized", "authorised", "permitted", "allowed", "approved"])
def test_an_authorised_departure_is_never_ordered(word: str) -> None:
    """The weaker wording stays."""
    found = postures(f"The State Department {word} the departure of nonessential embassy staff from Niamey.")
    assert {e.subtype for e in found} == {"authorized-departure"}


@pytest.mark.parametrize("word", ["ordered", "instructed", "directed"])
def test_an_ordered_departure_is_ordered(word: str) -> None:
    """The stronger wording stays too."""
    found = postures(f"The ministry {word} nonessential embassy staff to leave Niamey.")
    assert {e.subtype for e in found} == {"ordered-departure"}


def test_two_places_are_two_events_with_one_trigger() -> None:
    """ "from Bahrain and Kuwait" is told for each country."""
    text = "Similar authorizations were issued for nonessential personnel from Bahrain and Kuwait."
    assert sorted(texts(postures(text), "location")) == ["bahrain", "kuwait"]
    assert len({e.trigger.start for e in postures(text)}) == 1


def test_the_ministry_behind_a_spokesperson_is_the_actor() -> None:
    """ "we" of a spokesperson is the office he speaks for."""
    text = "“We decided to scale back our embassy in Libya,” a spokeswoman for the Italian Foreign Ministry said."
    assert {e.actor.country for e in postures(text) if e.actor} == {"IT"}
