"""What people type is read kindly, or refused with a hint."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.args import (
    parse_number,
    parse_order,
    parse_scope,
    parse_scope_and_window,
    parse_severity,
    parse_timezone,
    parse_window,
    scope_words,
)
from storage.errors import UserError
from storage.model.chat import Scope
from storage.model.findings import Severity
from tests.conftest import NOON

IRAQ = Scope.country("IQ")


@pytest.mark.parametrize("words", ["iraq", "Irak", "iraqi", "IQ", "iq", "irq", "العراق", "🇮🇶", "  Republic of Iraq "])
def test_iraq_is_found_by_any_of_its_names(words: str) -> None:
    """Names in other languages, codes, nationality, flag."""
    assert parse_scope(words) == IRAQ


@pytest.mark.parametrize(("words", "slug"), [("middle east", "middle-east"), ("Sahel", "sahel"), ("sahel", "sahel")])
def test_a_region_is_a_scope(words: str, slug: str) -> None:
    """Regions go by name and slug."""
    assert parse_scope(words) == Scope.region(slug)


@pytest.mark.parametrize("words", ["all", "world", "Everything", "*"])
def test_everything_is_a_scope(words: str) -> None:
    """No limit at all."""
    assert parse_scope(words) == Scope.everything()


def test_a_typo_gets_the_nearest_names() -> None:
    """The answer names what was probably meant."""
    with pytest.raises(UserError, match="Iraq"):
        parse_scope("Irakk")


def test_nonsense_gets_an_example() -> None:
    """Nothing near: how a place is written."""
    with pytest.raises(UserError, match="Try a name or code"):
        parse_scope("qqqqwwww")


@pytest.mark.parametrize(
    ("words", "hours"),
    [("24h", 24), ("7d", 168), ("2w", 336), ("last 3 days", 72), ("past 48 hours", 48), ("1 week", 168), ("7 d", 168)],
)
def test_a_span_ends_now(words: str, hours: int) -> None:
    """So many hours back."""
    window = parse_window(words, now=NOON, timezone="UTC")
    assert (window.since, window.until) == (NOON - timedelta(hours=hours), NOON)


def test_since_yesterday_begins_at_midnight_of_the_readers_zone() -> None:
    """Noon UTC on the 10th is the 10th in Baghdad (UTC+3): yesterday began at 21:00 UTC on the 8th."""
    window = parse_window("since yesterday", now=NOON, timezone="Asia/Baghdad")
    assert window.since == datetime(2026, 6, 8, 21, 0, tzinfo=UTC)


def test_since_a_weekday_is_the_last_such_day() -> None:
    """NOON is a Wednesday: since Wednesday is a week ago, since Monday two days."""
    assert parse_window("since mon", now=NOON, timezone="UTC").since == datetime(2026, 6, 8, tzinfo=UTC)
    assert parse_window("since wed", now=NOON, timezone="UTC").since == datetime(2026, 6, 3, tzinfo=UTC)


@pytest.mark.parametrize("words", ["since 2027-01-01", "0d", "400d", "soon", "since 2001-01-01", "since"])
def test_a_bad_window_is_refused_with_examples(words: str) -> None:
    """Ahead, too long, empty, unreadable."""
    with pytest.raises(UserError):
        parse_window(words, now=NOON, timezone="UTC")


@pytest.mark.parametrize(
    "words", ["24h", "7d", "30d", "today", "since yesterday", "since mon", "since 2026-06-01", "5h"]
)
def test_a_windows_code_reads_back(words: str) -> None:
    """Buttons carry the code; it means the same window."""
    window = parse_window(words, now=NOON, timezone="Europe/Rome")
    assert parse_window(window.code, now=NOON, timezone="Europe/Rome").since == window.since


@pytest.mark.parametrize(
    ("words", "scope", "hours"),
    [
        ("iraq", IRAQ, 168),
        ("iraq 24h", IRAQ, 24),
        ("south sudan last 2 days", Scope.country("SS"), 48),
        ("24h", Scope.everything(), 24),
        ("", Scope.everything(), 168),
        ("middle east 3d", Scope.region("middle-east"), 72),
    ],
)
def test_place_and_window_are_told_apart(words: str, scope: Scope, hours: int) -> None:
    """In either order of length."""
    found, window = parse_scope_and_window(words, now=NOON, timezone="UTC", scope_needed=False)
    assert (found, window.until - window.since) == (scope, timedelta(hours=hours))


def test_a_needed_place_is_asked_for() -> None:
    """`/country` alone."""
    with pytest.raises(UserError, match="Which country"):
        parse_scope_and_window("24h", now=NOON, timezone="UTC", scope_needed=True)


@pytest.mark.parametrize(
    ("words", "zone"),
    [("Europe/Rome", "Europe/Rome"), ("europe/rome", "Europe/Rome"), ("rome", "Europe/Rome"), ("utc", "UTC"),
     ("New York", "America/New_York"), ("baghdad", "Asia/Baghdad")],
)  # fmt: skip
def test_a_zone_goes_by_name_or_city(words: str, zone: str) -> None:
    """In any case."""
    assert parse_timezone(words) == zone


def test_a_mistyped_zone_gets_near_names() -> None:
    """ "Europe/Roma"."""
    with pytest.raises(UserError, match="Europe/Rome"):
        parse_timezone("Europe/Roma")


def test_an_order_has_all_its_parts() -> None:
    """Place, recurrence, zone and severity, whatever their order."""
    order = parse_order("middle east min high weekly mon 08:00 tz Europe/Rome")
    assert order.scope == Scope.region("middle-east")
    assert str(order.recurrence) == "weekly mon 08:00"
    assert (order.timezone, order.min_severity) == ("Europe/Rome", Severity.HIGH)


def test_an_order_without_a_time_is_daily_at_seven() -> None:
    """The default."""
    assert str(parse_order("iraq").recurrence) == "daily 07:00"


def test_now_subscribes_to_nothing() -> None:
    """One digest at once."""
    assert parse_order("iraq now").recurrence is None


@pytest.mark.parametrize(
    "words",
    ["", "daily 07:00", "iraq daily 25:00", "iraq weekly 08:00", "iraq tz", "iraq min", "iraq min huge",
     "iraq every 0h", "iraq every 999h", "iraq tz Nowhere/Land", "iraq now please", "xyzzyq daily"],
)  # fmt: skip
def test_a_bad_order_is_refused(words: str) -> None:
    """Each with a text for its reader."""
    with pytest.raises(UserError) as caught:
        parse_order(words)
    assert str(caught.value)


@pytest.mark.parametrize(
    ("word", "severity"), [("high", Severity.HIGH), ("HIGH", Severity.HIGH), ("medium", Severity.MODERATE)]
)
def test_a_severity_goes_by_its_name(word: str, severity: Severity) -> None:
    """In any case."""
    assert parse_severity(word) is severity


@pytest.mark.parametrize("words", ["", "x", "-1", "0", "1e5", "٣", "99999999999999"])
def test_a_bad_number_is_refused(words: str) -> None:
    """Not a positive whole number of a sane size."""
    with pytest.raises(UserError):
        parse_number(words, "article")


@pytest.mark.parametrize("scope", [IRAQ, Scope.region("middle-east"), Scope.everything()])
def test_a_scopes_words_read_back(scope: Scope) -> None:
    """Buttons carry them."""
    assert parse_scope(scope_words(scope)) == scope


@given(st.text(max_size=80))
def test_any_text_is_an_order_or_a_kind_refusal(words: str) -> None:
    """Nothing a person types crashes the bot."""
    for parse in (parse_order, parse_timezone, parse_scope):
        assert _refusal(parse, words) != ""


def _refusal(parse: Callable[[str], object], words: str) -> str | None:
    """What a refused text is told; ``None`` where it was understood. Anything but a ``UserError`` comes through."""
    try:
        parse(words)
    except UserError as error:
        return str(error)
    return None
