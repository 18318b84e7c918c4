"""A floor under the figures of docs/analysis.md, so that a change of a rule cannot silently make them worse."""

from __future__ import annotations

from functools import cache

from tests.benchmarks.analysis_quality import Score, measure


@cache
def score() -> Score:
    return measure()


def test_event_types_are_found_and_right() -> None:
    """Labels name what an article is about; what it also tells counts as too much here."""
    precision, recall, _ = score().f1()
    assert precision >= 0.78
    assert recall >= 0.8


def test_attacks_threats_and_postures_are_found() -> None:
    precision, _, f1 = score().f1(("ASSAULT", "THREATEN", "POSTURE"))
    assert precision >= 0.85
    assert f1 >= 0.88


def test_security_news_is_told_from_other_news() -> None:
    assert score().relevant_right / score().articles >= 0.95


def test_the_first_country_is_one_of_those_in_focus() -> None:
    assert score().focus_first / score().focus_total >= 0.9
