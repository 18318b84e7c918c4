"""The command line. Each command is a thin edge in bot/commandline/."""

from __future__ import annotations

from importlib import metadata
from typing import ClassVar

import click

from bot.commandline.program import Commands, program_of


def _version() -> str:
    try:
        return metadata.version("sitrep")
    except metadata.PackageNotFoundError:
        return "unknown (not installed)"


class Lazy(Commands):
    """Imports a command's module when it is asked for: ``sitrep --help`` need not load Telegram and spaCy."""

    modules: ClassVar[dict[str, str]] = {
        "analyse": "bot.commandline.analyse:analyse",
        "ask": "bot.commandline.ask:ask",
        "deliveries": "bot.commandline.deliveries:deliveries",
        "demo": "bot.commandline.demo:demo",
        "doctor": "bot.commandline.doctor:doctor",
        "feeds": "bot.commandline.feeds:feeds",
        "ingest": "bot.commandline.ingest:ingest",
        "run": "bot.commandline.run:run",
    }

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names of all commands."""
        return sorted(self.modules)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of this name, its module imported now."""
        import importlib

        target = self.modules.get(cmd_name)
        if target is None:
            return None
        module, _, name = target.partition(":")
        command = getattr(importlib.import_module(module), name)
        assert isinstance(command, click.Command)
        return command


@click.group(cls=Lazy, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(_version(), prog_name="sitrep")
@click.pass_context
def main(ctx: click.Context) -> None:
    """Sitrep: security briefings in Telegram, verbatim and with their sources."""
    if ctx.invoked_subcommand not in ("analyse", None):
        program_of(ctx)


if __name__ == "__main__":
    main()
