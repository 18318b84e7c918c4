"""What people do in the world: write, press, ask inline, join, block, close topics. Each act makes updates."""

from __future__ import annotations

from bot.demo.entities import clean, with_detected
from bot.demo.errors import ApiError
from bot.demo.markup import Entity, parse_html
from bot.demo.methods.media import document_json, image_size, photo_json
from bot.demo.methods.request import Upload
from bot.demo.nouns import ADMIN_RIGHTS, ANONYMOUS_ADMIN_ID, Chat, Json, Member, Message, Topic, User
from bot.demo.rich import rich_buttons
from bot.demo.world import CallbackQuery, InlineQuery, World


class NotPossible(ValueError):
    """A person cannot do this in any Telegram app (write to a blocked bot, press a button that is not there)."""


def say(
    world: World,
    person: User,
    chat: Chat,
    text: str,
    *,
    html: bool = False,
    topic: Topic | None = None,
    reply_to: Message | None = None,
    anonymous: bool = False,
    content: Json | None = None,
) -> Message:
    """PERSON writes TEXT in CHAT (`content` for anything but text) and the bot hears it if it may."""
    if chat.blocked:
        raise NotPossible("the person has blocked the bot")
    if topic is not None and (topic.closed or topic.deleted) and not chat.member(person).is_admin:
        raise NotPossible("the topic is closed")
    if chat.type == "channel" and not chat.member(person).is_admin:
        raise NotPossible("only administrators post in a channel")
    if chat.type == "private":
        chat.started = True
    elif not chat.member(person).present:
        raise NotPossible("the person is not in the chat")
    sender, sender_chat = _appears_as(world, person, chat, anonymous)
    message = world.new_message(
        chat,
        content if content is not None else _text(text, html),
        author=person,
        sender=sender,
        sender_chat=sender_chat,
        thread_id=topic.id if topic is not None else (reply_to.thread_id if reply_to else None),
        reply_to=reply_to,
    )
    world.publish(message)
    return message


def _appears_as(world: World, person: User, chat: Chat, anonymous: bool) -> tuple[User | None, Chat | None]:
    if chat.type == "channel":
        return None, chat
    if anonymous or chat.member(person).is_anonymous:
        if not chat.member(person).is_admin:
            raise NotPossible("only administrators write anonymously")
        stand_in = User(ANONYMOUS_ADMIN_ID, "Group", is_bot=True, username="GroupAnonymousBot")
        return world.users.setdefault(ANONYMOUS_ADMIN_ID, stand_in), chat
    return person, None


def _text(text: str, html: bool) -> Json:
    entities: list[Entity] = []
    if html:
        text, entities = parse_html(text)
    text, entities = clean(text, entities)
    if not text:
        raise NotPossible("an empty message cannot be sent")
    found = with_detected(text, entities)
    return {"text": text, **({"entities": found} if found else {})}


def edit(world: World, message: Message, text: str, *, html: bool = False) -> None:
    """The author changes the text of MESSAGE, or the caption where it has none."""
    said = _text(text, html)
    if message.content.keys() & {"photo", "document"}:
        message.content = {k: v for k, v in message.content.items() if k not in ("caption", "caption_entities")}
        said = {f"caption{'_entities' if key == 'entities' else ''}": value for key, value in said.items()}
    else:
        message.content = {k: v for k, v in message.content.items() if k not in ("text", "entities")}
    message.content |= said
    message.edited_at = world.now()
    world.publish_edit(message)


def forward(
    world: World,
    person: User,
    message: Message,
    chat: Chat,
    *,
    topic: Topic | None = None,
    anonymous: bool = False,
) -> Message:
    """PERSON forwards MESSAGE to CHAT; its origin goes along (Bot API, MessageOrigin), its buttons do not."""
    if message.protected:
        raise NotPossible("messages of this chat cannot be forwarded")
    kept = {key: value for key, value in message.content.items() if key in _FORWARDED}
    if not kept.keys() - {"forward_origin"}:
        raise NotPossible("service messages cannot be forwarded")
    kept.setdefault("forward_origin", _origin(message))
    return say(world, person, chat, "", topic=topic, anonymous=anonymous, content=kept)


_FORWARDED = frozenset(
    {"text", "entities", "caption", "caption_entities", "photo", "document", "rich_message", "forward_origin"}
)


def _origin(message: Message) -> Json:
    date = int(message.date.timestamp())
    if message.chat.type == "channel":
        return {"type": "channel", "chat": message.chat.json(), "message_id": message.message_id, "date": date}
    if message.sender_chat is not None:
        return {"type": "chat", "sender_chat": message.sender_chat.json(), "date": date}
    if message.sender is None:
        return {"type": "hidden_user", "sender_user_name": "Somebody", "date": date}
    return {"type": "user", "sender_user": message.sender.json(), "date": date}


def send_file(
    world: World,
    person: User,
    chat: Chat,
    upload: Upload,
    *,
    caption: str = "",
    topic: Topic | None = None,
    anonymous: bool = False,
) -> Message:
    """PERSON sends a file: a picture as a photo, anything else as a document. NotPossible where Telegram takes none."""
    try:
        if image_size(upload.data) is not None:
            content: Json = {"photo": photo_json(world, upload)}
        else:
            content = {"document": document_json(world, upload)}
    except ApiError as error:
        raise NotPossible(error.description.removeprefix("Bad Request: ")) from error
    if caption.strip():
        said = _text(caption, html=False)
        content |= {"caption": said["text"], **({"caption_entities": e} if (e := said.get("entities")) else {})}
    return say(world, person, chat, "", topic=topic, anonymous=anonymous, content=content)


def pin(world: World, person: User, message: Message) -> None:
    """PERSON pins MESSAGE; groups get the service message Telegram writes."""
    chat = message.chat
    if chat.type != "private" and not chat.member(person).is_admin:
        raise NotPossible("only administrators pin messages")
    if message.message_id in chat.pinned:
        chat.pinned.remove(message.message_id)
    chat.pinned.append(message.message_id)
    if chat.type == "channel":
        world.tell("pinned", chat)
        return
    shown = message.json(with_reply=False)
    world.publish(world.new_message(chat, {"pinned_message": shown}, author=person, sender=person))


def buttons_of(message: Message) -> list[list[Json]]:
    """Rows of the buttons a reader can press: those inside a rich message, then the inline keyboard."""
    inside = [[button] for button in rich_buttons(message.content.get("rich_message", {}).get("blocks", []))]
    rows: list[list[Json]] = (message.reply_markup or {}).get("inline_keyboard", [])
    return inside + rows


def press(world: World, person: User, message: Message, data: str) -> CallbackQuery:
    """PERSON presses the callback button of MESSAGE that carries DATA."""
    if data not in [b.get("callback_data") for row in buttons_of(message) for b in row]:
        raise NotPossible(f"no button with data {data!r} under this message")
    query = CallbackQuery(str(world.serial() + (1 << 40)), person, data, message, world.now())
    world.callbacks[query.id] = query
    update: Json = {"id": query.id, "from": person.json(), "chat_instance": str(message.chat.id), "data": data}
    if message.inline_message_id:
        update["inline_message_id"] = message.inline_message_id
    else:
        update["message"] = message.json()
    world.updates.put("callback_query", update)
    return query


def ask_inline(world: World, person: User, text: str, *, offset: str = "", chat_type: str = "") -> InlineQuery:
    """PERSON types "@bot TEXT" in some chat (`chat_type`: sender, private, group, supergroup or channel)."""
    query = InlineQuery(str(world.serial() + (1 << 41)), person, text, offset, world.now())
    world.inline_queries[query.id] = query
    update: Json = {"id": query.id, "from": person.json(), "query": text, "offset": offset}
    if chat_type:
        update["chat_type"] = chat_type
    world.updates.put("inline_query", update)
    return query


def choose(world: World, query: InlineQuery, result_id: str, chat: Chat, *, topic: Topic | None = None) -> Message:
    """The person of QUERY sends the answer's result RESULT_ID into CHAT."""
    if chat.type == "channel" and not chat.member(query.person).is_admin:
        raise NotPossible("only administrators post in a channel")
    result = next((r for r in (query.answer or {"results": []})["results"] if r["id"] == result_id), None)
    if result is None:
        raise NotPossible(f"no inline result {result_id!r}")
    message = world.new_message(
        chat,
        dict(result["content"]),
        author=query.person,
        sender=None if chat.type == "channel" else query.person,
        sender_chat=chat if chat.type == "channel" else None,
        thread_id=topic.id if topic is not None else None,
        via_bot=world.bot,
        reply_markup=result["reply_markup"],
    )
    chosen: Json = {"result_id": result_id, "from": query.person.json(), "query": query.query}
    if result["reply_markup"]:
        message.inline_message_id = chosen["inline_message_id"] = f"INLINE{world.serial()}"
        world.inline_messages[message.inline_message_id] = message
    if world.inline_feedback:
        world.updates.put("chosen_inline_result", chosen)
    world.publish(message)
    return message


def add_bot(world: World, chat: Chat, by: User, *, rights: frozenset[str] | None = None) -> None:
    """BY adds the bot to CHAT, as an administrator where RIGHTS are given."""
    status = Member(world.bot) if rights is None else admin(world.bot, rights)

    def service() -> None:
        if chat.is_group:
            world.publish(world.new_message(chat, {"new_chat_members": [world.bot.json()]}, sender=by))

    world.set_member(chat, status, by, service=service)


def kick_bot(world: World, chat: Chat, by: User) -> None:
    """BY removes the bot from CHAT for good."""
    if chat.is_group:
        world.publish(world.new_message(chat, {"left_chat_member": world.bot.json()}, sender=by))
    world.set_member(chat, Member(world.bot, "kicked"), by)


def demote_bot(world: World, chat: Chat, by: User) -> None:
    """BY takes the bot's administrator rights in CHAT away; it stays a member."""
    world.set_member(chat, Member(world.bot), by)


def admin(user: User, rights: frozenset[str] | None = None, *, is_anonymous: bool = False) -> Member:
    """An administrator; all rights where none are named."""
    every = frozenset((*ADMIN_RIGHTS, "can_pin_messages", "can_manage_topics", "can_post_messages"))
    granted = every | {"can_edit_messages"} if rights is None else rights | {"can_manage_chat"}
    return Member(user, "administrator", granted, is_anonymous=is_anonymous)


def join(world: World, chat: Chat, person: User) -> None:
    """PERSON enters CHAT."""

    def service() -> None:
        if chat.is_group:
            world.publish(world.new_message(chat, {"new_chat_members": [person.json()]}, sender=person))

    world.set_member(chat, Member(person), person, service=service)


def close_topic(world: World, chat: Chat, topic: Topic, by: User, *, closed: bool = True) -> None:
    """BY closes (or reopens) TOPIC."""
    topic.closed = closed
    kind = "forum_topic_closed" if closed else "forum_topic_reopened"
    world.publish(world.new_message(chat, {kind: {}}, sender=by, thread_id=topic.id))


def delete_topic(world: World, chat: Chat, topic: Topic) -> None:
    """TOPIC disappears with its messages; Telegram tells bots nothing."""
    topic.deleted = True
    for message in [m for m in chat.messages.values() if m.thread_id == topic.id]:
        world.delete(message)


def migrate(world: World, group: Chat, by: User) -> Chat:
    """GROUP becomes a supergroup: a new chat with the same people; both sides get their service message."""
    if group.type != "group" or group.migrated_to is not None:
        raise NotPossible("only a basic group becomes a supergroup, once")
    new = world.add_chat("supergroup", group.title)
    new.members = dict(group.members)
    world.publish(world.new_message(group, {"migrate_to_chat_id": new.id}, sender=by))
    group.migrated_to = new
    world.publish(world.new_message(new, {"migrate_from_chat_id": group.id}, sender=by))
    return new
