"""``sitrep run``: the bot on Telegram."""

from __future__ import annotations

import asyncio

import click

from bot.commandline.program import program_of
from bot.logs import configure_logging


@click.command()
@click.pass_context
def run(ctx: click.Context) -> None:
    """Run the bot on Telegram until SIGTERM or Ctrl-C (needs SITREP_BOT_TOKEN)."""
    from bot.app import require_token, run_bot

    program = program_of(ctx)
    require_token(program.settings)
    configure_logging(program.settings.log_level)
    database = program.open_database()
    try:
        asyncio.run(run_bot(program, database, say=lambda line: click.echo(line, err=True)))
    finally:
        database.close()
