"""Lemmas by rule, part of speech and a table of what no rule gives (``lemmas.json`` beside the model).

The table is read off the training treebanks by ``bot.analysis.train.lemma_table``.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from spacy.attrs import ORTH, POS, TAG
from spacy.language import Language
from spacy.tokens import Doc, Token

from bot.analysis.lexicon.frame_tables import frame_verbs
from bot.analysis.parsing.encoder import FOLDER

_SHORT = re.compile(r"[^aeiou]*[aeiou][^aeiouwxy]")
_VOWELS = frozenset("aeiou")
_CLITICS = {
    "n't": "not", "n’t": "not", "'re": "be", "’re": "be", "'m": "be", "’m": "be", "'ve": "have", "’ve": "have",
    "'ll": "will", "’ll": "will", "ca": "can", "wo": "will", "’s": "'s",
}  # fmt: skip


@dataclass(frozen=True)
class LemmaTable:
    """``irregular``: by part of speech (VERB, NOUN, ADJ, PRON...), lower-case form to lemma. ``verbs``: base forms
    known to exist, so that "bombing" is "bomb" and "firing" is "fire"."""

    irregular: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    verbs: frozenset[str] = frozenset()

    @classmethod
    def read(cls, path: Path) -> LemmaTable:
        """The table of a JSON file."""
        data = json.loads(path.read_text(encoding="utf-8"))
        return cls(data["irregular"], frozenset(data["verbs"]))


def lemma(word: str, pos: str, tag: str, table: LemmaTable) -> str:
    """The lemma of one word: ``pos`` universal, ``tag`` of the Penn Treebank. Names keep their form."""
    if pos == "PROPN" or not word:
        return word
    lower = word.lower()
    kind = "VERB" if pos == "AUX" else pos
    if lower in _CLITICS and pos in {"AUX", "PART", "VERB"}:
        return _CLITICS[lower]
    if lower in {"'s", "’s", "'d", "’d"} and pos in {"AUX", "VERB"}:
        return "be" if lower[1] == "s" else "would"
    known = table.irregular.get(kind)
    if known is not None and lower in known:
        return known[lower]
    if kind == "VERB":
        found = _verb(lower, tag, table)
        return found if found in table.verbs else _by_ending(lower, table) or found
    if kind == "NOUN":
        return _noun(lower) if tag == "NNS" else lower
    if kind in {"ADJ", "ADV"} and tag in {"JJR", "JJS", "RBR", "RBS"}:
        return _degree(lower, "er" if tag.endswith("R") else "est")
    return lower


def _verb(word: str, tag: str, table: LemmaTable) -> str:
    if tag == "VBZ":
        for ending, instead in (
            ("ies", "y"),
            ("sses", "ss"),
            ("shes", "sh"),
            ("ches", "ch"),
            ("xes", "x"),
            ("zes", "ze"),
            ("oes", "o"),
        ):
            if word.endswith(ending) and len(word) > len(ending) + 1:
                return word[: -len(ending)] + instead
        return word[:-1] if word.endswith("s") and not word.endswith("ss") else word
    if tag in {"VBD", "VBN"} and word.endswith("ied") and len(word) > 4:
        return word[:-3] + "y"
    for ending in ("ing",) if tag == "VBG" else ("ed",) if tag in {"VBD", "VBN"} else ():
        if word.endswith(ending) and len(word) > len(ending) + 1:
            return _base(word[: -len(ending)], table)
    return word


def _by_ending(word: str, table: LemmaTable) -> str | None:
    """The known verb that the ending leads to, for a form that was given another's tag ("warns" as VB)."""
    for tag, ending in (("VBG", "ing"), ("VBD", "ed"), ("VBZ", "s")):
        if word.endswith(ending):
            found = _verb(word, tag, table)
            if found in table.verbs:
                return found
    return None


def _base(stem: str, table: LemmaTable) -> str:
    """The verb of a stem without its ending: "bomb", "fir(e)", "plan(n)"."""
    for candidate in (stem, stem + "e", stem[:-1] if stem[-1:] == stem[-2:-1] else stem):
        if candidate in table.verbs:
            return candidate
    if len(stem) > 2 and stem[-1] == stem[-2] and stem[-1] not in "lsz":
        return stem[:-1]
    if stem.endswith("ell") and any(letter in _VOWELS for letter in stem[:-3]) and not stem.endswith(("spell", "tell")):
        return stem[:-1]  # "counselled", "travelled"
    if _SHORT.fullmatch(stem) or stem.endswith(("grad", "clud", "cod", "mot", "vok", "not", "vad", "suad", "trud")):
        return stem + "e"  # "fuming": a short vowel would double the consonant
    if stem[-1:] in "cvsuz" or stem.endswith(
        ("at", "dg", "rg", "in", "bl", "tl", "dl", "gl", "pl", "fl", "ur", "ir", "or")
    ):
        return stem + "e" if not stem.endswith(("ss", "eas", "ain", "ein", "oin")) else stem
    return stem


def _noun(word: str) -> str:
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("sses", "shes", "ches", "xes", "zzes")):
        return word[:-2]
    if word.endswith("men"):
        return word[:-3] + "man"
    return word[:-1] if word.endswith("s") and not word.endswith(("ss", "us", "is")) else word


def _degree(word: str, ending: str) -> str:
    if not word.endswith(ending) or len(word) < len(ending) + 3:
        return word
    stem = word[: -len(ending)]
    if stem.endswith("i"):
        return stem[:-1] + "y"
    if len(stem) > 2 and stem[-1] == stem[-2] and stem[-1] not in "lsf":
        return stem[:-1]
    return stem + "e" if len(stem) > 2 and stem[-1] in "gcvsz" and stem[-2] in _VOWELS | {"r", "n"} else stem


@cache
def shipped_table() -> LemmaTable:
    """The table that ships with the verbs of the event frames, read once a process."""
    table = LemmaTable.read(FOLDER / "lemmas.json")
    return LemmaTable(table.irregular, table.verbs | frame_verbs())


class Lemmatizer:
    """Sets ``Token.lemma``; remembers the words it has seen."""

    def __init__(self, table: LemmaTable) -> None:
        self.table = table
        self._seen: dict[tuple[int, int, int], int] = {}

    def __call__(self, doc: Doc) -> Doc:
        """Sets the lemmas of a parsed document; one that the gate kept from the parser has none."""
        if doc._.gated and not doc._.ungated:
            return doc
        seen = self._seen
        if len(seen) > 100_000:
            seen.clear()
        every = zip(*doc.to_array([ORTH, POS, TAG]).T.tolist(), strict=True)
        for token, key in zip(doc, every, strict=True):
            token.lemma = seen.get(key) or self._learn(token, key)
        return doc

    def _learn(self, token: Token, key: tuple[int, int, int]) -> int:
        found = token.vocab.strings.add(lemma(token.text, token.pos_, token.tag_, self.table))
        self._seen[key] = found
        return found


@Language.factory("sitrep_lemmas")
def create_lemmatizer(nlp: Language, name: str) -> Lemmatizer:
    """The component with the shipped table."""
    return Lemmatizer(shipped_table())
