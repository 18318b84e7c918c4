"""Faults that showed when whole articles were read: who did it, where, how many, and what is only spoken of."""

from __future__ import annotations

import pytest

from bot.analysis.pipeline import pipeline, prepare, read
from storage.model.findings import EventType
from tests.bot.analysis.told import events


@pytest.mark.parametrize(
    ("text", "dead"),
    [
        (
            "A bomber blew himself up outside a bank as clerks queued to collect their pay, killing at least five.",
            5,
        ),
        ("Gunmen opened fire while worshippers were waiting to enter the church, killing nine people.", 9),
        ("A drone struck the depot as workers tried to move fuel, killing three people and wounding seven.", 3),
    ],
)
def test_the_dead_go_to_the_deed_not_to_what_people_were_doing(text: str, dead: int) -> None:
    """A trailing participle of harm belongs to the deed of its sentence."""
    assert [e.fatalities.low for e in events(text, EventType.ASSAULT) if e.fatalities] == [dead]


@pytest.mark.parametrize(
    "text",
    [
        "Those gangs killed 5,600 people last year, according to the U.N. Canada announced sanctions on three men.",
        "The ship was seized last week, according to the U.S. Iran denied it.",
        "The camp was shelled twice, according to the U.N. Residents fled at night.",
    ],
)
def test_a_sentence_ends_with_an_abbreviation(text: str) -> None:
    """What follows "the U.N." is a new sentence where it can be no part of a body's name."""
    assert len(list(pipeline()(prepare(text, gate=False)).sents)) == 2


@pytest.mark.parametrize(
    "text",
    [
        "The U.N. Mission in South Sudan condemned the attack.",
        "Officials of the U.S. Army said the base was hit.",
        "A convoy of the U.N. World Food Programme was looted.",
    ],
)
def test_an_abbreviation_inside_a_name_ends_nothing(text: str) -> None:
    """Bodies of the United Nations and of the United States keep their names."""
    assert len(list(pipeline()(prepare(text, gate=False)).sents)) == 1


def test_who_calls_the_arrests_an_outrage_arrested_nobody() -> None:
    """A judgement on an act gives it no actor."""
    (arrests,) = events('The envoy, Kaja Lind, called the arrests "an assault on democracy".', EventType.COERCE)
    assert arrests.actor is None


@pytest.mark.parametrize(
    ("text", "actor"),
    [
        ("The claim was rejected by an arbitration tribunal.", "arbitration tribunal"),
        ("The bill was vetoed by the president.", "president"),
        ("The proposal, which was turned down by Hamas, would have freed hostages.", "Hamas"),
    ],
)
def test_who_rejects_in_the_passive_is_the_actor(text: str, actor: str) -> None:
    """The agent of a passive is not the side that is rejected."""
    assert [e.actor.text for e in events(text, EventType.REJECT) if e.actor] == [actor]


def test_the_charge_belongs_to_the_accusation() -> None:
    """ "accused the army of bombing camps" accuses the army."""
    (charge,) = events("Rights groups have accused the army of bombing camps.", EventType.ACCUSE)
    assert charge.target is not None
    assert charge.target.text == "army"


def test_one_of_the_largest_attacks_is_the_attack_just_told() -> None:
    """A comparison is no second event."""
    text = "Russia launched 400 drones at Ukraine overnight, in one of the largest attacks of the war."
    assert len(events(text, EventType.ASSAULT)) == 1


@pytest.mark.parametrize(
    ("text", "type_"),
    [
        (
            "North Korea fired what appeared to be a short-range ballistic missile toward its eastern waters.",
            "MOBILIZE",
        ),
        ("Rebels fired what residents believe was a rocket at the airport in Goma.", "ASSAULT"),
    ],
)
def test_what_something_seemed_to_be_is_what_was_fired(text: str, type_: str) -> None:
    """A cautious description of a weapon hides no deed."""
    assert [e.type.value for e in read(text, gate=False).analysis.events] == [type_]


def test_who_calls_it_sabotage_is_no_saboteur() -> None:
    """The name that somebody gives to an act does not make it his."""
    text = "A blast damaged a railway line in Poland, in what Donald Tusk called an unprecedented act of sabotage."
    assert [e.actor for e in events(text, EventType.ASSAULT) if e.actor] == []


@pytest.mark.parametrize("word", ["ousted", "jailed", "deposed"])
def test_a_fallen_leader_is_sentenced_not_ousted_again(word: str) -> None:
    """What a leader has been before the verdict is no event of today."""
    text = f"A tribunal in Bangladesh sentenced {word} Prime Minister Sheikh Hasina to death on Monday."
    assert [(e.trigger.text, e.target and e.target.text) for e in read(text).analysis.events] == [
        ("sentenced", "Hasina")
    ]


def test_those_accused_are_said_to_have_done_it() -> None:
    """ "Accused the agencies of arming rebels": the agencies, not who accuses them."""
    (arming,) = events("Rwanda has accused Congo of arming the rebels near its border.", EventType.AID)
    assert arming.actor is not None
    assert arming.actor.text == "Congo"


def test_who_orders_a_mobilisation_mobilises() -> None:
    """Troops are what is mobilised."""
    (order,) = events('President Nicolas Maduro ordered a "massive mobilization" of troops.', EventType.MOBILIZE)
    assert order.actor is not None
    assert order.actor.text == "Nicolas Maduro"


@pytest.mark.parametrize(
    ("text", "subtype"),
    [
        ("M23 rebels seized the lakeside town of Minova on Tuesday.", "Non-state actor overtakes territory"),
        ("Jihadists captured a military base in Farabougou.", "Non-state actor overtakes territory"),
        ("Government troops seized the town of Bor from rebels.", "Government regains territory"),
        ("The Pakistani Taliban claimed responsibility for the Bannu blast.", "Remote explosive/landmine/IED"),
        ("Ethiopian warplanes bombed a market in Mekelle.", "Air/drone strike"),
    ],
)
def test_a_subtype_knows_states_from_armed_groups(text: str, subtype: str) -> None:
    """ACLED's sub-types differ by who acts; a group named after a country is no state."""
    assert [e.subtype for e in events(text, EventType.ASSAULT)] == [subtype]


@pytest.mark.parametrize(
    ("text", "actor"),
    [
        ("The ministry said three people were killed by Israeli fire in Khan Younis.", "Israeli"),
        ("Two boys were wounded by army fire in Mandalay.", "army"),
    ],
)
def test_fire_of_arms_kills(text: str, actor: str) -> None:
    """Whose fire it was, did it."""
    assert [e.actor.text for e in events(text, EventType.ASSAULT) if e.actor] == [actor]


@pytest.mark.parametrize(
    "text",
    [
        "A fire swept through a refugee camp on Monday, destroying hundreds of shelters.",
        "Eleven people were killed by a fire in a nightclub in Goa.",
        "The huge fire damaged a market in Dhaka.",
    ],
)
def test_a_blaze_is_no_attack(text: str) -> None:
    """A fire that nobody set or fired."""
    assert events(text, EventType.ASSAULT) == []


def test_flights_suspended_after_a_strike_suspend_no_strike() -> None:
    """What happened before is a word of its own."""
    text = "Its flights to Tigray had been suspended after drones struck trucks near Enticho."
    assert events(text, EventType.CONCEDE) == []


def test_who_is_shot_on_stage_is_the_target() -> None:
    """A passive has its target as subject."""
    (shot,) = events("A singer was shot on stage.", EventType.ASSAULT)
    assert shot.target is not None
    assert shot.target.text == "singer"


@pytest.mark.parametrize("words", ["made safe", "defused", "rendered harmless"])
def test_a_bomb_made_safe_is_disrupted(words: str) -> None:
    """The bomb squad sets off no bomb."""
    (bomb,) = events(f"A viable pipe bomb was {words} by army experts outside a police station.", EventType.ASSAULT)
    assert bomb.subtype == "Disrupted weapons use"


@pytest.mark.parametrize(
    ("text", "end"),
    [
        (
            "MI5 warned that Chinese agents were recruiting them, a charge that Beijing dismissed as fabrication.",
            "them",
        ),
        ("Islamabad said Kabul was harbouring the militants, which Kabul denies.", "militants"),
    ],
)
def test_the_answer_of_others_is_no_part_of_what_was_said(text: str, end: str) -> None:
    """The speaker did not deny himself."""
    first = read(text, gate=False).analysis.claims[0]
    assert (first.content.of(text).endswith(end), first.stance.value) == (True, "asserts")


def test_what_raises_fears_says_nothing() -> None:
    """A happening is no speaker."""
    text = "Drones struck trucks near Enticho, raising fears of a return to war."
    assert read(text, gate=False).analysis.claims == ()


@pytest.mark.parametrize(
    ("text", "types"),
    [
        ("The rebels left leaflets in the town.", []),
        ("U.S. forces destroyed two Houthi uncrewed aerial vehicles in a rebel-controlled area of Yemen.", ["ASSAULT"]),
        ("The owner had breached the ban on calling at Israeli ports.", ["REJECT"]),
    ],
)
def test_words_that_look_like_another_deed(text: str, types: list[str]) -> None:
    """Leaving leaflets is no retreat, destroying another's drones no disarmament, calling at a port no call."""
    found = [e.type.value for e in read(text, gate=False).analysis.events]
    assert [t for t in found if t != "COERCE"] == types


def test_an_adjective_behind_a_colon_attacks_nobody() -> None:
    """A capital at the start of what follows a colon makes no name."""
    (hit,) = events("Highlights: Heavy shelling hit the Abu Shouk camp on 19 November.", EventType.ASSAULT)
    assert hit.actor is None


def test_what_somebody_called_piracy_is_piracy() -> None:
    """The naming clause stands for its noun."""
    (charge,) = events("Greece's shipping minister condemned what he called piracy.", EventType.ACCUSE)
    assert charge.target is not None
    assert charge.target.text.endswith("piracy")


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("Residents heard gunshots around 3 a.m. Elite police teams regained control.", 2),
        ("The blast struck at 3 p.m. Monday in Goma.", 1),
        ("The raid began at 4 p.m. Sanaa time on Friday.", 1),
    ],
)
def test_a_sentence_may_end_with_the_hour(text: str, sentences: int) -> None:
    """Weekdays, months and zones go on with the hour, other words begin anew."""
    assert len(list(pipeline()(prepare(text, gate=False)).sents)) == sentences


def test_shelling_that_cuts_a_line_has_a_target() -> None:
    """A noun of violence as the subject of damage."""
    (shelling,) = events("Shelling had cut a power line to the nuclear plant.", EventType.ASSAULT)
    assert shelling.target is not None
    assert shelling.target.text == "power line"


@pytest.mark.parametrize(
    ("text", "tolls"),
    [
        (
            "Brazilian police shot dead a gang leader in Penha, where a raid last month left 121 people dead.",
            [1, 121],
        ),
        ("The army attacked militants who had killed twelve soldiers in May.", [None, 12]),
        ("An attack by gunmen who killed five people shook the town of Sake.", [5]),
    ],
)
def test_the_dead_of_a_relative_clause(text: str, tolls: list[int | None]) -> None:
    """Another act that a clause tells of keeps its own dead; what attackers did in their attack is that attack."""
    found = events(text, EventType.ASSAULT)
    assert [e.fatalities.low if e.fatalities else None for e in found] == tolls


def test_who_runs_into_an_ambush_is_its_target() -> None:
    """An ambush hits those who run into it."""
    (ambush,) = events("A relief column ran into an ambush near Djibo.", EventType.ASSAULT)
    assert ambush.target is not None
    assert ambush.target.text == "relief column"


@pytest.mark.parametrize(
    "text",
    [
        "Nine people were killed when seized explosives accidentally detonated inside a police station in Srinagar.",
        "A grenade accidentally exploded in the barracks in Kaya.",
    ],
)
def test_an_accident_with_explosives_is_no_attack(text: str) -> None:
    """Told by its adverb, wherever that stands."""
    assert events(text, EventType.ASSAULT) == []


def test_he_is_the_general_not_the_governor_of_before() -> None:
    """An officer told in the same sentence is nearer than a politician of the one before."""
    text = (
        "Kwara's governor asked for soldiers. A general, Musa Uba, was executed by Islamic State, the group said; "
        "the army had earlier denied that he was captured."
    )
    assert [e.target.text for e in events(text, EventType.COERCE) if e.target] == ["Musa Uba"]


def test_bombs_of_an_old_war_are_disposed_of() -> None:
    """Unexploded bombs that officials blow up."""
    (blast,) = events("In Laos, officials blew up 11 tons of unexploded American bombs.", EventType.ASSAULT)
    assert blast.subtype == "Disrupted weapons use"
