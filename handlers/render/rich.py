"""A document as a rich message ("InputRichMessage", `sendRichMessage`, Bot API 10.3), and its keyboard.

Field names and types: Bot API 10.3, sections "InputRichBlock", "RichText", "InlineKeyboardButton". Limits: the
same, "Rich message limits": 32,768 characters, 500 blocks (nested ones, list items and table rows counted),
16 levels of nesting, 50 media, 20 table columns (the last is kept by `Table`).
"""

from __future__ import annotations

import hashlib
from typing import Any, Final

from handlers.render.clean import is_blank, safe_url
from handlers.render.document import (
    Block,
    Bold,
    Button,
    Code,
    DateStyle,
    DateTime,
    Details,
    Divider,
    Document,
    Footer,
    Heading,
    Inline,
    Italic,
    Link,
    ListBlock,
    Map,
    Paragraph,
    Picture,
    Preformatted,
    Quotation,
    Spoiler,
    Strike,
    Table,
    Text,
    block_text,
    inline_text,
    walk,
)
from handlers.render.split import Cost, pack

MAX_CHARACTERS: Final = 32_768
MAX_BLOCKS: Final = 500
MAX_LEVELS: Final = 16
MAX_MEDIA: Final = 50
MAP_WIDTH, MAP_HEIGHT = 800, 450  # at most 10,000 together and a ratio of at most 20 (InputRichBlockMap)

# Deeper blocks are shown as their words, deeper styles are dropped; both with room to the 16 levels.
_BLOCK_LEVELS = 9
_INLINE_LEVELS = MAX_LEVELS - 1

# Bot API, "Date-time entity formatting": D long date, t short time, r relative to now.
DATE_FORMATS: Final[dict[DateStyle, str]] = {"date": "D", "time": "t", "datetime": "Dt", "relative": "r"}

_STYLES: Final[dict[type[Any], str]] = {
    Bold: "bold",
    Italic: "italic",
    Strike: "strikethrough",
    Spoiler: "spoiler",
}


def render_rich(document: Document) -> dict[str, Any]:
    """Return one `InputRichMessage`; ValueError where the document is empty or needs several."""
    parts = render_rich_parts(document)
    if len(parts) != 1:
        raise ValueError(f"the document makes {len(parts)} rich messages, not one")
    return parts[0]


def render_rich_parts(document: Document) -> list[dict[str, Any]]:
    """Return the document as `InputRichMessage` objects in order, each within the limits; cut on blocks.

    A document without anything to show gives none. The keyboard (`render_keyboard`) goes under the last.
    """
    limits = (MAX_CHARACTERS, MAX_BLOCKS, MAX_MEDIA)
    return [
        {"blocks": blocks}
        for part in pack(document.blocks, _measure, limits)
        if (blocks := _blocks(part, 1)) and _size(blocks)[0] + _size(blocks)[2] > 0
    ]


def render_files(document: Document) -> dict[str, bytes]:
    """Return the uploads the rich message refers to (`attach://NAME`) by their multipart names."""
    return {
        _attachment(block.source): block.source
        for block in walk(document.blocks)
        if isinstance(block, Picture) and isinstance(block.source, bytes)
    }


def render_keyboard(document: Document) -> list[list[dict[str, Any]]] | None:
    """Return the rows of an `InlineKeyboardMarkup` (its `inline_keyboard`), or None without buttons."""
    return [[_button(button) for button in row] for row in document.buttons] or None


def _button(button: Button) -> dict[str, Any]:
    if button.data is not None:
        return {"text": button.text, "callback_data": button.data}
    if button.url is not None:
        return {"text": button.text, "url": button.url}
    key = "switch_inline_query" if button.pick_chat else "switch_inline_query_current_chat"
    return {"text": button.text, key: button.inline or ""}


def _attachment(data: bytes) -> str:
    return "picture_" + hashlib.sha256(data).hexdigest()[:16]


# --- blocks -----------------------------------------------------------------------------------------


def _blocks(blocks: tuple[Block, ...], level: int) -> list[dict[str, Any]]:
    return [made for block in blocks if (made := _block(block, level))]


def _block(block: Block, level: int) -> dict[str, Any] | None:
    """One block as JSON; None where it shows nothing (an empty paragraph is refused by Telegram)."""
    if level >= _BLOCK_LEVELS and isinstance(block, ListBlock | Details | Quotation | Table):
        block = Paragraph(block_text(block))
    inner = level + 1
    match block:
        case Heading() | Paragraph() | Footer() if is_blank(inline_text(block.content)):
            return None
        case Heading():
            return {"type": "heading", "text": _text(block.content, inner), "size": block.level}
        case Paragraph():
            return {"type": "paragraph", "text": _text(block.content, inner)}
        case Footer():
            return {"type": "footer", "text": _text(block.content, inner)}
        case Preformatted(text):
            return None if is_blank(text) else {"type": "pre", "text": text}
        case Divider():
            return {"type": "divider"}
        case ListBlock():
            return _list(block, inner)
        case Table():
            return _table(block, inner)
        case Quotation():
            return _quotation(block, inner)
        case Details():
            inside = _blocks(block.blocks, inner)
            summary = _text(block.summary, inner)
            if not inside:
                return _block(Paragraph(block.summary), level)
            details = {"type": "details", "summary": summary or "…", "blocks": inside}
            return {**details, "is_open": True} if block.is_open else details
        case Map():
            place = {"latitude": block.lat, "longitude": block.lon}
            size = {"width": MAP_WIDTH, "height": MAP_HEIGHT}
            return {"type": "map", "location": place, "zoom": block.zoom, **size, **_caption(block, inner)}
        case Picture():
            return _picture(block, inner)


def _list(block: ListBlock, level: int) -> dict[str, Any] | None:
    items: list[dict[str, Any]] = []
    for number, item in enumerate(block.items, block.start):
        inside = _blocks(item, level + 1)
        if inside:
            items.append({"blocks": inside, **({"value": number, "type": "1"} if block.ordered else {})})
    return {"type": "list", "items": items} if items else None


def _table(block: Table, level: int) -> dict[str, Any] | None:
    def cell(content: tuple[Inline, ...], align: str, **more: Any) -> dict[str, Any]:
        return {"text": _text(content, level + 1), "align": align, "valign": "top", **more}

    cells = [[cell(text, a) for text, a in zip(row, block.aligns, strict=True)] for row in block.rows]
    if block.header:
        head = [cell(text, a, is_header=True) for text, a in zip(block.header, block.aligns, strict=True)]
        cells.insert(0, head)
    if not any(each["text"] for row in cells for each in row):
        return _block(Paragraph(block.caption), level - 1)
    caption = _text(block.caption, level)
    return {"type": "table", "cells": cells, "is_bordered": True, **({"caption": caption} if caption else {})}


def _quotation(block: Quotation, level: int) -> dict[str, Any] | None:
    credit = {"credit": text} if (text := _text(block.credit, level)) else {}
    inside = _blocks((Paragraph(block.content),), level)
    if not inside:
        return _block(Paragraph(block.credit), level - 1)
    if block.expandable:
        return {"type": "expandable_blockquote", "text": _text(block.content, level), **credit}
    return {"type": "blockquote", "blocks": inside, **credit}


def _picture(block: Picture, level: int) -> dict[str, Any]:
    source = block.source
    media = f"attach://{_attachment(source)}" if isinstance(source, bytes) else source
    return {"type": "photo", "photo": {"type": "photo", "media": media}, **_caption(block, level)}


def _caption(block: Map | Picture, level: int) -> dict[str, Any]:
    text = _text(block.caption, level)
    return {"caption": {"text": text}} if text else {}


# --- text -------------------------------------------------------------------------------------------


def _text(content: tuple[Inline, ...], level: int) -> Any:
    """Inline content as `RichText`: a string, one typed span, or an array of them; "" where it is empty."""
    spans: list[Any] = []
    for span in content:
        made = _span(span, level)
        if isinstance(made, str) and spans and isinstance(spans[-1], str):
            spans[-1] += made
        elif made:
            spans.append(made)
    if len(spans) == 1:
        return spans[0]
    return spans or ""


def _span(span: Inline, level: int) -> Any:
    match span:
        case Text(text):
            return text
        case Code(text):
            return {"type": "code", "text": text} if text else ""
        case DateTime():
            if not span.shown:
                return ""
            when = {"unix_time": int(span.at.timestamp()), "date_time_format": DATE_FORMATS[span.style]}
            return {"type": "date_time", "text": span.shown, **when}
    if level >= _INLINE_LEVELS:
        return inline_text(span.children)
    if isinstance(span, Link):
        url = safe_url(span.url)
        text = _text(span.children, level + 1 if url else level)
        return {"type": "url", "text": text, "url": url} if url and text else text
    text = _text(span.children, level + 1)
    return {"type": _STYLES[type(span)], "text": text} if text else ""


# --- size -------------------------------------------------------------------------------------------


def _measure(block: Block) -> Cost:
    made = _block(block, 1)
    return _size([made] if made else [])


def _size(value: Any) -> Cost:
    """Characters, blocks (list items and table rows counted as such) and media of rendered blocks."""
    characters = blocks = media = 0
    stack: list[tuple[str, Any]] = [("blocks", value)]
    while stack:
        key, each = stack.pop()
        if isinstance(each, str):
            characters += len(each) if key in ("text", "summary", "credit", "caption") else 0
        elif isinstance(each, list):
            blocks += len(each) if key in ("blocks", "items", "cells") else 0
            stack.extend(("row" if key == "cells" else key, inner) for inner in each)
        elif isinstance(each, dict):
            media += each.get("type") in ("photo", "map") and "media" not in each
            stack.extend((inner_key, inner) for inner_key, inner in each.items())
    return characters, blocks, media
