"""How grave an event is, from what it is, how real it is and whom it hurt; never from a bare word.

The rules are those of docs/analysis.md, in order; each has a name for ``--explain``.
"""

from __future__ import annotations

from storage.model.findings import EventType, Quantity, Severity, Status

MASS_CASUALTY = 10
"""Deaths from which an attack is critical."""

_HEAVY = frozenset(
    {
        "Air/drone strike",
        "Suicide bomb",
        "Shelling/artillery/missile attack",
        "Armed clash",
        "Remote explosive/landmine/IED",
        "Non-state actor overtakes territory",
        "Government regains territory",
    }
)
_POSTURE = {
    "ordered-departure": Severity.HIGH,
    "evacuation": Severity.HIGH,
    "suspension": Severity.HIGH,
    "closure": Severity.HIGH,
    "authorized-departure": Severity.MODERATE,
    "reduction": Severity.MODERATE,
    "advisory": Severity.LOW,
    "resumption": Severity.INFORMATIONAL,
}
_OTHERS = {
    EventType.MOBILIZE: Severity.MODERATE,
    EventType.COERCE: Severity.MODERATE,
    EventType.SANCTION: Severity.LOW,
    EventType.RETREAT: Severity.LOW,
    EventType.PROTEST: Severity.LOW,
    EventType.ACCUSE: Severity.LOW,
    EventType.DEMAND: Severity.LOW,
    EventType.REJECT: Severity.LOW,
}
_UNREAL = frozenset({Status.HISTORICAL, Status.HYPOTHETICAL, Status.DENIED})


def severity_of(
    type_: EventType,
    status: Status,
    *,
    subtype: str | None = None,
    fatalities: Quantity | None = None,
    injured: Quantity | None = None,
    lethal: bool = False,
    violent: bool = True,
    between_states: bool = False,
    emergency: bool = False,
) -> tuple[Severity, str]:
    """The severity and the name of the rule.

    ``violent`` is for threats (force or mere measures), ``between_states`` says that actor and target belong to two
    countries, ``lethal`` that the word itself tells a
    death, ``emergency`` that a curfew, martial law or a state of emergency is in force,
    or that an advisory says not to travel or to leave.
    """
    base, rule = _base(type_, subtype, fatalities, injured, lethal, violent, between_states, emergency)
    if status in _UNREAL:
        return min(base, Severity.LOW), f"{rule}, {status.value} at most low"
    if type_ is EventType.ASSAULT and status in {Status.CLAIMED, Status.PLANNED}:
        return min(Severity(max(base - 1, 0)), Severity.HIGH), f"{rule}, {status.value} one lower"
    if type_ in {EventType.MOBILIZE, EventType.COERCE} and status is Status.PLANNED:
        return Severity(max(base - 1, 0)), f"{rule}, planned one lower"
    return base, rule


def _base(
    type_: EventType,
    subtype: str | None,
    fatalities: Quantity | None,
    injured: Quantity | None,
    lethal: bool,
    violent: bool,
    between_states: bool,
    emergency: bool,
) -> tuple[Severity, str]:
    dead = fatalities.low if fatalities is not None else 0
    if type_ is EventType.ASSAULT:
        if dead >= MASS_CASUALTY:
            return Severity.CRITICAL, f"{MASS_CASUALTY} or more dead"
        if subtype == "Chemical weapon":
            return Severity.CRITICAL, "chemical weapon"
        if dead or lethal:
            return Severity.HIGH, "deaths"
        if subtype == "Looting/property destruction":
            return Severity.MODERATE, "property destroyed"
        if subtype == "Disrupted weapons use":
            return Severity.MODERATE, "weapon intercepted"
        if subtype in _HEAVY:
            return Severity.HIGH, f"heavy means: {subtype}"
        if injured is not None and injured.low >= MASS_CASUALTY:
            return Severity.HIGH, f"{MASS_CASUALTY} or more injured"
        return Severity.MODERATE, "assault"
    if type_ is EventType.THREATEN:
        if not violent:
            return Severity.LOW, "threat without force"
        return (
            (Severity.HIGH, "threat of force between states")
            if between_states
            else (Severity.MODERATE, "threat of force")
        )
    if type_ is EventType.POSTURE and subtype == "advisory" and emergency:
        return Severity.MODERATE, "advisory not to travel or to leave"
    if type_ is EventType.POSTURE:
        return _POSTURE.get(subtype or "", Severity.LOW), f"posture {subtype}"
    if type_ is EventType.PROTEST:
        if dead:
            return Severity.HIGH, "deaths at a protest"
        if subtype != "Peaceful protest":
            return Severity.MODERATE, f"protest: {subtype}"
    if type_ is EventType.COERCE and not emergency:
        return Severity.LOW, "coercion without emergency rule"
    return _OTHERS.get(type_, Severity.INFORMATIONAL), type_.value.lower()
