"""Rich or classic: what is known about which chat takes what, and for how long that is believed."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Callable
from datetime import datetime, timedelta

from storage.chats import avoid_rich, find_chat
from storage.engine import Database
from storage.model.chat import Form

BELIEVED = timedelta(hours=1)
_MOST_CHATS = 10_000


class Forms:
    """Chooses the form for a chat. A server or a chat that refused rich messages is asked again after an hour."""

    def __init__(self, database: Database, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._clock = clock
        self._server_classic_until: datetime | None = None
        # Kept in memory too: most chats that only ask have no need of a row.
        self._classic_until: OrderedDict[int, datetime] = OrderedDict()

    async def choose(self, chat_id: int) -> Form:
        """The form to try in a chat."""
        now = self._clock()
        if self.server_is_classic or self._classic_until.get(chat_id, now) > now:
            return Form.CLASSIC
        return await asyncio.to_thread(self._stored, chat_id, now)

    @property
    def server_is_classic(self) -> bool:
        """Whether the Bot API server is older than rich messages, as far as is known."""
        return self._server_classic_until is not None and self._server_classic_until > self._clock()

    def _stored(self, chat_id: int, now: datetime) -> Form:
        with self._database.reading() as session:
            chat = find_chat(session, chat_id)
        if chat is None:
            return Form.RICH
        refused = chat.classic_until is not None and chat.classic_until > now
        return Form.CLASSIC if refused or chat.rich is False else Form.RICH

    def server_refused(self) -> None:
        """The server does not know the method."""
        self._server_classic_until = self._clock() + BELIEVED

    async def chat_refused(self, chat_id: int) -> None:
        """A rich message was refused here (400), the classic one of the same document was not."""
        now = self._clock()
        self._classic_until[chat_id] = now + BELIEVED
        self._classic_until.move_to_end(chat_id)
        if len(self._classic_until) > _MOST_CHATS:
            self._classic_until.popitem(last=False)
        await asyncio.to_thread(self._store, chat_id, now + BELIEVED)

    def _store(self, chat_id: int, until: datetime) -> None:
        with self._database.writing() as session:
            avoid_rich(session, chat_id, until=until)
