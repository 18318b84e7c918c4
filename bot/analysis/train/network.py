"""The network: MiniLM's encoder with a word-shape embedding, and joint heads for tags, trees, sentences and names.

Encoder: all-MiniLM-L6-v2 (Apache-2.0; Wang et al. 2020, arXiv:2002.10957). Trees: deep biaffine attention (Dozat and
Manning 2017, arXiv:1611.01734).
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import Tensor, nn
from torch.nn import functional as F

from bot.analysis.parsing.shapes import NO_WORD, SHAPES

WIDTH, LAYERS, HEADS, ARC, LABEL = 384, 6, 12, 256, 64


@dataclass(frozen=True)
class Sizes:
    """How many classes each head tells apart."""

    upos: int
    xpos: int
    morph: int
    deps: int
    names: int
    policies: int


class Layer(nn.Module):
    """One transformer layer as BERT has it (normalisation after each part)."""

    def __init__(self, dropout: float) -> None:
        super().__init__()
        self.query, self.key, self.value = (nn.Linear(WIDTH, WIDTH) for _ in range(3))
        self.out = nn.Linear(WIDTH, WIDTH)
        self.norm1 = nn.LayerNorm(WIDTH, eps=1e-12)
        self.up, self.down = nn.Linear(WIDTH, 4 * WIDTH), nn.Linear(4 * WIDTH, WIDTH)
        self.norm2 = nn.LayerNorm(WIDTH, eps=1e-12)
        self.drop = nn.Dropout(dropout)
        self.dropout = dropout

    def forward(self, x: Tensor, mask: Tensor | None) -> Tensor:
        """``x``: (batch, pieces, width); ``mask``: (batch, 1, 1, pieces), 0 or -inf."""
        b, n, _ = x.shape
        q, k, v = (
            part(x).view(b, n, HEADS, WIDTH // HEADS).transpose(1, 2) for part in (self.query, self.key, self.value)
        )
        if mask is None:  # for the export: plain operations
            scores = torch.softmax(q @ k.transpose(-1, -2) / (WIDTH // HEADS) ** 0.5, dim=-1)
            mixed = scores @ v
        else:
            mixed = F.scaled_dot_product_attention(
                q, k, v, attn_mask=mask, dropout_p=self.dropout if self.training else 0.0
            )
        x = self.norm1(x + self.drop(self.out(mixed.transpose(1, 2).reshape(b, n, WIDTH))))
        return self.norm2(x + self.drop(self.down(F.gelu(self.up(x)))))


class Encoder(nn.Module):
    """Pieces and shapes to vectors."""

    def __init__(self, vocabulary: int, dropout: float = 0.1) -> None:
        super().__init__()
        self.pieces = nn.Embedding(vocabulary, WIDTH)
        self.positions = nn.Embedding(512, WIDTH)
        self.types = nn.Parameter(torch.zeros(WIDTH))
        self.shapes = nn.Embedding(SHAPES, WIDTH, padding_idx=NO_WORD)
        self.norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.drop = nn.Dropout(dropout)
        self.layers = nn.ModuleList(Layer(dropout) for _ in range(LAYERS))

    def forward(self, pieces: Tensor, shapes: Tensor, mask: Tensor | None) -> Tensor:
        """(batch, pieces) twice to (batch, pieces, width)."""
        n = pieces.shape[1]
        x = self.pieces(pieces) + self.positions.weight[:n] + self.types + self.shapes(shapes)
        x = self.drop(self.norm(x))
        for layer in self.layers:
            x = layer(x, mask)
        return x

    def load(self, file: Path) -> None:
        """MiniLM's weights from a safetensors file."""
        given = {k.removeprefix("bert."): v for k, v in load_file(str(file)).items()}
        own = self.state_dict()
        own["pieces.weight"] = given["embeddings.word_embeddings.weight"]
        own["positions.weight"] = given["embeddings.position_embeddings.weight"]
        own["types"] = given["embeddings.token_type_embeddings.weight"][0]
        for part in ("weight", "bias"):
            own[f"norm.{part}"] = given[f"embeddings.LayerNorm.{part}"]
            for n in range(LAYERS):
                base = f"encoder.layer.{n}"
                for mine, theirs in (
                    ("query", "attention.self.query"),
                    ("key", "attention.self.key"),
                    ("value", "attention.self.value"),
                    ("out", "attention.output.dense"),
                    ("norm1", "attention.output.LayerNorm"),
                    ("up", "intermediate.dense"),
                    ("down", "output.dense"),
                    ("norm2", "output.LayerNorm"),
                ):
                    own[f"layers.{n}.{mine}.{part}"] = given[f"{base}.{theirs}.{part}"]
        self.load_state_dict(own)
        with torch.no_grad():
            self.shapes.weight.normal_(0.0, 0.02)
            self.shapes.weight[NO_WORD].zero_()


class Network(nn.Module):
    """Encoder and heads. A word is its first piece."""

    def __init__(self, vocabulary: int, sizes: Sizes, dropout: float = 0.1, head_dropout: float = 0.33) -> None:
        super().__init__()
        self.sizes = sizes
        self.encoder = Encoder(vocabulary, dropout)
        self.upos, self.xpos = nn.Linear(WIDTH, sizes.upos), nn.Linear(WIDTH, sizes.xpos)
        self.morph, self.starts = nn.Linear(WIDTH, sizes.morph), nn.Linear(WIDTH, 1)
        self.names = nn.Linear(WIDTH, sizes.names * sizes.policies)
        self.arc_dependent, self.arc_head = nn.Linear(WIDTH, ARC), nn.Linear(WIDTH, ARC)
        self.arc = nn.Parameter(torch.empty(ARC + 1, ARC))
        self.root = nn.Parameter(torch.zeros(ARC))
        self.label_dependent, self.label_head = nn.Linear(WIDTH, LABEL), nn.Linear(WIDTH, LABEL)
        self.label_root = nn.Parameter(torch.zeros(LABEL))
        self.label = nn.Parameter(torch.empty(sizes.deps, LABEL + 1, LABEL + 1))
        self.drop = nn.Dropout(head_dropout)
        nn.init.xavier_uniform_(self.arc)
        nn.init.normal_(self.label, std=0.05)

    def words(self, pieces: Tensor, shapes: Tensor, firsts: Tensor, mask: Tensor | None) -> Tensor:
        """(batch, words, width) of the first pieces at ``firsts`` (batch, words)."""
        x = self.encoder(pieces, shapes, mask)
        return torch.gather(x, 1, firsts.unsqueeze(-1).expand(-1, -1, WIDTH))

    def heads(self, h: Tensor) -> tuple[Tensor, ...]:
        """Everything but labels: upos, xpos, morph, starts, names, arcs (words x (words + root)), and the two sides
        of the label scores."""
        d = self.drop(h)
        dependent = self.drop(F.gelu(self.arc_dependent(d)))
        head = self.drop(F.gelu(self.arc_head(d)))
        ones = torch.ones_like(dependent[..., :1])
        mixed = torch.cat([dependent, ones], -1) @ self.arc
        arcs = torch.cat([mixed @ head.transpose(-1, -2), (mixed @ self.root).unsqueeze(-1)], -1)
        return (
            self.upos(d), self.xpos(d), self.morph(d), self.starts(d).squeeze(-1), self.names(d), arcs,
            self.drop(F.gelu(self.label_dependent(d))), self.drop(F.gelu(self.label_head(d))),
        )  # fmt: skip

    def labels(self, dependent: Tensor, head: Tensor) -> Tensor:
        """Label scores of pairs: (pairs, label width) twice to (pairs, deps)."""
        one = torch.ones_like(dependent[..., :1])
        left, right = torch.cat([dependent, one], -1), torch.cat([head, one], -1)
        return torch.einsum("pi,dij,pj->pd", left, self.label, right)
