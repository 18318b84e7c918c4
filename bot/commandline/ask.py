"""``sitrep ask '/country iraq'``: one command, answered in the terminal by the same handlers."""

from __future__ import annotations

import shutil
import sys

import click

from bot.app import demo_settings, make_services
from bot.commandline.program import Program, program_of
from handlers.callbacks import decode
from handlers.dispatch import answer
from handlers.ports import ChatKind, Request, Target
from handlers.render.document import Button
from handlers.render.terminal import render_terminal

TERMINAL = Target(0)
NOT_HERE = frozenset({"subscribe", "unsubscribe", "subscriptions", "timezone"})


@click.command()
@click.argument("words", nargs=-1, required=True)
@click.option("--page", type=click.IntRange(min=1), default=1, show_default=True, help="Which page of the answer.")
@click.option("--tz", "timezone", help="The IANA zone times are shown in.")
@click.option("--demo", is_flag=True, help="Ask the demo's data instead of your own.")
@click.pass_context
def ask(ctx: click.Context, words: tuple[str, ...], page: int, timezone: str | None, demo: bool) -> None:
    """Answer one command here, for example: sitrep ask '/country iraq 7d'."""
    program = program_of(ctx)
    if demo:
        program = Program(demo_settings(program.settings), program.clock)
    text = " ".join(words).strip()
    command, _, rest = text.removeprefix("/").partition(" ") if text.startswith("/") else ("country", "", text)
    command = command.partition("@")[0].casefold()
    if command in NOT_HERE and not (command == "subscribe" and rest.rstrip().casefold().endswith(" now")):
        raise click.UsageError(f"/{command} belongs to a Telegram chat; here it has none to send to")
    if timezone is not None:
        from handlers.args import parse_timezone

        timezone = parse_timezone(timezone)
    database = program.open_database()
    try:
        services = make_services(database, program.clock, program.settings, demo=demo)
        request = Request(
            command=command,
            words=rest.strip(),
            target=TERMINAL,
            chat_kind=ChatKind.PRIVATE,
            now=program.clock(),
            bot_username="",
            timezone=timezone or program.settings.timezone,
            timezone_known=timezone is not None,
            page=page - 1,
        )
        result = answer(request, services)
    finally:
        database.close()
    if result.document is None:
        click.echo(result.toast or "")
        return
    colour = sys.stdout.isatty()
    width = min(100, shutil.get_terminal_size((80, 24)).columns)
    click.echo(render_terminal(result.document, width=width, colour=colour, hint=_typed))


def _typed(button: Button) -> str | None:
    """What to type for a button, since nobody can press it here."""
    if button.data is None:
        return button.url
    press = decode(button.data)
    page = f" --page {press.page + 1}" if press.page else ""
    return f"'/{press.command}{' ' + press.words if press.words else ''}'{page}"
