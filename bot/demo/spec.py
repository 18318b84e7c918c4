"""What the Bot API accepts: the fields of every method and object the local Telegram knows.

One line a method or object: `name:type`, `name?:type` when optional. Types are `int`, `str`, `bool`,
`float`, `id` (int or str: a chat id or @username), `text` (a RichText), `file` (an uploaded file or a
string), the name of an object or union below, and `[type]` for an array. The tables follow the Bot API
10.3 reference (https://core.telegram.org/bots/api); the tests compare them with an independent set of
typed models.
"""

from __future__ import annotations

from functools import cache
from typing import NamedTuple


class Field(NamedTuple):
    """One field: its name, whether it may be missing, and its type as written in the tables."""

    name: str
    optional: bool
    kind: str


_SEND = (
    "chat_id:id business_connection_id?:str message_thread_id?:int direct_messages_topic_id?:int "
    "disable_notification?:bool protect_content?:bool allow_paid_broadcast?:bool message_effect_id?:str "
    "suggested_post_parameters?:SuggestedPostParameters reply_parameters?:ReplyParameters "
    "reply_markup?:ReplyMarkup ephemeral_message_parameters?:EphemeralMessageParameters "
)
_RECEIVER = "receiver_user_id?:int callback_query_id?:str "
_CAPTION = "caption?:str parse_mode?:str caption_entities?:[MessageEntity] "
_EDIT = "business_connection_id?:str chat_id?:id message_id?:int inline_message_id?:str "
_SCOPED = "scope?:BotCommandScope language_code?:str"

METHODS: dict[str, str] = {
    "getMe": "",
    "getUpdates": "offset?:int limit?:int timeout?:int allowed_updates?:[str]",
    "setWebhook": (
        "url:str certificate?:file ip_address?:str max_connections?:int allowed_updates?:[str] "
        "drop_pending_updates?:bool secret_token?:str"
    ),
    "deleteWebhook": "drop_pending_updates?:bool",
    "getWebhookInfo": "",
    "setMyCommands": f"commands:[BotCommand] {_SCOPED}",
    "getMyCommands": _SCOPED,
    "deleteMyCommands": _SCOPED,
    "setMyDescription": "description?:str language_code?:str",
    "getMyDescription": "language_code?:str",
    "setMyShortDescription": "short_description?:str language_code?:str",
    "getMyShortDescription": "language_code?:str",
    "setMyName": "name?:str language_code?:str",
    "getMyName": "language_code?:str",
    "setChatMenuButton": "chat_id?:int menu_button?:MenuButton",
    "getChatMenuButton": "chat_id?:int",
    "sendMessage": (
        _SEND + _RECEIVER + "text:str parse_mode?:str entities?:[MessageEntity] "
        "link_preview_options?:LinkPreviewOptions"
    ),
    "sendRichMessage": _SEND + "rich_message:InputRichMessage",
    "sendPhoto": _SEND + _RECEIVER + _CAPTION + "photo:file show_caption_above_media?:bool has_spoiler?:bool",
    "sendDocument": (
        _SEND + _RECEIVER + _CAPTION + "document:file thumbnail?:file disable_content_type_detection?:bool"
    ),
    "editMessageText": (
        _EDIT + "text?:str parse_mode?:str entities?:[MessageEntity] rich_message?:InputRichMessage "
        "link_preview_options?:LinkPreviewOptions reply_markup?:InlineKeyboardMarkup"
    ),
    "editMessageCaption": (_EDIT + _CAPTION + "show_caption_above_media?:bool reply_markup?:InlineKeyboardMarkup"),
    "editMessageReplyMarkup": _EDIT + "reply_markup?:InlineKeyboardMarkup",
    "deleteMessage": "chat_id:id message_id:int",
    "deleteMessages": "chat_id:id message_ids:[int]",
    "answerCallbackQuery": "callback_query_id:str text?:str show_alert?:bool url?:str cache_time?:int",
    "answerInlineQuery": (
        "inline_query_id:str results:[InlineQueryResult] cache_time?:int is_personal?:bool "
        "next_offset?:str button?:InlineQueryResultsButton"
    ),
    "sendChatAction": "chat_id:id action:str business_connection_id?:str message_thread_id?:int",
    "getChat": "chat_id:id",
    "getChatMember": "chat_id:id user_id:int",
    "getChatAdministrators": "chat_id:id return_bots?:bool",
    "getChatMemberCount": "chat_id:id",
    "getFile": "file_id:str",
    "pinChatMessage": "chat_id:id message_id:int business_connection_id?:str disable_notification?:bool",
    "unpinChatMessage": "chat_id:id message_id?:int business_connection_id?:str",
    "leaveChat": "chat_id:id",
}

_BUTTON_ACTIONS = (
    "url?:str callback_data?:str web_app?:WebAppInfo login_url?:LoginUrl switch_inline_query?:str "
    "switch_inline_query_current_chat?:str switch_inline_query_chosen_chat?:SwitchInlineQueryChosenChat "
    "copy_text?:CopyTextButton disabled?:DisabledButton"
)
_RESULT = "id:str reply_markup?:InlineKeyboardMarkup "
_THUMBNAIL = "thumbnail_url?:str thumbnail_width?:int thumbnail_height?:int "
_SHOWN = "text:text credit?:text"

OBJECTS: dict[str, str] = {
    "BotCommand": "command:str description:str is_ephemeral?:bool",
    "BotCommandScopeDefault": "",
    "BotCommandScopeAllPrivateChats": "",
    "BotCommandScopeAllGroupChats": "",
    "BotCommandScopeAllChatAdministrators": "",
    "BotCommandScopeChat": "chat_id:id",
    "BotCommandScopeChatAdministrators": "chat_id:id",
    "BotCommandScopeChatMember": "chat_id:id user_id:int",
    "MenuButtonCommands": "",
    "MenuButtonDefault": "",
    "MenuButtonWebApp": "text:str web_app:WebAppInfo",
    "LinkPreviewOptions": (
        "is_disabled?:bool url?:str prefer_small_media?:bool prefer_large_media?:bool show_above_text?:bool"
    ),
    "MessageEntity": (
        "type:str offset:int length:int url?:str user?:User language?:str custom_emoji_id?:str "
        "unix_time?:int date_time_format?:str"
    ),
    "User": (
        "id:int is_bot:bool first_name:str last_name?:str username?:str language_code?:str is_premium?:bool "
        "added_to_attachment_menu?:bool can_join_groups?:bool can_read_all_group_messages?:bool "
        "supports_guest_queries?:bool supports_inline_queries?:bool can_connect_to_business?:bool "
        "has_main_web_app?:bool has_topics_enabled?:bool allows_users_to_create_topics?:bool "
        "can_manage_bots?:bool supports_join_request_queries?:bool"
    ),
    "ReplyParameters": (
        "message_id?:int chat_id?:id allow_sending_without_reply?:bool quote?:str quote_parse_mode?:str "
        "quote_entities?:[MessageEntity] quote_position?:int checklist_task_id?:int poll_option_id?:str "
        "ephemeral_message_id?:int"
    ),
    "SuggestedPostParameters": "price?:SuggestedPostPrice send_date?:int",
    "SuggestedPostPrice": "currency:str amount:int",
    "EphemeralMessageParameters": ("receiver_user_id:int callback_query_id?:str replace_callback_query_message?:bool"),
    "InlineKeyboardMarkup": "inline_keyboard:[[InlineKeyboardButton]] force_reply?:bool",
    "InlineKeyboardButton": (
        f"text:str icon_custom_emoji_id?:str style?:str callback_game?:CallbackGame pay?:bool {_BUTTON_ACTIONS}"
    ),
    "CallbackGame": "",
    "DisabledButton": "",
    "WebAppInfo": "url:str",
    "LoginUrl": "url:str forward_text?:str bot_username?:str request_write_access?:bool",
    "SwitchInlineQueryChosenChat": (
        "query?:str allow_user_chats?:bool allow_bot_chats?:bool allow_group_chats?:bool allow_channel_chats?:bool"
    ),
    "CopyTextButton": "text:str",
    "ReplyKeyboardMarkup": (
        "keyboard:[[KeyboardButton]] is_persistent?:bool resize_keyboard?:bool one_time_keyboard?:bool "
        "input_field_placeholder?:str selective?:bool force_reply?:bool"
    ),
    "KeyboardButton": (
        "text:str icon_custom_emoji_id?:str style?:str request_contact?:bool request_location?:bool web_app?:WebAppInfo"
    ),
    "ReplyKeyboardRemove": "remove_keyboard:bool selective?:bool",
    "ForceReply": "force_reply:bool input_field_placeholder?:str selective?:bool",
    "InlineQueryResultsButton": "text:str web_app?:WebAppInfo start_parameter?:str",
    "InlineQueryResultArticle": (
        _RESULT + "title:str input_message_content:InputMessageContent url?:str description?:str "
        "hide_url?:bool " + _THUMBNAIL
    ),
    "InlineQueryResultPhoto": (
        _RESULT + _CAPTION + "photo_url:str thumbnail_url:str photo_width?:int photo_height?:int title?:str "
        "description?:str show_caption_above_media?:bool input_message_content?:InputMessageContent"
    ),
    "InlineQueryResultDocument": (
        _RESULT + _CAPTION + _THUMBNAIL + "title:str document_url:str mime_type:str description?:str "
        "input_message_content?:InputMessageContent"
    ),
    "InputTextMessageContent": (
        "message_text:str parse_mode?:str entities?:[MessageEntity] link_preview_options?:LinkPreviewOptions"
    ),
    "InputRichMessageContent": "rich_message:InputRichMessage",
    "Location": (
        "latitude:float longitude:float horizontal_accuracy?:float live_period?:int heading?:int "
        "proximity_alert_radius?:int"
    ),
    "InputMediaPhoto": (_CAPTION + "type:str media:file show_caption_above_media?:bool has_spoiler?:bool"),
    "InputMediaDocument": (_CAPTION + "type:str media:file thumbnail?:file disable_content_type_detection?:bool"),
    "InputRichMessage": (
        "html?:str markdown?:str blocks?:[InputRichBlock] media?:[InputRichMessageMedia] is_rtl?:bool "
        "skip_entity_detection?:bool"
    ),
    "InputRichMessageMedia": "id:str media:InputMediaPhoto",
    "InputRichBlockParagraph": "text:text",
    "InputRichBlockSectionHeading": "text:text size:int",
    "InputRichBlockPreformatted": "text:text language?:str",
    "InputRichBlockFooter": "text:text",
    "InputRichBlockDivider": "",
    "InputRichBlockMathematicalExpression": "expression:str",
    "InputRichBlockAnchor": "name:str",
    "InputRichBlockList": "items:[InputRichBlockListItem]",
    "InputRichBlockListItem": ("blocks:[InputRichBlock] has_checkbox?:bool is_checked?:bool value?:int type?:str"),
    "InputRichBlockBlockQuotation": "blocks:[InputRichBlock] credit?:text",
    "InputRichBlockExpandableBlockQuotation": _SHOWN,
    "InputRichBlockPullQuotation": _SHOWN,
    "InputRichBlockCollage": "blocks:[InputRichBlock] caption?:RichBlockCaption",
    "InputRichBlockSlideshow": "blocks:[InputRichBlock] caption?:RichBlockCaption",
    "InputRichBlockTable": (
        "cells:[[RichBlockTableCell]] is_bordered?:bool is_striped?:bool caption?:text is_compact?:bool"
    ),
    "InputRichBlockDetails": "summary:text blocks:[InputRichBlock] is_open?:bool",
    "InputRichBlockMap": "location:Location zoom?:int width?:int height?:int caption?:RichBlockCaption",
    "InputRichBlockButtons": "buttons:[RichMessageButton] align?:str",
    "InputRichBlockPhoto": "photo:InputMediaPhoto caption?:RichBlockCaption",
    "InputRichBlockDocument": "document:InputMediaDocument caption?:RichBlockCaption",
    "RichBlockCaption": _SHOWN,
    "RichBlockTableCell": "align:str valign:str text?:text is_header?:bool colspan?:int rowspan?:int",
    "RichMessageButton": f"text:text style?:str {_BUTTON_ACTIONS}",
    "RichTextBold": "text:text",
    "RichTextItalic": "text:text",
    "RichTextUnderline": "text:text",
    "RichTextStrikethrough": "text:text",
    "RichTextSpoiler": "text:text",
    "RichTextSubscript": "text:text",
    "RichTextSuperscript": "text:text",
    "RichTextMarked": "text:text",
    "RichTextCode": "text:text",
    "RichTextDateTime": "text:text unix_time:int date_time_format:str",
    "RichTextTextMention": "text:text user:User",
    "RichTextCustomEmoji": "custom_emoji_id:str alternative_text:str",
    "RichTextMathematicalExpression": "expression:str",
    "RichTextUrl": "text:text url:str",
    "RichTextEmailAddress": "text:text email_address:str",
    "RichTextPhoneNumber": "text:text phone_number:str",
    "RichTextBankCardNumber": "text:text bank_card_number:str",
    "RichTextMention": "text:text username:str",
    "RichTextHashtag": "text:text hashtag:str",
    "RichTextCashtag": "text:text cashtag:str",
    "RichTextBotCommand": "text:text bot_command:str",
    "RichTextButton": "button:RichMessageButton",
    "RichTextAnchor": "name:str",
    "RichTextAnchorLink": "text:text anchor_name:str",
    "RichTextReference": "text:text name:str",
    "RichTextReferenceLink": "text:text reference_name:str",
}

# Unions told apart by their `type` field.
UNIONS: dict[str, dict[str, str]] = {
    "BotCommandScope": {
        "default": "BotCommandScopeDefault",
        "all_private_chats": "BotCommandScopeAllPrivateChats",
        "all_group_chats": "BotCommandScopeAllGroupChats",
        "all_chat_administrators": "BotCommandScopeAllChatAdministrators",
        "chat": "BotCommandScopeChat",
        "chat_administrators": "BotCommandScopeChatAdministrators",
        "chat_member": "BotCommandScopeChatMember",
    },
    "MenuButton": {
        "commands": "MenuButtonCommands",
        "web_app": "MenuButtonWebApp",
        "default": "MenuButtonDefault",
    },
    "InlineQueryResult": {
        "article": "InlineQueryResultArticle",
        "photo": "InlineQueryResultPhoto",
        "document": "InlineQueryResultDocument",
    },
    "InputRichBlock": {
        "paragraph": "InputRichBlockParagraph",
        "heading": "InputRichBlockSectionHeading",
        "pre": "InputRichBlockPreformatted",
        "footer": "InputRichBlockFooter",
        "divider": "InputRichBlockDivider",
        "mathematical_expression": "InputRichBlockMathematicalExpression",
        "anchor": "InputRichBlockAnchor",
        "list": "InputRichBlockList",
        "blockquote": "InputRichBlockBlockQuotation",
        "expandable_blockquote": "InputRichBlockExpandableBlockQuotation",
        "pullquote": "InputRichBlockPullQuotation",
        "collage": "InputRichBlockCollage",
        "slideshow": "InputRichBlockSlideshow",
        "table": "InputRichBlockTable",
        "details": "InputRichBlockDetails",
        "map": "InputRichBlockMap",
        "buttons": "InputRichBlockButtons",
        "photo": "InputRichBlockPhoto",
        "document": "InputRichBlockDocument",
    },
    "RichText": {
        "bold": "RichTextBold",
        "italic": "RichTextItalic",
        "underline": "RichTextUnderline",
        "strikethrough": "RichTextStrikethrough",
        "spoiler": "RichTextSpoiler",
        "date_time": "RichTextDateTime",
        "text_mention": "RichTextTextMention",
        "subscript": "RichTextSubscript",
        "superscript": "RichTextSuperscript",
        "marked": "RichTextMarked",
        "code": "RichTextCode",
        "custom_emoji": "RichTextCustomEmoji",
        "mathematical_expression": "RichTextMathematicalExpression",
        "url": "RichTextUrl",
        "email_address": "RichTextEmailAddress",
        "phone_number": "RichTextPhoneNumber",
        "bank_card_number": "RichTextBankCardNumber",
        "mention": "RichTextMention",
        "hashtag": "RichTextHashtag",
        "cashtag": "RichTextCashtag",
        "bot_command": "RichTextBotCommand",
        "button": "RichTextButton",
        "anchor": "RichTextAnchor",
        "anchor_link": "RichTextAnchorLink",
        "reference": "RichTextReference",
        "reference_link": "RichTextReferenceLink",
    },
}

# Unions told apart by the one field only they have, as Telegram does.
MARKED_UNIONS: dict[str, dict[str, str]] = {
    "ReplyMarkup": {
        "inline_keyboard": "InlineKeyboardMarkup",
        "keyboard": "ReplyKeyboardMarkup",
        "remove_keyboard": "ReplyKeyboardRemove",
        "force_reply": "ForceReply",
    },
    "InputMessageContent": {
        "message_text": "InputTextMessageContent",
        "rich_message": "InputRichMessageContent",
    },
}

METHOD_NAMES: dict[str, str] = {name.lower(): name for name in METHODS}


def _fields(line: str) -> tuple[Field, ...]:
    fields = []
    for item in line.split():
        name, kind = item.split(":", 1)
        fields.append(Field(name.rstrip("?"), name.endswith("?"), kind))
    return tuple(fields)


@cache
def method_fields(method: str) -> dict[str, Field]:
    """Fields of METHOD (its canonical name) by name; KeyError for an unknown method."""
    return {field.name: field for field in _fields(METHODS[method])}


@cache
def object_fields(name: str) -> dict[str, Field]:
    """Fields of the object NAME by name, without the `type` that tells a union's members apart."""
    return {field.name: field for field in _fields(OBJECTS[name])}


@cache
def needed_fields(name: str) -> tuple[str, ...]:
    """Names of the fields that the object NAME must have."""
    return tuple(field.name for field in object_fields(name).values() if not field.optional)
