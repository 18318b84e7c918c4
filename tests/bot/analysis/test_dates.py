"""Dates: found in any spelling, resolved only where that is safe, with the tense of the sentence."""

from __future__ import annotations

import time
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.analysis.dates import DatedSpan, find_dates
from bot.analysis.dates.grammar import DATE, KINDS, START, pattern_of
from bot.analysis.lexicon.wordlists import words
from tests.bot.analysis.parsed import parsed

THURSDAY = date(2025, 6, 12)
WORDS = words(
    "on in since by until between from to and the early late last next this every Monday Friday May march June Dec. "
    "2024 1990s 5 12 31 0 10 th of - – / , . ago days weeks year years three a few yesterday tonight overnight "
    "anniversary week month weekend"
)


def days(text: str, published: date | None = THURSDAY, future: bool | None = None) -> tuple[date | None, date | None]:
    (found,) = find_dates(text, published, future=future)
    return found.first, found.last


def only(text: str, published: date | None = THURSDAY) -> DatedSpan:
    (found,) = parsed(text, published)._.dates
    assert isinstance(found, DatedSpan)
    return found


def day(text: str) -> date:
    return date.fromisoformat(text)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("between October 2023 and October 2024", "2023-10-01", "2024-10-31"),
        ("from March 2024 to January 2025", "2024-03-01", "2025-01-31"),
        ("between May and July 2023", "2023-05-01", "2023-07-31"),
        ("October 25-26, 2016", "2016-10-25", "2016-10-26"),
        ("5–6 April 2016", "2016-04-05", "2016-04-06"),
        ("from 11 to 13 December 2016", "2016-12-11", "2016-12-13"),
        ("12 May 2024 - 3 June 2024", "2024-05-12", "2024-06-03"),
        ("on 5 March 2024", "2024-03-05", "2024-03-05"),
        ("on March 5, 2024", "2024-03-05", "2024-03-05"),
        ("on Wednesday, 5th of March 2024", "2024-03-05", "2024-03-05"),
        ("in February 2024", "2024-02-01", "2024-02-29"),
        ("in 2014", "2014-01-01", "2014-12-31"),
        ("between 2011 and 2014", "2011-01-01", "2014-12-31"),
        ("the 1980-88 war", "1980-01-01", "1988-12-31"),
        ("in the 1990s", "1990-01-01", "1999-12-31"),
        ("in late 2023", "2023-09-01", "2023-12-31"),
        ("in early November 2005", "2005-11-01", "2005-11-10"),
        ("in the first half of 2023", "2023-01-01", "2023-06-30"),
        ("in the third quarter of 2023", "2023-07-01", "2023-09-30"),
        ("in the 19th century", "1801-01-01", "1900-12-31"),
        ("2023-12-24", "2023-12-24", "2023-12-24"),
        ("25/6/2024", "2024-06-25", "2024-06-25"),
        ("10 JAN 90 (WIRE) --", "1990-01-10", "1990-01-10"),
        ("the 9/11 attacks", "2001-09-11", "2001-09-11"),
    ],
)
def test_an_absolute_date_needs_no_publication(text: str, first: str, last: str) -> None:
    """Ranges run from the first day to the last, whatever spelling they have."""
    assert days(text, None) == (day(first), day(last))


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("on Wednesday", "2025-06-11", "2025-06-11"),
        ("on Thursday", "2025-06-12", "2025-06-12"),
        ("on Friday", "2025-06-06", "2025-06-06"),
        ("last Thursday", "2025-06-05", "2025-06-05"),
        ("next Monday", "2025-06-16", "2025-06-16"),
        ("Monday night", "2025-06-09", "2025-06-09"),
        ("from Monday to Wednesday", "2025-06-09", "2025-06-11"),
        ("on Monday last week", "2025-06-02", "2025-06-02"),
        ("yesterday", "2025-06-11", "2025-06-11"),
        ("the day before yesterday", "2025-06-10", "2025-06-10"),
        ("overnight", "2025-06-11", "2025-06-12"),
        ("last night", "2025-06-11", "2025-06-11"),
        ("last week", "2025-06-02", "2025-06-08"),
        ("over the weekend", "2025-06-07", "2025-06-08"),
        ("last month", "2025-05-01", "2025-05-31"),
        ("earlier this month", "2025-06-01", "2025-06-12"),
        ("late last year", "2024-09-01", "2024-12-31"),
        ("last December", "2024-12-01", "2024-12-31"),
        ("October last year", "2024-10-01", "2024-10-31"),
        ("June 30 of last year", "2024-06-30", "2024-06-30"),
        ("three days ago", "2025-06-09", "2025-06-09"),
        ("a week ago", "2025-06-05", "2025-06-05"),
        ("two weeks ago", "2025-05-26", "2025-06-01"),
        ("two months ago", "2025-04-01", "2025-04-30"),
        ("a year and a half ago", "2023-01-01", "2024-12-31"),
        ("in the past 24 hours", "2025-06-11", "2025-06-12"),
        ("over the past two weeks", "2025-05-29", "2025-06-12"),
        ("in the next three days", "2025-06-12", "2025-06-15"),
        ("on 5 March", "2025-03-05", "2025-03-05"),
        ("on December 20", "2024-12-20", "2024-12-20"),
        ("11-13 Dec.", "2024-12-11", "2024-12-13"),
        ("May 15-24", "2025-05-15", "2025-05-24"),
        ("from Dec. 30 to Jan. 2", "2024-12-30", "2025-01-02"),
        ("in March", "2025-03-01", "2025-03-31"),
    ],
)
def test_a_relative_date_is_counted_from_the_publication(text: str, first: str, last: str) -> None:
    """The latest such day, as news tells what has been."""
    assert days(text) == (day(first), day(last))


@pytest.mark.parametrize(
    "text",
    ["on Wednesday", "yesterday", "last month", "three days ago", "on 5 March", "today", "May 15-24", "this weekend"],
)
def test_a_relative_date_without_publication_is_unknown(text: str) -> None:
    """Never resolved against today's clock."""
    assert days(text, None) == (None, None)


@pytest.mark.parametrize(
    "text",
    ["three days earlier", "the following day", "in recent weeks", "a few days ago", "years ago", "every Friday",
     "5/6/2024", "30 February 2024", "2023-13-45", "on Fridays", "the day before"],
)  # fmt: skip
def test_what_the_text_leaves_open_stays_unknown(text: str) -> None:
    """Found, so that nobody takes it for something else, but of no day."""
    assert days(text) == (None, None)


@pytest.mark.parametrize(
    "text",
    ["The man may go.", "They march on the capital.", "Theresa May said so.", "Resolution 2118 passed.",
     "By 2000 troops it was held.", "It scored 12 to 15.", "The march began.", "They ran 5 km."],
)  # fmt: skip
def test_what_is_no_date_gives_none(text: str) -> None:
    """Months that are verbs or names, numbers that count or name."""
    assert find_dates(text, THURSDAY) == []


def test_dateparser_answers_what_has_no_arithmetic_here() -> None:
    """Two units at once, and an anniversary to the day."""
    assert days("one year and two months ago")[0] == date(2024, 4, 12)
    assert days("two years ago today")[0] == date(2023, 6, 12)


def test_since_has_no_end_and_until_no_beginning() -> None:
    """The open side is unknown, and the span says which."""
    (since,), (until,) = find_dates("since 2015", None), find_dates("until May 2026", None)
    assert (since.first, since.last, since.since) == (date(2015, 1, 1), None, True)
    assert (until.first, until.last, until.bound) == (None, date(2026, 5, 31), "until")


@pytest.mark.parametrize("text", ["after Friday's attack", "before the 2014 war"])
def test_a_date_that_belongs_to_a_noun_bounds_nothing(text: str) -> None:
    """It is the attack that was on Friday."""
    (found,) = find_dates(text, THURSDAY)
    assert found.bound == ""
    assert found.first is not None


def test_what_happened_long_ago_is_known_by_its_words_alone() -> None:
    """Without publication too."""
    texts = (
        "last year",
        "a decade ago",
        "in the 1980s",
        "the 10th anniversary of the attack",
        "20 years since it fell",
    )
    assert all(find_dates(text, None)[0].past for text in texts)
    assert not find_dates("last week", THURSDAY)[0].past


def test_a_date_in_capitals_or_in_lower_case_is_the_same_date() -> None:
    """Wire copy has no other letters."""
    for text in ("ON FRIDAY, 6 JUNE 2025", "on friday, 6 june 2025", "On Friday, 6 June 2025"):
        assert days(text, None) == (date(2025, 6, 6), date(2025, 6, 6))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The ministers will meet on Friday in Geneva.", "2025-06-13"),
        ("The army plans to attack the town on Saturday.", "2025-06-14"),
        ("The summit is scheduled for Tuesday.", "2025-06-17"),
        ("The leaders will hold talks on Sunday.", "2025-06-15"),
        ("He threatened to strike on Sunday.", "2025-06-15"),
        ("The ceasefire will begin on 1 July.", "2025-07-01"),
        ("The leaders met on Friday in Geneva.", "2025-06-06"),
        ("The court will investigate Friday's attack.", "2025-06-06"),
        ("The group will strike again, its spokesman said on Monday.", "2025-06-09"),
        ("“We will strike again,” he told reporters in Beirut on Monday.", "2025-06-09"),
        ("Police said gunmen attacked the village on Sunday.", "2025-06-08"),
        ("The attack on Friday killed twelve soldiers.", "2025-06-06"),
    ],
)
def test_the_tense_of_the_clause_says_which_friday_is_meant(text: str, expected: str) -> None:
    """The next one where the sentence tells what is to come, else the latest."""
    assert only(text).first == day(expected)


def test_a_dated_dateline_is_the_day_that_others_are_counted_from() -> None:
    """The reader's feed may carry a report of the week before."""
    text = "BAGHDAD, June 6 (Wire) — Gunmen attacked an army checkpoint near Mosul on Wednesday, police said."
    assert only(text).first == date(2025, 6, 4)


def test_a_dateline_gives_no_date_to_what_follows() -> None:
    """It is the day of the report, not of the deed."""
    text = "BAGHDAD, June 6 (Wire) — Gunmen attacked an army checkpoint near Mosul, police said."
    assert parsed(text, THURSDAY)._.dates == ()


def test_a_date_knows_the_token_that_hangs_on_the_sentence() -> None:
    """So that a date belongs to the deed that it hangs on."""
    doc = parsed("Gunmen attacked the village on 5 May 2025.", THURSDAY)
    (found,) = doc._.dates
    assert doc[found.token_start : found.token_end].text == "5 May 2025"
    assert doc[found.head].head.text == doc[found.governor].text == "attacked"


def test_a_date_after_a_verb_of_saying_belongs_to_it() -> None:
    """Whatever the tree says."""
    doc = parsed("The group will strike again, its spokesman said on Monday.", THURSDAY)
    assert doc[doc._.dates[0].governor].text == "said"


def test_without_a_parse_dates_are_read_as_past() -> None:
    """The gate kept the parser out."""
    (found,) = parsed("The ministers will meet on Friday.", THURSDAY, trained=False)._.dates
    assert found.first == date(2025, 6, 6)


@settings(max_examples=200, deadline=None)
@given(st.one_of(st.text(max_size=120), st.lists(st.sampled_from([*sorted(WORDS), "\n\n"]), max_size=25).map(" ".join)))
def test_dates_lie_in_order_within_any_text(text: str) -> None:
    """Apart from each other, and their last day not before their first."""
    found = find_dates(text, THURSDAY)
    assert all(one.end <= two.start for one, two in pairwise(found))
    assert all(0 <= d.start < d.end <= len(text) for d in found)
    assert all(d.first is None or d.last is None or d.first <= d.last for d in found)


@pytest.mark.parametrize("text", ["the 13 November attacks", "a 13 November attack", "in that 13 November attack"])
def test_a_word_that_could_begin_a_date_hides_none_behind_it(text: str) -> None:
    (found,) = find_dates(text, THURSDAY)
    assert text[found.start : found.end] == "13 November"


@settings(max_examples=30, deadline=None)
@pytest.mark.parametrize("kind", KINDS)
@given(data=st.data())
def test_every_expression_is_tried_at_its_first_word(kind: str, data: st.DataObject) -> None:
    """What says where the full pattern is worth trying leaves no kind of date out."""
    text = data.draw(st.from_regex(pattern_of(kind), fullmatch=True, alphabet=st.characters(max_codepoint=127)))
    assert DATE.match(text) is None or START.match(text) is not None


@settings(max_examples=100, deadline=None)
@given(st.dates(date(1900, 1, 1), date(2100, 1, 1)), st.integers(0, 6))
def test_a_weekday_is_always_within_the_week_before_publication(published: date, number: int) -> None:
    """The day of publication included."""
    name = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")[number]
    first, last = days(f"on {name}", published)
    assert first is not None
    assert first == last
    assert first.weekday() == number
    assert timedelta(0) <= published - first < timedelta(days=7)


@pytest.mark.parametrize("piece", ["1 ", "may ", "a ago ", "from 5 to ", "on Friday, 5 May 2024 in ", "2024-"])
def test_time_grows_with_the_text(piece: str) -> None:
    """Ten times the text in about ten times the time, however many half-begun dates are in it."""

    def seconds(size: int) -> float:
        """The best of three, in seconds of the processor."""
        text = piece * (size // len(piece))
        times = []
        for _ in range(3):
            begun = time.process_time()
            find_dates(text, THURSDAY)
            times.append(time.process_time() - begun)
        return min(times)

    assert seconds(10_000) < 40 * max(seconds(1_000), 0.001)


def test_early_last_weekend_is_its_saturday() -> None:
    """A third of two days is one of them."""
    (found,) = find_dates("early last weekend", date(2026, 11, 26))
    assert (found.first, found.last) == (date(2026, 11, 21), date(2026, 11, 21))
