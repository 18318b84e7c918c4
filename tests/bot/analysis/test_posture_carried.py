"""People carried out by their states, and the work of aid organisations: postures told of other words than missions."""

from __future__ import annotations

import pytest

from bot.analysis.pipeline import analyse
from storage.model.findings import EventType


@pytest.mark.parametrize(
    ("text", "subtype"),
    [
        ("Two charter flights carrying 340 British nationals left Beirut for Birmingham on Thursday.", "evacuation"),
        ("A plane carrying 120 French citizens left Niamey for Paris on Wednesday.", "evacuation"),
        ("France evacuated 200 of its nationals from Khartoum by military plane.", "evacuation"),
        ("The Danish Refugee Council suspended its operations in Tillabéri.", "suspension"),
        ("The International Rescue Committee pulled its staff out of Rafah.", "reduction"),
    ],
)
def test_nationals_flown_out_and_aid_stopped(text: str, subtype: str) -> None:
    """Flights with nationals, a number of nationals and aid organisations by name are postures."""
    found = analyse(text, gate=False).events
    assert [e.subtype for e in found if e.type is EventType.POSTURE] == [subtype]


def test_a_flight_with_passengers_is_none() -> None:
    """A plane with passengers is no posture."""
    found = analyse("A plane carrying 120 passengers left Niamey for Paris on Wednesday.", gate=False).events
    assert EventType.POSTURE not in {e.type for e in found}
