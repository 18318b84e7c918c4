"""The world the demo starts with: a private chat, a group, a forum and two channels, and people to be."""

from __future__ import annotations

from dataclasses import dataclass

from bot.clock import system_clock
from bot.demo import people
from bot.demo.clock import Now, ShiftedClock
from bot.demo.guide import Chip, Guide, Hat
from bot.demo.nouns import Chat, Member, Topic, User
from bot.demo.world import World

NOTE = (
    "This is a demo. The bot is the real one; its articles are EXERCISE material, invented, but for one. "
    "Nothing here leaves your machine."
)
CHANNEL = "Gulf Watch"
DIGEST_HOUR = 7
WIRE = "EXERCISE Harbour Watch"
FIRST_POST = (
    "EXERCISE. Two drones hit a fuel depot at the port of Umm Qasr in Iraq overnight. Three workers were wounded, the "
    "port authority said."
)
CORRECTED_POST = FIRST_POST.replace("Three workers", "Four workers")


@dataclass(frozen=True, slots=True)
class Scene:
    """The chats of the demo and who is in them. ``you`` is a member, ``admin`` runs the groups and the channels.

    The bot posts digests in ``channel``, and takes in the posts of ``wire``.
    """

    world: World
    you: User
    admin: User
    private: Chat
    group: Chat
    forum: Chat
    channel: Chat
    wire: Chat


def demo_scene(now: Now = system_clock, *, bot_username: str = "SitrepLocalBot") -> Scene:
    """A world on a clock that can be moved, with all kinds of chats, nobody having spoken to the bot yet."""
    world = World(now if hasattr(now, "advance") else ShiftedClock(now), bot_username=bot_username)
    you, admin = world.add_person("You", username="you"), world.add_person("Amira", username="amira_desk")
    colleague = world.add_person("Jonas", username="jonas_field")
    private = world.private_chat(you)
    group = _populated(world, world.add_chat("group", "Erbil office"), admin, you, colleague)
    forum = _populated(world, world.add_chat("supergroup", "Region desk", is_forum=True), admin, you, colleague)
    for name in ("Iraq", "Sudan"):
        world.add_topic(forum, name, admin)
    channel = world.add_chat("channel", CHANNEL, username="gulf_watch_demo")
    channel.members[admin.id] = Member(admin, "creator")
    channel.members[you.id] = Member(you)
    channel.members[world.bot.id] = people.admin(world.bot, frozenset(("can_post_messages", "can_edit_messages")))
    wire = world.add_chat("channel", WIRE, username="harbour_watch_demo")
    wire.members[admin.id] = Member(admin, "creator")
    wire.members[you.id] = Member(you)
    wire.members[world.bot.id] = people.admin(world.bot, frozenset())
    world.guide = Guide(
        home=private,
        note=NOTE,
        chips=(
            Chip("Who threatens whom?", "say", "/threats iraq"),
            Chip(
                "Tomorrow's digest, now",
                "clock",
                f"{DIGEST_HOUR:02d}:00",
                f"/subscribe iraq daily {DIGEST_HOUR:02d}:00",
            ),
            Chip("Ask in a group", "open", str(group.id), f"/country@{bot_username} sudan"),
        ),
        hats=[
            Hat(you, "You (member)"),
            Hat(admin, "Amira (admin)"),
            Hat(admin, "Amira, anonymous admin", anonymous=True),
        ],
    )
    return Scene(world, you, admin, private, group, forum, channel, wire)


def demo_world(now: Now = system_clock, *, bot_username: str = "SitrepLocalBot") -> World:
    """The world of ``demo_scene``."""
    return demo_scene(now, bot_username=bot_username).world


def _populated(world: World, chat: Chat, owner: User, *members: User) -> Chat:
    chat.members[owner.id] = Member(owner, "creator")
    for user in members:
        chat.members[user.id] = Member(user)
    chat.members[world.bot.id] = Member(world.bot)
    return chat


def first_words(scene: Scene) -> None:
    """What the reader has asked in the private chat, so that the first screen is a briefing."""
    for words in ("/start", "/country iraq"):
        people.say(scene.world, scene.you, scene.private, words)


def small_talk(scene: Scene) -> None:
    """A little history everywhere else: people talk, and ask the bot, which answers."""
    world, name = scene.world, scene.world.bot.username
    colleague = next(m.user for m in scene.group.members.values() if m.user.first_name == "Jonas")
    people.say(world, scene.admin, scene.group, "Morning. Two convoys today, both through Kirkuk.")
    asked = people.say(world, colleague, scene.group, "Anything overnight we should know of?")
    people.say(world, scene.admin, scene.group, f"/incidents@{name} iraq 24h", reply_to=asked)
    topics = {topic.name: topic for topic in scene.forum.topics.values()}
    rules = people.say(
        world, scene.admin, scene.forum, "One topic a country. Ask the bot there, so that all read the answer."
    )
    people.pin(world, scene.admin, rules)
    _ask(scene, topics["Iraq"], f"/posture@{name} iraq")
    _ask(scene, topics["Sudan"], f"/country@{name} sudan")
    people.say(
        world,
        scene.admin,
        scene.channel,
        f"Every morning at {DIGEST_HOUR:02d}:00 UTC: what the sources report on Iraq, word for word. No rumours.",
    )


def posts_of_the_wire(scene: Scene) -> None:
    """A post in the channel whose posts are taken in, then its correction; and the admin looks what is taken in."""
    post = people.say(scene.world, scene.admin, scene.wire, FIRST_POST)
    people.edit(scene.world, post, CORRECTED_POST)
    people.say(scene.world, scene.admin, scene.world.private_chat(scene.admin), "/ingest")


def _ask(scene: Scene, topic: Topic, words: str) -> None:
    people.say(scene.world, scene.you, scene.forum, words, topic=topic)
