"""A document as classic HTML messages (`sendMessage`, parse mode HTML), for places where rich is refused.

Bot API, "HTML style" and "sendMessage": 4,096 UTF-16 code units after parsing; only the tags written here
exist, the rest is escaped. About 100 entities and about 9,500 raw characters a message are not documented,
but kept: what is past them is dropped or refused.
"""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import Final

from handlers.render.clean import is_blank, safe_url
from handlers.render.document import (
    Block,
    Bold,
    Code,
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
    inline_text,
)
from handlers.render.rich import DATE_FORMATS
from handlers.render.split import Cost, pack
from handlers.render.width import aligned_table

TEXT_LIMIT: Final = 4096
CAPTION_LIMIT: Final = 1024
MAX_ENTITIES: Final = 100
MAX_RAW: Final = 9_500
URL_LIMIT: Final = 2_048  # a longer address is not linked: it would eat the message
TABLE_COLUMNS: Final = 36  # what a narrow phone shows of a monospaced line without wrapping

_TAGS: Final = {Bold: "b", Italic: "i", Strike: "s", Spoiler: "tg-spoiler"}


@dataclass(frozen=True, slots=True)
class ClassicPart:
    """One message: its HTML, the text that is left once parsed, and how many entities it has."""

    html: str
    text: str
    entities: int


def render_html_parts(document: Document, limit: int = TEXT_LIMIT, *, tg_time: bool = True) -> list[str]:
    """Return the document as HTML messages in order, each valid by itself; see `render_classic_parts`."""
    return [part.html for part in render_classic_parts(document, limit, tg_time=tg_time)]


def render_classic_parts(document: Document, limit: int = TEXT_LIMIT, *, tg_time: bool = True) -> list[ClassicPart]:
    """Return the document as classic messages in order; one without anything to show gives none.

    `limit` is in UTF-16 code units after parsing: 4,096 for a message, 1,024 for a caption; ValueError under
    256. `tg_time` writes instants as `<tg-time>`, shown by the client in its own zone; without it, for Bot API
    servers older than that tag, as plain text. The keyboard goes under the last part.
    """
    if limit < 256:
        raise ValueError(f"no message fits in {limit} characters")

    def measure(block: Block) -> Cost:
        made = _render((block,), tg_time)
        return _utf16(made.text) + 2, made.entities, len(made.html) + 2

    # 2 for the blank line before each block; the first block has none, which leaves a little room.
    packed = pack(document.blocks, measure, (limit, MAX_ENTITIES, MAX_RAW))
    return [made for part in packed if not is_blank((made := _render(part, tg_time)).text)]


def _utf16(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def _render(blocks: tuple[Block, ...], tg_time: bool) -> ClassicPart:
    writer = _Writer(tg_time)
    writer.blocks(blocks)
    return ClassicPart("".join(writer.html), "".join(writer.text), writer.entities)


class _Writer:
    """Writes blocks as HTML, the parsed text beside it, and counts the entities."""

    def __init__(self, tg_time: bool) -> None:
        self.html: list[str] = []
        self.text: list[str] = []
        self.entities = 0
        self._tg_time = tg_time
        self._open: list[str] = []  # tags now open: none is nested in itself, quotes never in quotes

    def _put(self, text: str) -> None:
        self.html.append(escape(text, quote=False))
        self.text.append(text)

    def _tagged(self, tag: str, content: tuple[Inline, ...], attributes: str = "") -> None:
        """Inline content inside a tag, or bare where the tag is open already or there is nothing to show."""
        if tag in self._open or not inline_text(content):
            self._inlines(content)
            return
        self._start(tag, attributes)
        self._inlines(content)
        self._end(tag)

    def _start(self, tag: str, attributes: str = "") -> None:
        self.html.append(f"<{tag}{attributes}>")
        self._open.append(tag)
        self.entities += 1

    def _end(self, tag: str) -> None:
        self.html.append(f"</{tag}>")
        self._open.remove(tag)

    # --- inline -------------------------------------------------------------------------------------

    def _inlines(self, content: tuple[Inline, ...]) -> None:
        for span in content:
            self._span(span)

    def _span(self, span: Inline) -> None:
        match span:
            case Text(text):
                self._put(text)
            case Code(text):
                # Telegram nests code in nothing but a quotation: inside other styles these win.
                if any(tag != "blockquote" for tag in self._open):
                    self._put(text)
                else:
                    self._tagged("code", (Text(text),))
            case DateTime():
                if self._tg_time and "tg-time" not in self._open:
                    when = f' unix="{int(span.at.timestamp())}" format="{DATE_FORMATS[span.style]}"'
                    self._tagged("tg-time", (Text(span.shown),), when)
                else:
                    self._put(span.shown)
            case Link():
                url = safe_url(span.url)
                if url and len(url) <= URL_LIMIT:
                    self._tagged("a", span.children, f' href="{escape(url)}"')
                else:
                    self._inlines(span.children)
            case _:
                self._tagged(_TAGS[type(span)], span.children)

    # --- blocks -------------------------------------------------------------------------------------

    def blocks(self, blocks: tuple[Block, ...], between: str = "\n\n") -> None:
        """Blocks with a blank line between them (none after a heading); those that show nothing are left out."""
        previous: Block | None = None
        for block in blocks:
            if is_blank(_seen(block)):
                continue
            if previous is not None:
                self._put("\n" if isinstance(previous, Heading) else between)
            self._block(block)
            previous = block

    def _block(self, block: Block) -> None:
        match block:
            case Heading():
                self._tagged("b", block.content)
            case Paragraph():
                self._inlines(block.content)
            case Footer():
                self._tagged("i", block.content)
            case ListBlock():
                self._list(block)
            case Table():
                self._table(block)
            case Quotation():
                self._quotation(block)
            case Details():
                self._details(block)
            case Divider():
                self._put("———")
            case Map():
                self._put("📍 ")
                zoom, lat, lon = block.zoom, block.lat, block.lon
                url = f"https://www.openstreetmap.org/?mlat={lat:.5f}&mlon={lon:.5f}#map={zoom}/{lat:.5f}/{lon:.5f}"
                self._span(Link(block.caption or f"{lat:.3f}, {lon:.3f}", url))
            case Picture():
                source = block.source if isinstance(block.source, str) else ""
                self._put("🖼 ")
                self._span(Link(block.caption or "Picture", source))
            case Preformatted(text):
                self._monospaced(text)

    def _monospaced(self, text: str) -> None:
        # In a quotation, `pre` would be nested where Telegram allows no block: `code` looks the same.
        self._tagged("code" if "blockquote" in self._open else "pre", (Text(text),))

    def _list(self, block: ListBlock, indent: str = "") -> None:
        shown = [(n, item) for n, item in enumerate(block.items, block.start) if _shows(item)]
        for index, (number, item) in enumerate(shown):
            if index:
                self._put("\n")
            self._put(f"{indent}{number}. " if block.ordered else f"{indent}• ")
            first = True
            for inner in item:
                if is_blank(_seen(inner)):
                    continue
                if not first:
                    self._put("\n")
                first = False
                if isinstance(inner, ListBlock):
                    self._list(inner, indent + "   ")
                else:
                    self._block(inner)

    def _table(self, block: Table) -> None:
        cells = [[inline_text(cell) for cell in row] for row in (block.header, *block.rows)]
        lines = aligned_table(cells[0], cells[1:], block.aligns, TABLE_COLUMNS)
        linked = any(not isinstance(span, Text | Bold) for row in block.rows for cell in row for span in cell)
        if block.caption:
            self._tagged("i", block.caption)
            self._put("\n")
        if lines is not None and not linked:
            self._monospaced("\n".join(lines))
            return
        # Too wide for a phone, or with links a monospaced block would lose: a line for each labelled cell.
        first = True
        for row in block.rows or (block.header,):
            for index, cell in enumerate(row):
                if not inline_text(cell):
                    continue
                if not first:
                    self._put("\n")
                first = False
                name = block.header[index] if block.rows and block.header else ()
                if inline_text(name) and index:
                    self._inlines(name)
                    self._put(": ")
                    self._inlines(cell)
                elif index:
                    self._inlines(cell)
                else:
                    self._tagged("b", cell)

    def _quotation(self, block: Quotation) -> None:
        if "blockquote" in self._open:
            self._tagged("i", block.content)
            self._credit(block)
            return
        self._start("blockquote", " expandable" if block.expandable else "")
        self._inlines(block.content)
        self._credit(block)
        self._end("blockquote")

    def _credit(self, block: Quotation) -> None:
        if inline_text(block.credit):
            self._put("\n— " if inline_text(block.content) else "— ")
            self._inlines(block.credit)

    def _details(self, block: Details) -> None:
        nested = "blockquote" in self._open
        if not nested:
            self._start("blockquote", "" if block.is_open else " expandable")
        self._tagged("b", block.summary)
        if inline_text(block.summary) and _shows(block.blocks):
            self._put("\n")
        self.blocks(block.blocks, "\n")
        if not nested:
            self._end("blockquote")


def _shows(blocks: tuple[Block, ...]) -> bool:
    return any(not is_blank(_seen(block)) for block in blocks)


def _seen(block: Block) -> str:
    """What of a block can be seen, roughly: enough to know whether it is empty."""
    match block:
        case Map() | Picture() | Divider():
            return "*"
        case ListBlock():
            return "*" if any(_shows(item) for item in block.items) else ""
        case Table():
            cells = (inline_text(cell) for row in (block.header, *block.rows) for cell in row)
            return "".join(cells) + inline_text(block.caption)
        case Quotation():
            return inline_text(block.content) + inline_text(block.credit)
        case Details():
            return inline_text(block.summary) + ("*" if _shows(block.blocks) else "")
        case Preformatted(text):
            return text
        case _:
            return inline_text(block.content)
