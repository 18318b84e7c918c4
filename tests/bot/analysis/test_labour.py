"""A strike of workers is no attack, a strike on something is."""

from __future__ import annotations

import pytest

from bot.analysis.pipeline import analyse
from storage.model.findings import EventType, Severity


@pytest.mark.parametrize(
    "text",
    [
        "A walkout over wages began on Monday. Eleven people were detained during the strike in Lagos and two were "
        "injured when a lorry was driven into them.",
        "Two people were injured during the strike when a lorry was driven into the picket line.",
        "Three people were injured in a strike by teachers in Lima.",
        "Two people were wounded in the drivers strike in Lagos.",
    ],
)
def test_a_strike_of_workers_is_no_attack(text: str) -> None:
    assert not [
        e
        for e in analyse(text, gate=False).events
        if e.type is EventType.ASSAULT and "strike" in (e.trigger.text if e.trigger else "")
    ]


@pytest.mark.parametrize(
    "text",
    [
        "A drone strike killed three union leaders in Gaza.",
        "An Israeli strike on a hospital in Gaza killed three doctors and two drivers.",
        "The strike killed four workers in Kharkiv.",
    ],
)
def test_a_strike_that_hits_workers_is_an_attack(text: str) -> None:
    assert [e for e in analyse(text, gate=False).events if e.type is EventType.ASSAULT]


@pytest.mark.parametrize(
    "text",
    [
        "A trade union said it would strike if wages were not paid in Lagos.",
        "Railway workers threatened to strike in Lagos.",
    ],
)
def test_a_threatened_strike_of_workers_is_a_threat_without_force(text: str) -> None:
    (event,) = analyse(text, gate=False).events
    assert (event.type, event.severity) == (EventType.THREATEN, Severity.LOW)
