"""What the tagger is known to get wrong of words of harm and number, put right where the words leave no doubt."""

from __future__ import annotations

from spacy.tokens import Token

TENSES = frozenset({"VBD", "VBZ", "VBP", "VB", "VBN"})
PARTICIPLES = {
    "riddled": "riddle", "peppered": "pepper", "ransacked": "ransack", "looted": "loot", "shelled": "shell",
    "bombed": "bomb", "torched": "torch", "ambushed": "ambush",
}  # fmt: skip


def verb_of_participle(word: Token) -> None:
    """Makes "was riddled with bullets" a passive where the tagger took the participle for an adjective."""
    be = next((c for c in word.children if c.dep_ == "cop" and c.lemma_ == "be"), None)
    if be is not None and word.tag_ == "JJ":
        word.pos_, word.tag_, word.lemma_, be.dep_ = "VERB", "VBN", PARTICIPLES[word.lemma_], "aux:pass"
        for child in word.children:
            if child.dep_ == "nsubj":
                child.dep_ = "nsubj:pass"


def shot_dead(shot: Token) -> None:
    """Makes "shot" a verb before "dead": "were found shot dead"."""
    if shot.tag_ == "NN" and shot.i + 1 < len(shot.doc) and shot.nbor(1).lower_ == "dead":
        shot.pos_, shot.tag_, shot.lemma_ = "VERB", "VBN", "shoot"


def noun_of_action(verb: Token) -> None:
    """Makes "fighting" a noun where it is the subject and has no object: "fighting between gangs left 31 dead"."""
    if verb.tag_ != "VBG" or verb.dep_ not in {"csubj", "csubj:pass"} or verb.head.tag_ not in TENSES:
        return
    if any(c.dep_ in {"obj", "nsubj", "aux", "mark", "advmod", "xcomp"} for c in verb.children):
        return
    verb.pos_, verb.tag_, verb.lemma_ = "NOUN", "NN", verb.lower_
    verb.dep_ = verb.dep_.replace("csubj", "nsubj")
    for child in list(verb.children):
        if child.dep_ == "obl":
            child.dep_ = "nmod"


def upwards_of(upwards: Token) -> None:
    """Hangs the noun of "upwards of 30 farmers" on the verb."""
    verb = upwards.head
    for child in list(upwards.children):
        if child.dep_ in {"obl", "nmod"} and verb.pos_ == "VERB" and verb.i < upwards.i:
            child.head, child.dep_ = verb, "obj"
