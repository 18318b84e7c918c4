"""The countries of a text: what it is about, what it only names, in which order."""

from __future__ import annotations

import pytest

from tests.bot.analysis.named import named


def first(text: str, *, trained: bool = True) -> str:
    """The code of the first country in focus, "" where there is none."""
    found = [c.code for c in named(text, trained=trained)._.countries if c.role == "focus"]
    return found[0] if found else ""


LOCAL = [
    (
        "A fire destroyed a grain elevator in Paris on Tuesday, Lamar County officials said. Texas will help.",
        "US",
    ),
    ("SPRINGFIELD, Ill. - The city council of Springfield voted on Tuesday to raise water rates.", "US"),
    ("Lancaster County commissioners approved a budget. The money goes to schools in Lititz and Ephrata.", "US"),
    ("Police in Lancaster appealed for witnesses. Lancashire Police said the man was taken to Preston.", "GB"),
    ("Residents of London, Ontario, woke up to heavy snow. Schools in Woodstock were closed.", "CA"),
    ("Bushfires burned out of control in Victoria. Residents of Ballarat and Bendigo were told to leave.", "AU"),
    ("Lima is a city in Allen County, Ohio, United States. It lies north of Dayton along Interstate 75.", "US"),
    ("Moscow is a city in northern Idaho. It is the home of the University of Idaho.", "US"),
    ("A man drowned near Kilkee, County Clare, on Sunday. The Shannon helicopter searched the bay.", "IE"),
    ("Nipah virus has been found in Kozhikode, Kerala. A team from Pune was sent.", "IN"),
    ("Health workers in Gueckedou confirmed two new cases. A team was sent from Conakry to Macenta.", "GN"),
]


@pytest.mark.parametrize(("text", "code"), LOCAL)
@pytest.mark.parametrize("trained", [True, False])
def test_local_news_and_descriptions_of_places_are_about_their_country(text: str, code: str, trained: bool) -> None:
    """Towns of one name are told apart with and without a parse."""
    assert first(text, trained=trained) == code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Rebels shelled a base in Mali after a summit in Geneva.", "ML"),
        ("Militants in Iraq attacked a base in response to the war in Gaza.", "IQ"),
        ("Norway has closed its office in Kabul. Norway said Afghan officials had been told.", "AF"),
        (
            "A commander of rebels in Sudan told reporters in Cairo that his men had attacked an army base.",
            "SD",
        ),
    ],
)
def test_where_it_happens_comes_before_causes_hosts_and_venues(text: str, code: str) -> None:
    """Phrases of cause, time and venue do not make the focus."""
    assert first(text) == code


def test_an_outlet_and_a_dateline_count_for_nothing() -> None:
    """Neither the Kabul Times nor a dateline is a country of the text."""
    text = "KABUL - Soldiers shot two men in Mali on Monday, the Kabul Times reported."
    assert [c.code for c in named(text)._.countries] == ["ML"]


def test_the_dateline_is_the_last_hint() -> None:
    """Where the text names no country at all, its dateline does."""
    assert first("BEIRUT, Lebanon - A car bomb exploded on Friday, killing a money changer and hurting seven.") == "LB"


def test_the_title_alone_makes_no_country() -> None:
    """A country that only the title names is not found: there is no span of the text to prove it."""
    assert named("The council met on Monday.", title="Talks in Kenya")._.countries == ()


def test_every_country_has_evidence_in_the_text() -> None:
    """Evidence is a slice of the text, and scores lie between 0 and 1."""
    text = "Iranian missiles hit Erbil in Iraq, and Ankara protested."
    found = named(text)._.countries
    assert {c.code for c in found} >= {"IR", "IQ", "TR"}
    for country in found:
        assert country.evidence
        assert 0.0 <= country.score <= 1.0
        assert all(text[e.start : e.end].strip() for e in country.evidence)


def test_at_most_three_countries_are_in_focus() -> None:
    """A list of countries is about none of its later members."""
    found = named("Leaders of Kenya, Uganda, Rwanda, Burundi, Tanzania and Ethiopia met.")._.countries
    assert sum(c.role == "focus" for c in found) <= 3


def test_a_text_without_names_has_no_country() -> None:
    """Nothing is guessed."""
    assert named("It rained all day, and nobody came.")._.countries == ()
