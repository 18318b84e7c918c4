"""Numbers as ranges, with what they count; numbers that count nothing are left out."""

from __future__ import annotations

import time
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.tokens import Doc

from bot.analysis.lexicon.wordlists import words
from bot.analysis.quantities import Amount
from tests.bot.analysis.parsed import parsed


def amounts(doc: Doc) -> tuple[Amount, ...]:
    found: tuple[Amount, ...] = doc._.quantities
    return found


@pytest.mark.parametrize("trained", [True, False])
@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("hundreds of attacks", 200, 999),
        ("dozens of people", 24, 99),
        ("scores of people", 40, 99),
        ("thousands of people", 2000, 9999),
        ("tens of thousands of people", 20_000, 99_999),
        ("hundreds of thousands of people", 200_000, 999_999),
        ("several hundred people", 200, 999),
        ("a few hundred soldiers", 200, 999),
        ("several people", 3, None),
        ("a dozen people", 12, 12),
        ("half a dozen people", 6, 6),
        ("two dozen civilians", 24, 24),
        ("half a million people", 500_000, 500_000),
        ("1.5 million refugees", 1_500_000, 1_500_000),
        ("twelve people", 12, 12),
        ("twenty-one people", 21, 21),
        ("two hundred and fifty people", 250, 250),
        ("1,200 troops", 1200, 1200),
        ("three thousand troops", 3000, 3000),
        ("at least 12 soldiers", 12, None),
        ("at least another 12 soldiers", 12, None),
        ("no fewer than 30 dead soldiers", 30, None),
        ("more than thirty attackers", 31, None),
        ("over 50 homes", 51, None),
        ("40 or more homes", 40, None),
        ("some 40 homes", 40, 40),
        ("an estimated 40 homes", 40, 40),
        ("nearly 100 homes", 90, 99),
        ("up to 40 fighters", 1, 40),
        ("as many as 60 fighters", 1, 60),
        ("no more than five fighters", 1, 5),
        ("fewer than ten fighters", 1, 9),
        ("between 10 and 20 people", 10, 20),
        ("12 to 15 rockets", 12, 15),
        ("10-15 gunmen", 10, 15),
        ("10–15 gunmen", 10, 15),
        ("two or three men", 2, 3),
        ("two to three thousand men", 2000, 3000),
        ("a 3,000-strong force", 3000, 3000),
        ("one soldier", 1, 1),
    ],
)
def test_a_number_is_a_range(text: str, low: int, high: int | None, trained: bool) -> None:
    """The words around it say how exact it is, with a parse and without."""
    found = amounts(parsed(f"They saw {text}.", trained=trained))
    assert [(a.quantity.low, a.quantity.high) for a in found] == [(low, high)]


@pytest.mark.parametrize(
    "text",
    [
        "It cost $12 million.",
        "It cost 12 million dollars.",
        "They walked 5 km in 12 hours.",
        "Prices rose 12% or 12 per cent.",
        "It began at 3 p.m. and ended at 10:30.",
        "It began at 0530 on 5 May.",
        "A 12-year-old boy and a five-member team came.",
        "John Smith, 34, said so.",
        "A woman aged 34 said so.",
        "The council adopted Resolution 1701.",
        "Flight 103 left.",
        "They fired AK-47s from a T-72 tank and an F-16.",
        "A 122 mm rocket fell.",
        "They won 3-1.",
        "It fell on 12 May 2024 and in 2014.",
        "No one was hurt, and nobody is the one who did it.",
        "It happened three times in two weeks.",
        "He scores often.",
        "The first and the 12th brigade left.",
    ],
)
def test_what_counts_nothing_is_no_quantity(text: str) -> None:
    """Money, measures, times, ages, names, scores, dates, ordinals."""
    assert amounts(parsed(text)) == ()


@pytest.mark.parametrize(
    ("text", "counted"),
    [
        ("The bomb killed at least 12 soldiers.", "soldiers"),
        ("Dozens of people were abducted.", "people"),
        ("Three of the attackers fled.", "attackers"),
        ("More than 100 armed men fled.", "men"),
        ("The blast killed five.", None),
    ],
)
def test_a_number_knows_the_noun_that_it_counts(text: str, counted: str | None) -> None:
    """By the tree, so that a toll goes to its own word."""
    doc = parsed(text)
    (found,) = amounts(doc)
    assert (doc[found.counted].text if found.counted is not None else None) == counted


def test_killing_one_is_a_number() -> None:
    """ "one" alone counts where it is an object."""
    doc = parsed("Gunmen attacked the village, killing one and wounding three.")
    assert [a.quantity.low for a in amounts(doc)] == [1, 3]


def test_a_toll_that_rises_is_two_numbers() -> None:
    """Not a range from the old to the new one."""
    doc = parsed("The toll rose from 9 to 12.")
    assert [(a.quantity.low, a.quantity.high) for a in amounts(doc)] == [(9, 9), (12, 12)]


def test_a_toll_put_at_a_number_is_no_hour() -> None:
    """ "At" before a number is not always a time."""
    doc = parsed("The hospital put the death toll at 17, most of them recruits.")
    assert [a.quantity.low for a in amounts(doc)] == [17]


def test_the_words_of_an_amount_are_its_evidence() -> None:
    """The qualifier is part of it, and ``bare`` is where the number starts."""
    doc = parsed("The bomb killed at least 12 soldiers.")
    (found,) = amounts(doc)
    assert (found.quantity.text, doc[found.bare].text) == ("at least 12", "12")
    assert doc.text[found.quantity.start : found.quantity.end] == found.quantity.text


WORDS = sorted(
    words(
        "more than 12 1,200 one two hundred dozens of people a half to between and - million several few 1.5 % $ from"
    )
    | {"at least", "thousands", "²", "٣", "১২", "."}
)


@settings(max_examples=150, deadline=None)
@given(st.one_of(st.text(max_size=100), st.lists(st.sampled_from(WORDS), max_size=20).map(" ".join)))
def test_amounts_lie_in_order_within_any_text(text: str) -> None:
    """Apart, true to the text, their low end not above the high one."""
    found = amounts(parsed(text, trained=False))
    assert all(one.end <= two.start for one, two in pairwise(found))
    assert all(text[a.quantity.start : a.quantity.end] == a.quantity.text for a in found)
    assert all(a.start <= a.bare < a.end and a.quantity.low >= 0 for a in found)
    assert all(a.quantity.high is None or a.quantity.low <= a.quantity.high for a in found)


@pytest.mark.parametrize("piece", ["1 ", "at least ", "hundred and ", "one of "])
def test_time_grows_with_the_text(piece: str) -> None:
    """Ten times the text in about ten times the time."""

    def seconds(size: int) -> float:
        """The best of three, in seconds of the processor."""
        text = piece * (size // len(piece))
        times = []
        for _ in range(3):
            begun = time.process_time()
            parsed(text, trained=False)
            times.append(time.process_time() - begun)
        return min(times)

    assert seconds(10_000) < 40 * max(seconds(1_000), 0.001)
