"""Reply markup: what Telegram refuses in keyboards (Bot API, InlineKeyboardButton, RichMessageButton)."""

from __future__ import annotations

from bot.demo.errors import bad_request
from bot.demo.links import checked_link
from bot.demo.nouns import Json

MAX_CALLBACK_BYTES = 64
MAX_BUTTONS = 100
MAX_ROW = 8
MAX_COPY_TEXT = 256
_ACTIONS = (
    "url",
    "callback_data",
    "web_app",
    "login_url",
    "switch_inline_query",
    "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat",
    "copy_text",
    "callback_game",
    "pay",
    "disabled",
)
_STYLES = ("danger", "success", "primary")


def inline_keyboard(markup: Json | None) -> Json | None:
    """The inline keyboard as stored, None for an absent or empty one; raises ApiError 400."""
    if not markup or "inline_keyboard" not in markup:
        return None
    rows = [[_button(button) for button in row] for row in markup["inline_keyboard"]]
    rows = [row for row in rows if row]
    if sum(map(len, rows)) > MAX_BUTTONS or any(len(row) > MAX_ROW for row in rows):
        raise bad_request("REPLY_MARKUP_TOO_LONG")
    return {"inline_keyboard": rows} if rows else None


def _button(button: Json) -> Json:
    if not button["text"].strip():
        raise bad_request('can\'t parse inline keyboard button: Field "text" must be non-empty')
    check_action(button, "can't parse inline keyboard button", _STYLES)
    return button


def check_action(button: Json, topic: str, styles: tuple[str, ...]) -> None:
    """Refuse a button without exactly one sound action; TOPIC starts the general complaints."""
    actions = [action for action in _ACTIONS if action in button]
    if not actions or button.get("callback_data") == "" or button.get("url") == "":
        raise bad_request(f"{topic}: Text buttons are unallowed in the inline keyboard")
    if len(actions) > 1:
        raise bad_request(f"{topic}: exactly one action must be used, found {', '.join(actions)}")
    if len(button.get("callback_data", "").encode()) > MAX_CALLBACK_BYTES:
        raise bad_request("BUTTON_DATA_INVALID")
    if button.get("style", styles[0]) not in styles:
        raise bad_request(f'{topic}: unsupported button style "{button["style"]}"')
    if "copy_text" in button and not 1 <= len(button["copy_text"]["text"]) <= MAX_COPY_TEXT:
        raise bad_request("BUTTON_COPY_TEXT_INVALID")
    if "url" in button:
        _check_url(button["url"])


def _check_url(url: str) -> None:
    if checked_link(url) or url.lower().startswith("tg:"):
        return
    scheme, mark, _ = url.partition("://")
    known = not mark or scheme.lower() in ("http", "https", "tg", "ton")
    why = "Wrong HTTP URL" if known else "Unsupported URL protocol"
    raise bad_request(f"inline keyboard button URL '{url}' is invalid: {why}")
