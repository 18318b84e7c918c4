"""Regions for subscriptions cover the world and mean what people mean by them."""

from __future__ import annotations

import tomllib
from typing import Any

import pytest
from babel import Locale

from storage.places import countries, find_country, find_region, fold, regions
from tests.seeds.exercise import FOLDER

REGIONS: list[dict[str, Any]] = tomllib.loads((FOLDER / "regions.toml").read_text("utf-8"))["region"]
BY_SLUG = {region["slug"]: set(region["countries"]) for region in REGIONS}
# Two-letter codes of CLDR that are no country of ISO 3166-1: exceptional reservations, groupings, pseudo-locales.
NOT_COUNTRIES = {"AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "ZZ"}
ASKED_FOR = [
    "middle-east",
    "north-africa",
    "horn-of-africa",
    "sahel",
    "west-africa",
    "central-africa",
    "east-africa",
    "southern-africa",
    "south-asia",
    "central-asia",
    "southeast-asia",
    "east-asia",
    "caucasus",
    "balkans",
    "eastern-europe",
    "western-europe",
    "northern-europe",
    "southern-europe",
    "north-america",
    "central-america",
    "caribbean",
    "south-america",
    "oceania",
    "europe",
    "africa",
    "asia",
    "americas",
]
WHOLES = {
    "africa": "north-africa east-africa central-africa southern-africa west-africa sahel horn-of-africa maghreb "
    "sub-saharan-africa great-lakes lake-chad-basin greater-horn-of-africa central-sahel",
    "asia": "central-asia east-asia southeast-asia south-asia western-asia levant gulf caucasus",
    "europe": "eastern-europe western-europe northern-europe southern-europe balkans western-balkans baltics",
    "americas": "north-america central-america caribbean south-america latin-america",
    "oceania": "australia-and-new-zealand melanesia micronesian-islands polynesia",
    "middle-east": "levant gulf",
    "middle-east-and-north-africa": "middle-east north-africa maghreb",
    "balkans": "western-balkans",
    "latin-america": "central-america caribbean south-america",
}


def test_every_country_belongs_to_a_region() -> None:
    territories: Any = Locale("en").territories
    world = {code for code in territories if len(code) == 2 and code.isalpha()} - NOT_COUNTRIES
    assert len(world) >= 250
    assert set().union(*BY_SLUG.values()) == world


def test_every_country_but_the_empty_south_belongs_to_a_continent() -> None:
    continents = set().union(*(BY_SLUG[slug] for slug in ("africa", "americas", "asia", "europe", "oceania")))
    assert set(countries()) - continents == {"AQ"}


@pytest.mark.parametrize("slug", ASKED_FOR)
def test_there_is_a_region(slug: str) -> None:
    assert slug in BY_SLUG


@pytest.mark.parametrize(("whole", "part"), [(whole, part) for whole in WHOLES for part in WHOLES[whole].split()])
def test_a_region_holds_its_parts(whole: str, part: str) -> None:
    assert BY_SLUG[part] - BY_SLUG[whole] == set()


def test_codes_are_sorted_and_stand_once() -> None:
    assert [r["slug"] for r in REGIONS if r["countries"] != sorted(set(r["countries"]))] == []


def test_no_word_means_two_regions() -> None:
    for region in REGIONS:
        for word in (region["slug"], region["name"], *region["aliases"]):
            assert find_region(word) is regions()[region["slug"]], word


def test_no_word_for_a_region_is_a_word_for_a_country() -> None:
    words = [word for region in REGIONS for word in (region["slug"], region["name"], *region["aliases"])]
    assert [word for word in words if find_country(word) is not None] == []


def test_aliases_add_something() -> None:
    for region in REGIONS:
        folded = [fold(word) for word in (region["name"], *region["aliases"])]
        assert len(set(folded)) == len(folded), region["slug"]


@pytest.mark.parametrize(
    ("code", "slug"),
    [
        ("IQ", "middle-east"),
        ("EG", "north-africa"),
        ("EG", "middle-east"),
        ("SD", "north-africa"),
        ("SO", "horn-of-africa"),
        ("ML", "sahel"),
        ("NG", "west-africa"),
        ("CD", "central-africa"),
        ("CG", "central-africa"),
        ("CD", "great-lakes"),
        ("GW", "west-africa"),
        ("GE", "caucasus"),
        ("XK", "balkans"),
        ("PS", "levant"),
        ("YE", "middle-east"),
        ("MM", "southeast-asia"),
        ("HT", "caribbean"),
        ("PK", "south-asia"),
        ("TW", "east-asia"),
        ("UA", "eastern-europe"),
        ("ZW", "southern-africa"),
        ("KE", "east-africa"),
        ("MX", "north-america"),
        ("IR", "middle-east"),
        ("TR", "middle-east"),
        ("FM", "oceania"),
    ],
)
def test_a_country_is_where_readers_look_for_it(code: str, slug: str) -> None:
    assert code in BY_SLUG[slug]


@pytest.mark.parametrize(("code", "slug"), [("US", "latin-america"), ("IR", "gulf"), ("SO", "sahel"), ("EG", "levant")])
def test_a_country_is_not_where_nobody_looks_for_it(code: str, slug: str) -> None:
    assert code not in BY_SLUG[slug]
