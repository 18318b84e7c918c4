"""What a reader sees of a message: plain text, HTML again, buttons."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import Any

from bot.demo.entities import slice_utf16
from bot.demo.markup import Entity, utf16_length
from bot.demo.nouns import Message
from bot.demo.people import buttons_of
from bot.demo.rich import plain_blocks, plain_text

_TAGS = {
    "bold": "b",
    "italic": "i",
    "underline": "u",
    "strikethrough": "s",
    "spoiler": "tg-spoiler",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
}


@dataclass(frozen=True, slots=True)
class Button:
    """A button under or inside a message: its words and what it does (one of `data` and `url`, or neither)."""

    text: str
    data: str | None = None
    url: str | None = None


def shown_text(message: Message) -> str:
    """All words of MESSAGE: text or caption, and every block of a rich message."""
    content = message.content
    parts = [content[key] for key in ("text", "caption") if key in content]
    if "rich_message" in content:
        parts.append(plain_blocks(content["rich_message"]["blocks"]))
    return "\n".join(parts)


def shown_html(message: Message) -> str:
    """The text or caption of MESSAGE as Telegram HTML."""
    content = message.content
    if "text" in content:
        return to_html(content["text"], content.get("entities", []))
    return to_html(content.get("caption", ""), content.get("caption_entities", []))


def shown_buttons(message: Message) -> list[list[Button]]:
    """Rows of buttons: those inside a rich message first."""
    return [[_button(button) for button in row] for row in buttons_of(message)]


def _button(raw: dict[str, Any]) -> Button:
    return Button(plain_text(raw["text"]), raw.get("callback_data"), raw.get("url"))


def to_html(text: str, entities: list[Entity]) -> str:
    """TEXT with ENTITIES (sorted, nested) as Telegram HTML; detected entities need no tag."""
    opens: dict[int, list[str]] = {}
    closes: dict[int, list[str]] = {}
    for entity in entities:
        tags = _tags(entity)
        if tags is not None:
            opens.setdefault(entity["offset"], []).append(tags[0])
            closes.setdefault(entity["offset"] + entity["length"], []).insert(0, tags[1])
    cuts = sorted({0, utf16_length(text), *opens, *closes})
    out = []
    for at, following in zip(cuts, [*cuts[1:], cuts[-1]], strict=True):
        out += closes.get(at, [])
        out += opens.get(at, [])
        out.append(escape(slice_utf16(text, at, following - at), quote=False))
    return "".join(out)


def _tags(entity: Entity) -> tuple[str, str] | None:
    match entity["type"]:
        case "text_link":
            return f'<a href="{escape(entity["url"])}">', "</a>"
        case "text_mention":
            return f'<a href="tg://user?id={entity["user"]["id"]}">', "</a>"
        case "custom_emoji":
            return f'<tg-emoji emoji-id="{entity["custom_emoji_id"]}">', "</tg-emoji>"
        case "date_time":
            form = f' format="{entity["date_time_format"]}"' if entity.get("date_time_format") else ""
            return f'<tg-time unix="{entity["unix_time"]}"{form}>', "</tg-time>"
        case "expandable_blockquote":
            return "<blockquote expandable>", "</blockquote>"
        case "pre" if "language" in entity:
            return f'<pre><code class="language-{escape(entity["language"])}">', "</code></pre>"
        case kind if kind in _TAGS:
            return f"<{_TAGS[kind]}>", f"</{_TAGS[kind]}>"
    return None
