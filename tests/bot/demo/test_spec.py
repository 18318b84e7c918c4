"""The tables of accepted fields agree with aiogram's typed models of the Bot API."""

from __future__ import annotations

import datetime
import types
import typing
from typing import Any

import aiogram.methods
import aiogram.types
import pytest
from aiogram.client.default import Default

from bot.demo import spec

# Fields aiogram keeps for old bots, which the Bot API reference no longer has.
_DEPRECATED = {
    "reply_to_message_id",
    "allow_sending_without_reply",
    "disable_web_page_preview",
    "switch_pm_text",
    "switch_pm_parameter",
}
# Where the local Telegram knows fewer kinds on purpose (docs/local-telegram.md).
_NARROWED = {
    "MenuButtonCommands": {"text", "web_app"},  # aiogram's base class shows them, the Bot API does not
    "MenuButtonDefault": {"text", "web_app"},
    "InputTextMessageContent": {"disable_web_page_preview"},
    "KeyboardButton": {
        "request_users",
        "request_chat",
        "request_managed_bot",
        "request_poll",
        "request_user",
    },
}
_SCALARS = {int: "int", str: "str", bool: "bool", float: "float", datetime.datetime: "int"}
_UNION_MEMBERS = {
    frozenset(("InlineKeyboardMarkup", "ReplyKeyboardMarkup", "ReplyKeyboardRemove", "ForceReply")): "ReplyMarkup",
}
_MEMBER_OF = {member: union for union, members in spec.UNIONS.items() for member in members.values()} | {
    "InputTextMessageContent": "InputMessageContent",
    "InputRichMessageContent": "InputMessageContent",
}


def _kind(annotation: Any) -> str:
    """An annotation of a model as the tables write it."""
    while typing.get_origin(annotation) is typing.Annotated:
        annotation = typing.get_args(annotation)[0]
    origin = typing.get_origin(annotation)
    if origin is list:
        return f"[{_kind(typing.get_args(annotation)[0])}]"
    if origin is typing.Literal:
        value = typing.get_args(annotation)[0]
        return "bool" if isinstance(value, bool) else "str"
    if origin in (typing.Union, types.UnionType):
        kinds = {_kind(a) for a in typing.get_args(annotation) if a not in (type(None), Default)}
        if kinds == {"int", "str"}:
            return "id"
        if "file" in kinds:
            return "file"
        if "text" in kinds:
            return "text"
        if frozenset(kinds) in _UNION_MEMBERS:
            return _UNION_MEMBERS[frozenset(kinds)]
        if unions := kinds & {*spec.UNIONS, *spec.MARKED_UNIONS}:
            return min(unions)  # of which the local Telegram may know fewer members
        return "|".join(sorted(kinds))
    if annotation in _SCALARS:
        return _SCALARS[annotation]
    name = str(getattr(annotation, "__name__", getattr(annotation, "__forward_arg__", annotation)))
    return {"InputFile": "file", "RichTextUnion": "text"}.get(name, _MEMBER_OF.get(name, name))


def _fields_of(model: Any, without: set[str]) -> dict[str, tuple[bool, str]]:
    return {
        name: (not field.is_required(), _kind(field.annotation))
        for name, field in model.model_fields.items()
        if name not in without
    }


def _own(fields: dict[str, spec.Field]) -> dict[str, tuple[bool, str]]:
    return {name: (field.optional, field.kind) for name, field in fields.items()}


@pytest.mark.parametrize("method", spec.METHODS)
def test_a_method_has_exactly_the_parameters_of_the_bot_api(method: str) -> None:
    model = getattr(aiogram.methods, method[0].upper() + method[1:])
    assert _own(spec.method_fields(method)) == _fields_of(model, _DEPRECATED)


@pytest.mark.parametrize("name", spec.OBJECTS)
def test_an_object_has_exactly_the_fields_of_the_bot_api(name: str) -> None:
    model = getattr(aiogram.types, name)
    expected = _fields_of(model, _NARROWED.get(name, set()))
    own = _own(spec.object_fields(name))
    if "type" not in own:
        expected.pop("type", None)
    # aiogram gives constant fields a default; the wire needs them.
    for constant in ("type", "remove_keyboard", "force_reply"):
        if constant in own and constant in expected:
            expected[constant] = (own[constant][0], expected[constant][1])
    if name == "InputRichMessageMedia":
        expected.pop("media"), own.pop("media")
    assert own == expected


@pytest.mark.parametrize("union", spec.UNIONS)
def test_a_union_is_told_apart_by_the_types_of_the_bot_api(union: str) -> None:
    for kind, member in spec.UNIONS[union].items():
        assert getattr(aiogram.types, member).model_fields["type"].default == kind


def test_every_rich_text_of_the_bot_api_is_known() -> None:
    models = {name for name in dir(aiogram.types) if name.startswith("RichText")} - {"RichText", "RichTextUnion"}
    assert models == set(spec.UNIONS["RichText"].values())
