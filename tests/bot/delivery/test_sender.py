"""What leaves for Telegram, and what comes back, over real HTTP."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any

import pytest
from telegram.ext import ExtBot

from bot.delivery.sender import Sender, SentPart
from bot.demo import spec
from bot.demo.control import ChatHandle, LocalTelegram
from handlers.ports import Target
from handlers.render.document import Button, Document, Heading, Link, Paragraph, Picture
from storage.chats import ensure_chat, find_chat, set_rich
from storage.engine import Database, open_database
from storage.errors import Blocked, DeliveryError, Migrated, Refused, ThreadGone, Throttled
from storage.model.chat import Form
from tests.bot.delivery.conftest import long_document, shown, words
from tests.conftest import FrozenClock

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489"
    "0000000d49444154789c6360000002000001e221bc330000000049454e44ae426082"
)
KEYS = [[Button("More", data="m:1"), Button("Source", url="https://exercise.example/a")]]


@pytest.fixture
def database(tmp_path: Path) -> Database:
    """One kind is enough: the sender keeps hardly anything."""
    return open_database(f"sqlite:///{tmp_path / 'sender.db'}")


@pytest.fixture
def old_server(monkeypatch: pytest.MonkeyPatch) -> None:
    """A Bot API server from before rich messages."""
    monkeypatch.delitem(spec.METHOD_NAMES, "sendrichmessage")


async def test_a_document_goes_as_a_rich_message_with_its_buttons(sender: Sender, chat: ChatHandle) -> None:
    """Where it can."""
    document = Document([Heading("Iraq", 2), Paragraph("Quiet.")], KEYS)
    (message_id,) = await sender.send(Target(chat.id), document)
    message = await chat.next_message()
    assert message.id == message_id
    assert message.rich is not None
    assert [b.text for row in message.buttons for b in row] == ["More", "Source"]


async def test_a_long_document_comes_in_order_with_its_buttons_last(sender: Sender, chat: ChatHandle) -> None:
    """Nobody presses "more" in the middle."""
    document = Document(long_document().blocks, KEYS)
    await sender.send(Target(chat.id), document)
    assert shown(chat) == ["part0", "part1", "part2"]
    assert [bool(message.buttons) for message in chat.unread] == [False, False, True]


async def test_sending_can_go_on_where_it_stopped(sender: Sender, chat: ChatHandle) -> None:
    """From the part that is next; each is told as it is accepted."""
    told: list[tuple[int, int]] = []

    async def tell(sent: SentPart) -> None:
        told.append((sent.part, sent.message_id))

    ids = await sender.send_parts(Target(chat.id), long_document(), first_part=1, on_part=tell)
    assert shown(chat) == ["part1", "part2"]
    assert told == [(1, ids[0]), (2, ids[1])]


@pytest.mark.usefixtures("old_server")
async def test_an_old_server_gets_classic_messages_and_is_not_asked_again(
    sender: Sender, chat: ChatHandle, local_telegram: LocalTelegram
) -> None:
    """The method does not exist: 404 once an hour."""
    for _ in range(3):
        await sender.send(Target(chat.id), Document([Heading("Iraq", 2)], KEYS))
    assert [message.html for message in chat.unread] == ["<b>Iraq</b>"] * 3
    assert chat.unread[0].button("More").data == "m:1"


async def test_a_server_that_has_learnt_is_found_out_after_an_hour(
    sender: Sender, chat: ChatHandle, clock: FrozenClock
) -> None:
    """It may have been updated."""
    with pytest.MonkeyPatch.context() as patch:
        patch.delitem(spec.METHOD_NAMES, "sendrichmessage")
        await sender.send(Target(chat.id), words("one"))
    await sender.send(Target(chat.id), words("two"))
    clock.forward(hours=1)
    await sender.send(Target(chat.id), words("three"))
    assert [message.rich is not None for message in chat.unread] == [False, False, True]


async def test_a_chat_that_refuses_rich_messages_gets_the_classic_one(
    sender: Sender, chat: ChatHandle, local_telegram: LocalTelegram, clock: FrozenClock
) -> None:
    """At once, then for an hour; another chat is another matter."""
    other = local_telegram.person("Omar")
    await other.says(other.private_chat(), "/start")
    local_telegram.fail_next("sendRichMessage", status=400, description="Bad Request: RICH_MESSAGE_FORBIDDEN")
    for target in (chat.id, chat.id, other.id):
        await sender.send(Target(target), words("Quiet."))
    clock.forward(hours=1)
    await sender.send(Target(chat.id), words("Quiet."))
    assert [message.rich is not None for message in chat.unread] == [False, False, True]
    assert (await other.private_chat().next_message()).rich is not None


async def test_a_refusal_is_remembered_in_the_database(
    sender: Sender, bot: ExtBot[Any], database: Database, chat: ChatHandle, local_telegram: LocalTelegram,
    clock: FrozenClock,
) -> None:  # fmt: skip
    """A restart does not ask again."""
    with database.writing() as session:
        ensure_chat(session, chat.id, kind="private", title=None, now=clock())
    local_telegram.fail_next("sendRichMessage", status=400)
    await sender.send(Target(chat.id), words("one"))
    await Sender(bot, database, clock=clock).send(Target(chat.id), words("two"))
    assert len(local_telegram.calls_of("sendRichMessage")) == 1
    assert shown(chat) == ["one", "two"]


async def test_a_document_that_is_refused_in_both_forms_says_nothing_about_the_chat(
    sender: Sender, chat: ChatHandle, local_telegram: LocalTelegram
) -> None:
    """The next document is tried as a rich message again."""
    local_telegram.fail_next("sendRichMessage", status=400)
    local_telegram.fail_next("sendMessage", status=400)
    with pytest.raises(Refused):
        await sender.send(Target(chat.id), words("one"))
    await sender.send(Target(chat.id), words("two"))
    assert (await chat.next_message()).rich is not None


async def test_a_picture_that_is_refused_says_nothing_about_the_chat(
    sender: Sender, chat: ChatHandle, local_telegram: LocalTelegram
) -> None:
    """The words are sent without it; the next document is tried as a rich message again."""
    local_telegram.fail_next("sendRichMessage", status=400, description="Bad Request: PHOTO_INVALID_DIMENSIONS")
    await sender.send(Target(chat.id), Document([Picture("https://exercise.example/a.png", "The border")]))
    await sender.send(Target(chat.id), words("two"))
    first, second = chat.unread
    assert "The border" in first.text
    assert second.rich is not None


async def test_people_can_choose_classic_messages(sender: Sender, chat: ChatHandle, database: Database) -> None:
    """Old clients cannot be detected."""
    with database.writing() as session:
        ensure_chat(session, chat.id, kind="private", title=None, now=sender._clock())
        set_rich(session, chat.id, False)
    await sender.send(Target(chat.id), words("Quiet."))
    assert (await chat.next_message()).text == "Quiet."


async def test_a_document_begun_in_one_form_goes_on_in_it(sender: Sender, chat: ChatHandle) -> None:
    """The forms are cut in other places."""
    sent: list[SentPart] = []

    async def note(part: SentPart) -> None:
        sent.append(part)

    await sender.send_parts(Target(chat.id), long_document(1), form=Form.CLASSIC, first_part=2, on_part=note)
    assert {(part.form, part.parts) for part in sent} == {(Form.CLASSIC, len(sent) + 2)}
    assert all(message.rich is None for message in chat.unread)


async def test_a_document_whose_form_is_refused_half_way_is_told_whole(
    sender: Sender, chat: ChatHandle, local_telegram: LocalTelegram
) -> None:
    """Twice is better than not at all."""
    local_telegram.fail_next("sendRichMessage", status=400)
    await sender.send_parts(Target(chat.id), long_document(2), form=Form.RICH, first_part=1)
    assert shown(chat)[0] == "part0"
    assert any(word == "part1" for word in " ".join(message.plain for message in chat.unread).split())


async def test_links_have_no_preview_unless_wanted(
    sender: Sender, chat: ChatHandle, local_telegram: LocalTelegram
) -> None:
    """A page of previews would bury the briefing."""
    link = Paragraph([Link("a", "https://exercise.example/a")])
    for wanted in (False, True):
        await sender.send_parts(Target(chat.id), Document([link], link_preview=wanted), form=Form.CLASSIC)
    calls = local_telegram.calls_of("sendMessage")
    assert [call.params["link_preview_options"]["is_disabled"] for call in calls] == [True, False]


@pytest.mark.parametrize("form", list(Form))
async def test_an_answer_replies_to_the_question(sender: Sender, chat: ChatHandle, form: Form) -> None:
    """In both forms."""
    question = chat.history[0]
    await sender.send_parts(Target(chat.id), words("Quiet."), form=form, reply_to=question.id)
    message = await chat.next_message()
    assert message.reply_to is not None
    assert message.reply_to.id == question.id


@pytest.mark.parametrize("form", list(Form))
async def test_an_answer_to_a_deleted_question_is_sent_all_the_same(
    sender: Sender, chat: ChatHandle, form: Form
) -> None:
    """Not as a reply."""
    await sender.send_parts(Target(chat.id), words("Quiet."), form=form, reply_to=999)
    assert (await chat.next_message()).reply_to is None


@pytest.mark.parametrize("form", list(Form))
async def test_a_silent_message_makes_no_sound(sender: Sender, chat: ChatHandle, form: Form) -> None:
    """In both forms."""
    await sender.send_parts(Target(chat.id), words("Quiet."), form=form, silent=True)
    assert (await chat.next_message()).silent


@pytest.mark.parametrize("form", list(Form))
async def test_a_message_goes_to_its_topic(sender: Sender, local_telegram: LocalTelegram, form: Form) -> None:
    """And to General without a number."""
    forum = local_telegram.forum("Region", [local_telegram.person("Anna")], topics=["Iraq"])
    topic = forum.topic("Iraq").id
    for thread in (topic, 0):
        await sender.send_parts(Target(forum.id, thread), words("Quiet."), form=form)
    assert [message.thread_id for message in forum.unread] == [topic, None]


async def test_a_picture_is_uploaded_with_its_message(sender: Sender, chat: ChatHandle) -> None:
    """Bytes, not an address."""
    await sender.send(Target(chat.id), Document([Paragraph("A map"), Picture(PNG, "The border")]))
    message = await chat.next_message()
    assert message.rich is not None
    assert message.rich[1]["photo"][0]["file_size"] == len(PNG)


async def test_a_blocked_bot_is_told_so(sender: Sender, local_telegram: LocalTelegram, chat: ChatHandle) -> None:
    """With the chat's id."""
    local_telegram.world.set_blocked(local_telegram.world.users[chat.id], True)
    with pytest.raises(Blocked) as caught:
        await sender.send(Target(chat.id), words("one"))
    assert caught.value.chat_id == chat.id


async def test_an_unknown_chat_cannot_be_reached(sender: Sender) -> None:
    """400, but no fault of the message."""
    with pytest.raises(Blocked):
        await sender.send(Target(123456), words("one"))


async def test_an_upgraded_group_tells_its_new_number(sender: Sender, local_telegram: LocalTelegram) -> None:
    """Migrated."""
    anna = local_telegram.person("Anna")
    group = local_telegram.group("Desk", admins=[anna])
    supergroup = local_telegram.migrate(group, anna)
    with pytest.raises(Migrated) as caught:
        await sender.send(Target(group.id), words("one"))
    assert caught.value.new_chat_id == supergroup.id


@pytest.mark.parametrize("how", ["closed", "deleted"])
async def test_a_topic_that_is_gone_is_told_from_a_bad_message(
    sender: Sender, local_telegram: LocalTelegram, how: str
) -> None:
    """ThreadGone."""
    anna = local_telegram.person("Anna")
    forum = local_telegram.forum("Region", admins=[anna], topics=["Iraq"])
    target = Target(forum.id, forum.topic("Iraq").id)
    await (forum.closes_topic("Iraq", anna) if how == "closed" else forum.deletes_topic("Iraq"))
    with pytest.raises(ThreadGone):
        await sender.send(target, words("one"))


async def test_a_long_429_says_how_long(sender: Sender, chat: ChatHandle, local_telegram: LocalTelegram) -> None:
    """Longer than an answer can wait for."""
    local_telegram.fail_next("sendRichMessage", retry_after_s=3000)
    with pytest.raises(Throttled) as caught:
        await sender.send(Target(chat.id), words("one"))
    assert caught.value.retry_after_s == 3000


async def test_a_short_429_only_delays_an_answer(
    sender: Sender, chat: ChatHandle, local_telegram: LocalTelegram
) -> None:
    """It is sent when its time has come."""
    local_telegram.fail_next("sendRichMessage", retry_after_s=3)
    await sender.send(Target(chat.id), words("one"))
    assert shown(chat) == ["one"]


@pytest.mark.parametrize("fault", [{"status": 502}, {"cut": "before"}])
async def test_a_broken_network_is_a_delivery_error(
    sender: Sender, chat: ChatHandle, local_telegram: LocalTelegram, fault: dict[str, Any]
) -> None:
    """And no other: it can be tried again."""
    local_telegram.fail_next("sendRichMessage", **fault)
    with pytest.raises(DeliveryError) as caught:
        await sender.send(Target(chat.id), words("one"))
    assert type(caught.value) is DeliveryError


async def test_neither_token_nor_text_is_in_logs_and_errors(
    sender: Sender, chat: ChatHandle, local_telegram: LocalTelegram, caplog: pytest.LogCaptureFixture
) -> None:
    """Whatever goes wrong."""
    caplog.set_level(logging.DEBUG, logger="bot")
    secret = "Gunmen raided a post"
    said: list[str] = []
    faults: list[dict[str, Any]] = [
        {"status": 400, "description": f'Bad Request: can\'t parse entities: "{secret}" at byte offset 5'},
        {"status": 502},
        {"cut": "before"},
        {"retry_after_s": 3000},
    ]
    for fault in faults:
        for method in ("sendRichMessage", "sendMessage"):
            local_telegram.fail_next(method, **fault)
        with pytest.raises(DeliveryError) as caught:
            await sender.send(Target(chat.id), words(secret))
        said.append(str(caught.value))
        local_telegram.world.faults.clear()
    logged = "\n".join(record.getMessage() for record in caplog.records if record.name.startswith("bot"))
    assert logged
    for text in (logged, *said):
        assert secret not in text
        assert local_telegram.token not in text


async def test_an_empty_document_sends_nothing(sender: Sender, chat: ChatHandle) -> None:
    """And is no error."""
    assert await sender.send(Target(chat.id), Document([Paragraph(" ")])) == []
    assert shown(chat) == []


async def test_the_bot_knows_its_name(sender: Sender, local_telegram: LocalTelegram) -> None:
    """For links to itself."""
    assert sender.bot_username == local_telegram.bot_username


async def test_a_chat_without_a_row_gets_none_by_refusing(
    sender: Sender, chat: ChatHandle, local_telegram: LocalTelegram, database: Database
) -> None:
    """Who only asks leaves no trace."""
    local_telegram.fail_next("sendRichMessage", status=400)
    await sender.send(Target(chat.id), words("one"))
    with database.reading() as session:
        assert find_chat(session, chat.id) is None
