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
from bot.demo import people
from bot.demo.prepared import demo_world
from bot.demo.server import Server, serve
from bot.demo.world import World
from bot.ingest.article import Parsed
from bot.ingest.pipeline import Ingestor
from bot.ingest.worker import AnalysisWorker
from bot.logs import configure_logging
from storage.chats import forget_updates
from storage.engine import Database
from storage.errors import ConfigError
from storage.seed import load_sources, read_exercise, read_seed_article, redate

SEED_SOURCE = "The New Region"
FIRST_WORDS = ("/start", "/country iraq")


@click.command()
@click.option("--port", type=click.IntRange(0, 65535), help="The chat page's port; 0 takes a free one.")
@click.pass_context
def demo(ctx: click.Context, port: int | None) -> None:
    """Try Sitrep in a browser: a local Telegram, EXERCISE articles, no token."""
    program = program_of(ctx)
    program = Program(demo_settings(program.settings), program.clock)
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
        redate(session, drafts)
        # The local Telegram counts its updates from the beginning at every start.
        forget_updates(session, now=start + timedelta(days=1), keep=timedelta(0))
    with (
        tqdm(total=len(drafts), desc="Reading the articles", leave=False, disable=not is_terminal()) as bar,
        AnalysisWorker() as worker,
    ):
        ingestor = Ingestor(database, clock=program.clock, analyse=worker, version=ANALYSIS_VERSION)
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
    world: World | None = None,
    stopping: asyncio.Event | None = None,
) -> None:
    """Serve the local Telegram and run the bot on it until stopped. Raises ``ConfigError`` if the port is taken."""
    world = world or demo_world(program.clock)
    server = await _serve(world, port)
    settings = program.settings.model_copy(update={"telegram_api_url": server.url, "bot_token": SecretStr(world.token)})

    async def ready(_: Running) -> None:
        chat = next(iter(world.chats.values()))
        you = next(user for user in world.users.values() if not user.is_bot)
        for words in FIRST_WORDS:
            people.say(world, you, chat, words)
        click.echo(f"Sitrep's demo is at {server.url}/ (EXERCISE material). Stop it with Ctrl-C.")

    try:
        await run_bot(
            Program(settings, program.clock),
            database,
            demo=True,
            stopping=stopping,
            on_ready=ready,
            say=lambda line: click.echo(line, err=True),
        )
    finally:
        await server.close()


async def _serve(world: World, port: int) -> Server:
    try:
        return await serve(world, port=port)
    except OSError as error:
        if port == 0:
            raise
        raise ConfigError(
            f"port {port} is taken: is a demo running already? Otherwise `sitrep demo --port 0` takes a free one"
        ) from error
