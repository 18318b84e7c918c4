"""How a recurrence is read and written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.model.recurrence import Frequency, Recurrence, parse_clock, parse_recurrence, parse_weekday

hours, minutes = st.integers(0, 23), st.integers(0, 59)
recurrences = st.one_of(
    st.builds(Recurrence, st.sampled_from([Frequency.DAILY, Frequency.WEEKDAYS]), hours, minutes),
    st.builds(Recurrence, st.just(Frequency.WEEKLY), hours, minutes, st.integers(0, 6)),
    st.builds(lambda h: Recurrence(Frequency.EVERY, every_h=h), st.integers(1, 168)),
)


@given(recurrences)
def test_the_stored_text_is_read_back_as_it_was(recurrence: Recurrence) -> None:
    """str() and parse_recurrence are inverses."""
    assert parse_recurrence(str(recurrence)) == recurrence


@given(recurrences)
def test_the_readers_words_are_read_back_too(recurrence: Recurrence) -> None:
    """A reader may answer with what was shown, "Monday to Friday" excepted."""
    if recurrence.frequency is not Frequency.WEEKDAYS:
        assert parse_recurrence(recurrence.words) == recurrence


@given(st.text(max_size=30))
def test_any_words_are_understood_or_refused_with_a_reason(words: str) -> None:
    """Nothing but a recurrence or ValueError comes out."""
    try:
        read = parse_recurrence(words)
    except ValueError:
        return
    assert parse_recurrence(str(read)) == read


@pytest.mark.parametrize(
    ("words", "canonical"),
    [
        ("daily", "daily 07:00"),
        ("Daily at 6pm", "daily 18:00"),
        ("daily 7.30 am", "daily 07:30"),
        ("daily 0730", "daily 07:30"),
        ("daily 18h30", "daily 18:30"),
        ("daily 12am", "daily 00:00"),
        ("weekdays 18:30", "weekdays 18:30"),
        ("weekly on Mondays at 8", "weekly mon 08:00"),
        ("weekly weds 08:00", "weekly wed 08:00"),
        ("weekly thurs. 08:00", "weekly thu 08:00"),
        ("every day at 7", "daily 07:00"),
        ("every weekday 18:30", "weekdays 18:30"),
        ("every Tuesday 09:15", "weekly tue 09:15"),
        ("every 6 hours", "every 6h"),
        ("every 2 days", "every 48h"),
        ("every hour", "every 1h"),
        ("hourly", "every 1h"),
    ],
)
def test_what_people_write_is_understood(words: str, canonical: str) -> None:
    """The ways to say it, and what is stored."""
    assert str(parse_recurrence(words)) == canonical


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ("", "expected"),
        ("every", "expected"),
        ("every blue moon", "expected"),
        ("fortnightly", "expected"),
        ("every 0h", "from 1 hour to 7 days"),
        ("every 8 days", "from 1 hour to 7 days"),
        ("weekly", "needs its day"),
        ("weekly 08:00", "needs its day"),
        ("daily 25:00", "not a time of day"),
        ("daily 07:60", "not a time of day"),
        ("daily 2400", "not a time of day"),
        ("daily 13pm", "not a time of day"),
        ("daily 07:00 please", "not a time of day"),
    ],
)
def test_what_is_not_understood_says_why(words: str, why: str) -> None:
    """The reason goes to the reader."""
    with pytest.raises(ValueError, match=why):
        parse_recurrence(words)


@pytest.mark.parametrize("word", ["mo", "m", "s", "xyz", "", "mondayish"])
def test_a_weekday_needs_three_letters_of_its_name(word: str) -> None:
    """ "s" could be two days."""
    assert parse_weekday(word) is None


@pytest.mark.parametrize(("word", "clock"), [("12pm", (12, 0)), ("0:05", (0, 5)), ("0pm", None), ("7:5", None)])
def test_a_time_of_day_at_its_edges(word: str, clock: tuple[int, int] | None) -> None:
    """Noon, midnight, and what looks like a time but is none."""
    assert parse_clock(word) == clock
