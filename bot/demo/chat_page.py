"""The chat page: Telegram in a browser, for the people of the demo.

`GET /` is the page, `/demo/...` its JSON: `state`, `messages` (pages of one chat's history), `events` (server-sent),
and what a person does: `say`, `edit`, `press`, `inline`, `choose`, `forward`, `upload`, `pin`, `block`, `clock`.
Every request names the `hat` (who the reader is). The browser never learns the bot's token.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from datetime import timedelta
from importlib import resources
from typing import Any

from aiohttp import web

from bot.demo import page_state, people
from bot.demo.clock import next_time_of_day
from bot.demo.guide import Hat
from bot.demo.methods.request import Upload
from bot.demo.nouns import Chat, Json, Message
from bot.demo.people import NotPossible
from bot.demo.world import Event, World

ANSWER_TIMEOUT_S = 15.0
KEEP_ALIVE_S = 15.0
MAX_WAITING = 1_000  # events kept for a browser that does not read; past that it starts again from `state`
MAX_UPLOAD = 50 * 1024 * 1024  # bytes
MAX_FORWARD = timedelta(days=31)
_TYPES = {"html": "text/html", "css": "text/css", "js": "text/javascript"}
_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cache-Control": "no-cache",
}


def add_routes(app: web.Application, world: World) -> None:
    """Serve the page of WORLD in APP."""
    page = ChatPage(world)
    app.router.add_get("/", page.index)
    app.router.add_get("/demo/static/{name}", page.static)
    app.router.add_get("/demo/state", _answered(page.state))
    app.router.add_get("/demo/messages", _answered(page.messages))
    app.router.add_get("/demo/events", page.events)
    app.router.add_get("/demo/file/{file_id}", page.file)
    acts = (page.say, page.edit, page.press, page.inline, page.choose, page.forward, page.pin, page.block, page.clock)
    for act in acts:
        app.router.add_post(f"/demo/{act.__name__}", _answered(act))
    app.router.add_post("/demo/upload", _answered(page.upload))
    app.on_shutdown.append(page.end)


def _answered(act: Callable[[web.Request], Awaitable[Json]]) -> Callable[[web.Request], Awaitable[web.Response]]:
    """JSON of what ACT returns; 400 and the reason for what no Telegram app lets a person do."""

    async def handler(request: web.Request) -> web.Response:
        try:
            return web.json_response(await act(request), headers=_HEADERS)
        except NotPossible as error:
            return web.json_response({"error": str(error)}, status=400, headers=_HEADERS)

    return handler


class ChatPage:
    """The handlers of one page."""

    def __init__(self, world: World) -> None:
        self.world = world
        self._readers: set[asyncio.Queue[str | None]] = set()
        world.subscribe(self._on_event)

    async def index(self, _: web.Request) -> web.Response:
        """The page itself."""
        return _asset("index.html")

    async def static(self, request: web.Request) -> web.Response:
        """Its style sheet and scripts."""
        return _asset(request.match_info["name"])

    # What is read

    async def state(self, request: web.Request) -> Json:
        """The bot, the reader's chats and the guide."""
        return page_state.state(self.world, page_state.hat_of(self.world, request.query.get("hat")))

    async def messages(self, request: web.Request) -> Json:
        """A page of one chat's history, with the chat as the reader sees it."""
        asked = {
            key: _number(request.query[key]) for key in ("chat", "topic", "before", "limit") if key in request.query
        }
        hat = page_state.hat_of(self.world, request.query.get("hat"))
        chat = page_state.chat_of(self.world, hat, asked.get("chat"))
        topic = page_state.topic_of(chat, asked.get("topic"))
        page = page_state.history(
            chat, topic=topic, before=asked.get("before"), limit=asked.get("limit", page_state.PAGE)
        )
        return {**page, "chat": page_state.summary(self.world, hat, chat)}

    async def events(self, request: web.Request) -> web.StreamResponse:
        """What happens from now on, as server-sent events (HTML standard, 9.2)."""
        response = web.StreamResponse(headers={**_HEADERS, "Content-Type": "text/event-stream"})
        await response.prepare(request)
        waiting: asyncio.Queue[str | None] = asyncio.Queue(MAX_WAITING)
        self._readers.add(waiting)
        try:
            await response.write(b"retry: 1000\n\n")
            while True:
                try:
                    line = await asyncio.wait_for(waiting.get(), KEEP_ALIVE_S)
                except TimeoutError:
                    await response.write(b": still here\n\n")
                    continue
                if line is None:
                    break
                await response.write(line.encode())
        except ConnectionError:
            pass  # the browser has gone
        finally:
            self._readers.discard(waiting)
        return response

    async def end(self, _: web.Application) -> None:
        """Close every event stream."""
        for waiting in tuple(self._readers):
            _put(waiting, None)

    def _on_event(self, event: Event) -> None:
        if not self._readers:
            return
        told = page_state.news(event)
        if told is None:
            return
        line = f"event: {told[0]}\ndata: {json.dumps(told[1], separators=(',', ':'))}\n\n"
        for waiting in tuple(self._readers):
            _put(waiting, line)

    async def file(self, request: web.Request) -> web.Response:
        """A picture or document of a chat; only pictures are shown, everything else is downloaded."""
        stored = self.world.files.get(request.match_info["file_id"])
        if stored is None:
            return web.Response(status=404)
        if stored.mime_type in ("image/png", "image/jpeg", "image/gif"):
            return web.Response(body=stored.data, content_type=stored.mime_type, headers=_HEADERS)
        attached = {**_HEADERS, "Content-Disposition": "attachment"}
        return web.Response(body=stored.data, content_type="application/octet-stream", headers=attached)

    # What a person does

    async def say(self, request: web.Request) -> Json:
        """The reader writes `text`, perhaps in a `topic`, perhaps in reply to the message `reply_to`."""
        body = await _body(request)
        hat, chat = self._where(body)
        text = body.get("text")
        if not isinstance(text, str) or not text.strip():
            raise NotPossible("write something first")
        message = people.say(
            self.world,
            hat.person,
            chat,
            text[:4096],
            topic=page_state.topic_of(chat, body.get("topic")),
            reply_to=_message(chat, body["reply_to"]) if body.get("reply_to") is not None else None,
            anonymous=hat.anonymous and chat.is_group,
        )
        return page_state.shown(message)

    async def edit(self, request: web.Request) -> Json:
        """The reader changes the `text` of an own message."""
        body = await _body(request)
        hat, chat = self._where(body)
        message, text = _message(chat, body.get("message_id")), body.get("text")
        if message.author is not hat.person or "text" not in message.content or message.via_bot is not None:
            raise NotPossible("only your own words can be changed")
        if not isinstance(text, str) or not text.strip():
            raise NotPossible("write something first")
        people.edit(self.world, message, text[:4096])
        return page_state.shown(message)

    async def press(self, request: web.Request) -> Json:
        """The reader presses the button with `data` under `message_id`; answered when the bot has answered."""
        body = await _body(request)
        hat, chat = self._where(body)
        data = body.get("data")
        if not isinstance(data, str):
            raise NotPossible("that button is gone")
        query = people.press(self.world, hat.person, _message(chat, body.get("message_id")), data)
        return {"answered": await self._answered(query), **(query.answer or {})}

    async def inline(self, request: web.Request) -> Json:
        """The reader types "@bot `query`"; the bot's results, without their contents."""
        body = await _body(request)
        hat, chat = self._where(body)
        text, offset = body.get("query"), body.get("offset", "")
        if not isinstance(text, str) or not isinstance(offset, str):
            raise NotPossible("there is nothing to ask")
        kind = "sender" if chat.type == "private" else chat.type
        query = people.ask_inline(self.world, hat.person, text[:256], offset=offset, chat_type=kind)
        await self._answered(query)
        shown = ("id", "title", "description")
        results = [{key: one[key] for key in shown if key in one} for one in (query.answer or {}).get("results", ())]
        return {"query_id": query.id, "results": results, "answered": query.answer is not None}

    async def choose(self, request: web.Request) -> Json:
        """The reader sends the inline result `result_id` of `query_id`."""
        body = await _body(request)
        _, chat = self._where(body)
        query = self.world.inline_queries.get(str(body.get("query_id")))
        if query is None:
            raise NotPossible("that answer is gone")
        topic = page_state.topic_of(chat, body.get("topic"))
        return page_state.shown(people.choose(self.world, query, str(body.get("result_id")), chat, topic=topic))

    async def forward(self, request: web.Request) -> Json:
        """The reader forwards `message_id` to the chat `to` (and its topic `to_topic`)."""
        body = await _body(request)
        hat, chat = self._where(body)
        goal = page_state.chat_of(self.world, hat, body.get("to"))
        topic = page_state.topic_of(goal, body.get("to_topic"))
        message = _message(chat, body.get("message_id"))
        hidden = hat.anonymous and goal.is_group
        return page_state.shown(people.forward(self.world, hat.person, message, goal, topic=topic, anonymous=hidden))

    async def upload(self, request: web.Request) -> Json:
        """The reader sends a file: its bytes are the body, its place and name stand in the query."""
        # A type that a foreign page cannot send without the browser asking first.
        if request.content_type != "application/octet-stream":
            raise web.HTTPUnsupportedMediaType
        if (request.content_length or 0) > MAX_UPLOAD:
            raise NotPossible("files of at most 50 MB can be sent")
        asked = request.query
        body: Json = {key: _number(asked[key]) for key in ("chat", "topic") if key in asked}
        hat, chat = self._where({**body, "hat": asked.get("hat")})
        upload = Upload(asked.get("name", "file")[:255], "", await request.read())
        topic = page_state.topic_of(chat, body.get("topic"))
        message = people.send_file(
            self.world,
            hat.person,
            chat,
            upload,
            caption=asked.get("caption", "")[:1024],
            topic=topic,
            anonymous=hat.anonymous and chat.is_group,
        )
        return page_state.shown(message)

    async def pin(self, request: web.Request) -> Json:
        """The reader pins `message_id`."""
        body = await _body(request)
        hat, chat = self._where(body)
        people.pin(self.world, hat.person, _message(chat, body.get("message_id")))
        return page_state.summary(self.world, hat, chat)

    async def block(self, request: web.Request) -> Json:
        """The reader blocks the bot, or unblocks it (`blocked`)."""
        body = await _body(request)
        hat, _ = self._where({"hat": body.get("hat")})
        self.world.set_blocked(hat.person, body.get("blocked") is True)
        chat = self.world.private_chat(hat.person)
        self.world.tell("chat", chat)
        return page_state.summary(self.world, hat, chat)

    async def clock(self, request: web.Request) -> Json:
        """Move the clock forward by `seconds`, or to the next time of day `until` ("07:00", UTC)."""
        body = await _body(request)
        advance = getattr(self.world.now, "advance", None)
        if advance is None:
            raise NotPossible("this clock cannot be moved")
        by = _how_far(self.world, body)
        if not timedelta(0) < by <= MAX_FORWARD:
            raise NotPossible("the clock moves forward only, by at most 31 days at a time")
        advance(by)
        self.world.tell("clock", self.world)
        return page_state.clock(self.world)

    def _where(self, body: Json) -> tuple[Hat, Chat]:
        hat = page_state.hat_of(self.world, body.get("hat"))
        return hat, page_state.chat_of(self.world, hat, body.get("chat"))

    async def _answered(self, query: Any) -> bool:
        """Wait for the bot's answer to a pressed button or an inline query; whether it came."""
        answered = asyncio.Event()
        unsubscribe = self.world.subscribe(lambda event: answered.set() if event.subject is query else None)
        try:
            await asyncio.wait_for(answered.wait(), ANSWER_TIMEOUT_S)
        except TimeoutError:
            return False
        finally:
            unsubscribe()
        return True


def _how_far(world: World, body: Json) -> timedelta:
    until, seconds = body.get("until"), body.get("seconds")
    if isinstance(until, str):
        hour, _, minute = until.partition(":")
        if not (hour.isdecimal() and minute.isdecimal() and int(hour) < 24 and int(minute) < 60):
            raise NotPossible("a time of day looks like 07:00")
        return next_time_of_day(world.now(), int(hour), int(minute))
    if isinstance(seconds, bool) or not isinstance(seconds, int | float) or not 0 < seconds < 1e9:
        raise NotPossible("the clock moves forward only, by at most 31 days at a time")
    return timedelta(seconds=seconds)


def _message(chat: Chat, message_id: object) -> Message:
    message = chat.messages.get(message_id) if isinstance(message_id, int) else None
    if message is None:
        raise NotPossible("that message is gone")
    return message


def _number(text: str) -> int:
    try:
        return int(text)
    except ValueError:
        raise web.HTTPBadRequest from None


def _put(waiting: asyncio.Queue[str | None], line: str | None) -> None:
    try:
        waiting.put_nowait(line)
    except asyncio.QueueFull:  # a stuck browser: end its stream, it comes back and reads the state
        while not waiting.empty():
            waiting.get_nowait()
        waiting.put_nowait(None)


async def _body(request: web.Request) -> Json:
    # A JSON content type cannot be sent by a foreign page without the browser asking first.
    if request.content_type != "application/json":
        raise web.HTTPUnsupportedMediaType
    try:
        body = await request.json()
    except ValueError:
        raise web.HTTPBadRequest from None
    return body if isinstance(body, dict) else {}


def _asset(name: str) -> web.Response:
    folder = resources.files("bot.demo") / "page"
    known = {entry.name for entry in folder.iterdir()}
    kind = _TYPES.get(name.rpartition(".")[2])
    if name not in known or kind is None:
        return web.Response(status=404)
    text = (folder / name).read_text("utf-8")
    return web.Response(text=text, content_type=kind, charset="utf-8", headers=_HEADERS)
