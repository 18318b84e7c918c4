"""/subscribe, /subscriptions, /unsubscribe, /timezone."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from handlers.callbacks import decode
from handlers.ports import ChatKind, Target
from storage.chats import find_chat
from storage.deliveries import list_deliveries
from storage.engine import Database
from storage.model.chat import Scope, Subscription
from storage.model.findings import Severity
from storage.subscriptions import list_subscriptions
from tests.conftest import FrozenClock
from tests.handlers.commands.conftest import Ask, buttons_of, text_of


def _stored(database: Database) -> list[Subscription]:
    with database.reading() as session:
        return list_subscriptions(session, 42)


def test_a_subscription_is_stored_with_its_next_instant(ask: Ask, database: Database) -> None:
    """07:00 in Baghdad is 04:00 UTC; noon is past, so tomorrow."""
    ask("subscribe", "iraq daily 07:00 tz Asia/Baghdad min high")
    (stored,) = _stored(database)
    assert (stored.scope, stored.recurrence, stored.timezone) == (Scope.country("IQ"), "daily 07:00", "Asia/Baghdad")
    assert (stored.min_severity, stored.next_due_at) == (Severity.HIGH, datetime(2026, 6, 11, 4, 0, tzinfo=UTC))


def test_the_answer_says_what_comes_when(ask: Ask) -> None:
    """In words."""
    text = text_of(ask("subscribe", "iraq weekly mon 08:00 tz Europe/Rome min high"))
    assert "🔔 Subscribed: 🇮🇶 Iraq" in text
    assert "Every Monday at 08:00 (Europe/Rome), severity high or higher." in text
    assert "Next digest: Mon 15 Jun 08:00." in text


def test_subscribing_again_changes_the_order(ask: Ask, database: Database) -> None:
    """One subscription a place and chat."""
    ask("subscribe", "iraq daily 07:00")
    assert "Changed" in text_of(ask("subscribe", "iraq every 6h"))
    assert [s.recurrence for s in _stored(database)] == ["every 6h"]


def test_a_topic_has_orders_of_its_own(ask: Ask, database: Database) -> None:
    """The same country in two topics."""
    for thread in (5, 6):
        ask("subscribe", "iraq", target=Target(42, thread), chat_kind=ChatKind.SUPERGROUP)
    assert [s.thread_id for s in _stored(database)] == [5, 6]


def test_now_sends_one_digest_and_subscribes_to_nothing(ask: Ask, iraq: int, database: Database) -> None:
    """It goes through the outbox."""
    answer = ask("subscribe", "iraq now", update_id=7)
    with database.reading() as session:
        (delivery,) = list_deliveries(session)
    assert (answer.document, answer.toast, delivery.key, _stored(database)) == (
        None,
        "On its way",
        "now:42:7:20260610T120000",
        [],
    )


def test_now_for_the_same_update_is_sent_once(ask: Ask, iraq: int, database: Database) -> None:
    """Telegram may deliver an update twice."""
    for _ in range(2):
        ask("subscribe", "iraq now", update_id=7)
    with database.reading() as session:
        assert len(list_deliveries(session)) == 1


def test_without_words_the_usage_is_shown(ask: Ask) -> None:
    """With examples for every form."""
    text = text_of(ask("subscribe"))
    assert all(form in text for form in ("/subscribe iraq", "weekdays 18:30", "weekly mon 08:00", "every 6h", "now"))


@pytest.mark.parametrize("words", ["iraq daily 25:00", "iraq tz Nowhere", "iraq min huge", "Irakk", "iraq fortnightly"])
def test_a_bad_order_stores_nothing_and_gets_an_example(ask: Ask, database: Database, words: str) -> None:
    """Bad input loses nothing."""
    assert "/subscribe iraq daily 07:00" in text_of(ask("subscribe", words))
    assert _stored(database) == []


def test_subscriptions_are_listed_with_a_button_to_end_each(ask: Ask, database: Database) -> None:
    """What, when, next."""
    ask("subscribe", "iraq daily 07:00")
    answer = ask("subscriptions")
    (stored,) = _stored(database)
    assert "🇮🇶 Iraq · Every day at 07:00 (UTC). Next: Thu 11 Jun 07:00." in text_of(answer)
    assert decode(buttons_of(answer)[f"🗑 🇮🇶 Iraq ({stored.id})"]).command == "unsubscribe"


@pytest.mark.parametrize("words", ["iraq", "IQ", "1", "#1", "all", ""])
def test_a_subscription_ends_by_name_number_or_all(ask: Ask, database: Database, words: str) -> None:
    """Without words too, where there is only one."""
    ask("subscribe", "iraq")
    assert "Unsubscribed: 🇮🇶 Iraq" in text_of(ask("unsubscribe", words))
    assert _stored(database) == []


def test_undo_brings_a_subscription_back(ask: Ask, database: Database) -> None:
    """As it was."""
    ask("subscribe", "iraq weekly mon 08:00 tz Europe/Rome min high")
    before = _stored(database)[0]
    press = decode(buttons_of(ask("unsubscribe", "iraq"))["↩️ Undo"])
    ask(press.command, press.words)
    after = _stored(database)[0]
    assert (after.recurrence, after.timezone, after.min_severity) == (
        before.recurrence,
        before.timezone,
        before.min_severity,
    )


def test_several_subscriptions_need_a_choice(ask: Ask, database: Database) -> None:
    """Nothing is ended by guessing."""
    ask("subscribe", "iraq")
    ask("subscribe", "sudan")
    assert "Subscriptions (2)" in text_of(ask("unsubscribe"))
    assert len(_stored(database)) == 2


@pytest.mark.parametrize("words", ["sudan", "9"])
def test_an_unknown_subscription_is_not_ended(ask: Ask, database: Database, words: str) -> None:
    """The list is named."""
    ask("subscribe", "iraq")
    assert "/subscriptions" in text_of(ask("unsubscribe", words))
    assert len(_stored(database)) == 1


def test_nobody_ends_the_subscription_of_another_chat(ask: Ask, database: Database) -> None:
    """Numbers are global, chats are not."""
    ask("subscribe", "iraq")
    ask("subscribe", "sudan", target=Target(43))
    ask("unsubscribe", "1", target=Target(43))
    assert len(_stored(database)) == 1


def test_the_zone_is_stored_for_the_chat(ask: Ask, database: Database) -> None:
    """And the time there is shown."""
    assert "🕒 Europe/Rome: it is today 14:00." in text_of(ask("timezone", "rome"))
    with database.reading() as session:
        chat = find_chat(session, 42)
    assert chat is not None
    assert chat.timezone == "Europe/Rome"


def test_the_zone_is_shown_when_asked(ask: Ask) -> None:
    """And that none was set."""
    assert "UTC, where it is today 12:00 (not set)" in text_of(ask("timezone"))


def test_members_of_a_group_change_nothing(ask: Ask, database: Database) -> None:
    """Only admins do."""
    group = {"chat_kind": ChatKind.SUPERGROUP, "is_admin": False}
    for command, words in (("subscribe", "iraq"), ("unsubscribe", ""), ("timezone", "rome")):
        assert "Only admins" in text_of(ask(command, words, **group))
    assert _stored(database) == []


def test_members_of_a_group_may_look(ask: Ask) -> None:
    """The list and the zone are no secret."""
    group = {"chat_kind": ChatKind.SUPERGROUP, "is_admin": False}
    assert "No subscription yet" in text_of(ask("subscriptions", **group))
    assert "Times are shown in" in text_of(ask("timezone", **group))


def test_unsubscribing_in_a_topic_leaves_the_other_topics(ask: Ask, database: Database) -> None:
    """Iraq in one topic is not Iraq in all."""
    for thread in (5, 6):
        ask("subscribe", "iraq", target=Target(42, thread), chat_kind=ChatKind.SUPERGROUP)
    ask("unsubscribe", "iraq", target=Target(42, 6), chat_kind=ChatKind.SUPERGROUP)
    assert [s.thread_id for s in _stored(database)] == [5]


def test_there_is_no_undo_that_would_forget_half(ask: Ask) -> None:
    """An order too long for a button gets none."""
    ask("subscribe", "southeast asia weekly mon 08:00 tz America/Argentina/Buenos_Aires min critical")
    assert "↩️ Undo" not in buttons_of(ask("unsubscribe", "southeast asia"))


def test_changing_an_order_that_is_due_keeps_todays_digest(ask: Ask, database: Database, clock: FrozenClock) -> None:
    """13:00:05, before the tick."""
    ask("subscribe", "iraq daily 13:00")
    due = clock.forward(hours=1)
    now = clock.forward(seconds=5)
    assert "Next digest: now." in text_of(ask("subscribe", "iraq daily 13:00 min high", now=now))
    assert [s.next_due_at for s in _stored(database)] == [due]


def test_a_button_without_a_time_changes_no_order(ask: Ask, database: Database) -> None:
    """Subscribe, under a briefing on a country that is subscribed."""
    ask("subscribe", "iraq weekdays 18:30 tz Asia/Baghdad min high")
    before = _stored(database)
    assert "Already subscribed" in text_of(ask("subscribe", "IQ", is_button=True))
    assert _stored(database) == before


def test_a_changed_order_shows_what_it_was(ask: Ask) -> None:
    """So that a lost minimum is seen."""
    ask("subscribe", "iraq weekdays 18:30 min high")
    assert "Before: Monday to Friday at 18:30 (UTC), severity high or higher." in text_of(ask("subscribe", "iraq"))


def test_what_remains_is_said(ask: Ask) -> None:
    """Ending one of two."""
    ask("subscribe", "iraq")
    ask("subscribe", "sudan")
    assert "1 other subscription remains" in text_of(ask("unsubscribe", "iraq"))
