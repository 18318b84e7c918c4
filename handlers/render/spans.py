"""Inline content: the spans a line of a document is made of, and text cleaned on the way in.

A selection of "RichText" of Bot API 10.3. Constructors accept plain strings for children and clean them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, TypeAlias, get_args

from handlers.render.clean import clean_text

DateStyle: TypeAlias = Literal["date", "time", "datetime", "relative"]


@dataclass(frozen=True, slots=True, init=False)
class Text:
    """A run of plain text; cleaned, may hold line feeds."""

    text: str

    def __init__(self, text: str) -> None:
        object.__setattr__(self, "text", clean_text(text))


@dataclass(frozen=True, slots=True, init=False)
class _Styled:
    """A span that styles its children."""

    children: tuple[Inline, ...]

    def __init__(self, children: InlineLike) -> None:
        object.__setattr__(self, "children", inlines(children))


class Bold(_Styled):
    """Bold text."""

    __slots__ = ()


class Italic(_Styled):
    """Italic text."""

    __slots__ = ()


class Strike(_Styled):
    """Struck-through text: what was said and is withdrawn."""

    __slots__ = ()


class Spoiler(_Styled):
    """Text shown only once it is tapped."""

    __slots__ = ()


@dataclass(frozen=True, slots=True, init=False)
class Code:
    """Monospaced text, for commands and identifiers; cleaned."""

    text: str

    def __init__(self, text: str) -> None:
        object.__setattr__(self, "text", clean_text(text))


@dataclass(frozen=True, slots=True, init=False)
class Link:
    """Children that open `url`; where `url` is no web or tg: address, renderers show the children alone."""

    children: tuple[Inline, ...]
    url: str

    def __init__(self, children: InlineLike, url: str) -> None:
        object.__setattr__(self, "children", inlines(children))
        object.__setattr__(self, "url", clean_text(url).strip())


@dataclass(frozen=True, slots=True, init=False)
class DateTime:
    """An instant. `at` is aware (ValueError otherwise); `shown` is its text in the reader's own zone.

    Rich messages and classic HTML let the client show its own zone and fall back on `shown`.
    """

    at: datetime
    style: DateStyle
    shown: str

    def __init__(self, at: datetime, style: DateStyle, shown: str) -> None:
        if at.utcoffset() is None:
            raise ValueError("a DateTime needs an aware datetime")
        if style not in get_args(DateStyle):
            raise ValueError(f"unknown date style {style!r}")
        object.__setattr__(self, "at", at)
        object.__setattr__(self, "style", style)
        object.__setattr__(self, "shown", clean_text(shown))


Inline: TypeAlias = Text | Bold | Italic | Strike | Spoiler | Code | Link | DateTime
InlineLike: TypeAlias = str | Inline | Iterable[str | Inline]


def inlines(content: InlineLike) -> tuple[Inline, ...]:
    """Return inline content as a tuple of spans; strings become `Text`, empty text vanishes."""
    parts = (content,) if isinstance(content, str | Inline) else content
    spans: list[Inline] = []
    for part in parts:
        span = Text(part) if isinstance(part, str) else part
        if not isinstance(span, Inline):
            raise TypeError(f"{type(part).__name__} is not inline content")
        if not isinstance(span, Text) or span.text:
            spans.append(span)
    return tuple(spans)


def inline_text(content: Iterable[Inline]) -> str:
    """The characters of inline content, unstyled."""
    return "".join(_span_text(span) for span in content)


def _span_text(span: Inline) -> str:
    match span:
        case Text(text) | Code(text):
            return text
        case DateTime():
            return span.shown
        case _:
            return inline_text(span.children)
