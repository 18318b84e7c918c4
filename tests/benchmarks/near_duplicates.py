"""Which reprints are found: the bottom-k sketch of bot/ingest/dedupe.py beside MinHash in bands (datasketch).

    python -m tests.benchmarks.near_duplicates

Of every exercise article reprints are made as papers make them, and texts that are none. Both ways keep 32 rows an
article; what each calls a candidate is then checked on the whole texts in the same way.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from dataclasses import dataclass

from datasketch import MinHash, MinHashLSH

from bot.ingest.dedupe import COPIED, PRINTS, SHARED_PRINTS, copied, prints, runs
from tests.seeds.exercise import exercises

PERMUTATIONS, BANDS = 128, 32
CLOSING = "The newspaper could not verify every detail of this report on its own."


@dataclass(frozen=True)
class Variant:
    """A text made of an article: ``kind`` in words, and whether it is a reprint."""

    kind: str
    text: str
    of: int
    reprint: bool


def articles() -> list[str]:
    """The exercise articles, without the line that all of them end with."""
    return [article.body.rpartition("\n")[0] for article in exercises()]


def variants(texts: list[str]) -> list[Variant]:
    """What papers make of each text, and what only looks like it."""
    made = []
    for at, text in enumerate(texts):
        sentences = re.split(r"(?<=[.”])\s+", text)
        rest = " ".join(sentences[1:])
        first, _, body = text.partition(" ")
        other = texts[(at + 7) % len(texts)]
        made += [
            Variant("as it is, one word changed", f"Officials {body}" if first else text, at, True),
            Variant("first sentence written anew", f"Here is what is known so far. {rest}", at, True),
            Variant("the first half, with a closing of its own", f"{text[: len(text) // 2]}. {CLOSING}", at, True),
            Variant("the first third", text[: len(text) // 3], at, True),
            Variant(
                "another article that quotes two of its sentences", f"{other} {' '.join(sentences[:2])}", at, False
            ),
        ]
    return made


def sketches(texts: list[str], made: list[Variant]) -> list[set[int]]:
    """For each variant the articles that its sketch finds."""
    kept = [set(prints(runs(text))) for text in texts]
    asked = [set(prints(runs(variant.text))) for variant in made]
    return [{at for at, own in enumerate(kept) if len(own & one) >= SHARED_PRINTS} for one in asked]


def bands(texts: list[str], made: list[Variant]) -> list[set[int]]:
    """For each variant the articles that MinHash in bands finds."""
    index = MinHashLSH(num_perm=PERMUTATIONS, params=(BANDS, PERMUTATIONS // BANDS))
    for at, text in enumerate(texts):
        index.insert(at, _minhash(text))
    return [set(index.query(_minhash(variant.text))) for variant in made]


def _minhash(text: str) -> MinHash:
    signature = MinHash(num_perm=PERMUTATIONS)
    signature.update_batch([str(run).encode() for run in runs(text)])
    return signature


def table() -> str:
    """Per kind of text the share found to be a reprint of its article, and the time, in Markdown."""
    texts = articles()
    made = variants(texts)
    ways: dict[str, Callable[[list[str], list[Variant]], list[set[int]]]] = {"bottom-k": sketches, "MinHash": bands}
    found, spent = {}, {}
    for name, way in ways.items():
        before = time.process_time()
        candidates = way(texts, made)
        spent[name] = (time.process_time() - before) / (len(texts) + len(made)) * 1000
        found[name] = [
            variant.of in found_in and copied(runs(variant.text), runs(texts[variant.of])) >= COPIED
            for variant, found_in in zip(made, candidates, strict=True)
        ]
    lines = [
        f"| text | right answer | {f'{PRINTS} lowest hashes'} | MinHash, {BANDS} bands of 4 |",
        "|---|---|---|---|",
    ]
    for kind in dict.fromkeys(variant.kind for variant in made):
        which = [at for at, variant in enumerate(made) if variant.kind == kind]
        shares = " | ".join(f"{sum(found[name][at] for at in which) / len(which):.2f}" for name in ways)
        lines.append(f"| {kind} | {1 if made[which[0]].reprint else 0} | {shares} |")
    lines.append(f"| CPU ms a text | | {spent['bottom-k']:.2f} | {spent['MinHash']:.2f} |")
    return "\n".join(lines)


if __name__ == "__main__":
    print(table())
