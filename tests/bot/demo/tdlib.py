"""TDLib's own HTML parser, offline, as the oracle of the markup tests."""

from __future__ import annotations

import json
from typing import Any

import tdjson

_KINDS = {
    "PreCode": "pre",
    "TextUrl": "text_link",
    "MentionName": "text_mention",
    "BlockQuote": "blockquote",
    "ExpandableBlockQuote": "expandable_blockquote",
    "CustomEmoji": "custom_emoji",
    "DateTime": "date_time",
}
_DETAILS = ("url", "language", "unix_time", "custom_emoji_id", "user_id")
Entity = tuple[int, int, str, Any]

tdjson.td_execute(b'{"@type":"setLogVerbosityLevel","new_verbosity_level":0}')


def execute(request: dict[str, Any]) -> dict[str, Any]:
    """The answer to a synchronous TDLib request."""
    answer = tdjson.td_execute(json.dumps(request).encode())
    assert answer is not None
    parsed: dict[str, Any] = json.loads(answer)
    return parsed


def parse_html(source: str) -> tuple[str, list[Entity]] | str:
    """(text, entities) as TDLib reads SOURCE, or its refusal as Telegram words it."""
    mode = {"@type": "textParseModeHTML"}
    answer = execute({"@type": "parseTextEntities", "text": source, "parse_mode": mode})
    if answer["@type"] == "error":
        words: str = answer["message"]
        return f"Bad Request: {words[0].lower()}{words[1:]}"
    return answer["text"], [_entity(entity) for entity in answer["entities"]]


def _entity(entity: dict[str, Any]) -> Entity:
    kind = entity["type"]["@type"].removeprefix("textEntityType")
    details = [entity["type"][key] for key in _DETAILS if key in entity["type"]]
    return entity["offset"], entity["length"], _KINDS.get(kind, kind.lower()), details[0] if details else None
