"""What a message hands in, read from messages as python-telegram-bot gives them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from telegram import (
    Chat,
    Document,
    ForumTopicCreated,
    Message,
    MessageEntity,
    MessageOriginChannel,
    MessageOriginChat,
    MessageOriginHiddenUser,
    MessageOriginUser,
    User,
)

from handlers.handed import asked_for, content_of, handed_from_json, handed_in, handed_to_json, post_of
from handlers.ports import Handed

AT = datetime(2026, 6, 10, 12, tzinfo=UTC)
BOT = 7
ANNA = User(1, "Anna", False)
GROUP = Chat(-1_000_000_000_005, Chat.SUPERGROUP, title="Desk")
CHANNEL = Chat(-1_000_000_000_009, Chat.CHANNEL, title="Gulf Watch", username="gulf_watch")
PRIVATE_CHANNEL = Chat(-1_000_000_000_010, Chat.CHANNEL, title="Inner Circle")


def message(
    text: str | None = None, *, chat: Chat = GROUP, links: dict[str, str | None] | None = None, **more: Any
) -> Message:
    """A message; ``links`` are words of it, each with the address behind it (``None``: the words are the address)."""
    entities = []
    for words, url in (links or {}).items():
        start = len((text or "")[: (text or "").index(words)].encode("utf-16-le")) // 2
        length = len(words.encode("utf-16-le")) // 2
        kind = MessageEntity.URL if url is None else MessageEntity.TEXT_LINK
        entities.append(MessageEntity(kind, start, length, url=url))
    if text and text.startswith("/"):
        entities.append(MessageEntity(MessageEntity.BOT_COMMAND, 0, len(text.split(" ", 1)[0])))
    return Message(3, AT, chat, from_user=more.pop("from_user", ANNA), text=text, entities=entities, **more)


def content(text: str | None = None, **more: Any) -> Handed:
    """What is in such a message."""
    return content_of(message(text, **more), bot_id=BOT)


def test_links_alone_are_links() -> None:
    """Those behind words, and those without a scheme, too."""
    found = content("🚨 Depot\nexample.org/2", links={"🚨 Depot": "https://example.org/1", "example.org/2": None})
    assert (found.links, found.text) == (("https://example.org/1", "https://example.org/2"), "")


def test_words_around_a_link_make_it_a_text() -> None:
    """The post is the article then."""
    found = content("Depot on fire, see example.org/2", links={"example.org/2": None})
    assert (found.links, found.text) == ((), "Depot on fire, see example.org/2")


def test_a_link_of_another_kind_is_no_link() -> None:
    """``tg:`` and the like lead nowhere that can be fetched."""
    assert content("Anna", links={"Anna": "tg://user?id=1"}).links == ()


@pytest.mark.parametrize(
    ("origin", "name", "url"),
    [
        (MessageOriginChannel(AT, CHANNEL, 12), "Gulf Watch (Telegram, @gulf_watch)", "https://t.me/gulf_watch/12"),
        (
            MessageOriginChannel(AT, PRIVATE_CHANNEL, 12),
            "Inner Circle (Telegram channel)",
            "https://t.me/c/0000000010/12",
        ),
        (MessageOriginChat(AT, GROUP), "Desk (Telegram group)", None),
        (MessageOriginUser(AT, ANNA), "Anna (Telegram user)", None),
        (MessageOriginHiddenUser(AT, "Somebody"), "Somebody (Telegram user)", None),
    ],
)
def test_a_forwarded_message_is_filed_under_its_origin(origin: Any, name: str, url: str | None) -> None:
    """With its address where it has one."""
    found = content("Drones hit a depot.", forward_origin=origin)
    assert (found.source_name, found.url) == (name, url)


@pytest.mark.parametrize("title", ["Reuters\u202e", " Reuters\n", "Reuters\u200b"])
def test_a_title_cannot_hide_the_word_telegram(title: str) -> None:
    """No line breaks, no characters that turn or hide what follows."""
    chat = Chat(-5, Chat.GROUP, title=title)
    assert content("Drones hit a depot.", chat=chat).source_name == "Reuters (Telegram group)"


def test_a_message_without_an_address_is_known_by_its_place() -> None:
    """So that an edit of it is a revision."""
    assert content("Drones hit a depot.").known_as == f"telegram:{GROUP.id}:3"


def test_a_message_of_a_public_group_has_an_address() -> None:
    """As Telegram gives it."""
    public = Chat(GROUP.id, Chat.SUPERGROUP, title="Desk", username="the_desk")
    assert content("Drones hit a depot.", chat=public).url == "https://t.me/the_desk/3"


@pytest.mark.parametrize(
    "own",
    [
        {"from_user": User(BOT, "Sitrep", True)},
        {"via_bot": User(BOT, "Sitrep", True)},
        {"forward_origin": MessageOriginUser(AT, User(BOT, "Sitrep", True))},
    ],
)
def test_the_bots_own_words_are_refused(own: dict[str, Any]) -> None:
    """Written, sent inline or passed on by somebody."""
    assert content("Drones hit a depot.", **own).refusal is not None


def test_plain_words_hand_nothing_in() -> None:
    """In a private chat they are the name of a place."""
    assert handed_in(message("iraq", chat=Chat(1, Chat.PRIVATE, first_name="Anna")), bot_id=BOT) is None


def test_a_picture_of_an_album_without_words_hands_nothing_in() -> None:
    """A forwarded album is one post, and one answer."""
    origin = MessageOriginChannel(AT, CHANNEL, 12)
    album = [message(None, media_group_id="1", forward_origin=origin, caption=words) for words in ("Drones.", None)]
    assert [handed_in(one, bot_id=BOT) is None for one in album] == [False, True]


def test_a_command_takes_its_own_links_first() -> None:
    """Not the message it replies to."""
    asked = message("/ingest example.org/1", links={"example.org/1": None}, reply_to_message=message("Something else."))
    assert asked_for(asked, bot_id=BOT) == (Handed(links=("https://example.org/1",)), 3)


def test_a_command_takes_the_message_it_replies_to() -> None:
    """And names it."""
    found = asked_for(message("/ingest", reply_to_message=message("Drones hit a depot.")), bot_id=BOT)
    assert found is not None
    assert (found[0].text, found[1]) == ("Drones hit a depot.", 3)


def test_the_beginning_of_a_topic_is_no_reply() -> None:
    """Telegram shows every message of a topic as a reply to the one that opened it."""
    opened = message(forum_topic_created=ForumTopicCreated("Gulf", 1))
    assert asked_for(message("/ingest", reply_to_message=opened), bot_id=BOT) is None


def test_a_command_alone_asks_for_nothing() -> None:
    """It lists what is taken in."""
    assert asked_for(message("/ingest"), bot_id=BOT) is None


@pytest.mark.parametrize("words", [None, "/ingest off", "/anything else"])
def test_a_post_without_words_and_a_command_are_no_article(words: str | None) -> None:
    """Nor is a picture alone."""
    assert post_of(message(words, chat=CHANNEL), bot_id=BOT) is None


def test_a_rich_message_has_words() -> None:
    """Which python-telegram-bot hands through as they came."""
    rich = {
        "rich_message": {"blocks": [{"type": "paragraph", "text": ["Drones hit ", {"type": "bold", "text": "it"}]}]}
    }
    assert content(None, api_kwargs=rich).text == "Drones hit it"


def test_a_file_of_a_post_is_left() -> None:
    """Its caption is the article."""
    post = message(None, chat=CHANNEL, caption="Drones hit a depot.", document=Document("f", "u", file_name="a.txt"))
    found = post_of(post, bot_id=BOT)
    assert found is not None
    assert (found.text, found.file_id) == ("Drones hit a depot.", None)


@given(
    st.builds(
        Handed,
        text=st.text(),
        links=st.lists(st.text()).map(tuple),
        file_id=st.none() | st.text(),
        source_name=st.none() | st.text(),
        published_at=st.none() | st.datetimes(timezones=st.just(UTC)),
        strict=st.booleans(),
    )
)
def test_what_is_kept_comes_back_as_it_was(handed: Handed) -> None:
    """Over JSON."""
    assert handed_from_json(handed_to_json(handed)) == handed


@given(st.text(min_size=1), st.lists(st.tuples(st.integers(0, 40), st.integers(1, 40)), max_size=4))
def test_no_text_and_no_entities_break_it(text: str, spans: list[tuple[int, int]]) -> None:
    """Telegram's offsets are UTF-16; an entity may cut a character in two, or reach past the end."""
    entities = [
        MessageEntity(MessageEntity.TEXT_LINK, start, length, url="https://example.org") for start, length in spans
    ]
    found = content_of(Message(3, AT, GROUP, text=text, entities=entities), bot_id=BOT)
    assert found.text in ("", text)
