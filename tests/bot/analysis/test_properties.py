"""What holds for every text, whatever it says."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.analysis.parsing.layout import starts
from bot.analysis.pipeline import analyse, read
from storage.model.findings import Analysis, Event, Mention, Span, analysis_from_json

PIECES = st.sampled_from(
    [
        "Iran", "threatened", "to strike", "the US", "if", "unless", "attack", "on", "by", "killed", "12", "people",
        "hundreds of", "attacks", "between October 2023 and October 2024", "“", "”", '"', ",", ".", "\n", "\n\n",
        "said",
        "told", "that", "the State Department", "Reuters", "embassy in Baghdad", "ordered", "departure of", "staff",
        "Georgia", "Jordan", "the source", "he", "according to", "in", "militants", "rockets", "fired", "at", "denied",
        "will", "we", "claimed", "on Wednesday", "MILAN, Italy –", "U.S.", "Gen.", "and", "evacuate",
        "its", "’s", "to",
    ]
)  # fmt: skip
SENTENCES = st.lists(PIECES, max_size=30).map(" ".join)
TEXTS = st.one_of(st.text(max_size=200), SENTENCES)


def mentions(event: Event) -> list[Mention]:
    parts = (event.trigger, event.actor, event.target, event.condition, event.weapon)
    return [part for part in parts if part is not None]


def spans(analysis: Analysis) -> list[tuple[int, int, str | None]]:
    """Every span of an analysis with the words it claims to be, where it claims any."""
    out: list[tuple[int, int, str | None]] = []
    for country in analysis.countries:
        out += [(s.start, s.end, None) for s in country.evidence]
    out += [(e.start, e.end, e.text) for e in analysis.entities]
    for event in analysis.events:
        out += [(m.start, m.end, m.text) for m in mentions(event)]
        for part in (event.location, event.count, event.fatalities, event.injured):
            if part is not None:
                out.append((part.start, part.end, part.text))
        out.append((event.sentence.start, event.sentence.end, None))
    for claim in analysis.claims:
        out += [(m.start, m.end, m.text) for m in (claim.speaker, claim.cue, claim.via) if m is not None]
        out.append((claim.content.start, claim.content.end, None))
    out += [(s.start, s.end, None) for s in analysis.summary]
    return out


@settings(max_examples=150, deadline=None)
@given(TEXTS)
def test_every_span_lies_in_the_text_and_holds_its_words(text: str) -> None:
    for start, end, words in spans(analyse(text, gate=False)):
        assert 0 <= start < end <= len(text)
        assert words is None or text[start:end] == words


@settings(max_examples=100, deadline=None)
@given(TEXTS)
def test_summary_sentences_are_few_in_order_and_apart(text: str) -> None:
    summary = analyse(text).summary
    assert len(summary) <= 3
    assert all(one.end <= two.start for one, two in pairwise(summary))


@settings(max_examples=60, deadline=None)
@given(TEXTS)
def test_the_same_text_gives_the_same_answer(text: str) -> None:
    assert read(text, gate=False) == read(text, gate=False)


@settings(max_examples=60, deadline=None)
@given(SENTENCES)
def test_an_analysis_survives_its_json(text: str) -> None:
    analysis = analyse(text, gate=False)
    assert analysis_from_json(analysis.to_json()).to_json() == analysis.to_json()


@settings(max_examples=60, deadline=None)
@given(SENTENCES)
def test_a_trigger_lies_in_its_sentence(text: str) -> None:
    for event in analyse(text, gate=False).events:
        assert event.sentence.start <= event.trigger.start < event.trigger.end <= event.sentence.end


@settings(max_examples=100, deadline=None)
@given(TEXTS)
def test_scores_lie_between_0_and_1(text: str) -> None:
    analysis = analyse(text)
    scores = [c.score for c in analysis.countries] + [s.score for s in analysis.summary] + [analysis.relevance]
    assert all(0.0 <= score <= 1.0 for score in scores)


@settings(max_examples=100, deadline=None)
@given(TEXTS)
def test_countries_come_by_falling_score(text: str) -> None:
    found = analyse(text).countries
    assert list(found) == sorted(found, key=lambda c: (-c.score, c.code))


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet=st.sampled_from(list("aA .!?\"“”\n,'’U.S")), max_size=80))
def test_sentence_starts_ascend_from_0_within_the_text(text: str) -> None:
    found = starts(text)
    assert found == sorted(set(found))
    assert all(0 <= at < len(text) for at in found)
    assert not text or found[0] == 0


def test_a_span_is_what_the_text_says_there() -> None:
    text = "Gunmen killed 12 people in Mali."
    assert Span(0, 6).of(text) == "Gunmen"
