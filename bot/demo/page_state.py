"""What the chat page shows, as JSON: chats as one person sees them, pages of their history, news."""

from __future__ import annotations

from itertools import islice
from typing import Any

from bot.demo.guide import Hat
from bot.demo.methods.profile import shown_commands
from bot.demo.nouns import Chat, Json, Message, Topic
from bot.demo.people import NotPossible
from bot.demo.rich import plain_blocks
from bot.demo.world import Event, World

PAGE = 60
"""Messages of a page of history, unless the browser asks for another number."""
MOST = 200
_PREVIEW = 90  # characters of a message in the list of chats
_SERVICE = {
    "new_chat_members": "joined the group",
    "left_chat_member": "left the group",
    "pinned_message": "pinned a message",
    "forum_topic_created": "created the topic",
    "forum_topic_closed": "closed the topic",
    "forum_topic_reopened": "reopened the topic",
    "migrate_to_chat_id": "upgraded the group to a supergroup",
    "migrate_from_chat_id": "upgraded the group to a supergroup",
}


def hats_of(world: World) -> list[Hat]:
    """Whom the reader can be: those of the guide, else every person; at least "You"."""
    if world.guide.hats:
        return world.guide.hats
    people = [user for user in world.users.values() if not user.is_bot] or [world.add_person("You")]
    return [Hat(person, person.first_name) for person in people]


def hat_of(world: World, key: object) -> Hat:
    """The hat called KEY, the first without one. Raises NotPossible for an unknown one."""
    hats = hats_of(world)
    if key is None:
        return hats[0]
    for hat in hats:
        if hat.key == key:
            return hat
    raise NotPossible("nobody of that name is here")


def chats_of(world: World, hat: Hat) -> list[Chat]:
    """The chats HAT's person is in, the private one with the bot first, the others as they were made."""
    own = world.private_chat(hat.person)
    others = (c for c in world.chats.values() if c.type != "private" and c.member(hat.person).present)
    return [own, *(chat for chat in others if chat.migrated_to is None)]


def chat_of(world: World, hat: Hat, chat_id: object) -> Chat:
    """The chat CHAT_ID, the private one for None. Raises NotPossible where the person does not see it."""
    if chat_id is None:
        return world.private_chat(hat.person)
    chat = world.chats.get(chat_id) if isinstance(chat_id, int) else None
    if chat is None or not (chat.user is hat.person or chat.member(hat.person).present):
        raise NotPossible("that chat is not here")
    return chat


def topic_of(chat: Chat, topic_id: object) -> Topic | None:
    """The topic TOPIC_ID of a forum, None for General. Raises NotPossible where there is none."""
    if topic_id is None:
        return None
    topic = chat.topics.get(topic_id) if isinstance(topic_id, int) else None
    if topic is None or topic.deleted:
        raise NotPossible("that topic is gone")
    return topic


def state(world: World, hat: Hat) -> Json:
    """Everything but the histories: the bot, who the reader is and may be, the chats, the guide, the time."""
    guide = world.guide
    home = guide.home if guide.home in chats_of(world, hat) else world.private_chat(hat.person)
    assert home is not None
    return {
        "bot": world.bot.json(),
        "description": world.settings.texts.get(("description", ""), ""),
        "hat": hat.json(),
        "hats": [one.json() for one in hats_of(world)],
        "chats": [summary(world, hat, chat) for chat in chats_of(world, hat)],
        "home": home.id,
        "note": guide.note,
        "chips": [chip.json() for chip in guide.chips],
        "now": clock(world),
    }


def clock(world: World) -> Json:
    """The world's time (seconds since 1970, UTC) and whether it can be moved."""
    return {"unix": world.now().timestamp(), "movable": hasattr(world.now, "advance")}


def summary(world: World, hat: Hat, chat: Chat) -> Json:
    """A chat as HAT sees it in the list and at its head."""
    last = next(reversed(chat.messages.values()), None)
    pinned = next((chat.messages[i] for i in reversed(chat.pinned) if i in chat.messages), None)
    member = chat.member(hat.person)
    out: Json = {
        "id": chat.id,
        "type": chat.type,
        "title": world.bot.first_name if chat.type == "private" else chat.title,
        "is_forum": chat.is_forum,
        "members": sum(one.present for one in chat.members.values()),
        "is_admin": chat.type == "private" or member.is_admin,
        "refusal": refusal(hat, chat),
        "topics": [{"id": t.id, "name": t.name, "closed": t.closed} for t in chat.topics.values() if not t.deleted],
        "last": preview(last) if last is not None else None,
        "pinned": shown(pinned) if pinned is not None else None,
        "commands": shown_commands(world, chat, hat.person),
    }
    if chat.type == "private":
        out["blocked"] = chat.blocked
    return out


def refusal(hat: Hat, chat: Chat) -> str:
    """Why HAT cannot write in CHAT, "" where it can."""
    if chat.blocked:
        return "You have blocked the bot."
    if chat.type == "channel" and not chat.member(hat.person).is_admin:
        return "Only administrators post in a channel."
    if hat.anonymous and chat.is_group and not chat.member(hat.person).is_admin:
        return "Only administrators write anonymously."
    return ""


def shown(message: Message) -> Json:
    """A message as the Bot API gives it, and who really wrote it."""
    return {**message.json(), "author_id": message.author.id if message.author is not None else None}


def preview(message: Message) -> Json:
    """A message in one line: who, what, when."""
    content = message.content
    words = content.get("text") or content.get("caption") or ""
    if not words and "rich_message" in content:
        words = plain_blocks(content["rich_message"]["blocks"][:4])
    if not words and "document" in content:
        words = content["document"].get("file_name", "File")
    if not words and "photo" in content:
        words = "Photo"
    for field, said in _SERVICE.items():
        if field in content:
            words = said
    name = message.sender.first_name if message.sender is not None else ""
    return {
        "id": message.message_id,
        "text": " ".join(words.split())[:_PREVIEW],
        "from": name,
        "author_id": message.author.id if message.author is not None else None,
        "date": int(message.date.timestamp()),
    }


def history(chat: Chat, *, topic: Topic | None, before: int | None, limit: int) -> Json:
    """Up to LIMIT messages before the message BEFORE (the latest for None), oldest first, of one topic in a forum."""
    wanted = topic.id if topic is not None else None
    found = (
        message
        for number, message in reversed(chat.messages.items())
        if (before is None or number < before) and (not chat.is_forum or message.thread_id == wanted)
    )
    taken = list(islice(found, min(max(limit, 1), MOST) + 1))
    more = len(taken) > min(max(limit, 1), MOST)
    return {"messages": [shown(message) for message in reversed(taken[: len(taken) - more])], "more": more}


def news(event: Event) -> tuple[str, Any] | None:
    """What the browsers are told of EVENT: the name and value of a server-sent event."""
    subject = event.subject
    match event.kind:
        case "message" | "edited":
            told = shown(subject)
            return event.kind, {**told, "preview": preview(subject)}
        case "deleted":
            return "deleted", {"chat": subject.chat.id, "message_id": subject.message_id}
        case "action":
            return "action", {"chat": subject.id, "action": subject.actions[-1]}
        case "pinned" | "chat":
            return "chats", {"chat": subject.id}
        case "clock":
            return "clock", clock(subject)
        case "call" if subject.method.endswith("MyCommands") or subject.method.endswith("ChatMessage"):
            return "chats", {}
    return None
