"""Who says what when one sentence holds several sayings."""

from __future__ import annotations

import pytest

from bot.analysis.pipeline import analyse
from storage.model.findings import EventType, Stance, Status


def sayings(text: str) -> list[tuple[str, str]]:
    claims = analyse(text, gate=False).claims
    return [(c.speaker.text if c.speaker else "", text[c.content.start : c.content.end]) for c in claims]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("The militia denied its fighters had attacked the village and said the video was a forgery.", "militia"),
        ("Russia denied that its troops had attacked the town and later said the report was false.", "Russia"),
    ],
)
def test_who_denied_goes_on_speaking_and_not_those_the_denial_is_about(text: str, speaker: str) -> None:
    assert [who for who, _ in sayings(text)] == [speaker, speaker]


def test_a_denial_ends_where_the_next_saying_begins() -> None:
    text = "The militia denied its fighters had attacked the village and said the video was a forgery."
    assert [what for _, what in sayings(text)] == ["its fighters had attacked the village", "the video was a forgery"]


def test_a_commander_quoted_in_a_statement_speaks_for_himself() -> None:
    text = (
        "The Northern Column denied its fighters had shelled the town and said it had a statement in which "
        "a commander claimed the attack was a forgery."
    )
    assert [who for who, _ in sayings(text)] == ["Northern Column", "Northern Column", "commander"]


TOLD = (
    "An Iraqi government source told state media that Washington's decision to reduce its diplomatic mission applies "
    "to several countries, not just Iraq."
)


def test_not_just_denies_nothing() -> None:
    assert [c.stance for c in analyse(TOLD, gate=False).claims] == [Stance.ASSERTS]


def test_a_reduction_that_is_spoken_of_is_not_denied() -> None:
    assert Status.DENIED not in {e.status for e in analyse(TOLD, gate=False).events}


def test_who_demands_and_threatens_is_one_and_not_whom_the_demand_names() -> None:
    text = "The association demanded that the officer be named and threatened to attack the market."
    (threat,) = [e for e in analyse(text, gate=False).events if e.type is EventType.THREATEN]
    assert threat.actor is not None
    assert threat.actor.text == "association"
