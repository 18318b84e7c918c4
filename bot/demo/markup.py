"""Telegram's HTML parse mode: what is accepted, what is refused and with which words.

Behaviour follows TDLib (`parseTextEntities`, Boost licence), which the tests use as the oracle. Offsets of
entities are UTF-16 code units, offsets in errors are bytes of the UTF-8 source, as on Telegram.
"""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from bot.demo.errors import ApiError, bad_request
from bot.demo.links import checked_link, user_id_of

Entity = dict[str, Any]  # a Bot API MessageEntity
_TAGS = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "tg-spoiler": "spoiler",
    "span": "spoiler",
    "a": "text_link",
    "tg-emoji": "custom_emoji",
    "tg-time": "date_time",
    "pre": "pre",
    "code": "code",
    "blockquote": "blockquote",
}
_NAMED = {b"lt": "<", b"gt": ">", b"amp": "&", b"quot": '"'}
# Of two entities at the same place the one with the lower number comes first.
_ORDER = {
    "blockquote": 0,
    "expandable_blockquote": 0,
    "pre": 11,
    "code": 20,
    "text_link": 49,
    "text_mention": 49,
    "date_time": 50,
    "bold": 90,
    "italic": 91,
    "underline": 92,
    "strikethrough": 93,
    "spoiler": 94,
    "custom_emoji": 99,
}
_DATE_FORMAT = re.compile(r"[rR]|[wWdDtT]*")
_SPACES = b" \t\r\n\0\x0b"
_QUOTED_MARKUP = re.compile(rb"[\"'&\x00]")
_MARKUP = re.compile(rb"[<&]")
_END = 0  # what is read past the end of the source


class _Open(NamedTuple):
    tag: str
    attributes: dict[str, str]
    offset: int
    start: int  # index into the result, in bytes


def utf16_length(text: str) -> int:
    """Length of TEXT in UTF-16 code units, the unit of Telegram's offsets and limits."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def parse_html(source: str) -> tuple[str, list[Entity]]:
    """SOURCE as (plain text, entities sorted by place); raises ApiError 400 with TDLib's words."""
    try:
        return _Parser(source).parse()
    except _ParseError as error:
        raise bad_request(f"can't parse entities: {error}") from None


class _ParseError(Exception):
    pass


class _Parser:
    def __init__(self, source: str) -> None:
        try:
            self.source = source.encode()
        except UnicodeEncodeError:
            raise ApiError(400, "Bad Request: strings must be encoded in UTF-8") from None
        self.at = 0
        self.result = bytearray()
        self.offset = 0  # of the end of the result, in UTF-16 code units
        self.open: list[_Open] = []
        self.entities: list[Entity] = []

    def parse(self) -> tuple[str, list[Entity]]:
        while self.at < len(self.source):
            if self.source[self.at] == ord("<"):
                self._tag()
                continue
            decoded = self._character_reference()
            if decoded is not None:
                self.result += decoded.encode("utf-8", "surrogatepass")
                self.offset += utf16_length(decoded)
                continue
            # Plain words up to the next markup; "&" stands for itself where it begins no reference.
            end = _MARKUP.search(self.source, self.at + 1)
            run = self.source[self.at : end.start() if end else len(self.source)]
            self.result += run
            self.offset += utf16_length(run.decode())
            self.at += len(run)
        if self.open:
            raise _ParseError(f'Can\'t find end tag corresponding to start tag "{self.open[-1].tag}"')
        try:
            text = self.result.decode()
        except UnicodeDecodeError:
            raise _ParseError(
                "Text contains invalid Unicode characters after decoding HTML entities, "
                "check for unmatched surrogate code units"
            ) from None
        for entity in self.entities:
            if entity["type"] == "code":
                entity.pop("language", None)
        return text, sort_entities(self.entities)

    def _peek(self, ahead: int = 0) -> int:
        at = self.at + ahead
        return self.source[at] if at < len(self.source) else _END

    def _character_reference(self) -> str | None:
        """The character of a reference at the cursor, which moves past it; None where there is none."""
        if self._peek() != ord("&"):
            return None
        end = self.at + 1
        code = 0
        if self._peek(1) == ord("#"):
            end += 1
            digits, base = b"0123456789", 10
            if self._peek(2) == ord("x"):
                end += 1
                digits, base = b"0123456789abcdefABCDEF", 16
            start = end
            while end < len(self.source) and self.source[end] in digits:
                end += 1
            code = int(self.source[start:end] or b"0", base)
            if code == 0 or code >= 0x10FFFF or end - self.at >= 10:
                return None
            found = chr(code)
        else:
            while end < len(self.source) and bytes([self.source[end]]).isalpha():
                end += 1
            named = _NAMED.get(bytes(self.source[self.at + 1 : end]))
            if named is None:
                return None
            found = named
        self.at = end + 1 if end < len(self.source) and self.source[end] == ord(";") else end
        return found

    def _until(self, stops: bytes) -> bytes:
        start = self.at
        while self.at < len(self.source) and self.source[self.at] not in stops:
            self.at += 1
        return self.source[start : self.at]

    def _skip_spaces(self) -> None:
        while self.at < len(self.source) and self._peek() in _SPACES and self._peek() != _END:
            self.at += 1

    def _tag(self) -> None:
        begin = self.at
        self.at += 1
        if self._peek() == ord("/"):
            self._end_tag(begin)
        else:
            self._start_tag(begin)

    def _start_tag(self, begin: int) -> None:
        tag = _lower(self._until(_SPACES + b">"))
        if self._peek() == _END:
            raise _ParseError(f"Unclosed start tag at byte offset {begin}")
        if tag not in _TAGS:
            raise _ParseError(f'Unsupported start tag "{tag}" at byte offset {begin}')
        attributes: dict[str, str] = {}
        while self._peek() != ord(">"):
            self._skip_spaces()
            if self._peek() == ord(">"):
                break
            self._attribute(tag, begin, attributes)
        if tag == "span" and attributes.get("class") != "tg-spoiler":
            raise _ParseError(f'Tag "span" must have class "tg-spoiler" at byte offset {begin}')
        self.at += 1
        self.open.append(_Open(tag, attributes, self.offset, len(self.result)))

    def _attribute(self, tag: str, begin: int, attributes: dict[str, str]) -> None:
        name = self._until(_SPACES + b"=>/\"'")
        if not name:
            raise _ParseError(f'Empty attribute name in the tag "{tag}" at byte offset {begin}')
        self._skip_spaces()
        if self._peek() != ord("="):
            if self._peek() == _END:
                raise _ParseError(f'Unclosed start tag "{tag}" at byte offset {begin}')
            self._keep(tag, name, "", attributes)
            return
        self.at += 1
        self._skip_spaces()
        if self._peek() == _END:
            raise _ParseError(f'Unclosed start tag "{tag}" at byte offset {begin}')
        if self._peek() in b"'\"":
            value = self._quoted()
        else:
            start = self.at
            while bytes([self._peek()]).isalnum() or self._peek() in b".-":
                self.at += 1
            value = _lower(self.source[start : self.at])
            if self._peek() not in _SPACES + b">":
                raise _ParseError(f"Unexpected end of name token at byte offset {start}")
        if self._peek() == _END:
            raise _ParseError(f"Unclosed start tag at byte offset {begin}")
        self._keep(tag, name, value, attributes)

    def _quoted(self) -> str:
        quote = self._peek()
        self.at += 1
        value = bytearray()
        while self._peek() not in (quote, _END):
            decoded = self._character_reference()
            if decoded is not None:
                value += decoded.encode("utf-8", "surrogatepass")
                continue
            end = _QUOTED_MARKUP.search(self.source, self.at + 1)
            run = self.source[self.at : end.start() if end else len(self.source)]
            value += run
            self.at += len(run)
        if self._peek() == quote:
            self.at += 1
        return value.decode("utf-8", "replace")

    @staticmethod
    def _keep(tag: str, raw_name: bytes, value: str, attributes: dict[str, str]) -> None:
        """Keep the attributes that mean something to a tag; like TDLib, ignore a wrong class."""
        name = raw_name.decode("utf-8", "replace")
        prefix = {"code": "language-", "span": "tg-"}.get(tag)
        if name == "class" and (prefix is None or not value.startswith(prefix)):
            return
        attributes[name] = value

    def _end_tag(self, begin: int) -> None:
        if not self.open:
            raise _ParseError(f"Unexpected end tag at byte offset {begin}")
        self.at += 1
        name = _lower(self._until(_SPACES + b">"))
        self._skip_spaces()
        if self._peek() != ord(">"):
            raise _ParseError(f"Unclosed end tag at byte offset {begin}")
        self.at += 1
        opened = self.open[-1]
        if name not in ("", opened.tag):
            raise _ParseError(
                f'Unmatched end tag at byte offset {begin}, expected "</{opened.tag}>", found "</{name}>"'
            )
        if self.offset > opened.offset:
            self._close(opened)
        self.open.pop()

    def _close(self, opened: _Open) -> None:
        kind = _TAGS[opened.tag]
        place: Entity = {"offset": opened.offset, "length": self.offset - opened.offset}
        last = self.entities[-1] if self.entities else {}
        same_place = all(last.get(key) == place[key] for key in place)
        if kind == "text_link":
            url = opened.attributes.get("href") or self.result[opened.start :].decode("utf-8", "replace")
            self._link(url, place)
        elif kind == "custom_emoji":
            self._custom_emoji(opened.attributes.get("emoji-id", ""), place)
        elif kind == "date_time":
            self._date_time(opened.attributes, place)
        elif kind == "blockquote":
            name = "expandable_blockquote" if "expandable" in opened.attributes else "blockquote"
            self.entities.append({"type": name, **place})
        elif kind == "pre" and last.get("type") == "code" and same_place and last.get("language"):
            last["type"] = "pre"
        elif kind == "code":
            language = opened.attributes.get("class", "").removeprefix("language-")
            if last.get("type") == "pre" and same_place and language:
                last["language"] = language
            else:
                self.entities.append({"type": "code", **place, **({"language": language} if language else {})})
        else:
            self.entities.append({"type": kind, **place})

    def _link(self, url: str, place: Entity) -> None:
        user_id = user_id_of(url)
        if user_id is not None:
            self.entities.append({"type": "text_mention", **place, "user": {"id": user_id}})
            return
        link = checked_link(url)
        if link:
            self.entities.append({"type": "text_link", **place, "url": link})

    def _custom_emoji(self, text: str, place: Entity) -> None:
        number = _integer(text, 63)
        if not number:
            raise _ParseError("Invalid custom emoji identifier specified")
        self.entities.append({"type": "custom_emoji", **place, "custom_emoji_id": str(number)})

    def _date_time(self, attributes: dict[str, str], place: Entity) -> None:
        form = attributes.get("format", "")
        if not _DATE_FORMAT.fullmatch(form):
            raise _ParseError("Invalid date format used")
        digits = re.match(r"[0-9]*", attributes.get("unix", ""))
        seconds = int((digits[0] if digits else "")[:40] or "0") & 0xFFFFFFFF
        if 0 < seconds < 1 << 31:
            self.entities.append({"type": "date_time", **place, "unix_time": seconds, "date_time_format": form})


def _integer(text: str, bits: int) -> int | None:
    body = text.removeprefix("-")
    if not (body.isascii() and body.isdigit()) or len(body) > 20:
        return None
    number = int(text)
    return number if -(1 << bits) <= number < 1 << bits else None


def _lower(raw: bytes) -> str:
    return raw.lower().decode("utf-8", "replace")


def sort_entities(entities: list[Entity]) -> list[Entity]:
    """ENTITIES by offset, then the longer first, then by kind as TDLib orders them (stable)."""
    return sorted(entities, key=lambda e: (e["offset"], -e["length"], _ORDER.get(e["type"], 50)))
