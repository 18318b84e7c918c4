"""Messages the bot sends (Bot API: sendMessage, sendRichMessage, sendPhoto, sendDocument, getFile)."""

from __future__ import annotations

from typing import Any

from bot.demo.access import reply_target, writable_chat
from bot.demo.entities import MAX_CAPTION, MAX_TEXT, read_text
from bot.demo.errors import bad_request
from bot.demo.keyboards import inline_keyboard
from bot.demo.methods.media import document_json, photo_json
from bot.demo.methods.request import Request
from bot.demo.nouns import Json, Message
from bot.demo.rich import store_rich
from bot.demo.world import World

MAX_DOWNLOAD = 20 * 1024 * 1024  # bytes a bot may fetch with getFile
_ACTIONS = frozenset(
    [
        "typing",
        "upload_photo",
        "record_video",
        "upload_video",
        "record_voice",
        "upload_voice",
        "upload_document",
        "choose_sticker",
        "find_location",
        "record_video_note",
        "upload_video_note",
    ]
)


def send_message(world: World, request: Request) -> Json:
    """sendMessage: the stored Message."""
    content = text_content(request.values, "text", "entities")
    return _send(world, request, content)


def text_content(values: Json, text_key: str, entities_key: str) -> Json:
    """The content fields of a text message; raises when it is empty, too long or unparsable."""
    if not values.get(text_key):
        raise bad_request("message text is empty")
    text, entities = read_text(values, text_key, entities_key, MAX_TEXT)
    if not text:
        raise bad_request("message text is empty" if not values.get("parse_mode") else "text must be non-empty")
    content: Json = {"text": text}
    if entities:
        content["entities"] = entities
    preview = values.get("link_preview_options")
    if preview:
        content["link_preview_options"] = preview
    return content


def send_rich_message(world: World, request: Request) -> Json:
    """sendRichMessage: the stored Message with `rich_message`."""
    return _send(world, request, rich_content(world, request, request.values["rich_message"]))


def rich_content(world: World, request: Request, rich: Json) -> Json:
    """The content fields of a rich message."""

    def attach(kind: str, media: Json) -> Any:
        stored = photo_json if kind == "photo" else document_json
        return stored(world, request.file(media["media"]))

    return {"rich_message": store_rich(rich, attach)}


def send_photo(world: World, request: Request) -> Json:
    """sendPhoto: the stored Message; the picture must be a PNG, JPEG or GIF, or a known file id."""
    content: Json = {"photo": photo_json(world, request.file(request.values["photo"]))}
    content |= caption_content(request.values)
    if request.values.get("has_spoiler"):
        content["has_media_spoiler"] = True
    return _send(world, request, content)


def send_document(world: World, request: Request) -> Json:
    """sendDocument: the stored Message."""
    content: Json = {"document": document_json(world, request.file(request.values["document"]))}
    content |= caption_content(request.values)
    return _send(world, request, content)


def caption_content(values: Json) -> Json:
    """The caption fields of a media message."""
    text, entities = read_text(values, "caption", "caption_entities", MAX_CAPTION)
    content: Json = {}
    if text:
        content["caption"] = text
        if entities:
            content["caption_entities"] = entities
        if values.get("show_caption_above_media"):
            content["show_caption_above_media"] = True
    return content


def _send(world: World, request: Request, content: Json) -> Json:
    values = request.values
    thread_id = values.get("message_thread_id")
    chat = writable_chat(world, values["chat_id"], thread_id)
    target = reply_target(world, chat, values)
    if target is not None and thread_id is None:
        thread_id = target.thread_id
    markup = values.get("reply_markup")
    in_channel = chat.type == "channel"
    message: Message = world.new_message(
        chat,
        content,
        author=world.bot,
        sender=None if in_channel else world.bot,
        sender_chat=chat if in_channel else None,
        thread_id=thread_id,
        reply_to=target,
        reply_markup=inline_keyboard(markup),
        keyboard=markup if markup and "inline_keyboard" not in markup else None,
        silent=bool(values.get("disable_notification")),
        protected=bool(values.get("protect_content")),
    )
    world.tell("message", message)
    return message.json()


def send_chat_action(world: World, request: Request) -> bool:
    """sendChatAction: True."""
    values = request.values
    if values["action"] not in _ACTIONS:
        raise bad_request("wrong parameter action in request")
    chat = writable_chat(world, values["chat_id"], values.get("message_thread_id"))
    chat.actions.append(values["action"])
    world.tell("action", chat)
    return True


def get_file(world: World, request: Request) -> Json:
    """getFile: File with the path below /file/bot<token>/."""
    stored = world.files.get(request.values["file_id"])
    if stored is None:
        raise bad_request("wrong file_id or the file is temporarily unavailable")
    if len(stored.data) > MAX_DOWNLOAD:
        raise bad_request("file is too big")
    return {
        "file_id": stored.file_id,
        "file_unique_id": stored.unique_id,
        "file_size": len(stored.data),
        "file_path": stored.path,
    }
