"""What the bot is and says of itself (Bot API: getMe, commands, description, name, menu button)."""

from __future__ import annotations

import re
from collections.abc import Callable

from bot.demo.access import known_chat
from bot.demo.errors import bad_request
from bot.demo.methods.request import Request
from bot.demo.nouns import Chat, Json, User
from bot.demo.world import World

MAX_COMMANDS = 100
MAX_DESCRIPTION = 256
_COMMAND = re.compile(r"[a-z0-9_]{1,32}")
_LANGUAGE = re.compile(r"[a-z]{2}")


def get_me(world: World, _: Request) -> Json:
    """getMe: User with the fields only this method returns."""
    return {
        **world.bot.json(),
        "can_join_groups": True,
        "can_read_all_group_messages": not world.privacy,
        "supports_inline_queries": True,
        "can_connect_to_business": False,
        "has_main_web_app": False,
    }


def _language(values: Json) -> str:
    language: str = values.get("language_code", "")
    if language and not _LANGUAGE.fullmatch(language):
        raise bad_request("invalid language code specified")
    return language


def _scope(world: World, values: Json) -> str:
    scope = values.get("scope") or {"type": "default"}
    key: str = scope["type"]
    if "chat_id" in scope:
        chat = known_chat(world, scope["chat_id"])
        if key != "chat" and chat.type == "private":
            raise bad_request("can't use scopes of administrators and members in private chats")
        key += f":{chat.id}"
    if "user_id" in scope:
        if scope["user_id"] not in world.users:
            raise bad_request("user not found")
        key += f":{scope['user_id']}"
    return key


def set_my_commands(world: World, request: Request) -> bool:
    """setMyCommands: True."""
    commands = request.values["commands"]
    if len(commands) > MAX_COMMANDS:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    stored = []
    for command in commands:
        name = command["command"].removeprefix("/")
        if not _COMMAND.fullmatch(name):
            raise bad_request("BOT_COMMAND_INVALID")
        if not 1 <= len(command["description"]) <= MAX_DESCRIPTION:
            raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
        stored.append({**command, "command": name})
    key = _scope(world, request.values), _language(request.values)
    if stored:
        world.settings.commands[key] = stored
    else:
        world.settings.commands.pop(key, None)
    return True


def get_my_commands(world: World, request: Request) -> list[Json]:
    """getMyCommands: the commands of exactly this scope and language."""
    return world.settings.commands.get((_scope(world, request.values), _language(request.values)), [])


def delete_my_commands(world: World, request: Request) -> bool:
    """deleteMyCommands: True."""
    world.settings.commands.pop((_scope(world, request.values), _language(request.values)), None)
    return True


def shown_commands(world: World, chat: Chat, user: User) -> list[Json]:
    """The menu USER sees in CHAT: the narrowest scope that has commands (Bot API, BotCommandScope)."""
    admin = chat.member(user).is_admin
    scopes = [f"chat:{chat.id}"]
    if chat.type == "private":
        scopes += ["all_private_chats"]
    else:
        scopes = [f"chat_member:{chat.id}:{user.id}"]
        scopes += [f"chat_administrators:{chat.id}"] if admin else []
        scopes += [f"chat:{chat.id}"]
        scopes += ["all_chat_administrators"] if admin else []
        scopes += ["all_group_chats"]
    for scope in (*scopes, "default"):
        for language in (user.language_code, ""):
            if commands := world.settings.commands.get((scope, language)):
                return commands
    return []


def set_text(name: str, limit: int) -> Callable[[World, Request], bool]:
    """setMyName and its like for the text NAME of at most LIMIT characters: True; empty removes it."""

    def method(world: World, request: Request) -> bool:
        text = request.values.get(name, "")
        if len(text) > limit:
            raise bad_request(f"BOT_{name.upper()}_TOO_LONG")
        key = name, _language(request.values)
        if text:
            world.settings.texts[key] = text
        else:
            world.settings.texts.pop(key, None)
        return True

    return method


def get_text(name: str) -> Callable[[World, Request], Json]:
    """getMyName and its like for the text NAME: an object with the text, "" where none is set."""

    def method(world: World, request: Request) -> Json:
        texts = world.settings.texts
        fallback = texts.get((name, ""), world.bot.first_name if name == "name" else "")
        return {name: texts.get((name, _language(request.values)), fallback)}

    return method


def set_chat_menu_button(world: World, request: Request) -> bool:
    """setChatMenuButton: True."""
    button = request.values.get("menu_button", {"type": "default"})
    if "chat_id" not in request.values:
        world.settings.menu_button = button
        return True
    _private(world, request).menu_button = button
    return True


def get_chat_menu_button(world: World, request: Request) -> Json:
    """getChatMenuButton: MenuButton."""
    if "chat_id" not in request.values:
        return world.settings.menu_button
    return _private(world, request).menu_button or world.settings.menu_button


def _private(world: World, request: Request) -> Chat:
    chat = known_chat(world, request.values["chat_id"])
    if chat.type != "private":
        raise bad_request("invalid user_id specified")
    return chat
