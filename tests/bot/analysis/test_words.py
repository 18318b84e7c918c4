"""Pieces, shapes and lemmas of single words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.analysis.lexicon.frame_tables import frame_verbs
from bot.analysis.parsing.encoder import FOLDER
from bot.analysis.parsing.lemmas import lemma, shipped_table
from bot.analysis.parsing.shapes import SHAPES, caseless, shape
from bot.analysis.parsing.wordpiece import MAX_PIECES, WordPiece

WORDPIECE = WordPiece.read(FOLDER / "vocab.txt")


def spelled(word: str) -> list[str]:
    """The pieces as text."""
    back = {n: piece for piece, n in WORDPIECE.ids.items()}
    return [back[n] for n in WORDPIECE.pieces(word)]


@pytest.mark.parametrize(
    ("word", "pieces"),
    [
        ("Baghdad", ["baghdad"]),
        ("évacué", ["eva", "##cu", "##e"]),
        ("U.S.", ["u", ".", "s", "."]),
        ("中", ["中"]),
        ("\u200b", ["[UNK]"]),
    ],
)
def test_pieces_are_berts(word: str, pieces: list[str]) -> None:
    """Lower case, no accents, punctuation and ideographs alone, the longest piece first."""
    assert spelled(word) == pieces


@given(st.text(max_size=300))
def test_any_word_has_pieces(word: str) -> None:
    """At least one, never more than the limit."""
    assert 1 <= len(WORDPIECE.pieces(word)) <= MAX_PIECES


@given(st.text(max_size=30), st.booleans(), st.booleans())
def test_any_word_has_a_shape(word: str, spaced: bool, blind: bool) -> None:
    """A number in range."""
    assert 0 <= shape(word, spaced, blind) < SHAPES - 1


@pytest.mark.parametrize(
    "text", ["the army attacked the town on the hill today", "THE ARMY ATTACKED THE TOWN ON A HILL"]
)
def test_text_without_contrast_is_caseless(text: str) -> None:
    """All lower or all capitals."""
    assert caseless(text.split())


def test_ordinary_text_is_not_caseless() -> None:
    """One capitalised word is enough."""
    assert not caseless(["The", "army", "attacked", "the", "town", "on", "a", "hill"])


@pytest.mark.parametrize(
    ("word", "pos", "tag", "expected"),
    [
        ("killed", "VERB", "VBN", "kill"),
        ("firing", "VERB", "VBG", "fire"),
        ("planned", "VERB", "VBD", "plan"),
        ("shelled", "VERB", "VBD", "shell"),
        ("seized", "VERB", "VBD", "seize"),
        ("struck", "VERB", "VBD", "strike"),
        ("wounded", "VERB", "VBD", "wound"),
        ("fled", "VERB", "VBD", "flee"),
        ("vowed", "VERB", "VBD", "vow"),
        ("warns", "VERB", "VB", "warn"),
        ("detonated", "VERB", "VBG", "detonate"),
        ("freed", "VERB", "VBN", "free"),
        ("bases", "NOUN", "NNS", "base"),
        ("denies", "VERB", "VBZ", "deny"),
        ("storming", "VERB", "VBG", "storm"),
        ("’re", "AUX", "VBP", "be"),
        ("wo", "AUX", "MD", "will"),
        ("embassies", "NOUN", "NNS", "embassy"),
        ("militiamen", "NOUN", "NNS", "militiaman"),
        ("crises", "NOUN", "NNS", "crisis"),
        ("Paris", "PROPN", "NNP", "Paris"),
        ("deadliest", "ADJ", "JJS", "deadly"),
    ],
)
def test_lemmas(word: str, pos: str, tag: str, expected: str) -> None:
    """By rule and by table."""
    assert lemma(word, pos, tag, shipped_table()) == expected


def test_every_verb_of_the_event_lexicon_is_known() -> None:
    """A verb added to a frame is found in all its forms without another table."""
    assert frame_verbs() <= shipped_table().verbs
