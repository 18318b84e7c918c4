"""The words of a rich message that somebody else sent (Bot API 10.1, RichMessage). Pure.

python-telegram-bot 22.8 does not know the type: it comes as JSON values, and nothing in them is taken for granted.
"""

from __future__ import annotations

from collections.abc import Iterator

MOST_LEVELS = 32
"""Twice what Telegram allows (Bot API, Rich message limits)."""


def rich_words(rich_message: object) -> str:
    """Every word of it, in reading order: a paragraph a block, the cells of a table's row on one line."""
    blocks = rich_message.get("blocks") if isinstance(rich_message, dict) else None
    return "\n\n".join(part for part in _of_blocks(blocks, MOST_LEVELS) if part.strip())


def _of_blocks(blocks: object, levels: int) -> Iterator[str]:
    if not isinstance(blocks, list) or not levels:
        return
    for block in blocks:
        if not isinstance(block, dict):
            continue
        for key in ("summary", "text"):
            yield _inline(block.get(key), levels)
        cells = block.get("cells")
        for row in cells if isinstance(cells, list) else ():
            yield " | ".join(_inline(cell, levels) for cell in row) if isinstance(row, list) else ""
        for key in ("items", "blocks"):
            yield from _of_blocks(block.get(key), levels - 1)
        caption = block.get("caption")
        credits = [caption.get("credit")] if isinstance(caption, dict) else []
        for words in (caption, *credits, block.get("credit")):
            yield _inline(words, levels)


def _inline(text: object, levels: int) -> str:
    """The words of a RichText: a string, a list of them, or a span around one."""
    if isinstance(text, str):
        return text
    if not levels:
        return ""
    if isinstance(text, list):
        return "".join(_inline(part, levels - 1) for part in text)
    return _inline(text.get("text"), levels - 1) if isinstance(text, dict) else ""
