"""`sitrep analyse --explain`: the text with its findings marked, and for each finding what gave it."""

from __future__ import annotations

import json
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from bot.analysis.explain import render, words_of
from bot.analysis.extensions import Note
from bot.commandline.analyse import analyse, wants_colour
from storage.model.findings import (
    Analysis,
    Claim,
    CountryFinding,
    Entity,
    Event,
    EventType,
    Mention,
    Quantity,
    Severity,
    Span,
    Stance,
    Status,
    SummarySentence,
)
from tests.bot.analysis.parsed import parsed

TEXT = "Gunmen killed at least 12 people in Mali, police said. The army did not comment."
FIRST = TEXT.index(" The army")


def mention(words: str, country: str | None = None) -> Mention:
    at = TEXT.index(words)
    return Mention(words, at, at + len(words), country)


ANALYSIS = Analysis(
    countries=(CountryFinding("ML", "focus", 0.9, (Span(36, 40),)),),
    entities=(Entity("Mali", "GPE", 36, 40, "ML"),),
    events=(
        Event(
            EventType.ASSAULT,
            Status.OCCURRED,
            Severity.CRITICAL,
            mention("killed"),
            Span(0, FIRST),
            "Attack",
            mention("Gunmen"),
            fatalities=Quantity("at least 12", 14, 25, 12, None),
        ),
    ),
    claims=(Claim(mention("police"), mention("said"), Span(0, 40), False, Stance.ASSERTS),),
    summary=(SummarySentence(0, FIRST, 0.8),),
    relevance=0.93,
)
NOTES = (
    Note("event ASSAULT", 7, 13, "assault.kill", ("actor: Gunmen",), ("told as fact", "occurred")),
    Note("claim", 0, 40, "cue:say"),
    Note("dropped", TEXT.index("comment"), TEXT.index("comment") + 7, "comment.none"),
)


def shown(**options: bool | int) -> str:
    return render(TEXT, ANALYSIS, NOTES, words_of(parsed(TEXT)), **options)  # type: ignore[arg-type]


def test_names_and_triggers_are_marked_in_the_text() -> None:
    """Without colour by brackets and braces."""
    assert "Gunmen {killed ASSAULT} at least 12 people in [Mali GPE ML], police said." in shown()


def test_each_finding_is_shown_with_its_evidence_below_its_sentence() -> None:
    """Events and claims before the next sentence begins."""
    below = shown(trees=False).split("police said.\n")[1].split("The army")[0]
    for words in ("ASSAULT Attack · occurred · critical · “killed”", "actor: Gunmen", "fatalities: at least 12 (12-)",
                  "police asserts (paraphrased, “said”): Gunmen killed at least 12 people in Mali"):  # fmt: skip
        assert words in below


def test_each_finding_says_its_rule_what_it_took_and_the_way_to_its_status() -> None:
    """So that a wrong one is traced in a minute."""
    for line in ("rule: assault.kill", "took: actor: Gunmen", "path: told as fact > occurred", "rule: cue:say"):
        assert f"      {line}\n" in shown()


def test_without_rules_only_the_findings_are_shown() -> None:
    """The form for readers."""
    plain = shown(rules=False)
    assert "actor: Gunmen" in plain
    assert not any(words in plain for words in ("rule:", "path:", "nsubj"))


def test_what_a_rule_left_out_is_shown_at_its_sentence() -> None:
    """Notes that belong to no finding."""
    assert "· dropped “comment” comment.none" in shown().split("The army")[1]


def test_the_parse_shows_word_part_of_speech_relation_and_head() -> None:
    """Of sentences with findings only."""
    rows = [" ".join(line.split()) for line in shown().splitlines()]
    assert "· · Gunmen NOUN/NNS nsubj < killed" in rows
    assert not any("comment VERB" in row for row in rows)


def test_colour_changes_no_word() -> None:
    """Beside the marks the coloured form is the same text."""
    coloured = shown(colour=True, trees=False)
    assert "\x1b[" in coloured
    assert "killed ASSAULT" in " ".join(click.unstyle(coloured).split())


def test_no_line_of_the_text_is_wider_than_asked() -> None:
    """Marks included."""
    lines = render(TEXT * 3, Analysis(), width=50).splitlines()
    assert max(map(len, lines)) <= 50


def test_control_characters_of_a_text_do_not_reach_the_terminal() -> None:
    """An article may carry anything: escapes, bells, reversed text."""
    assert not set("\x1b\x07\x00\u202e\x9b") & set(render("A \x1b[31mred\x07\x00 \u202ename\x9b.", Analysis()))


def test_an_empty_reading_is_shown() -> None:
    """Nothing found, nothing failed."""
    assert render("", Analysis()).startswith("relevance 0.00\n")


@pytest.mark.parametrize(
    ("terminal", "environ", "expected"),
    [
        (True, {}, True),
        (False, {}, False),
        (True, {"NO_COLOR": "1"}, False),
        (True, {"NO_COLOR": ""}, True),
        (True, {"TERM": "dumb"}, False),
    ],
)
def test_only_a_terminal_that_wants_it_is_coloured(terminal: bool, environ: dict[str, str], expected: bool) -> None:
    """NO_COLOR is respected."""
    assert wants_colour(terminal, environ) is expected


def run(*arguments: str, stdin: str | bytes = "") -> Result:
    return CliRunner().invoke(analyse, list(arguments), input=stdin)


def test_a_file_is_shown_for_people(tmp_path: Path) -> None:
    """`sitrep analyse --explain FILE`."""
    (tmp_path / "article.txt").write_text(TEXT, encoding="utf-8")
    result = run("--explain", str(tmp_path / "article.txt"))
    assert (result.exit_code, result.output.startswith("relevance")) == (0, True)


def test_a_dash_is_standard_input() -> None:
    """`sitrep analyse --explain -`."""
    assert run("--explain", "-", stdin=TEXT).output.startswith("relevance")


def test_json_lines_stay_json_lines() -> None:
    """With --format, and without it from a pipe or where a line of JSON comes first."""
    line = json.dumps({"id": "a", "text": TEXT})
    for arguments in (["--format", "jsonl"], [], ["--explain"], ["-"]):
        assert json.loads(run(*arguments, stdin=line).output)["id"] == "a"


def test_the_publication_of_an_article_can_be_given() -> None:
    """So that its relative dates are resolved."""
    text = "Gunmen killed 12 people in northern Mali on Monday, police said."
    assert "date: 2025-06-09" in run("--published", "2025-06-12", "-", stdin=text).output


@pytest.mark.parametrize("stdin", ["", " \n\n "])
def test_no_text_is_an_error_in_one_line(stdin: str) -> None:
    """Exit status 1."""
    result = run("-", stdin=stdin)
    assert (result.exit_code, result.output) == (1, "Error: there is no text to analyse\n")


def test_bytes_that_are_no_utf_8_are_read_as_far_as_they_go() -> None:
    """A clear answer for any file."""
    assert run("-", stdin=b"Gunmen killed 12 people in M\xe9li. \xff\xfe\x00").exit_code == 0
