"""Threats by who speaks for whom, and in set phrases."""

from __future__ import annotations

import pytest

from bot.analysis.pipeline import analyse
from storage.model.findings import EventType, Status


@pytest.mark.parametrize(
    ("text", "actor", "condition"),
    [
        (
            "Iran will target American bases if a conflict is imposed on it, Defence Minister Aziz Nasirzadeh said.",
            "Iran",
            "if a conflict is imposed on it",
        ),
        (
            "Syria will expel all Turkish observers if the shelling goes on, Foreign Minister Walid Muallem said.",
            "Syria",
            "if the shelling goes on",
        ),
        (
            "Hezbollah's deputy leader said the group would strike Haifa if Israel bombed Beirut again.",
            "",
            "if Israel bombed Beirut again",
        ),
        (
            "A spokesman for the FARC said the organisation would blow up the pipeline if the army entered the valley.",
            "",
            "if the army entered the valley",
        ),
        (
            "Venezuela will defend the Essequibo with arms if Guyana lets American troops in, Interior Minister "
            "Diosdado Cabello said.",
            "Venezuela",
            "if Guyana lets American troops in",
        ),
    ],
)
def test_who_speaks_for_the_one_who_will_do_it_threatens(text: str, actor: str, condition: str) -> None:
    """A deed under a condition, announced for the one who would do it, is one threat with that condition."""
    found = analyse(text, gate=False).events
    assert [(e.type, e.status) for e in found] == [(EventType.THREATEN, Status.THREATENED)]
    assert [e.condition.text for e in found if e.condition is not None] == [condition]
    named = [e.actor.text for e in found if e.actor is not None]
    assert named == [actor] if actor else named


@pytest.mark.parametrize(
    "text",
    [
        "Israel could attack Iran within weeks, diplomats in Vienna said.",
        "Israel will attack Iran if talks fail, an analyst said.",
        "Russia will attack Finland if NATO is weak, Finnish Defence Minister Antti Hakkanen said.",
        "A Turkish official said that Israel will attack Lebanon if the truce fails.",
        "Germany will strike a deal with Poland if the talks go well, Economy Minister Robert Habeck said.",
        "France will fight inflation if prices rise again, Finance Minister Bruno Le Maire said.",
        "The team has no choice but to hit back in the second leg, the coach said.",
    ],
)
def test_who_speaks_of_others_or_of_other_things_threatens_nobody(text: str) -> None:
    """Forecasts of what others will do, deals and sport are no threats."""
    assert EventType.THREATEN not in {e.type for e in analyse(text, gate=False).events}


@pytest.mark.parametrize(
    "text",
    [
        "All options are on the table if Tehran continues to enrich uranium, the US president said.",
        "Armenia has no option but to retake the heights if Baku stays, Defence Minister Suren Papikyan said.",
        "Moscow has warned that it could use nuclear weapons if Western missiles strike deep inside Russia.",
        "Pakistan warned on Thursday that it might strike Afghan territory if the cross-border raids went on.",
        "Algeria will not hesitate to defend its border by force, its army chief of staff said.",
        "The Taliban said foreign troops who stay beyond the deadline will be treated as occupiers.",
        "Egypt's president hinted at military action against Ethiopia over the dam.",
        "India put Pakistan on notice on Friday that further infiltration would bring a military reply.",
    ],
)
def test_threats_in_set_phrases(text: str) -> None:
    """Options on the table, no choice but to, could use, by force, hinted at, put on notice: each one threat."""
    found = analyse(text, gate=False).events
    assert {(e.type, e.status) for e in found if e.type in {EventType.THREATEN, EventType.ASSAULT}} == {
        (EventType.THREATEN, Status.THREATENED)
    }


@pytest.mark.parametrize(
    ("text", "actor"),
    [
        ("The gang leader promised a bloodbath unless the prime minister resigned.", "gang leader"),
        ("“Your cities will burn,” the commander told Ethiopia's leaders in a video.", "commander"),
        ("The general said that there would be consequences for those who sheltered the enemy.", "general"),
        ("Pakistan said any Indian strike would draw a swift and forceful reply.", "Pakistan"),
        ("North Korea said it would turn Seoul into a sea of fire if provoked.", "North Korea"),
    ],
)
def test_what_the_other_side_will_bear_is_a_threat_of_force(text: str, actor: str) -> None:
    found = [e for e in analyse(text).events if e.type is EventType.THREATEN]
    assert [(e.actor.text, e.severity >= 2) for e in found if e.actor is not None] == [(actor, True)]


def test_an_operation_hinted_at_has_not_begun() -> None:
    (event,) = analyse("Turkey's president hinted at a new military operation in northern Syria.").events
    assert event.status is Status.PLANNED
