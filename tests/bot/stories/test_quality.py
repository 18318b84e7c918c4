"""How well stories are told apart, on the open half of the stories set."""

from __future__ import annotations

from tests.benchmarks.stories import b_cubed, baseline, grouped, labels


def test_stories_are_told_apart() -> None:
    """B-cubed F1 of at least 0.95 (docs/stories.md has the figures), far above country and day."""
    right = labels("open")
    assert b_cubed(grouped("open"), right)[2] >= 0.95 > b_cubed(baseline("open"), right)[2] + 0.1


def test_two_happenings_are_seldom_merged() -> None:
    """Merging two attacks hides one: precision of at least 0.97."""
    assert b_cubed(grouped("open"), labels("open"))[0] >= 0.97


def test_b_cubed_of_what_is_right_is_one() -> None:
    """And of one great story the precision is low, of none the recall."""
    right = {1: "a", 2: "a", 3: "b", 4: "c"}
    assert b_cubed(right, right) == (1.0, 1.0, 1.0)
    assert b_cubed(dict.fromkeys(right, 0), right)[:2] == ((2 / 4 * 2 + 1 / 4 * 2) / 4, 1.0)
    assert b_cubed({n: n for n in right}, right)[:2] == (1.0, (0.5 * 2 + 2) / 4)
