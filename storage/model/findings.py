"""What the analysis finds in one text.

Offsets are Python character offsets into the analysed text, end exclusive: ``text[start:end]`` is always the
evidence. Everything is frozen; ``to_json`` gives exactly the objects of docs/analysis.md, ``from_json`` reads them.
Event types are the PLOVER classes (PLOVER 0.8 draft manual, CC BY-SA 4.0) plus ``POSTURE``; sub-types are ACLED's by
their labels (ACLED codebook 2024-10).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum, StrEnum
from typing import Any


class EventType(StrEnum):
    """PLOVER event classes that matter to security, plus the posture of missions."""

    ASSAULT = "ASSAULT"
    THREATEN = "THREATEN"
    MOBILIZE = "MOBILIZE"
    COERCE = "COERCE"
    PROTEST = "PROTEST"
    SANCTION = "SANCTION"
    RETREAT = "RETREAT"
    DEMAND = "DEMAND"
    ACCUSE = "ACCUSE"
    REJECT = "REJECT"
    CONSULT = "CONSULT"
    AGREE = "AGREE"
    COOPERATE = "COOPERATE"
    SUPPORT = "SUPPORT"
    AID = "AID"
    CONCEDE = "CONCEDE"
    POSTURE = "POSTURE"


INCIDENT_TYPES = frozenset(
    {EventType.ASSAULT, EventType.COERCE, EventType.PROTEST, EventType.MOBILIZE, EventType.SANCTION}
)
"""Types that `/incidents` lists: something was done on the ground (threats and postures have lists of their own)."""

POSTURE_SUBTYPES = frozenset(
    {
        "ordered-departure",
        "authorized-departure",
        "reduction",
        "evacuation",
        "suspension",
        "closure",
        "resumption",
        "advisory",
    }
)


class Status(StrEnum):
    """How real an event is, as the text tells it."""

    OCCURRED = "occurred"
    ONGOING = "ongoing"
    THREATENED = "threatened"
    PLANNED = "planned"
    CLAIMED = "claimed"
    DENIED = "denied"
    HISTORICAL = "historical"
    HYPOTHETICAL = "hypothetical"


class Stance(StrEnum):
    """What a speaker does with what is said."""

    ASSERTS = "asserts"
    DENIES = "denies"
    THREATENS = "threatens"
    DEMANDS = "demands"


class Severity(IntEnum):
    """0 informational to 4 critical; the rules are in docs/analysis.md."""

    INFORMATIONAL = 0
    LOW = 1
    MODERATE = 2
    HIGH = 3
    CRITICAL = 4

    @property
    def label(self) -> str:
        """The lower-case English word shown to readers."""
        return self.name.lower()


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of evidence: ``start`` and ``end`` (exclusive) are character offsets into the analysed text."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """The evidence itself."""
        return text[self.start : self.end]


@dataclass(frozen=True, slots=True)
class Mention:
    """A span with its words, and the country it stands for where known (ISO 3166-1 alpha-2, XK, PS)."""

    text: str
    start: int
    end: int
    country: str | None = None


@dataclass(frozen=True, slots=True)
class Location:
    """Where an event happened, never finer than the text says. ``lat``/``lon`` in WGS 84 degrees."""

    text: str
    start: int
    end: int
    country: str | None = None
    lat: float | None = None
    lon: float | None = None


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number as the text gives it: "hundreds" is 200-999, "at least 12" is 12-None (open)."""

    text: str
    start: int
    end: int
    low: int
    high: int | None


@dataclass(frozen=True, slots=True)
class CountryFinding:
    """A country the text is about (``focus``) or names (``mentioned``); ``score`` is 0.0 to 1.0."""

    code: str
    role: str
    score: float
    evidence: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Entity:
    """A name. Labels: PERSON ORG GPE LOC NORP FAC WEAPON VEHICLE DATE; ORG includes armed groups and rebels."""

    text: str
    label: str
    start: int
    end: int
    country: str | None = None


@dataclass(frozen=True, slots=True)
class Event:
    """Who did (threatened, planned...) what to whom, where and when, with the span that proves each part."""

    type: EventType
    status: Status
    severity: Severity
    trigger: Mention
    sentence: Span
    subtype: str | None = None
    actor: Mention | None = None
    target: Mention | None = None
    location: Location | None = None
    date: dt.date | None = None
    date_end: dt.date | None = None
    count: Quantity | None = None
    fatalities: Quantity | None = None
    injured: Quantity | None = None
    condition: Mention | None = None
    weapon: Mention | None = None

    @property
    def countries(self) -> frozenset[str]:
        """Every country this event touches: of actor, target and location."""
        parts = (self.actor, self.target, self.location)
        return frozenset(part.country for part in parts if part is not None and part.country is not None)


@dataclass(frozen=True, slots=True)
class Claim:
    """Who said what: ``content`` is what was said, ``cue`` the verb, ``via`` the outlet it was said to or through."""

    speaker: Mention | None
    cue: Mention
    content: Span
    direct: bool
    stance: Stance
    via: Mention | None = None


@dataclass(frozen=True, slots=True)
class SummarySentence:
    """A whole sentence of the text and its weight (0.0 to 1.0)."""

    start: int
    end: int
    score: float


@dataclass(frozen=True, slots=True)
class Analysis:
    """Everything found in one text, in the order and form of the analysis contract (docs/analysis.md)."""

    countries: tuple[CountryFinding, ...] = ()
    entities: tuple[Entity, ...] = ()
    events: tuple[Event, ...] = ()
    claims: tuple[Claim, ...] = ()
    summary: tuple[SummarySentence, ...] = ()
    relevance: float = 0.0
    language: str | None = field(default=None, compare=False)

    def to_json(self) -> dict[str, Any]:
        """The contract's object, without ``id``; optional fields that are unknown are left out."""
        return {
            "countries": [
                {
                    "code": c.code,
                    "role": c.role,
                    "score": round(c.score, 4),
                    "evidence": [_span(s) for s in c.evidence],
                }
                for c in self.countries
            ],
            "entities": [
                {"text": e.text, "label": e.label, "start": e.start, "end": e.end}
                | ({"country": e.country} if e.country else {})
                for e in self.entities
            ],
            "events": [event_to_json(e) for e in self.events],
            "claims": [claim_to_json(c) for c in self.claims],
            "summary": [{"start": s.start, "end": s.end, "score": round(s.score, 4)} for s in self.summary],
            "relevance": round(self.relevance, 4),
        }


def _span(span: Span) -> dict[str, int]:
    return {"start": span.start, "end": span.end}


def mention_to_json(mention: Mention | Location) -> dict[str, Any]:
    """``{"text", "start", "end", "country"?, "lat"?, "lon"?}``."""
    out: dict[str, Any] = {"text": mention.text, "start": mention.start, "end": mention.end}
    if mention.country is not None:
        out["country"] = mention.country
    if isinstance(mention, Location) and mention.lat is not None and mention.lon is not None:
        out["lat"], out["lon"] = mention.lat, mention.lon
    return out


def quantity_to_json(quantity: Quantity) -> dict[str, Any]:
    """``{"text", "start", "end", "low", "high"|null}``."""
    return {
        "text": quantity.text,
        "start": quantity.start,
        "end": quantity.end,
        "low": quantity.low,
        "high": quantity.high,
    }


def event_to_json(event: Event) -> dict[str, Any]:
    """The contract's event object: ``actor``, ``target``, ``location`` and ``date`` always there, perhaps null."""
    out: dict[str, Any] = {"type": event.type.value}
    if event.subtype is not None:
        out["subtype"] = event.subtype
    out |= {
        "status": event.status.value,
        "severity": int(event.severity),
        "trigger": {"text": event.trigger.text, "start": event.trigger.start, "end": event.trigger.end},
        "actor": mention_to_json(event.actor) if event.actor else None,
        "target": mention_to_json(event.target) if event.target else None,
        "location": mention_to_json(event.location) if event.location else None,
        "date": event.date.isoformat() if event.date else None,
    }
    if event.date_end is not None:
        out["date_end"] = event.date_end.isoformat()
    for name in ("count", "fatalities", "injured"):
        quantity: Quantity | None = getattr(event, name)
        if quantity is not None:
            out[name] = quantity_to_json(quantity)
    for name in ("condition", "weapon"):
        mention: Mention | None = getattr(event, name)
        if mention is not None:
            out[name] = mention_to_json(mention)
    out["sentence"] = _span(event.sentence)
    return out


def claim_to_json(claim: Claim) -> dict[str, Any]:
    """The contract's claim object."""
    out: dict[str, Any] = {"speaker": mention_to_json(claim.speaker) if claim.speaker else None}
    if claim.via is not None:
        out["via"] = mention_to_json(claim.via)
    return out | {
        "cue": {"text": claim.cue.text, "start": claim.cue.start, "end": claim.cue.end},
        "content": _span(claim.content),
        "direct": claim.direct,
        "stance": claim.stance.value,
    }


def mention_from_json(data: Mapping[str, Any] | None) -> Mention | None:
    """Inverse of :func:`mention_to_json` for a mention; ``None`` stays ``None``."""
    if data is None:
        return None
    return Mention(data["text"], data["start"], data["end"], data.get("country"))


def location_from_json(data: Mapping[str, Any] | None) -> Location | None:
    """Inverse of :func:`mention_to_json` for a location; ``None`` stays ``None``."""
    if data is None:
        return None
    return Location(data["text"], data["start"], data["end"], data.get("country"), data.get("lat"), data.get("lon"))


def quantity_from_json(data: Mapping[str, Any] | None) -> Quantity | None:
    """Inverse of :func:`quantity_to_json`; ``None`` stays ``None``."""
    if data is None:
        return None
    return Quantity(data["text"], data["start"], data["end"], data["low"], data["high"])


def event_from_json(data: Mapping[str, Any]) -> Event:
    """Inverse of :func:`event_to_json`. Raises ``KeyError`` or ``ValueError`` on a broken object."""
    trigger = mention_from_json(data["trigger"])
    if trigger is None:
        raise ValueError("an event needs a trigger")
    return Event(
        type=EventType(data["type"]),
        subtype=data.get("subtype"),
        status=Status(data["status"]),
        severity=Severity(data["severity"]),
        trigger=trigger,
        sentence=Span(data["sentence"]["start"], data["sentence"]["end"]),
        actor=mention_from_json(data.get("actor")),
        target=mention_from_json(data.get("target")),
        location=location_from_json(data.get("location")),
        date=dt.date.fromisoformat(data["date"]) if data.get("date") else None,
        date_end=dt.date.fromisoformat(data["date_end"]) if data.get("date_end") else None,
        count=quantity_from_json(data.get("count")),
        fatalities=quantity_from_json(data.get("fatalities")),
        injured=quantity_from_json(data.get("injured")),
        condition=mention_from_json(data.get("condition")),
        weapon=mention_from_json(data.get("weapon")),
    )


def claim_from_json(data: Mapping[str, Any]) -> Claim:
    """Inverse of :func:`claim_to_json`. Raises ``KeyError`` or ``ValueError`` on a broken object."""
    cue = mention_from_json(data["cue"])
    if cue is None:
        raise ValueError("a claim needs a cue")
    return Claim(
        speaker=mention_from_json(data.get("speaker")),
        via=mention_from_json(data.get("via")),
        cue=cue,
        content=Span(data["content"]["start"], data["content"]["end"]),
        direct=data["direct"],
        stance=Stance(data["stance"]),
    )


def analysis_from_json(data: Mapping[str, Any]) -> Analysis:
    """Inverse of :meth:`Analysis.to_json`. Raises ``KeyError`` or ``ValueError`` on a broken object."""
    return Analysis(
        countries=tuple(
            CountryFinding(c["code"], c["role"], c["score"], tuple(Span(s["start"], s["end"]) for s in c["evidence"]))
            for c in data["countries"]
        ),
        entities=tuple(Entity(e["text"], e["label"], e["start"], e["end"], e.get("country")) for e in data["entities"]),
        events=tuple(event_from_json(e) for e in data["events"]),
        claims=tuple(claim_from_json(c) for c in data["claims"]),
        summary=tuple(SummarySentence(s["start"], s["end"], s["score"]) for s in data["summary"]),
        relevance=data["relevance"],
    )
