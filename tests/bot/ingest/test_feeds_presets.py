"""The ready lists of feeds are consistent. Their addresses are not tried: tests reach no other machine."""

from __future__ import annotations

from collections import Counter

import pytest

from bot.ingest.fetch import check_url
from bot.ingest.presets import read_presets
from storage.places import countries

PRESETS = read_presets()
FEEDS = PRESETS.feeds


def test_there_are_at_least_sixty_sources_of_every_kind() -> None:
    assert len(FEEDS) >= 60
    assert {feed.source.kind for feed in FEEDS} == {"wire", "outlet", "government", "ngo", "un"}


def test_no_name_and_no_address_stands_twice() -> None:
    repeated = Counter(feed.source.key for feed in FEEDS) + Counter(feed.url for feed in FEEDS)
    assert [key for key, number in repeated.items() if number > 1] == []


def test_every_address_is_a_web_address_as_it_is_stored() -> None:
    assert [feed.url for feed in FEEDS if check_url(feed.url) != feed.url] == []


def test_every_home_country_exists() -> None:
    homes = {feed.source.home_country for feed in FEEDS} - {None}
    assert homes <= set(countries())


def test_every_judgement_has_its_reason() -> None:
    assert [f.source.name for f in FEEDS if len(f.source.reliability_reason or "") < 20] == []


def test_sources_of_one_newsroom_are_judged_alike() -> None:
    judged = {(feed.source.family, feed.source.reliability) for feed in FEEDS if feed.source.family == "BBC"}
    assert len(judged) == 1


@pytest.mark.parametrize("name", PRESETS.descriptions)
def test_every_preset_has_feeds(name: str) -> None:
    assert len(PRESETS.of(name)) >= 4


@pytest.mark.parametrize("region", ["middle-east", "africa", "europe", "asia", "americas", "pacific"])
def test_every_region_is_told_by_several_publishers(region: str) -> None:
    assert len({feed.source.family for feed in PRESETS.of(region)}) >= 4


@pytest.mark.parametrize(
    "name",
    ["US State Department", "UK Foreign, Commonwealth and Development Office", "Global Affairs Canada",
     "Australia Smartraveller", "UN News", "ReliefWeb", "GDACS"],
)  # fmt: skip
def test_the_promised_sources_are_there(name: str) -> None:
    assert name in {feed.source.name for feed in FEEDS}


ENTRY = """
[presets]
asia = "Asia"
[[feed]]
name = "N"
url = "https://n.example/feed"
kind = "outlet"
language = "en"
family = "N"
reliability = "B"
reason = "because"
presets = ["asia"]
"""


def test_a_good_entry_is_read() -> None:
    (feed,) = read_presets(ENTRY).of("asia")
    assert (feed.source.name, feed.source.reliability, feed.source.home_country) == ("N", "B", None)


@pytest.mark.parametrize(
    ("there", "instead"),
    [('"outlet"', '"blog"'), ('"B"', '"G"'), ('["asia"]', '["moon"]'), ('family = "N"\n', ""), ("family", "famly")],
)
def test_a_wrong_entry_is_named(there: str, instead: str) -> None:
    with pytest.raises(ValueError, match=r"seeds/feeds.toml: N"):
        read_presets(ENTRY.replace(there, instead))
