"""Handing articles in on Telegram: the real bot, with its real analysis, over the local Telegram."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.app import Running, run_bot
from bot.commandline.program import Program
from bot.demo import people
from bot.demo.control import LocalTelegram, Person
from bot.demo.methods.request import Upload
from bot.demo.received import ReceivedMessage
from storage.articles import count_articles, get_article
from storage.engine import Database
from tests.bot.conftest import settings_for
from tests.bot.ingest.site import article_page, serving
from tests.conftest import FrozenClock

POST = "Gunmen attacked a checkpoint near Mosul in Iraq on Tuesday and killed three soldiers, the army said."


@pytest.fixture
async def amira(
    local_telegram: LocalTelegram, database: Database, clock: FrozenClock, tmp_path: Path
) -> AsyncIterator[Person]:
    """An admin of the running bot."""
    person = local_telegram.person("Amira")
    changes = {"admins": (person.id,), "fetch_allow_private": True}
    settings = settings_for(local_telegram, tmp_path).model_copy(update=changes)
    ready: asyncio.Future[Running] = asyncio.get_running_loop().create_future()
    stopping = asyncio.Event()

    async def on_ready(running: Running) -> None:
        ready.set_result(running)

    program = Program(settings, clock)
    task = asyncio.create_task(run_bot(program, database, stopping=stopping, on_ready=on_ready, say=lambda _: None))
    await asyncio.wait({task, ready}, return_when=asyncio.FIRST_COMPLETED)
    yield person
    stopping.set()
    await task


async def _answer(person: Person) -> ReceivedMessage:
    return await person.private_chat().next_message(timeout_s=60)


def _drop(person: Person, name: str, content: bytes) -> None:
    chat = person.private_chat().chat
    people.send_file(person.telegram.world, person.user, chat, Upload(name, "text/plain", content))


async def test_a_forwarded_post_is_stored_with_its_channel(
    amira: Person, local_telegram: LocalTelegram, database: Database
) -> None:
    """And with the address of the post."""
    channel = local_telegram.channel("Gulf Watch", admins=[amira], username="gulf_watch")
    post = people.say(local_telegram.world, amira.user, channel.chat, POST)
    people.forward(local_telegram.world, amira.user, post, amira.private_chat().chat)
    shown = (await _answer(amira)).plain
    with database.reading() as session:
        article = get_article(session, 1)
    assert (article.source.name if article.source else None, article.url) == (
        "Gulf Watch",
        f"https://t.me/gulf_watch/{post.message_id}",
    )
    assert "Stored: article 1, Gulf Watch. 1 finding." in shown
    assert "Iraq" in shown


async def test_a_link_is_fetched(amira: Person, database: Database) -> None:
    """By the guarded fetcher, which may go to loopback here."""
    async with serving() as site:
        await amira.says(amira.private_chat(), site.put("/1", article_page()))
        shown = (await _answer(amira)).plain
    assert "Drones hit depot" in shown
    assert "The Harbour Post" in shown


async def test_a_link_that_cannot_be_fetched_says_why(amira: Person) -> None:
    """And nothing is stored."""
    async with serving() as site:
        await amira.says(amira.private_chat(), site.at("/gone"))
        assert "Not stored: the server answered 404" in (await _answer(amira)).plain


async def test_a_dropped_file_is_read(amira: Person, database: Database) -> None:
    """By its ending."""
    _drop(amira, "note.md", f"# Attack near Mosul\n\n{POST}".encode())
    assert "Attack near Mosul" in (await _answer(amira)).plain


async def test_a_file_of_several_articles_is_summed_up(amira: Person) -> None:
    """With what could not be read, and where."""
    _drop(amira, "two.jsonl", b'{"text": "Gunmen attacked a post in Iraq."}\nnonsense\n')
    shown = (await _answer(amira)).plain
    assert "1 article stored" in shown
    assert "two.jsonl:2: not JSON" in shown


async def test_a_file_of_another_kind_says_what_is_read(amira: Person) -> None:
    """In clear words."""
    _drop(amira, "report.pdf", b"%PDF-1.7")
    assert "Not stored: report.pdf is no file that I read" in (await _answer(amira)).plain


async def test_a_reply_of_ingest_stores_the_message(amira: Person, database: Database) -> None:
    """In a group, too, where an admin of the bot asks for it."""
    group = amira.telegram.group("Desk", [amira])
    said = await amira.says(group, POST)
    await amira.says(group, "/ingest", reply_to=said)
    assert "Stored: article 1" in (await group.next_message(timeout_s=60)).plain


async def test_the_same_post_twice_is_stored_once(amira: Person, database: Database) -> None:
    """The second time it is said to be known."""
    for _ in range(2):
        _drop(amira, "note.txt", POST.encode())
    await _answer(amira)
    assert "Known already: article 1" in (await _answer(amira)).plain


async def test_others_are_told_that_they_may_not(
    amira: Person, local_telegram: LocalTelegram, database: Database
) -> None:
    """And nothing is stored."""
    eve = local_telegram.person("Eve")
    _drop(eve, "note.txt", POST.encode())
    assert "Only this bot's admins add articles." in (await _answer(eve)).plain
    with database.reading() as session:
        assert count_articles(session) == 0
