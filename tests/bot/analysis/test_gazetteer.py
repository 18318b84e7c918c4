"""The gazetteer: places and groups by name, and which of its meanings a name has in a text."""

from __future__ import annotations

import tomllib
from importlib import resources

import pytest

from bot.analysis.names import locate
from bot.analysis.names.component import place_of
from bot.analysis.names.gazetteer import GROUPS, find, organisation_country
from bot.analysis.names.keys import key_of
from bot.analysis.names.places import meanings
from storage import places
from tests.bot.analysis.named import named


def code_of(text: str, words: str, *, trained: bool = True) -> str | None:
    """The country of the last name ``words`` in a text; ``None`` where it is no name at all."""
    found = [s.kb_id_ for s in named(text, trained=trained).spans["names"] if s.text == words]
    return found[-1] if found else None


def test_names_are_compared_without_case_accents_hyphens_and_apostrophes() -> None:
    """ "Deir ez-Zor", "deir ez zor" and "U.S." have the keys that people expect."""
    assert [key_of(w) for w in ("Deir ez-Zor", "Sana’a", "U.S.", "Córdoba")] == [
        "deir ez zor",
        "sanaa",
        "us",
        "cordoba",
    ]


def test_a_place_has_country_and_coordinates() -> None:
    """A town of conflict news is found with where it lies."""
    place = locate("Deir ez-Zor")
    assert place is not None
    assert place.code == "SY"
    assert place.lat == pytest.approx(35.3, abs=0.2)
    assert place.lon == pytest.approx(40.1, abs=0.2)


def test_a_country_asked_for_is_the_one_answered() -> None:
    """ "Tripoli" is in Libya unless Lebanon's is asked for."""
    both = (locate("Tripoli"), locate("Tripoli", "LB"))
    assert [p and p.code for p in both] == ["LY", "LB"]


def test_a_province_is_found_with_the_word_for_it() -> None:
    """ "Helmand province" is Helmand."""
    place = locate("Helmand province")
    assert place is not None
    assert place.code == "AF"


def test_an_unknown_name_is_nowhere() -> None:
    """What the gazetteer does not have is not guessed."""
    assert locate("Qwertzburg") is None


def test_every_country_has_its_name() -> None:
    """The file holds the short name of each country under its code."""
    missing = [c for c, country in places.countries().items() if all(p.code != c for p in meanings(country.name))]
    assert missing == []


def test_at_least_400_organisations_are_known() -> None:
    """The curated list is as long as it is meant to be, and its countries exist."""
    table = tomllib.loads((resources.files("bot.analysis.lexicon") / "groups.toml").read_text(encoding="utf-8"))
    names = [name for kind in GROUPS for name in table[kind]]
    assert len(names) >= 400
    assert {organisation_country(n) for n in names} - {""} <= set(places.countries())


def test_a_name_inside_a_longer_word_is_not_found() -> None:
    """ "Mali" is not in "Somalia", "Niger" not in "Nigeria"."""
    words = ["Somalia", "and", "Nigeria", "."]
    found = [(m.start, m.end) for m in find(words, cased=True, skip=[False] * 40)]
    assert found == [(0, 1), (2, 3)]


@pytest.mark.parametrize(
    ("text", "words", "code"),
    [
        ("Two people died in Paris, Texas, on Monday.", "Paris", "US"),
        ("The minister flew to Paris on Monday.", "Paris", "FR"),
        ("Police in Springfield, Ill., arrested a man.", "Springfield", "US"),
        ("Gunmen fought soldiers in Tripoli, Lebanon.", "Tripoli", "LB"),
        ("Militias fought in Tripoli and Misrata.", "Tripoli", "LY"),
        ("The town of Cordoba in Spain was flooded.", "Cordoba", "ES"),
        ("A bomb went off in Birmingham, Alabama.", "Birmingham", "US"),
        ("A man was jailed in Cambridge after a theft in Ely and Newmarket.", "Cambridge", "GB"),
        ("Lawmakers in Atlanta and Savannah said Georgia would help.", "Georgia", "US"),
        ("Georgia said that troops were near Tbilisi.", "Georgia", "GE"),
        ("Niger expelled the ambassador of Nigeria.", "Niger", "NE"),
        ("The Republic of the Congo sent aid from Brazzaville.", "Republic of the Congo", "CG"),
        ("Clashes in Congo displaced thousands near Goma.", "Congo", "CD"),
        ("Guinea-Bissau closed its border.", "Guinea-Bissau", "GW"),
        ("Papua New Guinea held a vote.", "Papua New Guinea", "PG"),
        ("A fire broke out in Lancaster County on Monday.", "Lancaster County", "US"),
        ("The Kremlin rejected the offer.", "Kremlin", "RU"),
        ("Police in Nice, France, closed the road.", "Nice", "FR"),
    ],
)
def test_homonyms_are_told_apart_by_what_stands_around_them(text: str, words: str, code: str) -> None:
    """The country of a name follows its state, its neighbours and the countries of the text."""
    assert code_of(text, words) == code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Michael Jordan scored 30 points for the Bulls.", "JO"),
        ("Mr. Chad said that the bank was open.", "TD"),
        ("We roasted the turkey for Thanksgiving. Turkey with cranberry sauce is good.", "TR"),
        ("Guinea pigs make good pets.", "GN"),
        ("The March for peace began on a Sunday in May.", "GB"),
        ("He was reading a mobile phone in the bath; it was a split decision.", "GB"),
        ("Police said that Santa was of good cheer.", "TR"),
        ("The Washington Post reported the deal.", "US"),
        ("The Kabul Times reported the deal.", "AF"),
        ("Somalia and the Jordan River are far apart.", "ML"),
        ("The Niger River flooded its banks.", "NE"),
        ("It is up to us to decide; who is it?", "US"),
    ],
)
def test_people_birds_words_rivers_and_outlets_are_no_countries(text: str, code: str) -> None:
    """A country's or town's name that means something else gives no country."""
    assert code not in {span.kb_id_ for span in named(text).spans["names"]}


def test_the_place_decided_on_keeps_its_coordinates() -> None:
    """ "Paris, Texas" lies in Texas."""
    doc = named("Two people died in Paris, Texas, on Monday.")
    span = next(s for s in doc.spans["names"] if s.text == "Paris")
    place = place_of(doc, span.start)
    assert place is not None
    assert place.lon == pytest.approx(-95.5, abs=0.5)


@pytest.mark.parametrize("alias", ["ISIS", "ISIL", "Daesh", "Da'esh", "Islamic State"])
def test_aliases_have_one_canonical_name(alias: str) -> None:
    """Every name of the Islamic State is one organisation."""
    doc = named(f"Fighters of {alias} attacked the town of Raqqa.")
    assert "Islamic State" in {s.id_ or s.text for s in doc.spans["names"] if s.label_ == "ORG"}


def test_known_names_are_found_without_a_parse() -> None:
    """Where the gate keeps the parser out, countries and groups are still found."""
    doc = named("Troops from Kenya fought al-Shabaab near Kismayo in Somalia.", trained=False)
    assert [(s.text, s.kb_id_) for s in doc.spans["names"]] == [
        ("Kenya", "KE"),
        ("al-Shabaab", "SO"),
        ("Kismayo", "SO"),
        ("Somalia", "SO"),
    ]


@pytest.mark.parametrize(("name", "country"), [("Rio", "BR"), ("Addis", "ET")])
def test_cities_by_their_short_names(name: str, country: str) -> None:
    """Not the smaller towns that are really called so."""
    place = locate(name)
    assert place is not None
    assert place.code == country
