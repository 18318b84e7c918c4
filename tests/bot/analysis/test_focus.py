"""Where an event was, and which country a text is about: not what merely caused it, hosted it or looked like it."""

from __future__ import annotations

import pytest

from bot.analysis.pipeline import analyse


def focus(text: str) -> list[str]:
    return [c.code for c in analyse(text, gate=False).countries if c.role == "focus"]


@pytest.mark.parametrize(
    "text",
    [
        "The group claimed hundreds of attacks against Israeli and American targets in response to the war in Gaza.",
        "Rebels attacked an army convoy in retaliation for the killing in Beirut.",
        "Rebels attacked the army convoy over the siege of Khartoum.",
        "Militants attacked a police station because of the war in Syria.",
        "Students marched in protest at the war in Sudan.",
        "Students held a protest against the raid in Jenin.",
        "Gunmen attacked a bus, similar to the attack in Kabul.",
        "Rebels attacked the base after a summit in Geneva.",
        "After a summit in Geneva, rebels attacked the base.",
        "A bomb attack on a convoy killed six soldiers, a day before an election in Somalia.",
        "Two soldiers were killed in an attack ahead of talks in Doha.",
        "Rebels attacked the convoy, unlike the one in Kabul, with rockets.",
    ],
)
def test_a_place_named_for_cause_time_or_likeness_is_not_where_it_was(text: str) -> None:
    """What is told has no place; what lies in the phrase itself may have it ("the killing in Beirut")."""
    events = analyse(text, gate=False).events
    assert min(events, key=lambda event: event.trigger.start).location is None


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("In response to the war in Gaza, militants attacked a base in Iraq.", "Iraq"),
        ("Rebels attacked the base in Mali after a summit in Geneva.", "Mali"),
        ("Rebels shelled a base in Mali shortly before dawn.", "Mali"),
        ("Protesters gathered outside the embassy in London in protest against the raid in Jenin.", "London"),
    ],
)
def test_the_place_of_the_event_itself_stays(text: str, place: str) -> None:
    events = analyse(text, gate=False).events
    told = [e for e in events if not e.trigger.text.startswith(("war", "raid"))]
    assert [event.location and event.location.text for event in told] == [place] * len(told)
    assert events


@pytest.mark.parametrize(
    ("text", "country"),
    [
        (
            "Lebanese and Israeli delegates met for talks on prisoners in a hotel in the Cypriot capital. "
            "Cyprus offered to send equipment. Lebanon rejected a proposal of Israel.",
            "CY",
        ),
        (
            "The rebels signed an accord with the Colombian government on Monday. "
            "Norway, which hosted the talks, praised both sides and pledged money.",
            "NO",
        ),
        ("A commander of the rebels in Sudan told reporters in Cairo that his men had attacked the army.", "EG"),
        ("Militants in Iraq attacked a base in response to the war in Gaza.", "PS"),
    ],
)
def test_hosts_helpers_and_causes_are_mentioned_and_not_in_focus(text: str, country: str) -> None:
    roles = {c.code: c.role for c in analyse(text, gate=False).countries}
    assert roles[country] == "mentioned"


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("Norway has closed its liaison office in Kabul. Norway said Afghan officials had been told in Oslo.", "AF"),
        ("Armed groups in northern Syria merged near the Turkish border. Turkey sent troops. Ankara was wary.", "SY"),
        (
            "The military government of Niger demanded that the Italian trainers leave their camp. "
            "It accused Rome of delays. Italy's defence ministry said that it would withdraw its contingent.",
            "NE",
        ),
    ],
)
def test_the_host_of_a_mission_or_the_ground_of_an_event_comes_first(text: str, first: str) -> None:
    assert focus(text)[0] == first


def test_a_place_behind_in_and_a_direction_attacks_nobody() -> None:
    text = "A roadside bomb destroyed a lorry of an army convoy in central Mali, killing seven soldiers."
    assert [e.actor for e in analyse(text, gate=False).events] == [None]


@pytest.mark.parametrize(
    ("text", "country"),
    [
        ("The army carried out strikes against militants in Mali on Monday.", "ML"),
        ("The jets flew a dozen raids against rebel positions near Goma.", "CD"),
        ("An offensive against gangs in Haiti began at dawn.", "HT"),
    ],
)
def test_where_those_are_whom_a_deed_is_against_is_in_focus(text: str, country: str) -> None:
    """ "Against" behind a deed names its target, not its cause."""
    assert country in focus(text)


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("Dhaka's interim cabinet holds India responsible for the pushback.", ("Dhaka", "IN")),
        ("The air force hit a wedding in Léré. The army in Bamako said so.", ("Léré", "NG")),
        ("Students converged on the Plaza de Mayo on Wednesday.", ("Plaza de Mayo", "US")),
    ],
)
def test_a_capital_or_an_unknown_village_is_not_a_town_elsewhere(text: str, wrong: tuple[str, str]) -> None:
    """No country is better than the wrong one."""
    assert wrong not in [(e.text, e.country) for e in analyse(text).entities]


@pytest.mark.parametrize(
    ("text", "countries"),
    [
        ("Two boats fired on a Liberian-flagged tanker off Qeshm island, Iran's coast guard said.", ["IR"]),
        ("A Panama-registered freighter was hit by a rocket off Hodeidah in Yemen.", ["YE"]),
        ("Mali's junta released 38 Ivorian soldiers on Thursday. Togo's president brokered the deal.", ["CI", "ML"]),
        ("Special forces raided a farm near Palma in Mozambique, rescuing two engineers.", ["MZ"]),
        ("Under an accord initialled in Jeddah, Chad and Sudan undertake to withdraw their troops.", ["SD", "TD"]),
        ("Thailand recalled its ambassador from Phnom Penh and downgraded ties with Cambodia on Wednesday. A Thai"
         " ranger was hurt in Surin province.", ["KH", "TH"]),
        ("Workers blocked the Dhaka-Chittagong highway for nine hours.", ["BD"]),
    ],
)  # fmt: skip
def test_flags_brokers_and_rooms_are_not_what_a_text_is_about(text: str, countries: list[str]) -> None:
    """A ship's flag, a go-between and where a paper is signed are none of the sides; the other side of a quarrel is."""
    assert sorted(focus(text)) == countries
