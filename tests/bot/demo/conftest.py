"""A local Telegram and an unmodified python-telegram-bot application that talks to it over HTTP."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any

import pytest
from telegram import (
    Bot,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQueryResultArticle,
    InputTextMessageContent,
    Update,
)
from telegram.ext import (
    Application,
    ApplicationBuilder,
    CallbackQueryHandler,
    CommandHandler,
    InlineQueryHandler,
    MessageHandler,
    filters,
)
from telegram.request import HTTPXRequest

from bot.demo.clock import MovableClock
from bot.demo.control import ChatHandle, LocalTelegram, Person

START = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


@pytest.fixture
def clock() -> MovableClock:
    return MovableClock(START)


@pytest.fixture
async def telegram(clock: MovableClock) -> AsyncIterator[LocalTelegram]:
    async with LocalTelegram(clock=clock) as running:
        yield running


@pytest.fixture
async def bot(telegram: LocalTelegram) -> AsyncIterator[Bot]:
    """A python-telegram-bot Bot that only calls methods."""
    async with client(telegram) as made:
        yield made


@pytest.fixture
def anna(telegram: LocalTelegram) -> Person:
    return telegram.person("Anna")


@pytest.fixture
async def chat(anna: Person) -> ChatHandle:
    """Anna's chat with the bot, which she has started."""
    await anna.says(anna.private_chat(), "/start")
    return anna.private_chat()


def client(telegram: LocalTelegram) -> Bot:
    """A Bot for TELEGRAM; without certificates to load, which plain HTTP does not need, it starts faster."""
    return Bot(
        telegram.token,
        base_url=f"{telegram.url}/bot",
        base_file_url=f"{telegram.url}/file/bot",
        request=HTTPXRequest(httpx_kwargs={"verify": False}),
        get_updates_request=HTTPXRequest(httpx_kwargs={"verify": False}),
    )


async def _start(update: Update, _: Any) -> None:
    assert update.effective_message is not None
    await update.effective_message.reply_html(
        "<b>Hello</b> &amp; welcome",
        reply_markup=InlineKeyboardMarkup([[InlineKeyboardButton("Threats", callback_data="t:1")]]),
    )


async def _country(update: Update, context: Any) -> None:
    assert update.effective_message is not None
    await update.effective_message.reply_text("country " + " ".join(context.args))


async def _pressed(update: Update, _: Any) -> None:
    assert update.callback_query is not None
    await update.callback_query.answer("Loading")
    await update.callback_query.edit_message_text("Threats: none")


async def _inline(update: Update, _: Any) -> None:
    assert update.inline_query is not None
    content = InputTextMessageContent(f"About <b>{update.inline_query.query}</b>", parse_mode="HTML")
    await update.inline_query.answer([InlineQueryResultArticle("r1", "Iraq", content)])


async def _other(update: Update, _: Any) -> None:
    assert update.effective_message is not None
    await update.effective_message.reply_text("heard: " + (update.effective_message.text or "service"))


@asynccontextmanager
async def echo_bot(telegram: LocalTelegram) -> AsyncIterator[Application[Any, Any, Any, Any, Any, Any]]:
    """A polling application with a few handlers, running against TELEGRAM."""
    app = ApplicationBuilder().bot(client(telegram)).job_queue(None).build()
    app.add_handler(CommandHandler("start", _start))
    app.add_handler(CommandHandler("country", _country))
    app.add_handler(CallbackQueryHandler(_pressed))
    app.add_handler(InlineQueryHandler(_inline))
    app.add_handler(MessageHandler(filters.TEXT, _other))
    async with app:
        await app.start()
        assert app.updater is not None
        await app.updater.start_polling(poll_interval=0.0, timeout=10)
        try:
            yield app
        finally:
            await app.updater.stop()
            await app.stop()


@pytest.fixture
async def running_bot(
    telegram: LocalTelegram,
) -> AsyncIterator[Application[Any, Any, Any, Any, Any, Any]]:
    async with echo_bot(telegram) as app:
        yield app
