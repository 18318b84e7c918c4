"""The pipeline component that sets ``Doc._.events``: triggers, arguments, status, place, date and toll put together."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterator
from dataclasses import replace

from spacy.language import Language
from spacy.tokens import Doc, Token

from bot.analysis import tree
from bot.analysis.events import frames as lexicon
from bot.analysis.events.arguments import SPOKEN, Arguments, fill
from bot.analysis.events.blame import nobody, unclaimed
from bot.analysis.events.context import Context
from bot.analysis.events.counts import count_of, of_people
from bot.analysis.events.declining import FRIENDLY, declined
from bot.analysis.events.dispersals import meet
from bot.analysis.events.draft import EventDraft
from bot.analysis.events.guards import never
from bot.analysis.events.hits import Hit
from bot.analysis.events.merge import merge, no_arguments, told_beside
from bot.analysis.events.patients import count_patients
from bot.analysis.events.places import blocked_place, location, place_of
from bot.analysis.events.referring_back import refer_back
from bot.analysis.events.slots import light_verb, told_by_its_verb
from bot.analysis.events.status import read
from bot.analysis.events.subtypes import refine
from bot.analysis.events.timing import date_of
from bot.analysis.events.tolls import attach
from bot.analysis.events.triggers import find
from bot.analysis.extensions import explained, note
from bot.analysis.lexicon.wordlists import words
from bot.analysis.severity import protected, severity_of
from storage.model.findings import Event, EventType, Location, Mention, Stance, Status
from storage.model.findings import Span as Chars

_HOOKS = ("bot.analysis.events.threats", "bot.analysis.events.posture", "bot.analysis.events.demands")
_UNDOING = frozenset({EventType.REJECT, EventType.SANCTION, EventType.CONCEDE})
"""Classes whose preposition leads to what is undone ("walked away from the accord"), no happening of its own."""
_TOLD_WHEN_OPEN = frozenset({EventType.ASSAULT, EventType.MOBILIZE, EventType.POSTURE, EventType.THREATEN})
"""Classes that are told even where they are hypothetical."""
_SAID = (SPOKEN | {EventType.THREATEN, EventType.POSTURE}) - {EventType.AID, EventType.COOPERATE}
"""Classes whose act may be that somebody says it: the day of saying is theirs."""
_OPEN = frozenset({Status.PLANNED, Status.HYPOTHETICAL})
_UNDER_CONDITION = frozenset({EventType.ASSAULT, EventType.MOBILIZE})
"""What is told with the condition under which it will happen."""
_PAIRS = 24
"""At most so many events of one trigger."""

Finder = Callable[[Doc, Context], list[EventDraft]]


@Language.factory("sitrep_events")
def create(nlp: Language, name: str) -> Events:
    """The component for a pipeline."""
    return Events()


class Events:
    """Sets ``Doc._.events``; a text without a tree has none."""

    def __init__(self) -> None:
        self.frames = lexicon.load()
        self.finders: list[Finder] = []
        for module in _HOOKS:
            try:
                self.finders.append(importlib.import_module(module).find)
            except ModuleNotFoundError:
                continue

    def __call__(self, doc: Doc) -> Doc:
        if not len(doc) or not doc.has_annotation("DEP"):
            doc._.events = ()
            return doc
        ctx = Context(doc)
        drafts = self.drafts(doc, ctx)
        events: list[Event] = []
        for draft in drafts:
            events.extend(_finish(ctx, draft))
        doc._.events = tuple(dict.fromkeys(events))
        _threatening(doc, {d.content for d in drafts if d.status is Status.THREATENED and d.content is not None})
        return doc

    def drafts(self, doc: Doc, ctx: Context) -> list[EventDraft]:
        """Every event of the text before it is written out, in the order of the text."""
        special = [draft for finder in self.finders for draft in finder(doc, ctx)]
        ordered = {i for d in special if d.rule == "threat.or-else" for span in d.covers for i in range(*span)}
        special = [d for d in special if d.head not in ordered]
        covered: set[int] = set()
        for draft in special:
            covered.update(range(draft.start, draft.end))
            for start, end in draft.covers:
                covered.update(range(start, end))
        drafts: list[EventDraft] = []
        for draft in special:
            self._complete(ctx, draft, ctx.tokens[draft.head], ())
            if draft.status is not None:
                drafts.append(draft)
        chosen = [best for hits in find(doc, self.frames) if (best := _best(ctx, hits, covered)) is not None]
        inner = {word.i for hit, _ in chosen for word in hit.words}
        inner |= {hit.via.i for hit, args in chosen if args and hit.via and hit.frame.type in _UNDOING}
        inner |= {i for hit, args in chosen if args and (i := _done_jointly(hit)) is not None}
        acts = {hit.token.i: hit.frame for hit, args in chosen if args is not None and not hit.noun}
        for hit, args in chosen:
            if args is None or hit.token.i in inner or (hit.noun and told_by_its_verb(hit, acts)):
                continue
            found = self._draft(ctx, hit, args)
            if found is not None:
                drafts.append(found)
        drafts.sort(key=lambda d: d.head)
        drafts = told_beside(ctx, no_arguments(drafts))
        for draft in drafts:
            count_patients(ctx, draft)
        drafts = meet(ctx, merge(ctx, drafts))
        for draft in drafts:
            draft.count = draft.count or count_of(ctx, draft)
        attach(ctx, drafts)
        return [draft for draft in refer_back(ctx, drafts) if not _only_unclaimed(ctx, draft)]

    def _draft(self, ctx: Context, hit: Hit, args: Arguments) -> EventDraft | None:
        type_, subtype = refine(hit, args, ctx)
        start, end = _bounds(hit)
        frame = hit.frame
        draft = EventDraft(
            type_, frame.id, hit.token.i, start, end, subtype=subtype, status=frame.status,
            actors=args.actors, targets=args.targets, weapon=args.weapon, noun=hit.noun, violent=frame.violent,
            emergency=frame.emergency, lethal=frame.lethal, toll=frame.toll, placed=True,
        )  # fmt: skip
        if frame.spoken and not draft.actors:  # "They … called for an inquiry": whom the claim takes for its speaker
            said = next((s for s in ctx.doc._.speeches or () if s.cue == draft.head and s.speaker is not None), None)
            draft.actors = ctx.all_of(said.speaker.root) if said is not None else []
        if args.claimed and draft.status is None:
            draft.status, draft.path = args.claimed, ["accused-or-claimed"]
        self._complete(ctx, draft, hit.token, frame.place, spoken=frame.spoken)
        if type_ is EventType.THREATEN and draft.status is Status.OCCURRED:
            draft.status = Status.THREATENED
        if draft.status is None or (draft.status is Status.HYPOTHETICAL and type_ not in _TOLD_WHEN_OPEN):
            return None
        if draft.type is EventType.COERCE and draft.status is Status.DENIED and never(hit.token):
            return None  # "no officer had ever been charged"
        if draft.toll and draft.status is Status.DENIED and draft.path and draft.path[0].startswith("negated"):
            return None  # "nobody was injured"
        if not _enough(ctx, draft):
            return None
        return draft

    def _complete(
        self, ctx: Context, draft: EventDraft, head: Token, prepositions: tuple[str, ...], *, spoken: bool = False
    ) -> None:
        """Date, status and place, where the finder has not set them."""
        if draft.when is None:
            draft.when = date_of(ctx, head, told=draft.type in _SAID)
        if draft.status is None:
            reading = read(ctx, head, draft.type, draft.when)
            draft.status, draft.path = reading.status, reading.path
            if declined(draft, head):
                draft.type, draft.status = EventType.REJECT, Status.OCCURRED
                draft.path = [*draft.path, "declined"]
            elif draft.status is Status.DENIED and "refused" in draft.path and draft.type in FRIENDLY:
                draft.status = None  # "refused to meet": the refusal is the event
            if draft.status is Status.CLAIMED and _denied_behind(head):
                draft.status, draft.path = Status.DENIED, [*draft.path, "claim-denied"]
            if draft.status is None:
                return
        if draft.condition is None and draft.status in _OPEN and draft.type in _UNDER_CONDITION:
            under = ctx.conditions.governing(head)
            draft.condition = (under.start, under.end) if under is not None else None
        if not draft.places and draft.placed:
            used = {t.i for t in draft.actors} | {
                t.i for t in draft.targets if ctx.label(t) not in {"GPE", "LOC", "FAC"}
            }
            if draft.type is EventType.MOBILIZE:
                prepositions = (*prepositions, "to", "into", "on", "along")
            elif draft.type is EventType.RETREAT:
                prepositions = (*prepositions, "from", "out")
            sides = {m.i for a in draft.actors for m in ctx.joined(a)}
            partners = [
                t for t in draft.targets if draft.type in _WITH_OTHERS or t.i in sides or "with" in tree.case_words(t)
            ]
            used |= {t.i for t in partners}
            there = [t for t in draft.targets if t not in partners]
            place = place_of(ctx, head, prepositions, there, used, near=spoken or draft.type is EventType.SANCTION)
            place = place or blocked_place(ctx, draft)
            draft.places = [place] if place is not None else []


_WITH_OTHERS = frozenset({EventType.COOPERATE, EventType.AGREE, EventType.SANCTION})
"""Classes whose target is another side, wherever it is done: "joint patrols with Japan"."""


def _bounds(hit: Hit) -> tuple[int, int]:
    """The trigger's words; of "talks mediated by Norway" the talks, of "began joint patrols" all of it."""
    start, end = hit.bounds()
    if (done := _done_jointly(hit)) is not None:
        return start, done + 1 if end <= done < start + 6 else end
    head = hit.token.head
    talks = hit.frame.type is EventType.CONSULT and hit.token.dep_ == "acl" and head.lemma_.lower() in _TALKS
    return (head.i, head.i + 1) if talks and not hit.noun else (start, end)


def _done_jointly(hit: Hit) -> int | None:
    """Where the noun stands that a verb of joint deeds carries; it is no event beside its verb."""
    if hit.noun or hit.frame.id != "cooperate.joint":
        return None
    return next((o.i for o in tree.objects(hit.token)), None)


_TALKS = words("talk talks negotiation meeting summit conference dialogue discussion consultation session")


def _best(ctx: Context, hits: Iterator[Hit], covered: set[int]) -> tuple[Hit, Arguments | None] | None:
    """The first frame of a word that finds what it needs; of two of one verbal class the one that finds a target.

    With ``None`` for its arguments where the word is a figure of speech ("opened fire": not "fire" again).
    """
    first: tuple[Hit, Arguments] | None = None
    for hit in hits:
        i = hit.token.i
        if i in covered or ctx.masked[i] or i in ctx.date_at:
            return None
        if first is not None and hit.frame.type is not first[0].frame.type:
            continue
        if hit.frame.no_event:
            return first or (hit, None)
        args = fill(hit, ctx)
        if args is None:
            continue
        if args.targets or hit.frame.type not in SPOKEN:
            return hit, args
        first = first or (hit, args)
    return first


def _threatening(doc: Doc, contents: set[tuple[int, int]]) -> None:
    """Claims that turned out to be threats are told as such: the verb alone ("said") does not show it."""
    speeches, claims = doc._.speeches or (), doc._.claims or ()
    if contents and len(speeches) == len(claims):
        doc._.claims = tuple(
            replace(claim, stance=Stance.THREATENS)
            if (speech.start, speech.end) in contents and claim.stance is not Stance.DENIES
            else claim
            for speech, claim in zip(speeches, claims, strict=True)
        )


_WITHOUT_SIDES = frozenset({EventType.PROTEST, EventType.POSTURE, EventType.COERCE, EventType.MOBILIZE})
_HELD = words(
    "hold open begin start resume end conclude collapse break close continue convene fail falter adjourn stall"
)
_HAPPENING = words(
    "occur happen erupt break take continue report hear ring rage begin start follow rock shake kill wound injure"
    " destroy damage leave go come claim resume cause injure"
)


def _enough(ctx: Context, draft: EventDraft) -> bool:
    """Whether somebody or something is named beside the word; a bare "violence", a bare "deal" tells nothing."""
    if draft.actors or draft.targets:
        return True
    if draft.type is EventType.ASSAULT:
        head = ctx.tokens[draft.head]
        if not draft.noun:
            return bool(draft.weapon or draft.places or draft.when or draft.lethal or draft.subtype)
        if (
            draft.places
            or draft.weapon
            or draft.when
            or any(c.dep_ in {"nummod", "acl:relcl"} for c in tree.children(head))
        ):
            return True
        carried = light_verb(head)
        return carried is not None and carried[0].lemma_ in _HAPPENING
    if draft.type is EventType.CONSULT and draft.rule in {"consult.talks-held", "consult.meet"}:
        carried = light_verb(ctx.tokens[draft.head]) if draft.noun else (ctx.tokens[draft.head], "")
        return carried is not None and carried[0].lemma_ in _HELD and bool(draft.places or draft.when)
    if draft.rule in {"agree.sign", "agree.agree-on"} and not draft.noun:
        return bool(draft.places or draft.when)  # "The accord, sealed in Djibouti last Thursday, …"
    if draft.rule in {"retreat.ceasefire", "retreat.silent"}:
        return bool(draft.places)
    if draft.type in _WITHOUT_SIDES:
        return draft.type is not EventType.MOBILIZE or bool(draft.places)
    return False


def _only_unclaimed(ctx: Context, draft: EventDraft) -> bool:
    """ "No group claimed the attack": it speaks of an attack told elsewhere, unless it tells the toll as well."""
    told = draft.dead is not None or draft.hurt is not None
    head = ctx.tokens[draft.head]
    return (draft.noun or head.lemma_ == "claim") and not told and unclaimed(head)


_DENIALS = frozenset({"deny", "dismiss", "reject", "refute", "rebut"})
_DENIED = frozenset({"it", "this", "that", "claim", "report", "allegation", "accusation", "charge"})


def _denied_behind(head: Token) -> bool:
    """Whether what is claimed is denied in the same sentence: ", but police denied it"."""
    for above in (head, *tree.governors(head)):
        for child in tree.children(above):
            if child.i > head.i and child.dep_ in {"conj", "parataxis"} and child.lemma_ in _DENIALS:
                return any(o.dep_ == "obj" and {o.lower_, o.lemma_} & _DENIED for o in tree.children(child))
    return False


def _finish(ctx: Context, draft: EventDraft) -> list[Event]:
    """The contract's events: one for each pair of actor and target, and each place."""
    status = draft.status
    if status is None:
        return []
    doc = ctx.doc
    start, end = ctx.sentences[ctx.sentence_of[draft.head]]
    sentence = _chars(ctx, start, end)
    trigger = _mention(ctx, draft.start, draft.end)
    named = [a for a in draft.actors if not nobody(a)]
    actors: list[Mention | None] = [m for a in named for m in ctx.mentions(a)] or [None]
    targets: list[tuple[Mention | None, str | None]] = [
        (m, protected(w.lemma_.lower() for w in ctx.tokens[tree.phrase(t)[0] : t.i + 1]))
        for t in draft.targets
        for m in ctx.mentions(t)
    ] or [(None, None)]
    spots: list[Location | None] = [location(ctx, p) for p in draft.places] or [None]
    weapon = ctx.mention(draft.weapon) if draft.weapon is not None else None
    many = of_people(ctx, draft) if draft.type is EventType.COERCE else draft.count
    condition = _mention(ctx, *draft.condition) if draft.condition is not None else None
    out: list[Event] = []
    for actor in actors:
        for target, kind in targets:
            states = (
                actor is not None and target is not None and None not in {actor.country, target.country}
                and actor.country != target.country
            )  # fmt: skip
            severity, why = severity_of(
                draft.type, status, subtype=draft.subtype, fatalities=draft.dead, injured=draft.hurt, count=many,
                target=kind, lethal=draft.lethal, violent=draft.violent, between_states=states,
                emergency=draft.emergency,
                bare=not (draft.actors or draft.targets or draft.places or weapon or draft.dead or draft.hurt),
            )  # fmt: skip
            when = draft.when
            first = when.first if when is not None else None
            last = when.last if when is not None else None
            for place in spots:
                if len(out) >= _PAIRS:
                    break
                out.append(
                    Event(
                        type=draft.type,
                        status=status,
                        severity=severity,
                        trigger=trigger,
                        sentence=sentence,
                        subtype=draft.subtype,
                        actor=actor,
                        target=target,
                        location=place,
                        date=first,
                        date_end=last if last != first else None,
                        count=draft.count,
                        fatalities=draft.dead,
                        injured=draft.hurt,
                        condition=condition,
                        weapon=weapon,
                    )
                )
    if not explained(doc):
        return out
    slots = {"actor": draft.actors, "target": draft.targets, "place": draft.places}
    found = [f"{name} {ctx.mention(t).text}" for name, tokens in slots.items() for t in tokens]
    if weapon is not None:
        found.append(f"weapon {weapon.text}")
    path = (*(draft.path or ["set by the rule"]), f"status {status.value}", f"severity {int(severity)}: {why}")
    note(
        doc, f"event {draft.type.value}", trigger.start, trigger.end, draft.rule, arguments=tuple(found), path=path
    )  # fmt: skip
    return out


def _mention(ctx: Context, start: int, end: int) -> Mention:
    span = _chars(ctx, start, end)
    return Mention(ctx.text[span.start : span.end], span.start, span.end)


def _chars(ctx: Context, start: int, end: int) -> Chars:
    tokens = ctx.tokens
    while start < end - 1 and tokens[start].is_space:
        start += 1
    while end - 1 > start and tokens[end - 1].is_space:
        end -= 1
    last = tokens[end - 1]
    return Chars(tokens[start].idx, last.idx + len(last))
