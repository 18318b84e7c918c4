"""The class of an event where it is not that of its trigger, and its ACLED sub-type by its exact label."""

from __future__ import annotations

from bot.analysis.lexicon.wordlists import words
from bot.analysis.windows.arguments import Arguments
from bot.analysis.windows.phrases import Phrase
from bot.analysis.windows.triggers import Hit
from bot.analysis.windows.view import View
from storage.model.findings import Quantity


def type_of(view: View, hit: Hit, args: Arguments) -> str:
    """The class of the event: that of the trigger, but for crowds and for tests of missiles."""
    if hit.trigger.id == "coerce.impound" and any(a.kind in {"armed", "group"} for a in args.actors):
        return "ASSAULT"  # what a state does is coercion, what armed men do is piracy
    if hit.trigger.type != "ASSAULT":
        return hit.trigger.type
    if hit.trigger.id in _BY_CROWDS and any(view.lower(a.head) in _PROTESTERS for a in args.actors):
        return "PROTEST"
    police = any(view.lower(a.head) in {"police", "officers", "soldiers", "troops", "forces"} for a in args.actors)
    if hit.trigger.id in _BY_POLICE and police and _CROWDED & set(view.words(view.start, view.end)):
        return "PROTEST"
    if hit.trigger.id == "assault.launch" and not args.targets and _SEA & set(view.words(hit.end, hit.end + 12)):
        return "MOBILIZE"
    return "ASSAULT"


_BY_CROWDS = words("assault.attack assault.destroy assault.clash assault.launch")
_PROTESTERS = words("protesters protester demonstrators demonstrator rioters students marchers crowd crowds farmers")
_BY_POLICE = words("assault.open-fire assault.shoot assault.kill")
_CROWDED = words("protesters demonstrators crowd crowds marchers protest demonstration disperse")
_SEA = words("sea waters ocean test")
LETHAL = words(
    "killed kills killing assassinated assassinates murdered executed beheaded massacred slaughtered lynched dead down"
)
"""Trigger words that mean a death even where no number is told."""
_AIR = words("air drone drones warplanes warplane jets jet airstrike airstrikes aircraft uav helicopter helicopters")
_GROUND = words(
    "missile missiles rocket rockets artillery mortar mortars shells shell shelling ballistic howitzers tank tanks"
)


def subtype_of(view: View, hit: Hit, args: Arguments, dead: Quantity | None) -> str | None:
    """The ACLED sub-type: that of the trigger, changed by the means and the sides that the clause tells."""
    subtype = hit.trigger.subtype
    kind = type_of(view, hit, args)
    if kind != hit.trigger.type:
        if kind == "PROTEST":
            by_crowd = hit.trigger.id in _BY_CROWDS
            return "Violent demonstration" if by_crowd else "Excessive force against protesters"
        return None
    begin, end = view.clause_of(hit.start)
    # only what is near: the means of another act of the same sentence are not this one's
    words = set(view.words(max(begin, hit.start - 6), min(end, hit.end + 7)))
    if hit.trigger.id in {"assault.strike", "assault.attack", "assault.bomb", "assault.launch"}:
        if words & {"suicide"}:
            return "Suicide bomb"
        if words & {"grenade", "grenades"} and not words & _GROUND:
            return "Grenade"
        if words & {"chemical", "chlorine", "sarin"}:
            return "Chemical weapon"
        ground, air = bool(words & _GROUND), bool(words & _AIR)
        if hit.trigger.id == "assault.launch":
            return "Air/drone strike" if air and not ground else subtype
        if hit.trigger.id == "assault.strike":
            return (
                "Air/drone strike"
                if air or (not ground and _by_state(args))
                else "Shelling/artillery/missile attack"
                if ground
                else _attack(args)
            )
        if hit.trigger.id == "assault.attack":
            return "Air/drone strike" if air else "Shelling/artillery/missile attack" if ground else _attack(args)
        return subtype if _by_state(args) or air else "Remote explosive/landmine/IED"
    if hit.trigger.id == "assault.capture" and args.actors and args.actors[0].kind in {"force", "gpe"}:
        return "Government regains territory"
    if hit.trigger.id == "assault.kill" and "suicide" in view.words(view.start, view.end):
        return "Suicide bomb"
    if hit.trigger.id in {"protest.peaceful", "protest.disperse"}:
        return _protest(view, dead)
    return subtype


def _by_state(args: Arguments) -> bool:
    return any(a.kind in {"gpe", "force"} for a in args.actors)


def _attack(args: Arguments) -> str | None:
    """Between armed sides "Armed clash", else "Attack": ACLED has no nearer label for attacks on things."""
    if any(_is_fighter(t) for t in args.targets) and any(_is_fighter(a) for a in args.actors):
        return "Armed clash"
    return "Attack"


def _is_fighter(phrase: Phrase) -> bool:
    return phrase.kind in {"armed", "force", "group"}


def _protest(view: View, dead: Quantity | None) -> str:
    words = set(view.words(view.start, view.end))
    if "peacefully" in words or "peaceful" in words:
        return "Peaceful protest"
    if dead is not None or (words & {"live"} and words & {"ammunition", "rounds"}):
        return "Excessive force against protesters"
    if words & {"clashed", "hurled", "threw", "torched", "burned", "looted", "stones", "violent"}:
        return "Violent demonstration"
    if words & {"gas", "cannon", "dispersed", "disperse", "arrested", "detained", "batons"}:
        return "Protest with intervention"
    return "Peaceful protest"
