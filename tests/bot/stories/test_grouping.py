"""Groups depend on what is given, not on the order; numbers stay with most of their articles."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.stories.grouping import group, keep_numbers
from bot.stories.likeness import LONGEST_GAP, Compared, likeness, signs
from storage.model.profile import Deed, Profile, profile_from_json
from tests.conftest import NOON

DEED = Deed(
    kind="Attack", type="ASSAULT", day=date(2026, 6, 10), where=frozenset({"qanbar"}), what=frozenset({"market"})
)
BOMB = Profile(
    told_at=NOON,
    names=frozenset({"qanbar"}),
    words=(("cart", 1.0), ("market", 1.0), ("qanbar", 2.0)),
    days=frozenset({date(2026, 6, 10)}),
    deed=DEED,
    countries=frozenset({"LB"}),
)
HALF = replace(
    BOMB,
    told_at=NOON + timedelta(hours=1),
    words=(("candle", 1.0), ("market", 1.0), ("qanbar", 2.0)),
    days=frozenset(),
    deed=None,
)
"""Of the same town, with half of the words of ``BOMB``."""


def test_two_reports_of_one_bombing_are_one_story() -> None:
    """Hours apart, with the same words."""
    assert group({1: BOMB, 2: replace(BOMB, told_at=NOON + timedelta(hours=3))}) == [[1, 2]]


def test_the_next_attack_on_the_town_is_another_story() -> None:
    """Another day, another victim."""
    deed = replace(DEED, day=date(2026, 6, 11), what=frozenset({"convoy"}))
    words = (("convoy", 1.0), ("mine", 1.0), ("qanbar", 2.0))
    other = replace(BOMB, told_at=NOON + timedelta(days=1), deed=deed, days=frozenset({deed.day}), words=words)
    assert group({1: BOMB, 2: other}) == [[1], [2]]


def test_a_threat_and_an_attack_are_two_stories() -> None:
    """With half of the words the same."""
    threat = replace(HALF, deed=Deed(kind="THREATEN", type="THREATEN", where=DEED.where))
    assert group({1: BOMB, 2: threat}) == [[1], [2]]


def test_an_anniversary_is_a_story_of_its_own() -> None:
    """It names the town and the bombing of years ago."""
    assert group({1: BOMB, 2: replace(HALF, remembers=True)}) == [[1], [2]]


def test_articles_that_share_no_name_and_no_country_are_unlike() -> None:
    """Whatever else they share."""
    other = replace(BOMB, names=frozenset(), countries=frozenset({"IQ"}))
    assert likeness(Compared(BOMB), Compared(other)) < 0


def test_a_story_of_weeks_is_held_together_by_the_articles_between() -> None:
    """The first and the last are too far apart to be compared."""
    days = [replace(BOMB, told_at=NOON + LONGEST_GAP * step) for step in (0, 1, 2)]
    assert group(dict(enumerate(days))) == [[0, 1, 2]]
    assert group({0: days[0], 2: days[2]}) == [[0], [2]]


def test_what_is_to_stay_together_does() -> None:
    """A reprint and its original, whatever speaks against it."""
    other = replace(HALF, remembers=True)
    assert group({1: BOMB, 2: other}, [[1, 2]]) == [[1, 2]]


def test_every_sign_has_a_weight() -> None:
    """Also of two articles that differ in all."""
    deed = Deed("Grenade", "ASSAULT", date(2026, 6, 9), frozenset({"tyre"}), frozenset({"bar"}), dead=2)
    other = Profile(told_at=NOON, names=frozenset({"qanbar"}), deed=deed, several=True, remembers=True)
    first = replace(BOMB, deed=replace(DEED, kind="Abduction", dead=3))
    found = signs(Compared(first), Compared(other))
    assert {"another place", "another day", "another kind", "another victim", "other dead", "tells several"} <= set(
        found
    )


names = st.sets(st.sampled_from(["qanbar", "tyre", "mokha", "spin", "darra"]), max_size=3).map(frozenset)
deeds = st.none() | st.builds(
    Deed,
    kind=st.sampled_from(["Attack", "Grenade", "THREATEN"]),
    type=st.sampled_from(["ASSAULT", "THREATEN", "POSTURE"]),
    day=st.none() | st.dates(date(2026, 6, 8), date(2026, 6, 11)),
    where=names,
    what=names,
    who=st.sets(st.sampled_from(["IQ", "LB"])).map(frozenset),
    dead=st.none() | st.integers(0, 9),
    fresh=st.booleans(),
)
words = st.dictionaries(st.sampled_from(["market", "bomb", "qanbar", "tyre", "mokha"]), st.floats(0.4, 3.0))
profiles = st.builds(
    Profile,
    told_at=st.integers(0, 200).map(lambda hours: NOON + timedelta(hours=hours)),
    names=names,
    towns=names,
    words=words.map(lambda weights: tuple(sorted((stem, round(weight, 3)) for stem, weight in weights.items()))),
    days=st.sets(st.dates(date(2026, 6, 8), date(2026, 6, 11)), max_size=2).map(frozenset),
    deed=deeds,
    countries=st.sets(st.sampled_from(["IQ", "LB"])).map(frozenset),
    dated=st.booleans(),
    remembers=st.booleans(),
    several=st.booleans(),
)


@given(st.lists(profiles, max_size=8), st.randoms())
def test_the_order_does_not_matter(some: list[Profile], random: object) -> None:
    """The same articles give the same stories, each article in one."""
    numbered = list(enumerate(some))
    before = group(dict(numbered))
    random.shuffle(numbered)  # type: ignore[attr-defined]
    assert group(dict(numbered)) == before
    assert sorted(n for ids in before for n in ids) == list(range(len(some)))


@given(profiles, profiles)
def test_likeness_is_mutual(one: Profile, other: Profile) -> None:
    """One is as like the other as the other is to it."""
    there, back = likeness(Compared(one), Compared(other)), likeness(Compared(other), Compared(one))
    assert abs(there - back) < 1e-9


@given(profiles)
def test_a_profile_comes_back_from_json(profile: Profile) -> None:
    """Whatever it holds."""
    assert profile_from_json(profile.to_json(), profile.told_at) == profile


def test_a_number_stays_with_most_of_its_articles() -> None:
    """What left begins a story of its own, or goes to another."""
    assert keep_numbers([[1, 2, 3], [4, 5]], {1: 7, 2: 7, 4: 7}) == [7, None]
    assert keep_numbers([[1, 2, 3]], {1: 9, 2: 4}) == [4]
    assert keep_numbers([[1], [2]], {1: 5, 2: 6}) == [5, 6]
