"""The chat page: one person's conversation with the bot in a browser."""

from __future__ import annotations

from aiohttp import web

from bot.demo.world import World


def add_routes(app: web.Application, world: World) -> None:
    """Serve the page of WORLD in APP."""
