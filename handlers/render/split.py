"""Cutting a document into pieces that fit: on blocks, then items, rows and sentences, then words.

Pure, and works on the nouns of `document.py`, so a piece is again a whole document part: no renderer can
leave a tag or an entity open. What "fits" is the renderer's to say (`Measure`, `Fits`).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from itertools import accumulate
from typing import TypeAlias, TypeVar

from handlers.render.document import (
    Block,
    Bold,
    Code,
    DateTime,
    Details,
    Divider,
    Heading,
    Inline,
    Link,
    ListBlock,
    Map,
    Paragraph,
    Picture,
    Preformatted,
    Quotation,
    Table,
    Text,
    inline_text,
    inlines,
)
from handlers.render.width import graphemes

Cost: TypeAlias = tuple[int, ...]
Measure: TypeAlias = Callable[[Block], Cost]
Fits: TypeAlias = Callable[[Block], bool]
T = TypeVar("T")

ELLIPSIS = "…"
# Longest stretch looked at for one cut; above every limit of Telegram's (32,768 characters a rich message).
_WINDOW = 40_000
# After a full stop that ends a word of two letters or more ("U.S. forces" is no end), or a line.
_SENTENCE_END = re.compile(r"""(?<=[^\W_][\w)\]"'”’»%])[.!?؟۔]+["'”’»)\]]*(?=\s)|[。！？]+[”’」』）]*|\n""")
_BLANK = re.compile(r"\s+")


def pack(blocks: Iterable[Block], measure: Measure, limits: Cost) -> list[tuple[Block, ...]]:
    """Distribute blocks over as few parts as their order allows; no part costs more than `limits`.

    A block too large for a part of its own is split (`split_block`). A heading is not left alone at the end
    of a part, nor a divider at an edge where the document was cut. No blocks give no parts.
    """

    def fits(block: Block) -> bool:
        return _within(measure(block), limits)

    parts: list[list[Block]] = []
    part: list[Block] = []
    total: Cost = (0,) * len(limits)
    for block in blocks:
        for piece in split_block(block, fits):
            cost = measure(piece)
            if part and not _within(_sum(total, cost), limits):
                kept, carried = _without_tail(part, Heading)
                carried_cost = _sum(*(measure(each) for each in carried), (0,) * len(limits))
                if not kept or not _within(_sum(carried_cost, cost), limits):
                    kept, carried, carried_cost = part, [], (0,) * len(limits)
                parts.append(_without_tail(kept, Divider)[0])
                part, total = carried, carried_cost
                if isinstance(piece, Divider):
                    continue
            part.append(piece)
            total = _sum(total, cost)
    parts.append(part)
    return [tuple(part) for part in parts if part]


def _within(cost: Cost, limits: Cost) -> bool:
    return all(have <= most for have, most in zip(cost, limits, strict=True))


def _sum(*costs: Cost) -> Cost:
    return tuple(map(sum, zip(*costs, strict=True)))


def _without_tail(part: list[Block], kind: type[Block]) -> tuple[list[Block], list[Block]]:
    """The part without the blocks of one kind that end it, and those blocks."""
    end = len(part)
    while end and isinstance(part[end - 1], kind):
        end -= 1
    return part[:end], part[end:]


def split_block(block: Block, fits: Fits) -> Iterator[Block]:
    """Yield the block itself where it fits, else pieces that do, in reading order.

    Lists are cut between items (the numbering goes on), tables between rows (the header is repeated), details
    between blocks (the summary is repeated), text by `split_inlines`. A credit stays with the last piece.
    `fits` must hold for a block of a hundred plain characters.
    """
    if fits(block):
        yield block
        return
    match block:
        case ListBlock():
            yield from _split_list(block, fits)
        case Table():
            yield from _split_table(block, fits)
        case Details():
            yield from _split_details(block, fits)
        case Quotation():
            *head, last = split_inlines(block.content, lambda text: fits(Quotation(text, None, block.expandable)))
            yield from (Quotation(text, None, block.expandable) for text in head)
            whole = Quotation(last, block.credit, block.expandable)
            if fits(whole):
                yield whole
            else:
                yield Quotation(last, None, block.expandable)
                yield from split_block(Paragraph(["— ", *block.credit]), fits)
        case Map():
            yield Map(block.lat, block.lon, block.zoom)
            yield from split_block(Paragraph(block.caption), fits)
        case Picture():
            yield Picture(block.source)
            yield from split_block(Paragraph(block.caption), fits)
        case Preformatted():
            yield from _split_lines(block.text, fits)
        case Heading():
            for text in split_inlines(block.content, lambda text: fits(Heading(text, block.level))):
                yield Heading(text, block.level)
        case Divider():
            yield block
        case _:
            make = type(block)
            for text in split_inlines(block.content, lambda text: fits(make(text))):
                yield make(text)


def _split_list(block: ListBlock, fits: Fits) -> Iterator[Block]:
    number = block.start
    rest: Sequence[tuple[Block, ...]] = block.items
    while rest:
        start = number

        def some(items: Sequence[tuple[Block, ...]], start: int = start) -> ListBlock:
            return ListBlock(items, block.ordered, start)

        count = _most(rest, lambda items: fits(some(items)))
        if count:
            yield some(rest[:count])
        else:
            # One item larger than a part: its first piece keeps the mark, the others follow unmarked.
            count = 1
            pieces = [p for each in rest[0] for p in split_block(each, lambda b: fits(some([(b,)])))]
            yield some([(pieces[0],)])
            yield from pieces[1:]
        rest, number = rest[count:], number + count


def _split_table(block: Table, fits: Fits) -> Iterator[Block]:
    if block.caption:
        yield from split_block(Paragraph(block.caption), fits)
    rest: Sequence[tuple[tuple[Inline, ...], ...]] = block.rows
    while rest:
        count = _most(rest, lambda rows: fits(Table(block.header, rows, block.aligns)))
        if count:
            yield Table(block.header, rest[:count], block.aligns)
        else:
            count = 1
            for index, cell in enumerate(rest[0]):
                name = block.header[index] if block.header else ()
                label: tuple[Inline, ...] = (Bold(name), Text(": ")) if name else ()
                yield from split_block(Paragraph((*label, *cell)), fits)
        rest = rest[count:]
    if not block.rows:
        for cell in block.header:
            yield from split_block(Paragraph(cell), fits)


def _split_details(block: Details, fits: Fits) -> Iterator[Block]:
    def some(blocks: Sequence[Block]) -> Details:
        return Details(block.summary, blocks, block.is_open)

    if not fits(some([Paragraph("x" * 100)])):
        # The summary alone nearly fills a part: unfold.
        yield from split_block(Paragraph(Bold(block.summary)), fits)
        for each in block.blocks:
            yield from split_block(each, fits)
        return
    pieces = [piece for each in block.blocks for piece in split_block(each, lambda b: fits(some([b])))]
    while pieces:
        count = max(1, _most(pieces, lambda blocks: fits(some(blocks))))
        yield some(pieces[:count])
        pieces = pieces[count:]


def _most(items: Sequence[T], fits: Callable[[Sequence[T]], bool]) -> int:
    """How many of the first items fit together (0 where not even one does)."""
    return bisect_left(range(1, len(items) + 1), True, key=lambda count: not fits(items[:count]))


def _split_lines(text: str, fits: Fits) -> Iterator[Block]:
    """Preformatted text: cut after line feeds, a single long line between its characters."""
    while text:
        window = text[:_WINDOW]
        for pieces in (window.splitlines(keepends=True), list(graphemes(window))):
            ends = list(accumulate(map(len, pieces)))
            count = _most(ends, partial(_lines_fit, window, fits))
            if count:
                break
        at = ends[max(count, 1) - 1]
        yield Preformatted(text[:at].rstrip("\n"))
        text = text[at:]


def _lines_fit(text: str, fits: Fits, upto: Sequence[int]) -> bool:
    return fits(Preformatted(text[: upto[-1]].rstrip("\n")))


def split_inlines(content: tuple[Inline, ...], fits: Callable[[tuple[Inline, ...]], bool]) -> list[tuple[Inline, ...]]:
    """Cut inline content into pieces that fit, styles and links kept on both sides of a cut.

    A cut is made after a sentence or a line; inside a sentence that fits nowhere, between words, and inside
    such a word, between visible characters: these cuts are marked with an ellipsis on both sides.
    """
    # Taken a slab at a time, so that the work grows with the length of the text and not with its square.
    slabs: list[tuple[Inline, ...]] = []
    while len(inline_text(content)) > _WINDOW:
        slab, content = cut_inlines(content, _WINDOW)
        slabs.append(slab)
    slabs = [content, *reversed(slabs)]
    content = slabs.pop()
    pieces: list[tuple[Inline, ...]] = []
    lead: tuple[Inline, ...] = ()
    while True:
        while slabs and len(inline_text(content)) < _WINDOW:
            content += slabs.pop()
        text = inline_text(content)
        if not slabs and fits((*lead, *content)):
            return [*pieces, (*lead, *content)]
        head, rest, tail = _cut_head(content, text, lead, fits)
        pieces.append((*lead, *head, *inlines(tail)))
        if not slabs and not inline_text(rest):
            return pieces
        content, lead = rest, inlines(tail[::-1])


def _cut_head(
    content: tuple[Inline, ...],
    text: str,
    lead: tuple[Inline, ...],
    fits: Callable[[tuple[Inline, ...]], bool],
) -> tuple[tuple[Inline, ...], tuple[Inline, ...], str]:
    """The longest head that fits, the rest, and the mark between them (none after a sentence)."""
    first = len(text) - len(text.lstrip())  # blanks before the first word are no place for a cut
    places: tuple[tuple[Iterable[int], str], ...] = (
        ((match.end() for match in _SENTENCE_END.finditer(text)), ""),
        ((match.start() for match in _BLANK.finditer(text)), " " + ELLIPSIS),
        (accumulate(map(len, graphemes(text))), ELLIPSIS),
    )
    for found, tail in places:
        ends = [end for end in found if end > first]
        mark = inlines(tail)
        count = _most(ends, partial(_head_fits, content, lead, mark, fits))
        if count:
            break
    head, rest = cut_inlines(content, ends[max(count, 1) - 1] if ends else len(text))
    blank = _BLANK.match(inline_text(rest))
    if blank:
        rest = cut_inlines(rest, blank.end())[1]
    return head, rest, tail


def _head_fits(
    content: tuple[Inline, ...],
    lead: tuple[Inline, ...],
    mark: tuple[Inline, ...],
    fits: Callable[[tuple[Inline, ...]], bool],
    upto: Sequence[int],
) -> bool:
    return fits((*lead, *cut_inlines(content, upto[-1])[0], *mark))


def cut_inlines(content: tuple[Inline, ...], at: int) -> tuple[tuple[Inline, ...], tuple[Inline, ...]]:
    """Cut after `at` characters of the content's text; a span that lies across the cut is on both sides.

    A `DateTime` that is cut becomes its text.
    """
    left: list[Inline] = []
    right: list[Inline] = []
    for span in content:
        length = len(inline_text((span,)))
        if at >= length and (at or not length):
            left.append(span)
        elif at <= 0:
            right.append(span)
        else:
            one, two = _cut_span(span, at)
            left.append(one)
            right.append(two)
        at -= min(at, length)
    return tuple(left), tuple(right)


def _cut_span(span: Inline, at: int) -> tuple[Inline, Inline]:
    match span:
        case Text(text):
            return Text(text[:at]), Text(text[at:])
        case Code(text):
            return Code(text[:at]), Code(text[at:])
        case DateTime():
            return Text(span.shown[:at]), Text(span.shown[at:])
        case Link():
            left, right = cut_inlines(span.children, at)
            return Link(left, span.url), Link(right, span.url)
        case _:
            left, right = cut_inlines(span.children, at)
            return type(span)(left), type(span)(right)
