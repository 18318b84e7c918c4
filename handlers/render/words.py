"""The words readers see for types, statuses and severities. One place, so that they never differ."""

from __future__ import annotations

import re
from datetime import datetime
from zoneinfo import ZoneInfo

from storage.model.article import Article, FeedOnly
from storage.model.briefing import SectionKind
from storage.model.findings import Claim, Event, EventType, Severity, Stance, Status

SEVERITY_MARKS = {
    Severity.INFORMATIONAL: "⚪",
    Severity.LOW: "🔵",
    Severity.MODERATE: "🟡",
    Severity.HIGH: "🟠",
    Severity.CRITICAL: "🔴",
}

TYPE_NAMES: dict[EventType, tuple[str, str]] = {
    EventType.ASSAULT: ("attack", "attacks"),
    EventType.THREATEN: ("threat", "threats"),
    EventType.MOBILIZE: ("military move", "military moves"),
    EventType.COERCE: ("coercive act", "coercive acts"),
    EventType.PROTEST: ("protest", "protests"),
    EventType.SANCTION: ("sanction", "sanctions"),
    EventType.RETREAT: ("withdrawal or release", "withdrawals or releases"),
    EventType.DEMAND: ("demand", "demands"),
    EventType.ACCUSE: ("accusation", "accusations"),
    EventType.REJECT: ("refusal", "refusals"),
    EventType.CONSULT: ("meeting", "meetings"),
    EventType.AGREE: ("agreement", "agreements"),
    EventType.COOPERATE: ("joint effort", "joint efforts"),
    EventType.SUPPORT: ("show of support", "shows of support"),
    EventType.AID: ("aid report", "aid reports"),
    EventType.CONCEDE: ("concession", "concessions"),
    EventType.POSTURE: ("mission change", "mission changes"),
}

SECTION_NAMES = {
    SectionKind.THREATS: "⚠️ Threats",
    SectionKind.INCIDENTS: "💥 Incidents",
    SectionKind.POSTURE: "🏛 Missions and travel",
    SectionKind.CONTESTED: "⚖️ Contested",
    SectionKind.CLAIMS: "💬 Who said what",
    SectionKind.OTHER: "🤝 Talks, demands, aid",
    SectionKind.BACKGROUND: "🕰 Background, not news",
}

STATUS_NAMES = {
    Status.OCCURRED: "",
    Status.ONGOING: "ongoing",
    Status.THREATENED: "",
    Status.PLANNED: "planned",
    Status.CLAIMED: "claimed",
    Status.DENIED: "denied",
    Status.HISTORICAL: "in the past",
    Status.HYPOTHETICAL: "hypothetical",
}

STANCE_NAMES = {
    Stance.ASSERTS: "says",
    Stance.DENIES: "denies",
    Stance.THREATENS: "threatens",
    Stance.DEMANDS: "demands",
}


_DENYING = ("den", "refut", "dismiss", "rebut", "disput")
_REFUSING = ("reject", "refus", "declin", "turn")


def says(claim: Claim, speaker: str | None = None) -> str:
    """The verb between a speaker and a claim, in the plural behind several of them ("two officials say").

    What is negative in itself is not "denied": that would turn it round.
    """
    cue = claim.cue.text.casefold()
    if claim.stance is not Stance.DENIES:
        verb = STANCE_NAMES[claim.stance]
    elif cue.startswith(_REFUSING):
        verb = "rejects"
    else:
        verb = "denies" if cue.startswith(_DENYING) else "counters"
    if speaker is None or not _several(speaker):
        return verb
    return "deny" if verb == "denies" else verb.removesuffix("s")


_SEVERAL = frozenset({"two", "three", "four", "five", "several", "some", "many", "both", "dozens", "hundreds"})
_ONE_STATE = ("Trinidad and", "Bosnia and", "Antigua and", "São Tomé and", "Sao Tome and", "Saint ", "St. ")
_ALWAYS_MANY = frozenset({"police", "people", "troops", "authorities"})
_BEHIND_HEAD = re.compile(r"[,(]|\s(?:of|from|in|at|for|with|who|near|on|linked|close)\s")


def _several(speaker: str) -> bool:
    """Whether a speaker's words mean more than one: "residents", "the army and a doctor", "two sources close to it"."""
    if speaker.startswith(_ONE_STATE):
        return False
    words = speaker.split()
    if words and words[0].casefold() in _SEVERAL:
        return True
    phrase = _BEHIND_HEAD.split(speaker, maxsplit=1)[0]
    head = (phrase.split() or [""])[-1]
    if " and " in speaker and head[:1].isupper() == words[0][:1].isupper():
        return " and " in phrase
    plural_noun = head.islower() and head.endswith("s") and not head.endswith(("ss", "us", "is", "'s", "’s"))
    return plural_noun or head in _ALWAYS_MANY


def count_of(kind: EventType, number: int) -> str:
    """ "1 attack", "3 attacks"."""
    one, many = TYPE_NAMES[kind]
    return f"{number} {one if number == 1 else many}"


FEED_ONLY: dict[FeedOnly, str] = {
    FeedOnly.PAYWALL: "the page is behind a paywall",
    FeedOnly.ROBOTS: "the site asks programs not to read the page",
    FeedOnly.EMPTY: "no article was found on the page",
    FeedOnly.UNREADABLE: "the link leads to no web page",
    FeedOnly.UNREACHABLE: "the page could not be fetched",
}
"""Why an article has the feed's text alone, in the reader's words."""


def plural(number: int, one: str, many: str | None = None) -> str:
    """ "1 article", "2 articles"."""
    return f"{number} {one if number == 1 else many or one + 's'}"


def event_label(event: Event) -> str:
    """What the event is, in the reader's words: sub-type where known, and its status where it is no plain fact."""
    name = event.subtype.replace("-", " ") if event.subtype else TYPE_NAMES[event.type][0]
    status = STATUS_NAMES[event.status]
    label = name[0].upper() + name[1:]
    return f"{label}, {status}" if status else label


def moment(at: datetime, timezone: str, *, now: datetime) -> str:
    """An instant in the reader's zone: "14:30" today, "Tue 9 Jun 14:30" this year, "9 Jun 2025 14:30" before."""
    zone = ZoneInfo(timezone)
    local, today = at.astimezone(zone), now.astimezone(zone)
    clock = f"{local:%H:%M}"
    if local.date() == today.date():
        return f"today {clock}"
    if local.year == today.year:
        return f"{local:%a} {local.day} {local:%b} {clock}"
    return f"{local.day} {local:%b} {local.year} {clock}"


def article_moment(article: Article, timezone: str, *, now: datetime) -> str:
    """When an article was published; where that is unknown, it says so and names the day it was fetched."""
    shown = moment(article.effective_at, timezone, now=now)
    if not article.is_dated:
        return f"date unknown, fetched {shown}"
    return f"{shown} (dated ahead, corrected)" if article.date_clamped else shown
