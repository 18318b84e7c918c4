"""The local Telegram over HTTP: /bot<token>/METHOD, /file/bot<token>/PATH and the chat page.

Bound to loopback; requests with a foreign Host or Origin are refused, so that no web page elsewhere can
reach the bot or the chats (DNS rebinding, cross-site requests).
"""

from __future__ import annotations

import asyncio
import hmac
import json
from typing import Any

from aiohttp import BodyPartReader, web

from bot.demo import chat_page, spec
from bot.demo.check import read_parameters
from bot.demo.delivery import WebhookSender
from bot.demo.errors import ApiError, too_many_requests
from bot.demo.faults import NO_FAULT, Fault
from bot.demo.methods import METHODS
from bot.demo.methods.request import Request, Upload
from bot.demo.origin import refuse_foreign
from bot.demo.polling import Poller
from bot.demo.world import Call, World

MAX_BODY = 60 * 1024 * 1024  # bytes: the largest document and its form
_JSON = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))
_UNAUTHORIZED = ApiError(401, "Unauthorized")
_NOT_FOUND = ApiError(404, "Not Found")


class Server:
    """A running local Telegram. `url` is its root, without a trailing slash."""

    def __init__(self, world: World, runner: web.AppRunner, url: str, edges: _Edges) -> None:
        self.world = world
        self.url = url
        self._runner = runner
        self._edges = edges

    @property
    def is_polled(self) -> bool:
        """Whether a getUpdates request is waiting right now."""
        return self._edges.poller.is_waiting

    async def close(self) -> None:
        """Stop listening; waiting requests are answered first."""
        self._edges.poller.close()
        await self._edges.sender.close()
        await self._runner.cleanup()


async def serve(world: World, host: str = "127.0.0.1", port: int = 0) -> Server:
    """Serve WORLD on HOST (a loopback address) and PORT (0: any free one) in the running loop.

    Raises OSError where the port is taken, ValueError where HOST is not loopback.
    """
    if host not in ("127.0.0.1", "::1", "localhost"):
        raise ValueError("the local Telegram listens on loopback only")
    edges = _Edges(world)
    app = web.Application(client_max_size=MAX_BODY, middlewares=[refuse_foreign])
    app.router.add_route("*", "/bot{token}/{method}", edges.call)
    app.router.add_get("/file/bot{token}/{path:.+}", edges.file)
    chat_page.add_routes(app, world)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=1.0)
    await runner.setup()
    site = web.TCPSite(runner, host, port)
    await site.start()
    bound = runner.addresses[0][1]
    shown = f"[{host}]" if ":" in host else host
    return Server(world, runner, f"http://{shown}:{bound}", edges)


class _Edges:
    """The HTTP handlers of one world."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.poller = Poller(world)
        self.sender = WebhookSender(world)

    def _is_token(self, token: str) -> bool:
        return hmac.compare_digest(token.encode(), self.world.token.encode())

    async def file(self, request: web.Request) -> web.StreamResponse:
        """A file the bot may fetch."""
        if not self._is_token(request.match_info["token"]):
            return _answer(_UNAUTHORIZED)
        path = request.match_info["path"]
        for stored in self.world.files.values():
            if stored.path == path:
                return web.Response(body=stored.data, content_type="application/octet-stream")
        return _answer(_NOT_FOUND)

    async def call(self, request: web.Request) -> web.StreamResponse:
        """One Bot API call."""
        if not self._is_token(request.match_info["token"]):
            return _answer(_UNAUTHORIZED)
        method = spec.METHOD_NAMES.get(request.match_info["method"].lower())
        if method is None or request.method not in ("GET", "POST"):
            return _answer(_NOT_FOUND)
        fault = self.world.faults.take(method)
        params: dict[str, Any] = {}
        if fault.cut == "before":
            return await self._cut(request, method, params, fault)
        status = 200
        try:
            raw, uploads = await _read(request)
            _add_uploads(method, raw, uploads)
            params = read_parameters(method, raw)
            if fault.error is not None:
                raise fault.error
            if method == "getUpdates":
                result: Any = await self.poller.get_updates(params)
            else:
                result = self._run(method, Request(params, uploads))
        except ApiError as error:
            status, body = error.status, _refusal(error)
            self._record(method, params, status, error.description)
        else:
            if fault.cut == "after":
                return await self._cut(request, method, params, fault)
            body = _JSON.encode({"ok": True, "result": result})
            self._record(method, params, status, f"{fault.garbled} answer" if fault.garbled else "")
        kind = "application/json"
        if fault is not NO_FAULT:
            body, kind = fault.spoiled(body), "text/html" if fault.garbled == "html" else kind
            if fault.slow_s:
                await self.world.faults.sleep(fault.slow_s)
        return web.Response(text=body, status=status, content_type=kind)

    def _run(self, method: str, request: Request) -> Any:
        """The result of METHOD; what was refused for whatever reason does not count as sent."""
        floods, chat_id = self.world.floods, request.values.get("chat_id")
        if floods is None or chat_id is None:
            return METHODS[method](self.world, request)
        chat = self.world.find_chat(chat_id)
        if chat is not None and (wait_s := floods.wait_s(method, chat, self.world.now())) is not None:
            raise too_many_requests(wait_s)
        result = METHODS[method](self.world, request)
        if chat is not None:
            floods.count(method, chat, self.world.now())
        return result

    def _record(self, method: str, params: dict[str, Any], status: int, description: str) -> None:
        call = Call(method, params, status, description)
        self.world.calls.append(call)
        self.world.tell("call", call)

    async def _cut(self, request: web.Request, method: str, params: dict[str, Any], fault: Fault) -> web.Response:
        """Reset the connection as a broken network does."""
        self._record(method, params, 0, "connection reset")
        if fault.slow_s:
            await self.world.faults.sleep(fault.slow_s)
        if request.transport is not None:
            request.transport.abort()
        return web.Response()


def _refusal(error: ApiError) -> str:
    body: dict[str, Any] = {"ok": False, "error_code": error.status, "description": error.description}
    if error.parameters:
        body["parameters"] = error.parameters
    return json.dumps(body)


def _answer(error: ApiError) -> web.Response:
    return web.Response(text=_refusal(error), status=error.status, content_type="application/json")


async def _read(request: web.Request) -> tuple[dict[str, Any], dict[str, Upload]]:
    """As `_read_body`; raises ApiError for a body that cannot be read."""
    try:
        return await _read_body(request)
    except (UnicodeDecodeError, LookupError):  # LookupError: a charset that does not exist
        raise ApiError(400, "Bad Request: strings must be encoded in UTF-8") from None
    except web.HTTPRequestEntityTooLarge:
        raise ApiError(413, "Request Entity Too Large") from None
    except (ValueError, RuntimeError, AssertionError):  # as aiohttp complains of broken multipart bodies
        raise ApiError(400, "Bad Request: can't parse the request body") from None


async def _read_body(request: web.Request) -> tuple[dict[str, Any], dict[str, Upload]]:
    """Parameters by name (query first, then body) and uploaded files by part name."""
    raw: dict[str, Any] = dict(request.query)
    uploads: dict[str, Upload] = {}
    if request.method == "GET" or not request.can_read_body:
        return raw, uploads
    if request.content_type == "application/json":
        try:
            body = json.loads(await request.read() or b"{}")
        except (ValueError, RecursionError):
            raise ApiError(400, "Bad Request: can't parse JSON object") from None
        if not isinstance(body, dict):
            raise ApiError(400, "Bad Request: expected an Object")
        raw |= body
        return raw, uploads
    if request.content_type == "application/x-www-form-urlencoded":
        raw |= {key: value for key, value in (await request.post()).items() if isinstance(value, str)}
        return raw, uploads
    if request.content_type == "multipart/form-data":
        async for part in await request.multipart():
            if not isinstance(part, BodyPartReader) or part.name is None:
                continue
            if part.filename is None:
                raw[part.name] = await part.text()
            else:
                kind = part.headers.get("Content-Type", "")
                uploads[part.name] = Upload(part.filename, kind, bytes(await part.read()))
    return raw, uploads


def _add_uploads(method: str, raw: dict[str, Any], uploads: dict[str, Upload]) -> None:
    """Files sent under a parameter's own name become its value; the others wait for attach://."""
    fields = spec.method_fields(method)
    for name, upload in uploads.items():
        if name in fields:
            raw[name] = upload


async def run_until_cancelled(server: Server) -> None:
    """Keep SERVER up until the task is cancelled, then close it."""
    try:
        await asyncio.Event().wait()
    finally:
        await server.close()
