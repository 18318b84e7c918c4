"""The shipped data about countries is complete and consistent."""

from __future__ import annotations

import unicodedata
from typing import Any

import pytest
from babel import Locale
from babel.core import get_global

from storage.places import countries, fold, get_country

# Two-letter codes of CLDR that are no country of ISO 3166-1: exceptional reservations, groupings, pseudo-locales.
NOT_COUNTRIES = {"AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "ZZ"}


def test_every_country_of_iso_3166_and_kosovo_is_there() -> None:
    territories: Any = Locale("en").territories
    assert set(countries()) == {code for code in territories if len(code) == 2 and code.isalpha()} - NOT_COUNTRIES


def test_alpha_3_codes_are_those_of_iso_3166() -> None:
    aliases: Any = get_global("territory_aliases")  # CLDR maps each alpha-3 code to its alpha-2 code
    wrong = {c.code: c.iso3 for c in countries().values() if aliases.get(c.iso3) != [c.code] and c.code != "XK"}
    assert wrong == {}


def test_codes_are_sorted_and_unique_by_iso3() -> None:
    assert list(countries()) == sorted(countries())
    assert len({country.iso3 for country in countries().values()}) == len(countries())


def test_countries_cannot_be_changed() -> None:
    with pytest.raises(TypeError):
        countries()["IQ"] = countries()["IR"]  # type: ignore[index]


def test_every_country_has_coordinates_on_the_globe() -> None:
    for country in countries().values():
        assert country.lat is not None
        assert -90 <= country.lat <= 90
        assert country.lon is not None
        assert -180 <= country.lon <= 180


@pytest.mark.parametrize(
    ("code", "lat", "lon"),
    [("IQ", 33.3, 44.4), ("US", 38.9, -77.0), ("AU", -35.3, 149.1), ("UA", 50.5, 30.5), ("CL", -33.4, -70.7)],
)
def test_coordinates_are_those_of_the_capital(code: str, lat: float, lon: float) -> None:
    country = get_country(code)
    assert country.lat == pytest.approx(lat, abs=0.2)
    assert country.lon == pytest.approx(lon, abs=0.2)


def test_only_uninhabited_and_scattered_places_have_no_capital() -> None:
    without = {country.code for country in countries().values() if not country.capital}
    assert without == {"AQ", "BV", "HM", "TK", "UM"}


def test_every_inhabited_country_has_a_demonym() -> None:
    without = {country.code for country in countries().values() if not country.demonyms}
    assert without == {"BV", "GS", "HM", "SJ", "SX", "TF", "UM", "VA"}


def test_words_have_no_stray_spaces_and_no_repeats() -> None:
    for country in countries().values():
        words = [country.name, *country.names, *country.demonyms, *country.governments, *country.cities]
        assert all(word == word.strip() and "  " not in word and word for word in words), country.code
        for kind in (country.names, country.demonyms, country.governments, country.cities, country.ambiguous):
            assert len(set(kind)) == len(kind), country.code


def test_words_are_in_unicode_normal_form_c() -> None:
    for country in countries().values():
        for word in (country.name, *country.names, *country.demonyms, *country.cities):
            assert unicodedata.is_normalized("NFC", word), word


def test_ambiguous_words_are_words_of_their_country() -> None:
    for country in countries().values():
        words = {country.name, *country.names, *country.demonyms, country.capital}
        words |= {*country.governments, *country.cities}
        assert set(country.ambiguous) <= words, country.code


def test_a_city_or_seat_of_government_belongs_to_one_country() -> None:
    owners: dict[str, set[str]] = {}
    for country in countries().values():
        for word in (*country.cities, *country.governments):
            owners.setdefault(fold(word), set()).add(country.code)
    assert {word: codes for word, codes in owners.items() if len(codes) > 1} == {}


def test_words_shared_by_countries_are_marked_ambiguous() -> None:
    owners: dict[str, set[str]] = {}
    for country in countries().values():
        for word in (country.name, *country.names, *country.demonyms, country.capital or country.name):
            owners.setdefault(word, set()).add(country.code)
    for word, codes in owners.items():
        if len(codes) > 1:
            assert all(word in get_country(code).ambiguous for code in codes), (word, codes)


@pytest.mark.parametrize("word", ["Georgia", "Jordan", "Chad", "Turkey", "Guinea", "Niger", "Mali", "Dominica"])
def test_names_that_also_mean_something_else_are_marked(word: str) -> None:
    assert word in [name for country in countries().values() for name in country.ambiguous]
