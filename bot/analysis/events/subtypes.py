"""The class of an event where it is not that of its frame, and its ACLED sub-type by its exact label."""

from __future__ import annotations

from spacy.tokens import Token

from bot.analysis import tree
from bot.analysis.events.arguments import Arguments
from bot.analysis.events.context import Context
from bot.analysis.events.hits import Hit, modifiers
from bot.analysis.lexicon.wordlists import words
from bot.analysis.names.component import kind_of
from storage.model.findings import EventType

_AIR = words(
    "air drone drones warplane warplanes jet jets airstrike airstrikes aircraft uav uavs helicopter helicopters plane"
    " planes bomber bombers aerial gunship f-16 shahed kamikaze"
)
_GROUND = words(
    "missile missiles rocket rockets artillery mortar mortars shell shells shelling ballistic howitzer howitzers tank"
    " tanks grad katyusha scud barrage salvo"
)
_POUNDING = frozenset({"pound", "bombard", "batter", "hammer", "pummel", "rake"})
_GUNS = words("gun guns cannon cannons warship warships gunboat gunboats frigate battery batteries")
_EXPLOSIVE = words("bomb bombs explosive explosives ied ieds mine landmine device dynamite charge car-bomb")
_PROTESTERS = words(
    "protester protestor demonstrator rioter student marcher crowd farmer striker mob worker resident villager youth"
)
_CROWD = words("protester protestor demonstrator crowd marcher protest demonstration rally demonstrators")
_POLICE = words("police officer soldier troop force guard gendarme policeman army")
_FLYING = words("drone uav missile rocket projectile quadcopter warhead")
_GENERAL = frozenset(
    {None, "Attack", "Shelling/artillery/missile attack", "Remote explosive/landmine/IED", "Armed clash"}
)


def refine(hit: Hit, args: Arguments, ctx: Context) -> tuple[EventType, str | None]:
    """The class and sub-type of an event, changed by its means and its sides."""
    frame = hit.frame
    type_, subtype = frame.type, frame.subtype
    if type_ is EventType.PROTEST:
        return type_, subtype or _protest(hit, ctx)
    if type_ is EventType.COERCE and subtype == "Arrests" and hit.token.lemma_ in _TAKING and _gunmen(args):
        return EventType.ASSAULT, "Abduction/forced disappearance"
    if type_ is not EventType.ASSAULT:
        return type_, subtype
    actors = {a.lemma_.lower() for a in args.actors}
    targets = {t.lemma_.lower() for t in args.targets}
    if frame.lethal and actors & {"mob", "crowd", "villager", "resident"}:
        return type_, "Mob violence"
    if (
        actors & _PROTESTERS
        and not actors & {"worker", "resident", "villager", "youth", "student"}
        and (subtype in {None, "Attack", "Armed clash", "Looting/property destruction"})
        and not ("mob" in actors and subtype == "Looting/property destruction")
    ):
        return EventType.PROTEST, "Violent demonstration"
    if actors & _POLICE and targets & _CROWD:
        return EventType.PROTEST, "Excessive force against protesters"
    if targets & _FLYING and not frame.lethal and subtype in {None, "Attack", "Looting/property destruction"}:
        return type_, "Disrupted weapons use"
    means = _means(hit, args)
    if args.weapon is not None and any(t.lower_ in {"unexploded", "wartime"} for t in args.weapon.subtree):
        return type_, "Disrupted weapons use"  # "blew up 11 tons of unexploded bombs"
    if "suicide" in means:
        return type_, "Suicide bomb"
    if means & {"chemical", "chlorine", "sarin", "novichok"} and subtype in _GENERAL:
        return type_, "Chemical weapon"
    if subtype in _GENERAL:
        if means & {"grenade", "grenades"} and not means & (_GROUND | _AIR):
            return type_, "Grenade"
        air, ground = bool(means & _AIR), bool(means & _GROUND)
        if air and not (ground and subtype == "Shelling/artillery/missile attack"):
            return type_, "Air/drone strike"
        if ground or (hit.token.lemma_ in _POUNDING and means & _GUNS):
            return type_, "Shelling/artillery/missile attack"
        if means & _EXPLOSIVE and subtype in {None, "Attack"}:
            return type_, "Remote explosive/landmine/IED"
    if subtype is None and frame.id.startswith("assault.capture") and hit.token.lemma_.lower() not in _NEARING:
        subtype = "Non-state actor overtakes territory"
    if subtype is None:
        if frame.id.startswith(("assault.bomb", "assault.strike")) and _state(args, ctx):
            return type_, "Air/drone strike"
        if frame.id.startswith("assault.bomb"):
            return type_, "Remote explosive/landmine/IED"
        return type_, _attack(args, ctx)
    if subtype == "Attack" and any(_is_state_force(a, ctx) for a in args.actors) and _are_fighters(args, ctx):
        return type_, "Armed clash"  # "troops shot and killed a commander of the rebels"
    if subtype == "Non-state actor overtakes territory" and _state(args, ctx):
        return type_, "Government regains territory"
    return type_, subtype


_TAKING = frozenset({"take", "seize", "capture", "hold", "grab", "round", "lead", "drag", "pick", "march"})
_GUNMEN = words("gunman bandit militant insurgent jihadist assailant attacker kidnapper raider rebel guerrilla pirate")


def _gunmen(args: Arguments) -> bool:
    """ "gunmen took away seven employees": who has no power to arrest."""
    return bool(args.actors) and all(
        a.lemma_.lower() in _GUNMEN
        or (a.lemma_ == "man" and any(c.lower_ in {"armed", "masked", "hooded"} for c in tree.lefts(a)))
        for a in args.actors
    )


def _means(hit: Hit, args: Arguments) -> set[str]:
    """Lemmas that tell the means: the weapon with what stands before it, the trigger's words and the actor's head."""
    out: set[str] = set()
    for token in (args.weapon, *args.actors[:1], args.cause):
        if token is not None:
            out |= {token.lemma_.lower(), token.lower_}
            out.update(modifiers(token))
    if hit.noun:
        out.update(modifiers(hit.token))
    out.add(hit.token.lemma_.lower())
    out.update(w.lemma_.lower() for w in hit.words)
    return out


def _state(args: Arguments, ctx: Context) -> bool:
    return any(_is_state(a, ctx) for a in args.actors)


def _is_state(noun: Token, ctx: Context) -> bool:
    if ctx.label(noun) in {"GPE", "NORP"} and noun.lemma_.lower() not in _ARMED:
        return True
    if noun.lemma_.lower() in _STATE_FORCES:
        return True
    if noun.lemma_.lower() in _ARMED or kind_of(ctx.doc, ctx.name_at[noun.i]) == "armed-group":
        return False
    return bool(ctx.country(noun) and "force" in ctx.kinds(noun))


_ARMED = words(
    "rebel militant insurgent guerrilla gunman militia fighter separatist partisan jihadist bandit extremist terrorist"
    " gang dissident assailant attacker settler"
)
_NEARING = words("advance infiltrate penetrate enter siege storming besieging encirclement")
_STATE_FORCES = words("army military force troop troops soldier government navy police regime junta council")
_REBELS = words(
    "rebel guerrilla militant insurgent gunman militia militiaman paramilitary separatist jihadist terrorist bandit"
    " gang fighter combatant faction extremist group front movement cartel"
)


def _attack(args: Arguments, ctx: Context) -> str | None:
    """Between armed sides "Armed clash", else "Attack": ACLED has no nearer label for attacks on things."""
    if any(_fights(t, ctx) for t in args.targets) and any(_fights(a, ctx) for a in args.actors):
        return "Armed clash"
    return "Attack"


def _is_state_force(noun: Token, ctx: Context) -> bool:
    return noun.lemma_.lower() in _SOLDIERS or ("force" in ctx.kinds(noun) and _is_state(noun, ctx))


def _are_fighters(args: Arguments, ctx: Context) -> bool:
    """Whether it is done to armed men: "12 militants", "a sub-leader of Dawlah Islamiyah", "a rebel commander"."""
    for noun in args.targets:
        if tree.light(noun).lemma_.lower() in _REBELS:
            return True
        words = {c.lemma_.lower() for c in tree.lefts(noun)}
        group = tree.oblique(noun, "of", "from", "in")
        if words & _REBELS or (group is not None and _is_group(group, ctx)):
            return "person" in ctx.kinds(noun) or "force" in ctx.kinds(noun) or ctx.kinds(noun) == {"unknown"}
    return False


def _is_group(noun: Token, ctx: Context) -> bool:
    return kind_of(ctx.doc, ctx.name_at[noun.i]) == "armed-group"


_SOLDIERS = words("troop troops soldier army military marine commando paratrooper ranger battalion brigade navy police")


def _fights(noun: Token, ctx: Context) -> bool:
    kinds = ctx.kinds(noun)
    if noun.lower_ in {"patrol", "convoy", "column"} and kinds & {"force"}:
        return True
    return "force" in kinds and not kinds & {"name", "person", "thing"}


def _protest(hit: Hit, ctx: Context) -> str:
    start, end = ctx.sentences[ctx.sentence_of[hit.token.i]]
    near = {ctx.tokens[i].lower_ for i in range(start, end)}
    if near & {"peacefully", "peaceful"}:
        return "Peaceful protest"
    if (near & {"killed", "shot"} and near & {"police", "troops", "soldiers", "forces"}) or (
        "live" in near and near & {"ammunition", "rounds"}
    ):
        return "Excessive force against protesters"
    if near & {"clashed", "hurled", "threw", "torched", "burned", "looted", "stones", "violent", "riot", "riots"}:
        return "Violent demonstration"
    if near & {"gas", "cannon", "dispersed", "disperse", "arrested", "detained", "batons"}:
        return "Protest with intervention"
    return "Peaceful protest"
