"""Days that a text counts from a day it told before, and the day of saying that is not the day of the deed."""

from __future__ import annotations

import pytest

from bot.analysis.pipeline import analyse


def day_of(text: str, trigger: str) -> str | None:
    """The first day of the event with a trigger."""
    event = next(e for e in analyse(text, gate=False).events if trigger in e.trigger.text)
    return event.date.isoformat() if event.date else None


@pytest.mark.parametrize(
    ("text", "trigger", "day"),
    [
        (
            "The Union suspended Gabon on 3 June 2026, a day after soldiers deposed the president.",
            "deposed",
            "2026-06-02",
        ),
        ("Thailand recalled its envoy on 3 June 2026, two days after a mine maimed a ranger.", "maimed", "2026-06-01"),
        ("A day after gunmen killed a judge in Cali, the army sent troops on 3 June 2026.", "killed", "2026-06-02"),
        ("Rebels shelled Goma on 3 June 2026. The same day, soldiers killed a farmer.", "killed", "2026-06-03"),
        ("Rebels shelled Goma on 3 June 2026. A day earlier, soldiers had killed a farmer.", "killed", "2026-06-02"),
        ("Rebels shelled Goma on 3 June 2026. Two days later, soldiers killed a farmer.", "killed", "2026-06-05"),
        ("Rebels shelled Goma on 3 June 2026. The following night, soldiers killed a farmer.", "killed", "2026-06-04"),
        ("Rebels shelled Goma on 3 June 2026. In the evening, soldiers killed a farmer.", "killed", "2026-06-03"),
        ("Rebels shelled Goma on 3 June 2026. By nightfall soldiers had killed a farmer.", "killed", "2026-06-03"),
    ],
)
def test_counted_from_the_day_before(text: str, trigger: str, day: str) -> None:
    """The offset runs from the day that the text told."""
    assert day_of(text, trigger) == day


@pytest.mark.parametrize(
    ("text", "trigger"),
    [
        ("Militants attacked a convoy near Gao, the army said on 3 June 2026.", "attacked"),
        ("The ministry said on 3 June 2026 that militants had attacked a convoy near Gao.", "attacked"),
        ("The charity suspended its work on 3 June 2026 after armed men abducted a nurse.", "abducted"),
        ("Two months earlier, soldiers killed a farmer in Bukavu.", "killed"),
        ("A day earlier, soldiers killed a farmer in Bukavu.", "killed"),
        ("Rebels shelled Goma in May 2026. The same day, soldiers killed a farmer.", "killed"),
    ],
)
def test_days_that_nobody_tells_stay_open(text: str, trigger: str) -> None:
    """The day of saying, an earlier event's clause, and offsets from nowhere give no day."""
    assert day_of(text, trigger) is None


def test_the_clause_behind_after_does_not_date_the_sentence() -> None:
    """ "… on Wednesday, a day after": the main deed keeps its own day."""
    text = "The Union suspended Gabon on 3 June 2026, a day after soldiers deposed the president."
    assert day_of(text, "suspended") == "2026-06-03"


def test_a_threat_is_made_on_the_day_it_is_said() -> None:
    """Saying is the act of a threat."""
    assert day_of("Iran will strike Israel, its army chief warned on 3 June 2026.", "warned") == "2026-06-03"
