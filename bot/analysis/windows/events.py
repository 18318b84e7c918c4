"""Events: triggers with what stands around them, turned into the nouns of the contract.

One event for each pair of actor and target. "killed 12" beside an attack is that attack's toll, not a second event;
several words for one act of the same sentence give one event.
"""

from __future__ import annotations

from dataclasses import dataclass

from spacy.language import Language
from spacy.tokens import Doc

from bot.analysis import lexicon
from bot.analysis.extensions import chars, group, note
from bot.analysis.lexicon.wordlists import words
from bot.analysis.windows.arguments import arguments_of, casualties, count_of, date_of, location, location_of
from bot.analysis.windows.checks import fits
from bot.analysis.windows.dates import DatedSpan
from bot.analysis.windows.grammar import agent_of, passive, subject_of
from bot.analysis.windows.phrases import ACTORS, Phrase
from bot.analysis.windows.posture import Posture, postures
from bot.analysis.windows.severity import severity_of
from bot.analysis.windows.status import Reading, speech_at, status_of
from bot.analysis.windows.subtypes import LETHAL, subtype_of, type_of
from bot.analysis.windows.threats import Threat, threats
from bot.analysis.windows.triggers import Hit, TriggerFinder, readings
from bot.analysis.windows.view import View, views
from storage.model.findings import Event, EventType, Location, Mention, Quantity, Status
from storage.model.findings import Span as Chars

_EMERGENCY = frozenset({"coerce.curfew", "coerce.emergency"})
_SPOKEN = frozenset(
    {EventType.ACCUSE, EventType.DEMAND, EventType.REJECT, EventType.SUPPORT, EventType.CONCEDE, EventType.SANCTION}
)
"""Words and measures have no place of their own; that of their target would be a guess."""
_DECIDED = frozenset({EventType.SANCTION, EventType.COERCE, EventType.RETREAT, EventType.AGREE, EventType.AID})


@dataclass(slots=True)
class Draft:
    """An event while its sentence is read."""

    type: EventType
    subtype: str | None
    start: int
    end: int
    reading: Reading
    rule: str
    actors: list[Phrase]
    targets: list[Phrase]
    locations: list[Location]
    when: DatedSpan | None
    weapon: Mention | None = None
    count: Quantity | None = None
    dead: Quantity | None = None
    hurt: Quantity | None = None
    violent: bool = True
    emergency: bool = False
    toll: bool = False
    lethal: bool = False
    noun: bool = False


class Events:
    """Sets ``Doc._.events``."""

    def __init__(self, nlp: Language) -> None:
        self.finder = TriggerFinder(nlp, lexicon.triggers())

    def __call__(self, doc: Doc) -> Doc:
        hits = self.finder(doc)
        out: list[Event] = []
        at = 0
        for view in views(doc):
            view.speaker_at = lambda i, view=view: _speaker_at(view, i)  # type: ignore[misc]
            here: list[list[Hit]] = []
            while at < len(hits) and hits[at][0].start < view.end:
                here.append(hits[at])
                at += 1
            for draft in self._sentence(view, here):
                out.extend(_finish(view, draft))
        doc._.events = tuple(dict.fromkeys(out))
        return doc

    def _sentence(self, view: View, hits: list[list[Hit]]) -> list[Draft]:
        drafts = [_threat(view, t) for t in threats(view)]
        taken = {k for d in drafts for k in range(d.start, d.end)}
        for posture in postures(view):
            draft = _posture(view, posture)
            taken.update(range(posture.start, posture.end))
            if draft is not None:
                drafts.append(draft)
        for possible in hits:
            if taken & set(range(possible[0].start, possible[0].end)):
                continue
            for hit in readings(view, possible):
                draft = _trigger(view, hit)
                if draft is not None:
                    drafts.append(draft)
                    break
        return sorted(_merge(view, drafts), key=lambda d: d.start)


def _speaker_at(view: View, i: int) -> Phrase | None:
    speech = speech_at(view, i)
    return speech.speaker if speech is not None and speech.direct else None


def _threat(view: View, threat: Threat) -> Draft:
    hit_range = (threat.start, threat.end)
    date = next((d for d in view.doc._.dates if view.doc[view.start].idx <= d.start < view.doc[view.end - 1].idx), None)
    when = date if date is not None and date.start < view.doc[threat.start].idx else None
    return Draft(
        EventType.THREATEN, None, *hit_range, Reading(Status.THREATENED, "threat"), threat.rule,
        [threat.actor], [threat.target] if threat.target else [], [], when, violent=threat.violent,
    )  # fmt: skip


def _posture(view: View, posture: Posture) -> Draft | None:
    hit = Hit(posture.start, posture.end, lexicon.plain("POSTURE", posture.rule), posture.form)
    when = date_of(view, hit)
    reading = status_of(view, posture.start, posture.form, when, end=posture.end, decided=True)
    if reading.status is None:
        return None
    if passive(view, posture.start, posture.form):
        actor = agent_of(view, posture.end)
    else:
        actor = subject_of(view, posture.start)
        if actor is None and hit.noun:
            actor = _possessor_before(view, posture.start)
        actor = actor or _decider(view, posture.start)
    if actor is not None and actor.kind not in ACTORS and not actor.codes:
        actor = None
    locations = _posture_places(view, posture)
    if not locations:
        found = location_of(view, hit, [])
        locations = [found] if found is not None else []
    whom = view.covering(posture.whom) if posture.whom is not None else None
    targets = [whom] if whom is not None and whom != actor and whom.kind in {"people", "thing"} else []
    return Draft(
        EventType.POSTURE, posture.subtype, posture.start, posture.end, reading, posture.rule,
        [actor] if actor else [], targets, locations, when, noun=hit.noun,
    )  # fmt: skip


_DECISIONS = words("decision plan plans order move intention")


def _decider(view: View, i: int) -> Phrase | None:
    """ "Washington's decision to reduce …": the one whose decision it is."""
    if view.lower(i - 1) != "to" or view.lower(i - 2) not in _DECISIONS:
        return None
    return _possessor_before(view, i - 2)


def _possessor_before(view: View, i: int) -> Phrase | None:
    for phrase in view.phrases:
        if phrase.end < i and i - phrase.end <= 3 and view.lower(phrase.end) in {"'s", "’s"}:
            return phrase
    return None


def _posture_places(view: View, posture: Posture) -> list[Location]:
    """The places of the mission: those joined by "and" behind it each give an event ("from Bahrain and Kuwait")."""
    out: list[Location] = []
    joined = False
    _, end = view.clause_of(posture.start)
    quoted_end = next((c for c in view.clauses if c > posture.start and not _same_quote(view, posture.start, c)), end)
    for phrase in view.phrases:
        if phrase.start < posture.end or phrase.start >= max(end, min(quoted_end + 14, view.end)):
            continue
        if phrase.kind not in {"gpe", "loc"}:
            continue
        k = phrase.start - 1
        while view.lower(k) in {"the", "its", "“", "”", '"'}:
            k -= 1
        advice = posture.subtype == "advisory" and view.lower(k) in {
            "for",
            "to",
            "leave",
            "avoid",
            "against",
            "in",
            "on",
        }
        if (advice and not out) or (
            view.lower(k) in {"in", "at", "from", "inside"} and not out and _belongs(view, posture, k)
        ):
            out.append(location(view, phrase))
        elif view.lower(k) in {"and", ","} and out and phrase.start - k <= 2 and _adjacent(view, phrase, k):
            out.append(location(view, phrase))
            joined = True
        elif out:
            break
    if not out and posture.whom is not None:
        whom = view.covering(posture.whom)
        if whom is not None:
            inner = [n for n in view.names if whom.start <= n.start < whom.end and n.id_ in {"capital", "city"}]
            out.extend(location(view, Phrase(n.start, n.end, n.end - 1, "gpe", (n.kb_id_,))) for n in inner)
    return out if joined else out[:1]


def _belongs(view: View, posture: Posture, k: int) -> bool:
    """Whether only nouns stand between the mission and the preposition at ``k``: no other verb has begun."""
    begin = posture.whom + 1 if posture.whom is not None and posture.whom >= posture.end else posture.end
    named = {i for n in view.names for i in range(n.start, n.end)}
    return all(
        view.lower(i) in _NOMINAL
        or i in named
        or view.skip[i]
        or view.covering(i) is not None
        or view.lower(i) in lexicon.modifiers()
        or view.lower(i) in lexicon.head_nouns()
        for i in range(begin, k)
    )


_NOMINAL = words(
    "of the a an and or all its their from in at to for out leave depart departure “ ” \" ’s 's family members"
)


def _adjacent(view: View, phrase: Phrase, k: int) -> bool:
    before = view.ending_at(k - 1) or view.ending_at(k - 2)
    return before is not None and before.kind == phrase.kind


def _same_quote(view: View, i: int, k: int) -> bool:
    return view.quoted[i] == view.quoted[min(k, view.end - 1)]


def _trigger(view: View, hit: Hit) -> Draft | None:
    args = fits(view, hit, arguments_of(view, hit))
    if args is None:
        return None
    type_ = EventType(type_of(view, hit, args))
    when = date_of(view, hit)
    reading = status_of(view, hit.start, hit.form, when, end=hit.end, decided=type_ in _DECIDED)
    if type_ is EventType.ASSAULT and (accused := _accused(view, hit)) is not None:
        args.actors, reading = [accused], Reading(Status.CLAIMED, "accused")
    if reading.status is None:
        return None
    if reading.status is Status.HYPOTHETICAL and type_ not in {EventType.ASSAULT, EventType.MOBILIZE}:
        return None
    dead, hurt = casualties(view, hit) if type_ in {EventType.ASSAULT, EventType.PROTEST} else (None, None)
    place = location_of(view, hit, args.targets) if type_ not in _SPOKEN else None
    return Draft(
        type_, subtype_of(view, hit, args, dead), hit.start, hit.end, reading, hit.trigger.id,
        args.actors, args.targets, [place] if place else [], when, args.weapon, count_of(view, hit), dead, hurt,
        emergency=hit.trigger.id in _EMERGENCY, toll=hit.trigger.id == "assault.kill", noun=hit.noun,
        lethal=not hit.noun and view.lower(hit.end - 1) in LETHAL and hit.trigger.needs == "people",
    )  # fmt: skip


def _accused(view: View, hit: Hit) -> Phrase | None:
    """ "accused X of bombing …", "blamed X for the attack": what X did is the accuser's claim."""
    for k in range(hit.start - 1, max(view.start, hit.start - 8), -1):
        if view.lower(k) in {"of", "for"} and (phrase := view.ending_at(k - 1)) is not None:
            verb = view.words(phrase.start - 3, phrase.start)
            if any(w.startswith(("accus", "blam")) for w in verb):
                return phrase
    return None


def _merge(view: View, drafts: list[Draft]) -> list[Draft]:
    """One act, one event: tolls go to their attack, a noun goes to the verb that tells the same."""
    assaults = [d for d in drafts if d.type is EventType.ASSAULT]
    main = [d for d in assaults if not d.toll] or [d for d in drafts if d.type is EventType.PROTEST]
    drop: set[int] = set()
    for draft in assaults:
        if not draft.toll or not main:
            continue
        near = min(main, key=lambda d: abs(d.start - draft.start))
        drop.add(id(draft))
        if draft.reading.status is Status.DENIED and near.reading.status is not Status.DENIED:
            continue  # "no soldier was killed in the attack"
        if near.noun and not near.targets and draft.targets and not draft.actors:
            near.targets = draft.targets
        if not near.actors and draft.actors and not draft.noun:
            near.actors = [a for a in draft.actors if a.kind in ACTORS]
    previous: Draft | None = None
    for draft in sorted((d for d in drafts if id(d) not in drop), key=lambda d: d.start):
        if (
            previous is not None
            and draft.type is previous.type
            and draft.type is not EventType.THREATEN
            and _same_act(view, previous, draft)
        ):
            drop.add(id(draft))
            previous.dead, previous.hurt = previous.dead or draft.dead, previous.hurt or draft.hurt
            previous.actors = previous.actors or draft.actors
            previous.targets = previous.targets or draft.targets
            previous.locations = previous.locations or draft.locations
            continue
        previous = draft
    kept = [d for d in drafts if id(d) not in drop]
    holders = [d for d in kept if d.type is EventType.ASSAULT and d.dead is not None]
    for draft in holders[1:]:
        if draft.dead == holders[0].dead:
            draft.dead = None
    return kept


def _same_act(view: View, one: Draft, two: Draft) -> bool:
    if one.type is EventType.PROTEST:
        return True
    if one.type is EventType.POSTURE:
        return one.subtype == two.subtype and two.start - one.end <= 4 and not two.locations
    both_named = (one.actors and two.actors and one.actors[0] != two.actors[0]) or (
        one.targets and two.targets and one.targets[0] != two.targets[0]
    )
    if both_named:
        return False
    if one.reading.status != two.reading.status and two.reading.status is not None and two.start - one.end > 6:
        return False
    return one.noun or two.noun or not two.targets


def _finish(view: View, draft: Draft) -> list[Event]:
    doc = view.doc
    sentence = chars(doc[view.start : view.end])
    start, last = doc[draft.start].idx, doc[draft.end - 1]
    end = last.idx + len(last)
    trigger = Mention(doc[draft.start : draft.end].text, start, end)
    status = draft.reading.status
    if status is None:
        return []
    out: list[Event] = []
    spots: list[Location | None] = [*draft.locations] or [None]
    for actor in _mentions(view, draft.actors) or [None]:
        for target in _mentions(view, draft.targets) or [None]:
            for place in spots:
                states = (
                    actor is not None
                    and target is not None
                    and None not in {actor.country, target.country}
                    and actor.country != target.country
                )
                severity, why = severity_of(
                    draft.type,
                    status,
                    subtype=draft.subtype,
                    fatalities=draft.dead,
                    injured=draft.hurt,
                    lethal=draft.lethal,
                    violent=draft.violent,
                    between_states=states,
                    emergency=draft.emergency or (draft.subtype == "advisory" and _urgent(view)),
                )
                first = draft.when.first if draft.when else None
                final = draft.when.last if draft.when else None
                event = Event(
                    type=draft.type, subtype=draft.subtype, status=status, severity=severity, trigger=trigger,
                    sentence=sentence, actor=actor, target=target, location=place, date=first,
                    date_end=final if final != first else None, count=draft.count, fatalities=draft.dead,
                    injured=draft.hurt, condition=_condition(view, draft), weapon=draft.weapon,
                )  # fmt: skip
                out.append(event)
                note(doc, "event", start, end, f"{draft.rule}; status: {draft.reading.rule}; severity: {why}")
    return out


def _urgent(view: View) -> bool:
    """An advisory not to travel at all, or to leave."""
    told = " ".join(view.words(view.start, view.end))
    return any(phrase in told for phrase in ("do not travel", "level 4", "to leave", "to depart", "avoid all travel"))


def _mentions(view: View, phrases: list[Phrase]) -> list[Mention | None]:
    out: list[Mention | None] = []
    for phrase in phrases:
        if phrase.joint and len(phrase.codes) > 1:
            out.extend(phrase.mention(view.doc, code) for code in phrase.codes)
        else:
            out.append(phrase.mention(view.doc))
    return out


def _condition(view: View, draft: Draft) -> Mention | None:
    """The condition of the same sentence, for threats, plans and what is hypothetical."""
    if draft.type is not EventType.THREATEN and draft.reading.status not in {Status.HYPOTHETICAL, Status.PLANNED}:
        return None
    for span in group(view.doc, "conditions"):
        if view.start <= span.start < view.end and not span.start <= draft.start < span.end:
            found: Chars = chars(span)
            return Mention(span.text.strip(), found.start, found.end)
    return None


@Language.factory("sitrep_events")
def create_events(nlp: Language, name: str) -> Events:
    """The component."""
    return Events(nlp)
