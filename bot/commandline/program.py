"""What ``sitrep`` hands to its commands: the settings, the clock, the database; and how errors end the program."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

import click

from bot.clock import system_clock
from bot.settings import Settings, load_settings
from storage.engine import Database, open_database
from storage.errors import ConfigError, SitrepError, StorageError

CONFIG_STATUS = 2


@dataclass(frozen=True)
class Program:
    """One run of the command line."""

    settings: Settings
    clock: Callable[[], datetime] = system_clock

    def open_database(self) -> Database:
        """The database of the settings, migrated."""
        return open_database(self.settings.database)


class OneLine(click.ClickException):
    """An error that is told in one line."""

    def __init__(self, message: str, status: int) -> None:
        super().__init__(message)
        self.exit_code = status  # type: ignore[misc]  # click declares it on the class, and reads it off the instance

    def show(self, file: object = None) -> None:
        """One line on standard error."""
        click.echo(f"sitrep: {self.message}", err=True)


@contextmanager
def told_in_one_line() -> Iterator[None]:
    """Errors of Sitrep's own become one line: exit status 2 where the operator must act, 1 otherwise."""
    try:
        yield
    except ConfigError as error:
        raise OneLine(str(error), CONFIG_STATUS) from error
    except StorageError as error:
        raise OneLine(f"{error}. Check SITREP_DATABASE_URL and that the database runs.", CONFIG_STATUS) from error
    except SitrepError as error:
        raise OneLine(str(error), 1) from error


class Commands(click.Group):
    """A group whose commands end in one line where something is wrong."""

    def invoke(self, ctx: click.Context) -> object:
        """Run the command."""
        with told_in_one_line():
            return super().invoke(ctx)


def program_of(ctx: click.Context) -> Program:
    """The program, its settings read at first use, so that ``--help`` needs none. Raises ``ConfigError``."""
    root = ctx.find_root()
    if not isinstance(root.obj, Program):
        root.obj = Program(load_settings())
        ctx.obj = root.obj
    return root.obj
