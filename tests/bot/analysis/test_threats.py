"""Threats: who threatens whom, under which condition, by force or without."""

from __future__ import annotations

from functools import cache

import pytest

from bot.analysis.pipeline import analyse
from storage.model.findings import Event, EventType, Severity, Status

THREATS = [
    ("Iran threatened to strike Israel.", "Iran", "Israel", "", True),
    ("Gang members threatened to attack shops in Haiti.", "Gang members", "shops", "", True),
    ("China threatened to restrict exports to Japan.", "China", "Japan", "", False),
    (
        "US President Donald Trump has repeatedly threatened to strike Iran if the two sides cannot reach a "
        "deal on the nuclear issue.",
        "Donald Trump",
        "Iran",
        "if the two sides cannot",
        True,
    ),
    (
        "North Korean Foreign Minister Choe Son-hui warned on Friday that Seoul would pay a heavy price if it"
        " goes ahead with the joint drills.",
        "Choe",
        "Seoul",
        "if it goes ahead",
        True,
    ),
    (
        "“Unless the blockade ends, our missiles will reach every port in the Emirates,” said Yahya Saree, "
        "the military spokesman of the Houthis.",
        "Yahya Saree",
        "Emirates|port",
        "Unless the blockade ends",
        True,
    ),
    (
        "Turkish President Recep Tayyip Erdogan has several times threatened to bomb Syria unless Kurdish "
        "fighters pull back from the border.",
        "Erdogan",
        "Syria",
        "unless Kurdish",
        True,
    ),
    (
        "If Addis Ababa sends troops across the border, Eritrea will strike back at Ethiopia, Information "
        "Minister Yemane Gebremeskel threatened.",
        "Yemane Gebremeskel",
        "Ethiopia",
        "If Addis Ababa sends",
        True,
    ),
    (
        "Iran will strike every American base in the region if its nuclear sites are bombed, the commander of"
        " the Guards' aerospace force warned on Thursday.",
        "commander",
        "American base",
        "if its nuclear",
        True,
    ),
    (
        '"Should they make that mistake, we will respond without a minute\'s delay," Brigadier General Farhad '
        "Tavakoli told state television.",
        "Farhad Tavakoli",
        "",
        "Should they make",
        True,
    ),
    (
        '"If the government in Juba does not release our members by Sunday, we will close the oil pipeline," '
        "the rebel spokesman, Gatluak Puot, said by satellite phone.",
        "Gatluak Puot|spokesman",
        "pipeline",
        "If the government",
        False,
    ),
    ("Hezbollah vowed to retaliate for the killing of its commander.", "Hezbollah", "", "", True),
    ("The militia vowed revenge against the government after the raid.", "militia", "government", "", True),
    ("The Supreme Leader promised a crushing response to any attack.", "Supreme Leader", "", "", True),
    ("Israel said it would respond with force if rockets were fired from Lebanon.", "Israel", "", "if rockets", True),
    (
        "Russia reserves the right to respond to the strikes with all available means, the Kremlin said.",
        "Kremlin|Russia",
        "",
        "",
        True,
    ),
    ("“We will not hesitate to strike American bases,” the general said.", "general", "American bases", "", True),
    ("The junta gave French troops 48 hours to leave the country.", "junta", "French troops", "", False),
    ("Ukraine issued an ultimatum to the separatists on Monday.", "Ukraine", "separatists", "", False),
    ("The judge has received death threats from gang leaders.", "gang leaders", "judge", "", True),
    ("Death threats against three journalists were posted on walls in Tegucigalpa.", "", "journalists", "", True),
    ("An anonymous caller made a bomb threat against the airport.", "caller", "airport", "", True),
    ("The rebels threatened the mayor with death.", "rebels", "mayor", "", True),
    ("Washington threatened Tehran with new sanctions.", "Washington", "Tehran", "", False),
    ("The mayor was threatened by gunmen outside his home.", "gunmen", "mayor", "", True),
    ("Iran's threat to close the Strait of Hormuz rattled markets.", "Iran", "Strait of Hormuz", "", False),
    (
        "Russia warned Finland that it would face consequences if it joined the alliance.",
        "Russia",
        "Finland",
        "if it joined",
        True,
    ),
    ("The army warned that any attack on its bases would be met with force.", "army", "", "", True),
    (
        "Beijing warned of serious consequences if Taiwan declared independence.",
        "Beijing",
        "Taiwan",
        "if Taiwan",
        True,
    ),
    ("Turkey warned Greece not to send troops to the island.", "Turkey", "Greece", "", False),
    ("Pakistan threatened retaliation against India.", "Pakistan", "India", "", True),
    ("The teachers' union threatened to strike unless wages rise.", "union", "", "unless wages", False),
    (
        "The rebels threatened to execute the hostages unless the army withdraws by Friday.",
        "rebels",
        "hostages",
        "unless the army",
        True,
    ),
    (
        "The gang, which controls the port, has threatened to burn the fuel terminal.",
        "gang",
        "fuel terminal",
        "",
        True,
    ),
    ("The minister said that Hamas would pay a heavy price for the attack.", "minister", "Hamas", "", True),
    (
        "North Korean leader Kim Jong Un said Pyongyang would use nuclear weapons if its sovereignty was violated.",
        "Pyongyang",
        "",
        "if its sovereignty",
        True,
    ),
    ("The commander threatened that his forces would shell the town.", "commander", "town", "", True),
    ("“They will pay for their crimes with their blood,” a spokesman for the group said.", "spokesman", "", "", True),
    ("The separatists have threatened to disrupt the election.", "separatists", "election|", "", False),
    ("Poland threatened to close its border with Belarus.", "Poland", "border|Belarus", "", False),
    ("A letter from the cartel threatened to kill the candidate.", "cartel", "candidate", "", True),
    (
        "the salvadoran rebels threatened to attack the capital again if the government rejects their proposal.",
        "rebels",
        "capital",
        "if the government",
        True,
    ),
    ("THE GUERRILLAS THREATENED TO BLOW UP THE BRIDGE.", "GUERRILLAS", "BRIDGE", "", True),
    ("The president pledged to wipe out the bandits.", "president", "bandits", "", True),
    ("Israel and the United States have threatened to attack Iran.", "Israel", "Iran", "", True),
    ("The group repeated its threats against foreign companies.", "group", "companies", "", True),
    (
        "“If they attack us, the region will burn,” the foreign minister told reporters.",
        "minister",
        "region",
        "If they attack",
        True,
    ),
    (
        "The colonel said his troops were ready to strike the rebel camp if the talks failed.",
        "colonel",
        "rebel camp",
        "if the talks",
        True,
    ),
    (
        "The movement threatened to fire on any merchant ship that passes the shore.",
        "movement",
        "merchant ship",
        "",
        True,
    ),
    (
        "Iran threatened to expel foreign inspectors if they insist on seeing a workshop.",
        "Iran",
        "inspectors",
        "if they insist",
        False,
    ),
    ("The general promised that the invaders would regret their aggression.", "general", "invaders", "", True),
    (
        "US bases in the region would be legitimate targets if Washington joined the war, an Iranian general said.",
        "general",
        "US bases|Washington",
        "if Washington",
        True,
    ),
    ("The prosecutor had been the object of death threats.", "", "prosecutor", "", True),
    ("The brewery has received threats in the past.", "", "brewery", "", True),
    ("Witnesses spoke of threats against the bishop and his family.", "", "bishop", "", True),
    ("“Anyone who touches our oil will lose his hand,” the general shouted.", "general", "Anyone", "", True),
    ("The group said it would cut off any hand that reached for its weapons.", "group", "", "", True),
    ("Hamas said it would retaliate for the raid.", "Hamas", "", "", True),
    (
        "Pakistan's army chief said on Friday that any misadventure by India would be met with a strong response.",
        "army chief",
        "India",
        "",
        True,
    ),
    (
        "Washington warned that Tehran would be held responsible for any attack on American troops.",
        "Washington",
        "Tehran",
        "",
        True,
    ),
    ("ECOWAS leaders said they were ready to use force to restore the president.", "ECOWAS leaders", "", "", True),
    (
        "The Houthis said they would resume attacks on Israeli shipping unless aid enters Gaza within four days.",
        "Houthis",
        "Israeli shipping",
        "unless aid",
        True,
    ),
    (
        "Beijing vowed to take resolute countermeasures if the arms sale goes ahead.",
        "Beijing",
        "",
        "if the arms",
        False,
    ),
    ("The union threatened an indefinite strike from Monday.", "union", "", "", False),
    (
        "The European Union threatened Hungary with the loss of its voting rights.",
        "European Union",
        "Hungary",
        "",
        False,
    ),
    ("President Petro threatened to break off relations with Israel.", "Petro", "Israel", "", False),
]
"""Text, actor, target (alternatives behind "|", "" for none), start of the condition, whether force is threatened."""

NONE = [
    "Experts warned of floods in the coming days.",
    "The US embassy warned citizens of possible attacks in Istanbul.",
    "The threat of rain delayed the match.",
    "The panda is a threatened species.",
    "The city is under threat from rising seas.",
    "The dispute threatened to derail the talks in Geneva.",
    "The IMF warned that poor countries would pay a heavy price.",
    "The UN warned that civilians would suffer if the war spread.",
    "He was taken to hospital with life-threatening injuries.",
    "Inflation threatens growth in Europe.",
    "The minister threatened to resign.",
    "Its director threatened, with a smile, to make a sequel.",
    "Doctors warned that people would face serious consequences if vaccination rates fell.",
    "Police warned drivers of ice on the roads.",
    "The town is threatened by floods.",
    "Iran did not threaten to close the strait.",
    "The president vowed to fight corruption.",
    "The coach promised a strong response after the defeat.",
    "The company pledged to cut emissions by half.",
    "The pact would respond to the threat posed by drones.",
    "Ukraine's president warned that Russia would attack Kharkiv again.",
    "The central bank said it would act if inflation rose.",
    "“We will win the match on Saturday,” the striker said.",
    "Officials faced a threat of famine.",
    "Washington rejected Russia's ultimatum.",
    "A storm warning was issued to fishermen.",
    "Scientists warned that the glacier would disappear.",
    "The US warned Israel that Iran was preparing an attack.",
    "“We will continue to provide help to the victims,” the minister said.",
    "Terrorism remains a threat to security in the region.",
    "Terrorist threats overshadowed the campaign.",
    "The greatest threat to the country is poverty.",
    "Those who commit violence will be punished, the judge said.",
    "Freedom of the press is threatened on the continent.",
    "Drivers were warned to avoid the area.",
    "The ministry said it would withdraw its contingent if a date was agreed in writing.",
]


@cache
def events(text: str) -> tuple[Event, ...]:
    return analyse(text, gate=False).events


def threats(text: str) -> list[Event]:
    return [e for e in events(text) if e.type is EventType.THREATEN]


def texts(found: list[Event], part: str) -> list[str]:
    return [getattr(e, part).text for e in found if getattr(e, part) is not None]


def fits(wanted: str, found: list[str]) -> bool:
    return any((not w and not found) or (w and any(w in text for text in found)) for w in wanted.split("|"))


@pytest.mark.parametrize(("text", "actor", "target", "condition", "force"), THREATS)
def test_a_threat_has_who_threatens(text: str, actor: str, target: str, condition: str, force: bool) -> None:
    """One trigger, status "threatened", and its actor."""
    found = threats(text)
    assert len({e.trigger.start for e in found}) == 1
    assert {e.status for e in found} == {Status.THREATENED}
    assert fits(actor, texts(found, "actor"))


@pytest.mark.parametrize(("text", "actor", "target", "condition", "force"), THREATS)
def test_a_threat_has_whom_it_is_against(text: str, actor: str, target: str, condition: str, force: bool) -> None:
    """The target is who is threatened, whom the deed would hit, or whose act is the condition."""
    assert fits(target, texts(threats(text), "target"))


@pytest.mark.parametrize(("text", "actor", "target", "condition", "force"), THREATS)
def test_a_threat_keeps_its_condition(text: str, actor: str, target: str, condition: str, force: bool) -> None:
    """The condition is given as it stands, and only where there is one."""
    found = texts(threats(text), "condition")
    assert all(c.startswith(condition) for c in found)
    assert bool(found) == bool(condition)


@pytest.mark.parametrize(("text", "actor", "target", "condition", "force"), THREATS)
def test_a_threat_of_force_is_graver_than_one_without(
    text: str, actor: str, target: str, condition: str, force: bool
) -> None:
    """Sanctions, closures and labour strikes are threats too, but low ones."""
    gravest = max(e.severity for e in threats(text))
    assert gravest >= Severity.MODERATE if force else gravest <= Severity.LOW


@pytest.mark.parametrize("text", [row[0] for row in THREATS])
def test_what_is_threatened_is_no_event_of_its_own(text: str) -> None:
    """The deed is covered by the threat: no attack is told beside it."""
    told = [e for e in events(text) if e.type is EventType.ASSAULT and e.status is not Status.HISTORICAL]
    assert [e.trigger.text for e in told if e.trigger.text not in PAST] == []


PAST = {"raid", "killing", "attack", "strikes", "crimes", "attacked", "bombed"}
"""What the threats of the table answer to: told for itself or not, it is not the threatened deed."""


@pytest.mark.parametrize("text", NONE)
def test_warnings_of_others_and_figures_of_speech_are_no_threats(text: str) -> None:
    """Experts who warn, nature that threatens, promises of good, ultimatums that are rejected."""
    assert [e.trigger.text for e in threats(text)] == []


def test_the_attack_that_is_to_be_avenged_is_still_told() -> None:
    """Only the threatened deed is covered, not its cause."""
    found = events("Hezbollah vowed to retaliate for an Israeli air strike that killed three people in Beirut.")
    assert {e.type for e in found} == {EventType.THREATEN, EventType.ASSAULT}


def test_two_who_threaten_are_two_events_with_one_trigger() -> None:
    """Conjoined actors give one event each."""
    found = threats("Israel and the United States have threatened to attack Iran.")
    assert sorted(texts(found, "actor")) == ["Israel", "United States"]
    assert len({e.trigger.start for e in found}) == 1


def test_a_quotation_that_goes_on_with_the_threat_is_no_second_one() -> None:
    """ "They will regret it" behind a vow of the same speaker is the same threat."""
    text = "The president vowed to hunt down the bombers. “They will regret this day,” he said."
    assert [e.trigger.text for e in threats(text)] == ["vowed"]


def test_a_denied_threat_is_no_threat() -> None:
    """ "denied that anyone had threatened" tells of none."""
    found = threats("The rebels denied that anyone had threatened to sink the ship.")
    assert [e for e in found if e.status is Status.THREATENED] == []
