"""Fits the weights of the relevance gate: a logistic model around hand-made beliefs.

    python -m bot.analysis.train.relevance DATA

DATA is the folder with ``muc4``, ``re3d`` and ``ud`` (docs/analysis.md names sources and licences). The project's own
short texts are in relevance_texts.jsonl beside this file: half of them (``half`` = "tune") is fitted, the other half
only measured. Writes bot/analysis/lexicon/relevance.json; the same data give the same file.

The penalty pulls every weight towards its belief in lexicon/relevance.toml (towards 0 where there is none), so that
words which no training text has still count. Function words, and the words of saying that tell news from talk, never
do. Sources have equal shares whatever their size.
"""

from __future__ import annotations

import json
import random
import sys
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
import spacy

HERE = Path(__file__).parent
LEXICON = HERE.parent / "lexicon"
SEED = 7
STEPS = 400
PENALTY = 6e-5
SHARES = {
    "own security": 0.30,
    "political violence": 0.10,
    "politics": 0.05,
    "re3d": 0.05,
    "own other": 0.35,
    "corpora other": 0.15,
}
BLANK = """a about after again all also am an and another any are aren't as at be became because been before being
between both but by came can can't cannot come could did didn't do does doesn't doing don't down each even ever every
few first for from get go going got had has have having he her here hers him himself his how i if in into is isn't it
its itself just know last less let like made make many may me might mine more most much must my myself n't never new no
nor not now of off on once one only or other our ours out over own really same say says said saying she should since so
some still such tell than that the their theirs them themselves then there these they thing things think this those
three through to today told too two under until up upon us very was wasn't way we week well went were weren't what when
where which while who whom whose why will with without would yesterday year years yet you your yours 's 're 've 'll 'd
'm monday tuesday wednesday thursday friday saturday sunday january february march april june july august september
october november december day days month months time spokesman spokeswoman according added asked news report reported
reports people man men woman women four five six seven eight nine ten percent per cent million mr mrs ms"""
_KEEP = {"march", "us"}


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of text as lower-cased words, with its class and where it is from."""

    words: tuple[str, ...]
    security: bool
    source: str


def words_of(nlp: spacy.language.Language, text: str) -> list[str]:
    """Lower-cased tokens, white space left out."""
    return [token.lower_ for token in nlp.make_doc(text) if not token.is_space]


def own_texts(half: str) -> Iterator[dict[str, str]]:
    """The project's own short texts of one half, the ones in doubt (ordinary crime) left out."""
    for line in (HERE / "relevance_texts.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        if row["half"] == half and row["security"] is not None:
            yield row


def _objects(path: Path) -> Iterator[dict[str, object]]:
    """JSON objects one after the other, with or without commas and brackets around them."""
    decoder, text, at = json.JSONDecoder(), path.read_text(encoding="utf-8"), 0
    while (at := text.find("{", at)) >= 0:
        value, at = decoder.raw_decode(text, at)
        yield value


def _documents(path: Path, *, paragraphs: int = 8) -> Iterator[tuple[str, str]]:
    """Name and text of stretches of a treebank file, ``paragraphs`` sentences each."""
    name = ""
    held: list[str] = []
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("# newdoc id = "):
            if held:
                yield name, " ".join(held)
            name, held = line.removeprefix("# newdoc id = "), []
        elif line.startswith("# text = "):
            held.append(line.removeprefix("# text = "))
            if len(held) == paragraphs:
                yield name, " ".join(held)
                held = []
    if held:
        yield name, " ".join(held)


def _cut(words: list[str], size: int = 100) -> Iterator[tuple[str, ...]]:
    for start in range(0, max(len(words) - size // 3, 1), size):
        yield tuple(words[start : start + size])


def gather(nlp: spacy.language.Language, data: Path, split: str) -> list[Passage]:
    """All passages of ``split`` ("train" to fit, "dev" to measure)."""
    out: list[Passage] = []
    for row in own_texts("tune" if split == "train" else "measure"):
        words = words_of(nlp, row["text"])
        source = "own security" if row["security"] else "own other"
        out.append(Passage(tuple(words), bool(row["security"]), source))
        lead = row["text"].split(". ")[0]
        out.append(Passage(tuple(words_of(nlp, lead)), bool(row["security"]), source))
    for report in _objects(data / "muc4" / f"{split}.json"):
        source = "political violence" if report["templates"] else "politics"
        pieces = list(_cut(words_of(nlp, str(report["doctext"]))))
        out += [Passage(piece, True, source) for piece in pieces[:3]]
    if split == "train":
        for part in ("CENTCOM", "UK Government", "Wikipedia"):
            for document in _objects(data / "re3d" / part / "documents.json"):
                out += [Passage(piece, True, "re3d") for piece in _cut(words_of(nlp, str(document["text"])))]
    other = ("academic", "bio", "interview", "textbook", "voyage", "answers", "email", "reviews")
    for corpus in ("en_gum-open", "en_ewt"):
        for name, text in _documents(data / "ud" / f"{corpus}-{split}.conllu"):
            if name.lower().replace("gum_", "").split("_")[0].split("-")[0] in other:
                out.append(Passage(tuple(words_of(nlp, text)), False, "corpora other"))
    return out


def entries(words: tuple[str, ...], blank: frozenset[str]) -> tuple[set[str], int]:
    """The distinct words and pairs of a passage, and how many of them are single words."""
    single = {word for word in words if word[:1].isalpha() and word not in blank}
    pairs = {f"{a} {b}" for a, b in pairwise(words) if a[:1].isalpha() and b[:1].isalpha()}
    pairs = {pair for pair in pairs if not all(part in blank for part in pair.split(" "))}
    return single | pairs, sum(1 for word in single if word.isalpha())


def beliefs() -> dict[str, float]:
    """Weight by word or pair, from lexicon/relevance.toml."""
    table = tomllib.loads((LEXICON / "relevance.toml").read_text(encoding="utf-8"))["prior"]
    out: dict[str, float] = {}
    for weight, block in sorted(table.items(), key=lambda item: abs(float(item[0]))):
        for entry in block.replace("\n", "").split("|"):
            if entry.strip():
                out[entry.strip()] = float(weight)
    return out


def fit(passages: list[Passage], blank: frozenset[str], *, penalty: float = PENALTY) -> tuple[float, dict[str, float]]:
    """Bias and weights by full-batch Adam; deterministic."""
    prior = beliefs()
    sources: dict[str, Counter[str]] = defaultdict(Counter)
    seen = [entries(passage.words, blank) for passage in passages]
    for passage, (found, _) in zip(passages, seen, strict=True):
        sources[passage.source].update(found)
    # a word of the corpora alone tells the corpus (El Salvador in 1990), so it needs a second source
    df: Counter[str] = Counter()
    for counts in sources.values():
        df.update(dict.fromkeys(counts, 1))
    own = sources["own security"] + sources["own other"]
    total: Counter[str] = Counter()
    for counts in sources.values():
        total.update(counts)
    names = sorted(
        set(prior)
        | {e for e, n in total.items() if " " not in e and n >= 3 and (df[e] >= 2 or own[e] >= 2)}
        | {e for e, n in total.items() if " " in e and n >= 6 and df[e] >= 2}
    )
    index = {name: n for n, name in enumerate(names)}
    rows, columns, values = [], [], []
    for n, (found, count) in enumerate(seen):
        for entry in sorted(found & index.keys()):
            rows.append(n)
            columns.append(index[entry])
            values.append(1.0 / max(count, 1) ** 0.5)
    r, c, v = np.array(rows), np.array(columns), np.array(values)
    y = np.array([1.0 if passage.security else 0.0 for passage in passages])
    per = Counter(passage.source for passage in passages)
    share = np.array([SHARES[passage.source] / per[passage.source] for passage in passages])
    share /= share.sum()
    w0 = np.array([prior.get(name, 0.0) for name in names])
    w, bias = w0.copy(), 0.0
    m, s, mb, sb = np.zeros_like(w), np.zeros_like(w), 0.0, 0.0
    for step in range(1, STEPS + 1):
        logit = bias + np.bincount(r, weights=v * w[c], minlength=len(y))
        error = (1.0 / (1.0 + np.exp(-logit)) - y) * share
        g = np.bincount(c, weights=v * error[r], minlength=len(w)) + penalty * (w - w0)
        gb = float(error.sum())
        m, s = 0.9 * m + 0.1 * g, 0.99 * s + 0.01 * g * g
        mb, sb = 0.9 * mb + 0.1 * gb, 0.99 * sb + 0.01 * gb * gb
        fix = (1 - 0.99**step) ** 0.5 / (1 - 0.9**step)
        rate = 0.05 * (1 - step / (STEPS + 1))
        w -= rate * fix * m / (np.sqrt(s) + 1e-8)
        bias -= rate * fix * mb / (sb**0.5 + 1e-8)
    return bias, {name: round(float(weight), 2) for name, weight in zip(names, w, strict=True) if abs(weight) >= 0.1}


def main(arguments: list[str]) -> int:
    """Fits, writes, prints how many passages of each source fall on the right side."""
    if len(arguments) != 1:
        sys.stderr.write("usage: python -m bot.analysis.train.relevance DATA\n")
        return 2
    data, nlp = Path(arguments[0]), spacy.blank("en")
    blank = frozenset(BLANK.split()) - _KEEP
    passages = gather(nlp, data, "train")
    random.Random(SEED).shuffle(passages)  # noqa: S311
    bias, weights = fit(passages, blank)
    out = {"bias": round(bias, 3), "blank": sorted(blank), "weights": dict(sorted(weights.items()))}
    text = json.dumps(out, ensure_ascii=False, indent=0, separators=(",", ":"))
    (LEXICON / "relevance.json").write_text(text + "\n", encoding="utf-8")
    for split in ("train", "dev"):
        right: Counter[str] = Counter()
        count: Counter[str] = Counter()
        for passage in gather(nlp, data, split):
            found, n = entries(passage.words, blank)
            logit = bias + sum(weights.get(entry, 0.0) for entry in found) / max(n, 1) ** 0.5
            right[passage.source] += (logit > 0) == passage.security
            count[passage.source] += 1
        sys.stdout.write(split + ": " + ", ".join(f"{s} {right[s]}/{count[s]}" for s in sorted(count)) + "\n")
    sys.stdout.write(f"{len(weights)} weights, bias {bias:.2f}\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
