"""Vehicles and bags that are bombs by what is in them."""

from __future__ import annotations

from collections.abc import Set

from spacy.tokens import Token

from bot.analysis import tree

_FILLED = frozenset({"pack", "load", "lade", "laden", "fill", "rig", "stuff", "cram", "wire", "carry", "contain",
                     "hold", "strap", "conceal", "hide", "transport"})  # fmt: skip


def load(verb: Token, loads: Set[str]) -> Token | None:
    """The explosive, one of ``loads``, that a verb's subject holds: "packed with", "an explosives-laden truck"."""
    subject = tree.surface_subject(verb)
    if subject is None:
        return None
    for child in tree.children(subject):
        held: list[Token] = []
        if child.dep_ in {"acl", "acl:relcl", "amod"} and child.lemma_.lower() in _FILLED:
            held = [n for w, n in tree.obliques(child) if w in {"with", "in", "of"}] + list(tree.objects(child))
            held += list(tree.lefts(child))
        elif child.dep_ in {"compound", "amod"}:
            held = [child, *tree.lefts(child)]
        elif child.dep_ == "nmod" and set(tree.case_words(child)) & {"of", "with"}:
            held = [child]
        for noun in held:
            for inner in (noun, tree.light(noun), *(c for c in tree.children(noun) if c.dep_ == "nmod")):
                if loads & {tree.noun_lemma(inner), inner.lower_}:
                    return inner
    return None
