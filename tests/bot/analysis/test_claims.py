"""Who says what when one sentence holds several sayings."""

from __future__ import annotations

import pytest

from bot.analysis.pipeline import analyse
from storage.model.findings import Stance


def sayings(text: str) -> list[tuple[str, str]]:
    claims = analyse(text, gate=False).claims
    return [(c.speaker.text if c.speaker else "", text[c.content.start : c.content.end]) for c in claims]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("The militia denied its fighters had attacked the village and said the video was a forgery.", "The militia"),
        ("Russia denied that its troops had attacked the town and later said the report was false.", "Russia"),
    ],
)
def test_who_denied_goes_on_speaking_and_not_those_the_denial_is_about(text: str, speaker: str) -> None:
    """Behind "and said" the one who denied speaks."""
    assert [who for who, _ in sayings(text)] == [speaker, speaker]


def test_a_denial_ends_where_the_next_saying_begins() -> None:
    """What was denied ends before "and said"."""
    text = "The militia denied its fighters had attacked the village and said the video was a forgery."
    assert [what for _, what in sayings(text)] == ["its fighters had attacked the village", "the video was a forgery"]


def test_a_commander_quoted_in_a_statement_speaks_for_himself() -> None:
    """A claim inside a saying has its own speaker."""
    text = (
        "The Northern Column denied its fighters had shelled the town and said it had a statement in which "
        "a commander claimed the attack was a forgery."
    )
    assert [who for who, _ in sayings(text)] == ["The Northern Column", "The Northern Column", "a commander"]


TOLD = (
    "An Iraqi government source told state media that Washington's decision to reduce its diplomatic mission applies "
    "to several countries, not just Iraq."
)


def test_not_just_denies_nothing() -> None:
    """ "not just" is no denial."""
    assert [c.stance for c in analyse(TOLD, gate=False).claims] == [Stance.ASSERTS]


def test_who_demands_and_threatens_is_one() -> None:
    """Two cues joined by "and" have one speaker."""
    text = "The association demanded that the officer be named and threatened to attack the market."
    assert [who for who, _ in sayings(text)] == ["The association", "The association"]


def test_offsets_point_at_the_evidence() -> None:
    """Speaker, cue, content and outlet are slices of the text."""
    text = "MILAN, Italy – “The mission is smaller now,” a spokesperson told The New Region."
    (claim,) = analyse(text, gate=False).claims
    assert claim.speaker is not None
    assert claim.via is not None
    assert [text[m.start : m.end] for m in (claim.speaker, claim.cue, claim.via)] == [
        "a spokesperson",
        "told",
        "The New Region",
    ]
