"""The Telegram edge: updates in, requests to the handlers, answers out. All of asyncio on this floor is here.

Every update is handled once (``update_id`` is claimed in the database: Telegram may repeat one), in a thread, so that
a slow query holds up nobody else.
"""

from __future__ import annotations

import asyncio
import logging
import sys
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any, TypeVar

from telegram import Chat as TelegramChat
from telegram import Message, MessageEntity, Update
from telegram.ext import (
    Application,
    BaseHandler,
    BaseUpdateProcessor,
    CallbackQueryHandler,
    ChatMemberHandler,
    ContextTypes,
    InlineQueryHandler,
    MessageHandler,
    filters,
)

from handlers.callbacks import decode
from handlers.commands.inline import inline
from handlers.dispatch import answer, needs_admin
from handlers.handed import content_of, handed_in
from handlers.ports import Answer, ChatKind, Messenger, Request, Services, Target
from handlers.render.document import Document, Paragraph
from handlers.routes import BY_COMMAND
from storage.chats import claim_update, find_chat, migrate_chat, pause_chat, resume_chat
from storage.errors import Blocked, DeliveryError, Refused, ThreadGone, UserError

logger = logging.getLogger(__name__)

ALLOWED_UPDATES = [
    Update.MESSAGE,
    Update.CALLBACK_QUERY,
    Update.INLINE_QUERY,
    Update.MY_CHAT_MEMBER,
]
GROUP_ANONYMOUS_BOT = 1087968824
_Result = TypeVar("_Result")


class InOrder(BaseUpdateProcessor):
    """Handles chats side by side, and the updates of one chat one after the other: answers come in order.

    At most ``at_once`` updates are being handled. One that waits for its chat's turn takes no place among them: a busy
    chat holds up nobody else.
    """

    def __init__(self, at_once: int) -> None:
        # The places of the base class are taken before the turn is known: there must always be one.
        super().__init__(sys.maxsize)
        self._places = asyncio.Semaphore(at_once)
        self._turns: dict[int, asyncio.Lock] = {}
        self._waiting: Counter[int] = Counter()

    async def initialize(self) -> None:
        """Nothing to prepare."""

    async def shutdown(self) -> None:
        """Nothing to give back."""

    async def do_process_update(self, update: object, coroutine: Awaitable[Any]) -> None:
        """Run ``coroutine`` when the updates of its chat before it are done."""
        chat = update.effective_chat if isinstance(update, Update) else None
        if chat is None:
            async with self._places:
                await coroutine
            return
        turn = self._turns.setdefault(chat.id, asyncio.Lock())
        self._waiting[chat.id] += 1
        try:
            async with turn, self._places:  # asyncio.Lock is fair: first come, first served
                await coroutine
        finally:
            self._waiting[chat.id] -= 1
            if not self._waiting[chat.id]:
                del self._waiting[chat.id], self._turns[chat.id]


class _HandedIn(filters.MessageFilter):
    """Messages that hand something in without a command."""

    def filter(self, message: Message) -> bool:
        """Whether this is one."""
        return handed_in(message) is not None


class Adapter:
    """Connects a python-telegram-bot application with the handlers."""

    def __init__(self, services: Services, messenger: Messenger) -> None:
        self._services = services
        self._messenger = messenger

    def handlers(self) -> list[BaseHandler[Any, Any, Any]]:
        """The handlers to add to the application, in order."""
        fresh = filters.UpdateType.MESSAGE
        return [
            MessageHandler(fresh & filters.StatusUpdate.MIGRATE, self.on_migration),
            MessageHandler(fresh & filters.ChatType.PRIVATE & _HandedIn(), self.on_handed),
            MessageHandler(fresh & filters.TEXT, self.on_text),
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
        if parsed is None or not await self._first_time(update):
            return
        command, words = parsed
        request = await self._request(update, chat, command, words, context.bot.username, target_of(message))
        if command == "ingest" and message.reply_to_message is not None:
            request = replace(request, handed=content_of(message.reply_to_message))
        await self._messenger.typing(request.target)
        result = await self._in_thread(lambda: answer(request, self._services))
        await self._reply(
            result, request, reply_to=None if request.chat_kind is ChatKind.PRIVATE else message.message_id
        )

    async def on_handed(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """A link, a forwarded post or a file in a private chat: to be stored, where an admin of the bot sends it."""
        message, chat = update.effective_message, update.effective_chat
        if message is None or chat is None or not await self._first_time(update):
            return
        request = await self._request(update, chat, "ingest", "", context.bot.username, target_of(message))
        request = replace(request, handed=content_of(message))
        await self._messenger.typing(request.target)
        result = await self._in_thread(lambda: answer(request, self._services))
        await self._reply(result, request, reply_to=message.message_id)

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
        if needs_admin(request):
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
    text = message.text or ""
    entity = next((e for e in message.entities if e.type == MessageEntity.BOT_COMMAND and e.offset == 0), None)
    mention = f"@{bot_username}".casefold()
    if entity is None:
        if private:
            return ("country", text) if text.strip() and not text.startswith("/") else None
        rest = text[len(mention) :]
        if text.casefold().startswith(mention) and rest[:1].isspace() and rest.strip():
            return "country", rest.strip()
        return None
    whole = message.parse_entity(entity)
    name, _, addressee = whole[1:].partition("@")
    if addressee and addressee.casefold() != bot_username.casefold():
        return None
    command = name.casefold()
    words = text[len(whole) :].strip()
    known_as_number = command.startswith("article_") and command[8:].isdigit()
    if known_as_number:
        return "article", command[8:]
    if command not in BY_COMMAND and not private and not addressee:
        return None
    return command, words
