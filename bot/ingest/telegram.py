"""What people hand in on Telegram becomes articles: the ``Intake`` of handlers/ports.py."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import PurePath

from telegram import Bot
from telegram.error import TelegramError

from bot.ingest.article import FORMS, Given, Parsed, parse, parse_fetched
from bot.ingest.fetch import Fetcher
from bot.ingest.pipeline import Ingestor
from handlers.ports import Handed, Taken
from storage.errors import SourceError
from storage.model.article import Draft

MOST_BYTES = 20 * 1024 * 1024
"""What a bot may download (Bot API, getFile)."""
MOST_ARTICLES = 200

Download = Callable[[str], Awaitable[bytes]]


def downloader(bot: Bot) -> Download:
    """Downloads a file by its id (Bot API, getFile). It raises ``SourceError``."""

    async def download(file_id: str) -> bytes:
        try:
            file = await bot.get_file(file_id)
            return bytes(await file.download_as_bytearray())
        except TelegramError as error:
            raise SourceError("Telegram did not hand the file over; please send it again") from error

    return download


class TelegramIntake:
    """Stores and reads what is handed in. ``take`` is called in a thread; the network is used on ``loop``."""

    def __init__(
        self, ingestor: Ingestor, fetcher: Fetcher, download: Download, loop: asyncio.AbstractEventLoop
    ) -> None:
        self._ingestor = ingestor
        self._fetcher = fetcher
        self._download = download
        self._loop = loop

    def take(self, handed: Handed) -> list[Taken]:
        """What became of each article in it; whatever cannot be stored says why. Never on the loop's own thread."""
        parsed = asyncio.run_coroutine_threadsafe(self._parsed(handed), self._loop).result()
        taken = []
        for one in parsed[:MOST_ARTICLES]:
            outcome = self._ingestor.take(one)
            taken.append(Taken(one.where, outcome.result, outcome.article_id, outcome.reason))
        if len(parsed) > MOST_ARTICLES:
            reason = f"only the first {MOST_ARTICLES} articles were taken; use `sitrep ingest` for more"
            taken.append(Taken("the rest", "failed", None, reason))
        return taken

    async def _parsed(self, handed: Handed) -> list[Parsed]:
        given = Given(source_name=handed.source_name)
        if handed.file_id is not None:
            return await self._from_file(handed, Given(handed.source_name))
        if handed.links:
            parsed: list[Parsed] = []
            for link in handed.links:
                try:
                    url = link if "://" in link else f"https://{link}"
                    parsed += await asyncio.to_thread(lambda f: list(parse_fetched(f)), await self._fetcher.fetch(url))
                except SourceError as error:
                    parsed.append(Parsed(link, problem=str(error)))
            return parsed
        if not handed.text.strip():
            return [Parsed("the message", problem="there is no text in it")]
        draft = Draft(
            handed.text,
            self._ingestor.clock(),
            url=handed.url,
            source_name=given.source_name,
            published_at=handed.published_at,
        )
        return [Parsed("the message", draft)]

    async def _from_file(self, handed: Handed, given: Given) -> list[Parsed]:
        name = handed.file_name or "the file"
        form = FORMS.get(PurePath(name).suffix.lower())
        try:
            if form is None:
                raise SourceError(f"{name} is no file that I read: {' '.join(sorted(FORMS))}")
            if handed.file_size > MOST_BYTES:
                raise SourceError(f"{name} is larger than 20 MB, the most that Telegram gives to bots")
            content = await self._download(handed.file_id or "")
        except SourceError as error:
            return [Parsed(name, problem=str(error))]
        now = self._ingestor.clock()
        return await asyncio.to_thread(lambda: list(parse(content, form, where=name, fetched_at=now, given=given)))
