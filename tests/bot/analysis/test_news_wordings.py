"""Wordings of news that were read wrongly once: postures, denied plans, tolls beside a second deed, aid and accords."""

from __future__ import annotations

import pytest

from bot.analysis.pipeline import analyse
from storage.model.findings import EventType, Status
from tests.bot.analysis.told import events


@pytest.mark.parametrize(
    ("text", "subtype"),
    [
        ("The World Food Programme halted food distribution in northern Gaza.", "suspension"),
        ("UNRWA shut its health centers in Rafah.", "closure"),
        ("The embassy evacuated the building after a suspicious package was found.", "evacuation"),
        ("The U.S. military flew 70 embassy employees out of Khartoum by helicopter.", "evacuation"),
        ("Norway's embassy in Tripoli evacuated staff after rockets landed nearby.", "evacuation"),
    ],
)
def test_postures_in_other_words(text: str, subtype: str) -> None:
    """What missions and aid organisations do, whichever verb tells it."""
    assert [e.subtype for e in events(text, EventType.POSTURE)] == [subtype]


@pytest.mark.parametrize(
    "text",
    [
        "The company cut its staff in half.",
        "The U.S. military flew 70 soldiers out of Kabul.",
        "Amazon relocated its employees from Seattle to Austin.",
    ],
)
def test_staff_of_companies_and_soldiers_are_no_mission(text: str) -> None:
    """Business and troops have staff and soldiers that move."""
    assert events(text, EventType.POSTURE) == []


@pytest.mark.parametrize(
    ("text", "country"),
    [
        ("The Netherlands raised its travel advice for Lebanon to red.", "LB"),
        ("The State Department lowered its travel advisory for Jamaica to Level 2.", "JM"),
    ],
)
def test_the_country_of_an_advisory_with_its_level(text: str, country: str) -> None:
    """The level behind it does not take the country away."""
    [event] = events(text, EventType.POSTURE)
    assert event.location is not None
    assert event.location.country == country


@pytest.mark.parametrize(
    ("text", "type_"),
    [
        ("The Japanese embassy denied reports that it would evacuate staff.", EventType.POSTURE),
        ("Russia denied that it would attack Ukraine.", EventType.ASSAULT),
        ("The army denied plans to bomb the camp.", EventType.ASSAULT),
    ],
)
def test_what_is_to_come_is_denied_too(text: str, type_: EventType) -> None:
    """A plan that is denied is no plan and no possibility."""
    assert [e.status for e in events(text, type_)] == [Status.DENIED]


@pytest.mark.parametrize(
    ("text", "triggers"),
    [
        ("The army said it had killed 35 militants and captured nine others.", [("killed", 35), ("captured", None)]),
        ("Troops killed 12 insurgents and destroyed three camps.", [("killed", 12), ("destroyed", None)]),
        ("The attack killed one person and wounded seven.", [("attack", 1)]),
    ],
)
def test_the_dead_stay_with_the_verb_that_killed_them(text: str, triggers: list[tuple[str, int | None]]) -> None:
    """A second deed of the same actor has its own target and no toll."""
    found = [(e.trigger.text, e.fatalities.low if e.fatalities else None) for e in events(text, EventType.ASSAULT)]
    assert found == triggers


def test_those_left_in_hospital_are_injured() -> None:
    """ "Left seven in hospital"."""
    [event] = events("The attack killed one person and left seven in hospital.", EventType.ASSAULT)
    assert event.injured is not None
    assert event.injured.low == 7


@pytest.mark.parametrize(
    ("text", "actor", "target"),
    [
        ("Britain offered to train Ukrainian pilots.", "Britain", "Ukrainian pilots"),
        ("Germany took in 500 Yazidi women.", "Germany", "500 Yazidi women"),
        ("Uganda deployed troops to help the Congolese army fight the ADF.", "Uganda", "Congolese army"),
    ],
)
def test_aid_goes_to_those_who_are_trained_taken_in_or_helped(text: str, actor: str, target: str) -> None:
    """Not to the place or the enemy that the sentence names as well."""
    [event] = events(text, EventType.AID)
    assert event.actor is not None
    assert event.target is not None
    assert (event.actor.text, event.target.text) == (actor, target)


def test_who_is_helped_to_fight_is_who_fights() -> None:
    """ "Help the Congolese army fight the ADF"."""
    [event] = events("Uganda deployed troops to help the Congolese army fight the ADF.", EventType.ASSAULT)
    assert event.actor is not None
    assert event.target is not None
    assert (event.actor.text, event.target.text) == ("Congolese army", "ADF")


def test_a_share_in_mediation_is_no_aid() -> None:
    """ "Helped broker the exchange"."""
    text = "The Vatican helped broker the exchange of prisoners between Russia and Ukraine."
    assert events(text, EventType.AID) == []


@pytest.mark.parametrize(
    ("text", "type_", "sides"),
    [
        (
            "Philippine and U.S. forces began joint patrols in the South China Sea.",
            EventType.COOPERATE,
            [("Philippine", "U.S.")],
        ),
        (
            "India and Bangladesh agreed to share intelligence on militants.",
            EventType.AGREE,
            [("India", "Bangladesh")],
        ),
    ],
)
def test_two_sides_cooperate_with_each_other(text: str, type_: EventType, sides: list[tuple[str, str]]) -> None:
    """Neither the patrols nor the intelligence are a side."""
    assert [(e.actor.text, e.target.text) for e in events(text, type_) if e.actor and e.target] == sides


def test_security_agents_are_people() -> None:
    """Only chemical agents are weapons."""
    [event] = events("Security agents raided the offices of an opposition newspaper.", EventType.COERCE)
    assert event.weapon is None
    assert event.actor is not None
    assert event.actor.text == "Security agents"


def test_a_missile_that_lands_is_the_weapon() -> None:
    """ "A missile landed in a field": shelling, by a missile."""
    [event] = events("A missile landed in a field in Moldova.", EventType.ASSAULT)
    assert event.weapon is not None
    assert (event.subtype, event.weapon.text) == ("Shelling/artillery/missile attack", "missile")


def test_where_the_kidnapped_were_taken_from() -> None:
    """ "From a dormitory in Zamfara"."""
    [event] = events("Gunmen kidnapped 80 schoolgirls from a dormitory in Zamfara.", EventType.ASSAULT)
    assert event.location is not None
    assert event.location.text == "Zamfara"


def test_an_embargo_that_is_extended_is_no_aid() -> None:
    """ "Extend an arms embargo"."""
    text = "The UN Security Council voted to extend an arms embargo on South Sudan."
    assert events(text, EventType.AID) == []


@pytest.mark.parametrize(
    ("text", "type_"),
    [
        ("UNICEF set up a clinic in the camp.", EventType.AID),
        ("Doctors Without Borders vaccinated 9,000 children in Bentiu.", EventType.AID),
        ("Rangers from Kenya and Tanzania patrol the Mara together.", EventType.COOPERATE),
        ("Warsaw and Vilnius pool their air defences.", EventType.COOPERATE),
        ("Interpol passed the dossier to Lisbon.", EventType.COOPERATE),
        ("Students barricaded the faculty in Dhaka.", EventType.PROTEST),
        ("Farmers dumped manure outside the prefecture in Toulouse.", EventType.PROTEST),
        ("Mourners chanted against the regime at the funeral in Mahabad.", EventType.PROTEST),
        ("The last convoy of peacekeepers rolled out of Kidal.", EventType.RETREAT),
        ("The militia put down its weapons at a ceremony.", EventType.RETREAT),
    ],
)
def test_deeds_in_other_words(text: str, type_: EventType) -> None:
    """One event of the class, and of no other."""
    assert [e.type for e in analyse(text, gate=False).events] == [type_]


@pytest.mark.parametrize(
    "text",
    [
        "The couple dance together in Vienna.",
        "The airline merged its loyalty schemes.",
        "Investors dumped shares in Frankfurt.",
    ],
)
def test_the_same_words_of_peace(text: str) -> None:
    """Couples, airlines and shares."""
    assert analyse(text, gate=False).events == ()
