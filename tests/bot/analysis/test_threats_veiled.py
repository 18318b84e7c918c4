"""Threats in other words: conditions that stand apart, advice, alternatives, messages, what one side lets be known."""

from __future__ import annotations

import pytest

from bot.analysis.pipeline import analyse
from storage.model.findings import Event, EventType, Status


def threats(text: str) -> list[Event]:
    return [e for e in analyse(text, gate=False).events if e.type is EventType.THREATEN]


CONDITIONAL = [
    (
        "If the shelling persists, Kallas said, Estonia would cut off all freight.",
        "If the shelling persists",
        "Estonia",
    ),
    (
        "Should the sanctions stay, Prime Minister Orbel said, Hungary would block the next package.",
        "Should the sanctions stay",
        "Hungary",
    ),
    (
        "Serbia will move its troops to the line if NATO does not stop the raids in Kosovo, Vucic said on Friday.",
        "if NATO does not stop the raids in Kosovo",
        "Serbia",
    ),
    (
        "If the raids do not stop, Russia will reserve for itself every address in Lviv, deputy secretary Igor "
        "Palchin wrote on Telegram.",
        "If the raids do not stop",
        "Russia",
    ),
    (
        "Yusuf Sobhi accused Addis Ababa of drowning farmland. If the practice is repeated, he went on, Cairo will use "
        "every means at its disposal to protect its water.",
        "If the practice is repeated",
        "Cairo",
    ),
    (
        "ECOWAS said it would consider the use of force if the president was not released within a week.",
        "if the president was not released within a week",
        "ECOWAS",
    ),
    (
        "Ankara said it would not hesitate to send troops across the border if the YPG did not pull back.",
        "if the YPG did not pull back",
        "Ankara",
    ),
    (
        "The coup leaders face sanctions if they do not restore the constitution, ECOWAS said.",
        "if they do not restore the constitution",
        "ECOWAS",
    ),
    (
        "Baku will not sit idle if a single Armenian soldier crosses the Araks, Azerbaijan's foreign minister said.",
        "if a single Armenian soldier crosses the Araks",
        "Azerbaijan's foreign minister",
    ),
    (
        "The European Commission said it would haul Malta before the court if the law was not repealed in time.",
        "if the law was not repealed in time",
        "European Commission",
    ),
    (
        "Yemen's rebels said they would take Marib by force if the government did not share its oil.",
        "if the government did not share its oil",
        "Yemen's rebels",
    ),
    ("One more step and we shoot, the commander told the protesters.", "One more step", "commander"),
]


@pytest.mark.parametrize(("text", "condition", "actor"), CONDITIONAL)
def test_a_threat_has_its_condition_wherever_it_stands(text: str, condition: str, actor: str) -> None:
    """Before the speaker, inside the clause, in a bare noun; the one who will do it or speaks is the actor."""
    found = threats(text)
    assert [(e.status, e.condition and e.condition.text, e.actor and e.actor.text) for e in found] == [
        (Status.THREATENED, condition, actor)
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Seoul would do well to keep its balloons at home, the North's defence ministry warned.",
        "It would be unwise of Taipei to test our patience, a spokesman for the Chinese defence ministry said.",
        "Pakistan will treat any attempt to divert the Indus as an act of war, Defence Minister Lodhi said.",
        "Any interference with the pipeline will be viewed as a hostile act, the Azerbaijani foreign ministry said.",
        "The caller said that ten judges would die for each militant handed over to India.",
        "The rebel splinter said it would answer with lead anyone who tried to disarm it.",
        "An armed wing of the party said it would greet any foreign soldier with bullets.",
        "Touch our tankers and you lose yours, the Iranian general said.",
        '"Hand back our boss or bury them," a masked man says in the video.',
        'Reporters have received letters. "Stop digging or you will join them," one such note, seen by AFP, read.',
        "Brazil hopes to avert the tariff that Washington has promised to impose on its steel from 1 April.",
        "The strike that Israel has vowed to carry out on Natanz has kept oil prices high.",
        "The blockade threatened by Beijing would cut Taiwan off from its gas supplies.",
        "Two papers have closed since the cartel's warning that reporters who named its leaders would be killed.",
        "The group promised a similar end to anyone who works with the junta.",
        "Three drivers have since been warned by phone to stay in Juba.",
        "The junta's courts let it be known that more death sentences would be carried out in the coming days.",
        "The Kremlin made clear that it would regard the arrival of missiles as direct participation in the war.",
        "The US president said Tehran had two weeks to come to terms before something very bad happened.",
        "It is only a matter of time before Guyana's oil platforms burn, the Venezuelan vice president said.",
        "The commander said that his men would turn Goma into a graveyard for any foreign force.",
        "North Korea said South Korean ships crossing the line would be sent to the bottom without warning.",
        '"Your turn will come," Kadyrov told the exiled blogger in a video posted on Telegram.',
        "The junta threatened jail terms of ten years for anyone who shares pictures of the bombing.",
        "China told the Philippines it would have to bear all consequences of its provocation.",
        "Sadr's followers will storm the Green Zone again if the result stands, his aide said.",
        "Kigali has let Kinshasa know that a strike on Gisenyi would be answered in Goma.",
        "The labour minister of Nigeria said striking doctors would be sacked unless they were back by Monday.",
        "Ethiopia's patience with Asmara was not a bottomless well, Abiy told parliament.",
        "The White House said the tariffs on beef would be doubled if the trial of the former president went ahead.",
        "Khartoum's envoy said Chad would not be spared the fire it feeds.",
        '"Leave or we will carry you out," read a slogan sprayed on Haitian homes in Dajabon.',
        "The Taliban governor has closed the market and said husbands of those who disobey will be flogged.",
        "Zelensky said that Moscow would see blackouts of its own if the grid was hit again.",
        "Al-Shabaab has told elders in Beledweyne to hand over their sons or lose their herds.",
        "The separatists have set the governor until Sunday to free their men.",
        "Cambodia must pull back its guns by noon or Thai jets will do it for them, the army in Bangkok said.",
        "A cartel banner hung from a bridge in Culiacan promised the police chief a bullet for every informer.",
        "The US Treasury has warned banks in Dubai of secondary sanctions if they go on handling oil money.",
        "The editor was told by telephone that his family would not be safe.",
        "Leaflets dropped over the town told residents to leave or bear the consequences.",
        "Should a single refinery be hit again, Kyiv's drones will visit Moscow every night, Budanov said.",
        "Tehran's mayor said Westerners held in Evin would not see their homes if more sanctions came.",
        "Pakistan's army said that any misadventure would invite a response.",
        "Orban said that he would block every euro for Kyiv until the pipeline flowed again.",
        "We thank the envoys. Should the junta's jets return, our artillery will answer on Sittwe.",
    ],
)
def test_a_threat_needs_no_word_of_threatening(text: str) -> None:
    """Advice, alternatives, messages, present tense, what is let be known: one threat each."""
    assert [e.status for e in threats(text)] == [Status.THREATENED]


@pytest.mark.parametrize(
    "text",
    [
        "If the rain continues, the Environment Agency said, rivers in Somerset will burst their banks.",
        "If cases rise, the government will restrict travel, Prime Minister Silva said on Monday.",
        "The central bank will raise rates again if inflation does not fall, Governor Lee said.",
        "The company would cut 400 jobs unless sales recover, its chief executive said.",
        "If the ceasefire holds, Israel will withdraw its troops from Gaza, Netanyahu said.",
        "If Iran returns to the agreement, the United States will lift its sanctions, Blinken said.",
        "NATO would send troops to Kosovo if the government asked for them, the alliance's chief said.",
        "Germany will help Poland if Russia attacks it, Chancellor Scholz said.",
        "Investors would be wise to wait for the results, the fund manager said.",
        "Bring a coat or you will freeze, the mayor told visitors to the winter market.",
        "Add the eggs and you get a smooth batter, the chef said.",
        "One more goal and he equals the club record, the commentator said.",
        "It is only a matter of time before the dam fails, engineers said.",
        "It is only a matter of time before militants strike again, police in Peshawar said.",
        "Residents were warned by text message to stay indoors as the fire spread.",
        "The prime minister said the government had two weeks to find a buyer for the steel plant.",
        "Teams will have two weeks to appeal before the ban takes effect, FIFA said.",
        "Motorists face fines of 80 euros if they use the bus lane, the city said.",
        "France faces Spain in the final if it beats Belgium.",
        "The tax that the government has promised to impose on sugar has angered bakers.",
        "A vote against the budget would bring an end to the coalition, the finance minister said.",
        "Fans must leave flags at home or be turned away, the organisers said.",
        "Companies must file by May or pay a fine, the tax office said.",
        "The ministry said it would consider the request if it was filed in writing.",
        "Had the bomb gone off in the parcel, it would have torn the consulate apart, the minister said.",
        "If the strike continues, Lufthansa will cancel flights on Monday, the airline said.",
        "If the fighting resumes, the UN will suspend food deliveries, its spokesman said.",
        "If Iran attacks, the United States will defend Israel, Biden said.",
        "If more refugees come, Chad will build another camp, the minister said.",
        "If the suspect is not found, police will widen the search, a spokesman said.",
        "If the company refuses to pay, the workers will strike, the union said.",
        "Unless talks resume, the region will slide back into war, the UN envoy said.",
        "The club said it would block the transfer until the fee was paid.",
        "Save the Children said that thousands of children will die if the crossing remains shut.",
    ],
)
def test_what_only_sounds_alike_is_no_threat(text: str) -> None:
    """Weather, health, money, sport, help, advice to customers, what would have been."""
    assert [e.trigger.text for e in threats(text)] == []
