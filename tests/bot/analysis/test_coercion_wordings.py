"""Coercion, protests, mobilisation and withdrawals in wordings of news missed once, and their harmless twins."""

from __future__ import annotations

import pytest

from bot.analysis.pipeline import analyse
from storage.model.findings import EventType, Severity, Status
from tests.bot.analysis.told import events

COERCED = [
    ("Rebels mounted a blockade on the port of Berbera.", "mounted a blockade"),
    ("Aid workers were given three days to quit the province.", "given three days"),
    ("Detectives are questioning two brothers over the blast.", "questioning"),
    ("The skipper is being questioned by the coast guard.", "questioned"),
    ("Six teenagers were held overnight.", "held"),
    ("The militia is holding nine aid workers.", "holding"),
    ("The editor was dragged from his home at dawn.", "dragged from his home"),
    ("Internet access was cut in three provinces.", "cut"),
    ("The junta blocked Facebook.", "blocked"),
    ("Authorities throttled access to Telegram.", "throttled"),
    ("Commandos swooped on a villa in Sirte.", "swooped"),
    ("Guardsmen ransacked the union's headquarters.", "ransacked"),
    ("The army took over two farms near Kaduna.", "took over"),
    ("Censors deleted thousands of posts about the fire.", "deleted"),
    ("Police busted a smuggling network in Nador.", "busted"),
    ("The court sentenced the blogger to nine years.", "sentenced"),
    ("The judge revoked the licence of the radio station.", "revoked the licence"),
    ("The navy stopped three trawlers from leaving the harbour.", "stopped"),
    ("Gunmen blocked the Boulevard Toussaint.", "blocked"),
    ("The collective expulsion of 80 Afghans drew criticism.", "collective expulsion"),
    ("Riot police cleared the bridge after midnight.", "cleared"),
]


@pytest.mark.parametrize(("text", "trigger"), COERCED)
def test_coercion_in_other_words(text: str, trigger: str) -> None:
    """Blockades, expulsions, custody, censorship, searches and seizures, whichever word tells them."""
    assert [e.trigger.text for e in events(text, EventType.COERCE)] == [trigger]


@pytest.mark.parametrize(
    "text",
    [
        "The road was closed after a crash.",
        "Snow closed the highway for two days.",
        "The hospital is holding 12 patients overnight.",
        "The club held its members responsible.",
        "The meeting was held behind closed doors.",
        "He held the child in his arms.",
        "Reporters questioned the player after the match.",
        "The company's internet was cut by a storm.",
        "The landlord gave the tenant two weeks to leave.",
        "The doctor's licence was suspended.",
        "The bar barred fans from the terrace.",
        "Researchers cracked the cell's code.",
        "He was accused of spying for Mossad.",
        "Attacks in May displaced 18,000 people.",
        "His account was picked up by a news agency.",
        "Inspections at sea would amount to a blockade.",
        "Two sailors were held back by their coach.",
        "The minister was held in contempt of court.",
        "Detaining nationals without a charge is unacceptable.",
        "Two engineers held by insurgents since April came home.",
    ],
)
def test_harmless_twins_are_no_coercion(text: str) -> None:
    """Weather, hospitals, clubs, landlords and reporters coerce nobody; nor does what is only likened to it."""
    assert events(text, EventType.COERCE) == []


@pytest.mark.parametrize(
    "text",
    [
        "Police sprayed tear gas at demonstrators in Dakar.",
        "Police used water cannon to disperse thousands of protesters in Tbilisi.",
        "Soldiers used live rounds to scatter the marchers.",
        "Police in Karachi broke up a sit-in by electricity workers.",
        "Riot police broke up a rally outside parliament.",
        "Miners blocked the road on Monday. Police fired tear gas to disperse them.",
    ],
)
def test_force_against_a_gathering_is_coercion_beside_a_protest(text: str) -> None:
    """What police do is coercion; the gathering is a protest with intervention."""
    assert len(events(text, EventType.COERCE)) == 1
    assert [e.subtype for e in events(text, EventType.PROTEST)] == ["Protest with intervention"]


def test_gas_against_people_who_do_not_demonstrate_is_no_protest() -> None:
    """Without a gathering there is only the force."""
    assert events("Soldiers fired tear gas at families in the camp.", EventType.PROTEST) == []


@pytest.mark.parametrize(
    ("text", "low"),
    [
        ("A man in Toledo was taken into custody shortly after noon.", 1),
        ("Police arrested a teacher and three students.", 4),
        ("The captain and two officers are being questioned.", 3),
        ("The abduction of two NGO drivers was reported on Tuesday.", 2),
        ("North Korea fired two ballistic missiles toward its eastern waters.", 2),
        ("Only 112 of the rebels turned in their weapons.", 112),
        ("We handed over 52 captured soldiers to the Red Cross.", 52),
        ("The king has pardoned 312 inmates.", 312),
    ],
)
def test_how_many(text: str, low: int) -> None:
    """One person counts as one, joined people are summed, "over" belongs to "handed over"."""
    [count] = {e.count.low for e in analyse(text, gate=False).events if e.count is not None}
    assert count == low


def test_things_seized_are_no_people_held() -> None:
    """Only people count towards a mass detention."""
    [event] = events("Police seized 93 rifles.", EventType.COERCE)
    assert event.severity is Severity.LOW


@pytest.mark.parametrize(
    "text",
    [
        "Kyiv put its air defences on the highest alert.",
        "Warsaw scrambled fighter jets on Friday.",
        "A carrier strike group entered the Gulf.",
        "Two battalions arrived at the frontier on Monday.",
        "The government rushed four companies of police to the town.",
        "Reservists in Hualien were told to report to their units.",
        "The army erected checkpoints along the highway.",
        "The ministry issued rifles to villagers near the front.",
        "The alliance opened ten days of naval manoeuvres in the Baltic.",
        "The navy is holding live-fire drills off Jeju.",
    ],
)
def test_forces_are_mobilised(text: str) -> None:
    """Alerts, arrivals, call-ups, checkpoints, arms for civilians and exercises show force."""
    assert len(events(text, EventType.MOBILIZE)) == 1


@pytest.mark.parametrize(
    "text",
    [
        "A fire drill was held at the school.",
        "A scuffle landed three men in hospital.",
        "The plane, carrying medicines, landed before noon.",
        "Ankara dispatched a plane to fly out the wounded.",
        "The coach scrambled to find a replacement.",
        "Soldiers arrived an hour later.",
        "Officers were called to join the celebration.",
    ],
)
def test_relief_and_chance_are_no_mobilisation(text: str) -> None:
    """Drills of schools, relief flights and bare arrivals show no force."""
    assert events(text, EventType.MOBILIZE) == []


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Thousands streamed into Freedom Square, chanting against the government.", Status.OCCURRED),
        ("Residents blocked Boulevard Nyamwisi with burning tyres.", Status.OCCURRED),
        ("A march has been called for Sunday in Tunis.", Status.PLANNED),
        ("Unions called a general strike for Friday.", Status.PLANNED),
        ("The ministries stayed shut while striking public employees stayed at home.", Status.OCCURRED),
    ],
)
def test_protests_in_other_words(text: str, status: Status) -> None:
    """Crowds that fill squares, named roads, participles; what is called for is planned."""
    assert [e.status for e in events(text, EventType.PROTEST)] == [status]


@pytest.mark.parametrize(
    "text",
    [
        "Fans poured into the square to celebrate the title.",
        "Thousands gathered outside the stadium to greet the team.",
        "Families gathered at the cemetery to mourn the dead.",
        "Locusts are on the march again.",
        "They were told to leave because of the unrest.",
        "The referee was booed by the fans.",
    ],
)
def test_other_crowds_are_no_protest(text: str) -> None:
    """Fans, mourners and locusts do not protest."""
    assert events(text, EventType.PROTEST) == []


@pytest.mark.parametrize(
    "text",
    [
        "The troops left the town at dawn.",
        "The last of the peacekeepers left Gao.",
        "Soldiers began taking down the watchtowers.",
        "Nineteen activists walked free on Tuesday.",
        "A truce took hold in Kadugli on Sunday.",
        "The rebels handed over three tonnes of weapons.",
    ],
)
def test_withdrawals_and_releases_in_other_words(text: str) -> None:
    """Leaving a place, taking down posts, going free, a truce in force."""
    assert len(events(text, EventType.RETREAT)) == 1


@pytest.mark.parametrize(
    "text",
    [
        "Looting broke out as soldiers left.",
        "They wanted to cut the province in half.",
        "Treated water was released from the plant.",
        "The team left the stadium.",
        "The artist dismantled the tent after the show.",
        "The crowd dispersed after the concert.",
    ],
)
def test_other_departures_are_no_retreat(text: str) -> None:
    """A bare leaving tells no withdrawal, nor do artists, water and concerts."""
    assert events(text, EventType.RETREAT) == []
