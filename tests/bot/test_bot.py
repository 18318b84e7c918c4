"""From a message in Telegram to the answer in Telegram: the real bot over real HTTP, on both databases."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.demo.control import LocalTelegram
from storage.chats import find_chat
from storage.engine import Database
from storage.model.findings import EventType, Severity, Status
from storage.subscriptions import list_subscriptions
from tests.bot.conftest import Bot
from tests.builders import Story
from tests.conftest import NOON, FrozenClock

pytestmark = pytest.mark.usefixtures("sitrep")


@pytest.fixture(autouse=True)
def raid(database: Database) -> int:
    """One article on Iraq: a raid and a threat."""
    story = Story("Gunmen raided a post near Mosul. Iran threatened to strike Iraq. ", title="A raid near Mosul")
    story.event(EventType.ASSAULT, "raided", severity=Severity.HIGH, place=("Mosul", "IQ"))
    story.event(EventType.THREATEN, "threatened to strike", status=Status.THREATENED, target=("Iraq", "IQ"))
    return story.store(database, stored_at=NOON - timedelta(hours=1))


async def test_a_command_in_private_is_answered(local_telegram: LocalTelegram) -> None:
    """As a rich message."""
    anna = local_telegram.person("Anna")
    chat = anna.private_chat()
    await anna.says(chat, "/country iraq")
    message = await chat.next_message()
    assert message.rich is not None
    assert "Gunmen raided a post near Mosul." in message.plain


async def test_a_command_in_a_group_is_answered_there(local_telegram: LocalTelegram) -> None:
    """Addressed by name."""
    anna = local_telegram.person("Anna")
    group = local_telegram.group("Desk", [anna])
    await anna.says(group, f"/country@{local_telegram.bot_username} iraq")
    assert "🇮🇶 Iraq" in (await group.next_message()).plain


async def test_a_command_for_another_bot_is_left_alone(local_telegram: LocalTelegram) -> None:
    """The next answer is to the next question."""
    anna = local_telegram.person("Anna")
    chat = anna.private_chat()
    await anna.says(chat, "/country@OtherBot iraq")
    await anna.says(chat, "/timezone")
    assert "Times are shown in UTC" in (await chat.next_message()).plain


async def test_an_answer_stays_in_its_topic(local_telegram: LocalTelegram) -> None:
    """A forum's topics are not mixed."""
    anna = local_telegram.person("Anna")
    forum = local_telegram.forum("Region", [anna], topics=["Iraq", "Sudan"])
    await anna.says(forum, f"/threats@{local_telegram.bot_username} iraq", topic="Sudan")
    assert (await forum.next_message()).thread_id == forum.topic("Sudan").id


async def test_plain_text_in_private_is_taken_as_a_place(local_telegram: LocalTelegram) -> None:
    """People type "iraq"."""
    anna = local_telegram.person("Anna")
    chat = anna.private_chat()
    await anna.says(chat, "iraq")
    assert "🇮🇶 Iraq" in (await chat.next_message()).plain


async def test_a_button_leads_on(local_telegram: LocalTelegram) -> None:
    """It is answered, and the view is sent."""
    anna = local_telegram.person("Anna")
    chat = anna.private_chat()
    await anna.says(chat, "/country iraq")
    answer = await anna.presses(await chat.next_message(), "⚠️ Threats 1")
    assert answer.answered
    assert "Iran threatened to strike Iraq." in (await chat.next_message()).plain


async def test_more_edits_the_message_in_place(local_telegram: LocalTelegram, database: Database) -> None:
    """No second message."""
    for town in ("Ramadi", "Tikrit", "Samarra", "Najaf", "Hilla", "Baquba", "Duhok", "Zakho"):
        story = Story(f"Gunmen shelled {town} in Iraq.")
        story.event(EventType.ASSAULT, "shelled", severity=Severity.LOW, place=(town, "IQ")).store(database)
    anna = local_telegram.person("Anna")
    chat = anna.private_chat()
    await anna.says(chat, "/incidents iraq")
    message = await chat.next_message()
    await anna.presses(message, "More ▸")
    edited = await chat.next_edit()
    assert edited.id == message.id
    assert "◂ Back" in [button.text for row in edited.buttons for button in row]


async def test_an_inline_query_answers_with_a_briefing(local_telegram: LocalTelegram) -> None:
    """@bot iraq."""
    anna = local_telegram.person("Anna")
    answer = await anna.asks_inline("iraq")
    assert answer.results[0]["title"] == "🇮🇶 Iraq · last 7 days"


async def test_a_member_of_a_group_cannot_subscribe_it(local_telegram: LocalTelegram, database: Database) -> None:
    """An admin can."""
    anna, omar = local_telegram.person("Anna"), local_telegram.person("Omar")
    group = local_telegram.group("Desk", [omar], admins=[anna], kind="supergroup")
    command = f"/subscribe@{local_telegram.bot_username} iraq"
    await omar.says(group, command)
    assert "Only admins" in (await group.next_message()).plain
    await anna.says(group, command)
    assert "Subscribed" in (await group.next_message()).plain


async def test_an_anonymous_admin_is_an_admin(local_telegram: LocalTelegram) -> None:
    """They write as the group."""
    anna = local_telegram.person("Anna")
    group = local_telegram.group("Desk", admins=[anna], kind="supergroup")
    await anna.says(group, f"/subscribe@{local_telegram.bot_username} iraq", anonymous=True)
    assert "Subscribed" in (await group.next_message()).plain


async def test_a_due_digest_arrives(local_telegram: LocalTelegram, sitrep: Bot, clock: FrozenClock) -> None:
    """At its instant, not before, and once."""
    anna = local_telegram.person("Anna")
    chat = anna.private_chat()
    await anna.says(chat, "/subscribe iraq daily 13:00")
    await chat.next_message()
    await sitrep.tick()
    assert chat.unread == []
    clock.forward(hours=1)
    for _ in range(3):
        await sitrep.tick()
    digest = await chat.next_message()
    assert "Your first digest" in digest.plain
    assert "Gunmen raided a post near Mosul." in digest.plain
    assert chat.unread == []


async def test_the_second_digest_tells_only_what_is_new(
    local_telegram: LocalTelegram, sitrep: Bot, clock: FrozenClock, database: Database
) -> None:
    """Nothing told twice."""
    anna = local_telegram.person("Anna")
    chat = anna.private_chat()
    await anna.says(chat, "/subscribe iraq daily 13:00")
    await chat.next_message()
    clock.forward(hours=1)
    await sitrep.tick()
    await chat.next_message()
    clock.forward(hours=10)
    story = Story("Gunmen shelled Kirkuk at dawn.", now=clock(), ago=timedelta(hours=1))
    story.event(EventType.ASSAULT, "shelled", place=("Kirkuk", "IQ")).store(database, stored_at=clock())
    clock.forward(hours=14)
    await sitrep.tick()
    digest = (await chat.next_message()).plain
    assert "Gunmen shelled Kirkuk at dawn." in digest
    assert "raided" not in digest


async def test_a_digest_now_comes_at_once(local_telegram: LocalTelegram, database: Database) -> None:
    """And subscribes to nothing."""
    anna = local_telegram.person("Anna")
    chat = anna.private_chat()
    await anna.says(chat, "/subscribe iraq now")
    assert "Your first digest" in (await chat.next_message()).plain
    with database.reading() as session:
        assert list_subscriptions(session, chat.id) == []


async def test_blocking_pauses_and_writing_resumes(
    local_telegram: LocalTelegram, database: Database, sitrep: Bot, clock: FrozenClock
) -> None:
    """Nothing is deleted."""
    anna = local_telegram.person("Anna")
    chat = anna.private_chat()
    await anna.says(chat, "/subscribe iraq daily 13:00")
    await chat.next_message()
    await anna.blocks_bot()
    await local_telegram.updates_taken()
    clock.forward(days=2)
    await sitrep.tick()
    await anna.unblocks_bot()
    await anna.says(chat, "/subscriptions")
    assert "Paused" not in (await chat.next_message()).plain
    await sitrep.tick()
    assert "digest" in (await chat.next_message()).plain


async def test_an_upgraded_group_keeps_its_subscriptions(local_telegram: LocalTelegram, database: Database) -> None:
    """Group to supergroup."""
    anna = local_telegram.person("Anna")
    group = local_telegram.group("Desk", admins=[anna])
    await anna.says(group, f"/subscribe@{local_telegram.bot_username} iraq")
    await group.next_message()
    supergroup = local_telegram.migrate(group, anna)
    await local_telegram.updates_taken()
    await anna.says(supergroup, f"/subscriptions@{local_telegram.bot_username}")
    assert "🇮🇶 Iraq" in (await supergroup.next_message()).plain
    with database.reading() as session:
        assert find_chat(session, group.id) is None


async def test_the_menus_are_set_by_scope(local_telegram: LocalTelegram) -> None:
    """Private chats, groups, group admins."""
    scopes = [call.params["scope"]["type"] for call in local_telegram.calls_of("setMyCommands")]
    assert scopes == ["all_private_chats", "all_group_chats", "all_chat_administrators"]


async def test_only_what_is_handled_is_asked_for(local_telegram: LocalTelegram) -> None:
    """allowed_updates."""
    anna = local_telegram.person("Anna")
    chat = anna.private_chat()
    await anna.says(chat, "/help")
    await chat.next_message()
    asked = {tuple(call.params.get("allowed_updates", ())) for call in local_telegram.calls_of("getUpdates")}
    posts = ("message", "edited_message", "channel_post", "edited_channel_post")
    assert asked == {(*posts, "callback_query", "inline_query", "my_chat_member")}


async def test_a_long_answer_loses_nothing(local_telegram: LocalTelegram, database: Database) -> None:
    """An article of many pages comes in parts that Telegram accepts."""
    words = "The convoy left the camp before dawn and reached the river at noon. "
    number = Story("\n".join(words * 8 for _ in range(20)), title="A long road").store(database)
    anna = local_telegram.person("Anna")
    chat = anna.private_chat()
    await anna.says(chat, f"/article {number}")
    assert "A long road" in (await chat.next_message()).plain
    assert [call.status for call in local_telegram.calls_of("sendRichMessage", "sendMessage")] == [200]


async def test_the_operator_is_told_that_the_bot_is_up(sitrep: Bot, local_telegram: LocalTelegram) -> None:
    """One line with its name."""
    assert sitrep.lines == [f"sitrep: @{local_telegram.bot_username} is up. Stop it with Ctrl-C."]


async def test_the_readers_zone_is_used(local_telegram: LocalTelegram, database: Database) -> None:
    """Set once, used from then on."""
    anna = local_telegram.person("Anna")
    chat = anna.private_chat()
    await anna.says(chat, "/timezone Asia/Baghdad")
    await chat.next_message()
    await anna.says(chat, "/subscribe iraq daily 07:00")
    assert "(Asia/Baghdad)" in (await chat.next_message()).plain
    with database.reading() as session:
        (stored,) = list_subscriptions(session, chat.id)
    assert stored.next_due_at == datetime(2026, 6, 11, 4, 0, tzinfo=UTC)


async def test_answers_in_one_chat_come_in_order(local_telegram: LocalTelegram) -> None:
    """Whatever takes longest."""
    anna = local_telegram.person("Anna")
    chat = anna.private_chat()
    for words in ("/country iraq", "/timezone", "/threats", "/help"):
        await anna.says(chat, words)
    answers = [(await chat.next_message()).plain.splitlines()[0] for _ in range(4)]
    assert [answer.split(" ")[0] for answer in answers] == ["🇮🇶", "Times", "🌍", "Commands"]
