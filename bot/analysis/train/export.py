"""From the trained network to the files that ship: ONNX with 8-bit weights, label scores, labels, vocabulary."""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor, nn

from bot.analysis.train.network import Network
from bot.analysis.train.training import Labels

OUTPUTS = ("upos", "xpos", "morph", "starts", "names", "arcs", "label_dependent", "label_head")


class _Window(nn.Module):
    """One window without padding, as it is read at run time."""

    def __init__(self, network: Network) -> None:
        super().__init__()
        self.network = network

    def forward(self, pieces: Tensor, shapes: Tensor, firsts: Tensor) -> tuple[Tensor, ...]:
        x = self.network.encoder(pieces.unsqueeze(0), shapes.unsqueeze(0), None)
        return tuple(out.squeeze(0) for out in self.network.heads(x[:, firsts]))


def export(network: Network, labels: Labels, vocabulary: Path, out: Path) -> dict[str, Any]:
    """Writes model.onnx, labels.npz, config.json and vocab.txt to ``out``; returns sizes. Weights are 7 bits wide
    (reduced range), which is right on processors without VNNI too."""
    network.eval()
    with tempfile.TemporaryDirectory() as folder:
        plain = Path(folder) / "plain.onnx"
        example = (torch.arange(8) + 1000, torch.zeros(8, dtype=torch.long), torch.tensor([1, 2, 4, 5]))
        torch.onnx.export(
            _Window(network), example, str(plain), input_names=["pieces", "shapes", "firsts"], output_names=list(OUTPUTS),
            dynamic_axes={"pieces": {0: "p"}, "shapes": {0: "p"}, "firsts": {0: "w"}}, opset_version=17, dynamo=False,
        )  # fmt: skip
        shutil.copy(plain, out / "plain.onnx")
        model = onnx.load(str(plain))
        keep = [node.name for node in model.graph.node if node.op_type == "MatMul" and "/layers" not in node.name]
        quantize_dynamic(
            str(plain), str(out / "model.onnx"), weight_type=QuantType.QInt8, per_channel=True, reduce_range=True,
            nodes_to_exclude=keep, op_types_to_quantize=["MatMul", "Gather"],
        )  # fmt: skip
    with torch.no_grad():
        np.savez(
            out / "labels.npz",
            label=network.label.float().numpy().astype(np.float32),
            root=network.label_root.float().numpy().astype(np.float32),
        )
    shutil.copy(vocabulary, out / "vocab.txt")
    (out / "config.json").write_text(json.dumps(asdict(labels), indent=1) + "\n", encoding="utf-8")
    (out / "SHA256SUMS").write_text("".join(f"{_sum(f)}  {f.name}\n" for f in shipped(out)), encoding="utf-8")
    return {f.name: {"bytes": f.stat().st_size, "sha256": _sum(f)} for f in shipped(out)}


def _sum(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()


def shipped(folder: Path) -> list[Path]:
    """The files that belong to a model, in order."""
    return [folder / name for name in ("model.onnx", "labels.npz", "config.json", "vocab.txt")]
