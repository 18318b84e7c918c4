"""How fast Telegram may be spoken to."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.delivery.pace import Line, Pace, Priority, Waiting, Window

PERSON, OTHER, GROUP = 42, 43, -1001


def send(pace: Pace, now: float, chat: int, times: int) -> None:
    """So many messages at once."""
    for _ in range(times):
        assert pace.wait_s(now, chat) == 0
        pace.take(now, chat)


@given(st.integers(1, 40), st.floats(0.1, 100), st.lists(st.floats(0, 20), max_size=120))
def test_a_window_never_holds_more_than_its_limit(limit: int, per_s: float, gaps: list[float]) -> None:
    """Whoever waits as told never exceeds it."""
    window, now, sent = Window(limit, per_s), 0.0, list[float]()
    for gap in gaps:
        now += gap
        now += window.wait_s(now)
        window.take(now)
        sent.append(now)
    for first, beyond in zip(sent, sent[limit:], strict=False):
        assert beyond - first >= per_s - 1e-6


def test_a_person_gets_a_short_burst_then_one_a_second() -> None:
    """Three at once, the fourth has to wait."""
    pace = Pace()
    send(pace, 100.0, PERSON, 3)
    assert pace.wait_s(100.5, PERSON) == pytest.approx(2.5)
    assert pace.wait_s(100.5, OTHER) == 0


def test_a_group_gets_twenty_a_minute() -> None:
    """The twenty-first waits for the first to be a minute old."""
    pace = Pace()
    send(pace, 100.0, GROUP, 20)
    assert pace.wait_s(130.0, GROUP) == pytest.approx(30.0)


def test_thirty_a_second_go_to_all_together() -> None:
    """The thirty-first chat waits a second."""
    pace = Pace()
    for chat in range(1, 31):
        send(pace, 100.0, chat, 1)
    assert pace.wait_s(100.0, 31) == pytest.approx(1.0)


def test_what_is_no_message_waits_for_no_message() -> None:
    """Answering a button is not counted."""
    pace = Pace()
    send(pace, 100.0, PERSON, 3)
    assert pace.wait_s(100.0, PERSON, counts=False) == 0


def test_a_429_halts_its_chat_until_its_time() -> None:
    """And nobody else."""
    pace = Pace()
    pace.halt(100.0, GROUP, 30)
    assert pace.wait_s(110.0, GROUP) == pytest.approx(20.0)
    assert pace.wait_s(110.0, PERSON) == 0


def test_a_429_in_a_second_chat_halts_everything() -> None:
    """Two chats at once mean the overall limit; the later deadline holds."""
    pace = Pace()
    pace.halt(100.0, GROUP, 30)
    pace.halt(101.0, PERSON, 5)
    assert pace.wait_s(101.0, OTHER) == pytest.approx(29.0)


def test_a_429_in_a_second_chat_much_later_does_not() -> None:
    """The first halt is over."""
    pace = Pace()
    pace.halt(100.0, GROUP, 30)
    pace.halt(131.0, PERSON, 5)
    assert pace.wait_s(131.0, OTHER) == 0


def test_a_429_without_a_chat_halts_everything() -> None:
    """An inline answer, for example."""
    pace = Pace()
    pace.halt(100.0, None, 7)
    assert pace.wait_s(100.0, PERSON, counts=False) == pytest.approx(7.0)


def test_a_shorter_429_does_not_end_a_longer_one() -> None:
    """Deadlines only move away."""
    pace = Pace()
    pace.halt(100.0, GROUP, 30)
    pace.halt(101.0, GROUP, 2)
    assert pace.wait_s(101.0, GROUP) == pytest.approx(29.0)


def test_a_message_that_went_through_does_not_end_a_halt() -> None:
    """python-telegram-bot #5338: one that was on its way when the 429 came."""
    pace = Pace()
    pace.halt(100.0, None, 60)
    pace.take(101.0, PERSON)
    assert pace.wait_s(102.0, OTHER) == pytest.approx(58.0)


def full() -> tuple[Pace, Line]:
    """A line where nothing may go for a second."""
    pace = Pace()
    for chat in range(1000, 1030):
        pace.take(100.0, chat)
    return pace, Line(pace)


def test_answers_go_before_digests_that_came_first() -> None:
    """As soon as one may go at all."""
    _, line = full()
    digests = [Waiting(chat, Priority.DIGEST, 100.0) for chat in range(1, 30)]
    late = [Waiting(chat, Priority.ANSWER, 100.5) for chat in (50, 51)]
    for each in (*digests, *late):
        line.join(each)
    assert line.decide(100.5).go == []
    assert line.decide(101.0).go[:3] == [*late, digests[0]]


def test_a_digest_goes_while_an_answer_waits_for_its_own_chat() -> None:
    """A full chat holds up nobody else."""
    pace = Pace()
    send(pace, 100.0, PERSON, 3)
    line = Line(pace)
    answer, digest = Waiting(PERSON, Priority.ANSWER, 100.0), Waiting(OTHER, Priority.DIGEST, 100.0)
    line.join(answer)
    line.join(digest)
    decision = line.decide(100.0)
    assert decision.go == [digest]
    assert decision.again_s == pytest.approx(3.0)


def test_messages_to_one_chat_keep_their_order() -> None:
    """First come, first served."""
    line = Line(Pace())
    waiting = [Waiting(PERSON, Priority.ANSWER, 100.0 + n) for n in range(3)]
    for each in waiting:
        line.join(each)
    assert line.decide(103.0).go == waiting


def test_a_digest_that_would_wait_long_is_turned_away() -> None:
    """It can be put off; an answer waits."""
    pace = Pace()
    pace.halt(100.0, GROUP, 30)
    line = Line(pace)
    answer, digest = Waiting(GROUP, Priority.ANSWER, 100.0), Waiting(GROUP, Priority.DIGEST, 100.0)
    line.join(answer)
    line.join(digest)
    decision = line.decide(100.0)
    ((refused, wait),) = decision.refused
    assert refused is digest
    assert wait == pytest.approx(30.0)
    assert len(line) == 1


def test_an_answer_does_not_wait_for_ever() -> None:
    """Thousands of seconds have been seen."""
    pace = Pace()
    pace.halt(100.0, PERSON, 4000)
    line = Line(pace)
    answer = Waiting(PERSON, Priority.ANSWER, 100.0)
    line.join(answer)
    ((refused, wait),) = line.decide(100.0).refused
    assert refused is answer
    assert wait == pytest.approx(4000.0)


def test_memory_does_not_grow_with_every_chat() -> None:
    """Chats that are quiet again are forgotten."""
    pace = Pace()
    for chat in range(1, 20_000):
        pace.take(float(chat), chat)
    assert len(pace._chats) <= 4096
