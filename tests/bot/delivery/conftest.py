"""The real sender, python-telegram-bot under it, and the local Telegram behind real HTTP."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from typing import Any

import pytest
from telegram.ext import ExtBot
from telegram.request import HTTPXRequest

from bot.delivery.limiter import Limiter
from bot.delivery.outbox import Delivered, deliver_pending
from bot.delivery.sender import Sender
from bot.demo.control import ChatHandle, LocalTelegram
from handlers.render.document import Document, Paragraph, document_to_json
from storage.deliveries import find_delivery, put_delivery
from storage.engine import Database
from storage.model.chat import Delivery
from tests.bot.delivery.fake_time import Seconds
from tests.conftest import FrozenClock


@pytest.fixture
def seconds() -> Seconds:
    """Monotonic time in which nobody really waits."""
    return Seconds(hurried=True)


@pytest.fixture
async def bot(local_telegram: LocalTelegram, seconds: Seconds) -> AsyncIterator[ExtBot[Any]]:
    """python-telegram-bot, initialised, with our limiter. Without certificates, which HTTP needs not: faster."""
    async with ExtBot(
        local_telegram.token,
        base_url=f"{local_telegram.url}/bot",
        request=HTTPXRequest(httpx_kwargs={"verify": False}),
        get_updates_request=HTTPXRequest(httpx_kwargs={"verify": False}),
        rate_limiter=Limiter(monotonic=seconds, sleep=seconds.sleep),
    ) as made:
        yield made


@pytest.fixture
async def chat(local_telegram: LocalTelegram) -> ChatHandle:
    """Anna's private chat, which she has started."""
    anna = local_telegram.person("Anna")
    await anna.says(anna.private_chat(), "/start")
    return anna.private_chat()


def words(text: str) -> Document:
    """A document of one paragraph."""
    return Document([Paragraph(text)])


def long_document(parts: int = 3) -> Document:
    """So many rich messages, and more classic ones; part n holds the word "partn"."""
    line = "The convoy left the camp before dawn and reached the river at noon. "
    return Document([Paragraph(f"part{n} " + line * 400) for n in range(parts)])


def shown(chat: ChatHandle) -> list[str]:
    """The first word of each message of the bot, oldest first."""
    bot = chat.telegram.world.bot
    return [m.plain.split()[0] for m in chat.history if m.message.author is bot]


@dataclass
class Outbox:
    """An outbox and its sender, which may die and begin anew."""

    database: Database
    clock: FrozenClock
    sender: Any

    def put(self, key: str, chat_id: int, document: Document, *, thread_id: int = 0) -> None:
        """A row."""
        with self.database.writing() as session:
            put_delivery(
                session,
                key=key,
                chat_id=chat_id,
                thread_id=thread_id,
                document=document_to_json(document),
                now=self.clock(),
            )

    def row(self, key: str) -> Delivery:
        """The row as it is now."""
        with self.database.reading() as session:
            found = find_delivery(session, key)
        assert found is not None
        return found

    def states(self, keys: Sequence[str]) -> list[str]:
        """What became of them."""
        return [self.row(key).status.value for key in keys]

    async def deliver(self, **changes: Any) -> Delivered:
        """What a tick does."""
        arguments: dict[str, Any] = {"clock": self.clock, "random": lambda: 1.0} | changes
        return await deliver_pending(self.database, arguments.pop("sender", self.sender), **arguments)


@pytest.fixture
def sender(bot: ExtBot[Any], database: Database, clock: FrozenClock) -> Sender:
    """The sender, on both databases."""
    return Sender(bot, database, clock=clock)


@pytest.fixture
def outbox(database: Database, clock: FrozenClock, sender: Sender) -> Outbox:
    """The outbox, on both databases."""
    return Outbox(database, clock, sender)
