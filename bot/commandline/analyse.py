"""``sitrep analyse``: the analysis alone, text in, findings out. Needs no database and no settings."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterable, Mapping
from datetime import datetime
from itertools import chain
from typing import IO

import click

MAX_WIDTH = 120


@click.command()
@click.argument("file", required=False, type=click.Path(exists=True, dir_okay=False, allow_dash=True))
@click.option(
    "--format", "form", type=click.Choice(["jsonl", "text"]),
    help="jsonl: one object a line, in and out (without FILE the default). text: one article in, its findings for "
    "people out (the default with FILE, and with --explain where the input is no JSON).",
)  # fmt: skip
@click.option("--explain", is_flag=True, help="Say which rule found what, from which words, and show the parse.")
@click.option("--tree/--no-tree", default=True, help="With --explain: the parse of the sentences with findings.")
@click.option("--no-gate", is_flag=True, help="Read texts that are not security news as well.")
@click.option("--published", type=click.DateTime(["%Y-%m-%d"]), help="The day that an article in text form is of.")
@click.option("--title", help="The title of an article in text form.")
def analyse(
    file: str | None,
    form: str | None,
    explain: bool,
    tree: bool,
    no_gate: bool,
    published: datetime | None,
    title: str | None,
) -> None:
    """Analyse FILE ("-" or nothing: standard input); docs/analysis.md has the contract.

    sitrep analyse --explain article.txt shows the findings of one article with the rules that gave them;
    sitrep analyse --format jsonl reads and writes one JSON object a line.
    """
    with click.open_file(file or "-", "rb") as stream:
        lines: Iterable[bytes] = stream
        if form is None:
            form = "jsonl"
            if file is not None or explain or _is_terminal(stream):
                first = next((line for line in stream if line.strip()), b"")
                lines = chain([first], stream)
                form = "jsonl" if first.lstrip(b"\xef\xbb\xbf \t").startswith(b"{") else "text"
        if form == "text":
            _for_people(b"".join(lines).decode("utf-8-sig", "replace"), explain, tree, not no_gate, published, title)
        elif not _as_lines(lines, explain, not no_gate):
            raise SystemExit(1)


def _as_lines(lines: Iterable[bytes], explain: bool, gate: bool) -> bool:
    """Answers every line before the next is read; whether all were good."""
    from bot.analysis import jsonl

    good = True
    for line, fine in jsonl.analyse_lines(lines, gate=gate, explain=explain):
        sys.stdout.write(line.rstrip("\n") + "\n")
        sys.stdout.flush()
        good &= fine
    return good


def _for_people(
    text: str, explain: bool, tree: bool, gate: bool, published: datetime | None, title: str | None
) -> None:
    from bot.analysis.explain import render
    from bot.analysis.pipeline import read

    if not text.strip() and not (title or "").strip():
        raise click.ClickException("there is no text to analyse")
    reading = read(text, title=title, published=published, gate=gate, explain=explain)
    terminal = sys.stdout.isatty()
    colour = wants_colour(terminal, os.environ)
    width = min(shutil.get_terminal_size().columns, MAX_WIDTH) if terminal else MAX_WIDTH
    shown = render(
        reading.text,
        reading.analysis,
        reading.notes,
        reading.words if tree else (),
        rules=explain,
        trees=tree,
        colour=colour,
        width=width,
    )
    click.echo(shown, nl=False, color=colour)


def wants_colour(terminal: bool, environ: Mapping[str, str]) -> bool:
    """Whether output is coloured: on a terminal that can, unless NO_COLOR (no-color.org) says no."""
    return terminal and not environ.get("NO_COLOR") and environ.get("TERM") != "dumb"


def _is_terminal(stream: IO[bytes]) -> bool:
    return bool(stream.isatty())
