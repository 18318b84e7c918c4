"""May the bot do this here? Chats, topics, rights and messages looked up with Telegram's refusals."""

from __future__ import annotations

from bot.demo.errors import ApiError, bad_request, forbidden, migrated
from bot.demo.nouns import Chat, Json, Message
from bot.demo.world import World


def known_chat(world: World, chat_id: int | str) -> Chat:
    """The chat if the bot knows it; raises "chat not found", or 403 where the bot was thrown out."""
    chat = world.find_chat(chat_id)
    if chat is None:
        raise bad_request("chat not found")
    if chat.type == "private":
        return chat
    if chat.migrated_to is not None:
        raise migrated(chat.migrated_to.id)
    standing = chat.member(world.bot)
    if standing.status == "kicked":
        raise forbidden(f"bot was kicked from the {chat.type} chat")
    if not standing.present:
        if world.bot.id not in chat.members and not chat.username:
            raise bad_request("chat not found")
        raise forbidden(f"bot is not a member of the {chat.type} chat")
    return chat


def writable_chat(world: World, chat_id: int | str, thread_id: int | None) -> Chat:
    """The chat if the bot may write there, in topic THREAD_ID where one is given."""
    chat = known_chat(world, chat_id)
    if chat.user is not None:
        if chat.user.deactivated:
            raise forbidden("user is deactivated")
        if chat.blocked:
            raise forbidden("bot was blocked by the user")
        if not chat.started:
            raise forbidden("bot can't initiate conversation with a user")
    standing = chat.member(world.bot)
    if chat.type == "channel" and not standing.may("can_post_messages"):
        raise bad_request("need administrator rights in the channel chat")
    if chat.is_group and standing.muted:
        raise bad_request(f"not enough rights to send text messages to the {chat.type} chat")
    _check_topic(world, chat, thread_id)
    return chat


def _check_topic(world: World, chat: Chat, thread_id: int | None) -> None:
    closed = chat.general_closed
    if thread_id is not None:
        topic = chat.topics.get(thread_id) if chat.is_forum else None
        if topic is None or topic.deleted:
            raise bad_request("message thread not found")
        closed = topic.closed
    if closed and not chat.member(world.bot).may("can_manage_topics"):
        raise bad_request("TOPIC_CLOSED")


def reply_target(world: World, chat: Chat, values: Json) -> Message | None:
    """The message that is replied to, None where there is none or it may be missing."""
    parameters = values.get("reply_parameters")
    if not parameters or "message_id" not in parameters:
        return None
    if parameters.get("chat_id", chat.id) != chat.id:
        raise bad_request("replies to other chats are not supported by the local Telegram")
    target = chat.messages.get(parameters["message_id"])
    if target is None:
        if parameters.get("allow_sending_without_reply"):
            return None
        raise bad_request("message to be replied not found")
    quote = parameters.get("quote")
    if quote is not None and quote not in (target.content.get("text") or target.content.get("caption") or ""):
        raise bad_request("message to be replied has no such quote: QUOTE_TEXT_INVALID")
    return target


def editable_message(world: World, values: Json) -> Message:
    """The bot's own message that is named by chat and id, or by inline message id."""
    inline_id = values.get("inline_message_id")
    if inline_id is not None:
        message = world.inline_messages.get(inline_id)
        if message is None:
            raise bad_request("MESSAGE_ID_INVALID")
        return message
    if "chat_id" not in values:
        raise bad_request("chat_id is empty")
    if "message_id" not in values:
        raise bad_request("message identifier is not specified")
    chat = known_chat(world, values["chat_id"])
    message = chat.messages.get(values["message_id"])
    if message is None:
        raise bad_request("message to edit not found")
    if message.author is not world.bot and not _may_edit_post(world, message):
        raise bad_request("message can't be edited")
    return message


def _may_edit_post(world: World, message: Message) -> bool:
    chat = message.chat
    return chat.type == "channel" and chat.member(world.bot).may("can_edit_messages")


def deletable_message(world: World, chat: Chat, message_id: int) -> Message:
    """The message if the bot may delete it (its own, anyone's in a private chat, or by right)."""
    message = chat.messages.get(message_id)
    if message is None:
        raise bad_request("message to delete not found")
    own = message.author is world.bot
    too_old = (world.now() - message.date).total_seconds() > 48 * 3600
    if chat.type != "private" and chat.member(world.bot).may("can_delete_messages"):
        return message
    if too_old or not (own or chat.type == "private"):
        raise bad_request("message can't be deleted for everyone")
    return message


def need_right(world: World, chat: Chat, right: str, words: str) -> None:
    """Raise 400 "not enough rights to WORDS" unless the bot has RIGHT in CHAT (always in private)."""
    if chat.type != "private" and not chat.member(world.bot).may(right):
        raise bad_request(f"not enough rights to {words}")


def unknown_user() -> ApiError:
    """What getChatMember says of a user Telegram does not know."""
    return bad_request("PARTICIPANT_ID_INVALID")
