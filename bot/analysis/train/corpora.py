"""Which sentences the model is trained on, and which are kept from it."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from importlib import resources
from pathlib import Path
from typing import Any

from bot.analysis.parsing.tokens import english
from bot.analysis.train import conversion, name_data, proper_nouns
from bot.analysis.train.conversion import NamesOf, Sentence

CURLY_SHARE = 10
"""Of every ten documents four are written with the quotation marks and dashes of newspapers."""


def training(folder: Path, *, without: Sequence[str] = (), hold_out: bool = True, starts: Any) -> list[Sentence]:
    """The training sentences of the data folder. ``without`` names sources to leave out (``gum``, ``re3d``, ``uner``,
    ``proper nouns``: the kinds given to EWT's by hand);
    with ``hold_out`` a quarter of re3d's documents and all of UNER's stay out, so that names can be measured."""
    nlp = english()
    out: list[Sentence] = []
    treebanks = {"ewt": folder / "ud/en_ewt-train.conllu"}
    if "gum" not in without:
        treebanks["gum"] = folder / "ud/en_gum-open-train.conllu"
    pairs = proper_nouns.capital_pairs(list(treebanks.values()))
    kinds = proper_nouns.table()
    named: dict[str, NamesOf] = {
        "ewt": lambda text, words: proper_nouns.names(text, words, kinds, pairs),
        "gum": lambda text, words: conversion.gum_names(words, pairs),
    }
    for corpus, path in treebanks.items():
        names = None if corpus == "ewt" and "proper nouns" in without else named[corpus]
        straight = conversion.treebank(path, names=names, corpus=corpus, nlp=nlp)
        curly = conversion.treebank(path, names=names, corpus=corpus, nlp=nlp, variant=conversion.curly)
        out += [s for s in straight if not _curly(s.document)]
        out += [s for s in curly if _curly(s.document)]
    if "re3d" not in without:
        keep = (lambda i: not name_data.held_out(i)) if hold_out else (lambda i: True)
        names_only = name_data.re3d(folder / "re3d", nlp=nlp, keep=keep, starts=starts)
        out += names_only * 3
    if "uner" not in without and not hold_out:
        tags = name_data.uner_names(folder / "uner" / "en_ewt-dev.iob2")
        for document, paragraph, text, words in conversion.read_conllu(folder / "ud/en_ewt-dev.conllu"):
            made = conversion.aligned(text, words, nlp.make_doc)
            if made is None or text not in tags or len(tags[text]) != len(words):
                continue
            sentence, carrier = made
            sentence.names = ["O"] * len(sentence.words)
            for tag, token in zip(tags[text], carrier, strict=True):
                if tag != "O":
                    sentence.names[token] = tag
            sentence.corpus, sentence.document, sentence.paragraph = "ewt", document, paragraph
            out.append(sentence)
    _nationalities(out)
    return out


def _curly(document: str) -> bool:
    return sum(document.encode()) % CURLY_SHARE < 4


def _nationalities(sentences: Sequence[Sentence]) -> None:
    """GUM and EWT do not label nationalities; words known as such become NORP there, so that all corpora agree."""
    data = tomllib.loads((resources.files("seeds") / "countries.toml").read_text(encoding="utf-8"))
    known = {d.lower() for c in data["country"] for d in c.get("demonyms", []) if " " not in d}
    known |= {f"{d}s" for d in known}
    for sentence in sentences:
        if sentence.names is None or sentence.corpus == "re3d":
            continue
        names = sentence.names
        for n, word in enumerate(sentence.words):
            if not word[:1].isupper() or word.lower() not in known:
                continue
            alone = names[n] == "B-PERSON" and not (n + 1 < len(names) and names[n + 1].startswith("I-"))
            if alone or (names[n] == "O" and sentence.upos[n] in {"ADJ", "PROPN"}):
                names[n] = "B-NORP"
