"""The chat page: one person's conversation with the bot in a browser.

`GET /` is the page, `/demo/...` its JSON: `state` (the whole chat), `events` (server-sent), `say`, `press`,
`file/ID`. The browser never learns the bot's token.
"""

from __future__ import annotations

import asyncio
import json
from importlib import resources
from typing import Any

from aiohttp import web

from bot.demo import people
from bot.demo.methods.profile import shown_commands
from bot.demo.nouns import Chat, Json, Message
from bot.demo.people import NotPossible
from bot.demo.world import Event, World

PRESS_TIMEOUT_S = 15.0
KEEP_ALIVE_S = 15.0
MAX_WAITING = 1_000  # events kept for a browser that does not read; past that it starts again from `state`
_STATIC = {
    "index.html": "text/html",
    "style.css": "text/css",
    "page.js": "text/javascript",
    "render.js": "text/javascript",
}
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
    app.router.add_get("/demo/state", page.state)
    app.router.add_get("/demo/events", page.events)
    app.router.add_get("/demo/file/{file_id}", page.file)
    app.router.add_post("/demo/say", page.say)
    app.router.add_post("/demo/press", page.press)
    app.on_shutdown.append(page.end)


def page_chat(world: World) -> Chat:
    """The private chat the page shows: the first of WORLD, made for a person "You" where there is none."""
    for chat in world.chats.values():
        if chat.type == "private":
            return chat
    return world.private_chat(world.add_person("You"))


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
        name = request.match_info["name"]
        return _asset(name) if name in _STATIC else web.Response(status=404)

    async def state(self, _: web.Request) -> web.Response:
        """The bot, the command menu and all messages of the chat, oldest first."""
        chat = page_chat(self.world)
        assert chat.user is not None
        return _json(
            {
                "bot": self.world.bot.json(),
                "person": chat.user.json(),
                "description": self.world.settings.texts.get(("description", ""), ""),
                "commands": shown_commands(self.world, chat, chat.user),
                "messages": [_shown(message) for message in chat.messages.values()],
            }
        )

    async def events(self, request: web.Request) -> web.StreamResponse:
        """What happens in the chat from now on, as server-sent events (HTML standard, 9.2)."""
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
        line = self._line(event)
        if line is None:
            return
        for waiting in tuple(self._readers):
            _put(waiting, line)

    def _line(self, event: Event) -> str | None:
        chat = page_chat(self.world)
        subject = event.subject
        if event.kind in ("message", "edited") and subject.chat is chat:
            return _event(event.kind, _shown(subject))
        if event.kind == "deleted" and subject.chat is chat:
            return _event("deleted", {"message_id": subject.message_id})
        if event.kind == "action" and subject is chat:
            return _event("action", {"action": chat.actions[-1]})
        if event.kind == "call" and subject.method.endswith("MyCommands") and chat.user is not None:
            return _event("commands", shown_commands(self.world, chat, chat.user))
        return None

    async def say(self, request: web.Request) -> web.Response:
        """The person writes `text`."""
        text = (await _body(request)).get("text")
        if not isinstance(text, str) or not text.strip():
            return _refusal("write something first")
        chat = page_chat(self.world)
        assert chat.user is not None
        try:
            message = people.say(self.world, chat.user, chat, text[:4096])
        except NotPossible as error:
            return _refusal(str(error))
        return _json(_shown(message))

    async def press(self, request: web.Request) -> web.Response:
        """The person presses the button with `data` under `message_id`; back when the bot has answered."""
        body = await _body(request)
        chat = page_chat(self.world)
        message_id, data = body.get("message_id"), body.get("data")
        message = chat.messages.get(message_id) if isinstance(message_id, int) else None
        if message is None or not isinstance(data, str) or chat.user is None:
            return _refusal("that message is gone")
        answered = asyncio.Event()
        try:
            query = people.press(self.world, chat.user, message, data)
        except NotPossible as error:
            return _refusal(str(error))
        unsubscribe = self.world.subscribe(lambda event: answered.set() if event.subject is query else None)
        try:
            await asyncio.wait_for(answered.wait(), PRESS_TIMEOUT_S)
        except TimeoutError:
            return _json({"answered": False})
        finally:
            unsubscribe()
        return _json({"answered": True, **(query.answer or {})})

    async def file(self, request: web.Request) -> web.Response:
        """A picture or document of the chat; only pictures are shown, everything else is downloaded."""
        stored = self.world.files.get(request.match_info["file_id"])
        if stored is None:
            return web.Response(status=404)
        if stored.mime_type in ("image/png", "image/jpeg", "image/gif"):
            return web.Response(body=stored.data, content_type=stored.mime_type, headers=_HEADERS)
        attached = {**_HEADERS, "Content-Disposition": "attachment"}
        return web.Response(body=stored.data, content_type="application/octet-stream", headers=attached)


def _put(waiting: asyncio.Queue[str | None], line: str | None) -> None:
    try:
        waiting.put_nowait(line)
    except asyncio.QueueFull:  # a stuck browser: end its stream, it comes back and reads the state
        while not waiting.empty():
            waiting.get_nowait()
        waiting.put_nowait(None)


def _shown(message: Message) -> Json:
    return message.json()


def _event(kind: str, value: Any) -> str:
    return f"event: {kind}\ndata: {json.dumps(value, separators=(',', ':'))}\n\n"


async def _body(request: web.Request) -> Json:
    # A JSON content type cannot be sent by a foreign page without the browser asking first.
    if request.content_type != "application/json":
        raise web.HTTPUnsupportedMediaType
    try:
        body = await request.json()
    except ValueError:
        raise web.HTTPBadRequest from None
    return body if isinstance(body, dict) else {}


def _json(value: Any) -> web.Response:
    return web.json_response(value, headers=_HEADERS)


def _refusal(why: str) -> web.Response:
    return web.json_response({"error": why}, status=400, headers=_HEADERS)


def _asset(name: str) -> web.Response:
    text = (resources.files("bot.demo") / "page" / name).read_text("utf-8")
    return web.Response(text=text, content_type=_STATIC[name], charset="utf-8", headers=_HEADERS)
