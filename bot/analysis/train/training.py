"""The training loop: windows of whole sentences, all heads at once."""

from __future__ import annotations

import random
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import torch
from torch import Tensor
from torch.nn import functional as F

from bot.analysis.parsing.shapes import NO_WORD, shape
from bot.analysis.parsing.wordpiece import WordPiece
from bot.analysis.train.conversion import UNKNOWN, Sentence
from bot.analysis.train.network import Network, Sizes

WINDOW = 126
POLICIES = ("re3d", "gum", "ewt")
CASELESS_SHARE = 0.15


@dataclass
class Labels:
    """The classes of each head, in the order of their numbers."""

    upos: list[str]
    xpos: list[str]
    morph: list[str]
    deps: list[str]
    names: list[str] = field(default_factory=lambda: ["O"])
    policies: list[str] = field(default_factory=lambda: list(POLICIES))

    def sizes(self) -> Sizes:
        """How many there are."""
        return Sizes(*(len(x) for x in (self.upos, self.xpos, self.morph, self.deps, self.names, self.policies)))


def labels_of(sentences: Sequence[Sentence]) -> Labels:
    """Classes seen in training; morphology seen fewer than 5 times becomes "_"."""
    parsed = [s for s in sentences if s.parsed]
    morph = Counter(m for s in parsed for m in s.morph)
    kinds = ["PERSON", "ORG", "LOC", "NORP", "WEAPON", "VEHICLE"]
    return Labels(
        sorted({t for s in parsed for t in s.upos}),
        sorted({t for s in parsed for t in s.xpos}),
        ["_", *sorted(m for m, n in morph.items() if n >= 5 and m != "_")],
        sorted({d for s in parsed for d in s.deps}),
        ["O", *(f"{b}-{k}" for k in kinds for b in "BI")],
    )


@dataclass(slots=True)
class Coded:
    """A sentence in numbers."""

    pieces: list[tuple[int, ...]]
    shapes: list[int]
    blind: list[int]
    upos: list[int]
    xpos: list[int]
    morph: list[int]
    heads: list[int]
    deps: list[int]
    names: list[int] | None
    policy: int
    parsed: bool
    size: int
    key: tuple[str, str, int]


def code(sentence: Sentence, labels: Labels, wordpiece: WordPiece) -> Coded:
    """The sentence in numbers."""
    index = {
        name: {v: n for n, v in enumerate(getattr(labels, name))} for name in ("upos", "xpos", "morph", "deps", "names")
    }
    pieces = [wordpiece.pieces(w) for w in sentence.words]
    before = [True, *sentence.spaces[:-1]]
    return Coded(
        pieces,
        [shape(w, s, False) for w, s in zip(sentence.words, before, strict=True)],
        [shape(w, s, True) for w, s in zip(sentence.words, before, strict=True)],
        [index["upos"].get(t, 0) for t in sentence.upos],
        [index["xpos"].get(t, 0) for t in sentence.xpos],
        [index["morph"].get(t, 0) for t in sentence.morph],
        sentence.heads,
        [index["deps"].get(d, 0) for d in sentence.deps],
        None
        if sentence.names is None
        else [-100 if t == UNKNOWN else index["names"].get(t, 0) for t in sentence.names],
        labels.policies.index(sentence.corpus) if sentence.corpus in labels.policies else 0,
        sentence.parsed,
        sum(map(len, pieces)),
        (sentence.corpus, sentence.document, sentence.paragraph),
    )


def windows(sentences: Sequence[Coded], chance: random.Random) -> Iterator[list[Coded]]:
    """Runs of neighbouring sentences of at most ``WINDOW`` pieces, of random lengths."""
    run: list[Coded] = []
    size, limit = 0, WINDOW
    for sentence in sentences:
        new_document = run and (run[-1].key[:2] != sentence.key[:2] or run[-1].parsed != sentence.parsed)
        if run and (new_document or size + sentence.size > limit):
            yield run
            run, size = [], 0
            limit = WINDOW if chance.random() < 0.6 else chance.randint(20, WINDOW)
        run.append(sentence)
        size += sentence.size
    if run:
        yield run


@dataclass
class Batch:
    """Windows padded to one size. Words that are padding have ``real`` False."""

    pieces: Tensor
    shapes: Tensor
    mask: Tensor
    firsts: Tensor
    real: Tensor
    sentence: Tensor
    gold: dict[str, Tensor]


def batch_of(group: Sequence[Sequence[Coded]], chance: random.Random, cls: int, sep: int, caseless: float) -> Batch:
    """One batch."""
    rows: list[dict[str, list[int]]] = []
    for window in group:
        blind = chance.random() < caseless
        row: dict[str, list[int]] = {
            k: [] for k in ("p", "s", "f", "u", "x", "m", "h", "d", "n", "st", "se", "ok", "po")
        }
        row["p"].append(cls)
        row["s"].append(NO_WORD)
        for number, sentence in enumerate(window):
            base = len(row["f"])
            for k, pieces in enumerate(sentence.pieces):
                if len(row["p"]) + len(pieces) > 500:
                    break
                row["f"].append(len(row["p"]))
                row["p"] += pieces
                row["s"] += [(sentence.blind if blind else sentence.shapes)[k], *[NO_WORD] * (len(pieces) - 1)]
                row["u"].append(sentence.upos[k])
                row["x"].append(sentence.xpos[k])
                row["m"].append(sentence.morph[k])
                row["h"].append(-1 if sentence.heads[k] == k else sentence.heads[k] + base)
                row["d"].append(sentence.deps[k])
                row["n"].append(-100 if sentence.names is None else sentence.names[k])
                row["st"].append(int(k == 0))
                row["se"].append(number)
                row["ok"].append(int(sentence.parsed))
                row["po"].append(sentence.policy)
        count = len(row["f"])
        row["h"] = [h if h < count else -1 for h in row["h"]]
        row["p"].append(sep)
        row["s"].append(NO_WORD)
        rows.append(row)
    longest = max(len(r["p"]) for r in rows)
    most = max(len(r["f"]) for r in rows)

    def pad(key: str, size: int, fill: int) -> Tensor:
        return torch.tensor([r[key] + [fill] * (size - len(r[key])) for r in rows])

    pieces = pad("p", longest, 0)
    mask = torch.zeros(len(rows), 1, 1, longest)
    for n, r in enumerate(rows):
        mask[n, :, :, len(r["p"]) :] = float("-inf")
    real = torch.tensor([[True] * len(r["f"]) + [False] * (most - len(r["f"])) for r in rows])
    gold = {k: pad(k, most, -100) for k in ("u", "x", "m", "d", "n", "st", "ok", "po")}
    heads = pad("h", most, -1)
    gold["h"] = torch.where(heads < 0, torch.full_like(heads, most), heads)
    return Batch(pieces, pad("s", longest, NO_WORD), mask, pad("f", most, 0), real, pad("se", most, -1), gold)


def loss_of(network: Network, batch: Batch) -> dict[str, Tensor]:
    """The losses of all heads."""
    h = network.words(batch.pieces, batch.shapes, batch.firsts, batch.mask)
    upos, xpos, morph, starts, names, arcs, dependent, head = (x.float() for x in network.heads(h))
    ok = batch.real & (batch.gold["ok"] == 1)
    out: dict[str, Tensor] = {}
    flat = ok.flatten()

    def entropy(scores: Tensor, key: str) -> Tensor:
        return F.cross_entropy(scores.flatten(0, 1)[flat], batch.gold[key].flatten()[flat])

    if bool(flat.any()):
        out["upos"], out["xpos"], out["morph"] = entropy(upos, "u"), entropy(xpos, "x"), entropy(morph, "m")
        out["starts"] = F.binary_cross_entropy_with_logits(
            starts.flatten()[flat], batch.gold["st"].flatten()[flat].float()
        )
        same = batch.sentence.unsqueeze(2) == batch.sentence.unsqueeze(1)
        same = torch.cat([same, torch.ones_like(same[..., :1])], -1)
        n = arcs.shape[1]
        own = torch.eye(n, dtype=torch.bool)
        own = torch.cat([own, torch.zeros(n, 1, dtype=torch.bool)], -1)
        arcs = arcs.masked_fill(~same | own, -1e4)
        out["arcs"] = entropy(arcs, "h")
        heads = batch.gold["h"].clamp(0, n)
        padded = torch.cat([head, network.label_root.float().expand(head.shape[0], 1, -1)], 1)
        chosen = torch.gather(padded, 1, heads.unsqueeze(-1).expand(-1, -1, padded.shape[-1]))
        out["labels"] = F.cross_entropy(network.labels(dependent[ok], chosen[ok]), batch.gold["d"][ok])
    named = batch.real & (batch.gold["n"] >= 0)
    if bool(named.any()):
        kinds = network.sizes.names
        scores = names.view(*names.shape[:2], network.sizes.policies, kinds)[named]
        policy = batch.gold["po"][named].view(-1, 1, 1).expand(-1, 1, kinds)
        out["names"] = F.cross_entropy(torch.gather(scores, 1, policy).squeeze(1), batch.gold["n"][named])
    return out


WEIGHTS = {"upos": 0.5, "xpos": 0.3, "morph": 0.3, "starts": 1.0, "arcs": 1.0, "labels": 1.0, "names": 1.0}


def train(
    network: Network,
    sentences: Sequence[Coded],
    *,
    wordpiece: WordPiece,
    epochs: float,
    seed: int,
    rate: float = 1.5e-4,
    head_rate: float = 1.5e-3,
    batch_pieces: int = 900,
    log: Any = print,
) -> None:
    """Trains in place: AdamW, 80 steps of warm-up, then linearly to nothing."""
    chance = random.Random(seed)  # noqa: S311 - the order of training, nothing secret
    torch.manual_seed(seed)
    encoder = list(network.encoder.parameters())
    known = {id(p) for p in encoder}
    rest = [p for p in network.parameters() if id(p) not in known]
    shapes = network.encoder.shapes.weight
    encoder = [p for p in encoder if p is not shapes]
    optimiser = torch.optim.AdamW(
        [{"params": encoder, "lr": rate}, {"params": [*rest, shapes], "lr": head_rate}],
        weight_decay=0.01,
        betas=(0.9, 0.98),
    )
    total = sum(s.size for s in sentences)
    steps = max(int(epochs * total / (batch_pieces * 0.93)), 1)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda k: min((k + 1) / 80, max(0.0, (steps - k) / max(steps - 80, 1)))
    )
    network.train()
    begun = time.monotonic()
    seen: Counter[str] = Counter()
    step = 0
    while step < steps:
        for group in _groups(sentences, chance, batch_pieces):
            batch = batch_of(group, chance, wordpiece.cls, wordpiece.sep, CASELESS_SHARE)
            with torch.autocast("cpu", dtype=torch.bfloat16):
                losses = loss_of(network, batch)
            loss = torch.stack([WEIGHTS[k] * v for k, v in losses.items()]).sum()
            optimiser.zero_grad(set_to_none=True)
            loss.backward()
            torch.nn.utils.clip_grad_norm_(network.parameters(), 2.0)
            optimiser.step()
            schedule.step()
            step += 1
            seen.update({k: float(v.detach()) for k, v in losses.items()})
            seen["n"] += 1
            if step % 50 == 0 or step == steps:
                means = " ".join(f"{k} {seen[k] / seen['n']:.3f}" for k in WEIGHTS)
                log(f"step {step}/{steps} {time.monotonic() - begun:.0f} s: {means}", flush=True)
                seen.clear()
            if step >= steps:
                break


def _groups(sentences: Sequence[Coded], chance: random.Random, batch_pieces: int) -> Iterator[list[list[Coded]]]:
    """Windows of like length, in random order, about ``batch_pieces`` a group."""
    runs = list(windows(sentences, chance))
    chance.shuffle(runs)
    pool: list[list[list[Coded]]] = []
    for k in range(0, len(runs), 400):
        near = sorted(runs[k : k + 400], key=lambda r: sum(s.size for s in r))
        group: list[list[Coded]] = []
        for run in near:
            longest = sum(s.size for s in run) + 2
            if group and longest * (len(group) + 1) > batch_pieces:
                pool.append(group)
                group = []
            group.append(run)
        if group:
            pool.append(group)
    chance.shuffle(pool)
    yield from pool
