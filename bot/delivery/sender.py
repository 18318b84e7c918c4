"""Every outgoing call: documents as rich or classic messages, in parts, with Telegram's errors told as Sitrep's.

The ``Messenger`` of handlers/ports.py over python-telegram-bot, and what the outbox needs besides. Bot API methods:
sendRichMessage, sendMessage, editMessageText, answerCallbackQuery, answerInlineQuery, getChatMember, sendChatAction.
"""

from __future__ import annotations

import asyncio
import logging
import warnings
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from telegram import InlineKeyboardMarkup, InputFile, LinkPreviewOptions, Message, ReplyParameters
from telegram.constants import ChatAction, ParseMode
from telegram.error import BadRequest, EndPointNotFound, TelegramError
from telegram.ext import ExtBot
from telegram.warnings import PTBUserWarning

from bot.delivery.forms import Forms
from bot.delivery.pace import Priority
from bot.delivery.refusals import (
    delivery_error,
    is_about_a_picture,
    is_about_the_message,
    is_not_editable,
    is_not_modified,
    is_too_old,
    reason,
)
from handlers.ports import InlineResult, Target
from handlers.render.document import Document
from handlers.render.html import render_html_parts
from handlers.render.rich import render_files, render_keyboard, render_rich_parts
from storage.engine import Database
from storage.model.chat import Form

logger = logging.getLogger(__name__)

READ_TIMEOUT_S = 20.0
ADMIN_BELIEVED = timedelta(seconds=60)
INLINE_CACHE_S = 30
_MOST_ADMINS = 10_000
_ADMIN = frozenset({"creator", "administrator"})
_MOST_TOAST = 200


@dataclass(frozen=True, slots=True)
class SentPart:
    """A part that Telegram accepted: ``part`` of ``parts`` (from 0) of the document in ``form``."""

    part: int
    parts: int
    message_id: int
    form: Form


OnPart = Callable[[SentPart], Awaitable[None]]
BeforePart = Callable[[], Awaitable[None]]


class Sender:
    """Sends through one bot. ``clock`` gives aware UTC. Errors are ``DeliveryError`` and below, without message texts.

    A document goes as rich messages where chat and server take them, else as classic HTML; see ``forms.py``.
    """

    def __init__(self, bot: ExtBot[Any], database: Database, *, clock: Callable[[], datetime]) -> None:
        self._bot = bot
        self._clock = clock
        self._forms = Forms(database, clock)
        self._admins: OrderedDict[tuple[int, int], tuple[bool, datetime]] = OrderedDict()
        for method in ("editMessageText", "answerInlineQuery"):
            # The typed methods know no rich messages (they require a text): the advice to use them cannot be followed.
            warnings.filterwarnings("ignore", rf"Please use 'Bot\.{method}' instead", PTBUserWarning)

    @property
    def bot_username(self) -> str:
        """The bot's username, without @; known once the bot is initialised."""
        return self._bot.username

    # Documents

    async def send(
        self,
        target: Target,
        document: Document,
        *,
        reply_to: int | None = None,
        silent: bool = False,
    ) -> list[int]:
        """Send a document; the ids of the messages that carry it.

        A reply to a message that is gone is sent without being a reply. Raises ``DeliveryError``.
        """
        return await self.send_parts(target, document, reply_to=reply_to, silent=silent)

    async def send_parts(
        self,
        target: Target,
        document: Document,
        *,
        form: Form | None = None,
        first_part: int = 0,
        reply_to: int | None = None,
        silent: bool = False,
        priority: Priority = Priority.ANSWER,
        before_part: BeforePart | None = None,
        on_part: OnPart | None = None,
    ) -> list[int]:
        """Send a document from ``first_part`` on, in the ``form`` it was begun in (``None``: not begun).

        ``before_part`` is awaited before each part, ``on_part`` behind it; what they raise ends the sending. Where a
        rich part is refused, the whole document is sent again as classic messages, from its first part: they are cut
        elsewhere. Raises ``DeliveryError``.
        """
        job = _Job(self._bot, target, document, reply_to, silent, priority, before_part, on_part)
        chosen = form or await self._forms.choose(target.chat_id)
        if chosen is Form.RICH:
            try:
                return await job.send(Form.RICH, first_part)
            except EndPointNotFound:
                self._forms.server_refused()
                logger.info("this Bot API server knows no rich messages: classic ones for an hour")
                return await self._classic(job, 0)
            except BadRequest as error:
                if not is_about_the_message(error):
                    raise delivery_error(error, target.chat_id, target.thread_id) from error
                logger.info("chat %s refused a rich message: %s", target.chat_id, reason(error))
                sent = await self._classic(job, 0)
                if not is_about_a_picture(error):
                    await self._forms.chat_refused(target.chat_id)
                return sent
            except TelegramError as error:
                raise delivery_error(error, target.chat_id, target.thread_id) from error
        return await self._classic(job, first_part)

    async def _classic(self, job: _Job, first_part: int) -> list[int]:
        try:
            return await job.send(Form.CLASSIC, first_part)
        except TelegramError as error:
            raise delivery_error(error, job.target.chat_id, job.target.thread_id) from error

    async def edit(self, target: Target, message_id: int, document: Document) -> None:
        """Replace a message in place; the same content again is a success.

        A message that cannot be changed any more is left, and the document sent. Of a document that needs several
        messages the first replaces, the others are sent. Raises ``DeliveryError``.
        """
        form = await self._forms.choose(target.chat_id)
        try:
            if form is Form.RICH:
                try:
                    await self._edit(target, message_id, document, Form.RICH)
                except BadRequest as error:
                    if is_not_modified(error) or is_not_editable(error) or not is_about_the_message(error):
                        raise
                    await self._edit(target, message_id, document, Form.CLASSIC)
                    if not is_about_a_picture(error):
                        await self._forms.chat_refused(target.chat_id)
            else:
                await self._edit(target, message_id, document, Form.CLASSIC)
        except TelegramError as error:
            if is_not_modified(error):
                return
            if is_not_editable(error):
                await self.send(target, document)
                return
            raise delivery_error(error, target.chat_id, target.thread_id) from error

    async def _edit(self, target: Target, message_id: int, document: Document, form: Form) -> None:
        parts = _render(document, form)
        if not parts:
            return
        alone = len(parts) == 1
        keyboard = render_keyboard(document) if alone else None
        if form is Form.RICH:
            values: dict[str, Any] = {
                "chat_id": target.chat_id,
                "message_id": message_id,
                "rich_message": parts[0],
                **_uploads(document, parts[0]),
            }
            if keyboard:
                values["reply_markup"] = {"inline_keyboard": keyboard}
            await self._bot.do_api_request("editMessageText", values, read_timeout=READ_TIMEOUT_S)
        else:
            await self._bot.edit_message_text(
                parts[0],
                chat_id=target.chat_id,
                message_id=message_id,
                parse_mode=ParseMode.HTML,
                link_preview_options=LinkPreviewOptions(is_disabled=not document.link_preview),
                reply_markup=_markup(keyboard),
                read_timeout=READ_TIMEOUT_S,
            )
        if not alone:
            await self.send_parts(target, document, form=form, first_part=1)

    # Queries

    async def answer_button(self, callback_query_id: str, text: str | None = None, *, alert: bool = False) -> None:
        """Stop a pressed button from spinning. Nothing that goes wrong here is worth losing the answer itself."""
        try:
            await self._bot.answer_callback_query(
                callback_query_id, None if text is None else text[:_MOST_TOAST], show_alert=alert
            )
        except TelegramError as error:
            if not is_too_old(error):
                logger.warning("a button press was not answered: %s", reason(error))

    async def answer_inline(self, inline_query_id: str, results: Sequence[InlineResult]) -> None:
        """Answer an inline query: rich where the server takes it, else one classic message for each result.

        One that came too late is ignored. Raises ``DeliveryError``.
        """
        try:
            if not self._forms.server_is_classic:
                try:
                    await self._answer_inline(inline_query_id, results, Form.RICH)
                except BadRequest as error:
                    if is_too_old(error):
                        return
                    logger.info("rich inline results were refused: %s", reason(error))
                else:
                    return
            await self._answer_inline(inline_query_id, results, Form.CLASSIC)
        except TelegramError as error:
            if not is_too_old(error):
                raise delivery_error(error) from error

    async def _answer_inline(self, inline_query_id: str, results: Sequence[InlineResult], form: Form) -> None:
        values = {
            "inline_query_id": inline_query_id,
            "results": [article for result in results if (article := _article(result, form)) is not None],
            "cache_time": INLINE_CACHE_S,
        }
        await self._bot.do_api_request("answerInlineQuery", values)

    async def is_admin(self, chat_id: int, user_id: int) -> bool:
        """Whether the user administers the chat (getChatMember), believed for a minute. Raises ``DeliveryError``."""
        now, key = self._clock(), (chat_id, user_id)
        known = self._admins.get(key)
        if known is not None and now - known[1] < ADMIN_BELIEVED:
            return known[0]
        try:
            member = await self._bot.get_chat_member(chat_id, user_id)
        except TelegramError as error:
            raise delivery_error(error, chat_id) from error
        self._admins[key] = (member.status in _ADMIN, now)
        self._admins.move_to_end(key)
        if len(self._admins) > _MOST_ADMINS:
            self._admins.popitem(last=False)
        return member.status in _ADMIN

    async def typing(self, target: Target) -> None:
        """Show "typing…"; failure does not matter."""
        try:
            await self._bot.send_chat_action(
                target.chat_id, ChatAction.TYPING, message_thread_id=target.thread_id or None, read_timeout=2.0
            )
        except TelegramError as error:
            logger.debug("no typing in chat %s: %s", target.chat_id, reason(error))


@dataclass(frozen=True, slots=True)
class _Job:
    """One document on its way to one place. Raises what python-telegram-bot raises."""

    bot: ExtBot[Any]
    target: Target
    document: Document
    reply_to: int | None
    silent: bool
    priority: Priority
    before_part: BeforePart | None
    on_part: OnPart | None

    async def send(self, form: Form, first_part: int) -> list[int]:
        """Send the parts from ``first_part`` on, in order."""
        parts = await asyncio.to_thread(_render, self.document, form)
        keyboard = render_keyboard(self.document)
        sent: list[int] = []
        for number in range(first_part, len(parts)):
            if self.before_part is not None:
                await self.before_part()
            under = keyboard if number == len(parts) - 1 else None
            reply_to = self.reply_to if number == 0 else None
            send = self._send_rich if form is Form.RICH else self._send_classic
            message_id = await send(parts[number], under, reply_to)
            sent.append(message_id)
            if self.on_part is not None:
                await self.on_part(SentPart(number, len(parts), message_id, form))
        return sent

    async def _send_rich(
        self, part: dict[str, Any], keyboard: list[list[dict[str, Any]]] | None, reply_to: int | None
    ) -> int:
        values: dict[str, Any] = {
            "chat_id": self.target.chat_id,
            "rich_message": part,
            **_uploads(self.document, part),
        }
        if self.target.thread_id:
            values["message_thread_id"] = self.target.thread_id
        if self.silent:
            values["disable_notification"] = True
        if reply_to is not None:
            values["reply_parameters"] = {"message_id": reply_to, "allow_sending_without_reply": True}
        if keyboard:
            values["reply_markup"] = {"inline_keyboard": keyboard}
        answer = await self.bot.do_api_request(
            "sendRichMessage", values, read_timeout=READ_TIMEOUT_S, rate_limit_args=self._limits()
        )
        return int(answer["message_id"])

    async def _send_classic(self, part: str, keyboard: list[list[dict[str, Any]]] | None, reply_to: int | None) -> int:
        message: Message = await self.bot.send_message(
            self.target.chat_id,
            part,
            parse_mode=ParseMode.HTML,
            message_thread_id=self.target.thread_id or None,
            disable_notification=self.silent or None,
            link_preview_options=LinkPreviewOptions(is_disabled=not self.document.link_preview),
            reply_parameters=(
                None if reply_to is None else ReplyParameters(reply_to, allow_sending_without_reply=True)
            ),
            reply_markup=_markup(keyboard),
            read_timeout=READ_TIMEOUT_S,
            rate_limit_args=self._limits(),
        )
        return message.message_id

    def _limits(self) -> Priority | None:
        # A bot without a rate limiter refuses arguments for one.
        return self.priority if self.bot.rate_limiter is not None else None


def _render(document: Document, form: Form) -> list[Any]:
    return list(render_rich_parts(document) if form is Form.RICH else render_html_parts(document))


def _markup(keyboard: list[list[dict[str, Any]]] | None) -> InlineKeyboardMarkup | None:
    return InlineKeyboardMarkup.de_json({"inline_keyboard": keyboard}) if keyboard else None


def _uploads(document: Document, part: dict[str, Any]) -> dict[str, InputFile]:
    """The pictures that this part refers to, by their multipart names (Bot API, "Sending files")."""
    files = render_files(document)
    if not files:
        return {}
    words = repr(part)
    return {name: InputFile(data, filename=name) for name, data in files.items() if f"attach://{name}" in words}


def _article(result: InlineResult, form: Form) -> dict[str, Any] | None:
    """InlineQueryResultArticle (Bot API); nothing can be uploaded there. ``None`` for an empty document."""
    document = result.document
    content: dict[str, Any]
    if form is Form.RICH and not render_files(document):
        parts = render_rich_parts(document)
        content = {"rich_message": parts[0]} if parts else {}
    else:
        html = render_html_parts(document)
        preview = {"is_disabled": not document.link_preview}
        content = {"message_text": html[0], "parse_mode": "HTML", "link_preview_options": preview} if html else {}
    if not content:
        return None
    article = {
        "type": "article",
        "id": result.id,
        "title": result.title,
        "description": result.description,
        "input_message_content": content,
    }
    keyboard = render_keyboard(document)
    return {**article, "reply_markup": {"inline_keyboard": keyboard}} if keyboard else article
