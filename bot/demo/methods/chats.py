"""What the bot may ask about chats and their members (Bot API, "Available methods")."""

from __future__ import annotations

from bot.demo.access import known_chat, unknown_user
from bot.demo.errors import bad_request
from bot.demo.methods.request import Request
from bot.demo.nouns import Json, Member
from bot.demo.world import World


def get_chat(world: World, request: Request) -> Json:
    """getChat: ChatFullInfo."""
    chat = known_chat(world, request.values["chat_id"])
    gifts = ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels")
    out = {
        **chat.json(),
        "accent_color_id": abs(chat.id) % 7,
        "max_reaction_count": 11,
        "accepted_gift_types": dict.fromkeys(gifts, False),
    }
    if chat.is_group:
        muted = not chat.member(world.bot).muted
        out["permissions"] = {"can_send_messages": muted, "can_pin_messages": False}
    pinned = [chat.messages[number] for number in chat.pinned if number in chat.messages]
    if pinned:
        out["pinned_message"] = pinned[-1].json(with_reply=False)
    return out


def get_chat_member(world: World, request: Request) -> Json:
    """getChatMember: ChatMember; a person Telegram knows but who was never here has left."""
    chat = known_chat(world, request.values["chat_id"])
    user = world.users.get(request.values["user_id"])
    if user is None:
        raise unknown_user()
    if chat.type == "private":
        if user is not world.bot and user is not chat.user:
            raise bad_request("user not found")
        return Member(user).json(in_channel=False)
    return chat.member(user).json(in_channel=chat.type == "channel")


def get_chat_administrators(world: World, request: Request) -> list[Json]:
    """getChatAdministrators: ChatMember list, bots left out unless `return_bots` (the asking bot stays)."""
    chat = known_chat(world, request.values["chat_id"])
    if chat.type == "private":
        raise bad_request("there are no administrators in the private chat")
    with_bots = bool(request.values.get("return_bots"))
    return [
        member.json(in_channel=chat.type == "channel")
        for member in chat.members.values()
        if member.is_admin and (with_bots or not member.user.is_bot or member.user is world.bot)
    ]


def get_chat_member_count(world: World, request: Request) -> int:
    """getChatMemberCount: how many are in the chat, the bot included."""
    chat = known_chat(world, request.values["chat_id"])
    return 2 if chat.type == "private" else sum(member.present for member in chat.members.values())


def leave_chat(world: World, request: Request) -> bool:
    """leaveChat: True."""
    chat = known_chat(world, request.values["chat_id"])
    if chat.type == "private":
        raise bad_request("chat member status can't be changed in private chats")
    world.set_member(chat, Member(world.bot, "left"), world.bot)
    return True
