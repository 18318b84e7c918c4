"""What happens by the clock, with the real sender, real briefings and the local Telegram."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from telegram.ext import ExtBot
from telegram.request import HTTPXRequest

from bot.briefing.compose import DatabaseBriefer
from bot.delivery.limiter import Limiter
from bot.delivery.sender import Sender
from bot.demo.control import ChatHandle, LocalTelegram
from bot.schedule import Schedule
from handlers.render.document import Document, Paragraph, document_to_json
from storage.chats import claim_update, ensure_chat
from storage.deliveries import list_deliveries, put_delivery
from storage.engine import Database
from storage.model.briefing import Briefing
from storage.model.chat import DeliveryStatus, Scope, Subscription
from storage.model.findings import Severity
from storage.subscriptions import put_subscription
from tests.conftest import FrozenClock


@pytest.fixture
async def sender(local_telegram: LocalTelegram, database: Database, clock: FrozenClock) -> AsyncIterator[Sender]:
    """Over real HTTP."""
    request = HTTPXRequest(httpx_kwargs={"verify": False})
    async with ExtBot(
        local_telegram.token,
        base_url=f"{local_telegram.url}/bot",
        request=request,
        get_updates_request=HTTPXRequest(httpx_kwargs={"verify": False}),
        rate_limiter=Limiter(),
    ) as bot:
        yield Sender(bot, database, clock=clock)


@pytest.fixture
async def chat(local_telegram: LocalTelegram) -> ChatHandle:
    """Anna's, started."""
    anna = local_telegram.person("Anna")
    await anna.says(anna.private_chat(), "/start")
    return anna.private_chat()


@pytest.fixture
def schedule(database: Database, sender: Sender, clock: FrozenClock) -> Callable[..., Schedule]:
    """``schedule(poll_feeds=...)``."""
    return lambda **more: Schedule(database, DatabaseBriefer(database), sender, clock=clock, **more)


@pytest.fixture
def order(database: Database, clock: FrozenClock, chat: ChatHandle) -> Callable[..., None]:
    """``order("IQ")``: a daily digest due in an hour."""

    def _order(code: str) -> None:
        with database.writing() as session:
            ensure_chat(session, chat.id, kind="private", title=None, now=clock())
            put_subscription(
                session,
                chat_id=chat.id,
                thread_id=0,
                scope=Scope.country(code),
                recurrence="daily 13:00",
                timezone="UTC",
                min_severity=Severity.INFORMATIONAL,
                next_due_at=clock() + timedelta(hours=1),
                now=clock(),
            )

    return _order


def put(database: Database, chat: ChatHandle, key: str, now: datetime) -> None:
    """A row in the outbox."""
    document = document_to_json(Document([Paragraph(key)]))
    with database.writing() as session:
        put_delivery(session, key=key, chat_id=chat.id, thread_id=0, document=document, now=now)


async def test_a_tick_composes_what_is_due_and_sends_it(
    schedule: Callable[..., Schedule], order: Callable[..., None], chat: ChatHandle, clock: FrozenClock
) -> None:
    """Not before its instant, and once."""
    order("IQ")
    ticking = schedule()
    await ticking.tick()
    assert chat.unread == []
    clock.forward(hours=1)
    for _ in range(2):
        await ticking.tick()
    assert [message.plain.splitlines()[0] for message in chat.unread] == ["🔔 🇮🇶 Iraq: digest"]


async def test_a_restart_sends_what_was_left(
    schedule: Callable[..., Schedule], order: Callable[..., None], chat: ChatHandle, clock: FrozenClock,
    local_telegram: LocalTelegram, database: Database,
) -> None:  # fmt: skip
    """The network was down when the first one ended."""
    order("IQ")
    clock.forward(hours=1)
    local_telegram.fail_next("sendRichMessage", status=502)
    first = schedule()
    await first.tick()
    await first.stop()
    clock.forward(minutes=1)
    await schedule().tick()
    assert len(chat.unread) == 1
    with database.reading() as session:
        assert [row.status for row in list_deliveries(session)] == [DeliveryStatus.SENT]


async def test_a_tick_polls_the_feeds_with_the_time(schedule: Callable[..., Schedule], clock: FrozenClock) -> None:
    """Whatever polling means."""
    polled: list[datetime] = []

    async def poll(now: datetime) -> None:
        polled.append(now)

    await schedule(poll_feeds=poll).tick()
    assert polled == [clock()]


async def test_what_fails_stops_nothing_else(
    schedule: Callable[..., Schedule], order: Callable[..., None], chat: ChatHandle, clock: FrozenClock,
    database: Database, caplog: pytest.LogCaptureFixture,
) -> None:  # fmt: skip
    """A digest and the feeds: the rest of the outbox is sent, updates are forgotten; no words in the log."""

    def broken(briefing: Briefing, subscription: Subscription) -> Document | None:
        raise RuntimeError("Gunmen raided Mosul")

    async def poll(now: datetime) -> None:
        raise RuntimeError("Gunmen raided Mosul")

    order("IQ")
    put(database, chat, "waiting", clock())
    with database.writing() as session:
        claim_update(session, 1, now=clock())
    clock.forward(days=3)
    await schedule(poll_feeds=poll, to_document=broken).tick()
    assert [message.plain for message in chat.unread] == ["waiting"]
    with database.writing() as session:
        assert claim_update(session, 1, now=clock())
    assert "RuntimeError" in caplog.text
    assert "Gunmen" not in caplog.text


async def test_more_than_a_batch_is_sent_in_one_tick(
    schedule: Callable[..., Schedule], order: Callable[..., None], chat: ChatHandle, clock: FrozenClock,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    """Also behind digests that fail."""
    monkeypatch.setattr("bot.schedule.BATCH", 2)
    codes = ["IQ", "SD", "UA", "YE", "SY"]
    for code in codes:
        order(code)
    clock.forward(hours=1)

    def picky(briefing: Briefing, subscription: Subscription) -> Document | None:
        if subscription.scope.key in ("IQ", "SD"):
            raise RuntimeError
        return Document([Paragraph(subscription.scope.key)])

    await schedule(to_document=picky).tick()
    assert [message.plain for message in chat.unread] == ["UA", "YE", "SY"]


async def test_waking_delivers_at_once(
    schedule: Callable[..., Schedule], chat: ChatHandle, clock: FrozenClock, database: Database
) -> None:
    """From any thread, long before the next tick."""
    ticking = schedule()
    ticking.start()
    await ticked(ticking)
    put(database, chat, "now", clock())
    threading.Thread(target=ticking.wake).start()
    assert (await chat.next_message()).plain == "now"
    await ticking.stop()


@pytest.mark.parametrize("while_ticking", [False, True])
async def test_a_moved_clock_is_followed_at_once(
    schedule: Callable[..., Schedule],
    order: Callable[..., None],
    chat: ChatHandle,
    clock: FrozenClock,
    while_ticking: bool,
) -> None:
    """Long before the next tick, also where the first one is under way."""
    order("IQ")
    ticking = schedule()
    ticking.start()
    if not while_ticking:
        await ticked(ticking)
    clock.forward(hours=2)
    ticking.hurry()
    assert "Iraq" in (await chat.next_message()).plain
    await ticking.stop()


async def test_waking_before_the_start_is_no_error(schedule: Callable[..., Schedule]) -> None:
    """The first tick sends it."""
    schedule().wake()


async def test_the_first_tick_comes_with_the_start(
    schedule: Callable[..., Schedule], chat: ChatHandle, clock: FrozenClock, database: Database
) -> None:
    """What waited through a restart waits no longer."""
    put(database, chat, "left over", clock())
    ticking = schedule()
    ticking.start()
    assert (await chat.next_message()).plain == "left over"
    await ticking.stop()


async def test_a_long_poll_does_not_hold_up_digests(
    schedule: Callable[..., Schedule], chat: ChatHandle, clock: FrozenClock, database: Database
) -> None:
    """Feeds may take minutes."""
    polling = asyncio.Event()

    async def poll(now: datetime) -> None:
        polling.set()
        await asyncio.Event().wait()

    ticking = schedule(poll_feeds=poll)
    ticking.start()
    await polling.wait()
    put(database, chat, "digest", clock())
    ticking.wake()
    assert (await chat.next_message()).plain == "digest"
    await ticking.stop()


async def test_stopping_finishes_the_message_in_flight(
    schedule: Callable[..., Schedule], sender: Sender, chat: ChatHandle, clock: FrozenClock, database: Database,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    """It is recorded; the next is left for the next start; nothing runs any more."""
    put(database, chat, "one", clock())
    put(database, chat, "two", clock())
    ticking = schedule()
    stops: list[asyncio.Task[None]] = []

    def stop_now(event: Any) -> None:
        if event.kind == "message" and not stops:
            stops.append(asyncio.ensure_future(ticking.stop()))

    chat.telegram.world.subscribe(stop_now)
    ticking.start()
    await chat.next_message()
    await asyncio.gather(*stops)
    with database.reading() as session:
        assert {row.key: row.status.value for row in list_deliveries(session)} == {"one": "sent", "two": "pending"}
    assert chat.unread == []


async def test_stopping_does_not_wait_for_ever(
    schedule: Callable[..., Schedule], sender: Sender, chat: ChatHandle, clock: FrozenClock, database: Database,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    """A message that hangs is left: its claim runs out, and it is sent then."""
    monkeypatch.setattr("bot.schedule.FINISH_WITHIN_S", 0.05)
    put(database, chat, "one", clock())
    hanging = asyncio.Event()

    async def hang(*_: Any, **__: Any) -> list[int]:
        hanging.set()
        await asyncio.Event().wait()
        return []

    ticking = schedule()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sender, "send_parts", hang)
        ticking.start()
        await hanging.wait()
        await ticking.stop()
    clock.forward(minutes=3)
    await schedule().tick()
    assert (await chat.next_message()).plain == "one"


async def test_updates_are_forgotten_once_an_hour(
    schedule: Callable[..., Schedule], clock: FrozenClock, database: Database
) -> None:
    """Not at every tick."""
    ticking = schedule()
    with database.writing() as session:
        claim_update(session, 1, now=clock() - timedelta(days=2, minutes=-30))
    await ticking.tick()
    clock.forward(minutes=59)
    await ticking.tick()
    with database.writing() as session:
        assert not claim_update(session, 1, now=clock())
    clock.forward(minutes=1)
    await ticking.tick()
    with database.writing() as session:
        assert claim_update(session, 1, now=clock())


async def ticked(ticking: Schedule) -> None:
    """Until the first tick's tasks are through."""
    work: list[Awaitable[None]] = []
    while not work:
        await asyncio.sleep(0)
        work = list(ticking._running.values())
    await asyncio.gather(*work)
