"""The Bot API methods of the local Telegram, one function each: (world, request) -> result."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from bot.demo.methods import answers, chats, editing, profile, sending, webhook
from bot.demo.methods.request import Request
from bot.demo.world import World

Method = Callable[[World, Request], Any]

# getUpdates is missing here: it waits, so the server answers it.
METHODS: Mapping[str, Method] = {
    "getMe": profile.get_me,
    "setMyCommands": profile.set_my_commands,
    "getMyCommands": profile.get_my_commands,
    "deleteMyCommands": profile.delete_my_commands,
    "setMyDescription": profile.set_text("description", 512),
    "getMyDescription": profile.get_text("description"),
    "setMyShortDescription": profile.set_text("short_description", 120),
    "getMyShortDescription": profile.get_text("short_description"),
    "setMyName": profile.set_text("name", 64),
    "getMyName": profile.get_text("name"),
    "setChatMenuButton": profile.set_chat_menu_button,
    "getChatMenuButton": profile.get_chat_menu_button,
    "setWebhook": webhook.set_webhook,
    "deleteWebhook": webhook.delete_webhook,
    "getWebhookInfo": webhook.get_webhook_info,
    "sendMessage": sending.send_message,
    "sendRichMessage": sending.send_rich_message,
    "sendPhoto": sending.send_photo,
    "sendDocument": sending.send_document,
    "sendChatAction": sending.send_chat_action,
    "getFile": sending.get_file,
    "editMessageText": editing.edit_message_text,
    "editMessageCaption": editing.edit_message_caption,
    "editMessageReplyMarkup": editing.edit_message_reply_markup,
    "deleteMessage": editing.delete_message,
    "deleteMessages": editing.delete_messages,
    "pinChatMessage": editing.pin_chat_message,
    "unpinChatMessage": editing.unpin_chat_message,
    "answerCallbackQuery": answers.answer_callback_query,
    "answerInlineQuery": answers.answer_inline_query,
    "getChat": chats.get_chat,
    "getChatMember": chats.get_chat_member,
    "getChatAdministrators": chats.get_chat_administrators,
    "getChatMemberCount": chats.get_chat_member_count,
    "leaveChat": chats.leave_chat,
}
