"""Claims of polls, of nobody and in set phrases; the agency that quotes."""

from __future__ import annotations

import pytest

from bot.analysis.pipeline import analyse


@pytest.mark.parametrize(
    ("text", "speaker", "content"),
    [
        ("A poll by Quinnipiac found Biden leading by 5 points.", "A poll by Quinnipiac", "Biden leading by 5 points"),
        ("There were rumours that the general had fled.", None, "the general had fled"),
        ("As Merkel put it, the deal was dead.", "Merkel", "the deal was dead"),
        (
            "Republicans accuse the president of abusing his power.",
            "Republicans",
            "the president of abusing his power",
        ),
        (
            'The spokesman would say only that "several" soldiers had been lost.',
            "The spokesman",
            '"several" soldiers had been lost',
        ),
    ],
)
def test_findings_rumours_and_charges_are_claims(text: str, speaker: str | None, content: str) -> None:
    """Whose they are, or nobody's."""
    [claim] = analyse(text, gate=False).claims
    assert (claim.speaker.text if claim.speaker else None) == speaker
    assert text[claim.content.start : claim.content.end] == content


def test_the_agency_behind_saying_is_the_outlet() -> None:
    """ "Was quoted as saying by the state news agency that"."""
    text = "The prime minister was quoted as saying by the state news agency that talks were under way."
    [claim] = analyse(text, gate=False).claims
    assert claim.via is not None
    assert claim.via.text == "the state news agency"
