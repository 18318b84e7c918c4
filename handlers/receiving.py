"""The Telegram edge of handing articles in: what people send, edits of it, and how far it got.

What is handed in is a row before it is worked on, and stays one until it is answered: a restart goes on with it. The
work has threads of its own, so that a slow page holds up no command.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import Any

from telegram import Message, Update

from handlers.commands.ingesting import may_hand_in
from handlers.dispatch import answer
from handlers.handed import asked_for, content_of, handed_from_json, handed_to_json
from handlers.ports import Answer, ChatKind, Messenger, Request, Services, Target
from handlers.render.document import Document, Paragraph
from storage.chats import claim_update
from storage.errors import DeliveryError, UserError
from storage.intake import answer_hand_in, begin_hand_in, find_hand_in, put_hand_in, unanswered_hand_ins
from storage.model.intake import HandIn

logger = logging.getLogger(__name__)

AT_ONCE = 4
MOST_ATTEMPTS = 3
TYPING_S = 4.0
"""Telegram shows "typing…" for five seconds (Bot API, sendChatAction)."""

Deliver = Callable[[Callable[[], Any], Request], Awaitable[None]]


@dataclass(slots=True)
class _Progress:
    """How far a hand-in got, and the message that says so."""

    done: int = 0
    total: int = 0
    message_id: int | None = None
    shown: int = -1


class Receiving:
    """Takes in. ``deliver`` sends with the errors handled; ``sleep`` waits between two signs of life."""

    def __init__(
        self,
        services: Services,
        messenger: Messenger,
        deliver: Deliver,
        *,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._services = services
        self._messenger = messenger
        self._deliver = deliver
        self._sleep = sleep
        self._pool = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="hand-in")
        self._turns: dict[int, asyncio.Lock] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    # What people hand in

    async def hand_in(self, update: Update, request: Request, *, message_id: int, reply_to: int) -> None:
        """Take in what ``request.handed`` holds, in the background; once for each update."""
        hand_in_id = await asyncio.to_thread(self._begin, update, request, message_id, reply_to)
        if hand_in_id is not None:
            self._start(replace(request, hand_in=hand_in_id), reply_to)

    def _begin(self, update: Update, request: Request, message_id: int, reply_to: int) -> int | None:
        """``None`` for an update that was handled before; 0 where it may not be handed in, and so is not kept."""
        assert request.handed is not None
        now = self._services.clock()
        with self._services.database.writing() as session:
            if not claim_update(session, update.update_id, now=now):
                return None
            try:
                may_hand_in(session, request, self._services)
            except UserError:
                return None if request.is_edit else 0  # nobody asked for an answer to an edit
            return put_hand_in(
                session,
                chat_id=request.target.chat_id,
                thread_id=request.target.thread_id,
                message_id=message_id,
                reply_to=reply_to,
                user_id=request.user_id,
                request=_request_to_json(request),
                handed=handed_to_json(request.handed),
                now=now,
            )

    def _start(self, request: Request, reply_to: int) -> None:
        task = asyncio.get_running_loop().create_task(self._in_turn(request, reply_to))
        self._tasks.add(task)
        task.add_done_callback(self._ended)

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            logger.error("a hand-in failed, and is tried again after a restart: %s", type(error).__name__)

    async def _in_turn(self, request: Request, reply_to: int) -> None:
        # One after the other in a chat: an edit must not overtake what it changes.
        async with self._turns.setdefault(request.target.chat_id, asyncio.Lock()):
            await self._work(request, reply_to)

    async def _work(self, request: Request, reply_to: int) -> None:
        attempts = await asyncio.to_thread(self._attempt, request.hand_in) if request.hand_in else 1
        if attempts > MOST_ATTEMPTS:
            sorry = f"I have tried {MOST_ATTEMPTS} times to read this, and was stopped each time. Try a part of it."
            result, progress = Answer(Document([Paragraph(sorry)])), _Progress()
        else:
            result, progress = await self._attended(request, reply_to)
        document = result.document
        if document is None and progress.message_id is not None:
            document = Document([Paragraph("Nothing new was in it.")])
        if document is not None and request.chat_kind is not ChatKind.CHANNEL:
            shown = progress.message_id
            if shown is None:
                await self._deliver(lambda: self._messenger.send(request.target, document, reply_to=reply_to), request)
            else:
                await self._deliver(lambda: self._messenger.edit(request.target, shown, document), request)
        if request.hand_in:
            await asyncio.to_thread(self._answered, request.hand_in)

    def _attempt(self, hand_in_id: int) -> int:
        with self._services.database.writing() as session:
            return begin_hand_in(session, hand_in_id)

    def _answered(self, hand_in_id: int) -> None:
        with self._services.database.writing() as session:
            answer_hand_in(session, hand_in_id, now=self._services.clock())

    async def _attended(self, request: Request, reply_to: int) -> tuple[Answer, _Progress]:
        """The answer; meanwhile "typing…" is kept up, and of several articles it is said how many are done."""
        progress, done = _Progress(), asyncio.Event()

        def hear(number: int, total: int) -> None:
            progress.done, progress.total = number, total

        told = replace(request, tell=hear)
        signs = asyncio.create_task(self._signs_of_life(request, reply_to, progress, done))
        try:
            work = asyncio.get_running_loop().run_in_executor(self._pool, lambda: answer(told, self._services))
            result = await work
        finally:
            done.set()
            await signs  # a message that is being sent has its id by then
        return result, progress

    async def _signs_of_life(self, request: Request, reply_to: int, progress: _Progress, done: asyncio.Event) -> None:
        if request.chat_kind is ChatKind.CHANNEL:
            return
        beat = 0
        while not done.is_set():
            await self._messenger.typing(request.target)
            if beat % 2 and progress.total > 1 and progress.done != progress.shown:
                await self._show(request, reply_to, progress)
            beat += 1
            await _first_of(done.wait(), self._sleep(TYPING_S))

    async def _show(self, request: Request, reply_to: int, progress: _Progress) -> None:
        progress.shown = progress.done
        document = Document([Paragraph(f"Reading: {progress.done} of {progress.total} done …")])
        try:
            if progress.message_id is None:
                sent = await self._messenger.send(request.target, document, reply_to=reply_to, silent=True)
                progress.message_id = sent[0]
            else:
                await self._messenger.edit(request.target, progress.message_id, document)
        except DeliveryError as error:
            logger.debug("no progress shown in chat %s: %s", request.target.chat_id, type(error).__name__)

    async def on_edit(self, update: Update, request: Request, message: Message, *, bot_id: int) -> None:
        """A message was edited: where it was handed in, it is taken in anew, as a revision."""
        known = await asyncio.to_thread(self._find_hand_in, message)
        if known is None:
            return
        of_command = asked_for(message, bot_id=bot_id) if _is_command(message) else None
        handed = of_command[0] if of_command is not None else content_of(message, bot_id=bot_id)
        # It may be handed in as it was before, but others may have written other words into it since.
        if request.user_id not in self._services.admins:
            handed = replace(handed, strict=True)
        again = replace(request, handed=handed, words="", user_id=known.user_id, is_edit=True)
        await self.hand_in(update, again, message_id=message.message_id, reply_to=message.message_id)

    def _find_hand_in(self, message: Message) -> HandIn | None:
        with self._services.database.reading() as session:
            return find_hand_in(session, message.chat.id, message.message_id)

    # Beginning and end

    async def resume(self, bot_username: str) -> None:
        """Go on with what was handed in before a restart and not answered."""
        for row in await asyncio.to_thread(self._unanswered):
            request = _request_from_json(row, self._services, bot_username)
            self._start(request, row.reply_to)

    def _unanswered(self) -> list[HandIn]:
        with self._services.database.reading() as session:
            return unanswered_hand_ins(session)

    async def close(self) -> None:
        """Break off what is being worked on: the next start goes on with it."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self._pool.shutdown(wait=False, cancel_futures=True)


async def _first_of(*waiting: Awaitable[object]) -> None:
    tasks = [asyncio.ensure_future(one) for one in waiting]
    try:
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


def _is_command(message: Message) -> bool:
    entities = message.entities or message.caption_entities
    return any(entity.type == "bot_command" and entity.offset == 0 for entity in entities)


def _request_to_json(request: Request) -> dict[str, Any]:
    return {
        "kind": request.chat_kind.value,
        "title": request.chat_title,
        "timezone": request.timezone,
        "is_edit": request.is_edit,
    }


def _request_from_json(row: HandIn, services: Services, bot_username: str) -> Request:
    values = row.request
    return Request(
        command="ingest",
        words="",
        target=Target(row.chat_id, row.thread_id),
        chat_kind=ChatKind(values["kind"]),
        now=services.clock(),
        bot_username=bot_username,
        user_id=row.user_id,
        timezone=values["timezone"],
        chat_title=values["title"],
        is_edit=values["is_edit"],
        handed=handed_from_json(row.handed),
        hand_in=row.id,
    )
