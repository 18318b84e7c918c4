"""How grave an event is, from what it is, how real it is and whom it hurt; never from a bare word.

``severity_of(type, status, ...)`` is a pure function of plain values: no spaCy, no country, no text. It answers the
severity and the name of the rule, for ``--explain``. ``protected(lemmas)`` says which kind of protected target a noun
phrase is. The rules, the first that holds in each block:

=========================================================================================  =============
ASSAULT with 10 or more dead; a chemical weapon; 50 or more abducted                       critical
ASSAULT with deaths (told by number, or ``lethal``: the word itself means a death)         high
ASSAULT that destroys or loots things, or intercepts a weapon                              moderate
ASSAULT by heavy means: air, shelling, suicide bomb, remote explosive, armed clash,        high
  territory taken
ASSAULT with 10 or more injured, or 10 or more abducted                                    high
ASSAULT told by the bare word (``bare``: nobody and nothing named that did, suffered or    low
  was used)
any other ASSAULT                                                                          moderate
... of an ASSAULT on a mission, aid workers, journalists, a school, a hospital, a place    one up
  of worship (``target``)
THREATEN with force: between states, or against a protected target / otherwise             high / moderate
THREATEN without force                                                                     low
POSTURE ordered departure, evacuation, closure, suspension                                 high
POSTURE authorised departure, reduction; advisory not to travel or to leave                moderate
POSTURE other advisory / resumption                                                        low / informational
PROTEST with deaths / violent, or dispersed by force / peaceful                            high / moderate / low
COERCE as curfew, martial law, state of emergency (``emergency``); 50 or more held;        moderate
  of diplomats or aid workers
COERCE else (arrests, bans, seizures)                                                      low
MOBILIZE                                                                                   moderate
SANCTION, RETREAT, ACCUSE, DEMAND, REJECT                                                  low
CONSULT, AGREE, COOPERATE, SUPPORT, AID, CONCEDE                                           informational
=========================================================================================  =============

Then the status: historical, hypothetical and denied are at most low; claimed and planned are one lower (an ASSAULT then
at most high), but for the verbal types, which consist in being said, for threats, and for the posture of missions: that
an embassy prepares to leave is the warning that readers wait for.
"""

from __future__ import annotations

from collections.abc import Iterable

from storage.model.findings import EventType, Quantity, Severity, Status

MASS_CASUALTY = 10
"""Deaths from which an attack is critical; injured or abducted from which it is high."""
MASS_DETENTION = 50
"""Held or abducted people from which coercion is moderate and an abduction critical."""

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
_THINGS = {"Looting/property destruction": "property destroyed", "Disrupted weapons use": "weapon intercepted"}
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
    EventType.SANCTION: Severity.LOW,
    EventType.RETREAT: Severity.LOW,
    EventType.ACCUSE: Severity.LOW,
    EventType.DEMAND: Severity.LOW,
    EventType.REJECT: Severity.LOW,
}
_UNREAL = frozenset({Status.HISTORICAL, Status.HYPOTHETICAL, Status.DENIED})
_MATERIAL = frozenset({EventType.ASSAULT, EventType.MOBILIZE, EventType.COERCE, EventType.PROTEST, EventType.SANCTION})
"""Types that are deeds: planned or only claimed, they are one lower."""

_PROTECTED = {
    "mission": "embassy consulate mission diplomat ambassador envoy consul attache peacekeeper",
    "aid": "aid-worker humanitarian ngo paramedic medic rescuer ambulance relief-worker",
    "journalist": "journalist reporter cameraman photographer correspondent editor broadcaster newsroom",
    "school": "school kindergarten university college student pupil teacher schoolgirl schoolboy schoolchild",
    "hospital": "hospital clinic maternity-ward doctor nurse patient surgeon",
    "worship": "mosque church synagogue temple cathedral worshipper priest imam bishop nun monastery",
}
_KIND = {word: kind for kind, words in _PROTECTED.items() for word in words.split()}
_PAIRS = frozenset(
    {("aid", "worker"), ("aid", "convoy"), ("relief", "worker"), ("aid", "agency"), ("relief", "convoy"),
     ("aid", "warehouse"), ("health", "worker"), ("diplomatic", "compound"), ("diplomatic", "convoy"),
     ("diplomatic", "vehicle"), ("un", "convoy"), ("un", "base"), ("un", "staff"), ("news", "crew")}
)  # fmt: skip
_PAIR_KIND = {
    "aid": "aid",
    "relief": "aid",
    "health": "aid",
    "diplomatic": "mission",
    "un": "mission",
    "news": "journalist",
}


def protected(lemmas: Iterable[str]) -> str | None:
    """The kind of protected target that a noun phrase is, from its lower-cased lemmas in text order, else ``None``.

    One of ``mission aid journalist school hospital worship``. The head of the phrase comes last, and so decides:
    "embassy" is a mission, "embassy guard" is one too, "a hospital in the school district" is whatever the caller
    passes of it (the noun phrase without its later complements).
    """
    found, before = None, ""
    for lemma in lemmas:
        found = _PAIR_KIND[before] if (before, lemma) in _PAIRS else _KIND.get(lemma, found)
        before = lemma
    return found


def severity_of(
    type_: EventType,
    status: Status,
    *,
    subtype: str | None = None,
    fatalities: Quantity | None = None,
    injured: Quantity | None = None,
    count: Quantity | None = None,
    target: str | None = None,
    lethal: bool = False,
    violent: bool = True,
    between_states: bool = False,
    emergency: bool = False,
    bare: bool = False,
) -> tuple[Severity, str]:
    """The severity and the name of the rule.

    ``count`` is how many were abducted or held; ``target`` what :func:`protected` says of the target; ``lethal`` that
    the word itself tells a death; ``violent`` is for threats (force or mere measures); ``between_states`` says that
    actor and target belong to two countries; ``emergency`` that a curfew, martial law or a state of emergency is in
    force, or that an advisory says not to travel or to leave; ``bare`` that neither actor, target, place, weapon nor
    toll of an assault is known.
    """
    if type_ is EventType.ASSAULT:
        base, rule = _assault(subtype, fatalities, injured, count, lethal, bare)
        if target is not None and subtype != "Disrupted weapons use" and base is not Severity.CRITICAL:
            base, rule = Severity(base + 1), f"{rule}, protected target ({target}) one up"
    elif type_ is EventType.THREATEN:
        base, rule = _threat(violent, between_states, target)
    else:
        base, rule = _other(type_, subtype, fatalities, count, target, emergency)
    if status in _UNREAL:
        return min(base, Severity.LOW), f"{rule}, {status.value} at most low"
    if status in {Status.CLAIMED, Status.PLANNED} and type_ in _MATERIAL:
        return Severity(max(base - 1, 0)), f"{rule}, {status.value} one lower"
    return base, rule


def _at_least(number: Quantity | None, least: int) -> bool:
    return number is not None and number.low >= least


def _assault(
    subtype: str | None,
    fatalities: Quantity | None,
    injured: Quantity | None,
    count: Quantity | None,
    lethal: bool,
    bare: bool,
) -> tuple[Severity, str]:
    abducted = subtype == "Abduction/forced disappearance"
    if _at_least(fatalities, MASS_CASUALTY):
        return Severity.CRITICAL, f"{MASS_CASUALTY} or more dead"
    if subtype == "Chemical weapon":
        return Severity.CRITICAL, "chemical weapon"
    if abducted and _at_least(count, MASS_DETENTION):
        return Severity.CRITICAL, f"{MASS_DETENTION} or more abducted"
    if lethal or _at_least(fatalities, 1):
        return Severity.HIGH, "deaths"
    if subtype in _THINGS:
        return Severity.MODERATE, _THINGS[subtype]
    if subtype in _HEAVY:
        return Severity.HIGH, f"heavy means: {subtype}"
    if _at_least(injured, MASS_CASUALTY):
        return Severity.HIGH, f"{MASS_CASUALTY} or more injured"
    if abducted and _at_least(count, MASS_CASUALTY):
        return Severity.HIGH, f"{MASS_CASUALTY} or more abducted"
    if bare and injured is None:
        return Severity.LOW, "assault by the bare word"
    return Severity.MODERATE, "assault"


def _threat(violent: bool, between_states: bool, target: str | None) -> tuple[Severity, str]:
    if not violent:
        return Severity.LOW, "threat without force"
    if between_states:
        return Severity.HIGH, "threat of force between states"
    if target is not None:
        return Severity.HIGH, f"threat of force against a protected target ({target})"
    return Severity.MODERATE, "threat of force"


def _other(
    type_: EventType,
    subtype: str | None,
    fatalities: Quantity | None,
    count: Quantity | None,
    target: str | None,
    emergency: bool,
) -> tuple[Severity, str]:
    if type_ is EventType.POSTURE:
        if subtype == "advisory" and emergency:
            return Severity.MODERATE, "advisory not to travel or to leave"
        return _POSTURE.get(subtype or "", Severity.LOW), f"posture {subtype}"
    if type_ is EventType.PROTEST:
        if _at_least(fatalities, 1):
            return Severity.HIGH, "deaths at a protest"
        if subtype not in {None, "Peaceful protest"}:
            return Severity.MODERATE, f"protest: {subtype}"
        return Severity.LOW, "peaceful protest"
    if type_ is EventType.COERCE:
        if emergency:
            return Severity.MODERATE, "emergency rule"
        if _at_least(count, MASS_DETENTION):
            return Severity.MODERATE, f"{MASS_DETENTION} or more held"
        if target in {"mission", "aid"}:
            return Severity.MODERATE, f"coercion of protected people ({target})"
        return Severity.LOW, "coercion without emergency rule"
    return _OTHERS.get(type_, Severity.INFORMATIONAL), type_.value.lower()
