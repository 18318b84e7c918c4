"""What is taken in from Telegram, on both databases."""

from __future__ import annotations

from datetime import timedelta

from storage.articles import add_article
from storage.chats import migrate_chat
from storage.engine import Database
from storage.intake import (
    answer_hand_in,
    begin_hand_in,
    count_handed_in,
    find_hand_in,
    find_intake,
    handed_in_at,
    list_intakes,
    note_taken,
    put_hand_in,
    record_articles,
    stop_intake,
    switch_off,
    switch_on,
    unanswered_hand_ins,
)
from storage.model.article import Draft
from tests.conftest import FrozenClock

GROUP, CHANNEL = -55, -1_000_000_000_055


def on(database: Database, clock: FrozenClock, chat_id: int = CHANNEL, title: str = "Gulf Watch") -> bool:
    """Switch a channel on."""
    with database.writing() as session:
        return switch_on(session, chat_id, kind="channel", title=title, username=None, by=1, now=clock())


def hand_in(database: Database, clock: FrozenClock, message_id: int = 3, chat_id: int = GROUP) -> int:
    """Keep something that was handed in."""
    with database.writing() as session:
        return put_hand_in(
            session, chat_id=chat_id, thread_id=0, message_id=message_id, reply_to=4, user_id=1,
            request={"kind": "group"}, handed={"text": "Something."}, now=clock(),
        )  # fmt: skip


def store(database: Database, clock: FrozenClock, text: str) -> int:
    """An article."""
    with database.writing() as session:
        return add_article(session, Draft(text, clock()), now=clock()).article_id


def test_switching_on_twice_changes_names_only(database: Database, clock: FrozenClock) -> None:
    """Since when it is on stays."""
    begun = clock()
    assert on(database, clock)
    clock.forward(hours=1)
    assert not on(database, clock, title="Gulf Watch 2")
    with database.reading() as session:
        chat = find_intake(session, CHANNEL)
    assert chat is not None
    assert (chat.title, chat.switched_on_at, chat.switched_by) == ("Gulf Watch 2", begun, 1)


def test_it_ends_once(database: Database, clock: FrozenClock) -> None:
    """Whoever asks second is told that it was off."""
    on(database, clock)
    with database.writing() as session:
        stopped = stop_intake(session, CHANNEL, reason="I was removed", now=clock())
        assert stopped is not None
        assert stopped.switched_on_at == clock()
        assert stop_intake(session, CHANNEL, reason="I was removed", now=clock()) is None
        assert not switch_off(session, CHANNEL, by=1, now=clock())
        assert not switch_off(session, -7, by=1, now=clock())


def test_switching_on_again_forgets_why_it_ended(database: Database, clock: FrozenClock) -> None:
    """And goes on counting."""
    on(database, clock)
    with database.writing() as session:
        note_taken(session, CHANNEL, 3, now=clock())
        stop_intake(session, CHANNEL, reason="I was removed", now=clock())
    on(database, clock)
    with database.reading() as session:
        chat = find_intake(session, CHANNEL)
    assert chat is not None
    assert (chat.stopped_reason, chat.stopped_at, chat.taken, chat.last_taken_at) == (None, None, 3, clock())


def test_those_that_are_on_are_listed_first(database: Database, clock: FrozenClock) -> None:
    """Then by title."""
    for number, title in enumerate(("c", "b", "A")):
        on(database, clock, CHANNEL - number, title)
    with database.writing() as session:
        switch_off(session, CHANNEL - 2, by=1, now=clock())
        assert [chat.title for chat in list_intakes(session)] == ["b", "c", "A"]


def test_an_upgraded_group_takes_everything_along(database: Database, clock: FrozenClock) -> None:
    """Twice is once."""
    with database.writing() as session:
        switch_on(session, GROUP, kind="group", title="Desk", username=None, by=1, now=clock())
    hand_in(database, clock)
    for _ in range(2):
        with database.writing() as session:
            migrate_chat(session, GROUP, CHANNEL, now=clock())
    with database.reading() as session:
        moved = find_intake(session, CHANNEL)
        assert moved is not None
        assert (moved.kind, moved.switched_on_at) == ("supergroup", clock())
        assert find_intake(session, GROUP) is None
        assert find_hand_in(session, CHANNEL, 3) is not None


def test_what_is_answered_is_kept_no_longer(database: Database, clock: FrozenClock) -> None:
    """But that it was handed in is known, for edits."""
    number = hand_in(database, clock)
    with database.writing() as session:
        assert [row.id for row in unanswered_hand_ins(session)] == [number]
        answer_hand_in(session, number, now=clock())
        assert unanswered_hand_ins(session) == []
        known = find_hand_in(session, GROUP, 3)
    assert known is not None
    assert (known.handed, known.request, known.user_id) == ({}, {}, 1)


def test_attempts_are_counted(database: Database, clock: FrozenClock) -> None:
    """So that what stops the bot is not tried for ever."""
    number = hand_in(database, clock)
    with database.writing() as session:
        assert [begin_hand_in(session, number) for _ in range(2)] == [1, 2]


def test_only_what_was_stored_for_it_counts(database: Database, clock: FrozenClock) -> None:
    """Once, and since the time asked for."""
    number, since = hand_in(database, clock), clock()
    articles = [(store(database, clock, "One."), True), (store(database, clock, "Two."), False)]
    for _ in range(2):
        with database.writing() as session:
            record_articles(session, number, articles, now=clock())
    with database.reading() as session:
        assert count_handed_in(session, GROUP, since=since) == 1
        assert count_handed_in(session, GROUP, since=since + timedelta(seconds=1)) == 0
        assert count_handed_in(session, CHANNEL, since=since) == 0
        assert handed_in_at(session, articles[0][0]) == (GROUP, clock())
        assert handed_in_at(session, articles[1][0]) is None


def test_a_text_without_an_address_is_revised_by_what_it_is_known_as(database: Database, clock: FrozenClock) -> None:
    """A message in a group has none; it is never shown as one."""
    with database.writing() as session:
        first = add_article(session, Draft("One.", clock(), known_as="telegram:-55:3"), now=clock())
        second = add_article(session, Draft("Two.", clock(), known_as="telegram:-55:3"), now=clock())
    assert (first.outcome, second.outcome) == ("new", "revision")
