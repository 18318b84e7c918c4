"""Whether a trigger with its arguments is an event at all.

``needs`` of lexicon/triggers.toml names one of the checks here. They are where "strikes deal", "fires aide" and
"shot a film" end.
"""

from __future__ import annotations

from collections.abc import Callable

from bot.analysis.lexicon.wordlists import words
from bot.analysis.lexicon.words import LOCATIVES
from bot.analysis.windows.arguments import Arguments
from bot.analysis.windows.grammar import places_in
from bot.analysis.windows.labour import laid_down
from bot.analysis.windows.phrases import ACTORS
from bot.analysis.windows.triggers import Hit
from bot.analysis.windows.view import View

_FIGHTERS = frozenset({"armed", "force", "group", "gpe", "org", "vehicle"})
_STATES = frozenset({"gpe", "org", "group", "government"})
_HURT = ACTORS | {"thing"}
_VESSELS = words(
    "ship vessel tanker boat freighter cargo-ship ferry weapons shipment cargo drugs arms trawler plane airliner bus"
    " ships vessels boats tankers"
)
_CAPTIVES = words(
    "hostage hostages prisoner prisoners detainee detainees captive captives soldiers activists "
    "journalist journalists crew pilgrims students"
)
_PLACES = words(
    "town village city base airport border post crossing district province capital headquarters "
    "territory region area checkpoint airfield stronghold bridge dam port camp barracks palace outpost "
    "neighbourhood neighborhood island towns villages cities bases outposts positions"
)
_CROWD = words(
    "protester protesters demonstrator demonstrators people residents students workers teachers "
    "supporters opposition activists crowds crowd thousands hundreds dozens women farmers citizens "
    "union unions marchers miners doctors nurses drivers villagers refugees journalists"
)
_GUNS = words(
    "killed wounded injured dead police gunman gunmen suspect victims attacker officers fired "
    "casualties soldiers troops"
)


def fits(view: View, hit: Hit, args: Arguments) -> Arguments | None:
    """The arguments, cleaned of what cannot stand in their places; ``None`` where this is no event."""
    args.actors = [a for a in args.actors if a.kind in ACTORS | {"vehicle", "weapon"}]
    args.targets = [t for t in args.targets if t.kind in _HURT | {"vehicle", "weapon", "loc"}]
    if hit.trigger.type == "ASSAULT" and any(a.kind == "outlet" for a in args.actors):
        return None
    if hit.trigger.id == "assault.strike" and laid_down(view, hit.start, args.actors, args.targets):
        return None
    check = _CHECKS.get(hit.trigger.needs, _anything)
    if not check(view, hit, args):
        return None
    args.actors = [
        a for a in args.actors if (a.kind in ACTORS or a.codes) and view.lower(a.start - 1) not in {"no", "neither"}
    ]
    return args


def _anything(view: View, hit: Hit, args: Arguments) -> bool:
    return True


def _target(view: View, hit: Hit, args: Arguments) -> bool:
    """Something that can be hurt; of a person or a country only with an actor that fights."""
    if hit.noun:
        if args.targets or any(a.kind in _FIGHTERS for a in args.actors):
            return not (args.targets and args.targets[0].kind == "person" and not args.actors) or _toll(view)
        return hit.trigger.alone or _toll(view)
    if not args.targets:
        return False
    head = args.targets[0]
    fighter = any(a.kind in _FIGHTERS | {"weapon"} for a in args.actors) or args.weapon is not None
    if hit.trigger.armed_actor:
        return fighter and not _verbal(view, hit)
    if head.kind == "person" and not fighter and not _toll(view):
        return False
    if head.kind == "government" and not fighter and not _toll(view):
        return view.lower(hit.start) in {"stormed", "storm", "storming", "raided"} and not _verbal(view, hit)
    return not _verbal(view, hit)


def _verbal(view: View, hit: Hit) -> bool:
    """ "attacked the minister over …", "hit China with tariffs": words and measures, not force."""
    after = view.words(hit.end, hit.end + 10)
    return any(
        w
        in {
            "tariffs",
            "tariff",
            "sanctions",
            "criticism",
            "lawsuit",
            "fine",
            "taxes",
            "tax",
            "tweet",
            "speech",
            "remarks",
            "verbally",
            "record",
            "policy",
            "policies",
        }
        for w in after
    )


def _toll(view: View) -> bool:
    return any(
        w in {"killed", "killing", "wounded", "injured", "wounding", "injuring", "dead", "casualties", "injuries"}
        for w in view.words(view.start, view.end)
    )


def _people(view: View, hit: Hit, args: Arguments) -> bool:
    """Victims: a phrase of people, or a number of dead."""
    words = view.words(view.start, view.end)
    if hit.noun:
        return bool(args.targets) or bool(_GUNS & set(words)) or any(a.kind in _FIGHTERS for a in args.actors)
    victims = [t for t in args.targets if t.kind in ACTORS - {"org"}]
    if victims:
        return True
    counted = any(view.skip[k] for k in range(hit.end, min(hit.end + 4, view.end)))
    return (counted and hit.trigger.id == "assault.kill") or (
        hit.trigger.id == "assault.kill" and any(view.skip[k] for k in range(max(view.start, hit.start - 5), hit.start))
    )


def _weapon(view: View, hit: Hit, args: Arguments) -> bool:
    """ "fired rockets", "launched drones": the object is a weapon."""
    after = view.words(hit.end, hit.end + 7)
    near = [
        p for p in view.phrases if p.kind in {"weapon", "vehicle"} and p.start >= hit.end and p.start - hit.end <= 6
    ]
    shots = any(w in {"shots", "shot", "volley", "salvo", "barrage", "bullets"} for w in after)
    if args.targets and args.targets[0].kind in {"weapon", "vehicle"}:
        args.weapon = args.weapon or args.targets[0].mention(view.doc)
        if hit.trigger.id != "assault.down":
            args.targets = []
        return True
    return (
        bool(near)
        and near[0].start - hit.end <= 6
        and not any(w in {"in", "after", "at", "by", "against"} for w in view.words(hit.end, near[0].start))
    ) or shots


def _armed(view: View, hit: Hit, args: Arguments) -> bool:
    """A clash needs two sides, or one that is armed."""
    if len(args.actors) == 2 and not args.targets:
        args.actors, args.targets = args.actors[:1], args.actors[1:]
    sides = [p for p in (*args.actors, *args.targets) if p.kind in {"armed", "force", "group", "gpe"}]
    if not sides and hit.noun:
        begin, end = view.clause_of(hit.start)
        near = [p for p in view.phrases if begin <= p.start < end and p.kind in {"armed", "force", "group"}]
        if near and hit.end - hit.start <= 2:
            args.actors = args.actors or [near[0]]
            if len(near) > 1 and near[1] not in args.actors:
                args.targets = args.targets or [near[1]]
            return True
    traded = view.lower(hit.end - 1) == "fire"
    return any(p.kind in {"armed", "force", "group"} or (traded and p.kind == "gpe") for p in sides)


def _place(view: View, hit: Hit, args: Arguments) -> bool:
    fighters = [a for a in args.actors if a.kind in {"armed", "force", "group", "gpe", "org"}]
    if not fighters or not args.targets:
        return False
    target = args.targets[0]
    return target.kind == "gpe" or (target.kind == "thing" and view.lower(target.head) in _PLACES)


def _force(view: View, hit: Hit, args: Arguments) -> bool:
    """A military noun or a weapon as the object (or the subject of a passive)."""
    things = [t for t in args.targets if t.kind in {"force", "vehicle", "weapon"}]
    if hit.noun:
        return bool(things) or any(
            w in {"troop", "troops", "military", "forces"} for w in view.words(hit.start - 2, hit.end + 4)
        )
    if not things:
        near = [p for p in view.phrases if p.kind in {"vehicle", "weapon", "force"} and 0 <= p.start - hit.end <= 4]
        if not near or not args.actors:
            return False
    if hit.trigger.type == "RETREAT" and things and things[0].codes and not args.actors:
        args.actors = [things[0]]
    if not args.actors and things and things[0].codes:
        args.actors = [things[0]]
    args.targets = [t for t in args.targets if t not in things]
    return bool(args.actors) or bool(things)


def _actor(view: View, hit: Hit, args: Arguments) -> bool:
    return bool(args.actors) or any(p.kind in ACTORS for p in view.phrases if p.end <= hit.start)


def _both(view: View, hit: Hit, args: Arguments) -> bool:
    states = [p for p in (*args.actors, *args.targets) if p.codes or p.kind in {"group", "org", "armed"}]
    return bool(args.actors) and bool(args.targets) and bool(states) and args.actors[0].kind != "outlet"


def _state_subject(view: View, hit: Hit, args: Arguments) -> bool:
    return any(
        (a.kind in _STATES and (a.codes or a.kind in {"group", "org"})) or (a.kind == "person" and a.codes)
        for a in args.actors
    )


def _states(view: View, hit: Hit, args: Arguments) -> bool:
    """Two sides with countries or groups, or one that speaks for a state and another it meets."""
    sides = [p for p in (*args.actors, *args.targets) if p.codes or p.kind in {"group", "org"}]
    if hit.noun:
        return len(sides) >= 1 or len({p.code for p in view.phrases if p.kind == "gpe"}) >= 2
    codes = {c for p in sides for c in p.codes} | {str(p.start) for p in sides if not p.codes}
    return len(sides) >= 2 and len(codes) >= 2


def _with(view: View, hit: Hit, args: Arguments) -> bool:
    _, end = view.clause_of(hit.start)
    after = view.words(hit.start, min(end, hit.end + 9))
    if not any(w in hit.trigger.with_words for w in after):
        before = view.words(max(view.start, hit.start - 5), hit.start)
        if not any(w in hit.trigger.with_words for w in before):
            return False
    return any(a.codes or a.kind in {"group", "org", "government", "person", "force"} for a in args.actors) or bool(
        args.targets
    )


_GATHERING = words(
    "held hold holds holding staged stage stages joined join joins attended organised organized broke erupted planned"
    " peaceful violent mass police dispersed disperse gas batons streets marched march rally crowds blocked gathered"
)


def _somewhere(view: View, hit: Hit) -> bool:
    begin, end = view.clause_of(hit.start)
    return any(preposition in LOCATIVES for _, preposition in places_in(view, begin, end))


def _crowd(view: View, hit: Hit, args: Arguments) -> bool:
    """A protest of people; "rallied to beat" and "the rally car" have none."""
    if hit.noun:
        words = view.words(view.start, view.end)
        if view.lower(hit.start) in {"rally", "march"}:
            return bool(_CROWD & set(words))
        if view.lower(hit.start - 1) == "in":
            return True  # "shops stayed shut in protest"
        if view.lower(hit.start) == "protest" and not (_CROWD | _GATHERING) & set(words) and not _somewhere(view, hit):
            return False  # "a protest against the length of the round was rejected"
        return not any(w in {"lodged", "filed", "without", "diplomatic"} for w in view.words(hit.start - 3, hit.start))
    if any(a.kind in {"people", "armed"} or view.lower(a.head) in _CROWD for a in args.actors):
        return not any(w in {"beat", "win", "shares", "points"} for w in view.words(hit.end, hit.end + 4))
    return (
        any(view.skip[k] or view.lower(k) in _CROWD for k in range(max(view.start, hit.start - 6), hit.start))
        and view.lower(hit.start) != "rallied"
    )


def _crowd_near(view: View, hit: Hit, args: Arguments) -> bool:
    return bool(_CROWD & set(view.words(view.start, view.end)))


def _vessel(view: View, hit: Hit, args: Arguments) -> bool:
    return (any(w in _VESSELS for w in view.words(hit.end, hit.end + 8)) and bool(args.actors)) or (
        bool(args.targets) and view.lower(args.targets[0].head) in _VESSELS
    )


def _captive(view: View, hit: Hit, args: Arguments) -> bool:
    held = [t for t in args.targets if view.lower(t.head) in _CAPTIVES]
    captor = any(a.kind in {"armed", "force", "group"} for a in args.actors)
    if captor and not hit.noun and args.targets and args.targets[0].kind == "people":
        return True
    near = view.words(hit.start - 4, hit.end + 7)
    return (
        bool(held)
        and any(
            w
            in {
                "hostage",
                "hostages",
                "prisoner",
                "prisoners",
                "detainees",
                "captive",
                "captives",
                "detained",
                "swap",
                "exchange",
                "jailed",
                "kidnapped",
                "abducted",
                "imprisoned",
            }
            for w in (*near, *view.words(view.start, view.end))
        )
    ) or (hit.noun and hit.end - hit.start == 2)


def _armed_subject(view: View, hit: Hit, args: Arguments) -> bool:
    return any(a.kind in {"armed", "force", "group"} for a in args.actors)


def _spoken_by(view: View, hit: Hit, args: Arguments) -> bool:
    """Whether somebody acts: a phrase, or a pronoun right before the verb."""
    if args.actors:
        return args.actors[0].kind in ACTORS
    return not hit.noun and any(w in {"he", "she", "they"} for w in view.words(hit.start - 2, hit.start))


_CONDEMNED = words(
    "attack attacks bombing killing killings strike strikes threat threats violence raid coup shelling ambush video"
    " massacre abduction assassination escalation invasion incursion sanctions decision detention arrests"
)


def _addressed(view: View, hit: Hit, args: Arguments) -> bool:
    """Somebody who accuses, urges or backs, and one whom: "He accused the army of …", "condemned the attack"."""
    if not _spoken_by(view, hit, args):
        return hit.noun and bool(args.targets)
    if args.targets and args.targets[0].kind in ACTORS:
        return True
    return hit.trigger.type == "ACCUSE" and bool(_CONDEMNED & set(view.words(hit.end, hit.end + 5)))


def _with_speaker(view: View, hit: Hit, args: Arguments) -> bool:
    if not hit.trigger.with_words & set(view.words(hit.end, hit.end + 7)):
        before = view.words(max(view.start, hit.start - 6), hit.start)
        return bool(hit.trigger.with_words & set(before)) and view.lower(hit.start - 1) in {"was", "were", "been"}
    return _spoken_by(view, hit, args)


def _party(view: View, hit: Hit, args: Arguments) -> bool:
    """One that can be party to a deal: a state, an authority, a group; a mere person only where a country is told."""
    kinds = _STATES | {"armed", "force"}
    return any(a.kind in kinds or (a.kind in {"person", "people"} and a.codes) for a in args.actors)


_ENVOYS = words(
    "ministers leaders presidents mediators delegations officials envoys diplomats negotiators sides parties"
    " governments elders commanders generals surveyors delegates"
)


def _meeting(view: View, hit: Hit, args: Arguments) -> bool:
    """Two sides, or several envoys, who meet; a noun ("peace talks") with one side named."""
    sides = [p for p in (*args.actors, *args.targets) if p.kind in _STATES or (p.kind == "person" and p.codes)]
    if hit.noun or len(sides) >= 2:
        return _states(view, hit, args) or len(sides) >= 2
    return bool(args.actors) and view.lower(args.actors[0].head) in _ENVOYS and view.lower(hit.start) != "visited"


_IMPOSED = words(
    "imposed impose imposes imposing declared declare declares declaring extended extend extends ordered announced"
    " enforced introduced under lifted lift violating"
)


def _imposed(view: View, hit: Hit, args: Arguments) -> bool:
    """A curfew that somebody imposes or extends, not one that is merely spoken of."""
    return not hit.noun or bool(_IMPOSED & set(view.words(hit.start - 6, hit.end + 12)))


_CHECKS: dict[str, Callable[[View, Hit, Arguments], bool]] = {
    "target": _target,
    "people": _people,
    "weapon": _weapon,
    "armed": _armed,
    "place": _place,
    "force": _force,
    "actor": _actor,
    "both": _both,
    "state": _state_subject,
    "state-subject": _state_subject,
    "states": _states,
    "with": _with,
    "crowd": _crowd,
    "crowd-near": _crowd_near,
    "vessel": _vessel,
    "captive": _captive,
    "armed-subject": _armed_subject,
    "addressed": _addressed,
    "with-speaker": _with_speaker,
    "party": _party,
    "imposed": _imposed,
    "meeting": _meeting,
}
