"""What the parser hangs on the wrong word: participles of harm, charges, judgements, what a thing seems to be."""

from __future__ import annotations

from spacy.tokens import Token

from bot.analysis.lexicon.wordlists import words

_DEEDS = words(
    "detonate explode blow attack strike hit bomb bombard shell shoot fire open ambush raid storm crash plow plough ram"
    " hurl lob launch drop pound torch collapse collide slam clash drive throw set burn rampage open invade assault"
)
_BETWEEN = frozenset({"advcl", "xcomp", "acl", "acl:relcl", "conj", "ccomp", "nmod", "obj", "obl"})
_TELLING = frozenset({"say", "tell", "report", "add", "announce", "state"})
_SEEMING = words("appear seem look believe describe call think suspect")


def join_to_verb(harm: Token) -> None:
    """Joins a verb of harm to the verb whose number it was joined to, and gives it its own number."""
    number, i, doc = harm.head, harm.i, harm.doc
    if (
        harm.dep_ != "conj"
        or harm.tag_ not in {"VBD", "VBN"}
        or number.i >= i
        or number.dep_ not in {"obj", "nsubj:pass"}
    ):
        return
    verb = number.head
    if verb.pos_ != "VERB" or i + 1 >= len(doc) or verb.tag_ not in {"VBD", "VBN", "VBG"}:
        return
    own = next((c for c in number.children if c.dep_ == "conj" and c.i > i and c.left_edge.i == i + 1), None)
    if own is None or doc[i + 1].pos_ == "PUNCT":
        return
    harm.head = verb
    own.head, own.dep_ = harm, "obj"


def hang_on_the_deed(harm: Token) -> None:
    """Hangs ", killing five" on the deed that does it, not on a clause between ("exploded as people queued")."""
    if harm.tag_ != "VBG" or harm.dep_ != "advcl" or harm.i == 0 or harm.doc[harm.i - 1].text != ",":
        return
    for child in list(harm.children):
        if child.dep_ == "nsubj":  # a participle has no subject of its own
            teller = next((a for a in harm.ancestors if a.i > child.i and a.lemma_ in _TELLING), None)
            child.head, child.dep_ = (teller, "nsubj") if teller is not None else (harm.head, "obl")
    at = harm.head
    if at.i > harm.i and at.lemma_ in _TELLING:  # "…, killing ten, the army said"
        deeds = [c for c in at.children if c.dep_ in {"ccomp", "parataxis"} and c.i < harm.i]
        if deeds and deeds[-1].pos_ == "VERB":
            harm.head = deeds[-1]
        return
    if at.lemma_ in _DEEDS or at.i > harm.i:
        return
    for _ in range(6):
        if at.dep_ not in _BETWEEN or at.head.i >= harm.i:
            return
        at = at.head
        if at.pos_ == "VERB" and (at.lemma_ in _DEEDS or any(c.lemma_ in _DEEDS for c in at.children)):
            harm.head = at  # "carried out a strike on a boat it said was carrying drugs, killing four"
            return


def judge_a_noun(verb: Token) -> None:
    """ "called the shooting an act of terror": the shooting is a noun, and what it is called hangs on the verb."""
    deed = next((c for c in verb.children if c.dep_ == "xcomp" and c.tag_ == "VBG" and c.i > verb.i), None)
    if deed is None or deed.nbor(-1).dep_ != "det" or deed.nbor(-1).head.i != deed.i:
        return
    for child in list(deed.children):
        if child.i > deed.i and child.dep_ in {"obj", "obl", "obl:unmarked", "xcomp"}:
            child.head, child.dep_ = verb, "xcomp" if child.dep_ == "obj" else child.dep_
    deed.dep_, deed.pos_, deed.tag_, deed.lemma_ = "obj", "NOUN", "NN", deed.lower_


def keep_to_the_nearest(verb: Token) -> None:
    """ "an attack on a hospital run by an order": the order runs the hospital."""
    noun = verb.doc[verb.i - 1] if verb.i else verb
    behind = noun.pos_ in {"NOUN", "PROPN"} and noun.dep_ == "nmod" and noun.head.i == verb.head.i
    if behind and verb.dep_ == "acl" and verb.tag_ in {"VBN", "VBD", "NN"}:
        verb.head = noun


def take_for_what_it_seems(what: Token) -> None:
    """ "fired what appeared to be a missile" fired a missile."""
    seeming = next((c for c in what.children if c.dep_ == "acl:relcl" and c.lemma_ in _SEEMING), None)
    thing = seeming and next(
        (c for c in seeming.children if c.dep_ in {"xcomp", "ccomp", "obj"} and c.pos_ in {"NOUN", "PROPN"}), None
    )
    if seeming is None or thing is None or what.dep_ != "obj" or what.head.i >= what.i:
        return
    thing.head, thing.dep_ = what.head, what.dep_
    what.head, what.dep_ = thing, "det"
    seeming.head = thing


def make_attribute(fallen: Token) -> None:
    """Hangs "ousted" on the president behind it, where it was taken for a deed of the verb before it."""
    verb = fallen.head
    if fallen.tag_ not in {"VBN", "VBD"} or fallen.dep_ != "xcomp" or verb.i != fallen.i - 1:
        return
    whom = next((c for c in fallen.children if c.dep_ in {"obj", "nsubj"} and c.pos_ == "PROPN"), None)
    if whom is None or whom.left_edge.i != fallen.i + 1:
        return
    for child in list(fallen.children):
        child.head = verb
    whom.dep_ = "obj"
    fallen.head, fallen.dep_ = whom, "amod"
    fallen.pos_ = "ADJ"
    for child in verb.children:
        if child.dep_ == "nsubj:pass":
            child.dep_ = "nsubj"


def give_its_of(verb: Token) -> None:
    """Hangs "of bombing camps" on "accused", not on the army that is accused."""
    if any(c.i > verb.i and any(m.lower_ == "of" for m in c.lefts) for c in verb.children):
        return
    accused = next((c for c in verb.children if c.dep_ in {"obj", "iobj", "nsubj:pass"} and c.i > verb.i), None)
    charge = accused and next((c for c in accused.children if c.dep_ in {"nmod", "acl"} and c.i > accused.i), None)
    if not charge or next(iter(charge.lefts), charge).lower_ != "of":
        return
    if charge.dep_ == "acl":  # "accused the agencies of spying"
        charge.head, charge.dep_ = verb, "advcl"
        return
    inner = next((c for c in charge.children if c.dep_ == "nmod" and next(iter(c.lefts), c).lower_ == "of"), None)
    charge = inner or charge  # "the head of the army of …"
    charge.head, charge.dep_ = verb, "obl"
