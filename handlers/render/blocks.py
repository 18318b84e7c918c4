"""Blocks, buttons and the `Document` that holds them: frozen nouns, a selection of "InputRichBlock" (Bot API 10.3).

Constructors accept plain strings where they hold inline content and clean them (see `clean.py`); attributes
always hold tuples of nouns.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeAlias

from handlers.render.clean import clean_text, safe_url
from handlers.render.spans import Inline, InlineLike, inlines

CALLBACK_MAX_BYTES = 64  # Bot API, InlineKeyboardButton.callback_data: 1-64 bytes
ROW_MAX_BUTTONS = 8  # Bot API: a row of an inline keyboard shows at most 8


@dataclass(frozen=True, slots=True, init=False)
class Heading:
    """A section heading; `level` 1 (largest) to 6, ValueError otherwise."""

    content: tuple[Inline, ...]
    level: int

    def __init__(self, content: InlineLike, level: int = 1) -> None:
        if not 1 <= level <= 6:
            raise ValueError(f"heading level {level} is not within 1-6")
        object.__setattr__(self, "content", inlines(content))
        object.__setattr__(self, "level", level)


@dataclass(frozen=True, slots=True, init=False)
class _Flow:
    """A block of inline content."""

    content: tuple[Inline, ...]

    def __init__(self, content: InlineLike) -> None:
        object.__setattr__(self, "content", inlines(content))


class Paragraph(_Flow):
    """A paragraph of text."""

    __slots__ = ()


class Footer(_Flow):
    """Small print at the end: provenance, coverage."""

    __slots__ = ()


@dataclass(frozen=True, slots=True, init=False)
class ListBlock:
    """A list; each item is a tuple of blocks. An item given as text or spans becomes one paragraph.

    `start` is the number of the first item of an ordered list (a list cut in two goes on counting).
    """

    items: tuple[tuple[Block, ...], ...]
    ordered: bool
    start: int

    def __init__(self, items: Iterable[ItemLike], ordered: bool = False, start: int = 1) -> None:
        object.__setattr__(self, "items", tuple(_item(item) for item in items))
        object.__setattr__(self, "ordered", ordered)
        object.__setattr__(self, "start", start)


@dataclass(frozen=True, slots=True, init=False)
class Table:
    """A table; cells are inline content. `header` may be empty; short rows are filled with empty cells.

    `aligns` has one of "left", "center", "right" a column; missing ones are "left". More than 20 columns
    (Bot API) is a ValueError.
    """

    header: tuple[tuple[Inline, ...], ...]
    rows: tuple[tuple[tuple[Inline, ...], ...], ...]
    aligns: tuple[str, ...]
    caption: tuple[Inline, ...]

    def __init__(
        self,
        header: Iterable[InlineLike],
        rows: Iterable[Iterable[InlineLike]],
        aligns: Iterable[str] = (),
        caption: InlineLike = (),
    ) -> None:
        head = tuple(inlines(cell) for cell in header)
        body = [tuple(inlines(cell) for cell in row) for row in rows]
        width = max([len(head), *(len(row) for row in body)])
        if width > 20:
            raise ValueError(f"a table of {width} columns; at most 20 can be shown")
        sides = tuple(aligns)[:width]
        if any(side not in ("left", "center", "right") for side in sides):
            raise ValueError(f"table alignments {sides!r} must be left, center or right")
        if head:
            head += ((),) * (width - len(head))
        object.__setattr__(self, "header", head)
        object.__setattr__(self, "rows", tuple(row + ((),) * (width - len(row)) for row in body))
        object.__setattr__(self, "aligns", sides + ("left",) * (width - len(sides)))
        object.__setattr__(self, "caption", inlines(caption))


@dataclass(frozen=True, slots=True, init=False)
class Quotation:
    """A quotation with its credit (who said it, where); `expandable` folds a long one."""

    content: tuple[Inline, ...]
    credit: tuple[Inline, ...]
    expandable: bool

    def __init__(self, content: InlineLike, credit: InlineLike | None = None, expandable: bool = False) -> None:
        object.__setattr__(self, "content", inlines(content))
        object.__setattr__(self, "credit", inlines(credit or ()))
        object.__setattr__(self, "expandable", expandable)


@dataclass(frozen=True, slots=True, init=False)
class Details:
    """Blocks folded under a summary that is always shown."""

    summary: tuple[Inline, ...]
    blocks: tuple[Block, ...]
    is_open: bool

    def __init__(self, summary: InlineLike, blocks: Iterable[Block], is_open: bool = False) -> None:
        object.__setattr__(self, "summary", inlines(summary))
        object.__setattr__(self, "blocks", tuple(blocks))
        object.__setattr__(self, "is_open", is_open)


@dataclass(frozen=True, slots=True)
class Divider:
    """A horizontal rule."""


@dataclass(frozen=True, slots=True, init=False)
class Map:
    """A map centred on WGS 84 `lat`, `lon` in degrees; `zoom` 0-24 (Bot API); ValueError outside."""

    lat: float
    lon: float
    zoom: int
    caption: tuple[Inline, ...]

    def __init__(self, lat: float, lon: float, zoom: int = 6, caption: InlineLike = ()) -> None:
        if not (-90 <= lat <= 90 and -180 <= lon <= 180 and 0 <= zoom <= 24):
            raise ValueError(f"no such place on a map: lat {lat}, lon {lon}, zoom {zoom}")
        object.__setattr__(self, "lat", float(lat))
        object.__setattr__(self, "lon", float(lon))
        object.__setattr__(self, "zoom", zoom)
        object.__setattr__(self, "caption", inlines(caption))


@dataclass(frozen=True, slots=True, init=False)
class Picture:
    """A picture: a web address, a Telegram file_id, or the bytes of an image file (PNG or JPEG).

    Bytes are uploaded beside the message: see `rich.render_files`.
    """

    source: str | bytes
    caption: tuple[Inline, ...]

    def __init__(self, source: str | bytes, caption: InlineLike = ()) -> None:
        if not source:
            raise ValueError("a Picture needs a source")
        object.__setattr__(self, "source", clean_text(source).strip() if isinstance(source, str) else source)
        object.__setattr__(self, "caption", inlines(caption))


@dataclass(frozen=True, slots=True, init=False)
class Preformatted:
    """Monospaced lines whose blanks count; tabs become four-column stops."""

    text: str

    def __init__(self, text: str) -> None:
        object.__setattr__(self, "text", clean_text(text.expandtabs(4)))


Block: TypeAlias = (
    Heading | Paragraph | ListBlock | Table | Quotation | Details | Divider | Footer | Map | Picture | Preformatted
)
ItemLike: TypeAlias = str | Inline | Block | Iterable[str | Inline | Block]


def _item(item: ItemLike) -> tuple[Block, ...]:
    """One list item as blocks: neighbouring text and spans are gathered into paragraphs."""
    parts = [item] if isinstance(item, str | Inline | Block) else list(item)
    blocks: list[Block] = []
    run: list[str | Inline] = []
    for part in parts:
        if isinstance(part, Block):
            if run:
                blocks.append(Paragraph(run))
                run = []
            blocks.append(part)
        else:
            run.append(part)
    if run:
        blocks.append(Paragraph(run))
    return tuple(blocks)


# --- buttons and the document ---------------------------------------------------------------------


@dataclass(frozen=True, slots=True, init=False)
class Button:
    """A button under the message with exactly one action; ValueError otherwise.

    `data` is callback data of 1-64 UTF-8 bytes; `url` a web or tg: address (see `clean.safe_url`);
    `inline` an inline query the press types, in the current chat, or in one the user picks when `pick_chat`.
    """

    text: str
    data: str | None
    url: str | None
    inline: str | None
    pick_chat: bool

    def __init__(
        self,
        text: str,
        data: str | None = None,
        url: str | None = None,
        inline: str | None = None,
        pick_chat: bool = False,
    ) -> None:
        label = " ".join(clean_text(text).split())
        if not label:
            raise ValueError("a button needs a label")
        if sum(action is not None for action in (data, url, inline)) != 1:
            raise ValueError(f"button {label!r} needs exactly one of data, url, inline")
        if data is not None and not 1 <= len(data.encode("utf-8", "surrogatepass")) <= CALLBACK_MAX_BYTES:
            raise ValueError(f"the data of button {label!r} is not 1-{CALLBACK_MAX_BYTES} bytes of UTF-8")
        if url is not None and (url := safe_url(url)) is None:
            raise ValueError(f"the address of button {label!r} is no web address")
        object.__setattr__(self, "text", label)
        object.__setattr__(self, "data", data)
        object.__setattr__(self, "url", url)
        object.__setattr__(self, "inline", inline)
        object.__setattr__(self, "pick_chat", pick_chat)


@dataclass(frozen=True, slots=True, init=False)
class Document:
    """Blocks in reading order, rows of buttons (at most 8 a row) under them, and whether a preview is shown."""

    blocks: tuple[Block, ...]
    buttons: tuple[tuple[Button, ...], ...]
    link_preview: bool

    def __init__(
        self,
        blocks: Iterable[Block],
        buttons: Iterable[Iterable[Button]] = (),
        link_preview: bool = False,
    ) -> None:
        rows = tuple(row for row in (tuple(row) for row in buttons) if row)
        if any(len(row) > ROW_MAX_BUTTONS for row in rows):
            raise ValueError(f"a row of more than {ROW_MAX_BUTTONS} buttons")
        object.__setattr__(self, "blocks", tuple(blocks))
        object.__setattr__(self, "buttons", rows)
        object.__setattr__(self, "link_preview", link_preview)
