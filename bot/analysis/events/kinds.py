"""What a noun can be in an event: the lists of lexicon/kinds.toml, names from the gazetteer, a guess by its ending."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources

from spacy.tokens import Token

from bot.analysis import tree

_BY_LABEL: Mapping[str, frozenset[str]] = {
    "PERSON": frozenset({"person"}),
    "ORG": frozenset({"org", "force"}),
    "GPE": frozenset({"place", "org", "state"}),
    "LOC": frozenset({"place"}),
    "NORP": frozenset({"person", "org", "state"}),
    "FAC": frozenset({"thing", "place"}),
    "WEAPON": frozenset({"weapon"}),
    "VEHICLE": frozenset({"thing", "force", "vehicle"}),
}
_NAME = frozenset({"person", "org", "place", "force", "name"})
"""A proper noun that no list knows may be anything that has a name."""
_UNKNOWN = frozenset({"unknown"})
_ABSTRACT = frozenset({"abstract"})
_PERSON = frozenset({"person"})
_PRONOUNS = {
    "he": frozenset({"person"}), "she": frozenset({"person"}), "him": frozenset({"person"}),
    "her": frozenset({"person"}), "they": frozenset({"person", "org", "force"}),
    "them": frozenset({"person", "org", "force"}), "it": frozenset({"org", "force", "place", "thing"}),
    "who": frozenset({"person", "org", "force"}), "whom": frozenset({"person", "org", "force"}),
    "we": frozenset({"person", "org", "force"}), "us": frozenset({"person", "org", "force"}),
    "i": frozenset({"person"}), "me": frozenset({"person"}), "you": frozenset({"person", "org"}),
    "someone": frozenset({"person"}), "somebody": frozenset({"person"}), "everyone": frozenset({"person"}),
    "anyone": frozenset({"person"}), "nobody": frozenset({"person"}), "others": frozenset({"person"}),
    "his": frozenset({"person"}), "their": frozenset({"person", "org", "force"}),
    "its": frozenset({"org", "force", "place"}),
    "our": frozenset({"person", "org", "force"}), "my": frozenset({"person"}), "themselves": frozenset({"person"}),
    "himself": frozenset({"person"}), "herself": frozenset({"person"}), "itself": frozenset({"org"}),
    "these": frozenset({"unknown"}), "those": frozenset({"person", "unknown"}),
    "some": frozenset({"person", "unknown"}),
    "many": frozenset({"person", "unknown"}), "several": frozenset({"person", "unknown"}),
    "both": frozenset({"person", "org"}), "another": frozenset({"person", "unknown"}), "all": frozenset({"unknown"}),
    "others'": frozenset({"person"}), "one": frozenset({"person", "unknown"}), "most": frozenset({"person", "unknown"}),
}  # fmt: skip
_PRONOUNS |= dict.fromkeys(("nothing", "anything", "something", "everything", "what", "which"), frozenset({"abstract"}))
_ENDINGS = (
    (("ment", "ness", "ity", "ism", "tion", "sion", "ance", "ence", "ship", "dom", "hood", "ing", "acy"), _ABSTRACT),
    (("man", "men", "woman", "women", "ist", "ian", "eer", "people"), _PERSON),
)
_TOXIC = {"chemical", "nerve", "biological", "toxic", "blister", "choking", "warfare", "blowing"}
_NOTABLE = {
    "opposition",
    "senior",
    "political",
    "leading",
    "prominent",
    "key",
    "militant",
    "underworld",
    "religious",
    "top",
}
"""Before "figures" that are people."""
_ASSEMBLY = frozenset({"org"})
_AGENT = frozenset({"weapon"})
_GENERIC = {"force", "person", "org", "state", "name", "vehicle"}


@cache
def lexicon() -> Mapping[str, frozenset[str]]:
    """Lemma to the kinds it may have."""
    table = tomllib.loads(resources.files("bot.analysis.lexicon").joinpath("kinds.toml").read_text("utf-8"))
    out: dict[str, set[str]] = {}
    for kind, text in table.items():
        for word in text.split():
            out.setdefault(word, set()).add(kind)
    return {word: frozenset(kinds) for word, kinds in out.items()}


def kinds_of(token: Token, label: str = "") -> frozenset[str]:
    """The kinds of a noun; ``label`` is that of the name it heads, where it heads one."""
    if token.pos_ == "PRON":
        return _PRONOUNS.get(token.lower_, _UNKNOWN)
    if label == "WEAPON":
        return _BY_LABEL["WEAPON"]
    if token.lemma_ == "agent" and not label:
        return _AGENT if {c.lemma_ for c in tree.lefts(token)} & _TOXIC else frozenset({"person", "force"})
    if token.lemma_ == "house" and not label and {c.lemma_ for c in tree.lefts(token)} & {"low", "lower", "upper"}:
        return _ASSEMBLY
    if token.lemma_ == "figure" and not label and {c.lemma_ for c in tree.lefts(token)} & _NOTABLE:
        return _PERSON
    known = lexicon().get(tree.noun_lemma(token)) or lexicon().get(token.lower_)
    if label:
        named = _BY_LABEL.get(label, _NAME)
        return named | known if known is not None and label in {"ORG", "FAC", "VEHICLE", "PERSON"} else named
    if known is not None:
        return known
    if token.pos_ == "PROPN":
        return _NAME
    if token.pos_ == "NUM" or token.like_num:
        return frozenset({"person", "number"})
    if token.pos_ in {"ADJ", "DET"}:
        return frozenset({"person", "unknown"})
    lower = token.lemma_.lower()
    for endings, kinds in _ENDINGS:
        if lower.endswith(endings):
            return kinds
    return _UNKNOWN


def can_act(kinds: frozenset[str]) -> bool:
    """Whether something of these kinds can do something to somebody."""
    return bool(kinds & _GENERIC) or "place" in kinds or "unknown" in kinds


def can_suffer(kinds: frozenset[str]) -> bool:
    """Whether something can be done to it."""
    return bool(kinds - {"abstract", "time"})
