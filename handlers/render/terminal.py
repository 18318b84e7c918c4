"""A document for a terminal: wrapped by display width, links as numbered notes, no escape of anyone else's.

Content was cleaned when the document was made (`clean.py`), so the only control sequences here are ours:
SGR styles and OSC 8 hyperlinks, and these only with `colour`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import groupby
from typing import Final, TypeAlias

from handlers.render.clean import clean_text, is_blank, safe_url
from handlers.render.document import (
    Block,
    Bold,
    Button,
    Code,
    DateTime,
    Details,
    Divider,
    Document,
    Footer,
    Heading,
    InlineLike,
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
    inlines,
)
from handlers.render.width import aligned_table, display_width, graphemes

MIN_WIDTH: Final = 20
_SGR: Final = {Bold: 1, Italic: 3, Strike: 9, Spoiler: 2}
_BOLD, _DIM, _CYAN = 1, 2, 36


@dataclass(frozen=True, slots=True)
class _Style:
    codes: frozenset[int] = frozenset()
    url: str | None = None

    def plus(self, code: int) -> _Style:
        return _Style(self.codes | {code}, self.url)


_PLAIN = _Style()
_Cell: TypeAlias = tuple[str, _Style]  # one visible character


def render_terminal(
    document: Document,
    width: int = 80,
    colour: bool = False,
    links: bool = True,
    hint: Callable[[Button], str | None] | None = None,
) -> str:
    """Return the document as lines of at most `width` columns (20 at least), without a final line feed.

    With `links`, addresses are shown: with `colour` as terminal hyperlinks (OSC 8), otherwise as numbers in
    brackets with the addresses at the end, where a long one may pass the width. Preformatted text is never
    wrapped. Buttons make the last lines; `hint` says what to type instead of pressing one (by default its
    callback data where that is a command, or its address).
    """
    printer = _Printer(colour, links, [])
    lines = printer.blocks(document.blocks, max(MIN_WIDTH, width))
    if document.buttons:
        labels = [printer.button(button, hint or _default_hint) for row in document.buttons for button in row]
        cells = printer.cells("Buttons: " + " · ".join(labels), _PLAIN.plus(_DIM))
        lines += ([""] if lines else []) + printer.wrap(cells, max(MIN_WIDTH, width))
    if printer.notes:
        lines += ["", *(f"[{number}] {url}" for number, url in enumerate(printer.notes, 1))]
    return "\n".join(lines)


def _default_hint(button: Button) -> str | None:
    if button.url is not None:
        return button.url
    return button.data if button.data is not None and button.data.startswith("/") else None


@dataclass(slots=True)
class _Printer:
    colour: bool
    links: bool
    notes: list[str] = field(default_factory=list)

    # --- inline -------------------------------------------------------------------------------------

    def cells(self, content: InlineLike, style: _Style = _PLAIN) -> list[_Cell]:
        made: list[_Cell] = []
        for span in inlines(content):
            match span:
                case Text(text):
                    made += [(cluster, style) for cluster in graphemes(text)]
                case Code(text):
                    made += [(cluster, style.plus(_CYAN)) for cluster in graphemes(text)]
                case DateTime():
                    made += [(cluster, style) for cluster in graphemes(span.shown)]
                case Link():
                    made += self._link(span, style)
                case _:
                    made += self.cells(span.children, style.plus(_SGR[type(span)]))
        return made

    def _link(self, span: Link, style: _Style) -> list[_Cell]:
        url = safe_url(span.url) if self.links else None
        if url is None or is_blank(inline_text(span.children)):
            return self.cells(span.children, style)
        if self.colour:
            return self.cells(span.children, _Style(style.codes | {4}, url))
        return self.cells((*span.children, Text(" " + self._note(url))), style)

    def _note(self, url: str) -> str:
        if url not in self.notes:
            self.notes.append(url)
        return f"[{self.notes.index(url) + 1}]"

    def button(self, button: Button, hint: Callable[[Button], str | None]) -> str:
        shown = hint(button)
        return f"{button.text} ({clean_text(shown)})" if shown else button.text

    # --- lines --------------------------------------------------------------------------------------

    def wrap(self, cells: list[_Cell], width: int, first: str = "", rest: str | None = None) -> list[str]:
        """Break cells into lines between words; `first` and `rest` begin the first and the other lines."""
        rest = " " * display_width(first) if rest is None else rest
        room = max(1, width - max(display_width(first), display_width(rest)))
        return [
            (rest if index else first) + self._draw(line) if line else (rest if index else first).rstrip()
            for index, line in enumerate(_break(cells, room))
        ]

    def _draw(self, line: list[_Cell]) -> str:
        drawn: list[str] = []
        for style, group in groupby(line, key=lambda cell: cell[1]):
            # Cleaned again: wrapping may have parted a direction control from its end.
            text = clean_text("".join(cluster for cluster, _ in group))
            if self.colour and style.codes:
                text = f"\x1b[{';'.join(map(str, sorted(style.codes)))}m{text}\x1b[0m"
            if self.colour and style.url:
                text = f"\x1b]8;;{style.url}\x1b\\{text}\x1b]8;;\x1b\\"
            drawn.append(text)
        return "".join(drawn)

    # --- blocks -------------------------------------------------------------------------------------

    def blocks(self, blocks: Iterable[Block], width: int, gap: bool = True) -> list[str]:
        lines: list[str] = []
        for block in blocks:
            made = self._block(block, max(MIN_WIDTH // 2, width))
            if made:
                lines += ["", *made] if gap and lines else made
        return lines

    def _block(self, block: Block, width: int) -> list[str]:
        match block:
            case Heading() | Paragraph() | Footer() if is_blank(inline_text(block.content)):
                return []
            case Heading():
                lines = self.wrap(self.cells(block.content, _PLAIN.plus(_BOLD)), width)
                if block.level > 1 or self.colour:
                    return lines
                return [*lines, "=" * max(map(display_width, lines))]
            case Paragraph():
                return self.wrap(self.cells(block.content), width)
            case Footer():
                return self.wrap(self.cells(block.content, _PLAIN.plus(_DIM)), width)
            case ListBlock():
                return self._list(block, width)
            case Table():
                return self._table(block, width)
            case Quotation():
                lines = self.wrap(self.cells(block.content), width, "│ ", "│ ") if block.content else []
                if block.credit:
                    lines += self.wrap(self.cells(("— ", *block.credit)), width, "│ ", "│ ")
                return lines
            case Details():
                inside = self.blocks(block.blocks, width - 2, gap=False)
                summary = self.wrap(self.cells(block.summary, _PLAIN.plus(_BOLD)), width, "▾ ")
                return [*summary, *(f"  {line}".rstrip() for line in inside)]
            case Divider():
                return ["─" * min(width, 40)]
            case Map():
                place = f"{block.lat:.3f}, {block.lon:.3f}"
                return self.wrap(
                    self.cells((*block.caption, Text(f" ({place})" if block.caption else place))), width, "📍 "
                )
            case Picture():
                source = block.source if isinstance(block.source, str) else ""
                return self.wrap(self.cells([Link(block.caption or "Picture", source)]), width, "🖼 ")
            case Preformatted(text):
                return text.split("\n")

    def _list(self, block: ListBlock, width: int) -> list[str]:
        last = block.start + len(block.items) - 1
        marks = [f"{n}. " if block.ordered else "• " for n in range(block.start, last + 1)]
        room = max(map(len, marks), default=0)
        lines: list[str] = []
        for mark, item in zip(marks, block.items, strict=True):
            inside = self.blocks(item, width - room, gap=False)
            begin = [mark.ljust(room), *[" " * room] * len(inside)]
            lines += [(head + line).rstrip() for head, line in zip(begin, inside, strict=False)]
        return lines

    def _table(self, block: Table, width: int) -> list[str]:
        lines = self.wrap(self.cells(block.caption), width) if block.caption else []
        # In aligned cells links are numbers, in colour too: their width counts.
        plain = _Printer(False, self.links, self.notes)
        rows = [["".join(c for c, _ in plain.cells(cell)) for cell in row] for row in (block.header, *block.rows)]
        drawn = aligned_table(rows[0], rows[1:], block.aligns, width)
        if drawn is not None:
            return lines + drawn
        for row in block.rows or (block.header,):
            for index, cell in enumerate(row):
                name = block.header[index] if block.rows and block.header and index else ()
                label = (*name, Text(": ")) if name else ()
                if cell:
                    lines += self.wrap(self.cells((*label, *cell)), width, "  " if index else "")
        return lines


def _break(cells: list[_Cell], room: int) -> Iterator[list[_Cell]]:
    """Lines of at most `room` columns: cut at line feeds and blanks, inside a word only where it is longer."""
    line: list[_Cell] = []
    used = 0
    blank = -1  # where the line was last broken by a blank
    for cell in cells:
        cluster, _ = cell
        if cluster == "\n":
            yield _stripped(line)
            line, used, blank = [], 0, -1
            continue
        size = display_width(cluster)
        if cluster == " " and line and used + size > room:
            yield _stripped(line)
            line, used, blank = [], 0, -1
            continue
        while line and used + size > room:
            cut = blank + 1 if blank >= 0 else len(line)
            yield _stripped(line[:cut])
            line = line[cut:]
            used = sum(display_width(each) for each, _ in line)
            blank = -1
        if cluster == " ":
            blank = len(line)
        line.append(cell)
        used += size
    yield _stripped(line)


def _stripped(line: list[_Cell]) -> list[_Cell]:
    end = len(line)
    while end and line[end - 1][0] == " ":
        end -= 1
    return line[:end]
