"""What a message hands in to be stored: a link, a forwarded post, a file. Pure."""

from __future__ import annotations

from telegram import (
    Message,
    MessageEntity,
    MessageOrigin,
    MessageOriginChannel,
    MessageOriginChat,
    MessageOriginHiddenUser,
    MessageOriginUser,
)

from handlers.ports import Handed


def handed_in(message: Message) -> Handed | None:
    """What an unasked message hands in: a forwarded post, a file, or links and nothing else; else ``None``."""
    content = content_of(message)
    if message.forward_origin is not None or content.file_id or (content.links and not content.text):
        return content
    return None


def content_of(message: Message) -> Handed:
    """Everything in a message that can be stored. A text of nothing but links is links."""
    text = message.text or message.caption or ""
    entities = message.parse_entities([MessageEntity.URL]) or message.parse_caption_entities([MessageEntity.URL])
    links = tuple(entities.values())
    rest = text
    for link in links:
        rest = rest.replace(link, " ")
    if rest.strip():
        links = ()
    name, url = _origin(message.forward_origin)
    document = message.document
    return Handed(
        text="" if links else text,
        links=links,
        file_id=document.file_id if document else None,
        file_name=(document.file_name or "") if document else "",
        file_size=(document.file_size or 0) if document else 0,
        source_name=name,
        url=url,
        published_at=message.forward_origin.date if message.forward_origin is not None else message.date,
    )


def _origin(origin: MessageOrigin | None) -> tuple[str | None, str | None]:
    """Who wrote a forwarded message, and the address of a channel's post (Bot API, MessageOrigin; Telegram, Links)."""
    if isinstance(origin, MessageOriginChannel):
        place = origin.chat.username or f"c/{str(origin.chat.id).removeprefix('-100')}"
        return origin.chat.title, f"https://t.me/{place}/{origin.message_id}"
    if isinstance(origin, MessageOriginChat):
        return origin.sender_chat.title, None
    if isinstance(origin, MessageOriginUser):
        return origin.sender_user.full_name, None
    if isinstance(origin, MessageOriginHiddenUser):
        return origin.sender_user_name, None
    return None, None
