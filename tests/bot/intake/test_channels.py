"""Channels whose posts are taken in: switching them on and off, what becomes of posts, and losing the place there."""

from __future__ import annotations

import pytest

from bot.demo import people
from bot.demo.control import ChatHandle, Person
from handlers.render.document import Document, Paragraph, document_to_json
from storage.articles import article_countries
from storage.deliveries import put_delivery
from storage.intake import find_intake
from tests.bot.demo.test_methods import png
from tests.bot.ingest.site import article_page, serving
from tests.bot.intake.conftest import ANALYSIS_TAKES_S, POST, Desk


@pytest.fixture
def boss(desk: Desk) -> Person:
    """The owner of the channel, who is no admin of the bot."""
    return desk.telegram.person("Boss")


@pytest.fixture
def channel(desk: Desk, boss: Person) -> ChatHandle:
    """A public channel with the bot as an administrator."""
    return desk.telegram.channel("Gulf Watch", username="gulf_watch", admins=[boss], bot_rights=frozenset())


async def switch(desk: Desk, words: str) -> str:
    """What Amira is told when she asks for this."""
    await desk.amira.says(desk.amira.private_chat(), words)
    return await desk.said_to(desk.amira)


@pytest.fixture
async def switched_on(desk: Desk, channel: ChatHandle) -> ChatHandle:
    """The channel, switched on."""
    assert "every post of Gulf Watch (@gulf_watch) is stored from now on" in await switch(
        desk, "/ingest @gulf_watch on"
    )
    return channel


async def test_a_post_becomes_an_article(desk: Desk, boss: Person, switched_on: ChatHandle) -> None:
    """With the channel as its source and the post's address; it is read, and nobody is answered."""
    post = await boss.says(switched_on, POST)
    await desk.settled()
    article = desk.article(1)
    assert (article.text, article.url) == (POST, f"https://t.me/gulf_watch/{post.id}")
    assert desk.source_of(1) == "Gulf Watch (Telegram, @gulf_watch)"
    with desk.database.reading() as session:
        assert [code for code, _ in article_countries(session, 1)] == ["IQ"]
    assert switched_on.unread == []


async def test_a_briefing_says_where_it_is_from(desk: Desk, boss: Person, switched_on: ChatHandle) -> None:
    """The channel, that it is on Telegram, and that nobody has judged it."""
    await boss.says(switched_on, POST)
    await desk.settled()
    assert "Gulf Watch (Telegram, @gulf_watch), not judged · today 12:00" in await switch(desk, "/country iraq")


async def test_an_edited_post_is_a_revision(desk: Desk, boss: Person, switched_on: ChatHandle) -> None:
    """Not a second article."""
    post = await boss.says(switched_on, POST)
    await boss.edits(post, POST.replace("three", "four"))
    await desk.settled()
    assert desk.article(1).superseded_by == 2
    assert (desk.article(2).revision, desk.count) == (2, 1)


async def test_a_caption_is_the_text_of_a_picture(desk: Desk, boss: Person, switched_on: ChatHandle) -> None:
    """And an edited one a revision; a picture without words is left."""
    await boss.sends_file(switched_on, "a.png", png(2, 2))
    post = await boss.sends_file(switched_on, "b.png", png(2, 2), caption=POST)
    await boss.edits(post, POST.replace("three", "four"))
    await desk.settled()
    assert [desk.article(number).text for number in (1, 2)] == [POST, POST.replace("three", "four")]
    assert desk.count == 1


async def test_a_long_post_is_stored_whole(desk: Desk, boss: Person, switched_on: ChatHandle) -> None:
    """4,096 characters, with signs beyond the basic plane."""
    long = ("🚨 " + POST + " ") * 37
    await boss.says(switched_on, long[:4000].strip())
    await desk.settled()
    assert desk.article(1).text == long[:4000].strip()


async def test_a_post_of_links_alone_is_fetched(desk: Desk, boss: Person, switched_on: ChatHandle) -> None:
    """The page is the article, filed under its host."""
    async with serving() as site:
        await boss.says(switched_on, site.put("/1", article_page()))
        await desk.settled()
    assert (desk.article(1).title, desk.source_of(1)) == ("Drones hit depot", "127.0.0.1")
    assert switched_on.unread == []


async def test_a_forwarded_post_is_filed_under_its_origin(desk: Desk, boss: Person, switched_on: ChatHandle) -> None:
    """Not under who passed it on."""
    origin = desk.telegram.channel("Basra Wire", username="basra_wire", admins=[boss])
    post = await boss.forwards(await boss.says(origin, POST), switched_on)
    await desk.settled()
    assert desk.source_of(1) == "Basra Wire (Telegram, @basra_wire)"
    assert desk.article(1).url == f"https://t.me/basra_wire/{post.message.content['forward_origin']['message_id']}"


async def test_a_repeated_update_changes_nothing(desk: Desk, boss: Person, switched_on: ChatHandle) -> None:
    """Not even the first one, come again after an edit: it would bring the old text back."""
    post = await boss.says(switched_on, POST)
    first = desk.updates[-1]
    await boss.edits(post, POST.replace("three", "four"))
    await desk.settled()
    desk.telegram.world.updates.repeat(first)
    await desk.settled()
    assert desk.article(1).superseded_by == 2
    with desk.database.reading() as session:
        known = find_intake(session, switched_on.id)
    assert known is not None
    assert known.taken == 1


async def test_a_post_from_before_is_not_taken_in_for_an_edit(desk: Desk, boss: Person, channel: ChatHandle) -> None:
    """Nobody asked for the channel's past."""
    post = await boss.says(channel, POST)
    desk.program.clock.forward(minutes=5)  # type: ignore[attr-defined]
    await switch(desk, "/ingest @gulf_watch on")
    await desk.settled()  # the post itself may come to the bot's hands only now
    await boss.edits(post, POST.replace("three", "four"))
    await desk.settled()
    assert desk.count == 0


async def test_nothing_is_taken_in_before_it_is_switched_on(desk: Desk, boss: Person, channel: ChatHandle) -> None:
    """That the bot is there is not enough."""
    await boss.says(channel, POST)
    await desk.settled()
    assert desk.count == 0


async def test_off_ends_it(desk: Desk, boss: Person, switched_on: ChatHandle) -> None:
    """What is stored stays."""
    assert "nothing more is taken in from Gulf Watch" in await switch(desk, "/ingest @gulf_watch off")
    await boss.says(switched_on, POST)
    await desk.settled()
    assert desk.count == 0


async def test_it_is_still_on_after_a_restart(desk: Desk, boss: Person, switched_on: ChatHandle) -> None:
    """And a post that came meanwhile is taken in."""
    await desk.stop()
    await boss.says(switched_on, POST)
    await desk.start()
    await desk.settled()
    assert desk.article(1).text == POST


@pytest.mark.parametrize("words", ["/ingest @nobody_here on", "/ingest -100777 on"])
async def test_an_unknown_channel_is_named(desk: Desk, words: str) -> None:
    """With what to do."""
    assert "I find no channel" in await switch(desk, words)


async def test_a_channel_without_the_bot_says_what_to_do(desk: Desk, boss: Person) -> None:
    """It does not see the posts."""
    desk.telegram.channel("Gulf Watch", username="gulf_watch", admins=[boss], bot_rights=None)
    assert "I am no administrator of Gulf Watch" in await switch(desk, "/ingest @gulf_watch on")


async def test_a_private_channel_is_named_by_a_forwarded_post(desk: Desk, boss: Person) -> None:
    """By a button under the answer, or a reply."""
    channel = desk.telegram.channel("Inner Circle", admins=[boss], bot_rights=frozenset())
    forwarded = await boss.says(channel, POST)
    await desk.amira.forwards(forwarded, desk.amira.private_chat())
    answer = await desk.amira.private_chat().next_message(timeout_s=ANALYSIS_TAKES_S)
    pressed = await desk.amira.presses(answer, "📥 Take in every post of Inner Circle")
    assert pressed.text == "Switched on"
    assert "every post of Inner Circle is stored from now on" in await desk.said_to(desk.amira)
    await boss.says(channel, POST.replace("three", "four"))
    await desk.settled()
    assert desk.source_of(2) == "Inner Circle (Telegram channel)"


async def test_a_reply_to_a_forwarded_post_switches_its_channel(desk: Desk, boss: Person, channel: ChatHandle) -> None:
    """Not the group it is written in."""
    group = desk.telegram.group("Desk", admins=[desk.amira])
    post = await desk.amira.forwards(await boss.says(channel, POST), group)
    await desk.amira.says(group, "/ingest on", reply_to=post)
    assert "every post of Gulf Watch (@gulf_watch)" in (await group.next_message()).plain


async def test_others_cannot_switch_a_channel(desk: Desk, boss: Person, channel: ChatHandle) -> None:
    """Not even its owner."""
    await boss.says(boss.private_chat(), "/ingest @gulf_watch on")
    assert "Only this bot's admins" in await desk.said_to(boss)


async def test_in_the_channel_itself_on_asks_an_admin_who_is_there(desk: Desk) -> None:
    """Who posts in a channel is unknown: a button in private makes sure."""
    channel = desk.telegram.channel("Gulf Watch", admins=[desk.telegram.person("Boss"), desk.amira])
    await desk.amira.says(channel, "/ingest on")
    question = await desk.amira.private_chat().next_message(timeout_s=ANALYSIS_TAKES_S)
    assert "Shall every post of it be stored" in question.plain
    await desk.amira.presses(question, "📥 Take in its posts")
    await desk.said_to(desk.amira)
    await desk.amira.says(channel, POST)
    await desk.settled()
    assert desk.count == 1
    assert channel.unread == []


async def test_in_a_strangers_channel_on_is_nothing(desk: Desk, boss: Person, channel: ChatHandle) -> None:
    """Nobody is bothered."""
    await boss.says(channel, "/ingest on")
    await boss.says(channel, POST)
    await desk.settled()
    assert (desk.count, desk.amira.private_chat().unread) == (0, [])


async def test_in_the_channel_itself_off_is_done(desk: Desk, boss: Person, switched_on: ChatHandle) -> None:
    """And the admins hear of it."""
    await boss.says(switched_on, "/ingest off")
    assert "Somebody wrote /ingest off in Gulf Watch" in await desk.said_to(desk.amira)
    await boss.says(switched_on, POST)
    await desk.settled()
    assert desk.count == 0


async def test_the_admins_hear_once_that_the_bot_was_demoted(desk: Desk, boss: Person, switched_on: ChatHandle) -> None:
    """And how to begin again."""
    await boss.demotes_bot(switched_on)
    shown = await desk.said_to(desk.amira)
    assert "Nothing more comes from Gulf Watch (@gulf_watch)" in shown
    assert "/ingest @gulf_watch on" in shown
    await boss.kicks_bot(switched_on)
    await desk.settled()
    assert desk.amira.private_chat().unread == []


async def test_a_demotion_while_it_was_down_is_noticed(desk: Desk, boss: Person, switched_on: ChatHandle) -> None:
    """At the next start, though Telegram's word of it was lost."""
    await desk.stop()
    people.kick_bot(desk.telegram.world, switched_on.chat, boss.user)
    desk.telegram.world.updates.clear()
    await desk.start()
    assert "Nothing more comes from Gulf Watch" in await desk.said_to(desk.amira)


async def test_making_the_bot_an_administrator_offers_it(desk: Desk) -> None:
    """To an admin of the bot who did so; to nobody else."""
    channel = desk.telegram.channel("Gulf Watch", admins=[desk.amira], bot_rights=None)
    await desk.amira.adds_bot(channel, rights=frozenset())
    assert "Shall every post of it be stored" in await desk.said_to(desk.amira)


async def test_the_overview_lists_what_is_on_and_off(desk: Desk, boss: Person, switched_on: ChatHandle) -> None:
    """With how much came, and a button to stop it."""
    await boss.says(switched_on, POST)
    await desk.settled()
    await desk.amira.says(desk.amira.private_chat(), "/ingest")
    shown = await desk.amira.private_chat().next_message()
    assert "Gulf Watch (@gulf_watch): every post, since today 12:00. 1 article, the last today 12:00." in shown.plain
    await desk.amira.presses(shown, "⏹ Stop Gulf Watch")
    await desk.said_to(desk.amira)
    assert "Off:" in await switch(desk, "/ingest")


async def test_the_bots_own_digest_is_not_taken_in(desk: Desk, boss: Person, switched_on: ChatHandle) -> None:
    """Not even when somebody passes it on."""
    await boss.adds_bot(switched_on, rights=frozenset(("can_post_messages",)))
    digest = document_to_json(Document([Paragraph(POST)]))
    with desk.database.writing() as session:
        put_delivery(session, key="k", chat_id=switched_on.id, thread_id=0, document=digest, now=desk.program.clock())
    assert desk.running is not None
    await desk.running.schedule.tick()
    await desk.amira.forwards(await switched_on.next_message(), desk.amira.private_chat())
    assert "Not stored: that is a message of mine" in await desk.said_to(desk.amira)
