"""Long texts in windows: cut where nothing is lost, put together with offsets of the whole text."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.analysis.windowing import merge, windows
from storage.model.findings import (
    Analysis,
    Claim,
    CountryFinding,
    Entity,
    Event,
    EventType,
    Location,
    Mention,
    Quantity,
    Severity,
    Span,
    Stance,
    Status,
    SummarySentence,
)

TEXT = "Gunmen killed 12 people in Mali if told to. Police said so."


def mention(words: str, country: str | None = None) -> Mention:
    at = TEXT.index(words)
    return Mention(words, at, at + len(words), country)


def analysis(relevance: float = 0.9, code: str = "ML", score: float = 0.8) -> Analysis:
    """An analysis of TEXT with every kind of span filled."""
    at, twelve = TEXT.index("Mali"), TEXT.index("12")
    return Analysis(
        countries=(CountryFinding(code, "focus", score, (Span(at, at + 4),)),),
        entities=(Entity("Mali", "GPE", at, at + 4, code),),
        events=(
            Event(
                EventType.ASSAULT,
                Status.OCCURRED,
                Severity.CRITICAL,
                mention("killed"),
                Span(0, TEXT.index(" Police")),
                actor=mention("Gunmen"),
                target=mention("people"),
                location=Location("Mali", at, at + 4, code),
                fatalities=Quantity("12", twelve, twelve + 2, 12, 12),
                condition=mention("if told to"),
            ),
        ),
        claims=(Claim(mention("Police"), mention("said"), Span(0, 10), False, Stance.ASSERTS, mention("Mali")),),
        summary=(SummarySentence(0, TEXT.index(" Police"), relevance),),
        relevance=relevance,
        language="en",
    )


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet="ab .\n!”", max_size=300), st.integers(2, 60))
def test_windows_cover_the_text_exactly_and_keep_to_their_size(text: str, size: int) -> None:
    found = windows(text, size)
    assert "".join(w.text for w in found) == text
    assert all(text[w.start : w.end] == w.text and len(w.text) <= size for w in found)


def test_a_short_text_is_one_window() -> None:
    assert [w.text for w in windows(TEXT)] == [TEXT]


@pytest.mark.parametrize(
    ("text", "size", "first"),
    [
        ("One two.\n\nThree. Four five six.", 16, "One two.\n\n"),
        ("One. Two three four.\nFive six seven.", 30, "One. Two three four.\n"),
        ("One two three. Four five six seven.", 20, "One two three. "),
        ("one two three four five six", 20, "one two three four "),
        ("x" * 30, 20, "x" * 20),
    ],
)
def test_a_text_is_cut_at_the_best_place_before_the_limit(text: str, size: int, first: str) -> None:
    assert windows(text, size)[0].text == first


def test_a_window_of_one_character_is_refused() -> None:
    with pytest.raises(ValueError, match="at least 2"):
        windows("text", 1)


def test_cutting_takes_time_in_line_with_the_length() -> None:
    def seconds(repeats: int) -> float:
        text = "word " * repeats
        begun = time.process_time()
        windows(text)
        return time.process_time() - begun

    seconds(40_000)
    assert seconds(400_000) < 40 * max(seconds(40_000), 0.001)


def test_every_span_of_a_later_window_is_moved_to_its_place_in_the_whole_text() -> None:
    lead = "Nothing happened here. "
    whole = lead + TEXT
    merged = merge([(0, Analysis(language="en")), (len(lead), analysis())])
    (event,) = merged.events
    (claim,) = merged.claims
    parts = (event.trigger, event.actor, event.target, event.location, event.fatalities, event.condition)
    parts += (claim.speaker, claim.cue, claim.via, *merged.entities)
    assert all(part is not None and whole[part.start : part.end] == part.text for part in parts)
    spans = (event.sentence, claim.content, merged.countries[0].evidence[0], merged.summary[0])
    assert [whole[s.start : s.end] for s in spans] == [TEXT[:43], TEXT[:10], "Mali", TEXT[:43]]


def test_one_window_is_its_own_analysis() -> None:
    assert merge([(0, analysis())]) is not None
    assert merge([(0, analysis())]) == analysis()


def test_nothing_merged_is_nothing_found() -> None:
    assert merge([]) == Analysis()


def test_a_country_of_most_windows_leads_the_one_of_a_single_window() -> None:
    merged = merge([(0, analysis(code="ML")), (100, analysis(code="ML")), (200, analysis(code="NE"))])
    assert [(c.code, c.role) for c in merged.countries] == [("ML", "focus"), ("NE", "mentioned")]


def test_a_country_keeps_the_evidence_of_all_windows() -> None:
    merged = merge([(0, analysis()), (100, analysis())])
    at = TEXT.index("Mali")
    assert [s.start for s in merged.countries[0].evidence] == [at, at + 100]


def test_the_summary_of_a_long_text_has_three_sentences_in_order() -> None:
    merged = merge([(i * 100, analysis(relevance=0.5 + i / 10)) for i in range(5)])
    assert [s.start for s in merged.summary] == [200, 300, 400]


def test_an_appendix_makes_a_report_no_less_relevant() -> None:
    assert merge([(0, analysis(0.95)), (100, analysis(0.1)), (200, analysis(0.1))]).relevance > 0.9
