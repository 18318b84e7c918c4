"""Keeps foreign web pages out of a server on loopback (Host and Origin checks)."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from urllib.parse import urlsplit

from aiohttp import web

_LOOPBACK = frozenset(("127.0.0.1", "localhost", "::1"))


@web.middleware
async def refuse_foreign(
    request: web.Request, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]
) -> web.StreamResponse:
    """403 unless Host is loopback and Origin (where a browser sends one) is this very server."""
    if not is_own(request.headers.get("Host", ""), request.headers.get("Origin")):
        return web.json_response(
            {"ok": False, "error_code": 403, "description": "Forbidden: this server answers its own machine only"},
            status=403,
        )
    return await handler(request)


def is_own(host: str, origin: str | None) -> bool:
    """Whether HOST names loopback and ORIGIN, if any, is an http page of that same host and port."""
    try:
        name = urlsplit(f"//{host}").hostname
    except ValueError:
        return False
    if name not in _LOOPBACK:
        return False
    return origin is None or origin.lower() == f"http://{host}".lower()
