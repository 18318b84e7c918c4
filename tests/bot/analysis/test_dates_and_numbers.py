"""Dates resolved only where that is safe, and numbers as ranges."""

from __future__ import annotations

from datetime import date

import pytest

from bot.analysis.pipeline import pipeline
from bot.analysis.windows.dates import find_dates

THURSDAY = date(2025, 6, 12)


def days(text: str, published: date | None = THURSDAY) -> tuple[date | None, date | None]:
    (found,) = find_dates(text, published)
    return found.first, found.last


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("between October 2023 and October 2024", date(2023, 10, 1), date(2024, 10, 31)),
        ("from March 2024 to January 2025", date(2024, 3, 1), date(2025, 1, 31)),
        ("between May and July 2023", date(2023, 5, 1), date(2023, 7, 31)),
        ("on 5 March 2024", date(2024, 3, 5), date(2024, 3, 5)),
        ("on March 5, 2024", date(2024, 3, 5), date(2024, 3, 5)),
        ("in February 2024", date(2024, 2, 1), date(2024, 2, 29)),
        ("in 2014", date(2014, 1, 1), date(2014, 12, 31)),
        ("2023-12-24", date(2023, 12, 24), date(2023, 12, 24)),
    ],
)
def test_an_absolute_date_needs_no_publication(text: str, first: date, last: date) -> None:
    assert days(text, None) == (first, last)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("on Wednesday", date(2025, 6, 11), date(2025, 6, 11)),
        ("on Thursday", THURSDAY, THURSDAY),
        ("on Friday", date(2025, 6, 6), date(2025, 6, 6)),
        ("last Thursday", date(2025, 6, 5), date(2025, 6, 5)),
        ("next Monday", date(2025, 6, 16), date(2025, 6, 16)),
        ("yesterday", date(2025, 6, 11), date(2025, 6, 11)),
        ("last month", date(2025, 5, 1), date(2025, 5, 31)),
        ("three days ago", date(2025, 6, 9), date(2025, 6, 9)),
        ("on 5 March", date(2025, 3, 5), date(2025, 3, 5)),
        ("on December 20", date(2024, 12, 20), date(2024, 12, 20)),
    ],
)
def test_a_relative_date_is_counted_from_the_publication(text: str, first: date, last: date) -> None:
    assert days(text) == (first, last)


@pytest.mark.parametrize("text", ["on Wednesday", "yesterday", "last month", "three days ago", "on 5 March", "today"])
def test_a_relative_date_without_publication_is_unknown(text: str) -> None:
    assert days(text, None) == (None, None)


@pytest.mark.parametrize("text", ["30 February 2024", "2023-13-45", "The man may go.", "march on the capital"])
def test_what_is_no_date_gives_no_day(text: str) -> None:
    assert all(d.first is None for d in find_dates(text, THURSDAY))


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("hundreds of attacks", 200, 999),
        ("dozens of people", 24, 99),
        ("at least 12 soldiers", 12, None),
        ("more than 100 people", 101, None),
        ("up to 40 fighters", 1, 40),
        ("two dozen civilians", 24, 24),
        ("twelve people", 12, 12),
        ("twenty-one people", 21, 21),
        ("1,200 troops", 1200, 1200),
        ("three thousand troops", 3000, 3000),
        ("10-15 gunmen", 10, 15),
        ("tens of thousands of people", 20_000, 99_999),
        ("thousands of people", 2000, 9999),
    ],
)
def test_a_number_is_a_range(text: str, low: int, high: int | None) -> None:
    doc = pipeline()(f"They saw {text}.")
    assert [(a.quantity.low, a.quantity.high) for a in doc._.quantities] == [(low, high)]


@pytest.mark.parametrize(
    "text", ["5 percent", "a 12-year-old boy", "in 2014", "$500", "at 5 p.m. on Friday", "one of the men"]
)
def test_what_counts_nothing_is_no_quantity(text: str) -> None:
    assert pipeline()(f"They saw {text}.")._.quantities == ()
