"""Messages replaced in place, over real HTTP."""

from __future__ import annotations

import warnings
from pathlib import Path

import pytest

from bot.delivery.sender import Sender
from bot.demo.control import ChatHandle, LocalTelegram
from handlers.ports import Target
from handlers.render.document import Document, Heading, Paragraph
from storage.chats import ensure_chat, set_rich
from storage.engine import Database, open_database
from storage.errors import Blocked
from storage.model.chat import Form
from tests.bot.delivery.conftest import long_document, shown, words
from tests.bot.delivery.test_sender import KEYS
from tests.conftest import FrozenClock


@pytest.fixture
def database(tmp_path: Path) -> Database:
    """One kind is enough: nothing here depends on it."""
    return open_database(f"sqlite:///{tmp_path / 'sender.db'}")


async def test_an_edit_replaces_text_and_buttons(sender: Sender, chat: ChatHandle) -> None:
    """In place, without a warning of the library."""
    (message_id,) = await sender.send(Target(chat.id), words("Page one"))
    with warnings.catch_warnings():
        warnings.simplefilter("error", UserWarning)
        await Sender(sender._bot, sender._forms._database, clock=sender._clock).edit(
            Target(chat.id), message_id, Document([Paragraph("Page two")], KEYS)
        )
    message = await chat.next_edit()
    assert (message.id, message.plain) == (message_id, "Page two")
    assert message.button("More").data == "m:1"


@pytest.mark.parametrize("form", list(Form))
async def test_the_same_content_again_is_a_success(sender: Sender, chat: ChatHandle, form: Form) -> None:
    """Telegram calls it a bad request."""
    (message_id,) = await sender.send_parts(Target(chat.id), words("Page one"), form=form)
    if form is Form.CLASSIC:
        await sender._forms.chat_refused(chat.id)
    await sender.edit(Target(chat.id), message_id, words("Page one"))
    assert shown(chat) == ["Page"]


async def test_an_edit_that_is_refused_as_rich_is_made_classic(
    sender: Sender, chat: ChatHandle, local_telegram: LocalTelegram
) -> None:
    """The reader sees the new page."""
    (message_id,) = await sender.send(Target(chat.id), words("one"))
    local_telegram.fail_next("editMessageText", status=400)
    await sender.edit(Target(chat.id), message_id, words("two"))
    assert (await chat.next_edit()).text == "two"


async def test_an_edit_in_a_classic_chat_is_classic(
    sender: Sender, chat: ChatHandle, database: Database, clock: FrozenClock
) -> None:
    """With its buttons."""
    with database.writing() as session:
        ensure_chat(session, chat.id, kind="private", title=None, now=clock())
        set_rich(session, chat.id, False)
    (message_id,) = await sender.send(Target(chat.id), words("one"))
    await sender.edit(Target(chat.id), message_id, Document([Heading("Two", 2)], KEYS))
    message = await chat.next_edit()
    assert message.html == "<b>Two</b>"
    assert message.button("More").data == "m:1"


async def test_what_cannot_be_edited_is_sent(sender: Sender, chat: ChatHandle) -> None:
    """The message under the button was deleted."""
    await sender.edit(Target(chat.id), 999, words("two"))
    assert shown(chat) == ["two"]


async def test_an_edit_too_long_for_one_message_loses_nothing(sender: Sender, chat: ChatHandle) -> None:
    """The first part replaces, the others follow."""
    (message_id,) = await sender.send(Target(chat.id), words("short"))
    await sender.edit(Target(chat.id), message_id, Document(long_document(2).blocks, KEYS))
    assert shown(chat) == ["part0", "part1"]
    assert [bool(message.buttons) for message in chat.history[1:]] == [False, True]


async def test_an_edit_in_a_chat_that_is_gone_says_so(sender: Sender, chat: ChatHandle) -> None:
    """As sending does."""
    local_telegram = chat.telegram
    (message_id,) = await sender.send(Target(chat.id), words("one"))
    local_telegram.fail_next("editMessageText", status=403, description="Forbidden: bot was kicked")
    with pytest.raises(Blocked):
        await sender.edit(Target(chat.id), message_id, words("two"))
