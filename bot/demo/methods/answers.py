"""Answers to what people press and type (Bot API: answerCallbackQuery, answerInlineQuery)."""

from __future__ import annotations

from datetime import timedelta

from bot.demo.errors import bad_request
from bot.demo.keyboards import inline_keyboard
from bot.demo.methods.request import Request
from bot.demo.methods.sending import caption_content, rich_content, text_content
from bot.demo.nouns import Json
from bot.demo.world import World

# How long Telegram waits for an answer; the true times are not published.
CALLBACK_TIMEOUT = timedelta(minutes=15)
INLINE_TIMEOUT = timedelta(minutes=1)
MAX_CALLBACK_TEXT = 200
MAX_RESULTS = 50
MAX_RESULT_ID_BYTES = 64
_TOO_OLD = "query is too old and response timeout expired or query ID is invalid"


def answer_callback_query(world: World, request: Request) -> bool:
    """answerCallbackQuery: True; a second answer or a late one is refused as Telegram does."""
    values = request.values
    query = world.callbacks.get(values["callback_query_id"])
    if query is None or query.answer is not None or world.now() - query.asked_at > CALLBACK_TIMEOUT:
        raise bad_request(_TOO_OLD)
    if len(values.get("text", "")) > MAX_CALLBACK_TEXT:
        raise bad_request("MESSAGE_TOO_LONG")
    url = values.get("url")
    if url and not url.startswith((f"t.me/{world.bot.username}", f"https://t.me/{world.bot.username}")):
        raise bad_request("URL_INVALID")
    query.answer = {key: value for key, value in values.items() if key != "callback_query_id"}
    world.tell("callback", query)
    return True


def answer_inline_query(world: World, request: Request) -> bool:
    """answerInlineQuery: True; every result is checked as if it were sent."""
    values = request.values
    query = world.inline_queries.get(values["inline_query_id"])
    if query is None or query.answer is not None or world.now() - query.asked_at > INLINE_TIMEOUT:
        raise bad_request(_TOO_OLD)
    results = values["results"]
    if len(results) > MAX_RESULTS:
        raise bad_request("RESULTS_TOO_MUCH")
    ids = [result["id"] for result in results]
    if len(set(ids)) != len(ids):
        raise bad_request("RESULT_ID_DUPLICATE")
    if any(not 1 <= len(key.encode()) <= MAX_RESULT_ID_BYTES for key in ids):
        raise bad_request("RESULT_ID_INVALID")
    if len(values.get("next_offset", "").encode()) > MAX_RESULT_ID_BYTES:
        raise bad_request("NEXT_OFFSET_INVALID")
    stored = [{**result, "content": result_content(world, request, result)} for result in results]
    for result in stored:
        result["reply_markup"] = inline_keyboard(result.get("reply_markup"))
    query.answer = {**values, "results": stored}
    world.tell("inline", query)
    return True


def result_content(world: World, request: Request, result: Json) -> Json:
    """The message content that choosing RESULT sends; raises when it could not be sent."""
    if not result.get("title", "x").strip():
        raise bad_request("ARTICLE_TITLE_EMPTY")
    content = result.get("input_message_content")
    if content is None:
        address: Json = {key: result[key] for key in ("photo_url", "document_url") if key in result}
        return {**caption_content(result), **address}
    if "rich_message" in content:
        return rich_content(world, request, content["rich_message"])
    return text_content(content, "message_text", "entities")
