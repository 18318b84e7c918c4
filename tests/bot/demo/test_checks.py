"""Every parameter of every method and every field of every object is checked, over HTTP, from the tables alone.

An object is sent inside the first method that takes it, however deep; everything else in the request is sound.
"""

from __future__ import annotations

import json
from collections import deque
from collections.abc import AsyncIterator, Callable
from functools import cache
from typing import Any

import aiohttp
import pytest

from bot.demo import spec
from bot.demo.control import LocalTelegram

Post = Callable[[str, dict[str, Any]], Any]
Inside = Callable[[dict[str, Any]], dict[str, Any]]
_PLAIN = {"int": 1, "float": 1.5, "bool": True, "str": "x", "id": 1, "text": "x", "file": "x"}
# A value that is none of the kind, and what is said of it.
_WRONG = {
    "int": ("x", "must be of type Number"),
    "float": ("x", "must be of type Number"),
    "bool": ("x", "must be of type Boolean"),
    "str": (1, "must be of type String"),
    "file": (1, "must be of type String"),
    "id": ([], "must be an Integer or a String"),
    "text": (1, "must be an Object"),
    "ReplyMarkup": (1, "object expected as reply markup"),
    "InlineKeyboardMarkup": (1, "object expected as reply markup"),
}
# Without the field that tells it apart, an object is none of its kind.
_MARKS = {mark for members in spec.MARKED_UNIONS.values() for mark in members}
_UNIONS = spec.UNIONS | spec.MARKED_UNIONS | {"text": spec.UNIONS["RichText"]}


@pytest.fixture
async def post(telegram: LocalTelegram) -> AsyncIterator[Post]:
    async with aiohttp.ClientSession() as session:

        async def call(method: str, body: dict[str, Any]) -> str:
            """The description of a refusal; a sound request is a failure."""
            async with session.post(f"{telegram.url}/bot{telegram.token}/{method}", json=body) as response:
                answer = await response.json()
            assert (response.status, answer["ok"]) == (400, False), answer
            description: str = answer["description"]
            assert description.startswith("Bad Request: ")
            return description

        yield call


def _sound(kind: str) -> Any:
    """The smallest value of a KIND."""
    if kind.startswith("["):
        return [_sound(kind[1:-1])]
    if kind in _PLAIN:
        return _PLAIN[kind]
    if kind in _UNIONS:
        mark, member = next(iter(_UNIONS[kind].items()))
        return {"type": mark, **_sound(member)} if kind in spec.UNIONS else _sound(member)
    return {field.name: _sound(field.kind) for field in spec.object_fields(kind).values() if not field.optional}


def _wrong(kind: str) -> tuple[Any, str]:
    return ("x", "must be of type Array") if kind.startswith("[") else _WRONG.get(kind, (1, "must be an Object"))


def _within(kind: str, member: str, value: dict[str, Any]) -> Any:
    """VALUE, an object MEMBER, as a KIND: in as many arrays as that has, with the type a union tells it by."""
    if kind.startswith("["):
        return [_within(kind[1:-1], member, value)]
    types = [t for t, name in spec.UNIONS.get("RichText" if kind == "text" else kind, {}).items() if name == member]
    return {"type": types[0], **value} if types else value


@cache
def _places() -> dict[str, tuple[str, Inside]]:
    """For every object the method to call and its parameters around the object."""
    found: dict[str, tuple[str, Inside]] = {}
    waiting: deque[tuple[str, dict[str, spec.Field], Inside]] = deque()
    for method in spec.METHODS:
        fields = spec.method_fields(method)
        base = {field.name: _sound(field.kind) for field in fields.values() if not field.optional}
        waiting.append((method, fields, lambda value, base=base: base | value))
    while waiting:
        method, fields, inside = waiting.popleft()
        for field in fields.values():
            kind = field.kind.strip("[]")
            members = [kind] if kind in spec.OBJECTS else list(_UNIONS.get(kind, {}).values())
            for name in members:
                if name in found:
                    continue
                around = spec.object_fields(name)

                def place(
                    value: dict[str, Any], name: str = name, field: spec.Field = field, inside: Inside = inside
                ) -> Any:
                    return inside({field.name: _within(field.kind, name, value)})

                found[name] = method, place

                def deeper(value: dict[str, Any], name: str = name, place: Inside = place) -> dict[str, Any]:
                    return place(_sound(name) | value)

                waiting.append((method, around, deeper))
    return found


def test_every_object_is_taken_by_some_method() -> None:
    assert set(_places()) == set(spec.OBJECTS)


@pytest.mark.parametrize("method", spec.METHODS)
async def test_a_parameter_that_a_method_does_not_have_is_refused(post: Post, method: str) -> None:
    assert f'unknown parameter "nonsense" for {method}' in await post(method, {"nonsense": 1})


@pytest.mark.parametrize("method", [name for name, line in spec.METHODS.items() if line])
async def test_every_parameter_must_be_of_its_type(post: Post, method: str) -> None:
    for field in spec.method_fields(method).values():
        value, words = _wrong(field.kind)
        # In a request, as in a form, text stands for numbers, truth and JSON: it is read, and read in vain.
        words = {"int": "must be an Integer", "bool": "must be a Boolean"}.get(field.kind, words)
        words = f"can't parse {field.name} JSON object" if field.kind.startswith("[") else words
        assert words in await post(method, {field.name: value})


@pytest.mark.parametrize(
    ("method", "missing"),
    [(m, f.name) for m in spec.METHODS for f in spec.method_fields(m).values() if not f.optional],
)
async def test_every_needed_parameter_must_be_there(post: Post, method: str, missing: str) -> None:
    fields = spec.method_fields(method).values()
    words = {
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
    }.get(missing, f'parameter "{missing}" is required')
    body = {field.name: _sound(field.kind) for field in fields if not field.optional and field.name != missing}
    assert await post(method, body) == f"Bad Request: {words}"


@pytest.mark.parametrize("name", spec.OBJECTS)
async def test_a_field_that_an_object_does_not_have_is_refused(post: Post, name: str) -> None:
    method, place = _places()[name]
    assert 'unknown field "nonsense"' in await post(method, place(_sound(name) | {"nonsense": 1}))


@pytest.mark.parametrize("name", [name for name, line in spec.OBJECTS.items() if line])
async def test_every_field_must_be_of_its_type(post: Post, name: str) -> None:
    method, place = _places()[name]
    for field in spec.object_fields(name).values():
        value, words = _wrong(field.kind)
        assert words in await post(method, place(_sound(name) | {field.name: value}))


@pytest.mark.parametrize(
    ("name", "missing"),
    [(o, f.name) for o in spec.OBJECTS for f in spec.object_fields(o).values() if not f.optional],
)
async def test_every_needed_field_must_be_there(post: Post, name: str, missing: str) -> None:
    method, place = _places()[name]
    value = _sound(name)
    del value[missing]
    words = "of an unsupported kind" if missing in _MARKS else f'Can\'t find field "{missing}"'
    assert words in await post(method, place(value))


@pytest.mark.parametrize("union", spec.UNIONS)
async def test_a_union_has_only_the_types_it_has(post: Post, union: str) -> None:
    member = next(iter(spec.UNIONS[union].values()))
    method, place = _places()[member]
    body = json.loads(json.dumps(place(_sound(member))).replace(f'"{next(iter(spec.UNIONS[union]))}"', '"poem"'))
    assert 'unsupported type "poem"' in await post(method, body)


@pytest.mark.parametrize(
    ("method", "body"),
    [
        ("sendMessage", {"chat_id": 1, "text": "\ud800"}),
        ("setMyName", {"name": "x\udc00"}),
        ("sendRichMessage", {"chat_id": 1, "rich_message": {"blocks": [{"type": "footer", "text": ["\ud83d"]}]}}),
        ("sendPhoto", {"chat_id": 1, "photo": "\ud800"}),
    ],
)
async def test_half_a_character_is_no_text(post: Post, method: str, body: dict[str, Any]) -> None:
    assert await post(method, body) == "Bad Request: strings must be encoded in UTF-8"
