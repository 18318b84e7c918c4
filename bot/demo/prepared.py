"""The world the demo starts with."""

from __future__ import annotations

from bot.clock import system_clock
from bot.demo.clock import Now
from bot.demo.world import World


def demo_world(now: Now = system_clock, *, bot_username: str = "SitrepLocalBot") -> World:
    """A world with one person, "You", in a private chat with the bot and nothing else yet."""
    world = World(now, bot_username=bot_username)
    world.private_chat(world.add_person("You"))
    return world
