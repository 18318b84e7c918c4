"""Attacks in wordings of the field, with what must not be taken for them."""

from __future__ import annotations

import pytest

from bot.analysis.pipeline import analyse
from storage.model.findings import Event, EventType


def assaults(text: str) -> list[Event]:
    """The attacks of a text."""
    return [e for e in analyse(text, gate=False).events if e.type is EventType.ASSAULT]


@pytest.mark.parametrize(
    ("text", "target", "weapon"),
    [
        (
            "A motorcycle packed with explosives went off outside the police station in Mondomo.",
            "station",
            "explosives",
        ),
        ("A truck laden with explosives blew up at a checkpoint in Kirkuk.", "checkpoint", "explosives"),
        ("An explosives-laden boat went off beside a tanker near Hodeidah.", "tanker", "explosives"),
        ("A van rigged with a bomb exploded near the barracks in Bogota.", "barracks", "bomb"),
        ("A suitcase containing a bomb exploded at the station in Bilbao.", "station", "bomb"),
        ("A car loaded with 60 kg of dynamite exploded in front of a bank in Cali.", "bank", "dynamite"),
    ],
)
def test_a_vehicle_full_of_explosives_is_a_bomb(text: str, target: str, weapon: str) -> None:
    """What it stood by is hit, what it held is the weapon."""
    (event,) = assaults(text)
    assert event.target is not None
    assert event.weapon is not None
    assert (event.target.text.split()[-1], event.weapon.text) == (target, weapon)


@pytest.mark.parametrize(
    ("text", "subtype"),
    [
        ("Troops shot and killed a sub-leader of Boko Haram near Baga.", "Armed clash"),
        ("Soldiers killed 12 militants near Maiduguri.", "Armed clash"),
        ("Gunmen killed 12 villagers near Maiduguri.", "Attack"),
        ("Rebels ambushed a supply column near Shwebo.", "Armed clash"),
        ("Bandits ambushed a bus near Zuru.", "Attack"),
        ("Police battled traffickers in the alleys of Penha.", "Armed clash"),
        ("Al-Shabaab carried out the bombing of a hotel in Mogadishu.", "Remote explosive/landmine/IED"),
        ("A prisoner vanished in custody in Colombo.", "Abduction/forced disappearance"),
        ("Militants struck a fuel depot near Gao, torching 40 trucks.", "Attack"),
    ],
)
def test_the_sides_and_the_means_decide_the_subtype(text: str, subtype: str) -> None:
    """Armed men against armed men clash; an armed group has no air force; what burns beside is not the act."""
    assert {e.subtype for e in assaults(text)} == {subtype}


@pytest.mark.parametrize(
    "text",
    [
        "Spores are dropped from drones at dusk.",
        "Leaflets were dropped from a helicopter over the camp.",
        "An American carrier group entered the region on Monday.",
        "Tourists entered the village in the morning.",
        "Finnish border guards boarded the freighter Marlin Star on Wednesday.",
        "Passengers boarded the ferry to Zanzibar.",
        "The ministry accused Islamabad of whipping up panic to hide its failures.",
        "A car packed with toys broke down outside the station.",
    ],
)
def test_what_is_no_attack(text: str) -> None:
    """Drones that sow, ships that sail, guards that search."""
    assert assaults(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "Kosovo police came under fire from a wooded hillside.",
        "Soldiers came under fire from a rooftop in Hebron.",
        "The patrol came under fire from a passing car.",
    ],
)
def test_where_shots_come_from_is_nobody(text: str) -> None:
    """A hillside does not act."""
    assert [e.actor for e in assaults(text)] == [None]


def test_a_rocket_hits_the_market() -> None:
    """ "Hit the market" is a figure of speech of products, not of rockets."""
    assert len(assaults("A rocket hit a market in Aleppo, claiming 17 lives.")) == 1


def test_a_product_hits_the_market() -> None:
    """The same words with a car maker."""
    assert assaults("The new car hit the market in Japan.") == []


def test_a_fronted_place_is_not_shot_at() -> None:
    """ "On Mindanao, troops shot …": where, not whom."""
    targets = {e.target.text for e in assaults("On Mindanao, troops shot a rebel commander.") if e.target}
    assert targets == {"rebel commander"}


def test_drones_act_and_are_the_means() -> None:
    """Whose drone it is acts; the drone is the weapon."""
    (event,) = assaults("An Israeli drone slammed into a pickup truck near Tyre.")
    assert event.weapon is not None
    assert event.weapon.text == "Israeli drone"


def test_a_group_that_says_it_did_the_bombing_is_behind_the_one_told_before() -> None:
    """One bombing, told twice."""
    text = "A suicide bomber blew himself up in Hodan district. Al-Shabaab said it had carried out the bombing."
    assert len({e.trigger.start for e in assaults(text)}) == 1


@pytest.mark.parametrize(
    "text",
    [
        "Rebels overran the garrison town of Kidira.",
        "Armed men overran Zunguleru before dawn.",
        "M23 rebels captured the town of Sake.",
        "Boko Haram seized the village of Zunguleru.",
    ],
)
def test_rebels_overtake_territory(text: str) -> None:
    """Who takes a place without being a state."""
    assert {e.subtype for e in assaults(text)} == {"Non-state actor overtakes territory"}


def test_a_state_that_captures_a_village_is_no_rebel() -> None:
    """The same words of an army."""
    assert {e.subtype for e in assaults("Russian troops captured the village of Robotyne.")} != {
        "Non-state actor overtakes territory"
    }


@pytest.mark.parametrize(
    "text",
    [
        "Guards opened up with live rounds on a crowd in Basra.",
        "Sweden expelled two diplomats after a dual national, the hydrologist Kamran Sohrabi, was hanged in prison.",
        "The mayor of a town in Guerrero was riddled with bullets outside his home.",
        "A speedboat rigged with explosives rammed a tanker off Fujairah.",
        "Militants hacked off the hands of three farmers in Borno.",
        "A convoy was blown to pieces by a roadside charge near Kupwara.",
        "Somali pirates held 14 crew of a dhow at gunpoint off Eyl.",
        "Naval guns pounded the outskirts of Kyaukphyu.",
    ],
)
def test_further_wordings_of_attacks(text: str) -> None:
    """Guns that open up, a man who was hanged behind "after", guns that pound."""
    assert len(assaults(text)) == 1


@pytest.mark.parametrize(
    "text",
    [
        "A yellow-legged hornet has invaded eleven more French departments.",
        "Cane toads invaded the island of Guam.",
        "The comedian opened up with a song.",
        "Tourists overran the village of Hallstatt.",
        "The report was riddled with errors.",
        "The surgeon cut off the finger after the infection spread.",
        "A truck packed with vegetables hit a wall near Lyon.",
        "The project overran its budget.",
    ],
)
def test_animals_and_tourists_attack_nobody(text: str) -> None:
    """Harmless twins."""
    assert assaults(text) == []
