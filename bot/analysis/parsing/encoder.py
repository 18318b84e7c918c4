"""The trained part of the pipeline: parts of speech, morphology, sentences, trees and names.

A fine-tuned MiniLM with 8-bit weights, run by onnxruntime on one window of whole sentences at a time: dynamic
quantisation depends on what is read together, so one window a call keeps the answer the same whatever else is read.
docs/model.md tells how it was trained and how good it is.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime
from numpy.typing import NDArray
from spacy.attrs import DEP, ENT_IOB, ENT_TYPE, HEAD, MORPH, POS, TAG
from spacy.language import Language
from spacy.parts_of_speech import IDS as PARTS
from spacy.tokens import Doc
from spacy.vocab import Vocab

from bot.analysis.lexicon.words import SENTENCE_SUBJECTS
from bot.analysis.parsing.projective import projective_tree
from bot.analysis.parsing.shapes import NO_WORD, caseless, shape
from bot.analysis.parsing.wordpiece import WordPiece
from storage.errors import AnalysisError

FOLDER = Path(__file__).resolve().parents[1] / "model"
FILES = ("model.onnx", "labels.npz", "config.json", "vocab.txt", "lemmas.json")
ATTRIBUTES = (POS, TAG, MORPH, DEP, HEAD, ENT_IOB, ENT_TYPE)

WINDOW = 126
"""Pieces read together, as in training; a longer sentence is read alone, cut at ``LONGEST``."""

LONGEST = 300
_RULE = 1.5
"""What a full stop and a capital letter weigh beside the encoder's own opinion on where a sentence starts (logits)."""

POLICY_WEIGHTS = {"re3d": 0.5, "gum": 0.5, "ewt": 0.5, "uner": 0.0}
"""How much each corpus' way of labelling names counts."""

Ints = NDArray[np.int64]
Floats = NDArray[np.float32]


@dataclass(frozen=True)
class Model:
    """The loaded weights and what their numbers mean."""

    session: Any
    wordpiece: WordPiece
    labels: dict[str, list[str]]
    label: Floats
    label_root: Floats


@cache
def load_model(folder: Path = FOLDER, threads: int = 1) -> Model:
    """The model of a folder, loaded once a process. Raises ``AnalysisError`` where a file is missing or is not the one
    that its ``SHA256SUMS`` names."""
    try:
        lines = (line.split() for line in (folder / "SHA256SUMS").read_text(encoding="utf-8").splitlines())
        sums = {name: found for found, name in lines}
        for name in FILES:
            if hashlib.sha256((folder / name).read_bytes()).hexdigest() != sums[name]:
                raise AnalysisError(f"the model's file {name} is damaged; install Sitrep again")
        config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
        arrays = np.load(folder / "labels.npz")
    except (OSError, KeyError, ValueError) as error:
        raise AnalysisError(f"the model in {folder} cannot be read: {error}") from error
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    session = onnxruntime.InferenceSession(str(folder / "model.onnx"), options, providers=["CPUExecutionProvider"])
    return Model(session, WordPiece.read(folder / "vocab.txt"), config, arrays["label"], arrays["root"])


@dataclass(slots=True)
class _Read:
    """What was read of one window: numbers of classes, heads as token positions within it."""

    upos: Ints
    xpos: Ints
    morph: Ints
    heads: list[int]
    deps: list[int]
    names: Ints


def _ends_with_an_abbreviation(last: str, first: str) -> bool:
    """ "… the U.N. Canada announced", "… at 3 a.m. Elite teams": what the encoder takes for one sentence."""
    return last in {"a.m.", "p.m."} or (last.count(".") > 1 and first in SENTENCE_SUBJECTS)


class Encoder:
    """The component. It owns the model's folder: ``to_disk`` copies it, ``from_disk`` reads another one."""

    def __init__(self, vocab: Vocab, folder: Path = FOLDER, threads: int = 1) -> None:
        self.vocab, self.threads = vocab, threads
        self._use(folder)

    def _use(self, folder: Path) -> None:
        self.folder = folder
        self.model = load_model(folder, self.threads)
        labels, strings = self.model.labels, self.vocab.strings
        self.pos = np.array([PARTS[name] for name in labels["upos"]], dtype=np.uint64)
        self.tag = np.array([strings.add(name) for name in labels["xpos"]], dtype=np.uint64)
        self.morph = np.array([self.vocab.morphology.add(name) for name in labels["morph"]], dtype=np.uint64)
        self.dep = np.array([strings.add(n) for n in labels["deps"]], dtype=np.uint64)
        kinds = [name.partition("-") for name in labels["names"]]
        self.iob = np.array([{"O": 2, "B": 3, "I": 1}[k[0]] for k in kinds], dtype=np.uint64)
        self.kind = np.array([strings.add(k[2]) if k[2] else 0 for k in kinds], dtype=np.uint64)
        self.root = labels["deps"].index("root")
        self.begins = np.array([k[0] == "B" for k in kinds])
        self.continues = np.array([k[0] == "I" for k in kinds])
        self.policies = np.array([POLICY_WEIGHTS[p] for p in labels["policies"]], dtype=np.float32)
        self.pad_dep, self.space_tag = strings.add("dep"), strings.add("_SP")
        self.empty = self.vocab.morphology.add("")

    def __call__(self, doc: Doc) -> Doc:
        """Fills TAG, POS, MORPH, HEAD, DEP, sentence starts and ENT of the document, unless the gate kept it out."""
        if len(doc) == 0 or (doc._.gated and not doc._.ungated):
            return doc
        words = [token.text for token in doc]
        unread = doc._.unread or [False] * len(words)
        read = [n for n, skip in enumerate(unread) if not skip]
        if not read:
            return doc
        table = np.zeros((len(words), len(ATTRIBUTES)), dtype=np.int64)
        blind = caseless([words[n] for n in read])
        starts = [token.is_sent_start is True for token in doc]
        for window in self._windows(doc, words, read, starts, blind):
            self._fill(table, window)
        self._attach(table, words, unread, read)
        values: Any = table.astype(np.uint64)
        return doc.from_array(list(ATTRIBUTES), values)

    def to_disk(self, path: Path | str, *, exclude: tuple[str, ...] = ()) -> None:
        """Copies the model's files to the folder ``path``."""
        target = Path(path)
        target.mkdir(parents=True, exist_ok=True)
        for name in (*FILES, "SHA256SUMS"):
            shutil.copyfile(self.folder / name, target / name)

    def from_disk(self, path: Path | str, *, exclude: tuple[str, ...] = ()) -> Encoder:
        """Uses the model's files in the folder ``path``. Raises ``AnalysisError`` where they are not whole."""
        self._use(Path(path))
        return self

    def _windows(
        self, doc: Doc, words: list[str], read: list[int], starts: list[bool], blind: bool
    ) -> Iterator[tuple[list[int], _Read]]:
        pieces_of = self.model.wordpiece.pieces
        run: list[int] = []
        pieces: list[tuple[int, ...]] = []
        size = 0
        candidate = 0  # where in the run the last possible sentence start stands
        candidate_size = 0
        for n in read:
            own = pieces_of(words[n])
            if starts[n] or (run and any(starts[run[-1] + 1 : n + 1])):
                candidate, candidate_size = len(run), size
            if run and size + len(own) > (WINDOW if candidate else LONGEST):
                cut = candidate or len(run)
                yield run[:cut], self._run(doc, words, run[:cut], pieces[:cut], starts, blind)
                run, pieces = run[cut:], pieces[cut:]
                size = size - candidate_size if cut == candidate else 0
                candidate = candidate_size = 0
            run.append(n)
            pieces.append(own)
            size += len(own)
        if run:
            yield run, self._run(doc, words, run, pieces, starts, blind)

    def _run(
        self, doc: Doc, words: list[str], run: list[int], pieces: list[tuple[int, ...]], starts: list[bool], blind: bool
    ) -> _Read:
        wordpiece = self.model.wordpiece
        ids, shapes, firsts = [wordpiece.cls], [NO_WORD], []
        spaced = True
        for n, own in zip(run, pieces, strict=True):
            firsts.append(len(ids))
            ids += own
            shapes.append(shape(words[n], spaced, blind))
            shapes += [NO_WORD] * (len(own) - 1)
            spaced = bool(doc[n].whitespace_) or (n + 1 < len(words) and words[n + 1].isspace())
        ids.append(wordpiece.sep)
        shapes.append(NO_WORD)
        upos, xpos, morph, begin, names, arcs, dependent, head = self.model.session.run(
            None,
            {
                "pieces": np.array(ids, dtype=np.int64),
                "shapes": np.array(shapes, dtype=np.int64),
                "firsts": np.array(firsts, dtype=np.int64),
            },
        )
        heads, deps = self._trees(run, words, starts, begin, arcs, dependent, head)
        return _Read(upos.argmax(1), xpos.argmax(1), morph.argmax(1), heads, deps, self._names(names, heads))

    def _trees(
        self,
        run: list[int],
        words: list[str],
        starts: list[bool],
        begin: Floats,
        arcs: Floats,
        dependent: Floats,
        head: Floats,
    ) -> tuple[list[int], list[int]]:
        bounds = [0]
        previous = run[0]
        for k in range(1, len(run)):
            n = run[k]
            ruled = any(starts[previous + 1 : n + 1])
            certain = ruled and any("\n" in words[m] for m in range(previous + 1, n))
            certain = certain or (ruled and _ends_with_an_abbreviation(words[previous].lower(), words[n].lower()))
            if certain or begin[k] + (_RULE if ruled else -_RULE) > 0:
                bounds.append(k)
            previous = n
        bounds.append(len(run))
        heads: list[int] = []
        for a, b in pairwise(bounds):
            block = np.concatenate([arcs[a:b, a:b], arcs[a:b, -1:]], axis=1)
            heads += [h + a for h in projective_tree(block)]
        chosen = np.array(heads)
        roots = chosen == np.arange(len(run))
        right = head[chosen]
        right[roots] = self.model.label_root
        one = np.ones((len(run), 1), dtype=np.float32)
        left, right = np.concatenate([dependent, one], 1), np.concatenate([right, one], 1)
        deps_count, width, _ = self.model.label.shape
        mixed = (left @ self.model.label.transpose(1, 0, 2).reshape(width, -1)).reshape(len(run), deps_count, width)
        scores = (mixed @ right[:, :, None])[:, :, 0]
        scores[:, self.root] = -np.inf
        deps = scores.argmax(1)
        deps[roots] = self.root
        return heads, deps.tolist()

    def _names(self, names: Floats, heads: list[int]) -> Ints:
        scores = names.reshape(len(names), len(self.policies), -1)
        scores = scores - scores.max(axis=2, keepdims=True)
        scores = scores - np.log(np.exp(scores).sum(axis=2, keepdims=True))
        tags: Ints = (scores * self.policies[None, :, None]).sum(axis=1).argmax(1)
        kind = self.kind[tags]
        previous = np.concatenate([[0], kind[:-1]])
        alone = self.continues[tags] & (kind != previous)  # an inside without a beginning begins
        tags[alone] -= 1
        return tags

    def _fill(self, table: Ints, window: tuple[list[int], _Read]) -> None:
        run, read = window
        rows = np.array(run)
        table[rows, 0] = self.pos[read.upos].astype(np.int64)
        table[rows, 1] = self.tag[read.xpos].view(np.int64)
        table[rows, 2] = self.morph[read.morph].view(np.int64)
        table[rows, 3] = self.dep[np.array(read.deps)].view(np.int64)
        table[rows, 4] = rows[np.array(read.heads)] - rows
        table[rows, 5] = self.iob[read.names].view(np.int64)
        table[rows, 6] = self.kind[read.names].view(np.int64)

    def _attach(self, table: Ints, words: list[str], unread: list[bool], read: list[int]) -> None:
        """What was not read hangs on the word before it, or on the first one after it."""
        holder = read[0]
        pad, space = np.array([self.pad_dep, self.space_tag], dtype=np.uint64).view(np.int64)
        for n, skipped in enumerate(unread):
            if not skipped:
                holder = n
                continue
            blank = words[n].isspace()
            on = holder
            reference = words[n] in "[]" or words[n - 1] == "["
            if not blank and not reference:  # a bullet or a dateline belongs to what follows it
                on = next((m for m in range(n + 1, min(n + 40, len(words))) if not unread[m]), holder)
            table[n] = (
                PARTS["SPACE" if blank else "X"], space if blank else pad, np.uint64(self.empty).view(np.int64),
                pad, on - n, 2, 0,
            )  # fmt: skip
        previous = np.concatenate([[0], table[:-1, 6]])  # a name that goes on over a line begins again behind the break
        table[(table[:, 5] == 1) & (previous != table[:, 6]), 5] = 3


@Language.factory("sitrep_encoder", default_config={"threads": 1})
def create_encoder(nlp: Language, name: str, threads: int) -> Encoder:
    """The component with the shipped model."""
    return Encoder(nlp.vocab, threads=threads)
