"""With what an act was done: the weapon in its place of the frame, or told beside the trigger."""

from __future__ import annotations

from spacy.tokens import Token

from bot.analysis import tree
from bot.analysis.events.context import Context
from bot.analysis.events.hits import Hit, modifiers
from bot.analysis.events.loads import load
from bot.analysis.events.slots import carriers, light_verb, slot
from storage.model.findings import EventType


def instrument(hit: Hit, ctx: Context) -> Token | None:
    """The weapon that stands where the frame has its means, or that is a word of the trigger."""
    for name in hit.frame.instrument:
        for noun in slot(hit, name, ctx, acting=False) if name != "subject" else _subjects(hit):
            if (noun is not hit.via or name == "with") and _is_weapon(noun, ctx):
                return noun
    return next((w for w in hit.words if w.pos_ in {"NOUN", "PROPN"} and _is_weapon(w, ctx)), None)


def weapons(
    hit: Hit, ctx: Context, targets: list[Token], weapon: Token | None, *, spoken: bool
) -> tuple[list[Token], Token | None]:
    """The targets without those that are means, and the weapon, also one told beside the trigger ("a car bomb
    attack", "missile strikes", "the bomb attack was …"); an act of words (``spoken``) has none in its clauses."""
    if targets and hit.frame.type is EventType.ASSAULT and hit.frame.subtype != "Disrupted weapons use":
        means = [t for t in targets if ctx.kinds(t) == {"weapon"} and t.pos_ == "NOUN"]
        if means:
            weapon = weapon or next((m for m in means if _is_weapon(m, ctx)), None)
            targets = [t for t in targets if t not in means]
    if weapon is None and hit.frame.only_loads:
        weapon = load(hit.token, hit.frame.only_loads)
    if weapon is None and hit.noun:
        weapon = next((m for m in modifiers(hit.token).values() if _is_weapon(m, ctx)), None)
    if weapon is None and hit.noun:
        for verb in (*carriers(hit.token), *([c[0]] if (c := light_verb(hit.token)) is not None else [])):
            weapon = next((n for w, n in tree.obliques(verb) if w in {"with", "using"} and _is_weapon(n, ctx)), None)
    if weapon is None and not spoken:
        for verb in tree.children(hit.token):
            if verb.dep_ in {"advcl", "acl"} and verb.lemma_ in {"use", "wield", "fire", "detonate", "employ"}:
                weapon = next((o for o in tree.objects(verb) if _is_weapon(o, ctx)), None)
    return targets, weapon


def _subjects(hit: Hit) -> list[Token]:
    subject = tree.surface_subject(hit.token)
    return [subject] if subject is not None else []


def _is_weapon(noun: Token, ctx: Context) -> bool:
    if ctx.label(noun) == "WEAPON":
        return True
    kinds = ctx.kinds(noun)
    return "weapon" in kinds and noun.lemma_.lower() not in {"package", "agent", "club", "round", "fire"}
