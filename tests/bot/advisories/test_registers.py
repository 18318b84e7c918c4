"""Each register's document becomes levels; whatever else is in it is named, and nothing crashes the parsers."""

from __future__ import annotations

import contextlib
import json
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.advisories.registers import ADDRESSES, authority_at, countries_named, parse_register
from storage.errors import SourceError
from storage.model.advisory import Advisory, Authority
from tests.bot.advisories.documents import (
    australia,
    australia_item,
    canada,
    uk_atom,
    uk_index,
    uk_page,
    us_item,
    us_json,
    us_rss,
)

URL = "https://register.example/api/content/foreign-travel-advice"


def read(authority: Authority, document: str) -> tuple[Advisory, ...]:
    return parse_register(authority, document.encode(), url=URL).advisories


def test_the_state_departments_rss_has_level_words_date_and_link() -> None:
    (iraq,) = read(Authority.US, us_rss(us_item("Iraq", 4)))
    assert (iraq.countries, iraq.level, iraq.words) == (("IQ",), 4, "Level 4: Do Not Travel")
    assert iraq.stated_at == datetime(2026, 3, 2, tzinfo=UTC)
    assert iraq.url == "https://travel.state.example/iraq-travel-advisory.html"
    assert iraq.lines == ("Iraq - Level 4: Do Not Travel", "Mon, 02 Mar 2026", "Reasons of our own.")


def test_the_state_departments_json_says_the_same() -> None:
    (mali,) = read(Authority.US, us_json(("Mali", 3, "2026-04-01T00:00:00-04:00")))
    assert (mali.countries, mali.words) == (("ML",), "Level 3: Reconsider Travel")
    assert mali.stated_at == datetime(2026, 4, 1, 4, tzinfo=UTC)


@pytest.mark.parametrize(
    ("title", "code"),
    [
        ("Iraq - Level 4: Do Not Travel", "IQ"),
        ("Iraq Travel Advisory - Level 4: Do Not Travel", "IQ"),
        ("Iraq – Level 4", "IQ"),
        ("Burma (Myanmar) - Level 4: Do Not Travel", "MM"),
        ("Cote d'Ivoire - Level 2: Exercise Increased Caution", "CI"),
        ("Democratic Republic of the Congo - Level 4: Do Not Travel", "CD"),
        ("The Bahamas - Level 2: Exercise Increased Caution", "BS"),
    ],
)
def test_titles_are_read_in_every_wording(title: str, code: str) -> None:
    (found,) = read(Authority.US, us_rss(f"<item><title>{title}</title><link>https://e.example/</link></item>"))
    assert found.countries == (code,)


def test_a_level_that_stands_in_the_category_only_is_read() -> None:
    item = us_item("Iraq", 3).replace("Iraq - Level 3: Reconsider Travel", "Iraq Travel Advisory")
    (found,) = read(Authority.US, us_rss(item))
    assert (found.countries, found.words) == (("IQ",), "Level 3: Reconsider Travel")


def test_an_entry_without_a_level_is_named_not_guessed() -> None:
    summary = "<item><title>Worldwide Caution</title></item>"
    register = parse_register(Authority.US, us_rss(summary, us_item("Iraq", 4)).encode(), url=URL)
    assert register.unread == ("Worldwide Caution",)


@pytest.mark.parametrize(
    ("name", "codes"),
    [
        ("Trinidad and Tobago", ("TT",)),
        ("Israel, the West Bank and Gaza", ("IL", "PS")),
        ("Mainland China, Hong Kong & Macau", ("CN", "HK", "MO")),
        ("Atlantis", ()),
        ("Iraq and Atlantis", ()),
    ],
)
def test_a_name_may_stand_for_several_countries_but_none_is_guessed(name: str, codes: tuple[str, ...]) -> None:
    assert countries_named(name) == codes


def test_canadas_states_are_levels_one_to_four_in_its_own_words() -> None:
    found = read(Authority.CANADA, canada(IQ=("Iraq", 3, False, "2026-03-02 10:00:00"), FR=("France", 0, True, "")))
    assert [(a.countries, a.level, a.code, a.words) for a in found] == [
        (("IQ",), 4, "4", "Avoid all travel"),
        (("FR",), 1, "1r", "Take normal security precautions (with regional advisories)"),
    ]
    assert [a.stated_at for a in found] == [datetime(2026, 3, 2, 10, tzinfo=UTC), None]
    assert found[0].url == "https://travel.gc.ca/destinations/iraq"


@pytest.mark.parametrize("level", ["4", "4/5", " 4 "])
def test_australias_level_is_read_on_its_scale(level: str) -> None:
    (found,) = read(Authority.AUSTRALIA, australia(australia_item("Ukraine", level)))
    assert (found.countries, found.level, found.words) == (("UA",), 4, "Level 4: Do not travel")
    assert found.stated_at == datetime(2026, 3, 2, tzinfo=UTC)
    assert "Advice of our own for Ukraine." in found.lines


def test_australias_own_words_for_a_level_are_kept() -> None:
    (found,) = read(Authority.AUSTRALIA, australia(australia_item("Iraq", "3", says="Think again before you travel")))
    assert found.words == "Level 3: Think again before you travel"


@pytest.mark.parametrize(
    ("status", "level", "words"),
    [
        (("avoid_all_travel_to_whole_country",), 4, "avoid all travel to whole country"),
        (("avoid_all_but_essential_travel_to_whole_country",), 3, "avoid all but essential travel to whole country"),
        (
            ("avoid_all_but_essential_travel_to_parts", "avoid_all_travel_to_parts"),
            2,
            "avoid all travel to parts; avoid all but essential travel to parts",
        ),
        ((), 1, "no warning for the country or parts of it"),
    ],
)
def test_the_fcdos_warnings_are_its_levels(status: tuple[str, ...], level: int, words: str) -> None:
    (found,) = read(Authority.UK, uk_page("iraq", *status, date="2026-03-02T10:00:00Z"))
    assert (found.countries, found.level, found.words) == (("IQ",), level, words)
    assert found.url == "https://www.gov.uk/foreign-travel-advice/iraq"


def test_a_warning_of_the_fcdo_that_is_not_known_is_not_read_as_none() -> None:
    with pytest.raises(SourceError, match="no level"):
        read(Authority.UK, uk_page("iraq", "avoid_the_weather", date="2026-03-02T10:00:00Z"))


@pytest.mark.parametrize("document", [uk_index(iraq="2026-03-02T10:00:00Z"), uk_atom(("Iraq", "2026-03-02T10:00:00Z"))])
def test_the_fcdos_lists_point_to_the_pages(document: str) -> None:
    (pointer,) = parse_register(Authority.UK, document.encode(), url=URL).pointers
    assert pointer.countries == ("IQ",)
    assert pointer.url == "https://register.example/api/content/foreign-travel-advice/iraq"
    assert pointer.stated_at == datetime(2026, 3, 2, 10, tzinfo=UTC)


def test_markup_in_a_name_is_text() -> None:
    item = us_item("Iraq", 4).replace("<title>Iraq", "<title>&lt;b onclick=x&gt;Iraq&lt;/b&gt;")
    (found,) = read(Authority.US, us_rss(item))
    assert found.lines[0] == "Iraq - Level 4: Do Not Travel"


def test_an_entity_does_not_read_a_file() -> None:
    bomb = us_rss(us_item("Iraq", 4)).replace(
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
    )
    (found,) = read(Authority.US, bomb.replace("Reasons of our own.", "Reasons &x;"))
    assert "root:" not in " ".join(found.lines)


@pytest.mark.parametrize("address", sorted(ADDRESSES))
def test_the_authorities_own_addresses_are_registers(address: str) -> None:
    assert authority_at(address) is ADDRESSES[address]
    assert authority_at(address.replace("https://", "http://") + "?a=1") is ADDRESSES[address]


def test_another_address_is_no_register() -> None:
    assert authority_at("https://evil.example/_res/rss/TAsTWs.xml") is None


@given(st.sampled_from(list(Authority)), st.text() | st.from_regex(r"[{\[<][^\x00]{0,80}"))
def test_any_text_is_a_register_or_a_source_error(authority: Authority, text: str) -> None:
    with contextlib.suppress(SourceError):
        parse_register(authority, text.encode("utf-8", "replace"), url=URL)


KEYS = (
    *("data", "IQ", "eng", "name", "advisory-state", "advisory-text", "details", "alert_status", "country", "links"),
    *("children", "base_path", "Title", "Link", "date-published", "timestamp", "parts", "body"),
)
_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(KEYS),
            inner,
            max_size=4,
        )
    ),
    max_leaves=20,
)


@given(st.sampled_from(list(Authority)), _JSON)
def test_any_json_is_a_register_or_a_source_error(authority: Authority, value: object) -> None:
    with contextlib.suppress(SourceError):
        parse_register(authority, json.dumps(value).encode(), url=URL)
