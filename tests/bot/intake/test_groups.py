"""Groups whose members may hand in articles: who opens them, and what is believed of what comes from them."""

from __future__ import annotations

import json
from dataclasses import dataclass

import pytest

from bot.demo.control import ChatHandle, Person
from storage.articles import add_article
from storage.model.article import Draft
from storage.sources import find_source
from tests.bot.ingest.site import article_page, rss, rss_item, serving
from tests.bot.intake.conftest import ANALYSIS_TAKES_S, POST, Desk
from tests.conftest import NOON


@dataclass
class Group:
    """A group: Amira administers it and the bot, Gus administers it only, Eve is a member."""

    desk: Desk
    chat: ChatHandle
    gus: Person
    eve: Person

    async def told(self) -> str:
        """The bot's next message in it."""
        return (await self.chat.next_message(timeout_s=ANALYSIS_TAKES_S)).plain


@pytest.fixture
async def group(desk: Desk) -> Group:
    """The group, not switched on."""
    gus, eve = desk.telegram.person("Gus"), desk.telegram.person("Eve")
    return Group(desk, desk.telegram.supergroup("Desk", [eve], admins=[desk.amira, gus]), gus, eve)


@pytest.fixture
async def open_group(group: Group) -> Group:
    """The group, switched on."""
    await group.desk.amira.says(group.chat, "/ingest on")
    assert "Switched on: everybody here may add articles." in await group.told()
    return group


async def test_an_admin_of_the_bot_hands_in_anywhere(group: Group) -> None:
    """Also where the others may not; the answer is short."""
    said = await group.eve.says(group.chat, POST)
    await group.desk.amira.says(group.chat, "/ingest", reply_to=said)
    assert await group.told() == "Stored: article 1, Desk (Telegram group). Found: 🟠 Attack. 🇮🇶 Iraq."


async def test_a_member_may_not_where_it_is_off(group: Group) -> None:
    """And is told why."""
    said = await group.eve.says(group.chat, POST)
    await group.eve.says(group.chat, "/ingest", reply_to=said)
    assert "Only this bot's admins add articles here." in await group.told()
    assert group.desk.count == 0


async def test_an_admin_of_the_group_alone_cannot_switch_it_on(group: Group) -> None:
    """Else anybody could make a group and feed everybody's briefings."""
    await group.gus.says(group.chat, "/ingest on")
    assert "Only this bot's admins add articles here." in await group.told()


async def test_an_admin_of_the_bot_alone_cannot_switch_a_group_on(desk: Desk) -> None:
    """It is the group's business, too."""
    group = desk.telegram.supergroup("Theirs", [desk.amira], admins=[desk.telegram.person("Gus")])
    await desk.amira.says(group, "/ingest on")
    assert "You are an admin of mine, but not of this group." in (await group.next_message()).plain


async def test_an_anonymous_admin_is_asked_to_show_himself(group: Group) -> None:
    """Nobody can say whether he is an admin of the bot."""
    await group.desk.amira.says(group.chat, "/ingest on", anonymous=True)
    assert "You write anonymously here" in await group.told()


async def test_a_member_hands_in_where_it_is_on(open_group: Group) -> None:
    """Filed under the group, as not judged."""
    said = await open_group.desk.amira.says(open_group.chat, POST)
    await open_group.eve.says(open_group.chat, "/ingest", reply_to=said)
    assert "Stored: article 1, Desk (Telegram group)." in await open_group.told()
    source = open_group.desk.article(1).source
    assert source is not None
    assert (source.kind, source.reliability) == ("telegram", "F")


async def test_not_every_message_is_taken_in(open_group: Group) -> None:
    """Only what is asked for: the bot sees these, as an administrator."""
    desk, chat = open_group.desk, open_group.chat
    await desk.amira.adds_bot(chat, rights=frozenset())
    async with serving() as site:
        await open_group.eve.says(chat, site.put("/1", article_page()))
        await open_group.eve.says(chat, POST)
        await open_group.eve.sends_file(chat, "note.txt", POST.encode())
        await desk.settled()
    assert desk.count == 0
    assert chat.unread == []


async def test_an_article_says_through_which_group_it_came(open_group: Group) -> None:
    """Where its source is a site, nothing else would."""
    async with serving() as site:
        await open_group.eve.says(open_group.chat, f"/ingest {site.put('/1', article_page())}")
        await open_group.told()
    await open_group.eve.says(open_group.chat, "/article 1")
    assert "Handed in by the group Desk, today 12:00." in await open_group.told()


@pytest.mark.parametrize("ask", ["/ingest {}", "@SitrepLocalBot {}"])
async def test_a_link_is_filed_under_its_host(open_group: Group, ask: str) -> None:
    """Whatever the page calls itself: a member could have written it."""
    async with serving() as site:
        page = article_page().replace("The Harbour Post", "U.S. Department of State")
        await open_group.eve.says(open_group.chat, ask.format(site.put("/1", page)))
        assert "Stored: “Drones hit depot”, article 1, 127.0.0.1." in await open_group.told()


async def test_a_file_says_nothing_of_where_it_is_from(open_group: Group) -> None:
    """No outlet's name, and no address: it would replace the article that is really there."""
    desk, url = open_group.desk, "https://reuters.example/1"
    with desk.database.writing() as session:
        add_article(session, Draft("The true text.", NOON, url=url), now=NOON)
    forged = json.dumps({"text": POST, "source": "Reuters", "url": url}).encode()
    await open_group.eve.sends_file(open_group.chat, "news.json", forged, caption="/ingest")
    assert "article 2, Desk (Telegram group)" in await open_group.told()
    assert desk.article(1).superseded_by is None
    assert desk.article(2).url is None


async def test_a_feed_is_not_taken_from_a_member(open_group: Group) -> None:
    """Its entries could name any address."""
    async with serving() as site:
        link = site.put("/feed", rss(rss_item()), "application/rss+xml")
        await open_group.eve.says(open_group.chat, f"/ingest {link}")
        assert "Not stored: it is no page; only the bot's admins add feeds" in await open_group.told()


async def test_a_forwarded_post_keeps_its_channel(open_group: Group) -> None:
    """Telegram vouches for it, not the member."""
    channel = open_group.desk.telegram.channel("Gulf Watch", username="gulf_watch", admins=[open_group.eve])
    post = await open_group.eve.forwards(await open_group.eve.says(channel, POST), open_group.chat)
    await open_group.eve.says(open_group.chat, "/ingest", reply_to=post)
    assert "article 1, Gulf Watch (Telegram, @gulf_watch)" in await open_group.told()


async def test_an_edit_is_a_revision_where_the_bot_sees_it(open_group: Group) -> None:
    """As an administrator, or without privacy mode."""
    desk, chat = open_group.desk, open_group.chat
    await desk.amira.adds_bot(chat, rights=frozenset())
    said = await open_group.eve.says(chat, POST)
    await open_group.eve.says(chat, "/ingest", reply_to=said)
    await open_group.told()
    await open_group.eve.edits(said, POST.replace("three", "four"))
    assert "Stored as a new version: article 2" in await open_group.told()
    assert desk.article(1).superseded_by == 2


async def test_an_admin_of_the_group_can_switch_it_off(open_group: Group) -> None:
    """The safe way is open to them."""
    await open_group.gus.says(open_group.chat, "/ingest off")
    assert "Switched off" in await open_group.told()
    await open_group.eve.says(open_group.chat, "/ingest https://example.org/1")
    assert "Only this bot's admins add articles here." in await open_group.told()


async def test_a_member_cannot_switch_it_off(open_group: Group) -> None:
    """Nor on."""
    await open_group.eve.says(open_group.chat, "/ingest off")
    assert "Only admins of this group switch it off." in await open_group.told()


async def test_the_group_tells_its_state(open_group: Group) -> None:
    """To whoever asks there."""
    await open_group.eve.says(open_group.chat, "/ingest")
    assert "Taking in what is handed in here, since today 12:00: 0 articles so far." in await open_group.told()


async def test_it_stays_on_when_the_group_is_upgraded(desk: Desk) -> None:
    """The same people, another id."""
    group = desk.telegram.group("Desk", admins=[desk.amira])
    await desk.amira.says(group, "/ingest on")
    await group.next_message()
    new = desk.telegram.migrate(group, desk.amira)
    await desk.settled()
    await desk.amira.says(new, "/ingest")
    assert "Taking in what is handed in here" in (await new.next_message()).plain


async def test_the_admins_hear_once_that_the_bot_was_removed(open_group: Group) -> None:
    """And what to do to begin again."""
    desk = open_group.desk
    await open_group.gus.kicks_bot(open_group.chat)
    shown = await desk.said_to(desk.amira)
    assert "Nothing more comes from Desk" in shown
    assert "I was removed from the group. What is stored stays." in shown
    desk.telegram.world.updates.repeat(desk.updates[-1])
    await desk.settled()
    assert desk.amira.private_chat().unread == []


async def test_a_source_named_like_the_group_is_another(open_group: Group) -> None:
    """A group may be called after an outlet; it is not taken for it."""
    open_group.chat.chat.title = "Reuters"
    said = await open_group.desk.amira.says(open_group.chat, POST)
    await open_group.eve.says(open_group.chat, "/ingest", reply_to=said)
    await open_group.told()
    with open_group.desk.database.reading() as session:
        reuters = find_source(session, "Reuters")
    found = open_group.desk.article(1).source
    assert reuters is not None
    assert found is not None
    assert found.id != reuters.id
