"""Whole sentences, at most three, in text order, each able to stand alone."""

from __future__ import annotations

import pytest
import spacy

from bot.analysis import extensions, summary
from bot.analysis.pipeline import analyse

ARTICLE = """BAGHDAD, Iraq – Four people were killed and nine wounded when shells hit a market road near the northern Iraqi town of Tel Sarwan overnight, the interior ministry said.
“At least six rounds landed within a few minutes,” a ministry spokesperson told Meridian Wire. “It is bad,” he said.
Security forces closed the market road and set up checkpoints on both sides of the northern town of Tel Sarwan.
The weather was fine. Photo: Meridian Wire.
The ministry accused the Northern Column, an armed group that operates in the hills, of having moved mortars near the town last week.
Read more about the shells that hit the market road in the northern Iraqi town of Tel Sarwan.
By Anna Example
Residents of the town had seen flashes in the hills before the shells hit the road, and asked the ministry for troops."""  # noqa: E501


@pytest.fixture(scope="module")
def tokens() -> spacy.language.Language:
    extensions.register()
    nlp = spacy.blank("en")
    nlp.add_pipe("sitrep_layout")
    return nlp


def chosen(text: str) -> list[str]:
    return [text[s.start : s.end] for s in analyse(text).summary]


def test_at_most_three_whole_sentences_in_text_order() -> None:
    """Each begins a sentence and ends with its full stop."""
    found = analyse(ARTICLE).summary
    assert len(found) == 3
    assert [s.start for s in found] == sorted(s.start for s in found)
    assert all(ARTICLE[s.start : s.end].endswith((".", "”")) for s in found)


def test_the_best_sentence_has_the_highest_score() -> None:
    """Scores lie between 0 and 1."""
    scores = [s.score for s in analyse(ARTICLE).summary]
    assert max(scores) == 1.0
    assert min(scores) > 0.0


def test_the_news_comes_first_and_without_its_dateline() -> None:
    """A dateline is no part of the sentence."""
    assert chosen(ARTICLE)[0].startswith("Four people were killed")


@pytest.mark.parametrize("piece", ["Read more", "By Anna", "Photo:", "The weather"])
def test_what_a_page_says_about_itself_is_not_chosen(piece: str) -> None:
    """Bylines, captions, links and small talk stay out."""
    assert not any(sentence.startswith(piece) for sentence in chosen(ARTICLE))


def test_the_second_sentence_does_not_say_the_first_again() -> None:
    """Words that were told weigh less."""
    twice = "The army shelled the northern town of Goma and killed nine people on Monday."
    other = "Rebels seized two mines in the south and took forty workers with them, an official said."
    text = f"{twice} {twice} {twice} {other}"
    doc = analyse(text, gate=False)
    assert any("Rebels" in text[s.start : s.end] for s in doc.summary)


def test_a_piece_of_a_longer_quotation_is_not_chosen(tokens: spacy.language.Language) -> None:
    """A sentence with one quotation mark does not stand alone."""
    text = (
        "“The bridge over the river was destroyed by shells in the night. The other bridge is still open to lorries.”"
    )
    doc = tokens(text)
    assert len(summary.choose(doc)) <= 1


def test_a_text_without_a_parse_has_a_summary(tokens: spacy.language.Language) -> None:
    """Words and places are enough."""
    doc = summary.summary(tokens(ARTICLE))
    assert len(doc._.summary) == 3


@pytest.mark.parametrize("text", ["", "  \n ", "!!!", "One", "🙂🙂", "no full stop here at all"])
def test_any_text_has_at_most_itself_as_summary(tokens: spacy.language.Language, text: str) -> None:
    """Offsets stay in the text; what has no words has no summary."""
    doc = summary.summary(tokens(text)) if text else summary.summary(tokens.make_doc(text))
    assert all(0 <= s.start < s.end <= len(text) for s in doc._.summary)
    assert bool(doc._.summary) == any(letter.isalpha() for letter in text)


def test_the_same_text_has_the_same_summary() -> None:
    """No chance is involved."""
    assert analyse(ARTICLE).summary == analyse(ARTICLE).summary
