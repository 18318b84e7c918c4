"""The language of a text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.ingest.headlines import headline_countries
from bot.ingest.languages import detect_language, with_language
from storage.model.article import Draft
from tests.bot.ingest.headlines import HEADLINES, NAMED
from tests.conftest import NOON

OTHERS = [(language, headline) for language in HEADLINES if language != "en" for headline in HEADLINES[language]]
ARABIC = "أعلنت السلطات العراقية مقتل ثلاثة جنود في هجوم شنه مسلحون على نقطة تفتيش شمال الموصل صباح اليوم."
ENGLISH = "Gunmen killed three soldiers in an attack on a checkpoint north of Mosul this morning, officials said."


@pytest.mark.parametrize("headline", HEADLINES["en"])
def test_no_english_headline_is_lost_to_another_language(headline: str) -> None:
    """Full of foreign names as it may be: in doubt it stays open, and is read."""
    assert detect_language("", title=headline) in ("en", None)


@pytest.mark.parametrize(("language", "headline"), OTHERS)
def test_a_headline_shows_its_language(language: str, headline: str) -> None:
    """With nothing but a few words to go by."""
    assert detect_language("", title=headline) == language


def test_the_text_counts_more_than_what_a_template_states() -> None:
    """Pages in Arabic that call themselves English are common."""
    assert detect_language(ARABIC, stated="en") == "ar"


def test_a_stated_language_that_the_words_deny_is_dropped() -> None:
    """An English edition in a feed that is marked as Arabic."""
    assert detect_language(ENGLISH * 3, stated="ar") == "en"


def test_a_stated_tag_that_agrees_keeps_its_country() -> None:
    """ "pt-br" says more than "pt"."""
    assert detect_language("Rebeldes tomam cidade no leste do Congo e milhares fogem", stated="pt-br") == "pt-br"


def test_an_english_headline_in_a_feed_marked_otherwise_is_not_lost() -> None:
    """Four words prove nothing, but they speak rather for English."""
    assert detect_language("", title="Nine dead in Tripoli", stated="ar") is None


def test_addresses_and_numbers_have_no_language() -> None:
    """Such texts stay open."""
    assert detect_language("https://example.org/de/nachrichten 12 34") is None


def test_a_draft_gets_its_language() -> None:
    """Whatever way it came."""
    assert with_language(Draft(ARABIC, NOON)).language == "ar"


@given(st.text(max_size=200), st.sampled_from([None, "en", "fr-CA", "xx"]))
def test_any_text_gets_an_answer(text: str, stated: str | None) -> None:
    """Never an error."""
    found = detect_language(text, stated=stated)
    assert found is None or found == stated or len(found) == 2


# Countries in headlines


@pytest.mark.parametrize(("language", "headline", "named"), NAMED)
def test_a_headline_gives_its_countries(language: str, headline: str, named: frozenset[str]) -> None:
    """By CLDR names, in any case and behind any particle."""
    assert set(headline_countries(headline, language)) == named


@pytest.mark.parametrize(
    ("language", "headline"),
    [
        ("ar", "تقرير مالي جديد للشركة"),  # financial
        ("ar", "افتتاح مركز تجاري في عمان"),  # Amman
        ("es", "Los vecinos irán a votar el domingo"),  # they will go
        ("es", "Incendio en un hotel de Granada"),  # the city
        ("fr", "Maurice Leblanc, cent ans après"),  # a first name
        ("ru", "Того же дня суд вынес приговор"),  # of that
        ("ru", "Куб разумных решений"),  # a cube
        ("he", "הכנסת אישרה את התקציב"),
    ],
)
def test_common_words_are_no_countries(language: str, headline: str) -> None:
    """Though they are spelled like one."""
    assert headline_countries(headline, language) == {}


def test_a_long_name_is_not_also_its_parts() -> None:
    """South Sudan is not Sudan, Guinea-Bissau not Guinea."""
    found = [headline_countries("معارك في جنوب السودان", "ar"), headline_countries("Putsch en Guinée-Bissau", "fr")]
    assert [set(places) for places in found] == [{"SS"}, {"GW"}]


@given(st.text(max_size=120), st.sampled_from(["ar", "fa", "he", "ru", "uk", "fr", "es", "de"]))
def test_every_country_stands_where_it_is_said_to(title: str, language: str) -> None:
    """Places lie inside the headline."""
    for start, end in headline_countries(title, language).values():
        assert 0 <= start < end <= len(title)
