"""The list of sources is usable, and honest about what nobody has judged."""

from __future__ import annotations

import tomllib
from typing import Any

import pytest

from storage.model.article import source_key
from storage.places import countries
from storage.seed import read_sources
from tests.seeds.exercise import FOLDER, exercises

SOURCES: list[dict[str, Any]] = tomllib.loads((FOLDER / "sources.toml").read_text("utf-8"))["source"]
REAL = [source for source in SOURCES if not source.get("exercise")]
INVENTED = [source for source in SOURCES if source.get("exercise")]
each = pytest.mark.parametrize("source", SOURCES, ids=lambda source: source["name"])


def test_the_loader_reads_them_all_and_the_real_ones_alone() -> None:
    assert [source.name for source in read_sources(exercise=True)] == [source["name"] for source in SOURCES]
    assert [source.name for source in read_sources()] == [source["name"] for source in REAL]


def test_names_are_unique_after_folding() -> None:
    assert len({source_key(source["name"]) for source in SOURCES}) == len(SOURCES)


@each
def test_its_kind_and_reliability_are_of_the_scales(source: dict[str, Any]) -> None:
    assert source["kind"] in {"wire", "outlet", "government", "ngo"}
    assert source["reliability"] in tuple("ABCDEF")
    assert source["reliability_reason"]
    assert source["language"]
    assert source["family"]


@each
def test_its_home_is_a_country_or_nowhere(source: dict[str, Any]) -> None:
    assert source.get("home_country") in {None, *countries()}


def test_real_sources_have_a_homepage_and_invented_ones_none() -> None:
    assert len(REAL) >= 15
    assert all(source["homepage"].startswith("https://") for source in REAL)
    assert not any("homepage" in source for source in INVENTED)


def test_invented_sources_are_marked_and_no_real_one_is() -> None:
    for source in SOURCES:
        marked = (source["name"].startswith("EXERCISE "), source["family"].startswith("EXERCISE "))
        assert marked == ((True, True) if source in INVENTED else (False, False))


def test_the_invented_sources_are_those_of_the_exercise_articles() -> None:
    assert {source["name"] for source in INVENTED} == {article.fields["source"] for article in exercises()}


def test_no_real_newsroom_is_judged() -> None:
    judged = [source["name"] for source in REAL if source["kind"] != "government" and source["reliability"] != "F"]
    assert judged == []
