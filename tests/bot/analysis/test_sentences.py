"""Sentences, quotations and datelines."""

from __future__ import annotations

from itertools import pairwise

import pytest

from bot.analysis.parsing.layout import datelines, quotations, starts


def cut(text: str) -> list[str]:
    at = [*starts(text), len(text)]
    return [text[a:b].strip() for a, b in pairwise(at)]


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("One fell. Two rose.", ["One fell.", "Two rose."]),
        ("Gen. Smith met Dr. Jones. They left.", ["Gen. Smith met Dr. Jones.", "They left."]),
        ("He came from the U.S. Army base.", ["He came from the U.S. Army base."]),
        ("He left the U.S. The army stayed.", ["He left the U.S.", "The army stayed."]),
        ("It was J. R. Smith who spoke.", ["It was J. R. Smith who spoke."]),
        ("“We will go. We will stay,” he said.", ["“We will go.", "We will stay,” he said."]),
        ("“Stop!” Smith said. He ran.", ["“Stop!” Smith said.", "He ran."]),
        ("It began at 5 p.m. on Friday.", ["It began at 5 p.m. on Friday."]),
        ("A headline without a stop\nThe text begins.", ["A headline without a stop", "The text begins."]),
        ("First paragraph.\n\nSecond one.", ["First paragraph.", "Second one."]),
        ("The price was 3.5 million. It rose.", ["The price was 3.5 million.", "It rose."]),
        ("Where? There! Then… Nothing.", ["Where?", "There!", "Then…", "Nothing."]),
        ("He said “no.” She left.", ["He said “no.”", "She left."]),
        ("No. 5 was hit on Jan. 3 in Mt. Hebron.", ["No. 5 was hit on Jan. 3 in Mt. Hebron."]),
    ],
)
def test_sentences_end_where_a_reader_ends_them(text: str, sentences: list[str]) -> None:
    assert cut(text) == sentences


def test_a_folded_text_keeps_its_sentences_whole() -> None:
    lines = (
        "The army said on Monday that",
        "its forces had taken the town of",
        "Kidal from the rebels, and that",
        "Mali was free. It left.",
    )
    text = "\n".join(lines)
    assert len(cut(text)) == 2


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("He said “yes, we did” and left.", ["“yes, we did”"]),
        ('He said "yes, we did" and left.', ['"yes, we did"']),
        ("“One.\n\n“Two,” he said.", ["“One.", "“Two,”"]),
        ("It’s the army’s.", []),
    ],
)
def test_quotations_are_found_with_their_marks(text: str, quoted: list[str]) -> None:
    assert [text[a:b] for a, b in quotations(text)] == quoted


@pytest.mark.parametrize(
    ("text", "dateline"),
    [
        ("MILAN, Italy – The army", "MILAN, Italy – "),
        ("BAGHDAD (AP) — The army", "BAGHDAD (AP) — "),
        ("LONDON, May 5 (Reuters) - The army", "LONDON, May 5 (Reuters) - "),
        ("Baghdad (AFP) - The army", "Baghdad (AFP) - "),
    ],
)
def test_a_dateline_is_found_at_the_start(text: str, dateline: str) -> None:
    assert [text[a:b] for a, b in datelines(text)] == [dateline]


def test_a_dash_within_a_sentence_makes_no_dateline() -> None:
    assert datelines("The army of Mali – the largest there – left.") == []
