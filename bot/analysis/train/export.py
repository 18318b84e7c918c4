"""From the trained network to the files that ship: ONNX with 8-bit weights, label scores, labels, vocabulary."""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
from dataclasses import asdict
from pathlib import Path

import numpy as np
import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor, nn

from bot.analysis.parsing.encoder import FILES
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


def export(network: Network, labels: Labels, vocabulary: Path, out: Path, *, plain: Path | None = None) -> None:
    """Writes model.onnx, labels.npz, config.json and vocab.txt to ``out``, and the 32-bit graph to ``plain`` if asked.
    Weights are 7 bits wide (reduced range), which is right on processors without VNNI too; the heads stay in fp32."""
    network.eval()
    example = (torch.arange(8) + 1000, torch.zeros(8, dtype=torch.long), torch.tensor([1, 2, 4, 5]))
    axes = {"pieces": {0: "p"}, "shapes": {0: "p"}, "firsts": {0: "w"}}
    with tempfile.TemporaryDirectory() as folder:
        graph = Path(folder) / "plain.onnx"
        torch.onnx.export(
            _Window(network), example, str(graph), input_names=list(axes), output_names=list(OUTPUTS),
            dynamic_axes=axes, opset_version=17, dynamo=False,
        )  # fmt: skip
        if plain is not None:
            shutil.copy(graph, plain)
        nodes = onnx.load(str(graph)).graph.node
        heads = [node.name for node in nodes if node.op_type == "MatMul" and "/layers" not in node.name]
        quantize_dynamic(
            str(graph), str(out / "model.onnx"), weight_type=QuantType.QInt8, per_channel=True, reduce_range=True,
            nodes_to_exclude=heads, op_types_to_quantize=["MatMul", "Gather"],
        )  # fmt: skip
    np.savez(
        out / "labels.npz",
        label=network.label.detach().float().numpy().astype(np.float32),
        root=network.label_root.detach().float().numpy().astype(np.float32),
    )
    shutil.copy(vocabulary, out / "vocab.txt")
    (out / "config.json").write_text(json.dumps(asdict(labels), indent=1) + "\n", encoding="utf-8")


def write_sums(out: Path) -> dict[str, str]:
    """Writes SHA256SUMS of the files that ship; returns it by name."""
    sums = {name: hashlib.sha256((out / name).read_bytes()).hexdigest() for name in FILES}
    (out / "SHA256SUMS").write_text("".join(f"{s}  {name}\n" for name, s in sums.items()), encoding="utf-8")
    return sums
