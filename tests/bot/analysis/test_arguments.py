"""Who did it to whom, where, with what: read from the tree of the shipped model."""

from __future__ import annotations

import pytest

from bot.analysis.pipeline import analyse
from storage.model.findings import Event, EventType


def of_type(text: str, type_: EventType = EventType.ASSAULT) -> list[Event]:
    """The events of one class."""
    return [e for e in analyse(text, gate=False).events if e.type is type_]


def words(mention: object) -> str | None:
    """The words of a mention."""
    return getattr(mention, "text", None)


@pytest.mark.parametrize(
    ("text", "actor", "target"),
    [
        ("Gunmen attacked a police station in Kano.", "Gunmen", "police station"),
        ("A police station was attacked by gunmen in Kano.", "gunmen", "police station"),
        ("The police station attacked by gunmen was burning.", "gunmen", "police station"),
        ("Gunmen who tried on Monday to flee later attacked a police station.", "Gunmen", "police station"),
        ("Rebels of the Salt Front launched an attack on an army base.", "Rebels of the Salt Front", "army base"),
        ("The attack on the base was carried out by the Salt Front.", "Salt Front", "base"),
        ("An army convoy came under attack from insurgents near Gao.", "insurgents", "army convoy"),
        ("Rebel attacks on villages continued in Ituri.", "Rebel", "villages"),
        ("Days earlier, Israeli jets struck an army depot near Damascus.", "Israeli jets", "army depot"),
    ],
)
def test_actor_and_target_of_an_assault(text: str, actor: str, target: str) -> None:
    """Active, passive, reduced, relative, light-verb and nominal forms have the same actor and target."""
    assert (actor, target) in {(words(e.actor), words(e.target)) for e in of_type(text)}


def test_joined_actors_and_targets_give_each_pair() -> None:
    """Two actors and two targets are four events with one trigger."""
    found = of_type("Soldiers and militiamen attacked a school and a clinic.")
    assert len({(words(e.actor), words(e.target)) for e in found}) == 4
    assert len({e.trigger.start for e in found}) == 1


def test_two_verbs_share_their_subject() -> None:
    """ "attacked … and burned …": both have the militants as actor."""
    found = of_type("Militants attacked a convoy and burned three trucks.")
    assert {words(e.actor) for e in found} == {"militants", "Militants"} & {words(e.actor) for e in found}
    assert {words(e.target) for e in found} == {"convoy", "three trucks"}


def test_joined_nationalities_are_two_sides() -> None:
    """ "Afghan and American convoys" are targets of two countries."""
    found = of_type("Militants attacked Afghan and American convoys on Monday.")
    assert {e.target.country for e in found if e.target} == {"AF", "US"}


def test_a_name_in_apposition_stands_for_its_role() -> None:
    """The victim is the named man, not his office."""
    found = of_type("The provincial governor, Yusuf Karimi, was shot dead by gunmen in Herat.")
    assert "Yusuf Karimi" in {words(e.target) for e in found}


@pytest.mark.parametrize(
    "text",
    [
        "Zandia accused Quorvia of shelling the town of Melat.",
        "Quorvia, Zandia said, had shelled the town of Melat.",
        "The shelling of the town of Melat was blamed on Quorvia.",
    ],
)
def test_invented_countries_act(text: str) -> None:
    """Proper nouns that no gazetteer knows are actors."""
    assert "Quorvia" in {words(e.actor) for e in of_type(text)}


def test_lower_case_reads_the_same() -> None:
    """Reports without capitals have actor and target too."""
    found = of_type("the residence of the priests was attacked with dynamite by members of the fmln on 16 november.")
    assert [(words(e.actor), words(e.target), words(e.weapon)) for e in found] == [
        ("members of the fmln", "residence of the priests", "dynamite")
    ]


def test_a_weapon_is_the_means_and_no_actor() -> None:
    """ "Rockets hit": the rocket is the weapon, nobody is named."""
    (event,) = of_type("Rockets hit a fuel depot near Basra.")
    assert (words(event.actor), words(event.weapon), words(event.target)) == (None, "Rockets", "fuel depot")


@pytest.mark.parametrize(
    ("text", "place", "country"),
    [
        ("A bomb exploded in Mogadishu on Friday.", "Mogadishu", "SO"),
        ("In Mogadishu, gunmen killed a judge.", "Mogadishu", "SO"),
        ("LONDON (Wire) - Gunmen killed a judge in Mogadishu.", "Mogadishu", "SO"),
    ],
)
def test_the_place_stands_in_the_clause(text: str, place: str, country: str) -> None:
    """The place is that of the clause, never the dateline's."""
    assert {(words(e.location), e.location.country if e.location else None) for e in of_type(text)} == {
        (place, country)
    }


def test_a_town_where_a_bomb_goes_off_is_its_place_and_no_target() -> None:
    (event,) = analyse("A bomb exploded in Kabul.", gate=False).events
    assert (event.target, event.location and event.location.text) == (None, "Kabul")


def test_what_is_fired_is_the_weapon() -> None:
    (event,) = analyse("Rebels fired mortars at the airport in Goma.", gate=False).events
    assert event.weapon is not None
    assert event.weapon.text == "mortars"


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("A car rammed into a crowd in Magdeburg, killing two.", "crowd"),
        ("A man drove a van into pedestrians in Barcelona.", "pedestrians"),
        ("A truck rammed a police checkpoint in Istanbul.", "police checkpoint"),
    ],
)
def test_a_vehicle_driven_at_people_is_an_attack(text: str, target: str) -> None:
    (event,) = analyse(text, gate=False).events
    assert event.target is not None
    assert event.target.text == target


@pytest.mark.parametrize("text", ["A bus ploughed into a wall near Lima.", "They drove their car into Paris."])
def test_a_vehicle_driven_elsewhere_is_none(text: str) -> None:
    assert analyse(text, gate=False).events == ()


def test_a_cause_lends_no_place() -> None:
    """The war in another land that an attack answers is not where it happened."""
    found = of_type("Militants attacked a convoy in response to the war in Gaza.")
    assert {e.location for e in found} == {None}


@pytest.mark.parametrize(
    ("text", "type_", "actor", "target"),
    [
        ("Zandia's president met the prime minister of Quorvia.", EventType.CONSULT, "Zandia", "Quorvia"),
        ("The foreign ministers of Zandia and Quorvia held talks in Melat.", EventType.CONSULT, "Zandia", "Quorvia"),
        ("Zandia rejected Quorvia's offer of a truce.", EventType.REJECT, "Zandia", "Quorvia"),
        ("Zandia demanded that Quorvia withdraw its troops.", EventType.DEMAND, "Zandia", "Quorvia"),
        ("Zandia imposed sanctions on Quorvia.", EventType.SANCTION, "Zandia", "Quorvia"),
        ("Zandia sent food aid to Quorvia.", EventType.AID, "Zandia", "Quorvia"),
        ("Zandia condemned Quorvia's attack on the island.", EventType.ACCUSE, "Zandia", "Quorvia"),
        ("Police in Melat arrested 30 activists.", EventType.COERCE, "Police", "activists"),
        ("Thousands of farmers protested in Melat against the government.", EventType.PROTEST, "farmers", "government"),
    ],
)
def test_who_and_whom_of_every_kind_of_act(text: str, type_: EventType, actor: str, target: str) -> None:
    """Words and measures have a side that acts and one that is addressed."""
    found = of_type(text, type_)
    assert any(e.actor and e.target and actor in e.actor.text and target in e.target.text for e in found), found


def test_we_in_a_quotation_is_its_speaker() -> None:
    """A pronoun of a quotation is resolved to who speaks."""
    found = of_type('"We attacked the convoy near Gao," Ousmane Diarra, a rebel commander, said.')
    assert "Ousmane Diarra" in {words(e.actor) for e in found}


def test_an_unclear_pronoun_stays_unknown() -> None:
    """Where two candidates fit, nobody is named."""
    found = of_type("Ali Omar met Hassan Said and Musa Bello spoke to Idris Garba. He was shot dead on Monday.")
    assert all(e.target is None or e.target.text.startswith(("Ali", "Musa")) for e in found)


def test_the_blamed_group_is_the_actor_of_the_attack_before() -> None:
    """ "Investigators suspect the …" tells who was behind the bombing."""
    text = "A bomb exploded near a bus station in Cotabato, wounding 20 people. Investigators suspect the Salt Front."
    assert {words(e.actor) for e in of_type(text)} == {"Salt Front"}
