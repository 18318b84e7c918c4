"""Phrases of proper nouns in a treebank, and the kinds of name that were given to them by hand.

EWT has trees and no names. Where its names begin and end follows from its trees; of what kind each is, is written in
``proper_nouns.tsv``: one phrase a line, labelled by reading it where it occurs in the training part. A phrase that is
cut wrongly, or stands for different kinds in different places, is marked "?" and kept out of training.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from importlib import resources
from pathlib import Path

from bot.analysis.train.conversion import UNKNOWN, Word, place, read_conllu, widened

_KINDS = {"P": "PERSON", "O": "ORG", "L": "LOC", "N": "NORP"}
_ADDRESS = re.compile(r"@|://|^www\.")
_INSIDE = frozenset({"of", "the", "for", "-", "&", "de", "del", "la", "al", "el", "bin", "von", "van"})


def table() -> dict[str, str]:
    """The kinds by phrase: a label, "O" for what is no name of the kinds told apart, or ``UNKNOWN``."""
    text = (resources.files("bot.analysis.train") / "proper_nouns.tsv").read_text(encoding="utf-8")
    rows = (line.rsplit("\t", 1) for line in text.splitlines())
    return {phrase: UNKNOWN if kind == UNKNOWN else _KINDS.get(kind, "O") for phrase, kind in rows}


def phrases(words: Sequence[Word]) -> Iterator[tuple[int, int]]:
    """Runs of proper nouns (first word, end), with small words inside them, without titles before them."""
    n = 0
    while n < len(words):
        if words[n].upos != "PROPN":
            n += 1
            continue
        start, end = n, _end(words, n)
        n = end
        while start < end - 1 and words[start].dep in {"nmod:desc", "det"}:
            start += 1
        yield start, end


def _end(words: Sequence[Word], start: int) -> int:
    end = start + 1
    while True:
        while end < len(words) and words[end].upos == "PROPN" and words[end].dep != "appos":
            end += 1
        after = end
        while after < len(words) and after - end < 2 and words[after].form.lower() in _INSIDE:
            after += 1
        if after == end or after >= len(words) or words[after].upos != "PROPN":
            return end
        stop = after
        while stop < len(words) and words[stop].upos == "PROPN":
            stop += 1
        top = next((i for i in range(after, stop) if not after <= words[i].head - 1 < stop), after)
        hangs = words[top].dep in {"nmod", "flat", "compound"} and start <= words[top].head - 1 < end
        if not hangs and [w.form for w in words[end:after]] not in (["-"], ["&"]):
            return end
        end = stop


def capital_pairs(paths: Sequence[Path]) -> set[tuple[str, str]]:
    """Neighbouring words that both stand with capitals inside a sentence ("United States")."""
    out = set()
    for path in paths:
        for _, _, _, words in read_conllu(path):
            for before, word, after in zip(words, words[1:], words[2:], strict=False):
                if (
                    before.form.islower()
                    and before.form.isalnum()
                    and word.form[:1].isupper()
                    and after.form[:1].isupper()
                ):
                    out.add((word.form, after.form))
    return out


def names(
    text: str, words: Sequence[Word], kinds: Mapping[str, str], pairs: Collection[tuple[str, str]]
) -> list[tuple[int, int, str]]:
    """The labelled phrases of one sentence as (first word, end, label); one label is ``UNKNOWN``, "O" is left out."""
    if not place(text, words):
        return []
    out = []
    for start, end in phrases(words):
        wide = widened(words, start, end, pairs)
        for a, b in (wide, (start, end)):
            phrase = text[words[a].start : words[b - 1].end]
            kind = kinds.get(phrase, "O" if _ADDRESS.search(phrase) else None)
            if kind is not None:
                if kind != "O":
                    out.append((a, b, kind))
                break
        else:
            out.append((start, end, UNKNOWN))
    return out
