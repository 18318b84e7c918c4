"""Parameters as they came over HTTP, checked against the tables of `spec` and turned into plain values.

Stricter than Telegram on purpose: a parameter or field that the Bot API does not have is refused here,
where Telegram ignores it. That is how a misspelt field is found before it reaches a reader.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from bot.demo import spec
from bot.demo.errors import bad_request

# What Telegram answers when a needed parameter is missing; the others get a general sentence.
_MISSING = {
    "chat_id": "chat_id is empty",
    "text": "message text is empty",
    "message_id": "message identifier is not specified",
    "message_ids": "message identifiers are not specified",
    "photo": "there is no photo in the request",
    "document": "there is no document in the request",
    "rich_message": "rich message must be non-empty",
    "commands": "can't parse commands: commands are not specified",
    "user_id": "invalid user_id specified",
    "file_id": "file_id not specified",
}
# The words before ":" when a nested value cannot be read.
_TOPIC = {
    "InlineKeyboardButton": "can't parse inline keyboard button",
    "InlineKeyboardMarkup": "can't parse inline keyboard",
    "KeyboardButton": "can't parse keyboard button",
    "ReplyKeyboardMarkup": "can't parse reply keyboard markup",
    "LinkPreviewOptions": "can't parse link preview options",
    "MessageEntity": "can't parse MessageEntity",
    "ReplyParameters": "can't parse reply parameters",
    "BotCommand": "can't parse BotCommand",
}
_TYPE_NAME = {"int": "Number", "float": "Number", "bool": "Boolean", "str": "String", "file": "String"}
# What needs no closer look: most values are of these types, and a message may hold hundreds.
_SIMPLE = {"int": int, "bool": bool, "str": str, "text": str}
MAX_RICH_DEPTH = 200  # against a body nested so deep that reading it would exhaust the stack


def read_parameters(method: str, raw: Mapping[str, Any]) -> dict[str, Any]:
    """The parameters of METHOD, checked and typed; form values (strings) are decoded first.

    An uploaded file (anything that is neither text nor JSON) passes through as it is.
    Raises ApiError 400.
    """
    fields = spec.method_fields(method)
    values: dict[str, Any] = {}
    for name, value in raw.items():
        field = fields.get(name)
        if field is None:
            raise bad_request(
                f'unknown parameter "{name}" for {method} (Telegram would ignore it, the local Telegram does not)'
            )
        if value is None:
            continue
        values[name] = _check(_decode(value, field, method), field.kind, f'parameter "{name}"', "", 0)
    for name, field in fields.items():
        if not field.optional and name not in values:
            raise bad_request(_MISSING.get(name, f'parameter "{name}" is required'))
    return values


def _decode(value: Any, field: spec.Field, method: str) -> Any:
    """A form or query value as its type says: numbers, booleans and JSON come as text in forms."""
    if not isinstance(value, str):
        return value
    kind = field.kind
    if kind in ("str", "id", "file"):
        return value
    if kind == "int":
        try:
            return int(value)
        except ValueError:
            raise bad_request(f'parameter "{field.name}" of {method} must be an Integer') from None
    if kind == "bool":
        if value.lower() in ("true", "1", "yes"):
            return True
        if value.lower() in ("false", "0", "no", ""):
            return False
        raise bad_request(f'parameter "{field.name}" of {method} must be a Boolean')
    try:
        return json.loads(value)
    except (ValueError, RecursionError):
        raise bad_request(_unparsed(field)) from None


def _unparsed(field: spec.Field) -> str:
    if field.kind in ("ReplyMarkup", "InlineKeyboardMarkup"):
        return "can't parse reply keyboard markup JSON object"
    return f"can't parse {field.name} JSON object"


def _check(value: Any, kind: str, where: str, topic: str, depth: int) -> Any:
    """VALUE if it is a KIND (strings of digits count as ids), else ApiError with TOPIC before the words."""
    if depth > MAX_RICH_DEPTH:
        raise bad_request("object is nested too deep")
    if kind.startswith("["):
        if not isinstance(value, list):
            raise _wrong(where, "Array", topic)
        return [_check(item, kind[1:-1], f"item of {where}", topic, depth + 1) for item in value]
    match kind:
        case "int":
            good = isinstance(value, int) and not isinstance(value, bool)
        case "float":
            good = isinstance(value, int | float) and not isinstance(value, bool)
        case "bool":
            good = isinstance(value, bool)
        case "str":
            good = isinstance(value, str) and _is_unicode(value)
        case "file":
            good = not isinstance(value, int | float | list | dict) and (
                not isinstance(value, str) or _is_unicode(value)
            )
        case "id":
            return _chat_id(value)
        case "text":
            return _rich_text(value, where, depth)
        case _:
            return _object(value, kind, where, depth)
    if not good:
        raise _wrong(where, _TYPE_NAME[kind], topic)
    return value


def _is_unicode(value: str) -> bool:
    """True; raises where half of a surrogate pair stands alone, which JSON can write and UTF-8 cannot."""
    try:
        value.encode()
    except UnicodeEncodeError:
        raise bad_request("strings must be encoded in UTF-8") from None
    return True


def _wrong(where: str, type_name: str, topic: str) -> Exception:
    words = f"{where} must be of type {type_name}"
    return bad_request(f"{topic}: {words[0].upper()}{words[1:]}" if topic else words)


def _chat_id(value: Any) -> int | str:
    if isinstance(value, bool) or not isinstance(value, int | str):
        raise bad_request("chat_id must be an Integer or a String")
    if isinstance(value, str):
        try:
            return int(value)
        except ValueError:
            return value
    return value


def _rich_text(value: Any, where: str, depth: int) -> Any:
    if isinstance(value, str) and _is_unicode(value):
        return value
    if isinstance(value, list):
        return [
            item if _is_simple(item, "text") else _check(item, "text", where, "can't parse rich text", depth + 1)
            for item in value
        ]
    return _object(value, "RichText", where, depth)


def _object(value: Any, kind: str, where: str, depth: int) -> dict[str, Any]:
    topic = _TOPIC.get(kind, f"can't parse {kind}")
    if not isinstance(value, dict):
        if kind in ("ReplyMarkup", "InlineKeyboardMarkup"):
            raise bad_request("object expected as reply markup")
        raise bad_request(f"{topic}: {where} must be an Object")
    name, checked = kind, {}
    if kind in spec.UNIONS:
        if not isinstance(value.get("type"), str):
            raise bad_request(f'{topic}: Can\'t find field "type"')
        member = spec.UNIONS[kind].get(value["type"])
        if member is None:
            raise bad_request(f'{topic}: unsupported type "{value["type"]}"')
        name, checked = member, {"type": value["type"]}
    elif kind in spec.MARKED_UNIONS:
        members = [member for mark, member in spec.MARKED_UNIONS[kind].items() if mark in value]
        if not members:
            words = "reply markup" if kind == "ReplyMarkup" else "message content"
            raise bad_request(f"{words} of an unsupported kind: {', '.join(sorted(value)) or 'it is empty'}")
        name = members[0]
    topic = _TOPIC.get(name, f"can't parse {name}")
    fields = spec.object_fields(name)
    for key, item in value.items():
        field = fields.get(key)
        if field is None:
            if key in checked:
                continue
            raise bad_request(f'{topic}: unknown field "{key}" (Telegram would ignore it, the local Telegram does not)')
        if item is not None:
            good = _is_simple(item, field.kind)
            checked[key] = item if good else _check(item, field.kind, f'field "{key}"', topic, depth + 1)
    for key in spec.needed_fields(name):
        if key not in checked:
            raise bad_request(f'{topic}: Can\'t find field "{key}"')
    return checked


def _is_simple(value: Any, kind: str) -> bool:
    """Whether VALUE is a KIND at first sight; if not, `_check` tells."""
    return type(value) is _SIMPLE.get(kind) and (type(value) is not str or value.isascii())
