"""Reading articles, against spaCy's tokeniser alone, which is the least a spaCy pipeline does."""

from __future__ import annotations

import spacy

from bot.analysis.pipeline import analyse
from storage.seed import read_exercise, read_seed_article
from tests.benchmarks import Measure, compare
from tests.benchmarks.storage import NOW


def run() -> list[Measure]:
    """Words a second on the seed article and the first exercise articles."""
    texts = [read_seed_article(NOW).text, *(draft.text for draft in read_exercise(NOW)[:10])]
    words = sum(len(text.split()) for text in texts)
    blank = spacy.blank("en")

    def ours() -> int:
        for text in texts:
            analyse(text)
        return words

    def tokenise() -> int:
        for text in texts:
            blank(text)
        return words

    return [compare("analyse", "words", ours, 'spacy.blank("en")', tokenise, seconds=8)]
