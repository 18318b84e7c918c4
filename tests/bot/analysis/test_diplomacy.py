"""What states do to one another without force: thanks, refusals, accusations, help, deals, and what only sounds so."""

from __future__ import annotations

import pytest

from bot.analysis.pipeline import analyse
from storage.model.findings import EventType, Status
from tests.bot.analysis.told import events


@pytest.mark.parametrize(
    "text",
    [
        "The interim president thanked Qatar for its mediation.",
        "Kenya's foreign minister conveyed his gratitude to Norway.",
        "Six Gulf states lined up behind the Saudi proposal.",
        "Canada spoke in support of the resolution.",
        "Berlin gave the ceasefire plan a cautious welcome.",
        "Bolivia rallied to the government's side.",
        "The upper house endorsed the truce.",
    ],
)
def test_thanks_and_backing_are_support(text: str) -> None:
    """Praise needs no verb of praise."""
    assert events(text, EventType.SUPPORT) != []


@pytest.mark.parametrize(
    "text",
    [
        "The singer thanked her fans for their patience.",
        "Infantry backed by tanks and artillery advanced on the town.",
        "A second battalion was sent to back up the border police.",
        "London cut its budget support for Kampala.",
        "The trees learn to defend themselves against beetles.",
        "The garrison defended the town against a rebel attack.",
    ],
)
def test_backing_by_guns_money_and_trees_is_no_support(text: str) -> None:
    """Armour that backs infantry praises nobody."""
    assert events(text, EventType.SUPPORT) == []


@pytest.mark.parametrize(
    "text",
    [
        '"We will never talk to killers," Interior Minister Luis Vargas said.',
        "Ethiopia will not withdraw its forces from the town, its prime minister said.",
        "Hamas said it would not hand over the bodies.",
        "Hungary will not recognise the new government, its foreign minister said.",
        '"We are not going to meet with the putschists," the minister told reporters.',
        "Serbia said it would not sign the treaty.",
    ],
)
def test_what_somebody_will_never_do_is_refused(text: str) -> None:
    """A flat no is a refusal, whatever the verb."""
    assert [e.status for e in events(text, EventType.REJECT)] == [Status.OCCURRED]


@pytest.mark.parametrize(
    "text",
    [
        "The envoys did not meet on Friday, a diplomat said.",
        "The prisoners will not be released before Easter, the ministry said.",
    ],
)
def test_what_has_not_happened_is_no_refusal(text: str) -> None:
    """Talks that did not take place were not turned down, and a passive names nobody who refuses."""
    assert events(text, EventType.REJECT) == []


@pytest.mark.parametrize(
    "text",
    [
        "The council postponed the vote after Hungary objected.",
        "Moscow waved the report away as fiction.",
        "Beijing rejected what it called foreign interference.",
        "The governor refused to transfer the suspects.",
        "Sudan walked out of the negotiations.",
        "Greece blocked the aid package for Kyiv.",
    ],
)
def test_objections_are_rejections(text: str) -> None:
    """With the reason as its name, or with nobody named."""
    assert events(text, EventType.REJECT) != []


@pytest.mark.parametrize(
    "text",
    [
        "The court accused the agency of failing to consult the villagers.",
        "Thousands gathered outside the palace to oppose the tax.",
        "The minister was dismissed as party leader.",
    ],
)
def test_failures_crowds_and_dismissed_ministers_reject_nothing(text: str) -> None:
    """Failing is no refusal, and what a crowd gathers for is told by the crowd."""
    assert events(text, EventType.REJECT) == []


@pytest.mark.parametrize(
    "text",
    [
        "Tehran called the verdict a farce.",
        "Belgrade termed the raid a flagrant violation of the agreement.",
        "Cuba branded the measures illegal.",
        "Ankara described the map as a provocation.",
        "Kyiv's security service alleged that Moscow had hired arsonists.",
        "The opposition charged that the army had fired on the crowd.",
        "Mali's junta complained that Algeria had shot down its drone.",
        "The governor blamed the outage on Hezbollah.",
        "The spokesman pinned the blasts on the separatists.",
        "Panama took exception to the remarks.",
        "Poland summoned the Belarusian envoy.",
    ],
)
def test_names_and_blame_accuse(text: str) -> None:
    """Names called, deeds alleged, envoys summoned: each is an accusation."""
    assert events(text, EventType.ACCUSE) != []


def test_who_is_accused_is_who_did_what_is_alleged() -> None:
    """The subject of the clause, not what it is about."""
    [event] = events("Kyiv alleged that Moscow had bribed a general.", EventType.ACCUSE)
    assert event.target is not None
    assert event.target.text == "Moscow"


@pytest.mark.parametrize(
    "text",
    [
        "The critic called the film a masterpiece.",
        "The president called the attack's anniversary a day of mourning.",
        "Residents complained that the buses were late.",
        "The court summoned the banker.",
        "Prosecutors charged two men with fraud.",
        "He called his mother.",
    ],
)
def test_praise_customers_and_courts_accuse_nobody(text: str) -> None:
    """Only ill names accuse; what prosecutors charge is another class."""
    assert events(text, EventType.ACCUSE) == []


@pytest.mark.parametrize(
    ("text", "trigger"),
    [
        ("The minister condemned what he called a slaughter of farmers.", "condemned"),
        ("Madrid summoned the Moroccan ambassador to complain about the raid.", "summoned"),
    ],
)
def test_an_accusation_is_told_once(text: str, trigger: str) -> None:
    """The name in "what he called" and the reason for a summons are no second ones."""
    assert [e.trigger.text for e in events(text, EventType.ACCUSE)] == [trigger]


@pytest.mark.parametrize(
    "text",
    [
        "Kampala has promised an inquiry.",
        "Egypt offered a joint investigation.",
        "The rebels are willing to talk.",
        "Chad's president said his country was ready to mediate.",
        "The governor promised that the killers would be brought to justice.",
        "Under a deal signed in Doha last week, Chad and Sudan will share radar data.",
        "The pact, initialled in Vienna on Monday, was denounced by the opposition.",
    ],
)
def test_promises_and_papers_are_agreements(text: str) -> None:
    """Also where the paper is only mentioned on the way."""
    assert events(text, EventType.AGREE) != []


def test_a_promised_deed_is_no_second_event() -> None:
    """ "Undertook to cooperate" is one promise."""
    assert events("The ministry undertook to cooperate with the inspectors.", EventType.COOPERATE) == []


@pytest.mark.parametrize(
    "text",
    [
        "The unions vowed to keep up the strikes until the law is gone.",
        "The generals turned down a truce proposed by Kenya.",
        "The army is ready to strike.",
        "Fighters walked away from the peace accord with the government.",
    ],
)
def test_defiance_and_papers_left_behind_are_no_agreements(text: str) -> None:
    """A vow to go on agrees to nothing; a treaty that somebody leaves is not signed again."""
    assert events(text, EventType.AGREE) == []


@pytest.mark.parametrize(
    "text",
    [
        "Chadian and Sudanese soldiers cleared the road of mines together.",
        "Turkish and Greek officers inspected the wreck jointly.",
        "The two neighbours will set up a joint coast guard station.",
        "Amman handed over the recordings that led to the arrests.",
        "Lithuanian services have been passing Kyiv satellite images.",
        "Colombia flew four suspected traffickers to Texas on Friday.",
    ],
)
def test_deeds_done_together_are_cooperation(text: str) -> None:
    """Work side by side, evidence handed over, suspects put on a plane."""
    assert events(text, EventType.COOPERATE) != []


@pytest.mark.parametrize(
    "text",
    [
        "The police allege that the five passed maps to a foreign intelligence service.",
        "The couple restored the farmhouse together.",
        "The airline flew the tourists to Texas.",
    ],
)
def test_spies_and_couples_do_not_cooperate(text: str) -> None:
    """Only states and what serves them do."""
    assert events(text, EventType.COOPERATE) == []


@pytest.mark.parametrize(
    "text",
    [
        "Some 4,000 villagers were bused to shelters in the next valley.",
        "Thirty trucks carrying flour and tents crossed into Darfur on Sunday.",
        "Qatar sent two planes with generators and blankets to Haiti.",
        "The paramilitaries were armed by a neighbouring government.",
        "The first plane with medicines landed in Goma.",
        "Norway has wired 40 million kroner to Moldova.",
    ],
)
def test_help_that_arrives_is_aid(text: str) -> None:
    """People brought to safety, goods that get through."""
    assert events(text, EventType.AID) != []


@pytest.mark.parametrize(
    ("text", "type_"),
    [
        ("Canada blacklisted two firms for supplying drones to Russia.", EventType.COOPERATE),
        ("The EU imposed sanctions on a trader for arming the rebels.", EventType.AID),
        ("The envoy thanked Kenya for hosting the talks.", EventType.CONSULT),
    ],
)
def test_the_reason_of_a_punishment_is_no_second_event(text: str, type_: EventType) -> None:
    """Why somebody is punished or praised is told with it."""
    assert events(text, type_) == []


@pytest.mark.parametrize("text", ["A plane with 200 passengers landed in Goma.", "Ten trucks entered the port."])
def test_craft_without_goods_bring_no_aid(text: str) -> None:
    """What the craft carries makes it aid."""
    assert events(text, EventType.AID) == []


@pytest.mark.parametrize(
    "text",
    [
        "The ministry scrapped a rule that made activists report weekly.",
        "Parliament approved an amnesty for the rebels.",
        "Jakarta will drop its lawsuit against Manila.",
        "Ottawa removed the movement from its list of terrorist groups.",
        "President Ondo dissolved parliament.",
        "The release came in return for the lifting of European sanctions on the bank.",
    ],
)
def test_what_is_given_up_is_conceded(text: str) -> None:
    """Rules, charges, sanctions."""
    assert events(text, EventType.CONCEDE) != []


@pytest.mark.parametrize(
    "text",
    [
        "The commander gave his officers permission to shoot.",
        "The mediators announced the date, ending weeks of waiting.",
        "Critics say the state is abdicating its duty.",
    ],
)
def test_orders_to_shoot_and_ended_waits_concede_nothing(text: str) -> None:
    """Leave to fire is no concession, nor a participle that only says what comes to an end."""
    assert events(text, EventType.CONCEDE) == []


@pytest.mark.parametrize(
    "text",
    [
        "Ottawa revoked an export licence for drone parts.",
        "Washington has suspended 40 million dollars in military aid.",
        "Asset freezes on six Syrian generals came into force on Friday.",
        "The bloc barred its ministers from member states' airports.",
        "Norway froze arms exports to Eritrea.",
        "Togo gave two French diplomats 48 hours to leave.",
    ],
)
def test_licences_money_and_travel_are_cut_off(text: str) -> None:
    """Sanctions that do not say so."""
    assert events(text, EventType.SANCTION) != []


@pytest.mark.parametrize(
    "text",
    [
        "The president cut short a visit to Rome.",
        "Embassy personnel have been barred from travel outside the capital.",
        "France summoned the Russian ambassador.",
    ],
)
def test_visits_staff_and_summons_are_no_sanctions(text: str) -> None:
    """Relations stand as they stood."""
    assert events(text, EventType.SANCTION) == []


@pytest.mark.parametrize(
    "text",
    [
        "The two commanders spoke by hotline.",
        "Negotiators from Chad and the rebels sat down in Doha.",
        "Chile and Peru reaffirmed their support for the treaty's renewal after talks in Lima.",
    ],
)
def test_sides_that_only_the_clause_names_consult(text: str) -> None:
    """Who talked is who the sentence is about."""
    assert len(events(text, EventType.CONSULT)) == 1


@pytest.mark.parametrize(
    "text",
    [
        "Canada offered to fly in medical supplies.",
        "The department advises citizens not to travel to the border region.",
    ],
)
def test_supplies_and_tourists_visit_nobody(text: str) -> None:
    """Who flies goods in, or stays at home, meets nobody."""
    assert events(text, EventType.CONSULT) == []


@pytest.mark.parametrize(
    ("text", "trigger"),
    [
        ("The release followed a third round of talks in Doha mediated by Qatari diplomats.", "talks"),
        ("Negotiations hosted by Kenya broke down on Friday.", "Negotiations"),
    ],
)
def test_talks_that_somebody_hosts_are_told_by_the_talks(text: str, trigger: str) -> None:
    """The host acts, the talks are the event."""
    assert [e.trigger.text for e in events(text, EventType.CONSULT)] == [trigger]


def test_a_joint_deed_is_told_once() -> None:
    """The verb that carries "joint patrols" and the patrols are one cooperation and no mobilisation."""
    found = analyse("Oman and Kuwait began joint naval patrols on Wednesday.", gate=False).events
    assert [(e.type, e.trigger.text) for e in found] == [(EventType.COOPERATE, "began joint naval patrols")]


@pytest.mark.parametrize(
    ("text", "type_", "actor"),
    [
        ("There was condemnation from Rabat.", EventType.ACCUSE, "Rabat"),
        ("Praise came from the African Union.", EventType.SUPPORT, "African Union"),
        ("A Chinese veto sank the resolution.", EventType.REJECT, "Chinese"),
        ("A gas deal between Libya and Italy was signed in Tripoli.", EventType.AGREE, "Libya"),
    ],
)
def test_who_stands_behind_a_noun_acts(text: str, type_: EventType, actor: str) -> None:
    """Praise from, a veto of, a deal between: they act, and are no targets."""
    assert [e.actor.text for e in events(text, type_) if e.actor is not None] == [actor]


@pytest.mark.parametrize(
    ("text", "type_"),
    [
        ("The talks, the first in a decade, were held in Astana.", EventType.CONSULT),
        ("Negotiations resumed in Muscat on Sunday.", EventType.CONSULT),
        ("An agreement on water was reached in Ankara.", EventType.AGREE),
    ],
)
def test_talks_and_papers_without_sides_need_a_place_or_day(text: str, type_: EventType) -> None:
    """Who talked is not told, that there were talks is."""
    assert len(events(text, type_)) == 1


@pytest.mark.parametrize("text", ["The talks failed.", "Merger talks resumed in Paris on Monday."])
def test_bare_and_business_talks_are_none(text: str) -> None:
    """A word alone tells nothing, and firms talk too."""
    assert events(text, EventType.CONSULT) == []
