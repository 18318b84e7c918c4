"""Out of the outbox: what Telegram and the network do to a delivery, and what becomes of it."""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import Any

import pytest

from bot.delivery.outbox import LONGEST_BACK_OFF, back_off
from bot.delivery.sender import Sender
from bot.demo.control import ChatHandle, LocalTelegram
from handlers.render.document import Document, plain_text
from storage.chats import ensure_chat, find_chat, resume_chat
from storage.deliveries import claim_deliveries, delivery_messages, put_delivery, retry_deliveries
from storage.model.chat import DeliveryStatus, Form, Scope
from storage.model.findings import Severity
from storage.subscriptions import list_subscriptions, put_subscription
from tests.bot.delivery.conftest import Outbox, long_document, shown, words


def subscribe(outbox: Outbox, chat_id: int, thread_id: int = 0) -> None:
    """The chat is known, and subscribed to Iraq."""
    with outbox.database.writing() as session:
        ensure_chat(session, chat_id, kind="supergroup", title=None, now=outbox.clock())
        put_subscription(
            session,
            chat_id=chat_id,
            thread_id=thread_id,
            scope=Scope.country("IQ"),
            recurrence="daily 07:00",
            timezone="UTC",
            min_severity=Severity.INFORMATIONAL,
            next_due_at=outbox.clock() + timedelta(hours=19),
            now=outbox.clock(),
        )


async def test_what_waits_is_sent_once_and_recorded(outbox: Outbox, chat: ChatHandle) -> None:
    """With the ids of its messages."""
    outbox.put("a", chat.id, long_document(2))
    report = await outbox.deliver()
    await outbox.deliver()
    assert shown(chat) == ["part0", "part1"]
    row = outbox.row("a")
    assert (report.sent, row.status, row.parts_sent, row.form) == (1, DeliveryStatus.SENT, 2, Form.RICH)
    with outbox.database.reading() as session:
        assert delivery_messages(session, row.id) == [message.id for message in chat.unread]


async def test_a_chat_gets_its_deliveries_in_order(outbox: Outbox, chat: ChatHandle) -> None:
    """However many there are; parts of one are not mixed with another's."""
    for number in range(12):
        outbox.put(f"k{number}", chat.id, long_document(2) if number == 3 else words(f"n{number}"))
    await outbox.deliver()
    assert shown(chat) == ["n0", "n1", "n2", "part0", "part1", *(f"n{number}" for number in range(4, 12))]


async def test_many_chats_are_served_side_by_side(outbox: Outbox, local_telegram: LocalTelegram) -> None:
    """Nobody is forgotten."""
    people = [local_telegram.person(f"P{number}") for number in range(25)]
    for person in people:
        await person.says(person.private_chat(), "/start")
        outbox.put(f"to {person.id}", person.id, words("digest"))
    report = await outbox.deliver()
    assert report.sent == 25
    assert all(shown(person.private_chat()) == ["digest"] for person in people)


async def test_a_broken_network_only_delays(outbox: Outbox, chat: ChatHandle, local_telegram: LocalTelegram) -> None:
    """Put off with back-off, then sent."""
    outbox.put("a", chat.id, words("digest"))
    local_telegram.fail_next("sendRichMessage", 2, cut="before")
    for _ in range(2):
        assert (await outbox.deliver()).postponed == 1
        assert (await outbox.deliver()).sent == 0
        outbox.clock.forward(minutes=1)
    assert (await outbox.deliver()).sent == 1
    assert shown(chat) == ["digest"]


async def test_a_server_error_never_gives_up(outbox: Outbox, chat: ChatHandle, local_telegram: LocalTelegram) -> None:
    """Telegram may be down for a day."""
    outbox.put("a", chat.id, words("digest"))
    local_telegram.fail_next("sendRichMessage", 15, status=502)
    for _ in range(15):
        await outbox.deliver()
        outbox.clock.forward(minutes=6)
    assert outbox.row("a").status is DeliveryStatus.PENDING
    await outbox.deliver()
    assert shown(chat) == ["digest"]


async def test_a_message_whose_answer_was_lost_is_repeated_once(
    outbox: Outbox, chat: ChatHandle, local_telegram: LocalTelegram
) -> None:
    """The one in flight, and no other."""
    outbox.put("a", chat.id, long_document(3))
    local_telegram.fail_next("sendRichMessage", cut="after")
    await outbox.deliver()
    outbox.clock.forward(minutes=1)
    await outbox.deliver()
    assert shown(chat) == ["part0", "part0", "part1", "part2"]


async def test_a_429_puts_a_digest_off_as_long_as_asked(
    outbox: Outbox, chat: ChatHandle, local_telegram: LocalTelegram, seconds: Any
) -> None:
    """Not a second less."""
    outbox.put("a", chat.id, words("digest"))
    local_telegram.fail_next("sendRichMessage", retry_after_s=100)
    await outbox.deliver()
    assert outbox.row("a").next_attempt_at == outbox.clock() + timedelta(seconds=100)
    outbox.clock.forward(seconds=100)
    seconds.now += 100
    await outbox.deliver()
    assert shown(chat) == ["digest"]


async def test_blocking_keeps_what_waits_and_resuming_sends_it(
    outbox: Outbox, chat: ChatHandle, local_telegram: LocalTelegram
) -> None:
    """The chat is paused; nothing is tried meanwhile; nothing is lost."""
    subscribe(outbox, chat.id)
    outbox.put("a", chat.id, words("digest"))
    local_telegram.world.set_blocked(local_telegram.world.users[chat.id], True)
    await outbox.deliver()
    outbox.clock.forward(days=3)
    await outbox.deliver()
    assert len(local_telegram.calls_of("sendRichMessage")) == 1
    with outbox.database.reading() as session:
        assert list_subscriptions(session, chat.id)[0].paused_at is not None
    local_telegram.world.set_blocked(local_telegram.world.users[chat.id], False)
    with outbox.database.writing() as session:
        assert resume_chat(session, chat.id)
    await outbox.deliver()
    assert shown(chat) == ["digest"]


async def test_a_chat_without_a_row_is_paused_too(outbox: Outbox, local_telegram: LocalTelegram) -> None:
    """It only ever asked for one digest now."""
    outbox.put("now:1", 5_999_999, words("digest"))
    await outbox.deliver()
    with outbox.database.reading() as session:
        stored = find_chat(session, 5_999_999)
    assert stored is not None
    assert stored.blocked_at == outbox.clock()


async def test_one_blocked_chat_does_not_stop_the_others(outbox: Outbox, chat: ChatHandle) -> None:
    """It is nobody else's business."""
    outbox.put("a", 5_999_999, words("digest"))
    outbox.put("b", chat.id, words("digest"))
    await outbox.deliver()
    assert shown(chat) == ["digest"]


async def test_an_upgraded_group_gets_its_digest_at_once(outbox: Outbox, local_telegram: LocalTelegram) -> None:
    """In the supergroup, with what it was subscribed to."""
    anna = local_telegram.person("Anna")
    group = local_telegram.group("Desk", admins=[anna])
    subscribe(outbox, group.id)
    outbox.put("a", group.id, words("digest"))
    supergroup = local_telegram.migrate(group, anna)
    await outbox.deliver()
    assert shown(supergroup) == ["digest"]
    assert (outbox.row("a").chat_id, outbox.row("a").status) == (supergroup.id, DeliveryStatus.SENT)
    with outbox.database.reading() as session:
        assert len(list_subscriptions(session, supergroup.id)) == 1
        assert find_chat(session, group.id) is None


async def test_a_chat_that_moves_for_ever_is_tried_later(
    outbox: Outbox, chat: ChatHandle, local_telegram: LocalTelegram
) -> None:
    """Telegram says it moved each time: nothing turns in circles, nothing is lost."""
    outbox.put("a", chat.id, words("digest"))
    for number in range(4):
        local_telegram.fail_next("sendRichMessage", migrate_to_chat_id=-100_000 - number)
    assert (await outbox.deliver()).postponed == 1
    assert len(local_telegram.calls_of("sendRichMessage")) == 4
    assert outbox.row("a").status is DeliveryStatus.PENDING


@pytest.mark.parametrize("how", ["closed", "deleted"])
async def test_a_topic_that_is_gone_gives_its_digest_to_the_chat(
    outbox: Outbox, local_telegram: LocalTelegram, how: str
) -> None:
    """And its subscription; other topics keep theirs."""
    anna = local_telegram.person("Anna")
    forum = local_telegram.forum("Region", admins=[anna], topics=["Iraq", "Sudan"])
    gone, kept = forum.topic("Iraq").id, forum.topic("Sudan").id
    subscribe(outbox, forum.id, gone)
    subscribe(outbox, forum.id, kept)
    outbox.put("a", forum.id, words("first"), thread_id=gone)
    outbox.put("b", forum.id, words("second"), thread_id=gone)
    await (forum.closes_topic("Iraq", anna) if how == "closed" else forum.deletes_topic("Iraq"))
    await outbox.deliver()
    assert [message.thread_id for message in forum.unread] == [None, None]
    assert len([call for call in local_telegram.calls_of("sendRichMessage") if call.status == 400]) == 1
    with outbox.database.reading() as session:
        assert {found.thread_id for found in list_subscriptions(session, forum.id)} == {0, kept}


async def test_a_refused_message_is_kept_for_the_operator(
    outbox: Outbox, chat: ChatHandle, local_telegram: LocalTelegram
) -> None:
    """With the reason; the next is sent; the operator's retry sends it too."""
    outbox.put("bad", chat.id, words("bad"))
    outbox.put("good", chat.id, words("good"))
    for method in ("sendRichMessage", "sendMessage"):
        local_telegram.fail_next(method, status=400, description="Bad Request: MESSAGE_INVALID")
    assert (await outbox.deliver()).failed == 1
    row = outbox.row("bad")
    assert (row.status, row.last_error) == (DeliveryStatus.FAILED, "refused: Message_invalid")
    assert shown(chat) == ["good"]
    with outbox.database.writing() as session:
        retry_deliveries(session, now=outbox.clock())
    await outbox.deliver()
    assert shown(chat) == ["good", "bad"]


async def test_a_document_nobody_can_read_is_kept_for_the_operator(outbox: Outbox, chat: ChatHandle) -> None:
    """It was written by another version."""
    with outbox.database.writing() as session:
        put_delivery(session, key="a", chat_id=chat.id, thread_id=0, document={"version": 99}, now=outbox.clock())
    await outbox.deliver()
    assert outbox.row("a").status is DeliveryStatus.FAILED


async def test_a_delivery_begun_in_classic_goes_on_in_classic(
    outbox: Outbox, chat: ChatHandle, local_telegram: LocalTelegram
) -> None:
    """Though rich messages work again by then: nothing is missing, nothing twice."""
    outbox.put("a", chat.id, long_document(1))
    local_telegram.fail_next("sendRichMessage", status=400)
    await outbox.deliver(sender=Interrupted(outbox.sender, after=3))
    assert outbox.row("a").parts_sent == 2
    outbox.clock.forward(hours=2)
    await outbox.deliver()
    assert outbox.row("a").form is Form.CLASSIC
    assert all(message.rich is None for message in chat.unread)
    told = " ".join(" ".join(message.plain.split()) for message in chat.unread)
    assert told == " ".join(plain_text(long_document(1)).split())


class Interrupted:
    """A sender whose network breaks down for good after so many parts."""

    def __init__(self, sender: Sender, after: int) -> None:
        self.sender, self.after = sender, after

    async def send_parts(self, target: Any, document: Document, **arguments: Any) -> list[int]:
        """As the sender does, at first."""
        inner, left = arguments.pop("before_part"), self.after

        async def before() -> None:
            nonlocal left
            await inner()
            if left == 0:
                raise OSError("no route to host")
            left -= 1

        return await self.sender.send_parts(target, document, before_part=before, **arguments)


async def test_a_fault_of_our_own_is_tried_again_then_left_to_the_operator(
    outbox: Outbox, chat: ChatHandle, caplog: pytest.LogCaptureFixture
) -> None:
    """Not for ever, and without its words, which could be a message's."""
    outbox.put("a", chat.id, words("digest"))
    for _ in range(12):
        await outbox.deliver(sender=Interrupted(outbox.sender, after=0))
        outbox.clock.forward(minutes=6)
    row = outbox.row("a")
    assert row.status is DeliveryStatus.FAILED
    assert row.last_error is not None
    assert row.last_error.startswith("OSError at test_delivering.py:")
    assert "no route" not in caplog.text


async def test_stopping_finishes_the_message_in_flight_and_gives_the_rest_back(
    outbox: Outbox, chat: ChatHandle
) -> None:
    """The next start goes on at once, without waiting for a claim to run out."""
    outbox.put("a", chat.id, long_document(3))
    outbox.put("b", chat.id, words("next"))
    await outbox.deliver(stopping=lambda: bool(shown(chat)))
    assert shown(chat) == ["part0"]
    assert outbox.states("ab") == ["pending", "pending"]
    await outbox.deliver()
    assert shown(chat) == ["part0", "part1", "part2", "next"]


async def test_a_sender_that_was_taken_over_sends_nothing_more(outbox: Outbox, chat: ChatHandle) -> None:
    """It slept through its lease; another has the row now."""
    outbox.put("a", chat.id, long_document(2))

    class Sleeper(Interrupted):
        async def send_parts(self, target: Any, document: Document, **arguments: Any) -> list[int]:
            outbox.clock.forward(minutes=3)
            with outbox.database.writing() as session:
                claim_deliveries(session, outbox.clock())
            return await self.sender.send_parts(target, document, **arguments)

    await outbox.deliver(sender=Sleeper(outbox.sender, 0))
    assert shown(chat) == []
    assert outbox.row("a").status is DeliveryStatus.SENDING


async def test_texts_and_the_token_stay_out_of_the_log(
    outbox: Outbox, chat: ChatHandle, local_telegram: LocalTelegram, caplog: pytest.LogCaptureFixture
) -> None:
    """In good and in bad times."""
    caplog.set_level(logging.DEBUG)
    for name in ("httpx", "httpcore", "telegram", "aiosqlite", "hpack"):
        caplog.set_level(logging.WARNING, logger=name)
    outbox.put("a", chat.id, words("Gunmen raided a post"))
    local_telegram.fail_next("sendRichMessage", status=502)
    await outbox.deliver()
    outbox.clock.forward(minutes=1)
    for method in ("sendRichMessage", "sendMessage"):
        local_telegram.fail_next(method, status=400, description='Bad Request: "Gunmen raided a post" is bad')
    await outbox.deliver()
    assert "delivery 1" in caplog.text
    assert "Gunmen" not in caplog.text
    assert "Gunmen" not in str(outbox.row("a").last_error)
    assert local_telegram.token not in caplog.text


@pytest.mark.parametrize(("attempts", "seconds"), [(1, 5), (2, 10), (4, 40), (7, 300), (5000, 300)])
def test_back_off_doubles_up_to_five_minutes(attempts: int, seconds: float) -> None:
    """The half of it by chance."""
    assert back_off(attempts, lambda: 1.0) == timedelta(seconds=seconds)
    assert back_off(attempts, lambda: 0.0) == timedelta(seconds=seconds) / 2
    assert back_off(attempts, lambda: 1.0) <= LONGEST_BACK_OFF
