"""The evaluation on the gold set counts what it says it counts."""

from __future__ import annotations

from typing import Any

import pytest

from storage.model.findings import Analysis, Claim, Event, EventType, Mention, Quantity, Severity, Span, Stance, Status
from tests.benchmarks.evaluate import END, START, main, scores, written
from tests.benchmarks.matching import Tally, compare
from tests.benchmarks.wordings import same_head
from tests.gold.reader import Paragraph, places

TEXT = "Gunmen and bandits raided a market in Kano, killing at least 12, police said. The raid shocked the town."


def mention(words: str) -> Mention:
    start = TEXT.index(words)
    return Mention(words, start, start + len(words))


def event(trigger: str, type_: EventType = EventType.ASSAULT, **parts: Any) -> Event:
    parts.setdefault("status", Status.OCCURRED)
    return Event(type_, severity=Severity.HIGH, trigger=mention(trigger), sentence=Span(0, len(TEXT)), **parts)


def tally_of(*found: Event | Claim, labels: list[dict[str, Any]] | None = None, claims: Any = ()) -> Tally:
    """The counts where this was found and that was labelled."""
    raid = {"type": "ASSAULT", "status": "occurred", "target": "a market", "location": "Kano", "fatalities": [12, None]}
    pairs = [raid | {"trigger": ["raided", "The raid"], "actor": actor} for actor in ("Gunmen", "bandits")]
    chosen = pairs if labels is None else labels
    paragraph = Paragraph("x", TEXT, None, None, True, (frozenset(),), tuple(chosen), tuple(claims), None)
    events = tuple(f for f in found if isinstance(f, Event))
    tally = Tally()
    compare(tally, paragraph, Analysis(events=events, claims=tuple(f for f in found if isinstance(f, Claim))), True)
    return tally


def counts(tally: Tally, kind: str) -> tuple[int, int, int]:
    return tally.hit[kind], tally.missed[kind], tally.wrong[kind]


def test_conjoined_actors_count_once() -> None:
    """An event with two actors is one hit, and each actor is judged."""
    tally = tally_of(event("raided", actor=mention("Gunmen")), event("raided", actor=mention("bandits")))
    assert counts(tally, "ASSAULT") == (1, 0, 0)
    assert (tally.slots["actor"].labelled, tally.slots["actor"].right) == (2, 2)


def test_another_mention_of_the_event_is_not_wrong() -> None:
    """What is another wording of a labelled trigger counts neither twice nor against."""
    assert counts(tally_of(event("raided"), event("raid shocked")), "ASSAULT") == (1, 0, 0)


def test_another_type_is_missed_and_wrong() -> None:
    """The same words under another type are a miss and a false one."""
    tally = tally_of(event("raided", EventType.PROTEST))
    assert (counts(tally, "ASSAULT"), counts(tally, "PROTEST")) == ((0, 1, 0), (0, 0, 1))


def test_what_is_optional_counts_nothing() -> None:
    """A debatable label is no miss when absent and no error when found."""
    optional = [{"type": "ASSAULT", "status": "occurred", "trigger": "killing", "actor": None, "optional": True}]
    assert counts(tally_of(event("killing"), labels=optional), "ASSAULT") == (0, 0, 0)
    assert counts(tally_of(labels=optional), "ASSAULT") == (0, 0, 0)


def test_a_toll_is_right_at_both_ends_only() -> None:
    """ "At least 12" is not 12."""
    tally = tally_of(event("raided", fatalities=Quantity("12", 0, 2, 12, 12)))
    assert (tally.slots["fatalities"].labelled, tally.slots["fatalities"].right) == (1, 0)


def test_a_claim_needs_half_of_its_content_and_its_speaker() -> None:
    """Content alone is one measure, content with the right speaker another."""
    label = {
        "speaker": "police",
        "cue": "said",
        "content": TEXT.split(", police")[0],
        "direct": False,
        "stance": "asserts",
    }
    wrong = Claim(mention("bandits"), mention("said"), Span(0, 40), False, Stance.ASSERTS)
    tally = tally_of(wrong, labels=[], claims=[label])
    assert counts(tally, "content") == (1, 0, 0)
    assert counts(tally, "speaker and content") == (0, 1, 1)


def test_phrases_are_compared_by_their_heads() -> None:
    """What stands around a head word does not matter, another head does."""
    assert same_head("gunmen on motorbikes", "Gunmen")
    assert same_head("the embassy in Kabul", "its embassy")
    assert not same_head("the gate of the academy", "cadets of the academy")


def test_words_are_whole_words() -> None:
    """ "raid" does not stand in "raided"."""
    assert [TEXT[start:end] for start, end in places(TEXT, "raid")] == ["raid"]


def test_nothing_found_is_no_division_by_zero() -> None:
    """Figures of nothing are nought."""
    assert scores(0, 0, 0) == (0.0, 0.0, 0.0)


def test_the_errors_of_the_blind_half_are_not_told(capsys: pytest.CaptureFixture[str]) -> None:
    """Whoever asks gets exit status 2 and no list."""
    assert main(["--errors", "blind"]) == 2
    assert capsys.readouterr().out == ""


def test_only_the_figures_of_the_page_are_written() -> None:
    """What stands before and behind the markers stays."""
    assert written(f"a\n{START}\nold\n{END}\nb", "new") == f"a\n{START}\n\nnew\n\n{END}\nb"
    with pytest.raises(ValueError, match="markers"):
        written("a", "new")
