"""What a message hands in to be stored: a link, a forwarded post, a file, a text. Pure.

Whoever Telegram names as the writer becomes the source (``naming.py``).
"""

from __future__ import annotations

import dataclasses
from datetime import datetime
from typing import Any

from telegram import (
    Chat,
    Message,
    MessageEntity,
    MessageOrigin,
    MessageOriginChannel,
    MessageOriginChat,
    MessageOriginHiddenUser,
    MessageOriginUser,
)

from handlers.naming import OWN, channel_source, group_source, user_source
from handlers.ports import Handed
from handlers.rich_words import rich_words


def handed_in(message: Message, *, bot_id: int) -> Handed | None:
    """What an unasked message hands in: a forwarded post, a file, or links and nothing else; else ``None``.

    Of an album's pictures one has the words, as a rule: the others hand in nothing.
    """
    content = content_of(message, bot_id=bot_id)
    if message.media_group_id is not None and not content.file_id and not (content.text or content.links):
        return None
    if message.forward_origin is not None or content.file_id or (content.links and not content.text):
        return content
    return None


def asked_for(message: Message, *, bot_id: int) -> tuple[Handed, int] | None:
    """What an ``/ingest`` (or a mention of the bot) asks to be stored, with the id of the message that holds it.

    Links in its own words, else its own file, else the message it replies to.
    """
    links = tuple(link for _, _, link in _links(message))
    if links:
        return Handed(links=links), message.message_id
    if message.document is not None:
        return dataclasses.replace(content_of(message, bot_id=bot_id), text=""), message.message_id
    replied = message.reply_to_message
    # In a forum every message shows as a reply to the one that opened its topic (Bot API, Message.reply_to_message).
    if replied is None or replied.forum_topic_created is not None:
        return None
    return content_of(replied, bot_id=bot_id), replied.message_id


def content_of(message: Message, *, bot_id: int) -> Handed:
    """Everything in a message that can be stored. A text of nothing but links is links."""
    text = _text(message)
    found = _links(message)
    links = tuple(link for _, _, link in found) if not _without(text, found).strip() else ()
    origin, document = message.forward_origin, message.document
    name, url, channel_id = _origin(origin) if origin is not None else _own_origin(message)
    written_by = origin.sender_user if isinstance(origin, MessageOriginUser) else message.from_user
    own = bot_id in {user.id for user in (written_by, message.via_bot) if user is not None}
    return Handed(
        text="" if links else text,
        links=links,
        file_id=document.file_id if document else None,
        file_name=(document.file_name or "") if document else "",
        file_size=(document.file_size or 0) if document else 0,
        source_name=name,
        url=url,
        known_as=None if url else f"telegram:{message.chat.id}:{message.message_id}",
        published_at=origin.date if origin is not None else message.date,
        channel_id=channel_id,
        refusal=OWN if own else None,
    )


def post_of(message: Message, *, bot_id: int) -> Handed | None:
    """What a channel's post holds: its text or caption, or its links where there is nothing else; files are left.

    ``None`` for a post without words, a command, and what the bot itself has written.
    """
    text = _text(message)
    entities = message.entities or message.caption_entities
    command = any(e.type == MessageEntity.BOT_COMMAND and e.offset == 0 for e in entities)
    content = content_of(message, bot_id=bot_id)
    if not text.strip() or command or content.refusal is not None:
        return None
    return dataclasses.replace(content, file_id=None, file_name="", file_size=0)


def handed_to_json(handed: Handed) -> dict[str, Any]:
    """As JSON values; ``handed_from_json`` gives it back."""
    values = dataclasses.asdict(handed)
    moment = handed.published_at
    return values | {"links": list(handed.links), "published_at": None if moment is None else moment.isoformat()}


def handed_from_json(values: dict[str, Any]) -> Handed:
    """Inverse of :func:`handed_to_json`."""
    moment = values["published_at"]
    given = {"links": tuple(values["links"]), "published_at": moment and datetime.fromisoformat(moment)}
    return Handed(**(values | given))


def _origin(origin: MessageOrigin) -> tuple[str | None, str | None, int | None]:
    """Who wrote a forwarded message; the address and the channel of a channel's post (Bot API, MessageOrigin)."""
    if isinstance(origin, MessageOriginChannel):
        return (
            channel_source(origin.chat.title, origin.chat.username),
            _post_url(origin.chat, origin.message_id),
            origin.chat.id,
        )
    if isinstance(origin, MessageOriginChat):
        return _chat_source(origin.sender_chat), None, None
    if isinstance(origin, MessageOriginUser):
        return user_source(origin.sender_user.full_name), None, None
    if isinstance(origin, MessageOriginHiddenUser):
        return user_source(origin.sender_user_name), None, None
    return None, None, None


def _own_origin(message: Message) -> tuple[str | None, str | None, int | None]:
    """Where a message was written that was not forwarded."""
    chat = message.chat
    if chat.type == Chat.CHANNEL:
        return channel_source(chat.title, chat.username), _post_url(chat, message.message_id), None
    if chat.type == Chat.PRIVATE:
        return None if message.document else user_source(chat.full_name), None, None
    public = chat.type == Chat.SUPERGROUP and chat.username
    return group_source(chat.title), _post_url(chat, message.message_id) if public else None, None


def _chat_source(chat: Chat) -> str:
    return channel_source(chat.title, chat.username) if chat.type == Chat.CHANNEL else group_source(chat.title)


def _post_url(chat: Chat, message_id: int) -> str:
    """The address of a message (core.telegram.org/api/links#message-links)."""
    place = chat.username or f"c/{str(chat.id).removeprefix('-100')}"
    return f"https://t.me/{place}/{message_id}"


def _links(message: Message) -> list[tuple[int, int, str]]:
    """(offset, end, address) of every link, those behind words included; offsets in UTF-16 units, in order."""
    found = []
    raw = (message.text or message.caption or "").encode("utf-16-le", "surrogatepass")
    for entity in message.entities or message.caption_entities:
        start, end = entity.offset, entity.offset + entity.length
        if entity.type == MessageEntity.URL:
            found.append((start, end, raw[start * 2 : end * 2].decode("utf-16-le", "replace")))
        elif entity.type == MessageEntity.TEXT_LINK and entity.url:
            found.append((start, end, entity.url))
    kept = [(start, end, url if "://" in url else f"https://{url}") for start, end, url in sorted(found)]
    return [link for link in kept if link[2].casefold().startswith(("http://", "https://"))]


def _text(message: Message) -> str:
    """Its words: the text, the caption, or those of a rich message."""
    return message.text or message.caption or rich_words(message.api_kwargs.get("rich_message"))


def _without(text: str, links: list[tuple[int, int, str]]) -> str:
    raw = text.encode("utf-16-le", "surrogatepass")
    for start, end, _ in reversed(links):
        raw = raw[: start * 2] + raw[end * 2 :]
    return raw.decode("utf-16-le", "replace")
