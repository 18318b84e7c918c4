"""Who says it and the verb behind him agree in number."""

from __future__ import annotations

import pytest

from handlers.render.words import says
from storage.model.findings import Claim, Mention, Span, Stance


def claim(cue: str, stance: Stance) -> Claim:
    """A claim told by a cue."""
    return Claim(None, Mention(cue, 0, len(cue), None), Span(0, 1), False, stance)


@pytest.mark.parametrize(
    "speaker",
    [
        "Iran-backed Iraqi militia groups",
        "Two European governments",
        "residents",
        "the army and local officials",
        "Egypt and Qatar",
        "two security sources close to the junta",
        "police",
    ],
)
def test_several_say(speaker: str) -> None:
    """A plural, a number or two that are joined."""
    assert says(claim("said", Stance.ASSERTS), speaker) == "say"


@pytest.mark.parametrize(
    "speaker",
    [
        "Reuters",
        "the United States",
        "Trinidad and Tobago",
        "The Department of Health and Human Services",
        "a spokesman for the rebels",
        "his boss",
        None,
    ],
)
def test_one_says(speaker: str | None) -> None:
    """A name, a body or a person, whatever stands behind it."""
    assert says(claim("said", Stance.ASSERTS), speaker) == "says"


@pytest.mark.parametrize(
    ("cue", "stance", "verb"),
    [
        ("denied", Stance.DENIES, "deny"),
        ("rejected", Stance.DENIES, "reject"),
        ("vowed", Stance.THREATENS, "threaten"),
        ("urged", Stance.DEMANDS, "demand"),
    ],
)
def test_every_verb_has_its_plural(cue: str, stance: Stance, verb: str) -> None:
    """Whatever they do with words."""
    assert says(claim(cue, stance), "residents") == verb
