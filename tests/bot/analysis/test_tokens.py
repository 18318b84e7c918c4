"""Words as the weights were trained to read them."""

from __future__ import annotations

import pytest

from bot.analysis.parsing.tokens import english
from bot.analysis.pipeline import pipeline

NLP = english()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Iraq.[3]", ["Iraq", ".", "[", "3", "]"]),
        ("Society,[3][14]", ["Society", ",", "[", "3", "]", "[", "14", "]"]),
        ("Qanbar(Arabic)", ["Qanbar", "(", "Arabic", ")"]),
        ("function(x)", ["function(x", ")"]),
        ("[3]", ["[", "3", "]"]),
    ],
)
def test_reference_marks_and_glued_brackets_are_words_of_their_own(text: str, words: list[str]) -> None:
    """A name before them stays whole."""
    assert [t.text for t in NLP.make_doc(text)] == words


def test_reference_marks_are_kept_from_the_parser() -> None:
    """They hang on the word before them and belong to its sentence."""
    doc = pipeline()("Rebels attacked a convoy in northern Iraq.[3] Then they fled.")
    assert [(t.text, t.dep_, t.head.text) for t in doc if t.text in "[3]"] == [(w, "dep", ".") for w in "[3]"]


def test_a_sentence_ends_before_its_reference_mark() -> None:
    """The full stop is not hidden by it."""
    doc = pipeline()("Rebels attacked a convoy in northern Iraq.[3] Then they fled.")
    assert [s.text for s in doc.sents] == ["Rebels attacked a convoy in northern Iraq.[3]", "Then they fled."]
