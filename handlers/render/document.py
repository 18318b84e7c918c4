"""The document: what an answer says, as blocks, before anyone knows where it will be shown.

Plain frozen data without Telegram in it. `rich.py`, `html.py` and `terminal.py` render it; the outbox
stores it as JSON (`document_to_json`, `document_from_json`). The nouns live in `spans.py` (inline content)
and `blocks.py`, and are all importable from here.
"""

from __future__ import annotations

import base64
from collections.abc import Iterable, Iterator
from dataclasses import fields
from datetime import datetime
from typing import Any

from handlers.render.blocks import (
    Block,
    Button,
    Details,
    Divider,
    Document,
    Footer,
    Heading,
    ItemLike,
    ListBlock,
    Map,
    Paragraph,
    Picture,
    Preformatted,
    Quotation,
    Table,
)
from handlers.render.spans import (
    Bold,
    Code,
    DateStyle,
    DateTime,
    Inline,
    InlineLike,
    Italic,
    Link,
    Spoiler,
    Strike,
    Text,
    inline_text,
    inlines,
)

__all__ = [
    "Block",
    "Bold",
    "Button",
    "Code",
    "DateStyle",
    "DateTime",
    "Details",
    "Divider",
    "Document",
    "Footer",
    "Heading",
    "Inline",
    "InlineLike",
    "Italic",
    "ItemLike",
    "Link",
    "ListBlock",
    "Map",
    "Paragraph",
    "Picture",
    "Preformatted",
    "Quotation",
    "Spoiler",
    "Strike",
    "Table",
    "Text",
    "block_text",
    "document_from_json",
    "document_to_json",
    "inline_text",
    "inlines",
    "plain_text",
    "walk",
]


def walk(blocks: Iterable[Block]) -> Iterator[Block]:
    """Every block, nested ones included, in reading order."""
    for block in blocks:
        yield block
        if isinstance(block, ListBlock):
            for item in block.items:
                yield from walk(item)
        elif isinstance(block, Details):
            yield from walk(block.blocks)


def plain_text(document: Document) -> str:
    """The words of a document without any styling: blocks parted by blank lines, buttons left out."""
    return "\n\n".join(text for block in document.blocks if (text := block_text(block)))


def block_text(block: Block) -> str:
    """The words of one block, nested ones included."""
    match block:
        case Heading() | Paragraph() | Footer():
            return inline_text(block.content)
        case ListBlock():
            marks = (f"{n}." if block.ordered else "•" for n in range(block.start, 10**9))
            items = ("\n".join(filter(None, map(block_text, item))) for item in block.items)
            return "\n".join(f"{mark} {item}" for mark, item in zip(marks, items, strict=False))
        case Table():
            rows = [row for row in (block.header, *block.rows) if row]
            lines = [" | ".join(map(inline_text, row)) for row in rows]
            return "\n".join(filter(None, [inline_text(block.caption), *lines]))
        case Quotation():
            credit = inline_text(block.credit)
            return inline_text(block.content) + (f"\n— {credit}" if credit else "")
        case Details():
            return "\n".join(filter(None, [inline_text(block.summary), *map(block_text, block.blocks)]))
        case Map() | Picture():
            return inline_text(block.caption)
        case Preformatted():
            return block.text
        case Divider():
            return "———"


# --- JSON -----------------------------------------------------------------------------------------

_VERSION = 1
_NOUNS: dict[str, type[Any]] = {
    noun.__name__.lower(): noun
    for noun in (
        Text, Bold, Italic, Strike, Spoiler, Code, Link, DateTime,
        Heading, Paragraph, ListBlock, Table, Quotation, Details, Divider, Footer, Map, Picture, Preformatted,
        Button, Document,
    )
}  # fmt: skip


def document_to_json(document: Document) -> dict[str, Any]:
    """Return the document as JSON values (what `json.dumps` takes); `document_from_json` gives it back."""
    return {"version": _VERSION, **_encode(document)}


def document_from_json(obj: dict[str, Any]) -> Document:
    """Return the document that `document_to_json` wrote; ValueError where `obj` is not one."""
    rest = {key: value for key, value in obj.items() if key != "version"}
    if obj.get("version") != _VERSION:
        raise ValueError(f"not a document of version {_VERSION}")
    try:
        document = _decode(rest)
    except (TypeError, KeyError, AttributeError) as error:
        raise ValueError(f"not a document: {error}") from error
    if not isinstance(document, Document):
        raise ValueError("not a document")
    return document


def _encode(value: Any) -> Any:
    match value:
        case Text(text):
            return text
        case tuple():
            return [_encode(each) for each in value]
        case bytes():
            return {"type": "bytes", "base64": base64.b64encode(value).decode("ascii")}
        case datetime():
            return {"type": "instant", "iso": value.isoformat()}
    name = type(value).__name__.lower()
    if name not in _NOUNS:
        return value
    return {"type": name, **{field.name: _encode(getattr(value, field.name)) for field in fields(value)}}


def _decode(value: Any) -> Any:
    if isinstance(value, list):
        return [_decode(each) for each in value]
    if not isinstance(value, dict):
        return value
    kind = value["type"]
    if kind == "bytes":
        return base64.b64decode(value["base64"], validate=True)
    if kind == "instant":
        return datetime.fromisoformat(value["iso"])
    return _NOUNS[kind](**{key: _decode(each) for key, each in value.items() if key != "type"})
