"""What only a party says: an armed side of its own feats or of its enemy's deeds, and what nobody could verify.

"The army said" is no more than a claim where it tells how many it killed, or what the other side did. What the same
army says of its own strikes is taken for what it did, as nobody invents his own guilt; of an armed group, which is not
answerable to anyone, every deed is a claim. A deed that the text tells as known ("it had carried out *the* bombing")
is a fact whoever speaks of it.
"""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources

from spacy.tokens import Token

from bot.analysis import tree
from bot.analysis.claims.speech import Speech
from bot.analysis.events.context import Context
from bot.analysis.lexicon.wordlists import words
from storage.model.findings import EventType

_GROUPS = words(
    "militia militiaman rebel insurgent guerrilla guerilla militant jihadist separatist junta militiamen insurgency"
    " paramilitary extremist"
)
_FORCES = words("army military navy airforce force forces command")
_FOR = words("spokesman spokeswoman spokesperson spokesmen commander statement communique communiqué commanders chief")
_FEATS = words(
    "kill slay neutralise neutralize eliminate liquidate destroy down sink annihilate wipe capture wound rout repel"
    " repulse overrun seize crush decimate inflict thwart"
)
_DEEDS = frozenset({EventType.ASSAULT, EventType.MOBILIZE})
_INSISTING = words("insist contend maintain")
_VERIFY = words("verify confirm corroborate authenticate substantiate check")
_UNVERIFIED = words("unverified unconfirmed uncorroborated")
_TELLINGS = words(
    "claim account report statement figure toll number allegation assertion either neither version that this it detail"
    " information video footage announcement"
)
_CONTESTS = words("deny refute reject dismiss dispute call brand describe term")
_POINTING = words("it this that")
_TOLD = words("claim account report statement allegation accusation version charge assertion")
_THOSE = words("the this that these those")
_LIES = words(
    "lie lies fabrication nonsense propaganda falsehood invention fiction disinformation false untrue baseless"
)


@cache
def _listed() -> tuple[frozenset[str], frozenset[str]]:
    """The names of armed groups and of state forces, canonical."""
    table = tomllib.loads(resources.files("bot.analysis.lexicon").joinpath("groups.toml").read_text("utf-8"))
    return frozenset(table["armed-group"]), frozenset(table["state-force"])


def asserted(ctx: Context, head: Token, type_: EventType, speech: Speech) -> str:
    """Why what is told inside a saying is only claimed, or ""."""
    if type_ not in _DEEDS:
        return ""
    cue = ctx.tokens[speech.cue]
    if type_ is EventType.ASSAULT and cue.lemma_.lower() in _INSISTING and not _aside(cue):
        return f"insists:{cue.lower_}"
    if _unverifiable(ctx, speech):
        return "unverified"
    if type_ is not EventType.ASSAULT or speech.speaker is None:
        return ""
    speaker: Token = speech.speaker.root
    side = _side(ctx, speaker)
    if side == "":
        return ""
    doer = tree.surface_subject(tree.clause_of(head))
    verb = head if head.pos_ == "VERB" else tree.clause_of(head)
    passive = tree.is_passive(verb) and head.pos_ == "VERB"
    if doer is not None and _own(doer, speaker, ctx):
        if _known(head):
            return ""
        if head.pos_ == "VERB" and passive:
            return f"{side}-hit"  # "its men had been attacked"
        if verb.lemma_ == "come":  # "its men had come under fire"
            return f"{side}-hit"
        feat = verb.lemma_.lower() in _FEATS and not _intercepted(ctx, verb)
        if side == "group" or feat:
            return f"{side}-feat"
        return ""
    if doer is None or passive:
        return ""
    country, other = ctx.country(speaker), ctx.country(doer)
    if side == "force" and country and other and country != other and _enemy(ctx, doer):
        return "of-the-enemy"
    return ""


def _aside(cue: Token) -> bool:
    """ "not a camp, as it maintains": the one who maintains it is contradicted."""
    return any(c.dep_ == "mark" and c.lower_ == "as" for c in tree.lefts(cue))


def _side(ctx: Context, speaker: Token) -> str:
    """ "group" or "force" where the speaker is an armed party or speaks for one, else ""."""
    groups, forces = _listed()
    members = [speaker]
    if speaker.lemma_.lower() in _FOR:
        members += [c for c in tree.children(speaker) if c.dep_ in {"compound", "amod", "nmod", "nmod:poss"}]
    for member in members:
        name = ctx.name_at[member.i]
        lemma = tree.noun_lemma(member)
        if (name is not None and name.id_ in groups) or lemma in _GROUPS:
            return "group"
        if (name is not None and name.id_ in forces) or lemma in _FORCES:
            return "force"
    return ""


def _own(doer: Token, speaker: Token, ctx: Context) -> bool:
    if doer.pos_ == "PRON":
        return doer.lower_ in {"it", "they", "we"}
    if any(c.dep_ == "nmod:poss" and c.lower_ in {"its", "their", "our"} for c in tree.lefts(doer)):
        return bool(ctx.kinds(doer) & {"force", "person", "weapon"})
    return False


def _known(head: Token) -> bool:
    return head.pos_ == "NOUN" and any(
        c.dep_ == "det" and c.lower_ in {"the", "that", "this"} for c in tree.lefts(head)
    )


def _intercepted(ctx: Context, verb: Token) -> bool:
    """What shoots down missiles and drones tells of an attack on itself."""
    return any(
        "weapon" in ctx.kinds(o) or o.pos_ == "NUM" or o.lemma_ in {"drone", "missile"} for o in tree.objects(verb)
    )


def _enemy(ctx: Context, doer: Token) -> bool:
    return bool(ctx.kinds(doer) & {"force", "weapon", "state"})


def _unverifiable(ctx: Context, speech: Speech) -> bool:
    """ "a figure that could not be verified" or "denied it" behind what was said, in its sentence or the next."""
    number = ctx.sentence_of[speech.cue]
    start, end = ctx.sentences[number]
    for i in range(max(start, speech.start), end):
        if _fails_to_verify(ctx.tokens[i]) or (i >= speech.end and i > speech.cue and _contested(ctx.tokens[i])):
            return True
    if number + 1 < len(ctx.sentences):
        start, end = ctx.sentences[number + 1]
        for i in range(start, min(end, start + 14)):
            if _contested(ctx.tokens[i]) or (_fails_to_verify(ctx.tokens[i]) and _about_tellings(ctx.tokens[i])):
                return True
    return False


def _contested(token: Token) -> bool:
    """ "denied it", "called this a lie", "dismissed the claim": of what was told just before."""
    if token.pos_ != "VERB" or token.lemma_ not in _CONTESTS or tree.negated(token):
        return False
    for child in tree.children(token):
        told = child.lower_ in _POINTING or (
            child.lemma_.lower() in _TOLD and any(c.lower_ in _THOSE for c in tree.lefts(child))
        )
        if child.dep_ in {"obj", "nsubj:pass"} and told:
            if token.lemma_ not in {"call", "brand", "describe", "term"}:
                return True
            return any(c.lemma_.lower() in _LIES for c in tree.children(token))
        if (
            child.dep_ == "ccomp"
            and token.lemma_ == "deny"
            and any(c.lower_ == "anything" and c.dep_.startswith("nsubj") for c in tree.children(child))
        ):
            return True
    return False


def _fails_to_verify(token: Token) -> bool:
    if token.lower_ in _UNVERIFIED:
        return True
    if token.lemma_ not in _VERIFY or token.pos_ != "VERB" or any(c.dep_ == "ccomp" for c in tree.children(token)):
        return False  # "could not confirm whether they had left"
    words_ = {c.lower_ for c in tree.children(token)}
    subject = tree.surface_subject(token)
    none = subject is not None and (
        subject.lower_ == "neither" or any(c.lower_ in {"neither", "no"} for c in tree.lefts(subject))
    )
    able = bool(words_ & {"could", "can"}) or token.head.lemma_ in {"able", "unable"}
    lacking = bool(words_ & {"not", "n't", "n’t"}) or none or token.head.lemma_ == "unable" or tree.negated(token.head)
    return able and lacking


def _about_tellings(token: Token) -> bool:
    """Whether it is what was told before that nobody could verify."""
    named = [tree.surface_subject(token), *tree.objects(token)]
    return any(n is not None and (n.lemma_.lower() in _TELLINGS or n.lower_ in _TELLINGS) for n in named)
