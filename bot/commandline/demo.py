"""``sitrep demo``: the bot on the local chat page, seeded, without a token."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta

import click
from pydantic import SecretStr
from tqdm import tqdm

from bot.analysis.version import ANALYSIS_VERSION
from bot.app import Running, demo_settings, run_bot
from bot.commandline.context import is_terminal
from bot.commandline.program import Program, program_of
from bot.demo.clock import ShiftedClock
from bot.demo.prepared import DIGEST_HOUR, Scene, demo_scene, first_words, posts_of_the_wire, small_talk
from bot.demo.server import Server, serve
from bot.demo.world import Event, World
from bot.ingest.article import Parsed
from bot.ingest.pipeline import Ingestor
from bot.ingest.worker import AnalysisWorker
from bot.logs import configure_logging
from storage.chats import ensure_chat, forget_updates
from storage.engine import Database
from storage.errors import ConfigError
from storage.intake import switch_on
from storage.model.chat import Scope, ScopeKind
from storage.model.findings import Severity
from storage.model.recurrence import parse_recurrence
from storage.seed import forget_telegram, load_sources, read_exercise, read_seed_article, redate
from storage.subscriptions import list_subscriptions, put_subscription, remove_subscription

SEED_SOURCE = "The New Region"
IRAQ = Scope(ScopeKind.COUNTRY, "IQ")
READ_BEFORE = timedelta(minutes=10)
FURTHEST = timedelta(days=3660)
"""How far a reader may have moved the clock in an earlier demo, at the very most."""


@click.command()
@click.option("--port", type=click.IntRange(0, 65535), help="The chat page's port; 0 takes a free one.")
@click.pass_context
def demo(ctx: click.Context, port: int | None) -> None:
    """Try Sitrep in a browser: a local Telegram, EXERCISE articles, no token."""
    program = program_of(ctx)
    program = Program(demo_settings(program.settings), ShiftedClock(program.clock))
    configure_logging("WARNING")
    database = program.open_database()
    try:
        seed_demo(program, database)
        asyncio.run(run_demo(program, database, program.settings.demo_port if port is None else port))
    finally:
        database.close()


def seed_demo(program: Program, database: Database) -> None:
    """Load the seed article and the exercises, dated from now; a later start moves their dates along."""
    start = program.clock()
    # The file itself holds nothing but its text; whose it is stands in NOTICE.
    seed = replace(read_seed_article(start), source_name=SEED_SOURCE)
    drafts = [*read_exercise(start), seed]
    with database.writing() as session:
        load_sources(session, exercise=True)
        forget_telegram(session)
        redate(session, drafts)
        # The local Telegram counts its updates from the beginning at every start.
        forget_updates(session, now=start + FURTHEST, keep=timedelta(0))
    with (
        tqdm(total=len(drafts), desc="Reading the articles", leave=False, disable=not is_terminal()) as bar,
        AnalysisWorker() as worker,
    ):
        # A digest leaves out the last minute, so what the demo starts with was read a while ago.
        ingestor = Ingestor(
            database, clock=lambda: program.clock() - READ_BEFORE, analyse=worker, version=ANALYSIS_VERSION
        )
        for draft in drafts:
            ingestor.store(Parsed(draft.url or "seed", draft=draft))
            bar.update()
        bar.reset()
        ingestor.analyse_pending(stale=True)


async def run_demo(
    program: Program,
    database: Database,
    port: int,
    *,
    scene: Scene | None = None,
    stopping: asyncio.Event | None = None,
) -> None:
    """Serve the local Telegram and run the bot on it until stopped. Raises ``ConfigError`` if the port is taken.

    The bot lives by the scene's clock, which the page can move.
    """
    scene = scene or demo_scene(program.clock)
    world = scene.world
    server = await _serve(world, port)
    settings = program.settings.model_copy(
        update={"telegram_api_url": server.url, "bot_token": SecretStr(world.token), "admins": (scene.admin.id,)}
    )

    async def ready(running: Running) -> None:
        def moved(event: Event) -> None:
            if event.kind == "clock":
                running.schedule.hurry()

        world.subscribe(moved)
        first_words(scene)
        click.echo(f"Sitrep's demo is at {server.url}/ (EXERCISE material). Stop it with Ctrl-C.")
        small_talk(scene)
        await asyncio.to_thread(_subscribe_channel, database, scene)
        await asyncio.to_thread(_take_in_the_wire, database, scene)
        posts_of_the_wire(scene)
        running.schedule.hurry()

    try:
        await run_bot(
            Program(settings, world.now),
            database,
            demo=True,
            stopping=stopping,
            on_ready=ready,
            say=lambda line: click.echo(line, err=True),
        )
    finally:
        await server.close()


def _take_in_the_wire(database: Database, scene: Scene) -> None:
    """What the admin would do by `/ingest @harbour_watch_demo on`, done before its first post."""
    wire = scene.wire
    with database.writing() as session:
        switch_on(
            session,
            wire.id,
            kind=wire.type,
            title=wire.title,
            username=wire.username,
            by=scene.admin.id,
            now=scene.world.now(),
        )


def _subscribe_channel(database: Database, scene: Scene) -> None:
    """The channel gets a digest every morning, and one now: nobody can type commands into a channel's bot."""
    now, channel = scene.world.now(), scene.channel
    recurrence = parse_recurrence(f"daily {DIGEST_HOUR:02d}:00")
    with database.writing() as session:
        ensure_chat(session, channel.id, kind=channel.type, title=channel.title, now=now)
        for known in list_subscriptions(session, channel.id):  # those of an earlier demo
            remove_subscription(session, known.id, chat_id=channel.id)
        put_subscription(
            session,
            chat_id=channel.id,
            thread_id=0,
            scope=IRAQ,
            recurrence=str(recurrence),
            timezone="UTC",
            min_severity=Severity.INFORMATIONAL,
            next_due_at=now,
            now=now,
        )


async def _serve(world: World, port: int) -> Server:
    try:
        return await serve(world, port=port)
    except OSError as error:
        if port == 0:
            raise
        raise ConfigError(
            f"port {port} is taken: is a demo running already? Otherwise `sitrep demo --port 0` takes a free one"
        ) from error
