"""The Telegram edge: updates in, requests to the handlers, answers out. All of asyncio on this floor is here.

Every update is handled once (``update_id`` is claimed in the database: Telegram may repeat one), in a thread, so that
a slow query holds up nobody else.
"""

from __future__ import annotations

import asyncio
import logging
import re
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any, TypeVar

from telegram import Chat as TelegramChat
from telegram import Message, MessageEntity, Update
from telegram.ext import (
    Application,
    BaseHandler,
    CallbackQueryHandler,
    ChatMemberHandler,
    ContextTypes,
    InlineQueryHandler,
    MessageHandler,
    filters,
)

from handlers.callbacks import decode
from handlers.channel_posts import ChannelPosts
from handlers.commands.inline import inline
from handlers.commands.intake_switches import parse_switch
from handlers.dispatch import answer, asks_standing
from handlers.handed import asked_for, handed_in
from handlers.ports import GROUP_ANONYMOUS_BOT, Answer, ChatKind, Messenger, Request, Services, Target
from handlers.receiving import Receiving
from handlers.render.document import Document, Paragraph
from handlers.routes import BY_COMMAND
from storage.chats import claim_update, find_chat, migrate_chat, pause_chat, resume_chat
from storage.errors import Blocked, DeliveryError, Refused, ThreadGone, UserError

logger = logging.getLogger(__name__)

ALLOWED_UPDATES = [
    Update.MESSAGE,
    Update.EDITED_MESSAGE,
    Update.CHANNEL_POST,
    Update.EDITED_CHANNEL_POST,
    Update.CALLBACK_QUERY,
    Update.INLINE_QUERY,
    Update.MY_CHAT_MEMBER,
]
_ONLY_LINKS = re.compile(r"(\s*https?://\S+)+\s*", re.IGNORECASE)
_Result = TypeVar("_Result")


class _HandedIn(filters.MessageFilter):
    """Messages that hand something in without a command."""

    def filter(self, message: Message) -> bool:
        """Whether this is one."""
        return handed_in(message, bot_id=message.get_bot().id) is not None


class Adapter:
    """Connects a python-telegram-bot application with the handlers. ``sleep`` is how long work waits between signs."""

    def __init__(
        self,
        services: Services,
        messenger: Messenger,
        *,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._services = services
        self._messenger = messenger
        self.receiving = Receiving(services, messenger, self._deliver, sleep=sleep)
        self.channels = ChannelPosts(services, messenger, self.receiving)

    def handlers(self) -> list[BaseHandler[Any, Any, Any]]:
        """The handlers to add to the application, in order."""
        fresh = filters.UpdateType.MESSAGE
        return [
            MessageHandler(fresh & filters.StatusUpdate.MIGRATE, self.on_migration),
            MessageHandler(fresh & filters.ChatType.PRIVATE & _HandedIn(), self.on_handed),
            MessageHandler(fresh & (filters.TEXT | filters.CAPTION), self.on_text),
            MessageHandler(filters.UpdateType.EDITED_MESSAGE, self.on_edit),
            MessageHandler(filters.UpdateType.CHANNEL_POSTS, self.on_post),
            CallbackQueryHandler(self.on_button),
            InlineQueryHandler(self.on_inline),
            ChatMemberHandler(self.on_membership, ChatMemberHandler.MY_CHAT_MEMBER),
        ]

    def install(self, application: Application[Any, Any, Any, Any, Any, Any]) -> None:
        """Add all handlers, and one for errors that none of them caught."""
        application.add_handlers(self.handlers())
        application.add_error_handler(self.on_error)

    # Updates

    async def on_text(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """A message with text: a command, or in a private chat the name of a place."""
        message = update.effective_message
        chat = update.effective_chat
        if message is None or chat is None:
            return
        parsed = parse_command(message, context.bot.username, private=chat.type == TelegramChat.PRIVATE)
        if parsed is None or (message.caption and parsed[0] != "ingest"):
            return
        command, words = parsed
        target = target_of(message)
        if command == "ingest" and (asked := asked_for(message, bot_id=context.bot.id)) is not None:
            request = await self._request(update, chat, command, words, context.bot.username, target)
            request = replace(request, handed=asked[0])
            if parse_switch(words) is None:
                reply_to = message.message_id
                await self.receiving.hand_in(update, request, message_id=asked[1], reply_to=reply_to)
                return
        else:
            request = await self._request(update, chat, command, words, context.bot.username, target)
        if not await self._first_time(update):
            return
        await self._messenger.typing(request.target)
        result = await self._in_thread(lambda: answer(request, self._services))
        await self._reply(
            result, request, reply_to=None if request.chat_kind is ChatKind.PRIVATE else message.message_id
        )

    async def on_handed(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """A link, a forwarded post or a file in a private chat: to be stored, where an admin of the bot sends it."""
        message, chat = update.effective_message, update.effective_chat
        if message is None or chat is None:
            return
        request = await self._request(update, chat, "ingest", "", context.bot.username, target_of(message))
        request = replace(request, handed=handed_in(message, bot_id=context.bot.id))
        await self.receiving.hand_in(update, request, message_id=message.message_id, reply_to=message.message_id)

    async def on_edit(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """An edited message: of interest where it was handed in."""
        message, chat = update.edited_message, update.effective_chat
        if message is None or chat is None:
            return
        request = await self._request(update, chat, "ingest", "", context.bot.username, target_of(message))
        await self.receiving.on_edit(update, request, message, bot_id=context.bot.id)

    async def on_post(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """A channel's post, new or edited."""
        message = update.effective_message
        if message is not None:
            await self.channels.on_post(update, message, bot_id=context.bot.id, bot_username=context.bot.username)

    async def on_button(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """A pressed button. It is answered in any case, or it would spin."""
        query = update.callback_query
        if query is None:
            return
        message = query.message
        if message is None or query.data is None or not await self._first_time(update):
            await self._messenger.answer_button(query.id)
            return
        try:
            press = decode(query.data)
        except UserError as error:
            await self._messenger.answer_button(query.id, str(error), alert=True)
            return
        target = target_of(message) if isinstance(message, Message) else Target(message.chat.id)
        request = await self._request(
            update, message.chat, press.command, press.words, context.bot.username, target, page=press.page
        )
        request = replace(request, is_button=True)
        result = await self._in_thread(lambda: answer(request, self._services))
        await self._messenger.answer_button(query.id, result.toast, alert=result.alert)
        if result.document is not None and press.edits:
            await self._deliver(lambda: self._messenger.edit(target, message.message_id, _document(result)), request)
        else:
            await self._reply(result, request, reply_to=None)

    async def on_inline(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """``@bot iraq`` in any chat."""
        query = update.inline_query
        if query is None:
            return
        request = Request(
            command="country",
            words=query.query,
            target=Target(query.from_user.id),
            chat_kind=ChatKind.PRIVATE,
            now=self._services.clock(),
            bot_username=context.bot.username,
            user_id=query.from_user.id,
            timezone=self._services.default_timezone,
        )
        results = await self._in_thread(lambda: inline(request, self._services))
        await self._messenger.answer_inline(query.id, results)

    async def on_membership(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """The bot was blocked, kicked, unblocked or added: pause or resume what the chat gets; nothing is deleted."""
        change = update.my_chat_member
        if change is None:
            return
        gone = change.new_chat_member.status in ("left", "kicked")
        chat_id, now = change.chat.id, self._services.clock()

        def record() -> None:
            with self._services.database.writing() as session:
                if gone:
                    pause_chat(session, chat_id, now=now)
                else:
                    resume_chat(session, chat_id)

        await self._in_thread(record)
        await self.channels.on_standing(change)

    async def on_migration(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """A group became a supergroup; Telegram says so in both chats, in either order."""
        message = update.effective_message
        if message is None:
            return
        old_id = message.migrate_from_chat_id or message.chat.id
        new_id = message.migrate_to_chat_id or message.chat.id

        def record() -> None:
            with self._services.database.writing() as session:
                migrate_chat(session, old_id, new_id, now=self._services.clock())

        await self._in_thread(record)

    async def on_error(self, update: object, context: ContextTypes.DEFAULT_TYPE) -> None:
        """What no handler caught: the kind of error and the update's number, never a text."""
        number = update.update_id if isinstance(update, Update) else None
        logger.error("update %s failed: %s", number, type(context.error).__name__, exc_info=context.error)

    # Parts

    async def _in_thread(self, work: Callable[[], _Result]) -> _Result:
        return await asyncio.to_thread(work)

    async def _first_time(self, update: Update) -> bool:
        def claim() -> bool:
            with self._services.database.writing() as session:
                return claim_update(session, update.update_id, now=self._services.clock())

        return await self._in_thread(claim)

    async def _request(
        self,
        update: Update,
        chat: TelegramChat,
        command: str,
        words: str,
        bot_username: str,
        target: Target,
        *,
        page: int = 0,
    ) -> Request:
        def known_zone() -> str | None:
            with self._services.database.reading() as session:
                known = find_chat(session, chat.id)
            if known is not None and known.blocked_at is not None:
                with self._services.database.writing() as session:
                    resume_chat(session, chat.id)
            return known.timezone if known is not None else None

        zone = await self._in_thread(known_zone)
        user = update.effective_user
        request = Request(
            command=command,
            words=words,
            target=target,
            chat_kind=ChatKind(chat.type),
            now=self._services.clock(),
            bot_username=bot_username,
            user_id=user.id if user is not None else None,
            timezone=zone or self._services.default_timezone,
            timezone_known=zone is not None,
            page=page,
            chat_title=chat.title or chat.full_name,
            update_id=update.update_id,
        )
        if asks_standing(request):
            return replace(request, is_admin=await self._is_admin(update, chat))
        return request

    async def _is_admin(self, update: Update, chat: TelegramChat) -> bool:
        message = update.message
        if message is not None and message.sender_chat is not None:
            # An anonymous admin writes as the group itself (Bot API, Message.sender_chat); anybody else's channel
            # that writes here is no admin.
            return message.sender_chat.id == chat.id
        user = update.effective_user
        if user is None or user.id == GROUP_ANONYMOUS_BOT:
            return False
        try:
            return await self._messenger.is_admin(chat.id, user.id)
        except DeliveryError:
            return False

    async def _reply(self, result: Answer, request: Request, *, reply_to: int | None) -> None:
        if result.document is None:
            return
        document = result.document
        await self._deliver(lambda: self._messenger.send(request.target, document, reply_to=reply_to), request)

    async def _deliver(self, send: Callable[[], Any], request: Request) -> None:
        """Send; what Telegram refuses is handled as far as it can be here, and logged without its text."""
        try:
            await send()
        except Blocked:
            await self._in_thread(lambda: self._pause(request.target.chat_id))
        except ThreadGone:
            # A command from a topic that is closed by now: the reader cannot see an answer elsewhere either.
            logger.info("update %s: its topic is gone", request.update_id)
        except Refused as error:
            logger.error("update %s: the answer was refused: %s", request.update_id, error)
            sorry = Document([Paragraph("Telegram refused my answer. The operator has been told.")])
            await self._messenger.send(request.target, sorry)
        except DeliveryError as error:
            logger.warning("update %s: the answer was not delivered: %s", request.update_id, type(error).__name__)

    def _pause(self, chat_id: int) -> None:
        with self._services.database.writing() as session:
            pause_chat(session, chat_id, now=self._services.clock())


def _document(result: Answer) -> Document:
    assert result.document is not None
    return result.document


def target_of(message: Message) -> Target:
    """Where an answer to this message belongs: its chat, and its topic if it is in one (General is none)."""
    thread = message.message_thread_id if message.is_topic_message else None
    return Target(message.chat.id, thread if thread is not None and thread != 1 else 0)


def parse_command(message: Message, bot_username: str, *, private: bool) -> tuple[str, str] | None:
    """``(command, words)`` if the message asks this bot something, else ``None``.

    ``/country@OtherBot`` is for another bot. In a private chat plain text is taken as the name of a place; in a group
    plain text counts only behind a mention of this bot. A command this bot does not know is answered in private, and
    in groups only if it names this bot.
    """
    if message.forward_origin is not None or message.is_automatic_forward:
        return None  # somebody else's words, not an order to this bot
    text = message.text or message.caption or ""
    entities = message.parse_entities([MessageEntity.BOT_COMMAND])
    entities = entities or message.parse_caption_entities([MessageEntity.BOT_COMMAND])
    whole = next((words for entity, words in entities.items() if entity.offset == 0), None)
    mention = f"@{bot_username}".casefold()
    if whole is None:
        if private:
            return ("country", text) if text.strip() and not text.startswith("/") else None
        rest = text[len(mention) :]
        if text.casefold().startswith(mention) and rest[:1].isspace() and rest.strip():
            return "ingest" if _ONLY_LINKS.fullmatch(rest) else "country", rest.strip()
        return None
    name, _, addressee = whole[1:].partition("@")
    if addressee and addressee.casefold() != bot_username.casefold():
        return None
    command = name.casefold()
    words = text[len(whole) :].strip()
    kind, _, number = command.partition("_")
    if kind in ("article", "story") and number.isdigit():
        return kind, number
    if command not in BY_COMMAND and not private and not addressee:
        return None
    return command, words
