"""The rules of severity: each is one line of the table in bot/analysis/severity.py."""

from __future__ import annotations

from typing import Any

import pytest

from bot.analysis.severity import protected, severity_of
from storage.model.findings import EventType, Quantity, Severity, Status

INFO, LOW, MODERATE, HIGH, CRITICAL = Severity


def number(low: int) -> Quantity:
    return Quantity(str(low), 0, 1, low, low)


def grade(type_: EventType, status: Status = Status.OCCURRED, **facts: Any) -> Severity:
    return severity_of(type_, status, **facts)[0]


@pytest.mark.parametrize(
    ("facts", "severity"),
    [
        ({"fatalities": number(10)}, CRITICAL),
        ({"fatalities": number(9)}, HIGH),
        ({"lethal": True}, HIGH),
        ({"subtype": "Chemical weapon"}, CRITICAL),
        ({"subtype": "Air/drone strike"}, HIGH),
        ({"subtype": "Armed clash"}, HIGH),
        ({"subtype": "Looting/property destruction"}, MODERATE),
        ({"subtype": "Disrupted weapons use"}, MODERATE),
        ({"subtype": "Disrupted weapons use", "target": "mission"}, MODERATE),
        ({"injured": number(10)}, HIGH),
        ({"injured": number(9)}, MODERATE),
        ({"subtype": "Abduction/forced disappearance", "count": number(60)}, CRITICAL),
        ({"subtype": "Abduction/forced disappearance", "count": number(12)}, HIGH),
        ({"subtype": "Abduction/forced disappearance", "count": number(1)}, MODERATE),
        ({"subtype": "Attack"}, MODERATE),
        ({"bare": True}, LOW),
        ({"bare": True, "injured": number(1)}, MODERATE),
        ({"subtype": "Attack", "target": "hospital"}, HIGH),
        ({"subtype": "Air/drone strike", "target": "school"}, CRITICAL),
    ],
)
def test_an_assault_is_graded_by_toll_means_and_target(facts: dict[str, Any], severity: Severity) -> None:
    """Deaths, heavy means and protected targets make an assault graver; a bare word makes it low."""
    assert grade(EventType.ASSAULT, **facts) is severity


@pytest.mark.parametrize(
    ("facts", "severity"),
    [
        ({"between_states": True}, HIGH),
        ({}, MODERATE),
        ({"target": "mission"}, HIGH),
        ({"violent": False, "between_states": True}, LOW),
    ],
)
def test_a_threat_is_graded_by_force_and_sides(facts: dict[str, Any], severity: Severity) -> None:
    """Force between states or against protected people is high, mere measures are low."""
    assert grade(EventType.THREATEN, Status.THREATENED, **facts) is severity


@pytest.mark.parametrize(
    ("subtype", "emergency", "severity"),
    [
        ("ordered-departure", False, HIGH),
        ("evacuation", False, HIGH),
        ("suspension", False, HIGH),
        ("closure", False, HIGH),
        ("authorized-departure", False, MODERATE),
        ("reduction", False, MODERATE),
        ("advisory", True, MODERATE),
        ("advisory", False, LOW),
        ("resumption", False, INFO),
    ],
)
def test_a_posture_is_graded_by_its_wording(subtype: str, emergency: bool, severity: Severity) -> None:
    """Ordered is graver than authorised, leaving graver than coming back."""
    assert grade(EventType.POSTURE, subtype=subtype, emergency=emergency) is severity


@pytest.mark.parametrize(
    ("type_", "facts", "severity"),
    [
        (EventType.PROTEST, {"fatalities": number(1)}, HIGH),
        (EventType.PROTEST, {"subtype": "Violent demonstration"}, MODERATE),
        (EventType.PROTEST, {"subtype": "Peaceful protest"}, LOW),
        (EventType.COERCE, {"emergency": True}, MODERATE),
        (EventType.COERCE, {"count": number(200)}, MODERATE),
        (EventType.COERCE, {"target": "aid"}, MODERATE),
        (EventType.COERCE, {"target": "journalist"}, LOW),
        (EventType.COERCE, {}, LOW),
        (EventType.MOBILIZE, {}, MODERATE),
        (EventType.SANCTION, {}, LOW),
        (EventType.RETREAT, {}, LOW),
        (EventType.ACCUSE, {}, LOW),
        (EventType.DEMAND, {}, LOW),
        (EventType.REJECT, {}, LOW),
        (EventType.CONSULT, {}, INFO),
        (EventType.AGREE, {}, INFO),
        (EventType.COOPERATE, {}, INFO),
        (EventType.SUPPORT, {}, INFO),
        (EventType.AID, {}, INFO),
        (EventType.CONCEDE, {}, INFO),
    ],
)
def test_every_other_type_has_its_grade(type_: EventType, facts: dict[str, Any], severity: Severity) -> None:
    """Protests, coercion and mobilisation can be moderate or more; words between capitals are not."""
    assert grade(type_, **facts) is severity


@pytest.mark.parametrize("type_", list(EventType))
@pytest.mark.parametrize("status", [Status.HISTORICAL, Status.HYPOTHETICAL, Status.DENIED])
def test_what_is_not_happening_now_is_at_most_low(type_: EventType, status: Status) -> None:
    """Past, imagined and denied events never alarm."""
    assert grade(type_, status, subtype="Air/drone strike", fatalities=number(100), emergency=True) <= LOW


@pytest.mark.parametrize("status", [Status.CLAIMED, Status.PLANNED])
def test_a_claimed_or_planned_deed_is_one_lower(status: Status) -> None:
    """Also the claimed massacre; but an evacuation being prepared is the warning itself."""
    assert grade(EventType.ASSAULT, status, subtype="Suicide bomb") is MODERATE
    assert grade(EventType.ASSAULT, status, fatalities=number(40)) is HIGH
    assert grade(EventType.MOBILIZE, status) is LOW
    assert grade(EventType.POSTURE, status, subtype="evacuation") is HIGH


def test_a_planned_word_is_no_lower() -> None:
    """Demands, rejections and accusations consist in being said."""
    assert grade(EventType.DEMAND, Status.PLANNED) is LOW


def test_the_rule_names_every_step() -> None:
    """``--explain`` shows base, target and status."""
    _, rule = severity_of(EventType.ASSAULT, Status.CLAIMED, subtype="Attack", target="mission")
    assert rule == "assault, protected target (mission) one up, claimed one lower"


@pytest.mark.parametrize(
    ("lemmas", "kind"),
    [
        ("the us embassy", "mission"),
        ("embassy guard", "mission"),
        ("two aid worker", "aid"),
        ("a local journalist", "journalist"),
        ("the primary school", "school"),
        ("a maternity hospital", "hospital"),
        ("the grand mosque", "worship"),
        ("un convoy", "mission"),
        ("a worker", None),
        ("the army base", None),
        ("", None),
    ],
)
def test_protected_targets_are_known_by_their_nouns(lemmas: str, kind: str | None) -> None:
    """Missions, aid, press, schools, hospitals and places of worship; nobody else."""
    assert protected(lemmas.split()) == kind
