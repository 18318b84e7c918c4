"""Measures the encoder on raw text with spaCy's own scorer.

    python -m bot.analysis.train.evaluation --data FOLDER [--model bot/analysis/model] [--threads 1]

Documents are paragraphs of up to 8 sentences; tokens are spaCy's, the gold ones the treebank's. Punctuation does not
count for UAS and LAS (spaCy's default).
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from spacy.scorer import Scorer
from spacy.tokens import Doc
from spacy.training import Example
from spacy.vocab import Vocab

from bot.analysis import extensions
from bot.analysis.parsing.encoder import FOLDER, Encoder
from bot.analysis.parsing.layout import layout
from bot.analysis.parsing.tokens import english
from bot.analysis.train.conversion import Word, place, read_conllu

TREEBANKS = {"EWT test": "ud/en_ewt-test.conllu", "GUM test": "ud/en_gum-open-test.conllu"}


def gold_documents(path: Path, vocab: Vocab) -> Iterator[Doc]:
    """The paragraphs of a treebank as gold documents."""
    run: list[tuple[str, list[Word]]] = []
    key: Any = None
    for document, paragraph, text, words in read_conllu(path):
        if not place(text, words):
            continue
        if run and ((document, paragraph) != key or len(run) == 8):
            yield _document(run, vocab)
            run = []
        key = (document, paragraph)
        run.append((text, words))
    if run:
        yield _document(run, vocab)


def _document(run: list[tuple[str, list[Word]]], vocab: Vocab) -> Doc:
    words: list[str] = []
    spaces: list[bool] = []
    columns: dict[str, list[Any]] = {k: [] for k in ("pos", "tags", "deps", "heads", "sent_starts")}
    for text, sentence in run:
        base = len(words)
        for n, word in enumerate(sentence):
            words.append(word.form)
            following = sentence[n + 1].start if n + 1 < len(sentence) else len(text) + 1
            spaces.append(following > word.end)
            columns["pos"].append(word.upos)
            columns["tags"].append(word.xpos)
            columns["deps"].append(word.dep)
            columns["heads"].append(base + (n if word.head == 0 else word.head - 1))
            columns["sent_starts"].append(n == 0)
    return Doc(
        vocab, words=words, spaces=spaces, pos=columns["pos"], tags=columns["tags"], deps=columns["deps"],
        heads=columns["heads"], sent_starts=columns["sent_starts"],
    )  # fmt: skip


def measure(folder: Path, model: Path, threads: int = 1) -> dict[str, dict[str, float]]:
    """UPOS, UAS, LAS and sentence F in percent, and words a second, for each test set."""
    extensions.register()
    nlp = english()
    encoder = Encoder(nlp.vocab, model, threads)
    out: dict[str, dict[str, float]] = {}
    for name, file in TREEBANKS.items():
        gold = list(gold_documents(folder / file, nlp.vocab))
        begun = time.perf_counter()
        predicted = [encoder(layout(nlp.make_doc(doc.text))) for doc in gold]
        seconds = time.perf_counter() - begun
        examples = [Example(p, g) for p, g in zip(predicted, gold, strict=True)]
        deps = Scorer.score_deps(examples, "dep", ignore_labels=("p", "punct"))
        pos = Scorer.score_token_attr(examples, "pos")
        tag = Scorer.score_token_attr(examples, "tag")
        sents = Scorer.score_spans(examples, "sents", getter=lambda d, a: d.sents, has_annotation=lambda d: True)
        out[name] = {
            "UPOS": round(100 * pos["pos_acc"], 2),
            "XPOS": round(100 * tag["tag_acc"], 2),
            "UAS": round(100 * deps["dep_uas"], 2),
            "LAS": round(100 * deps["dep_las"], 2),
            "sentences F": round(100 * sents["sents_f"], 2),
            "words/s": round(sum(len(d) for d in gold) / seconds),
        }
    return out


def main() -> int:
    """Prints the figures as JSON."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--model", type=Path, default=FOLDER)
    parser.add_argument("--threads", type=int, default=1)
    options = parser.parse_args()
    print(json.dumps(measure(options.data, options.model, options.threads), indent=1))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
