"""Which reprints are found: the bottom-k sketch of bot/ingest/dedupe.py beside MinHash in bands (datasketch).

    python -m tests.benchmarks.near_duplicates

Of every exercise article reprints are made as papers make them, and texts that are none. Both ways keep 32 rows an
article; what each calls a candidate is then checked on the whole texts in the same way.
"""

from __future__ import annotations

import re
import time
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
    """Per kind of text the share found to be a reprint of its article, in Markdown."""
    texts = articles()
    made = variants(texts)
    found = [
        [
            variant.of in candidates and copied(runs(variant.text), runs(texts[variant.of])) >= COPIED
            for variant, candidates in zip(made, way(texts, made), strict=True)
        ]
        for way in (sketches, bands)
    ]
    lines = [
        f"| text made of an exercise article | right | {PRINTS} lowest hashes | MinHash, {BANDS} bands of 4 |",
        "|---|---|---|---|",
    ]
    for kind in dict.fromkeys(variant.kind for variant in made):
        which = [at for at, variant in enumerate(made) if variant.kind == kind]
        shares = " | ".join(f"{sum(way[at] for at in which) / len(which):.2f}" for way in found)
        lines.append(f"| {kind} | {'reprint' if made[which[0]].reprint else 'none'} | {shares} |")
    return "\n".join(lines)


def times() -> str:
    """CPU milliseconds a text of both ways, in words."""
    texts = articles()
    made = variants(texts)
    spent = []
    for way in (sketches, bands):
        before = time.process_time()
        way(texts, made)
        spent.append((time.process_time() - before) / (len(texts) + len(made)) * 1000)
    return f"CPU ms a text: lowest hashes {spent[0]:.2f}, MinHash in bands {spent[1]:.2f}"


if __name__ == "__main__":
    print(table(), times(), sep="\n\n")
