"""What of an article is compared to find out whether it tells what another one tells."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Deed:
    """What an article says happened, in its first telling event. Words are folded (case, accents) or crude stems.

    ``kind`` is the sub-type of violence or the type of another event; ``day`` when it happened, ``None`` where the text
    does not say so plainly; ``where`` words of its place, ``what`` stems of what it was done to, ``who`` the countries
    that acted. ``fresh`` is whether the article tells it as its news, not as what came before its news.
    """

    kind: str
    type: str
    day: dt.date | None = None
    where: frozenset[str] = frozenset()
    what: frozenset[str] = frozenset()
    who: frozenset[str] = frozenset()
    dead: int | None = None
    fresh: bool = True


@dataclass(frozen=True, slots=True)
class Profile:
    """What of an article tells one happening from another; words are folded (case, accents).

    ``names`` are words of names that no country, well-known city or outlet has, ``towns`` the well-known cities;
    ``words`` crude stems with how telling each is, names among them. ``days`` are those that the article names.
    ``told_at`` is the article's effective time, aware UTC; ``dated`` whether that is when it was published.
    ``remembers`` marks an anniversary, ``several`` an article that tells many happenings in a row.
    """

    told_at: dt.datetime
    names: frozenset[str] = frozenset()
    towns: frozenset[str] = frozenset()
    words: tuple[tuple[str, float], ...] = ()
    days: frozenset[dt.date] = frozenset()
    deed: Deed | None = None
    countries: frozenset[str] = frozenset()
    dated: bool = True
    remembers: bool = False
    several: bool = False

    def to_json(self) -> dict[str, Any]:
        """For the database; ``told_at`` is a column of its own."""
        data: dict[str, Any] = {
            "names": sorted(self.names),
            "towns": sorted(self.towns),
            "words": " ".join(stem for stem, _ in self.words),  # long lists of pairs are slow to read
            "weights": [round(weight * 1000) for _, weight in self.words],
            "days": sorted(day.isoformat() for day in self.days),
            "countries": sorted(self.countries),
            "dated": self.dated,
            "remembers": self.remembers,
            "several": self.several,
        }
        if self.deed is not None:
            data["deed"] = {
                "kind": self.deed.kind,
                "day": self.deed.day and self.deed.day.isoformat(),
                "where": sorted(self.deed.where),
                "what": sorted(self.deed.what),
                "who": sorted(self.deed.who),
                "type": self.deed.type,
                "dead": self.deed.dead,
                "fresh": self.deed.fresh,
            }
        return data


def profile_from_json(data: dict[str, Any], told_at: dt.datetime) -> Profile:
    """Inverse of :meth:`Profile.to_json`."""
    deed = data.get("deed")
    return Profile(
        told_at=told_at,
        names=frozenset(data["names"]),
        towns=frozenset(data["towns"]),
        words=tuple(zip(data["words"].split(" "), (weight / 1000 for weight in data["weights"]), strict=True))
        if data["weights"]
        else (),
        days=frozenset(map(dt.date.fromisoformat, data["days"])),
        deed=deed
        and Deed(
            kind=deed["kind"],
            day=deed["day"] and dt.date.fromisoformat(deed["day"]),
            where=frozenset(deed["where"]),
            what=frozenset(deed["what"]),
            who=frozenset(deed["who"]),
            type=deed["type"],
            dead=deed["dead"],
            fresh=deed["fresh"],
        ),
        countries=frozenset(data["countries"]),
        dated=data["dated"],
        remembers=data["remembers"],
        several=data["several"],
    )
