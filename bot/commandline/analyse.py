"""``sitrep analyse``: the analysis alone, standard input to standard output. Needs no database and no settings."""

from __future__ import annotations

import sys

import click


@click.command()
@click.option(
    "--format", "form", type=click.Choice(["jsonl", "text"]), default="jsonl", show_default=True,
    help="jsonl: one object a line, in and out. text: one article in, its findings for people out.",
)  # fmt: skip
@click.option("--explain", is_flag=True, help="Say which rule found what.")
@click.option("--no-gate", is_flag=True, help="Read texts that are not security news as well.")
def analyse(form: str, explain: bool, no_gate: bool) -> None:
    """Analyse texts from standard input (docs/analysis.md has the contract)."""
    from bot.analysis import jsonl, pipeline

    if form == "text":
        text = sys.stdin.buffer.read().decode("utf-8", "replace")
        click.echo(jsonl.explain(pipeline.read(text, gate=not no_gate), rules=explain), nl=False)
        return
    failed = False
    for line, good in jsonl.analyse_lines(sys.stdin.buffer, gate=not no_gate, explain=explain):
        sys.stdout.write(line.rstrip("\n") + "\n")
        sys.stdout.flush()
        failed |= not good
    if failed:
        raise SystemExit(1)
