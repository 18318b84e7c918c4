"""What keeps a word from telling an event of its own: likeness, mere circumstance, the general, the never done."""

from __future__ import annotations

from spacy.tokens import Token

from bot.analysis import tree
from bot.analysis.lexicon.wordlists import words

_LIKENED = words(
    "punch shot goal pass match game drive kick ball song film book summer winter year day throw serve header"
)
_LIKE = words("amount tantamount akin border verge liken equate")
_CAUSES = frozenset({"due to", "because of", "owing to", "amid", "despite"})


_PRETEXTS = words("pretext excuse cover justification")


def generic(gerund: Token) -> bool:
    """ "Detaining nationals is unacceptable", "a pretext for silencing dissent": of what kind, not what was done."""
    if gerund.dep_ == "csubj":
        return gerund.head.pos_ in {"ADJ", "NOUN"}
    return gerund.dep_ in {"acl", "advcl", "nmod"} and gerund.head.lemma_ in _PRETEXTS


def never(verb: Token) -> bool:
    """ "no officer had ever been charged": what was not done, and what nobody denies."""
    return any(c.lower_ in {"ever", "never"} for c in tree.children(verb))


def no_deed(noun: Token) -> bool:
    """One thing called by the name of another ("a bomb of a punch", "amount to a siege"), or a mere circumstance."""
    case = tree.case_words(noun)
    if case == ["on"] and noun.lemma_.lower() == "march":
        return True
    if case and noun.dep_.startswith(("obl", "nmod")):
        if case[0] in {"to", "on", "with"} and noun.head.lemma_.lower() in _LIKE:
            return True
        if noun.lemma_.lower() == "unrest" and " ".join(case) in _CAUSES:
            return True
    of = tree.oblique(noun, "of")
    return of is not None and of.lemma_.lower() in _LIKENED and any(c.lower_ in {"a", "an"} for c in tree.lefts(of))
