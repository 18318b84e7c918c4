"""Rich messages: limits, and the stored form (Bot API 10.1-10.3, InputRichMessage -> RichMessage).

The types of fields are checked before (`check`). Telegram's words for broken limits are not published;
those here are the local Telegram's own, all starting with "rich message".
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

from bot.demo.errors import ApiError, bad_request
from bot.demo.keyboards import MAX_ROW, check_action
from bot.demo.links import checked_link, user_id_of
from bot.demo.nouns import Json

MAX_CHARACTERS = 32_768
MAX_BLOCKS = 500
MAX_LEVELS = 16
MAX_MEDIA = 50
MAX_COLUMNS = 20
MAX_MAP_SIDES = 10_000
MAX_MAP_RATIO = 20
_MAP_DEFAULTS = {"zoom": 13, "width": 640, "height": 320}
_ALIGN = ("left", "center", "right")
_VALIGN = ("top", "middle", "bottom")
_LABELS = ("a", "A", "i", "I", "1")
_BUTTON_STYLES = ("danger", "success", "primary", "link")
_DATE_FORMAT = re.compile(r"[rR]|[wWdDtT]*")
_MEDIA = ("photo", "document")
_IN_BUTTONS = ("custom_emoji", "date_time")
# How a photo or document of a block becomes its stored form; raises ApiError when it cannot be found.
Attach = Callable[[str, Json], Any]


def store_rich(message: Json, attach: Attach) -> Json:
    """RichMessage for an InputRichMessage; ATTACH resolves media. Raises ApiError 400."""
    given = [key for key in ("html", "markdown", "blocks") if key in message]
    if len(given) != 1:
        raise _refuse("must have exactly one of html, markdown and blocks")
    if given != ["blocks"]:
        raise _refuse(f"{given[0]} is not supported by the local Telegram, use blocks")
    reader = _Reader(attach)
    blocks = reader.blocks(message["blocks"], 1)
    if not reader.shown:
        raise bad_request("rich message must be non-empty")
    return {"blocks": blocks, **({"is_rtl": True} if message.get("is_rtl") else {})}


def _refuse(why: str) -> ApiError:
    return bad_request(f"rich message {why}")


class _Reader:
    """Walks a message once, counting what is limited."""

    def __init__(self, attach: Attach) -> None:
        self.attach = attach
        self.characters = 0
        self.count = 0
        self.media = 0
        self.shown = False

    def blocks(self, blocks: list[Json], level: int) -> list[Json]:
        if level > MAX_LEVELS:
            raise _refuse(f"is nested deeper than {MAX_LEVELS} levels")
        return [self._block(block, level) for block in blocks]

    def _block(self, block: Json, level: int) -> Json:
        kind: str = block["type"]
        self.count += 1
        if self.count > MAX_BLOCKS:
            raise _refuse(f"has more than {MAX_BLOCKS} blocks")
        out = dict(block)
        for key in ("text", "summary", "credit"):
            if key in block:
                self._text(block[key], level)
        if isinstance(block.get("caption"), dict):
            self._text(block["caption"]["text"], level)
            self._text(block["caption"].get("credit", ""), level)
        elif "caption" in block:
            self._text(block["caption"], level)
        if kind in ("divider", "map", "mathematical_expression", *_MEDIA):
            self.shown = True
        if "expression" in block:
            self._characters(block["expression"])
        if "blocks" in block:
            if not block["blocks"]:
                raise _refuse(f"has an empty {kind}")
            out["blocks"] = self.blocks(block["blocks"], level + 1)
        match kind:
            case "heading":
                if not 1 <= block["size"] <= 6:
                    raise _refuse("heading size must be from 1 to 6")
            case "list":
                out["items"] = self._items(block["items"], level)
            case "table":
                self._table(block["cells"], level)
            case "map":
                out = _map(out)
            case "buttons":
                self._buttons(block, level)
            case "collage" | "slideshow":
                if any(inner["type"] not in ("photo",) for inner in block["blocks"]):
                    raise _refuse(f"{kind} may contain photos only")
            case "photo" | "document":
                self.media += 1
                if self.media > MAX_MEDIA:
                    raise _refuse(f"has more than {MAX_MEDIA} media")
                out[kind] = self.attach(kind, block[kind])
                if block[kind].get("has_spoiler"):
                    out["has_spoiler"] = True
        return out

    def _items(self, items: list[Json], level: int) -> list[Json]:
        if not items:
            raise _refuse("has an empty list")
        out = []
        number = 0
        for item in items:
            ordered = "value" in item or "type" in item
            if item.get("type", "1") not in _LABELS:
                raise _refuse(f'list item has an unsupported type "{item["type"]}"')
            number = item.get("value", number + 1)
            label = list_label(number, item.get("type", "1")) if ordered else "•"
            stored = {"label": label, **item, "blocks": self.blocks(item["blocks"], level + 1)}
            if ordered:
                stored |= {"value": number, "type": item.get("type", "1")}
            out.append(stored)
        return out

    def _table(self, rows: list[list[Json]], level: int) -> None:
        if not any(rows):
            raise _refuse("has an empty table")
        for row in rows:
            columns = 0
            for cell in row:
                if cell["align"] not in _ALIGN or cell["valign"] not in _VALIGN:
                    raise _refuse("table cell has an unsupported alignment")
                if cell.get("colspan", 1) < 1 or cell.get("rowspan", 1) < 1:
                    raise _refuse("table cell must span at least one row and column")
                columns += cell.get("colspan", 1)
                self._text(cell.get("text", ""), level)
            if columns > MAX_COLUMNS:
                raise _refuse(f"table has more than {MAX_COLUMNS} columns")

    def _buttons(self, block: Json, level: int) -> None:
        if not 1 <= len(block["buttons"]) <= MAX_ROW:
            raise _refuse(f"button row must have from 1 to {MAX_ROW} buttons")
        if block.get("align", "left") not in _ALIGN:
            raise _refuse("button row has an unsupported alignment")
        for button in block["buttons"]:
            self._button(button, level)

    def _button(self, button: Json, level: int) -> None:
        check_action(button, "can't parse rich message button", _BUTTON_STYLES)
        if button.get("style") == "link" and "callback_data" not in button:
            raise _refuse('button style "link" is for callback buttons only')
        for span in spans(button["text"]):
            if span["type"] not in _IN_BUTTONS:
                raise _refuse(f'button text must not contain "{span["type"]}"')
        if not plain_text(button["text"]).strip():
            raise _refuse("button text must be non-empty")
        self._text(button["text"], level)

    def _characters(self, text: str) -> None:
        self.characters += len(text)
        self.shown = self.shown or bool(text.strip())
        if self.characters > MAX_CHARACTERS:
            raise _refuse(f"is longer than {MAX_CHARACTERS} characters")

    def _text(self, text: Any, level: int) -> None:
        if level > MAX_LEVELS:
            raise _refuse(f"is nested deeper than {MAX_LEVELS} levels")
        if isinstance(text, str):
            self._characters(text)
            return
        if isinstance(text, list):
            for part in text:
                self._text(part, level)
            return
        match text["type"]:
            case "date_time":
                if not _DATE_FORMAT.fullmatch(text["date_time_format"]) or text["unix_time"] <= 0:
                    raise _refuse("has an invalid date and time")
            case "url":
                if not checked_link(text["url"]) and user_id_of(text["url"]) is None:
                    raise _refuse(f"has an invalid URL '{text['url']}'")
            case "button":
                self._button(text["button"], level)
            case "custom_emoji":
                self._characters(text["alternative_text"])
            case "mathematical_expression":
                self._characters(text["expression"])
        self._text(text.get("text", ""), level + 1)


def _map(block: Json) -> Json:
    out = {**_MAP_DEFAULTS, **block}
    width, height = out["width"], out["height"]
    if not 0 <= out["zoom"] <= 24:
        raise _refuse("map zoom must be from 0 to 24")
    if width < 1 or height < 1 or width + height > MAX_MAP_SIDES:
        raise _refuse(f"map width and height must not exceed {MAX_MAP_SIDES} in total")
    if max(width, height) > MAX_MAP_RATIO * min(width, height):
        raise _refuse(f"map width and height ratio must be at most {MAX_MAP_RATIO}")
    place = block["location"]
    if not -90 <= place["latitude"] <= 90 or not -180 <= place["longitude"] <= 180:
        raise _refuse("map has an invalid location")
    return out


def list_label(number: int, kind: str) -> str:
    """The label of item NUMBER of an ordered list: "3.", "c.", "iii."."""
    if kind in ("a", "A") and number > 0:
        letters = ""
        while number > 0:
            number, rest = divmod(number - 1, 26)
            letters = chr(ord(kind) + rest) + letters
        return f"{letters}."
    if kind in ("i", "I") and 0 < number < 4000:
        roman = ""
        for value, sign in zip(_ROMAN_VALUES, _ROMAN_SIGNS, strict=True):
            roman += sign * (number // value)
            number %= value
        return f"{roman if kind == 'I' else roman.lower()}."
    return f"{number}."


_ROMAN_VALUES = (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1)
_ROMAN_SIGNS = ("M", "CM", "D", "CD", "C", "XC", "L", "XL", "X", "IX", "V", "IV", "I")


def spans(text: Any) -> Iterator[Json]:
    """The typed spans of a RichText, outer ones first."""
    if isinstance(text, list):
        for part in text:
            yield from spans(part)
    elif isinstance(text, dict):
        yield text
        yield from spans(text.get("text", ""))


def plain_text(text: Any) -> str:
    """What a reader sees of a RichText, without its formatting."""
    if isinstance(text, str):
        return text
    if isinstance(text, list):
        return "".join(map(plain_text, text))
    if text["type"] == "button":
        return plain_text(text["button"]["text"])
    return plain_text(text.get("text", text.get("alternative_text", text.get("expression", ""))))


def plain_blocks(blocks: list[Json]) -> str:
    """Everything a reader sees of rich BLOCKS, one line a block or table row, buttons excepted."""
    return "\n".join(line for block in blocks for line in _lines(block))


def _lines(block: Json) -> Iterator[str]:
    for key in ("summary", "text"):
        if key in block:
            yield plain_text(block[key])
    if "expression" in block:
        yield block["expression"]
    for item in block.get("items", ()):
        yield f"{item['label']} {plain_blocks(item['blocks'])}"
    for row in block.get("cells", ()):
        yield " | ".join(plain_text(cell.get("text", "")) for cell in row)
    if "blocks" in block:
        yield plain_blocks(block["blocks"])
    caption = block.get("caption")
    if isinstance(caption, dict) and "text" in caption:
        yield plain_text(caption["text"])
        if "credit" in caption:
            yield plain_text(caption["credit"])
    elif caption is not None:
        yield plain_text(caption)
    if "credit" in block:
        yield plain_text(block["credit"])


def rich_buttons(blocks: list[Json]) -> Iterator[Json]:
    """Every button inside rich BLOCKS, those within texts too, in reading order."""
    for block in blocks:
        for key in ("summary", "text", "credit"):
            for span in spans(block.get(key, "")):
                if span["type"] == "button":
                    yield span["button"]
        yield from block.get("buttons", ())
        for item in block.get("items", ()):
            yield from rich_buttons(item["blocks"])
        for row in block.get("cells", ()):
            for cell in row:
                for span in spans(cell.get("text", "")):
                    if span["type"] == "button":
                        yield span["button"]
        yield from rich_buttons(block.get("blocks", []))
