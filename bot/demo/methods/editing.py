"""Changing what is already there (Bot API, "Updating messages"; pinning)."""

from __future__ import annotations

from bot.demo.access import deletable_message, editable_message, known_chat, need_right
from bot.demo.errors import bad_request
from bot.demo.keyboards import inline_keyboard
from bot.demo.methods.request import Request
from bot.demo.methods.sending import caption_content, rich_content, text_content
from bot.demo.nouns import Json, Message
from bot.demo.world import World

MAX_DELETED_AT_ONCE = 100
_CAPTION = ("caption", "caption_entities", "show_caption_above_media")
_TEXT = ("text", "entities", "link_preview_options", "rich_message")
_SAME = (
    "message is not modified: specified new message content and reply markup are exactly the same "
    "as a current content and reply markup of the message"
)


def edit_message_text(world: World, request: Request) -> Json | bool:
    """editMessageText with `text` or `rich_message`: the Message, True for an inline one."""
    values = request.values
    if "rich_message" in values:
        if "text" in values:
            raise bad_request("exactly one of text and rich_message must be used")
        content = rich_content(world, request, values["rich_message"])
    else:
        content = text_content(values, "text", "entities")
    message = editable_message(world, values)
    if not message.content.keys() & {"text", "rich_message"}:
        raise bad_request("there is no text in the message to edit")
    return _edit(world, request, message, content, _TEXT)


def edit_message_caption(world: World, request: Request) -> Json | bool:
    """editMessageCaption: the Message, True for an inline one."""
    content = caption_content(request.values)
    message = editable_message(world, request.values)
    if not message.content.keys() & {"photo", "document"}:
        raise bad_request("there is no caption in the message to edit")
    return _edit(world, request, message, content, _CAPTION)


def edit_message_reply_markup(world: World, request: Request) -> Json | bool:
    """editMessageReplyMarkup: the Message, True for an inline one."""
    return _edit(world, request, editable_message(world, request.values), {}, ())


def _edit(world: World, request: Request, message: Message, content: Json, replaced: tuple[str, ...]) -> Json | bool:
    markup = inline_keyboard(request.values.get("reply_markup"))
    kept = {key: value for key, value in message.content.items() if key not in replaced}
    if kept | content == message.content and markup == message.reply_markup:
        raise bad_request(_SAME)
    message.content = kept | content
    message.reply_markup = markup
    message.edited_at = world.now()
    world.tell("edited", message)
    return True if "inline_message_id" in request.values else message.json()


def delete_message(world: World, request: Request) -> bool:
    """deleteMessage: True."""
    chat = known_chat(world, request.values["chat_id"])
    world.delete(deletable_message(world, chat, request.values["message_id"]))
    return True


def delete_messages(world: World, request: Request) -> bool:
    """deleteMessages: True; messages that are not there are skipped."""
    message_ids = request.values["message_ids"]
    if not 1 <= len(message_ids) <= MAX_DELETED_AT_ONCE:
        raise bad_request("message identifiers must be from 1 to 100")
    chat = known_chat(world, request.values["chat_id"])
    found = [deletable_message(world, chat, number) for number in message_ids if number in chat.messages]
    for message in found:
        world.delete(message)
    return True


def pin_chat_message(world: World, request: Request) -> bool:
    """pinChatMessage: True; groups get the service message Telegram writes."""
    chat = known_chat(world, request.values["chat_id"])
    message = chat.messages.get(request.values["message_id"])
    if message is None:
        raise bad_request("message to pin not found")
    right = "can_edit_messages" if chat.type == "channel" else "can_pin_messages"
    need_right(world, chat, right, "manage pinned messages in the chat")
    if message.message_id in chat.pinned:
        chat.pinned.remove(message.message_id)
    chat.pinned.append(message.message_id)
    if chat.type != "channel":
        service = world.new_message(
            chat,
            {"pinned_message": message.json(with_reply=False)},
            author=world.bot,
            sender=world.bot,
            thread_id=message.thread_id,
        )
        world.updates.put("message", service.json())
        world.tell("message", service)
    return True


def unpin_chat_message(world: World, request: Request) -> bool:
    """unpinChatMessage: True; without an id the latest pinned message."""
    chat = known_chat(world, request.values["chat_id"])
    right = "can_edit_messages" if chat.type == "channel" else "can_pin_messages"
    need_right(world, chat, right, "manage pinned messages in the chat")
    number = request.values.get("message_id", chat.pinned[-1] if chat.pinned else None)
    if number not in chat.pinned:
        raise bad_request("message to unpin not found")
    chat.pinned.remove(number)
    return True
