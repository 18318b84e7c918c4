"""Handing articles in on Telegram, in private, by an admin of the bot."""

from __future__ import annotations

import asyncio

from aiohttp import web

from bot.demo import people
from bot.demo.control import ChatHandle, Person
from bot.demo.received import ReceivedMessage
from handlers.handed import handed_to_json
from handlers.ports import Handed
from storage.intake import begin_hand_in, put_hand_in, unanswered_hand_ins
from tests.bot.ingest.site import article_page, rss, rss_item, serving
from tests.bot.intake.conftest import ANALYSIS_TAKES_S, POST, Desk, answer_to
from tests.conftest import NOON


async def test_a_forwarded_post_is_stored_with_its_channel(desk: Desk, amira: Person) -> None:
    """And with the address of the post; the word Telegram tells it from an outlet of that name."""
    channel = desk.telegram.channel("Gulf Watch", username="gulf_watch", admins=[desk.telegram.person("Boss")])
    post = channel_post(desk, channel, POST)
    await amira.forwards(post, amira.private_chat())
    shown = await desk.said_to(amira)
    article = desk.article(1)
    assert article.source is not None
    assert (article.source.name, article.source.kind, article.source.reliability, article.url) == (
        "Gulf Watch (Telegram, @gulf_watch)",
        "telegram",
        "F",
        f"https://t.me/gulf_watch/{post.id}",
    )
    assert "Stored: article 1, Gulf Watch (Telegram, @gulf_watch). Found: 🟠 Attack." in shown
    assert "Iraq" in shown


def channel_post(desk: Desk, channel: ChatHandle, text: str) -> ReceivedMessage:
    """A post of the channel's first administrator."""
    owner = next(member.user for member in channel.chat.members.values() if not member.user.is_bot)
    return ReceivedMessage(people.say(desk.telegram.world, owner, channel.chat, text))


async def test_a_link_is_fetched(desk: Desk, amira: Person) -> None:
    """By the guarded fetcher, which may go to loopback here."""
    async with serving() as site:
        await amira.says(amira.private_chat(), site.put("/1", article_page()))
        shown = await desk.said_to(amira)
    assert "Drones hit depot" in shown
    assert "The Harbour Post" in shown


async def test_a_link_behind_words_is_a_link(desk: Desk, amira: Person) -> None:
    """As when a headline was copied from a site."""
    async with serving() as site:
        url = site.put("/1", article_page())
        await amira.says(amira.private_chat(), f'<a href="{url}">Depot on fire</a>', html=True)
        assert "Drones hit depot" in await desk.said_to(amira)


async def test_a_link_that_cannot_be_fetched_says_why(desk: Desk, amira: Person) -> None:
    """And nothing is stored."""
    async with serving() as site:
        await amira.says(amira.private_chat(), site.at("/gone"))
        assert "Not stored: the server answered 404" in await desk.said_to(amira)
    assert desk.count == 0


async def test_every_link_that_failed_is_named_with_its_reason(desk: Desk, amira: Person) -> None:
    """The others are stored."""
    async with serving() as site:
        links = [site.put("/1", article_page()), site.at("/gone"), site.refuse("/down", 503), "https://t.me/x_watch/7"]
        await amira.says(amira.private_chat(), "\n".join(links))
        shown = await desk.said_to(amira)
    assert "1 article stored." in shown
    assert "Not stored (3)" in shown
    assert f"{links[1]}: the server answered 404" in shown
    assert f"{links[2]}: the server answered 503" in shown
    assert f"{links[3]}: it leads into Telegram; forward me the post instead" in shown


async def test_a_page_does_not_pass_for_an_outlet_that_is_known_elsewhere(desk: Desk, amira: Person) -> None:
    """Anybody can write a name on his page: this one is filed under its host."""
    page = article_page().replace("The Harbour Post", "Reuters")
    async with serving() as site:
        await amira.says(amira.private_chat(), site.put("/1", page))
        await desk.said_to(amira)
    assert desk.source_of(1) == "127.0.0.1"


async def test_a_feed_is_taken_apart(desk: Desk, amira: Person) -> None:
    """Each entry is an article, where an admin sends it."""
    feed = rss(rss_item(), rss_item("Port closes", link="https://harbour.example/2", text="The port closed on Friday."))
    async with serving() as site:
        await amira.says(amira.private_chat(), site.put("/feed", feed, "application/rss+xml"))
        assert "2 articles stored." in await desk.said_to(amira)


async def test_a_dropped_file_is_read(desk: Desk, amira: Person) -> None:
    """By its ending."""
    await amira.sends_file(amira.private_chat(), "note.md", f"# Attack near Mosul\n\n{POST}".encode())
    assert "Attack near Mosul" in await desk.said_to(amira)


async def test_a_file_of_several_articles_is_summed_up(desk: Desk, amira: Person) -> None:
    """With what could not be read, and where."""
    lines = b'{"text": "Gunmen attacked a post in Iraq."}\nnonsense\n'
    await amira.sends_file(amira.private_chat(), "two.jsonl", lines)
    shown = await desk.said_to(amira)
    assert "1 article stored" in shown
    assert "two.jsonl:2: not JSON" in shown


async def test_a_file_of_another_kind_says_what_is_read(desk: Desk, amira: Person) -> None:
    """In clear words."""
    await amira.sends_file(amira.private_chat(), "report.pdf", b"%PDF-1.7")
    assert "Not stored: report.pdf is no file that I read" in await desk.said_to(amira)


async def test_the_same_text_twice_is_stored_once(desk: Desk, amira: Person) -> None:
    """The second time it is said to be known."""
    for _ in range(2):
        await amira.sends_file(amira.private_chat(), "note.txt", POST.encode())
    await desk.said_to(amira)
    assert "Known already: article 1" in await desk.said_to(amira)


async def test_a_message_of_the_bot_is_not_taken_in(desk: Desk, amira: Person) -> None:
    """Sitrep must not become its own source."""
    chat = amira.private_chat()
    await amira.says(chat, "/help")
    await amira.says(chat, "/ingest", reply_to=await chat.next_message())
    assert "Not stored: that is a message of mine" in await desk.said_to(amira)
    assert desk.count == 0


async def test_others_are_told_that_they_may_not(desk: Desk) -> None:
    """And nothing is stored, nor kept."""
    eve = desk.telegram.person("Eve")
    await eve.sends_file(eve.private_chat(), "note.txt", POST.encode())
    assert "Only this bot's admins add articles." in await desk.said_to(eve)
    assert desk.count == 0
    with desk.database.reading() as session:
        assert unanswered_hand_ins(session) == []


async def test_an_edited_message_becomes_a_revision(desk: Desk, amira: Person) -> None:
    """Of the article that it was handed in as."""
    chat = amira.private_chat()
    said = await amira.says(chat, POST)
    await chat.next_message()  # taken for a place; not handed in yet
    await amira.says(chat, "/ingest", reply_to=said)
    await desk.said_to(amira)
    await amira.edits(said, POST.replace("three", "four"))
    assert "Stored as a new version: article 2" in await desk.said_to(amira)
    assert desk.article(1).superseded_by == 2


async def test_a_mended_link_is_tried_again(desk: Desk, amira: Person) -> None:
    """Its message is the same; the answer comes anew."""
    async with serving() as site:
        site.put("/1", article_page())
        said = await amira.says(amira.private_chat(), site.at("/l"))
        assert "404" in await desk.said_to(amira)
        await amira.edits(said, site.at("/1"))
        assert "Stored: article 1" in await desk.said_to(amira)


async def test_an_edit_of_anything_else_is_nothing(desk: Desk, amira: Person) -> None:
    """The next answer is to the next message."""
    said = await amira.says(amira.private_chat(), "/help")
    await answer_to(amira)
    await amira.edits(said, POST)
    await amira.says(amira.private_chat(), "/timezone")
    assert "Times are shown in UTC" in await desk.said_to(amira)
    assert desk.count == 0


async def test_a_repeated_update_is_handed_in_once(desk: Desk, amira: Person) -> None:
    """Telegram may repeat one after a fault."""
    await amira.sends_file(amira.private_chat(), "note.txt", POST.encode())
    await desk.said_to(amira)
    desk.telegram.world.updates.repeat(desk.updates[-1])
    await desk.settled()
    await amira.says(amira.private_chat(), "/timezone")
    assert "Times are shown in UTC" in await desk.said_to(amira)


async def test_what_a_stop_cut_off_is_answered_after_the_next_start(desk: Desk, amira: Person) -> None:
    """Once; what had not been fetched is fetched then."""
    asked = asyncio.Event()

    async def never(_request: web.Request) -> web.StreamResponse:
        asked.set()
        await asyncio.Event().wait()
        raise AssertionError("unreachable")

    async with serving() as site:
        site.pages["/1"] = never
        await amira.says(amira.private_chat(), site.at("/1"))
        await asyncio.wait_for(asked.wait(), 10)
        await desk.stop()
        assert amira.private_chat().unread == []
        site.put("/1", article_page())
        await desk.start()
        assert "Stored: article 1" in await desk.said_to(amira)
        await desk.stop()
        await desk.start()
        assert amira.private_chat().unread == []


async def test_what_stopped_the_bot_three_times_is_given_up(stopped_desk: Desk) -> None:
    """And said so: it must not be tried at every start for ever."""
    desk, amira = stopped_desk, stopped_desk.amira
    request = {"kind": "private", "title": "Amira", "timezone": "UTC", "is_edit": False}
    said = await amira.says(amira.private_chat(), POST)
    desk.telegram.world.updates.clear()
    with desk.database.writing() as session:
        number = put_hand_in(
            session, chat_id=amira.id, thread_id=0, message_id=said.id, reply_to=said.id, user_id=amira.id,
            request=request, handed=handed_to_json(Handed(text=POST)), now=NOON,
        )  # fmt: skip
        for _ in range(3):
            begin_hand_in(session, number)
    await desk.start()
    assert "I have tried 3 times to read this, and was stopped each time." in await desk.said_to(amira)
    assert desk.count == 0
    await desk.settled()
    with desk.database.reading() as session:
        assert unanswered_hand_ins(session) == []


async def test_a_long_wait_shows_life_and_how_far_it_got(stopped_desk: Desk) -> None:
    """“typing…” again and again, and one message that counts and becomes the answer."""
    beats: asyncio.Queue[None] = asyncio.Queue()
    go_on = asyncio.Event()

    async def slow(_request: web.Request) -> web.StreamResponse:
        await go_on.wait()
        return web.Response(text=article_page("Port closes", last="It closed."), content_type="text/html")

    async def sleep(_seconds: float) -> None:
        await beats.get()

    desk, amira, chat = stopped_desk, stopped_desk.amira, stopped_desk.amira.private_chat()
    desk.sleep = sleep
    await desk.start()
    async with serving() as site:
        site.pages["/2"] = slow
        await amira.says(chat, f"{site.put('/1', article_page())} {site.at('/2')}")
        beat = 0
        async with asyncio.timeout(ANALYSIS_TAKES_S):
            while not chat.unread:
                await desk.telegram.next_call("sendChatAction", after=beat)
                beats.put_nowait(None)
                beat += 1
        message = await chat.next_message()
        assert message.plain == "Reading: 1 of 2 done …"
        go_on.set()
        await chat.next_edit(timeout_s=60)
    assert message.plain.startswith("2 articles stored.")
    assert chat.unread == []
