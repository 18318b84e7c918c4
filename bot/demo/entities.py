"""Texts as Telegram stores them: trimmed, measured, with the entities a server finds by itself."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from bot.demo.errors import bad_request
from bot.demo.markup import Entity, parse_html, sort_entities, utf16_length

MAX_TEXT = 4096  # UTF-16 code units after entity parsing (Bot API, sendMessage)
MAX_CAPTION = 1024
MAX_ENTITIES = 100  # further ones are dropped silently (Bot API, "Formatting options")
_ENDING = r"\.(?:com|org|net|info|me|io|int|gov|edu|news)\b"
# What a server finds in plain text, the earlier pattern before the later at the same place. Each stands beside
# what every text with such a thing contains: searching for that first is far cheaper.
_DETECTED: tuple[tuple[re.Pattern[str], str], ...] = (
    (
        re.compile(rf"://|{_ENDING}", re.IGNORECASE),
        r"(?P<url>(?:https?|tg)://[^\s<>\"«»]*[^\s<>\"«».,!?;:')\]]|(?<![\w@./])(?:[a-z0-9-]+\.)*[a-z0-9-]+"
        rf"{_ENDING}(?:/[^\s<>\"]*[^\s<>\".,!?;:')\]])?)",
    ),
    (re.compile("@"), r"(?P<email>(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+)"),
    (re.compile("@"), r"(?P<mention>(?<![\w@./])@[A-Za-z][A-Za-z0-9_]{2,31}\b)"),
    (
        re.compile("/"),
        r"(?P<bot_command>(?<![\w/<>@])/[A-Za-z0-9_]{1,64}(?:@[A-Za-z][A-Za-z0-9_]{2,31})?(?![\w/@]))",
    ),
    (re.compile("#"), r"(?P<hashtag>(?<![\w#])\#(?=\w*[^\W\d_])\w{1,256})"),
)
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\u2028\u2029\u202a-\u202e]")
_EXCLUSIVE = ("pre", "code")
_QUOTATIONS = ("blockquote", "expandable_blockquote")
_CONTINUOUS = (*_EXCLUSIVE, "text_link", "text_mention", "custom_emoji", "date_time")


def read_text(values: dict[str, Any], text_key: str, entities_key: str, limit: int) -> tuple[str, list[Entity]]:
    """The text in VALUES (parse_mode or explicit entities applied), trimmed and measured.

    Out: the stored text and its entities, detected ones included, in Telegram's order. An empty text comes
    back as "". Raises ApiError: unparsable markup, or more than LIMIT UTF-16 code units.
    """
    text: str = values.get(text_key) or ""
    mode: str = values.get("parse_mode") or ""
    entities: list[Entity] = []
    if mode:
        if mode.lower() != "html":
            if mode.lower() in ("markdown", "markdownv2"):
                raise bad_request(f"parse_mode {mode} is not supported by the local Telegram, use HTML")
            raise bad_request("unsupported parse_mode")
        text, entities = parse_html(text)
    elif values.get(entities_key):
        entities = [_explicit(entity) for entity in values[entities_key]]
    text, entities = clean(text, entities)
    if utf16_length(text) > limit:
        raise bad_request("message caption is too long" if limit == MAX_CAPTION else "message is too long")
    return text, with_detected(text, entities)[:MAX_ENTITIES]


def clean(text: str, entities: list[Entity]) -> tuple[str, list[Entity]]:
    """TEXT without surrounding white space and control characters; ENTITIES moved and clipped to match.

    Nothing nests in code or pre, a link or another single-piece entity does not nest in its like.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text and not entities else text
    text = _CONTROL.sub(" ", text)
    stripped = text.strip()
    lead = utf16_length(text[: len(text) - len(text.lstrip())])
    size = utf16_length(stripped)
    clipped: list[Entity] = []
    for entity in entities:
        start = max(entity["offset"] - lead, 0)
        end = min(entity["offset"] + entity["length"] - lead, size)
        if start < end:
            clipped.append({**entity, "offset": start, "length": end - start})
    kept: list[Entity] = []
    for entity in sort_entities(clipped):
        if not any(_excludes(other, entity) for other in kept):
            kept.append(entity)
    return stripped, kept


def _excludes(other: Entity, entity: Entity) -> bool:
    """Whether OTHER, which stands before, leaves no room for ENTITY."""
    if entity["offset"] >= other["offset"] + other["length"]:
        return False
    if other["type"] in _EXCLUSIVE or other["type"] == entity["type"]:
        return True
    return any(other["type"] in kinds and entity["type"] in kinds for kinds in (_CONTINUOUS, _QUOTATIONS))


def _explicit(entity: Entity) -> Entity:
    if entity["type"] == "text_link" and not entity.get("url"):
        raise bad_request("can't parse MessageEntity: Can't find field \"url\"")
    if entity["type"] not in _KNOWN_ENTITIES:
        raise bad_request(f'can\'t parse MessageEntity: unsupported type "{entity["type"]}" specified')
    if entity["offset"] < 0 or entity["length"] < 0:
        raise bad_request("entity offset and length must not be negative")
    return entity


_KNOWN_ENTITIES = frozenset(
    [
        "mention",
        "hashtag",
        "cashtag",
        "bot_command",
        "url",
        "email",
        "phone_number",
        "bold",
        "italic",
        "underline",
        "strikethrough",
        "spoiler",
        "blockquote",
        "expandable_blockquote",
        "code",
        "pre",
        "text_link",
        "text_mention",
        "custom_emoji",
        "date_time",
    ]
)


def with_detected(text: str, entities: list[Entity]) -> list[Entity]:
    """ENTITIES with the commands, mentions, hashtags and addresses that a server finds in TEXT.

    An approximation of TDLib's `find_entities`: exact for commands and mentions in ASCII, plain for URLs.
    """
    taken = [e for e in entities if e["type"] in _CONTINUOUS]
    found: list[Entity] = []
    possible = tuple(pattern for sign, pattern in _DETECTED if sign.search(text))
    if not possible:
        return entities
    for match in _either(possible).finditer(text):
        offset, length = utf16_length(text[: match.start()]), utf16_length(match[0])
        if any(offset < e["offset"] + e["length"] and e["offset"] < offset + length for e in taken):
            continue
        found.append({"type": str(match.lastgroup), "offset": offset, "length": length})
    return sort_entities([*entities, *found]) if found else entities


@cache
def _either(patterns: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(patterns), re.IGNORECASE)


def slice_utf16(text: str, offset: int, length: int) -> str:
    """The part of TEXT at OFFSET for LENGTH, both in UTF-16 code units."""
    raw = text.encode("utf-16-le")
    return raw[offset * 2 : (offset + length) * 2].decode("utf-16-le", "replace")
