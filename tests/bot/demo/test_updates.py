"""Which updates the bot gets, and how it fetches them."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from telegram import Bot, InlineQueryResultArticle, InputTextMessageContent, Update
from telegram.error import Conflict

from bot.demo.control import LocalTelegram
from tests.bot.demo.conftest import client


async def _texts(bot: Bot, **more: Any) -> list[str]:
    updates = await bot.get_updates(timeout=0, **more)
    return [u.effective_message.text or "" for u in updates if u.effective_message is not None]


async def test_an_update_stays_until_a_later_one_is_asked_for(telegram: LocalTelegram, bot: Bot) -> None:
    anna = telegram.person("Anna")
    for word in ("one", "two", "three"):
        await anna.says(anna.private_chat(), word)
    first = await bot.get_updates(timeout=0, limit=2)
    assert await _texts(bot, limit=2) == ["one", "two"]
    assert await _texts(bot, offset=first[-1].update_id + 1) == ["three"]
    assert await _texts(bot) == ["three"]


async def test_a_negative_offset_forgets_all_but_the_last(telegram: LocalTelegram, bot: Bot) -> None:
    anna = telegram.person("Anna")
    for word in ("one", "two", "three"):
        await anna.says(anna.private_chat(), word)
    assert await _texts(bot, offset=-1) == ["three"]
    assert await _texts(bot) == ["three"]


async def test_a_long_poll_returns_when_something_is_said(telegram: LocalTelegram, bot: Bot) -> None:
    anna = telegram.person("Anna")
    poll = asyncio.create_task(bot.get_updates(timeout=30))
    await telegram.until(lambda: poll.done() or telegram.polls_waiting, "waiting poll")
    await anna.says(anna.private_chat(), "late")
    updates = await poll
    assert [u.message.text for u in updates if u.message] == ["late"]


async def test_a_second_poll_ends_the_first_with_a_conflict(telegram: LocalTelegram, bot: Bot) -> None:
    async with client(telegram) as twin:
        first = asyncio.create_task(bot.get_updates(timeout=30))
        await telegram.until(lambda: first.done() or telegram.polls_waiting, "waiting poll")
        second = asyncio.create_task(twin.get_updates(timeout=30))
        with pytest.raises(Conflict, match="terminated by other getUpdates request"):
            await first
        anna = telegram.person("Anna")
        await anna.says(anna.private_chat(), "hello")
        assert len(await second) == 1


async def test_only_the_kinds_asked_for_are_queued(telegram: LocalTelegram, bot: Bot) -> None:
    await bot.get_updates(timeout=0, allowed_updates=[Update.INLINE_QUERY])
    anna = telegram.person("Anna")
    await anna.says(anna.private_chat(), "hello")
    assert await bot.get_updates(timeout=0) == ()


async def test_privacy_mode_hides_what_is_not_for_the_bot(telegram: LocalTelegram, bot: Bot) -> None:
    anna = telegram.person("Anna")
    group = telegram.group("Desk", [anna])
    name = telegram.bot_username
    posted = await bot.send_message(group.id, "hi")
    mine = next(m for m in group.history if m.id == posted.message_id)
    await anna.says(group, "lunch?")
    await anna.says(group, "/start@OtherBot")
    await anna.says(group, "/help")
    await anna.says(group, f"/help@{name}")
    await anna.says(group, f"ask @{name} then")
    await anna.says(group, "indeed", reply_to=mine)
    texts = [text for text in await _texts(bot) if text]
    assert texts == ["/help", f"/help@{name}", f"ask @{name} then", "indeed"]


@pytest.mark.parametrize("how", ["admin", "privacy off"])
async def test_an_admin_bot_or_one_without_privacy_hears_everything(how: str) -> None:
    rights = frozenset[str]() if how == "admin" else None
    async with (
        LocalTelegram(privacy=how == "admin") as telegram,
        client(telegram) as bot,
    ):
        anna = telegram.person("Anna")
        group = telegram.group("Desk", [anna], bot_rights=rights)
        await anna.says(group, "lunch?")
        assert "lunch?" in await _texts(bot)


async def test_a_command_carries_its_entity(telegram: LocalTelegram, bot: Bot) -> None:
    anna = telegram.person("Anna")
    await anna.says(anna.private_chat(), "/country iraq")
    (update,) = await bot.get_updates(timeout=0)
    assert update.message is not None
    (entity,) = update.message.entities
    assert (entity.type, entity.offset, entity.length) == ("bot_command", 0, 8)


async def test_an_anonymous_admin_writes_as_the_group(telegram: LocalTelegram, bot: Bot) -> None:
    anna = telegram.person("Anna")
    group = telegram.supergroup("Desk", admins=[anna])
    await bot.get_updates(timeout=0)
    await anna.says(group, "/start", anonymous=True)
    message = (await bot.get_updates(timeout=0))[-1].message
    assert message is not None
    assert message.from_user is not None
    assert message.sender_chat is not None
    assert (message.from_user.id, message.sender_chat.id) == (1087968824, group.id)


async def test_blocking_and_unblocking_is_told_as_my_chat_member(telegram: LocalTelegram, bot: Bot) -> None:
    anna = telegram.person("Anna")
    await anna.blocks_bot()
    await anna.unblocks_bot()
    changes = [u.my_chat_member for u in await bot.get_updates(timeout=0)]
    assert [(c.old_chat_member.status, c.new_chat_member.status) for c in changes if c] == [
        ("member", "kicked"),
        ("kicked", "member"),
    ]


async def test_a_message_in_a_topic_looks_like_a_reply_to_its_start(telegram: LocalTelegram, bot: Bot) -> None:
    anna = telegram.person("Anna")
    forum = telegram.forum("Region", [anna], topics=["Gulf"])
    await anna.says(forum, "/start", topic="Gulf")
    message = (await bot.get_updates(timeout=0))[-1].message
    assert message is not None
    assert message.is_topic_message
    assert message.message_thread_id == forum.topic("Gulf").id
    assert message.reply_to_message is not None
    assert message.reply_to_message.forum_topic_created is not None


async def test_a_group_that_grows_up_says_so_on_both_sides(telegram: LocalTelegram, bot: Bot) -> None:
    anna = telegram.person("Anna")
    group = telegram.group("Desk", [anna])
    await bot.get_updates(timeout=0)
    new = telegram.migrate(group, anna)
    messages = [u.message for u in await bot.get_updates(timeout=0) if u.message]
    assert (messages[-2].chat.id, messages[-2].migrate_to_chat_id) == (group.id, new.id)
    assert (messages[-1].chat.id, messages[-1].migrate_from_chat_id) == (new.id, group.id)


async def test_a_channel_post_comes_without_an_author(telegram: LocalTelegram, bot: Bot) -> None:
    anna = telegram.person("Anna")
    channel = telegram.channel("News", admins=[anna])
    await anna.says(channel, "/start")
    post = (await bot.get_updates(timeout=0))[-1].channel_post
    assert post is not None
    assert post.from_user is None
    assert post.sender_chat is not None


async def test_an_edit_by_a_person_is_an_edited_message(telegram: LocalTelegram, bot: Bot) -> None:
    anna = telegram.person("Anna")
    said = await anna.says(anna.private_chat(), "/country irak")
    await anna.edits(said, "/country iraq")
    edited = (await bot.get_updates(timeout=0))[-1].edited_message
    assert edited is not None
    assert edited.text == "/country iraq"


async def test_a_chosen_result_is_told_when_feedback_is_on() -> None:
    async with (
        LocalTelegram(inline_feedback=True) as telegram,
        client(telegram) as bot,
    ):
        anna = telegram.person("Anna")
        asking = asyncio.create_task(anna.asks_inline("iraq"))
        (update,) = await bot.get_updates(timeout=10)
        assert update.inline_query is not None
        result = InlineQueryResultArticle("1", "T", InputTextMessageContent("x"))
        await update.inline_query.answer([result])
        await anna.chooses(await asking, "1", anna.private_chat())
        chosen = (await bot.get_updates(timeout=0, offset=update.update_id + 1))[0].chosen_inline_result
        assert chosen is not None
        assert (chosen.result_id, chosen.query) == ("1", "iraq")
