"""Change: what the window holds against the one before it, by type. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from storage.model.briefing import Change, TypeCount
from storage.model.findings import EventType, Severity

_ORDER = {kind: position for position, kind in enumerate(EventType)}


def changes_between(now: Sequence[TypeCount], before: Sequence[TypeCount]) -> tuple[Change, ...]:
    """Every type that either window holds, most numerous now first (then by the order of the types)."""
    current = {count.type: count for count in now}
    earlier = {count.type: count.number for count in before}
    kinds = sorted(
        current.keys() | earlier.keys(),
        key=lambda kind: (-(current[kind].number if kind in current else 0), _ORDER[kind]),
    )
    nothing = Severity.INFORMATIONAL
    return tuple(Change(current.get(kind, TypeCount(kind, 0, nothing)), earlier.get(kind, 0)) for kind in kinds)


def highest_of(counts: Sequence[TypeCount]) -> Severity | None:
    """The gravest severity, ``None`` where nothing was counted."""
    return max((count.highest for count in counts if count.number), default=None)
