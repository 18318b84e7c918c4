"""What is threatened: whether a deed is hostile, whom it hits, what tells it."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib import resources
from typing import Any

from spacy.tokens import Token

from bot.analysis import tree
from bot.analysis.events.context import Context

FUTURE = frozenset({"will", "would", "shall", "’ll", "'ll", "wo", "’d", "'d", "ll"})
_DIRECT = frozenset(
    {"obj", "iobj", "compound:prt", "advmod", "xcomp", "obl:unmarked", "ccomp", "compound", "advcl", "amod"}
)
_AGAINST = ("against", "on", "at", "upon", "toward", "towards", "into", "over")
_SOMEBODY = frozenset({"it", "them", "him", "her", "us", "you", "everyone", "anyone", "all", "those"})
_STEPS = frozenset({"action", "measure", "step", "countermeasure"})
_RELATED = frozenset({"to", "with", "against", "on"})
_PASSED_ON = frozenset({"continue", "keep", "begin", "start", "go", "prepare", "plan", "intend", "seek", "try", "move",
                        "proceed", "want", "choose", "decide", "have", "need"})  # fmt: skip
_READY = frozenset({"ready", "prepared", "poised", "determined", "willing", "able"})
_CAUSES = frozenset({"for", "after", "over", "following", "since", "because of", "despite", "amid", "during", "before",
                     "in response to", "in retaliation for", "due to", "until"})  # fmt: skip
_CAUSE_MARKS = frozenset({"after", "because", "as", "since", "when", "while", "before", "although", "for"})
_FELT = frozenset({"feel", "remember", "regret", "hurt", "shake", "deter"})
_HELD = frozenset(
    {"defend", "protect", "take", "retake", "secure", "enforce", "stop", "prevent", "reunify", "open",
     "reopen", "free", "expel", "impose", "repel", "resist", "block", "keep", "regain", "restore"}
)  # fmt: skip
_ARMED = frozenset({"force", "arm", "weapon", "gun", "might", "blood"})
SENDS = frozenset({"send", "deploy", "move", "dispatch", "commit", "order", "push", "march"})
_ARMY = frozenset(
    {"troop", "troops", "soldier", "force", "army", "tank", "warship", "fighter", "commando", "paratrooper", "fleet",
     "brigade", "battalion", "jet", "marine", "division"}
)  # fmt: skip
_MILD = frozenset(
    {"troop", "troops", "soldier", "force", "sanction", "sanctions", "blockade", "siege", "curfew", "embargo", "ban",
     "war", "hostility", "fire", "fighting", "shelling", "bloodshed", "violence", "raid", "bombing", "attack", "strike",
     "operation", "boycott", "offensive", "subsidy", "army", "restriction", "conflict", "occupation", "settlement",
     "contingent", "job", "staff", "cost", "spending", "rate", "price", "tax", "workforce", "emission", "budget",
     "output", "production", "peacekeeper", "search", "role", "post"}
)  # fmt: skip
""" "Will end the siege", "will stop the attacks", "will withdraw its troops": no threat."""
BURDENS = frozenset({"tariff", "sanction", "sanctions", "duty", "embargo", "levy"})
RAISES = frozenset({"raise", "double", "triple", "treble", "hike", "widen", "impose", "reimpose", "extend", "expand",
                     "tighten", "slap", "increase", "introduce", "levy"})  # fmt: skip
_TO_THE_END = frozenset({"on", "until", "end", "death", "last", "finish", "till", "breath", "drop"})


@cache
def lexicon() -> Mapping[str, Any]:
    """threats.toml with its word lists as sets, ``@name`` resolved from ``acts.sets``."""
    table = tomllib.loads(resources.files("bot.analysis.lexicon").joinpath("threats.toml").read_text("utf-8"))
    sets = {name: frozenset(text.split()) for name, text in table["acts"]["sets"].items()}

    def listed(text: str) -> frozenset[str]:
        out: set[str] = set()
        for word in text.split():
            out |= sets[word[1:]] if word.startswith("@") else {word}
        return frozenset(out)

    def walk(value: Any) -> Any:
        if isinstance(value, str):
            return listed(value)
        return {key: walk(inner) for key, inner in value.items()}

    out: Mapping[str, Any] = walk(table)
    return out


@dataclass(frozen=True, slots=True)
class Deed:
    """A threatened deed: its verb, whose it is and how grave.

    ``kind``: "force", "answer" (retaliation in plain words), "measure" (retaliation without force), "plain" (other
    deeds without force), "suffering" (told of the other side).
    """

    verb: Token
    kind: str
    firm: bool = False
    """ "will not hesitate to", "is ready to", "reserves the right to": a threat without any condition."""

    @property
    def weight(self) -> int:
        """Which of several deeds of one speech is told."""
        return {"force": 4, "answer": 3, "suffering": 2, "measure": 2, "plain": 1}[self.kind]


def lemma(token: Token) -> str:
    """The lemma, lower case."""
    return token.lemma_.lower()


def beside(verb: Token) -> set[str]:
    """The lemmas of objects, adverbs, particles and prepositional nouns of a verb, of their conjuncts too."""
    out: set[str] = set()
    for child in verb.children:
        dep = child.dep_
        if dep in _DIRECT or dep.startswith("obl") or (dep == "nsubj:pass"):
            out.add(lemma(child))
            for inner in child.children:
                if (
                    inner.dep_ == "conj"
                    or (inner.dep_ == "nmod" and "of" in tree.case_words(inner))
                    or (inner.dep_ in {"compound", "amod"} and inner.pos_ in {"NOUN", "VERB"})
                ):
                    out.add(lemma(inner))
    return out


def own_deed(verb: Token, ctx: Context, conditional: bool, depth: int = 4) -> Deed | None:
    """The gravest hostile deed that a verb or one joined to it tells of its subject; ``None`` for a harmless one."""
    best: Deed | None = None
    for member in verbs(verb):
        found = _one(member, ctx, conditional, depth)
        if found is not None and (best is None or found.weight > best.weight):
            best = found
    return best


def verbs(verb: Token) -> Iterator[Token]:
    """A verb and those joined to it."""
    yield verb
    for child in verb.children:
        if child.dep_ == "conj" and child.pos_ in {"VERB", "AUX", "ADJ", "NOUN"}:
            yield from verbs(child)


def _one(verb: Token, ctx: Context, conditional: bool, depth: int) -> Deed | None:
    words, word = lexicon(), lemma(verb)
    if conditional and word in SENDS and not tree.negated(verb) and _ARMY.intersection(map(lemma, tree.objects(verb))):
        return Deed(verb, "force")
    if word == "hesitate" or word in _READY or (word in _PASSED_ON and not words["acts"]["light"].get(word)):
        inner = next((c for c in verb.children if c.dep_ in {"xcomp", "ccomp", "advcl"} and c.i > verb.i), None)
        if depth <= 0 or inner is None or (word != "hesitate" and tree.negated(verb)):
            return None
        return _firmly(own_deed(inner, ctx, True, depth - 1), word not in _PASSED_ON)
    if tree.negated(verb):
        return None
    if word in words["suffering"]["forced"] and tree.is_passive(verb):  # "we will be forced to act"
        inner = next((c for c in verb.children if c.dep_ in {"xcomp", "ccomp"}), None)
        return own_deed(inner, ctx, True, depth - 1) if inner is not None and depth > 0 else None
    if word == "meet":
        means = tree.oblique(verb, "with")
        hard = words["answers"]["with"] | words["acts"]["sets"]["weapons"] | {"dynamite", "resistance", "violence"}
        return Deed(verb, "answer") if means is not None and lemma(means) in hard else None
    if word == "reserve":
        right = next((c for c in verb.children if c.dep_ == "obj" and lemma(c) == "right"), None)
        inner = next((c for c in right.children if c.dep_ in {"acl", "xcomp"}), None) if right is not None else None
        return _firmly(own_deed(inner, ctx, True, depth - 1), True) if inner is not None and depth > 0 else None
    if word in words["acts"]["force"] and not _figurative(verb, ctx):
        return Deed(verb, "force")
    if word in words["acts"]["force_on"] and _on_somebody(verb, ctx):
        return Deed(verb, "force")
    if word in _HELD and (by := tree.oblique(verb, "by", "with")) is not None and lemma(by) in _ARMED:
        return Deed(verb, "force")  # "defend the border by force"
    if word == "do" and _whatever(verb):
        return Deed(verb, "answer")
    if word == "fight" and (beside(verb) & _TO_THE_END or any(c.lower_ in {"on", "until"} for c in verb.children)):
        return Deed(verb, "force")
    if word in {"march", "advance"} and tree.oblique(verb, "on") is not None:
        return Deed(verb, "force")
    if word == "fire" and tree.oblique(verb, "on", "at", "into", "upon") is not None:
        return Deed(verb, "force")
    light = words["acts"]["light"].get(word)
    near = beside(verb) if light or word in words["answers"]["verbs"] else set()
    if word == "take" and near & _STEPS:
        return Deed(verb, "measure") if _hard_step(verb) else None
    if light and near & light:
        return Deed(verb, "force")
    if word in _PASSED_ON:
        inner = next((c for c in verb.children if c.dep_ in {"xcomp", "ccomp"}), None)
        return own_deed(inner, ctx, conditional, depth - 1) if inner is not None and depth > 0 else None
    if word in words["answers"]["verbs"]:
        if word == "hit":
            return Deed(verb, "force") if "back" in near else None
        strong = near & words["answers"]["strong"] or near & words["answers"]["with"] or near & words["answers"]["to"]
        return (
            Deed(verb, "answer")
            if strong or (conditional and word in {"respond", "act", "react", "answer", "reply"})
            else None
        )
    if word == "strike":
        return None if _deal(tree.objects(verb)) else Deed(verb, "plain")
    if word in RAISES and BURDENS.intersection(map(lemma, tree.objects(verb))):
        return Deed(verb, "plain")
    if word not in words["other"]["plain"] or _MILD.intersection(map(lemma, tree.objects(verb))):
        return None
    return Deed(verb, "plain")


def _whatever(verb: Token) -> bool:
    """ "Will do whatever is necessary to remove them": what is held or struck by it is named."""
    what = any(c.lower_ in {"what", "whatever", "everything", "anything", "all"} for c in verb.children)
    aims = (c for t in (verb, *verb.children) for c in t.children if c.dep_ in {"advcl", "xcomp", "acl"})
    held = _HELD | lexicon()["acts"]["force"] | {"remove", "deter", "eliminate", "neutralise", "neutralize", "drive"}
    return what and any(lemma(c) in held for c in aims)


def _figurative(verb: Token, ctx: Context) -> bool:
    """ "kill the bill", "crush inflation": something that is only thought, and nobody's."""
    found = tree.objects(verb)
    return bool(found) and all(
        ctx.kinds(o) <= {"abstract", "time", "number"} and ctx.country(o) is None and o.pos_ != "PRON" for o in found
    )


def _on_somebody(verb: Token, ctx: Context) -> bool:
    if any(c.lower_ == "back" for c in verb.children):
        return True
    found = tree.objects(verb)
    if found:
        return any(
            bool(ctx.kinds(o) - {"abstract", "time", "number"}) or ctx.country(o) is not None or o.pos_ == "PRON"
            for o in found
        ) and not _deal(found)
    return tree.oblique(verb, "at", "inside", "against", "on", "in", "with", "through") is not None and lemma(verb) in {
        "strike", "shoot", "fight", "hit"}  # fmt: skip


def _deal(found: list[Token]) -> bool:
    return any(
        lemma(o) in {"deal", "balance", "bargain", "agreement", "accord", "note", "chord", "pose", "goal", "record"}
        for o in found
    )


def _firmly(deed: Deed | None, firm: bool) -> Deed | None:
    return replace(deed, firm=True) if deed is not None and firm else deed


def _hard_step(verb: Token) -> bool:
    """ "take action" and "take measures" only with a hard word, or against somebody."""
    hard = lexicon()["answers"]["hard"]
    for child in verb.children:
        if child.dep_ in {"obj", "conj"} and lemma(child) in _STEPS:
            adjectives = {lemma(c) for c in child.children if c.dep_ in {"amod", "compound"}}
            against = tree.oblique(child, "against") or tree.oblique(verb, "against")
            return lemma(child) == "countermeasure" or bool(adjectives & hard) or against is not None
    return False


def hostile_noun(noun: Token, ctx: Context) -> bool:
    """A noun that is a threat where it is promised: "retaliation", "a crushing response", "strikes on Israel"."""
    words = lexicon()["answers"]
    head = tree.light(noun)
    word = lemma(head)
    if word in words["weak_nouns"]:
        felt = (c for c in tree.children(head) if c.dep_ in {"acl:relcl", "acl"})
        return (
            any(lemma(c) in _FELT for c in felt)
            or any(c.dep_ in {"amod", "compound", "nmod"} and lemma(c) in words["hard"] for c in head.children)
            or any(c.dep_ in {"amod", "compound"} and lemma(c) in words["hard"] for c in noun.children)
        )
    near = {lemma(c) for c in head.children if c.dep_ in {"amod", "compound"}}
    if word in {"end", "fate", "treatment", "term", "sentence", "destiny"}:
        return bool(near & {"same", "similar", "like", "jail", "prison", "death", "long", "life", "bloody", "such"})
    return word in words["nouns"]


def force_noun(noun: Token) -> bool:
    """Whether a threatened noun is force: not "sanctions", "arrest", "closure"."""
    peaceful = {
        "sanction", "tariff", "embargo", "boycott", "measure", "expulsion", "arrest", "prosecution", "penalty", "ban",
        "lawsuit", "closure", "shutdown", "step", "imprisonment", "jail", "prison", "countermeasure",
    }  # fmt: skip
    head = tree.light(noun)
    modifiers = {lemma(c) for c in head.children if c.dep_ in {"amod", "compound"}}
    return lemma(head) not in peaceful and not modifiers & {
        "legal",
        "economic",
        "diplomatic",
        "trade",
        "industrial",
        "labour",
    }


def targets(verb: Token, ctx: Context) -> list[Token]:
    """Against whom a deed goes: its object, who stands behind "against", "on", "at", inside a noun of deed too."""
    for member in verbs(verb):
        for found in tree.objects(member):
            kinds = ctx.kinds(found)
            sent = lemma(member) in SENDS and lemma(found) in _ARMY
            if sent or lemma(found) in lexicon()["bodies"] or found.lower_ in {"what", "whatever", "everything"}:
                continue
            if found.pos_ == "PRON":
                if found.lower_ in _SOMEBODY or any(c.dep_ in {"acl", "acl:relcl", "nmod"} for c in found.children):
                    return [found]
                continue
            deeds = lexicon()["answers"]["nouns"] | lexicon()["acts"]["sets"]["deeds"]
            if kinds & {"weapon"} or kinds <= {"abstract", "time", "number"} or lemma(found) in deeds:
                inner = _of_noun(found, ctx)
                if inner is not None:
                    return [inner]
                continue
            if not kinds & {"person", "org", "force", "state"} and ctx.label(found) not in {"GPE", "LOC"}:
                around = tree.obliques(found) + tree.obliques(member)
                inner = next((n for p, n in around if p in _RELATED and ctx.country(n) is not None), None)
                return [inner or found]  # "exports to Japan"
            return [found]
        for preposition in (*_AGAINST, "to", "with", "from", "of"):
            noun = tree.oblique(member, preposition)
            if noun is None or ctx.is_time(noun) or lemma(noun) in lexicon()["answers"]["with"]:
                continue
            kinds = ctx.kinds(noun)
            burns = preposition == "to" and lemma(member) == "set"  # "set fire to every depot"
            if (
                not burns
                and preposition in {"to", "with", "from", "of", "into", "over"}
                and not kinds & {"org", "state", "force"}
            ):
                continue
            if kinds - {"abstract", "time", "unknown", "number", "weapon"}:
                return [noun]
            inner = _of_noun(noun, ctx)
            if inner is not None:
                return [inner]
        inner_verb = next((c for c in member.children if c.dep_ == "xcomp"), None)
        if inner_verb is not None and (found_ := targets(inner_verb, ctx)):
            return found_
    return []


def _of_noun(noun: Token, ctx: Context) -> Token | None:
    """ "strikes on Israel", "war against the rebels", "relations with Rome", "exports to Japan", "Iran's exports"."""
    head = tree.light(noun)
    for preposition in (*_AGAINST, "with", "to", "from", "of", "in"):
        found = tree.oblique(head, preposition) or (tree.oblique(noun, preposition) if head is not noun else None)
        if found is not None and (ctx.kinds(found) - {"abstract", "time", "number"} or ctx.country(found) is not None):
            return found
        if found is not None and preposition == "of":
            inner = _of_noun(found, ctx) if found.i != noun.i else None
            if inner is not None:
                return inner
    for child in head.children:
        if child.dep_ in {"nmod:poss", "amod", "compound"} and child.pos_ in {"PROPN", "ADJ", "NOUN"}:
            name = ctx.name_at[child.i]
            if name is not None and name.kb_id_ and child.i < head.i:
                return child
    return None


def covered(verb: Token) -> Iterator[tuple[int, int]]:
    """The tokens that tell a deed and its means and aims, not its causes: in them nothing else is an event."""
    stack = [verb]
    for member in stack:
        yield member.i, member.i + 1
        for child in member.children:
            dep = child.dep_
            if dep in {"acl:relcl", "advcl:relcl", "punct", "det", "nsubj", "parataxis", "appos"} or len(stack) > 64:
                continue
            if dep == "acl" and child.tag_ in {"VBN", "VBD"}:
                continue
            if dep == "advcl" and any(c.dep_ == "mark" and c.lower_ in _CAUSE_MARKS for c in child.children):
                continue
            if dep in {"obl", "nmod", "advcl"} and _CAUSES.intersection(tree.case_words(child)):
                continue
            if dep == "nmod:poss":
                continue
            stack.append(child)
