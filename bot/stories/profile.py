"""What of an article tells one happening from another. Pure: article and analysis in, profile out."""

from __future__ import annotations

import functools
import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterable
from datetime import date, timedelta

from bot.stories.words import COMMON, SMALL_WORDS
from storage.model.article import Article, source_key
from storage.model.findings import Analysis, Event, EventType, Mention, Status
from storage.model.profile import Deed, Profile
from storage.places import countries

MOST_TEXT = 2500
"""Characters that are compared: what happened stands at the beginning, behind it come the background and others."""
_HEAD = 400
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_STEM = 6
_NAME_LABELS = frozenset({"PERSON", "ORG", "NORP", "GPE", "LOC", "FAC"})
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_WEEKDAY = re.compile(r"\b(last |next |every |each )?(" + "|".join(d.title() for d in _WEEKDAYS) + r")\b(s\b)?")
_DAY_BEFORE = re.compile(r"\b(?:the|a) (?:day|night) (?:before|after|earlier)\b")
_NO_DEED = frozenset({Status.HISTORICAL, Status.HYPOTHETICAL})
_DEEDS = frozenset({EventType.ASSAULT, EventType.COERCE, EventType.PROTEST, EventType.POSTURE, EventType.THREATEN})
_BEHIND = re.compile(
    r"\b(?:after|since|following|who (?:was|were|had)|which (?:was|had)|over|because of)\b"
    r"|\b(?:monday|tuesday|wednesday|thursday|friday|saturday|sunday)['’]s\b",
    re.IGNORECASE,
)
"""What stands before a deed that is not the news itself: "buried a day after", "who were killed when"."""
_REMEMBERS = re.compile(
    r"\banniversar|\bcommemorat|\bin memory of\b|\b(?:recall|remember|mark|mourn)(?:s|ed|ing)?\b[^.]{0,60}\b"
    r"(?:years?|decades?|(?:19|20)\d\d)\b|\byears on\b",
    re.IGNORECASE,
)
_SEVERAL = re.compile(
    r"\bat a glance\b|\bround-?up\b|\bin brief\b|\bwhat we know\b|\bday \d+\b"
    r"|\b(?:daily|weekly) (?:brief|summary|digest)|\bthe (?:day|week|month) in\b|\btimeline\b",
    re.IGNORECASE,
)


def fold(word: str) -> str:
    """The word in lower case, without accents and without a possessive ending."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", word.casefold()) if not unicodedata.combining(c))
    return plain.removesuffix("'s").removesuffix("’s")


def profile_of(article: Article, analysis: Analysis, *, outlets: Collection[str] = ()) -> Profile:
    """The profile of an article that has been read. Names of publishers (``outlets``) are no part of a story."""
    text = article.analysed_text[:MOST_TEXT]
    title = article.title or ""
    published = article.effective_at.date()
    names = _names(text, analysis, _outlet_words(text, article, outlets))
    rare = names - city_words()
    deed = _deed(text, analysis.events, published, dated=article.is_dated)
    days = {d for e in analysis.events if e.status not in _NO_DEED and (d := _day(e)) is not None}
    days |= set(_weekdays(text, published))
    if _DAY_BEFORE.search(text):
        days.add(published - timedelta(days=1))
    return Profile(
        told_at=article.effective_at,
        names=rare,
        towns=names & city_words(),
        words=_words(text, title, rare, names),
        days=frozenset(days) if article.is_dated else frozenset(),  # "Monday" is none of a known week
        deed=deed,
        countries=frozenset(country.code for country in analysis.countries if country.role == "focus"),
        dated=article.is_dated,
        remembers=_REMEMBERS.search(f"{title}. {text[:_HEAD]}") is not None,
        several=_SEVERAL.search(title) is not None or _places_of_deeds(analysis.events) > 2,
    )


def _places_of_deeds(events: Iterable[Event]) -> int:
    """In how many places something happened, one sentence each."""
    places: dict[frozenset[str], int] = {}
    for event in events:
        if event.type is EventType.ASSAULT and event.status not in _NO_DEED and event.location is not None:
            places.setdefault(_folded(event.location.text), event.sentence.start)
    return len(set(places.values()))


def _folded(text: str) -> frozenset[str]:
    return frozenset(f for w in _WORD.findall(text) if len(f := fold(w)) > 2 and f not in SMALL_WORDS)


def _deed(text: str, events: Iterable[Event], published: date, *, dated: bool) -> Deed | None:
    """The first thing done in the head of the text; what is its news before what came before that or still goes on."""
    told = [e for e in events if e.status not in _NO_DEED and e.type in _DEEDS and e.sentence.start < _HEAD]
    if not told:
        return None
    first = min(
        told,
        key=lambda e: (
            e.status is Status.ONGOING,
            not _is_fresh(text, e) and e.status is not Status.DENIED,
            e.trigger.start,
        ),
    )
    together = [e for e in told if e.trigger.start == first.trigger.start]
    fresh, day = _is_fresh(text, first), _day(first)
    if not fresh:
        named = _weekdays(text[max(first.sentence.start, first.trigger.start - 40) : first.sentence.end], published)
        day = named[0] if len(set(named)) == 1 and named[0] != published else None
    where = frozenset(f for e in together if e.location for f in _folded(e.location.text)) - country_words()
    targets = (e.target.text for e in together if e.target is not None)
    dead = next((e.fatalities.low for e in told if e.fatalities is not None), None)
    return Deed(
        kind=first.subtype or first.type.value,
        type=first.type.value,
        day=day if dated else None,
        where=where,
        what=frozenset(w[:_STEM] for t in targets for w in _folded(t) - country_words() - where),
        who=frozenset(_country(e.actor) for e in together if e.actor is not None and _country(e.actor)),
        dead=dead,
        fresh=fresh,
    )


def _is_fresh(text: str, event: Event) -> bool:
    before = text[event.sentence.start : event.trigger.start]
    return _BEHIND.search(before) is None and event.status not in (Status.DENIED, Status.CLAIMED, Status.PLANNED)


def _country(mention: Mention) -> str:
    return mention.country or ""


def _day(event: Event) -> date | None:
    """The day that is told as such; "last month" is none."""
    return event.date if event.date_end in (None, event.date) else None


def _weekdays(text: str, published: date) -> list[date]:
    """The days that "Monday" and its sisters mean: the last such day up to that of publication."""
    days = []
    for match in _WEEKDAY.finditer(text):
        if match[1] is None and match[3] is None:
            back = (published.weekday() - _WEEKDAYS.index(match[2].lower())) % 7
            days.append(published - timedelta(days=back))
    return days


def _outlet_words(text: str, article: Article, outlets: Collection[str]) -> list[tuple[int, int]]:
    """Where outlets are named."""
    own = [article.source.name] if article.source is not None else []
    lower = text.casefold()
    found = []
    for name in {*outlets, *own}:
        words = source_key(name).removeprefix("exercise ")
        at = lower.find(words) if len(words) > 2 else -1
        while at >= 0:
            found.append((at, at + len(words)))
            at = lower.find(words, at + 1)
    return found


def _names(text: str, analysis: Analysis, outlets: list[tuple[int, int]]) -> frozenset[str]:
    found = set()
    for entity in analysis.entities:
        if entity.label not in _NAME_LABELS or entity.start >= len(text):
            continue
        if any(start < entity.end and entity.start < end for start, end in outlets):
            continue
        for word in _WORD.findall(entity.text):
            if word[:1].isupper():
                found.add(fold(word))
    return frozenset(
        name for name in found if len(name) > 2 and name not in SMALL_WORDS and name not in country_words()
    ) - frozenset(_WEEKDAYS)


@functools.cache
def country_words() -> frozenset[str]:
    """Words of the names of countries, their peoples and capitals: thousands of stories share them."""
    names = (
        name
        for country in countries().values()
        for name in (country.name, *country.names, *country.demonyms, country.capital or "")
    )
    return frozenset(fold(word) for name in names for word in _WORD.findall(name))


@functools.cache
def city_words() -> frozenset[str]:
    """Words of the names of well-known cities and provinces: many stories share them."""
    names = (name for country in countries().values() for name in country.cities)
    return frozenset(fold(word) for name in names for word in _WORD.findall(name))


def _words(text: str, title: str, rare: frozenset[str], names: frozenset[str]) -> tuple[tuple[str, float], ...]:
    """Stems and how telling they are: names most, the words of every report least; what is repeated a little more."""
    counts: Counter[str] = Counter()
    weights: dict[str, float] = {}
    for word in _WORD.findall(f"{title} {text}"):
        folded = fold(word)
        if folded in names:
            stem, weight = folded, 2.0 if folded in rare else 1.2
        elif len(folded) < 4 or folded in SMALL_WORDS or folded in _WEEKDAYS or folded in country_words():
            continue
        else:
            stem, weight = folded[:_STEM], 0.4 if folded in COMMON else 1.0
        counts[stem] += 1
        weights[stem] = max(weight, weights.get(stem, 0.0))
    return tuple(sorted((stem, weights[stem] * min(count, 3) ** 0.5) for stem, count in counts.items()))
