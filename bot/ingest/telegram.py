"""What people hand in on Telegram, and what channels post, becomes articles: the ``Intake`` of handlers/ports.py."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Coroutine, Iterator
from concurrent.futures import CancelledError, Future, ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import PurePath
from typing import Any, TypeVar

from sqlalchemy.exc import IntegrityError
from telegram import Bot, Chat
from telegram.error import BadRequest, Forbidden, TelegramError

from bot.ingest.article import FORMS, Form, Given, Parsed, form_of, parse, parse_fetched
from bot.ingest.dates import clamp
from bot.ingest.fetch import Fetcher
from bot.ingest.pipeline import Ingestor, Outcome
from bot.ingest.provenance import filed_under, host_of, telegram_source, vouched
from bot.ingest.worker import AnalysisStopped
from handlers.ports import Channel, Handed, Progress, Taken
from storage.errors import SourceError, UserError
from storage.model.article import Draft, Fetched, source_key, storable
from storage.sources import find_source, put_source

logger = logging.getLogger(__name__)

MOST_BYTES = 20 * 1024 * 1024
"""What a bot may download (Bot API, getFile)."""
MOST_ARTICLES = 200
MOST_ARTICLES_OF_STRANGERS = 20
MOST_LINKS = 20
FETCHED_AT_ONCE = 4
_CLOCKS_DIFFER = timedelta(minutes=5)
_Result = TypeVar("_Result")


class TelegramIntake:
    """Stores and reads what is handed in. Called in threads; the network is used on ``loop``."""

    def __init__(self, ingestor: Ingestor, fetcher: Fetcher, bot: Bot, loop: asyncio.AbstractEventLoop) -> None:
        self._ingestor = ingestor
        self._fetcher = fetcher
        self._bot = bot
        self._loop = loop
        self._places = asyncio.Semaphore(FETCHED_AT_ONCE)
        self._waiting: set[Future[Any]] = set()
        self._reader = ThreadPoolExecutor(1, thread_name_prefix="posts")
        self._stopped = False

    def stop(self) -> None:
        """Give up what is being fetched, and begin nothing more. What is stored unread is read at the next start."""
        self._stopped = True
        for future in tuple(self._waiting):
            future.cancel()
        self._reader.shutdown(wait=False, cancel_futures=True)

    # The Intake of handlers/ports.py

    def take(self, handed: Handed, *, progress: Progress | None = None) -> list[Taken]:
        """What became of each article in it; whatever cannot be stored says why. Never on the loop's own thread."""
        if handed.refusal is not None:
            return [Taken("the message", "failed", None, handed.refusal)]
        if handed.file_id is not None:
            items = iter(self._of_file(handed))
        elif handed.links:
            return self._of_links(handed, progress)
        else:
            items = iter([self._of_text(handed)])
        return self._all(list(items), handed, progress)

    def take_post(self, handed: Handed) -> Taken:
        """Store a text at once; it is read soon, in the background."""
        outcome = self._ingestor.store(self._of_text(handed))
        if outcome.result in ("new", "revision") and not self._stopped:
            with contextlib.suppress(RuntimeError):  # stopped at this very moment: it is read at the next start
                self._reader.submit(self._read, outcome)
        return _taken(outcome)

    def find_channel(self, reference: str | int) -> Channel:
        """The channel of an id or @username, and whether the bot administers it. Raises ``UserError``."""
        return self._wait(self._channel(reference))

    # Parts

    def _wait(self, work: Coroutine[Any, Any, _Result]) -> _Result:
        return self._result(self._begin(work))

    def _result(self, future: Future[_Result]) -> _Result:
        try:
            return future.result()
        except CancelledError:
            raise SourceError("I was stopped before it was read") from None

    def _begin(self, work: Coroutine[Any, Any, _Result]) -> Future[_Result]:
        future = asyncio.run_coroutine_threadsafe(work, self._loop)
        self._waiting.add(future)
        future.add_done_callback(self._waiting.discard)
        if self._stopped:
            future.cancel()
        return future

    def _all(self, items: list[Parsed], handed: Handed, progress: Progress | None) -> list[Taken]:
        most = MOST_ARTICLES_OF_STRANGERS if handed.strict else MOST_ARTICLES
        taken = []
        for number, one in enumerate(items[:most], start=1):
            taken.append(self._one(one))
            if progress is not None:
                progress(number, min(len(items), most))
        if len(items) > most:
            hint = "send fewer at once" if handed.strict else "use `sitrep ingest` for more"
            taken.append(Taken(f"the other {len(items) - most}", "failed", None, f"{most} are taken at once; {hint}"))
        return taken

    def _one(self, parsed: Parsed) -> Taken:
        """Store and read one article. What goes wrong with it is told, and does not stop the others."""
        try:
            return _taken(self._read(self._ingestor.store(parsed)))
        except Exception:
            logger.exception("an article that was handed in was not stored")
            return Taken(parsed.where, "failed", None, "something went wrong on my side; please send it again")

    def _read(self, outcome: Outcome) -> Outcome:
        try:
            return self._ingestor.read(outcome)
        except AnalysisStopped:
            return Outcome(outcome.where, "unread", outcome.article_id, "I was stopped; it is read at the next start")

    # Links

    def _of_links(self, handed: Handed, progress: Progress | None) -> list[Taken]:
        links = tuple(dict.fromkeys(handed.links))
        fetched = [(link, self._begin(self._fetch(link))) for link in links[:MOST_LINKS]]
        taken: list[Taken] = []
        for number, (link, future) in enumerate(fetched, start=1):
            try:
                parsed = self._of_page(link, self._result(future), strict=handed.strict)
            except SourceError as error:
                parsed = [Parsed(link, problem=str(error))]
            taken += self._all(parsed, handed, None)
            if progress is not None:
                progress(number, len(fetched))
        reason = f"{MOST_LINKS} links are taken at once; please send it again"
        return taken + [Taken(link, "failed", None, reason) for link in links[MOST_LINKS:]]

    async def _fetch(self, link: str) -> Fetched:
        if host_of(link) in ("t.me", "telegram.me"):
            raise SourceError("it leads into Telegram; forward me the post instead")
        async with self._places:
            return await self._fetcher.fetch_page(link)

    def _of_page(self, link: str, fetched: Fetched, *, strict: bool) -> list[Parsed]:
        if strict and form_of(fetched) is not Form.HTML and form_of(fetched) is not Form.TEXT:
            raise SourceError("it is no page; only the bot's admins add feeds and lists of articles")
        parsed = list(parse_fetched(fetched))
        return [
            replace(one, where=link if len(parsed) == 1 else one.where, draft=self._vouched(one.draft, fetched, strict))
            for one in parsed
        ]

    def _vouched(self, draft: Draft | None, fetched: Fetched, strict: bool) -> Draft | None:
        if draft is None:
            return None
        with self._ingestor.database.reading() as session:
            known = find_source(session, draft.source_name) if draft.source_name else None
        return vouched(draft, fetched.url, known, strict=strict)

    # Files and texts

    def _of_file(self, handed: Handed) -> Iterator[Parsed]:
        name = handed.file_name or "the file"
        form = FORMS.get(PurePath(name).suffix.lower())
        try:
            if form is None:
                raise SourceError(f"{name} is no file that I read; these are: {' '.join(sorted(FORMS))}")
            if handed.file_size > MOST_BYTES:
                raise SourceError(f"{name} is larger than 20 MB, the most that Telegram gives to bots")
            content = self._wait(self._download(handed.file_id or ""))
        except SourceError as error:
            yield Parsed(name, problem=str(error))
            return
        if handed.source_name is not None:
            self._know(handed.source_name)
        now = self._ingestor.clock()
        for one in parse(content, form, where=name, fetched_at=now, given=Given(handed.source_name)):
            if handed.strict and one.draft is not None:
                one = replace(one, draft=filed_under(one.draft, handed.source_name))
            yield one

    async def _download(self, file_id: str) -> bytes:
        try:
            file = await self._bot.get_file(file_id)
            return bytes(await file.download_as_bytearray())
        except TelegramError as error:
            raise SourceError("Telegram did not hand the file over; please send it again") from error

    def _of_text(self, handed: Handed) -> Parsed:
        if not handed.text.strip():
            return Parsed("the message", problem="there is no text in it")
        if handed.source_name is not None:
            self._know(handed.source_name)
        now = self._ingestor.clock()
        published_at, clamped = _published(handed.published_at, now)
        draft = Draft(
            storable(handed.text),
            now,
            url=handed.url,
            source_name=handed.source_name,
            published_at=published_at,
            date_clamped=clamped,
            known_as=handed.known_as,
        )
        return Parsed("the message", draft)

    def _know(self, name: str) -> None:
        """Keep a source that is on Telegram as such."""
        # Another thread may store the same one at this moment: then it is there.
        with contextlib.suppress(IntegrityError), self._ingestor.database.writing() as session:
            put_source(session, telegram_source(name, source_key(storable(name))[:200]))

    # Channels

    async def _channel(self, reference: str | int) -> Channel:
        try:
            chat = await self._bot.get_chat(reference)
        except (BadRequest, Forbidden):
            raise UserError(
                f"I find no channel {reference}, or I am not in it. Add me there as an administrator; of a private "
                "channel forward a post to me and reply /ingest on to that.",
                usage=False,
            ) from None
        except TelegramError as error:
            raise UserError("Telegram did not answer. Please try again in a minute.", usage=False) from error
        if chat.type != Chat.CHANNEL:
            raise UserError(f"{chat.effective_name} is no channel. In a group, write /ingest on there.", usage=False)
        try:
            ours = (await self._bot.get_chat_member(chat.id, self._bot.id)).status == "administrator"
        except TelegramError:
            ours = False
        return Channel(chat.id, chat.title or str(reference), chat.username, ours)


def _taken(outcome: Outcome) -> Taken:
    return Taken(outcome.where, outcome.result, outcome.article_id, outcome.reason)


def _published(stated: datetime | None, now: datetime) -> tuple[datetime | None, bool]:
    """Telegram's clock and ours differ a little: that is no date in the future."""
    if stated is not None and now < stated < now + _CLOCKS_DIFFER:
        return now, False
    return clamp(stated, now)
