"""Actor, target, weapon, casualties and place of one trigger."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from bot.analysis.extensions import group
from bot.analysis.lexicon.wordlists import words
from bot.analysis.lexicon.words import BE, LOCATIVES
from bot.analysis.windows.dates import DatedSpan
from bot.analysis.windows.grammar import (
    after_preposition,
    agent_of,
    conjoined,
    object_of,
    passive,
    places_in,
    subject_of,
)
from bot.analysis.windows.phrases import ACTORS, Phrase
from bot.analysis.windows.triggers import Hit
from bot.analysis.windows.view import View
from storage import places
from storage.model.findings import Location, Mention, Quantity

LIGHT_VERBS = words(
    "launched launch launches launching carried carry carries carrying conducted conduct conducts "
    "conducting staged mounted waged unleashed claimed claim claims made ordered executed led "
    "perpetrated planned coordinated plotted denied denies condemned condemn"
)
_OWN_ACT = LIGHT_VERBS - {"condemned", "condemn", "denied", "denies"}
_DEAD = re.compile(r"^(?:killed|dead|died|killing|kills|kill|deaths|fatalities|killings|perished|bodies|fatally)$")
_HURT = re.compile(r"^(?:injured|wounded|wounding|injuring|hurt|injuries|injures|wounds|casualties)$")
_RISES = words(
    "rose risen rises rising climbed climbs jumped reached reaches stood stands grew increased revised raised"
)
_TOLL_OF = re.compile(
    r"\btoll\b|\bnumber of (?:(?!found|missing)\w+ ){0,3}?(?:killed|dead|deaths|fatalities|injured|wounded)\b"
)


@dataclass(slots=True)
class Arguments:
    """What stands around a trigger; a list for actors and targets that are joined by "and"."""

    actors: list[Phrase] = field(default_factory=list)
    targets: list[Phrase] = field(default_factory=list)
    weapon: Mention | None = None
    rule: str = ""


def arguments_of(view: View, hit: Hit) -> Arguments:
    """Actor and target by the form of the trigger."""
    if hit.noun:
        return _of_noun(view, hit)
    out = Arguments()
    if passive(view, hit.start, hit.form):
        out.rule = "passive"
        out.targets = _all(view, subject_of(view, hit.start))
        out.actors = _all(view, agent_of(view, hit.end))
    else:
        out.rule = "active"
        out.actors = _all_before(view, subject_of(view, hit.start))
        found = object_of(view, hit.end)
        if found is None and hit.trigger.preps:
            found = after_preposition(view, hit.end, hit.trigger.preps, stop=view.clause_of(hit.start)[1])
        elif found is not None and found.kind in {"weapon", "vehicle"} and hit.trigger.preps:
            thrown = after_preposition(view, found.end, hit.trigger.preps, stop=view.clause_of(hit.start)[1])
            out.weapon = found.mention(view.doc)
            found = thrown or found
        out.targets = _all(view, found)
        if out.actors and out.targets and out.actors[0] == out.targets[0]:
            out.targets = []
    out.weapon = out.weapon or _weapon(view, hit)
    return out


def _of_noun(view: View, hit: Hit) -> Arguments:
    """ "an attack on X by Y", "Y's strike on X", "Israeli strikes", "Y carried out an attack"."""
    out = Arguments(rule="nominal")
    preps = hit.trigger.preps or frozenset({"on", "against", "at"})
    _, clause_end = view.clause_of(hit.start)
    found = after_preposition(view, hit.end, preps - {"in"}, reach=4, stop=clause_end)
    if found is None:
        found = after_preposition(view, hit.end, frozenset({"targeting"}), reach=5)
    out.targets = _all(view, found) if found is not None else []
    agent = agent_of(view, hit.end)
    if agent is not None and agent not in out.targets:
        out.actors = _all(view, agent)
        return out
    k = hit.start - 1
    # what modifies the noun: "Israeli air strikes", "Russia's overnight attack", "Houthi missile attack"
    while k >= view.start:
        phrase = view.covering(k)
        name = _name_at(view, k)
        if phrase is not None and (
            view.lower(phrase.end) in {"’s", "'s", "’", "'"}
            or (phrase.kind in {"group", "gpe", "org"} and phrase.end == hit.start)
            or (phrase.kind in {"armed", "force"} and phrase.end == hit.start)
        ):
            out.actors = [phrase]
            return out
        if name is not None:
            out.actors = [name]
            return out
        if (
            phrase is not None
            or view.lower(k) in LOCATIVES
            or not (view.alpha(k) or view.lower(k) in {"’s", "'s", "-", "’"})
            or (view.lower(k) in {"of", "the", "an", "a"} and hit.start - k > 3)
        ):
            break
        if view.lower(k) in {"the", "a", "an", "by", "and", "in", "after", "that"}:
            break
        k -= 1
    for k in range(hit.start - 1, max(view.start, hit.start - 9) - 1, -1):
        if view.lower(k) in _OWN_ACT:
            subject = subject_of(view, k)
            out.actors = _all_before(view, subject)
            out.rule = f"light verb {view.lower(k)}"
            return out
        if view.covering(k) is not None and view.covering(k) not in out.targets:
            break
    # "an attack ... was carried out by" is the agent above; "claimed responsibility" behind the noun:
    return out


def _name_at(view: View, k: int) -> Phrase | None:
    """A demonym as modifier ("Israeli"), which is no phrase of its own."""
    for span in view.names:
        if span.start <= k < span.end and span.id_ in {"demonym", "armed", "country"} and span.start >= view.start:
            return Phrase(span.start, span.end, span.end - 1, "gpe", (span.kb_id_,) if span.kb_id_ else ())
    return None


def _all(view: View, phrase: Phrase | None) -> list[Phrase]:
    return conjoined(view, phrase) if phrase is not None else []


def _all_before(view: View, phrase: Phrase | None) -> list[Phrase]:
    """The subject and what is joined to it on the left ("Israel and the US struck")."""
    if phrase is None:
        return []
    out = [phrase]
    k = phrase.start - 1
    while k > view.start and view.lower(k) in {"the", "a"}:
        k -= 1
    if view.lower(k) == "and":
        other = view.ending_at(k - 1)
        if other is not None and (other.kind == phrase.kind or {other.kind, phrase.kind} <= ACTORS):
            out.insert(0, other)
    return out


def _weapon(view: View, hit: Hit) -> Mention | None:
    begin, end = view.clause_of(hit.start)
    near = [p for p in view.phrases if p.kind in {"weapon", "vehicle"} and begin <= p.start < end]
    inside = [s for s in view.names if s.id_ in {"weapon", "vehicle"} and hit.start <= s.start < hit.end]
    if inside:
        return Mention(inside[0].text, inside[0].start_char, inside[0].end_char)
    if not near:
        return None
    return min(near, key=lambda p: abs(p.start - hit.start)).mention(view.doc)


def casualties(view: View, hit: Hit) -> tuple[Quantity | None, Quantity | None]:
    """Dead and injured told in the sentence of the trigger ("killed at least 12 people and wounded 30")."""
    dead, hurt = _risen(view)
    for amount in view.amounts():
        if not view.start <= amount.start < view.end or _aside(view, amount.start):
            continue
        kind = _casualty_kind(view, amount.start, amount.end)
        if kind == "dead" and dead is None:
            dead = amount.quantity
        elif kind == "hurt" and hurt is None:
            hurt = amount.quantity
    return dead, hurt


def _risen(view: View) -> tuple[Quantity | None, Quantity | None]:
    """ "The toll rose to five after three bodies were found": the new total, dead and injured."""
    for amount in view.amounts():
        before = view.words(view.start, amount.start)
        told = " ".join(before)
        verb = next((n for n in range(len(before) - 1, -1, -1) if before[n] in _RISES), None)
        if verb is None or len(before) - verb > 6 or before[-1] not in {"to", "at", *_RISES}:
            continue
        counted = _TOLL_OF.search(" ".join(before[:verb]))
        if counted is not None and not {";", "and", "but"} & set(before[verb:]):
            hurt = _HURT.match(told[counted.start() : counted.end()].split()[-1])
            return (None, amount.quantity) if hurt else (amount.quantity, None)
    return None, None


def _aside(view: View, i: int) -> bool:
    """ "…, since 2021, when 89 soldiers died": told of another time."""
    begin, _ = view.clause_of(i)
    return view.lower(begin) == "when" and view.lower(begin - 1) == "," and view.dated[begin - 2]


def _casualty_kind(view: View, start: int, end: int) -> str | None:
    """Whether a number counts dead or injured: the verb before it, or the participle after what it counts."""
    if view.lower(start - 1) in {"and", ","} and (own := _own_participle(view, end)) is not None:
        return own
    for k in range(start - 1, max(start - 5, view.start) - 1, -1):
        word = view.lower(k)
        if word in {",", "and", "but", ";"} and k != start - 1:
            break
        if _DEAD.match(word):
            return (
                None if word in {"killed", "dead"} and view.lower(k - 1) in BE and not _free(view, k, start) else "dead"
            )
        if _HURT.match(word):
            return None if view.lower(k - 1) in BE and not _free(view, k, start) else "hurt"
    for k in range(end, min(end + 7, view.end)):
        word = view.lower(k)
        if word in {";", "by"} or (view.skip[k] and k >= end + 1 and not view.skip[k - 1]):
            return None
        if word == "," and k > end:
            return None
        if _DEAD.match(word):
            return "dead" if word not in {"killing", "kill", "kills"} else None
        if _HURT.match(word):
            return "hurt"
        if word == "and" and view.skip[min(k + 1, view.end - 1)]:
            return None
        if word in {"and", "were", "was", "people", "others", "more", "including", "have", "been", "had"}:
            continue
    return None


def _own_participle(view: View, end: int) -> str | None:
    """ "12 killed and 30 others injured", "nine dead and two wounded": a second number has a word of its own."""
    for k in range(end, min(end + 5, view.end)):
        word = view.lower(k)
        if word in {",", ";", "and", "by", "in", "."} or view.skip[k]:
            return None
        if _DEAD.match(word) and word not in {"killing", "kill", "kills"}:
            return "dead"
        if _HURT.match(word):
            return "hurt"
    return None


def _free(view: View, k: int, start: int) -> bool:
    """After a passive ("were killed and 30 wounded") the number belongs to what follows."""
    return view.lower(start - 1) != "and" and k == start - 1


def count_of(view: View, hit: Hit) -> Quantity | None:
    """How many such events: "hundreds of attacks", "12 strikes"."""
    if not hit.noun:
        return None
    for amount in view.amounts():
        if amount.end <= hit.start and amount.start >= view.start and amount.end >= hit.start - 4:
            between = view.words(amount.end, hit.start)
            if all(
                (word not in {"and", ",", "in", "after"} and view.covering(amount.end + n) is None) or word == "of"
                for n, word in enumerate(between)
            ):
                found: Quantity = amount.quantity
                return found
    return None


def location_of(view: View, hit: Hit, targets: list[Phrase]) -> Location | None:
    """The nearest place with a preposition of place, else a target that is itself a place or lies in one."""
    begin, end = view.clause_of(hit.start)
    other = _other_matters(view, hit)
    found = [
        (p, prep) for p, prep in places_in(view, begin, end) if prep in LOCATIVES | {"on"} and p.start not in other
    ]
    after = [
        p for p, prep in found if p.start >= hit.end and (prep != "from" or hit.trigger.type in {"RETREAT", "POSTURE"})
    ]
    chosen = after[0] if after else None
    if chosen is None and targets:
        target = targets[0]
        if target.kind in {"gpe", "loc"}:
            chosen = target
        else:
            behind = [
                p
                for p, prep in places_in(view, target.start, min(target.end + 6, view.end))
                if prep in LOCATIVES - {"from", "to"} and p.start not in other
            ]
            chosen = behind[0] if behind else None
    if chosen is None:
        before = [p for p, prep in found if p.end <= hit.start]
        chosen = before[-1] if before else None
    if chosen is None:
        anywhere = [
            p
            for p, prep in places_in(view, view.start, view.end)
            if prep in {"in", "near", "at", "outside", "inside"} and p.start not in other
        ]
        chosen = anywhere[0] if len({p.code for p in anywhere}) == 1 else None
    return location(view, chosen) if chosen is not None else None


def _other_matters(view: View, hit: Hit) -> set[int]:
    """The tokens of phrases of reason, time and likeness that the trigger itself is no part of (reasons.py)."""
    return {
        i
        for span in group(view.doc, "reasons")
        if span.start < view.end and span.end > view.start and not span.start <= hit.start < span.end
        for i in range(span.start, span.end)
    }


def location(view: View, phrase: Phrase) -> Location:
    """A place as a noun of the model; coordinates only where the text names the capital itself."""
    mention = phrase.mention(view.doc)
    country = places.countries().get(mention.country or "")
    capital = country is not None and country.capital == mention.text
    return Location(
        mention.text,
        mention.start,
        mention.end,
        mention.country,
        country.lat if country is not None and capital else None,
        country.lon if country is not None and capital else None,
    )


def date_of(view: View, hit: Hit) -> DatedSpan | None:
    """The date expression of the trigger's clause, nearest first, else the only one of the sentence."""
    begin, end = view.clause_of(hit.start)
    doc = view.doc
    dates: tuple[DatedSpan, ...] = doc._.dates
    begin_char, end_char = doc[view.start].idx, doc[view.end - 1].idx + len(doc[view.end - 1])
    here = [d for d in dates if not d.since and begin_char <= d.start < end_char]
    inside = [d for d in here if doc[begin].idx <= d.start and d.end <= doc[end - 1].idx + len(doc[end - 1])]
    at = doc[hit.start].idx
    if inside:
        return min(inside, key=lambda d: (d.first is None, abs(d.start - at)))
    return here[0] if len(here) == 1 else None
